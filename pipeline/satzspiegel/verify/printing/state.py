"""The graphics state of a content stream (ISO 32000-1, 8.4), as far as ink depends on it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

from satzspiegel.printing_facts import Matter, Paint
from satzspiegel.verify.printing.colours import BLACK, Colour
from satzspiegel.verify.printing.fonts import PrintFont
from satzspiegel.verify.printing.geometry import EVERYWHERE, Bounds, Matrix


@dataclass(slots=True)
class TextState:
    """What is set for texts (9.3)."""

    font: PrintFont | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(slots=True)
class State:
    """What ``q`` saves and ``Q`` brings back."""

    matrix: Matrix
    clip: Bounds = EVERYWHERE
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_overprints: bool = False
    stroke_overprints: bool = False
    overprint_mode: int = 0
    line_width: float = 1.0
    text: TextState = field(default_factory=TextState)

    def saved(self) -> State:
        """A copy to come back to."""
        state = copy(self)
        state.text = copy(self.text)
        return state

    def paint(self, matter: Matter, *, stroked: bool = False) -> Paint:
        """The paint that something gets."""
        colour = self.stroke if stroked else self.fill
        told = self.stroke_overprints if stroked else self.fill_overprints
        overprint = told and colour.space.overprints(self.overprint_mode)
        return Paint(matter, colour.space.name, colour.values, colour.inks, overprint)
