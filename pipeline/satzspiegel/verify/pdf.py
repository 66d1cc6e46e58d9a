"""The PDF read back with MuPDF: text, annotations, destinations, bookmarks, fonts.

Nothing of the layout is known here but the page of the style: what stands outside the type area is
furniture; the notes of a page begin where the first destination of a note lies; a note call is a
link whose place is where the link back from its note leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pymupdf

from satzspiegel.styles import MM_IN_PT, Style
from satzspiegel.verify.faces import foreign_fonts, is_made_up, missing_faces
from satzspiegel.verify.pdf_document import (
    FLOAT,
    IMAGE_DESTINATION,
    NEAR,
    NOT_READ,
    NOTE_DESTINATION,
    TOUCHING,
    Char,
    Link,
    PdfDocument,
)
from satzspiegel.verify.reading import (
    LINE_END,
    SOFT_HYPHEN,
    CallReading,
    NoteReading,
    PageReading,
    Reading,
    call_sign,
    line,
)

#: How many of the first words of a page are read; a word may go on behind these at a line end.
FIRST_WORDS = 24
BREAKABLE = re.compile(r"([-–—/…\u2010\u2011]|[\w/][./_@][\w/]\S*)\s*$")
#: Around the name of a text that is put in its place in the end: a cell's or a float's.
ELSEWHERE = "\ue003"
MARK = "\ue001"
#: Around the name of a note that goes on from the page before.
GOES_ON = "\ue002"


@dataclass
class _Zones:
    """The text of one page; ``printed`` is the running text as it stands there, floats left out.

    Where the page begins with a part of a divided cell, ``cell`` is its name, and its text is
    ``printed_in_cell``; ``goes_on``: it began on an earlier page.
    """

    body: str = ""
    notes: str = ""
    printed: str = ""
    cell: str = ""
    printed_in_cell: str = ""
    goes_on: bool = False

    def print_cell(self, name: str, text: str, *, goes_on: bool) -> None:
        """Add what stands there of a divided cell."""
        if not self.printed.strip():
            self.cell, self.goes_on = name, goes_on
        if self.cell == name:
            self.printed_in_cell += text
        self.printed += text


def read_pdf(data: bytes, style: Style) -> Reading:
    """The PDF.

    Raises RuntimeError (from MuPDF) if it cannot be opened.
    """
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        return _read(PdfDocument(pdf, style))


def _read(document: PdfDocument) -> Reading:
    pdf, first = document.pdf, document.first_page()
    pages = range(first, len(pdf))
    links = {number: document.links(number) for number in pages}
    every = [link for number in pages for link in links[number]]
    marks = [link for link in every if _is_mark(link, document, links)]
    calls = _calls(marks, links)
    zones = [_zones(document, number, marks, calls) for number in pages]
    body = "".join(zone.body for zone in zones)
    body = re.sub(
        f"{ELSEWHERE}([^{ELSEWHERE}]*){ELSEWHERE}",
        lambda match: document.elsewhere.get(match[1], ""),
        body,
    )
    notes = _notes("".join(zone.notes for zone in zones), document)
    # Annotations come in the order of the text, also from cell to cell of a table.
    places = {id(link): place for place, link in enumerate(every)}
    ordered = sorted(calls, key=lambda link: places[id(link)])
    numbers = _numbers(document, [*ordered, *marks])
    return Reading(
        text=body,
        calls=tuple(
            CallReading(
                numbers[id(call)],
                lands=index < len(marks) and call.leads_to(marks[index]),
                page=call.page + 1,
            )
            for index, call in enumerate(ordered)
        ),
        notes=tuple(
            NoteReading(
                numbers[id(mark)],
                text,
                lands=index < len(ordered) and mark.leads_to(ordered[index]),
                page=mark.page + 1,
            )
            for index, (mark, text) in enumerate(zip(marks, notes, strict=False))
        ),
        headings=tuple(" ".join(entry[1].split()) for entry in pdf.get_toc()),
        images=sum(_is_drawn(pdf[page], box) for page, box in document.boxes(IMAGE_DESTINATION)),
        title=pdf.metadata.get("title") or "",
        language=pdf.xref_get_key(pdf.pdf_catalog(), "Lang")[1],
        build_id=_information(pdf, "satzspiegelbuild"),
        broken_links=tuple(document.broken_links()),
        pages=len(pdf),
        printed=tuple(_printed(document, zones)),
        in_notes=(),
        made_up_pages=tuple(n for n, p in enumerate(pdf, 1) if is_made_up(p.read_contents())),
        **_fonts(pdf, document.style),
    )


def _notes(text: str, document: PdfDocument) -> list[str]:
    """The texts of the notes, what goes on on a later page put to its note."""
    names = [name for name in document.destinations if NOTE_DESTINATION.fullmatch(name)]
    order = sorted((n for n in names if "." not in n), key=lambda n: int(n.removeprefix("fn-")))
    notes: list[str] = []
    at = -1
    for piece in re.split(f"({MARK}|{GOES_ON}[^{GOES_ON}]*{GOES_ON})", text)[1:]:
        if piece == MARK:
            notes.append("")
            at = len(notes) - 1
        elif piece.startswith(GOES_ON):
            name = piece.strip(GOES_ON)
            at = order.index(name) if name in order else at
        elif 0 <= at < len(notes):
            notes[at] += piece
    return notes


def _is_mark(link: Link, document: PdfDocument, links: dict[int, list[Link]]) -> bool:
    """A link at the left edge of the notes that leads to the place of a link in the text."""
    top = document.notes_top(link.page)
    left = min((p[0] for g, p in document.destinations.values() if g == link.page), default=0)
    inside = link.box.y0 > top - NEAR and link.box.x0 < left + NEAR
    outside = link.target[1] < document.notes_top(link.target_page)
    return inside and outside and _link_at(link.target_page, link.target, links) is not None


def _link_at(page: int, point: tuple[float, float], links: dict[int, list[Link]]) -> Link | None:
    """The link whose top left corner is at a point."""
    x, y = point

    def distance(link: Link) -> float:
        return float(max(abs(link.box.x0 - x), abs(link.box.y0 - y)))

    nearest = min(links.get(page, ()), key=distance, default=None)
    return nearest if nearest is not None and distance(nearest) < NEAR else None


def _calls(marks: list[Link], links: dict[int, list[Link]]) -> list[Link]:
    """The links that stand where the marks lead back to, each once."""
    found = (_link_at(mark.target_page, mark.target, links) for mark in marks)
    return list({id(call): call for call in found if call is not None}.values())


def _zones(document: PdfDocument, number: int, marks: list[Link], calls: list[Link]) -> _Zones:
    """The text of a page, calls as signs and the marks of notes as :data:`MARK`."""
    page, zones = document.pdf[number], _Zones()
    top, bottom = _type_area(page, document.style)
    notes_top = document.notes_top(number)
    own_calls = [call for call in calls if call.page == number]
    own_marks = [mark for mark in marks if mark.page == number]
    unread = [box for on, box in document.boxes(NOT_READ) if on == number]
    going_on, here = document.going_on(number), document.here(number)
    for middle, chars in document.lines(number):
        if not top < middle < bottom:
            continue
        while going_on and going_on[0][0] < middle and middle > notes_top:
            zones.notes += f"{GOES_ON}{going_on.pop(0)[1]}{GOES_ON}"
        chars = [c for c in chars if not any(c[1] in box for box in unread)]
        if middle < notes_top:
            while here and here[0][0] < middle:
                zones.body += _placeholder(here.pop(0)[1])
            chars = _without_others(chars, document, number, own_calls, zones)
            text = _with_links(chars, own_calls, call_sign)
            zones.body += text
            zones.printed += text
        else:
            zones.notes += _with_links(chars, own_marks, lambda _: MARK)
    zones.body += "".join(_placeholder(name) for _, name in here)
    return zones


def _printed(document: PdfDocument, zones: list[_Zones]) -> Iterator[PageReading]:
    """The first words of every page; before the text those of all that stands there."""
    before = "\n"
    first = document.first_page()
    for number, page in enumerate(document.pdf):
        zone = zones[number - first] if number >= first else _front(document, number)
        cut = not before.endswith(LINE_END)
        words = line(zone.printed_in_cell or zone.printed).split()[cut : FIRST_WORDS + cut]
        unsure = zone.goes_on or BREAKABLE.search(before) is not None
        label = page.get_label() or str(number + 1)
        alone = bool(zone.cell) or number < first or number == len(document.pdf) - 1
        yield PageReading(label, tuple(words), unsure, alone)
        before = zone.printed or before


def _front(document: PdfDocument, number: int) -> _Zones:
    top, bottom = _type_area(document.pdf[number], document.style)
    lines = (chars for middle, chars in document.lines(number) if top < middle < bottom)
    return _Zones(printed="".join(_with_links(chars, [], call_sign) for chars in lines))


def _placeholder(name: str) -> str:
    return f"{ELSEWHERE}{name}{ELSEWHERE}\n"


def _without_others(
    chars: list[Char], document: PdfDocument, number: int, calls: list[Link], zones: _Zones
) -> list[Char]:
    """A line without what is in floats, and in parts of cells, which goes with the whole cell."""
    rest = chars
    for name, box in document.others(number):
        inside = [char for char in rest if char[1] in box]
        if not inside:
            continue
        rest = [char for char in rest if char[1] not in box]
        if name not in document.elsewhere and not FLOAT.fullmatch(name):
            zones.body += _placeholder(name)
        text = _with_links(inside, calls, call_sign)
        if not FLOAT.fullmatch(name):
            zones.print_cell(name, text, goes_on=name in document.elsewhere)
        document.elsewhere[name] = document.elsewhere.get(name, "") + text
    return rest


def _type_area(page: pymupdf.Page, style: Style) -> tuple[float, float]:
    """Top and bottom of the type area, half a line larger."""
    geometry = style.page
    slack = geometry.leading / 2
    top, bottom = geometry.top * MM_IN_PT, geometry.bottom * MM_IN_PT
    return top - slack, page.rect.height - bottom + slack


def _with_links(chars: list[Char], links: list[Link], sign: Any) -> str:
    """A line's text, the characters of each link replaced by its sign, and its line end.

    A hyphen that was put in (U+00AD) at the end goes, and the line end with it.
    """
    out, inside, digits = "", None, ""
    for char, point in [*chars, ("", pymupdf.Point(-1, -1))]:
        link = next((one for one in links if _holds(one.box, point)), None)
        if inside is not None and link is not inside:
            out += sign(digits)
            digits = ""
        inside = link
        if link is not None:
            digits += char
        else:
            out += char
    stripped = out.rstrip()
    return stripped.removesuffix(SOFT_HYPHEN) if stripped.endswith(SOFT_HYPHEN) else out + "\n"


def _holds(box: pymupdf.Rect, point: pymupdf.Point) -> bool:
    # Strictly: the end of a ligature before the link lies on its edge.
    across = box.x0 + TOUCHING < point.x <= box.x1
    return bool(across and box.y0 - NEAR <= point.y <= box.y1 + NEAR)


def _numbers(document: PdfDocument, links: list[Link]) -> dict[int, str]:
    """The characters inside each link."""
    texts: dict[int, str] = {}
    for link in links:
        chars = (char for _, line in document.lines(link.page) for char in line)
        inside = [char for char, point in chars if _holds(link.box, point)]
        texts[id(link)] = "".join(inside).strip()
    return texts


def _is_drawn(page: pymupdf.Page, box: pymupdf.Rect) -> bool:
    """Whether there is a drawing, an image or a word in a rectangle."""
    boxes = [drawing["rect"] for drawing in page.get_drawings()]
    boxes += [pymupdf.Rect(word[:4]) for word in page.get_text("words")]
    boxes += [pymupdf.Rect(info["bbox"]) for info in page.get_image_info()]
    return any(box.contains((one.tl + one.br) / 2) for one in boxes)


def _information(pdf: pymupdf.Document, key: str) -> str:
    """An entry of the document information dictionary."""
    kind, reference = pdf.xref_get_key(-1, "Info")
    if kind != "xref":
        return ""
    value = pdf.xref_get_key(int(reference.split()[0]), key)
    return str(value[1]) if value[0] == "string" else ""


def _fonts(pdf: pymupdf.Document, style: Style) -> dict[str, tuple[str, ...]]:
    """Fonts that are not the style's, that are not embedded, and faces the style lacks."""
    fonts = {(font[3], font[1]) for page in pdf for font in page.get_fonts()}
    unembedded, names = set(), set()
    for name, extension in fonts:
        family = re.sub(r"^[A-Z]{6}\+", "", name).rstrip(",")
        names.add(family)
        if extension == "n/a":
            unembedded.add(family)
    return {
        "foreign_fonts": foreign_fonts(names, style.faces),
        "open_fonts": tuple(sorted(unembedded)),
        "missing_faces": missing_faces(names, style.faces),
    }
