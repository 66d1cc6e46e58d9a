"""From the way chosen to finished pages: what stands where, and what was paid for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from satzspiegel.pagination.options import Option
from satzspiegel.pagination.pages import NotePiece, Page, Pagination, Placed
from satzspiegel.pagination.reach import ELSEWHERE, FLOAT, FLOATS_ON_TOP, NOTHING, TEXT, Reach
from satzspiegel.pagination.reasons import Reasons
from satzspiegel.pagination.search import Way
from satzspiegel.pagination.stacking import stack
from satzspiegel.pagination.table import Table


class Piece(NamedTuple):
    """Strips of a block's variant."""

    block: int
    variant: int
    first: int
    end: int


def make_up(table: Table, last: Way) -> Pagination:
    """The pages along a way to the document's end."""
    steps: list[tuple[Way, Option, Way]] = []
    way = last
    while way.before is not None and way.page is not None:
        steps.append((way.before, way.page, way))
        way = way.before
    maker = _MakeUp(table)
    pages = [maker.blank()] if way.recto and not table.geometry.first_recto else []
    for before, option, after in reversed(steps):
        pages.append(maker.page(before, option))
        if before.recto and after.recto:
            pages.append(maker.blank())
    chosen = [0] * len(table.blocks)
    for page in pages:
        for placed in page.placed:
            chosen[placed.block] = placed.variant
    return Pagination(tuple(pages), last.cost, tuple(chosen))


class _MakeUp:
    def __init__(self, table: Table) -> None:
        self.table, self.reach, self.reasons = table, Reach(table), Reasons(table)

    def blank(self) -> Page:
        """A blank verso before a chapter."""
        return Page(recto=False, blank=True, reasons=self.reasons.blank())

    def page(self, way: Way, option: Option) -> Page:
        """The page made behind a way."""
        placed, bottom = self._body(way, option)
        notes = self._notes(way, option)
        white = self.table.geometry.height - bottom - self._notes_height(notes)
        return Page(
            recto=way.recto,
            placed=tuple(placed),
            notes=tuple(notes),
            white=white,
            reasons=self.reasons.of(way, option, white, placed, notes),
        )

    def _body(self, way: Way, option: Option) -> tuple[list[Placed], int]:
        """What stands on a page, and its bottom in twips."""
        table = self.table
        at, end = table.breaks[way.at], table.breaks[option.at]
        on_top = table.floats_before[at.block] - way.waiting
        at_foot = table.floats_before[end.block] - option.waiting - option.at_foot
        placed: list[Placed] = []
        bottom, above = 0, NOTHING
        for number in range(on_top, on_top + option.on_top):
            piece = Piece(table.floats[number], 0, 0, len(table.strips(table.floats[number], 0)))
            bottom = self._place(piece, bottom, FLOAT if placed else NOTHING, 0, placed)
            above = FLOATS_ON_TOP
        pieces = list(self._text(way, option))
        for piece, added in zip(pieces, self._added(pieces, option.added), strict=True):
            bottom = self._place(piece, bottom, above, added, placed)
            above = FLOAT if table.floating[piece.block] else TEXT
        for number in range(at_foot, at_foot + option.at_foot):
            piece = Piece(table.floats[number], 0, 0, len(table.strips(table.floats[number], 0)))
            bottom = self._place(piece, bottom, FLOAT, 0, placed)
        return placed, bottom

    def _text(self, way: Way, option: Option) -> Iterator[Piece]:
        """The text of a page, with the floats in their places."""
        if option.stand is None:
            return
        table = self.table
        at, end = table.breaks[way.at], table.breaks[option.at]
        blocks = range(at.block, end.block + bool(end.strip))
        chosen: list[int] = []
        choices = option.stand.choices
        while choices is not None:
            chosen.append(choices.variant)
            choices = choices.before
        variants = {block: table.usable[block][0] for block in blocks}
        for block in blocks:
            if block == at.block and at.strip:
                variants[block] = at.variant
            elif table.leaves_choice(block):
                variants[block] = chosen.pop()
        for block in blocks:
            if variants[block] != ELSEWHERE:
                first = at.strip if block == at.block else 0
                strips = len(table.strips(block, variants[block]))
                last = end.strip if block == end.block else strips
                yield Piece(block, variants[block], first, last)

    def _added(self, pieces: list[Piece], lines: int) -> list[int]:
        """The empty lines before each piece, dealt out one by one from the top."""
        blocks = self.table.blocks
        text = [n for n, piece in enumerate(pieces) if not self.table.floating[piece.block]]
        added = [0] * len(pieces)
        while lines:
            for number in text[1:]:
                if lines and added[number] < blocks[pieces[number].block].stretch:
                    added[number] += 1
                    lines -= 1
        return added

    def _place(
        self, piece: Piece, bottom: int, above: int, added: int, placed: list[Placed]
    ) -> int:
        """Add a piece below what stands already; its own bottom."""
        table, leading = self.table, self.table.geometry.leading
        strips = table.strips(piece.block, piece.variant)[piece.first : piece.end]
        heads: list[int] = []
        if piece.first:
            at = table.breaks[table.inside[piece.block][piece.variant][piece.first]]
            top, heads = self.reach.resumed(at, bottom, above)
        else:
            top = self.reach.top(piece.block, bottom, above, piece.variant) + added * leading
        tops, bottom = stack(strips, top, leading)
        placed.append(Placed(*piece, tuple(tops), tuple(heads)))
        return bottom

    def _notes(self, way: Way, option: Option) -> list[NotePiece]:
        """The lines of notes at the foot: those left open, then the page's own."""
        table = self.table
        done, open_at = dict(way.carry), dict(option.carry)
        numbers = [*done, *range(table.calls[way.at], table.calls[option.at])]
        pieces = [
            NotePiece(note, done.get(note, 0), open_at.get(note, table.notes.lengths[note]))
            for note in numbers
        ]
        return [piece for piece in pieces if piece.end > piece.first]

    def _notes_height(self, pieces: list[NotePiece]) -> int:
        """Of the notes of a page, with the rule above."""
        if not pieces:
            return 0
        notes = self.table.notes
        lines = sum(
            notes.depths[piece.note][piece.end] - notes.depths[piece.note][piece.first]
            for piece in pieces
        )
        return notes.rule + notes.between * (len(pieces) - 1) + lines
