"""A PDF as MuPDF reads it: its lines, its links, and the destinations by which it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pymupdf

from satzspiegel.styles import Style

TEXT_DESTINATION = "text"
#: Where a note begins, and where it goes on on a later page.
NOTE_DESTINATION = re.compile(r"(fn-\d+)(\.\d+)?")
IMAGE_DESTINATION = re.compile(r"image-\d+")
#: What is not text: images, and heads of tables that stand there again.
NOT_READ = re.compile(r"(image|again)-\d+")
#: A part of a cell that is divided: the cell, and the page.
PART = re.compile(r"(part-\d+)\.\d+")
#: A float, and where it belongs in the text.
FLOAT = re.compile(r"(float-\d+)")
HERE = ".here"
#: The destination of the lower right corner.
END = ".end"
#: How far a link may be from where it should be, in pt.
NEAR = 4.0
#: What touches a rectangle is not in it, in pt.
TOUCHING = 0.01
FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_INHIBIT_SPACES
#: A character and its middle; a line's middle and its characters.
Char = tuple[str, pymupdf.Point]
Line = tuple[float, list[Char]]


@dataclass(frozen=True)
class Link:
    """A link: its page (from 0), its rectangle, and where it leads. All in pt from the top."""

    page: int
    box: pymupdf.Rect
    target_page: int
    target: tuple[float, float]

    def leads_to(self, other: Link) -> bool:
        """Whether this link leads to the place of the other."""
        near = abs(self.target[1] - other.box.y0) < NEAR + other.box.height / 2
        return self.target_page == other.page and near


@dataclass
class PdfDocument:
    """A PDF with its destinations turned to the page's top left corner."""

    pdf: pymupdf.Document
    style: Style
    destinations: dict[str, tuple[int, tuple[float, float]]] = field(default_factory=dict)
    _others: dict[int, list[tuple[str, pymupdf.Rect]]] = field(default_factory=dict)
    _notes_tops: dict[int, float] = field(default_factory=dict)
    #: The texts of divided cells and of floats, by their names.
    elsewhere: dict[str, str] = field(default_factory=dict)
    _lines: dict[int, list[Line]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, place in self.pdf.resolve_names().items():
            page, point = place["page"], self._from_top(place["page"], place["to"])
            self.destinations[name] = (page, point)
            if NOTE_DESTINATION.fullmatch(name):
                self._notes_tops[page] = min(point[1], self.notes_top(page))

    def lines(self, number: int) -> list[Line]:
        """The lines of a page, read once."""
        if number not in self._lines:
            self._lines[number] = list(lines_of(self.pdf[number]))
        return self._lines[number]

    def _from_top(self, page: int, point: tuple[float, float]) -> tuple[float, float]:
        if not 0 <= page < len(self.pdf):
            return point
        return point[0], self.pdf[page].rect.height - point[1]

    def first_page(self) -> int:
        """The page on which the text begins."""
        return self.destinations.get(TEXT_DESTINATION, (0, (0, 0)))[0]

    def links(self, number: int) -> list[Link]:
        """The links of a page that stay in the document."""
        links = []
        for link in self.pdf[number].get_links():
            if link.get("nameddest") in self.destinations:
                page, point = self.destinations[link["nameddest"]]
                links.append(Link(number, link["from"], page, point))
        return links

    def broken_links(self) -> list[str]:
        """Names that links give and no destination has."""
        names = [link.get("nameddest") for page in self.pdf for link in page.get_links()]
        return [name for name in names if name and name not in self.destinations]

    def notes_top(self, number: int) -> float:
        """Where the notes of a page begin; below the page if it has none."""
        return self._notes_tops.get(number, float("inf"))

    def going_on(self, number: int) -> list[tuple[float, str]]:
        """Notes that go on on a page: where from its top, and their names."""
        found = (
            (point[1], match[1])
            for name, (page, point) in self.destinations.items()
            if page == number and (match := NOTE_DESTINATION.fullmatch(name)) and match[2]
        )
        return sorted(found)

    def others(self, number: int) -> list[tuple[str, pymupdf.Rect]]:
        """Floats and parts of cells on a page: name and rectangle."""
        if number not in self._others:
            self._others[number] = [
                (match[1], pymupdf.Rect(*point, *self.destinations[name + END][1]))
                for name, (page, point) in self.destinations.items()
                if page == number and (match := PART.fullmatch(name) or FLOAT.fullmatch(name))
            ]
        return self._others[number]

    def here(self, number: int) -> list[tuple[float, str]]:
        """The floats that belong on a page: how far from its top, and their names."""
        found = (
            (point[1], name.removesuffix(HERE))
            for name, (page, point) in self.destinations.items()
            if page == number and name.endswith(HERE)
        )
        return sorted(found, key=lambda one: (one[0], int(one[1].split("-")[1])))

    def boxes(self, names: re.Pattern[str]) -> Iterator[tuple[int, pymupdf.Rect]]:
        """Page and rectangle of what has a destination at either corner."""
        for name, (page, point) in self.destinations.items():
            if names.fullmatch(name) and name + END in self.destinations:
                yield page, pymupdf.Rect(*point, *self.destinations[name + END][1])


def lines_of(page: pymupdf.Page) -> Iterator[Line]:
    """The lines of a page in the order of painting: their middle, and characters with theirs."""
    for block in page.get_text("rawdict", flags=FLAGS)["blocks"]:
        for text_line in block.get("lines", ()):
            box = text_line["bbox"]
            chars = [
                (char["c"], _middle(char["bbox"]))
                for span in text_line["spans"]
                for char in span["chars"]
            ]
            yield (box[1] + box[3]) / 2, chars


def _middle(box: tuple[float, float, float, float]) -> pymupdf.Point:
    return pymupdf.Point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
