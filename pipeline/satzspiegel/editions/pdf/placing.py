"""Notes brought to the page of their call where WeasyPrint moved them on.

To keep two lines of a paragraph together WeasyPrint sends notes already placed to the next page.
Where that happened, the block whose lines asked for the room begins on the next page instead; if
it is the paragraph of the call itself, it may first break anywhere, then moves as a whole.

Behind the last page WeasyPrint drops what is left of notes when it goes over the pages again for
the numbers in the contents; then empty pages are added, for the notes to go on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import weasyprint

from satzspiegel.model import Publication

#: Layouts tried before the notes that are left are given up (and named by verification).
ATTEMPTS = 6
#: Classes of the style sheet.
ON_NEXT_PAGE, LOOSE = "on-next-page", "loose"

NO_BREAK_SPACE = "\u00a0"

#: Classes for blocks by number; each negative number is an empty page at the end.
Adjustments = dict[int, str]


@dataclass(frozen=True)
class _Seen:
    """A block of a chapter on a page: its number, its top, whether it begins there."""

    number: int
    top: float
    begins: bool


def number_blocks(root: ElementTree.Element, adjustments: Adjustments) -> None:
    """Number the blocks of all chapters and give adjusted ones their class."""
    chapters = [e for e in root.iter("section") if "chapter" in e.get("class", "").split()]
    for number in adjustments:
        if number < 0:
            page = ElementTree.SubElement(chapters[-1], "div", {"class": ON_NEXT_PAGE})
            page.text = NO_BREAK_SPACE
    for number, block in enumerate(block for chapter in chapters for block in chapter):
        block.set("data-block", str(number))
        if number in adjustments:
            block.set("class", f"{block.get('class', '')} {adjustments[number]}".strip())


def place_notes(
    layout: Callable[[Adjustments], weasyprint.Document],
    publication: Publication,
    pieces: Mapping[str, int],
) -> weasyprint.Document:
    """Lay out until every note begins on the page of its call, or nothing more can be done.

    Chapters begin on pages of their own, so one page of each can be mended at a time. ``pieces``
    says into how many pieces each long note is cut.
    """
    adjustments: Adjustments = {}
    document = layout(adjustments)
    for _ in range(ATTEMPTS):
        more = _adjustments(document, publication, adjustments)
        if not more and _lost_pieces(document, pieces):
            more = {min([0, *adjustments]) - 1: ON_NEXT_PAGE}
        if not more:
            break
        adjustments = {**adjustments, **more}
        document = layout(adjustments)
    return document


def _lost_pieces(document: weasyprint.Document, pieces: Mapping[str, int]) -> bool:
    """Whether the end of a long note is on no page."""
    there = {name for page in document.pages for name in page.anchors}
    return any(f"{note}.{count}" not in there for note, count in pieces.items() if count > 1)


def _adjustments(
    document: weasyprint.Document, publication: Publication, tried: Adjustments
) -> Adjustments:
    """What to change for the first page of each chapter that lost a note."""
    where = {
        name: (index, point[1])
        for index, page in enumerate(document.pages)
        for name, point in page.anchors.items()
    }
    starts = [where[c.identifier][0] for c in publication.chapters if c.identifier in where]
    found: Adjustments = {}
    mended: set[int] = set()
    for note in publication.notes:
        call, begin = where.get(note.call), where.get(note.identifier)
        if call is None or (begin is not None and call[0] == begin[0]):
            continue
        chapter = bisect_right(starts, call[0])
        if chapter in mended:
            continue
        mended.add(chapter)
        before = {number for number, _ in _tops(document.pages[call[0] - 1])}
        tops = _tops(document.pages[call[0]])
        blocks = [_Seen(number, top, number not in before) for number, top in tops]
        found.update(_adjustment(blocks, call[1], tried))
    return found


def _adjustment(blocks: list[_Seen], call: float, tried: Adjustments) -> Adjustments:
    """The change for one page: of the last block that begins below the call, else of its own."""
    own = max((b for b in blocks if b.top <= call), key=lambda b: b.top, default=None)
    below = [b for b in blocks if b.begins and b.top > call and b.number not in tried]
    if below:
        return {below[-1].number: ON_NEXT_PAGE}
    if own is not None and own.number not in tried:
        return {own.number: LOOSE}
    if own is not None and own.begins and tried[own.number] == LOOSE:
        return {own.number: ON_NEXT_PAGE}
    return {}


def _tops(page: Any) -> list[tuple[int, float]]:
    """The numbered blocks on a page and their tops, from the box tree (WeasyPrint is pinned)."""
    tops: list[tuple[int, float]] = []

    def walk(box: Any) -> None:
        element = getattr(box, "element", None)
        number = element.get("data-block") if element is not None else None
        if number is not None:
            tops.append((int(number), box.position_y))
            return
        for child in getattr(box, "children", ()):
            walk(child)

    walk(page._page_box)
    return tops
