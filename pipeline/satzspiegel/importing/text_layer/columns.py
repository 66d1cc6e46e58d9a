"""Two columns side by side, as programs write them that keep a page's layout, one below the other.

A gutter is white in nearly all lines of a page, with running text on both sides of it. Lines over
the whole width part a page into bands; each band is read down its left column first.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from satzspiegel.importing.text_layer.rows import Page, Row

#: Spaces of a gutter.
GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
#: Lines with text on both sides that a page needs: so many, and this share of all.
LINES, SHARE = 8, 0.2
#: Letters that columns of text have in the middle; narrower ones are a table's.
TEXT = 20
#: Columns in which lines of the right half begin: indents. Letters are no multiple of a column, so
#: that some begin before the others.
INDENTS, SLACK = 6, 2


@dataclass(frozen=True)
class _Half:
    """A part of a row: where it begins, and its text."""

    start: int
    text: str


def unfolded(pages: Sequence[Page]) -> tuple[list[Page], tuple[Row, ...]]:
    """Pages with their columns one below the other, and the first lines of those that had two.

    Rows are counted anew if there are any; their ``line`` stays that of the source.
    """
    gutters = [_gutter(page) for page in pages]
    if not any(gutters):
        return list(pages), ()
    first = tuple(page[0] for page, gutter in zip(pages, gutters, strict=True) if gutter)
    out: list[Page] = []
    number = 0
    for page, gutter in zip(pages, gutters, strict=True):
        rows = list(_bands(page, gutter)) if gutter else list(page)
        out.append(
            tuple(
                replace(row, number=number + k, line=row.line or row.number)
                for k, row in enumerate(rows, 1)
            )
        )
        number += len(rows)
    return out, first


def _gutter(page: Page) -> int:
    """The column in which the right half of a page begins; 0 if it has no halves."""
    halved = [halves for row in page if (halves := _halves(row))]
    begins = Counter(right.start for _, right in halved)
    windows = {at: sum(begins[at + k] for k in range(INDENTS)) for at in begins if begins[at] > 1}
    edge = max(windows, key=lambda at: (windows[at], -at), default=0)
    inside = [(a, b) for a, b in halved if edge <= b.start < edge + INDENTS]
    if len(inside) < max(LINES, SHARE * len(page)):
        return 0
    lengths = [min(len(left.text), len(right.text)) for left, right in inside]
    return edge if statistics.median(lengths) >= TEXT else 0


def _halves(row: Row) -> tuple[_Half, _Half] | None:
    """The two parts of a row with one gap."""
    gaps = list(GAP.finditer(row.text))
    if len(gaps) != 1:
        return None
    left, right = row.text[: gaps[0].start()], row.text[gaps[0].end() :]
    return _Half(row.indent, left), _Half(row.indent + gaps[0].end(), right)


def _bands(page: Page, edge: int) -> Iterator[Row]:
    """The rows of a page with two columns in the order of reading."""
    left: list[Row] = []
    right: list[Row] = []
    margin = min(row.indent for row in page)
    for row in page:
        halves = _divided(row, edge)
        if halves is None:
            yield from (*left, *right, row)
            left, right = [], []
            continue
        for part, half in zip((left, right), halves, strict=True):
            if half.text:
                origin = margin if part is left else edge
                part.append(_row(row, half, max(0, half.start - origin), part))
    yield from (*left, *right)


def _row(row: Row, half: _Half, indent: int, above: Sequence[Row]) -> Row:
    """Half of a row; what stands only beside it is white above it."""
    skipped = row.number - above[-1].number - 1 if above else row.above
    return replace(row, text=half.text, indent=indent, above=max(0, skipped))


def _divided(row: Row, edge: int) -> tuple[_Half, _Half] | None:
    """The halves of a row; None if it crosses the gutter."""
    at = edge - row.indent
    if at <= 0:
        return _Half(row.indent, ""), _Half(row.indent, row.text)
    if len(row.text) <= at - 1:
        return _Half(row.indent, row.text), _Half(edge, "")
    for gap in GAP.finditer(row.text):
        if gap.start() < at <= gap.end() + SLACK:
            left, right = row.text[: gap.start()], row.text[gap.end() :]
            return _Half(row.indent, left), _Half(row.indent + gap.end(), right)
    return None
