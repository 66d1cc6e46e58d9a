"""Where a cover is folded and trimmed: mm, from the left edge of the trimmed sheet."""

from __future__ import annotations

from dataclasses import dataclass

from satzspiegel.editions.print.spine import spine_room, spine_width
from satzspiegel.model import PrintSettings
from satzspiegel.styles import PageGeometry

#: mm beyond the trim, on every side.
BLEED = 3.0


@dataclass(frozen=True)
class CoverMeasures:
    """A cover laid flat, outside up: back flap, back, spine, front, front flap.

    ``page_width`` and ``height`` are the book's; flaps and spine are 0 where there are none.
    """

    page_width: float
    height: float
    spine: float
    flaps: float
    bleed: float = BLEED

    @property
    def width(self) -> float:
        """Width of the trimmed cover."""
        return 2 * (self.page_width + self.flaps) + self.spine

    @property
    def back(self) -> float:
        """Left edge of the back."""
        return self.flaps

    @property
    def spine_edge(self) -> float:
        """Left edge of the spine; without one, the fold."""
        return self.back + self.page_width

    @property
    def spine_room(self) -> tuple[float, float]:
        """Upper edge and height of the text's lines across the spine, from its left edge."""
        room = spine_room(self.spine)
        return (self.spine - room) / 2, room

    @property
    def front(self) -> float:
        """Left edge of the front."""
        return self.spine_edge + self.spine

    @property
    def front_flap(self) -> float:
        """Left edge of the front flap; without one, the cover's right edge."""
        return self.front + self.page_width

    @property
    def folds(self) -> tuple[float, ...]:
        """Where the board is folded, from left to right."""
        flaps = [self.back, self.front_flap] if self.flaps else []
        return tuple(sorted({self.spine_edge, self.front, *flaps}))

    @property
    def picture(self) -> tuple[float, float]:
        """Width and height of a picture that fills the front.

        It goes into the bleed, and on the right round the fold onto a flap, so that no strip of
        the ground is seen where the fold is a little off.
        """
        return self.page_width + self.bleed, self.height + 2 * self.bleed


def cover_measures(pages: int, page: PageGeometry, settings: PrintSettings) -> CoverMeasures:
    """The measures of a cover round so many pages, blank ones included."""
    return CoverMeasures(page.width, page.height, spine_width(pages, settings), settings.flaps)
