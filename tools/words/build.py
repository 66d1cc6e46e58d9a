"""Makes the word lists of the import: ``importing/words/data``.

    npm pack dictionary-de@3.0.0 && tar xzf dictionary-de-3.0.0.tgz
    pip install wordfreq==3.1.1
    python tools/words/build.py package

From igerman98 (the npm package ``dictionary-de``) comes which German words take a capital: kept are
those whose last part does not say it anyway. From ``wordfreq`` come the commonest words of the
languages that notes of German books quote. The same packages give the same bytes. It takes half a
minute.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from pathlib import Path

import wordfreq

from satzspiegel.importing.words.german import DATA, Lists, Spelling, spelling

sys.path.insert(0, str(Path(__file__).parent.parent / "joints"))
from hunspell import read_forms

LANGUAGES = ("en", "es", "fr", "it")
COMMONEST = 20_000
SHORTEST = 2


def main() -> None:
    """Writes both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="the unpacked package dictionary-de")
    forms = list(read_forms(parser.parse_args().folder))
    DATA.mkdir(exist_ok=True)
    _write(DATA / "nouns.txt.gz", noun_lists(forms))
    _write(DATA / "foreign.txt.gz", [_foreign(language) for language in LANGUAGES])


def noun_lists(forms: list[str]) -> list[set[str]]:
    """The lists of :class:`.german.Lists` in order, from forms in their own case."""
    capital = {form.lower() for form in forms if form[0].isupper()}
    small = {form for form in forms if form[0].islower()}
    kept: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    lists = Lists(*kept)
    for word in sorted(capital | small, key=lambda word: (len(word), word)):
        truth = Spelling.CAPITAL if word in capital else Spelling.SMALL
        if word in capital and word in small:
            truth = Spelling.EITHER
        if spelling(word, lists) is not truth:
            kept[[Spelling.CAPITAL, Spelling.EITHER, Spelling.SMALL].index(truth)].add(word)
    return list(kept)


def _foreign(language: str) -> set[str]:
    words = wordfreq.top_n_list(language, COMMONEST, wordlist="large")
    return {word for word in words if word.isalpha() and len(word) >= SHORTEST}


def _write(path: Path, lines: list[set[str]]) -> None:
    text = "".join(" ".join(sorted(line)) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
