"""Room for notes at a page's foot: which go on overleaf, and from which line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from satzspiegel.pagination.document import FootNote, Geometry
from satzspiegel.pagination.settings import Settings

#: Notes still open at a page's end, in order, each with its lines done.
Carry = tuple[tuple[int, int], ...]


class Allotment(NamedTuple):
    """A way to give notes their lines: what is left open, the height taken, what it costs."""

    carry: Carry
    used: int
    cost: int


NO_NOTES = [Allotment((), 0, 0)]


class NoteRoom:
    """The heights of all notes, and how they share a page's foot."""

    def __init__(self, notes: Sequence[FootNote], geometry: Geometry, settings: Settings) -> None:
        self.rule, self.between = geometry.rule, geometry.between
        self.settings = settings
        #: For each note, the heights of its first 0, 1, 2 … lines.
        self.depths = [list(accumulate(note.lines, initial=0)) for note in notes]
        self.lengths = [len(note.lines) for note in notes]
        self.highest = [max(note.lines) for note in notes]
        self.names = [note.name for note in notes]
        #: The heights of the first 0, 1, 2 … notes, each with the white before it.
        self.sums = list(accumulate((depth[-1] + self.between for depth in self.depths), initial=0))

    def height(self, carry: Carry) -> int:
        """What is left of open notes, each with the white before it."""
        depths, between = self.depths, self.between
        return sum(depths[note][-1] - depths[note][done] + between for note, done in carry)

    def lines_left(self, carry: Carry) -> int:
        """The lines of open notes still to be set."""
        return sum(self.lengths[note] - done for note, done in carry)

    def least(self, first: int, end: int) -> int:
        """The height of one line of each note from ``first`` to ``end``, and of the rule."""
        if first == end:
            return 0
        lines = sum(self.depths[note][1] + self.between for note in range(first, end))
        return self.rule + lines - self.between

    def allot(self, room: int, carry: Carry, first: int, end: int) -> list[Allotment]:
        """Ways to set open notes, and those from ``first`` to ``end``, in ``room`` twips.

        All whole, if that is possible; else the last one split; else several. No way if one of them
        cannot have a line.
        """
        if first == end and not carry:
            return NO_NOTES
        total = self.rule - self.between + self.height(carry) + self.sums[end] - self.sums[first]
        if total <= room:
            return [Allotment((), total, 0)]
        return self.split(room, total, carry, first, end)

    def split(self, room: int, total: int, carry: Carry, first: int, end: int) -> list[Allotment]:
        """The same for notes that are ``total`` high, which is too much."""
        note, done = (end - 1, 0) if end > first else carry[-1]
        depths = self.depths[note]
        others = total - (depths[-1] - depths[done])
        lines = bisect_right(depths, depths[done] + room - others) - 1 - done
        if lines < 1:
            return self._several(room, (*carry, *((n, 0) for n in range(first, end))))
        return [
            self._split(note, done, done + fewer, others)
            for fewer in range(lines, max(lines - self.settings.slack, 1) - 1, -1)
        ]

    def _split(self, note: int, done: int, end: int, others: int) -> Allotment:
        """The last note set up to line ``end``, below the others."""
        depths, settings = self.depths[note], self.settings
        singles = (end - done == 1) + (self.lengths[note] - end == 1)
        used = others + depths[end] - depths[done]
        return Allotment(((note, end),), used, settings.split + settings.single * singles)

    def _several(self, room: int, notes: Carry) -> list[Allotment]:
        """Two lines of each, or one at least, and the rest of the room in order."""
        for least in (2, 1):
            ends = [min(done + least, self.lengths[note]) for note, done in notes]
            left = room - self._taken(notes, ends)
            if left >= 0:
                return [self._shared(left, notes, ends)]
        return []

    def _taken(self, notes: Carry, ends: Sequence[int]) -> int:
        """The height of notes from the lines done up to the line given for each."""
        depths = self.depths
        lines = sum(
            depths[note][end] - depths[note][done]
            for (note, done), end in zip(notes, ends, strict=True)
        )
        return self.rule + self.between * (len(notes) - 1) + lines

    def _shared(self, left: int, notes: Carry, ends: Sequence[int]) -> Allotment:
        """Notes set up to ``ends``, or further as long as something is left of the room."""
        further: list[int] = []
        for (note, _), end in zip(notes, ends, strict=True):
            depths = self.depths[note]
            further.append(bisect_right(depths, depths[end] + left) - 1)
            left -= depths[further[-1]] - depths[end]
        carry: list[tuple[int, int]] = []
        singles, below = 0, 0
        for (note, done), end in zip(notes, further, strict=True):
            below += bool(carry)
            if end < self.lengths[note]:
                carry.append((note, end))
                singles += (end - done == 1) + (self.lengths[note] - end == 1)
        settings = self.settings
        cost = settings.split * len(carry) + settings.several * below + settings.single * singles
        return Allotment(tuple(carry), self._taken(notes, further), cost)

    def alone(self, room: int, carry: Carry) -> list[Allotment]:
        """Ways to set open notes on a page without text: if need be, the last ones wait."""
        for waiting in range(len(carry)):
            split = len(carry) - waiting
            if ways := self.allot(room, carry[:split], 0, 0):
                if waiting:
                    ways = [way._replace(carry=way.carry + carry[split:]) for way in ways]
                return ways
        return []
