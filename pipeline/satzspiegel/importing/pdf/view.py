"""A page turned so that most of its text is level.

PDFs turn pages by ``Rotate`` (ISO 32000-1, 7.7.3.3), or set text upright on a sheet that lies on
its side; both end alike here. Where nothing can be read, ``Rotate`` decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pymupdf

from satzspiegel.importing.draft import Box


@dataclass(frozen=True)
class View:
    """How a page is looked at: quarter turns against the clock, and the page before them (pt)."""

    turns: int
    sheet: tuple[float, float]

    @property
    def width(self) -> float:
        """The breadth of what is seen (pt)."""
        return self.sheet[self.turns % 2]

    @property
    def height(self) -> float:
        """The height of what is seen (pt)."""
        return self.sheet[1 - self.turns % 2]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the sheet is seen."""
        width, height = self.sheet
        match self.turns:
            case 0:
                return x, y
            case 1:
                return y, width - x
            case 2:
                return width - x, height - y
            case _:
                return height - y, x

    def box(self, box: Iterable[float]) -> Box:
        """Where a rectangle of the sheet is seen."""
        x0, y0, x1, y1 = box
        if not self.turns:
            return x0, y0, x1, y1
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return min(a, c), min(b, d), max(a, c), max(b, d)

    def on_sheet(self, box: Box) -> pymupdf.Rect:
        """The rectangle of the sheet that is seen as ``box``."""
        back = View(-self.turns % 4, (self.width, self.height))
        return pymupdf.Rect(back.box(box))

    def direction(self, x: float, y: float) -> tuple[float, float]:
        """How a direction of the sheet is seen."""
        return ((x, y), (y, -x), (-x, -y), (-y, x))[self.turns]

    def matrix(self, scale: float) -> pymupdf.Matrix:
        """What draws the sheet as it is seen."""
        return pymupdf.Matrix(scale, scale).prerotate(-90 * self.turns)


def view_of(page: pymupdf.Page, lines: Iterable[Any]) -> View:
    """How to look at a page with these lines of MuPDF's; its ``Rotate`` is set to nothing."""
    rotation = page.rotation // 90 % 4
    if rotation:
        page.set_rotation(0)
    weights: Counter[int] = Counter()
    for line in lines:
        x, y = line["dir"]
        turn = (0 if x > 0 else 2) if abs(x) >= abs(y) else (1 if y > 0 else 3)
        weights[turn] += sum(len(span["chars"]) for span in line["spans"])
    turns = max(weights, key=lambda turn: (weights[turn], -turn), default=-rotation % 4)
    return View(turns, (page.rect.width, page.rect.height))
