"""Ligatures end at the joints of words, and nobody who copies or searches notices."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import uharfbuzz

from satzspiegel import build
from satzspiegel.dump import Dump
from satzspiegel.editions.html import make_html
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.fonts import Face, face_pairs, faces_for
from satzspiegel.ligatures import JOINT, as_elements, separate, without_signs
from satzspiegel.messages import render
from satzspiegel.model import Inline, Publication, Span, Text
from satzspiegel.reading import read_publication
from satzspiegel.styles import Style, load_style
from satzspiegel.typesetting import is_address, typeset
from satzspiegel.walks import all_inlines, plain_text

SIGN = "\u200c"
PAIRS = frozenset({"ff", "fi", "fl"})
GAP = 0.06


@dataclass(frozen=True)
class FakeJoint:
    position: int


#: Words with their joints.
JOINTS = {
    "Auflage": (3,),
    "Kampffeld": (5,),
    "Schifffahrt": (6,),
    "Lauffeuerauflage": (4, 9, 12),
    "Haustür": (4,),
}


def fake_joints(word: str) -> tuple[FakeJoint, ...]:
    return tuple(map(FakeJoint, JOINTS.get(word, ())))


@pytest.fixture(scope="module")
def style() -> Style:
    return load_style()


# ---------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Auflage", "Auf|lage"),
        ("„Auflage“, Kampffeld!", "„Auf|lage“, Kampf|feld!"),
        ("Schifffahrt", "Schiff|fahrt"),
        ("Auflage-Kampffeld", "Auf|lage-Kampf|feld"),
        ("Lauffeuerauflage", "Lauf|feuerauf|lage"),  # no ligature at eu|er
        ("Haustür", "Haustür"),
        ("offen, fliegen, Pflicht", "offen, fliegen, Pflicht"),
        ("", ""),
    ],
)
def test_signs_stand_where_a_ligature_would_cross_a_joint(text: str, made: str) -> None:
    assert separate(text, fake_joints, PAIRS) == made.replace("|", SIGN)


def test_only_words_with_ligatures_are_asked_for_their_joints() -> None:
    asked = []

    def joints(word: str) -> tuple[FakeJoint, ...]:
        asked.append(word)
        return ()

    separate("Die Haustür und die Auflage: Ofen, offen.", joints, PAIRS)
    assert asked == ["Auflage", "offen"]


def test_letters_never_change() -> None:
    choice = random.Random(3)  # noqa: S311
    letters = "aefilfäß .,-1"

    def anywhere(word: str) -> Iterator[FakeJoint]:
        return (FakeJoint(at) for at in range(1, len(word)) if choice.random() < 0.5)

    signs = 0
    for _ in range(2000):
        text = "".join(choice.choices(letters, k=choice.randrange(24)))
        made = separate(text, anywhere, PAIRS)
        signs += made.count(SIGN)
        assert without_signs(made) == text
        assert all(a[-1:] + b[:1] in PAIRS for a, b in pairs_around_signs(made))
    assert signs


def pairs_around_signs(text: str) -> Iterator[tuple[str, str]]:
    parts = text.split(SIGN)
    return pairwise(parts)


def test_a_web_page_has_the_letter_in_an_element() -> None:
    made = as_elements(Text(f"„Auf{SIGN}lage“"))
    letter = Span((Text("f"),), classes=(JOINT,))
    assert made == (Text("„Au"), letter, Text("lage“"))


@pytest.mark.parametrize(
    ("word", "address"),
    [
        ("https://example.org/Auflage", True),
        ("auflage@example.org", True),
        ("www.auflage.de", True),
        ("(example.org/Auflage).", True),
        ("10.1000/Auflage", True),
        ("@auflage", True),
        ("1910.Auflage", False),
        ("Auflage", False),
        ("(Auflage).", False),
    ],
)
def test_addresses_are_left_alone(word: str, address: bool) -> None:
    assert is_address(word) is address


def test_marks_of_other_scripts_stay() -> None:
    persian = f"می{SIGN}خواهم"
    assert without_signs(persian) == persian


# ---------------------------------------------------------------------------------------- fonts


def test_pairs_are_those_of_the_fonts(style: Style) -> None:
    assert face_pairs(style, "html") == {"fb", "ff", "fh", "fi", "fj", "fk", "fl", "ft"}


@pytest.fixture(scope="module")
def faces(style: Style) -> tuple[Face, ...]:
    return faces_for("pdf", ["Auflage Brief Schifffahrt fliegen" + SIGN], style)


def shaped(face: Face, text: str, **features: bool) -> list[tuple[int, int]]:
    """Glyphs that take room, and their advances."""
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(face.data)))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, features)
    glyphs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(i.codepoint, p.x_advance) for i, p in glyphs if p.x_advance]


@pytest.mark.parametrize("family", ["Satz", "Note", "Titel"])
def test_letters_keep_their_distance_at_a_joint(faces: tuple[Face, ...], family: str) -> None:
    face = next(f for f in faces if (f.family, f.style, f.weight) == (family, "normal", 400))
    assert len(shaped(face, "fliegen")) == 6
    assert len(shaped(face, f"Auf{SIGN}lage")) == 7
    for word, ligatures in (("Auf|lage", False), ("Brief|lage", False), ("Schiff|fahrt", True)):
        apart = sum(advance for _, advance in shaped(face, word.replace("|", SIGN)))
        halves = [shaped(face, half, liga=ligatures) for half in word.split("|")]
        # As wide as its halves set one after the other, but for the gap.
        assert apart == sum(advance for half in halves for _, advance in half) + GAP * 1000


def test_at_a_line_end_nothing_stands_apart(faces: tuple[Face, ...]) -> None:
    face = next(face for face in faces if face.family == "Satz")
    assert shaped(face, f"Auf{SIGN}-") == shaped(face, "Auf-")
    assert shaped(face, f"Auf{SIGN}f") != shaped(face, "Auff", liga=False)


def test_a_font_without_ligatures_is_left_alone(faces: tuple[Face, ...]) -> None:
    code = next(face for face in faces if face.family == "Code")
    assert len(shaped(code, "Auflage")) == len(shaped(code, f"Auf{SIGN}lage")) == 7


# ------------------------------------------------------------------------------------- editions

MANUSCRIPT = """\
---
title: Auflage und Pflicht
lang: de-DE
---

