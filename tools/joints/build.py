"""Makes the morpheme lexicon of the joints: ``hyphenation/data/morphemes.txt.gz``.

    npm pack dictionary-de@3.0.0 && tar xzf dictionary-de-3.0.0.tgz
    pip install wordfreq==3.1.1
    python tools/joints/build.py package

From igerman98 (the npm package ``dictionary-de``) come the words, their forms and which of them
begin a compound; from ``wordfreq`` come 600,000 German words, which show how many words each of
them helps to form. Our own are prefixes and suffixes (``hyphenation/affixes.py``) and the
lists beside this file, which say what the numbers cannot: parts of three letters, fragments that
look like words (the »tischen« of »politischen«), and words that only look as if they had joints.

1. Every part of every word is counted: families of first and last parts.
2. The costs that follow from the families give a reading of every word; the parts of these
   readings are counted anew, twice.
3. Words that are read as compounds of others leave the lexicon; so do words that are read
   without their entry as they are with it. The rest is written down, with its joints.

The same packages give the same bytes. It takes some four minutes.
"""

from __future__ import annotations

import argparse
import gzip
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import wordfreq
from hunspell import Usage, read_dictionary

from satzspiegel.hyphenation.affixes import LINKED_SUFFIXES, PREFIXES, SUFFIXES
from satzspiegel.hyphenation.languages import patterns_for
from satzspiegel.hyphenation.lexicon import DATA, DIGITS, STEP
from satzspiegel.hyphenation.segmentation import (
    COMPOUND,
    NEVER,
    SUFFIX,
    VOWELS,
    Mark,
    Morphemes,
    Reading,
    Stem,
    mark,
    read,
    unmark,
)

LISTS = Path(__file__).parent / "lists"
#: A word that helps to form no other costs this much, as last part and as an earlier one.
ALONE_LAST, ALONE_EARLIER = 12.5, 12.0
#: Last parts that are not nouns (groß|artig), earlier parts that the dictionary doesn't know.
NO_NOUN, NOT_LISTED = 1.5, 1.0
#: Parts of three letters are often something else.
SHORT = 2.0
#: A stem that lives behind prefixes only (ver|gess), known from one prefix.
BOUND_COST = 11.5
#: A word of the dictionary is a compound if its reading costs less than this; a part more, more.
COMPOUND_LIMIT, PART_LIMIT = 27.0, 6.0
#: What a reader would take for a word at first sight has at least this frequency.
SEEN = 1e-6
#: Words with these endings take an s before the next part.
WITH_S = ("ung", "heit", "keit", "schaft", "ion", "tät", "ling", "tum")
#: Prefixes that make a stem by themselves; the others have to meet it twice.
CERTAIN = frozenset(
    [
        *(
            "be",
            "emp",
            "ent",
            "er",
            "ge",
            "miss",
            "ver",
            "zer",
            "auf",
            "aus",
            "durch",
            "ein",
            "hinter",
        ),
        *("nach", "über", "unter", "vor", "wieder", "zurück", "zusammen"),
    ]
)
#: Suffixes that make a joint behind stems that are no words; the lists know the exceptions.
ALWAYS = ("bar", "lich", "heit", "keit", "schaft", "nis", "sam", "ling", "haft", "los", "lein")
ROUNDS = 2


def listed(name: str) -> frozenset[str]:
    """The words of one of our lists."""
    return frozenset((LISTS / f"{name}.txt").read_text("utf-8").split())


@cache
def points(word: str) -> tuple[int, ...]:
    """Break points with two letters on either side."""
    patterns = patterns_for("de")
    assert patterns is not None  # noqa: S101
    return patterns.inside(word, 2, 2)


@dataclass(frozen=True)
class Families:
    """How many words each part helps to form, as last part and as an earlier one."""

    last: Counter[str]
    earlier: Counter[str]


