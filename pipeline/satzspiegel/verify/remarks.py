"""Remarks about the layout: a finding, and where on the pages it is to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from satzspiegel.layout import LaidLine, LineKind, Sheet
from satzspiegel.model import Finding, Severity

#: Left, top, right and bottom in pt from the upper left corner of the page.
Box = tuple[float, float, float, float]

#: Lines of the text itself, which stand one below the other through all pages.
BODY = frozenset([LineKind.TEXT, LineKind.QUOTATION, LineKind.LIST])
#: Lines that run on, so that the eye has to find the next.
RUNNING = BODY | {LineKind.NOTE}
#: Baselines nearer than this, in pt, are one line: the cells of a table's row.
ONE_LINE = 0.5
#: Lines further apart than this, in leadings, are not neighbours.
NEIGHBOURS = 1.6
#: So many characters of a line tell which it is.
LONGEST = 90


@dataclass(frozen=True)
class Remark:
    """A finding, the index of its sheet in the layout, and the boxes it is about."""

    finding: Finding
    sheet: int
    boxes: tuple[Box, ...]


def remark(
    sheet: Sheet, code: str, lines: Sequence[LaidLine], severity: Severity, **values: str
) -> Remark:
    """A remark about lines of a page; the first of them gives words and place."""
    first = lines[0]
    about = {"page": page_name(sheet), "line": str(line_number(sheet, first)), "words": said(first)}
    finding = Finding(code, severity, first.place, {**about, **values})
    return Remark(finding, sheet.index, tuple(map(box, lines)))


def page_name(sheet: Sheet) -> str:
    """The number that is printed on a page; in brackets the one it would have in the file."""
    return sheet.label or f"[{sheet.index + 1}]"


def line_number(sheet: Sheet, line: LaidLine) -> int:
    """The number of a line, counted from 1 at the top of its page, notes and all."""
    above = sorted({other.baseline for other in sheet.lines if other.baseline < line.baseline})
    gaps = pairwise([*above, line.baseline])
    return 1 + sum(after - before > ONE_LINE for before, after in gaps)


def said(line: LaidLine) -> str:
    """The words of a line, as one reads them."""
    text = " ".join(line.text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2].rstrip()} …"


def box(line: LaidLine) -> Box:
    """Where a line stands."""
    return line.left, line.top, line.right, line.bottom


def body_of(sheet: Sheet) -> tuple[LaidLine, ...]:
    """The lines of the text itself on a page; one without words is a picture."""
    return tuple(line for line in sheet.lines if line.kind in BODY and line.text)


def columns(sheet: Sheet) -> Iterator[tuple[LaidLine, ...]]:
    """Running lines that stand one right below the other, text and notes apart."""
    column: list[LaidLine] = []
    for line in sheet.lines:
        if column and not _goes_on(column[-1], line, sheet.leading):
            yield tuple(column)
            column = []
        if line.kind in RUNNING:
            column.append(line)
    if column:
        yield tuple(column)


def _goes_on(line: LaidLine, below: LaidLine, leading: float) -> bool:
    same = (line.kind is LineKind.NOTE) == (below.kind is LineKind.NOTE)
    distance = below.baseline - line.baseline
    return same and below.kind in RUNNING and ONE_LINE < distance <= NEIGHBOURS * leading
