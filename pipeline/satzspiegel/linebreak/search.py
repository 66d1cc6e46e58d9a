"""The cheapest way through a paragraph, by dynamic programming.

The paper's algorithm (section »An algorithmic approach«, and p. 1157 ff. for its full form): a node
for each break that can be reached, for each fitness class and, where it matters, line number; here
also for each number of hyphens in a row. Starts that no later break can be reached from leave the
list of active ones.

Two things keep it fast, and neither changes what is found. Lines too tight or too loose are told by
one comparison (:mod:`.table`). And of two nodes at one break the dearer is dropped if the
difference is at least what its fitness class could save it: the cost of incompatible neighbours.
"""

from __future__ import annotations

from typing import NamedTuple

from satzspiegel.linebreak.fitting import SOFT
from satzspiegel.linebreak.paragraph import BreakKind
from satzspiegel.linebreak.settings import DECENT, LOOSE, TIGHT, VERY_LOOSE, LastLine
from satzspiegel.linebreak.table import Table


class Node(NamedTuple):
    """The cheapest way to a start: its last line's class, hyphens in a row, lines before it."""

    cost: float
    fitness: int
    hyphens: int
    line: int
    start: int
    before: Node | None


#: Line numbers that a search keeps apart: for each start, from the first to the last.
Band = list[tuple[int, int]]


def search(table: Table, soft: bool = False, band: Band | None = None) -> list[Node]:
    """The nodes at the paragraph's end, cheapest first; none if it cannot be set.

    ``soft`` lets word spaces grow without limit, hyphens follow each other, and a line stick out if
    it ends at the first break it may end at: then there always is a way. With ``band`` the ways are
    kept apart by their number of lines, as far as it lies in the band of each start.
    """
    ends = table.paragraph.ends
    first = Node(0.0, DECENT, 0, 0, 0, None)
    nodes: list[list[Node]] = [[first]]
    active, low = [0], 0
    widest, narrowest = max(table.measures), min(table.measures)
    tight_ahead, tight_start = table.tight_end_ahead, table.tight_start
    loose_end, loose_ahead = table.loose_end, table.loose_start_ahead
    for end, allowed in enumerate(table.allowed):
        nodes.append([])
        if not allowed:
            continue
        limit = tight_ahead[end] - widest
        while low < len(active) and tight_start[active[low]] < limit:
            if soft and end <= table.first_plain[active[low]]:
                break
            low += 1
        kind = ends[end].kind
        high = len(active)
        if not soft and kind < BreakKind.FORCED:
            # Behind the first start that is too near, all are.
            limit = loose_end[end] - narrowest
            while high > low and loose_ahead[active[high - 1]] > limit:
                high -= 1
        if low < high:
            ways = (_soft_arrivals if soft or kind >= BreakKind.FORCED else _arrivals)(
                table, end, [nodes[start] for start in active[low:high]], soft, band
            )
            nodes[-1] = _undominated(ways, table.settings.costs.incompatible)
        if kind >= BreakKind.FORCED:
            low = len(active)
        if nodes[-1]:
            active.append(end + 1)
        elif low == len(active):
            return []
    return sorted(nodes[-1], key=lambda node: node.cost)


