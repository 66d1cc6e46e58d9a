"""What was paid for on each page: the costs of the search again, named and one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from satzspiegel.pagination.options import Option, PageMaker
from satzspiegel.pagination.pages import NotePiece, Placed, Reason
from satzspiegel.pagination.reach import TEXT
from satzspiegel.pagination.search import Way
from satzspiegel.pagination.table import Table


class Reasons:
    """Names what the pages of a document cost."""

    def __init__(self, table: Table) -> None:
        self.table, self.settings = table, table.settings
        self.maker = PageMaker(table)
        self.prices = self.maker.prices

    def blank(self) -> tuple[Reason, ...]:
        """Of a blank page."""
        return (Reason("page", self.settings.page),)

    def of(
        self,
        way: Way,
        page: Option,
        white: int,
        placed: Sequence[Placed],
        notes: Sequence[NotePiece],
    ) -> tuple[Reason, ...]:
        """Of a page behind a way: as much as it costs, without what costs nothing."""
        reasons = [
            Reason("page", self.settings.page),
            *self._end(way, page),
            *self._notes(notes),
            *self._floats(page),
            Reason("variant", self._variants(placed)),
            *self._body(way, page, white),
        ]
        return tuple(reason for reason in reasons if reason.cost)

    def _end(self, way: Way, page: Option) -> Iterator[Reason]:
        """Of the break that ends the page."""
        table, settings = self.table, self.settings
        if page.stand is None:
            yield Reason("no_text", settings.no_text)
            return
        at = table.breaks[page.at]
        if at.strip:
            yield from (Reason(*cost) for cost in table.costs_inside(at))
        elif page.stand.above == TEXT:
            yield Reason("heading", table.heading[page.at])
        if table.hyphen[page.at]:
            name = "recto_hyphen" if way.recto else "verso_hyphen"
            yield Reason(name, self.prices.hyphen(way.recto))

    def _notes(self, pieces: Sequence[NotePiece]) -> Iterator[Reason]:
        """Of notes that go on overleaf."""
        settings, lengths = self.settings, self.table.notes.lengths
        is_open = [piece.end < lengths[piece.note] for piece in pieces]
        singles = sum(
            (piece.end - piece.first == 1) + (lengths[piece.note] - piece.end == 1)
            for piece, goes_on in zip(pieces, is_open, strict=True)
            if goes_on
        )
        below = len(pieces) - 1 - is_open.index(True) if any(is_open) else 0
        yield Reason("split", settings.split * sum(is_open))
        yield Reason("several", settings.several * below)
        yield Reason("single", settings.single * singles)

    def _floats(self, page: Option) -> Iterator[Reason]:
        yield Reason("moved", self.settings.moved * (page.on_top + page.at_foot))
        yield Reason("later", self.settings.later * page.waiting)

    def _variants(self, placed: Sequence[Placed]) -> int:
        """Of variants other than the best, on the page where their blocks begin."""
        blocks = self.table.blocks
        return sum(blocks[one.block].variants[one.variant].cost for one in placed if not one.first)

    def _body(self, way: Way, page: Option, white: int) -> Iterator[Reason]:
        """Of the height of the body, and of the white below it."""
        table, prices = self.table, self.prices
        opens = table.opens(way.at)
        if page.y > table.geometry.height:
            yield Reason("overfull", self.settings.overfull)
        elif table.closing[page.at] and not page.carry and not page.waiting:
            if page.stand is not None and not opens:
                yield Reason("short_last", prices.short[page.y])
        else:
            if page.stand is not None:
                yield Reason("few", prices.few[page.y])
            held_back = self.maker.held_back(page.at, page.carry, page.waiting, page.y)
            if white < (table.needed[page.at] or held_back):
                yield Reason("white_before_whole", prices.before_whole[white])
            else:
                yield from prices.white_reasons(white)
            yield Reason("added", prices.added(page.added))
            yield Reason("facing", self._facing(way, page))

    def _facing(self, way: Way, page: Option) -> int:
        if not way.recto or min(page.lines, way.facing) < 0:
            return 0
        return self.prices.facing(way.facing, page.lines)
