"""Content streams read as a printing press would: which inks, where, and over what.

ISO 32000-1, 8 and 9. Forms, patterns, soft masks and the letters of Type 3 fonts are followed into;
of a clipping path the rectangle around it counts.
"""

from __future__ import annotations

from collections.abc import Callable

import pikepdf

from satzspiegel.printing_facts import Matter, Paint
from satzspiegel.verify.printing.colours import (
    BLACK,
    CMYK,
    GRAY,
    RGB,
    Colour,
    ColourSpace,
    shading_colours,
)
from satzspiegel.verify.printing.fonts import PrintFont
from satzspiegel.verify.printing.geometry import Bounds, around
from satzspiegel.verify.printing.graphics import GraphicsReader, Operands, matrix_of
from satzspiegel.verify.printing.images import image_facts, inline_image
from satzspiegel.verify.printing.state import State
from satzspiegel.verify.printing.text import TextObject

#: Text rendering modes that fill, and that stroke (9.3.6).
FILLING, STROKING = (0, 2, 4, 6), (1, 2, 5, 6)
#: The square that an image fills.
UNIT = Bounds(0, 0, 1, 1)


Follow = Callable[["ContentReader", Operands], None]


class ContentReader(GraphicsReader):
    """Reads what a content stream paints."""

    # ------------------------------------------------------------------------------------ paths

    def add_points(self, operands: Operands) -> None:
        """``m``, ``l``."""
        self.points.append((float(operands[0]), float(operands[1])))

    def add_curve(self, operands: Operands) -> None:
        """``c``, ``v``, ``y``: a curve lies between the points that steer it."""
        numbers = [float(v) for v in operands]
        self.points.extend(zip(numbers[::2], numbers[1::2], strict=True))
        self.straight = False

    def add_rectangle(self, operands: Operands) -> None:
        """``re``."""
        x, y, width, height = (float(v) for v in operands)
        self.points += [(x, y), (x + width, y + height)]

    def clip_next(self, _: Operands) -> None:
        """``W``, ``W*``."""
        self.clips = True

    def paint_path(self, fills: bool, strokes: bool, _: Operands) -> None:
        """``f``, ``S``, ``B``, ``n`` and their like."""
        if self.points:
            bounds = around(self.points).moved(self.state.matrix)
            if fills:
                self._fill(bounds.meet(self.state.clip))
            if strokes:
                self._stroke(bounds)
            if self.clips:
                self.state.clip = self.state.clip.meet(bounds)
        self.points, self.straight, self.clips = [], True, False

    def _fill(self, bounds: Bounds) -> None:
        if self.state.fill.pattern is not None:
            self._paint_pattern(self.state.fill, bounds)
        elif self.straight:
            self.record.add_line(self.paint(Matter.VECTOR), self.at(bounds), bounds.sides[0])
        else:
            self.record.add(self.paint(Matter.VECTOR), self.at(bounds))

    def _stroke(self, bounds: Bounds) -> None:
        width = self.state.line_width * self.state.matrix.scale
        bounds = bounds.thickened(width / 2).meet(self.state.clip)
        if self.state.stroke.pattern is not None:
            self._paint_pattern(self.state.stroke, bounds)
        else:
            paint = self.paint(Matter.VECTOR, stroked=True)
            self.record.add_line(paint, self.at(bounds), width)

    # ------------------------------------------------------------------------------------ texts

    def begin_text(self, _: Operands) -> None:
        """``BT``."""
        self.text = TextObject()

    def set_font(self, operands: Operands) -> None:
        """``Tf``."""
        text = self.state.text
        font = self.resources.font(operands[0])
        text.font, text.size = font, float(operands[1])

    def set_text_matrix(self, operands: Operands) -> None:
        """``Tm``."""
        self.text.set_matrix(matrix_of(operands))

    def move_text(self, operands: Operands) -> None:
        """``Td``."""
        self.text.next_line(float(operands[0]), float(operands[1]))

    def move_text_by_leading(self, operands: Operands) -> None:
        """``TD``."""
        self.state.text.leading = -float(operands[1])
        self.move_text(operands)

    def next_line(self, _: Operands) -> None:
        """``T*``."""
        self.text.next_line(0, -self.state.text.leading)

    def show(self, operands: Operands) -> None:
        """``Tj``, ``TJ``."""
        text = self.state.text
        where = self.text.show(operands[0], text)
        if where is None or text.font is None:
            return
        bounds = self.at(where.moved(self.state.matrix).meet(self.state.clip))
        if text.font.coloured:
            self._follow_letters(text.font, bounds)
            return
        for modes, stroked in ((FILLING, False), (STROKING, True)):
            colour = self.state.stroke if stroked else self.state.fill
            if text.mode in modes and colour.pattern is not None:
                self._paint_pattern(colour, bounds)
            elif text.mode in modes:
                self.record.add_text(self.paint(Matter.TEXT, stroked=stroked), bounds)

    def show_on_next_line(self, operands: Operands) -> None:
        """``'``, and ``"`` with spaces between words and letters before the string."""
        if len(operands) == 3:
            self.state.text.word_space = float(operands[0])
            self.state.text.letter_space = float(operands[1])
        self.next_line([])
        self.show(operands[-1:])

    def set_text_value(self, name: str, operands: Operands) -> None:
        """``Tc``, ``Tw``, ``TL``, ``Ts``, ``Tz``, ``Tr``."""
        value = float(operands[0])
        setattr(self.state.text, name, value / 100 if name == "scale" else value)

    # --------------------------------------------------------------------------------- objects

    def paint_object(self, operands: Operands) -> None:
        """``Do``."""
        painted = self.resources.find("/XObject", operands[0])
        if painted.get("/Subtype") == "/Form":
            with self.within(self.state.saved()):
                self.follow(painted)
        elif painted.get("/Subtype") == "/Image":
            self._paint_image(painted)

    def paint_inline_image(self, operands: Operands) -> None:
        """``BI``."""
        self._paint_image(inline_image(operands))

    def _paint_image(self, image: pikepdf.Object) -> None:
        matrix = self.state.matrix
        bounds = self.at(UNIT.moved(matrix).meet(self.state.clip))
        if image.get("/ImageMask", False):
            paint = self.paint(Matter.IMAGE)
        else:
            space = self.resources.space_of(image)
            inks = self.resources.shared.inks(image, space)
            paint = Paint(self.matter(Matter.IMAGE), space.name, (), inks)
        mask = image.get("/SMask")
        if self.record.add(paint, bounds):
            if mask is not None:
                self.record.transparency.add("SMask")
            if not self.masking:
                facts = image_facts(image, matrix, self.page, paint.space, paint.inks)
                self.record.images.append(facts)

    def paint_shading(self, operands: Operands) -> None:
        """``sh``: it fills the clipping path."""
        self._shade(self.resources.find("/Shading", operands[0]), self.state.clip)

    def _shade(self, shading: pikepdf.Object, bounds: Bounds) -> None:
        space = self.resources.space_of(shading)
        matter = self.matter(Matter.SHADING)
        colours = shading_colours(shading, space)
        for values in colours:
            self.record.add(Paint(matter, space.name, values, space.inks(values)), self.at(bounds))
        if not colours:
            self.record.add(Paint(matter, space.name, (), space.all_inks()), self.at(bounds))

    def _paint_pattern(self, colour: Colour, bounds: Bounds) -> None:
        """What lies in ``bounds`` and is painted with a pattern (8.7)."""
        pattern = colour.pattern
        if pattern is None or not self.record.sees(self.at(bounds)):
            return
        if int(pattern["/PatternType"]) == 2:
            self._shade(pattern["/Shading"], bounds)
            return
        own = BLACK if colour.base is None else Colour(colour.base, colour.values)
        state = State(matrix=self.base, fill=own, stroke=own)
        with self.within(state, tiled=bounds):
            self.follow(pattern)

    def _follow_letters(self, font: PrintFont, bounds: Bounds) -> None:
        """The letters of a Type 3 font that bring their own colours."""
        for letter in font.coloured:
            with self.within(self.state.saved(), tiled=bounds):
                self.follow(letter, font.resources)


