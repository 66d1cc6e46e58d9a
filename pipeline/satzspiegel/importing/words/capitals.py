"""Headings in capitals in proper case.

German spells nouns with a capital, so the case of a word is that of its kind. First asked is the
document: how its running text spells the word, and the pair of an adjective and a noun
(»Rote Armee«); then the lexicon; then the words around, for adjectives and
infinitives that are nouns here (»das Neue«, »beim Lesen«). A word of which nothing is known is a
name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import prod

from satzspiegel.importing.words import grammar
from satzspiegel.importing.words.context import (
    Place,
    is_adjective,
    is_bare,
    is_nominal,
    is_noun_of_verb,
    is_verb,
    verb_or_noun,
)
from satzspiegel.importing.words.eszett import with_eszett
from satzspiegel.importing.words.foreign import foreign_words, language_around
from satzspiegel.importing.words.german import Spelling, spelling
from satzspiegel.importing.words.vocabulary import INNER, WORD, Vocabulary, stems

#: Words of which we are less sure are named as doubtful.
SURE = 0.95
#: How sure the case of a word is by what told it: the document, once or often; the lexicon; a
#: small word; a noun's ending; nothing, which means a name.
OWN_ONCE, OWN_OFTEN, LISTED, SMALL_WORD, BY_ENDING, NAME = 0.985, 0.999, 0.99, 0.999, 0.99, 0.97
#: The document spells it both ways: with this share of one the other is an exception.
MOSTLY = 0.85
ROMAN, KNOWN_ABBREVIATION = 0.98, 0.99
#: No heading is longer.
LONGEST = 2000
#: A sentence begins: at the text's beginning, behind its number, behind a full stop or colon.
OPENING = re.compile(r"(?:^|[.!?:…]\s+)[\s»«„“”\"'‚‘›‹(\[]*$")
NUMBERING = re.compile(r"[\s§(]*(?:\d+|[IVXLC]+|[A-Z])(?:\.\d+)*[.):]?\s+[»«„“\"'(\[]*")
#: An ordinal or a shortened word before a full stop.
NO_END = re.compile(r"(?:\b\d+|\b[IVXLC]+|\b[^\W\d_])\.\s+[»«„“\"'(]*$")
IN_ADDRESS = re.compile(r"[\w][.@/]\w+$")
NAMES = frozenset(stems(*pair) for pair in grammar.NAMES)
QUOTED = re.compile(r"[»«„“”\"‚‘›‹]$")
AFTER_APOSTROPHE = re.compile(r"(?<=[’'])\w+")


@dataclass(frozen=True)
class Cased:
    """A text in proper case; ``doubtful`` are its words of whose case or ß we are not sure.

    ``probability`` is that of the whole text.
    """

    text: str
    probability: float
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Choice:
    text: str
    probability: float


Rule = Callable[[Place, Vocabulary], _Choice | None]


def proper_case(text: str, vocabulary: Vocabulary) -> Cased:
    """A text in capitals as it would be in running text; any other, and a long one, as it is."""
    matches = list(WORD.finditer(text))
    if len(text) > LONGEST or not matches or not _in_capitals([match[0] for match in matches]):
        return Cased(text, 1.0)
    choices: list[_Choice] = []
    for place in _places(text, matches):
        choices.append(_begin(place.behind_words(choice.text for choice in choices), vocabulary))
    out, at = "", 0
    for match, choice in zip(matches, choices, strict=True):
        out += text[at : match.start()] + choice.text
        at = match.end()
    doubtful = tuple(choice.text for choice in choices if choice.probability < SURE)
    return Cased(out + text[at:], prod(choice.probability for choice in choices), doubtful)


def _places(text: str, matches: list[re.Match[str]]) -> Iterator[Place]:
    words = tuple(match[0] for match in matches)
    between = (text[a.end() : b.start()] for a, b in pairwise(matches))
    gaps = ("", *between, text[matches[-1].end() :])
    for index, match in enumerate(matches):
        yield Place(words, gaps, index, (), text[: match.start()], text[match.end() :])


def _in_capitals(words: list[str]) -> bool:
    """Whether most letters are capitals: »GmbH« may stand among them."""
    letters = "".join(words)
    return sum(map(str.isupper, letters)) > 0.7 * len(letters)


def _begin(place: Place, vocabulary: Vocabulary) -> _Choice:
    """The case of a word; the first of a sentence, and of a quoted title, has a capital."""
    choice = _cased(place, vocabulary)
    if not _opens(place):
        begins = QUOTED.search(place.before) and place.next
        if begins and place.word.lower() in grammar.ARTICLES:
            return replace(choice, text=_capital(choice.text), probability=0.85)
        return choice
    if choice.text.isupper():
        return choice
    # Whatever the doubt, the case of its first letter is none here.
    eszett = choice.probability if "SS" in place.word else 1.0
    sure = SMALL_WORD if choice.text.lower() == choice.text or eszett == 1.0 else eszett
    return _Choice(_capital(choice.text), max(choice.probability, sure))


def _opens(place: Place) -> bool:
    before = place.before
    if NUMBERING.fullmatch(before):
        return True
    last = re.search(r"(\w+)\.\s+$", before)
    shortened = last is not None and last[1] in grammar.SHORTENED
    return bool(OPENING.search(before)) and not NO_END.search(before) and not shortened


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _cased(place: Place, vocabulary: Vocabulary) -> _Choice:
    """The case of a word, or of its parts between hyphens."""
    parts = INNER.split(place.word)
    if len(parts) > 1:
        return _of_parts(place, parts, vocabulary)
    return _of_part(place, vocabulary)


def _of_parts(place: Place, parts: list[str], vocabulary: Vocabulary) -> _Choice:
    """Compounds with hyphens: nouns begin with a capital, whatever their first part is."""
    whole = vocabulary.spellings(place.word)
    if whole:
        best = max(whole, key=lambda form: (whole[form], form))
        return _Choice(best, OWN_OFTEN)
    hyphens = [*INNER.findall(place.word), ""]
    last = _of_part(place.alone(parts[-1]), vocabulary)
    chosen = [_of_part(place.alone(part), vocabulary) for part in parts[:-1]]
    if last.text[:1].isupper():
        chosen[0] = replace(chosen[0], text=_capital(chosen[0].text), probability=LISTED)
    texts = [choice.text for choice in [*chosen, last]]
    text = "".join(part + sign for part, sign in zip(texts, hyphens, strict=True))
    return _Choice(text, min(choice.probability for choice in [*chosen, last]))


def _of_part(place: Place, vocabulary: Vocabulary) -> _Choice:
    return next(found for rule in RULES if (found := rule(place, vocabulary)) is not None)


def _as_it_is(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """Letters by themselves, words beside figures, words that are not in capitals."""
    word = place.word
    if IN_ADDRESS.search(place.before + word) or re.match(r"[.@/]\w", place.behind):
        return _Choice(word.lower(), 0.9)
    beside = place.before[-1:].isdigit() or place.behind[:1].isdigit()
    return _Choice(word, LISTED) if len(word) == 1 or beside or not word.isupper() else None


def _shortened(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """Abbreviations: the document's own, those that everybody knows, those with a full stop."""
    word = place.word
    if word in grammar.MIXED:
        return _Choice(grammar.MIXED[word], KNOWN_ABBREVIATION)
    if word in grammar.SHORTENED and place.behind.startswith("."):
        return _Choice(grammar.SHORTENED[word], KNOWN_ABBREVIATION)
    own = vocabulary.spellings(word)
    if own and word not in own:
        return None
    if word in grammar.ABBREVIATIONS or (own and max(own, key=lambda form: own[form]) == word):
        return _Choice(word, KNOWN_ABBREVIATION)
    return _Choice(word, SURE) if not re.search("[AEIOUYÄÖÜ]", word) and len(word) < 6 else None


