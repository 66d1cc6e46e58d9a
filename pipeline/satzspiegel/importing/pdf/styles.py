"""Sizes and faces of type that only the whole document tells.

What a little stretching makes of one size is that size: programs that stretch letters by a
hundredth to fill lines (font expansion) write them as type of other sizes, and rounding makes two
sizes of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.pdf.letters import Letter, Style

#: Sizes of one font are the same if they differ by less (in parts of the size).
SAME = 0.021

#: For a font and a size (pt) the size that is meant.
Sizes = Mapping[tuple[str, float], float]


def usual_sizes(letters: Iterable[Letter]) -> Sizes:
    """The sizes that are another's: of a font's sizes beside each other, the one used most."""
    counts = Counter((letter.style.font, letter.style.size) for letter in letters)
    known: dict[str, list[float]] = {}
    meant: dict[tuple[str, float], float] = {}
    for font, size in sorted(counts, key=lambda key: (-counts[key], key)):
        others = known.setdefault(font, [])
        near = [other for other in others if abs(other - size) < SAME * other]
        if near:
            meant[font, size] = min(near, key=lambda other: (abs(other - size), other))
        else:
            others.append(size)
    return meant


def restyled(letters: Sequence[Letter], sizes: Sizes, faces: Mapping[str, Face]) -> list[Letter]:
    """Letters in the sizes that are meant, and in the faces that their fonts' descriptors tell."""
    if not sizes and not faces:
        return list(letters)
    styles: dict[Style, Style] = {}
    found = []
    for letter in letters:
        style = letter.style
        if style not in styles:
            size = sizes.get((style.font, style.size), style.size)
            face = style.face | faces.get(style.font, Face.PLAIN)
            styles[style] = style._replace(size=size, face=face)
        its = styles[style]
        found.append(letter if its == style else letter._replace(style=its))
    return found
