"""What is drawn on a page: rules, underlines, and what belongs to pictures (ISO 32000-1, 8.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pymupdf

from satzspiegel.importing.draft import Box
from satzspiegel.importing.pdf.view import View

#: A rule is thinner and longer than this (pt).
THIN, LONG = 2.5, 3.0
#: So many paths of a page are looked at; a map has more, and is a picture by the first of them.
PATHS = 20_000
#: Fill that is as light as this is paper.
PAPER = 0.98


@dataclass(frozen=True)
class Drawings:
    """Rules by their boxes, boxes filled or framed, and boxes of other shapes (pt)."""

    rules: tuple[Box, ...] = ()
    panels: tuple[Box, ...] = ()
    shapes: tuple[Box, ...] = ()


def drawings(page: pymupdf.Page, view: View) -> Drawings:
    """What is drawn on a page as it is seen."""
    rules: list[Box] = []
    panels: list[Box] = []
    shapes: list[Box] = []
    for path, box in _visible(page):
        strokes = path["type"] == "s"
        if _is_rule(box):
            rules.append(_ruled(box, path))
        elif strokes and (parts := _straight(path)) is not None:
            rules.extend(_ruled(part, path) for part in parts)
        elif all(item[0] == "re" for item in path["items"]):
            panels.append(box)
        else:
            shapes.append(box)
    return Drawings(*(tuple(view.box(box) for box in boxes) for boxes in (rules, panels, shapes)))


def _visible(page: pymupdf.Page) -> Iterator[tuple[dict[str, Any], Box]]:
    """Paths that leave a mark, and the box of what clipping leaves of them."""
    whole = tuple(page.rect)
    clips: list[tuple[int, Box]] = []
    for path in page.get_cdrawings(extended=True)[:PATHS]:
        level = path.get("level", 0)
        while clips and clips[-1][0] >= level:
            clips.pop()
        if path["type"] == "clip":
            clips.append((level, tuple(path["scissor"])))
        if path["type"] not in ("f", "s", "fs") or _is_paper(path):
            continue
        box: Box | None = tuple(path["rect"])
        for other in (whole, *(clip for _, clip in clips)):
            box = _common(box, other) if box else None
        if box:
            yield path, box


def _is_paper(path: dict[str, Any]) -> bool:
    """Whether a path is white or seen through."""
    if path["type"] != "f":
        return bool(path.get("stroke_opacity", 1.0) == 0)
    fill = path.get("fill") or ()
    return path.get("fill_opacity", 1.0) == 0 or (bool(fill) and min(fill) >= PAPER)


def _common(one: Box, two: Box) -> Box | None:
    x0, y0 = max(one[0], two[0]), max(one[1], two[1])
    x1, y1 = min(one[2], two[2]), min(one[3], two[3])
    return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def _is_rule(box: Box) -> bool:
    breadth, height = box[2] - box[0], box[3] - box[1]
    return min(breadth, height) <= THIN and max(breadth, height) >= LONG


def _ruled(box: Box, path: dict[str, Any]) -> Box:
    """A line with the breadth of its stroke."""
    half = (path.get("width") or 0) / 2 if path["type"] == "s" else 0
    if box[2] - box[0] >= box[3] - box[1]:
        return box[0], box[1] - half, box[2], box[3] + half
    return box[0] - half, box[1], box[2] + half, box[3]


def _straight(path: dict[str, Any]) -> list[Box] | None:
    """The lines of a path if all of them are level or upright: frames and grids of tables."""
    parts: list[Box] = []
    for item in path["items"]:
        if item[0] == "l":
            (ax, ay), (bx, by) = item[1], item[2]
            parts.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
        elif item[0] == "re":
            x0, y0, x1, y1 = item[1]
            parts += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
        else:
            return None
    return parts if all(_is_rule(part) or part[:2] == part[2:] for part in parts) else None


def joined(rules: Iterable[Box]) -> list[Box]:
    """Rules of which one goes on where another ends are one: borders of cells, dashes."""
    found: list[Box] = []
    for box in sorted(set(rules), key=lambda box: (round(box[1]), box[0])):
        if found and _goes_on(found[-1], box):
            last = found[-1]
            found[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            found.append(box)
    return found


def _goes_on(one: Box, two: Box) -> bool:
    """Whether a level rule continues another."""
    level = one[2] - one[0] > THIN and two[2] - two[0] > THIN
    return level and abs(one[1] - two[1]) < 1 and abs(one[3] - two[3]) < 1 and two[0] - one[2] < 1.5