def _roman(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """Roman numerals of two figures or more."""
    if not grammar.ROMAN.fullmatch(place.word) or place.word == "MIX":
        return None
    return _Choice(place.word, ROMAN)


def _apostrophe(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """What stands behind an apostrophe is an ending (Grimm’sche), but for French (d’Estaing)."""
    match = re.fullmatch(r"([DL])([’'])(\w{3,})|(\w{2,})([’']\w+)", place.word)
    if match is None:
        return None
    if match[1]:
        rest = _of_part(place.alone(match[3]), vocabulary)
        return _Choice(match[1].lower() + match[2] + _capital(rest.text), 0.9)
    own = vocabulary.spellings(place.word)
    if own:
        return _Choice(max(own, key=lambda form: (own[form], form)), OWN_ONCE)
    stem = _of_part(place.alone(match[4]), vocabulary)
    return _Choice(stem.text + match[5].lower(), stem.probability)


def _pair(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """An adjective before a noun, as the document spells the two."""
    if place.word.lower() in grammar.SMALL_WORDS or not place.next:
        return None
    key = stems(place.word, place.next)
    names, plain = vocabulary.names.get(key, 0), vocabulary.plain.get(key, 0)
    if not names and not plain:
        known = key in NAMES
        return (
            _Choice(_capital(with_eszett(place.word.lower(), vocabulary)[0]), NAME)
            if known
            else None
        )
    small, sure = with_eszett(place.word.lower(), vocabulary)
    share = max(names, plain) / (names + plain)
    probability = (OWN_OFTEN if names + plain > 1 else 0.96) if share > MOSTLY else 0.6 + share / 3
    return _Choice(_capital(small) if names > plain else small, min(sure, probability))


def _small_word(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """Articles, pronouns, prepositions …"""
    small = place.word.lower()
    if small not in grammar.SMALL_WORDS or small in grammar.RATHER_SMALL:
        return None
    if small in grammar.NOMINALS and is_noun_of_verb(place):
        return _Choice(_capital(small), 0.97)
    return _Choice(small, SMALL_WORD)


def _nominal(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """An adjective that is a noun here: »die europäische Linke«."""
    small, sure = with_eszett(place.word.lower(), vocabulary)
    if spelling(small) is Spelling.CAPITAL:
        return None
    if not is_adjective(small):
        verb = small not in grammar.SMALL_WORDS and is_noun_of_verb(place)
        return _Choice(_capital(small), min(sure, 0.97)) if verb else None
    if not is_nominal(place):
        return _Choice(_capital(small), 0.85) if is_bare(place) else None
    if place.previous.lower() in grammar.CONTRACTIONS and vocabulary.old_spelling:
        return _Choice(small, 0.7)
    stem, _ = stems(small, "")
    own = any(
        form[:1].isupper()
        for ending in ("e", "en", "er", "es", "em")
        for form in vocabulary.spellings(stem + ending)
    )
    return _Choice(_capital(small), min(sure, 0.97 if own else 0.92))


def _verb(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """Behind »zu«, »nicht«, »wir« … an infinitive is a verb, whatever else the document has."""
    small = place.word.lower()
    verb = place.previous.lower() in grammar.BEFORE_VERBS and grammar.INFINITIVE.fullmatch(small)
    if not verb or spelling(small) is Spelling.CAPITAL or is_adjective(small):
        return None
    spelt, sure = with_eszett(small, vocabulary)
    return _Choice(spelt, min(sure, LISTED))


def _own(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """The document's running text has the word."""
    forms = {form: n for form, n in vocabulary.spellings(place.word).items() if not form.isupper()}
    if not forms:
        return None
    total = sum(forms.values())
    best = max(forms, key=lambda form: (forms[form], form))
    if forms[best] < MOSTLY * total or (
        total < 3 and spelling(place.word) is Spelling.EITHER and best.islower()
    ):
        return None
    return _Choice(best, OWN_OFTEN if total > 1 else OWN_ONCE)


def _either(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """Words that are verbs or nouns (Leben), adjectives or nouns (Rechte)."""
    small, sure = with_eszett(place.word.lower(), vocabulary)
    own = {form[:1].isupper() for form in vocabulary.spellings(place.word) if not form.isupper()}
    known = spelling(small)
    verb = known is Spelling.CAPITAL and is_verb(small)
    if known is not Spelling.EITHER and not verb and len(own) < 2:
        return None
    found = verb_or_noun(place, vocabulary)
    if found is Spelling.UNKNOWN and verb:
        return _Choice(_capital(small), min(sure, 0.96))
    if found is Spelling.UNKNOWN:
        rather_small = small in grammar.RATHER_SMALL
        return _Choice(small if rather_small else _capital(small), min(sure, 0.8))
    probability = LISTED if place.previous.lower() == "zu" else 0.97
    return _Choice(small if found is Spelling.SMALL else _capital(small), min(sure, probability))


def _foreign(place: Place, vocabulary: Vocabulary) -> _Choice | None:
    """In a foreign title, the words of its language are small."""
    language = language_around(" ".join(place.words))
    small = place.word.lower()
    if not language or small not in foreign_words()[language]:
        return None
    return _Choice(small, 0.9)


def _listed(place: Place, vocabulary: Vocabulary) -> _Choice:
    """The lexicon has it; or its ending tells; or it is a name."""
    small, sure = with_eszett(place.word.lower(), vocabulary)
    known = spelling(small)
    if known is Spelling.SMALL:
        return _Choice(small, min(sure, LISTED))
    if known is Spelling.CAPITAL:
        return _Choice(_capital(small), min(sure, OWN_OFTEN))
    return _Choice(_capital(small), min(sure, BY_ENDING if grammar.NOUN.fullmatch(small) else NAME))


RULES: tuple[Rule, ...] = (
    _as_it_is,
    _shortened,
    _roman,
    _apostrophe,
    _small_word,
    _pair,
    _nominal,
    _verb,
    _own,
    _foreign,
    _either,
    _listed,
)
