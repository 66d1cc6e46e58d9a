"""PDF → pages with lines, as MuPDF finds their letters.

:func:`scan` reads as the architecture: letters of all pages, rows, columns, lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

import pymupdf

from satzspiegel.importing.draft import Box
from satzspiegel.importing.pages.lines import Face, Line, Page, Rule, Scanned
from satzspiegel.importing.pdf.accents import with_accents
from satzspiegel.importing.pdf.columns import Placed, measures, placed
from satzspiegel.importing.pdf.description import bookmarks, metadata, page_labels
from satzspiegel.importing.pdf.descriptors import described_faces
from satzspiegel.importing.pdf.drawings import drawings, joined
from satzspiegel.importing.pdf.guarded import guarded
from satzspiegel.importing.pdf.hyphens import with_hyphens
from satzspiegel.importing.pdf.letters import Lettering, lettering
from satzspiegel.importing.pdf.lines import Marks, line_of, turned_line
from satzspiegel.importing.pdf.links import Link, destinations, links
from satzspiegel.importing.pdf.opening import objects, opened, with_text
from satzspiegel.importing.pdf.pictures import Label, pictures
from satzspiegel.importing.pdf.pieces import Piece, Row, rows
from satzspiegel.importing.pdf.small_caps import Heights, usual_heights
from satzspiegel.importing.pdf.spaces import least_space
from satzspiegel.importing.pdf.styles import restyled, usual_sizes
from satzspiegel.importing.pdf.tags import ARTIFACT, Figure, Tags, read_tags
from satzspiegel.importing.pdf.unknown import FontPrograms
from satzspiegel.logs import tell
from satzspiegel.model import Finding, Place, Severity

#: So many pages tell where the type area is.
SAMPLE = 60
#: A page with so many letters has text.
WRITTEN = 40
#: Letters of a drawing are in lines with so many at most.
SHORT = 12
#: A tree that tags so much of the text can be used; running heads may be out of it.
TAGGED = 0.85


def scan(data: bytes, name: str) -> Scanned:
    """The pages of a PDF; ``name`` is what it is called in findings.

    It is read in another process. A file that had to be mended is told of (``logs.tell``). Raises
    :class:`ManuscriptError` if it cannot be read, takes too long, or has no text.
    """
    scanned, mended = guarded(read, data, name)
    if mended:
        tell(Finding("import-pdf-repaired", Severity.WARNING, Place(name)))
    return cast(Scanned, scanned)


def read(data: bytes, name: str, counted: Callable[[int], object]) -> tuple[Scanned, bool]:
    """The pages, and whether the PDF had to be mended; ``counted`` is told their number first."""
    with opened(data, name) as document:
        counted(len(document))
        with objects(data) as pdf:
            tags, language, faces = read_tags(pdf), _language(pdf), described_faces(pdf)
        pages = with_hyphens(_pages(document, tags, faces))
        with_text(pages, name)
        described = metadata(document)
        tagged = _is_tagged(pages)
        scanned = Scanned(
            name,
            pages if tagged else tuple(_untagged(page) for page in pages),
            bookmarks(document),
            described,
            language or described.get("language", ""),
            tagged,
        )
        return scanned, bool(document.is_repaired)


def _pages(document: pymupdf.Document, tags: Tags, faces: Mapping[str, Face]) -> tuple[Page, ...]:
    """All pages; where the type area is shows in the rows of many."""
    names, programs = destinations(document), FontPrograms()
    labels = page_labels(document)
    sample = _sample(document)
    sizes = usual_sizes(letter for found in sample.values() for letter in found.level)
    sides = _sides(sample)
    areas = measures(sides)
    words = [piece.letters for rows in sides for row in rows for piece in row.pieces]
    heights = usual_heights(letter for letters in words for letter in letters)
    narrow = least_space(words)

    def cell_of(piece: Piece) -> int:
        return tags.cell(piece.letters[0].path)

    pages: list[Page] = []
    for page in document:
        found = sample.get(page.number) or lettering(page)
        letters = programs.named(page, found.view, found.level)
        letters = with_accents(restyled(letters, sizes, faces))
        lines = placed(rows(letters), areas[page.number % 2], cell_of)
        set_links, label = links(page, names), labels[page.number]
        pages.append(_page(page, found, lines, set_links, tags, (heights, narrow), label))
    return tuple(pages)


def _sample(document: pymupdf.Document) -> dict[int, Lettering]:
    """Letters of all pages, or of some that are spread over the document, by page from 0."""
    step = 2 * max(1, len(document) // SAMPLE)
    return {n: lettering(document[n]) for n in range(len(document)) if n % step < 2}


def _sides(sample: Mapping[int, Lettering]) -> tuple[list[Row], list[Row]]:
    """Rows of right pages and of left ones."""
    right, left = (
        [row for n, found in sample.items() if n % 2 == side for row in rows(found.level)]
        for side in (0, 1)
    )
    return right, left


def _page(
    page: pymupdf.Page,
    found: Lettering,
    lines: list[Placed],
    targets: list[Link],
    tags: Tags,
    usual: tuple[Heights, float],
    label: str,
) -> Page:
    view = found.view
    drawn = drawings(page, view)
    seen = [Link(view.box(link.box), link.target) for link in targets]
    marks = Marks(seen, drawn.rules, *usual)
    set_lines: list[Line] = []
    underlines: set[Box] = set()
    for number, one in enumerate(lines, start=1):
        line, used = line_of(one, number, marks, tags)
        set_lines.append(line)
        underlines |= used
    figures: Sequence[Figure] = [one for one in tags.figures if one.page == page.number]
    beside = max((line.column for line in set_lines), default=-1) + 1
    for number, letters in enumerate(found.turned, start=len(set_lines) + 1):
        set_lines.append(turned_line(letters, number, beside))
    labels = [*_labels(set_lines)]
    is_written = len(found.level) >= WRITTEN or any(not one.style.painted for one in found.level)
    shown = pictures(page, view, drawn, figures, labels, is_written)
    return Page(
        page.number + 1,
        label,
        round(view.width, 2),
        round(view.height, 2),
        tuple(set_lines),
        shown,
        tuple(
            Rule(_rounded(box))
            for box in joined(box for box in drawn.rules if box not in underlines)
            if not any(_is_inside(box, picture.box) for picture in shown)
        ),
    )


def _labels(lines: Sequence[Line]) -> Iterator[Label]:
    """Lines that are tagged as part of a figure, or so short that they may be."""
    on_base: Counter[float] = Counter()
    for line in lines:
        on_base[line.baseline] += len(line.text)
    for line in lines:
        if any(kind == "Figure" for kind, _ in line.path):
            yield Label(line.box, sure=True)
        elif not line.path and len(line.text) <= SHORT and on_base[line.baseline] <= 2 * SHORT:
            yield Label(line.box, sure=False)


def _is_tagged(pages: Sequence[Page]) -> bool:
    """Whether almost all letters are in an element, and some in one of the text."""
    lines = [line for page in pages for line in page.lines]
    letters = sum(len(line.text) for line in lines)
    in_elements = sum(len(line.text) for line in lines if line.tag)
    in_text = sum(len(line.text) for line in lines if line.tag and line.tag != ARTIFACT)
    return in_elements >= TAGGED * letters and in_text >= letters / 2


def _untagged(page: Page) -> Page:
    return replace(
        page, lines=tuple(replace(line, tag="", element=0, path=()) for line in page.lines)
    )


def _language(pdf: object) -> str:
    """The language of a PDF's catalogue (14.9.2)."""
    return str(getattr(pdf, "Root", {}).get("/Lang", "") or "").strip()


def _is_inside(one: Box, two: Box) -> bool:
    near = 1.0
    return (
        one[0] >= two[0] - near
        and one[1] >= two[1] - near
        and one[2] <= two[2] + near
        and one[3] <= two[3] + near
    )


def _rounded(box: Box) -> Box:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)
