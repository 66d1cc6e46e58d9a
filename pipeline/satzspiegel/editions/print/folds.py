"""Marks that say where a cover is folded: dashed lines above and below it, outside the bleed."""

from __future__ import annotations

from typing import Any

from satzspiegel.editions.print.boxes import PIXELS_PER_MM, PrintPage
from satzspiegel.editions.print.marks import (
    FAR,
    NEAR,
    PIXELS_PER_PT,
    THICKNESS,
    draw_crop_marks,
    draw_slug_line,
)
from satzspiegel.editions.print.measures import CoverMeasures
from satzspiegel.editions.print.painting import MarkedPage

#: Dashes and gaps, mm: three dashes to a mark.
DASHES = (1.0, 1.0)


class FoldedPage(MarkedPage):
    """A cover with crop marks and marks at its folds; the line stands below the back."""

    def __init__(self, page: MarkedPage, measures: CoverMeasures) -> None:
        super().__init__(page._box, *page.trim, page._line)
        self._measures = measures

    def paint_marks(self, stream: Any) -> None:
        """Paint crop marks, line and folds."""
        width, height = self.trim
        draw_crop_marks(stream, width, height)
        middle = self._measures.back + self._measures.page_width / 2
        with stream.stacked():
            stream.transform(e=middle * PIXELS_PER_MM - width / 2)
            draw_slug_line(stream, self._line, height)
        with stream.stacked():
            stream.set_registration_color()
            stream.set_line_width(THICKNESS * PIXELS_PER_PT)
            stream.set_dash([length * PIXELS_PER_MM for length in DASHES], 0)
            self._draw_folds(stream, height)

    def _draw_folds(self, stream: Any, height: float) -> None:
        near, far = NEAR * PIXELS_PER_MM, FAR * PIXELS_PER_MM
        for fold in self._measures.folds:
            for start, end in ((-near, -far), (height + near, height + far)):
                stream.move_to(fold * PIXELS_PER_MM, start)
                stream.line_to(fold * PIXELS_PER_MM, end)
                stream.stroke()


def folded(page: PrintPage, measures: CoverMeasures) -> PrintPage:
    """A cover's page with marks at its folds, if it has marks at all."""
    return FoldedPage(page, measures) if isinstance(page, MarkedPage) else page
