"""Faces of the pages: each one that they ask for is there, and none is made up.

Where a style has no bold or italic, Pango takes another face and WeasyPrint 70 gives the font the
name of the one that was asked for: »Note-Bold-Oblique«. Other programs draw the outlines thicker
(ISO 32000-1, 9.3.6 text rendering mode 2) or slant the text matrix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from satzspiegel.styles import FaceSettings

#: Weights as Pango names them in descriptions of fonts; 400 has no name.
WEIGHTS = {
    "Thin": 100,
    "Ultra-Light": 200,
    "Light": 300,
    "Semi-Light": 350,
    "Book": 380,
    "Medium": 500,
    "Semi-Bold": 600,
    "Bold": 700,
    "Ultra-Bold": 800,
    "Heavy": 900,
    "Ultra-Heavy": 1000,
}
SLANTS = ("Italic", "Oblique")
NUMBER = rb"(-?[0-9]*\.?[0-9]+)"
TEXT_MATRIX = re.compile(rb"\s+".join([NUMBER] * 6) + rb"\s+Tm\b")
#: Text rendering modes that stroke outlines.
STROKED = re.compile(rb"(?<![\w.])[1256]\s+Tr\b")


def foreign_fonts(fonts: Iterable[str], faces: Iterable[FaceSettings]) -> tuple[str, ...]:
    """Fonts of a PDF, without the tags of subsets, that are of no family of a style."""
    ours = {face.family.replace(" ", "-") for face in faces}
    return tuple(
        sorted(
            font
            for font in set(fonts)
            if not any(font == own or font.startswith(f"{own}-") for own in ours)
        )
    )


def missing_faces(fonts: Iterable[str], faces: Iterable[FaceSettings]) -> tuple[str, ...]:
    """Faces that fonts of a PDF stand for and a style lacks: »Note 700 italic«.

    ``fonts`` are names of fonts without the tag of a subset. Fonts of other families are left to
    the check of families.
    """
    there = {(face.family, face.weight, face.style) for face in faces}
    families = sorted({family for family, _, _ in there}, key=len, reverse=True)
    asked = {found for font in fonts if (found := _face(font, families))}
    return tuple(f"{family} {weight} {style}" for family, weight, style in sorted(asked - there))


def _face(font: str, families: list[str]) -> tuple[str, int, str] | None:
    for family in families:
        name = family.replace(" ", "-")
        if font == name or font.startswith(f"{name}-"):
            rest = font[len(name) + 1 :]
            style = "italic" if rest.endswith(SLANTS) else "normal"
            for slant in SLANTS:
                rest = rest.removesuffix(slant).removesuffix("-")
            return family, WEIGHTS.get(rest, 400), style
    return None


def is_made_up(content: bytes) -> bool:
    """Whether the content of a page slants letters or thickens them."""
    if STROKED.search(content):
        return True
    matrices = ([float(n) for n in match.groups()] for match in TEXT_MATRIX.finditer(content))
    # The two axes of upright letters, turned or not, stand at a right angle.
    return any(abs(a * c + b * d) > 1e-3 * (abs(a * d) + 1e-9) for a, b, c, d, _, _ in matrices)
