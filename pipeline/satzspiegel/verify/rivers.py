"""Rivers: white that runs down the page from line to line.

A river is a chain of spaces, one in each of at least ``RIVER_LINES`` lines, all of them wider than
``RIVER_SPACE``, each overlapping the one above by more than half of the narrower of the two. Half,
so that the white goes on and does not only touch; wide ones, because between words set evenly, at
about .25 em, the eye follows the line and not the gap. Of chains that share a space only the
longest is told. In lines of about 65 letters with spaces at random, all of them wide, one line in
a hundred would begin such a chain; in well-set text hardly one in some thousands does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from satzspiegel.layout import LaidLine, Sheet
from satzspiegel.model import Severity
from satzspiegel.verify.remarks import Remark, remark

#: A river has so many lines …
RIVER_LINES = 4
#: … of spaces wider than this, in em.
RIVER_SPACE = 0.30


class Gap(NamedTuple):
    """A space: the index of its line in the column, and its edges in pt."""

    line: int
    left: float
    right: float


def remarks_on_rivers(sheet: Sheet, column: Sequence[LaidLine]) -> Iterator[Remark]:
    """A hint for each river of a column."""
    for chain in rivers(column):
        lines = [column[gap.line] for gap in chain]
        found = remark(sheet, "river", lines, Severity.HINT, count=str(len(chain)))
        boxes = [
            (gap.left, line.top, gap.right, line.bottom)
            for gap, line in zip(chain, lines, strict=True)
        ]
        yield replace(found, boxes=tuple(boxes))


def rivers(column: Sequence[LaidLine]) -> Iterator[tuple[Gap, ...]]:
    """The rivers of lines that stand one below the other, the longest first."""
    chains: list[tuple[Gap, ...]] = []
    above: list[tuple[Gap, ...]] = []
    for index, line in enumerate(column):
        here = [(*_longest_to(gap, above), gap) for gap in _wide_gaps(index, line)]
        chains += here
        above = here
    taken: set[Gap] = set()
    for chain in sorted(chains, key=len, reverse=True):
        if len(chain) >= RIVER_LINES and taken.isdisjoint(chain):
            taken.update(chain)
            yield chain


def _wide_gaps(index: int, line: LaidLine) -> list[Gap]:
    widest = RIVER_SPACE * line.size
    return [Gap(index, left, right) for left, right in line.spaces if right - left > widest]


def _longest_to(gap: Gap, chains: list[tuple[Gap, ...]]) -> tuple[Gap, ...]:
    """The longest of the chains that the white of a gap goes on."""
    return max((c for c in chains if _flows(c[-1], gap)), key=len, default=())


def _flows(above: Gap, below: Gap) -> bool:
    overlap = min(above.right, below.right) - max(above.left, below.left)
    return overlap > min(above.right - above.left, below.right - below.left) / 2
