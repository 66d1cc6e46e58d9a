"""A paragraph as the breaker sees it: widths, and the places where a line may end.

Boxes, word spaces and break points are those of Knuth and Plass (section »Formulating the
problem«: box, glue, penalty); a break point is their penalty item, with what changes if the line
ends there. All lengths are floats in pt. Only sums, products, quotients and comparisons are made
of them, which IEEE 754 fixes to the last bit, so that every machine breaks alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


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


class End(NamedTuple):
    """What a line has to its end at a break: sums from the paragraph's beginning.

    ``glyphs`` can be scaled and are net of protrusion; ``rigid`` are spaces at their own width and
    what is never scaled; ``item`` is the break's item.
    """

    item: int
    glyphs: float
    rigid: float
    spaces: int
    kind: BreakKind
    right: float
    short: bool
    cost: float


class Start(NamedTuple):
    """What a line lacks of these sums if it begins here; ``item`` is its first box."""

    item: int
    glyphs: float
    rigid: float
    spaces: int
    left: float


@dataclass(frozen=True)
class Paragraph:
    """The breaks of a paragraph in order, the last being its end, as parallel tuples.

    ``starts[k]`` is where the line after break ``k - 1`` begins, ``starts[0]`` the paragraph's
    beginning; so a line from start ``p`` to break ``b`` has ``p <= b``. ``em`` is the type size.
    """

    starts: tuple[Start, ...]
    ends: tuple[End, ...]
    em: float


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
        self._starts: list[Start] = []
        self._ends: list[End] = []
        self._items = 0
        # Sums up to here, and up to the end of the last box.
        self._glyphs = self._rigid = 0.0
        self._spaces = 0
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
        self._spaces += 1
        self._items += 1

    def point(self, point: Point) -> None:
        """A place where the line may end without a space."""
        if self._open:
            self._end(point.kind, point.right, point)
            self._next_start = point.start
        self._items += 1

    def word(self, word: Word) -> None:
        """A word already measured: as many boxes and points as it has, in turn."""
        last = len(word.points)
        left = word.left
        for index, piece in enumerate(word.pieces):
            self.box(piece, left, word.right)
            if index < last:
                point = word.points[index]
                self.point(point)
                left = point.left

    def forced(self) -> None:
        """The line ends here, whatever it holds, and is not spread out."""
        self._close(BreakKind.FORCED)
        self._items += 1

    def build(self) -> Paragraph:
        """The paragraph. Without any box it has one empty line."""
        self._close(BreakKind.END)
        for end in self._ends:
            if not math.isfinite(end.glyphs + end.rigid):
                raise ValueError(f"width before item {end.item}: {end.glyphs + end.rigid}")
        return Paragraph(tuple(self._starts), tuple(self._ends), self._em)

    @property
    def _open(self) -> bool:
        """Whether there is a box behind the last break."""
        return len(self._starts) > len(self._ends)

    def _superseded(self) -> bool:
        """Take back a break with no box behind it: »und-« before a space ends a line only once."""
        if not self._ends or self._ends[-1].kind is BreakKind.FORCED:
            return False
        self._ends.pop()
        self._next_start = 0.0
        return True

    def _close(self, kind: BreakKind) -> None:
        if not self._open and not self._superseded():
            self._begin(0.0)
        self._end(kind, self._right)

    def _begin(self, left: float) -> None:
        """A line may begin with what is added next; spaces before it are left behind."""
        glyphs = self._glyphs + left - self._next_start
        self._starts.append(Start(self._items, glyphs, self._rigid, self._spaces, left))
        self._ink = (self._glyphs, self._rigid, self._spaces)
        self._right = self._next_start = 0.0

    def _end(self, kind: BreakKind, right: float, point: Point | None = None) -> None:
        glyphs, rigid, spaces = self._ink
        glyphs -= right
        short, cost = False, 0.0
        if point is not None:
            glyphs += point.end
            short, cost = point.short, point.cost
        self._ends.append(End(self._items, glyphs, rigid, spaces, kind, right, short, cost))
