"""Capitals and small capitals: spaced, real, and with the style's ß."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import uharfbuzz

from conftest import ReadText
from satzspiegel import build
from satzspiegel.capitals import (
    CAPITALS,
    capitals_of,
    in_capitals,
    spaced_capitals,
    with_one_eszett,
)
from satzspiegel.fonts import faces_for
from satzspiegel.messages import StyleError, render
from satzspiegel.model import Span, Text
from satzspiegel.styles import Style, load_style
from satzspiegel.typesetting import typeset, with_capitals
from satzspiegel.walks import all_inlines, plain_text

HEAD = "---\ntitle: Probe\nlang: de-DE\n---\n\n# Eins\n\n"


@pytest.fixture(scope="module")
def style() -> Style:
    return load_style()


def with_table(style: Style, **values: object) -> Style:
    """The style with other values in its table ``[capitals]`` (hyphens as underscores)."""
    table = {key.replace("_", "-"): value for key, value in values.items()}
    capitals = {**style.settings["capitals"], **table}
    return replace(style, settings={**style.settings, "capitals": capitals})


# ---------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("word", "made"),
    [
        ("KPD", "[KPD]"),
        ("(KPD),", "([KPD]),"),
        ("KPD-Führung", "[KPD]-Führung"),
        ("KPD/SPD", "[KPD]/[SPD]"),
        ("NSDAPler", "[NSDAP]ler"),
        ("LPGs", "[LPG]s"),
        ("ÖPNV", "[ÖPNV]"),
        ("XVIII.", "[XVIII]."),
        ("BND1956", "[BND1956]"),
        ("EU", "EU"),
        ("A4", "A4"),
        ("UdSSR", "UdSSR"),
        ("GmbH", "GmbH"),
        ("GULag", "GULag"),
        ("ISBNummer", "ISBNummer"),
        ("1919", "1919"),
        ("Karl", "Karl"),
        ("", ""),
    ],
)
def test_words_in_capitals_are_spaced(word: str, made: str) -> None:
    pieces = spaced_capitals(Text(word))
    shown = [f"[{plain_text((p,))}]" if isinstance(p, Span) else plain_text((p,)) for p in pieces]
    assert "".join(shown) == made
    assert plain_text(pieces) == word


@pytest.mark.parametrize(
    ("text", "eszett", "made"),
    [
        ("STRAßE", "ẞ", "STRAẞE"),
        ("STRAßE", "SS", "STRASSE"),
        ("STRAẞE", "SS", "STRASSE"),
        ("Die GROßE Straße", "ẞ", "Die GROẞE Straße"),
        ("Straße", "SS", "Straße"),
        ("STRASSE", "ẞ", "STRASSE"),
        ("ß", "ẞ", "ß"),
        ("ẞ", "SS", "ẞ"),
    ],
)
def test_one_capital_for_eszett(text: str, eszett: str, made: str) -> None:
    assert with_one_eszett(text, eszett) == made
    assert with_one_eszett(made, eszett) == made


def test_capitals() -> None:
    assert in_capitals("Große Straße", "ẞ") == "GROẞE STRAẞE"
    assert in_capitals("Große Straße", "SS") == "GROSSE STRASSE"


@pytest.mark.parametrize("values", [{"eszett": "ß"}, {"italic_small_caps": "slanted"}])
def test_a_choice_that_does_not_exist_is_told(style: Style, values: dict[str, str]) -> None:
    with pytest.raises(StyleError) as caught:
        capitals_of(with_table(style, **values))
    assert [finding.code for finding in caught.value.findings] == ["style-broken"]


# ------------------------------------------------------------------------------------- document


def test_headings_in_capitals_are_so_everywhere(read_text: ReadText, style: Style) -> None:
    publication, _ = read_text("# Große Straße\n\n## Zweite Straße\n\nDie Straße, STRAßE.")
    made = with_capitals(publication, with_table(style, headings=[1]))
    words = "".join(plain_text((i,)) for i in all_inlines(made.chapters[0].blocks))
    assert words == "GROẞE STRAẞEZweite StraßeDie Straße, STRAẞE."
    assert plain_text(made.contents[0].title) == "GROẞE STRAẞE"
    assert plain_text(made.contents[0].children[0].title) == "Zweite Straße"
    assert with_capitals(publication, with_table(style, eszett="SS")) != publication


def test_other_languages_have_no_capital_eszett(read_text: ReadText, style: Style) -> None:
    publication, _ = read_text("# A\n\n[STRAßE]{lang=en}")
    assert with_capitals(publication, style) == publication


def test_what_is_not_spaced(read_text: ReadText, style: Style) -> None:
    markdown = "# A\n\n[KPD]{.smallcaps} `KPD` <https://example.org/KPD/x> x@KPD.de"
    publication, _ = read_text(markdown)
    assert not runs(publication, style)
    publication, _ = read_text("# A\n\nKPD *SED*[^1]\n\n[^1]: SPD")
    assert runs(publication, style) == ["KPD", "SED", "SPD"]
    assert not runs(publication, with_table(style, tracking=0))


def runs(publication: Any, style: Style) -> list[str]:
    made = typeset(publication, style, "html")
    blocks = [chapter.blocks for chapter in made.chapters] + [note.blocks for note in made.notes]
    every = (inline for run in blocks for inline in all_inlines(run))
    return [plain_text((i,)) for i in every if isinstance(i, Span) and CAPITALS in i.classes]


# ------------------------------------------------------------------------------------- editions


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("versalien")
    text = (
        f"{HEAD}Die KPD und [Rosa Straße Kapp]{{.smallcaps}}, dann *kursiv [Karl]{{.smallcaps}}*.\n"
    )
    (folder / "probe.md").write_text(text, "utf-8")
    result = build(folder / "probe.md", output=folder / "out")
    assert [render(finding, "de") for finding in result.findings] == [
        "probe.md:8:59: Warnung: »Karl« soll in Kapitälchen stehen, aber »Satz 400 italic« hat "
        "keine; es gilt, was der Stil dann vorsieht. Zeichnen Sie die Wörter nur auf eine Art aus, "
        "oder nehmen Sie im Stil eine Schrift, die sie hat."
    ]
    with pymupdf.open(folder / "out" / "probe.pdf") as document:
        yield document


def test_spaced_words_are_found_whole(pdf: Any) -> None:
    page = pdf[len(pdf) - 1]
    for word in ("KPD", "Rosa", "Straße", "Karl"):
        assert page.search_for(word), word
    assert "Die KPD und Rosa Straße Kapp, dann kursiv Karl." in " ".join(page.get_text().split())


def run_with(pdf: Any, word: str) -> tuple[dict[str, Any], list[Any]]:
    """The run of letters that holds a word, and the word's own letters."""
    for run in pdf[len(pdf) - 1].get_texttrace():
        text = "".join(chr(char[0]) for char in run["chars"])
        if word in text:
            return run, run["chars"][text.index(word) :][: len(word)]
    raise LookupError(word)


