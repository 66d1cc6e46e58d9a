"""The words of a document, as far as they are whole: what a reader has learnt of its spelling.

A word at the end of a line that is broken there, and the one that goes on with it, are not counted.
Case is kept; words that begin a sentence are counted apart, because their capital says nothing, and
lines in capitals are not counted at all but for what their words are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from satzspiegel.importing.words import german
from satzspiegel.importing.words.foreign import languages_of

#: Every character that is printed as a hyphen at a line's end: the ASCII one, U+2010 and U+2011
#: (Unicode Standard Annex 14, classes HY, BA, GL), the soft hyphen, the »not« sign of old texts.
HYPHENS = "-\u2010\u2011\u00ad\u00ac"
#: The hyphens inside words.
INNER = re.compile("[-\u2010\u2011]")
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011’'][^\W\d_]+)*")
BROKEN = re.compile(rf"[^\W_]’?[{HYPHENS}]\W*$")
#: What makes the next word the first of a sentence.
OPENING = re.compile(r"(?:[.!?:…]|^)[\s»«›‹„“”\"'(\[–—•\d.]*$")
#: So many characters before a word, or at the end of a line, are looked at.
NEAR = 8
#: With so many words in capitals alone a line is set in capitals.
CAPITALS_SHARE = 0.6
#: Endings of German, and of names: a word that is known without them is known.
ENDINGS = ("s", "n", "en", "es", "er", "e", "em", "in", "innen")
#: An adjective and a noun, and what declension puts behind them.
PAIR = re.compile(r"(?<!\w)([^\W\d_]{2,}(?:e|en|er|es|em)) (?=([^\W\d_a-zäöüß][^\W\d_A-ZÄÖÜ]+))")
ADJECTIVE_ENDING, NOUN_ENDING = re.compile(r"e[mnrs]?$"), re.compile(r"(?:e[ns]?|s|n)$")
#: Words that lost their ß in 1996.
OLD_WORDS = ("daß", "muß", "läßt", "mußte", "bewußt")
#: How sure it is that letters are a word that is only known as a form of another one, is in a
#: list of foreign words, is in the German lexicon, or in nothing at all.
INFLECTED, FOREIGN, LISTED, STRANGE = 0.95, 0.9, 0.98, 0.05
#: Readings of German words cost some nats per part; those up to here are trusted, and each nat
#: more takes some of the trust.
TRUSTED_COST, LESS_TRUST = 16.0, 0.02


@dataclass(frozen=True)
class Vocabulary:
    """What a document's running text says of words, and what its language knows of them.

    ``forms`` counts words inside sentences as they are spelt, ``initial`` those that begin one.
    ``whole`` counts all words in lower case, ``parts`` what stands between hyphens in them.
    ``leading`` counts in lower case what a hyphen stands behind in the middle of a line, ``small``
    the same before a small letter (the »politisch« of »politisch-moralisch«). ``names`` counts by
    their stems adjectives with a capital before a noun (»Rote Armee«), ``plain`` those without.
    """

    language: str
    forms: Mapping[str, int] = field(default_factory=dict)
    initial: Mapping[str, int] = field(default_factory=dict)
    whole: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    leading: Mapping[str, int] = field(default_factory=dict)
    small: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[tuple[str, str], int] = field(default_factory=dict)
    plain: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[str], language: str) -> Vocabulary:
        """The vocabulary of a document from its texts (pages or lines, in order, as they came).

        ``language`` is a BCP 47 tag; nothing means German.
        """
        forms: Counter[str] = Counter()
        initial: Counter[str] = Counter()
        names: Counter[tuple[str, str]] = Counter()
        plain: Counter[tuple[str, str]] = Counter()
        for line in _whole_words(texts):
            if not _in_capitals(line):
                _count_line(line, forms, initial)
                _count_pairs(line, names, plain)
        counts: dict[str, Counter[str]] = {
            name: Counter() for name in ("whole", "parts", "leading", "small")
        }
        for word, count in [*forms.items(), *initial.items()]:
            _count_parts(word, count, counts)
        return cls(language or "de", forms, initial, **counts, names=names, plain=plain)

    def knows(self, word: str) -> float:
        """How sure it is that this is a word (in any case), from 0 to 1."""
        small = word.lower()
        if self.whole.get(small):
            return 1.0
        if INNER.search(small):
            return min(map(self.knows, INNER.split(small)))
        if not small or not small.replace("’", "").replace("'", "").isalpha():
            return 0.0
        if self.parts.get(small):
            return 0.99
        if german.is_word(small):
            return LISTED
        if any(self.whole.get(small.removesuffix(end)) for end in ENDINGS if len(small) > 4):
            return INFLECTED
        return max(_as_compound(small), FOREIGN if languages_of(small) else STRANGE)

    @cached_property
    def old_spelling(self) -> bool:
        """Whether the document has the German orthography from before 1996."""
        old = sum(self.whole.get(word, 0) for word in OLD_WORDS)
        new = sum(self.whole.get(word.replace("ß", "ss"), 0) for word in OLD_WORDS)
        return old > new

    def beginning(self, letters: str) -> int:
        """How many words of the document go on behind these letters, without a hyphen."""
        small = letters.lower()
        start = bisect_left(self._sorted, small)
        end = bisect_left(self._sorted, small + "\U0010ffff")
        longer = (word for word in self._sorted[start:end] if len(word) > len(small) + 3)
        return sum(self.parts[word] for word in longer)

    def spellings(self, word: str) -> Mapping[str, int]:
        """How a word is spelt inside sentences, by case and ß, and how often."""
        return self._by_letters.get(word.casefold(), {})

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.parts)

    @cached_property
    def _by_letters(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for form, count in self.forms.items():
            for part in {form, *INNER.split(form)}:
                forms = found.setdefault(part.casefold(), {})
                forms[part] = forms.get(part, 0) + count
        return found


def _whole_words(texts: Iterable[str]) -> Iterator[str]:
    """The lines without the halves of words that are broken at line ends."""
    broken = False
    for text in texts:
        for line in filter(None, map(str.strip, text.splitlines())):
            whole = " ".join(line.split(None, 1)[1:]) if broken else line
            broken = BROKEN.search(line[-NEAR:]) is not None
            yield " ".join(whole.rsplit(None, 1)[:-1]) if broken else whole


def _in_capitals(line: str) -> bool:
    words = WORD.findall(line)
    return len(words) > 1 and sum(map(str.isupper, words)) >= CAPITALS_SHARE * len(words)


def _count_line(line: str, forms: Counter[str], initial: Counter[str]) -> None:
    """Counts the words of a line; its first is taken for the first of a sentence if it may be."""
    for match in WORD.finditer(line):
        first = match.start() == 0 and match[0][:1].isupper()
        before = line[max(0, match.start() - NEAR) : match.start()]
        opens = first or (before and OPENING.search(before))
        (initial if opens else forms)[match[0]] += 1


def _count_pairs(
    line: str, names: Counter[tuple[str, str]], plain: Counter[tuple[str, str]]
) -> None:
    """Counts words that may be adjectives before nouns, inside sentences."""
    for match in PAIR.finditer(line):
        first, second = match.groups()
        if not OPENING.search(line[max(0, match.start() - NEAR) : match.start()]):
            (plain if first.islower() else names)[stems(first, second)] += 1


def stems(adjective: str, noun: str) -> tuple[str, str]:
    """An adjective and a noun without what declension puts behind them, case folded."""
    return ADJECTIVE_ENDING.sub("", adjective.casefold()), NOUN_ENDING.sub("", noun.casefold())


def _count_parts(word: str, count: int, counts: dict[str, Counter[str]]) -> None:
    small = word.lower()
    counts["whole"][small] += count
    pieces = INNER.split(word)
    for piece in pieces:
        counts["parts"][piece.lower()] += count
    for head, tail in pairwise(pieces):
        counts["leading"][head.lower()] += count
        if tail.islower():
            counts["small"][head.lower()] += count


def _as_compound(small: str) -> float:
    """How sure it is that the morphemes of a word make a word."""
    reading = german.read(small)
    if reading is None or not reading.known:
        return 0.0
    return min(0.95, max(0.3, 1.0 - LESS_TRUST * max(0.0, reading.cost - TRUSTED_COST)))
