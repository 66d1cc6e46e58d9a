"""What a page can hold: the ends it may have, each with the height of its body.

From a block on, the text below it is the same whatever stands above, but for where on the grid it
begins. So the heights that can be reached before each following block, each with its cheapest
choice of variants, are worked out once and shared by all pages that begin in the block above.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from satzspiegel.pagination.breaks import Break
from satzspiegel.pagination.stacking import Run, stack, top_below
from satzspiegel.pagination.table import Table

#: What stands above: text, a float in its place, nothing, or floats on top of the page.
TEXT, FLOAT, NOTHING, FLOATS_ON_TOP = range(4)

#: A float that is not in its place; other blocks have the number of their variant.
ELSEWHERE = -1


class Choices(NamedTuple):
    """What was chosen for a block and those before it; blocks that leave no choice are left out."""

    before: Choices | None
    variant: int


class Stand(NamedTuple):
    """A height that can be reached before a block, in twips, and what it costs.

    ``waiting`` floats were passed and have no place yet; ``owed`` are to come, as so many stand on
    top of the page already.
    """

    y: int
    above: int
    waiting: int
    owed: int
    cost: int
    choices: Choices | None


class Part(NamedTuple):
    """A block in one variant, ``run`` shifted down by ``y``, and its breaks by strip."""

    y: int
    run: Run
    breaks: list[int]
    stand: Stand


class Level(NamedTuple):
    """What can be reached before a block, and how the block can go on there.

    ``least`` is the least height, ``most`` the greatest with all notes called so far.
    """

    block: int
    stands: list[Stand]
    parts: list[Part]
    least: int
    most: int


class Opened(NamedTuple):
    """The top of a page: ``on_top`` floats, and the rest of the block before as a ``part``.

    The levels are below, ``y`` further down than their own heights say.
    """

    y: int
    part: Part | None
    levels: list[Level]
    on_top: int


class End(NamedTuple):
    """A way for a page to end: the break, the height of the body, and the way there.

    ``stretch`` empty lines may be added on it.
    """

    at: int
    y: int
    stand: Stand
    stretch: int


class Reach:
    """The levels below each block, remembered."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._levels: dict[tuple[int, int, int, int, int], list[Level]] = {}

    def forget(self, block: int) -> None:
        """Drop what is remembered of the blocks before this one."""
        for key in [key for key in self._levels if key[0] < block]:
            del self._levels[key]
        self.table.forget(block)

    def opened(self, at: Break, waiting: int, ahead: bool) -> list[Opened]:
        """The ways to begin a page: with 0, 1, 2 … floats on top. None stands above a chapter.

        They are floats that wait, and if ``ahead`` is true also such as come later in the text.
        """
        found = [self._opened(at, 0, NOTHING, waiting, 0, 0)]
        table, height = self.table, self.table.geometry.height
        if not table.floats or (not at.strip and (not at.block or table.new_page(at.block))):
            return found
        first = table.floats_before[at.block] - waiting
        y = 0
        for number, block in enumerate(table.floats[first:], 1):
            start = table.breaks[table.starts[block]]
            if number > waiting and not ahead:
                break
            if number > waiting and start.depth - at.depth > 2 * height:
                break
            y = self.below(block, y, FLOAT if number > 1 else NOTHING)
            if y > height:
                break
            left, owed = max(waiting - number, 0), max(number - waiting, 0)
            found.append(self._opened(at, y, FLOATS_ON_TOP, left, owed, number))
        return found

    def below(self, block: int, y: int, above: int, variant: int = 0) -> int:
        """The bottom of a whole block below ``y``."""
        top = self.top(block, y, above, variant)
        return top + self.table.run(block, variant, top % self.table.geometry.leading).bottoms[-1]

    def top(self, block: int, y: int, above: int, variant: int = 0) -> int:
        """The top of a block below ``y``."""
        if above == NOTHING:
            return y
        space = 0 if above == TEXT else self.table.geometry.around_floats
        strip = self.table.strips(block, variant)[0]
        return top_below(y, strip, self.table.geometry.leading, space)

    def resumed(self, at: Break, y: int, above: int) -> tuple[int, list[int]]:
        """Where a block goes on at the top of a page, and the tops of its head above that."""
        geometry = self.table.geometry
        strip = self.table.strips(at.block, at.variant)[at.strip]
        head = self.table.head(at)
        if above == FLOATS_ON_TOP:
            first = head[0] if head else strip
            y = top_below(y, replace(first, before=0), geometry.leading, geometry.around_floats)
        if not head:
            return y, []
        tops, bottom = stack(head, y, geometry.leading)
        return top_below(bottom, strip, geometry.leading), tops

    def _opened(
        self, at: Break, y: int, above: int, waiting: int, owed: int, on_top: int
    ) -> Opened:
        table, leading = self.table, self.table.geometry.leading
        block, part = at.block, None
        if at.strip:
            top, _ = self.resumed(at, y, above)
            first = 0 if table.moves_alike(at) else at.strip
            run = table.run(block, at.variant, top % leading if first else 0, first)
            stand = Stand(0, TEXT, waiting, owed, 0, None)
            part = Part(top - run.tops[at.strip], run, table.inside[block][at.variant], stand)
            block, y, above = block + 1, part.y + run.bottoms[-1], TEXT
        residue = y % leading
        levels = self._levels_below(block, residue, above, waiting, owed)
        return Opened(y - residue, part, levels, on_top)

    def _levels_below(
        self, block: int, residue: int, above: int, waiting: int, owed: int
    ) -> list[Level]:
        """The levels from a block on, as far as one page can reach, the first at ``residue``."""
        key = (block, residue, above, waiting, owed)
        known = self._levels.get(key)
        if known is None:
            self._levels[key] = known = []
            stands = [Stand(residue, above, waiting, owed, 0, None)]
            while stands:
                ends_here = self.table.new_page(block) and (known or above == TEXT)
                parts, after = ([], []) if ends_here else self._parts(block, stands)
                known.append(self._level(block, stands, parts))
                stands = self._fewer(after)
                block += 1
        return known

    def _level(self, block: int, stands: list[Stand], parts: list[Part]) -> Level:
        notes = self.table.notes.sums[self.table.calls[self.table.starts[block]]]
        heights = [stand.y for stand in stands]
        return Level(block, stands, parts, min(heights), max(heights) + notes)

    def _parts(self, block: int, stands: list[Stand]) -> tuple[list[Part], list[Stand]]:
        """A block begun below each stand, and the stands below the whole of it."""
        table, height, leading = self.table, self.table.geometry.height, self.table.geometry.leading
        if table.floating[block]:
            return [], [one for stand in stands for one in self._floated(block, stand)]
        parts: list[Part] = []
        after: list[Stand] = []
        usable = table.usable[block]
        for stand in stands:
            for variant in usable:
                top = self.top(block, stand.y, stand.above, variant)
                choices = Choices(stand.choices, variant) if len(usable) > 1 else stand.choices
                cost = stand.cost + table.blocks[block].variants[variant].cost
                below = Stand(stand.y, TEXT, stand.waiting, stand.owed, cost, choices)
                run = table.run(block, variant, top % leading)
                breaks = table.inside[block][variant]
                if breaks:
                    parts.append(Part(top, run, breaks, below))
                if top + run.bottoms[-1] <= height:
                    after.append(below._replace(y=top + run.bottoms[-1]))
        return parts, after

    def _floated(self, block: int, stand: Stand) -> Iterator[Stand]:
        """What a float can do: stay where it is, be on the page's top already, or wait."""
        elsewhere = stand._replace(choices=Choices(stand.choices, ELSEWHERE))
        if stand.owed:
            yield elsewhere._replace(owed=stand.owed - 1)
            return
        yield elsewhere._replace(waiting=stand.waiting + 1)
        y = self.below(block, stand.y, stand.above)
        if not stand.waiting and y <= self.table.geometry.height:
            yield stand._replace(y=y, above=FLOAT, choices=Choices(stand.choices, 0))

    def _fewer(self, stands: list[Stand]) -> list[Stand]:
        """The cheapest for each height, and of these the cheapest."""
        best: dict[tuple[int, int, int, int], Stand] = {}
        for stand in stands:
            key = stand[:4]
            if key not in best or stand.cost < best[key].cost:
                best[key] = stand
        most = self.table.settings.effort.sums
        kept = list(best.values())
        return kept if len(kept) <= most else sorted(kept, key=lambda stand: stand.cost)[:most]


