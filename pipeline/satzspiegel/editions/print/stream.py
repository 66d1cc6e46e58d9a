"""Content streams in inks: WeasyPrint paints as always, and each colour is divided on its way.

Full black overprints, so that no white shows at its edges when the plates do not fit; everything
else knocks out (ISO 32000-1, 8.6.7). What is transparent and which images are painted is noted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.images import RasterImage, SVGImage
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream

from satzspiegel.editions.print.drawings import fresh
from satzspiegel.editions.print.images import PrintedImage, image_id, original
from satzspiegel.editions.print.inks import BLACK, Inks, luminance_of, rgb_of
from satzspiegel.editions.print.shadings import in_greys, in_inks

#: Colour spaces of the screen that WeasyPrint's own shadings and groups would have.
CMYK, GREY = "/DeviceCMYK", "/DeviceGray"
#: Operators for a colour of four inks, and for a grey: to fill and to stroke.
CMYK_OPERATORS, GREY_OPERATORS = (b"k", b"K"), (b"g", b"G")
#: Where WeasyPrint remembers which colour is set, to fill and to stroke.
CURRENT = ("_current_color", "_current_color_stroke")
#: What a new page has for overprint, to fill and to stroke.
KNOCKS_OUT = (False, False)


@dataclass(frozen=True)
class Placed:
    """An image where it is painted: its file's id, its size in pixels, and on the paper in pt."""

    identifier: str
    pixels: tuple[int, int]
    size: tuple[float, float]


@dataclass(frozen=True)
class Sheet:
    """A page while it is painted: what its contents use, and what is to be known of it."""

    resources: pydyf.Dictionary
    images: dict[str, Any]
    placed: list[Placed] = field(default_factory=list)
    transparent: set[str] = field(default_factory=set)
    #: Its transparency groups; WeasyPrint makes one also where nothing is transparent.
    groups: list[InkStream] = field(default_factory=list)


@dataclass(frozen=True)
class Press:
    """What pages are painted with: the inks, the files of images by WeasyPrint's id, the pages."""

    inks: Inks
    files: dict[str, bytes]
    sheets: list[Sheet] = field(default_factory=list)
    printed: dict[str, PrintedImage] = field(default_factory=dict)
    #: The ids of the drawings that are being painted, one inside the other.
    drawings: list[str] = field(default_factory=list)

    def print_image(self, image: RasterImage) -> PrintedImage:
        """An image in inks, made once."""
        if image.id not in self.printed:
            data = original(image, self.files)
            self.printed[image.id] = PrintedImage(image.id, data, self.inks)
        return self.printed[image.id]

    def file_of(self, image: PrintedImage) -> str:
        """The id of an image's file: its own, or for one inside a drawing the drawing's."""
        return self.drawings[-1] if self.drawings and image.id not in self.files else image.id


