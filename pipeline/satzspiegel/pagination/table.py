"""Everything the search asks of a document again and again, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from satzspiegel.pagination.breaks import Break, break_costs, number_breaks
from satzspiegel.pagination.document import (
    Block,
    Document,
    Geometry,
    NoteDoesNotFit,
    Opening,
    Strip,
    Variant,
)
from satzspiegel.pagination.footnotes import NoteRoom
from satzspiegel.pagination.settings import Settings
from satzspiegel.pagination.stacking import Run, run, stack, top_below


class Table:
    """A document made ready. Nothing in it changes, but what it remembers of :meth:`run`."""

    def __init__(self, document: Document, geometry: Geometry, settings: Settings) -> None:
        self.blocks, self.geometry, self.settings = document.blocks, geometry, settings
        self.notes = NoteRoom(document.notes, geometry, settings)
        #: For each block and variant: notes called in the document before each strip, and at last.
        self.called = list(_called(document.blocks))
        numbers = range(len(document.blocks))
        #: For each block the variants whose strips all fit with a line of each of their notes.
        self.usable = [self._usable(block) for block in numbers]
        self.floating = [self._is_floating(block) for block in numbers]
        #: The floats in order; and for each block how many are before it.
        self.floats = [block for block in numbers if self.floating[block]]
        self.floats_before = list(accumulate(map(int, self.floating), initial=0))
        #: Empty lines that may be added before the first 0, 1, 2 … blocks; before floats none are.
        lines = (0 if self.floating[n] else self.blocks[n].stretch for n in numbers)
        self.stretch = list(accumulate(lines, initial=0))
        may_split = [self._may_split(block) for block in numbers]
        self.breaks, self.starts, self.inside = number_breaks(
            self.blocks, self.usable, may_split, geometry.leading
        )
        self.cost = [
            sum(cost for _, cost in self.costs_inside(at)) if at.strip else 0 for at in self.breaks
        ]
        self.hyphen = [self.ends_in_hyphen(at) for at in self.breaks]
        #: Notes called in the document before each break.
        self.calls = [self.calls_before(at) for at in self.breaks]
        #: Whether a chapter, or the document, ends at a break.
        self.closing = [not at.strip and self.new_page(at.block) for at in self.breaks]
        #: What it costs that a heading ends the page before each break.
        self.heading = [0 if at.strip else self._heading(at.block) for at in self.breaks]
        self.needed = self._needed(may_split)
        #: Whether what follows a break needs a recto; the first break more than a page below it.
        self.needs_recto = [
            closes and self.opening(at.block) is Opening.RECTO
            for closes, at in zip(self.closing, self.breaks, strict=True)
        ]
        self.page_below = self._page_below()
        #: For each block and variant the last strip on the grid, or -1.
        self.last_on_grid = [[_last_on_grid(v) for v in block.variants] for block in self.blocks]
        self._runs: dict[tuple[int, int, int, int], Run] = {}

    def strips(self, block: int, variant: int) -> tuple[Strip, ...]:
        """What a variant of a block is made of."""
        return self.blocks[block].variants[variant].strips

    def run(self, block: int, variant: int, residue: int, first: int = 0) -> Run:
        """The strips of a variant from ``first`` on, stacked, that far off the grid."""
        key = (block, variant, residue, first)
        known = self._runs.get(key)
        if known is None:
            calls = self.called[block][variant][1:]
            strips, leading = self.strips(block, variant), self.geometry.leading
            known = run(strips, first, residue, leading, calls, self.notes.sums)
            self._runs[key] = known
        return known

    def moves_alike(self, at: Break) -> bool:
        """Whether strips from a break on stand to each other as in the whole block.

        They do if the first is on the grid, or none: else they depend on where they begin.
        """
        strips = self.strips(at.block, at.variant)
        return strips[at.strip].on_grid or at.strip > self.last_on_grid[at.block][at.variant]

    def forget(self, block: int) -> None:
        """Drop what is remembered of the blocks before this one."""
        for key in [key for key in self._runs if key[0] < block]:
            del self._runs[key]

    def opening(self, block: int) -> Opening:
        """Where a block begins, or what would follow the document's end."""
        return self.blocks[block].opening if block < len(self.blocks) else Opening.PAGE

    def new_page(self, block: int) -> bool:
        """Whether a block begins on a page of its own, or is the document's end."""
        return self.opening(block) is not Opening.FLOW

    def leaves_choice(self, block: int) -> bool:
        """Whether there is more than one way to set a block."""
        return self.floating[block] or len(self.usable[block]) > 1

    def opens(self, number: int) -> bool:
        """Whether a chapter, or the document, begins at a break."""
        at = self.breaks[number]
        return not at.strip and (not at.block or self.new_page(at.block))

    def costs_inside(self, at: Break) -> list[tuple[str, int]]:
        """What a break inside a block costs, by name; the hyphen is extra."""
        return break_costs(self.blocks[at.block], at, self.settings)

    def ends_in_hyphen(self, at: Break) -> bool:
        """Whether the strip before a break inside a block ends in one."""
        return at.strip > 0 and self.strips(at.block, at.variant)[at.strip - 1].hyphen

    def calls_before(self, at: Break) -> int:
        """The number of notes called before a break."""
        if at.block == len(self.blocks):
            return len(self.notes.lengths)
        return self.called[at.block][max(at.variant, 0)][at.strip]

    def head(self, at: Break) -> tuple[Strip, ...]:
        """What stands again on top of a page that begins here, if it leaves room for a strip."""
        head = self.blocks[at.block].head if at.strip else ()
        if not head:
            return ()
        leading = self.geometry.leading
        bottom = stack(head, 0, leading)[1]
        strip = self.strips(at.block, at.variant)[at.strip]
        calls = self.called[at.block][at.variant]
        bottom = top_below(bottom, strip, leading) + strip.height
        room = self.geometry.height - self.notes.least(calls[at.strip], calls[at.strip + 1])
        return head if bottom <= room else ()

    def _height(self, block: int, variant: int) -> int:
        return stack(self.strips(block, variant), 0, self.geometry.leading)[1]

    def _usable(self, block: int) -> tuple[int, ...]:
        """ValueError if there is none."""
        misfits = [self._misfit(block, variant) for variant in range(len(self.called[block]))]
        usable = tuple(variant for variant, note in enumerate(misfits) if note is None)
        if not usable:
            note = misfits[0] or 0
            raise NoteDoesNotFit(note, self.notes.names[note], block, self.blocks[block].name)
        return usable

    def _misfit(self, block: int, variant: int) -> int | None:
        """A note that has no room on the page of its call."""
        calls, notes = self.called[block][variant], self.notes
        for number, strip in enumerate(self.strips(block, variant)):
            first, end = calls[number : number + 2]
            for note in range(first, end):
                room = self.geometry.height - strip.height - notes.least(first, note + 1)
                if room < 0 or notes.highest[note] + notes.rule > self.geometry.height:
                    return note
        return None

    def _is_floating(self, block: int) -> bool:
        one, called = self.blocks[block], self.called[block][0]
        fits = self._height(block, 0) <= self.geometry.height
        return one.floats and fits and called[0] == called[-1] and one.opening is Opening.FLOW

    def _may_split(self, block: int) -> bool:
        if not self.blocks[block].whole:
            return not self.floating[block]
        called = self.called[block][0]
        room = self.geometry.height - self.notes.least(called[0], called[-1])
        return all(self._height(block, variant) > room for variant in self.usable[block])

    def _page_below(self) -> list[int]:
        found, end = [], 0
        for at in self.breaks:
            lowest = at.depth + self.geometry.height
            while end < len(self.breaks) and self.breaks[end].depth <= lowest:
                end += 1
            found.append(end)
        return found

    def _heading(self, block: int) -> int:
        """Floats between the heading and the break are no text."""
        if self.new_page(block):
            return 0
        before = block - 1
        while before >= 0 and self.floating[before]:
            before -= 1
        heads = before >= 0 and self.blocks[before].with_next
        return self.settings.heading if heads else 0

    def _needed(self, may_split: Sequence[bool]) -> list[int]:
        """For each break the height below which what follows cannot begin; 0 if it can be split.

        That is a block that is whole, with the headings above it, or one high strip; always with
        one line of each of their notes.
        """
        blocks = [0] * (len(self.blocks) + 1)
        for block in range(len(self.blocks) - 1, -1, -1):
            if self.floating[block] or self.new_page(block):
                continue
            if self.blocks[block].with_next:
                blocks[block] = blocks[block + 1] and blocks[block + 1] + self._least(block)
            elif may_split[block]:
                heights = [self._needed_by(block, variant, 0) for variant in self.usable[block]]
                blocks[block] = min(heights)
            else:
                blocks[block] = self._least(block)
        return [self._needed_by(*at[:3]) if at.strip else blocks[at.block] for at in self.breaks]

    def _needed_by(self, block: int, variant: int, strip: int) -> int:
        """What a strip needs that is higher than white may be, else 0."""
        one, leading = self.strips(block, variant)[strip], self.geometry.leading
        if one.height <= self.settings.white_lines * leading:
            return 0
        calls = self.called[block][variant]
        lines = self.notes.least(calls[strip], calls[strip + 1])
        return top_below(0, one, leading) + one.height + max(lines - self.notes.rule, 0)

    def _least(self, block: int) -> int:
        """The least height of a block below another, with one line of each of its notes."""
        calls, leading = self.called[block][0], self.geometry.leading
        heights = (
            top_below(0, self.strips(block, variant)[0], leading) + self._height(block, variant)
            for variant in self.usable[block]
        )
        lines = self.notes.least(calls[0], calls[-1])
        return min(heights) + max(lines - self.notes.rule, 0)


def _called(blocks: Sequence[Block]) -> Iterator[list[list[int]]]:
    """For each block and variant, the notes called before each strip, and before the next block."""
    calls = 0
    for block in blocks:
        yield [_running(variant, calls) for variant in block.variants]
        calls += sum(len(strip.notes) for strip in block.variants[0].strips)


def _running(variant: Variant, calls: int) -> list[int]:
    return list(accumulate((len(strip.notes) for strip in variant.strips), initial=calls))


def _last_on_grid(variant: Variant) -> int:
    return max((number for number, one in enumerate(variant.strips) if one.on_grid), default=-1)
