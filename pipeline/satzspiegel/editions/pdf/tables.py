"""Tables as strips: rows that a cell spans stay together, a long row is divided between its lines.

A part of a row is a row again, with what of each cell is between two heights. Verification reads
the parts of a cell as one text: each has destinations at its corners (``part-…``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

from satzspiegel.editions.pdf.strips import Bit, GalleyStrip, is_between, joined, lines_between

#: A row of fewer lines is not divided, and so many lines stay together at its ends.
LONG, ENDS = 6, 2


def table_strips(
    wrapper: Any, inside: tuple[Any, ...]
) -> tuple[tuple[GalleyStrip, ...], tuple[GalleyStrip, ...]]:
    """The rows of a table, the first with the caption and the head; and the head by itself."""
    table = wrapper.get_wrapped_table()
    captions = [child for child in wrapper.children if child is not table]
    above = [c for c in captions if c.position_y <= table.position_y]
    rows: list[GalleyStrip] = []
    head: list[GalleyStrip] = []
    for group in table.children:
        chain = (*inside, table, group)
        if group.is_header:
            # A head is never divided: it has to be seen at once, on every page.
            head = [_whole_rows(group.children, chain)] if group.children else []
        else:
            rows += _rows(group, chain)
    first = [*(_whole(c, inside) for c in above), *head]
    rows[:1] = [joined([*first, *rows[:1]])]
    last = [_whole(c, inside) for c in captions if c not in above]
    rows[-1:] = [joined([*rows[-1:], *last])]
    return tuple(rows), tuple(_copied(strip) for strip in head)


def _copied(strip: GalleyStrip) -> GalleyStrip:
    """The strip with boxes of its own: those of the first are moved to their page."""
    return replace(strip, bits=tuple(Bit(bit.box.deepcopy(), bit.chain) for bit in strip.bits))


def _whole(box: Any, inside: tuple[Any, ...]) -> GalleyStrip:
    return GalleyStrip((Bit(box, inside),), box.position_y, box.position_y + box.margin_height())


def _rows(group: Any, chain: tuple[Any, ...]) -> list[GalleyStrip]:
    """Rows, those together that a cell spans; long ones in parts."""
    strips: list[GalleyStrip] = []
    pending: list[Any] = []
    spanned = 0
    for row in group.children:
        pending.append(row)
        spanned = max([spanned, *(cell.rowspan for cell in row.children)]) - 1
        if spanned <= 0:
            strips += _strips(pending, chain)
            pending = []
    return strips + _strips(pending, chain) if pending else strips


def _whole_rows(rows: Sequence[Any], chain: tuple[Any, ...]) -> GalleyStrip:
    top, bottom = rows[0].position_y, rows[-1].position_y + rows[-1].height
    return GalleyStrip(tuple(Bit(row, chain) for row in rows), top, bottom)


def _strips(rows: Sequence[Any], chain: tuple[Any, ...]) -> list[GalleyStrip]:
    cuts = [cut for cut in _cuts(rows[0]) if _in_order(rows[0], cut)] if len(rows) == 1 else []
    if len(cuts) + 1 < LONG:
        return [_whole_rows(rows, chain)]
    whole = _whole_rows(rows, chain)
    edges = [whole.top, *cuts[ENDS - 1 : len(cuts) - ENDS + 1], whole.bottom]
    return [GalleyStrip((Bit(rows[0], chain, (a, b)),), a, b) for a, b in pairwise(edges)]


def _cuts(row: Any) -> list[float]:
    """Heights between lines at which no line of any cell would be cut."""
    lines = sorted(
        (line.position_y, line.position_y + line.height)
        for line in lines_between(row, float("-inf"), float("inf"))
    )
    cuts, reached = [], float("-inf")
    for top, bottom in lines:
        if reached <= top + TOUCH and reached > float("-inf"):
            cuts.append(reached)
        reached = max(reached, bottom)
    return cuts


def _in_order(row: Any, cut: float) -> bool:
    """Whether no note called above a cut comes after one called below it, in the next cell."""
    above = list(Bit(row, (), (float("-inf"), cut)).calls())
    return above == list(Bit(row, ()).calls())[: len(above)]


#: Lines that overlap by so many pixels do not.
TOUCH = 0.01


def part_of_row(row: Any, top: float, bottom: float) -> Any:
    """A row with what is between two heights of each cell."""
    part = row.copy_with_children([_part_of_cell(cell, top, bottom) for cell in row.children])
    part.position_y, part.height = top, bottom - top
    part.whole = row
    return part


def _part_of_cell(cell: Any, top: float, bottom: float) -> Any:
    made = _part(cell, top, bottom) or cell.copy_with_children([])
    made.remove_decoration(start=top > cell.position_y + TOUCH, end=False)
    made.position_y = top
    made.height = bottom - top - made.padding_top - made.padding_bottom
    made.whole = cell
    return made


def _part(box: Any, top: float, bottom: float) -> Any:
    """A block with its lines between two heights; None if it has none."""
    if isinstance(box, boxes.LineBox):
        return box if is_between(box, top, bottom) else None
    children = [_part(child, top, bottom) for child in getattr(box, "children", ())]
    kept = [child for child in children if child is not None]
    if not kept:
        return box if not children and is_between(box, top, bottom) else None
    made = box.copy_with_children(kept)
    made.position_y = max(top, box.position_y)
    made.height = kept[-1].position_y + kept[-1].margin_height() - made.position_y
    return made
