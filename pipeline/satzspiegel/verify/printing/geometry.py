"""Matrices and bounds of a content stream (ISO 32000-1, 8.3), in pt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Matrix(NamedTuple):
    """A transformation: (x, y) becomes (a·x + c·y + e, b·x + d·y + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def inside(self, outer: Matrix) -> Matrix:
        """This transformation, and then another."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    @property
    def scale(self) -> float:
        """How much longer lines become, on the average of all directions."""
        return float(abs(self.a * self.d - self.b * self.c) ** 0.5)


class Bounds(NamedTuple):
    """An upright rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def sides(self) -> tuple[float, float]:
        """The shorter side and the longer one."""
        width, height = self.right - self.left, self.top - self.bottom
        return min(width, height), max(width, height)

    def meet(self, other: Bounds) -> Bounds:
        """What two rectangles share; its sides are negative where they share nothing."""
        return Bounds(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def moved(self, matrix: Matrix) -> Bounds:
        """The rectangle around this one when it is transformed."""
        a, b, c, d, e, f = matrix
        if b == 0 == c:
            left, right = sorted((a * self.left + e, a * self.right + e))
            bottom, top = sorted((d * self.bottom + f, d * self.top + f))
            return Bounds(left, bottom, right, top)
        corners = [(x, y) for x in (self.left, self.right) for y in (self.bottom, self.top)]
        return around((a * x + c * y + e, b * x + d * y + f) for x, y in corners)

    def grown(self, by: float) -> Bounds:
        """The rectangle with an edge around it."""
        return Bounds(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def thickened(self, by: float) -> Bounds:
        """The rectangle around the line that it is, as wide as twice ``by``.

        An upright line and a level one end where they end.
        """
        across = 0.0 if self.bottom == self.top else by
        along = 0.0 if self.left == self.right else by
        return Bounds(
            self.left - across, self.bottom - along, self.right + across, self.top + along
        )


def around(points: Iterable[tuple[float, float]]) -> Bounds:
    """The rectangle around points. Raises ValueError without any."""
    xs, ys = zip(*points, strict=True)
    return Bounds(min(xs), min(ys), max(xs), max(ys))


EVERYWHERE = Bounds(-1e9, -1e9, 1e9, 1e9)
