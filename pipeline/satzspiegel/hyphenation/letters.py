"""The parts of a word: runs of letters, each letter with its place in the word.

Break points are found between letters, but words come as characters: with combining marks, the
ligatures of old encodings, and characters without width.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

SOFT_HYPHEN = "\u00ad"
#: Characters without width, of which a word knows nothing: U+200C ends a ligature, for one.
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff") | {SOFT_HYPHEN}
#: What stands between parts that are broken each by itself: hyphens, dashes, apostrophes, the
#: signs of »Leser*innen« and »Leser:innen«, the brackets of »(Vor-)Arbeit«, Catalan's dot.
BETWEEN_PARTS = frozenset("-\u2010\u2011\u2013\u2014'\u2019\u02bc*:·()[]")
#: Signs at the edge of a word that make it more than a word: handles, paths, percentages.
TELLING = frozenset("@#&%/\\_")


@dataclass(frozen=True)
class Part:
    """A run of letters of a word, composed and without what has no width.

    ``offsets`` has for each letter the offset of its character in the word, or -1 for a letter
    inside a character (the second of »ﬁ«), before which there is no break. ``asked`` are the
    letters (by index) before which the author put a soft hyphen.
    """

    letters: str
    offsets: tuple[int, ...]
    asked: tuple[int, ...] = ()


def parts(word: str) -> tuple[Part, ...]:
    """The parts of a word, with or without punctuation around it.

    None if there is anything in it that words do not have: digits, and full stops, slashes and
    other signs inside. Dates, abbreviations and addresses are never broken like words.
    """
    if word.isalpha() and unicodedata.is_normalized("NFKC", word):
        return (Part(word, tuple(range(len(word)))),)
    start, end = _inside(word)
    found, run = [], _Run()
    for offset in range(start, end):
        char = word[offset]
        if char.isalpha():
            run.add(offset, _cluster(word, offset))
        elif char in BETWEEN_PARTS:
            found.append(run.part())
            run = _Run()
        elif char == SOFT_HYPHEN:
            run.ask()
        elif char not in UNSEEN and not _is_mark(char):
            return ()
    return tuple(part for part in (*found, run.part()) if part.letters)


class _Run:
    """A part in the making."""

    def __init__(self) -> None:
        self._letters = ""
        self._offsets: list[int] = []
        self._asked: list[int] = []

    def add(self, offset: int, letters: str) -> None:
        self._letters += letters
        self._offsets += [offset] + [-1] * (len(letters) - 1)

    def ask(self) -> None:
        self._asked.append(len(self._letters))

    def part(self) -> Part:
        asked = (index for index in self._asked if 0 < index < len(self._letters))
        return Part(self._letters, tuple(self._offsets), tuple(asked))


def _inside(word: str) -> tuple[int, int]:
    """Where a word begins and ends between the punctuation around it."""
    start, end = 0, len(word)
    while start < end and _is_outside(word[start]):
        start += 1
    while start < end and _is_outside(word[end - 1]):
        end -= 1
    return start, end


def _is_outside(char: str) -> bool:
    return unicodedata.category(char)[0] in "PZ" and char not in TELLING


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _cluster(word: str, offset: int) -> str:
    """The letters of a character with the combining marks behind it, composed.

    A mark with which it does not compose (the stress of »мо́ре«) is dropped: patterns have none.
    """
    end = offset + 1
    while end < len(word) and _is_mark(word[end]):
        end += 1
    composed = unicodedata.normalize("NFKC", word[offset:end])
    return "".join(filter(str.isalpha, composed)) or word[offset]
