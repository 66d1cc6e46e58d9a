"""What content streams set, and what they call: states, colours, streams in streams.

ISO 32000-1, 8.4, 8.6, 8.10 and 11.6. Painting itself is in :mod:`.content`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

import pikepdf

from satzspiegel.printing_facts import NEAR, Matter, Paint
from satzspiegel.verify.printing.colours import Colour, ColourSpace, base_of, read_space
from satzspiegel.verify.printing.geometry import Bounds, Matrix, around
from satzspiegel.verify.printing.ink_record import InkRecord
from satzspiegel.verify.printing.resources import Resources
from satzspiegel.verify.printing.state import State
from satzspiegel.verify.printing.text import TextObject
from satzspiegel.verify.printing.tokens import Operation

#: How deep forms may lie in forms.
DEPTH = 28
#: Blend modes that are none.
OPAQUE = ("/Normal", "/Compatible")

Operands = list[bytes]


class GraphicsReader:
    """Reads the content of one page into an :class:`InkRecord`.

    Raises ValueError or LookupError where the content is broken.
    """

    operators: ClassVar[Mapping[bytes, Callable[[Any, Operands], None]]]

    def __init__(self, resources: Resources, record: InkRecord, page: int, matrix: Matrix) -> None:
        self.resources = resources
        self.record = record
        self.page = page
        self.base = matrix
        self.state = State(matrix=matrix)
        self.text = TextObject()
        self.saved: list[State] = []
        self.points: list[tuple[float, float]] = []
        self.straight = True
        self.clips = False
        self.depth = 0
        #: Where a pattern is painted: its tile has no place of its own.
        self.tiled: Bounds | None = None
        self.masking = False

    def read(self, content: Iterable[Operation]) -> None:
        """Follow the operations."""
        for operator, operands in content:
            follow = self.operators.get(operator)
            if follow is not None:
                follow(self, operands)

    # ------------------------------------------------------------------------------------ state

    def save(self, _: Operands) -> None:
        """``q``."""
        self.saved.append(self.state.saved())

    def restore(self, _: Operands) -> None:
        """``Q``."""
        self.state = self.saved.pop()

    def transform(self, operands: Operands) -> None:
        """``cm``."""
        self.state.matrix = matrix_of(operands).inside(self.state.matrix)

    def set_line_width(self, operands: Operands) -> None:
        """``w``."""
        self.state.line_width = float(operands[0])

    def set_parameters(self, operands: Operands) -> None:
        """``gs``: what a dictionary of graphics state parameters sets (8.4.5)."""
        given = self.resources.find("/ExtGState", operands[0])
        state = self.state
        if "/OP" in given:
            state.stroke_overprints = state.fill_overprints = bool(given["/OP"])
        if "/op" in given:
            state.fill_overprints = bool(given["/op"])
        state.overprint_mode = int(given.get("/OPM", state.overprint_mode))
        state.line_width = float(given.get("/LW", state.line_width))
        if "/Font" in given:
            state.text.font = self.resources.shared.font(given["/Font"][0])
            state.text.size = float(given["/Font"][1])
        self.record.transparency.update(_transparency(given))
        mask = given.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary):
            with self.within(State(matrix=state.matrix), masking=True):
                self.follow(mask["/G"])

    # ---------------------------------------------------------------------------------- colours

    def set_device_colour(self, space: ColourSpace, stroked: bool, operands: Operands) -> None:
        """``g``, ``rg``, ``k`` and their like for strokes."""
        self._set(stroked, Colour(space, tuple(float(v) for v in operands)))

    def set_space(self, stroked: bool, operands: Operands) -> None:
        """``cs``, ``CS``."""
        space = self.resources.space(operands[0])
        base = base_of(pikepdf.Name(operands[0].decode("latin-1")), self.resources.given)
        self._set(stroked, Colour(space, space.initial, base=base))

    def set_colour(self, stroked: bool, operands: Operands) -> None:
        """``sc``, ``scn`` and their like for strokes."""
        now = self.state.stroke if stroked else self.state.fill
        if operands and operands[-1].startswith(b"/"):
            pattern = self.resources.find("/Pattern", operands.pop())
            now = now._replace(pattern=pattern)
        self._set(stroked, now._replace(values=tuple(float(v) for v in operands)))

    def _set(self, stroked: bool, colour: Colour) -> None:
        if stroked:
            self.state.stroke = colour
        else:
            self.state.fill = colour

    # --------------------------------------------------------------------------------- streams

    def matter(self, matter: Matter) -> Matter:
        """What is painted here; in a soft mask, a mask."""
        return Matter.MASK if self.masking else matter

    def paint(self, matter: Matter, *, stroked: bool = False) -> Paint:
        """The paint that something gets."""
        return self.state.paint(self.matter(matter), stroked=stroked)

    def at(self, bounds: Bounds) -> Bounds:
        """Where something lies."""
        return bounds if self.tiled is None else self.tiled

    def follow(self, stream: pikepdf.Object, resources: pikepdf.Object | None = None) -> None:
        """A stream with its own matrix, box, transparency group and resources."""
        state = self.state
        if "/Matrix" in stream:
            state.matrix = Matrix(*(float(v) for v in stream["/Matrix"])).inside(state.matrix)
        if "/BBox" in stream and self.tiled is None:
            left, bottom, right, top = map(float, stream["/BBox"])
            box = around([(left, bottom), (right, top)]).moved(state.matrix)
            state.clip = state.clip.meet(box)
        self.base = state.matrix
        group = stream.get("/Group")
        if group is not None:
            if not self.masking:
                self.record.transparency.add("Group")
            if "/CS" in group:
                self.record.blending.add(read_space(group["/CS"], self.resources.given).name)
        own = stream.get("/Resources", resources)
        if own is not None:
            self.resources = Resources(own, self.resources.shared)
        self.read(self.resources.shared.content(stream))

    @contextmanager
    def within(
        self, state: State, *, tiled: Bounds | None = None, masking: bool = False
    ) -> Iterator[None]:
        """Read something else, with a state of its own, and come back."""
        if self.depth >= DEPTH:
            raise ValueError("forms lie in forms without end")
        kept = dict(vars(self))
        self.state, self.saved, self.points, self.depth = state, [], [], self.depth + 1
        self.tiled = self.tiled or tiled
        self.masking = self.masking or masking
        try:
            yield
        finally:
            vars(self).update(kept)


def matrix_of(operands: Operands) -> Matrix:
    """A matrix as ``cm`` and ``Tm`` have it."""
    return Matrix(*map(float, operands))


def _transparency(parameters: pikepdf.Object) -> Iterator[str]:
    """What of graphics state parameters is transparent (11.6.4)."""
    for key in ("/ca", "/CA"):
        if float(parameters.get(key, 1)) < 1 - NEAR:
            yield f"{key[1:]} {float(parameters[key]):g}"
    if isinstance(parameters.get("/SMask"), pikepdf.Dictionary):
        yield "SMask"
    modes = parameters.get("/BM", pikepdf.Name.Normal)
    for mode in modes if isinstance(modes, pikepdf.Array) else [modes]:
        if str(mode) not in OPAQUE:
            yield str(mode)[1:]
