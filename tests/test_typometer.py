"""The measuring of finished pages, on PDFs drawn with known figures."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pymupdf
import pytest
import weasyprint
from bench.typesetting import __main__ as comparison
from bench.typesetting.document import written
from bench.typesetting.fonts import family
from bench.typesetting.job import Command, Job
from bench.typesetting.lines import body_size, read
from bench.typesetting.runs import run_in_turn
from bench.typesetting.table import Entry, summary, table
from bench.typesetting.typometer import Figures, longest_run, measure

from conftest import ReadText
from satzspiegel.styles import load_style

SIZE, CALL, LEADING, MEASURE = 10.0, 6.0, 13.0, 210.0
LEFT, TOP, INDENT = 50.0, 60.0, 12.0
TIMES = pymupdf.Font("tiro")
WORDS = "Die Setzer nennen ein solches Rechteck den Spiegel"


@dataclass(frozen=True)
class Row:
    """A line to draw: justified to the measure, or with spaces of ``gap`` pt where that is given.

    ``beyond`` the measure in pt; ``call`` is the number of a note behind the first word.
    """

    words: str = WORDS
    gap: float = 0.0
    indent: float = 0.0
    scale: float = 1.0
    tracking: float = 0.0
    beyond: float = 0.0
    call: str = ""
    size: float = SIZE

    def width(self, word: str) -> float:
        plain: float = TIMES.text_length(word, self.size)
        return self.scale * plain + self.tracking * (len(word) - 1)

    @property
    def call_width(self) -> float:
        width: float = TIMES.text_length(self.call, CALL)
        return width

    @property
    def space(self) -> float:
        """The space between its words, in pt."""
        words = self.words.split()
        room = MEASURE + self.beyond - self.indent - sum(map(self.width, words)) - self.call_width
        return self.gap or room / (len(words) - 1)


LAST = Row("und das Ende.", gap=2.5)
FIRST = Row("Die Setzer nennen ein solches Viereck den Spiegel", indent=INDENT)
HEADING = Row("Noten ohne Text", gap=3, size=13)


def draw(path: Path, *pages: Sequence[Row]) -> Path:
    """Each page's rows below one another."""
    with pymupdf.open() as document:
        for rows in pages:
            page = document.new_page(width=300, height=400)
            for number, row in enumerate(rows):
                _draw_row(page, row, TOP + number * LEADING)
        document.save(path)
    return path


def _draw_row(page: pymupdf.Page, row: Row, y: float) -> None:
    x = LEFT + row.indent
    for number, word in enumerate(row.words.split()):
        if row.tracking:
            for index, letter in enumerate(word):
                place = x + row.width(word[:index]) + row.tracking
                _write(page, letter, place, y, row)
        else:
            _write(page, word, x, y, row)
        x += row.width(word)
        if row.call and not number:
            _write(page, row.call, x, y - 4, replace(row, size=CALL))
            x += row.call_width
        x += row.space


def _write(page: pymupdf.Page, text: str, x: float, y: float, row: Row) -> None:
    writer = pymupdf.TextWriter(page.rect)
    writer.append((x, y), text, font=TIMES, fontsize=row.size)
    writer.write_text(page, morph=(pymupdf.Point(x, y), pymupdf.Matrix(row.scale, 1.0)))


def family_file(key: str) -> Path:
    package = importlib.import_module(family(key).package)
    return Path(str(package.__file__)).parent / "files" / family(key).roman


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return tmp_path / "drawn.pdf"


# -------------------------------------------------------------------------------- word spaces


def test_word_spaces_are_those_of_justified_lines(pdf: Path) -> None:
    loose = Row("Die Setzer nennen ein Rechteck den Spiegel")
    tight = Row("Die Setzer nennen ein solches Rechteck ihren Spiegel")
    found = measure(draw(pdf, [Row(), loose, tight, LAST]))
    spaces = [row.space / SIZE for row in (Row(), loose, tight)]
    middle = sum(spaces) / 3
    assert found.gap_mean == pytest.approx(middle, abs=1e-3)
    assert found.gap_max == pytest.approx(loose.space / SIZE, abs=1e-3)
    spread = (sum((space - middle) ** 2 for space in spaces) / 3) ** 0.5
    assert found.gap_sd == pytest.approx(spread, abs=1e-3)


def test_loose_and_tight_lines_are_counted(pdf: Path) -> None:
    loose = Row("Die Setzer nennen ein Rechteck den Spiegel")
    tight = Row("Die Setzer nennen ein solches Rechteck ihren Spiegel")
    assert loose.space > 4.2
    assert tight.space < 1.9
    found = measure(draw(pdf, [Row(), loose, loose, tight, LAST]))
    assert (found.loose, found.tight) == (50.0, 25.0)


