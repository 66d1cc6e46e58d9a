"""From the breaks chosen to finished lines: scale and word space of each.

The search takes every line at its own best. Here the shares of glyphs and spaces are settled
together, so that neighbouring lines are scaled alike where that costs their spaces little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from satzspiegel.linebreak.fitting import Fit
from satzspiegel.linebreak.paragraph import BreakKind
from satzspiegel.linebreak.search import Node, way_to
from satzspiegel.linebreak.settings import Settings
from satzspiegel.linebreak.table import Table

#: Rounds in which each line is settled between its neighbours; the change halves in each and more.
ROUNDS = 6

#: A space beyond its limit by less, as a share of its width, is rounding (or a step of scaling).
TOLERANCE = 5e-3


class Verdict(Enum):
    """How a line came out."""

    GOOD = "good"
    #: Set to its own width: a last line, or one before a forced break.
    NATURAL = "natural"
    #: Word spaces beyond the limits of the settings; the measure is filled all the same.
    TIGHT = "tight"
    LOOSE = "loose"
    #: Without a space that could fill it: it ends before the measure.
    UNDERFULL = "underfull"
    #: It ends beyond the measure.
    OVERFULL = "overfull"


@dataclass(frozen=True)
class Line:
    """One line. Lengths in pt.

    Of the items, ``first`` to ``end`` (exclusive) are in it; ``end`` is the break's own item,
    unless the paragraph ends. Its width is ``glyphs * scale + rigid + spaces * space``, glyphs net
    of protrusion and with the hyphen; that is ``measure`` unless the verdict says otherwise.
    ``left`` and ``right`` are how far its first and last sign hang out, already scaled.
    """

    first: int
    end: int
    kind: BreakKind
    measure: float
    glyphs: float
    rigid: float
    spaces: int
    #: Of the glyphs, 1 being natural; and what is added to each word space.
    scale: float
    space: float
    left: float
    right: float
    hyphenated: bool
    verdict: Verdict

    @property
    def width(self) -> float:
        """From margin to margin, as set: without what hangs out."""
        return self.glyphs * self.scale + self.rigid + self.spaces * self.space

    @property
    def natural(self) -> float:
        """The width before scaling and spacing; what it exceeds the measure by is ``excess``."""
        return self.glyphs + self.rigid

    @property
    def excess(self) -> float:
        """How much wider the line is by nature than its measure; below 0 it is narrower."""
        return self.natural - self.measure


@dataclass(frozen=True)
class Breaking:
    """The lines of a paragraph and their cost; ``strained`` if limits had to be passed."""

    lines: tuple[Line, ...]
    cost: float
    strained: bool


def breaking(table: Table, last: Node, strained: bool) -> Breaking:
    """The lines along the way to a node at the paragraph's end."""
    way = way_to(last)
    places = [(a.start, b.start - 1) for a, b in pairwise(way)]
    fits = [table.fit(start, end, line) for line, (start, end) in enumerate(places)]
    lines = [
        _line(table, place, line, one)
        for line, (place, one) in enumerate(zip(places, fits, strict=True))
    ]
    scalings = _settled(lines, fits, table.settings, table.paragraph.space)
    set_lines = [
        _spread(line, one, scaling, table)
        for line, one, scaling in zip(lines, fits, scalings, strict=True)
    ]
    return Breaking(tuple(set_lines), last.cost, strained)


def _line(table: Table, place: tuple[int, int], number: int, one: Fit) -> Line:
    """A line not yet spread."""
    starts, ends = table.paragraph.starts, table.paragraph.ends
    start, end = place
    return Line(
        starts.item[start],
        ends.item[end],
        ends.kind[end],
        table.shape.of(number),
        ends.glyphs[end] - starts.glyphs[start],
        ends.rigid[end] - starts.rigid[start],
        ends.spaces[end] - starts.spaces[start],
        1.0,
        0.0,
        starts.left[start],
        ends.right[end],
        table.hyphenated[end],
        Verdict.NATURAL if one.natural else Verdict.GOOD,
    )


