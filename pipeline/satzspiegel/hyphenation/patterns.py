"""Hyphenation by patterns: Liang's method.

Franklin Mark Liang, »Word Hy-phen-a-tion by Com-put-er«, Stanford University 1983 (STAN-CS-83-977).
A pattern is a piece of a word with digits between its letters, and a full stop where the word
begins or ends. All patterns that are found in a word lay their digits over it; the highest wins,
and an odd one is a break point.

Pattern files are in the format of LibreOffice and Pyphen: the encoding, then a pattern a line, and
a few lines that begin with a word in capitals:

- ``LEFTHYPHENMIN``, ``RIGHTHYPHENMIN``: fewest letters before and after a hyphen.
- ``NEXTLEVEL``: what stands before it parts words at hyphens and apostrophes. Words come here in
  parts already, so only what stands behind it is read.
- ``as5szon2y/sz=,2,1``: a word that is spelt in another way when it is broken (Hungarian,
  Catalan). We cannot spell it so, so there is no break at all.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from satzspiegel.hyphenation.letters import parts

#: Fewest letters before and after a hyphen where a file says nothing: LibreOffice's own.
LEAST = 2
HEX = re.compile(r"\^\^([0-9a-f]{2})")
DIGITS = frozenset("0123456789")
ENCODINGS = {"microsoft-cp1251": "cp1251"}

#: The levels of a pattern that are not 0: before which letter, how high.
Levels = tuple[tuple[int, int], ...]


class Patterns:
    """The patterns of one language.

    A level is kept as twice its digit, and one more where the spelling changes: so the highest
    still wins, and of two equal ones the one that forbids. ``never_before`` are letters that no
    break precedes.
    """

    def __init__(self, path: Path, never_before: frozenset[str] = frozenset()) -> None:
        self._never_before = never_before
        self.before = self.after = LEAST
        #: Patterns by their letters; none for the beginning of a longer one.
        self._levels: dict[str, Levels] = {}
        for line in _lines(path):
            self._read(line)
        self.points_of = lru_cache(maxsize=1 << 16)(self._points_of)

    def _read(self, line: str) -> None:
        keyword, _, value = line.partition(" ")
        if keyword == "LEFTHYPHENMIN":
            self.before = max(LEAST, int(value))
        elif keyword == "RIGHTHYPHENMIN":
            self.after = max(LEAST, int(value))
        elif keyword == "NEXTLEVEL":
            self._levels.clear()
        elif not (line[0] in "%#" or keyword.startswith(("COMPOUND", "NOHYPHEN"))):
            self._add(line)

    def _add(self, line: str) -> None:
        pattern, _, change = line.partition("/")
        letters, levels = "", [0]
        for char in pattern:
            if char in DIGITS:
                level = 2 * int(char)
                levels[-1] = level + 1 if change and level & 2 else level
            else:
                letters += char
                levels.append(0)
        for end in range(1, len(letters)):
            self._levels.setdefault(letters[:end], ())
        self._levels[letters] = tuple((i, level) for i, level in enumerate(levels) if level)

    def points(self, word: str, before: int = LEAST, after: int = LEAST) -> tuple[int, ...]:
        """Break points of a word: the offset of the character after each.

        ``before`` and ``after`` are the fewest letters on either side, in each part of a word with
        hyphens or apostrophes; a language that asks for more gets more. None in what is no word.
        """
        return tuple(
            part.offsets[index]
            for part in parts(word)
            for index in self.inside(part.letters, before, after)
            if part.offsets[index] >= 0
        )

    def inside(self, letters: str, before: int = LEAST, after: int = LEAST) -> tuple[int, ...]:
        """Break points of letters alone: the index of the letter after each."""
        first = max(before, self.before)
        last = len(letters) - max(after, self.after)
        return tuple(index for index in self.points_of(lower(letters)) if first <= index <= last)

    def _points_of(self, letters: str) -> tuple[int, ...]:
        """Break points of lower-case letters, without minima."""
        word, known = f".{letters}.", self._levels
        highest = [0] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, len(word) + 1):
                found = known.get(word[start:end])
                if found is None:
                    break
                for index, level in found:
                    if level > highest[start + index]:
                        highest[start + index] = level
        # The full stop at the beginning counts, and a level stands before its letter.
        points = (
            i - 1 for i, level in enumerate(highest) if level & 3 == 2 and 1 < i < len(word) - 1
        )
        return tuple(i for i in points if letters[i] not in self._never_before)


@lru_cache(maxsize=1 << 16)
def lower(letters: str) -> str:
    """Lower case, letter for letter: »İ« becomes two characters elsewhere, here one."""
    small = letters.lower()
    if len(small) == len(letters):
        return small
    return "".join(letter.lower()[:1] for letter in letters)


def _lines(path: Path) -> list[str]:
    """The lines of a pattern file behind the encoding, in characters."""
    encoding, _, data = path.read_bytes().partition(b"\n")
    name = encoding.decode("ascii").strip().lower()
    text = data.decode(ENCODINGS.get(name, name))
    text = unicodedata.normalize("NFC", HEX.sub(lambda match: chr(int(match[1], 16)), text))
    return [line for raw in text.splitlines() if (line := raw.strip())]
