"""Words of a line: the spaces between them, and words set with letters apart.

A space stands where the PDF has one or where the gap is wide; from what on it is wide shows in all
gaps of the document. Letters set apart (»S p e r r u n g«) are made whole words again, whether they
are held apart by gaps or by spaces of the PDF's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from satzspiegel.importing.pdf.letters import Letter

#: A word's space is at least as wide as this without one in the PDF, where the document's own gaps
#: tell nothing (in parts of the size). Kerning stays below; a thin space of 1/6 is above.
NARROW = 0.14
#: The least wide gap of a document lies between these, and often here, in hundredths of the size.
LEAST, MOST, LIKELY = 10, 17, 12
#: Before and behind a figure and behind a full stop, a space may be narrower by so much.
THINNER = 0.02
#: Dots that lead to a page's number, or stand for what is left out, are one mark up to this gap.
DOTS = 0.25
#: Beside a letter so much larger, a gap is measured by that one.
INITIAL = 1.7
#: A space of the PDF's is none if the next letter touches the one before.
NONE = 0.04
#: Letters set apart have gaps between them from this on (in parts of the size), and up to this.
APART, TOO_FAR = 0.07, 0.8
#: So many letters make a word set apart; beside another such word, two.
LETTERS = 3
#: Letters are held apart by spaces if so many of their gaps have one.
BY_SPACES = 0.8
#: A word's space is wider than the usual gap between letters set apart by both of these.
WIDER, MORE = 1.5, 0.1


class Spacing(NamedTuple):
    """For each letter of a line, whether a space stands before it, and whether it is set apart."""

    before: list[bool]
    apart: list[bool]


def least_space(words: Iterable[Sequence[Letter]]) -> float:
    """The least gap that is a word's space in a document (in parts of the size).

    Kerning opens small gaps, words' spaces are wide ones: between both there are hardly any.
    """
    counts: Counter[int] = Counter()
    for letters in words:
        gaps = [_gap(one, two) for one, two in pairwise(letters)]
        for n, (one, two) in enumerate(pairwise(letters)):
            beside = (gaps[n - 1] if n else 0.0, gaps[n + 1] if n + 1 < len(gaps) else 0.0)
            if min(beside) <= APART and not two.spaced and (one.text + two.text).isalnum():
                counts[round(100 * gaps[n])] += 1
    rarest = min(
        range(LEAST, MOST + 1),
        key=lambda n: (counts[n - 1] + 2 * counts[n] + counts[n + 1], abs(n - LIKELY)),
    )
    return rarest / 100


def _gap(one: Letter, two: Letter) -> float:
    """The white between two letters in parts of the size."""
    return (two.x0 - one.x1) / (one.style.size or 1.0)


def _is_space(one: Letter, two: Letter, gap: float, narrow: float) -> bool:
    """Whether two letters so far apart (in parts of the size) are of two words."""
    if two.spaced and gap > NONE:
        return True
    if one.text == two.text == ".":
        return gap > DOTS
    if one.text == "." or one.text.isdigit() or two.text.isdigit():
        narrow -= THINNER
    return gap > narrow


def spacing(letters: Sequence[Letter], narrow: float = NARROW) -> Spacing:
    """Where the words of a line end; ``narrow`` is the document's :func:`least_space`."""
    gaps = [0.0]
    before = [False]
    wide = False
    last = letters[0]
    for letter in letters[1:]:
        size = letter.style.size
        if last.style.size > INITIAL * size:
            size = last.style.size
        gap = (letter.x0 - last.x1) / (size or 1.0)
        gaps.append(gap)
        before.append(_is_space(last, letter, gap, narrow))
        wide = wide or (gap > APART and not letter.spaced)
        last = letter
    apart = [False] * len(letters)
    if wide or sum(before) > len(letters) / 3:
        for start, end in _stretches(letters, gaps):
            _close(letters, gaps, before, apart, start, end)
    return Spacing(before, apart)


def _stretches(letters: Sequence[Letter], gaps: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Where all letters stand apart from each other: first, and one behind the last.

    The last letter of a word before them, and the first of one behind them, do not belong to them.
    """
    close = [n for n in range(1, len(letters)) if gaps[n] <= APART]
    stretches = list(pairwise([0, *close, len(letters)]))
    for n, (start, end) in enumerate(stretches):
        first = start + (n > 0 and _is_short(stretches[n - 1]))
        last = end - (n + 1 < len(stretches) and _is_short(stretches[n + 1]))
        if end - start > LETTERS and last - first >= LETTERS:
            yield first, last


def _is_short(stretch: tuple[int, int]) -> bool:
    """Whether so few letters stand apart that they are no word set apart."""
    return stretch[1] - stretch[0] <= LETTERS


def _close(
    letters: Sequence[Letter],
    gaps: Sequence[float],
    before: list[bool],
    apart: list[bool],
    start: int,
    end: int,
) -> None:
    """Find the words of a stretch."""
    inner = range(start + 1, end)
    usual = median(gaps[n] for n in inner)
    held = sum(letters[n].spaced for n in inner)
    if usual > TOO_FAR or not _is_lettered(letters[start:end]):
        return
    told = held < BY_SPACES * len(inner)
    wide = [
        gaps[n] > max(WIDER * usual, usual + MORE) or (told and letters[n].spaced) for n in inner
    ]
    words = _words(start, end, wide)
    longest = max(last - first for first, last in words)
    if longest < LETTERS or _is_table(letters, words):
        return
    for first, last in words:
        before[first] = first > start or before[first]
        for n in range(first + 1, last):
            before[n] = False
        if last - first >= 2:
            apart[first:last] = [True] * (last - first)


def _words(start: int, end: int, wide: Sequence[bool]) -> list[tuple[int, int]]:
    cuts = [start, *(start + 1 + n for n, space in enumerate(wide) if space), end]
    return [(first, last) for first, last in pairwise(cuts) if last > first]


def _is_lettered(letters: Sequence[Letter]) -> bool:
    """Whether these are words and not figures in a row."""
    return sum(letter.text.isalpha() for letter in letters) >= 0.7 * len(letters)


def _is_table(letters: Sequence[Letter], words: Sequence[tuple[int, int]]) -> bool:
    """Whether most of what would be words are single letters, as in a row of them."""
    single = sum(last - first == 1 for first, last in words)
    return single > len(words) / 2 and len(words) > 2