class Room(NamedTuple):
    """What is looked for from a break on, heights with all notes called in the document so far.

    ``limit`` is what the page holds, ``slack`` how much less an end may have; ``ceiling`` is what
    the page holds if the last note is split, which is called behind the first ``calls``.
    """

    height: int
    limit: int
    slack: int
    ceiling: int
    calls: int


def ends(table: Table, opened: Opened, at: Break, room: Room) -> list[End]:
    """The ends of a page that begins at a break.

    Those that fall short are left out, unless a chapter ends there, or what comes next may be too
    high for the rest.
    """
    found: list[End] = []
    leading, stretch = table.geometry.leading, table.stretch
    unstretched = stretch[_first_text(table, at) + 1]
    if opened.part:
        _inside(table, opened.part, 0, 0, room, at.strip, found)
    for number, level in enumerate(opened.levels):
        if level.least + opened.y > room.height:
            break
        block = level.block
        lines = max(stretch[block] - unstretched, 0)
        floor = room.limit - max(room.slack + lines * leading, table.needed[table.starts[block]])
        if level.most + opened.y >= floor or table.new_page(block):
            _before(table, level, opened.y, lines, floor, room, found)
        if level.parts:
            lines = max(stretch[block + 1] - unstretched, 0)
            floor = room.limit - room.slack - lines * leading
            below = opened.levels[number + 1 : number + 2]
            if not below or below[0].most + opened.y >= floor:
                for part in level.parts:
                    _inside(table, part, opened.y, lines, room, 0, found)
    return found


