"""Paragraphs become blocks: quotations, verse, lists, definitions, separators, code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from satzspiegel.importing.pages.chances import quotation_chance, verse_chance
from satzspiegel.importing.pages.definitions import definition_lists
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.pages.looks import (
    INDENT,
    Paragraph,
    is_centred,
    letters_face,
)
from satzspiegel.importing.pages.marks import Mark, follows, mark_of
from satzspiegel.importing.pages.tables import Table
from satzspiegel.importing.pages.type_area import SAME_EDGE, SAME_SIZE, Body, Row
from satzspiegel.importing.pages.zones import CAPTION, NOTE_TAGS, shortened

Kind = Literal[
    "text",
    "heading",
    "quotation",
    "verse",
    "list",
    "definitions",
    "code",
    "separator",
    "caption",
    "figure",
    "table",
]
SEPARATOR = re.compile(
    r"^\s*(?:[*∗⁎✻•·+~○◦]\s*){1,5}$|^\s*[⁂❦❧☙✽]\s*$|^\s*(?:[–—]\s*){2,5}$|^\s*[–—]\s*$"
)
#: A line indented by more than this share of the measure is centred or flush right.
DISPLAYED = 0.25
#: Lists in lists, at most; what is further in is text.
DEEPEST = 8


@dataclass(frozen=True)
class Item:
    """An item of a list, at its edge (pt from the left of the page)."""

    mark: Mark
    edge: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Figure:
    """A picture, at its height on a page (from 0; pt)."""

    path: str
    alternative: str
    page: int
    top: float


@dataclass(frozen=True)
class Block:
    """Paragraphs of one kind. Lists have items; definitions have terms and what follows them as
    paragraphs in turn.
    """

    kind: Kind
    paragraphs: tuple[Paragraph, ...] = ()
    level: int = 0
    items: tuple[Item, ...] = ()
    figure: Figure | None = None
    table: Table | None = None
    caption: Paragraph | None = None
    chance: float = 1.0


def blocks(
    found: Sequence[Paragraph],
    levels: Mapping[int, int],
    body: Body,
    chances: Mapping[int, float] | None = None,
    depth: int = 0,
) -> list[Block]:
    """The blocks of a flow. ``levels`` are those of headings, by their paragraphs' indices, and
    ``chances`` those of such as are guessed; ``depth`` counts the lists around.
    """
    out: list[Block] = []
    terms = definition_lists(found, body, levels)
    lists = _lists(found, levels, body) if depth < DEEPEST else {}
    index = 0
    while index < len(found):
        end = terms.get(index, index + 1)
        if index in levels:
            chance = (chances or {}).get(index, 1.0)
            out.append(Block("heading", (found[index],), levels[index], chance=chance))
        elif index in lists:
            end = lists[index]
            out.append(_list_block(found[index:end], body, depth))
        elif index in terms:
            out.append(Block("definitions", tuple(found[index:end])))
        else:
            out.append(Block(_kind(found[index], body), (found[index],)))
        index = end
    return _with_chances(list(_merged(_exceptional(out), body)), body)


def _exceptional(made: Sequence[Block]) -> list[Block]:
    """Blocks with quotations that most of the text would be as text: a quotation is an exception.

    The edge of such a text was hidden by lines that stand further out.
    """
    letters: Counter[tuple[int, int]] = Counter()
    other = 0
    for block in made:
        for paragraph in block.paragraphs:
            if block.kind == "quotation" and "BlockQuote" not in _inner_path(paragraph.rows[0]):
                letters[_setting(paragraph)] += len(paragraph.text)
            elif block.kind == "text":
                other += len(paragraph.text)
    usual = {setting for setting, count in letters.items() if count > other}
    return [
        replace(block, kind="text")
        if block.kind == "quotation" and _setting(block.paragraphs[0]) in usual
        else block
        for block in made
    ]


def _with_chances(made: Sequence[Block], body: Body) -> list[Block]:
    """Blocks with the chances of quotations and verse that no tag calls so."""
    set_alike = Counter(_setting(p) for b in made if b.kind == "quotation" for p in b.paragraphs)
    out: list[Block] = []
    for block in made:
        tagged = any("BlockQuote" in _inner_path(p.rows[0]) for p in block.paragraphs)
        if block.kind == "quotation" and not tagged:
            sisters = set_alike[_setting(block.paragraphs[0])]
            block = replace(block, chance=quotation_chance(block.paragraphs, sisters, body))
        elif block.kind == "verse" and not tagged:
            block = replace(block, chance=verse_chance(block.paragraphs))
        out.append(block)
    return out


def _setting(paragraph: Paragraph) -> tuple[int, int]:
    return round(paragraph.indented), round(paragraph.size)


def _kind(paragraph: Paragraph, body: Body) -> Kind:
    text = paragraph.text
    first = paragraph.rows[0]
    path = _inner_path(first)
    if paragraph.marginal:
        return "text"
    if len(paragraph.rows) == 1 and SEPARATOR.match(text):
        return "separator"
    if path & {"Caption"} or (CAPTION.match(text) and paragraph.size < body.size - SAME_SIZE / 2):
        return "caption"
    if all(Face.MONOSPACED in letters_face(row.line) for row in paragraph.rows):
        return "code"
    if paragraph.broken:
        return "verse"
    if "BlockQuote" in path:
        return "quotation"
    return _by_indent(paragraph, body)


def _inner_path(row: Row) -> set[str]:
    """The structure elements around a line, as far as they are inside its note."""
    kinds = [kind for kind, _ in row.line.path] or [row.line.tag]
    for index in range(len(kinds) - 1, -1, -1):
        if kinds[index] in NOTE_TAGS:
            return set(kinds[index + 1 :])
    return set(kinds)


def _by_indent(paragraph: Paragraph, body: Body) -> Kind:
    first = paragraph.rows[0]
    measure = first.right - first.left
    if is_centred(paragraph) and (len(paragraph.rows) == 1 or not paragraph.indented):
        return "text"
    if len(paragraph.rows) == 1 and first.indent > DISPLAYED * measure:
        return "text" if paragraph.size >= body.size - SAME_SIZE else "quotation"
    if paragraph.indented > INDENT * body.size or paragraph.size < body.size - SAME_SIZE:
        return "quotation"
    return "text"


def _merged(found: Sequence[Block], body: Body) -> Iterator[Block]:
    """Blocks with neighbours of one kind made one: quotations, verse, code."""
    last: Block | None = None
    for block in found:
        if last is not None and last.kind == block.kind in ("quotation", "verse", "code"):
            last = replace(last, paragraphs=(*last.paragraphs, *block.paragraphs))
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _lists(found: Sequence[Paragraph], levels: Mapping[int, int], body: Body) -> dict[int, int]:
    """Where lists end, by where they begin. What was no list from its first mark on is not tried
    again from its others, so that long runs of marks are walked through once.
    """
    out: dict[int, int] = {}
    refused: dict[str, int] = {}
    start = 0
    while start < len(found):
        first = None if start in levels or found[start].broken else mark_of(found[start].rows[0])
        if first is None or (first.value != 1 and start < refused.get(first.kind, 0)):
            start += 1
            continue
        end, is_list = _list_end(found, start, first, levels, body)
        if is_list:
            out[start] = end
        else:
            refused[first.kind] = end
        start = end if is_list else start + 1
    return out


def _list_end(
    found: Sequence[Paragraph], start: int, first: Mark, levels: Mapping[int, int], body: Body
) -> tuple[int, bool]:
    """Where what looks like a list with ``first`` as its first mark ends; whether it is one."""
    edge = found[start].rows[0].indent
    end = start
    marks: list[Mark] = []
    hanging = False
    while end < len(found) and end not in levels:
        paragraph = found[end]
        mark = mark_of(paragraph.rows[0])
        inside = _inside(paragraph, edge, body, hanging)
        if mark is None and not inside:
            break
        if mark is not None and not inside:
            if marks and not follows(marks[-1], mark):
                break
            marks.append(mark)
        hanging = hanging or _hanging(paragraph)
        end += 1
    return end, _is_list(first, marks, hanging)


def _inside(paragraph: Paragraph, edge: float, body: Body, hanging: bool) -> bool:
    """Whether a paragraph stands further in than marks at ``edge``, as a whole."""
    rows = paragraph.rows
    as_text = body.indent and abs(rows[0].indent - body.indent) <= SAME_EDGE
    if len(rows) == 1 and as_text and not hanging and mark_of(rows[0]) is None:
        return False
    return min(row.indent for row in rows) > edge + INDENT * body.size


def _hanging(paragraph: Paragraph) -> bool:
    rows = paragraph.rows
    return len(rows) > 1 and all(
        row.indent > rows[0].indent + SAME_EDGE for row in rows[1:] if row.page == rows[0].page
    )


def _is_list(first: Mark, marks: Sequence[Mark], hanging: bool) -> bool:
    if first.kind == "bullet":
        return True
    if first.kind == "dash":
        return hanging or len(marks) > 2
    return (hanging and first.value == 1) or (len(marks) > 1 and (hanging or first.value == 1))


def _list_block(found: Sequence[Paragraph], body: Body, depth: int) -> Block:
    """A list of paragraphs, those further in inside the item before them."""
    edge = found[0].rows[0].indent
    items: list[Item] = []
    start = 0
    for end in range(1, len(found) + 1):
        if end < len(found) and not _begins_item(found[end], edge, body):
            continue
        items.append(_item(found[start:end], body, depth))
        start = end
    return Block("list", (), 0, tuple(items))


def _begins_item(paragraph: Paragraph, edge: float, body: Body) -> bool:
    row = paragraph.rows[0]
    return row.indent <= edge + INDENT * body.size and mark_of(row) is not None


def _item(found: Sequence[Paragraph], body: Body, depth: int) -> Item:
    row = found[0].rows[0]
    mark = mark_of(row) or Mark("", "bullet")
    at = row.line.text.find(mark.text) + len(mark.text)
    rest = row.line.text[at:]
    line = shortened(row.line, at + len(rest) - len(rest.lstrip()))
    own = replace(found[0], rows=(replace(row, line=line), *found[0].rows[1:]))
    inner = blocks([_unindented(p) for p in found[1:]], {}, body, depth=depth + 1)
    return Item(mark, row.indent, (Block("text", (own,)), *inner))


def _unindented(paragraph: Paragraph) -> Paragraph:
    """A paragraph of an item, whose indent is the item's and says nothing of itself."""
    return replace(paragraph, indented=0.0)