def _settled(
    lines: Sequence[Line], fits: Sequence[Fit], settings: Settings, natural: float
) -> list[float]:
    """The scaling of each line, in −1…1, for the least sum of costs and jumps.

    The sum is a convex quadratic, so that settling each line between its neighbours, round by
    round, comes ever nearer to its least; the bounds keep the spaces within their limits.
    """
    scalings = [one.scaling for one in fits]
    jump, own = settings.costs.scaling_jump, settings.costs.scaling
    springs = []
    for index, (line, one) in enumerate(zip(lines, fits, strict=True)):
        if one.full and not one.natural and line.spaces and settings.scaling * line.glyphs > 0:
            weight, wish, least, most = _spring(line, settings, natural)
            around = [at for at in (index - 1, index + 1) if 0 <= at < len(lines)]
            divisor = weight + own + jump * len(around)
            springs.append((index, weight * wish, divisor, least, most, around))
    for _ in range(ROUNDS):
        for index, pull, divisor, least, most, around in springs:
            neighbours = sum([scalings[at] for at in around])
            settled = (pull + jump * neighbours) / divisor
            scalings[index] = least if settled < least else most if settled > most else settled
    return scalings


def _spring(line: Line, settings: Settings, natural: float) -> tuple[float, float, float, float]:
    """How strongly the spaces want which scaling, and its bounds."""
    shortfall = -line.excess
    give, white = settings.scaling * line.glyphs, line.spaces * natural
    costs = settings.costs
    stiffness = give / (white * (costs.grey_loose if shortfall > 0 else costs.grey_tight))
    least = max(-1.0, min(1.0, (shortfall - settings.stretch * white) / give))
    most = min(1.0, max(-1.0, (shortfall + settings.shrink * white) / give))
    return stiffness * stiffness, shortfall / give, least, most


def _spread(line: Line, one: Fit, scaling: float, table: Table) -> Line:
    """The line with its scale and the word space that follows from it."""
    if one.natural:
        return line
    settings, natural = table.settings, table.paragraph.space
    share = _relieved(line, scaling * settings.scaling, settings, natural)
    if settings.scaling_step:
        share = round(share / settings.scaling_step) * settings.scaling_step
    scale = 1.0 + share
    if one.full and line.spaces:
        space = (line.measure - line.rigid - line.glyphs * scale) / line.spaces
    elif one.full:
        # No space to even out the rounding of steps.
        scale, space = 1.0 + scaling * settings.scaling, 0.0
    else:
        space = one.gap * natural
    return Line(
        line.first,
        line.end,
        line.kind,
        line.measure,
        line.glyphs,
        line.rigid,
        line.spaces,
        scale,
        space,
        line.left * scale,
        line.right * scale,
        line.hyphenated,
        _verdict(line, one, space / natural, settings),
    )


def _relieved(line: Line, share: float, settings: Settings, natural: float) -> float:
    """More scaling for a line whose spaces would be conspicuous: only as much as they need.

    A hole of one line is seen sooner than one line of letters half a hundredth wider.
    """
    most = settings.scaling * settings.relief_scaling
    if not line.spaces or line.glyphs <= 0 or most <= settings.scaling:
        return share
    room = line.measure - line.rigid
    for limit, beyond in ((settings.relief, 1), (-settings.relief, -1)):
        needed = (room - line.spaces * limit * natural) / line.glyphs - 1.0
        if beyond * needed > beyond * share and beyond * needed > settings.scaling:
            return beyond * min(beyond * needed, most)
    return share


def _verdict(line: Line, one: Fit, gap: float, settings: Settings) -> Verdict:
    if not one.full:
        return Verdict.OVERFULL if line.excess > 0 else Verdict.UNDERFULL
    if gap > settings.stretch + TOLERANCE:
        return Verdict.LOOSE
    return Verdict.TIGHT if gap < -settings.shrink - TOLERANCE else Verdict.GOOD
