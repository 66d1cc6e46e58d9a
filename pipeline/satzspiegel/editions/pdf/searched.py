"""The galley as the search for pages sees it: heights in twips, and where notes are called."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from itertools import chain, repeat

from satzspiegel.editions.pdf.alternatives import Way
from satzspiegel.editions.pdf.galley import GalleyBlock
from satzspiegel.editions.pdf.strips import GalleyStrip, twips
from satzspiegel.pagination import Block, Document, FootNote, Strip, Variant

#: What a unit of the line breaker's costs is worth in the search for pages.
VARIANT_COST = 4.0
#: Whole lines that may be added above headings, quotations, lists and the like.
STRETCH = 1


def document_of(
    blocks: Sequence[Sequence[Way]],
    feet: Mapping[str, GalleyBlock],
    leading: int,
    avoided: Container[tuple[int, int]] = (),
) -> Document:
    """What the search for pages wants to know.

    Each block comes in all its ways, the best first; ``avoided`` are lines, by block and number,
    that should not end a page: their hyphens stay whatever is done.
    """
    numbers = {identifier: index for index, identifier in enumerate(feet)}
    made = tuple(
        _block(index, ways, numbers, leading, avoided) for index, ways in enumerate(blocks)
    )
    return Document(made, tuple(_foot_note(block, name) for name, block in feet.items()))


def _block(
    index: int,
    ways: Sequence[Way],
    numbers: Mapping[str, int],
    leading: int,
    avoided: Container[tuple[int, int]],
) -> Block:
    block = ways[0].block
    hyphens = [(index, line) in avoided for line in range(max(way.count for way in ways))]
    variants = tuple(
        Variant(
            _strips(way, numbers, leading, hyphens),
            round(VARIANT_COST * (way.cost - ways[0].cost)),
        )
        for way in ways
    )
    return Block(
        variants,
        opening=block.opening,
        with_next=block.with_next,
        # A paragraph of three lines cannot be divided without leaving one alone.
        whole=block.whole or max(way.count for way in ways) < block.orphans + block.widows,
        orphans=block.orphans,
        widows=block.widows,
        head=tuple(_strip(strip, (), leading, hyphen=False) for strip in block.head),
        # What has white above it bears a line more.
        stretch=STRETCH if twips(block.strips[0].before) >= leading / 2 else 0,
        floats=block.floats,
        name=block.name,
    )


def _strips(
    way: Way, numbers: Mapping[str, int], leading: int, hyphens: Sequence[bool]
) -> tuple[Strip, ...]:
    strips = way.block.strips
    # Lines of a paragraph are of one height; in other lines it has the same space above it.
    shapes = chain(strips, repeat(strips[-1])) if way.paragraph else strips
    return tuple(
        _strip(strip, [numbers[c] for c in calls if c in numbers], leading, hyphen)
        for strip, calls, hyphen in zip(shapes, way.calls(), hyphens, strict=False)
    )


def _strip(strip: GalleyStrip, notes: Sequence[int], leading: int, hyphen: bool) -> Strip:
    # Parts of a row stand close to each other.
    on_grid = strip.height % leading == 0 and all(bit.span is None for bit in strip.bits)
    return Strip(strip.height, twips(strip.before), tuple(notes), hyphen, on_grid)


def _foot_note(block: GalleyBlock, identifier: str) -> FootNote:
    return FootNote(tuple(twips(s.before + s.bottom - s.top) for s in block.strips), identifier)