def _arrivals(
    table: Table, end: int, starts: list[list[Node]], soft: bool, band: Band | None
) -> list[Node]:
    """The cheapest node for each class, run of hyphens and line number: ordinary lines.

    The same figures as :meth:`.Table.fit`, worked out in place: most of the time is spent here.
    """
    settings = table.settings
    costs = settings.costs
    last = table.paragraph.ends[end]
    last_glyphs, last_rigid, last_spaces = last.glyphs, last.rigid, last.spaces
    em, limit, incompatible = table.paragraph.em, settings.scaling, costs.incompatible
    tight_end, loose_end = table.tight_end[end], table.loose_end[end]
    hyphenated, price = table.hyphenated[end], table.cost[end]
    measures, top = table.measures, len(table.measures) - 1
    best: dict[tuple[int, int, int], Node] = {}
    for ways in starts:
        start = ways[0].start
        first = table.paragraph.starts[start]
        measure = -1.0
        for way in ways:
            line = way.line
            room = measures[line if line < top else top]
            if hyphenated and (way.hyphens >= settings.hyphens or line in table.unhyphenated):
                continue
            if room != measure:
                measure = room
                fits = (
                    tight_end - table.tight_start[start] <= room
                    and loose_end - table.loose_start[start] >= room
                )
                if not fits:
                    continue
                glyphs = last_glyphs - first.glyphs
                ems = (last_spaces - first.spaces) * em
                rest = shortfall = room - glyphs - (last_rigid - first.rigid)
                give = limit * glyphs
                cost, fitness = 0.0, DECENT
                grey = costs.grey_loose if shortfall > 0.0 else costs.grey_tight
                if give > 0.0:
                    stiffness = grey * ems
                    scaling = (
                        shortfall * give / (give * give + costs.scaling * stiffness * stiffness)
                    )
                    if scaling > 1.0:
                        scaling = 1.0
                    elif scaling < -1.0:
                        scaling = -1.0
                    rest = shortfall - scaling * give
                    cost = costs.scaling * scaling * scaling
                gap = rest / (ems or em)
                share = gap / grey
                cost += share * share
                if gap > costs.conspicuous:
                    hole = gap / costs.conspicuous
                    cost += costs.hole * hole * hole
                elastic = give + SOFT * ems
                share = shortfall / elastic if elastic > 0.0 else 0.0
                if share > 0.5:
                    fitness = LOOSE if share <= 1.0 else VERY_LOOSE
                elif share < -0.5:
                    fitness = TIGHT
            elif not fits:
                continue
            total = way.cost + cost + price
            hyphens = 0
            if hyphenated:
                total += costs.consecutive * way.hyphens
                hyphens = way.hyphens + 1
            if not -2 < fitness - way.fitness < 2:
                total += incompatible
            number = _line_after(line, top, band, end)
            if number < 0:
                continue
            key = (fitness, hyphens, number)
            known = best.get(key)
            if known is None or total < known.cost:
                best[key] = Node(total, fitness, hyphens, number, end + 1, way)
    return list(best.values())


def _soft_arrivals(
    table: Table, end: int, starts: list[list[Node]], soft: bool, band: Band | None
) -> list[Node]:
    """The same for lines that are rare: at a forced end, and where there is no good way."""
    top = len(table.measures) - 1
    best: dict[tuple[int, int, int], Node] = {}
    for ways in starts:
        for way in ways:
            if not _legal(table, way, end, soft):
                continue
            number = _line_after(way.line, top, band, end)
            if number < 0:
                continue
            cost, fitness = line_cost(table, way, end)
            hyphens = way.hyphens + 1 if table.hyphenated[end] else 0
            key = (fitness, hyphens, number)
            known = best.get(key)
            if known is None or cost < known.cost:
                best[key] = Node(cost, fitness, hyphens, number, end + 1, way)
    return list(best.values())


def _legal(table: Table, way: Node, end: int, soft: bool) -> bool:
    """Whether a line may go from a node to a break."""
    start, line = way.start, way.line
    hyphenated = table.hyphenated[end]
    plain_only = line in table.unhyphenated
    if hyphenated and (plain_only or (not soft and way.hyphens >= table.settings.hyphens)):
        return False
    measure = table.shape.of(line)
    if table.tight_end[end] - table.tight_start[start] > measure:
        return soft and end == (table.first_plain if plain_only else table.first_allowed)[start]
    kind = table.paragraph.ends[end].kind
    natural = kind >= BreakKind.FORCED and table.shape.last is LastLine.NATURAL
    return soft or natural or table.loose_end[end] - table.loose_start[start] >= measure


def line_cost(table: Table, way: Node, end: int) -> tuple[float, int]:
    """What the way costs with one more line, up to a break, and that line's class."""
    settings, costs = table.settings, table.settings.costs
    one = table.fit(way.start, end, way.line)
    total = way.cost + one.cost + table.cost[end]
    if table.hyphenated[end]:
        total += costs.consecutive * way.hyphens
        if way.hyphens >= settings.hyphens:
            total += costs.too_many_hyphens
    elif way.hyphens and table.paragraph.ends[end].kind is BreakKind.END:
        total += costs.penultimate
    if abs(one.fitness - way.fitness) > 1:
        total += costs.incompatible
    return total, one.fitness


def _line_after(line: int, top: int, band: Band | None, end: int) -> int:
    """The next line's number, or ``top`` if it is no matter which; -1 outside the band."""
    if band is None:
        return line + 1 if line < top else top
    least, most = band[end]
    return line + 1 if least <= line + 1 <= most else -1


def _undominated(ways: list[Node], incompatible: float) -> list[Node]:
    """Without nodes that cost more than another by all that its class could save them.

    The other must have as few hyphens behind it, and the same line number: then whatever follows
    the one may follow the other.
    """
    if len(ways) < 2:
        return ways
    kept: list[Node] = []
    for way in sorted(ways, key=lambda way: way.cost):
        spared = way.cost - incompatible
        if not any(
            other.cost <= spared and other.hyphens <= way.hyphens and other.line == way.line
            for other in kept
        ):
            kept.append(way)
    kept.sort(key=lambda way: way.line)
    return kept
