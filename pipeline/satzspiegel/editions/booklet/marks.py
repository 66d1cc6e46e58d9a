"""Marks for cutting and folding, outside the pages and their bleed. All lengths are pt."""

from __future__ import annotations

from collections.abc import Iterator

from satzspiegel.editions.booklet.placing import Box
from satzspiegel.styles import MM_IN_PT

#: Marks are no longer than this, and are left out where less than the least has room.
LONGEST, SHORTEST = 5 * MM_IN_PT, 2 * MM_IN_PT
#: No printer reaches the very edge of its sheet.
EDGE = 1 * MM_IN_PT
#: A hairline.
WIDTH = 0.25
#: Strokes of fold marks, and what is between them.
DASHES = "[3 2] 0 d"

Stroke = tuple[float, float, float, float]


def marks(trim: Box, bleed: float, sheet: Box) -> bytes:
    """Operators that draw the marks round the trimmed sheet (ISO 32000-1, 8.5.2), grey 0.

    Crop marks go on where the trim ends, fold marks stand over and under the fold, all beyond the
    bleed. Empty where the sheet has no room for them.
    """
    upright = _length(sheet.top - trim.top - bleed)
    level = _length(sheet.right - trim.right - bleed)
    if not (upright or level):
        return b""
    crops = "".join(map(_drawn, _crops(trim, bleed, upright, level)))
    fold = (trim.left + trim.right) / 2
    folds = "".join(map(_drawn, _upright(fold, trim, bleed, upright)))
    return f"q {WIDTH} w 0 G {crops}{DASHES} {folds}Q\n".encode()


def _length(room: float) -> float:
    """How long marks are that have so much room; 0 if it is too little."""
    length = min(room - EDGE, LONGEST)
    return length if length >= SHORTEST else 0.0


def _crops(trim: Box, bleed: float, upright: float, level: float) -> Iterator[Stroke]:
    yield from _upright(trim.left, trim, bleed, upright)
    yield from _upright(trim.right, trim, bleed, upright)
    if level:
        for y in (trim.bottom, trim.top):
            yield trim.left - bleed - level, y, trim.left - bleed, y
            yield trim.right + bleed, y, trim.right + bleed + level, y


def _upright(x: float, trim: Box, bleed: float, length: float) -> Iterator[Stroke]:
    """The strokes over and under the trim at a place."""
    if length:
        yield x, trim.top + bleed, x, trim.top + bleed + length
        yield x, trim.bottom - bleed - length, x, trim.bottom - bleed


def _drawn(stroke: Stroke) -> str:
    x0, y0, x1, y1 = stroke
    return f"{x0:.4f} {y0:.4f} m {x1:.4f} {y1:.4f} l S "
