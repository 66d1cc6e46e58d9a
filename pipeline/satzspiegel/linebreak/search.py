"""The cheapest way through a paragraph, by dynamic programming.

The paper's algorithm (section »An algorithmic approach«, and p. 1157 ff. for its full form): a node
for each break that can be reached, for each fitness class and, where it matters, line number; here
also for each number of hyphens in a row. Starts that no later break can be reached from leave the
list of active ones.

Two things keep it fast, and neither changes what is found. Lines too tight or too loose are told by
one comparison (:mod:`.table`). And of two nodes at one break the dearer is dropped if the
difference is at least what its fitness class could save it: the cost of incompatible neighbours.
Mostly it is too dear by what comes before its line, which then need not be looked at.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

from satzspiegel.linebreak.paragraph import BreakKind
from satzspiegel.linebreak.settings import DECENT
from satzspiegel.linebreak.table import FORCED, Table


class Node(NamedTuple):
    """The cheapest way to a start: its last line's class, hyphens in a row, lines before it."""

    cost: float
    fitness: int
    hyphens: int
    line: int
    start: int
    before: Node | None


def way_to(last: Node) -> list[Node]:
    """The nodes from the paragraph's beginning to this one."""
    way = [last]
    while way[-1].before is not None:
        way.append(way[-1].before)
    return way[::-1]


class Found(NamedTuple):
    """What a search found: the nodes at the paragraph's end, cheapest first.

    And the way there: the ``starts`` that can be reached, and for each break that can be reached
    from which of them, as ``(break, first, after last)``; of those a few may turn out too far.
    """

    nodes: list[Node]
    starts: list[int]
    windows: list[tuple[int, int, int]]


#: Line numbers that a search keeps apart, for each start: bit ``n`` of a number is line ``n``.
Band = Sequence[int]
#: No band: any line number will do.
ANY = -1
#: The nodes at some starts and a break to the nodes behind that break.
Arrivals = Callable[[Sequence[list[Node]], int], list[Node]]


def search(table: Table, soft: bool = False, band: Band | None = None) -> Found:
    """The cheapest ways through a paragraph; none if it cannot be set.

    ``soft`` lets word spaces grow without limit, hyphens follow each other, and a line stick out if
    it ends at the first break it may end at: then there always is a way. With ``band`` the ways are
    kept apart by their number of lines, as far as it lies in the band of each start.
    """
    # The starts that can be reached, with their nodes; the active ones are from ``low``.
    starts, reached = [0], [[Node(0.0, DECENT, 0, 0, 0, None)]]
    windows: list[tuple[int, int, int]] = []
    low = high = 0
    rare = _rare_arrivals(table, soft, band)
    ordinary = rare if soft else _ordinary_arrivals(table, band)
    kinds = table.paragraph.ends.kind
    tight_ahead, tight_start = table.tight_end_ahead, table.tight_start
    loose_end, loose_ahead = table.loose_end, table.loose_start_ahead
    widest, narrowest = max(table.measures), min(table.measures)
    # The least that a break needs for any start to be far enough away.
    threshold = loose_ahead[0] + narrowest
    nodes: list[Node] = []
    for end, allowed in enumerate(table.allowed):
        if not allowed or (loose_end[end] < threshold and kinds[end] < FORCED):
            continue
        limit = tight_ahead[end] - widest
        while low < len(starts) and tight_start[starts[low]] < limit:
            if soft and end <= table.first_plain[starts[low]]:
                break
            low += 1
        # Behind the first start that is too near, all are.
        limit = loose_end[end] - narrowest
        high = max(low, high)
        while high < len(starts) and loose_ahead[starts[high]] <= limit:
            high += 1
        while high > low and loose_ahead[starts[high - 1]] > limit:
            high -= 1
        forced = kinds[end] >= FORCED
        nodes = (rare if forced else ordinary)(reached[low:high], end) if low < high else []
        if nodes:
            windows.append((end, low, high))
        if forced:
            low = len(starts)
        if nodes:
            starts.append(end + 1)
            reached.append(nodes)
        elif low == len(starts):
            return Found([], starts, windows)
        threshold = loose_ahead[starts[low]] + narrowest if end + 1 < len(kinds) else 0.0
    return Found(sorted(nodes, key=lambda node: node.cost), starts, windows)


