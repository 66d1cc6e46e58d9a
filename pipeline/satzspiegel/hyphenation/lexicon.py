"""The morpheme lexicon, as data.

``data/morphemes.txt.gz`` is made by ``tools/joints``. Each line begins with a code of four
characters and goes on with words that share it, in lower case, their joints marked (``auf<lage``):

1. what the stem costs as the last part of a word, 2. as an earlier one, 3. as the last one behind
   a prefix: a digit of :data:`DIGITS` for so many half nats, or ``-`` where it cannot stand;
4. ``w`` if a reader takes it for a word by itself, else ``-``.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from satzspiegel.hyphenation.affixes import LINKED_SUFFIXES, PREFIXES, SUFFIXES
from satzspiegel.hyphenation.segmentation import NEVER, Morphemes, Stem, unmark

DATA = Path(__file__).parent / "data" / "morphemes.txt.gz"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
#: Costs are kept in steps of this many nats.
STEP = 0.5


@cache
def german_morphemes() -> Morphemes:
    """The lexicon that ships with us, read once."""
    return parse_lexicon(gzip.decompress(DATA.read_bytes()).decode())


def parse_lexicon(text: str) -> Morphemes:
    """A lexicon from the lines of its file."""
    stems: dict[str, Stem] = {}
    for line in text.splitlines():
        code, *words = line.split(" ")
        last, earlier, bound = map(_cost, code[:3])
        plain = Stem(last, earlier, bound, word=code[3] == "w")
        for marked in words:
            if marked.isalpha():
                stems[marked] = plain
            else:
                word, marks = unmark(marked)
                stems[word] = plain._replace(marks=marks)
    _add_swiss(stems)
    return Morphemes(stems, PREFIXES, SUFFIXES, LINKED_SUFFIXES)


def _cost(digit: str) -> float:
    return NEVER if digit == "-" else DIGITS.index(digit) * STEP


def _add_swiss(stems: dict[str, Stem]) -> None:
    """The spelling without ß: Strassenbahn."""
    for word in [word for word in stems if "ß" in word]:
        stem = stems[word]
        shift = [(i + word.count("ß", 0, i), sign) for i, sign in stem.marks]
        stems.setdefault(word.replace("ß", "ss"), stem._replace(marks=tuple(shift)))
