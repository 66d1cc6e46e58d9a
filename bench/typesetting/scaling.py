"""Glyph scaling and tracking of each line, whatever a system made them with.

A glyph's advance on the page is its own width times the scaling of its line. Both are unknown, so
each is in turn the median of what the other leaves (as in Tukey's median polish, »Exploratory Data
Analysis«, 1977, chapter 11). It does not matter whether the text matrix, horizontal scaling or a
scaled font did it. What the distance of two letters has beyond that and their usual kerning is
tracking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import TypeVar

from bench.typesetting.lines import Glyph, Line

ROUNDS = 4
#: Fewest letters of a line that is measured, and fewest times a pair of letters must stand in the
#: text for its kerning to be known.
LETTERS, PAIRS = 15, 5
#: Letters further apart than this, in em, stand in two words.
TOGETHER = 0.1

Key = tuple[str, str]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Setting:
    """How a line is set: scaling as a factor to the text's middle, tracking in em."""

    scaling: float
    tracking: float


def settings(lines: Iterable[Line], size: float) -> list[Setting]:
    """Scaling and tracking of every line with enough letters."""
    long = [(line, _letters(line)) for line in lines]
    long = [(line, letters) for line, letters in long if len(letters) >= LETTERS]
    factors, widths = _polished([letters for _, letters in long])
    offsets = [
        [(pair, (distance / size) / factor - widths[pair[0]] / size) for pair, distance in pairs]
        for pairs, factor in zip((_pairs(line, size) for line, _ in long), factors, strict=True)
    ]
    kerning = _medians((p for line in offsets for p in line), PAIRS)
    found = []
    for factor, line in zip(factors, offsets, strict=True):
        rests = [offset - kerning[pair] for pair, offset in line if pair in kerning]
        found.append(Setting(factor, fmean(rests) if rests else 0.0))
    return found


def _letters(line: Line) -> list[tuple[Key, float]]:
    return [(_key(glyph), glyph.end - glyph.x) for glyph in line.body if glyph.text.isalpha()]


def _key(glyph: Glyph) -> Key:
    return glyph.text, glyph.font


def _pairs(line: Line, size: float) -> list[tuple[tuple[Key, Key], float]]:
    """Two letters side by side in a word, with the distance of their origins."""
    return [
        ((_key(a), _key(b)), b.x - a.x)
        for a, b in pairwise(line.body)
        if a.text.isalpha() and b.text.isalpha() and b.x - a.end < TOGETHER * size
    ]


def _polished(lines: list[list[tuple[Key, float]]]) -> tuple[list[float], dict[Key, float]]:
    """The factor of each line and the width of each letter."""
    factors = [1.0] * len(lines)
    widths: dict[Key, float] = {}
    for _ in range(ROUNDS):
        own = (
            (key, advance / factor)
            for letters, factor in zip(lines, factors, strict=True)
            for key, advance in letters
        )
        widths = _medians(own, 1)
        factors = [median(advance / widths[key] for key, advance in letters) for letters in lines]
    return factors, widths


def _medians(values: Iterable[tuple[K, float]], fewest: int) -> dict[K, float]:
    gathered: dict[K, list[float]] = defaultdict(list)
    for key, value in values:
        gathered[key].append(value)
    return {key: median(found) for key, found in gathered.items() if len(found) >= fewest}
