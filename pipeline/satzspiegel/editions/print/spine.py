"""How thick a bound book is: from its paper, before a sheet is printed.

A paper's volume (cm³/g) times its weight (g/m²) is its thickness in µm. Printers measure the spine
of a blank copy where half a millimetre counts; this is the figure to begin with.
"""

from __future__ import annotations

from satzspiegel.model import PrintSettings
from satzspiegel.styles import MM_IN_PT

#: A binding without a back: the sheets are folded together and stapled.
SADDLE_STITCH = "saddle-stitch"
MICROMETRES = 1000
PAGES_OF_A_LEAF = 2
#: Type on the spine in pt; the height of its lines in em.
LARGEST_TYPE, SMALLEST_TYPE, STEP = 14.0, 7.0, 0.5
LINE = 1.15
#: mm on both sides of the type together: backs are not glued to the tenth of a millimetre. The
#: white in the line itself makes it four.
TOLERANCE = 3.5


def leaf_thickness(settings: PrintSettings) -> float:
    """Thickness of a leaf of the text in mm."""
    return settings.paper * settings.volume / MICROMETRES


def board_thickness(settings: PrintSettings) -> float:
    """Thickness of the cover's board in mm."""
    return settings.cover_paper * settings.cover_volume / MICROMETRES


def spine_width(pages: int, settings: PrintSettings) -> float:
    """Width of the spine in mm: the leaves, and the board before and behind them.

    ``pages`` are those that are bound, blank ones included. A booklet of folded sheets has no
    spine, its cover has one fold.
    """
    if settings.binding == SADDLE_STITCH:
        return 0.0
    leaves = -(-pages // PAGES_OF_A_LEAF)
    return leaves * leaf_thickness(settings) + 2 * board_thickness(settings)


def spine_sizes(spine: float) -> tuple[float, ...]:
    """The sizes of type (pt) of which a spine of so many mm has room for a line, largest first."""
    size = min(LARGEST_TYPE, spine_room(spine) * MM_IN_PT / LINE)
    if size < SMALLEST_TYPE:
        return ()
    steps = int((size - SMALLEST_TYPE) / STEP)
    return tuple(round(size - STEP * n, 3) for n in range(steps + 1))


def spine_room(spine: float) -> float:
    """What a spine of so many mm has for the lines of its text, in mm."""
    return max(0.0, spine - TOLERANCE)


def narrowest_spine() -> float:
    """The width in mm from which a spine has room for type."""
    return TOLERANCE + LINE * SMALLEST_TYPE / MM_IN_PT
