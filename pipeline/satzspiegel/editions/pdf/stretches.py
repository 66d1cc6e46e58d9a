"""What stands on each page, told in characters of the running text.

They are counted without spaces, so what becomes of a space at a line end does not matter: the
manuscript has the same characters in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes

from satzspiegel.editions.pdf.galley import Galley
from satzspiegel.editions.pdf.laying import Laid, LaidPage
from satzspiegel.editions.pdf.leaves import is_of_class
from satzspiegel.editions.pdf.strips import Bit, lines_between
from satzspiegel.fonts import INSERTED_HYPHEN
from satzspiegel.layout import Front
from satzspiegel.page_marks import count_seen

#: The marker of a list's item, which is not the author's text.
MARKER = "marker"
#: Classes of the templates.
FRONT = {"title-page": Front.TITLE, "imprint": Front.IMPRINT, "contents": Front.CONTENTS}
#: From which character to which.
Stretch = tuple[int, int]
EVERYWHERE = (float("-inf"), float("inf"))


def stretches(galley: Galley, pages: Sequence[LaidPage]) -> list[tuple[Stretch, ...]]:
    """The stretches of the running text on each page, in the page's order.

    Where a row of a table is divided there are several: each cell goes on by itself. Floats and
    heads of tables that stand there again are left out.
    """
    where = _places(galley)
    return [tuple(_joined(where[id(line)] for line in _lines_on(page))) for page in pages]


def _places(galley: Galley) -> dict[int, Stretch]:
    """The stretch of each line of the text, by the line's identity."""
    where: dict[int, Stretch] = {}
    at = 0
    bits = (bit for block in galley.blocks for strip in block.strips for bit in strip.bits)
    for line in (line for bit in bits for line in lines_between(bit.box, *EVERYWHERE)):
        # A divided row is in several bits.
        if id(line) not in where:
            end = at + _count(line)
            where[id(line)] = at, end
            at = end
    return where


def _lines_on(page: LaidPage) -> Iterator[Any]:
    for laid in page.text:
        if not _is_elsewhere(laid):
            for bit in laid.strip.bits:
                yield from _lines_in(bit)


def _is_elsewhere(laid: Laid) -> bool:
    return laid.again or laid.floating is not None


def _lines_in(bit: Bit) -> Iterator[Any]:
    yield from lines_between(bit.box, *(bit.span or EVERYWHERE))


def _joined(found: Iterator[Stretch]) -> Iterator[Stretch]:
    """Stretches with those that follow each other joined."""
    open_: Stretch | None = None
    for start, end in found:
        if open_ is not None and open_[1] == start:
            open_ = open_[0], end
        else:
            if open_ is not None:
                yield open_
            open_ = start, end
    if open_ is not None:
        yield open_


def _count(box: Any) -> int:
    """The characters of a box, without spaces, inserted hyphens, markers and what CSS generates."""
    if "::" in box.element_tag or is_of_class(box, MARKER):
        return 0
    if isinstance(box, boxes.TextBox):
        return count_seen(box.text.replace(INSERTED_HYPHEN, ""))
    return sum(_count(child) for child in getattr(box, "children", ()))


def front_of(page: weasyprint.document.Page) -> tuple[Front | None, str]:
    """What part of the publication a page before the text shows.

    Of a further page of the contents also the id of its first entry.
    """
    for box in page._page_box.descendants():
        for name, front in FRONT.items():
            if is_of_class(box, name):
                links = (one for one in box.descendants() if one.element_tag == "a")
                entry = next((str(one.element.get("href", ""))[1:] for one in links), "")
                further = front is Front.CONTENTS and not _begins(box)
                return front, entry if further else ""
    return None, ""


def _begins(box: Any) -> bool:
    """Whether a box has the first of its element's children in it."""
    return any(child.element is box.element[0] for child in box.children)
