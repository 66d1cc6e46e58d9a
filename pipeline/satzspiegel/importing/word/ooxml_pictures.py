"""The pictures of a DOCX as files of the manuscript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from satzspiegel.importing.word.ooxml_package import Package
from satzspiegel.importing.word.pictures import Shelf
from satzspiegel.importing.word.source import Picture

Element = Any
Relations = Mapping[str, tuple[str, str, bool]]

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"
VML = "{urn:schemas-microsoft-com:vml}"
#: English Metric Units in a millimetre (ECMA-376, part 1, 20.1.2.1).
EMU = 36_000
CHARTS = ("chart", "diagram")


@dataclass
class PictureShelf(Shelf):
    """Takes pictures out of a package."""

    package: Package
    files: dict[str, bytes] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    _paths: dict[str, str] = field(default_factory=dict)

    def pictures(self, drawing: Element, relations: Relations) -> Iterator[Picture]:
        """The pictures in a ``w:drawing``, ``w:pict`` or ``w:object``."""
        words, width = _described(drawing)
        for reference in _references(drawing, relations):
            kind, target, outside = relations.get(reference, ("", "", True))
            if kind in CHARTS or outside:
                self.unread.append(words or target)
            elif path := self.put(target, self.package.archive.part(target)):
                yield Picture(path, words, width)


def _described(drawing: Element) -> tuple[str, float]:
    """The alternative text and the width in mm."""
    for properties in drawing.iter(f"{WP}docPr"):
        words = properties.get("descr") or properties.get("title") or ""
        extent = properties.getparent().find(f"{WP}extent")
        width = 0.0 if extent is None else _number(extent.get("cx")) / EMU
        return " ".join(words.split()), width
    shape = next(drawing.iter(f"{VML}shape"), None)
    return ("", 0.0) if shape is None else (" ".join(shape.get("alt", "").split()), 0.0)


def _references(drawing: Element, relations: Relations) -> Iterator[str]:
    """Identifiers of images; of a drawing in SVG with a copy in pixels the drawing."""
    for blip in drawing.iter(f"{A}blip"):
        vector = next(blip.iter(f"{SVG}svgBlip"), None)
        chosen = blip if vector is None else vector
        if reference := chosen.get(f"{R}embed") or chosen.get(f"{R}link"):
            yield reference
    for image in drawing.iter(f"{VML}imagedata"):
        if reference := image.get(f"{R}id"):
            yield reference
    for element in drawing.iter():
        reference = element.get(f"{R}id") or element.get(f"{R}dm")
        if reference and relations.get(reference, ("",))[0] in ("chart", "diagramData"):
            yield reference


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
