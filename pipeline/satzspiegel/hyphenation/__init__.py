"""Where words may be broken, and how good a break is.

Patterns say where (:mod:`.patterns`), for German the joints of compounds and affixes say how good
(:mod:`.joints`). Addresses break in a way of their own (:mod:`.addresses`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from satzspiegel.hyphenation import joints as german_joints
from satzspiegel.hyphenation.exceptions import Exceptions
from satzspiegel.hyphenation.joints import Joint
from satzspiegel.hyphenation.languages import is_german, patterns_for
from satzspiegel.hyphenation.letters import SOFT_HYPHEN, Part, parts
from satzspiegel.hyphenation.patterns import Patterns

__all__ = ["Break", "BreakKind", "Hyphenator", "Minima", "penalty"]

#: Capitals alone up to this many letters are an abbreviation: EKKI, but not REVOLUTION.
INITIALS = 5


#: Letters without which nothing is a German syllable; foreign ones are in foreign names.
VOWELS = frozenset("aeiouyäöüAEIOUYÄÖÜáàâãåæéèêëíìîïóòôõøœúùûýÿÁÉÍÓÚ")


class BreakKind(IntEnum):
    """What stands on either side of a break; lower is better."""

    COMPOUND = 0
    PREFIX = 1
    SUFFIX = 2
    SYLLABLE = 3


#: What a break costs in TeX's units, where plain TeX asks 50 for any: less than that at a joint of
#: a compound, where a reader pauses anyway; more where only syllables part.
PENALTIES = {
    BreakKind.COMPOUND: 30,
    BreakKind.PREFIX: 45,
    BreakKind.SUFFIX: 60,
    BreakKind.SYLLABLE: 70,
}


@dataclass(frozen=True)
class Break:
    """A break point: the offset of the character after it, and its kind."""

    position: int
    kind: BreakKind


@dataclass(frozen=True)
class Minima:
    """Fewest letters of a word that is broken at all, and before and after a hyphen.

    In a word with hyphens or apostrophes they hold for each part.
    """

    word: int = 5
    before: int = 2
    after: int = 3


class Joints(Protocol):
    """What knows the joints of German words: the module :mod:`.joints`."""

    def joints(self, word: str) -> tuple[Joint, ...]:
        """The joints of a word."""

    def misleading(self, word: str, position: int) -> bool:
        """Whether a break before a letter would make read another word."""


class Hyphenator:
    """Break points of words in any language, with a publication's exceptions.

    ``exceptions`` are as in TeX: »Ur-instinkt« has these breaks only, a word without a hyphen none
    (:class:`.Exceptions`); they hold in every language that can be broken. Never broken are words
    of languages without patterns, abbreviations, and whatever has digits, full stops or signs in
    it. A soft hyphen of the author's in a word is its only break, as CSS has it.
    """

    def __init__(
        self,
        exceptions: Iterable[str] = (),
        minima: Minima = Minima(),
        joints: Joints = german_joints,
    ) -> None:
        self.minima = minima
        self._exceptions = Exceptions(exceptions)
        self._joints = joints
        self._cached = lru_cache(maxsize=1 << 16)(self._breaks)

    def breaks(self, word: str, language: str = "de-DE") -> tuple[Break, ...]:
        """Break points of a word, with or without punctuation around it, in a language (BCP 47)."""
        return self._cached(word, language)

    def lists(self, word: str) -> bool:
        """Whether the exceptions say how a word (letters alone) is broken, or that it is not."""
        return self._exceptions.points(word) is not None

    def knows(self, language: str) -> bool:
        """Whether words of a language (BCP 47) are broken at all."""
        return patterns_for(language) is not None

    def hyphenated(self, word: str, separator: str = SOFT_HYPHEN, language: str = "de-DE") -> str:
        """The word with a sign at each break point, in place of the author's own soft hyphens."""
        positions = {one.position for one in self.breaks(word, language)}
        return "".join(
            (separator if offset in positions else "") + ("" if char == SOFT_HYPHEN else char)
            for offset, char in enumerate(word)
        )

    def _breaks(self, word: str, language: str) -> tuple[Break, ...]:
        patterns = patterns_for(language)
        if patterns is None:
            return ()
        german = is_german(language)
        return tuple(
            Break(part.offsets[index], kind)
            for part in parts(word)
            for index, kind in self._of_part(part, patterns, german)
            if part.offsets[index] >= 0
        )

    def _of_part(
        self, part: Part, patterns: Patterns, german: bool
    ) -> tuple[tuple[int, BreakKind], ...]:
        letters, minima = part.letters, self.minima
        if len(letters) < minima.word:
            return ()
        listed = part.asked or self._exceptions.points(letters)
        points = listed
        if points is None:
            points = () if _is_abbreviation(letters) else patterns.inside(letters)
        kinds = self._kinds(letters) if german and points else {}
        if german and listed is None:
            points = self._readable(letters, points, kinds)
        last = len(letters) - minima.after
        return tuple(
            (index, kinds.get(index, BreakKind.SYLLABLE))
            for index in points
            if minima.before <= index <= last
        )

    def _readable(
        self, letters: str, points: tuple[int, ...], kinds: dict[int, BreakKind]
    ) -> tuple[int, ...]:
        """The points that neither mislead nor leave a piece without a vowel.

        Two points with only consonants between exclude each other (Lage-r-öffnung), or the word is
        not German at all (ex-am-p-le). A joint stays.
        """
        mute = {
            point
            for first, second in pairwise(points)
            if not VOWELS.intersection(letters[first:second])
            for point in (first, second)
        }
        return tuple(
            point
            for point in points
            if (point in kinds or point not in mute) and not self._joints.misleading(letters, point)
        )

    def _kinds(self, letters: str) -> dict[int, BreakKind]:
        joints = self._joints.joints(letters)
        return {joint.position: BreakKind[joint.kind.name] for joint in joints}


def penalty(kind: BreakKind) -> int:
    """What a break of this kind costs in a paragraph, in TeX's units (plain TeX: 50 for any)."""
    return PENALTIES[kind]


def _is_abbreviation(letters: str) -> bool:
    """Capitals alone, if they are few (EKKI), or inside a word (KPdSU, GmbH)."""
    if letters.isupper():
        return len(letters) <= INITIALS
    return any(letter.isupper() for letter in letters[1:])
