"""The pages that can be made from a break, with what is open there, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from satzspiegel.pagination.footnotes import Allotment, Carry
from satzspiegel.pagination.pricing import NOT_COMPARED, Prices
from satzspiegel.pagination.reach import (
    FLOAT,
    NOTHING,
    TEXT,
    Choices,
    End,
    Reach,
    Room,
    Stand,
    ends,
)
from satzspiegel.pagination.table import Table


class Option(NamedTuple):
    """A page as it may be made from a break, whatever side it is on."""

    #: The break that ends it, with the notes open and the floats waiting there.
    at: int
    carry: Carry
    waiting: int
    #: Without a hyphen at its end, and without looking at the facing page.
    cost: int
    #: White as the facing page is compared by it, in lines.
    lines: int
    #: The bottom of the body, and how it was reached; a page without text has no stand.
    y: int
    stand: Stand | None
    #: Empty lines added; floats on top and at the foot.
    added: int = 0
    on_top: int = 0
    at_foot: int = 0


#: The cheapest page for each way that can follow it.
Options = dict[tuple[int, Carry, int, int], Option]


class Wanted(NamedTuple):
    """Which pages are looked for: ``slack`` is the white they may leave, in twips."""

    slack: int
    #: Floats on top that come later in the text; several notes split; widows and the like.
    ahead: bool
    several: bool
    bad_breaks: bool


class Begun(NamedTuple):
    """A page to be filled: what it begins with."""

    number: int
    carry: Carry
    #: Notes called before; the height of the open ones with the rule; whether a chapter begins.
    calls: int
    used: int
    opens: bool
    on_top: int


class PageMaker:
    """Makes the pages of a document from any break."""

    def __init__(self, table: Table) -> None:
        self.table, self.reach = table, Reach(table)
        self.settings, self.height = table.settings, table.geometry.height
        self.prices = Prices(table.geometry, table.settings)

    def options(self, number: int, carry: Carry, waiting: int) -> list[Option]:
        """The pages from a break on, the cheapest for each way that can follow. There is one.

        Where notes or floats are open no chapter begins: such a page has no text.
        """
        found: list[Option] = []
        if not (self.table.closing[number] and (carry or waiting)):
            found = self._with_text(number, carry, waiting)
        found += self._without_text(number, carry, waiting)
        return found or list(self._overfull(number))

    def _with_text(self, number: int, carry: Carry, waiting: int) -> list[Option]:
        """Pages that are full, or nearly; and the best of the others if none of these is good."""
        settings = self.settings
        full = settings.effort.reach * self.table.geometry.leading
        if full >= self.height:
            return self._best(number, carry, waiting, Wanted(self.height, True, True, True))
        found = self._best(number, carry, waiting, Wanted(full, False, False, False))
        for bearable, wanted in (
            (settings.later, Wanted(full, True, False, False)),
            (settings.white_over, Wanted(self.height, False, False, True)),
            (settings.several, Wanted(self.height, True, True, True)),
        ):
            if found and min(option.cost for option in found) < bearable:
                break
            found += self._best(number, carry, waiting, wanted)
        return found

    def _best(self, number: int, carry: Carry, waiting: int, wanted: Wanted) -> list[Option]:
        """The cheapest pages that can be found so."""
        table, notes = self.table, self.table.notes
        at, calls = table.breaks[number], table.calls[number]
        opened = self.reach.opened(at, waiting, wanted.ahead)
        used = notes.height(carry) + notes.rule - notes.between
        limit = self.height + notes.sums[calls] - used
        ceiling = limit + (notes.sums[-1] + self.height) * wanted.several
        room = Room(self.height, limit, wanted.slack, ceiling, calls)
        best: Options = {}
        dearest = self.settings.effort.lag
        for one in opened:
            begun = Begun(number, carry, calls, used, table.opens(number), one.on_top)
            for end in ends(table, one, at, room):
                cost = table.cost[end.at]
                if end.stand.above == TEXT:
                    cost += table.heading[end.at]
                if cost > dearest and not wanted.bad_breaks:
                    continue
                cost += self.settings.page + end.stand.cost
                self._fill(best, begun, end, end.y, cost, 0)
                if end.stand.waiting:
                    self._with_feet(best, begun, end, cost)
        return list(best.values())

    def _with_feet(self, best: Options, begun: Begun, end: End, cost: int) -> None:
        """A page with 1, 2 … floats at its foot."""
        table, y = self.table, end.y
        first = table.floats_before[table.breaks[end.at].block] - end.stand.waiting
        for at_foot in range(1, end.stand.waiting + 1):
            y = self.reach.below(table.floats[first + at_foot - 1], y, FLOAT)
            if y > self.height:
                return
            self._fill(best, begun, end, y, cost, at_foot)

    def _fill(self, best: Options, begun: Begun, end: End, y: int, cost: int, at_foot: int) -> None:
        """A page with its notes: whole, or split here or there; and empty lines added or not."""
        table, prices, settings = self.table, self.prices, self.settings
        at, _, stand, stretch = end
        waiting = stand.waiting - at_foot
        if waiting or at_foot or begun.on_top:
            cost += settings.moved * (begun.on_top + at_foot) + settings.later * waiting
        room, calls, used = self.height - y, table.calls[at], 0
        if begun.carry or calls > begun.calls:
            sums = table.notes.sums
            used = begun.used + sums[calls] - sums[begun.calls]
        ways: Iterable[tuple[Carry, int, int]] = (((), used, 0),)
        if used > room:
            ways = table.notes.split(room, used, begun.carry, begun.calls, calls)
        for carry, taken, price in ways:
            white, lines = room - taken, NOT_COMPARED
            if table.closing[at] and not carry and not waiting:
                total = cost + price + (0 if begun.opens else prices.short[y])
            elif white < (table.needed[at] or self.held_back(at, carry, waiting, y)):
                total = cost + price + prices.few[y] + prices.before_whole[white]
            else:
                price += cost + prices.few[y]
                total, lines = price + prices.white[white], prices.lines[white]
                if stretch and not carry:
                    self._stretch(best, begun, end, price, white, at_foot, y)
            key = (at, carry, waiting, lines)
            known = best.get(key)
            if known is None or total < known[3]:
                best[key] = Option(
                    at, carry, waiting, total, lines, y, stand, 0, begun.on_top, at_foot
                )

    def _stretch(
        self, best: Options, begun: Begun, end: End, price: int, white: int, at_foot: int, y: int
    ) -> None:
        """The page with 1, 2 … empty lines added."""
        prices, leading = self.prices, self.table.geometry.leading
        waiting = end.stand.waiting - at_foot
        for added in range(1, min(end.stretch, white // leading) + 1):
            left = white - added * leading
            total = price + prices.white[left] + prices.added(added)
            key = (end.at, (), waiting, prices.lines[left])
            known = best.get(key)
            if known is None or total < known.cost:
                best[key] = Option(
                    end.at, (), waiting, total, key[3], y, end.stand, added, begun.on_top, at_foot
                )

    def _without_text(self, number: int, carry: Carry, waiting: int) -> Iterator[Option]:
        """Pages of notes and floats alone."""
        table, at = self.table, self.table.breaks[number]
        first, y = table.floats_before[at.block] - waiting, 0
        for on_top in range(waiting + 1):
            if on_top:
                above = FLOAT if on_top > 1 else NOTHING
                y = self.reach.below(table.floats[first + on_top - 1], y, above)
            if y > self.height:
                return
            room, notes = self.height - y, table.notes
            if on_top or carry:
                for way in notes.allot(room, carry, 0, 0) if on_top else notes.alone(room, carry):
                    yield self._bare(number, way, y, on_top, waiting - on_top)

    def _bare(self, number: int, notes: Allotment, y: int, on_top: int, left: int) -> Option:
        """A page without text."""
        settings = self.settings
        cost = settings.page + settings.no_text + notes.cost
        cost += settings.moved * on_top + settings.later * left
        white = self.height - y - notes.used
        if notes.carry or left or not self.table.closing[number]:
            needed = self.table.needed[number] or self.held_back(number, notes.carry, left, y)
            cost += (self.prices.before_whole if white < needed else self.prices.white)[white]
        return Option(number, notes.carry, left, cost, NOT_COMPARED, y, None, 0, on_top)

    def held_back(self, number: int, carry: Carry, waiting: int, y: int) -> int:
        """What the next float needs that has to stand before a chapter begins, else 0."""
        table = self.table
        if carry or not waiting or not table.closing[number]:
            return 0
        block = table.floats[table.floats_before[table.breaks[number].block] - waiting]
        return self.reach.below(block, y, FLOAT) - y

    def _overfull(self, number: int) -> Iterator[Option]:
        """A page for a strip that is higher."""
        table, at = self.table, self.table.breaks[number]
        for variant in (at.variant,) if at.strip else table.usable[at.block]:
            strips = table.strips(at.block, variant)
            last = at.strip + 1 == len(strips)
            breaks = table.inside[at.block][variant]
            end = table.starts[at.block + 1] if last else breaks[at.strip + 1]
            cost = self.settings.page + self.settings.overfull
            cost += table.cost[end] + table.heading[end]
            if not at.strip:
                cost += table.blocks[at.block].variants[variant].cost
            y = strips[at.strip].height
            stand = Stand(y, TEXT, 0, 0, 0, Choices(None, variant))
            yield Option(end, (), 0, cost, NOT_COMPARED, y, stand)
