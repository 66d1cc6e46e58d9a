"""Names that differ by one letter from a name the publication uses: Russel beside Russell.

Without a lexicon a letter can make another word (Kapital, Kapitel), so only two kinds count:
letters that spellings of names confuse, in a word that stands once beside one that is frequent;
and any letter, where both stand behind the same first name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from satzspiegel.proofreading.citations import word_set
from satzspiegel.proofreading.vocabulary import Occurrence

Words = dict[str, tuple[Occurrence, ...]]

SHORTEST = 6
SHORTEST_SURNAME = 5
#: How often the usual spelling stands at least where the other stands once.
FREQUENT = 3
#: How often a slip may be repeated behind the same first name.
RARE = 2
#: Letters that spellings confuse; each kind by itself.
CONFUSED = tuple(
    (re.compile(pattern), common)
    for pattern, common in (
        (r"(.)\1", r"\1"),
        (r"ck|c(?!h)", "k"),
        (r"th", "t"),
        (r"tz", "z"),
        (r"ie", "i"),
        (r"(?<!^)w", "v"),
        (r"sch", "sh"),
        (r"chs|cks|ks|gs", "x"),
    )
)
#: Words that differ by such letters and are both German.
ORDINARY = word_set("""
    stelen stellen schoten schotten qualen quallen spanen spannen raten ratten hellen helen fieber
    fiber kamen kammen stiele stile herren heeren schiffe schiefe siegel sigel wieder wider
    widersehen wiedersehen sonnen sonen planen kontrollen
""")
#: Endings that make another form or another word of the same stem.
ENDINGS = word_set("e n s es en er em in ns a")
#: Before a name, but no first name.
NO_FIRST_NAMES = word_set("""
    Herr Herrn Frau Genosse Genossin Doktor Professor Familie König Kaiser Papst Lord Sir Graf
    Präsident Minister Stadt Partei Firma Verlag Bezirk Der Die Das Den Dem Des Ein Eine Und Auch
""")
ADJECTIVE = re.compile(r"(?:isch|lich|ig|al|ell|är|iv|st|t|sch|nd)e[nrms]?$")


def slip_of_a_letter(words: Words) -> Iterator[tuple[str, str]]:
    """Pairs of a rare spelling and the usual one, both as keys of ``words`` (small letters)."""
    names = {stem: found for stem, found in words.items() if found[0].word[0].isupper()}
    found: set[tuple[str, str]] = set()
    for pair in (*_confused(names), *_behind_the_same_name(names)):
        if pair not in found and pair[::-1] not in found:
            found.add(pair)
            yield pair


def _confused(names: Words) -> Iterator[tuple[str, str]]:
    candidates = [stem for stem in names if len(stem) >= SHORTEST and "-" not in stem]
    for pattern, common in CONFUSED:
        groups: dict[str, list[str]] = defaultdict(list)
        for stem in candidates:
            groups[pattern.sub(common, stem)].append(stem)
        for stems in groups.values():
            *rare, usual = sorted(stems, key=lambda stem: len(names[stem]))
            if len(names[usual]) >= FREQUENT:
                yield from ((s, usual) for s in rare if len(names[s]) == 1 and s not in ORDINARY)


def _behind_the_same_name(names: Words) -> Iterator[tuple[str, str]]:
    behind: dict[str, list[str]] = defaultdict(list)
    for stem, occurrences in names.items():
        for first in {o.before for o in occurrences if _may_be_first_name(o.before)}:
            if len(stem) >= SHORTEST_SURNAME:
                behind[first].append(stem)
    for stems in behind.values():
        # Of two that are equally frequent the later is the slip.
        ordered = sorted(stems, key=lambda stem: -len(names[stem]))
        for index, rare in enumerate(ordered):
            if len(names[rare]) <= RARE:
                yield from ((rare, o) for o in ordered[:index] if _one_letter(rare, o))


def _may_be_first_name(word: str) -> bool:
    return word[:1].isupper() and word not in NO_FIRST_NAMES and not ADJECTIVE.search(word)


def _one_letter(one: str, other: str) -> bool:
    """Whether the words differ by one letter put in, left out or exchanged, not by an ending."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    start = min(len(one), len(other)) if start is None else start
    left, right = one[start:], other[start:]
    if {left, right} <= ENDINGS | {""}:
        return False
    return left[1:] == right[1:] or left[1:] == right or left == right[1:]
