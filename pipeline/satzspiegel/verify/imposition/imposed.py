"""The boxes of a sheet, and how far on it what it paints can reach, read from its content stream.

All lengths are pt, from the lower left corner, as in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Matrix, Rectangle

#: Operators that end a path and paint it (ISO 32000-1, table 60).
PATH_PAINTING = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
#: Operators that paint otherwise (tables 77, 87, 92, 109), here without a limit.
PAINTING = frozenset({"sh", "INLINE IMAGE", "Tj", "TJ", "'", '"'})
#: Operators that add points to a path (table 59).
POINTS = frozenset({"m", "l", "c", "v", "y"})
#: The matrix of a form that has none.
UNMOVED = pikepdf.Array([1, 0, 0, 1, 0, 0])


@dataclass(frozen=True)
class Area:
    """A rectangle on a sheet."""

    left: float
    bottom: float
    right: float
    top: float

    def within(self, other: Area) -> Area:
        """What of it lies in another."""
        return Area(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def moved(self, x: float, y: float) -> Area:
        """The same, so far to the right and so far up."""
        return Area(self.left + x, self.bottom + y, self.right + x, self.top + y)

    def is_like(self, other: Area, tolerance: float) -> bool:
        """Whether its edges are where another's are."""
        return self.covers(other, tolerance) and other.covers(self, tolerance)

    def covers(self, other: Area, tolerance: float) -> bool:
        """Whether it leaves nothing of another uncovered."""
        return (
            self.left <= other.left + tolerance
            and self.bottom <= other.bottom + tolerance
            and self.right >= other.right - tolerance
            and self.top >= other.top - tolerance
        )


@dataclass
class _State:
    """What ``q`` keeps: the matrix, and the area that is not clipped away."""

    matrix: Matrix
    clip: Area


@dataclass
class _Reader:
    """Walks through the operators of a sheet."""

    page: pikepdf.Page
    state: _State
    stack: list[_State] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    clips: bool = False

    def read(self) -> Iterator[Area]:
        """The areas to which what is painted is limited, in the order of painting."""
        for instruction in pikepdf.parse_content_stream(self.page):
            operator = str(instruction.operator)
            operands = list(instruction.operands)
            if operator in ("q", "Q", "cm"):
                self._change_state(operator, operands)
            elif operator in POINTS or operator == "re":
                self._add_points(operator, numbers_of(operands))
            elif operator in ("W", "W*"):
                self.clips = True
            elif operator == "Do":
                yield self._drawn(str(operands[0]))
            elif operator in PAINTING:
                yield self.state.clip
            elif operator in PATH_PAINTING or operator == "n":
                if operator != "n":
                    yield _around(self.points).within(self.state.clip)
                self._end_path()

    def _change_state(self, operator: str, operands: list[pikepdf.Object]) -> None:
        if operator == "q":
            self.stack.append(_State(self.state.matrix, self.state.clip))
        elif operator == "Q":
            self.state = self.stack.pop()
        else:
            self.state.matrix = Matrix(*numbers_of(operands)) @ self.state.matrix

    def _add_points(self, operator: str, numbers: list[float]) -> None:
        if operator == "re":
            x, y, width, height = numbers
            numbers = [x, y, x + width, y, x, y + height, x + width, y + height]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        self.points += [self.state.matrix.transform(pair) for pair in pairs]

    def _end_path(self) -> None:
        if self.clips:
            self.state.clip = self.state.clip.within(_around(self.points))
        self.points, self.clips = [], False

    def _drawn(self, name: str) -> Area:
        """Where a form can paint; an image paints the unit square (8.9.5)."""
        drawn = self.page.obj.Resources.XObject[name]
        box, matrix = Rectangle(0, 0, 1, 1), self.state.matrix
        if drawn.get("/Subtype") == "/Form":
            box = Rectangle(*numbers_of(drawn.BBox))
            matrix = Matrix(*numbers_of(drawn.get("/Matrix", UNMOVED))) @ matrix
        return _from(matrix.transform(box)).within(self.state.clip)


def painted_areas(page: pikepdf.Page) -> list[Area]:
    """The rectangles outside which a sheet paints nothing, in the order of painting."""
    return list(_Reader(page, _State(Matrix(), area_of(page.mediabox))).read())


def drawn_contents(page: pikepdf.Page) -> list[bytes]:
    """The content streams of the forms that a sheet draws, in their order."""
    operators = pikepdf.parse_content_stream(page, "Do")
    names = [str(one.operands[0]) for one in operators if str(one.operator) == "Do"]
    return [page.obj.Resources.XObject[name].read_bytes() for name in names]


def content_of(page: pikepdf.Page) -> bytes:
    """The content stream of a page; empty for a blank one."""
    contents = page.obj.get("/Contents", pikepdf.Array())
    if isinstance(contents, pikepdf.Stream):
        return contents.read_bytes()
    return b"\n".join(part.read_bytes() for part in contents)


def numbers_of(array: Iterable[pikepdf.Object]) -> list[float]:
    """The numbers of an array."""
    return [float(number) for number in array]


def area_of(box: Iterable[pikepdf.Object]) -> Area:
    """A box of a page."""
    return _from(Rectangle(*numbers_of(box)))


def _from(box: Rectangle) -> Area:
    return Area(box.llx, box.lly, box.urx, box.ury)


def _around(points: list[tuple[float, float]]) -> Area:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Area(min(xs), min(ys), max(xs), max(ys))