# Die Auflage

Die Auflage im Kampffeld, aber fliegen und die Pflicht.[^1] `Auflage` und [Auflage]{lang=en}.

[^1]: Die Auflage der Note.
"""
WORDS = ("Auflage", "Kampffeld", "fliegen", "Pflicht")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fugen")
    (folder / "probe.md").write_text(MANUSCRIPT, "utf-8")
    result = build(folder / "probe.md", output=folder / "out")
    assert [render(finding, "de") for finding in result.findings] == []
    return folder / "out"


@pytest.fixture(scope="module")
def pdf(built: Path) -> Iterator[Any]:
    with pymupdf.open(built / "probe.pdf") as document:
        yield document


def test_the_text_layer_has_whole_words(pdf: Any) -> None:
    text = "".join(page.get_text() for page in pdf)
    assert SIGN not in text
    assert text.count("Auflage") >= 6  # title, contents, heading, text, code, English, note
    for word in WORDS:
        assert any(page.search_for(word) for page in pdf), word


def test_titles_and_bookmarks_have_no_signs(pdf: Any) -> None:
    assert [entry[1] for entry in pdf.get_toc()] == ["Die Auflage"]
    assert pdf.metadata["title"] == "Auflage und Pflicht"


def glyphs(pdf: Any, word: str) -> list[list[int]]:
    """The glyphs of each occurrence of a word; -1 for a letter inside a ligature."""
    found = []
    for page in pdf:
        for run in page.get_texttrace():
            chars = run["chars"]
            text = "".join(map(chr, (char[0] for char in chars)))
            at = text.find(word)
            while at >= 0:
                found.append([char[1] for char in chars[at : at + len(word)]])
                at = text.find(word, at + 1)
    return found


def test_no_glyph_crosses_a_joint(pdf: Any) -> None:
    assert any(-1 in run for run in glyphs(pdf, "fliegen"))
    assert any(-1 in run for run in glyphs(pdf, "Pflicht"))
    assert glyphs(pdf, "Kampffeld")
    assert not any(-1 in run for run in glyphs(pdf, "Kampffeld"))
    # The one in English keeps its ligature; the one in code has none anyway.
    ligated = [run for run in glyphs(pdf, "Auflage") if -1 in run]
    assert len(ligated) == 1


def test_without_joints_there_are_ligatures(
    built: Path, style: Style, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault that the test above must see."""
    monkeypatch.setattr(
        "satzspiegel.editions.pdf.typeset", lambda publication, style, edition: publication
    )
    data = make_pdf(publication_of(built), style, "0", Dump()).data
    with pymupdf.open(stream=data, filetype="pdf") as document:
        assert any(-1 in run for run in glyphs(document, "Kampffeld"))


def publication_of(built: Path) -> Publication:
    return read_publication(built.parent / "probe.md")[0]


def test_the_web_page_can_be_copied(built: Path, style: Style) -> None:
    page = make_html(publication_of(built), style, "0").decode()
    assert SIGN not in page
    assert 'Die Au<span class="joint">f</span>lage im Kamp<span class="joint">f</span>feld' in page
    assert "<code>Auflage</code>" in page
    assert '<span lang="en">Auflage</span>' in page
    assert "aber fliegen" in page


def test_words_of_other_languages_keep_their_ligatures(built: Path, style: Style) -> None:
    publication = publication_of(built)
    for edition in ("pdf", "html"):
        made = typeset(publication, style, edition, fake_joints)
        english = [i for i in every_inline(made) if isinstance(i, Span) and i.language == "en"]
        assert [plain_text((span,)) for span in english] == ["Auflage"]
        assert not any(isinstance(child, Span) for span in english for child in span.children)


def every_inline(publication: Publication) -> Iterator[Inline]:
    for chapter in publication.chapters:
        yield from all_inlines(chapter.blocks)


def test_a_long_note_is_whole(tmp_path: Path) -> None:
    """Its lines are counted out in characters, and signs are characters."""
    sentence = (
        "Die Auflage im Kampffeld bleibt auffindbar, und die Pflicht beflügelt die Auflösung. "
    )
    text = f"---\ntitle: Probe\nlang: de\n---\n\n# Eins\n\nWort.[^1]\n\n[^1]: {sentence * 12}\n"
    (tmp_path / "probe.md").write_text(text, "utf-8")
    result = build(tmp_path / "probe.md", ["pdf"], output=tmp_path / "out")
    assert [render(finding, "de") for finding in result.findings] == []
