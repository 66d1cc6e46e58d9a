"""What a page costs, rule by rule: as lists to look up for the search, and as reasons to report."""

from __future__ import annotations

from satzspiegel.pagination.document import Geometry
from satzspiegel.pagination.pages import Reason
from satzspiegel.pagination.settings import FACING_LINES, Settings

#: For the white of a page that is as it has to be: no facing page is measured by it.
NOT_COMPARED = -1


class Prices:
    """Costs by heights in twips, from 0 to that of the type area."""

    def __init__(self, geometry: Geometry, settings: Settings) -> None:
        self.geometry, self.settings = geometry, settings
        heights = range(geometry.height + 1)
        #: White between the body and the notes or the foot.
        self.white = [sum(reason.cost for reason in self.white_reasons(one)) for one in heights]
        #: The same where a block follows that must not be split and is higher.
        self.before_whole = [self._square(settings.white_before_whole, one) for one in heights]
        #: Bodies of pages with text; and those of a chapter's last page.
        self.few = [settings.few * self._short_of(settings.body_lines, one) for one in heights]
        self.short = [
            settings.short_last * self._short_of(settings.last_lines, one) for one in heights
        ]
        #: White as facing pages are compared by it, in lines.
        self.lines = [min(one // geometry.leading, FACING_LINES) for one in heights]

    def white_reasons(self, white: int) -> list[Reason]:
        """What white costs, in twips, where it is not needed."""
        settings, leading = self.settings, self.geometry.leading
        beyond = white - settings.white_lines * leading
        reasons = [Reason("white", self._square(settings.white, white))]
        if beyond > 0:
            further = settings.white_further * beyond // leading
            reasons += [
                Reason("white_over", settings.white_over),
                Reason("white_further", further),
            ]
        return reasons

    def added(self, lines: int) -> int:
        """What empty lines added on one page cost."""
        return self.settings.added * lines * lines

    def facing(self, one: int, other: int) -> int:
        """What facing pages cost by their white in lines."""
        if NOT_COMPARED in (one, other):
            return 0
        return self.settings.facing * (one - other) ** 2

    def hyphen(self, recto: bool) -> int:
        """What a hyphen at a page's end costs."""
        return self.settings.recto_hyphen if recto else self.settings.verso_hyphen

    def _square(self, price: int, height: int) -> int:
        return price * height * height // self.geometry.leading**2

    def _short_of(self, lines: int, height: int) -> int:
        return max(lines - height // self.geometry.leading, 0)