def _of_values(name: str) -> Follow:
    return lambda reader, operands: reader.set_text_value(name, operands)


def _of_colour(space: ColourSpace, *, stroked: bool) -> Follow:
    return lambda reader, operands: reader.set_device_colour(space, stroked, operands)


def _of_path(*, fills: bool = False, strokes: bool = False) -> Follow:
    return lambda reader, operands: reader.paint_path(fills, strokes, operands)


Reader = ContentReader
FILLED, STROKED, BOTH = (
    _of_path(fills=True),
    _of_path(strokes=True),
    _of_path(fills=True, strokes=True),
)
#: What each operator does (annex A).
ContentReader.operators = {
    b"q": Reader.save,
    b"Q": Reader.restore,
    b"cm": Reader.transform,
    b"w": Reader.set_line_width,
    b"gs": Reader.set_parameters,
    b"g": _of_colour(GRAY, stroked=False),
    b"G": _of_colour(GRAY, stroked=True),
    b"rg": _of_colour(RGB, stroked=False),
    b"RG": _of_colour(RGB, stroked=True),
    b"k": _of_colour(CMYK, stroked=False),
    b"K": _of_colour(CMYK, stroked=True),
    b"cs": lambda reader, operands: reader.set_space(False, operands),
    b"CS": lambda reader, operands: reader.set_space(True, operands),
    **dict.fromkeys([b"sc", b"scn"], lambda reader, operands: reader.set_colour(False, operands)),
    **dict.fromkeys([b"SC", b"SCN"], lambda reader, operands: reader.set_colour(True, operands)),
    b"m": Reader.add_points,
    b"l": Reader.add_points,
    **dict.fromkeys([b"c", b"v", b"y"], Reader.add_curve),
    b"re": Reader.add_rectangle,
    b"W": Reader.clip_next,
    b"W*": Reader.clip_next,
    b"n": _of_path(),
    **dict.fromkeys([b"f", b"F", b"f*"], FILLED),
    **dict.fromkeys([b"S", b"s"], STROKED),
    **dict.fromkeys([b"B", b"B*", b"b", b"b*"], BOTH),
    b"sh": Reader.paint_shading,
    b"Do": Reader.paint_object,
    b"BI": Reader.paint_inline_image,
    b"BT": Reader.begin_text,
    b"Tf": Reader.set_font,
    b"Tm": Reader.set_text_matrix,
    b"Td": Reader.move_text,
    b"TD": Reader.move_text_by_leading,
    b"T*": Reader.next_line,
    **dict.fromkeys([b"Tj", b"TJ"], Reader.show),
    **dict.fromkeys([b"'", b'"'], Reader.show_on_next_line),
    b"Tc": _of_values("letter_space"),
    b"Tw": _of_values("word_space"),
    b"TL": _of_values("leading"),
    b"Ts": _of_values("rise"),
    b"Tz": _of_values("scale"),
    b"Tr": _of_values("mode"),
}
