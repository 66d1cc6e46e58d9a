"""Type: a cut at a size, with the widths of words and of their pieces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from satzspiegel.breaking import BREAK
from satzspiegel.editions.pdf.leaves import Unset
from satzspiegel.fonts import INSERTED_HYPHEN
from satzspiegel.hyphenation import Hyphenator
from satzspiegel.hyphenation.letters import UNSEEN
from satzspiegel.linebreak import BreakKind, Point, Word
from satzspiegel.shaping import Cut

#: Where a line may end without a sign being added: behind a hyphen of the author's, behind a dash
#: or a stroke between words, and where an address says so.
PLAIN_BREAKS = (
    (re.compile(r"(?<=[^\W_][^\W_][-\u2010])(?=[^\W\d_]{2})"), BreakKind.HARD_HYPHEN),
    (re.compile(r"(?<=[^\W\d_]{3}[\u2013\u2014/])(?=[^\W\d_]{3})"), BreakKind.DASH),
    (re.compile(f"(?<={BREAK})(?=.)"), BreakKind.ADDRESS),
)


@dataclass(frozen=True)
class Hanging:
    """How much of a sign's width hangs into the margins, by sign."""

    left: Mapping[str, float] = field(default_factory=dict)
    right: Mapping[str, float] = field(default_factory=dict)


class Type:
    """A cut at a size: widths of words and of their pieces, in CSS pixels."""

    def __init__(
        self,
        cut: Cut,
        size: float,
        hyphenator: Hyphenator | None,
        language: str,
        hanging: Hanging,
        word_spacing: float,
    ) -> None:
        self.cut = cut
        self.size = size
        self._hyphenator = hyphenator
        self._language = language
        self._hanging = hanging
        self._pixel = size / cut.units
        self.tracking = cut.tracking * self._pixel
        self.space = self.width(" ") + word_spacing
        self._hyphen = self.width(INSERTED_HYPHEN)
        self._hyphen_hangs = self.hangs(INSERTED_HYPHEN)[1]
        self.word = lru_cache(maxsize=None)(self._word)

    def width(self, text: str) -> float:
        """How far a text without spaces carries the pen."""
        return float(self.cut.shape(text).advance * self._pixel)

    def hangs(self, text: str) -> tuple[float, float]:
        """How far a text may hang out to the left and to the right."""
        seen = text.strip(SIGNS)
        if not seen:
            return 0.0, 0.0
        left, right = self._hanging.left.get(seen[0], 0), self._hanging.right.get(seen[-1], 0)
        return (
            left * self.width(seen[0]) if left else 0.0,
            # The space behind a letterspaced word is no part of it.
            self.tracking + (right * self.width(seen[-1]) if right else 0.0),
        )

    def breaks(self, text: str) -> tuple[tuple[int, BreakKind], ...]:
        """Where lines may end inside a text, in order, whatever mark-up divides it."""
        found = {
            match.start(): kind for breaks, kind in PLAIN_BREAKS for match in breaks.finditer(text)
        }
        if self._hyphenator is not None:
            for one in self._hyphenator.breaks(text, self._language):
                found.setdefault(one.position, BreakKind[one.kind.name])
        return tuple(sorted(found.items()))

    def point(self, text: str, at: int, kind: BreakKind, cost: float = 0.0) -> Point:
        """What changes where a line ends inside a text.

        Kerning at the break is left out: the line is spread by what its glyphs come to in the end.
        """
        before, behind = text[:at], text[at:]
        if kind < BreakKind.HARD_HYPHEN:
            end, right = self._hyphen, self._hyphen_hangs
        else:
            end, right = 0.0, self.hangs(before)[1]
        short = kind <= BreakKind.HARD_HYPHEN and (_is_short(before) or _is_short(behind))
        left = 0.0 if behind[:1].isalpha() else self.hangs(behind)[0]
        return Point(kind, end, right=right, left=left, short=short, cost=cost)

    def _word(self, text: str) -> tuple[Word, tuple[int, ...]]:
        """A whole word for the breaker, and where its pieces begin and end."""
        return self.pieces(text, self.breaks(text))

    def pieces(
        self, text: str, breaks: tuple[tuple[int, BreakKind], ...], cost: float = 0.0
    ) -> tuple[Word, tuple[int, ...]]:
        """A text in the pieces between its breaks."""
        if any(glyph.y_offset for glyph in self.cut.shape(text).glyphs):
            raise Unset
        pen = self.cut.shape(text).edges
        cuts = (0, *(at for at, _ in breaks), len(text))
        widths = tuple((pen[b] - pen[a]) * self._pixel for a, b in pairwise(cuts))
        points = tuple(self.point(text, at, kind, cost) for at, kind in breaks)
        return Word(widths, points, *self.hangs(text)), cuts


#: Fewer letters than this beside a hyphen look lost.
SHORT = 3
SIGNS = "".join(UNSEEN)


def _is_short(text: str) -> bool:
    """Whether a piece of a word has too few letters to stand alone."""
    # Punctuation may stand around them.
    return len(text) < 2 * SHORT and sum(char.isalpha() for char in text) < SHORT
