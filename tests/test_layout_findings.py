"""Remarks about the layout: clean pages are passed over in silence, each fault is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from satzspiegel.layout import LaidLine, LaidNote, Layout, LineKind, Sheet
from satzspiegel.messages import LANGUAGES, advice, message
from satzspiegel.model import Place, Severity, Silence
from satzspiegel.verify.layout import (
    LAYOUT_CODES,
    layout_figures,
    layout_findings,
    layout_remarks,
    layout_report,
    of_the_text,
)

SIZE, LEADING = 10.0, 13.0
LEFT, TOP, RIGHT, BOTTOM = 54.0, 60.0, 354.0, 294.0
FIRST_BASELINE = 9.7
#: Lines of a page, and of a paragraph, which ends in the middle of every second page.
LINES, PARAGRAPH = 12, 18
SPACE = 0.25

Fault = Callable[[Layout], Layout]


def spaces(*starts: float, width: float = SPACE) -> tuple[tuple[float, float], ...]:
    return tuple((start, start + width * SIZE) for start in starts)


def text_line(row: int, number: int, **changes: Any) -> LaidLine:
    baseline = TOP + FIRST_BASELINE + row * LEADING
    last = number == PARAGRAPH - 1
    line = LaidLine(
        kind=LineKind.TEXT,
        text=f"anfang{row:c} mittendrin ende{row:c}".replace(chr(row), "abcdefghijklmn"[row]),
        left=LEFT,
        right=RIGHT,
        top=baseline - 10,
        bottom=baseline + 3,
        baseline=baseline,
        size=SIZE,
        begins=LEFT,
        ends=RIGHT - 120 if last else RIGHT,
        space=SPACE,
        justified=not last,
        number=number,
        count=PARAGRAPH,
        spaces=spaces(LEFT + 60, LEFT + 180),
        place=Place("01-kapitel.md", 7 if number <= PARAGRAPH else 9, 1),
    )
    return replace(line, **changes)


def note_line(row: int, number: int) -> LaidLine:
    baseline = BOTTOM - 3 - 10 * (1 - row)
    return replace(
        text_line(row, number),
        kind=LineKind.NOTE,
        text=f"1 Anmerkung {row}, Zeile",
        top=baseline - 8,
        bottom=baseline + 2,
        baseline=baseline,
        size=8.0,
        count=2,
        justified=False,
    )


def sheet(index: int) -> Sheet:
    numbers = [(index * LINES + row) % PARAGRAPH for row in range(LINES)]
    notes = [note_line(0, 0), note_line(1, 1)]
    return Sheet(
        index=index,
        label=str(index + 1),
        recto=index % 2 == 0,
        width=420,
        height=595,
        area=(LEFT, TOP, RIGHT, BOTTOM),
        leading=LEADING,
        lines=(*(text_line(row, number) for row, number in enumerate(numbers)), *notes),
        notes=(LaidNote("1", "fn-1", 0, 2, 2),),
        white=0.5,
    )


CLEAN = Layout(tuple(map(sheet, range(3))))


def with_sheet(layout: Layout, index: int, **changes: Any) -> Layout:
    sheets = list(layout.sheets)
    sheets[index] = replace(sheets[index], **changes)
    return Layout(tuple(sheets))


def with_lines(layout: Layout, index: int, rows: range, **changes: Any) -> Layout:
    lines = list(layout.sheets[index].lines)
    for row in rows:
        lines[row] = replace(lines[row], **changes)
    return with_sheet(layout, index, lines=tuple(lines))


def rows(first: int, many: int = 1, index: int = 1, **changes: Any) -> Fault:
    """Lines of a page are otherwise."""
    return lambda layout: with_lines(layout, index, range(first, first + many), **changes)


def page(index: int = 1, **changes: Any) -> Fault:
    return lambda layout: with_sheet(layout, index, **changes)


def few(count: int, index: int = 1, **changes: Any) -> Fault:
    """A page with only its first lines and its notes."""
    lines = CLEAN.sheets[index].lines
    return page(index, lines=(*lines[:count], *lines[LINES:]), **changes)


def lowered(by: float, *which: int) -> Fault:
    """Lines of the second page that stand lower."""

    def fault(layout: Layout) -> Layout:
        for row in which:
            baseline = layout.sheets[1].lines[row].baseline + by
            layout = with_lines(layout, 1, range(row, row + 1), baseline=baseline)
        return layout

    return fault


def worded(*texts: str) -> Fault:
    """The first lines of the second page say this."""

    def fault(layout: Layout) -> Layout:
        for row, text in enumerate(texts):
            layout = with_lines(layout, 1, range(row, row + 1), text=text)
        return layout

    return fault


RIVER = spaces(LEFT + 90, width=0.34)
HINT, WARNING = Severity.HINT, Severity.WARNING
FAULTS: list[tuple[str, Fault, str, Severity]] = [
    ("wide space", rows(3, space=0.42), "line-loose", HINT),
    ("hole", rows(3, space=0.6), "line-loose", WARNING),
    ("wide space in a note", rows(LINES, space=0.42, justified=True), "line-loose", HINT),
    ("narrow space", rows(3, space=0.16), "line-tight", HINT),
    ("measure beyond", rows(3, right=RIGHT + 2), "line-overfull", WARNING),
    ("measure before", rows(3, left=LEFT - 2), "line-overfull", WARNING),
    ("word beyond", rows(3, ends=RIGHT + 4), "line-overfull", WARNING),
    ("one syllable", rows(5, text="so.", ends=LEFT + 19), "last-line-short", HINT),
    ("three hyphens", rows(1, 3, hyphenated=True), "hyphens-in-a-row", HINT),
    ("four hyphens", rows(1, 4, hyphenated=True), "hyphens-in-a-row", WARNING),
    ("same beginnings", worded("„Und das", "und, dies", "und jenes"), "words-repeated", HINT),
    ("same ends", worded("nun und", "dann – und", "jetzt und"), "words-repeated", HINT),
    ("river", rows(1, 4, spaces=RIVER), "river", HINT),
    ("hyphen, recto", rows(11, index=0, hyphenated=True), "hyphen-at-recto-end", WARNING),
    ("hyphen, verso", rows(11, hyphenated=True), "hyphen-at-verso-end", HINT),
    ("widow", rows(0, number=PARAGRAPH - 1), "widow", WARNING),
    ("orphan", rows(11, number=0), "orphan", HINT),
    ("one line off", lowered(0.2, 3), "line-off-grid", WARNING),
    ("one line above", lowered(-0.2, 3), "line-off-grid", WARNING),
    ("page off", lowered(6.5, *range(3, LINES)), "line-off-grid", WARNING),
    ("split", page(notes=(LaidNote("1", "fn-1", 0, 2, 5),)), "note-split", HINT),
    ("white", page(white=2.6), "white-at-foot", WARNING),
    ("few lines", few(3), "page-few-lines", HINT),
    ("few at a chapter's end", few(4, ends_chapter=True), "page-few-lines", HINT),
    ("few at the end", few(4, index=2), "page-few-lines", HINT),
    ("notes alone", few(0), "page-few-lines", HINT),
]


def codes(layout: Layout) -> list[str]:
    return [finding.code for finding in layout_findings(layout)]


def test_clean_pages_are_passed_over_in_silence() -> None:
    assert layout_findings(CLEAN) == ()
    assert layout_findings(Layout(())) == ()


@pytest.mark.parametrize(("fault", "code", "severity"), [f[1:] for f in FAULTS],
                         ids=[f[0] for f in FAULTS])  # fmt: skip
def test_a_fault_is_seen_once(fault: Fault, code: str, severity: Severity) -> None:
    found = layout_findings(fault(CLEAN))
    assert [(finding.code, finding.severity) for finding in found] == [(code, severity)]


def test_there_is_a_fault_for_every_code() -> None:
    assert {code for _, _, code, _ in FAULTS} == LAYOUT_CODES


@pytest.mark.parametrize(
    "change",
    [
        rows(3, space=0.40),
        rows(3, space=0.17),
        rows(3, space=0.9, justified=False),
        rows(3, space=0.9, kind=LineKind.TABLE),
        rows(3, right=RIGHT + 0.05),
        rows(3, ends=RIGHT + 2.9),
        rows(5, ends=LEFT + 21),
        rows(3, ends=LEFT + 9),
        rows(5, ends=LEFT + 9, count=1, number=0),
        rows(5, ends=LEFT + 9, kind=LineKind.TABLE),
        rows(5, ends=None),
        rows(1, 2, hyphenated=True),
        rows(1, 2, text="Und dann Ende"),
        rows(1, 3, text="1917 dann 1918"),
        rows(1, 3, spaces=RIVER),
        rows(1, 4, spaces=spaces(LEFT + 90)),
        rows(0, number=PARAGRAPH - 2),
        rows(11, number=1),
        rows(11, number=0, count=1),
        rows(11, hyphenated=True, kind=LineKind.TABLE),
        lowered(0.08, 3),
        lowered(LEADING, *range(3, LINES)),
        page(notes=(LaidNote("1", "fn-1", 3, 5, 5),)),
        page(notes=(LaidNote("1", "fn-1", 3, 5, 9),)),
        page(white=2.0),
        page(white=9.0, ends_chapter=True),
        page(white=9.0, unavoidable=True),
        page(2, white=9.0),
        few(4),
        few(5, ends_chapter=True),
        page(lines=(), notes=()),
        lambda layout: lowered(0.5, 3)(rows(3, text="")(layout)),
        lambda layout: rows(1, text="")(few(3)(layout)),
        page(white=9.0, of_text=False),
    ],
)
def test_what_is_within_bounds_is_silent(change: Fault) -> None:
    assert codes(change(CLEAN)) == []


def test_a_river_needs_spaces_that_touch() -> None:
    layout = rows(1, 4, spaces=RIVER)(CLEAN)
    aside = spaces(LEFT + 92, width=0.34)
    assert codes(rows(3, spaces=aside)(layout)) == []
    near = spaces(LEFT + 91, width=0.34)
    assert codes(rows(3, spaces=near)(layout)) == ["river"]


def test_only_the_longest_river_is_told() -> None:
    twice = spaces(LEFT + 89, width=0.34) + spaces(LEFT + 200, width=0.34)
    found = layout_remarks(rows(1, 6, spaces=twice)(CLEAN))
    assert [remark.finding.values["count"] for remark in found] == ["6", "6"]
    assert [len(remark.boxes) for remark in found] == [6, 6]


def test_hyphenated_fragments_are_no_words() -> None:
    cut = rows(1, 3, text="anfang und", hyphenated=True)(CLEAN)
    assert codes(cut) == ["hyphens-in-a-row"]


def test_lines_that_are_no_neighbours_are_not_in_a_row() -> None:
    layout = rows(1, 3, hyphenated=True)(CLEAN)
    assert codes(lowered(2 * LEADING, *range(3, LINES))(layout)) == []


def test_text_and_notes_are_not_in_a_row() -> None:
    layout = rows(LINES - 2, 3, index=0, hyphenated=True)(CLEAN)
    below = text_line(LINES, 0).baseline
    assert codes(rows(LINES, index=0, baseline=below)(layout)) == ["hyphen-at-recto-end"]


def test_the_grid_is_that_of_most_lines() -> None:
    """Baselines that differ by hairs agree with each other, against fewer that are exact."""
    layout = lowered(3.0, *range(LINES))(CLEAN)
    for index in (0, 2):
        lines = CLEAN.sheets[index].lines
        hairs = [replace(line, baseline=line.baseline + 0.01 * (row % 3 - 1))
                 for row, line in enumerate(lines)]  # fmt: skip
        layout = with_sheet(layout, index, lines=tuple(hairs))
    only_text = with_sheet(layout, 2, lines=layout.sheets[2].lines[:6])
    assert {(r.sheet, r.finding.code) for r in layout_remarks(only_text)} == {(1, "line-off-grid")}


def test_a_last_line_ends_behind_the_next_indent() -> None:
    layout = rows(5, ends=LEFT + 21)(CLEAN)
    assert codes(rows(6, begins=LEFT + 20)(layout)) == []
    assert codes(rows(6, begins=LEFT + 22)(layout)) == ["last-line-short"]
    assert codes(rows(6, begins=LEFT + 22, number=1)(layout)) == []
    assert codes(rows(6, left=LEFT + 22, begins=None)(layout)) == ["last-line-short"]


# ------------------------------------------------------------------------- what a finding says


def test_a_finding_has_page_line_words_and_place() -> None:
    layout = with_lines(CLEAN, 1, range(3, 4), space=0.5, text="So ein Wort an-")
    (finding,) = layout_findings(layout)
    assert finding.values == {"page": "2", "line": "4", "words": "So ein Wort an-", "space": "50"}
    assert finding.place == Place("01-kapitel.md", 7, 1)


def test_cells_of_a_row_are_one_line() -> None:
    lines = CLEAN.sheets[1].lines
    baseline = lines[0].baseline + 0.3
    cell = replace(lines[0], kind=LineKind.TABLE, left=LEFT + 100, baseline=baseline)
    layout = with_sheet(CLEAN, 1, lines=(lines[0], cell, *lines[1:]))
    (finding,) = layout_findings(with_lines(layout, 1, range(4, 5), space=0.5))
    assert finding.values["line"] == "4"


def test_notes_count_on_behind_the_text() -> None:
    (finding,) = layout_findings(page(notes=(LaidNote("7", "fn-7", 0, 2, 3),))(CLEAN))
    assert finding.values["line"] == str(LINES + 1)
    assert finding.values["words"] == "1 Anmerkung 0, Zeile"
    assert (finding.values["here"], finding.values["count"]) == ("2", "3")


def test_of_two_notes_left_open_one_is_a_warning() -> None:
    notes = tuple(LaidNote(name, name, 0, 1, 3) for name in ("7", "8"))
    found = layout_findings(page(notes=notes)(CLEAN))
    assert [(f.values["number"], f.severity) for f in found] == [("7", HINT), ("8", WARNING)]
    assert [f.values["words"] for f in found] == ["1 Anmerkung 0, Zeile", "1 Anmerkung 1, Zeile"]


def test_a_page_without_a_number_is_named_by_its_order() -> None:
    (finding,) = layout_findings(rows(3, space=0.5)(page(label="")(CLEAN)))
    assert finding.values["page"] == "[2]"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", [f[1] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_finding_can_be_told(fault: Fault, language: str) -> None:
    (finding,) = layout_findings(fault(CLEAN))
    assert finding.values["page"] in message(finding, language)
    assert "{" not in message(finding, language)
    assert advice(finding, language)


def test_boxes_are_where_the_lines_are() -> None:
    (remark,) = layout_remarks(rows(1, 3, hyphenated=True)(CLEAN))
    assert remark.sheet == 1
    assert remark.boxes == tuple(
        (line.left, line.top, line.right, line.bottom) for line in CLEAN.sheets[1].lines[1:4]
    )


def test_remarks_are_in_reading_order() -> None:
    layout = rows(8, space=0.5)(rows(2, space=0.16)(rows(5, index=0, space=0.5)(CLEAN)))
    layout = rows(0, number=PARAGRAPH - 1)(layout)
    assert [(r.sheet, r.finding.code) for r in layout_remarks(layout)] == [
        (0, "line-loose"), (1, "widow"), (1, "line-tight"), (1, "line-loose"),
    ]  # fmt: skip


# -------------------------------------------------------------------------------------- silences


def comment(*rules: str, line: int = 7) -> Silence:
    return Silence("01-kapitel.md", line, 0, rules, whole_line=True)


def test_a_comment_above_the_paragraph_silences_its_lines() -> None:
    layout = rows(8, space=0.16)(rows(2, space=0.5)(CLEAN))
    assert [f.code for f in layout_findings(layout, [comment("line-loose")])] == ["line-tight"]
    assert layout_findings(layout, [comment("line-loose", "line-tight")]) == ()
    assert len(layout_findings(layout, [comment("line-loose", line=8)])) == 2


def test_what_is_left_for_the_check_of_the_text() -> None:
    silences = [comment("line-loose"), comment("Line-Loose", "N3"), comment(), comment("N3")]
    assert [silence.rules for silence in of_the_text(silences)] == [("N3",), (), ("N3",)]


# --------------------------------------------------------------------------------------- figures


def test_figures_of_clean_pages() -> None:
    figures = layout_figures(CLEAN)
    assert figures["pages of text"] == 3
    assert figures["lines"] == 3 * LINES
    assert figures["word space"] == SPACE
    assert figures["spread of word spaces"] == 0
    assert figures["lines on the grid"] == 1
    for name in ("loose lines", "tight lines", "widows", "orphans", "pages with white"):
        assert figures[name] == 0


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        (rows(3, space=0.5), "loose lines", 1),
        (rows(3, space=0.16), "tight lines", 1),
        (rows(3, space=0.5), "widest word space", 0.5),
        (rows(3, space=0.16), "narrowest word space", 0.16),
        (rows(3, 3, hyphenated=True), "most hyphens in a row", 3),
        (rows(3, 3, hyphenated=True), "lines with a hyphen", 3),
        (rows(3, 3, hyphenated=True), "share of hyphens", 0.08333),
        (rows(0, number=PARAGRAPH - 1), "widows", 1),
        (rows(11, number=0), "orphans", 1),
        (rows(11, index=0, hyphenated=True), "hyphens at recto ends", 1),
        (rows(11, hyphenated=True), "versos with a hyphen at the end", 1),
        (lowered(0.2, 3), "lines on the grid", 0.97222),
        (page(notes=(LaidNote("1", "fn-1", 0, 2, 5),)), "notes split", 1),
        (page(white=2.6), "most white", 2.6),
        (page(white=2.6), "pages with white", 1),
        (rows(0, 2, scale=1.01), "spread of scaling", 0.00235),
    ],
)
def test_figures_of_faults(change: Fault, name: str, value: float) -> None:
    assert layout_figures(change(CLEAN))[name] == pytest.approx(value, abs=1e-5)
    assert layout_figures(CLEAN)[name] != pytest.approx(value, abs=1e-5)


def test_hyphens_in_notes_are_no_figure_of_the_text() -> None:
    layout = rows(LINES, 2, hyphenated=True)(CLEAN)
    assert layout_figures(layout)["most hyphens in a row"] == 0


def test_white_with_a_reason_is_no_figure() -> None:
    layout = page(0, white=8.0, ends_chapter=True)(page(1, white=7.0, unavoidable=True)(CLEAN))
    assert layout_figures(page(2, white=9.0)(layout))["most white"] == 0


def test_figures_of_nothing() -> None:
    figures = layout_figures(Layout(()))
    assert figures["lines"] == 0
    assert "word space" not in figures


def test_the_report_has_each_page() -> None:
    layout = rows(3, space=0.5)(page(0, of_text=False)(CLEAN))
    report = layout_report(layout, layout_remarks(layout))
    assert report["figures"] == layout_figures(layout)
    assert report["pages"] == [
        {"page": "2", "index": 1, "lines": LINES, "white": 0.5, "findings": ["line-loose"]},
        {"page": "3", "index": 2, "lines": LINES, "white": 0.5, "findings": []},
    ]
