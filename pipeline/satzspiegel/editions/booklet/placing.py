"""Where a page lies on its sheet, and what of it is to be seen there. All lengths are pt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle as PDF has it (ISO 32000-1, 7.9.5), its origin at the lower left."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.top - self.bottom

    def grown(self, by: float) -> Box:
        """The box with so much more on every side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def within(self, other: Box) -> Box:
        """The part of the box that lies in another."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )


@dataclass(frozen=True)
class Placing:
    """How far a page is moved onto its sheet, and the part of it, in its own measures, to paint."""

    x: float
    y: float
    clip: Box


def placed_left(trim: Box, bleed: Box, sheet: Box, creep: float) -> Placing:
    """A page left of the fold, moved ``creep`` to the right; of its right bleed nothing stays."""
    clip = Box(bleed.left, bleed.bottom, trim.right - creep, bleed.top)
    return Placing(sheet.width / 2 - trim.right + creep, _centred(trim, sheet), clip)


def placed_right(trim: Box, bleed: Box, sheet: Box, creep: float) -> Placing:
    """A page right of the fold, moved ``creep`` to the left; of its left bleed nothing stays."""
    clip = Box(trim.left + creep, bleed.bottom, bleed.right, bleed.top)
    return Placing(sheet.width / 2 - trim.left - creep, _centred(trim, sheet), clip)


def _centred(trim: Box, sheet: Box) -> float:
    return (sheet.height - trim.height) / 2 - trim.bottom