def _ordinary_arrivals(table: Table, band: Band | None) -> Arrivals:
    """For ordinary lines the cheapest node for each class, run of hyphens and line number."""
    starts, ends, spread = table.paragraph.starts, table.paragraph.ends, table.spread
    tight_start, loose_start = table.tight_start, table.loose_start
    hyphens_allowed, unhyphenated = table.settings.hyphens, table.unhyphenated
    incompatible = table.settings.costs.incompatible
    consecutive = table.settings.costs.consecutive
    measures, last = table.measures, len(table.measures) - 1
    top = sys.maxsize if band else last

    def arrivals(reached: Sequence[list[Node]], end: int) -> list[Node]:
        tight_end, loose_end = table.tight_end[end], table.loose_end[end]
        hyphenated, price = table.hyphenated[end], table.cost[end]
        mask = band[end + 1] if band else ANY
        best: dict[tuple[int, int, int], Node] = {}
        bars: dict[int, float] = {}
        for ways in reached:
            start = ways[0].start
            tight, loose = tight_end - tight_start[start], loose_end - loose_start[start]
            measure = math.nan
            for way in ways:
                total, fitness, hyphens, line, _, _ = way
                total += price
                run = 0
                if hyphenated:
                    if hyphens >= hyphens_allowed or line in unhyphenated:
                        continue
                    total += consecutive * hyphens
                    run = hyphens + 1
                number = line + 1 if line < top else top
                if total > bars.get(number, math.inf) or not mask >> number & 1:
                    continue
                room = measures[line if line < last else last]
                if not tight <= room <= loose:
                    continue
                if room != measure:
                    measure = room
                    glyphs = ends.glyphs[end] - starts.glyphs[start]
                    rigid = ends.rigid[end] - starts.rigid[start]
                    spaces = ends.spaces[end] - starts.spaces[start]
                    _, _, cost, own = spread(room - glyphs - rigid, glyphs, spaces)
                total += cost
                if not -2 < own - fitness < 2:
                    total += incompatible
                known = best.get((own, run, number))
                if known is None or total < known.cost:
                    best[own, run, number] = Node(total, own, run, number, end + 1, way)
                    if run <= 1:
                        bars[number] = min(bars.get(number, math.inf), total + incompatible)
        return _undominated(best, bars)

    return arrivals


def _rare_arrivals(table: Table, soft: bool, band: Band | None) -> Arrivals:
    """The same for lines that are rare: at a forced end, and where there is no good way."""
    top = sys.maxsize if band else len(table.measures) - 1
    incompatible = table.settings.costs.incompatible

    def arrivals(reached: Sequence[list[Node]], end: int) -> list[Node]:
        mask = band[end + 1] if band else ANY
        best: dict[tuple[int, int, int], Node] = {}
        bars: dict[int, float] = {}
        for way in chain.from_iterable(reached):
            number = min(way.line + 1, top)
            floor = way.cost + table.cost[end]
            if floor > bars.get(number, math.inf) or not mask >> number & 1:
                continue
            if not _legal(table, way, end, soft):
                continue
            total, own = _line_cost(table, way, end)
            run = way.hyphens + 1 if table.hyphenated[end] else 0
            known = best.get((own, run, number))
            if known is None or total < known.cost:
                best[own, run, number] = Node(total, own, run, number, end + 1, way)
                if run <= 1:
                    bars[number] = min(bars.get(number, math.inf), total + incompatible)
        return _undominated(best, bars)

    return arrivals


def _undominated(best: dict[tuple[int, int, int], Node], bars: dict[int, float]) -> list[Node]:
    """Without nodes that cost more than another by all that its class could save them.

    The other has as few hyphens behind it as any, and the same line number: then whatever follows
    the one may follow the other.
    """
    if len(best) == 1:
        return list(best.values())
    return [node for node in best.values() if node.cost <= bars.get(node.line, math.inf)]


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
    return table.loose_end[end] - table.loose_start[start] >= measure


def _line_cost(table: Table, way: Node, end: int) -> tuple[float, int]:
    """What the way costs with one more line, up to a break, and that line's class."""
    settings, costs = table.settings, table.settings.costs
    one = table.fit(way.start, end, way.line)
    total = way.cost + one.cost + table.cost[end]
    if table.hyphenated[end]:
        total += costs.consecutive * way.hyphens
        if way.hyphens >= settings.hyphens:
            total += costs.too_many_hyphens
    elif way.hyphens and table.paragraph.ends.kind[end] is BreakKind.END:
        total += costs.penultimate
    if abs(one.fitness - way.fitness) > 1:
        total += costs.incompatible
    return total, one.fitness
