"""Notes of many lines, cut into pieces that WeasyPrint can carry over to the next page.

WeasyPrint moves a footnote to another page whole, and loses one that is longer than a page. So the
lines of long notes are read off a first layout, alone, in the measure of the page; then the first
two go in as the note itself, and every two more as a footnote of its own behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import weasyprint
from markupsafe import Markup

from satzspiegel.editions.markup import MarkupWriter
from satzspiegel.editions.pdf.painter import Painter, parse
from satzspiegel.fonts import INSERTED_HYPHEN
from satzspiegel.model import (
    Block,
    Code,
    Inline,
    Link,
    Note,
    Paragraph,
    Publication,
    Span,
    Styled,
    Text,
)
from satzspiegel.styles import Style
from satzspiegel.walks import Inlines, own_inlines, plain_text, walk_blocks

#: Notes with fewer characters than this fill about four lines: they move whole.
LONG = 360
#: Lines that stay together: none of a note stands alone, and there are half as many pieces.
LINES = 2
PROBE_SHEET = """
@page {{ size: {width}mm 100000mm; margin: 0 }}
body {{ margin: 0 }} .note {{ float: none }}
"""

#: Measures to try, in mm less than the page's.
NARROWER = (0.0, 0.02, 0.04, 0.08)

Pieces = dict[str, tuple[Markup, ...]]
#: Lines by note and block.
NoteLines = dict[str, dict[int, list[str]]]


def split_long_notes(
    publication: Publication,
    writer: MarkupWriter,
    mark: Callable[[Note], Markup],
    painter: Painter,
    style: Style,
) -> Pieces:
    """The pieces of each long note, by the note's id."""
    long = [note for note in publication.notes if _length(note.blocks) > LONG]
    if not long:
        return {}
    body = Markup("").join(_probe(note, writer, mark(note)) for note in long)
    page = Markup('<html lang="{}"><head><title>.</title></head><body>{}</body></html>')
    lines = _sound_lines(page.format(publication.metadata.language, body), painter, style)
    return {
        note.identifier: tuple(_pieces(note, lines[note.identifier], writer, mark(note)))
        for note in long
    }


def _sound_lines(page: Markup, painter: Painter, style: Style) -> NoteLines:
    """The lines of the notes, in a measure that is narrower by a hair where that mends them.

    Once in some thousand lines WeasyPrint 70 leaves the first half of a word alone on a line.
    """
    for narrower in NARROWER:
        sheet = PROBE_SHEET.format(width=style.page.measure - narrower)
        lines = _lines(painter.layout(parse(page), sheet))
        if not any(
            _is_torn_off(line) for note in lines.values() for b in note.values() for line in b
        ):
            break
    return lines


def _is_torn_off(line: str) -> bool:
    return line.endswith(INSERTED_HYPHEN) and " " not in line.strip()


def _length(blocks: tuple[Block, ...]) -> int:
    return sum(len(plain_text(own_inlines(block))) for block in walk_blocks(blocks))


def _probe(note: Note, writer: MarkupWriter, mark: Markup) -> Markup:
    """A note for measuring, each of its blocks in an element that bears its index."""
    blocks = Markup("").join(
        Markup('<div data-block="{}">{}</div>').format(
            index,
            writer.numbered((block,), mark) if index == 0 else writer.blocks((block,)),
        )
        for index, block in enumerate(note.blocks)
    )
    return Markup('<div class="note" data-note="{}">{}</div>').format(note.identifier, blocks)


def _lines(document: weasyprint.Document) -> NoteLines:
    """The lines of each block of each note, as laid out."""
    found: NoteLines = {}

    def walk(box: Any, note: str, block: int) -> None:
        element = getattr(box, "element", None)
        if element is not None:
            note = element.get("data-note", note)
            block = int(element.get("data-block", block))
        if type(box).__name__ == "LineBox":
            found.setdefault(note, {}).setdefault(block, []).append(_text(box))
        else:
            for child in getattr(box, "children", ()):
                walk(child, note, block)

    for page in document.pages:
        walk(page._page_box, "", 0)
    return found


def _text(box: Any) -> str:
    if hasattr(box, "text"):
        return str(box.text)
    return "".join(_text(child) for child in getattr(box, "children", ()))


def _pieces(
    note: Note, lines: dict[int, list[str]], writer: MarkupWriter, mark: Markup
) -> Iterator[Markup]:
    """Lines two by two; what is no paragraph stays whole."""
    pieces = list(_block_pieces(note, lines, writer, mark))
    for start in range(0, len(pieces), LINES):
        yield Markup("").join(pieces[start : start + LINES])


def _block_pieces(
    note: Note, lines: dict[int, list[str]], writer: MarkupWriter, mark: Markup
) -> Iterator[Markup]:
    for index, block in enumerate(note.blocks):
        if not isinstance(block, Paragraph):
            yield writer.numbered((block,), mark) if index == 0 else writer.blocks((block,))
            continue
        rest = block.children
        # The mark is part of the first line as measured, but not of the text to cut.
        skip = len(note.number) if index == 0 else 0
        for number, line in enumerate(lines[index]):
            count = sum(not c.isspace() and c != INSERTED_HYPHEN for c in line) - skip
            skip = 0
            head, rest = cut(rest, count)
            last = number == len(lines[index]) - 1
            opening = Markup("{} ").format(mark) if index == number == 0 else Markup("")
            hyphen = INSERTED_HYPHEN if line.endswith(INSERTED_HYPHEN) else ""
            kind = "line last" if last else "line"
            kind += " indented" if index and number == 0 else ""
            yield Markup('<p class="{}">{}{}{}</p>').format(
                kind, opening, writer.inlines(head), hyphen
            )


def cut(inlines: Inlines, count: int) -> tuple[Inlines, Inlines]:
    """Inlines before and behind the first ``count`` characters that are no spaces.

    Spaces at the cut are dropped, as a line end drops them; ids stay with the first part.
    """
    head: list[Inline] = []
    for index, inline in enumerate(inlines):
        size = sum(not c.isspace() for c in plain_text((inline,)))
        if size <= count:
            head.append(inline)
            count -= size
            continue
        if count == 0:
            return tuple(head), _without_leading_space(inlines[index:])
        before, behind = _cut_one(inline, count)
        return (*head, before), _without_leading_space((behind, *inlines[index + 1 :]))
    return tuple(head), ()


def _cut_one(inline: Inline, count: int) -> tuple[Inline, Inline]:
    match inline:
        case Text() | Code():
            at = _offset(inline.value, count)
            return replace(inline, value=inline.value[:at]), replace(
                inline, value=inline.value[at:]
            )
        case Styled() | Link() | Span():
            before, behind = cut(inline.children, count)
            rest = replace(inline, children=behind)
            if isinstance(rest, Span):
                rest = replace(rest, identifier="")
            return replace(inline, children=before), rest
        case _:
            return inline, Text("")


def _offset(text: str, count: int) -> int:
    """The offset behind the first ``count`` characters that are no spaces."""
    for offset, char in enumerate(text):
        if count == 0:
            return offset
        count -= not char.isspace()
    return len(text)


def _without_leading_space(inlines: Inlines) -> Inlines:
    for index, inline in enumerate(inlines):
        if not (isinstance(inline, Text) and inline.value == " "):
            return inlines[index:]
    return ()
