"""What a page is painted with, gathered while its content is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from satzspiegel.printing_facts import ImageFacts, Matter, Paint
from satzspiegel.verify.printing.geometry import Bounds

#: What lies at the edge of the bleed does not lie in it: pt.
TOUCHING = 0.1
#: Shorter pieces of lines are dots, not lines: pt.
LINE_LENGTH = 1.0


@dataclass
class InkRecord:
    """Paints, images and what else of a page, of what lies in ``visible``; pt."""

    visible: Bounds
    trim: Bounds
    paints: set[Paint] = field(default_factory=set)
    images: list[ImageFacts] = field(default_factory=list)
    transparency: set[str] = field(default_factory=set)
    blending: set[str] = field(default_factory=set)
    thinnest: float | None = None
    text_to_trim: float | None = None

    def sees(self, bounds: Bounds) -> bool:
        """Whether something lies within the bleed and not only at its edge."""
        shorter, longer = bounds.meet(self.visible.grown(-TOUCHING)).sides
        return shorter >= 0 and longer > 0

    def add(self, paint: Paint, bounds: Bounds) -> bool:
        """A paint and where it lies; whether it is to be seen."""
        seen = self.sees(bounds)
        if seen:
            self.paints.add(paint)
        return seen

    def add_text(self, paint: Paint, bounds: Bounds) -> None:
        """A text; how near it comes to the trim."""
        if self.add(paint, bounds) and paint.matter is Matter.TEXT:
            nearest = min(
                bounds.left - self.trim.left,
                bounds.bottom - self.trim.bottom,
                self.trim.right - bounds.right,
                self.trim.top - bounds.top,
            )
            if self.text_to_trim is None or nearest < self.text_to_trim:
                self.text_to_trim = nearest

    def add_line(self, paint: Paint, bounds: Bounds, width: float) -> None:
        """A line, stroked or filled, and its width in pt."""
        if self.add(paint, bounds) and paint.inks and bounds.sides[1] > LINE_LENGTH:
            self.thinnest = width if self.thinnest is None else min(self.thinnest, width)
