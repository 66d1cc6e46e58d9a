"""Folios: how pages are numbered, in print and in what readers show.

Roman: the pages before the text count i, ii, iii, and the text begins on a recto, which is 1.
Arabic: all pages are counted through from the title page.
"""

from __future__ import annotations

from dataclasses import dataclass

from satzspiegel.model import Publication
from satzspiegel.numerals import roman
from satzspiegel.styles import Style

ROMAN = "roman"
#: The text opens on a recto, whatever number of pages is before it.
ON_A_RECTO = "main { break-before: right }"
#: WeasyPrint's margin boxes see the counters that a page resets, and no element's.
FROM_ONE = "@page :nth({page}) {{ counter-reset: page 1 }}"


@dataclass(frozen=True)
class Folios:
    """The numbering of a publication; ``apart``: the pages before the text have their own."""

    apart: bool

    @property
    def counter_style(self) -> str:
        """How pages before the text are counted, by its name in CSS."""
        return "lower-roman" if self.apart else "decimal"

    def sheet(self, front: int | None = None) -> str:
        """What the numbering adds to the style sheet; ``front`` pages are before the text."""
        if not self.apart:
            return ""
        return ON_A_RECTO + (FROM_ONE.format(page=front + 1) if front is not None else "")

    def label(self, index: int, front: int) -> str:
        """The number of a page, counted from 0, where ``front`` pages are before the text."""
        if not self.apart:
            return str(index + 1)
        return roman(index + 1) if index < front else str(index - front + 1)


def folios_of(publication: Publication, style: Style) -> Folios:
    """The numbering that the settings ask for, else the style."""
    return Folios((publication.settings.front_numbers or style.front_numbers) == ROMAN)
