"""Sheets that office printers and small presses take, always in landscape format."""

from __future__ import annotations

from dataclasses import dataclass

from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Severity

#: What boxes may be rounded by, in mm; no printer places a sheet so exactly.
ROUNDING = 0.02


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper: its name, width and height in mm."""

    name: str
    width: float
    height: float

    def holds(self, width: float, height: float) -> bool:
        """Whether a rectangle in mm has room."""
        return width <= self.width + ROUNDING and height <= self.height + ROUNDING


#: The smallest first: ISO 216, and ISO 217 with room for trimming.
SHEETS = (
    Sheet("A4", 297, 210),
    Sheet("SRA4", 320, 225),
    Sheet("A3", 420, 297),
    Sheet("SRA3", 450, 320),
)


def sheet_for(width: float, height: float, name: str = "") -> Sheet:
    """The sheet with this name, or the smallest that holds two pages of ``width`` × ``height`` mm.

    Raises :class:`ManuscriptError` (``booklet-sheet-small``) if two pages have no room on it.
    """
    sheets = [sheet for sheet in SHEETS if name in ("", sheet.name)]
    for sheet in sheets:
        if sheet.holds(2 * width, height):
            return sheet
    largest = sheets[-1]
    values = {
        "sheet": largest.name,
        "room": _measures(largest.width, largest.height),
        "needed": _measures(2 * width, height),
        "page": _measures(width, height),
    }
    raise ManuscriptError(Finding("booklet-sheet-small", Severity.ERROR, None, values))


def _measures(width: float, height: float) -> str:
    """Two lengths in mm, as people write them."""
    return f"{round(width, 1):g} × {round(height, 1):g}"
