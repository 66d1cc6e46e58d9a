"""Letters that a PDF has no Unicode for, by what the font itself calls their glyphs.

Where neither a ToUnicode map nor an encoding says what a glyph stands for (ISO 32000-1, 9.10.2),
the font program may: by its names of glyphs (Adobe Glyph List), or by its own table of characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

import pymupdf
from fontTools.agl import toUnicode
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

from satzspiegel.importing.pdf.characters import UNKNOWN, letters_of
from satzspiegel.importing.pdf.faces import SUBSET
from satzspiegel.importing.pdf.letters import Letter
from satzspiegel.importing.pdf.view import View

#: A font program with more bytes is left alone.
BYTES = 50_000_000
#: A reference to an object in MuPDF's words.
REFERENCE = re.compile(r"(\d+) 0 R")
#: Names that programs make up from a glyph's number say nothing.
MADE_UP = re.compile(r"(glyph|gid|cid|index|[A-Za-z])\d+|\.notdef")


@dataclass
class FontPrograms:
    """What the glyphs of a PDF's fonts stand for, as far as their programs tell."""

    _known: dict[int, dict[int, str]] = field(default_factory=dict)

    def named(self, page: pymupdf.Page, view: View, letters: Sequence[Letter]) -> list[Letter]:
        """The letters of a page, the unknown ones by their glyphs where these are known."""
        if not any(letter.text == UNKNOWN for letter in letters):
            return list(letters)
        texts = self._by_place(page, view)
        found: list[Letter] = []
        spaced = False
        for letter in letters:
            text = letter.text
            if text == UNKNOWN:
                text = texts.get((round(letter.x0), round(letter.base)), UNKNOWN)
            if text != " ":
                found.append(letter._replace(text=text, spaced=letter.spaced or spaced))
            spaced = text == " "
        return found

    def _by_place(self, page: pymupdf.Page, view: View) -> dict[tuple[int, int], str]:
        """Texts of unknown letters by left edge and base line, rounded (pt)."""
        fonts = {
            SUBSET.sub("", name): font[0]
            for font in page.get_fonts(full=True)
            for name in (font[3], _descendant(page.parent, font[0]))
        }
        found: dict[tuple[int, int], str] = {}
        for span in page.get_texttrace():
            if not (xref := fonts.get(SUBSET.sub("", span["font"]), 0)):
                continue
            for code, glyph, origin, box in span["chars"]:
                if code == ord(UNKNOWN) and (text := self._glyphs(page, xref).get(glyph)):
                    left, base = view.box(box)[0], view.point(*origin)[1]
                    found[round(left), round(base)] = text
        return found

    def _glyphs(self, page: pymupdf.Page, xref: int) -> dict[int, str]:
        if xref not in self._known:
            self._known[xref] = _texts(page.parent.extract_font(xref)[3])
        return self._known[xref]


def _descendant(document: pymupdf.Document, xref: int) -> str:
    """The name of the font that a composite font's glyphs come from (9.7.6), nothing of others."""
    fonts = document.xref_get_key(xref, "DescendantFonts")[1]
    if not (reference := REFERENCE.search(fonts)):
        return ""
    return str(document.xref_get_key(int(reference[1]), "BaseFont")[1]).removeprefix("/")


def _texts(program: bytes) -> dict[int, str]:
    """What the glyphs of a font program stand for, by their numbers."""
    if not program or len(program) > BYTES:
        return {}
    try:
        return _of_opentype(program) or _of_cff(program)
    except Exception:  # a broken font raises anything; its letters stay unknown
        return {}


def _of_opentype(program: bytes) -> dict[int, str]:
    if program[:4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        return {}
    with TTFont(BytesIO(program), lazy=True) as font:
        order = font.getGlyphOrder()
        texts = {number: text for number, name in enumerate(order) if (text := _named(name))}
        if "cmap" in font:
            numbers = font.getReverseGlyphMap()
            for code, name in (font.getBestCmap() or {}).items():
                if text := _text(chr(code)):
                    texts.setdefault(numbers[name], text)
    return texts


def _of_cff(program: bytes) -> dict[int, str]:
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(program), None)
    order = fonts[0].getGlyphOrder()
    return {number: text for number, name in enumerate(order) if (text := _named(name))}


def _named(name: str) -> str:
    """The text of a glyph's name; ``f_f_i`` and ``a.sc`` are understood."""
    if MADE_UP.fullmatch(name):
        return ""
    return _text(toUnicode(name))


def _text(chars: str) -> str:
    """Characters of a font as text, a space as such; nothing if they are not known."""
    text = " " if chars.isspace() else "".join(map(letters_of, chars))
    return "" if UNKNOWN in text else text
