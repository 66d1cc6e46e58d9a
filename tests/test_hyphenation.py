"""The patterns break German words where German breaks them."""

from __future__ import annotations

import pyphen
import pytest

from satzspiegel.hyphenation import GERMAN, PATTERN_FILES

WORDS = [
    "Deutsch-land",
    "Eu-ro-pa",
    "Fort-schritts",
    "Ur-instinkt",
    "Spar-gelder",  # not Spargel-der
    "Mar-xis-mus",
    "Welt-re-vo-lu-ti-on",
    "Auf-la-ge",
    "Satz-spie-gel",
    "Fuß-no-te",
    "Grö-ße",
    "Zu-cker",
    "Fens-ter",
]


@pytest.fixture(scope="module")
def hyphenator() -> pyphen.Pyphen:
    return pyphen.Pyphen(filename=GERMAN, left=2, right=2)


@pytest.mark.parametrize("word", WORDS)
def test_breaks_of_the_reformed_orthography(word: str, hyphenator: pyphen.Pyphen) -> None:
    assert hyphenator.inserted(word.replace("-", "")) == word


def test_every_german_speaking_country_has_the_patterns() -> None:
    assert set(PATTERN_FILES) == {"de", "de_DE", "de_AT", "de_CH"}
