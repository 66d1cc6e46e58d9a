"""Pages as the report shows them: a picture, the grid, and the findings in their places.

All lengths are pt, as in the layout; the picture is drawn in the same coordinates.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from satzspiegel.layout import Layout, Sheet
from satzspiegel.verify.layout import text_of
from satzspiegel.verify.pages import grid_offsets
from satzspiegel.verify.pictures import page_pictures
from satzspiegel.verify.remarks import Box, Remark, body_of, page_name

#: Numbers stand in the outer margin, so far from the type area …
DISTANCE = 14.0
#: … and at least so far below each other.
STEP = 14.0
#: White around the words of a line, so that its frame does not touch them.
AIR = 1.0


@dataclass(frozen=True)
class Pages:
    """What the report needs of the pages: how they were laid out, the remarks, and the PDF."""

    layout: Layout
    remarks: tuple[Remark, ...]
    pdf: bytes


@dataclass(frozen=True)
class Mark:
    """A finding on a picture: its number, where that stands, and frames as x, y, width, height.

    ``lead`` is where the line from the number ends.
    """

    number: int
    severity: str
    centre: tuple[float, float]
    lead: tuple[float, float]
    frames: tuple[Box, ...]


@dataclass(frozen=True)
class PageView:
    """A page with its picture (a ``data:`` address), the grid as a path of SVG, and its marks."""

    name: str
    width: float
    height: float
    picture: str
    grid: str
    area: Box
    of_text: bool
    lines: int
    white: float
    marks: tuple[Mark, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its findings, from the top."""
        return tuple(mark.number for mark in self.marks)


def page_views(pages: Pages) -> Iterator[PageView]:
    """The pages in order; remarks are numbered through from 1."""
    offsets = grid_offsets(text_of(pages.layout))
    numbered = list(enumerate(pages.remarks, start=1))
    pictures = dict(enumerate(page_pictures(pages.pdf)))
    for sheet in pages.layout.sheets:
        own = [(number, remark) for number, remark in numbered if remark.sheet == sheet.index]
        yield _view(sheet, pictures.get(sheet.index, b""), offsets.get(sheet.leading, 0.0), own)


def _view(
    sheet: Sheet, picture: bytes, offset: float, remarks: Sequence[tuple[int, Remark]]
) -> PageView:
    return PageView(
        name=page_name(sheet),
        width=round(sheet.width, 2),
        height=round(sheet.height, 2),
        picture=f"data:image/png;base64,{b64encode(picture).decode()}" if picture else "",
        grid=_grid(sheet, offset) if sheet.of_text else "",
        area=_frame(sheet.area, 0.0),
        of_text=sheet.of_text,
        lines=len(body_of(sheet)),
        white=sheet.white,
        marks=tuple(_marks(sheet, remarks)),
    )


def _grid(sheet: Sheet, offset: float) -> str:
    """The baselines of the grid, inside the type area, as one path."""
    left, top, right, bottom = sheet.area
    count = int((bottom - top - offset) / sheet.leading + 1.0)
    lines = (f"M{left:g} {top + offset + n * sheet.leading:.2f}H{right:g}" for n in range(count))
    return "".join(lines)


def _marks(sheet: Sheet, remarks: Sequence[tuple[int, Remark]]) -> Iterator[Mark]:
    left, top, right, _ = sheet.area
    x, edge = (right + DISTANCE, right) if sheet.recto else (left - DISTANCE, left)
    below = top - STEP
    for number, remark in remarks:
        boxes = remark.boxes or (sheet.area,)
        middle = (boxes[0][1] + min(boxes[0][3], boxes[0][1] + STEP)) / 2
        below = max(below + STEP, middle)
        yield Mark(
            number=number,
            severity=remark.finding.severity.value,
            centre=(round(x, 2), round(below, 2)),
            lead=(round(edge, 2), round(middle, 2)),
            frames=tuple(_frame(box, AIR) for box in boxes),
        )


def _frame(box: Box, air: float) -> Box:
    """A box as x, y, width and height."""
    left, top, right, bottom = box
    lengths = (left - air, top, right - left + 2 * air, bottom - top)
    return tuple(round(length, 2) for length in lengths)  # type: ignore[return-value]
