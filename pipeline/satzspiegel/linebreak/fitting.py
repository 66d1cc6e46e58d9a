"""How one line fills its measure: what its glyphs and its word spaces give, and what that costs.

The paper has one adjustment ratio for a line (p. 1125); here two elastic means share its shortfall
``d``. With all glyphs scaled by ``1 + e · limit``, which yields ``e · a``, and ``x`` em added to
each of ``n`` spaces, the cost ``(x / grey)² + scaling · e²`` is least, under ``e · a + x · n = d``,
for ``e = d · a / (a² + scaling · (grey · n)²)``; then ``e`` is held within ±1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from satzspiegel.linebreak.settings import DECENT, LOOSE, TIGHT, VERY_LOOSE, Costs, Settings

#: Excess of a line over its smallest width, in pt, that is rounding and not overfull.
OVERFULL_FROM = 1e-9
#: Word spaces changed by this much, in em, with the glyphs at their limit, are all the elasticity
#: that a fitness class counts with.
SOFT = 0.06


@dataclass(frozen=True)
class Fit:
    """One line in its measure.

    ``scaling`` is e, in −1…1 of the limit; ``gap`` what is added to each word space, in em.
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
    if share < -0.5:
        return TIGHT
    if share <= 0.5:
        return DECENT
    return LOOSE if share <= 1.0 else VERY_LOOSE


def gap_cost(gap: float, costs: Costs) -> float:
    """What it costs that the word spaces of a line are off by ``gap`` em."""
    share = gap / (costs.grey_loose if gap > 0 else costs.grey_tight)
    cost = share * share
    if gap > costs.conspicuous:
        hole = gap / costs.conspicuous
        cost += costs.hole * hole * hole
    return cost


def fit(shortfall: float, glyphs: float, spaces: int, em: float, settings: Settings) -> Fit:
    """The line spread (or squeezed) to its measure as well as can be."""
    costs = settings.costs
    give = settings.scaling * glyphs
    ems = spaces * em
    shrink = give + settings.shrink * ems
    if shortfall < -shrink - OVERFULL_FROM:
        cost = costs.overfull + costs.overfull_pt * (-shortfall - shrink)
        return Fit(-1.0, -settings.shrink if spaces else 0.0, cost, TIGHT, full=False)
    scaling = _scaling(shortfall, give, ems, costs)
    rest = shortfall - scaling * give
    share = shortfall / (give + SOFT * ems) if shortfall and give + SOFT * ems > 0 else 0.0
    fitness = fitness_of(share)
    cost = costs.scaling * scaling * scaling
    if not spaces:
        full = -OVERFULL_FROM <= rest <= OVERFULL_FROM
        # Nothing to spread: what is missing counts like one space, wide enough to be a hole.
        return Fit(scaling, 0.0, cost + gap_cost(rest / em, costs), fitness, full=full)
    gap = rest / ems
    return Fit(scaling, gap, cost + gap_cost(gap, costs), fitness)


def closing_fit(
    shortfall: float, line: tuple[float, float, int], em: float, settings: Settings, short: float
) -> Fit:
    """The last line of a paragraph, which need not reach the measure.

    ``line`` is its net width of glyphs, its rigid width and its spaces; ``short`` is
    ``Shape.shortest_last``. Nearly full by nature, it is filled if that is the lesser evil.
    """
    glyphs, rigid, spaces = line
    if shortfall < 0.0:
        return fit(shortfall, glyphs, spaces, em, settings)
    costs = settings.costs
    cost = costs.short_last if glyphs + rigid < short else 0.0
    natural = Fit(0.0, 0.0, cost, DECENT, natural=True)
    if shortfall >= settings.nearly_full * em:
        return natural
    natural = replace(natural, cost=cost + costs.nearly_full)
    filled = fit(shortfall, glyphs, spaces, em, settings)
    if not filled.full or filled.gap > settings.stretch:
        return natural
    filled = replace(filled, cost=filled.cost + cost)
    return filled if filled.cost < natural.cost else natural


def _scaling(shortfall: float, give: float, ems: float, costs: Costs) -> float:
    if give <= 0.0:
        return 0.0
    stiffness = (costs.grey_loose if shortfall > 0 else costs.grey_tight) * ems
    divisor = give * give + costs.scaling * stiffness * stiffness
    scaling = shortfall * give / divisor
    return max(-1.0, min(1.0, scaling))
