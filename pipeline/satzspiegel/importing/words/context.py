"""What the words around a word in capitals say about its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from satzspiegel.importing.words import german, grammar
from satzspiegel.importing.words.german import Spelling, spelling, words
from satzspiegel.importing.words.vocabulary import Vocabulary

#: Articles of neuters (some are masculine too).
NEUTER = words("das dem des ein kein dieses jenes mein sein ihr unser")
#: Small words behind a noun that was a verb.
BEHIND_NOUNS = words("und oder der des von vom in im als an am auf bei mit ohne zu für")
#: How far back an article may stand before an adjective that is a noun.
REACH = 3


@dataclass(frozen=True)
class Place:
    """A word among others: all words, what stands between them, and which it is.

    ``gaps`` has what stands before each word but the first, which has nothing, and behind the last.
    ``done`` are the words before, in proper case; ``before`` and ``behind`` the text around.
    """

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    index: int
    done: tuple[str, ...]
    before: str
    behind: str

    @property
    def word(self) -> str:
        """The word itself."""
        return self.words[self.index]

    @property
    def previous(self) -> str:
        """The word before in proper case, or nothing if anything else stands between."""
        return self.done[-1] if self.done and not self.gaps[self.index].strip() else ""

    @property
    def next(self) -> str:
        """The word behind in capitals, or nothing if anything else stands between."""
        last = self.index + 1 == len(self.words)
        return "" if last or self.gaps[self.index + 1].strip() else self.words[self.index + 1]

    def behind_words(self, done: Iterable[str]) -> Place:
        """The place with the words before it in proper case."""
        return replace(self, done=tuple(done))

    def alone(self, part: str) -> Place:
        """A part of the word as if it were all of the text, but for its beginning."""
        return replace(self, words=(part,), gaps=("", ""), index=0, done=(), before="-", behind="")


def is_adjective(small: str) -> bool:
    """Whether a word in lower case may be an adjective with its ending.

    Adjectives are known by the endings -em and -es, which verbs don't have.
    """
    if not grammar.DECLINED.fullmatch(small) or small in grammar.SMALL_WORDS:
        return False
    if german.ADJECTIVE.fullmatch(small):
        return True
    stem = re.sub("e[mnrs]?$", "", small)
    return all(german.reads(stem + ending) for ending in ("em", "es"))


def is_verb(small: str) -> bool:
    """Whether a word in lower case is an infinitive by its other forms: wag-en, wag-t, wag-end."""
    if not grammar.INFINITIVE.fullmatch(small) or len(small) < 5:
        return False
    stem = small[:-1] if small.endswith(("ern", "eln")) else small[:-2]
    return all(german.reads(stem + end) for end in ("t", small[len(stem) :] + "d"))


def is_nominal(place: Place) -> bool:
    """Whether an adjective stands where a noun does: behind an article, before no noun."""
    if not _has_article(place) or _is_superlative(place):
        return False
    return not _goes_on(place)


def is_bare(place: Place) -> bool:
    """Whether an adjective has neither article nor noun: »Altes und Neues«, »Heimat und Fremde«."""
    small, previous = place.word.lower(), place.previous.lower()
    if small in grammar.ENDLESS or small.endswith("er"):
        return False
    return not place.next and previous in ("und", "oder")


def is_noun_of_verb(place: Place) -> bool:
    """Whether an infinitive is a noun: »beim Lesen«, »das Sein«."""
    small, previous = place.word.lower(), place.previous.lower()
    infinitive = grammar.INFINITIVE.fullmatch(small) is not None
    if previous in ("das", "dem", "des") and (infinitive or small in grammar.NOMINALS):
        return not place.next or place.next.lower() in BEHIND_NOUNS
    if not infinitive or spelling(small) is Spelling.CAPITAL:
        return False
    if previous in grammar.CONTRACTIONS:
        return not _before_noun(place)
    return (
        not place.next and place.previous.islower() and is_adjective(previous) and _is_neuter(place)
    )


def verb_or_noun(place: Place, vocabulary: Vocabulary) -> Spelling:
    """Whether a word that may be either stands where a noun does, or where a verb does."""
    small, previous = place.word.lower(), place.previous.lower()
    if previous in grammar.DETERMINERS | grammar.CONTRACTIONS:
        return Spelling.SMALL if _before_noun(place) else Spelling.CAPITAL
    if grammar.INFINITIVE.fullmatch(small):
        if previous in grammar.BEFORE_VERBS:
            return Spelling.SMALL
        if place.previous[:1].isupper() and len(place.done) > 1:
            return Spelling.SMALL
    if previous in grammar.PREPOSITIONS:
        return Spelling.SMALL if _before_noun(place) else Spelling.CAPITAL
    if previous and is_adjective(previous) and place.previous.islower():
        return Spelling.SMALL if _before_noun(place) else Spelling.CAPITAL
    return Spelling.UNKNOWN


def _is_superlative(place: Place) -> bool:
    """Whether it is one with »am«, which is no noun (am besten)."""
    small = place.word.lower()
    return place.previous.lower() == "am" and grammar.SUPERLATIVE.fullmatch(small) is not None


def _goes_on(place: Place) -> bool:
    """Whether a noun may follow to which the adjective belongs, or another adjective before it."""
    if not place.next:
        # »alte, neue Lieder«: another adjective behind a comma.
        return place.behind.startswith(",") and is_adjective(_second(place))
    following = place.next.lower()
    if _is_neuter(place) and is_verb(following):
        return True
    if following in ("und", "oder"):
        return place.index + 3 < len(place.words) and is_adjective(_second(place, 2))
    if following in grammar.SMALL_WORDS:
        return False
    return is_adjective(following) or spelling(following) is not Spelling.SMALL


def _is_neuter(place: Place) -> bool:
    """Whether the article before an adjective, or before the noun behind it, is one of a neuter."""
    return any(word.lower() in NEUTER for word in place.done[-2:])


def _second(place: Place, ahead: int = 1) -> str:
    at = place.index + ahead
    return place.words[at].lower() if at < len(place.words) else ""


def _before_noun(place: Place) -> bool:
    """Whether the word has an adjective's ending, and a noun behind it."""
    if not place.next or not is_adjective(place.word.lower()):
        return False
    return spelling(place.next) in (Spelling.CAPITAL, Spelling.UNKNOWN)


def _has_article(place: Place) -> bool:
    """Whether an article stands before, with nothing but adjectives and »und« between."""
    for back in range(1, REACH + 1):
        at = place.index - back
        if at < 0 or place.gaps[at + 1].strip():
            return False
        word = place.done[at].lower()
        if word in grammar.DETERMINERS | grammar.CONTRACTIONS:
            return True
        if word not in ("und", "oder") and not is_adjective(word):
            return False
    return False
