"""The review: each page of the source beside what became of it, with the doubts in both."""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from markupsafe import Markup

from satzspiegel.importing.comments import PlacedDoubt
from satzspiegel.importing.draft import Box
from satzspiegel.importing.metadata_file import strings_of
from satzspiegel.importing.report import REPORT_PAGE, Report
from satzspiegel.importing.report_page import DoubtRow, doubt_row, template, words_of
from satzspiegel.importing.review_text import PageText, page_texts
from satzspiegel.importing.sources import Read
from satzspiegel.version import VERSION

TEMPLATE = "review.html.jinja"
#: Room around a box, in per cent of the page.
AIR = 0.3
NOTHING = Markup()
#: Letters of a line of a layer that is set no larger for being short.
USUAL = 60
#: Shorter texts are hyphens and numbers.
WORD = 4


@dataclass(frozen=True)
class Mark:
    """A doubt on the picture of a page: its number and a frame in per cent of the page."""

    number: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """A line of a text layer with the doubts about it."""

    number: int
    text: str
    doubts: tuple[int, ...]


@dataclass(frozen=True)
class Spread:
    """A page of the source, or a passage, and the manuscript beside it.

    ``picture`` is a PNG; ``elsewhere`` are doubts about this page that have no place on it;
    ``gone`` is what was taken from the page, each with its reason; ``metadata`` are fields by name.
    """

    name: str
    source: str
    picture: bytes = b""
    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    elsewhere: tuple[int, ...] = ()
    text: Markup = NOTHING
    notes: tuple[tuple[str, Markup], ...] = ()
    doubts: tuple[DoubtRow, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    is_passage: bool = False

    @property
    def address(self) -> str:
        """The picture as a ``data:`` address."""
        return f"data:image/png;base64,{b64encode(self.picture).decode()}"

    @property
    def longest(self) -> int:
        """Letters of the longest line, and those of a doubt's number; short lines do not count."""
        return max([USUAL, *(len(line.text) + 3 * len(line.doubts) for line in self.lines)])

    @property
    def size(self) -> tuple[int, int]:
        """The picture's size in pixels."""
        return _size(self.picture)


@dataclass(frozen=True)
class Pictures:
    """Pictures (PNG) of the pages of sources, by their names, in pixels per inch."""

    pages: Mapping[str, Iterable[bytes]]
    resolution: int = 72


def write_review_page(report: Report, pictures: Pictures) -> bytes:
    """The review as HTML."""
    written = report.written
    page = template(TEMPLATE).render(
        language=written.language,
        words=words_of(written.language),
        version=VERSION,
        title=written.title,
        report=REPORT_PAGE,
        several=len(report.reads) > 1,
        spreads=spreads(report, pictures),
        count=len(written.doubts),
    )
    return page.encode()


def spreads(report: Report, pictures: Pictures) -> Iterator[Spread]:
    """The pages of all sources in order; the first comes with the metadata."""
    fields = report.written.metadata.items()
    told = tuple((key, ", ".join(strings_of(value))) for key, value in fields if value)
    for number, spread in enumerate(_spreads(report, pictures)):
        yield replace(spread, metadata=told) if not number else spread


def _spreads(report: Report, pictures: Pictures) -> Iterator[Spread]:
    """The pages of each source; of a source without pages its passages."""
    written = report.written
    texts = page_texts(written.draft.blocks, written.starts, written.labels, written.numbers)
    several = len(report.reads) > 1
    rows = {d.number: doubt_row(d, written.language, several=several) for d in written.doubts}
    labels = iter(written.draft.old_pages)
    for number, read in enumerate(report.reads):
        own = {label: text for (source, label), text in texts.items() if source == number}
        doubts = [one for one in written.doubts if one.doubt.spot.file == read.source.name]
        if read.draft.old_pages:
            names = list(islice(labels, len(read.draft.old_pages)))
            made = _pages(read, names, own, doubts, rows, pictures)
            gone = _gone(read, written.language)
            yield from (replace(one, gone=gone.get(n, ())) for n, one in enumerate(made, start=1))
        else:
            yield from _passages(read, own, doubts, rows)


def _pages(
    read: Read,
    labels: Sequence[str],
    texts: dict[str, PageText],
    doubts: Sequence[PlacedDoubt],
    rows: Mapping[int, DoubtRow],
    pictures: Pictures,
) -> Iterator[Spread]:
    """Each page of a source."""
    images = iter(pictures.pages.get(read.source.name, ()))
    before = texts.pop("", PageText())
    first_line = 1
    in_text = {number for text in (before, *texts.values()) for number in text.doubts}
    for index, label in enumerate(labels):
        text = _with(before, texts.pop(label, PageText()))
        before = PageText()
        here = [0, 1] if not index else [index + 1]
        own = [
            one
            for one in doubts
            if one.doubt.spot.page in here and (one.doubt.spot.page or one.number not in in_text)
        ]
        picture = next(images, b"")
        size = tuple(72 * length / pictures.resolution for length in _size(picture))
        lines = tuple(_lines(read, index, own, first_line)) if not picture else ()
        first_line += len(lines)
        marks = tuple(_marks(own, *size)) if picture else ()
        yield _spread(Spread(label, read.source.name, picture, marks, lines), own, text, rows)


def _with(before: PageText, text: PageText) -> PageText:
    """A page with what stood before the first mark."""
    return PageText(before.text + text.text, before.notes + text.notes, before.doubts + text.doubts)


def _gone(read: Read, language: str) -> dict[int, tuple[tuple[str, str], ...]]:
    """What was taken from each page and is longer than a sign: the reason in words, the text."""
    names = words_of(language)["reasons"]
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for change in read.draft.changes:
        text = " ".join(change.removed.split())
        if len(text) >= WORD and not change.added:
            row = (names.get(change.reason, change.reason), text)
            found[change.spot.page] = (*found.get(change.spot.page, ()), row)
    return found


def _spread(
    bare: Spread, own: Sequence[PlacedDoubt], text: PageText, rows: Mapping[int, DoubtRow]
) -> Spread:
    """A page of the source with the manuscript's text and all doubts of both."""
    placed = {mark.number for mark in bare.marks}
    placed |= {number for line in bare.lines for number in line.doubts}
    numbers = dict.fromkeys([*(one.number for one in own), *text.doubts])
    return replace(
        bare,
        elsewhere=tuple(one.number for one in own if one.number not in placed),
        text=_markup(text.markup),
        notes=tuple((name, _markup(words)) for name, words in text.notes),
        doubts=tuple(rows[number] for number in sorted(numbers) if number in rows),
    )


def _passages(
    read: Read,
    texts: Mapping[str, PageText],
    doubts: Sequence[PlacedDoubt],
    rows: Mapping[int, DoubtRow],
) -> Iterator[Spread]:
    """Passages of a source without pages; doubts that stand in none come with the first."""
    seen = {number for text in texts.values() for number in text.doubts}
    unplaced = [one for one in doubts if one.number not in seen]
    for count, text in enumerate(texts.values(), start=1):
        bare = Spread(str(count), read.source.name, is_passage=True)
        yield _spread(bare, unplaced if count == 1 else (), text, rows)


def _markup(text: str) -> Markup:
    """Markup of :mod:`.review_text`, in which every word of the source is escaped."""
    return Markup(text)  # noqa: S704


def _marks(own: Sequence[PlacedDoubt], width: float, height: float) -> Iterator[Mark]:
    for placed in own:
        if box := placed.doubt.spot.box:
            yield _mark(placed.number, box, max(width, 1), max(height, 1))


def _mark(number: int, box: Box, width: float, height: float) -> Mark:
    """A frame around a box on a page of this size, all in pt."""
    left, top, right, bottom = box
    return Mark(
        number,
        round(100 * left / width - AIR, 2),
        round(100 * top / height - AIR, 2),
        round(100 * (right - left) / width + 2 * AIR, 2),
        round(100 * (bottom - top) / height + 2 * AIR, 2),
    )


def _size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels (PNG, third edition, 11.2.1)."""
    if len(picture) < 24:
        return 0, 0
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def _lines(read: Read, index: int, own: Sequence[PlacedDoubt], first: int) -> Iterator[Line]:
    """The lines of a page; the doubts of a text layer name them as counted from its beginning."""
    text = read.draft.text[index] if index < len(read.draft.text) else ""
    for number, line in enumerate(text.split("\n"), start=first):
        doubts = tuple(one.number for one in own if one.doubt.spot.line == number)
        yield Line(number, line, doubts)
