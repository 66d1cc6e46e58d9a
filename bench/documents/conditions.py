"""What has to be true of the pages of any manuscript, read from its finished PDF.

Verification compares words, notes and links with the manuscript; here the pages themselves are
looked at: that each line is printed where and as it was laid, that nothing overlaps, that all
stands on the grid, and that no paragraph leaves a line alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pymupdf
from lxml import etree
from markupsafe import Markup

from satzspiegel.dump import Dump
from satzspiegel.editions import PDF
from satzspiegel.editions.markup import MarkupWriter
from satzspiegel.editions.pdf import MadePdf, make_pdf
from satzspiegel.editions.reflow import write_call
from satzspiegel.layout import LaidLine, Layout, LineKind, Sheet
from satzspiegel.messages import render
from satzspiegel.model import Publication, Severity
from satzspiegel.page_marks import with_page_marks
from satzspiegel.reading import read_publication
from satzspiegel.styles import Style, load_style
from satzspiegel.verify import verify_editions
from satzspiegel.verify.marked_pages import compare_marks, marked_pages
from satzspiegel.verify.reading import Reading

#: Points by which a line may be off: its ends and its baseline.
EXACT = 0.05
#: By this at most, in points, type of another size is moved so that it stands on the grid.
MOVED = 1.5
#: Characters this far from a baseline, in points, are of its line: superiors and inferiors.
REACH = 5.1
#: White at the foot, in lines, beyond which a page counts as short.
WHITE = 2.0
#: Lines on the grid of the body.
ON_GRID = frozenset([LineKind.TEXT, LineKind.QUOTATION, LineKind.LIST, LineKind.HEADING])

#: A character, and where it begins and ends from the left.
Char = tuple[str, float, float]


@dataclass(frozen=True)
class Judgement:
    """One manuscript: what is broken, lines alone, and pages that are short without need."""

    broken: tuple[str, ...]
    alone: tuple[str, ...]
    pages: int
    notes: int
    short: int


def judge(manuscript: Path, style: Style | None = None) -> Judgement:
    """Make the pages of a manuscript and look at them."""
    style = style or load_style()
    publication, _ = read_publication(manuscript)
    made = make_pdf(publication, style, "build", Dump())
    path = manuscript.with_suffix(".pdf")
    path.write_bytes(made.data)
    verified = verify_editions({PDF: path}, publication, style, "build")
    found = (*made.findings, *verified.findings)
    errors = [render(finding, "en") for finding in found if finding.severity is Severity.ERROR]
    marks = _mismarked(verified.readings[PDF.name], made.layout, publication, style)
    broken = (*errors, *_misprinted(made), *_misplaced(made.layout), *marks)
    short = sum(_is_short(sheet) for sheet in made.layout.sheets)
    alone = tuple(_alone([sheet for sheet in made.layout.sheets if sheet.of_text]))
    return Judgement(broken, alone, len(made.layout.sheets), len(publication.notes), short)


def _is_short(sheet: Sheet) -> bool:
    needless = not sheet.ends_chapter and not sheet.unavoidable
    return sheet.of_text and needless and sheet.white > WHITE


def _mismarked(
    pdf: Reading, layout: Layout, publication: Publication, style: Style
) -> Iterator[str]:
    """Marks of pages that other editions would have in the wrong place."""
    marked = with_page_marks(publication, layout)
    writer = MarkupWriter(
        "html",
        marked,
        style,
        call=lambda note: write_call(note, marked.labels, "#", epub=False),
        href=lambda identifier: f"#{identifier}",
        asset_url=lambda asset: asset.name,
    )
    text = Markup("").join(writer.blocks(chapter.blocks) for chapter in marked.chapters)
    front = {mark.label for marks in marked.front_marks.values() for mark in marks}
    pdf = replace(pdf, printed=tuple(p for p in pdf.printed if p.label not in front))
    pages = tuple(p.label for p in pdf.printed)
    marks = tuple(marked_pages([etree.fromstring(f"<main>{text}</main>")]))
    for finding in compare_marks(pdf, replace(pdf, printed=marks, page_list=pages), "html"):
        yield render(finding, "en")


def _misprinted(made: MadePdf) -> Iterator[str]:
    """Lines that are not printed as they were laid."""
    with pymupdf.open(stream=made.data, filetype="pdf") as pdf:
        for sheet in made.layout.sheets:
            rows = printed(pdf[sheet.index])
            for line in sheet.lines:
                if line.ends is None or line.begins is None:
                    continue
                row = row_of(line, rows)
                if bare("".join(char for char, _, _ in row)) != bare(line.text):
                    yield f"page {sheet.label}: re-broken: {line.text}"
                elif not row or off(line, row) > EXACT:
                    yield f"page {sheet.label}: moved: {line.text}"


def off(line: LaidLine, row: list[Char]) -> float:
    """By how many points the ends of a line are not where they were computed."""
    return max(abs(row[0][1] - (line.begins or 0.0)), abs(row[-1][2] - (line.ends or 0.0)))


def printed(page: pymupdf.Page) -> dict[float, list[Char]]:
    """The characters of a page by their baseline."""
    rows: dict[float, list[Char]] = defaultdict(list)
    flags = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_INHIBIT_SPACES
    for block in page.get_text("rawdict", flags=flags)["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                for char in span["chars"]:
                    x, y = char["origin"]
                    rows[round(y, 2)].append((char["c"], x, char["bbox"][2]))
    return rows


def row_of(line: LaidLine, rows: dict[float, list[Char]]) -> list[Char]:
    """The characters printed where a line was laid, from left to right."""
    if line.begins is None or line.ends is None:
        return []
    left, right = line.begins - 1, line.ends + 1
    near = (chars for y, chars in rows.items() if abs(y - line.baseline) < REACH)
    inside = [char for chars in near for char in chars if left < char[1] and char[2] < right]
    # To a hundredth: the parts of a ligature end where the next character begins.
    return sorted(inside, key=lambda char: round(char[1], 2))


def bare(text: str) -> str:
    """A text without spaces, inserted hyphens as the author's."""
    return "".join(text.replace("\u00ad", "-").split())


