"""The galley: the whole text in one column, as long as it gets, cut into strips for the pages.

WeasyPrint lays the column out on pages without end; each forced page break begins another. What
cannot be divided is a strip: a line, an image, the rows of a table that hang together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

from satzspiegel.editions.pdf.lines import SetParagraph
from satzspiegel.editions.pdf.paragraphs import CALL, called, is_of_class
from satzspiegel.pagination import Opening

#: Twips in a CSS pixel (1/96 inch).
TWIPS = 15
#: Classes of the templates: a note, the notes of a document.
NOTE, NOTES = "note", "notes"
AVOID = ("avoid", "avoid-page")
RECTOS = ("right", "recto")
#: Rows of a table stay together at its beginning and end, as lines of a paragraph do.
ROWS = 1


@dataclass(frozen=True)
class Bit:
    """A box that stays whole, and the blocks it is in, from ``body`` down (without it)."""

    box: Any
    chain: tuple[Any, ...]


@dataclass(frozen=True)
class GalleyStrip:
    """Boxes that a page takes together; top and bottom in CSS pixels from the galley's top."""

    bits: tuple[Bit, ...]
    top: float
    bottom: float
    #: Space above, within its galley page.
    before: float = 0.0

    def notes(self, numbers: Mapping[str, int]) -> tuple[int, ...]:
        """The notes called in it, by their numbers."""
        return tuple(numbers[call] for call in self.calls() if call in numbers)

    def calls(self) -> Iterator[str]:
        """The ids of the notes called in it."""
        for bit in self.bits:
            yield from _calls(bit.box)


@dataclass(frozen=True)
class GalleyBlock:
    """A paragraph, heading, figure or table; ``paragraph`` if its lines are ours."""

    strips: tuple[GalleyStrip, ...]
    opening: Opening = Opening.FLOW
    with_next: bool = False
    whole: bool = False
    orphans: int = 2
    widows: int = 2
    head: tuple[GalleyStrip, ...] = ()
    floats: bool = False

    @property
    def paragraph(self) -> SetParagraph | None:
        """The paragraph of which this block is all the lines."""
        lines = [getattr(strip.bits[-1].box, "paragraph", None) for strip in self.strips]
        return lines[0] if self.strips and all(one is lines[0] for one in lines) else None

    @property
    def name(self) -> str:
        """Its first words."""
        return " ".join(_text(self.strips[0].bits[-1].box).split()[:6])


@dataclass(frozen=True)
class Galley:
    """The text as blocks, and each note as one block, by the note's id, as they are called."""

    blocks: tuple[GalleyBlock, ...]
    notes: Mapping[str, GalleyBlock]
    #: Rule and white above the first note of a page, CSS pixels.
    rule: float
    #: Of a line of the body, CSS pixels: its height, and its baseline from its top.
    leading: float
    baseline: float


def read_galley(document: weasyprint.Document) -> Galley:
    """The galley of a document laid out on endless pages."""
    blocks: list[GalleyBlock] = []
    notes: dict[str, GalleyBlock] = {}
    rule = 0.0
    html = document.pages[0]._page_box.children[0]
    leading, baseline = strut(html.style)
    for page in document.pages:
        box = page._page_box
        if box.page_type.blank:
            continue
        html = box.children[0]
        for body in html.children:
            for child in body.children:
                if is_of_class(child, NOTES):
                    rule = child.margin_top + child.border_top_width + child.padding_top
                    notes |= _notes(child)
                else:
                    blocks += _opened(_spaced(tuple(_read(child, ())), box.content_box_y()), child)
    called = dict.fromkeys(c for block in blocks for s in block.strips for c in s.calls())
    feet = {name: notes[name] for name in called if name in notes}
    return Galley(tuple(blocks), feet, rule, leading, baseline)


def _notes(section: Any) -> dict[str, GalleyBlock]:
    found = {}
    for note in section.children:
        if not is_of_class(note, NOTE):
            continue
        strips = tuple(s for block in _read(note, (section,)) for s in block.strips)
        spaced = _spaced((GalleyBlock(strips),), strips[0].top)
        found[str(note.element.get("id"))] = spaced[0]
    return found


def _read(box: Any, chain: tuple[Any, ...]) -> Iterator[GalleyBlock]:
    """The blocks of a box, from top to bottom."""
    inside = (*chain, box)
    if isinstance(box, boxes.LineBox):
        raise AssertionError("a line outside a block")
    if getattr(box, "is_table_wrapper", False):
        found = [_table(box, inside)]
    elif not getattr(box, "children", ()):
        found = [_object(box, chain)] if box.margin_height() > 0 else []
    elif isinstance(box.children[0], boxes.LineBox):
        found = [_lines(box, inside)]
    else:
        found = [block for child in box.children for block in _child(child, inside)]
    if not found:
        return
    style = box.style
    if style["break_inside"] in AVOID:
        strips = tuple(strip for block in found for strip in block.strips)
        found = [GalleyBlock(strips, whole=True, floats=box.element_tag == "figure")]
    if style["break_after"] in AVOID:
        found[-1] = replace(found[-1], with_next=True)
    yield from found


