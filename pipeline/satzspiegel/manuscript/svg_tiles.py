"""How small the tiles of patterns are: one of a millionth of the drawing is painted for ever.

A file with it is small and painted at once; whoever shows it then draws each tile. Sizes are
compared as they will be seen: with what transformations make smaller on the way. That is a lower
bound, so a drawing with ordinary patterns is never refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod, sqrt
from typing import Any

from lxml import etree

#: Tiles along a side of the drawing: a screen of 1000 lines is grey to the eye.
MOST_ALONG = 1000
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
SCALE = re.compile(r"(scale|matrix)\s*\(([^)]*)\)", re.IGNORECASE)
#: Sizes of tiles by CSS, which WeasyPrint takes for attributes.
DECLARED = re.compile(rf"(?<![\w-])(?:width|height)\s*:\s*({NUMBER.pattern})", re.IGNORECASE)
PERCENT = 100
Element = Any


def has_dust(root: Element, size: tuple[float, float]) -> bool:
    """Whether a pattern repeats more often than anyone could see; ``size`` as a fallback (px)."""
    patterns = list(root.iter("{*}pattern"))
    if not patterns:
        return False
    seen = min(_scales(root, 1.0))
    if any(True for _ in root.iter("{*}use")):
        seen *= min(seen, 1.0)  # what is used may be made smaller twice
    sheets = " ".join(sheet.text or "" for sheet in root.iter("{*}style"))
    seen *= min(_scale(sheets), 1.0)
    box = [abs(number) for number in _numbers(root.get("viewBox", ""))[2:4]] or list(size)
    styles = [sheets, *(pattern.get("style", "") for pattern in patterns)]
    declared = [float(number) for text in styles for number in DECLARED.findall(text)]
    if any(number < max(box) / MOST_ALONG for number in declared):
        return True
    return any(_is_dust(pattern, max(box), seen) for pattern in patterns)


def _is_dust(pattern: Element, extent: float, seen: float) -> bool:
    in_user_space = pattern.get("patternUnits") == "userSpaceOnUse"
    whole = extent if in_user_space else 1.0
    least = whole / MOST_ALONG
    scale = _scale(pattern.get("patternTransform", "")) * (seen if in_user_space else 1.0)
    steps = [_step(pattern.get(name, ""), whole) for name in ("width", "height")]
    return any(step > 0 and step * scale < least for step in steps)


def _step(text: str, whole: float) -> float:
    """The width or height of a tile; 0 where it has none, and is not painted."""
    numbers = _numbers(text)
    if not numbers:
        return 0.0
    return abs(numbers[0]) * (whole / PERCENT if text.strip().endswith("%") else 1.0)


def _scales(element: Element, outer: float) -> Iterator[float]:
    """How large the units of each element are seen, those of the drawing being 1."""
    own = outer * _scale(f"{element.get('transform', '')} {element.get('style', '')}")
    yield own
    for child in element.iterchildren(etree.Element):
        yield from _scales(child, own)


def _scale(transform: str) -> float:
    """By how much a transformation makes lengths longer, at least: 0 where it makes none."""
    return prod(_factor(name.lower(), _numbers(given)) for name, given in SCALE.findall(transform))


def _factor(name: str, numbers: list[float]) -> float:
    if name == "matrix" and len(numbers) == 6:
        return sqrt(abs(numbers[0] * numbers[3] - numbers[1] * numbers[2]))
    return min((abs(number) for number in numbers[:2]), default=1.0) if name == "scale" else 1.0


def _numbers(text: str) -> list[float]:
    return [float(number) for number in NUMBER.findall(text)]