def _misplaced(layout: Layout) -> Iterator[str]:
    """Lines over each other, outside the type area or off the grid."""
    for sheet in layout.sheets:
        if sheet.of_text:
            yield from _crowded(sheet)
            yield from _off_the_grid(sheet)


def _crowded(sheet: Sheet) -> Iterator[str]:
    top, bottom = sheet.area[1], sheet.area[3]
    for line in sheet.lines:
        if line.top < top - MOVED or line.bottom > bottom + MOVED:
            yield f"page {sheet.label}: outside the type area: {line.text}"
    for above, below in pairwise(sheet.lines):
        beside = above.right <= below.left + EXACT or below.right <= above.left + EXACT
        of_table = LineKind.TABLE in (above.kind, below.kind)
        if not beside and not of_table and below.top < above.bottom - EXACT:
            yield f"page {sheet.label}: over each other: {above.text} / {below.text}"


def _off_the_grid(sheet: Sheet) -> Iterator[str]:
    body = [line for line in sheet.lines if line.kind is LineKind.TEXT and line.size > 9]
    if not body:
        return
    for line in sheet.lines:
        regular = abs(line.bottom - line.top - sheet.leading) < EXACT
        if line.kind in ON_GRID and regular:
            rest = (line.baseline - body[0].baseline) % sheet.leading
            if min(rest, sheet.leading - rest) > EXACT:
                yield f"page {sheet.label}: off the grid: {line.text}"


def _alone(sheets: list[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        body = [line for line in sheet.lines if line.kind in ON_GRID]
        if not body:
            continue
        first, last = body[0], body[-1]
        if first.count > 1 and first.number == first.count - 1:
            yield f"page {sheet.label}: widow: {first.text}"
        if last.count > 1 and last.number == 0:
            yield f"page {sheet.label}: orphan: {last.text}"
