"""Rule Z1: the same name or term is spelt in one way throughout a publication.

Words are compared by a key in which the usual variants fall together: accents (México, Mexico),
ß and ss (Rußland, Russland), ph and f, y and i, -tial and -zial, hyphenated and joined. Endings
are taken off first, so that Kongreß and Kongresse meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from satzspiegel.model import Finding, Publication, Severity
from satzspiegel.proofreading.citations import word_set
from satzspiegel.proofreading.misspellings import slip_of_a_letter
from satzspiegel.proofreading.passages import Passage
from satzspiegel.proofreading.report import report
from satzspiegel.proofreading.vocabulary import Occurrence, vocabulary

ENDINGS = ("en", "es", "er", "em", "e", "n", "s")
SHORTEST_STEM = 5
SHORTEST_WORD = 4
DIAERESIS = "\u0308"
VARIANTS = (
    ("ph", "f"),
    ("tial", "zial"),
    ("tiell", "ziell"),
    ("aufwend", "aufwänd"),
    ("selbstst", "selbst"),
    ("numerier", "nummerier"),
    ("plazier", "platzier"),
    ("rauh", "rau"),
)
#: Different words that a key makes alike: Maße and Masse, Rose and Rosé, Graf and Graph.
DIFFERENT = word_set("""
    masse massen busse bussen floss flosse flossen schoss schosse schosses russ russe russen
    strauss weiss weisse weissen weisser weisses gross grosse grossen grosser voss preuss hess
    meissner reuss rose rosen coupe lame pate expose cote graf grafen grafs stile stil file
""")
#: Names that people rightly bear in both spellings.
PEOPLE = word_set("""
    maria martin simon victor viktor felix julian adrian sebastian oscar oskar leon jesus daniel
    stefan josef adolf rudolf christof ralf sofie andre andres rene helene therese irene agnes meier
    maier lidia tomas ramon hector cesar angel gunter sibille gisela vivian elli
""")
#: Before a hyphen these play with a word: Re-Vision, Ver-Antwortung.
PREFIXES = word_set("re ent ver be un ur er zer vor ab an auf aus ein de dis in ko co ge miss")
ADJECTIVE = re.compile(r"(?:isch|lich|ig|al|ell|är|iv)(?:e[nrms]?)?$")
#: ß stays in these after the reform of 1996: behind diphthongs and long vowels.
LONG_VOWEL = re.compile(
    r"(?:ei|ie|au|äu|eu)ß|straß|groß|größ|fuß|füß|gruß|grüß|maß|mäß|spaß|süß"
    r"|bloß|stoß|stöß|soße|muße|buß|büß|kloß|klöß"
)


@dataclass(frozen=True)
class Spelling:
    """A way to spell a word, and where it is spelt so; ``stem`` is without its ending."""

    stem: str
    occurrences: tuple[Occurrence, ...]

    def __len__(self) -> int:
        return len(self.occurrences)


def variant_spellings(publication: Publication, passages: Iterable[Passage]) -> Iterator[Finding]:
    """Z1: for each rarer spelling, its first occurrence. Only for German publications."""
    if not publication.metadata.language.startswith("de"):
        return
    words = tuple(vocabulary(passages, "de"))
    counts: dict[str, int] = defaultdict(int)
    for occurrence in words:
        counts[occurrence.word.lower()] += 1
    rest: list[Spelling] = []
    for spellings in _groups(words):
        swiss = publication.metadata.language.endswith("CH")
        usual = max(spellings, key=lambda s: _preference(s, spellings, counts, swiss=swiss))
        rest.append(usual)
        for spelling in spellings:
            if spelling is not usual and _same_word(spelling, usual):
                yield _finding(spelling, usual)
    yield from (_finding(rare, usual) for rare, usual in _slips(rest))


def _slips(spellings: list[Spelling]) -> Iterator[tuple[Spelling, Spelling]]:
    by_stem = {s.stem: s for s in spellings}
    occurrences = {s.stem: s.occurrences for s in spellings}
    for rare, usual in slip_of_a_letter(occurrences):
        yield by_stem[rare], by_stem[usual]


def _finding(rare: Spelling, usual: Spelling) -> Finding:
    first = rare.occurrences[0]
    other = usual.occurrences[0]
    instead = _in_the_spelling(first.word, rare.stem, usual)
    return report(
        "spelling-varies",
        Severity.HINT,
        first.place,
        "Z1",
        first.word,
        instead,
        times=str(len(rare)),
        other=other.word,
        count=str(len(usual)),
        where=str(other.place),
    )


def _in_the_spelling(word: str, stem: str, usual: Spelling) -> str:
    """The word with the usual spelling's stem and its own ending and capital."""
    ending = word[len(stem) :]
    same_ending = [o.word for o in usual.occurrences if o.word[len(usual.stem) :] == ending]
    made = same_ending[0] if same_ending else usual.occurrences[0].word[: len(usual.stem)] + ending
    return made[0].upper() + made[1:] if word[0].isupper() else made


