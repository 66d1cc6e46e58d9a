"""What the search reads of a paragraph: numbers worked out once for each break and each start.

A line from start ``p`` to break ``b`` has so many pt of glyphs and rigid width and so many spaces,
all differences of sums. Its smallest and its widest width are such differences too, so that whether
it can be set at all is one subtraction and one comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from satzspiegel.linebreak.fitting import OVERFULL_FROM, Fit, closing_fit, fit
from satzspiegel.linebreak.paragraph import HYPHENATED, BreakKind, End, Paragraph, Start
from satzspiegel.linebreak.settings import DECENT, Costs, Demands, LastLine, Settings, Shape


@dataclass(frozen=True)
class Table:
    """A paragraph, and how it is to be set, as parallel lists; see :func:`tabulate`."""

    paragraph: Paragraph
    shape: Shape
    settings: Settings
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
    #: For each start the first break allowed; and the first without a hyphen.
    first_allowed: list[int]
    first_plain: list[int]
    #: The measure of each line that differs from the others, then that of the others.
    measures: list[float]
    unhyphenated: frozenset[int]

    def fit(self, start: int, end: int, line: int) -> Fit:
        """How the line between a start and a break fills the measure of a line number."""
        first, last = self.paragraph.starts[start], self.paragraph.ends[end]
        glyphs = last.glyphs - first.glyphs
        rigid = last.rigid - first.rigid
        spaces = last.spaces - first.spaces
        shortfall = self.shape.of(line) - glyphs - rigid
        em = self.paragraph.em
        if last.kind < BreakKind.FORCED or self.shape.last is LastLine.FILLED:
            return fit(shortfall, glyphs, spaces, em, self.settings)
        if last.kind is BreakKind.END:
            short = self.shape.shortest_last
            return closing_fit(shortfall, (glyphs, rigid, spaces), em, self.settings, short)
        if shortfall < 0.0:
            return fit(shortfall, glyphs, spaces, em, self.settings)
        return Fit(0.0, 0.0, 0.0, DECENT, natural=True)


def tabulate(
    paragraph: Paragraph, shape: Shape, settings: Settings, demands: Demands, widened: float = 1.0
) -> Table:
    """The numbers of a paragraph for one way of setting it, with ``stretch`` widened so much."""
    starts, ends = paragraph.starts, paragraph.ends
    narrow, wide = 1.0 - settings.scaling, 1.0 + settings.scaling
    less, more = settings.shrink * paragraph.em, settings.stretch * widened * paragraph.em
    tight_end = [end.glyphs * narrow + end.rigid - end.spaces * less for end in ends]
    loose_start = [one.glyphs * wide + one.rigid + one.spaces * more for one in starts]
    allowed = [
        end.kind >= BreakKind.FORCED or end.item not in demands.unbroken_items for end in ends
    ]
    hyphenated = [end.kind in HYPHENATED for end in ends]
    plain = [may and not hyphen for may, hyphen in zip(allowed, hyphenated, strict=True)]
    varied = max([0, *demands.unhyphenated_lines]) + 1 if demands.unhyphenated_lines else 0
    return Table(
        paragraph,
        shape,
        settings,
        tight_end,
        [one.glyphs * narrow + one.rigid - one.spaces * less - OVERFULL_FROM for one in starts],
        [end.glyphs * wide + end.rigid + end.spaces * more for end in ends],
        loose_start,
        _least_ahead(tight_end),
        _least_ahead(loose_start),
        _break_costs(starts, ends, settings.costs),
        allowed,
        hyphenated,
        _next_true(allowed),
        _next_true(plain),
        [shape.of(line) for line in range(max(len(shape.first), varied) + 1)],
        demands.unhyphenated_lines,
    )


def _break_costs(starts: Sequence[Start], ends: Sequence[End], costs: Costs) -> list[float]:
    kinds = [costs.kinds[kind] for kind in BreakKind]
    priced = [kinds[end.kind] + end.cost for end in ends]
    for index, end in enumerate(ends):
        if end.short:
            priced[index] += costs.short_fragment
    # From the end back to the last word's beginning.
    for index in range(len(ends) - 2, -1, -1):
        if ends[index].kind in (BreakKind.SPACE, BreakKind.FORCED):
            break
        if ends[index].kind in HYPHENATED:
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
