"""Words whose breaks somebody has listed, as for TeX's ``\\hyphenation``."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

HYPHENS = str.maketrans(dict.fromkeys("\u00ad\u2010", "-"))
#: Endings of a name that is never broken: Magóns, den Trotzkis, die Hansen.
ENDINGS = ("s", "n", "en", "es")


class Exceptions:
    """Listed words: »Ur-instinkt« breaks there only, »Magón« nowhere.

    An entry holds for the word as listed, with a capital first letter, and in capitals. An entry
    without a hyphen is taken for a name and holds with -s, -n, -en and -es too; one with hyphens
    holds for this very form. An entry of several words lists each of them.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._points: dict[str, tuple[int, ...]] = {}
        for entry in entries:
            for word in unicodedata.normalize("NFC", entry).translate(HYPHENS).split():
                self._list(word)

    def points(self, letters: str) -> tuple[int, ...] | None:
        """The break points of a listed word (index of the letter after each), else None."""
        return self._points.get(letters)

    def _list(self, entry: str) -> None:
        syllables = entry.split("-")
        word = "".join(syllables)
        points = tuple(len("".join(syllables[:count])) for count in range(1, len(syllables)))
        points = tuple(point for point in points if 0 < point < len(word))
        endings = ("",) if points else ("", *ENDINGS)
        for ending in endings:
            form = word + ending
            for spelt in (form, form[:1].upper() + form[1:], form.upper()):
                # An entry for this very form weighs more than one for a name it comes from.
                if not ending or spelt not in self._points:
                    self._points[spelt] = points
