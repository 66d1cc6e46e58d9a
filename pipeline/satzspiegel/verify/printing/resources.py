"""What pages share: fonts, colour spaces and the inks of images, each read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pikepdf

from satzspiegel.verify.printing.colours import ColourSpace, read_space
from satzspiegel.verify.printing.fonts import PrintFont, read_font
from satzspiegel.verify.printing.images import image_inks
from satzspiegel.verify.printing.tokens import Operation, operations

Value = TypeVar("Value")


class Resources:
    """The resources of a content stream, and behind them what is known of the whole file."""

    def __init__(self, given: pikepdf.Object, shared: Shared) -> None:
        self.given = given
        self.shared = shared
        self._found: dict[tuple[str, str], pikepdf.Object] = {}

    def find(self, category: str, name: bytes) -> pikepdf.Object:
        """A resource: ``find("/Font", b"/F1")``. Raises ValueError if there is none."""
        key = category, name.decode("latin-1")
        if key not in self._found:
            found = self.given.get(category, pikepdf.Dictionary()).get(key[1])
            if found is None:
                raise ValueError(f"{category[1:]} {key[1]} is missing")
            self._found[key] = found
        return self._found[key]

    def font(self, name: bytes) -> PrintFont:
        """A font."""
        return self.shared.font(self.find("/Font", name))

    def space(self, name: bytes) -> ColourSpace:
        """A colour space."""
        return read_space(pikepdf.Name(name.decode("latin-1")), self.given)

    def space_of(self, painted: pikepdf.Object) -> ColourSpace:
        """The colour space of an image or a shading."""
        return read_space(painted["/ColorSpace"], self.given)


class Shared:
    """What is read once for the whole file, by the numbers of objects."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[int, int]], object] = {}

    def font(self, font: pikepdf.Object) -> PrintFont:
        """The widths of a font."""
        return self._once("font", font, lambda: read_font(font))

    def inks(self, image: pikepdf.Object, space: ColourSpace) -> tuple[str, ...]:
        """The inks of an image."""
        return self._once("inks", image, lambda: image_inks(image, space))

    def content(self, stream: pikepdf.Object) -> list[Operation]:
        """The operations of a form, a pattern or a letter."""
        return self._once("content", stream, lambda: list(operations(stream.read_bytes())))

    def _once(self, kind: str, thing: pikepdf.Object, read: Callable[[], Value]) -> Value:
        if not thing.is_indirect:
            return read()
        key = kind, thing.objgen
        if key not in self._known:
            self._known[key] = read()
        return self._known[key]  # type: ignore[return-value]
