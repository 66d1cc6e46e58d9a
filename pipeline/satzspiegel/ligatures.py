"""Ligatures end at the joints of a word: Auf|lage, Kampf|feld, but Pflicht and offen.

Which letters a font ligates is read from its tables (:func:`satzspiegel.glyphs.ligature_pairs`);
where a word has its joints, hyphenation knows. Between the stages the sign of a ligature that ends
is U+200C ZERO WIDTH NON-JOINER. HarfBuzz and Pango paint no glyph for it, so pages take it as it
is: their fonts set the letter before it a little apart, and their text layer never sees it. A web
page would hand it on to whoever copies the text; there the letter stands in an element.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Protocol

from satzspiegel.glyphs import ZERO_WIDTH_NON_JOINER, Pairs
from satzspiegel.model import Inline, Span, Text

#: The class of the element that holds the letter before a joint.
JOINT = "joint"
LETTERS = re.compile(r"[^\W\d_]+")
#: A letter with the sign behind it, and the sign between two Latin letters.
MARKED = re.compile(r"([^\W\d_])\u200c(?=[^\W\d_])")
SIGN = re.compile(r"(?<=[A-Za-z\u00c0-\u024f])\u200c(?=[A-Za-z\u00c0-\u024f])")


class HasPosition(Protocol):
    """A joint: the offset of the letter behind it."""

    @property
    def position(self) -> int:
        """Letters of the word before the joint."""


Joints = Callable[[str], Iterable[HasPosition]]


def separate(text: str, joints: Joints, pairs: Pairs) -> str:
    """The text with U+200C at each joint that a ligature would cross.

    ``joints`` is asked only for words that hold such a pair.
    """

    def separated(match: re.Match[str]) -> str:
        word = match[0]
        if not _holds_pair(word, pairs):
            return word
        crossed = {j.position for j in joints(word) if word[j.position - 1 :][:2] in pairs}
        cuts = [0, *sorted(crossed), len(word)]
        parts = (word[a:b] for a, b in pairwise(cuts))
        return ZERO_WIDTH_NON_JOINER.join(parts)

    return LETTERS.sub(separated, text)


def _holds_pair(word: str, pairs: Pairs) -> bool:
    return any(word[at : at + 2] in pairs for at in range(len(word) - 1))


def without_signs(text: str) -> str:
    """The text without U+200C between Latin letters: as titles and bookmarks have it."""
    return SIGN.sub("", text)


def as_elements(text: Text) -> tuple[Inline, ...]:
    """The text with each letter before U+200C in an element, and without U+200C."""
    made: list[Inline] = []
    at = 0
    for match in MARKED.finditer(text.value):
        letter = Span((Text(match[1], text.place),), classes=(JOINT,))
        made.extend([Text(text.value[at : match.start()], text.place), letter])
        at = match.end()
    return (*made, Text(text.value[at:], text.place))