def _child(child: Any, inside: tuple[Any, ...]) -> Iterator[GalleyBlock]:
    if child.is_in_normal_flow():
        yield from _read(child, inside)


def _lines(box: Any, inside: tuple[Any, ...]) -> GalleyBlock:
    strips = tuple(
        GalleyStrip((Bit(line, inside),), line.position_y, line.position_y + line.height)
        for line in box.children
    )
    style = box.style
    return GalleyBlock(strips, orphans=style["orphans"], widows=style["widows"])


def _object(box: Any, chain: tuple[Any, ...]) -> GalleyBlock:
    top = box.position_y
    return GalleyBlock((GalleyStrip((Bit(box, chain),), top, top + box.margin_height()),))


def _table(wrapper: Any, inside: tuple[Any, ...]) -> GalleyBlock:
    """A table: its rows, the first of them with the caption and the head."""
    table = wrapper.get_wrapped_table()
    captions = [child for child in wrapper.children if child is not table]
    above = [c for c in captions if c.position_y <= table.position_y]
    rows: list[GalleyStrip] = []
    head: tuple[GalleyStrip, ...] = ()
    for group in table.children:
        chain = (*inside, table, group)
        strips = list(_rows(group, chain))
        if group.is_header:
            head = (_joined(strips),) if strips else ()
        else:
            rows += strips
    first = [_whole(c, inside) for c in above]
    last = [_whole(c, inside) for c in captions if c not in above]
    if head:
        first.append(head[0])
    rows[:1] = [_joined([*first, *rows[:1]])]
    if last:
        rows[-1:] = [_joined([*rows[-1:], *last])]
    again = tuple(_copied(strip) for strip in head)
    return GalleyBlock(tuple(rows), orphans=ROWS, widows=ROWS, head=again)


def _copied(strip: GalleyStrip) -> GalleyStrip:
    """The strip with boxes of its own: those of the first are moved to their page."""
    return replace(strip, bits=tuple(Bit(bit.box.deepcopy(), bit.chain) for bit in strip.bits))


def _rows(group: Any, chain: tuple[Any, ...]) -> Iterator[GalleyStrip]:
    """Rows, those together that a cell spans."""
    pending: list[Any] = []
    spanned = 0
    for row in group.children:
        pending.append(row)
        spanned = max([spanned, *(cell.rowspan for cell in row.children)]) - 1
        if spanned <= 0:
            yield _rows_strip(pending, chain)
            pending = []
    if pending:
        yield _rows_strip(pending, chain)


def _rows_strip(rows: list[Any], chain: tuple[Any, ...]) -> GalleyStrip:
    bits = tuple(Bit(row, chain) for row in rows)
    return GalleyStrip(bits, rows[0].position_y, rows[-1].position_y + rows[-1].height)


def _whole(box: Any, inside: tuple[Any, ...]) -> GalleyStrip:
    return GalleyStrip((Bit(box, inside),), box.position_y, box.position_y + box.margin_height())


def _joined(strips: list[GalleyStrip]) -> GalleyStrip:
    bits = tuple(bit for strip in strips for bit in strip.bits)
    return GalleyStrip(bits, strips[0].top, max(strip.bottom for strip in strips))


def _spaced(blocks: tuple[GalleyBlock, ...], top: float) -> tuple[GalleyBlock, ...]:
    """The blocks, each strip with the space above it."""
    made = []
    for block in blocks:
        strips = []
        for strip in block.strips:
            strips.append(replace(strip, before=max(0.0, strip.top - top)))
            top = strip.bottom
        made.append(replace(block, strips=tuple(strips)))
    return tuple(made)


def _opened(blocks: tuple[GalleyBlock, ...], child: Any) -> list[GalleyBlock]:
    """The blocks of a galley page, the first of which opens a page; it keeps its space above."""
    if not blocks:
        return []
    first = blocks[0]
    chain = first.strips[0].bits[0].chain
    recto = any(box.style["break_before"] in RECTOS for box in (*chain, child))
    opener = first.strips[0]
    opener = replace(opener, top=opener.top - opener.before, before=0.0)
    opening = Opening.RECTO if recto else Opening.PAGE
    return [replace(first, strips=(opener, *first.strips[1:]), opening=opening), *blocks[1:]]


def twips(pixels: float) -> int:
    """A length in CSS pixels as whole twips."""
    return round(pixels * TWIPS)


def _calls(box: Any) -> Iterator[str]:
    """The ids of the notes called in a box, in order."""
    if is_of_class(box, CALL) and isinstance(box, boxes.InlineBox):
        yield called(box)
        return
    for child in getattr(box, "children", ()):
        yield from _calls(child)


def _text(box: Any) -> str:
    if isinstance(box, boxes.TextBox):
        return str(box.text)
    return "".join(_text(child) for child in getattr(box, "children", ()))
