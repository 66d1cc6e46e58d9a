"""Which patterns a language has.

German has our own (``patterns/``); other languages those of LibreOffice, which Pyphen carries.
A language without patterns is never broken: Latin is among them, for Pyphen has none.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pyphen

from satzspiegel.hyphenation.patterns import Patterns

#: The reformed orthography (1996/2006) is the same for hyphenation in Germany, Austria and
#: Switzerland.
GERMAN = Path(__file__).parent / "patterns" / "hyph-de-1996.dic"
#: Languages whose scripts break words without a hyphen.
WITHOUT_HYPHEN = frozenset(["as", "kn", "mr", "or", "pa", "sa", "te", "th"])
#: Letters that lose their diaeresis behind a break (geïnteresseerd, ge-interesseerd): no break.
CHANGING = {"nl": frozenset("äëïöü"), "af": frozenset("äëïöü")}


def is_german(language: str) -> bool:
    """Whether a language tag (BCP 47) is one of German."""
    return _primary(language) == "de"


@lru_cache
def patterns_for(language: str) -> Patterns | None:
    """The patterns for a language tag (BCP 47), or None where we have none."""
    primary = _primary(language)
    if primary == "de":
        return _read(GERMAN, frozenset())
    name = pyphen.language_fallback(language)
    if name is None or primary in WITHOUT_HYPHEN:
        return None
    return _read(Path(str(pyphen.LANGUAGES[name])), CHANGING.get(primary, frozenset()))


@lru_cache
def _read(path: Path, never_before: frozenset[str]) -> Patterns:
    """The patterns of a file, read once however many tags it serves."""
    return Patterns(path, never_before)


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
