"""The author's own words in the language of the publication, with their places.

Left out is what may rightly be spelt otherwise: quotations, titles of sources, words in another
language (marked, or standing beside its articles and prepositions), italics, code, addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from satzspiegel.model import Place
from satzspiegel.proofreading.citations import titles, word_set
from satzspiegel.proofreading.passages import Passage

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
ADDRESS = re.compile(r"(?<!\S)(?:\S*(?:://|www\.|@)\S*|\S+\.(?:de|at|ch|org|com|net|eu|info)\b\S*)")
#: What parts a word from the one before it.
PAUSE = re.compile(r"[.,;:!?()\[\]/„“”‚‘’»«›‹\"]")
SENTENCE_END = ".!?:…"
#: What may stand between two sentences, and how many such characters are looked at.
BETWEEN = " \u00a0\u202f”“„’‘‚»«›‹()[]\"'–"
GLANCE = 12
#: Small words of other languages that are none in German.
FOREIGN = word_set("""
    de del la el en et le les aux une un una of the and for to by do dos di della delle il gli sur
    pour dans avec con para por y e al au su sus their from on with
""")
#: How far, in words, a small word of another language reaches.
REACH = 2


@dataclass(frozen=True)
class Occurrence:
    """A word at a place; ``before`` and ``after`` are its neighbours without a pause between.

    ``initial`` words begin a sentence, so that their capital says nothing.
    """

    word: str
    place: Place
    initial: bool = False
    before: str = ""
    after: str = ""


def vocabulary(passages: Iterable[Passage], language: str) -> Iterator[Occurrence]:
    """Every word of the author's own in a language (``de``), in the order of the passages."""
    for passage in passages:
        if not passage.quoted:
            yield from _words(passage, language)


def _words(passage: Passage, language: str) -> Iterator[Occurrence]:
    matches = list(WORD.finditer(passage.text))
    excluded = bytearray(len(passage.text))
    for start, end in _excluded(passage):
        excluded[start:end] = b"\1" * (end - start)
    joined = [_joined(passage.text, a, b) for a, b in pairwise(matches)]
    for index, match in enumerate(matches):
        stretch = passage.at(match.start())
        place = passage.place(match.start())
        if place is None or stretch.set_off or stretch.language[:2] != language:
            continue
        if excluded[match.start()] or _beside_foreign(matches, joined, index):
            continue
        yield Occurrence(
            match[0],
            place,
            _begins_sentence(passage.text, match.start()),
            matches[index - 1][0] if index and joined[index - 1] else "",
            matches[index + 1][0] if index < len(joined) and joined[index] else "",
        )


def _begins_sentence(text: str, offset: int) -> bool:
    before = text[max(0, offset - GLANCE) : offset].rstrip(BETWEEN)
    return not before or before[-1] in SENTENCE_END


def _excluded(passage: Passage) -> list[tuple[int, int]]:
    """The ranges of quotations, addresses and, in notes, titles."""
    addresses = [match.span() for match in ADDRESS.finditer(passage.text)]
    return [*passage.quotations(), *addresses, *(titles(passage.text) if passage.note else ())]


def _joined(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return not PAUSE.search(text, left.end(), right.start())


def _beside_foreign(matches: list[re.Match[str]], joined: list[bool], index: int) -> bool:
    """Whether a small word of another language stands near, with no pause between."""
    if matches[index][0].lower() in FOREIGN:
        return True
    for step in (-1, 1):
        at = index
        for _ in range(REACH):
            gap = at - 1 if step < 0 else at
            if not 0 <= gap < len(joined) or not joined[gap]:
                break
            at += step
            if matches[at][0].lower() in FOREIGN:
                return True
    return False