def _first_text(table: Table, at: Break) -> int:
    """The first block with text on a page; nothing is added above it."""
    block = at.block
    while not at.strip and block + 1 < len(table.blocks) and table.floating[block]:
        block += 1
    return block


def _before(
    table: Table, level: Level, shift: int, lines: int, floor: int, room: Room, found: list[End]
) -> None:
    """The ends before a block."""
    start = table.starts[level.block]
    calls = table.calls[start]
    sums = table.notes.sums
    lowest = 0 if table.new_page(level.block) else floor - sums[calls] - shift
    highest = room.height - shift
    if calls > room.calls:
        highest = min(highest, room.ceiling - sums[calls - 1] - shift)
    for stand in level.stands:
        if lowest <= stand.y <= highest and not stand.owed and stand.above <= FLOAT:
            found.append(End(start, stand.y + shift, stand, lines))


def _inside(
    table: Table, part: Part, shift: int, lines: int, room: Room, strip: int, found: list[End]
) -> None:
    """The ends inside a block, behind a strip."""
    if part.stand.owed:
        return
    down = part.y + shift
    floor = room.limit - room.slack - lines * table.geometry.leading - down
    highest, ceiling = room.height - down, room.ceiling - down
    _, bottoms, fills, cores = part.run
    breaks, stand, calls = part.breaks, part.stand, table.calls
    first = max(bisect_left(fills, floor), strip) + 1
    # What is high may be what takes the page beyond the floor: then it may end before it, too.
    if strip + 1 < first <= len(breaks) and table.needed[breaks[first - 1]]:
        first -= 1
    for end in range(first, len(breaks)):
        y, at = bottoms[end - 1], breaks[end]
        if y > highest or (cores[end - 1] > ceiling and calls[at] > room.calls):
            break
        found.append(End(at, y + down, stand, lines))