def test_a_last_line_that_happens_to_be_full_does_not_count(pdf: Path) -> None:
    last = Row("Die Setzer nennen ein Rechteck den Spiegel")
    found = measure(draw(pdf, [Row(), Row(), last, FIRST, Row(), LAST]))
    assert found.gap_max == pytest.approx(Row().space / SIZE, abs=1e-3)


def test_a_call_is_ink_and_no_space(pdf: Path) -> None:
    row = Row("Die Setzer nennen ein Rechteck den Spiegel", call="12")
    found = measure(draw(pdf, [row, row, LAST]))
    assert found.gap_mean == pytest.approx(row.space / SIZE, abs=1e-3)
    assert found.lines == 3


def test_what_weasyprint_justifies_is_measured_alike(pdf: Path) -> None:
    style = (
        "@page { size: 300pt 400pt; margin: 50pt } body { margin: 0 }"
        "html { font: 10pt/13pt 'Source Serif 4' }"
        "p { margin: 0; width: 200pt; white-space: pre; word-spacing: 1.5pt }"
    )
    text = "Der Satz hat Raum zwischen allen Wörtern\n" * 3
    for spacing in (1.5, 2.5):
        page = f"<style>{style.replace('1.5pt', f'{spacing}pt')}</style><p>{text}</p>"
        weasyprint.HTML(string=page).write_pdf(pdf)
        lines = read(pdf).lines
        gaps = [gap for line in lines for gap in line.gaps(1.2)]
        assert len(gaps) == 18
        if spacing == 1.5:
            narrow = gaps
    assert [b - a for a, b in zip(narrow, gaps, strict=True)] == pytest.approx([1.0] * 18, abs=0.1)


def test_a_ligature_is_one_glyph_and_ends_where_it_ends(pdf: Path) -> None:
    font = family_file("source-serif-4")
    sheet = (
        f"@font-face {{ font-family: Satz; src: url({font.as_uri()}) }}"
        "@page { size: 300pt 400pt; margin: 50pt } body { margin: 0 }"
        "p { margin: 0; text-align: right; font: 10pt/13pt Satz; font-variant-ligatures: normal }"
    )
    text = "<p>Der Fluss trägt ein Schiff<p>Der Fluss trägt ein Blatt"
    weasyprint.HTML(string=f"<style>{sheet}</style>{text}").write_pdf(pdf)
    ship, leaf = read(pdf).lines
    assert [glyph.text for glyph in ship.ink][-2:] == ["i", "ff"]
    assert ship.end == pytest.approx(250, abs=0.1)
    assert leaf.end == pytest.approx(250, abs=0.1)


def test_what_is_not_painted_does_not_count(pdf: Path) -> None:
    draw(pdf, [Row(), Row(), LAST])
    with pymupdf.open(pdf) as document:
        document[0].insert_text((60, 200), WORDS, fontsize=SIZE, render_mode=3)
        document.saveIncr()
    assert measure(pdf).lines == 3


# ------------------------------------------------------------------------------------ hyphens


@pytest.mark.parametrize("hyphen", ["-", "\u00ad"])
def test_hyphens_at_line_ends(pdf: Path, hyphen: str) -> None:
    broken = Row(f"Die Setzer nennen ein solches Rechteck den Spie{hyphen}")
    found = measure(draw(pdf, [broken, Row(), broken, broken, Row(), LAST]))
    assert found.hyphenated == pytest.approx(50.0)
    assert found.longest_run == 2


def test_a_dash_is_no_hyphen(pdf: Path) -> None:
    dash = Row("Die Setzer nennen ein solches Rechteck den Satz –")
    assert measure(draw(pdf, [dash, dash, LAST])).hyphenated == 0


def test_hyphens_at_page_ends_by_side(pdf: Path) -> None:
    broken = Row("Die Setzer nennen ein solches Rechteck den Spie-")
    pages = [[Row(), broken], [Row(), broken], [Row(), broken], [Row(), LAST]]
    found = measure(draw(pdf, *pages))
    assert (found.recto_hyphens, found.verso_hyphens) == (2, 1)


def test_longest_run() -> None:
    assert longest_run([True, True, False, True]) == 2
    assert longest_run([False]) == 0


# ------------------------------------------------------------------------- scaling, right edge


def test_scaling_is_found_and_moves_no_line_out_of_the_body(pdf: Path) -> None:
    rows = [Row(scale=scale) for scale in (1.0, 1.0, 1.02, 0.98)]
    found = measure(draw(pdf, [*rows, Row(), LAST]))
    assert found.lines == 6
    assert found.scaling_most == pytest.approx(2.0, abs=0.05)
    assert found.scaling_least == pytest.approx(-2.0, abs=0.05)
    assert found.tracking == pytest.approx(0.0, abs=0.05)
    # Five lines are long enough: 0, 0, 2, -2, 0.
    assert found.scaling == pytest.approx((8 / 5) ** 0.5, abs=0.05)


