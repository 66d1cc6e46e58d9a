"""Text painted from our own glyphs, with nothing measured anew.

WeasyPrint paints a text by asking Pango for its glyphs once more, and rounds each kerning value.
Here the glyphs are known; they are scaled by the text matrix (ISO 32000-1, 9.4.4), so that scaled
lines need no fonts of their own, and characters stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import weasyprint.draw
from weasyprint.draw.border import draw_line
from weasyprint.text.line_break import create_layout

from satzspiegel.editions.pdf.lines import SPACES, Setting
from satzspiegel.editions.pdf.paragraphs import TOKEN
from satzspiegel.editions.pdf.types import Type
from satzspiegel.shaping import Glyph


class Ink:
    """Paints set texts; remembers how each word is written in a content stream."""

    def __init__(self) -> None:
        #: A font of Pango's for each type, by which WeasyPrint knows the font file.
        self._pango_fonts: dict[Type, Any] = {}
        self._words: dict[tuple[Any, Type], dict[str, str]] = {}

    def paint(self, stream: Any, box: Any, offset_x: float) -> None:
        """Paint the text of a box at its place."""
        setting: Setting = box.setting
        if box.style["visibility"] != "visible":
            return
        self._decorate(stream, box, offset_x, "underline")
        stream.set_color(box.style["color"])
        stream.begin_text()
        font, _ = stream.add_font(self._pango_font(box))
        stream.set_text_matrix(
            setting.scale, 0, 0, -1, box.position_x, box.position_y + box.baseline
        )
        stream.set_font_size(font.hash, setting.type.size)
        stream.show_text(self._written(setting, font))
        stream.end_text()
        self._decorate(stream, box, offset_x, "line-through")

    def _pango_font(self, box: Any) -> Any:
        kind = box.setting.type
        if kind not in self._pango_fonts:
            layout = create_layout("n", box.style, None, None, 0)
            line, _ = layout.get_first_line()
            self._pango_fonts[kind] = layout, line.runs[0].data.item.analysis.font
        return self._pango_fonts[kind][1]

    def _written(self, setting: Setting, font: Any) -> str:
        """The operand of TJ: words as written once, spaces as wide as this line has them."""
        kind = setting.type
        words = self._words.setdefault((font, kind), {})
        pixel = kind.size / kind.cut.units
        out = []
        for match in TOKEN.finditer(setting.text):
            token = match[0]
            if token not in words:
                words[token] = _written(kind, token, font)
            out.append(words[token])
            if token in SPACES:
                own = kind.cut.shape(token).advance * pixel
                missing = setting.space / setting.scale - own
                out.append(f" {-missing * 1000 / kind.size:.3f}")
        return "".join(out)

    def _decorate(self, stream: Any, box: Any, offset_x: float, line: str) -> None:
        """A line under the text or through it."""
        if line not in box.style["text_decoration_line"]:
            return
        kind = box.setting.type
        under, under_size, through, through_size = (
            kind.size * share for share in kind.cut.underline()
        )
        above, thickness = (under, under_size) if line == "underline" else (through, through_size)
        y = box.position_y + box.baseline - above
        style, color = box.style["text_decoration_style"], box.style["text_decoration_color"]
        color = box.style["color"] if color == "currentcolor" else color
        draw_line(
            stream, box.position_x, y, box.position_x + box.width, y, thickness, style, color,
            offset_x,
        )  # fmt: skip


def _written(kind: Type, token: str, font: Any) -> str:
    """Glyphs as a string in hexadecimal, with what their advances differ from the widths."""
    units = kind.cut.units
    out, offset = "<", 0.0
    for glyph in kind.cut.shape(token).glyphs:
        _register(font, glyph, kind)
        before = offset + glyph.x_offset * 1000 / units
        if abs(before) > NOTHING:
            out += f">{-before:.3f}<"
        out += f"{glyph.number:04x}"
        # What the pen still has to go, the offset taken back.
        offset = glyph.advance * 1000 / units - font.widths[glyph.number]
        offset -= glyph.x_offset * 1000 / units
    out += ">"
    return out + (f"{-offset:.3f}" if abs(offset) > NOTHING else "")


#: Thousandths of the type size that no one sees, also when a line adds them up.
NOTHING = 5e-4


def _register(font: Any, glyph: Glyph, kind: Type) -> None:
    """Tell WeasyPrint's font which glyphs are used, how wide they are and what they mean."""
    if glyph.number not in font.widths:
        font.widths[glyph.number] = round(kind.cut.natural(glyph.number) * 1000 / kind.cut.units)
    if glyph.number not in font.to_unicode:
        font.to_unicode[glyph.number] = glyph.text


@contextmanager
def inking() -> Iterator[None]:
    """Let WeasyPrint 70 paint set texts with our ink, all others as it does."""
    ink, draw_text = Ink(), weasyprint.draw.draw_text

    def paint(stream: Any, box: Any, offset_x: float, overflow: str, ellipsis: str) -> None:
        if hasattr(box, "setting"):
            ink.paint(stream, box, offset_x)
        else:
            draw_text(stream, box, offset_x, overflow, ellipsis)

    weasyprint.draw.draw_text = paint
    try:
        yield
    finally:
        weasyprint.draw.draw_text = draw_text
