"""Pages as they are made up: what an editor asks for, tables over pages, notes without room."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest
from bench.documents.manuscripts import WORDS as VOCABULARY

from satzspiegel import build
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import MadePdf, make_pdf
from satzspiegel.layout import LaidLine, LineKind
from satzspiegel.messages import ManuscriptError, render
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style

HEAD = "---\ntitle: Probe\nlang: de\n---\n\n# Kapitel\n\n"
WORDS = (
    "Wer liest, blättert um, und wer umblättert, verliert für die Dauer eines Atems den Faden, den "
    "der Setzer ihm über das Ende der Seite hinweg gereicht hat; darum steht am Ende einer Seite "
    "ungern ein halbes Wort. "
)
#: Of a paragraph that has a line to give in either direction.
SEED = 2
Make = Callable[[str], MadePdf]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes the PDF of a text."""

    def made(text: str) -> MadePdf:
        path = tmp_path / "probe.md"
        path.write_text(HEAD + text, "utf-8")
        publication, _ = read_publication(path)
        return make_pdf(publication, load_style(), "build", Dump())

    return made


def body(made: MadePdf) -> list[LaidLine]:
    lines = [line for sheet in made.layout.sheets for line in sheet.lines]
    return [line for line in lines if line.kind is LineKind.TEXT]


@pytest.mark.parametrize(("asked", "more"), [("longer", 1), ("shorter", -1)])
def test_a_paragraph_has_a_line_more_or_less(make: Make, asked: str, more: int) -> None:
    words = random.Random(SEED).choices(VOCABULARY, k=220)  # noqa: S311
    text = " ".join(words)
    plain = len(body(make(text)))
    assert len(body(make(f"::: {{.{asked}}}\n{text}\n:::\n"))) == plain + more


def test_words_stay_together(make: Make) -> None:
    lines = body(make(WORDS * 3))
    last, first = next(
        (a.text.split()[-1], b.text.split()[0])
        for a, b in pairwise(lines)
        if a.text[-1].isalpha() and f"{a.text.split()[-1]} {b.text.split()[0]}" in WORDS
    )
    pair = f"{last} {first}"
    assert not any(pair in line.text for line in lines[:2])
    held = body(make((WORDS * 3).replace(pair, f"[{pair}]{{.together}}")))
    assert sum(pair in line.text for line in held) == 3


def test_a_table_goes_on_under_its_head(make: Make, tmp_path: Path) -> None:
    rows = "".join(f"| Zeile {n} | {WORDS[:60]} |\n" for n in range(1, 61))
    text = f"Davor.\n\n| Nummer | Text |\n|---|---|\n{rows}\n: Eine lange Tafel\n\nDanach.\n"
    made = make(text)
    with pymupdf.open(stream=made.data, filetype="pdf") as pdf:
        pages = [page.get_text() for page in pdf]
    with_rows = [page for page in pages if "Zeile" in page]
    assert len(with_rows) > 1
    assert all("Nummer" in page for page in with_rows)
    assert sum(page.count("Eine lange Tafel") for page in with_rows) == 1
    # Verification does not read the head again as text.
    assert build(tmp_path / "probe.md", ["pdf"], output=tmp_path / "out").findings == ()


def test_a_note_goes_on_at_the_foot_of_the_next_page(make: Make) -> None:
    made = make(f"{WORDS * 6}[^1] {WORDS * 5}[^2]\n\n[^1]: {WORDS * 9}\n\n[^2]: Kurz.\n")
    pieces = [(sheet.label, note) for sheet in made.layout.sheets for note in sheet.notes]
    first = [(label, note.first, note.end) for label, note in pieces if note.number == "1"]
    assert len(first) == 2
    (label, begin, middle), (following, again, end) = first
    assert int(following) == int(label) + 1
    assert (begin, middle) == (0, again)
    assert end == pieces[0][1].count
    # What goes on stands above the page's own notes.
    on_following = [note.number for page, note in pieces if page == following]
    assert on_following[0] == "1"


