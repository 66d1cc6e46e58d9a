"""What stands around a page for the press: crop marks, and a line that says which page it is.

All of it lies outside the bleed (ISO 15930-7, 6.8), so that nothing is left when the pages are cut.
Lengths are mm.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from weasyprint.draw import draw_page

from satzspiegel.editions.pdf.painter import Painter
from satzspiegel.editions.print.boxes import BLEED, PIXELS_PER_MM

#: From the trim to the ends of a crop mark, and its thickness in pt.
NEAR, FAR, THICKNESS = BLEED + 1.0, BLEED + 6.0, 0.25
#: White around the marks: the media's edge from the trim.
SLUG = FAR + 3.0
#: The line's size in pt, its height, and how far below the trim its top is.
SIZE, HEIGHT, BELOW = 6.5, 4.0, BLEED + 1.5
PIXELS_PER_PT = 96 / 72
#: The margin boxes of a page (CSS Paged Media 3, 4.2), which stay empty around the line.
MARGIN_BOXES = tuple(
    f"{side}-{place}"
    for side, places in {
        "top": ("left-corner", "left", "center", "right", "right-corner"),
        "bottom": ("left-corner", "left", "center", "right", "right-corner"),
        "left": ("top", "middle", "bottom"),
        "right": ("top", "middle", "bottom"),
    }.items()
    for place in places
)


def draw_crop_marks(stream: Any, width: float, height: float) -> None:
    """Two lines at each corner of a page, in every ink; ``width`` and ``height`` in CSS pixels."""
    near, far = NEAR * PIXELS_PER_MM, FAR * PIXELS_PER_MM
    with stream.stacked():
        stream.set_registration_color()
        stream.set_line_width(THICKNESS * PIXELS_PER_PT)
        for x, outwards in ((0, -1), (width, 1)):
            for y in (0, height):
                _line(stream, x + outwards * near, y, x + outwards * far, y)
        for y, outwards in ((0, -1), (height, 1)):
            for x in (0, width):
                _line(stream, x, y + outwards * near, x, y + outwards * far)


def _line(stream: Any, x: float, y: float, to_x: float, to_y: float) -> None:
    stream.move_to(x, y)
    stream.line_to(to_x, to_y)
    stream.stroke()


def slug_lines(painter: Painter, texts: list[str], width: float) -> list[Any]:
    """A page box for each text, one line high; ``width`` in CSS pixels."""
    root = Element("html")
    body = SubElement(root, "body")
    for text in texts:
        SubElement(body, "p").text = text
    document = painter.layout(root, _sheet(width))
    return [page._page_box for page in document.pages]


def _sheet(width: float) -> str:
    empty = " ".join(f"@{box} {{ content: none !important }}" for box in MARGIN_BOXES)
    return (
        f"@page {{ size: {width}px {HEIGHT}mm !important; margin: 0 !important;"
        f" background: none !important; {empty} }}"
        f"body {{ margin: 0; padding: 0 }} p {{ margin: 0; padding: 0; break-after: page;"
        f" font-size: {SIZE}pt; line-height: {HEIGHT}mm; text-align: center; text-indent: 0;"
        f" color: #000; white-space: nowrap; hyphens: manual }}"
    )


def draw_slug_line(stream: Any, line: Any, height: float) -> None:
    """A line of :func:`slug_lines` below a page of that height (CSS pixels)."""
    with stream.stacked():
        stream.transform(f=height + BELOW * PIXELS_PER_MM)
        draw_page(line, stream)


def page_line(title: str, number: int, pages: int, width: float, height: float) -> str:
    """What the line says, for a page of that size in CSS pixels."""
    size = " × ".join(f"{length / PIXELS_PER_MM:.5g}" for length in (width, height))
    return f"{title}  ·  {number}/{pages}  ·  {size} mm"
