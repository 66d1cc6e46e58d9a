"""Words that the German orthography before 1996 spelt in another way where they were broken.

»ck« became »k-k« (Zuk-ker), and of three equal consonants before a vowel, of which a whole word has
two, all three came back (Schiff-fahrt for Schiffahrt). Rules R 179, R 204 of the old Duden.
"""

from __future__ import annotations

from dataclasses import dataclass

from satzspiegel.importing.words.vocabulary import Vocabulary

VOWELS = frozenset("aeiouyäöü")
#: Before it a k is doubled; behind a vowel, ck stands in its place.
CK = "ck"
KNOWN = 0.9


@dataclass(frozen=True)
class Respelt:
    """What a word loses before the hyphen and gets for it; what follows the hyphen stays."""

    lost: str
    added: str
    probability: float
    word: str


def respelt(first: str, rest: str, vocabulary: Vocabulary) -> Respelt | None:
    """How a word is spelt when it is whole, or None if just as its halves are."""
    left, right = first.lower(), rest.lower()
    if len(left) > 1 and left[-1] == "k" == right[0] and left[-2] in VOWELS:
        return _with_ck(first, rest, vocabulary)
    if len(left) > 2 and left[-1] == left[-2] == right[0] and left[-1] not in VOWELS:
        return _of_three(first, rest, vocabulary)
    return None


def _with_ck(first: str, rest: str, vocabulary: Vocabulary) -> Respelt | None:
    """Zuk-ker, but not Musik-kritik, Ak-kord."""
    word = first[:-1] + ("CK" if first[-1].isupper() else CK) + rest[1:]
    double, respelt = vocabulary.knows(first + rest), vocabulary.knows(word)
    if double > respelt or (double == respelt and not vocabulary.old_spelling):
        return None
    sure = 0.98 if respelt >= KNOWN else 0.9 if vocabulary.old_spelling else 0.75
    added = word[len(first) - 1]
    return Respelt(first[-1], added, sure, word)


def _of_three(first: str, rest: str, vocabulary: Vocabulary) -> Respelt | None:
    """Schiff-fahrt: with two in the old orthography, and where the document has it so."""
    if len(rest) < 2 or rest[1].lower() not in VOWELS:
        return None
    word = first + rest[1:]
    if not vocabulary.old_spelling and not vocabulary.whole.get(word.lower()):
        return None
    if vocabulary.whole.get((first + rest).lower()):
        return None
    sure = 0.98 if vocabulary.whole.get(word.lower()) else 0.92
    return Respelt(first[-1], "", sure, word)
