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

from satzspiegel.editions.pdf.leaves import is_of_class, text_of
from satzspiegel.editions.pdf.lines import SetParagraph
from satzspiegel.editions.pdf.strips import Bit, GalleyStrip
from satzspiegel.editions.pdf.tables import table_strips
from satzspiegel.pagination import Opening

#: Classes of the templates: a note, the notes of a document.
NOTE, NOTES = "note", "notes"
#: Rows of a table need not stay together, as lines of a paragraph do.
ROWS = 1
#: What may leave its place.
FIGURE = "figure"
AVOID = ("avoid", "avoid-page")
RECTOS = ("right", "recto")


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
    #: Of a float: where its box ends, with what is below its last strip.
    end: float = 0.0

    @property
    def paragraph(self) -> SetParagraph | None:
        """The paragraph of which this block is all the lines."""
        lines = [getattr(strip.bits[-1].box, "paragraph", None) for strip in self.strips]
        return lines[0] if self.strips and all(one is lines[0] for one in lines) else None

    @property
    def name(self) -> str:
        """Its first words."""
        return " ".join(text_of(self.strips[0].bits[-1].box).split()[:6])


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
        rows, head = table_strips(box, inside)
        found = [GalleyBlock(rows, orphans=ROWS, widows=ROWS, head=head)]
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
        # One that calls notes has to stay, or their order would change.
        floats = box.element_tag == FIGURE and not any(True for s in strips for _ in s.calls())
        end = box.position_y + box.margin_height()
        found = [GalleyBlock(strips, whole=True, floats=floats, end=end)]
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


def _spaced(blocks: tuple[GalleyBlock, ...], top: float) -> tuple[GalleyBlock, ...]:
    """The blocks, each strip with the space above it."""
    made = []
    for block in blocks:
        strips = []
        for strip in block.strips:
            strips.append(replace(strip, before=max(0.0, strip.top - top)))
            top = strip.bottom
        if block.floats:
            # What is below it goes with it.
            top = max(top, block.end)
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
    strips = (opener, *first.strips[1:])
    return [replace(first, strips=strips, opening=opening, floats=False), *blocks[1:]]
