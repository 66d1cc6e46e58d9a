"""Small capitals by their ink and their size.

Small capitals of a font (OpenType's ``smcp``) are lower-case letters by Unicode, but a b or an l of
theirs is not taller than an a, and a p or a g does not go below the base line. False ones are
capitals of smaller type, close behind a capital of the larger; they are lower-case letters of text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.pdf.letters import Letter

SMALL_CAPS = Face.SMALL_CAPS.value
#: Letters that are tall, low or neither as small letters; of capitals none is.
TALL, LOW, SHORT = frozenset("bdfhkl"), frozenset("gpqy"), frozenset("acemnorsuvwxz")
#: A tall letter is at least so much taller than a short one, a low one goes so far below the base
#: line (in parts of the size).
TALLER, BELOW = 1.16, 0.07
#: Letters of the same kind differ less in height.
ALIKE = 0.04
#: The size of false small capitals in parts of that of the capitals beside them.
SMALLER = (0.6, 0.9)
#: So near to a capital are the false small capitals of its word (in parts of the size).
CLOSE = 0.15


#: From so many letters of a kind on it is known how tall they are.
KNOWN = 5
#: A letter is drawn by another glyph if its height differs by more (in parts of the size).
OTHER_GLYPH = 0.025

#: How tall the letters of a font in a size usually are (in parts of the size).
Heights = Mapping[tuple[str, float, str], float]


def usual_heights(letters: Iterable[Letter]) -> Heights:
    """The height that most small letters of a kind have."""
    counts: dict[tuple[str, float, str], Counter[float]] = {}
    for letter in letters:
        text, style = letter.text, letter.style
        if text in SHORT or text in TALL:
            key = style.font, style.size, text
            height = round((letter.base - letter.top) / (style.size or 1.0), 3)
            counts.setdefault(key, Counter())[height] += 1
    return {
        key: min(heights, key=lambda height: (-heights[height], height))
        for key, heights in counts.items()
        if heights.total() >= KNOWN
    }


class _Word(NamedTuple):
    first: int
    end: int
    height: float
    is_small: bool | None


def small_capitals(
    letters: Sequence[Letter], before: Sequence[bool], heights: Heights
) -> list[int]:
    """For each letter of a line, :attr:`Face.SMALL_CAPS` as a number or 0."""
    faces = [0] * len(letters)
    if not _has_evidence(letters, heights):
        return faces
    words = [_judged(letters, first, end, heights) for first, end in _words(letters, before)]
    small = [word.height for word in words if word.is_small and word.height]
    if not small and not any(word.is_small for word in words):
        return faces
    usual = [word.height for word in words if word.is_small is False and word.height]
    for word in words:
        if word.is_small or (word.is_small is None and _is_alike(word.height, small, usual)):
            for n in range(word.first, word.end):
                faces[n] = SMALL_CAPS
    _trim(letters, faces)
    return faces


def _trim(letters: Sequence[Letter], faces: list[int]) -> None:
    """Take the marks at both ends of small capitals out of them."""
    for order in (range(len(faces)), range(len(faces) - 1, -1, -1)):
        outside = True
        for n in order:
            if faces[n] and outside and not letters[n].text.isalnum():
                faces[n] = 0
                continue
            outside = not faces[n]


def as_false_small_capitals(letters: Sequence[Letter]) -> list[Letter]:
    """Letters with capitals of smaller type behind larger ones made lower-case small capitals."""
    found = list(letters)
    for n, (one, two) in enumerate(pairwise(letters), start=1):
        if two.style.size == one.style.size or two.style.font != one.style.font:
            continue
        ratio = two.style.size / one.style.size
        close = two.x0 - one.x1 < CLOSE * one.style.size and abs(two.base - one.base) < 0.5
        if SMALLER[0] <= ratio <= SMALLER[1] and close and one.text.isupper():
            _lower(found, n)
    return found


def _lower(letters: list[Letter], first: int) -> None:
    """Make the capitals of a style from here on small capitals; one alone is an initial's."""
    style = letters[first].style
    end = first
    known = style.face & Face.SMALL_CAPS
    while end < len(letters) and letters[end].style == style:
        if letters[end].text.islower() and not known:
            break
        end += 1
    stretch = letters[first:end]
    if sum(letter.text.isupper() for letter in stretch) < 2 and not known:
        return
    small = style._replace(face=style.face | Face.SMALL_CAPS)
    for n, letter in enumerate(stretch, start=first):
        letters[n] = letter._replace(text=letter.text.lower(), style=small)


def _has_evidence(letters: Sequence[Letter], heights: Heights) -> bool:
    """Whether a letter is not as usual, or a tall one so short, or a low one so high, that it may
    be a small capital.
    """
    for letter in letters:
        text = letter.text
        if text in SHORT:
            if _is_other_glyph(letter, heights):
                return True
        elif text in TALL:
            if letter.base - letter.top < 0.6 * letter.style.size:
                return True
        elif text in LOW and letter.bottom - letter.base < BELOW * letter.style.size:
            return True
    return False


def _is_other_glyph(letter: Letter, heights: Heights) -> bool | None:
    """Whether a small letter is taller than most of its kind; None if that is not known."""
    style = letter.style
    usual = heights.get((style.font, style.size, letter.text))
    if usual is None:
        return None
    return (letter.base - letter.top) / (style.size or 1.0) - usual > OTHER_GLYPH


def _words(letters: Sequence[Letter], before: Sequence[bool]) -> list[tuple[int, int]]:
    """Stretches of letters between spaces, each in one style."""
    words: list[tuple[int, int]] = []
    start = 0
    for n in range(1, len(letters) + 1):
        if n == len(letters) or before[n] or letters[n].style != letters[n - 1].style:
            words.append((start, n))
            start = n
    return words


def _judged(letters: Sequence[Letter], first: int, end: int, heights: Heights) -> _Word:
    """A word with the height of its short letters, and whether these are small capitals."""
    size = letters[first].style.size or 1.0
    word = letters[first:end]
    short = [(one.base - one.top) / size for one in word if one.text in SHORT]
    height = median(short) if short else 0.0
    votes = [
        (one.base - one.top) / size < TALLER * height for one in word if one.text in TALL and height
    ]
    votes += [
        vote
        for one in word
        if one.text in SHORT and (vote := _is_other_glyph(one, heights)) is not None
    ]
    votes += [(one.bottom - one.base) / size < BELOW for one in word if one.text in LOW]
    raised = any(one.base - one.bottom > 0.15 * size for one in word if one.text in SHORT)
    if raised or not votes:
        return _Word(first, end, height, False if raised else None)
    return _Word(first, end, height, sum(votes) > len(votes) / 2)


def _is_alike(height: float, small: Sequence[float], usual: Sequence[float]) -> bool:
    """Whether letters without evidence are as tall as small capitals rather than small letters."""
    if not height or not small:
        return False
    from_small = min(abs(height - other) for other in small) / height
    from_usual = min((abs(height - other) for other in usual), default=1.0) / height
    return from_small < ALIKE and from_small < from_usual