class Lists:
    """What the numbers cannot say."""

    def __init__(self) -> None:
        self.never = {"last": listed("never-last"), "earlier": listed("never-earlier")}
        self.short = {"last": listed("short-last"), "earlier": listed("short-earlier")}
        self.marked = sorted(listed("marked"))
        self._simplex, self._endings = listed("simplex"), listed("endings") | {""}

    def fits(self, word: str, place: str) -> bool:
        """Whether a word may be a part in this place."""
        if word in self.never[place]:
            return False
        return len(word) > 3 or word in self.short[place]

    def is_simplex(self, word: str) -> bool:
        """Whether a word, or what it is an inflected form of, has no joints.

        In the list, a word with a full stop stands for itself, without other endings.
        """
        if f"{word}." in self._simplex:
            return True
        cuts = range(3, len(word) + 1)
        return any(word[:i] in self._simplex and word[i:] in self._endings for i in cuts)


def all_parts(forms: dict[str, Usage], words: Iterable[str]) -> Families:
    """Families by all ways to cut a word in two known parts."""
    last: Counter[str] = Counter()
    earlier: Counter[str] = Counter()
    for word in words:
        for point in points(word):
            first, second = forms.get(word[:point]), forms.get(word[point:])
            if first and second and second.last and (first.earlier or first.noun):
                earlier[word[:point]] += 1
                last[word[point:]] += 1
    return Families(last, earlier)


def stems_of(forms: dict[str, Usage], families: Families, lists: Lists) -> dict[str, Stem]:
    """Every form with what it costs, without joints yet."""
    stems = {}
    for word, usage in forms.items():
        last = earlier = NEVER
        if usage.last and lists.fits(word, "last"):
            last = ALONE_LAST - math.log1p(families.last[word]) + (0 if usage.noun else NO_NOUN)
        if lists.fits(word, "earlier"):
            if usage.earlier:
                earlier = ALONE_EARLIER - math.log1p(families.earlier[word])
            elif usage.noun and families.earlier[word] > 1:
                earlier = ALONE_EARLIER + NOT_LISTED - math.log1p(families.earlier[word])
        short = SHORT if len(word) < 4 else 0
        if min(last, earlier) < NEVER:
            stems[word] = Stem(last + short, earlier + short, NEVER)
        if usage.noun and word.endswith(WITH_S) and len(word) > 5 and f"{word}s" not in forms:
            linked = f"{word}s"
            cost = ALONE_EARLIER - math.log1p(families.earlier[linked])
            stems[linked] = Stem(NEVER, cost, NEVER)
    return stems


def add_bound(forms: dict[str, Usage], stems: dict[str, Stem], lists: Lists) -> None:
    """Adds what is left of words behind their prefixes and is no last part by itself."""
    prefixes: dict[str, set[str]] = defaultdict(set)
    for word in forms:
        if lists.is_simplex(word):
            continue
        # Bestand|teil is no prefix and »standteil«.
        longest = max(_cuts(word, stems), default=0)
        for point in points(word):
            if word[:point] in PREFIXES and len(word) - point > 2 and point >= longest:
                prefixes[word[point:]].add(word[:point])
    for rest, before in prefixes.items():
        stem = stems.get(rest, Stem(NEVER, NEVER, NEVER))
        if stem.last < NEVER or rest in lists.never["last"] or VOWELS.isdisjoint(rest):
            continue
        # »zubieten« is no stem of »anzubieten«, nor »gestellt« one of »vorgestellt«.
        if any(_cuts(rest, stems)):
            continue
        if len(before) > 1 or (before & CERTAIN and len(rest) > 3):
            stems[rest] = stem._replace(bound=BOUND_COST - math.log(len(before)))


def _cuts(word: str, stems: dict[str, Stem]) -> Iterator[int]:
    """Where a word falls into a part, or the ge- or zu- of verbs, and a last part."""
    nothing = Stem(NEVER, NEVER, NEVER)
    for point in points(word):
        first, second = word[:point], word[point:]
        earlier = first in ("zu", "ge") or stems.get(first, nothing).earlier < NEVER
        if earlier and stems.get(second, nothing).last < NEVER:
            yield point


