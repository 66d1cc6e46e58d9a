"""The order of reading: columns by the white between them, marginalia, cells of tables.

A gutter is a strip of white that many rows leave free, with running text on both sides of it. What
stands beside the type area is marginal. Where rows share gaps but have no running text between
them, they are rows of a table: their cells become lines of their own on one base line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from statistics import median
from typing import NamedTuple

from satzspiegel.importing.pdf.pieces import Piece, Row
from satzspiegel.importing.pdf.spaces import NARROW

#: Rows whose base lines differ by less stand beside each other (in parts of the size).
LEVEL = 0.8
#: The least breadth of a gutter, and of the gap that suggests one (in parts of the size).
GUTTER, SUGGESTION = 0.7, 0.9
#: Rows on each side of a gutter, at least, and letters and words that a row has in the middle.
ROWS, LETTERS, WORDS = 4, 16, 3
#: Text with gaps is in columns if each has so many rows, and few of them in common (in parts of
#: those of the shorter one).
OWN_ROWS, OWN = 12, 0.5
#: The type area is known from so many lines with so many letters.
LINES, LONG = 10, 25
#: What begins so far beside the type area is marginal (in parts of the size).
BESIDE = 0.4
#: The gap between cells (in parts of the size), and how far from a row another one shares it.
CELL, NEIGHBOURS = 1.5, 3
#: Gaps are common if they share more than this (pt).
SHARED = 2.0
#: Rows with more leading than this (in parts of the usual) do not belong together.
APART = 1.8
#: What stands before the text of a list's entry.
MARK = re.compile(r"[•◦▪‣*·–—-]|\(?(\d{1,3}|[ivxlc]{1,5}|[A-Za-z])[.)]|\d{1,3}|\d+(\.\d+)+\.?")
#: So many gaps of a page are looked at; a page of dots has more.
GAPS = 400


class Measure(NamedTuple):
    """The left and right edge of the type area (pt)."""

    left: float
    right: float


class _Gap(NamedTuple):
    """White between two pieces; ``wide`` if it alone suggests cells."""

    left: float
    right: float
    wide: bool


class Placed(NamedTuple):
    """The pieces of one line, its base line (pt), and its column from 0."""

    pieces: tuple[Piece, ...]
    base: float
    column: int


@dataclass(frozen=True)
class _Zone:
    """Rows from ``first`` to before ``end`` which leave white between two edges."""

    first: int
    end: int
    left: float
    right: float


def placed(
    rows: Sequence[Row], measure: Measure | None, cell_of: Callable[[Piece], int]
) -> list[Placed]:
    """The lines of a page in the order of reading; ``cell_of`` is the number of the table's cell
    that a piece is tagged as, 0 if of none.
    """
    inside, beside = _without_marginalia(rows, measure)
    lines, columns = _ordered(inside, 0)
    lines = [cell for line in _with_cells(lines, cell_of) for cell in line]
    return [*lines, *(Placed(row.pieces, row.base, columns) for row in beside)]


def measures(sides: tuple[Sequence[Row], Sequence[Row]]) -> tuple[Measure | None, Measure | None]:
    """The type area of right pages and of left ones: the edges that many of their rows share."""
    return _measure(sides[0]), _measure(sides[1])


def _measure(rows: Sequence[Row]) -> Measure | None:
    """The outermost edges that a tenth of the long pieces of text have."""
    segments = (segment for row in rows for segment in _segments(row.pieces, CELL))
    long = [segment for segment in segments if _letters(segment) >= LONG]
    if len(long) < LINES:
        return None
    lefts = _frequent([segment[0].x0 for segment in long], len(long) / 10)
    rights = _frequent([segment[-1].x1 for segment in long], len(long) / 10)
    return Measure(min(lefts), max(rights)) if lefts and rights else None


def _frequent(edges: Sequence[float], least: float) -> list[float]:
    counts: dict[int, int] = {}
    for edge in edges:
        counts[round(edge / 2)] = counts.get(round(edge / 2), 0) + 1
    return [
        2.0 * place
        for place, count in counts.items()
        if count + counts.get(place - 1, 0) + counts.get(place + 1, 0) >= least
    ]


def _without_marginalia(
    rows: Sequence[Row], measure: Measure | None
) -> tuple[list[Row], list[Row]]:
    """Rows without what stands beside the type area, and that."""
    if measure is None:
        return list(rows), []
    inside, beside = [], []
    for row in rows:
        here: list[Piece] = []
        segments = _segments(row.pieces, SUGGESTION)
        for segment in segments:
            near = BESIDE * segment[0].size
            out = segment[-1].x1 < measure.left - near or segment[0].x0 > measure.right + near
            if out and len(segments) > 1:
                beside.append(Row(row.base, tuple(segment)))
            else:
                here.extend(segment)
        if here:
            inside.append(Row(row.base, tuple(here)))
    return inside, beside


def _segments(pieces: Sequence[Piece], gap: float) -> list[list[Piece]]:
    """Pieces between gaps of so many parts of the size."""
    segments: list[list[Piece]] = []
    for piece in pieces:
        if segments and piece.x0 - segments[-1][-1].x1 <= gap * max(
            piece.size, segments[-1][-1].size
        ):
            segments[-1].append(piece)
        else:
            segments.append([piece])
    return segments


def _letters(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.letters) for piece in pieces)


# --------------------------------------------------------------------------------------- columns


def _ordered(rows: Sequence[Row], column: int, depth: int = 0) -> tuple[list[Placed], int]:
    """Rows in the order of reading, and the number of the next column."""
    zone = _best_zone(rows) if depth < 8 else None
    if zone is None:
        return [Placed(row.pieces, row.base, column) for row in rows], column + 1
    lines, _ = _ordered(rows[: zone.first], column, depth + 1)
    upper = column
    inner = rows[zone.first : zone.end]
    middle = (zone.left + zone.right) / 2
    for is_left in (True, False):
        side = [part for row in inner if (part := _half(row, middle, is_left))]
        column_lines, upper = _ordered(side, upper, depth + 1)
        lines += column_lines
    rest, last = _ordered(rows[zone.end :], column, depth + 1)
    return lines + rest, max(upper, last)


def _half(row: Row, middle: float, is_left: bool) -> Row | None:
    pieces = tuple(piece for piece in row.pieces if (piece.x0 < middle) == is_left)
    return Row(row.base, pieces) if pieces else None


def _best_zone(rows: Sequence[Row]) -> _Zone | None:
    """The zone of columns with the most rows, the leftmost of several."""
    found = [zone for zone in _zones(rows) if _is_columns(rows, zone)]
    return min(found, key=lambda zone: (zone.first - zone.end, zone.left), default=None)


def _zones(rows: Sequence[Row]) -> Iterator[_Zone]:
    """Strips of white through rows, each grown from a gap."""
    known: list[_Zone] = []
    for number, one, two in islice(_suggestions(rows), GAPS):
        middle = (one.x1 + two.x0) / 2
        if any(
            zone.first <= number < zone.end and zone.left < middle < zone.right for zone in known
        ):
            continue
        zone = _grown(rows, number, one.x1, two.x0, GUTTER * min(one.size, two.size))
        known.append(zone)
        yield zone


def _suggestions(rows: Sequence[Row]) -> Iterator[tuple[int, Piece, Piece]]:
    """Pieces with a wide gap between them, in a row or in rows that stand beside each other."""
    for number, row in enumerate(rows):
        pairs = list(pairwise(row.pieces))
        if number + 1 < len(rows) and rows[number + 1].base - row.base < LEVEL * row.pieces[0].size:
            other = rows[number + 1]
            pairs += [(row.pieces[-1], other.pieces[0]), (other.pieces[-1], row.pieces[0])]
        for one, two in pairs:
            if two.x0 - one.x1 >= SUGGESTION * min(one.size, two.size):
                yield number, one, two


def _grown(rows: Sequence[Row], number: int, left: float, right: float, least: float) -> _Zone:
    """A gap with all rows above and below that leave enough of it white."""
    end = number + 1
    while end < len(rows) and (edges := _free(rows[end], left, right, least)):
        left, right = edges
        end += 1
    first = number
    while first > 0 and (edges := _free(rows[first - 1], left, right, least)):
        left, right = edges
        first -= 1
    return _Zone(first, end, left, right)


def _free(row: Row, left: float, right: float, least: float) -> tuple[float, float] | None:
    """What a row leaves white of a strip, if it is enough."""
    middle = (left + right) / 2
    for piece in row.pieces:
        if piece.x0 >= right or piece.x1 <= left:
            continue
        if (piece.x0 + piece.x1) / 2 < middle:
            left = max(left, piece.x1)
        else:
            right = min(right, piece.x0)
    return (left, right) if right - left >= least else None


def _is_columns(rows: Sequence[Row], zone: _Zone) -> bool:
    """Whether there is text on both sides, and it is running text or has lines of its own.

    The rows of a table are common to both sides, those of columns with lists need not be.
    """
    middle = (zone.left + zone.right) / 2
    inner = rows[zone.first : zone.end]
    sides = [
        [half for row in inner if (half := _half(row, middle, is_left))]
        for is_left in (True, False)
    ]
    fewest = min(map(len, sides))
    if fewest < ROWS or not all(map(_has_words, sides)):
        return False
    common = sum(map(len, sides)) - len(inner)
    return all(map(_is_running, sides)) or (fewest >= OWN_ROWS and common < OWN * fewest)


def _has_words(side: Sequence[Row]) -> bool:
    """Whether most rows have several words."""
    letters = median(_letters(row.pieces) for row in side)
    words = median(sum(_words(piece) for piece in row.pieces) for row in side)
    return letters >= LETTERS and words >= WORDS


def _is_running(side: Sequence[Row]) -> bool:
    """Whether rows are of running text, which has few wide gaps."""
    gappy = sum(len(_segments(row.pieces, SUGGESTION)) > 1 for row in side)
    return gappy <= len(side) / 3


def _words(piece: Piece) -> int:
    """How many words a piece has, or nearly so."""
    wide = NARROW * piece.size
    return 1 + sum(two.spaced or two.x0 - one.x1 > wide for one, two in pairwise(piece.letters))


# ----------------------------------------------------------------------------------------- cells


def _with_cells(lines: Sequence[Placed], cell_of: Callable[[Piece], int]) -> Iterator[list[Placed]]:
    """Lines taken apart into cells where others near them have the same gaps."""
    gaps = [_gaps(line, SUGGESTION) for line in lines]
    cuts = [
        [gap for gap in gaps[n] if _is_shared(gap, [gaps[other] for other in _near(lines, n)])]
        for n in range(len(lines))
    ]
    for n, line in enumerate(lines):
        narrow = _narrow(line, [cuts[other] for other in _near(lines, n)])
        yield _cut(line, [gap.left for gap in (*cuts[n], *narrow)], cell_of)


def _narrow(line: Placed, near: Sequence[Sequence[_Gap]]) -> list[_Gap]:
    """Narrow gaps of a line that stand where a row of a table near it has its own: all of them,
    as far as the line reaches.
    """
    own = _gaps(line, 0.0)
    out: list[_Gap] = []
    for row in near:
        inside = [
            gap for gap in row if line.pieces[0].x0 < gap.left and gap.right < line.pieces[-1].x1
        ]
        if len(row) > 1 and all(any(_common(gap, one) for one in own) for gap in inside):
            out += [one for one in own if any(_common(gap, one) for gap in inside)]
    return out


def _near(lines: Sequence[Placed], n: int) -> list[int]:
    """The lines above and below one in its column."""
    few = range(max(0, n - NEIGHBOURS), min(len(lines), n + NEIGHBOURS + 1))
    return [other for other in few if other != n and lines[other].column == lines[n].column]


def _is_shared(gap: _Gap, near: Sequence[Sequence[_Gap]]) -> bool:
    """Whether rows near this one have the gap too; a narrow one must be common to three."""
    sharing = sum(any(_common(gap, other) for other in others) for others in near)
    return sharing >= (1 if gap.wide else 2)


def _common(one: _Gap, other: _Gap) -> bool:
    return min(one.right, other.right) - max(one.left, other.left) > SHARED


def _gaps(line: Placed, least: float) -> list[_Gap]:
    """The white between pieces of a line that is broader than ``least`` parts of the size."""
    segments = _segments(line.pieces, least)
    if len(segments) > 1 and MARK.fullmatch("".join(piece.text for piece in segments[0])):
        segments = [segments[0] + segments[1], *segments[2:]]
    pairs = ((one[-1], two[0]) for one, two in pairwise(segments))
    return [
        _Gap(one.x1, two.x0, two.x0 - one.x1 > CELL * max(one.size, two.size)) for one, two in pairs
    ]


def _cut(line: Placed, cuts: Sequence[float], cell_of: Callable[[Piece], int]) -> list[Placed]:
    cells: list[list[Piece]] = [[]]
    for piece in line.pieces:
        if cells[-1]:
            last = cells[-1][-1]
            if cell_of(last) != cell_of(piece) or any(last.x1 <= cut <= piece.x0 for cut in cuts):
                cells.append([])
        cells[-1].append(piece)
    return [Placed(tuple(cell), line.base, line.column) for cell in cells]
