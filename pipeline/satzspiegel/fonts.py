"""Font files for an edition: static, subset to its characters, from font packages alone.

HarfBuzz pins the axes and takes the glyphs out (hb-subset), in a few milliseconds a face, so no
cache is needed. For the PDF each face gets one more glyph: a hyphen of its own for those that the
line breaker puts in, so that the text layer can tell them from the author's (ISO 32000-1,
14.8.2.2.3 »Hyphenation«).
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont

from satzspiegel.messages import StyleError
from satzspiegel.model import Finding, Severity
from satzspiegel.styles import FaceSettings, Style

#: The private character that stands for an inserted hyphen until the text layer is written.
INSERTED_HYPHEN = "\ue0ad"
#: Characters that hyphenation, lists and Pango's own fallbacks may ask for.
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u00ad\u2002\u2003\u2010\u2013\u2026"


@dataclass(frozen=True)
class Face:
    """A font file ready for embedding, with the CSS that names it."""

    family: str
    style: str
    weight: int
    data: bytes


def faces_for(edition: str, text: Iterable[str], style: Style) -> tuple[Face, ...]:
    """The faces of an edition, holding the characters of its text.

    Raises :class:`StyleError` if a font is not installed.
    """
    characters = set(ALWAYS).union(*text)
    return tuple(
        Face(face.family, face.style, face.weight, _data(face, characters, edition))
        for face in style.faces
        if edition in face.editions
    )


def _data(face: FaceSettings, characters: set[str], edition: str) -> bytes:
    data = _subset(font_path(face), characters, face.axes)
    return _with_inserted_hyphen(data) if edition == "pdf" else data


def font_path(face: FaceSettings) -> Path:
    """The font file of a face in its package."""
    try:
        package = importlib.import_module(face.package)
    except ImportError as error:
        raise _missing(face) from error
    path = Path(str(package.__file__)).parent / "files" / face.file
    if not path.is_file():
        raise _missing(face)
    return path


def _missing(face: FaceSettings) -> StyleError:
    values = {"font": f"{face.package}: {face.file}"}
    return StyleError(Finding("font-missing", Severity.ERROR, None, values))


def _subset(path: Path, characters: set[str], axes: dict[str, float]) -> bytes:
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    request = uharfbuzz.SubsetInput()
    request.unicode_set.update(map(ord, characters | _cased(characters)))
    request.layout_feature_tag_set.clear()
    request.layout_feature_tag_set.invert()
    for axis, value in axes.items():
        request.pin_axis_location(face, axis, value)
    data: bytes = uharfbuzz.subset(face, request).blob.data
    return data


def _cased(characters: set[str]) -> set[str]:
    """Capitals and lower case of the characters, which small capitals and CSS may ask for."""
    return {c for char in characters for c in char.upper() + char.lower()}


def _with_inserted_hyphen(data: bytes) -> bytes:
    """The font with a copy of its hyphen under :data:`INSERTED_HYPHEN`."""
    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    hyphen, inserted = font.getBestCmap()[ord("-")], "hyphen.inserted"
    order = font.getGlyphOrder()
    font.setGlyphOrder([*order, inserted])
    font["glyf"].glyphs[inserted] = copy.deepcopy(font["glyf"][hyphen])
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"][inserted] = font["hmtx"][hyphen]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(INSERTED_HYPHEN)] = inserted
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def woff2(data: bytes) -> bytes:
    """A font file compressed for the web (WOFF2)."""
    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()
