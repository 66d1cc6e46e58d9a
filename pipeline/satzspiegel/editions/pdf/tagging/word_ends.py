"""Where a line ends a word: its space is not painted, but has to be in the text.

Readers take the text from the page's content, where nothing else tells »Wort« and »Wort« on the
next line from »WortWort« (ISO 32000-1, 14.8.2.5). Lines that end inside a word, behind a hyphen or
in an address, get none.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes

from satzspiegel.editions.pdf.tagging.walking import is_painted, walk
from satzspiegel.linebreak import BreakKind

#: How a line ends where a space or the author's line end was.
AT_SPACES = (BreakKind.SPACE, BreakKind.FORCED)


def word_ends(pages: list[Page]) -> dict[int, Element]:
    """The last box of each such line by its identity, and the element that the space is in."""
    found: dict[int, Element] = {}
    unread: dict[Element, str] = {}
    for page in pages:
        for box in walk(page._page_box):
            for line in box.children:
                if isinstance(line, boxes.LineBox):
                    found.update(_ends(line, box, unread))
    return found


def _ends(line: Any, block: Any, unread: dict[Element, str]) -> Iterator[tuple[int, Element]]:
    """The ends of words in a line: at its end, and beside a page number of the contents."""
    leaves = list(_leaves(line))
    if not leaves:
        return
    paragraph = getattr(line, "paragraph", None)
    if paragraph is not None:
        own = paragraph.breaking.lines[line.number]
        if own.kind in AT_SPACES:
            item = paragraph.measured.items[own.end]
            yield id(leaves[-1]), paragraph.measured.leaves[item.leaf].box.element
    elif block.element is not None:
        rest = unread.get(block.element)
        rest = "".join(block.element.itertext()) if rest is None else rest
        rest = unread[block.element] = _behind(leaves, rest)
        if rest[:1].isspace():
            yield id(leaves[-1]), leaves[-1].element
    for one, other in pairwise(leaves):
        if one.element_tag != other.element_tag and _is_folio(one) + _is_folio(other) == 1:
            yield id(one), one.element


def _leaves(box: Any) -> Iterator[Any]:
    """The texts and images in a box that are seen."""
    for child in box.children:
        if is_painted(child):
            yield child
        elif not child.is_leader:
            yield from _leaves(child)


def _is_folio(box: Any) -> bool:
    """Whether a text is a page number that the contents give."""
    return str(box.element_tag).startswith("a::")


def _behind(leaves: list[Any], text: str) -> str:
    """What is left of a block's text behind a line of it that WeasyPrint set."""
    at = 0
    for leaf in leaves:
        if "::" in leaf.element_tag:
            continue
        for char in getattr(leaf, "text", ""):
            while not char.isspace() and text[at : at + 1].isspace():
                at += 1
            # Hyphens that were put in are not in it.
            at += text[at : at + 1] == char
    return text[at:]
