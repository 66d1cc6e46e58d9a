"""What the eye stumbles over on pages: their ends, the grid, white at the foot, divided notes.

Rules H4, P1, P2, P4, P8 and F6 of German book typography (Forssman/de Jong, *Detailtypografie*;
Tschichold; Gulbins/Kahrmann, *Mut zur Typographie*).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from satzspiegel.layout import LaidLine, LaidNote, LineKind, Sheet
from satzspiegel.model import Finding, Place, Severity
from satzspiegel.verify.remarks import (
    Box,
    Remark,
    body_of,
    box,
    page_name,
    remark,
)

#: A line this far from the grid, in pt, no longer stands behind the one printed overleaf.
OFF_GRID = 0.1
#: Baselines are compared to this part of a point when the grid is looked for.
FINENESS = 100
#: More white than this at the foot, in lines, looks like the end of a chapter.
WHITE = 2.0
#: A page, and the last page of a chapter, with fewer lines looks empty (Gulbins/Kahrmann: five).
FEW, FEW_AT_END = 4, 5


def remarks_on_pages(sheets: Sequence[Sheet], offsets: dict[float, float]) -> Iterator[Remark]:
    """What is to be said about pages of the text, each seen with the one before it."""
    last = sheets[-1].index if sheets else -1
    for sheet in sheets:
        yield from _hyphen_at_end(sheet)
        yield from _widow(sheet)
        yield from _orphan(sheet)
        yield from _off_grid(sheet, offsets.get(sheet.leading, 0.0))
        yield from _split_notes(sheet)
        yield from _white(sheet, is_last=sheet.index == last)
        yield from _few_lines(sheet, is_last=sheet.index == last)


# --------------------------------------------------------------------------------- ends of pages


def _hyphen_at_end(sheet: Sheet) -> Iterator[Remark]:
    body = body_of(sheet)
    if not body or not body[-1].hyphenated:
        return
    if sheet.recto:
        yield remark(sheet, "hyphen-at-recto-end", body[-1:], Severity.WARNING)
    else:
        yield remark(sheet, "hyphen-at-verso-end", body[-1:], Severity.HINT)


def _widow(sheet: Sheet) -> Iterator[Remark]:
    body = body_of(sheet)
    if body and body[0].count > 1 and body[0].number == body[0].count - 1:
        yield remark(sheet, "widow", body[:1], Severity.WARNING)


def _orphan(sheet: Sheet) -> Iterator[Remark]:
    body = body_of(sheet)
    if body and body[-1].count > 1 and body[-1].number == 0:
        yield remark(sheet, "orphan", body[-1:], Severity.HINT)


# ------------------------------------------------------------------------------------------ grid


def grid_offsets(sheets: Sequence[Sheet]) -> dict[float, float]:
    """How far below the top of the type area the first baseline of the grid is, in pt.

    For each leading in use, the distance that most lines of the text agree on.
    """
    votes: dict[float, Counter[int]] = {}
    for sheet in sheets:
        whole = round(FINENESS * sheet.leading)
        steps = [round(FINENESS * _below_top(sheet, line)) % whole for line in on_grid(sheet)]
        votes.setdefault(sheet.leading, Counter()).update(steps)
    return {leading: _winner(counter, leading) for leading, counter in votes.items() if counter}


def _winner(votes: Counter[int], leading: float) -> float:
    """The middle of the neighbourhood with the most votes; of equal ones the uppermost."""
    whole = round(FINENESS * leading)

    def around(step: int) -> int:
        return sum(votes[(step + side) % whole] for side in (-1, 0, 1))

    best = max(sorted(votes), key=lambda step: (around(step), votes[step]))
    return best / FINENESS


def off_grid(sheet: Sheet, line: LaidLine, offset: float) -> float:
    """How far a baseline is from the nearest of the grid, in pt; above it is negative."""
    leading = sheet.leading
    return (_below_top(sheet, line) - offset + leading / 2) % leading - leading / 2


def is_off_grid(sheet: Sheet, line: LaidLine, offset: float) -> bool:
    """Whether a line does not stand on the grid."""
    return abs(off_grid(sheet, line, offset)) > OFF_GRID


def _below_top(sheet: Sheet, line: LaidLine) -> float:
    return (line.baseline - sheet.area[1]) % sheet.leading


def on_grid(sheet: Sheet) -> list[LaidLine]:
    """The lines that should stand on the grid."""
    return [line for line in body_of(sheet) if line.kind is LineKind.TEXT]


def _off_grid(sheet: Sheet, offset: float) -> Iterator[Remark]:
    """One remark for lines in a row that are off by the same."""
    runs: list[list[LaidLine]] = []
    before = 0.0
    for line in on_grid(sheet):
        # Half a leading above is half a leading below.
        by = abs(off_grid(sheet, line, offset))
        if by > OFF_GRID:
            if abs(by - before) > OFF_GRID:
                runs.append([])
            runs[-1].append(line)
        before = by if by > OFF_GRID else 0.0
    for run in runs:
        hundredths = abs(off_grid(sheet, run[0], offset)) * 2540 / 72
        values = {"hundredths": f"{hundredths:.0f}"}
        yield remark(sheet, "line-off-grid", run, Severity.WARNING, **values)


# ----------------------------------------------------------------------------------------- notes


def _split_notes(sheet: Sheet) -> Iterator[Remark]:
    """Notes that begin on this page and go on overleaf; of two nobody finds both again."""
    severity = Severity.HINT
    for note, lines in _notes(sheet):
        if lines and note.first == 0 and note.end < note.count:
            values = {"number": note.number, "here": str(note.end), "count": str(note.count)}
            yield remark(sheet, "note-split", lines, severity, **values)
            severity = Severity.WARNING


def _notes(sheet: Sheet) -> Iterator[tuple[LaidNote, Sequence[LaidLine]]]:
    """The notes of a page with their lines; all lines, where they and the notes don't agree."""
    lines = [line for line in sheet.lines if line.kind is LineKind.NOTE]
    agree = len(lines) == sum(note.end - note.first for note in sheet.notes)
    begin = 0
    for note in sheet.notes:
        end = begin + note.end - note.first
        yield note, lines[begin:end] if agree else lines
        begin = end


