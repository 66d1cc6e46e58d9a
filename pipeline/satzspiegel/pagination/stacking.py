"""Where strips stand below each other, on the grid of the leading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from satzspiegel.pagination.document import Strip


def on_grid(height: int, leading: int) -> int:
    """The next grid line at or below a height, in twips from the page's top."""
    return -(-height // leading) * leading


def top_below(bottom: int, strip: Strip, leading: int, space: int = 0) -> int:
    """Where a strip's top stands below what ends at ``bottom``, with ``space`` between at least."""
    top = bottom + max(strip.before, space)
    return on_grid(top, leading) if strip.on_grid else top


def stack(strips: Sequence[Strip], top: int, leading: int) -> tuple[list[int], int]:
    """The tops of strips, the first of which stands at ``top``, and the last one's bottom."""
    tops: list[int] = []
    bottom = top
    for strip in strips:
        tops.append(top_below(bottom, strip, leading) if tops else top)
        bottom = tops[-1] + strip.height
    return tops, bottom


class Run(NamedTuple):
    """The strips of a variant stacked, the first at a height that is ``residue`` off the grid.

    Heights are measured from that first top. ``fills`` are the bottoms with the heights of all
    notes called in the document so far, so that the difference of two is what a page has to hold;
    ``cores`` are the same without the last of these notes, which may be split.
    """

    tops: list[int]
    bottoms: list[int]
    fills: list[int]
    cores: list[int]


def run(
    strips: Sequence[Strip],
    first: int,
    residue: int,
    leading: int,
    calls: Sequence[int],
    sums: Sequence[int],
) -> Run:
    """The strips from ``first`` on.

    ``calls`` are the notes called in the document after each strip, ``sums`` the heights of as many
    notes.
    """
    tops, _ = stack(strips[first:], residue, leading)
    tops = [0] * first + [top - residue for top in tops]
    bottoms = [top + strip.height for top, strip in zip(tops, strips, strict=True)]
    bottoms[:first] = [0] * first
    fills = [bottom + sums[called] for bottom, called in zip(bottoms, calls, strict=True)]
    cores = [
        bottom + sums[max(called - 1, 0)] for bottom, called in zip(bottoms, calls, strict=True)
    ]
    return Run(tops, bottoms, fills, cores)
