"""The cheapest way through a document, page by page, by dynamic programming.

A *way* leads to a break. What matters there is the break, the notes still open with their lines
done, the floats that wait, the side of the next page, and the white of the verso that it faces. Of
ways that agree in all of these the cheapest is kept. From each way pages are begun, and each of
their ends makes another way.

That the best pages of a document are a shortest path was shown by Michael F. Plass, »Optimal
Pagination Techniques for Automatic Typesetting Systems« (Stanford 1981).
"""

from __future__ import annotations

from typing import NamedTuple

from satzspiegel.pagination.footnotes import Carry
from satzspiegel.pagination.options import Option, PageMaker
from satzspiegel.pagination.pricing import NOT_COMPARED
from satzspiegel.pagination.table import Table


class Way(NamedTuple):
    """A way to a break: its last page, and the side of the next."""

    cost: int
    at: int
    recto: bool
    #: White of the verso that the next page faces, in lines, or NOT_COMPARED.
    facing: int
    carry: Carry
    waiting: int
    page: Option | None
    before: Way | None


Ways = dict[tuple[bool, int, Carry, int], Way]


def search(table: Table) -> Way:
    """The cheapest way to the end of a document, which has at least one block."""
    recto, cost = table.geometry.first_recto, 0
    if not recto and table.needs_recto[0]:
        recto, cost = True, table.settings.page
    return _Search(table).run(Way(cost, 0, recto, NOT_COMPARED, (), 0, None, None))


class _Search:
    """The ways to breaks that are not followed yet."""

    def __init__(self, table: Table) -> None:
        self.table, self.maker, self.effort = table, PageMaker(table), table.settings.effort
        self.ways: list[Ways] = [{} for _ in table.breaks]
        #: The cost of the cheapest way to each break.
        self.least: list[int | None] = [None] * len(table.breaks)

    def run(self, start: Way) -> Way:
        """Follow the ways, break by break."""
        self.ways[0] = {start[2:6]: start}
        self.least[0] = start.cost
        last, block = len(self.ways) - 1, 0
        for number in range(last):
            if self.ways[number] and not self._hopeless(number):
                self._follow(number)
            self.ways[number] = {}
            if self.table.breaks[number].block > block:
                block = self.table.breaks[number].block
                self.maker.reach.forget(block)
        self._follow(last)
        return min(self.ways[last].values(), key=lambda way: way.cost)

    def _hopeless(self, number: int) -> bool:
        """Whether ways that lead further are much cheaper, or many of them cheaper."""
        least = self.least[number] or 0
        cheaper = [
            cost
            for cost in self.least[number + 1 : self.table.page_below[number]]
            if cost is not None and cost < least
        ]
        if not cheaper:
            return False
        return least > min(cheaper) + self.effort.lag or len(cheaper) >= self.effort.breaks

    def _follow(self, number: int) -> None:
        """Make pages from the ways at a break; what is open longest comes first.

        At the document's end the ways with nothing open are left.
        """
        ways = self.ways[number] = self._promising(self.ways[number])
        ends = number + 1 == len(self.table.breaks)
        while ways:
            carry, waiting = max(
                ((way.carry, way.waiting) for way in ways.values()),
                key=lambda key: self.table.notes.lines_left(key[0]) + key[1],
            )
            if ends and not carry and not waiting:
                return
            options = self.maker.options(number, carry, waiting)
            alike = [key for key in ways if key[2] == carry and key[3] == waiting]
            for way in [ways.pop(key) for key in alike]:
                self._extend(way, options)

    def _promising(self, ways: Ways) -> Ways:
        """The cheapest of the ways at one break."""
        if len(ways) < 2:
            return ways
        kept = sorted(ways.items(), key=lambda item: item[1].cost)[: self.effort.ways]
        dearest = kept[0][1].cost + self.effort.lag
        return {key: way for key, way in kept if way.cost <= dearest}

    def _extend(self, way: Way, options: list[Option]) -> None:
        """The ways that follow from one, with each page that can be made."""
        settings, table = self.table.settings, self.table
        recto = way.recto
        hyphen_cost = self.maker.prices.hyphen(recto)
        for option in options:
            at, cost, lines = option.at, way.cost + option.cost, option.lines
            if table.hyphen[at] and at != way.at:
                cost += hyphen_cost
            if recto and lines >= 0 and way.facing >= 0:
                cost += settings.facing * (lines - way.facing) ** 2
            next_recto, facing = not recto, NOT_COMPARED if recto else lines
            if recto and table.needs_recto[at] and not option.carry and not option.waiting:
                next_recto, cost = True, cost + settings.page
            key = (next_recto, facing, option.carry, option.waiting)
            known = self.ways[at].get(key)
            if known is None or cost < known.cost:
                self.ways[at][key] = Way(
                    cost, at, next_recto, facing, option.carry, option.waiting, option, way
                )
                least = self.least[at]
                if least is None or cost < least:
                    self.least[at] = cost
