"""The ß that capitals don't have: STRASSE is Straße, and MASSE Masse or Maße."""

from __future__ import annotations

import re
from itertools import combinations

from satzspiegel.hyphenation import segmentation
from satzspiegel.hyphenation.lexicon import german_morphemes
from satzspiegel.importing.words import german
from satzspiegel.importing.words.vocabulary import Vocabulary

#: Words of a document without any ß; with more, it is spelt as in Switzerland.
ENOUGH = 1500
#: Before 1996, ß stood before consonants and at the end of a word and its parts.
OLD_PLACE = re.compile(r"ss(?=$|[bcdfghjklmnpqrtvwxz])")
#: How sure a spelling is that the document has, that the lexicon has alone, that it has as the
#: likelier of two.
OWN, ALONE, LIKELIER = 0.998, 0.995, 0.8
#: What a word costs that the lexicon has without a cost.
PLAIN = 12.0
#: A reading that costs so many nats more is no word.
CLEARLY = 9.0


def with_eszett(small: str, vocabulary: Vocabulary) -> tuple[str, float]:
    """A word that was in capitals, in lower case, with its ß, and how sure that is."""
    if "ss" not in small:
        return small, 1.0
    variants = _variants(small)
    own = {word: vocabulary.parts.get(word, 0) for word in variants}
    best = max(variants, key=lambda word: own[word])
    if own[best]:
        return best, OWN if own[best] == sum(own.values()) else LIKELIER
    if _is_swiss(vocabulary):
        return small, ALONE
    listed, sure = _by_lexicon(small, variants)
    if vocabulary.old_spelling and "ß" not in listed:
        return _as_before_1996(small), min(sure, 0.95)
    return listed, sure


def _variants(small: str) -> list[str]:
    """The spellings with any of its ss as ß; the one without first."""
    places = [match.start() for match in re.finditer("ss", small)][:3]
    chosen = (some for count in range(len(places) + 1) for some in combinations(places, count))
    return [
        "".join(
            "" if index - 1 in some else "ß" if index in some else char
            for index, char in enumerate(small)
        )
        for some in chosen
    ]


def _by_lexicon(small: str, variants: list[str]) -> tuple[str, float]:
    """The cheapest reading; the lexicon has each ß as ss too, at the same cost."""
    costs = {word: _cost(word) for word in variants}
    least = min(costs.values())
    if least == segmentation.NEVER:
        return small, LIKELIER
    best = [word for word in variants if costs[word] == least][-1]
    near = any(least < cost < least + CLEARLY for cost in costs.values())
    return best, LIKELIER if near else ALONE


def _cost(word: str) -> float:
    stem = german_morphemes().stems.get(word)
    cheapest = min(stem.last, stem.earlier) if stem is not None else segmentation.NEVER
    if cheapest < segmentation.NEVER:
        return cheapest
    if german.is_word(word):
        return PLAIN
    found = german.read(word)
    return found.cost if found is not None and found.known else segmentation.NEVER


def _as_before_1996(small: str) -> str:
    """Kongress, Schlosspark, musste as Kongreß, Schloßpark, mußte; but Aussicht."""
    joints = {index for index, _ in marks} if (marks := _marks(small)) else set()
    return OLD_PLACE.sub(lambda at: "ss" if at.start() + 1 in joints else "ß", small)


def _marks(small: str) -> tuple[tuple[int, str], ...]:
    found = german.read(small)
    return found.marks if found is not None else ()


def _is_swiss(vocabulary: Vocabulary) -> bool:
    parts = vocabulary.parts
    return len(parts) > ENOUGH and not any("ß" in word for word in parts)
