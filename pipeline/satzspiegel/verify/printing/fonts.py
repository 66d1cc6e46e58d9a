"""Fonts of a page: how far a text goes (ISO 32000-1, 9.2.4), and what is to be said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

from satzspiegel.printing_facts import FontFacts

PIECE = re.compile(rb"<[^>]*>|\((?:[^()\\]|\\.|\([^()]*\))*\)|[-+.0-9]+", re.DOTALL)
SUBSET = re.compile(r"[A-Z]{6}\+")
#: Sets the width of a letter that has colours of its own (9.6.5).
COLOURED = re.compile(rb"\bd0\b")
SPACE = 32
#: Widths are thousandths of the type size.
THOUSAND = 1000
#: Of a font that says no widths.
LIKELY_WIDTH = 500.0
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True)
class Length:
    """Of a text: the sum of widths in thousandths, its letters, and its spaces of one byte."""

    widths: float
    letters: int
    spaces: int


@dataclass(frozen=True)
class PrintFont:
    """Widths of a font by code; codes have one byte or two."""

    widths: dict[int, float]
    default: float
    size: int
    #: Of a Type 3 font: the programs of letters that bring their own colours.
    coloured: tuple[pikepdf.Object, ...] = ()
    resources: pikepdf.Object | None = None
    _known: dict[bytes, Length] = field(default_factory=dict)

    def length(self, text: bytes) -> Length:
        """What a string, or an array of strings and numbers, takes up."""
        if not text.startswith(b"["):
            return self._string(text)
        widths, letters, spaces = 0.0, 0, 0
        for piece in PIECE.findall(text):
            if piece[0] in b"<(":
                one = self._string(piece)
                widths += one.widths
                letters += one.letters
                spaces += one.spaces
            else:
                widths -= float(piece)
        return Length(widths, letters, spaces)

    def _string(self, text: bytes) -> Length:
        if text not in self._known:
            self._known[text] = self._measured(text)
        return self._known[text]

    def _measured(self, text: bytes) -> Length:
        data = bytes(pikepdf.Object.parse(text))
        codes = (
            data
            if self.size == 1
            else [int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2)]
        )
        widths = sum(self.widths.get(code, self.default) for code in codes)
        return Length(widths, len(codes), data.count(SPACE) if self.size == 1 else 0)


def read_font(font: pikepdf.Object) -> PrintFont:
    """The widths of a font."""
    if font.get("/Subtype") == "/Type0":
        descendant = font["/DescendantFonts"][0]
        widths = dict(_cid_widths(descendant.get("/W", pikepdf.Array())))
        return PrintFont(widths, float(descendant.get("/DW", THOUSAND)), 2)
    first = int(font.get("/FirstChar", 0))
    given = [float(w) for w in font.get("/Widths", ())]
    if font.get("/Subtype") == "/Type3":
        # Widths are in its own units.
        unit = float(font["/FontMatrix"][0]) * THOUSAND
        widths = {first + i: w * unit for i, w in enumerate(given)}
        letters = tuple(p for p in font["/CharProcs"].values() if COLOURED.search(p.read_bytes()))
        return PrintFont(widths, 0.0, 1, letters, font.get("/Resources"))
    return PrintFont(dict(enumerate(given, first)), LIKELY_WIDTH if not given else 0.0, 1)


def _cid_widths(array: pikepdf.Object) -> Iterator[tuple[int, float]]:
    """Widths by code: ``c [w …]`` or ``first last w`` (9.7.4.3)."""
    items = iter(list(array))
    for first in items:
        second = next(items)
        if isinstance(second, pikepdf.Array):
            yield from ((int(first) + i, float(w)) for i, w in enumerate(second))
        else:
            width = float(next(items))
            yield from ((code, width) for code in range(int(first), int(second) + 1))


def font_facts(font: pikepdf.Object) -> FontFacts:
    """What is to be said of a font. A Type 3 font is its own programs, so it is always whole."""
    kind = str(font.get("/Subtype"))[1:]
    if kind == "Type3":
        return FontFacts(str(font.get("/Name", "/Type3"))[1:], kind, embedded=True, subset=True)
    own = font["/DescendantFonts"][0] if kind == "Type0" else font
    name = str(font.get("/BaseFont", own.get("/BaseFont", "/")))[1:]
    descriptor = own.get("/FontDescriptor", pikepdf.Dictionary())
    embedded = any(key in descriptor for key in FONT_FILES)
    # Pango's names of faces may end in a comma.
    plain = SUBSET.sub("", name, count=1).rstrip(",")
    return FontFacts(plain, kind, embedded, bool(SUBSET.match(name)))
