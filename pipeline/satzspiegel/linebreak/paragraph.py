"""A paragraph as the breaker sees it: widths, and the places where a line may end.

Boxes, word spaces and break points are those of Knuth and Plass (section »Formulating the
problem«: box, glue, penalty); a break point is their penalty item, with what changes if the line
ends there. All lengths are floats in pt. Only sums, products, quotients and comparisons are made
of them, which IEEE 754 fixes to the last bit, so that every machine breaks alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple


class BreakKind(IntEnum):
    """Why a line ends where it ends."""

    SPACE = 0
    COMPOUND = 1
    PREFIX = 2
    SUFFIX = 3
    SYLLABLE = 4
    #: After a hyphen of the author's: KPD-/Führung.
    HARD_HYPHEN = 5
    DASH = 6
    #: Inside an address: no hyphen is added.
    ADDRESS = 7
    #: The author asked for a new line.
    FORCED = 8
    #: The end of the paragraph.
    END = 9


#: Kinds after which a hyphen is seen at the line's end, whoever put it there.
HYPHENATED = frozenset(range(BreakKind.COMPOUND, BreakKind.HARD_HYPHEN + 1))


class Point(NamedTuple):
    """A place inside a word where a line may end, and what that changes.

    ``end`` is added to the width of the line that ends here (the hyphen, and by how much the piece
    before is wider alone than in the word), ``start`` to the next line's. ``right`` and ``left``
    are how far the last sign of that line and the first of the next may hang into the margins.
    ``short``: only two letters before or after. ``cost`` comes on top of the kind's.
    """

    kind: BreakKind
    end: float = 0.0
    start: float = 0.0
    right: float = 0.0
    left: float = 0.0
    short: bool = False
    cost: float = 0.0


class Word(NamedTuple):
    """A word once measured: its pieces between the break points, and the protrusion of its ends.

    ``pieces`` add up to the width of the whole word; there is one more than ``points``.
    """

    pieces: tuple[float, ...]
    points: tuple[Point, ...] = ()
    left: float = 0.0
    right: float = 0.0


class Ends(NamedTuple):
    """What a line has to its end at each break: sums from the paragraph's beginning.

    ``glyphs`` can be scaled and are net of protrusion; ``rigid`` are spaces at their own width and
    what is never scaled; ``item`` is the break's item; the rest is as in :class:`Point`.
    """

    item: Sequence[int]
    glyphs: Sequence[float]
    rigid: Sequence[float]
    spaces: Sequence[int]
    kind: Sequence[BreakKind]
    right: Sequence[float]
    short: Sequence[bool]
    cost: Sequence[float]


KIND = Ends._fields.index("kind")


class Starts(NamedTuple):
    """What a line lacks of these sums if it begins at a start; ``item`` is its first box."""

    item: Sequence[int]
    glyphs: Sequence[float]
    rigid: Sequence[float]
    spaces: Sequence[int]
    left: Sequence[float]


@dataclass(frozen=True)
class Paragraph:
    """The breaks of a paragraph in order, the last being its end, and where lines may begin.

    Start ``k`` is where the line after break ``k - 1`` begins, start 0 the paragraph's beginning;
    so a line from start ``p`` to break ``b`` has ``p <= b``. ``em`` is the type size, ``space`` the
    mean width of its word spaces; a quarter of an em if it has none.
    """

    starts: Starts
    ends: Ends
    em: float
    space: float


class ParagraphBuilder:
    """Takes boxes, spaces and points in order; each is one item, counted from 0.

    Spaces at the beginning, before a forced break and at the end vanish, as do those at which a
    line ends. A point or a space is a break only behind a box. ValueError for a width that is not
    finite and for a size that is not positive.
    """

    def __init__(self, em: float) -> None:
        if not (math.isfinite(em) and em > 0):
            raise ValueError(f"type size: {em}")
        self._em = em
        self._starts: tuple[list[Any], ...] = tuple([] for _ in Starts._fields)
        self._ends: tuple[list[Any], ...] = tuple([] for _ in Ends._fields)
        #: Whether there is a box behind the last break.
        self._open = False
        self._items = 0
        # Sums up to here, and up to the end of the last box.
        self._glyphs = self._rigid = 0.0
        self._spaces = 0
        self._space_widths = 0.0
        self._ink = (0.0, 0.0, 0)
        self._right = 0.0
        self._next_start = 0.0

    @property
    def items(self) -> int:
        """How many items were added."""
        return self._items

    def box(self, width: float, left: float = 0.0, right: float = 0.0, rigid: bool = False) -> None:
        """Glyphs, or an object that is never scaled (``rigid``: an image)."""
        if not self._open:
            self._begin(left)
        if rigid:
            self._rigid += width
        else:
            self._glyphs += width
        self._ink = (self._glyphs, self._rigid, self._spaces)
        self._right = right
        self._items += 1

    def space(self, width: float, breakable: bool = True) -> None:
        """A word space of this natural width; a no-break space stretches like any other."""
        if breakable and (self._open or self._superseded()):
            self._end(BreakKind.SPACE, self._right)
        self._rigid += width
        self._space_widths += width
        self._spaces += 1
        self._items += 1

    def point(self, point: Point) -> None:
        """A place where the line may end without a space."""
        if self._open:
            self._end(point.kind, point.right, point.end, point.short, point.cost)
            self._next_start = point.start
        self._items += 1

    def word(self, word: Word) -> None:
        """A word already measured: as many boxes and points as it has, in turn."""
        pieces, points, left, right = word
        if len(pieces) != len(points) + 1:
            raise ValueError(f"word of {len(pieces)} pieces and {len(points)} points")
        if points:
            left = self._points(pieces, points, left)
        self.box(pieces[-1], left, right)

    def _points(self, pieces: Sequence[float], points: Sequence[Point], left: float) -> float:
        """What box() and point() would do in turn; a text has more syllables than anything else.

        The last piece is left over; what its first sign hangs out is returned.
        """
        if not self._open:
            self._begin(left)
        glyphs, rigid, spaces, item = self._glyphs, self._rigid, self._spaces, self._items
        ends, end_glyphs, end_rigid, end_spaces, kinds, rights, shorts, costs = self._ends
        starts, start_glyphs, start_rigid, start_spaces, lefts = self._starts
        for piece, (kind, end, start, right, left, short, cost) in zip(
            pieces, points, strict=False
        ):
            glyphs += piece
            ends.append(item + 1)
            end_glyphs.append(glyphs - right + end)
            end_rigid.append(rigid)
            end_spaces.append(spaces)
            kinds.append(kind)
            rights.append(right)
            shorts.append(short)
            costs.append(cost)
            item += 2
            starts.append(item)
            start_glyphs.append(glyphs + left - start)
            start_rigid.append(rigid)
            start_spaces.append(spaces)
            lefts.append(left)
        self._glyphs, self._items = glyphs, item
        return left

    def forced(self) -> None:
        """The line ends here, whatever it holds, and is not spread out."""
        self._close(BreakKind.FORCED)
        self._items += 1

    def build(self) -> Paragraph:
        """The paragraph. Without any box it has one empty line."""
        self._close(BreakKind.END)
        starts, ends = Starts(*map(tuple, self._starts)), Ends(*map(tuple, self._ends))
        if not math.isfinite(sum(ends.glyphs) + sum(ends.rigid) + sum(starts.glyphs)):
            sums = zip(ends.item, ends.glyphs, ends.rigid, strict=True)
            item = next((item for item, *widths in sums if not math.isfinite(sum(widths))), 0)
            raise ValueError(f"width that is no number before item {item}")
        space = self._space_widths / self._spaces if self._space_widths > 0.0 else self._em / 4
        return Paragraph(starts, ends, self._em, space)

    def _superseded(self) -> bool:
        """Take back a break with no box behind it: »und-« before a space ends a line only once."""
        kinds = self._ends[KIND]
        if not kinds or kinds[-1] is BreakKind.FORCED:
            return False
        for column in self._ends:
            column.pop()
        self._next_start = 0.0
        return True

    def _close(self, kind: BreakKind) -> None:
        if not self._open and not self._superseded():
            self._begin(0.0)
        self._end(kind, self._right)

    def _begin(self, left: float) -> None:
        """A line may begin with what is added next; spaces before it are left behind."""
        item, glyphs, rigid, spaces, lefts = self._starts
        item.append(self._items)
        glyphs.append(self._glyphs + left - self._next_start)
        rigid.append(self._rigid)
        spaces.append(self._spaces)
        lefts.append(left)
        self._ink = (self._glyphs, self._rigid, self._spaces)
        self._right = self._next_start = 0.0
        self._open = True

    def _end(
        self,
        kind: BreakKind,
        right: float,
        more: float = 0.0,
        short: bool = False,
        cost: float = 0.0,
    ) -> None:
        """A line may end behind the last box, with so much more in it."""
        glyphs, rigid, spaces = self._ink
        item, end_glyphs, end_rigid, end_spaces, kinds, rights, shorts, costs = self._ends
        item.append(self._items)
        end_glyphs.append(glyphs - right + more)
        end_rigid.append(rigid)
        end_spaces.append(spaces)
        kinds.append(kind)
        rights.append(right)
        shorts.append(short)
        costs.append(cost)
        self._open = False
