"""Faces by the names and flags of fonts (ISO 32000-1, 9.8)."""

from __future__ import annotations

import re
from functools import lru_cache

from satzspiegel.importing.pages.lines import Face

#: MuPDF's flags of a font.
ITALIC, MONOSPACED, BOLD = 2, 8, 16
#: A font's name in words: at capitals, hyphens and other marks.
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
#: The six letters of a subset (ISO 32000-1, 9.6.4).
SUBSET = re.compile(r"^[A-Z]{6}\+")
#: Words in fonts' names, and the faces they stand for.
NAMES = {
    Face.ITALIC: "italic ital it oblique obl slanted slant kursiv cursive inclined bolditalic",
    Face.BOLD: "bold bd black heavy fett halbfett demi semibold demibold extrabold bolditalic",
    Face.MONOSPACED: "mono mon courier typewriter code consolas fixed monospace",
    Face.SMALL_CAPS: "sc smcp caps smallcaps smallcap",
}
FACES = {word: face for face, words in NAMES.items() for word in words.split()}
#: Computer Modern and its offspring have names that are too short for words: ``CMBX10``.
COMPUTER_MODERN = re.compile(r"(?:CM|LM|SF|EC|TC|PL)([A-Z]+)\d+")
SYMBOLS = re.compile("B?SY|EX")
CODES = (
    (re.compile(r".*(?:TI|SL|IT|I|O)"), Face.ITALIC),
    (re.compile(r"B|BX.*|SSB.*|SSDC|RB|BL|BI|BO"), Face.BOLD),
    (re.compile(r".*CSC|CC|XC"), Face.SMALL_CAPS),
    (re.compile(r".*TT.*|ST|SLTT|ITT"), Face.MONOSPACED),
)


@lru_cache(maxsize=4096)
def face_of_font(name: str, flags: int) -> Face:
    """What a font's name and its flags say of its face.

    >>> face_of_font("ABCDEF+Garamond-SemiboldItalic", 0) == Face.BOLD | Face.ITALIC
    True
    >>> face_of_font("CMCSC10", 0).name, face_of_font("CMR10", 0).name
    ('SMALL_CAPS', 'PLAIN')
    """
    bare = SUBSET.sub("", name)
    face = Face.PLAIN
    for flag, one in ((ITALIC, Face.ITALIC), (MONOSPACED, Face.MONOSPACED), (BOLD, Face.BOLD)):
        if flags & flag:
            face |= one
    if code := COMPUTER_MODERN.fullmatch(bare):
        if SYMBOLS.match(code[1]):
            return face & Face.BOLD  # their slant is of no letters
        for pattern, one in CODES:
            if pattern.fullmatch(code[1]):
                face |= one
        return face
    for word in WORDS.findall(bare):
        face |= FACES.get(word.casefold(), Face.PLAIN)
    return face