def test_too_many_notes_for_a_line_are_named(make: Make) -> None:
    calls = "".join(f"[^{n}]" for n in range(60))
    notes = "\n\n".join(f"[^{n}]: {WORDS}" for n in range(60))
    with pytest.raises(ManuscriptError) as raised:
        make(f"Wort{calls}\n\n{notes}\n")
    said = render(raised.value.findings[0], "de")
    assert said.startswith("probe.md:8:")
    assert "keinen Platz" in said


def test_every_chapter_may_begin_on_a_recto(tmp_path: Path) -> None:
    style = tmp_path / "recto"
    style.mkdir()
    (style / "style.toml").write_text('extends = "klassisch"\n', "utf-8")
    (style / "page.css.jinja").write_text(
        '{% include "klassisch/page.css.jinja" %} .chapter { break-before: right }', "utf-8"
    )
    path = tmp_path / "probe.md"
    path.write_text(HEAD + f"{WORDS}\n\n# Zwei\n\n{WORDS}\n\n# Drei\n\n{WORDS}\n", "utf-8")
    publication, _ = read_publication(path)
    made = make_pdf(publication, load_style(str(style)), "build", Dump())
    opening = [sheet for sheet in made.layout.sheets if sheet.of_text]
    assert len(opening) == 3
    assert all(sheet.recto for sheet in opening)
    blank = made.layout.sheets[opening[0].index + 1]
    assert not blank.of_text
    assert blank.lines == ()


def test_the_glyphs_of_a_line_are_scaled_within_limits(make: Make) -> None:
    scales = [line.scale for line in body(make(WORDS * 20)) if line.justified]
    assert max(abs(scale - 1) for scale in scales) <= 0.025 * 1.6 + 1e-9
    assert len({round(scale, 3) for scale in scales}) > 5


def test_a_long_row_is_divided_between_its_lines(make: Make, tmp_path: Path) -> None:
    cells = f"| {WORDS * 14} | {WORDS * 16}[^1] |"
    made = make(f"{WORDS * 3}\n\n| A | B |\n|---|---|\n| kurz | kurz |\n{cells}\n\n[^1]: {WORDS}\n")
    table = [
        [line for line in sheet.lines if line.kind is LineKind.TABLE]
        for sheet in made.layout.sheets
    ]
    assert [bool(lines) for lines in table].count(True) > 2
    for sheet, lines in zip(made.layout.sheets, table, strict=True):
        assert all(line.bottom <= sheet.area[3] + 0.01 for line in lines)
    # The row is one again when it is read.
    assert build(tmp_path / "probe.md", ["pdf"], output=tmp_path / "out").findings == ()


def test_figures_leave_their_place_rather_than_white(make: Make, tmp_path: Path) -> None:
    (tmp_path / "bild.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="280" height="220">'
        '<rect width="280" height="220" fill="#ddd"/></svg>',
        "utf-8",
    )
    figure = '![Eine Abbildung Nummer {}.](bild.svg){{alt="Bild"}}'
    parts = [f"{WORDS * 5}\n\n{figure.format(n)}\n\n{WORDS * 7}" for n in range(5)]
    made = make("\n\n".join(parts))
    full = [s for s in made.layout.sheets if s.of_text and not s.ends_chapter]
    assert max(sheet.white for sheet in full) <= 2
    captions = [
        (sheet.index, line.text)
        for sheet in made.layout.sheets
        for line in sheet.lines
        if line.kind is LineKind.CAPTION
    ]
    assert captions == sorted(captions)
    # Some stand on top of a page; verification reads them where they belong.
    tops = [sheet.lines[0].kind for sheet in full]
    assert LineKind.OTHER in tops
    assert build(tmp_path / "probe.md", ["pdf"], output=tmp_path / "out").findings == ()


def test_a_long_head_of_a_table_is_not_divided(make: Make, tmp_path: Path) -> None:
    rows = "| a | b | c | d |\n" * 60
    make(f"Davor.\n\n| {WORDS} | B | C | D |\n|---|---|---|---|\n{rows}")
    assert build(tmp_path / "probe.md", ["pdf"], output=tmp_path / "out").findings == ()
