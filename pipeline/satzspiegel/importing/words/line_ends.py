"""Words broken at line ends made whole.

What a hyphen at a line's end is, is told first by what is written around it: a capital behind it, a
conjunction (»Ober- und Unterland«), figures, an address, an abbreviation. Where only letters
meet, evidence for a hyphen that was there before the line was broken is added up in nats, beginning
with how rare it is (:mod:`.evidence`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import exp

from satzspiegel.hyphenation.addresses import ADDRESS
from satzspiegel.importing.words import evidence, german, old_spelling
from satzspiegel.importing.words.evidence import Halves
from satzspiegel.importing.words.german import words
from satzspiegel.importing.words.vocabulary import HYPHENS, Vocabulary

#: The end of a line: its text, the hyphen, and what stands behind the hyphen: marks, a note's call.
END = re.compile(rf"(?s)(.*)([{HYPHENS}\u2013\u2014])([^\w\s]*\d{{0,3}}[^\w\s]*)\s*")
#: The letters and figures of a word up to the hyphen, and behind it.
LEFT = re.compile(r"[^\W_](?:[\w’'/\u2010\u2011-]*[\w’'])?$")
RIGHT = re.compile(r"[’']?[^\W_][\w’']*(?:[-\u2010\u2011][\w’']+)*|")
#: Longer than any word or address; no more of a line is looked at.
LONGEST = 300
#: Words before which a part of a compound is left out. The first are hardly ever a part of a word;
#: the others may be one (»Kür-bis«, »den-noch«).
AND = words("und oder bzw beziehungsweise sowie resp respektive et y e and or")
TO = words("bis noch wie als statt aber gegen auf nicht u")
#: What stands in the second of two such parts: »Textilhandel und -herstellung«.
JOINING = re.compile(r"(?:\b(?:und|oder|bzw\.|sowie|bis)|[,/])$")
#: Signs at a line's end that are no hyphens when something other than a figure stands before them.
DASHES = frozenset("\u2013\u2014")
#: The hyphens that nobody types inside a word, and the one that never ends a line by itself.
SOFT, HARD = frozenset("\u00ad\u00ac"), frozenset("\u2011")


@dataclass(frozen=True)
class Joined:
    """Two lines made one.

    ``text`` is all of both. ``word`` is the word between them as it is in it, ``other`` as it would
    be if the hyphen were decided the other way. ``reason`` names what decided. ``removed`` and
    ``added`` are the characters that ``text`` has less and more than the lines had, white space not
    counted: a hyphen, but also the »k-« of »Zuk-ker« for a »c«.
    """

    text: str
    hyphen_kept: bool
    probability: float
    other: str
    reason: str
    word: str = ""
    removed: str = ""
    added: str = ""


@dataclass(frozen=True)
class _Ends:
    """What meets at a line's end: the line's text, its hyphen, what is behind it, the next line."""

    before: str
    space: str
    hyphen: str
    behind: str
    right: str
    first: str
    rest: str

    def kept(self, probability: float, reason: str, gap: str = "") -> Joined:
        """The hyphen stays, with or without a space behind it."""
        text = f"{self.before}{self.space}{self.hyphen}{self.behind}{gap}{self.right}"
        word = f"{self.first}{self.hyphen}{self.behind}{gap}{self.rest}"
        return Joined(text, True, probability, self.first + self.rest, reason, word)

    def closed(self, probability: float, reason: str, hyphen: str = "-") -> Joined:
        """The hyphen goes. Were it to stay, it would be one of those that words have."""
        text = f"{self.before}{self.behind}{self.right}"
        other = f"{self.first}{hyphen}{self.rest}"
        word = self.first + self.rest
        return Joined(text, False, probability, other, reason, word, self.hyphen)


Rule = Callable[[_Ends, Vocabulary], Joined | None]


def join(left: str, right: str, vocabulary: Vocabulary) -> Joined:
    """The end of a line with a hyphen, and the beginning of the next, as one text.

    ``left`` is at least the word's part up to the hyphen, better the whole line, ``right`` at least
    the rest of the word. Lines without a hyphen are put together with a space.
    """
    match = END.fullmatch(left)
    if match is None:
        return Joined(f"{left.rstrip()} {right.lstrip()}", True, 1.0, "", "no-hyphen")
    ends = _ends(match, right.lstrip())
    for rule in RULES:
        if (found := rule(ends, vocabulary)) is not None:
            return found
    return _of_letters(ends, vocabulary)


def _ends(match: re.Match[str], right: str) -> _Ends:
    line, hyphen, behind = match.groups()
    before = line.rstrip()
    space = line[len(before) :]
    head = None if space else LEFT.search(before[-LONGEST:])
    tail = RIGHT.match(right[:LONGEST])
    return _Ends(
        before, space, hyphen, behind, right, head[0] if head else "", tail[0] if tail else ""
    )


def _dash(ends: _Ends, vocabulary: Vocabulary) -> Joined | None:
    """A dash between words, or the hyphen of a second part without its first."""
    if ends.hyphen in DASHES:
        figures = ends.first[-1:].isdigit() and ends.rest[:1].isdigit()
        return ends.kept(0.98, "dash", "" if figures or not (ends.space or ends.behind) else " ")
    if not ends.space and ends.before:
        return None
    if JOINING.search(ends.before) and ends.rest[:1].islower():
        return ends.kept(0.8, "suspended")
    return ends.kept(0.97, "dash", " ")


def _never_typed(ends: _Ends, vocabulary: Vocabulary) -> Joined | None:
    """Soft hyphens are always inserted, those that allow no break never."""
    if ends.hyphen in SOFT and ends.rest and not ends.behind:
        return ends.closed(0.995, "soft-hyphen")
    return ends.kept(0.99, "hard-hyphen") if ends.hyphen in HARD else None


def _suspended(ends: _Ends, vocabulary: Vocabulary) -> Joined | None:
    """A part of a compound is left out before a conjunction: two words."""
    word = ends.rest.lower()
    if word in AND | TO:
        whole = vocabulary.knows(evidence.last_part(ends.first) + word)
        if whole >= 0.9:
            return None
        return ends.kept(0.98 if word in AND else 0.97 - whole / 3, "suspended", " ")
    return None


def _marked(ends: _Ends, vocabulary: Vocabulary) -> Joined | None:
    """Something stands between the hyphen and the line's end: a comma, a quotation mark, a call."""
    if not ends.behind:
        return None
    if ends.behind[-1].isdigit() and ends.rest[:1].islower():
        return ends.kept(0.6, "suspended", " ")
    opens = ends.behind[-1] in ")]" and ends.rest[:1].isalpha()
    quotes = ends.behind[-1] in "“”«»\"'’›‹" and ends.rest[:1].isalpha()
    return ends.kept(0.9 if opens or quotes else 0.97, "suspended", "" if opens else " ")


