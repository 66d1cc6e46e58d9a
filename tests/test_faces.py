"""Figures of the right kind, real superiors, and no face that is made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import uharfbuzz

from satzspiegel import build
from satzspiegel.fonts import faces_for, has_feature
from satzspiegel.messages import render
from satzspiegel.styles import FaceSettings, Style, load_style
from satzspiegel.verify.faces import is_made_up, missing_faces
from satzspiegel.verify.pdf import read_pdf

MANUSCRIPT = """\
---
title: "*Kursiv* und **fett** und ***beides***"
subtitle: "*Kursiv* und **fett**"
lang: de-DE
---

# *Kursiv*, **fett**, ***beides***, `Code` und [Kap]{.smallcaps}[^1]

Im Jahr 1919.[^2] *Kursiv, **beides**, `Code`*, **fett, `Code`**, ***beides***.

## **fett** *kursiv*

### **fett** *kursiv*

> *Kursiv*, **fett**, ***beides***.

| Kopf **fett** | Zahl |
|---------------|------|
| *kursiv* ***b*** | 1919 |

: Eine Tafel: *kursiv*, **fett**, ***beides*** {#t}

**Begriff**
:   Erklärung.

[^1]: Note 1919: *kursiv*, **fett**, ***beides***, `Code`.
[^2]: Ebd.
"""


@pytest.fixture(scope="module")
def style() -> Style:
    return load_style()


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("schnitte")
    (folder / "probe.md").write_text(MANUSCRIPT, "utf-8")
    result = build(folder / "probe.md", output=folder / "out")
    assert [render(finding, "de") for finding in result.findings] == []
    with pymupdf.open(folder / "out" / "probe.pdf") as document:
        yield document


# --------------------------------------------------------------------------------------- figures


def figures(pdf: Any, size: float, text: str = "1919") -> tuple[list[int], list[float]]:
    """Glyphs and advances of a number in the text of a size (in the style, pt)."""
    for page in pdf:
        for run in page.get_texttrace():
            chars = run["chars"]
            at = "".join(chr(char[0]) for char in chars).find(text)
            if at >= 0 and abs(run["size"] - size) < 0.05:
                own = chars[at : at + len(text)]
                widths = [b[2][0] - a[2][0] for a, b in pairwise(own)]
                return [char[1] for char in own], widths
    raise LookupError(text)


def glyph(style: Style, family: str, char: str, *features: str) -> int:
    """The glyph of a character with features, in the font as it is embedded (glyph ids kept)."""
    faces = faces_for("pdf", [MANUSCRIPT, "·"], style)
    data = next(f for f in faces if (f.family, f.style, f.weight) == (family, "normal", 400)).data
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(data)))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(char)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, dict.fromkeys(features, True))
    return int(buffer.glyph_infos[0].codepoint)


def test_kinds_of_figures_are_different_glyphs(style: Style) -> None:
    kinds = [("onum", "pnum"), ("lnum", "tnum"), ("sups",)]
    assert len({glyph(style, "Note", "9", *kind) for kind in kinds}) == 3


def test_old_style_in_text_and_lining_in_tables(pdf: Any, style: Style) -> None:
    sizes = style.settings["type"]
    text, _ = figures(pdf, sizes["size"])
    note, _ = figures(pdf, sizes["note-size"])
    table, widths = figures(pdf, sizes["note-size"] + 0.6)
    assert len(set(map(tuple, (text, note, table)))) >= 2
    assert table != note
    assert max(widths) - min(widths) < 0.05  # of one width


def test_calls_are_real_superiors(pdf: Any, style: Style) -> None:
    """Glyphs of their own on the line and in the size of the text."""
    page = next(page for page in pdf if page.search_for("Im Jahr"))
    (run,) = [r for r in page.get_texttrace() if [chr(c[0]) for c in r["chars"]] == ["2"]][:1]
    around = next(
        r for r in page.get_texttrace() if "Jahr" in "".join(chr(c[0]) for c in r["chars"])
    )
    assert run["size"] == around["size"]
    assert run["chars"][0][2][1] == pytest.approx(around["chars"][0][2][1], abs=0.01)
    plain = [c for r in page.get_texttrace() for c in r["chars"] if chr(c[0]) == "2"]
    assert run["chars"][0][1] in {c[1] for c in plain}


@pytest.mark.parametrize("edition", ["pdf", "html"])
def test_every_face_has_superiors(edition: str, style: Style) -> None:
    for face in faces_for(edition, ["0123456789"], style):
        assert has_feature(face, "sups"), face.family
        assert not has_feature(face, "none")


# ----------------------------------------------------------------------------------------- faces


def face(family: str, style: str, weight: int) -> FaceSettings:
    return FaceSettings(family, style, weight, "", "", {}, ("pdf",))


FACES = (face("Satz", "normal", 400), face("Satz", "italic", 400), face("Sans 3", "normal", 700))


@pytest.mark.parametrize(
    ("font", "missing"),
    [
        ("Satz", ()),
        ("Satz-Italic", ()),
        ("Sans-3-Bold", ()),
        ("Fremd-Bold", ()),
        ("Satz-Oblique", ()),
        ("Satz-Bold", ("Satz 700 normal",)),
        ("Satz-Bold-Oblique", ("Satz 700 italic",)),
        ("Satz-Bold-Italic", ("Satz 700 italic",)),
        ("Satz-Semi-Bold", ("Satz 600 normal",)),
        ("Sans-3-Bold-Italic", ("Sans 3 700 italic",)),
        ("Sans-3", ("Sans 3 400 normal",)),
    ],
)
def test_faces_are_known_by_the_names_of_fonts(font: str, missing: tuple[str, ...]) -> None:
    assert missing_faces([font], FACES) == missing


@pytest.mark.parametrize(
    ("content", "made_up"),
    [
        (b"BT 1 0 0 -1 45.79 64.46 Tm /F 10 Tf <0001> Tj ET", False),
        (b"BT 0 1 -1 0 5 5 Tm", False),  # turned
        (b"BT 0.5 0 0 0.5 5 5 Tm", False),  # small
        (b"BT .707 .707 -.707 .707 5 5 Tm", False),  # turned by 45 degrees
        (b"BT 1 0 0.2 -1 45.79 64.46 Tm", True),  # slanted
        (b"BT .94 .34 -.1 .97 5 5 Tm", True),  # turned and slanted
        (b"BT 3 Tr <0001> Tj", False),  # invisible
        (b"BT 2 Tr <0001> Tj", True),
        (b"BT 1 Tr <0001> Tj", True),
    ],
)
def test_letters_that_are_made_up(content: bytes, made_up: bool) -> None:
    assert is_made_up(content) is made_up


def test_no_face_is_missing_in_the_style_that_ships(pdf: Any, style: Style) -> None:
    reading = read_pdf(pdf.tobytes(), style)
    assert not reading.missing_faces
    assert not reading.made_up_pages


def test_a_face_that_is_missing_fails_the_build(tmp_path: Path) -> None:
    """The fault: the style without bold italics of notes."""
    folder = tmp_path / "ohne"
    folder.mkdir()
    toml = (Path(load_style().source) / "style.toml").read_text("utf-8")
    entry = r'\[\[face\]\]\nfamily = "Note"\nstyle = "italic"\nweight = 700\n(?:.+\n)+'
    less, count = re.subn(entry, "", toml)
    assert count == 1
    (folder / "style.toml").write_text('extends = "klassisch"\n' + less, "utf-8")
    (tmp_path / "probe.md").write_text(MANUSCRIPT, "utf-8")
    result = build(tmp_path / "probe.md", ["pdf"], style=str(folder), output=tmp_path / "out")
    assert [render(finding, "de") for finding in result.findings] == [
        "Fehler: pdf: Dem Stil fehlt der Schnitt »Note 700 italic«; ein anderer steht an seiner "
        "Stelle. Ergänzen Sie ihn im Stil als [[face]], oder ändern Sie die Formatvorlage."
    ]


@pytest.mark.parametrize(
    ("before", "after"), [(rb"1 0 0 -1 (\S+ \S+ Tm)", rb"1 0 .2 -1 \1"), (rb"BT\n", rb"BT\n2 Tr\n")]
)
def test_made_up_letters_are_seen_in_a_finished_file(
    before: bytes, after: bytes, pdf: Any, style: Style
) -> None:
    with pymupdf.open(stream=pdf.tobytes(), filetype="pdf") as document:
        number = len(document) - 1
        (xref, *_) = document[number].get_contents()
        content = document.xref_stream(xref)
        changed, count = re.subn(before, after, content, count=1)
        assert count == 1
        document.update_stream(xref, changed)
        data = document.tobytes()
    assert read_pdf(data, style).made_up_pages == (number + 1,)


@pytest.mark.parametrize("sheet", ["epub.css.jinja", "web.css.jinja"])
def test_readers_are_told_to_make_nothing_up(sheet: str, style: Style) -> None:
    made = style.templates.get_template(sheet).render(faces=(), settings=style.settings, notes=())
    assert "font-synthesis: none" in made
