"""Which language a text is in: what the file says, if the words agree.

Word marks much text with the language of the keyboard; an essay in German is often »en-US« in
parts. Small words that are frequent in one language alone decide what is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from satzspiegel.importing.word.source import Paragraph, Piece
from satzspiegel.importing.words.foreign import foreign_words
from satzspiegel.importing.words.german import is_word

#: Words that are frequent in one language and rare in the others.
SMALL_WORDS = {
    "de": "der die das und ist nicht von mit sich auf dem den ein eine auch als wird werden im zu",
    "en": "the and of is that was for with his her they which this from have are not by been to",
    "fr": "le les et est dans que pour une des qui sur pas par avec plus sont cette aux du au",
    "it": "il che di è per una con non sono della dei nel gli alla le come più dal si al",
    "es": "el los que en una por con del las para se su al es como más pero sus lo y",
    "la": "et in non est ad cum quod ut sed ex qui quae sunt esse per enim atque aut si quam",
    "nl": "de het een en van is dat niet zijn op te voor met aan er maar ook bij door naar",
}
LISTS = {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}
WORD = re.compile(r"[^\W\d_]+")
#: Small words of another language that it takes to believe a file's word against the text.
ENOUGH = 2
#: Words of the beginning that tell the language of a text.
SAMPLE = 20_000
DEFAULT = "de-DE"


def main_language(texts: Iterable[str], declared: str) -> str:
    """The language of a text (BCP 47): as declared if the words are of it, else theirs."""
    counts = _counts(" ".join(texts)[: SAMPLE * 8])
    best = max(counts, key=lambda language: counts[language])
    if counts[best] < ENOUGH:
        return declared or DEFAULT
    primary = _primary(declared)
    if primary == best or counts.get(primary, 0) >= 0.7 * counts[best]:
        return declared
    return DEFAULT if best == "de" else best


def with_true_languages(paragraph: Paragraph, language: str, declared: str) -> Paragraph:
    """A paragraph whose pieces have another language only where the words do not contradict.

    ``declared`` is the language that the file gives to all its text; where it is not believed for
    the whole, its word counts for nothing in the parts.
    """
    refuted = _primary(declared) if _primary(declared) != _primary(language) else ""
    pieces: list[Piece] = []
    for own, group in groupby(paragraph.pieces, lambda piece: piece.language):
        some = list(group)
        text = "".join(p.text for p in some)
        least = ENOUGH if _primary(own) == refuted else 0
        if own and not _believed(text, own, language, least):
            some = [replace(piece, language="") for piece in some]
        pieces += some
    return replace(paragraph, pieces=tuple(pieces))


def _believed(text: str, own: str, language: str, least: int) -> bool:
    """Whether letters are in the language that the file says, against that of the whole.

    ``least`` is how many small words more of the one than of the other it takes.
    """
    if _primary(own) == _primary(language) or not WORD.search(text):
        return False
    counts = _counts(text)
    here, there = counts.get(_primary(own), 0), counts.get(_primary(language), 0)
    if least or here != there:
        return here >= there + max(least, 1)
    return _primary(language) != "de" or not _all_german(text, _primary(own))


def _all_german(text: str, own: str) -> bool:
    """Whether words are German rather than of another language, by the lists of words."""
    known = foreign_words().get(own)
    found = [word for word in WORD.findall(text) if len(word) > 1]
    if known is None or not found:
        return False
    native = sum(map(is_word, found))
    return native > sum(word.lower() in known for word in found) and 2 * native > len(found)


def _counts(text: str) -> dict[str, int]:
    words = [word.lower() for word in WORD.findall(text)]
    return {language: sum(word in small for word in words) for language, small in LISTS.items()}


def _primary(language: str) -> str:
    return language.split("-")[0].lower()