def _address(ends: _Ends, vocabulary: Vocabulary) -> Joined | None:
    """Addresses are rarely hyphenated; their own hyphens are what lines break behind."""
    token = ends.before[-LONGEST:].rsplit(None, 1)[-1:]
    if not token or not ADDRESS.search(token[0] + "-x"):
        return None
    first, rest = evidence.last_part(ends.first), evidence.first_part(ends.rest)
    if vocabulary.knows(first + rest) >= 0.9 and vocabulary.knows(first) < 0.9:
        return ends.closed(0.6, "address")
    return ends.kept(0.9 if vocabulary.knows(first) < 0.9 else 0.96, "address")


def _figures(ends: _Ends, vocabulary: Vocabulary) -> Joined | None:
    """Ranges of numbers, and words that begin or go on with one (20-jährig, Alt-68er)."""
    rest = evidence.first_part(ends.rest)
    if ends.first[-1:].isdigit() or any(char.isdigit() for char in rest):
        return ends.kept(0.98, "figures")
    return None


def _no_letters(ends: _Ends, vocabulary: Vocabulary) -> Joined | None:
    """A quotation mark or a bracket on either side: nobody hyphenates so."""
    if not ends.first or not ends.rest:
        return ends.kept(0.97, "marks")
    if ends.rest[0] in "’'":
        return ends.closed(0.97, "apostrophe")
    return None


def _abbreviation(ends: _Ends, vocabulary: Vocabulary) -> Joined | None:
    """Abbreviations in capitals are not broken, and letters by themselves hardly ever."""
    first, rest = evidence.last_part(ends.first), evidence.first_part(ends.rest)
    if len(first) == 1 and not rest[0].isupper():
        spelt = f"{first}-{rest}".lower()
        if german.is_word(first + rest) and not vocabulary.whole.get(spelt):
            return ends.closed(0.9, "one-letter")
        return ends.kept(0.95, "one-letter")
    if first[-1].isupper() and rest.islower():
        return ends.kept(0.99, "abbreviation")
    return None


def _capital(ends: _Ends, vocabulary: Vocabulary) -> Joined | None:
    """A capital behind the hyphen begins another part; but »LeserInnen«, »McDonald«."""
    first, rest = evidence.last_part(ends.first), evidence.first_part(ends.rest)
    if not rest[:1].isupper() or (first.isupper() and rest.isupper()):
        return None
    if vocabulary.forms.get(first + rest) or vocabulary.initial.get(first + rest):
        return ends.closed(0.97, "own-words")
    if rest in ("Innen", "In"):
        hyphened = vocabulary.leading.get(first.lower(), 0)
        return ends.kept(0.7, "capital") if hyphened else ends.closed(0.8, "capital")
    return ends.kept(0.985, "capital")


RULES: tuple[Rule, ...] = (
    _dash,
    _never_typed,
    _suspended,
    _marked,
    _address,
    _figures,
    _no_letters,
    _abbreviation,
    _capital,
)


def _of_letters(ends: _Ends, vocabulary: Vocabulary) -> Joined:
    """Only letters meet: the sum of the evidence decides."""
    halves = Halves(ends.first, ends.rest, ends.before, ends.right)
    respelt = old_spelling.respelt(halves.first, halves.rest, vocabulary)
    found = evidence.weigh(halves, vocabulary, respelt)
    probability = 1 / (1 + exp(-found.nats))
    if probability > 0.5:
        return ends.kept(probability, found.reason)
    joined = ends.closed(1 - probability, found.reason)
    return joined if respelt is None else _respell(joined, ends, respelt)


def _respell(joined: Joined, ends: _Ends, respelt: old_spelling.Respelt) -> Joined:
    """Letters that the old orthography changed at the break are changed back."""
    cut = len(respelt.lost)
    before = ends.before[: len(ends.before) - cut] + respelt.added
    return Joined(
        before + ends.right,
        False,
        min(joined.probability, respelt.probability),
        joined.word,
        "old-spelling",
        ends.first[: len(ends.first) - cut] + respelt.added + ends.rest,
        respelt.lost + ends.hyphen,
        respelt.added,
    )
