"""Whether text has room: looked up in the boxes of a page laid out (CSS pixels)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

import weasyprint
from weasyprint.formatting_structure import boxes

#: What no one sees.
NEAR = 0.5


class Patch(NamedTuple):
    """The place of a line or of a panel, its edges in CSS pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Patch) -> bool:
        """Whether another lies inside."""
        return (
            self.left <= other.left + NEAR
            and self.top <= other.top + NEAR
            and self.right >= other.right - NEAR
            and self.bottom >= other.bottom - NEAR
        )

    def touches(self, other: Patch) -> bool:
        """Whether another lies over it."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > NEAR and high > NEAR


def overfull(document: weasyprint.Document, identifier: str) -> bool:
    """Whether text stands out of the element of an id, or was lost; without the element, no."""
    box = _panel(document, identifier)
    if box is None:
        return False
    lost = _letters(box.element.itertext()) != _letters(text.text for text in _texts(box))
    return lost or not all(_patch(box).holds(line) for line in _lines(box))


def overlapping(document: weasyprint.Document, identifier: str) -> bool:
    """Whether lines in the element of an id lie over each other."""
    box = _panel(document, identifier)
    lines = [*_lines(box)] if box else []
    return any(one.touches(other) for one, other in combinations(lines, 2))


def _panel(document: weasyprint.Document, identifier: str) -> Any:
    """The box of an element on the first page, None without it."""
    for box in _inside(document.pages[0]._page_box):
        element = getattr(box, "element", None)
        if element is not None and element.get("id") == identifier:
            return box
    return None


def _letters(texts: Iterable[str]) -> str:
    """Letters and figures alone: what hyphenation and the ends of lines leave alone."""
    return "".join(filter(str.isalnum, "".join(texts)))


def _inside(box: Any) -> Iterator[Any]:
    """All boxes in a box, also those that stand at places of their own."""
    for child in getattr(box, "children", ()):
        yield child
        yield from _inside(child)


def _texts(box: Any) -> Iterator[Any]:
    return (one for one in _inside(box) if isinstance(one, boxes.TextBox))


def _patch(box: Any) -> Patch:
    left, top = box.content_box_x(), box.content_box_y()
    return Patch(left, top, left + box.width, top + box.height)


def _lines(box: Any) -> Iterator[Patch]:
    """The lines below a box: each as wide as its texts and as high as itself."""
    for child in getattr(box, "children", ()):
        if not isinstance(child, boxes.LineBox):
            yield from _lines(child)
            continue
        if texts := [*_texts(child)]:
            left = min(text.position_x for text in texts)
            right = max(text.position_x + text.width for text in texts)
            top = child.position_y
            yield Patch(left, top, right, top + child.height)
