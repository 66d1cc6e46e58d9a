"""The letters that a page of a PDF shows, as MuPDF finds them.

Lengths are in pt from the upper left corner of the page as it is shown (ISO 32000-1, 8.3.2: turned
as ``Rotate`` says). MuPDF leaves out letters that are off the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pymupdf

from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.pdf.characters import letters_of
from satzspiegel.importing.pdf.faces import face_of_font
from satzspiegel.importing.pdf.view import View, view_of

#: Spaces are found by their gaps, ligatures are taken apart here, and clipped letters are none.
FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_PRESERVE_LIGATURES
    | pymupdf.TEXT_INHIBIT_SPACES
    | pymupdf.TEXT_ACCURATE_BBOXES
    | pymupdf.TEXT_COLLECT_STRUCTURE
)
#: MuPDF's marks of a letter that is painted (``FZ_STEXT_FILLED``, ``FZ_STEXT_STROKED``).
FILLED, STROKED = 16, 32
#: How far a line may lean and still count as level (sine of its angle); scans are a little askew.
LEVEL = 0.1
#: Structure elements in one another; MuPDF gives no more, but a tree may go round in itself.
DEPTH = 100
#: An ascent or descent that says more than this (in parts of the size) is wrong.
ASCENTS, DESCENTS = (0.6, 1.1), (-0.4, -0.1)
#: What sets the mode in which letters are filled and stroked, and MuPDF's number of a stroke.
OUTLINED, STROKE = re.compile(rb"\b2\s+Tr\b"), 1
#: Fonts by the names of their kinds (9.6.2).
TYPE1 = ("Type1", "MMType1")
#: So many letters show that they are slanted, by this tangent at least.
SLANTED_LETTERS, LEAST_SLANT = 3, 0.1
#: Where a letter stands on the sheet, rounded (pt).
Place = tuple[float, float]
#: Elements of a structure tree on the way to a letter: their places among their parents' kids.
Path = tuple[tuple[int, str, str], ...]


class Style(NamedTuple):
    """What letters have in common: font, size in pt, colour (0xRRGGBB), ascent and descent (pt);
    ``painted`` is :data:`FILLED`, :data:`STROKED` or both, 0 for letters that are not seen.
    """

    font: str
    size: float
    face: Face
    colour: int
    ascent: float
    descent: float
    painted: int


class Letter(NamedTuple):
    """A letter, or those of a ligature.

    ``x0`` and ``x1`` bound its width, ``top`` and ``bottom`` its ink; ``base`` is the base line.
    ``spaced`` says that the PDF has a space before it, ``path`` what structure element it is in.
    """

    text: str
    x0: float
    x1: float
    base: float
    top: float
    bottom: float
    style: Style
    path: Path
    spaced: bool = False


@dataclass(frozen=True)
class Lettering:
    """The letters of a page in the order in which they are painted; ``turned`` are lines that are
    not level in this view.
    """

    view: View
    level: list[Letter] = field(default_factory=list)
    turned: list[tuple[Letter, ...]] = field(default_factory=list)


def lettering(page: pymupdf.Page) -> Lettering:
    """The letters of a page."""
    blocks = list(_blocks(page.get_text("rawdict", flags=FLAGS)["blocks"], ()))
    found = Lettering(view_of(page, (line for block, _ in blocks for line in block["lines"])))
    outlined = _outlined(page)
    parts = _parts(page)
    spaced = False
    for block, path in blocks:
        for line in block["lines"]:
            letters = list(_letters(line, path, found.view, outlined, parts))
            if letters and spaced:
                letters[0] = letters[0]._replace(spaced=True)
            spaced = _ends_in_space(line)
            along, down = found.view.direction(*line["dir"])
            if along > 0 and abs(down) <= LEVEL:
                found.level.extend(letters)
            elif letters:
                found.turned.append(tuple(letters))
    return found


def _outlined(page: pymupdf.Page) -> frozenset[Place]:
    """Where letters are filled and stroked (9.3.6, mode 2), which MuPDF's lines do not tell."""
    if not OUTLINED.search(page.read_contents()):
        return frozenset()
    return frozenset(
        (round(x, 1), round(y, 1))
        for span in page.get_texttrace()
        if span["type"] == STROKE
        for _, _, (x, y), _ in span["chars"]
    )


