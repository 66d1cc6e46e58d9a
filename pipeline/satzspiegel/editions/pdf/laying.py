"""The pages chosen, as strips with their places: what make-up has to put where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from satzspiegel.editions.pdf.galley import Galley, GalleyBlock
from satzspiegel.editions.pdf.strips import GalleyStrip, twips
from satzspiegel.pagination import Geometry, Opening, Page, Pagination, Placed

#: The cost of white before what could not be divided.
UNAVOIDABLE = "white_before_whole"


@dataclass(frozen=True)
class Laid:
    """A strip on its page; its top in twips from the top of the type area.

    ``again``: it is the head of a table, repeated; ``floating``: the block of a float.
    """

    strip: GalleyStrip
    top: int
    again: bool = False
    floating: int | None = None


@dataclass(frozen=True)
class LaidPage:
    """What stands on a page: strips of the text, strips of notes, the block that opens it.

    ``pieces`` are the notes by id, with their lines there and in all; ``white`` is what is left
    under the text, in lines, ``unavoidable`` where what follows could not be divided. ``anchors``
    are the floats whose place in the text is here, each with its height in twips.
    """

    text: tuple[Laid, ...]
    notes: tuple[Laid, ...]
    opening: Opening
    blank: bool = False
    pieces: tuple[tuple[str, int, int, int], ...] = ()
    white: float = 0.0
    unavoidable: bool = False
    anchors: tuple[tuple[int, int], ...] = ()


def lay(pagination: Pagination, galley: Galley, geometry: Geometry) -> tuple[LaidPage, ...]:
    """The strips of each page."""
    notes = tuple(galley.notes.items())
    laid = [_laid_page(page, galley.blocks, notes, geometry) for page in pagination.pages]
    for index, page in enumerate(pagination.pages[1:]):
        first = page.placed[0] if page.placed else None
        # A heading, the white around it and the lines it stays with are one piece.
        if first is not None and not first.first and galley.blocks[first.block].with_next:
            laid[index] = replace(laid[index], unavoidable=True)
    return tuple(laid)


def _laid_page(
    page: Page,
    blocks: Sequence[GalleyBlock],
    notes: Sequence[tuple[str, GalleyBlock]],
    geometry: Geometry,
) -> LaidPage:
    text = tuple(laid for placed in page.placed for laid in _laid(placed, blocks[placed.block]))
    first = page.placed[0] if page.placed else None
    opens = first is not None and first.first == 0
    opening = blocks[first.block].opening if first is not None and opens else Opening.FLOW
    feet = [s for one in page.notes for s in notes[one.note][1].strips[one.first : one.end]]
    return LaidPage(
        text,
        _bottom_aligned(feet, geometry.height),
        opening,
        page.blank,
        tuple(
            (notes[one.note][0], one.first, one.end, len(notes[one.note][1].strips))
            for one in page.notes
        ),
        page.white / geometry.leading,
        any(reason.name == UNAVOIDABLE for reason in page.reasons),
        tuple(anchor for placed in page.placed for anchor in _anchors(placed, blocks)),
    )


def _anchors(placed: Placed, blocks: Sequence[GalleyBlock]) -> Iterator[tuple[int, int]]:
    """The floats that come behind a block in the text, if it ends on this page."""
    block = blocks[placed.block]
    if block.floats or placed.end < len(block.strips):
        return
    bottom = placed.tops[-1] + block.strips[-1].height
    for index in range(placed.block + 1, len(blocks)):
        if not blocks[index].floats:
            return
        yield index, bottom


def _laid(placed: Placed, block: GalleyBlock) -> Iterator[Laid]:
    for strip, top in zip(block.head, placed.head_tops, strict=bool(placed.head_tops)):
        yield Laid(strip, top, again=True)
    strips = block.strips[placed.first : placed.end]
    floating = placed.block if block.floats else None
    for strip, top in zip(strips, placed.tops, strict=True):
        yield Laid(strip, top, floating=floating)


def _bottom_aligned(strips: Sequence[GalleyStrip], bottom: int) -> tuple[Laid, ...]:
    laid = []
    for strip in reversed(strips):
        bottom -= strip.height
        laid.append(Laid(strip, bottom))
        bottom -= twips(strip.before)
    return tuple(reversed(laid))


def on_one_page(galley: Galley) -> LaidPage:
    """All the text as if it were one page: to see how many pages come before it."""
    text = tuple(Laid(strip, 0) for block in galley.blocks for strip in block.strips)
    return LaidPage(text, (), galley.blocks[0].opening)
