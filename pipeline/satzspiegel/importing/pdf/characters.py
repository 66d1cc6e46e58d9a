"""Characters of fonts as characters of text (Unicode 15, chapter 23; Adobe Glyph List 2.0)."""

from __future__ import annotations

import unicodedata
from functools import cache

#: Letters that a font has no Unicode for.
UNKNOWN = "\ufffd"
#: Ligatures that Unicode has for old encodings only (Alphabetic Presentation Forms).
LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "ſt",
    "\ufb06": "st",
}
#: WeasyPrint and others name the hyphen of a font so; nobody types it.
HYPHEN = "\u2010"
#: Private characters that fonts agree upon: Adobe's corporate use area and Microsoft's symbols.
PRIVATE = {
    "\uf6be": "ȷ",
    "\uf6c3": ",",
    "\uf6d9": "©",
    "\uf6da": "®",
    "\uf6db": "™",
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0a8": "◦",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0fc": "✓",
    "\uf02d": "–",
    "\uf6e1": ",",
    "\uf6e2": ",",
    "\uf6e5": "-",
    "\uf6e6": "-",
    "\uf6e7": ".",
    "\uf6e8": ".",
    **{chr(0xF6E9 + n): letter for n, letter in enumerate("abdeilmorst")},
}
#: Old style figures, small figures and small capitals of expert fonts, by their first.
EXPERT = (("\uf730", "0", 10), ("\uf761", "a", 26), ("\uf7e0", "à", 23), ("\uf7f8", "ø", 7))


@cache
def letters_of(char: str) -> str:
    """What a character stands for in text; nothing for a control or a mark of no width.

    >>> letters_of("\ufb03"), letters_of("\uf733"), letters_of("\u200b")
    ('ffi', '3', '')
    """
    if char == HYPHEN:
        return "-"
    if char in LIGATURES:
        return LIGATURES[char]
    if char in PRIVATE:
        return PRIVATE[char]
    for first, letter, count in EXPERT:
        if 0 <= (offset := ord(char) - ord(first)) < count:
            return chr(ord(letter) + offset)
    category = unicodedata.category(char)
    if category in ("Co", "Cn", "Cs"):
        return UNKNOWN
    if category in ("Cc", "Cf", "Zs", "Zl", "Zp") and char != "\u00ad":
        return ""
    return unicodedata.normalize("NFC", char)


def is_small_capital(char: str) -> bool:
    """Whether a private character is a small capital of an expert font."""
    return "\uf761" <= char <= "\uf77a" or "\uf7e0" <= char <= "\uf7fe"
