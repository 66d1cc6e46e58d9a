"""A booklet folded in the mind and leafed through: where each page is, and where it should be.

Lengths are pt, from the upper left corner of the trimmed sheet, where not said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from satzspiegel.styles import MM_IN_PT
from satzspiegel.verify.imposition.lettering import Lettering, ShownPage

#: No page is moved further, in mm.
MOST_CREEP = 3.0
BLANK = ShownPage(0, 0, Lettering())


@dataclass(frozen=True)
class Half:
    """Half of a side: the page that belongs there (from 1), the side (from 0), left or right."""

    page: int
    side: int
    right: bool

    @property
    def sheet(self) -> int:
        """The sheet, from 0, the outermost."""
        return self.side // 2


@dataclass(frozen=True)
class Folded:
    """The sides of a booklet, the pages it was made from, and the thickness of a leaf in mm."""

    sides: tuple[ShownPage, ...]
    pages: tuple[ShownPage, ...]
    leaf: float

    @property
    def sheets(self) -> int:
        """How many sheets there are."""
        return len(self.sides) // 2

    @property
    def width(self) -> float:
        """Width of the widest page, which is how far the fold is from the trim."""
        return max(page.width for page in self.pages)

    @property
    def height(self) -> float:
        """Height of the highest page."""
        return max(page.height for page in self.pages)

    def leafed(self) -> Iterator[Half]:
        """The halves in the order of reading.

        Sheets lie in each other as they are printed, the first outside, its front below. On the
        way in one sees of each sheet the right half of its front and then the left one of its
        back; on the way out, from the innermost, the right half of its back and the left of its
        front.
        """
        fronts = range(0, len(self.sides), 2)
        way_in = [half for front in fronts for half in ((front, True), (front + 1, False))]
        way_out = [half for front in fronts[::-1] for half in ((front + 1, True), (front, False))]
        for page, (side, right) in enumerate(way_in + way_out, start=1):
            yield Half(page, side, right)

    def halves(self) -> list[tuple[Half, Half]]:
        """The left and the right half of each side."""
        placed = sorted(self.leafed(), key=lambda half: (half.side, half.right))
        return list(zip(placed[::2], placed[1::2], strict=True))

    def page(self, half: Half) -> ShownPage:
        """The page that belongs on a half; a blank one behind the last."""
        return self.pages[half.page - 1] if half.page <= len(self.pages) else BLANK

    def place(self, half: Half) -> tuple[float, float]:
        """Where the corner of a half's page should be: at the fold, and over it by the creep."""
        page = self.page(half)
        x = self.width - (0 if half.right else page.width)
        over = self.creep(half)
        return x - over if half.right else x + over, (self.height - page.height) / 2

    def creep(self, half: Half) -> float:
        """How far over the fold the edge of a half's page should be."""
        return min(half.sheet * self.leaf, MOST_CREEP) * MM_IN_PT

    def letters(self, left: Half, right: Half) -> tuple[Lettering, Lettering]:
        """The characters of a side's halves, each from the corner its page should have.

        They are divided at the fold, unless they are those that were expected: then some may
        stand beyond the fold, in margins that are clipped away.
        """
        letters = self.sides[left.side].letters
        wanted = self.page(left).letters.text, self.page(right).letters.text
        if letters.text == "".join(wanted):
            count = len(wanted[0])
            parts = letters.part(0, count), letters.part(count)
        else:
            endless = float("inf")
            parts = letters.between(-endless, self.width), letters.between(self.width, endless)
        x, y = zip(self.place(left), self.place(right), strict=True)
        return parts[0].moved(-x[0], -y[0]), parts[1].moved(-x[1], -y[1])