# ----------------------------------------------------------------------------------------- white


def _white(sheet: Sheet, is_last: bool) -> Iterator[Remark]:
    if not is_white(sheet, is_last):
        return
    body = [line for line in sheet.lines if line.kind is not LineKind.NOTE]
    values = {"page": page_name(sheet), "white": f"{sheet.white:.0f}"}
    finding = Finding("white-at-foot", Severity.WARNING, _last_place(body), values)
    yield Remark(finding, sheet.index, (_foot(sheet, body),))


def is_white(sheet: Sheet, is_last: bool) -> bool:
    """Whether a page has white at its foot for no good reason."""
    return sheet.white > WHITE and not (sheet.ends_chapter or sheet.unavoidable or is_last)


def _foot(sheet: Sheet, body: Sequence[LaidLine]) -> Box:
    """The white under the text."""
    left, top, right, bottom = sheet.area
    top = max([top, *(line.bottom for line in body)])
    return left, top, right, min(bottom, top + sheet.white * sheet.leading)


def _few_lines(sheet: Sheet, is_last: bool) -> Iterator[Remark]:
    """A page with little on it; pictures and tables fill one."""
    rest = [line for line in sheet.lines if line.kind is not LineKind.NOTE]
    count = len({round(line.baseline) for line in rest})
    fewest = FEW_AT_END if sheet.ends_chapter or is_last else FEW
    if count >= fewest or not sheet.lines or any(map(_fills, rest)):
        return
    values = {"page": page_name(sheet), "count": str(count)}
    finding = Finding("page-few-lines", Severity.HINT, _last_place(rest), values)
    yield Remark(finding, sheet.index, tuple(map(box, rest)))


def _fills(line: LaidLine) -> bool:
    return line.kind in (LineKind.TABLE, LineKind.CAPTION) or not line.text


def _last_place(lines: Sequence[LaidLine]) -> Place | None:
    return next((line.place for line in reversed(lines) if line.place), None)
