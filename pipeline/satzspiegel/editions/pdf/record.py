"""What was made up, read off the boxes: every line with its place, its words and how it is set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes

from satzspiegel.editions.markup import PLACE
from satzspiegel.editions.pdf.folios import Folios
from satzspiegel.editions.pdf.galley import NOTE, Galley
from satzspiegel.editions.pdf.laying import LaidPage
from satzspiegel.editions.pdf.leaves import HEADINGS, is_of_class, text_of
from satzspiegel.editions.pdf.lines import SPACES
from satzspiegel.editions.pdf.small_caps import place_of
from satzspiegel.editions.pdf.stretches import front_of, stretches
from satzspiegel.fonts import INSERTED_HYPHEN
from satzspiegel.hyphenation.letters import UNSEEN
from satzspiegel.layout import LaidLine, LaidNote, Layout, LineKind, Sheet
from satzspiegel.linebreak import Verdict
from satzspiegel.model import Place
from satzspiegel.pagination import Opening
from satzspiegel.styles import PageGeometry

#: A CSS pixel in points.
POINT = 0.75
KINDS = {
    "blockquote": LineKind.QUOTATION,
    "li": LineKind.LIST,
    "dd": LineKind.LIST,
    "dt": LineKind.LIST,
    "figcaption": LineKind.CAPTION,
    "caption": LineKind.CAPTION,
    "td": LineKind.TABLE,
    "th": LineKind.TABLE,
    "pre": LineKind.OTHER,
    "figure": LineKind.OTHER,
    **dict.fromkeys(HEADINGS, LineKind.HEADING),
}
UNSPREAD = (Verdict.NATURAL, Verdict.UNDERFULL)


@dataclass(frozen=True)
class _Around:
    """What a line is in."""

    kind: LineKind = LineKind.TEXT
    place: Place | None = None


def record(
    document: weasyprint.Document,
    pages: Sequence[LaidPage],
    galley: Galley,
    geometry: PageGeometry,
    numbers: Mapping[str, str],
    folios: Folios,
) -> Layout:
    """The layout of a document made up; ``numbers`` are those of the notes by their ids."""
    front = len(document.pages) - len(pages)
    told = stretches(galley, pages)
    sheets = [
        _empty(page, index, geometry, folios.label(index, front), of_text=index >= front)
        for index, page in enumerate(document.pages)
    ]
    for index, page in enumerate(pages, front):
        if page.blank:
            sheets[index] = replace(sheets[index], of_text=False)
            continue
        following = pages[index - front + 1] if index + 1 < len(sheets) else None
        sheets[index] = replace(
            sheets[index],
            stretches=told[index - front],
            lines=tuple(_lines(document.pages[index]._page_box.children[0], _Around())),
            notes=tuple(
                LaidNote(numbers.get(name, ""), name, first, end, count)
                for name, first, end, count in page.pieces
            ),
            white=page.white,
            unavoidable=page.unavoidable,
            ends_chapter=following is None or following.opening is not Opening.FLOW,
        )
    return Layout(tuple(sheets))


def _empty(page: Any, index: int, geometry: PageGeometry, label: str, *, of_text: bool) -> Sheet:
    box = page._page_box
    x, y = box.content_box_x(), box.content_box_y()
    area = (x, y, x + box.width, y + geometry.type_height / POINT)
    front, entry = (None, "") if of_text else front_of(page)
    return Sheet(
        index,
        label,
        recto=index % 2 == 0,
        width=page.width * POINT,
        height=page.height * POINT,
        area=(area[0] * POINT, area[1] * POINT, area[2] * POINT, area[3] * POINT),
        leading=geometry.leading,
        of_text=of_text,
        front=front,
        entry=entry,
    )


def _lines(box: Any, around: _Around) -> Iterator[LaidLine]:
    """The lines in a box, from top to bottom."""
    if not box.is_in_normal_flow():
        return
    element = box.element
    if element is not None:
        kind = KINDS.get(element.tag, around.kind)
        if around.kind is LineKind.NOTE or is_of_class(box, NOTE):
            kind = LineKind.NOTE
        where = element.get(PLACE)
        around = _Around(kind, place_of(where) if where else around.place)
    children = getattr(box, "children", ())
    for number, child in enumerate(children):
        if isinstance(child, boxes.LineBox):
            yield _line(child, box, around, number, len(children))
        else:
            yield from _lines(child, around)


def _line(line: Any, block: Any, around: _Around, number: int, count: int) -> LaidLine:
    left = block.content_box_x()
    made = LaidLine(
        around.kind,
        _seen(text_of(line)),
        left * POINT,
        (left + block.width) * POINT,
        line.position_y * POINT,
        (line.position_y + line.height) * POINT,
        (line.position_y + line.baseline) * POINT,
        line.style["font_size"] * POINT,
        number=number,
        count=count,
        place=around.place,
    )
    paragraph = getattr(line, "paragraph", None)
    return made if paragraph is None else _with_setting(made, line, paragraph.breaking.lines)


def _with_setting(made: LaidLine, line: Any, lines: Sequence[Any]) -> LaidLine:
    """The line with what the breaker says of it."""
    own = lines[line.number]
    spaces = tuple(_spaces(line))
    size = line.style["font_size"]
    texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
    settings = [box.setting for box in texts if hasattr(box, "setting")]
    if not settings:
        return made
    last = texts[-1]
    tracking = last.setting.type.tracking if hasattr(last, "setting") else 0.0
    return replace(
        made,
        begins=texts[0].position_x * POINT,
        ends=(last.position_x + last.width - tracking * own.scale) * POINT,
        space=settings[0].space / size if spaces else None,
        scale=own.scale,
        justified=own.verdict not in UNSPREAD,
        hyphenated=own.hyphenated,
        number=line.number,
        count=len(lines),
        spaces=spaces,
    )


def _spaces(line: Any) -> Iterator[tuple[float, float]]:
    """The word spaces of a line, in points from the page's left edge."""
    for box in line.descendants():
        if not hasattr(box, "setting"):
            continue
        x = box.position_x
        for word, step in box.setting.steps():
            if word in SPACES:
                yield x * POINT, (x + step) * POINT
            x += step


def _seen(text: str) -> str:
    """A text as the reader sees it."""
    text = text.replace(INSERTED_HYPHEN, "-")
    return "".join(char for char in text if char not in UNSEEN).strip()