def test_tracking_is_no_scaling(pdf: Path) -> None:
    tracked = Row(tracking=0.2)
    found = measure(draw(pdf, [*[Row()] * 6, tracked, LAST]))
    # The white between its letters is no space.
    spaces = (6 * Row().space + tracked.space) / 7
    assert found.gap_mean == pytest.approx(spaces / SIZE, abs=1e-3)
    assert found.scaling == pytest.approx(0.0, abs=0.01)
    letters = WORDS.replace(" ", "")
    width = sum(TIMES.text_length(letter, SIZE) for letter in letters) / len(letters)
    # One of seven lines: the standard deviation is 0.2 · √6 / 7.
    assert found.tracking == pytest.approx(100 * 0.2 * 6**0.5 / 7 / width, rel=0.1)


def test_the_right_edge_is_compared_among_equal_ends(pdf: Path) -> None:
    hanging = Row(f"{WORDS},", beyond=1.5)
    even = measure(draw(pdf, [*[Row(), hanging] * 3, LAST]))
    assert even.edge == pytest.approx(0.0, abs=0.01)
    last = Row(beyond=-2)
    uneven = measure(draw(pdf, [Row(), Row(), Row(), Row(beyond=0.4), last, FIRST, LAST]))
    assert uneven.edge == pytest.approx(0.4 * 4**0.5 / 5, abs=0.01)


def test_lines_that_stick_out(pdf: Path) -> None:
    hanging = Row(f"{WORDS},", beyond=2)
    found = measure(draw(pdf, [*[Row()] * 4, *[hanging] * 3, Row(beyond=1), Row(), LAST]))
    assert found.overfull == 1
    assert found.edge == pytest.approx(0.0, abs=0.01)
    short, even = Row(beyond=-2), Row(f"{WORDS},")
    assert measure(draw(pdf, [*[even] * 5, *[short] * 3, Row(), LAST])).overfull == 0
    alone = Row(f"{WORDS}.", beyond=2)
    found = measure(draw(pdf, [Row(), alone, Row(), replace(alone, beyond=9), Row(), LAST]))
    assert found.overfull == 1


# ------------------------------------------------------------------- paragraphs, pages, body


def test_widows_and_orphans(pdf: Path) -> None:
    sound = measure(draw(pdf, [Row(), Row(), LAST, FIRST, Row()], [Row(), LAST]))
    assert (sound.widows, sound.orphans) == (0, 0)
    widow = measure(draw(pdf, [FIRST, Row(), Row()], [LAST, FIRST, Row(), Row()]))
    assert (widow.widows, widow.orphans) == (1, 0)
    orphan = measure(draw(pdf, [Row(), Row(), LAST, FIRST], [Row(), Row(), LAST]))
    assert (orphan.widows, orphan.orphans) == (0, 1)


@pytest.mark.parametrize(
    ("last", "following"),
    [
        (Row(), [FIRST, Row(), LAST]),
        (LAST, [Row(), Row(), Row(), LAST]),
        (Row(), [HEADING, Row(), LAST]),
    ],
    ids=["an indent follows", "it is short", "a heading follows"],
)
def test_what_makes_a_line_the_last(pdf: Path, last: Row, following: list[Row]) -> None:
    assert measure(draw(pdf, [FIRST, Row(), Row()], [last, *following])).widows == 1


def test_a_paragraph_ends_before_a_heading_on_the_next_page(pdf: Path) -> None:
    found = measure(draw(pdf, [Row(), LAST, FIRST], [HEADING, Row(), Row()]))
    assert found.orphans == 0


def test_a_paragraph_of_one_line_is_neither_widow_nor_orphan(pdf: Path) -> None:
    single = replace(LAST, indent=INDENT)
    found = measure(draw(pdf, [FIRST, Row(), LAST, single], [single, FIRST, Row(), Row()]))
    assert (found.widows, found.orphans) == (0, 0)


def test_headings_notes_and_page_numbers_are_no_body(pdf: Path) -> None:
    note, number = Row("Ebd., mit Noten", gap=2, size=8), Row("17", gap=1)
    found = measure(draw(pdf, [HEADING, Row(), Row(), LAST, note, number], [Row(), LAST]))
    assert (found.lines, found.pages) == (5, 2)


def test_pages_begin_where_the_body_begins(pdf: Path) -> None:
    title = [Row("Am Fuß der Seite", gap=6, size=24)]
    found = measure(draw(pdf, title, title, [Row(), Row()], [Row(), LAST]), size=SIZE)
    assert found.pages == 2


def test_the_body_is_a_cluster_of_sizes(pdf: Path) -> None:
    """Scaling spreads the body over sizes none of which is as frequent as that of the notes."""
    body = [Row(scale=1 + step / 100) for step in (-2, -1, 1, 2)]
    notes = [Row(size=8)] * 2
    draw(pdf, [*body, Row(), *notes])
    assert read(pdf).size == pytest.approx(SIZE, abs=0.05)
    with pytest.raises(ValueError, match="max"):
        body_size([])