def test_small_capitals_are_glyphs_of_their_own(pdf: Any) -> None:
    small = {chr(c[0]): c[1] for c in run_with(pdf, "Kapp")[1]}
    text = {chr(c[0]): c[1] for c in run_with(pdf, "dann")[1]}
    capital = {chr(c[0]): c[1] for c in run_with(pdf, "KPD")[1]}
    assert small["a"] != text["a"]
    assert small["K"] == capital["K"]
    assert run_with(pdf, "Kapp")[0]["size"] == run_with(pdf, "dann")[0]["size"]


def test_small_capitals_stand_upright_in_italics(pdf: Any) -> None:
    assert run_with(pdf, "kursiv")[0]["font"].endswith("Italic")
    assert run_with(pdf, "Karl")[0]["font"] == run_with(pdf, "dann")[0]["font"]


def test_letterspacing(pdf: Any, style: Style) -> None:
    run, letters = run_with(pdf, "KPD")
    face = next(f for f in faces_for("pdf", ["KPD"], style) if f.family == "Satz")
    natural = advance(face.data, "K") + advance(face.data, "P")
    distance = (letters[2][2][0] - letters[0][2][0]) / run["size"] * 1000
    tracking = style.settings["capitals"]["tracking"] * 1000
    assert distance == pytest.approx(natural + 2 * tracking, abs=30)  # kerning, whole units
    assert distance > natural + tracking


def advance(data: bytes, text: str, **features: bool) -> int:
    return shaped(data, text, **features)[1]


def shaped(data: bytes, text: str, **features: bool) -> tuple[int, int]:
    """The first glyph of a text, and its advance."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(data))), buffer, features)
    return buffer.glyph_infos[0].codepoint, buffer.glyph_positions[0].x_advance


@pytest.mark.parametrize("edition", ["pdf", "epub", "html"])
@pytest.mark.parametrize(("eszett", "alike"), [("ẞ", True), ("SS", False)])
def test_the_small_capital_of_eszett(edition: str, eszett: str, alike: bool, style: Style) -> None:
    faces = faces_for(edition, ["Straße"], with_table(style, eszett=eszett))
    for face in (f for f in faces if f.family == "Satz" and f.style == "normal"):
        small, capital = shaped(face.data, "ß", smcp=True), shaped(face.data, "ẞ", c2sc=True)
        assert (small == capital) is alike
        assert small != shaped(face.data, "ß")


def test_a_style_can_do_without(tmp_path: Path) -> None:
    (tmp_path / "eigen").mkdir()
    (tmp_path / "eigen" / "style.toml").write_text(
        'extends = "klassisch"\n[capitals]\nitalic-small-caps = "none"\n', "utf-8"
    )
    text = f"{HEAD}Ein *kursiv [Karl]{{.smallcaps}} weiter*.\n"
    (tmp_path / "probe.md").write_text(text, "utf-8")
    result = build(
        tmp_path / "probe.md", ["pdf"], style=str(tmp_path / "eigen"), output=tmp_path / "out"
    )
    assert [finding.code for finding in result.findings] == ["small-caps-missing"]
    with pymupdf.open(tmp_path / "out" / "probe.pdf") as document:
        assert run_with(document, "Karl")[0]["font"].endswith("Italic")
