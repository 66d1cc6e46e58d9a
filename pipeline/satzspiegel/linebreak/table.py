"""What the search reads of a paragraph: numbers worked out once for each break and each start.

A line from start ``p`` to break ``b`` has so many pt of glyphs and rigid width and so many spaces,
all differences of sums. Its smallest and its widest width are such differences too, so that whether
it can be set at all is one subtraction and one comparison.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from satzspiegel.linebreak.fitting import (
    OVERFULL_FROM,
    Fit,
    Spread,
    fit,
    justified,
    nearly_full_fit,
    ragged,
)
from satzspiegel.linebreak.paragraph import HYPHENATED, BreakKind, Ends, Paragraph, Starts
from satzspiegel.linebreak.settings import DECENT, Costs, Demands, LastLine, Settings, Shape

KINDS = tuple(BreakKind)
#: For each kind whether a hyphen is seen at the line's end; and as a plain number, for speed.
SHOWS_HYPHEN = [kind in HYPHENATED for kind in KINDS]
FORCED = int(BreakKind.FORCED)


@dataclass(frozen=True)
class Table:
    """A paragraph, and how it is to be set, as parallel lists; see :func:`tabulate`."""

    paragraph: Paragraph
    shape: Shape
    settings: Settings
    #: How an ordinary line is spread.
    spread: Spread
    #: Of a line that ends at a break, and begins at a start: smallest and widest width.
    tight_end: list[float]
    tight_start: list[float]
    loose_end: list[float]
    loose_start: list[float]
    #: The least ``tight_end`` of this break and all later, ``loose_start`` likewise: where they
    #: show that a line cannot be set, no later one can.
    tight_end_ahead: list[float]
    loose_start_ahead: list[float]
    #: What a break costs by itself; whether it may be used; whether it shows a hyphen.
    cost: list[float]
    allowed: list[bool]
    hyphenated: list[bool]
    #: The measure of each line that differs from the others, then that of the others.
    measures: list[float]
    unhyphenated: frozenset[int]

    def fit(self, start: int, end: int, line: int) -> Fit:
        """How the line between a start and a break fills the measure of a line number."""
        starts, ends = self.paragraph.starts, self.paragraph.ends
        glyphs = ends.glyphs[end] - starts.glyphs[start]
        rigid = ends.rigid[end] - starts.rigid[start]
        spaces = ends.spaces[end] - starts.spaces[start]
        shortfall = self.shape.of(line) - glyphs - rigid
        space, kind, settings = self.paragraph.space, ends.kind[end], self.settings
        filled = kind < BreakKind.FORCED or self.shape.last is LastLine.FILLED
        if filled or shortfall < 0.0:
            one = fit(self.spread, shortfall, glyphs, spaces, space, settings)
            return one._replace(natural=one.full) if self.shape.ragged else one
        if kind is BreakKind.FORCED:
            return Fit(0.0, 0.0, 0.0, DECENT, natural=True)
        short = settings.costs.short_last if glyphs + rigid < self.shape.shortest_last else 0.0
        if self.shape.ragged or shortfall >= settings.nearly_full * self.paragraph.em:
            return Fit(0.0, 0.0, short, DECENT, natural=True)
        one = fit(self.spread, shortfall, glyphs, spaces, space, settings)
        return nearly_full_fit(one, short, settings)

    @cached_property
    def first_allowed(self) -> list[int]:
        """For each start the first break at which a line may end."""
        return _next_true(self.allowed)

    @cached_property
    def first_plain(self) -> list[int]:
        """The same without a hyphen."""
        both = zip(self.allowed, self.hyphenated, strict=True)
        return _next_true([may and not hyphen for may, hyphen in both])


def tabulate(
    paragraph: Paragraph, shape: Shape, settings: Settings, demands: Demands, widened: float = 1.0
) -> Table:
    """The numbers of a paragraph for one way of setting it, with ``stretch`` widened so much.

    Widened without limit, every line is wide enough, as is one that keeps its own width anyway.
    """
    space, starts, ends = paragraph.space, paragraph.starts, paragraph.ends
    if shape.ragged:
        settings = replace(settings, scaling=0.0, shrink=0.0)
    narrow, wide = 1.0 - settings.scaling, 1.0 + settings.scaling
    less, more = settings.shrink * space, settings.stretch * space
    tight_end = _widths(ends, narrow, -less)
    boundless = shape.ragged or math.isinf(widened)
    more *= 1.0 if boundless else widened
    loose_start = _widths(starts, wide, more)
    loose_end = [math.inf] * len(tight_end) if boundless else _widths(ends, wide, more)
    if shape.last is LastLine.NATURAL:
        natural = (end for end, kind in enumerate(ends.kind) if kind >= FORCED)
        for end in natural:
            loose_end[end] = math.inf
    varied = max([0, *demands.unhyphenated_lines]) + 1 if demands.unhyphenated_lines else 0
    return Table(
        paragraph,
        shape,
        settings,
        ragged(settings, paragraph.em) if shape.ragged else justified(settings, space),
        tight_end,
        [width - OVERFULL_FROM for width in _widths(starts, narrow, -less)],
        loose_end,
        loose_start,
        _least_ahead(tight_end),
        _least_ahead(loose_start),
        _break_costs(ends, settings.costs, shape.ragged),
        _allowed(ends, demands.unbroken_items),
        [SHOWS_HYPHEN[kind] for kind in ends.kind],
        [shape.of(line) for line in range(max(len(shape.first), varied) + 1)],
        demands.unhyphenated_lines,
    )


def _widths(sums: Starts | Ends, scale: float, more: float) -> list[float]:
    """Sums with glyphs scaled so, and so much more in each space."""
    columns = zip(sums.glyphs, sums.rigid, sums.spaces, strict=True)
    return [glyphs * scale + rigid + spaces * more for glyphs, rigid, spaces in columns]


def _allowed(ends: Ends, unbroken: frozenset[int]) -> list[bool]:
    if not unbroken:
        return [True] * len(ends.item)
    return [
        kind >= BreakKind.FORCED or item not in unbroken
        for kind, item in zip(ends.kind, ends.item, strict=True)
    ]


def _break_costs(ends: Ends, costs: Costs, ragged: bool) -> list[float]:
    kinds = [costs.kinds[kind] for kind in KINDS]
    if ragged:
        kinds = [
            cost + costs.ragged_hyphen * shows
            for cost, shows in zip(kinds, SHOWS_HYPHEN, strict=True)
        ]
    fragment = costs.short_fragment
    priced = [
        kinds[kind] + cost + fragment if short else kinds[kind] + cost
        for kind, cost, short in zip(ends.kind, ends.cost, ends.short, strict=True)
    ]
    # From the end back to the last word's beginning.
    for index in range(len(priced) - 2, -1, -1):
        if ends.kind[index] in (BreakKind.SPACE, BreakKind.FORCED):
            break
        if SHOWS_HYPHEN[ends.kind[index]]:
            priced[index] += costs.last_word
    return priced


def _least_ahead(values: Sequence[float]) -> list[float]:
    return list(accumulate(reversed(values), min))[::-1]


def _next_true(flags: Sequence[bool]) -> list[int]:
    """For each place the next true one, itself included; the last flag is true."""
    found = len(flags) - 1
    nearest = []
    for index in range(len(flags) - 1, -1, -1):
        if flags[index]:
            found = index
        nearest.append(found)
    return nearest[::-1]