class InkStream(Stream):  # type: ignore[misc]
    """A content stream whose colours are inks; in a mask they are greys, which let light through.

    ``around`` is the matrix of the stream that it is painted in.
    """

    def __init__(self, *args: Any, press: Press, sheet: Sheet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._press = press
        if sheet is None:
            # WeasyPrint gives all pages the same resources; with its own each says what it uses.
            self._resources = _resources()
            sheet = Sheet(self._resources, self._images)
            press.sheets.append(sheet)
        self._sheet = sheet
        self._around = Matrix()
        self._is_mask = False
        #: Whether filling and stroking overprint; None where the stream around decides.
        self._overprints: tuple[bool | None, bool | None] = KNOCKS_OUT
        self._states: list[tuple[bool | None, bool | None]] = []
        #: The colours that were asked for, to fill and to stroke.
        self._asked: list[Any] = [None, None]

    def clone(self, **kwargs: Any) -> InkStream:
        """A stream for the same page."""
        names = ("fonts", "resources", "images", "tags", "color_profiles", "output_intent")
        same = {name: getattr(self, f"_{name}") for name in names}
        same |= {"page_rectangle": self.page_rectangle, "compress": self.compress}
        clone = InkStream(press=self._press, sheet=self._sheet, **(same | kwargs))
        clone._is_mask = self._is_mask
        return clone

    def push_state(self) -> None:
        """Save the graphics state."""
        super().push_state()
        self._states.append(self._overprints)

    def pop_state(self) -> None:
        """Restore the graphics state."""
        super().pop_state()
        self._overprints = self._states.pop()
        self._asked = [None, None]

    def set_color(self, color: Any, stroke: bool = False) -> None:
        """Set a colour's inks."""
        self.set_alpha(color[3], stroke)
        self._asked[stroke] = color
        if self._is_mask:
            self._set_grey(luminance_of(rgb_of(color)), stroke)
        else:
            self._set_ink(self._press.inks.of(color), stroke)

    def begin_text(self) -> None:
        """Begin a text, in which no black has several inks."""
        super().begin_text()
        for stroke, color in enumerate(self._asked):
            if color is not None and not self._is_mask:
                self._set_ink(self._press.inks.of_text(color), bool(stroke))

    def set_color_space(self, space: str, stroke: bool = False) -> None:
        """Set a pattern's or a separation's colour space; neither overprints."""
        self._overprint(stroke, False)
        self._asked[stroke] = None
        setattr(self, CURRENT[stroke], None)
        super().set_color_space(space, stroke)

    def set_alpha(self, alpha: float, stroke: bool = False, fill: bool | None = None) -> None:
        """Set the opacity."""
        if alpha < 1:
            self._sheet.transparent.add("opacity")
        super().set_alpha(alpha, stroke, fill)

    def set_blend_mode(self, mode: str) -> None:
        """Set the way in which colours are blended."""
        self._sheet.transparent.add("blend")
        super().set_blend_mode(mode)

    def set_alpha_state(self, *args: Any, **kwargs: Any) -> InkStream:
        """A stream whose greys are a mask for what follows."""
        mask: InkStream = super().set_alpha_state(*args, **kwargs)
        mask._is_mask = True
        mask.extra["Group"]["CS"] = GREY
        self._sheet.transparent.add("mask")
        return mask

    def add_group(self, x: float, y: float, width: float, height: float) -> InkStream:
        """A transparency group (ISO 32000-1, 11.6.6), painted in this stream."""
        group: InkStream = super().add_group(x, y, width, height)
        group._around = self.ctm @ self._around
        group._overprints = (None, None)
        self._sheet.groups.append(group)
        return group

    def add_pattern(self, *args: Any) -> InkStream:
        """A tiling pattern, whose last argument is its matrix."""
        pattern: InkStream = super().add_pattern(*args)
        pattern._around = args[-1]
        return pattern

    def add_shading(
        self,
        shading_type: int,
        domain: Any,
        coords: Any,
        extend: bool,
        function: pydyf.Dictionary,
        color_space: str | None = None,
    ) -> pydyf.Dictionary:
        """A shading; one of colours has the inks of each step between them."""
        if color_space is None:
            function = in_greys(function) if self._is_mask else in_inks(function, self._press.inks)
        return super().add_shading(shading_type, domain, coords, extend, function, color_space)

    def paint_shading(self, name: str) -> None:
        """Paint a shading, which does not overprint."""
        self._overprint(False, False)
        super().paint_shading(name)

    def add_image(self, image: RasterImage, interpolate: bool, ratio: float) -> str:
        """The name of an image, which is written in inks."""
        printed = self._press.print_image(image)
        if printed.has_opacity:
            self._sheet.transparent.add("image")
        name: str = super().add_image(printed, False, 1)
        return name

    def draw_x_object(self, name: str) -> None:
        """Paint an image or a group. Neither overprints as a whole."""
        if name in self._images:
            self._place(self._images[name]["image"])
        self._overprint(False, False)
        super().draw_x_object(name)

    def set_registration_color(self) -> None:
        """Stroke in every ink there is, for marks (ISO 32000-1, 8.6.6.4, »All«)."""
        self._resources["ColorSpace"]["All"] = _all_inks()
        self.set_color_space("All", stroke=True)
        self.set_color_special(None, True, 1)

    @property
    def _default_color_space(self) -> str:
        return GREY if self._is_mask else CMYK

    def _set_ink(self, ink: tuple[float, ...], stroke: bool) -> None:
        self._overprint(stroke, ink == BLACK)
        self._set(ink, CMYK_OPERATORS[stroke], stroke)

    def _set_grey(self, grey: float, stroke: bool) -> None:
        self._set((round(grey, 4),), GREY_OPERATORS[stroke], stroke)

    def _set(self, values: tuple[float, ...], operator: bytes, stroke: bool) -> None:
        """Write a colour unless it is the one that is set."""
        current = CURRENT[stroke]
        if getattr(self, current) == values:
            return
        setattr(self, current, values)
        self.stream.append(b" ".join([*(b"%g" % value for value in values), operator]))

    def _overprint(self, stroke: bool, on: bool) -> None:
        """Let what follows leave what lies under it, or not."""
        if self._is_mask or self._overprints[stroke] == on:
            return
        fill, line = (self._overprints[0], on) if stroke else (on, self._overprints[1])
        self._overprints = bool(fill), bool(line)
        name = f"o{int(self._overprints[0])}{int(self._overprints[1])}"
        self._resources["ExtGState"][name] = pydyf.Dictionary(
            {"op": _boolean(fill), "OP": _boolean(line), "OPM": 1}
        )
        pydyf.Stream.set_state(self, name)

    def _place(self, image: PrintedImage) -> None:
        """Note the size of an image that is painted into the unit square (8.9.5.1)."""
        (a, b, _), (c, d, _), _ = self.ctm @ self._around
        size = abs(complex(a, b)), abs(complex(c, d))
        name = self._press.file_of(image)
        self._sheet.placed.append(Placed(name, (image.width, image.height), size))


def _boolean(value: bool | None) -> str:
    return "true" if value else "false"


def _resources() -> pydyf.Dictionary:
    """Resources as WeasyPrint has them; fonts are filled in when the file is written."""
    kinds = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
    return pydyf.Dictionary({**{kind: pydyf.Dictionary() for kind in kinds}, "Font": None})


def _all_inks() -> pydyf.Array:
    """The colour space of all inks; its tints as they look in the four that are printed."""
    tint = {"FunctionType": 2, "Domain": pydyf.Array((0, 1)), "N": 1}
    ends = {"C0": pydyf.Array((0, 0, 0, 0)), "C1": pydyf.Array((1, 1, 1, 1))}
    return pydyf.Array(("/Separation", "/All", CMYK, pydyf.Dictionary(tint | ends)))


@contextmanager
def printing(press: Press) -> Iterator[None]:
    """Let WeasyPrint 70 write its content streams in inks."""
    stream, draw = weasyprint.pdf.Stream, SVGImage.draw
    weasyprint.pdf.Stream = partial(InkStream, press=press)
    SVGImage.draw = _drawing(draw, press)
    try:
        yield
    finally:
        weasyprint.pdf.Stream, SVGImage.draw = stream, draw


def _drawing(draw: Callable[..., None], press: Press) -> Callable[..., None]:
    """Draw each drawing from its file: WeasyPrint 70 changes patterns and masks that it draws."""

    def drawn(image: SVGImage, stream: Any, width: float, height: float, style: Any) -> None:
        press.drawings.append(image_id(image._base_url or ""))
        try:
            draw(fresh(image), stream, width, height, style)
        finally:
            press.drawings.pop()

    return drawn
