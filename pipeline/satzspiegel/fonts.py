"""Font files for an edition: static, subset to its characters, from font packages alone.

HarfBuzz pins the axes and takes the glyphs out (hb-subset), in a few milliseconds a face, so no
cache is needed. For the PDF each face gets more glyphs: a hyphen of its own for those that the line
breaker puts in, so that the text layer can tell them from the author's (ISO 32000-1, 14.8.2.2.3
»Hyphenation«), and letters for the joints of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from unicodedata import category

import uharfbuzz
from fontTools.ttLib import TTFont

from satzspiegel.capitals import CAPITAL_ESZETT, capitals_of
from satzspiegel.glyphs import (
    INSERTED_HYPHEN,
    add_inserted_hyphen,
    add_joint_letters,
    add_narrow_space,
    add_small_eszett,
    ligature_pairs,
)
from satzspiegel.messages import StyleError
from satzspiegel.model import Finding, Severity
from satzspiegel.styles import FaceSettings, Style

__all__ = ["INSERTED_HYPHEN", "Face", "face_pairs", "faces_for", "font_path", "woff2"]

#: Characters that hyphenation, lists, Pango's own fallbacks and the line beside crop marks may ask
#: for.
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + (
    "\u00a0\u00ad\u00b7\u00d7\u202f\u2002\u2003\u2010\u2013\u2026"
)
#: How packages of fonts are called.
PACKAGE = re.compile(r"fontpkg_\w+")
#: Font files kept for an edition that is made again with other mark-up.
KEPT = 32

#: Categories of characters for which no font is looked for: line feeds, joiners, soft hyphens.
UNPAINTED = frozenset(["Cc", "Cf"])


@dataclass(frozen=True)
class Face:
    """A face of an edition, named as in its CSS; its font file is made when it is asked for.

    So a face that a style has and no page needs costs nothing.
    """

    family: str
    style: str
    weight: int
    _path: Path
    _axes: dict[str, float]
    _characters: frozenset[str]
    _edition: str
    _house_style: Style

    @cached_property
    def data(self) -> bytes:
        """The font file, ready for embedding."""
        data = _subset(self._path, self._characters, tuple(self._axes.items()))
        return _completed(data, self._edition, self._house_style)

    @cached_property
    def is_whole(self) -> bool:
        """Whether it has every character of the text that is painted."""
        there = uharfbuzz.Face(uharfbuzz.Blob(self.data)).unicodes
        return all(ord(c) in there or category(c) in UNPAINTED for c in self._characters)


def faces_for(edition: str, text: Iterable[str], style: Style) -> tuple[Face, ...]:
    """The faces of an edition, holding the characters of its text.

    Raises :class:`StyleError` if a font is not installed.
    """
    characters = set(ALWAYS).union(*text)
    characters |= _cased(characters)
    return tuple(
        Face(
            face.family,
            face.style,
            face.weight,
            font_path(face),
            face.axes,
            frozenset(characters),
            edition,
            style,
        )
        for face in style.faces
        if edition in face.editions
    )


def font_path(face: FaceSettings) -> Path:
    """The font file of a face in its package, which is looked up and not run."""
    found = find_spec(face.package) if PACKAGE.fullmatch(face.package) else None
    if found is None or found.origin is None:
        raise _missing(face)
    folder = Path(found.origin).parent / "files"
    path = folder / face.file
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        raise _missing(face)
    return path


def _missing(face: FaceSettings) -> StyleError:
    values = {"font": f"{face.package}: {face.file}"}
    return StyleError(Finding("font-missing", Severity.ERROR, None, values))


@lru_cache(KEPT)
def _subset(path: Path, characters: frozenset[str], axes: tuple[tuple[str, float], ...]) -> bytes:
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    request = uharfbuzz.SubsetInput()
    request.unicode_set.update(map(ord, characters))
    request.layout_feature_tag_set.clear()
    request.layout_feature_tag_set.invert()
    for axis, value in axes:
        request.pin_axis_location(face, axis, value)
    data: bytes = uharfbuzz.subset(face, request).blob.data
    return data


def _cased(characters: set[str]) -> set[str]:
    """Capitals and lower case of the characters, which small capitals and CSS may ask for."""
    cased = {c for char in characters for c in char.upper() + char.lower()}
    return cased | {CAPITAL_ESZETT} if "ß" in cased else cased


def _completed(data: bytes, edition: str, style: Style) -> bytes:
    """The font with what the edition needs beside its own glyphs."""
    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    if capitals_of(style).eszett == CAPITAL_ESZETT:
        add_small_eszett(font)
    add_narrow_space(font)
    if edition == "pdf":
        add_inserted_hyphen(font)
        shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(data)))
        add_joint_letters(font, shaper, joint_gap(style))
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def has_feature(face: Face, tag: str) -> bool:
    """Whether a face has a feature of substitution (OpenType, GSUB), such as ``smcp``."""
    with TTFont(BytesIO(face.data), lazy=True) as font:
        features = font["GSUB"].table.FeatureList if "GSUB" in font else None
        return bool(features and any(r.FeatureTag == tag for r in features.FeatureRecord))


def joint_gap(style: Style) -> float:
    """What a letter keeps from the next at a joint, in em (``[ligatures]``)."""
    return float(style.settings.get("ligatures", {}).get("joint-gap", 0))


@cache
def _pairs(path: Path) -> frozenset[str]:
    with TTFont(path, lazy=True) as font:
        return ligature_pairs(font)


def face_pairs(style: Style, edition: str) -> frozenset[str]:
    """Two letters each that stand side by side in a ligature of a face of this edition."""
    paths = {font_path(face) for face in style.faces if edition in face.editions}
    return frozenset().union(*(_pairs(path) for path in sorted(paths)))


@lru_cache(KEPT)
def woff2(data: bytes) -> bytes:
    """A font file compressed for the web (WOFF2)."""
    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()