class Readings:
    """The joints of the lexicon's own words. Short words are read first, then the longer ones with
    the joints of their parts."""

    def __init__(self, forms: dict[str, Usage], stems: dict[str, Stem], lists: Lists) -> None:
        self.forms, self.lists = forms, lists
        self.stems = dict(stems)
        #: Words that are compounds of others.
        self.compounds: dict[str, Reading] = {}
        self._free = Morphemes(self.stems, PREFIXES, SUFFIXES, LINKED_SUFFIXES)
        # Earlier parts are read as if they could end a word.
        self._ending = {word: _as_last(stem) for word, stem in stems.items()}
        self._earlier = Morphemes(
            self._ending, PREFIXES, SUFFIXES | LINKED_SUFFIXES, LINKED_SUFFIXES
        )

    def read_all(self) -> None:
        """Reads every form and every stem."""
        for word in sorted({*self.forms, *self.stems}, key=lambda word: (len(word), word)):
            if not self.lists.is_simplex(word) and points(word):
                self._read(word)

    def _read(self, word: str) -> None:
        stem = self.stems.get(word)
        last = stem is None or stem.last < NEVER
        reading = read(word, points(word), self._free if last else self._earlier, whole=False)
        if (
            reading
            and reading.known
            and reading.cost < COMPOUND_LIMIT + PART_LIMIT * (len(reading.marks) > 1)
        ):
            if last and any(sign == COMPOUND for _, sign in reading.marks):
                self.compounds[word] = reading
            else:
                self._keep(word, reading.marks)
        elif marks := self._suffixed(word):
            self._keep(word, marks)

    def _keep(self, word: str, marks: tuple[Mark, ...]) -> None:
        plain = Stem(NEVER, NEVER, NEVER)
        self.stems[word] = self.stems.get(word, plain)._replace(marks=marks)
        self._ending[word] = _as_last(self.stems[word])

    def _suffixed(self, word: str) -> tuple[Mark, ...]:
        """The joint before a suffix whose stem is no word: höf|lich, Künst|ler."""
        for point in points(word):
            stem, suffix = word[:point], word[point:]
            if len(stem) > 2 and not VOWELS.isdisjoint(stem) and self._suits(stem, suffix):
                found = read(stem, points(stem), self._earlier) if points(stem) else None
                before = found.marks if found and found.known else ()
                return (*before, (point, SUFFIX))
        return ()

    def _suits(self, stem: str, suffix: str) -> bool:
        if suffix.startswith(ALWAYS) and suffix in SUFFIXES | LINKED_SUFFIXES:
            return True
        noun = self.forms.get(stem + suffix)
        if noun is None or not noun.noun:
            return False
        if suffix in ("ler", "lers", "lern", "lerin", "lerinnen"):
            # »Bettler« is of »betteln«, »Keller« of nothing.
            verb = {stem + "eln", stem + "el", stem + "le"}
            return stem[-1] not in "laeiouäöüy" and verb.isdisjoint(self.forms)
        if suffix in ("chen", "chens"):
            base = self.forms.get(stem)
            diminutive = bool(set("äöü") & set(stem)) or (base is not None and base.noun)
            return diminutive and stem + "chens" in self.forms
        return False


def _as_last(stem: Stem) -> Stem:
    return stem._replace(last=min(stem.last, stem.earlier, stem.bound))


def add_marked(stems: dict[str, Stem], marked: Iterable[str]) -> None:
    """Puts words with their joints into the lexicon, whatever was found before."""
    for word, marks in map(unmark, marked):
        stem = stems.get(word, Stem(ALONE_LAST, NEVER, NEVER))
        stems[word] = stem._replace(marks=marks)


def manner(words: Iterable[str], stems: dict[str, Stem]) -> list[str]:
    """Adverbs of adjectives: glück>licher=weise."""
    found = []
    for word in sorted(words):
        adjective = word.removesuffix("weise")
        stem = stems.get(adjective)
        if word.endswith("erweise") and stem and len(adjective) > 5:
            found.append(f"{mark(adjective, stem.marks)}={word[len(adjective) :]}")
    return found


