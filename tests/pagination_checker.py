"""What must be true of any pagination, checked from the document and the finished pages alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from satzspiegel.pagination import (
    Document,
    Geometry,
    NotePiece,
    Opening,
    Page,
    Pagination,
    Placed,
    Strip,
)


class Checker:
    """Faults of a pagination, each in words."""

    def __init__(self, document: Document, geometry: Geometry, pagination: Pagination) -> None:
        self.document, self.geometry, self.pagination = document, geometry, pagination
        self.pages = pagination.pages

    def faults(self) -> list[str]:
        checks = (
            self.sides, self.chapters, self.strips, self.order, self.floats, self.wholes,
            self.tops, self.notes, self.note_order, self.room, self.costs,
        )  # fmt: skip
        return [fault for check in checks for fault in check()]

    def strips_of(self, placed: Placed) -> tuple[Strip, ...]:
        return self.document.blocks[placed.block].variants[placed.variant].strips

    def is_floating(self, block: int) -> bool:
        """As the documentation says: without notes, not higher than a page, no chapter."""
        one = self.document.blocks[block]
        strips = one.variants[0].strips
        height = 0
        for number, strip in enumerate(strips):
            height += strip.before if number else 0
            if strip.on_grid:
                height += -height % self.geometry.leading
            height += strip.height
        called = any(strip.notes for strip in strips)
        fits = height <= self.geometry.height
        return one.floats and not called and fits and one.opening is Opening.FLOW

    def sides(self) -> Iterator[str]:
        if self.pages and self.pages[0].recto != self.geometry.first_recto:
            yield "the first page is on the wrong side"
        for number, (page, following) in enumerate(pairwise(self.pages)):
            if page.recto == following.recto:
                yield f"pages {number} and {number + 1} are on the same side"
            if page.blank:
                first = following.placed[0].block if following.placed else -1
                if page.recto or self.document.blocks[first].opening is not Opening.RECTO:
                    yield f"page {number} is blank"
        for number, page in enumerate(self.pages):
            if page.blank and (page.placed or page.notes or number + 1 == len(self.pages)):
                yield f"page {number} is blank, but not before a chapter"
            if not page.blank and not page.placed and not page.notes:
                yield f"page {number} is empty"

    def chapters(self) -> Iterator[str]:
        for number, page in enumerate(self.pages):
            for placed in page.placed:
                opening = self.document.blocks[placed.block].opening
                if opening is Opening.FLOW or placed.first:
                    continue
                if placed is not page.placed[0]:
                    yield f"block {placed.block} is not on top of page {number}"
                if opening is Opening.RECTO and not page.recto:
                    yield f"block {placed.block} is on a verso"
                if any(piece.first for piece in page.notes):
                    yield f"a note is still open where block {placed.block} begins"

    def strips(self) -> Iterator[str]:
        """Each block is there from its first to its last strip, in one variant."""
        seen: dict[int, list[Placed]] = {}
        for page in self.pages:
            for placed in page.placed:
                seen.setdefault(placed.block, []).append(placed)
        for number in range(len(self.document.blocks)):
            parts = seen.get(number, [])
            if not parts:
                yield f"block {number} is lost"
                continue
            whole = len(self.strips_of(parts[0]))
            edges = [0, *(part.end for part in parts)]
            if [part.first for part in parts] != edges[:-1] or edges[-1] != whole:
                yield f"strips of block {number} are lost or doubled"
            if any(part.end <= part.first for part in parts):
                yield f"an empty piece of block {number}"
            if {part.variant for part in parts} != {self.pagination.chosen[number]}:
                yield f"block {number} changes its variant"

    def order(self) -> Iterator[str]:
        """Text in order, floats in order."""
        for floating in (False, True):
            blocks = [
                placed.block
                for page in self.pages
                for placed in page.placed
                if self.is_floating(placed.block) is floating
            ]
            if blocks != sorted(blocks):
                yield "blocks are out of order"

    def floats(self) -> Iterator[str]:
        """No float before the end of the block before it, or behind the chapter it is in."""
        last = {p.block: n for n, page in enumerate(self.pages) for p in page.placed}
        for block in filter(self.is_floating, range(len(self.document.blocks))):
            if block and last[block] < last[block - 1]:
                yield f"float {block} is before its anchor"
            following = [b for b in range(block + 1, len(last)) if not self.is_floating(b)]
            chapter = next(
                (b for b in following if self.document.blocks[b].opening is not Opening.FLOW), None
            )
            if chapter is not None:
                begins = min(
                    n
                    for n, page in enumerate(self.pages)
                    for p in page.placed
                    if p.block == chapter
                )
                if last[block] >= begins:
                    yield f"float {block} is in the next chapter"

    def wholes(self) -> Iterator[str]:
        """What is to be whole is, unless no page could take it with a line of each note."""
        for page in self.pages:
            for placed in page.placed:
                if not self.document.blocks[placed.block].whole or not placed.first:
                    continue
                strips = self.document.blocks[placed.block].variants
                notes = [n for strip in strips[0].strips for n in strip.notes]
                lines = [self.document.notes[note].lines[0] for note in notes]
                needed = sum(lines) + self.geometry.between * max(len(lines) - 1, 0)
                needed += self.geometry.rule if lines else 0
                lowest = min(sum(s.height for s in v.strips) for v in strips)
                if lowest + needed + self._paddings(placed.block) <= self.geometry.height:
                    yield f"block {placed.block} is torn"

    def _paddings(self, block: int) -> int:
        """The most that the grid and spaces can add inside a block."""
        leading = self.geometry.leading
        return max(
            sum(
                one.before + leading * (one.on_grid and one.height % leading > 0)
                for one in v.strips
            )
            for v in self.document.blocks[block].variants
        )

    def tops(self) -> Iterator[str]:
        """Everything on the grid, below what is above it by the right space, and on the page."""
        for number, page in enumerate(self.pages):
            bottom, last = 0, -1
            for placed in page.placed:
                for top, strip, heads in self._standing(placed):
                    fresh = not heads and not placed.first and top == placed.tops[0]
                    yield from self._stands(number, placed, strip, top, bottom, last, fresh)
                    bottom, last = top + strip.height, placed.block
            over = sum(strip.height for _, strip, _ in self._all(page)) if page.placed else 0
            alone = sum(placed.end - placed.first for placed in page.placed) == 1
            if bottom > self.geometry.height and not (alone and over > self.geometry.height):
                yield f"page {number} is overfull"

    def _all(self, page: Page) -> Iterator[tuple[int, Strip, bool]]:
        for placed in page.placed:
            yield from self._standing(placed)

    def _standing(self, placed: Placed) -> Iterator[tuple[int, Strip, bool]]:
        """Top and strip, heads first."""
        if placed.head_tops:
            head = self.document.blocks[placed.block].head
            for top, strip in zip(placed.head_tops, head, strict=True):
                yield top, strip, True
        strips = self.strips_of(placed)[placed.first : placed.end]
        for top, strip in zip(placed.tops, strips, strict=True):
            yield top, strip, False

    def _stands(
        self, page: int, placed: Placed, strip: Strip, top: int, bottom: int, last: int, fresh: bool
    ) -> Iterator[str]:
        leading = self.geometry.leading
        if strip.on_grid and top % leading:
            yield f"page {page}: block {placed.block} is off the grid"
        if last < 0:
            if top:
                yield f"page {page} begins below its top"
            return
        space = strip.before
        if placed.block != last and (self.is_floating(placed.block) or self.is_floating(last)):
            space = max(space, self.geometry.around_floats)
        elif placed.block != last and not fresh:
            space = 0
        wanted = bottom + space
        wanted += -wanted % leading if strip.on_grid else 0
        most = self.document.blocks[placed.block].stretch * leading if fresh else 0
        if top - wanted not in range(0, most + 1, leading):
            yield f"page {page}: block {placed.block} at {top}, not {wanted}"

    def notes(self) -> Iterator[str]:
        """Each note whole, from the page of its call on, page by page."""
        pieces: dict[int, list[tuple[int, NotePiece]]] = {}
        printed = [page for page in self.pages if not page.blank]
        calls = {
            note: number
            for number, page in enumerate(printed)
            for placed in page.placed
            for strip in self.strips_of(placed)[placed.first : placed.end]
            for note in strip.notes
        }
        for number, page in enumerate(printed):
            for piece in page.notes:
                pieces.setdefault(piece.note, []).append((number, piece))
        for note, one in enumerate(self.document.notes):
            parts = pieces.get(note, [])
            edges = [0, *(piece.end for _, piece in parts)]
            if [piece.first for _, piece in parts] != edges[:-1] or edges[-1] != len(one.lines):
                yield f"lines of note {note} are lost or doubled"
            elif any(piece.end <= piece.first for _, piece in parts):
                yield f"an empty piece of note {note}"
            elif [number for number, _ in parts] != [calls[note] + n for n in range(len(parts))]:
                yield f"note {note} is not on the page of its call and those after it"

    def note_order(self) -> Iterator[str]:
        for number, page in enumerate(self.pages):
            notes = [piece.note for piece in page.notes]
            if notes != sorted(set(notes)):
                yield f"notes of page {number} are out of order"

    def room(self) -> Iterator[str]:
        """The body and the notes share the page, and the white is what is left."""
        for number, page in enumerate(self.pages):
            bottom = max((top + strip.height for top, strip, _ in self._all(page)), default=0)
            notes = [
                sum(self.document.notes[piece.note].lines[piece.first : piece.end])
                for piece in page.notes
            ]
            foot = sum(notes) + self.geometry.between * max(len(notes) - 1, 0)
            foot += self.geometry.rule if notes else 0
            if not page.blank and page.white != self.geometry.height - bottom - foot:
                yield f"page {number}: white is not {page.white}"
            if page.white < 0 and page.notes:
                yield f"page {number}: notes overlap the body"

    def costs(self) -> Iterator[str]:
        total = sum(reason.cost for page in self.pages for reason in page.reasons)
        if total != self.pagination.cost:
            yield "reasons do not add up"