def _parts(page: pymupdf.Page) -> dict[Place, int]:
    """Where ligatures stand, and how many letters they have behind their first.

    MuPDF gives those a glyph of number -1; in its lines, those of Type 1 fonts have a width
    nevertheless, and reach into the letter behind them.
    """
    if not any(font[2] in TYPE1 for font in page.get_fonts()):
        return {}
    parts: dict[Place, int] = {}
    for span in page.get_texttrace():
        for _, glyph, (x, y), _ in span["chars"]:
            if glyph < 0:
                place = round(x, 1), round(y, 1)
                parts[place] = parts.get(place, 0) + 1
    return parts


def _blocks(blocks: list[Any], path: Path) -> Iterator[tuple[Any, Path]]:
    """Blocks of text with the structure elements around them."""
    for block in blocks:
        if "lines" in block:
            yield block, path
        elif "blocks" in block and len(path) < DEPTH:
            element = (block["index"], block["raw"], block["std"])
            yield from _blocks(block["blocks"], (*path, element))


def _ends_in_space(line: Any) -> bool:
    spans = line["spans"]
    return bool(spans) and spans[-1]["chars"][-1]["c"].isspace()


def _letters(
    line: Any, path: Path, view: View, outlined: frozenset[Place], parts: Mapping[Place, int]
) -> Iterator[Letter]:
    spaced = False
    behind, end = 0, 0.0
    for span in line["spans"]:
        chars = span["chars"]
        style = _style(span)
        if slant := _slant(chars, style):
            style = style._replace(face=style.face | Face.ITALIC)
        for char in chars:
            text = char["c"]
            if text.isspace():
                spaced = True
                continue
            _, top, x1, bottom = char["bbox"]
            x0, base = char["origin"]
            if behind:
                behind -= 1
                x0 = x1 = end
            elif parts and (behind := parts.get((round(x0, 1), round(base, 1)), 0)):
                end = x1
            its = style
            if outlined and (round(x0, 1), round(base, 1)) in outlined:
                its = style._replace(face=style.face | Face.BOLD)
            if slant and x1 > x0:
                x1 -= slant * (base - top)
            if view.turns:
                x0, top, x1, bottom = view.box((x0, top, x1, bottom))
                base = view.point(*char["origin"])[1]
            if not " " < text < "\x7f":
                text = letters_of(text)
            if text:
                yield Letter(text, x0, x1, base, top, bottom, its, path, spaced)
                spaced = False


def _slant(chars: Sequence[Any], style: Style) -> float:
    """How far letters lean that are slanted by their matrix (9.4.4), as a tangent; else 0.

    MuPDF's boxes are then wider than the letters' advance, by their height times that tangent.
    """
    if len(chars) < SLANTED_LETTERS or style.face & Face.ITALIC:
        return 0.0
    if chars[0]["bbox"][2] - chars[1]["origin"][0] < LEAST_SLANT * style.size / 3:
        return 0.0
    slants = sorted(
        (one["bbox"][2] - two["origin"][0]) / (one["origin"][1] - one["bbox"][1])
        for one, two in pairwise(chars)
        if one["origin"][1] - one["bbox"][1] > style.size / 3
    )
    middle = float(slants[len(slants) // 2]) if slants else 0.0
    alike = sum(abs(slant - middle) < LEAST_SLANT / 2 for slant in slants)
    return middle if middle > LEAST_SLANT and alike > len(slants) / 2 else 0.0


def _style(span: Any) -> Style:
    size = span["size"]
    ascent = min(max(span["ascender"], ASCENTS[0]), ASCENTS[1])
    descent = min(max(span["descender"], DESCENTS[0]), DESCENTS[1])
    face = face_of_font(span["font"], span["flags"])
    painted = span["char_flags"] & (FILLED | STROKED)
    if painted == FILLED | STROKED:
        face |= Face.BOLD
    return Style(
        span["font"],
        round(size, 1),
        face,
        span["color"],
        ascent * size,
        -descent * size,
        painted,
    )
