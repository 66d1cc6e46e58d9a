"""What comes out: pages, what stands on each and where, and what was paid for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Placed:
    """Strips ``first`` to ``end`` (exclusive) of a block's variant.

    ``tops`` are the distances of the strips' tops from the top of the type area, in twips;
    ``head_tops`` those of the strips of the block's head, if it stands here again.
    """

    block: int
    variant: int
    first: int
    end: int
    tops: tuple[int, ...]
    head_tops: tuple[int, ...] = ()


@dataclass(frozen=True)
class NotePiece:
    """Lines ``first`` to ``end`` (exclusive) of a note."""

    note: int
    first: int
    end: int


@dataclass(frozen=True)
class Reason:
    """What a page costs by one rule.

    ``name`` is that of the cost in :class:`.Settings`, or ``variant`` for what variants that begin
    on the page cost themselves.
    """

    name: str
    cost: int


@dataclass(frozen=True)
class Page:
    """One page, its parts from top to foot.

    ``white`` is what is left between the body and the notes, or the foot, in twips; below 0 the
    body stands out. The reasons add up to the page's cost. A blank page has nothing on it.
    """

    recto: bool
    blank: bool = False
    placed: tuple[Placed, ...] = ()
    notes: tuple[NotePiece, ...] = ()
    white: int = 0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Pagination:
    """All pages; the sum of their costs; and the variant taken of each block."""

    pages: tuple[Page, ...]
    cost: int
    chosen: tuple[int, ...] = ()
