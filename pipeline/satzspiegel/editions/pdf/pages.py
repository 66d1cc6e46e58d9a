"""The pages chosen: which strips stand on which page, and no page that ends in half a word.

The search knows the paragraphs with a line more or less. Whether a paragraph can do without the
hyphen at the end of a page is tried when that page is known; where it cannot, the search is asked
for other pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from satzspiegel.editions.pdf.alternatives import alternatives, without_hyphen
from satzspiegel.editions.pdf.galley import (
    Galley,
    GalleyBlock,
    document_of,
    ends_in_hyphen,
)
from satzspiegel.linebreak import Settings
from satzspiegel.pagination import Geometry, Pagination, paginate

#: Searches at most. What is left then are hyphens that the search weighed.
ROUNDS = 5

Ways = tuple[GalleyBlock, ...]


def choose_pages(
    galley: Galley, geometry: Geometry, settings: Settings
) -> tuple[Galley, Pagination]:
    """The pages of a galley, and the galley with the blocks as they are set there."""
    blocks: list[Ways] = [alternatives(block, settings) for block in galley.blocks]
    avoided: set[tuple[int, int]] = set()
    for _ in range(ROUNDS):
        document = document_of(blocks, galley.notes, geometry.leading, avoided)
        pagination = paginate(document, geometry)
        known = len(avoided)
        mended: dict[int, GalleyBlock] = {}
        for index, line in _hyphens(pagination, blocks, mended):
            if (index, line) in avoided:
                continue
            block = mended.get(index, _taken(pagination, blocks, index))
            better = without_hyphen(block, line, settings)
            if better is not None and _calls_stay(pagination, index, blocks, better):
                mended[index] = better
            else:
                avoided.add((index, line))
        if len(avoided) == known:
            break
    taken = [mended.get(i, _taken(pagination, blocks, i)) for i in range(len(blocks))]
    return replace(galley, blocks=tuple(taken)), pagination


def _taken(pagination: Pagination, blocks: Sequence[Ways], index: int) -> GalleyBlock:
    return blocks[index][pagination.chosen[index]]


def _hyphens(
    pagination: Pagination, blocks: Sequence[Ways], mended: Mapping[int, GalleyBlock]
) -> Iterator[tuple[int, int]]:
    """Block and line of each hyphen at the end of a page, as the blocks are by then."""
    for page in pagination.pages:
        if not page.placed:
            continue
        last = page.placed[-1]
        block = mended.get(last.block, blocks[last.block][last.variant])
        if last.end < len(block.strips) and ends_in_hyphen(block.strips[last.end - 1]):
            yield last.block, last.end - 1


def _calls_stay(
    pagination: Pagination, index: int, blocks: Sequence[Ways], better: GalleyBlock
) -> bool:
    """Whether each page keeps the calls that it has from a block."""
    old = _taken(pagination, blocks, index)
    ends = [
        placed.end for page in pagination.pages for placed in page.placed if placed.block == index
    ]
    return all(_called(old, end) == _called(better, end) for end in ends)


def _called(block: GalleyBlock, end: int) -> list[str]:
    return [call for strip in block.strips[:end] for call in strip.calls()]
