"""Whether a hyphen between small letters was in the word before its line was broken.

Evidence is added up in nats of log odds, above 0 for a hyphen of the word. The figures come from
German running text set in narrow columns (``tests/test_import_words.py`` says what holds).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log

from satzspiegel.hyphenation.languages import patterns_for
from satzspiegel.importing.words import german
from satzspiegel.importing.words.foreign import foreign_words, language_around
from satzspiegel.importing.words.german import Spelling, words
from satzspiegel.importing.words.old_spelling import Respelt
from satzspiegel.importing.words.vocabulary import INNER, Vocabulary

#: Hyphens before a small letter, among all at line ends: one in a hundred or two.
RARE = -4.5
#: The same in capitals, where any part may have been a noun.
RARE_IN_CAPITALS = -3.0
#: Each time that the document has the word whole counts; nothing said is a fifth of a time.
OWN_WORD, NEVER_SEEN = 4.0, 0.2
#: A word whole in the lexicon; a compound that reads well.
LISTED, READ_WELL = -4.0, -3.0
#: Half a word: what stands before or behind the hyphen is no word by itself.
HALF_A_WORD = -3.0
#: Adjectives side by side, by the ending of the first (politisch-moralisch, lieblich-herb).
SIDE_BY_SIDE = {"isch": 12.0, "lich": 10.5, "iv": 8.5, "ell": 8.5, "är": 8.5, "al": 2.5, "ig": 3.0}
SAME_KIND = 12.0
#: The same for any other, if the two do not read as a compound (antik-ritterlich); for participles
#: (beliebt-bewährt).
OTHER_ADJECTIVE, PARTICIPLE = 2.5, 3.0
NATION = re.compile(r"\w+isch(e[mnrs]?)?")
PARTICIPLES = re.compile(r"(be|emp|ent|er|ge|ver|zer)\w{3,}t")
#: Words that often stand before a hyphen and a small letter.
OFTEN_BEFORE = words("nicht quasi ex pseudo links rechts ost west semi")
OFTEN = 1.0
COLOURS = words("rot grün schwarz weiß blau gelb braun rosa violett golden silbern grau")
#: The document has the first half before hyphens, other than the beginning of words.
BEFORE_HYPHENS, SELDOM = 3.5, 0.3
#: In capitals: the document has the first half in capitals in its running text too.
ABBREVIATION = 8.0
#: In foreign text, before or behind a hyphen of its own: words that often stand there.
FOREIGN_HYPHEN = 7.0
BEFORE_FOREIGN = {
    "en": words("well self non co post anti pre semi so half mid old long high low middle"),
    "fr": words("peut est dit au ci soi vingt trente cent quatre vis demi grand non avant après"),
}
BEHIND_FOREIGN = {
    "fr": words("il elle ils elles on je tu nous vous ce ci là même mêmes moi toi lui être dire"),
}
#: Spanish and Italian: adjectives side by side end the first in o.
ROMANCE = 5.5
#: The patterns allow a break just there, or don't.
ALLOWED, NOT_ALLOWED = -0.7, 0.7


@dataclass(frozen=True)
class Halves:
    """A word in two halves with its hyphens inside, and the lines it stands in."""

    left: str
    right: str
    before: str
    behind: str

    @property
    def first(self) -> str:
        """What stands between the last hyphen and the line's end."""
        return last_part(self.left)

    @property
    def rest(self) -> str:
        """What stands between the line's beginning and the next hyphen."""
        return first_part(self.right)

    @property
    def in_capitals(self) -> bool:
        """Whether it is a word in capitals."""
        return self.first.isupper() and self.rest.isupper()


@dataclass(frozen=True)
class Evidence:
    """Log odds that the hyphen is the word's own, and what weighed most for the decision."""

    nats: float
    reason: str


#: The call of a note behind two letters or more.
CALL = re.compile(r"(?<=[^\W\d_]{2})\d+$")
#: What weighs: a name, and nats.
Weight = tuple[str, float]


def last_part(word: str) -> str:
    """What stands behind the last hyphen or stroke of a word."""
    return re.split("[-\u2010\u2011/]", word)[-1]


def first_part(word: str) -> str:
    """What stands before the first hyphen of a word, without a note's call that sticks to it."""
    part = INNER.split(word)[0]
    return CALL.sub("", part)


def weigh(halves: Halves, vocabulary: Vocabulary, respelt: Respelt | None) -> Evidence:
    """The sum of what speaks for and against a hyphen of the word's own."""
    rare = RARE_IN_CAPITALS if halves.in_capitals else RARE
    weights = [
        ("rare", rare),
        *(weight for source in SOURCES for weight in source(halves, vocabulary)),
        *([("old-spelling", LISTED)] if respelt and vocabulary.knows(respelt.word) > 0.9 else []),
    ]
    total = sum(nats for _, nats in weights)
    reason = max(weights[1:], key=lambda weight: weight[1] * (1 if total > 0 else -1), default=None)
    return Evidence(total, reason[0] if reason else "rare")


