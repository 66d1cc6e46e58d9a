"""Pages with their boxes for the press (ISO 32000-1, 14.11.2): media, bleed and trim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pydyf
from weasyprint.draw import draw_page

from satzspiegel.editions.pdf.record import POINT

#: mm beyond the trim, on every side.
BLEED = 3.0
PIXELS_PER_MM = 96 / 25.4
#: Nearer than this (CSS pixels) a background reaches the trim.
NEAR = 0.01


class PrintPage:
    """A page as WeasyPrint 70 asks for it when it writes a file: with its bleed, without links.

    ``box`` is None for a blank page; ``margin`` is what the media is wider than the trim, on every
    side, in CSS pixels.
    """

    def __init__(self, box: Any, width: float, height: float, margin: float) -> None:
        self._box = box
        #: Width and height of the trim.
        self.trim = width, height
        self.margin = margin
        self.width = width + 2 * margin
        self.height = height + 2 * margin
        self.bleed = dict.fromkeys(("top", "right", "bottom", "left"), 0)
        self.links: list[Any] = []
        self.anchors: dict[str, Any] = {}
        self.bookmarks: list[Any] = []
        self.forms: dict[Any, list[Any]] = {None: []}

    def paint(self, stream: Any, scale: float) -> None:
        """Paint the page, its trim's upper left corner at the origin."""
        with stream.stacked():
            stream.transform(scale, 0, 0, scale, self.margin * scale, self.margin * scale)
            # What is painted as a whole, translucent say, is cut off at the media's edge.
            stream.page_rectangle = (-self.margin, -self.margin, self.width, self.height)
            if self._box is not None:
                draw_page(bled(self._box), stream)
            self.paint_marks(stream)

    def paint_marks(self, stream: Any) -> None:
        """Paint what stands around the page; nothing here."""


def bled(box: Any) -> Any:
    """The box of a page whose backgrounds go on into the bleed; the box itself is not changed."""
    copy = box.copy()
    for name in ("background", "canvas_background"):
        background = getattr(box, name)
        if background is not None:
            layers = [_bled_layer(layer, box) for layer in background.layers]
            setattr(copy, name, background._replace(layers=layers))
    return copy


def _bled_layer(layer: Any, page: Any) -> Any:
    """A background's layer that is painted beyond each edge of the page that it reaches."""
    x, y, width, height = layer.painting_area
    bleed = BLEED * PIXELS_PER_MM
    left = bleed if x <= NEAR else 0
    top = bleed if y <= NEAR else 0
    right = bleed if x + width >= page.margin_width() - NEAR else 0
    bottom = bleed if y + height >= page.margin_height() - NEAR else 0
    area = (x - left, y - top, width + left + right, height + top + bottom)
    return layer._replace(painting_area=area)


def set_boxes(pdf: pydyf.PDF, pages: Iterable[PrintPage]) -> None:
    """Give the pages of a file their TrimBox and their BleedBox."""
    for entry, page in zip(page_dictionaries(pdf), pages, strict=True):
        width, height = (length * POINT for length in page.trim)
        edge = page.margin * POINT
        bleed = BLEED * PIXELS_PER_MM * POINT
        entry["TrimBox"] = pydyf.Array([edge, edge, edge + width, edge + height])
        near, far = edge - bleed, edge + bleed
        entry["BleedBox"] = pydyf.Array([near, near, far + width, far + height])


def page_dictionaries(pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    """The page objects of a file, in their order."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Page":
            yield item