# ------------------------------------------------------------------------------ the comparison


FIGURES = Figures(
    pages=10, lines=300, hyphenated=12.0, longest_run=1, gap_mean=0.25, gap_sd=0.03, gap_max=0.36,
    loose=0, tight=0, scaling=1.5, scaling_least=-2, scaling_most=2, tracking=0, edge=0.01,
    overfull=0, widows=0, orphans=0, recto_hyphens=0, verso_hyphens=1,
)  # fmt: skip


def _entries(ours: Figures | None, rival: Figures | None) -> list[Entry]:
    return [
        Entry("text", "100", "font", "LuaLaTeX", 3.0, rival),
        Entry("text", "100", "font", "Satzspiegel", 2.0, ours, "FAILED"),
    ]


def test_verdicts_against_the_rival() -> None:
    ours = replace(FIGURES, hyphenated=11.0, longest_run=2, gap_sd=0.0304, gap_max=0.37)
    lines = list(summary(_entries(ours, FIGURES)))
    assert lines[2] == (
        "| text | 100 | font | ahead 11.0 : 12.0 | equal 2 : 1 | equal 0.0304 : 0.0300 "
        "| behind 0.370 : 0.360 |"
    )
    assert lines[-1].count("in 1 of 1") == 3
    worse = list(summary(_entries(replace(FIGURES, longest_run=3), FIGURES)))
    assert "| behind 3 : 1 |" in worse[2]
    assert worse[-1].count("in 1 of 1") == 3


def test_without_figures_nothing_is_claimed() -> None:
    entries = _entries(None, FIGURES)
    assert "**FAILED**" in list(table(entries))[-1]
    assert "ahead or equal in 0 of 1" in list(summary(entries))[-1]


@dataclass(frozen=True)
class _Fake:
    """A system that is missing, or draws a page by a process, or fails."""

    name: str
    lacks: str = ""
    code: str = ""

    def missing(self) -> str:
        return self.lacks

    def version(self) -> str:
        return "1"

    def prepare(self, job: Job, folder: Path) -> Command:
        return Command(["python3", "-c", self.code], folder, folder / "page.pdf")


def test_a_system_that_is_missing_or_fails_says_so_and_the_rest_goes_on(
    tmp_path: Path,
    pdf: Path,
    read_text: ReadText,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    draw(pdf, [Row(), Row(), LAST])
    works = f"import shutil; shutil.copy({str(pdf)!r}, 'page.pdf')"
    fakes = (_Fake("A", lacks="install A"), _Fake("B", code="exit('gone')"), _Fake("C", code=works))
    monkeypatch.setattr(comparison, "SYSTEMS", fakes)
    publication, _ = read_text("# Eins\n\nText.\n")
    house = load_style()
    style = replace(house, settings={**house.settings, "type": {"size": SIZE}})
    job = Job(tmp_path, publication, 100.0, family("source-serif-4"), tmp_path, style)
    found = {entry.system: entry for entry in comparison._set(job, "text", tmp_path / "run")}
    assert "install A" in found["A"].error
    assert found["B"].figures is None
    assert found["C"].figures is not None
    assert found["C"].figures.lines == 3
    said = capsys.readouterr().err
    assert "!!! A: install A" in said
    assert "!!! B: gone" in said


def test_a_stale_pdf_does_not_count(tmp_path: Path) -> None:
    command = Command(["python3", "-c", "exit(1)"], tmp_path, tmp_path / "old.pdf")
    command.pdf.touch()
    assert run_in_turn([command])[0].error


@pytest.mark.parametrize("writer", ["latex", "typst", "html"])
def test_every_system_gets_the_words_and_the_note_once(read_text: ReadText, writer: str) -> None:
    publication, _ = read_text(
        "# Kapitel\n\nEin *kursives* Wort.[^1]\n\n> Zitat.\n\n- Punkt\n\n| Vers\n\n"
        "[^1]: Die Anmerkung.\n"
    )
    text = written(publication, writer)
    for word in ("Kapitel", "kursives", "Zitat", "Punkt", "Vers", "Anmerkung"):
        assert text.count(word) == 1, word


def test_the_space_behind_the_marker_of_a_list_is_no_word_space(tmp_path: Path) -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        for x, word in ((50, "-"), (80, "Erstens"), (120, "und"), (142, "dann")):
            page.insert_text((x, 100), word, fontsize=10)
        pdf.save(tmp_path / "liste.pdf")
    (line,) = read(tmp_path / "liste.pdf", 10.0).lines
    assert len(line.gaps(1.0)) == 2
    assert max(line.gaps(1.0)) < 10
