"""Texts of a content stream: where they stand (ISO 32000-1, 9.4)."""

from __future__ import annotations

from satzspiegel.verify.printing.fonts import THOUSAND
from satzspiegel.verify.printing.geometry import Bounds, Matrix
from satzspiegel.verify.printing.state import TextState

#: Letters reach so far below and above their baseline, in parts of the type size.
BELOW, ABOVE = 0.2, 0.7


class TextObject:
    """What stands between ``BT`` and ``ET``: where the next letter comes, and the line's start."""

    def __init__(self) -> None:
        self.matrix = Matrix()
        self.line = Matrix()

    def set_matrix(self, matrix: Matrix) -> None:
        """``Tm``."""
        self.matrix = self.line = matrix

    def next_line(self, x: float, y: float) -> None:
        """``Td``: a line that begins so far from the start of this one."""
        self.set_matrix(Matrix(e=x, f=y).inside(self.line))

    def show(self, text: bytes, state: TextState) -> Bounds | None:
        """Show a string, or an array: its bounds in the user's space, if it has letters.

        Raises ValueError without a font.
        """
        if state.font is None:
            raise ValueError("a text without a font")
        length = state.font.length(text)
        advance = length.widths * state.size / THOUSAND + length.letters * state.letter_space
        advance = (advance + length.spaces * state.word_space) * state.scale
        size, rise = state.size, state.rise
        bounds = Bounds(
            min(0.0, advance), rise - BELOW * size, max(0.0, advance), rise + ABOVE * size
        )
        where = bounds.moved(self.matrix) if length.letters else None
        self.matrix = Matrix(e=advance).inside(self.matrix)
        return where
