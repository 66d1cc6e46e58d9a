"""How one line fills its measure: what its glyphs and its word spaces give, and what that costs.

The paper has one adjustment ratio for a line (p. 1125); here two elastic means share its shortfall
``d``. With all glyphs scaled by ``1 + e · limit``, which yields ``e · a``, and ``x`` added to each
of ``n`` spaces, the sum ``(x / grey)² + scaling · e²`` is least, under ``e · a + x · n = d``,
for ``e = d · a / (a² + scaling · (grey · n)²)``; then ``e`` is held within ±1. What the line costs
is steeper: ``(x / grey)²`` counts ``1 + steepness · (x / grey)²`` times, as the paper's badness too
grows faster than any square, so that no line is much worse than its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from satzspiegel.linebreak.settings import DECENT, LOOSE, TIGHT, VERY_LOOSE, Settings

#: Excess of a line over its smallest width, in pt, that is rounding and not overfull.
OVERFULL_FROM = 1e-9
#: Word spaces changed by this share, with the glyphs at their limit, are all the elasticity that a
#: fitness class counts with.
SOFT = 0.25

#: From the shortfall of a line, the width of its glyphs and the number of its spaces to its
#: ``scaling``, ``gap``, ``cost`` and ``fitness``, as in :class:`Fit`.
Spread = Callable[[float, float, int], tuple[float, float, float, int]]


class Fit(NamedTuple):
    """One line in its measure.

    ``scaling`` is e, in −1…1 of the limit; ``gap`` what is added to each word space, as a share of
    its natural width.
    ``natural``: not spread; ``full``: neither short of the measure nor beyond it.
    """

    scaling: float
    gap: float
    cost: float
    fitness: int
    natural: bool = False
    full: bool = True


def fitness_of(share: float) -> int:
    """The class of a line that uses this share of its elasticity (below 0: of its shrinking)."""
    if share > 0.5:
        return LOOSE if share <= 1.0 else VERY_LOOSE
    return DECENT if share >= -0.5 else TIGHT


def justified(settings: Settings, space: float) -> Spread:
    """How lines with word spaces of this width are spread (or squeezed) to their measure.

    A line without spaces has nothing to spread but its glyphs: what is missing then counts like one
    space, wide enough to be a hole.
    """
    costs = settings.costs
    limit, weight, steepness = settings.scaling, costs.scaling, costs.steepness
    grey_loose, grey_tight = costs.grey_loose, costs.grey_tight
    steepest = (costs.hole / grey_loose) ** 2

    def spread(shortfall: float, glyphs: float, spaces: int) -> tuple[float, float, float, int]:
        give, white = limit * glyphs, spaces * space
        grey = grey_loose if shortfall > 0.0 else grey_tight
        scaling = 0.0
        if give > 0.0:
            stiffness = grey * white
            scaling = shortfall * give / (give * give + weight * stiffness * stiffness)
            scaling = -1.0 if scaling < -1.0 else 1.0 if scaling > 1.0 else scaling
        gap = (shortfall - scaling * give) / (white or space)
        share = gap / grey
        square = share * share
        steep = square if square < steepest else steepest
        cost = weight * scaling * scaling + square * (1.0 + steepness * steep)
        elastic = give + SOFT * white
        return scaling, gap, cost, fitness_of(shortfall / elastic) if elastic > 0.0 else DECENT

    return spread


def ragged(settings: Settings, em: float) -> Spread:
    """Lines left at their own width, the costs growing with the square of what they lack.

    Of all ways to share out the same white among so many lines, the most even has the least sum of
    squares. (The paper, section »Applications of the primitives«, stretches the margin for this.)
    """
    unit = settings.costs.rag * em

    def spread(shortfall: float, glyphs: float, spaces: int) -> tuple[float, float, float, int]:
        share = shortfall / unit
        return 0.0, 0.0, share * share, DECENT

    return spread


def fit(
    spread: Spread, shortfall: float, glyphs: float, spaces: int, space: float, settings: Settings
) -> Fit:
    """The line set as well as can be; one too wide even at its tightest sticks out."""
    shrink = settings.scaling * glyphs + settings.shrink * (spaces * space)
    if shortfall < -shrink - OVERFULL_FROM:
        costs = settings.costs
        cost = costs.overfull + costs.overfull_pt * (-shortfall - shrink)
        return Fit(-1.0, -settings.shrink if spaces else 0.0, cost, TIGHT, full=False)
    scaling, gap, cost, fitness = spread(shortfall, glyphs, spaces)
    if spaces:
        return Fit(scaling, gap, cost, fitness)
    full = -OVERFULL_FROM <= gap * space <= OVERFULL_FROM
    return Fit(scaling, 0.0, cost, fitness, full=full)


def nearly_full_fit(filled: Fit, short: float, settings: Settings) -> Fit:
    """A last line that nearly reaches the measure: its fit if ``filled``, or by nature.

    It is filled if that is the lesser evil; ``short`` is what comes on top of either.
    """
    natural = Fit(0.0, 0.0, short + settings.costs.nearly_full, DECENT, natural=True)
    if not filled.full or filled.gap > settings.stretch:
        return natural
    filled = filled._replace(cost=filled.cost + short)
    return filled if filled.cost < natural.cost else natural