def _own_words(halves: Halves, vocabulary: Vocabulary) -> Iterator[Weight]:
    """The document has the word elsewhere, whole or with its hyphen."""
    counts = vocabulary.whole
    closed = max(
        counts.get((halves.left + halves.right).lower(), 0),
        vocabulary.parts.get((halves.first + halves.rest).lower(), 0),
    )
    hyphened = max(
        counts.get(f"{halves.left}-{halves.right}".lower(), 0),
        counts.get(f"{halves.first}-{halves.rest}".lower(), 0),
    )
    if closed or hyphened:
        odds = log((hyphened + NEVER_SEEN) / (closed + NEVER_SEEN))
        yield "own-words", OWN_WORD * odds


def _lexicon(halves: Halves, vocabulary: Vocabulary) -> Iterator[Weight]:
    """The language has the word whole, or has no such halves."""
    known = vocabulary.knows(halves.first + halves.rest)
    if known >= 0.9:
        yield "lexicon", LISTED if known > 0.95 else READ_WELL
    if min(vocabulary.knows(halves.first), vocabulary.knows(halves.rest)) < 0.5:
        yield "halves", HALF_A_WORD


def _adjectives(halves: Halves, vocabulary: Vocabulary) -> Iterator[Weight]:
    """Two adjectives side by side; the first has no ending."""
    first, rest = halves.first.lower(), halves.rest.lower()
    if not _is_adjective(rest):
        return
    nations = first == "deutsch" and NATION.fullmatch(rest)
    colours = first in COLOURS and any(map(rest.startswith, COLOURS))
    if nations or colours or (rest.startswith(first) and len(first) > 4):
        yield "adjectives", SAME_KIND
        return
    ending = next((ending for ending in SIDE_BY_SIDE if first.endswith(ending)), None)
    if not _is_adjective(first) or len(first) < 4:
        return
    if ending and len(first) > len(ending) + 1:
        yield "adjectives", SIDE_BY_SIDE[ending]
    elif vocabulary.knows(first + rest) < 0.5:
        yield "adjectives", PARTICIPLE if PARTICIPLES.fullmatch(first) else OTHER_ADJECTIVE


def _habit(halves: Halves, vocabulary: Vocabulary) -> Iterator[Weight]:
    """What the document does with the first half elsewhere."""
    first = halves.first.lower()
    if halves.in_capitals and vocabulary.spellings(first).get(halves.first):
        yield "abbreviation", ABBREVIATION
    counts = vocabulary.leading if halves.in_capitals else vocabulary.small
    before = counts.get(first, 0)
    if before and len(first) > 2:
        odds = log((before + SELDOM) / (vocabulary.beginning(first) + SELDOM))
        yield "own-words", BEFORE_HYPHENS * odds
    if first in OFTEN_BEFORE and vocabulary.knows(halves.rest) >= 0.9:
        yield "first-half", OFTEN


def _foreign(halves: Halves, vocabulary: Vocabulary) -> Iterator[Weight]:
    """In a foreign passage, two words that its language joins with a hyphen."""
    first, rest = halves.first.lower(), halves.rest.lower()
    language = language_around(f"{halves.before[-60:]} {halves.behind[:60]}")
    known = foreign_words().get(language, frozenset())
    if rest not in known or first + rest in known:
        return
    if first in BEFORE_FOREIGN.get(language, ()) or rest in BEHIND_FOREIGN.get(language, ()):
        yield "foreign", FOREIGN_HYPHEN
    elif language in ("es", "it") and len(first) > 5 and first[-1] == "o" and first in known:
        yield "foreign", ROMANCE


def _patterns(halves: Halves, vocabulary: Vocabulary) -> Iterator[Weight]:
    """Whether German patterns would have broken the word there."""
    patterns = patterns_for(vocabulary.language) or patterns_for("de")
    word = (halves.first + halves.rest).lower()
    if patterns is not None and word.isalpha():
        allowed = len(halves.first) in patterns.inside(word, 2, 2)
        yield "patterns", ALLOWED if allowed else NOT_ALLOWED


SOURCES: tuple[Callable[[Halves, Vocabulary], Iterator[Weight]], ...] = (
    _own_words,
    _lexicon,
    _adjectives,
    _habit,
    _foreign,
    _patterns,
)


def _is_adjective(word: str) -> bool:
    """Whether a word is spelt small and long enough to be an adjective."""
    if len(word) < 3 or not word.isalpha():
        return False
    spelt = german.spelling(word)
    known = german.is_word(word) or german.ADJECTIVE.fullmatch(word) is not None
    return spelt is Spelling.SMALL and (known or german.reads(word))
