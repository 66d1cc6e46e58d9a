"""Notes on pages: whole, and on the page of their call."""

from __future__ import annotations

import re
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from satzspiegel import build
from satzspiegel.editions.pdf.spaces import spaces_inside
from satzspiegel.messages import render
from satzspiegel.model import Code, Inline, NoteCall, Styled, StyleKind, Text

SPACE = Text(" ")
HEAD = "---\ntitle: Probe\nlang: de\n---\n\n"
SENTENCE = "Der Satz füllt die Zeile, und die Anmerkung wartet geduldig am Fuß der Seite. "


def em(*children: Inline) -> Styled:
    return Styled(StyleKind.EMPHASIS, children)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ((em(Text("a")), SPACE, em(Text("b"))), (em(Text("a"), SPACE), em(Text("b")))),
        ((Code("a"), SPACE, Code("b")), (Code("a "), Code("b"))),
        (
            (NoteCall("fn-1", "1"), SPACE, em(Text("b"))),
            (NoteCall("fn-1", "1"), em(SPACE, Text("b"))),
        ),
        ((em(Text("a")), SPACE, Text("b")), (em(Text("a")), SPACE, Text("b"))),
    ],
)
def test_spaces_between_elements_move_inside(
    given: tuple[Inline, ...], made: tuple[Inline, ...]
) -> None:
    assert spaces_inside(given) == made


@pytest.mark.parametrize("behind", [0, 30], ids=["at the end", "in the middle"])
def test_a_note_longer_than_two_pages_goes_on_over_pages(behind: int, tmp_path: Path) -> None:
    text = f"{HEAD}# Eins\n\n{SENTENCE * 4}Hier.[^1] {SENTENCE * behind}\n\n[^1]: {SENTENCE * 99}\n"
    (tmp_path / "probe.md").write_text(text, "utf-8")
    result = build(tmp_path / "probe.md", ["pdf"], output=tmp_path / "out")
    assert [render(finding, "de") for finding in result.findings] == []


def test_notes_stay_with_their_calls_where_they_are_dense(tmp_path: Path) -> None:
    paragraphs = [f"{SENTENCE * (n % 4 + 1)}Wort {n}.[^{n}] {SENTENCE}" for n in range(1, 41)]
    notes = [f"[^{n}]: {SENTENCE * (n % 3 + 1)}" for n in range(1, 41)]
    text = HEAD + "# Eins\n\n" + "\n\n".join([*paragraphs, *notes]) + "\n"
    (tmp_path / "probe.md").write_text(text, "utf-8")
    result = build(tmp_path / "probe.md", ["pdf"], output=tmp_path / "out")
    assert [render(finding, "de") for finding in result.findings] == []
    assert result.figures["pdf"]["notes on their call's page"] == 40


def test_no_line_begins_with_a_call(tmp_path: Path) -> None:
    words = " ".join(f"{'Wort' * (n % 5 + 1)} 18{n:02}.[^{n}]" for n in range(10, 60))
    notes = "\n\n".join(f"[^{n}]: Note." for n in range(10, 60))
    (tmp_path / "probe.md").write_text(f"{HEAD}# Eins\n\n{words}\n\n{notes}\n", "utf-8")
    build(tmp_path / "probe.md", ["pdf"], output=tmp_path / "out")
    with pymupdf.open(tmp_path / "out" / "probe.pdf") as pdf:
        lines = [line for page in pdf for line in page.get_text().splitlines()]
    assert any(re.match(r"\d\d Note", line) for line in lines)
    assert not [line for line in lines if re.match(r"\d\d( Wort|$)", line)]


@pytest.mark.parametrize(("mode", "light"), [("I;16", 200 * 257), ("L", 200)])
def test_greys_of_scans_keep_their_light(mode: str, light: int, tmp_path: Path) -> None:
    Image.new(mode, (900, 900), light).save(tmp_path / "scan.png")
    text = f'{HEAD}# Eins\n\n![Ein Scan](scan.png){{alt="Grau" width=50%}}\n'
    (tmp_path / "probe.md").write_text(text, "utf-8")
    assert build(tmp_path / "probe.md", ["pdf"], output=tmp_path).ok
    with pymupdf.open(tmp_path / "probe.pdf") as pdf:
        page = next(page for page in pdf if page.get_image_info())
        box = pymupdf.Rect(page.get_image_info()[0]["bbox"])
        pixels = page.get_pixmap()
        shown = pixels.pixel(*(round(middle) for middle in (box.tl + box.br) / 2))
    assert all(abs(value - 200) <= 2 for value in shown)
