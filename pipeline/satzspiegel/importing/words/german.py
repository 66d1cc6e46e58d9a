"""What German knows of its words: whether they take a capital, and whether they are words at all.

The morphemes are those of :mod:`satzspiegel.hyphenation`, which have no case. What they lack is in
``data/nouns.txt.gz``, made by ``tools/words``: three lines, each of words in lower case. The first
are nouns and names, the second words that are spelt either way (»Leben« and »leben«), the third
those that look like compounds of a noun and aren't (»überhaupt«). The case of any other word is
that of its last part.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Set
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

from satzspiegel.hyphenation import segmentation
from satzspiegel.hyphenation.languages import patterns_for
from satzspiegel.hyphenation.lexicon import german_morphemes
from satzspiegel.hyphenation.segmentation import NEVER, SUFFIX, Reading

DATA = Path(__file__).parent / "data"
#: Longer words are not read: no German word has as many letters.
LONGEST = 60
#: Suffixes that make nouns, with what declension puts behind them; the others of
#: :mod:`satzspiegel.hyphenation.affixes` make adjectives.
NOUN_SUFFIX = re.compile(
    r".*(?:heit|keit|schaft)(?:en)?|.*(?:tums?|tümern?|nis(?:se[ns]?)?|leins?|ling(?:e[ns]?|s)?|salen?)"
)
#: Endings by which a word that no list has is an adjective, with what declension puts behind them.
DECLINED = r"(e[mnrs]?|ere[mnrs]?|ste[mnrs]?)?"
ADJECTIVE = re.compile(rf"\w{{3,}}(isch|lich|los|haft|bar|sam|förmig|ell|iv|abel){DECLINED}")


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(text.split())


class Spelling(Enum):
    """How a word is spelt inside a sentence."""

    CAPITAL = "capital"
    SMALL = "small"
    EITHER = "either"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Lists:
    """The words whose case does not follow from their parts."""

    capital: Set[str]
    either: Set[str]
    small: Set[str]


@cache
def shipped_lists() -> Lists:
    """The lists of ``data/nouns.txt.gz``, read once."""
    lines = gzip.decompress((DATA / "nouns.txt.gz").read_bytes()).decode().splitlines()
    capital, either, small = (frozenset(line.split(" ")) for line in lines)
    return Lists(capital, either, small)


def spelling(word: str, lists: Lists | None = None) -> Spelling:
    """How a word (in any case, letters alone) is spelt inside a sentence, as far as is known."""
    small, lists = word.lower(), lists or shipped_lists()
    listed = _listed(small, lists)
    if listed is not Spelling.UNKNOWN:
        return listed
    if german_morphemes().stems.get(small) is not None:
        return Spelling.SMALL
    found = read(small)
    if found is not None and found.known and found.marks:
        return _of_reading(small, found, lists)
    return Spelling.SMALL if ADJECTIVE.fullmatch(small) else Spelling.UNKNOWN


def is_word(word: str) -> bool:
    """Whether a word (in any case, letters alone) is in the lexicon by itself."""
    small = word.lower()
    stem = german_morphemes().stems.get(small)
    return (stem is not None and stem.last < NEVER) or small in shipped_lists().small


def reads(word: str) -> bool:
    """Whether a word in lower case is in the lexicon, or all its morphemes are."""
    if is_word(word):
        return True
    found = read(word)
    return found is not None and found.known


@lru_cache(maxsize=1 << 16)
def read(small: str) -> Reading | None:
    """The reading of a word in lower case, or None for what is none."""
    patterns = patterns_for("de")
    if patterns is None or not 2 <= len(small) <= LONGEST or not small.isalpha():
        return None
    return segmentation.read(small, patterns.inside(small, 2, 2), german_morphemes())


def spelt_with_eszett(word: str) -> list[str]:
    """A word, and it with ß in place of one ss: where capitals or the Swiss have no ß."""
    places = [match.start() for match in re.finditer("(?=ss)", word)]
    return [word, *(f"{word[:at]}ß{word[at + 2 :]}" for at in places)]


def _listed(small: str, lists: Lists) -> Spelling:
    if small in lists.either:
        return Spelling.EITHER
    if small in lists.small:
        return Spelling.SMALL
    if any(spelt in lists.capital for spelt in spelt_with_eszett(small)):
        return Spelling.CAPITAL
    return Spelling.UNKNOWN


def _of_reading(small: str, found: Reading, lists: Lists) -> Spelling:
    """The case of the longest last part that has one."""
    last_joint = max((index for index, sign in found.marks if sign != SUFFIX), default=0)
    for index, sign in found.marks:
        part = small[index:]
        if sign == SUFFIX:
            if index > last_joint:
                return Spelling.CAPITAL if NOUN_SUFFIX.fullmatch(part) else Spelling.SMALL
            continue
        listed = _listed(part, lists)
        if listed is not Spelling.UNKNOWN:
            return listed
        if part in german_morphemes().stems:
            return Spelling.SMALL
    return Spelling.UNKNOWN
