"""Strips: what a page takes whole, and the boxes in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

from satzspiegel.editions.pdf.leaves import CALL, called, is_of_class

#: Twips in a CSS pixel (1/96 inch).
TWIPS = 15


@dataclass(frozen=True)
class Bit:
    """A box that stays whole, and the blocks it is in, from ``body`` down (without it)."""

    box: Any
    chain: tuple[Any, ...]
    #: Of a row that is divided: from where to where in the galley it stands here, CSS pixels.
    span: tuple[float, float] | None = None

    def calls(self) -> Iterator[str]:
        """The ids of the notes called in it."""
        for box in (self.box,) if self.span is None else lines_between(self.box, *self.span):
            yield from _calls(box)


@dataclass(frozen=True)
class GalleyStrip:
    """Boxes that a page takes together; top and bottom in CSS pixels from the galley's top."""

    bits: tuple[Bit, ...]
    top: float
    bottom: float
    #: Space above, within its galley page.
    before: float = 0.0

    @property
    def height(self) -> int:
        """In twips."""
        return twips(self.bottom - self.top)

    def calls(self) -> Iterator[str]:
        """The ids of the notes called in it."""
        for bit in self.bits:
            yield from bit.calls()


def joined(strips: Sequence[GalleyStrip]) -> GalleyStrip:
    """Strips that a page takes together."""
    bits = tuple(bit for strip in strips for bit in strip.bits)
    return GalleyStrip(bits, strips[0].top, max(strip.bottom for strip in strips))


def lines_between(box: Any, top: float, bottom: float) -> Iterator[Any]:
    """The lines in a box whose middle is between two heights."""
    if isinstance(box, boxes.LineBox):
        if is_between(box, top, bottom):
            yield box
        return
    for child in getattr(box, "children", ()):
        yield from lines_between(child, top, bottom)


def is_between(box: Any, top: float, bottom: float) -> bool:
    """Whether the middle of a box is between two heights."""
    return bool(top <= box.position_y + box.margin_height() / 2 < bottom)


def twips(pixels: float) -> int:
    """A length in CSS pixels as whole twips."""
    return round(pixels * TWIPS)


def _calls(box: Any) -> Iterator[str]:
    """The ids of the notes called in a box, in order."""
    if is_of_class(box, CALL) and isinstance(box, boxes.InlineBox):
        yield called(box)
        return
    for child in getattr(box, "children", ()):
        yield from _calls(child)
