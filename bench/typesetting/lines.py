"""Lines of body text off any PDF: what stands on which baseline, where it begins and ends.

The body is told by its size, the one most characters have. Glyph scaling moves the size that MuPDF
reports, so sizes are compared with a tolerance. All lengths are in pt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pymupdf

#: MuPDF's signs for letters that an earlier glyph shows, and for text that is not painted.
NO_GLYPH, HIDDEN = -1, 3
HYPHENS = frozenset("-\u00ad\u2010")
#: Sizes this much apart, in shares of the body's, are one size.
SIZE_TOLERANCE = 0.045
#: Baselines this much apart are one.
BASELINE = 0.6
#: A call of a note stands this much above the baseline or below, in shares of the body's size.
CALL_ABOVE, CALL_BELOW = 0.75, 0.15
#: A line ends at the margin if its ink comes this near.
NEAR = 4.0
#: An indent is at least this.
INDENT = 5.0
#: Lines further apart than this, in shares of the leading, are not of one paragraph.
APART = 1.35


@dataclass(frozen=True)
class Glyph:
    """A visible glyph and its characters: its origin, the end of its advance, its baseline."""

    text: str
    x: float
    end: float
    y: float
    size: float
    font: str


#: Before the items of lists.
MARKER = re.compile(r"[–•-]|\(?(\d+|[a-z]|[ivx]+)[.)]")


@dataclass(frozen=True)
class Line:
    """A line of the body. ``ink`` has the calls of notes too; ``margin`` is its page's right one.

    ``page`` counts from 1, so odd pages are rectos. ``after_break``: a heading or another block
    stands between it and the line before.
    """

    page: int
    y: float
    body: tuple[Glyph, ...]
    ink: tuple[Glyph, ...]
    after_break: bool
    margin: float = 0.0
    indented: bool = False
    first: bool = False
    last: bool = False

    @property
    def start(self) -> float:
        return self.ink[0].x

    @property
    def end(self) -> float:
        return self.ink[-1].end

    @property
    def excess(self) -> float:
        """How far it ends beyond its margin; less than 0 for a short line."""
        return self.end - self.margin

    @property
    def full(self) -> bool:
        """Whether it reaches the margin."""
        return self.excess >= -NEAR

    @property
    def hyphenated(self) -> bool:
        """Whether it ends in a hyphen, inserted or hard."""
        return self.ink[-1] is self.body[-1] and self.body[-1].text in HYPHENS

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.body)

    def gaps(self, narrowest: float) -> list[float]:
        """The white between its words: between glyphs at least this far apart.

        What stands between the marker of a list and its item is no word space.
        """
        wide = [
            (index, b.x - a.end)
            for index, (a, b) in enumerate(pairwise(self.ink), 1)
            if b.x - a.end > narrowest
        ]
        if wide:
            opening = "".join(glyph.text for glyph in self.ink[: wide[0][0]])
            wide = wide[MARKER.fullmatch(opening) is not None :]
        return [gap for _, gap in wide]


@dataclass(frozen=True)
class Reading:
    """A PDF's body: its size, its lines in order, the number of the file's pages."""

    size: float
    lines: tuple[Line, ...]
    pages: int


def read(path: Path, size: float = 0.0) -> Reading:
    """The body of a PDF, with the role of each line in its paragraph.

    ``size`` is the body's in pt; without it, the one most characters have.
    """
    with pymupdf.open(path) as document:
        pages = [_glyphs(page) for page in document]
    size = size or body_size(glyph for page in pages for glyph in page)
    lines = [
        line for number, page in enumerate(pages, 1) for line in _page_lines(page, number, size)
    ]
    return Reading(size, tuple(_with_roles(_with_margins(lines))), len(pages))


def body_size(glyphs: Iterable[Glyph]) -> float:
    """The size most characters have: the middle of a cluster, since scaling spreads sizes."""
    sizes = Counter(round(glyph.size, 2) for glyph in glyphs)

    def near(size: float) -> dict[float, int]:
        return {s: n for s, n in sizes.items() if abs(s / size - 1) < SIZE_TOLERANCE}

    cluster = max((near(size) for size in sizes), key=lambda found: sum(found.values()))
    return sum(size * count for size, count in cluster.items()) / sum(cluster.values())


def _glyphs(page: pymupdf.Page) -> list[Glyph]:
    return [
        glyph
        for span in page.get_texttrace()
        if span["type"] != HIDDEN
        for glyph in _span_glyphs(span)
        if glyph.text.strip()
    ]


def _span_glyphs(span: dict[str, Any]) -> Iterator[Glyph]:
    """The glyphs of a span. A ligature is one, with all its letters: behind the first, MuPDF gives
    letters that have no glyph, at places of its own."""
    font, letters = _face(span), list(span["chars"])
    while letters:
        code, _, origin, box = letters.pop(0)
        text = chr(code)
        while letters and letters[0][1] == NO_GLYPH:
            text += chr(letters.pop(0)[0])
        yield Glyph(text, origin[0], box[2], origin[1], span["size"], font)


def _face(span: dict[str, Any]) -> str:
    """Slope and weight, whatever the name: a scaled instance is the same face."""
    italic = span["flags"] & pymupdf.TEXT_FONT_ITALIC or "Italic" in span["font"]
    bold = span["flags"] & pymupdf.TEXT_FONT_BOLD or "Bold" in span["font"]
    return "bold" * bool(bold) + "italic" * bool(italic)


def _page_lines(glyphs: list[Glyph], page: int, size: float) -> Iterator[Line]:
    """The body lines of a page from top to bottom."""
    rows = list(_rows(glyphs))
    broken = False
    for row in rows:
        body = [glyph for glyph in row if abs(glyph.size / size - 1) < SIZE_TOLERANCE]
        if 2 * len(body) < len(row) or len(body) < 2 or _is_page_number(row, rows):
            # A row of calls belongs to its line; everything larger ends a paragraph.
            broken |= max(glyph.size for glyph in row) > size * (1 - SIZE_TOLERANCE)
            continue
        calls = [glyph for other in rows for glyph in other if _is_call(glyph, row[0].y, size)]
        ink = sorted([*body, *calls], key=lambda glyph: glyph.x)
        yield Line(page, row[0].y, tuple(body), tuple(ink), broken)
        broken = False


def _rows(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs by their baselines, each from left to right."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if row and glyph.y - row[0].y > BASELINE:
            yield sorted(row, key=lambda glyph: glyph.x)
            row = []
        row.append(glyph)
    if row:
        yield sorted(row, key=lambda glyph: glyph.x)


def _is_page_number(row: list[Glyph], rows: list[list[Glyph]]) -> bool:
    digits = all(glyph.text.isdigit() for glyph in row)
    return digits and len(row) <= 4 and (row is rows[0] or row is rows[-1])


def _is_call(glyph: Glyph, y: float, size: float) -> bool:
    small = glyph.size < size * (1 - SIZE_TOLERANCE)
    return small and -CALL_ABOVE * size < glyph.y - y < CALL_BELOW * size


def _with_margins(lines: list[Line]) -> list[Line]:
    """Margins are where most lines of the rectos, and of the versos, begin and end."""
    lefts: dict[int, Counter[int]] = {0: Counter(), 1: Counter()}
    rights: dict[int, Counter[int]] = {0: Counter(), 1: Counter()}
    for line in lines:
        lefts[line.page % 2][round(line.start)] += 1
        rights[line.page % 2][round(line.end)] += 1
    left = {side: counts.most_common(1)[0][0] for side, counts in lefts.items() if counts}
    right = {side: _margin(lines, side, counts) for side, counts in rights.items() if counts}
    shifts = Counter(round(line.start - left[line.page % 2]) for line in lines)
    deep = {shift: count for shift, count in shifts.items() if shift > INDENT}
    indent = max(deep, key=deep.__getitem__, default=0)
    return [
        replace(
            line,
            margin=right[line.page % 2],
            indented=bool(indent) and abs(line.start - left[line.page % 2] - indent) < 2,
        )
        for line in lines
    ]


def _margin(lines: list[Line], side: int, ends: Counter[int]) -> float:
    """The right margin of a side: the middle of the ends next to the commonest."""
    top = ends.most_common(1)[0][0]
    return median(line.end for line in lines if line.page % 2 == side and abs(line.end - top) <= 1)


def _with_roles(lines: list[Line]) -> list[Line]:
    """First and last lines of paragraphs: by indents, short lines, and white between lines."""
    if not lines:
        return []
    steps = [b.y - a.y for a, b in pairwise(lines) if a.page == b.page]
    leading = median(steps) if steps else 0.0
    begins = [True, *(_begins(a, b, leading) for a, b in pairwise(lines))]
    return [
        replace(line, first=first, last=last)
        for line, first, last in zip(lines, begins, [*begins[1:], True], strict=True)
    ]


def _begins(before: Line, line: Line, leading: float) -> bool:
    same_page = before.page == line.page
    apart = same_page and line.y - before.y > APART * leading
    return line.indented or line.after_break or apart or not before.full


def by_page(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines of each page that has any."""
    return [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
