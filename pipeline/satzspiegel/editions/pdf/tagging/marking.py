"""Marked content: what is painted, tied to the tree by numbers (ISO 32000-1, 14.6 and 14.7.4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS
from weasyprint.text.line_break import create_layout

from satzspiegel.editions.pdf.tagging.elements import Artifact, Owner, StructureElement
from satzspiegel.editions.pdf.tagging.furniture import Furniture
from satzspiegel.editions.pdf.tagging.structure import Structure
from satzspiegel.editions.pdf.tagging.walking import is_painted, walk

BEGIN, END, END_OF_TEXT = b"BDC", b"EMC", b"ET"
#: A text of spaces alone leaves an empty text object.
NOTHING = (b"BT", END_OF_TEXT)
#: What tells the face of a text.
FACE = ("font_family", "font_style", "font_weight", "font_size")
#: Left, bottom, right and top, in pt.
Rectangle = tuple[float, float, float, float]


class Content(NamedTuple):
    """A sequence of marked content: its page, counted from 0, and its number there."""

    page: int
    number: int


class Marking:
    """Marks what is painted, page by page, and remembers what it belongs to."""

    def __init__(
        self, structure: Structure, furniture: Furniture, ends: Mapping[int, Element]
    ) -> None:
        self._structure, self._furniture, self._ends = structure, furniture, ends
        self._spaces = _Spaces()
        self._page, self._count = -1, 0
        self._matrix: Any = None
        #: Boxes of the page by their identity, those of an element that follow each other alike.
        self._runs: dict[int, int] = {}
        #: The sequence that was ended last: its stream, its owner, its run.
        self._last: tuple[Any, Owner, int] | None = None
        self._painted: list[tuple[Content, int, StructureElement]] = []
        #: Where images stand.
        self.places: dict[StructureElement, Rectangle] = {}

    @property
    def contents(self) -> list[tuple[StructureElement, Content]]:
        """What was painted, on each page in the order of the document."""
        ordered = sorted(self._painted, key=lambda one: (one[0].page, one[1]))
        return [(element, content) for content, _, element in ordered]

    def begin_page(self, page: Page, matrix: Any) -> None:
        """Begin the next page, on which lengths are turned into PDF's by a matrix."""
        self._page, self._count, self._matrix = self._page + 1, 0, matrix
        self._last = None
        painted = filter(is_painted, walk(page._page_box))
        runs = groupby(painted, self._owner)
        self._runs = {id(box): run for run, (_, boxes_) in enumerate(runs) for box in boxes_}

    def _owner(self, box: Any) -> Owner:
        return self._furniture.artifact(box) or self._structure.owner(box.element)

    @contextmanager
    def marked(self, stream: Any, box: Any) -> Iterator[None]:
        """Mark what is painted of a text or an image; then add the space that ends its line."""
        owner, run = self._owner(box), self._runs.get(id(box), 0)
        if isinstance(box, boxes.ReplacedBox) and isinstance(owner, StructureElement):
            self.places[owner] = _rectangle(box, self._matrix)
        with self.sequence(stream, owner, run):
            yield
        if id(box) in self._ends and not isinstance(owner, Artifact):
            behind = self._structure.owner(self._ends[id(box)])
            with self.sequence(stream, behind, run if behind is owner else run + 1):
                self._spaces.paint(stream, box)

    @contextmanager
    def sequence(self, stream: Any, owner: Owner, run: int = 0) -> Iterator[None]:
        """A sequence, or more of the last one, if nothing is between; nothing if it is empty."""
        written = stream.stream
        if self._last == (stream, owner, run) and written[-1] == END:
            written.pop()
            yield
            written.append(END)
            return
        begun = len(written)
        written += self._beginning(owner)
        yield
        if all(one in NOTHING for one in written[begun + 3 :]):
            del written[begun:]
            return
        written.append(END)
        self._last = stream, owner, run
        if isinstance(owner, StructureElement):
            self._painted.append((Content(self._page, self._count), run, owner))
            self._count += 1

    def _beginning(self, owner: Owner) -> tuple[bytes, bytes, bytes]:
        if isinstance(owner, Artifact):
            return b"/Artifact", f"<<{owner.properties}>>".encode(), BEGIN
        return f"/{owner.role}".encode(), f"<</MCID {self._count}>>".encode(), BEGIN


class _Spaces:
    """Paints spaces that no one sees."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], _Space] = {}

    def paint(self, stream: Any, box: Any) -> None:
        """A space behind the text of a box."""
        space = self._of(box.style)
        font, size = stream.add_font(space.font)
        font.widths.setdefault(space.glyph, round(space.width * 1000 / size))
        font.to_unicode.setdefault(space.glyph, " ")
        # Behind a text just painted the pen is where it should be.
        goes_on = stream.stream[-1] == END_OF_TEXT
        stream.begin_text()
        if not goes_on:
            x, y = box.position_x + box.width, box.position_y + box.baseline
            stream.set_text_matrix(1, 0, 0, -1, x, y)
        stream.set_font_size(font.hash, size)
        stream.show_text(f"<{space.glyph:04x}>")
        stream.end_text()

    def _of(self, style: Any) -> _Space:
        key = tuple(style[name] for name in FACE)
        if key not in self._known:
            layout = create_layout(" ", style, None, None, 0)
            line, _ = layout.get_first_line()
            run = line.runs[0].data
            (glyph,) = run.glyphs.glyphs[0 : run.glyphs.num_glyphs]
            width = glyph.geometry.width * FROM_UNITS
            self._known[key] = _Space(layout, run.item.analysis.font, glyph.glyph, width)
        return self._known[key]


class _Space(NamedTuple):
    """The space of a face: Pango's layout, which must live as long as its font; CSS pixels."""

    layout: Any
    font: Any
    glyph: int
    width: float


def _rectangle(box: Any, matrix: Any) -> Rectangle:
    """Where an image stands on its page."""
    x, y = box.content_box_x(), box.content_box_y()
    left, top = matrix.transform_point(x, y)
    right, bottom = matrix.transform_point(x + box.width, y + box.height)
    return left, bottom, right, top
