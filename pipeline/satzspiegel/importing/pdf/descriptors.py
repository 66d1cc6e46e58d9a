"""Faces by the descriptors of fonts (ISO 32000-1, 9.8), where names say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import pikepdf

from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.pdf.faces import COMPUTER_MODERN, SUBSET

#: So many objects are looked at.
OBJECTS = 300_000
#: Flags of a font (table 123).
ITALIC, FORCE_BOLD = 1 << 6, 1 << 18
#: Degrees from which on letters lean, and beyond which nothing does.
LEANS, NEVER = 4.0, 45.0
#: A bold font's weight (table 122), from here on.
BOLD = 600
#: A bold font's stems are so much thicker than those of the thinnest of its family, and so thick
#: (thousandths of the size); fonts are of one family if their names begin alike.
THICKER, THICK, ALIKE = 1.4, 120.0, 5


class _Descriptor(NamedTuple):
    name: str
    face: Face
    stem: float


def described_faces(pdf: pikepdf.Pdf | None) -> dict[str, Face]:
    """Faces of fonts by their names, as far as their descriptors tell of any."""
    if pdf is None:
        return {}
    found = list(_descriptors(pdf))
    thinnest: dict[str, float] = {}
    for one in found:
        family = one.name[:ALIKE]
        if one.stem > 0:
            thinnest[family] = min(one.stem, thinnest.get(family, one.stem))
    faces: dict[str, Face] = {}
    for name, face, stem in found:
        if stem >= max(THICK, THICKER * thinnest.get(name[:ALIKE], stem)):
            face |= Face.BOLD
        if face:
            faces[name] = faces.get(name, Face.PLAIN) | face
    return faces


def _descriptors(pdf: pikepdf.Pdf) -> Iterator[_Descriptor]:
    """What the descriptors tell, by their own name for the font and the font's."""
    for font in islice(pdf.objects, OBJECTS):
        descriptor = font.get("/FontDescriptor") if isinstance(font, pikepdf.Dictionary) else None
        if not isinstance(descriptor, pikepdf.Dictionary):
            continue
        names = {
            SUBSET.sub("", str(name)[1:])
            for name in (descriptor.get("/FontName", ""), font.get("/BaseFont", ""))
        }
        for name in sorted(names - {""}):
            if not COMPUTER_MODERN.fullmatch(name):  # which all have their codes
                yield _Descriptor(name, _face(descriptor), _number(descriptor, "/StemV"))


def _face(descriptor: pikepdf.Dictionary) -> Face:
    flags = int(_number(descriptor, "/Flags"))
    face = Face.PLAIN
    if flags & ITALIC or LEANS <= abs(_number(descriptor, "/ItalicAngle")) <= NEVER:
        face |= Face.ITALIC
    if flags & FORCE_BOLD or _number(descriptor, "/FontWeight") >= BOLD:
        face |= Face.BOLD
    return face


def _number(descriptor: pikepdf.Dictionary, key: str) -> float:
    try:
        return float(descriptor.get(key, 0))
    except (TypeError, ValueError):
        return 0.0