# ------------------------------------------------------------------------------------- the groups


def _groups(words: Iterable[Occurrence]) -> list[list[Spelling]]:
    """Spellings with the same key, in the order of their first occurrence.

    Nouns and names are kept apart from other words; a word that begins a sentence goes to those
    written small if there are any with its key.
    """
    known = [o for o in words if not o.word.isupper() and _long_enough(o.word)]
    small = {_key(o.word) for o in known if not o.word[0].isupper()}
    groups: dict[tuple[bool, str], dict[str, list[Occurrence]]] = {}
    for occurrence in known:
        key = _key(occurrence.word)
        capital = occurrence.word[0].isupper() and not (occurrence.initial and key in small)
        group = groups.setdefault((capital, key), defaultdict(list))
        group[_stem(occurrence.word)].append(occurrence)
    return [[Spelling(stem, tuple(o)) for stem, o in group.items()] for group in groups.values()]


def _long_enough(word: str) -> bool:
    return len(word) >= SHORTEST_WORD or "ß" in word


def _stem(word: str) -> str:
    """A word in small letters without its ending."""
    word = word.lower()
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST_STEM and not (ending == "s" and stem[-1] == "s"):
            return stem
    return word


def _key(word: str) -> str:
    """What the spellings of a word have in common."""
    return _folded(_stem(word), name=word[0].isupper())


def _folded(word: str, *, name: bool) -> str:
    """A word in small letters with the usual variants made one; y and i only in names."""
    folded = _without_accents(word).replace("ß", "ss").replace("-", "")
    for variant, common in VARIANTS:
        folded = folded.replace(variant, common)
    return folded.replace("y", "i") if name else folded


def _without_accents(word: str) -> str:
    """Accents taken off, but for ä, ö and ü, which make other words."""
    pieces = unicodedata.normalize("NFD", word)
    kept = [
        char
        for before, char in zip(" " + pieces, pieces, strict=False)
        if not unicodedata.combining(char) or (char == DIAERESIS and before in "aou")
    ]
    return unicodedata.normalize("NFC", "".join(kept))


# ------------------------------------------------------------------------------- the same or not


def _same_word(one: Spelling, other: Spelling) -> bool:
    """Whether two spellings are likely those of one word, and not of two."""
    word = one.occurrences[0].word
    keys = {_key(word), _folded(word.lower(), name=word[0].isupper())}
    if keys & DIFFERENT:
        return False
    if keys & PEOPLE and not _neighbours(one) & _neighbours(other):
        return False
    return _hyphens_agree(one, other)


def _neighbours(spelling: Spelling) -> set[str]:
    """First names and surnames beside a name."""
    beside = {word for o in spelling.occurrences for word in (o.before, o.after)}
    return {word for word in beside if word[:1].isupper()}


def _hyphens_agree(one: Spelling, other: Spelling) -> bool:
    """Whether hyphens are the same, or stand where a compound may be joined or not."""
    hyphens = [stem.count("-") for stem in (one.stem, other.stem)]
    if hyphens[0] == hyphens[1]:
        return [len(p) for p in one.stem.split("-")] == [len(p) for p in other.stem.split("-")] or (
            not hyphens[0] or _key_parts(one) == _key_parts(other)
        )
    if 0 not in hyphens:
        return False
    hyphenated = one if hyphens[0] else other
    return _is_compound(hyphenated.occurrences[0].word)


def _key_parts(spelling: Spelling) -> list[str]:
    return [_key(part) for part in spelling.stem.split("-")]


def _is_compound(word: str) -> bool:
    """Whether the hyphens are those of a compound, and not of a division or a play on words."""
    parts = word.split("-")
    if parts[0].lower() in PREFIXES or min(map(len, parts)) < 2:
        return False
    if all(part[0].isupper() for part in parts):
        return True
    return not word[0].isupper() and bool(ADJECTIVE.search(word))


def _preference(
    spelling: Spelling, rivals: list[Spelling], counts: dict[str, int], *, swiss: bool
) -> tuple[int, int, int, int]:
    """The usual spelling: the most frequent; then by its parts, ß, accents; then the first."""
    hyphenated = all("-" in rival.stem for rival in rivals)
    shared = sum(counts[part] for part in spelling.stem.split("-")) if hyphenated else 0
    long = bool(LONG_VOWEL.search(spelling.stem)) and not swiss
    sharp = (1 if long else -1) if "ß" in spelling.stem else 0
    bare = _without_accents(spelling.stem)
    accents = sum(a != b for a, b in zip(spelling.stem, bare, strict=False))
    return len(spelling), shared, sharp, accents
