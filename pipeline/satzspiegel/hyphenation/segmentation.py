"""The cheapest way to read a word as prefixes, stems, linking elements and suffixes.

A lexicon says what a stretch of letters may be, and what it costs: about the negative logarithm of
the number of words that it helps to form. The cheapest path through the break points of a word is
its reading. That only break points can be joints keeps the paths few and the readings sane.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

#: Joints as they are marked in the lexicon and in lists of words: Welt=krieg, Auf<lage, höf>lich.
COMPOUND, PREFIX, SUFFIX = "=", "<", ">"
MARKS = frozenset((COMPOUND, PREFIX, SUFFIX))

#: A joint of a compound has to pay for itself.
JOINT_COST = 1.5
SUFFIX_COST = 3.0
#: Letters that no entry explains: names, loans, new words.
UNKNOWN_COST = 12.0
UNKNOWN_LETTER_COST = 2.0
#: More for such letters as a part of a compound: a name is rather one word.
UNKNOWN_PART_COST = 2.0
#: Shorter stretches, and those without a vowel, are not taken for an unknown stem.
UNKNOWN_LETTERS = 4
VOWELS = frozenset("aeiouyäöüéèáàâêô")
#: What a stretch costs in a place where it cannot stand.
NEVER = float("inf")

#: A joint: the index of the letter behind it, and its mark.
Mark = tuple[int, str]


class Stem(NamedTuple):
    """What a stretch of letters costs as the last part of a word and as an earlier one.

    ``bound`` is what it costs as the last part behind a prefix (Ge|richt, Ver|lust), if it costs
    something else there. Marks are the joints inside it. ``word`` is true of what a reader would
    take for a word by itself.
    """

    last: float
    earlier: float
    bound: float
    marks: tuple[Mark, ...] = ()
    word: bool = False


class Prefix(NamedTuple):
    """What a prefix costs, and the joints inside it (zu|rück)."""

    cost: float
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Morphemes:
    """A lexicon, in lower case. Suffixes are there with all their endings.

    ``linked_suffixes`` are those behind which another part follows (``heits`` in Freiheitskampf).
    """

    stems: Mapping[str, Stem]
    prefixes: Mapping[str, Prefix]
    suffixes: frozenset[str]
    linked_suffixes: frozenset[str]


@dataclass(frozen=True)
class Reading:
    """How to read a word: its joints in order; what it costs, in nats; whether all is known."""

    marks: tuple[Mark, ...]
    cost: float
    known: bool


class _State(IntEnum):
    """What was before: a part that ended (or nothing), a prefix, a stem that wants a suffix."""

    PART = 0
    PREFIX = 1
    STEM = 2


#: How the joint is marked at which the next stretch begins.
MARK_BEHIND = (COMPOUND, PREFIX, SUFFIX)


class _Way(NamedTuple):
    """The cheapest way to a break point in a state: its last stretch, and the way before."""

    cost: float
    start: int = 0
    mark: str = ""
    inner: tuple[Mark, ...] = ()
    known: bool = True
    before: _Way | None = None


def read(
    word: str, points: Sequence[int], morphemes: Morphemes, whole: bool = True
) -> Reading | None:
    """The cheapest reading of a word in lower case with joints at its break points only.

    Without ``whole`` the lexicon's entry for the word itself does not count. None if nothing that
    the lexicon allows covers the word.
    """
    lattice = _Lattice(word, points, morphemes)
    lattice.walk(whole)
    return lattice.reading()


class _Lattice:
    """The ways to each break point of a word, by state."""

    def __init__(self, word: str, points: Sequence[int], morphemes: Morphemes) -> None:
        self._word = word
        self._nodes = (0, *points, len(word))
        self._morphemes = morphemes
        self._ways: list[list[_Way | None]] = [[None, None, None] for _ in self._nodes]
        self._end: _Way | None = None

    def walk(self, whole: bool) -> None:
        """Finds the cheapest ways from the first letter to the last."""
        self._ways[0][_State.PART] = _Way(0.0)
        last = len(self._nodes) - 1
        for node in range(last):
            for state, way in enumerate(self._ways[node]):
                if way is None:
                    continue
                for target in range(node + 1, last):
                    self._step(way, state, node, target)
                if whole or node:
                    self._finish(way, state, node)

    def reading(self) -> Reading | None:
        """The cheapest way to the end, as marks in order."""
        if self._end is None:
            return None
        marks: list[Mark] = []
        known, way = True, self._end
        while way.before is not None:
            known = known and way.known
            marks += ((way.start + index, mark) for index, mark in reversed(way.inner))
            if way.start:
                marks.append((way.start, way.mark))
            way = way.before
        return Reading(tuple(reversed(marks)), self._end.cost, known)

    def _step(self, way: _Way, state: int, node: int, target: int) -> None:
        """A stretch behind which the word goes on."""
        start, end = self._nodes[node], self._nodes[target]
        letters, known = self._word[start:end], self._morphemes
        mark, cost = MARK_BEHIND[state], way.cost
        if state == _State.STEM:
            ahead = _Way(cost + SUFFIX_COST, start, mark, before=way)
            if letters in known.suffixes:
                self._reach(target, _State.STEM, ahead)
            if letters in known.linked_suffixes:
                self._reach(target, _State.PART, ahead._replace(cost=ahead.cost + JOINT_COST))
            return
        prefix = known.prefixes.get(letters)
        if prefix is not None:
            ahead = _Way(cost + prefix.cost, start, mark, prefix.marks, before=way)
            self._reach(target, _State.PREFIX, ahead)
        stem = known.stems.get(letters)
        if stem is None:
            if state == _State.PART:
                cost += _unknown(letters) + UNKNOWN_PART_COST + JOINT_COST
                self._reach(target, _State.PART, _Way(cost, start, mark, (), False, way))
        else:
            ahead = _Way(cost + stem.earlier + JOINT_COST, start, mark, stem.marks, True, way)
            self._reach(target, _State.PART, ahead)
            price = min(stem.earlier, _as_last(stem, state))
            self._reach(target, _State.STEM, ahead._replace(cost=cost + price))

    def _finish(self, way: _Way, state: int, node: int) -> None:
        """A stretch that ends the word."""
        start = self._nodes[node]
        letters, known = self._word[start:], self._morphemes
        end = _Way(NEVER)
        if state == _State.STEM:
            if letters in known.suffixes:
                end = _Way(way.cost + SUFFIX_COST, start, SUFFIX, before=way)
        elif stem := known.stems.get(letters):
            cost = way.cost + _as_last(stem, state)
            end = _Way(cost, start, MARK_BEHIND[state], stem.marks, True, way)
        elif state == _State.PART:
            cost = way.cost + _unknown(letters) + (UNKNOWN_PART_COST if node else 0)
            end = _Way(cost, start, COMPOUND, (), False, way)
        if end.cost < (self._end.cost if self._end else NEVER):
            self._end = end

    def _reach(self, node: int, state: _State, way: _Way) -> None:
        known = self._ways[node][state]
        if way.cost < (known.cost if known else NEVER):
            self._ways[node][state] = way


def _as_last(stem: Stem, state: int) -> float:
    """What a stem costs as last part in a state."""
    return min(stem.last, stem.bound) if state == _State.PREFIX else stem.last


def _unknown(letters: str) -> float:
    """What letters cost that no entry explains."""
    if len(letters) < UNKNOWN_LETTERS or VOWELS.isdisjoint(letters):
        return NEVER
    return UNKNOWN_COST + UNKNOWN_LETTER_COST * len(letters)


def unmark(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """The word and its joints, from a word like ``Welt=krieg``, ``Auf<lage`` or ``höf>lich``."""
    letters: list[str] = []
    marks: list[Mark] = []
    for char in marked:
        if char in MARKS:
            marks.append((len(letters), char))
        else:
            letters.append(char)
    return "".join(letters), tuple(marks)


def mark(word: str, marks: tuple[Mark, ...]) -> str:
    """The word with its joints marked; undoes :func:`unmark`."""
    signs = dict(marks)
    return "".join(signs.get(index, "") + letter for index, letter in enumerate(word))
