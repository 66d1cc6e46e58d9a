"""The places where a page may end, numbered and priced.

A *break* is before a block or before a strip inside one of its variants. Breaks are numbered in the
order of the document; inside a block by strip, then by variant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from satzspiegel.pagination.document import Block
from satzspiegel.pagination.settings import Settings
from satzspiegel.pagination.stacking import stack, top_below

#: The variant at a break before a block: none is chosen yet.
ANY = -1


class Break(NamedTuple):
    """The block, variant and strip that begin the next page."""

    block: int
    variant: int
    strip: int
    #: How far down an endless page it is, in twips, if each block has its first variant.
    depth: int


class Breaks(NamedTuple):
    """All breaks; those before each block and at the end; those inside, by variant and strip.

    Blocks that must not be split have none inside.
    """

    breaks: list[Break]
    starts: list[int]
    inside: list[dict[int, list[int]]]


def number_breaks(
    blocks: Sequence[Block],
    usable: Sequence[tuple[int, ...]],
    may_split: Sequence[bool],
    leading: int,
) -> Breaks:
    """The breaks of a document; only usable variants have some, of blocks that may be split."""
    found = Breaks([], [], [])
    depth = 0
    for number, block in enumerate(blocks):
        found.starts.append(len(found.breaks))
        found.breaks.append(Break(number, ANY, 0, depth))
        tops, bottom = stack(block.variants[0].strips, 0, leading)
        top = top_below(depth, block.variants[0].strips[0], leading)
        lengths = {v: len(block.variants[v].strips) for v in usable[number]}
        if not may_split[number]:
            lengths = dict.fromkeys(lengths, 0)
        found.inside.append({v: [ANY] * length for v, length in lengths.items()})
        for strip in range(1, max(lengths.values())):
            for variant, length in lengths.items():
                if strip < length:
                    found.inside[-1][variant][strip] = len(found.breaks)
                    below = top + tops[min(strip, len(tops) - 1)]
                    found.breaks.append(Break(number, variant, strip, below))
        depth = top + bottom
    found.starts.append(len(found.breaks))
    found.breaks.append(Break(len(blocks), ANY, 0, depth))
    return found


def break_costs(block: Block, at: Break, settings: Settings) -> list[tuple[str, int]]:
    """What it costs to end a page inside a block, by name; the hyphen is extra."""
    strips = block.variants[at.variant].strips
    costs = []
    if block.whole:
        costs.append(("torn", settings.torn))
    if len(strips) - at.strip < block.widows:
        costs.append(("widow", settings.widow))
    # A table's head is no beginning: at least one row has to stand below it.
    if at.strip < max(block.orphans, len(block.head) + 1 if block.head else 0):
        costs.append(("orphan", settings.orphan))
    return costs
