"""How wide images may be in print: no wider than their pixels allow, or nothing would be built."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor

from satzspiegel.importing.draft import Json
from satzspiegel.manuscript.images import pixel_size
from satzspiegel.model import Finding, Severity

#: Pixels an inch: no print file is made with fewer.
LEAST = 200
MM_PER_INCH = 25.4
#: The widest column that an image is set in, in mm: that of a large book. Shares are of it.
WIDEST = 140.0
#: Millimetres of each unit (CSS Values and Units 4, 6.2), and of a share of the column.
UNITS = {
    "mm": 1.0, "cm": 10.0, "in": MM_PER_INCH, "pt": MM_PER_INCH / 72, "px": MM_PER_INCH / 96,
    "%": WIDEST / 100,
}  # fmt: skip
WIDTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(mm|cm|in|pt|px|%)\s*")
#: An image without a width is as wide as its pixels are on a screen (CSS 2, 10.3.2).
ON_SCREEN = UNITS["px"]
#: Narrower than this share of the wanted width is worth a word.
SHRUNK = 0.9


@dataclass
class _Sizing:
    """A walk through the blocks."""

    pictures: Mapping[str, bytes]
    findings: list[Finding] = field(default_factory=list)

    def node(self, node: Json) -> Json:
        if isinstance(node, list):
            return [self.node(child) for child in node]
        if not isinstance(node, dict):
            return node
        if node.get("t") == "Image":
            return self._image(node)
        return {key: self.node(value) for key, value in node.items()}

    def _image(self, node: Json) -> Json:
        (identifier, classes, pairs), words, target = node["c"]
        size = pixel_size(self.pictures.get(target[0], b""))
        if size is None:
            return node
        given = dict(map(tuple, pairs))
        asked = wanted_width(given.get("width", ""), size[0])
        most = floor(10 * MM_PER_INCH * size[0] / LEAST) / 10
        if asked <= most:
            return node
        if most < SHRUNK * asked:
            self.findings.append(_coarse(target[0], size, most))
        kept = [[key, value] for key, value in given.items() if key not in ("width", "height")]
        return {
            "t": "Image",
            "c": [[identifier, classes, [*kept, ["width", f"{most:g}mm"]]], words, target],
        }


def printable(
    blocks: list[Json], pictures: Mapping[str, bytes]
) -> tuple[list[Json], tuple[Finding, ...]]:
    """The blocks with images as wide as can be printed, and which are smaller than they were."""
    if not pictures:
        return blocks, ()
    sizing = _Sizing(pictures)
    made = [sizing.node(block) for block in blocks]
    return made, tuple(sizing.findings)


def wanted_width(width: str, pixels: int) -> float:
    """How wide an image is to be, in mm; units that nobody knows here ask for all there is."""
    if not width:
        return min(WIDEST, pixels * ON_SCREEN)
    match = WIDTH.fullmatch(width)
    return min(WIDEST, float(match[1]) * UNITS[match[2]]) if match else WIDEST


def _coarse(source: str, size: tuple[int, int], most: float) -> Finding:
    values = {"source": source, "pixels": f"{size[0]} × {size[1]}", "width": f"{most:g}"}
    return Finding("import-image-coarse", Severity.WARNING, None, values)