def count_parts(words: Iterable[str], morphemes: Morphemes) -> Families:
    """Families by the readings of words: their parts between the joints of compounds."""
    last: Counter[str] = Counter()
    earlier: Counter[str] = Counter()
    for word in words:
        reading = read(word, points(word), morphemes) if points(word) else None
        if reading is None or not reading.known:
            continue
        cuts = [index for index, sign in reading.marks if sign == COMPOUND]
        if not cuts:
            continue
        pieces = [word[i:j] for i, j in zip([0, *cuts], [*cuts, len(word)], strict=True)]
        earlier.update(pieces[:-1])
        last[pieces[-1]] += 1
    return Families(last, earlier)


def needed(stems: dict[str, Stem], families: Families) -> dict[str, Stem]:
    """The stems without those that are read without their entry as they are with it.

    Only words with joints can be read without their entry. Long ones go first, since they rest on
    short ones; what was missed by that comes back.
    """
    kept = dict(stems)
    morphemes = Morphemes(kept, PREFIXES, SUFFIXES, LINKED_SUFFIXES)

    def is_read(word: str, whole: bool) -> bool:
        reading = read(word, points(word), morphemes, whole)
        return reading is not None and reading.known and reading.marks == stems[word].marks

    for word in sorted(stems, key=lambda word: (-len(word), word)):
        stem = stems[word]
        productive = max(families.last[word], families.earlier[word]) > 1
        if stem.marks and not productive and stem.bound == NEVER and is_read(word, False):
            del kept[word]
    for _ in range(2):
        missed = [word for word in stems if word not in kept and not is_read(word, True)]
        kept.update((word, stems[word]) for word in missed)
    return kept


def write(stems: dict[str, Stem], seen: set[str]) -> int:
    """Writes the lexicon, and returns its size in bytes."""
    lines: dict[str, list[str]] = defaultdict(list)
    for word, stem in sorted(stems.items()):
        code = "".join(map(_digit, stem[:3])) + "-w"[word in seen]
        lines[code].append(mark(word, stem.marks))
    text = "".join(" ".join([code, *words]) + "\n" for code, words in sorted(lines.items()))
    DATA.parent.mkdir(exist_ok=True)
    DATA.write_bytes(gzip.compress(text.encode(), mtime=0))
    return DATA.stat().st_size


def _digit(cost: float) -> str:
    return "-" if cost == NEVER else DIGITS[max(0, round(cost / STEP))]


def main() -> None:
    """Reads the packages, and writes the lexicon."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("dictionary", type=Path, help="folder of the npm package dictionary-de")
    forms = read_dictionary(parser.parse_args().dictionary).forms
    lists = Lists()
    for word in listed("more-earlier"):
        forms.setdefault(word, Usage()).earlier = True
    for word in listed("more-last"):
        forms.setdefault(word, Usage()).last = True
    frequencies = wordfreq.get_frequency_dict("de", wordlist="best")
    words = sorted({word for word in frequencies if word.isalpha()} | set(forms))
    families = all_parts(forms, words)
    for turn in range(ROUNDS + 1):
        stems = stems_of(forms, families, lists)
        add_bound(forms, stems, lists)
        readings = Readings(forms, stems, lists)
        readings.read_all()
        compounds = readings.compounds
        stems = {w: stem for w, stem in readings.stems.items() if w not in compounds}
        if turn < ROUNDS:
            morphemes = Morphemes(stems, PREFIXES, SUFFIXES, LINKED_SUFFIXES)
            families = count_parts(words, morphemes)
        print(f"{turn}: {len(stems)} stems, {len(compounds)} compounds", file=sys.stderr)
    add_marked(stems, [*lists.marked, *manner(frequencies, stems)])
    kept = needed(stems, families)
    never_seen = listed("never-seen")
    seen = {w for w in kept if frequencies.get(w, 0) > SEEN and w not in never_seen}
    print(f"{len(kept)} kept, {write(kept, seen)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
