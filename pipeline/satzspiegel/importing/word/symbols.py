"""Characters of symbol fonts as Unicode has them."""

from __future__ import annotations

import re

#: Fonts whose characters stand for others.
SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "wingdings 2", "wingdings 3")
#: The Greek of the font Symbol (Adobe's encoding) from 0x41 and from 0x61.
GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
SYMBOL = {
    **{0x41 + i: letter for i, letter in enumerate(GREEK[0])},
    **{0x61 + i: letter for i, letter in enumerate(GREEK[1])},
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
    0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑", 0x2D: "−",
}  # fmt: skip
WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x77: "◆", 0x9F: "•",
    0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔",
    0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFE: "☑",
}  # fmt: skip
#: What stands for a character that has no place in Unicode that we know.
UNKNOWN = "\ufffd"
PRIVATE = re.compile("[\uf020-\uf0ff]")


def decoded(text: str, font: str) -> str:
    """Text that may have characters of symbol fonts where Word keeps them (U+F020 to U+F0FF)."""
    if not PRIVATE.search(text):
        return text
    return PRIVATE.sub(lambda match: symbol(font, f"{ord(match[0]):X}"), text)


def symbol(font: str, char: str) -> str:
    """The character of ``w:sym`` (ECMA-376, part 1, 17.3.3.30): ``char`` is hexadecimal."""
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    private = 0xF000 <= code <= 0xF0FF
    if font.lower() in SYMBOL_FONTS or private:
        table = SYMBOL if font.lower() == "symbol" else WINGDINGS
        return table.get(code & 0xFF if private else code, UNKNOWN)
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""
