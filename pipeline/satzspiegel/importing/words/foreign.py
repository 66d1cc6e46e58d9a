"""Words of the languages that German notes quote: English, Spanish, French, Italian, Latin.

The first four are the commonest words of ``data/foreign.txt.gz`` (made by ``tools/words``), a line
each. Latin has only what scholars write in notes and titles.
"""

from __future__ import annotations

import gzip
import re
from functools import cache

from satzspiegel.importing.words.german import DATA, is_word, words
from satzspiegel.importing.words.grammar import ROMANCE, SMALL_WORDS

#: Small words that say that a passage is German, though lists of other languages have them too.
GERMAN = SMALL_WORDS - ROMANCE - words("in an am was war so will hat des")
#: Of so many words a passage in a language is known.
MOST = 0.6
PLAIN, NUMERAL = re.compile(r"[^\W\d_]{2,}"), re.compile("[ivx]+")
LANGUAGES = ("en", "es", "fr", "it")
LATIN = words(
    """
    ab ac ad addenda anno ante apud bellum bibliotheca capitulum cetera circa civitas codex
    collectio commentarii contra corpus corrigenda cum de dei domini ecclesia editio eius epistola
    epistolae ergo est et etiam ex exempli fidei fontes gratia historia historiae homo ibid ibidem
    idem imperium in infra inter ipse ius lex liber libri litterae loco magister manuscripta mundi
    naturae nec nihil non nota nova omnia opera opus ordo orbis pagina pars passim pater pax per
    philosophia populi post praefatio pro quae quam qui quod ratio regni regnum res rerum romana
    romani sancti scilicet scripta scriptores sed sive sub summa supra tempora theologia tomus
    tractatus universitas urbis usque ut verbum versus vide videlicet vita vitae vox
    """
)


@cache
def foreign_words() -> dict[str, frozenset[str]]:
    """The words that are known of each language (BCP 47), in lower case; read once."""
    lines = gzip.decompress((DATA / "foreign.txt.gz").read_bytes()).decode().splitlines()
    lists = {lang: frozenset(line.split(" ")) for lang, line in zip(LANGUAGES, lines, strict=True)}
    return {**lists, "la": LATIN}


def languages_of(word: str) -> tuple[str, ...]:
    """The foreign languages that have a word (in any case)."""
    small = word.lower()
    return tuple(language for language, known in foreign_words().items() if small in known)


def language_around(text: str) -> str:
    """The foreign language that most words of a passage are of; nothing if it may be German."""
    found = [word for word in PLAIN.findall(text.lower()) if not NUMERAL.fullmatch(word)]
    native = [word for word in found if word in GERMAN or is_word(word)]
    counts = {
        language: sum(word in known for word in found)
        for language, known in foreign_words().items()
    }
    best = max(counts, key=lambda language: counts[language])
    strange = 2 * len(native) < len(found)
    return best if strange and counts[best] > max(MOST * len(found), len(native)) else ""
