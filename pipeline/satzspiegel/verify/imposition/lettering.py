"""What the pages of a PDF show, as MuPDF paints them: characters, and the place of each stroke.

All lengths are pt, from the upper left corner of the trimmed page downwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from operator import sub
from typing import Any

import pymupdf

#: What is nearer to its place than this, in pt, stands in it.
EXACT = 0.05
#: Characters whose baselines are nearer than this, in pt, stand in one line.
SAME_LINE = 0.5
#: As many characters of a line tell an editor which it is.
SHOWN = 40

#: What was painted, and the corners of the rectangle round it.
Stroke = tuple[str, tuple[float, float, float, float]]


@dataclass(frozen=True)
class Lettering:
    """Characters and their origins, in the order of painting.

    ``left`` and ``top`` are where places are counted from: (``xs[i]`` - ``left``,
    ``ys[i]`` - ``top``) is that of character i.
    """

    text: str = ""
    xs: Sequence[float] = ()
    ys: Sequence[float] = ()
    left: float = 0.0
    top: float = 0.0

    def moved(self, x: float, y: float) -> Lettering:
        """The same at another place."""
        return replace(self, left=self.left - x, top=self.top - y)

    def part(self, start: int, end: int | None = None) -> Lettering:
        """The characters from one to before another."""
        one = slice(start, end)
        return replace(self, text=self.text[one], xs=self.xs[one], ys=self.ys[one])

    def between(self, left: float, right: float) -> Lettering:
        """The characters that begin between two uprights."""
        return self._only([i for i, x in enumerate(self.xs) if left <= x - self.left < right])

    def inside(self, width: float, height: float) -> Lettering:
        """The characters that begin in a rectangle, its corner where places are counted from."""
        xs, ys = self.xs, self.ys
        left, top = self.left - EXACT, self.top - EXACT
        right, bottom = self.left + width + EXACT, self.top + height + EXACT
        if not xs or (left <= min(xs) and max(xs) <= right and top <= min(ys) <= max(ys) <= bottom):
            return self
        places = enumerate(zip(xs, ys, strict=True))
        return self._only([i for i, (x, y) in places if left <= x <= right and top <= y <= bottom])

    def inked(self) -> Lettering:
        """The characters that leave ink: without spaces."""
        ink = [not char.isspace() for char in self.text]
        xs, ys = (tuple(compress(places, ink)) for places in (self.xs, self.ys))
        return replace(self, text="".join(compress(self.text, ink)), xs=xs, ys=ys)

    def arranged(self) -> Lettering:
        """The characters line by line, whatever order they were painted in."""
        order = sorted(range(len(self.text)), key=self.ys.__getitem__)
        lines: list[list[int]] = []
        for index in order:
            if not lines or self.ys[index] - self.ys[lines[-1][-1]] > SAME_LINE:
                lines.append([])
            lines[-1].append(index)
        return self._only([i for line in lines for i in sorted(line, key=self.xs.__getitem__)])

    def words_from(self, number: int) -> str:
        """Words of a line from the one in which an inked character stands; empty behind the last.

        The character is counted among those that are inked.
        """
        inked = [index for index, char in enumerate(self.text) if not char.isspace()]
        if number >= len(inked):
            return ""
        index = inked[number]
        baseline = self.ys[index]
        start = index
        while start and self._is_same_line(start - 1, baseline) and self.text[start - 1] != " ":
            start -= 1
        end = index
        while end < len(self.text) and self._is_same_line(end, baseline):
            end += 1
        return self.text[start : min(end, start + SHOWN)].strip()

    def _is_same_line(self, index: int, baseline: float) -> bool:
        return abs(self.ys[index] - baseline) < SAME_LINE

    def _only(self, indices: list[int]) -> Lettering:
        return replace(
            self,
            text="".join(self.text[i] for i in indices),
            xs=[self.xs[i] for i in indices],
            ys=[self.ys[i] for i in indices],
        )


@dataclass(frozen=True)
class ShownPage:
    """A page as it is painted: its trim's width and height, its characters and its strokes."""

    width: float
    height: float
    letters: Lettering
    strokes: tuple[Stroke, ...] = ()

    def on_trim(self) -> Lettering:
        """The characters on the trimmed page: without what is written beside it, for the press."""
        return self.letters.inside(self.width, self.height)


def read_pages(pdf: bytes, *, letters: bool = True, strokes: bool = False) -> Iterator[ShownPage]:
    """The pages of a PDF, with their ``letters``, and with ``strokes``: where each was painted.

    What is not asked for is not read, which saves most of the time.
    """
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        for page in document:
            trim = _trim(document, page)
            painted = filter(_is_seen, page.get_bboxlog()) if strokes else ()
            yield ShownPage(
                trim.width,
                trim.height,
                _letters(page, trim) if letters else Lettering(),
                tuple((kind, _from_corner(box, trim)) for kind, box, *_ in painted),
            )


def _is_seen(logged: Any) -> bool:
    """Whether a stroke takes room: that of an empty path has no place that could be compared."""
    left, top, right, bottom = logged[1]
    return bool(right > left or bottom > top)


def _trim(document: pymupdf.Document, page: pymupdf.Page) -> pymupdf.Rect:
    """The TrimBox in MuPDF's measures; the page where there is none."""
    kind, value = document.xref_get_key(page.xref, "TrimBox")
    if kind != "array":
        return page.rect
    corners = [float(word) for word in value.strip("[]").split()]
    return (pymupdf.Rect(*corners) * page.transformation_matrix).normalize()


def _letters(page: pymupdf.Page, trim: pymupdf.Rect) -> Lettering:
    characters = [char for span in page.get_texttrace() for char in span["chars"]]
    if not characters:
        return Lettering()
    codes, _, origins, _ = zip(*characters, strict=True)
    xs, ys = zip(*origins, strict=True)
    return Lettering("".join(map(chr, codes)), xs, ys, trim.x0, trim.y0)


def _from_corner(
    box: tuple[float, float, float, float], trim: pymupdf.Rect
) -> tuple[float, float, float, float]:
    return box[0] - trim.x0, box[1] - trim.y0, box[2] - trim.x0, box[3] - trim.y0


def first_difference(letters: Lettering, others: Lettering) -> int | None:
    """The first character that another page has not, or not in its place; None if all agree."""
    if letters.text != others.text:
        pairs = enumerate(zip(letters.text, others.text, strict=False))
        shorter = min(len(letters.text), len(others.text))
        return next((i for i, (one, other) in pairs if one != other), shorter)
    x, y = distances(letters, others)
    for by in (x, y):
        if by and (max(by) > EXACT or min(by) < -EXACT):
            return next(i for i, distance in enumerate(by) if abs(distance) > EXACT)
    return None


def distances(letters: Lettering, others: Lettering) -> tuple[list[float], list[float]]:
    """How far right and how far below each character stands of another page's, in pt."""
    x, y = letters.left - others.left, letters.top - others.top
    return (
        [distance - x for distance in map(sub, letters.xs, others.xs)],
        [distance - y for distance in map(sub, letters.ys, others.ys)],
    )


def differing_words(letters: Lettering, others: Lettering) -> tuple[str, str] | None:
    """The first words of two pages that differ, or stand elsewhere; None if none do.

    Only ink counts, not the order of painting: what is read aloud or copied may need another one,
    and spaces at the ends of lines.
    """
    if first_difference(letters.inked(), others.inked()) is None:
        return None
    letters, others = letters.arranged(), others.arranged()
    index = first_difference(letters.inked(), others.inked())
    return None if index is None else (letters.words_from(index), others.words_from(index))
