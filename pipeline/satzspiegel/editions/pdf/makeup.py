"""Make-up: strips of the galley put on their pages, which WeasyPrint made with running heads.

The blocks around the strips are opened again on each page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import weasyprint
from weasyprint.document import Page as PaintedPage
from weasyprint.formatting_structure import boxes

from satzspiegel.editions.pdf.galley import NOTES, Galley
from satzspiegel.editions.pdf.laying import Laid, LaidPage
from satzspiegel.editions.pdf.leaves import in_common, is_of_class
from satzspiegel.editions.pdf.shells import front_pages
from satzspiegel.editions.pdf.strips import TWIPS, Bit
from satzspiegel.editions.pdf.tables import part_of_row

#: The first and last bit of each block that bits are in, by the block's identity.
Edges = dict[int, tuple[Bit, Bit]]


def made_up(
    document: weasyprint.Document, pages: Sequence[LaidPage], galley: Galley
) -> weasyprint.Document:
    """The shells with their strips, as a document to be painted."""
    front = front_pages(document)
    if len(document.pages) - front != len(pages):
        raise AssertionError(f"{len(document.pages) - front} shells for {len(pages)} pages")
    edges = _edges(galley)
    #: Cells that are divided, by the identity of the whole, in their order.
    cells: dict[int, int] = {}
    made = list(document.pages[:front])
    for number, (shell, page) in enumerate(
        zip(document.pages[front:], pages, strict=True), front + 1
    ):
        made.append(shell if page.blank else _made_up(shell, page, galley, edges, cells, number))
    return document.copy(made)


def _made_up(
    shell: PaintedPage,
    page: LaidPage,
    galley: Galley,
    edges: Edges,
    cells: dict[int, int],
    number: int,
) -> PaintedPage:
    box = shell._page_box
    html = box.children[0]
    body = html.children[0]
    filled = _Filling(body, box.content_box_x(), box.content_box_y(), galley, edges)
    for laid in (*page.text, *page.notes):
        filled.add(laid)
    html = html.copy_with_children([filled.done()])
    made = PaintedPage(box.copy_with_children([html, *box.children[1:]]))
    for name in filled.continued:
        # A link leads to where something begins; where a note goes on is told by another name.
        point = made.anchors.pop(name, None)
        if point is not None and page.notes:
            made.anchors[f"{name}.{number}"] = point
    # What stands there again is not part of the text, and parts of a cell are one text, whatever
    # stands between them: readers know them by these names.
    for index, head in enumerate(filled.again):
        _name(made, f"again-{number}{index:02}", _rectangle(head))
    for index, rectangle in filled.floats.items():
        _name(made, f"float-{index}", rectangle)
    x, y = box.content_box_x(), box.content_box_y()
    for index, height in page.anchors:
        point = x, y + height / TWIPS
        made.anchors[f"float-{index}.here"] = (*point, *point)
    for cell in filled.cells():
        index = cells.setdefault(id(cell.whole), len(cells))
        _name(made, f"part-{index}.{number}", _rectangle(cell))
    return made


#: Left, top, right and bottom, in CSS pixels.
Rectangle = tuple[float, float, float, float]


def _rectangle(box: Any) -> Rectangle:
    x, y = box.position_x, box.position_y
    return x, y, x + box.border_width(), y + box.border_height()


def _name(page: PaintedPage, name: str, rectangle: Rectangle) -> None:
    """Destinations at two corners of a rectangle."""
    x, y, right, bottom = rectangle
    page.anchors[name] = (x, y, x, y)
    page.anchors[f"{name}.end"] = (right, bottom, right, bottom)


def _edges(galley: Galley) -> Edges:
    found: Edges = {}
    for block in (*galley.blocks, *galley.notes.values()):
        for strip in block.strips:
            for bit in strip.bits:
                for box in bit.chain:
                    first, _ = found.get(id(box), (bit, bit))
                    found[id(box)] = first, bit
    return found


class _Filling:
    """The filling of one page: blocks are opened around the strips and closed again."""

    def __init__(self, body: Any, x: float, y: float, galley: Galley, edges: Edges) -> None:
        self._body = body.copy_with_children([])
        self._x, self._y = x, y
        self._leading, self._baseline = galley.leading, galley.baseline
        self._edges = edges
        #: Open blocks, each with the original that it is a copy of.
        self._open: list[tuple[Any, Any]] = []
        #: Ids of blocks that began on an earlier page.
        self.continued: list[str] = []
        #: Rows of a table's head that stand here again.
        self.again: list[Any] = []
        #: Where floats stand, by their block.
        self.floats: dict[int, Rectangle] = {}
        #: Parts of rows that stand here.
        self._parts: list[Any] = []
        #: The top of the part of a row that was placed last, in the galley.
        self._part_top = 0.0
        #: The bit placed last.
        self._last = Bit(None, ())

    def add(self, laid: Laid) -> None:
        """Place a strip."""
        for bit in laid.strip.bits:
            box = self._box(bit, laid.again)
            shift = self._y + laid.top / TWIPS - laid.strip.top + self._to_the_grid(box)
            self._open_to(bit, shift)
            box.translate(self._x, shift)
            self._parent().children.append(box)
            if laid.again:
                self.again.append(box)
            if laid.floating is not None:
                self._grow(laid.floating, box)
            if bit.span is not None:
                self._parts.append(box)
            self._last = bit

    def _box(self, bit: Bit, again: bool) -> Any:
        """The box to place: a part of a row takes those of its parts that stand here already."""
        if again:
            return bit.box.deepcopy()
        if bit.span is None:
            return bit.box
        top, bottom = bit.span
        if self._last.span is not None and self._last.box is bit.box:
            self._parent().children.pop()
            self._parts.pop()
            top = self._part_top
        self._part_top = top
        return part_of_row(bit.box, top, bottom).deepcopy()

    def _to_the_grid(self, box: Any) -> float:
        """How far a line of the body's height is to be moved, so that it has the body's baseline.

        Type of another size has its baseline elsewhere in a line of the same height.
        """
        if not isinstance(box, boxes.LineBox) or abs(box.height - self._leading) > 1 / TWIPS:
            return 0.0
        return float(self._baseline - box.baseline)

    def _grow(self, index: int, box: Any) -> None:
        """Remember how far a float reaches."""
        x, y = self._body.position_x, box.position_y
        right, bottom = x + self._body.margin_width(), y + box.margin_height()
        _, top, _, reached = self.floats.get(index, (x, y, right, bottom))
        self.floats[index] = x, min(top, y), right, max(reached, bottom)

    def cells(self) -> Iterator[Any]:
        """The parts of cells that stand here."""
        for row in self._parts:
            yield from row.children

    def done(self) -> Any:
        """The body with all that was placed."""
        self._close(len(self._open))
        return self._body

    def _parent(self) -> Any:
        return self._open[-1][1] if self._open else self._body

    def _open_to(self, bit: Bit, shift: float) -> None:
        shared = in_common((original for original, _ in self._open), bit.chain)
        self._close(len(self._open) - shared)
        for original in bit.chain[shared:]:
            begins = self._edges[id(original)][0] is bit
            made = original.copy_with_children([])
            made.position_x += self._x
            if hasattr(made, "column_positions"):
                made.column_positions = [at + self._x for at in original.column_positions]
            if begins or is_of_class(original, NOTES):
                above = bit.box.position_y - original.position_y if begins else _top(original)
            else:
                made.remove_decoration(start=True, end=False)
                above = 0.0
            if not begins and original.style["anchor"]:
                self.continued.append(original.style["anchor"])
            made.position_y = bit.box.position_y + shift - above
            self._open.append((original, made))

    def _close(self, count: int) -> None:
        for _ in range(count):
            original, made = self._open.pop()
            if self._edges[id(original)][1] is not self._last:
                made.remove_decoration(start=False, end=True)
            last = made.children[-1]
            bottom = last.position_y + last.margin_height()
            if isinstance(made, boxes.TableBox):
                made.skipped_rows = _skipped(original, made)
            made.height = max(0.0, bottom - made.content_box_y())
            self._parent().children.append(made)


def _top(box: Any) -> float:
    """What a block has above its content."""
    return float(box.margin_top + box.border_top_width + box.padding_top)


def _skipped(table: Any, part: Any) -> int:
    """The rows of a table before the first that is not its head, as WeasyPrint counts them."""
    rows = [row for group in table.children for row in group.children]
    heads = sum(len(group.children) for group in table.children if group.is_header)
    first = next((r for g in part.children if not g.is_header for r in g.children), None)
    index = next((n for n, row in enumerate(rows) if row is getattr(first, "whole", first)), heads)
    return 0 if index <= heads else index
