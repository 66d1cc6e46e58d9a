"""The search for pages against an exhaustive one that shares none of its code.

The oracle makes all pages of a short document, grown strip by strip; at each strip a page may end.
Rules and prices are taken from the documentation. Ways dearer than the best so far are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from itertools import product

import pytest

from pagination_documents import small_document, small_geometry
from satzspiegel.pagination import (
    EXHAUSTIVE,
    Block,
    Document,
    Geometry,
    Opening,
    Settings,
    Strip,
    paginate,
)

OpenNotes = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Place:
    """Where a page begins: a block, or a strip inside its variant."""

    block: int
    variant: int = -1
    strip: int = 0


@dataclass(frozen=True)
class Sheet:
    """A page in the making, up to a place."""

    at: Place
    #: Bottom of the body; the last thing placed: "", "text", "float", "top float".
    y: int = 0
    last: str = ""
    calls: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    #: Floats on top whose place is still to come.
    owed: tuple[int, ...] = ()
    moved: int = 0
    added: int = 0
    cost: int = 0
    first_text: bool = True


@dataclass(frozen=True)
class Done:
    """A page: where the next begins, and what the page costs but for its side."""

    at: Place
    notes: OpenNotes
    waiting: tuple[int, ...]
    cost: int
    hyphen: bool
    lines: int | None
    overfull: bool = False


class Oracle:
    """The least cost of a document's pages."""

    def __init__(self, document: Document, geometry: Geometry, settings: Settings) -> None:
        self.blocks, self.notes = document.blocks, document.notes
        self.geometry, self.settings = geometry, settings
        self.leading, self.height = geometry.leading, geometry.height
        self.best: int | None = None
        self.ways = 0

    def least(self) -> int:
        recto, cost = self.geometry.first_recto, 0
        if not recto and self.blocks[0].opening is Opening.RECTO:
            recto, cost = True, self.settings.page
        self._go(Place(0), (), (), recto, None, cost)
        assert self.best is not None
        return self.best

    def _go(
        self, at: Place, notes: OpenNotes, waiting: tuple[int, ...], recto: bool,
        facing: int | None, cost: int,
    ) -> None:  # fmt: skip
        if self.best is not None and cost >= self.best:
            return
        if at.block == len(self.blocks) and not notes and not waiting:
            self.best, self.ways = cost, self.ways + 1
            return
        for page in sorted(self._pages(at, notes, waiting), key=lambda page: page.cost):
            price = cost + page.cost
            if page.hyphen:
                price += self.settings.recto_hyphen if recto else self.settings.verso_hyphen
            if recto and facing is not None and page.lines is not None:
                price += self.settings.facing * (facing - page.lines) ** 2
            next_recto, next_facing = not recto, None if recto else page.lines
            if (
                page.at.block < len(self.blocks)
                and page.at.strip == 0
                and self.blocks[page.at.block].opening is Opening.RECTO
                and not next_recto
                and not page.notes
                and not page.waiting
            ):
                next_recto, price = True, price + self.settings.page
            self._go(page.at, page.notes, page.waiting, next_recto, next_facing, price)

    def _pages(self, at: Place, notes: OpenNotes, waiting: tuple[int, ...]) -> list[Done]:
        found: list[Done] = []
        begins = self._begins(at)
        upcoming = [] if begins else self._upcoming(at)
        floats = (*waiting, *upcoming)
        closed = at.strip == 0 and self._new_page(at.block)
        sheet = Sheet(at)
        for number in range(len(floats) + 1):
            if number:
                sheet = self._float(sheet, floats[number - 1], "top float")
                sheet = replace(sheet, moved=number)
            if sheet.y > self.height:
                break
            left = waiting[number:]
            if number <= len(waiting) and (number or notes):
                found += self._bare(sheet, notes, left)
            if not (closed and (notes or waiting)):
                owed = floats[len(waiting) : number]
                grown = replace(sheet, waiting=left, owed=owed)
                for one in self._grow(grown, at):
                    found += self._end(one, at, notes, begins)
        return found or [self._overfull(at, variant) for variant in self._variants(at)]

    def _grow(self, sheet: Sheet, start: Place) -> Iterator[Sheet]:
        """The page as it is, if it may end here, and all that it can become."""
        at = sheet.at
        if sheet.last in ("text", "float") and not sheet.owed:
            yield sheet
        fresh = at.strip == 0 and at.variant < 0
        if fresh and at.block == len(self.blocks):
            return
        if fresh and self._new_page(at.block) and at != start:
            return
        if fresh and self._floating(at.block):
            yield from self._grow_float(sheet, start)
            return
        for variant in self._variants(at):
            most = self.blocks[at.block].stretch if fresh and not sheet.first_text else 0
            for added in range(most + 1):
                yield from self._grow_text(sheet, start, variant, added)

    def _grow_float(self, sheet: Sheet, start: Place) -> Iterator[Sheet]:
        block = sheet.at.block
        passed = replace(sheet, at=Place(block + 1))
        if sheet.owed:
            yield from self._grow(replace(passed, owed=sheet.owed[1:]), start)
            return
        yield from self._grow(replace(passed, waiting=(*sheet.waiting, block)), start)
        if not sheet.waiting:
            placed = self._float(sheet, block, "float")
            if placed.y <= self.height:
                yield from self._grow(replace(placed, at=Place(block + 1)), start)

    def _grow_text(self, sheet: Sheet, start: Place, variant: int, added: int) -> Iterator[Sheet]:
        """A block from the sheet's place to each strip behind which it may be left."""
        block = sheet.at.block
        one = self.blocks[block]
        strips = one.variants[variant].strips
        y, last = sheet.y, sheet.last
        if sheet.at.strip:
            for head in self._head(sheet.at):
                y, last = self._below(y, last, head) + head.height, "text"
        calls = sheet.calls
        cost = sheet.cost + (0 if sheet.at.strip else one.variants[variant].cost)
        for number in range(sheet.at.strip, len(strips)):
            y = self._below(y, last, strips[number]) + strips[number].height
            if number == sheet.at.strip:
                y += added * self.leading
            last = "text"
            calls = (*calls, *strips[number].notes)
            if y > self.height:
                return
            grown = replace(
                sheet, y=y, last="text", calls=calls, cost=cost, first_text=False,
                added=sheet.added + added,
            )  # fmt: skip
            if number + 1 == len(strips):
                yield from self._grow(replace(grown, at=Place(block + 1)), start)
            elif self._splits(block) and not sheet.owed:
                yield replace(grown, at=Place(block, variant, number + 1))

    def _below(self, y: int, last: str, strip: Strip) -> int:
        space = strip.before
        if not last:
            space = 0
        elif last in ("float", "top float"):
            space = max(space, self.geometry.around_floats)
        y += space
        return y + (-y % self.leading if strip.on_grid else 0)

    def _float(self, sheet: Sheet, block: int, how: str) -> Sheet:
        y = sheet.y
        for number, strip in enumerate(self.blocks[block].variants[0].strips):
            last = "text"
            if not number and sheet.last:
                last = "float"
            elif not number:
                last = ""
            if not number and sheet.last == "text":
                y += max(strip.before, self.geometry.around_floats)
                y += -y % self.leading if strip.on_grid else 0
            else:
                y = self._below(y, last, strip)
            y += strip.height
        return replace(sheet, y=y, last=how)

    def _end(self, sheet: Sheet, start: Place, notes: OpenNotes, begins: bool) -> Iterator[Done]:
        """The pages that end with this sheet: floats at the foot, notes split somewhere."""
        settings = self.settings
        cost = settings.page + sheet.cost + self._break_cost(sheet)
        for foot in range(len(sheet.waiting) + 1):
            if foot:
                sheet = self._float(sheet, sheet.waiting[foot - 1], "float")
            if sheet.y > self.height:
                return
            left = sheet.waiting[foot:]
            price = cost + settings.moved * (sheet.moved + foot) + settings.later * len(left)
            queue = (*notes, *((note, 0) for note in sheet.calls))
            for taken, rest, note_cost in self._allotments(queue, self.height - sheet.y):
                white = self.height - sheet.y - taken
                for body, lines in self._white(sheet, rest, left, white, begins):
                    total = price + note_cost + body
                    yield Done(sheet.at, rest, left, total, self._hyphen(sheet.at), lines)

    def _white(
        self, sheet: Sheet, rest: OpenNotes, left: tuple[int, ...], white: int, begins: bool
    ) -> Iterator[tuple[int, int | None]]:
        settings, leading = self.settings, self.leading
        at, lines = sheet.at, sheet.y // leading
        before_block = at.strip == 0
        if before_block and self._new_page(at.block) and not rest and not left:
            if not sheet.added:
                short = 0 if begins else max(settings.last_lines - lines, 0)
                yield settings.short_last * short, None
            return
        body = (sheet.y - sheet.added * leading) // leading
        few = settings.few * max(settings.body_lines - body, 0)
        bare = white + sheet.added * leading
        needed = self._needed(at) or self._held_back(at, rest, left, sheet.y)
        if bare < needed:
            if not sheet.added:
                yield few + settings.white_before_whole * white**2 // leading**2, None
            return
        if sheet.added and rest:
            return
        added = settings.added * sheet.added**2
        yield few + added + self._white_cost(white), min(white // leading, 3)

    def _white_cost(self, white: int) -> int:
        settings, leading = self.settings, self.leading
        cost = settings.white * white**2 // leading**2
        beyond = white - settings.white_lines * leading
        if beyond > 0:
            cost += settings.white_over + settings.white_further * beyond // leading
        return cost

    def _bare(self, sheet: Sheet, notes: OpenNotes, left: tuple[int, ...]) -> Iterator[Done]:
        settings, at = self.settings, sheet.at
        price = settings.page + settings.no_text
        price += settings.moved * sheet.moved + settings.later * len(left)
        for taken, rest, note_cost in self._allotments(notes, self.height - sheet.y):
            white = self.height - sheet.y - taken
            closes = at.strip == 0 and self._new_page(at.block) and not rest and not left
            if closes:
                body = 0
            elif white < (self._needed(at) or self._held_back(at, rest, left, sheet.y)):
                body = settings.white_before_whole * white**2 // self.leading**2
            else:
                body = self._white_cost(white)
            yield Done(at, rest, left, price + note_cost + body, False, None)

    def _overfull(self, at: Place, variant: int) -> Done:
        block = self.blocks[at.block]
        last = at.strip + 1 == len(block.variants[variant].strips)
        after = Place(at.block + 1) if last else Place(at.block, variant, at.strip + 1)
        cost = self.settings.page + self.settings.overfull
        cost += 0 if at.strip else block.variants[variant].cost
        cost += self._break_cost(Sheet(after, last="text"))
        hyphen = self._hyphen(after)
        return Done(after, (), (), cost, hyphen, None, overfull=True)

    def _allotments(self, queue: OpenNotes, room: int) -> Iterator[tuple[int, OpenNotes, int]]:
        """Height, notes open and cost of each way to set notes: every number of lines is tried."""
        if not queue:
            yield 0, (), 0
            return
        lefts = [len(self.notes[note].lines) - done for note, done in queue]
        fitting = [
            lines
            for lines in product(*(range(1, left + 1) for left in lefts))
            if self._taken(queue, lines) <= room
        ]
        full = tuple(lefts)
        if full in fitting:
            chosen = [full]
        elif last := [lines for lines in fitting if lines[:-1] == full[:-1]]:
            most = max(lines[-1] for lines in last)
            chosen = [lines for lines in last if lines[-1] >= most - self.settings.slack]
        else:
            pairs = [
                lines
                for lines in fitting
                if all(line >= min(2, left) for line, left in zip(lines, lefts, strict=True))
            ]
            # The first notes have as much as they can.
            chosen = sorted(pairs or fitting)[-1:]
        for lines in chosen:
            yield self._taken(queue, lines), *self._left_open(queue, lines, lefts)

    def _taken(self, queue: OpenNotes, lines: tuple[int, ...]) -> int:
        heights = [
            sum(self.notes[note].lines[done : done + line])
            for (note, done), line in zip(queue, lines, strict=True)
        ]
        return self.geometry.rule + sum(heights) + self.geometry.between * (len(queue) - 1)

    def _left_open(
        self, queue: OpenNotes, lines: tuple[int, ...], lefts: list[int]
    ) -> tuple[OpenNotes, int]:
        rest: list[tuple[int, int]] = []
        cost = 0
        for (note, done), line, left in zip(queue, lines, lefts, strict=True):
            # Whatever stands below a note that goes on overleaf breaks it in two.
            cost += self.settings.several if rest else 0
            if line < left:
                cost += self.settings.split
                cost += self.settings.single * ((line == 1) + (left - line == 1))
                rest.append((note, done + line))
        return tuple(rest), cost

    def _break_cost(self, sheet: Sheet) -> int:
        settings, at = self.settings, sheet.at
        if at.strip:
            block = self.blocks[at.block]
            left = len(block.variants[at.variant].strips) - at.strip
            cost = settings.torn if block.whole else 0
            cost += settings.widow if left < block.widows else 0
            least = max(block.orphans, len(block.head) + 1) if block.head else block.orphans
            return cost + (settings.orphan if at.strip < least else 0)
        if self._new_page(at.block) or sheet.last != "text":
            return 0
        before = [b for b in range(at.block) if not self._floating(b)]
        return settings.heading if before and self.blocks[before[-1]].with_next else 0

    def _hyphen(self, at: Place) -> bool:
        if not at.strip:
            return False
        return self.blocks[at.block].variants[at.variant].strips[at.strip - 1].hyphen

    def _new_page(self, block: int) -> bool:
        return block == len(self.blocks) or self.blocks[block].opening is not Opening.FLOW

    def _begins(self, at: Place) -> bool:
        return at.strip == 0 and (at.block == 0 or self._new_page(at.block))

    def _upcoming(self, at: Place) -> list[int]:
        found = []
        for block in range(at.block + bool(at.strip), len(self.blocks)):
            if self._new_page(block):
                break
            if self._floating(block):
                found.append(block)
        return found

    def _variants(self, at: Place) -> list[int]:
        if at.strip:
            return [at.variant]
        return [v for v in range(len(self.blocks[at.block].variants)) if self._usable(at.block, v)]

    def _usable(self, block: int, variant: int) -> bool:
        return all(
            strip.height + self._lines_of(strip.notes, self.geometry.rule) <= self.height
            for strip in self.blocks[block].variants[variant].strips
            if strip.notes
        )

    def _lines_of(self, notes: tuple[int, ...], rule: int) -> int:
        """One line of each, with the rule."""
        if not notes:
            return 0
        lines = sum(self.notes[note].lines[0] for note in notes)
        return rule + lines + self.geometry.between * (len(notes) - 1)

    def _stacked(self, strips: tuple[Strip, ...]) -> int:
        y, last = 0, ""
        for strip in strips:
            y, last = self._below(y, last, strip) + strip.height, "text"
        return y

    def _called(self, block: Block) -> tuple[int, ...]:
        return tuple(note for strip in block.variants[0].strips for note in strip.notes)

    def _floating(self, block: int) -> bool:
        one = self.blocks[block]
        fits = self._stacked(one.variants[0].strips) <= self.height
        return one.floats and fits and not self._called(one) and one.opening is Opening.FLOW

    def _splits(self, block: int) -> bool:
        one = self.blocks[block]
        if not one.whole:
            return True
        least = self._lines_of(self._called(one), self.geometry.rule)
        return all(
            self._stacked(variant.strips) + least > self.height
            for number, variant in enumerate(one.variants)
            if self._usable(block, number)
        )

    def _needed(self, at: Place) -> int:
        """Of what cannot be split, with headings above it: less room excuses white."""
        if at.strip:
            return self._tall(self.blocks[at.block].variants[at.variant].strips[at.strip])
        if self._new_page(at.block) or self._floating(at.block):
            return 0
        one = self.blocks[at.block]
        variants = [one.variants[number] for number in self._variants(at)]
        below = self._needed(Place(at.block + 1)) if one.with_next else 0
        if one.with_next and not below:
            return 0
        if not one.with_next and self._splits(at.block):
            return min(self._tall(variant.strips[0]) for variant in variants)
        heights = [
            self._below(0, "text", variant.strips[0]) + self._stacked(variant.strips)
            for variant in variants
        ]
        return min(heights) + self._lines_of(self._called(one), 0) + below

    def _held_back(self, at: Place, rest: OpenNotes, left: tuple[int, ...], y: int) -> int:
        """Of a float that has to stand before the next chapter."""
        if rest or not left or at.strip or not self._new_page(at.block):
            return 0
        return self._float(Sheet(at, y, "text"), left[0], "float").y - y

    def _tall(self, strip: Strip) -> int:
        """A strip higher than white may be."""
        if strip.height <= self.settings.white_lines * self.leading:
            return 0
        return self._below(0, "text", strip) + strip.height + self._lines_of(strip.notes, 0)

    def _head(self, at: Place) -> tuple[Strip, ...]:
        head = self.blocks[at.block].head
        strip = self.blocks[at.block].variants[at.variant].strips[at.strip]
        room = self.height - self._lines_of(strip.notes, self.geometry.rule)
        return head if head and self._stacked((*head, strip)) <= room else ()


SHORT = Settings(effort=EXHAUSTIVE)
#: The same prices in another order: what is dear is cheap, so that the search has to take it.
TURNED = Settings(
    heading=90,
    widow=70,
    orphan=80,
    recto_hyphen=40,
    several=500,
    white_over=60,
    white_further=30,
    no_text=100,
    short_last=300,
    single=900,
    few=20,
    later=30,
    split=25,
    verso_hyphen=700,
    moved=110,
    added=15,
    facing=400,
    white=9,
    page=400,
    white_before_whole=50,
    slack=1,
    effort=EXHAUSTIVE,
)


#: Costs, as the settings name them; what is not among them are limits.
COSTS = {one.name for one in fields(Settings)} - {
    "white_lines",
    "last_lines",
    "body_lines",
    "slack",
    "effort",
}


def is_short(seed: int) -> bool:
    document = small_document(seed, small_geometry(seed))
    strips = sum(len(block.variants[0].strips) for block in document.blocks)
    return strips + sum(len(note.lines) for note in document.notes) <= 40


SEEDS = [seed for seed in range(400) if is_short(seed)]


@pytest.mark.parametrize("seed", SEEDS[:300])
@pytest.mark.parametrize("settings", [SHORT, TURNED], ids=["standard", "turned"])
def test_no_pages_are_cheaper(seed: int, settings: Settings) -> None:
    geometry = small_geometry(seed)
    document = small_document(seed, geometry)
    found = paginate(document, geometry, settings)
    oracle = Oracle(document, geometry, settings)
    # Ways as dear as what was found are looked at, dearer ones are not.
    oracle.best = found.cost + 1
    assert oracle.least() == found.cost


def test_every_cost_is_paid_somewhere() -> None:
    paid = set()
    for seed in SEEDS[:300]:
        geometry = small_geometry(seed)
        document = small_document(seed, geometry)
        for settings in (SHORT, TURNED):
            pages = paginate(document, geometry, settings).pages
            paid |= {reason.name for page in pages for reason in page.reasons}
    assert paid - {"variant"} == COSTS


def test_a_search_with_limits_mostly_finds_the_same() -> None:
    """On pages of a few lines, where there is little to choose from, limits are felt most."""
    dearer = 0
    for seed in SEEDS[:300]:
        geometry = small_geometry(seed)
        document = small_document(seed, geometry)
        dearer += paginate(document, geometry).cost > paginate(document, geometry, SHORT).cost
    assert 0 < dearer < 30
