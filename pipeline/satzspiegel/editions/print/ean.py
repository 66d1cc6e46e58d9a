"""The bar code of an ISBN: EAN-13 (ISO/IEC 15420), as lengths in mm.

Everything is a multiple of the module, the width of the thinnest bar: .33 mm at 100 %, of which
80 % is the least that shops' readers are promised (GS1 General Specifications, 5.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from barcode.ean import EuropeanArticleNumber13

from satzspiegel.manuscript.standard_numbers import isbn_digits

#: mm at a magnification of 1.
MODULE = 0.33
MAGNIFICATIONS = (0.8, 1.0)
#: Modules: of the bars, of the white before and behind them, of the digits' places.
BARS, QUIET_LEFT, QUIET_RIGHT = 95, 11, 7
GUARD, HALF, MIDDLE = 3, 42, 5
DIGIT = 7
#: Heights in modules: 22.85 mm at 100 %, and the guard bars' five more (GS1, 5.2.1.4).
BAR_HEIGHT, GUARD_HEIGHT = 69.24, 74.24
#: In modules: what the figures take below the bars.
FIGURES = 9.5
#: Decimals of a length in mm: as exact as sheets and files write it.
DECIMALS = 5
#: In the pattern: a bar, a guard bar.
BAR, GUARD_BAR = "1", "G"


@dataclass(frozen=True)
class Bar:
    """A bar: its left edge from that of the symbol with its quiet zone, width and height, mm."""

    x: float
    width: float
    height: float


@dataclass(frozen=True)
class Figure:
    """A figure below the bars: left and upper edge of its place, and the place's width, mm."""

    x: float
    y: float
    width: float
    text: str


@dataclass(frozen=True)
class Ean:
    """A symbol: its module, its bars and figures, and its size with the quiet zones, mm."""

    digits: str
    module: float
    bars: tuple[Bar, ...]
    figures: tuple[Figure, ...]
    width: float
    height: float


def ean13(isbn: str, magnification: float = 1.0) -> Ean:
    """The symbol of an ISBN, which may have ten or thirteen digits and hyphens.

    Raises ValueError for a magnification below 80 % or above 100 %.
    """
    least, most = MAGNIFICATIONS
    if not least <= magnification <= most:
        raise ValueError(f"magnification {magnification}")
    digits, module = isbn_digits(isbn), round(MODULE * magnification, DECIMALS)
    return Ean(
        digits,
        module,
        _bars(digits, module),
        _figures(digits, module),
        _mm(QUIET_LEFT + BARS + QUIET_RIGHT, module),
        _mm(BAR_HEIGHT + FIGURES, module),
    )


def written_isbn(isbn: str) -> str:
    """An ISBN of thirteen digits as it stands above the bars: with the publisher's hyphens."""
    digits = isbn_digits(isbn)
    own = re.sub(r"[\s\u2010-\u2012-]+", "-", isbn.strip().upper())
    if own.replace("-", "") == digits:
        return own if "-" in own else f"{digits[:3]}-{digits[3:]}"
    # An ISBN of ten digits keeps its hyphens behind the prefix; only its check digit is another.
    return f"{digits[:3]}-{own[:-1]}{digits[-1]}"


def _bars(digits: str, module: float) -> tuple[Bar, ...]:
    """The bars, neighbouring dark modules joined; guard bars reach down between the figures."""
    pattern = EuropeanArticleNumber13(digits, guardbar=True).build()[0]
    bars, at = [], QUIET_LEFT
    for kind, run in groupby(pattern):
        width = len(list(run))
        if kind in (BAR, GUARD_BAR):
            height = GUARD_HEIGHT if kind == GUARD_BAR else BAR_HEIGHT
            bars.append(Bar(_mm(at, module), _mm(width, module), _mm(height, module)))
        at += width
    return tuple(bars)


def _figures(digits: str, module: float) -> tuple[Figure, ...]:
    """The first figure stands before the bars, six each below their halves."""
    left, right = QUIET_LEFT + GUARD, QUIET_LEFT + GUARD + HALF + MIDDLE
    places = [QUIET_LEFT - DIGIT - 2, *range(left, left + HALF, DIGIT)]
    places += range(right, right + HALF, DIGIT)
    return tuple(
        Figure(_mm(at, module), _mm(BAR_HEIGHT, module), _mm(DIGIT, module), digit)
        for at, digit in zip(places, digits, strict=True)
    )


def _mm(modules: float, module: float) -> float:
    return round(modules * module, DECIMALS)
