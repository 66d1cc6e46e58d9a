"""What Pandoc makes of a file in which every paragraph is its number: lists, tables, headings.

Pandoc's readers know how lists and tables hang together, but they drop sizes, languages, alignment
and more, and some text. So each paragraph goes to Pandoc as a number, and comes back as a slot for
what we read of it ourselves. A number that Pandoc lost is put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from satzspiegel.importing.draft import Json
from satzspiegel.importing.word.archive import broken
from satzspiegel.manuscript.limits import too_deep
from satzspiegel.manuscript.pandoc import parse_foreign
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Place

#: Private characters (Unicode, 23.5) around numbers; no text of the source goes to Pandoc.
MARKER = re.compile("\ue000(\\d+)\ue001")
NOTE_MARKER = re.compile("\ue002(\\d+)\ue001")
#: A block for a paragraph: ``{"t": SLOT, "c": [number, level, tight]}``; the level of running text
#: is 0, and ``tight`` says that it is one of a list without space between its items.
SLOT = "Slot"
#: Levels of Pandoc's tree: forty lists in one another have 160, a table in a table nine more.
DEEPEST = 240
#: Blocks around others whose content is read for itself.
AROUND = ("BlockQuote", "Div", "Figure")


@dataclass(frozen=True)
class Bones:
    """The blocks of the text, and those of each note in the order of the notes."""

    body: list[Json]
    notes: tuple[list[Json], ...]


def marker(number: int) -> str:
    """What stands for a paragraph."""
    return f"\ue000{number}\ue001"


def note_marker(index: int) -> str:
    """What stands before the paragraphs of a note."""
    return f"\ue002{index}\ue001"


def slot(number: int, level: int = 0, *, tight: bool = False) -> Json:
    """A block for a paragraph."""
    return {"t": SLOT, "c": [number, level, tight]}


def is_slot(block: Json) -> bool:
    """Whether a block is a paragraph yet to be filled."""
    return bool(block["t"] == SLOT)


def read_bones(skeleton: bytes, form: str, place: Place, notes: int, paragraphs: int) -> Bones:
    """The skeleton as Pandoc reads it.

    ``notes`` and ``paragraphs`` are how many there are. Each paragraph has one slot in the result.
    """
    try:
        blocks = _emptied(parse_foreign(skeleton, form, place))
    except ManuscriptError as error:
        if error.findings[0].code == "pandoc-failed":
            raise broken(place.file) from error
        raise
    if _depth(blocks) > DEEPEST:
        raise too_deep(place)
    body, parts = _parted(blocks, notes)
    return Bones(*_completed(body, parts, paragraphs))


def _depth(tree: Json) -> int:
    """How many lists and mappings of a tree stand inside one another."""
    depth, level = 0, [tree]
    while level:
        depth += 1
        inside = [one.values() if isinstance(one, dict) else one for one in level]
        level = [o for some in inside for o in some if isinstance(o, dict | list)]
    return depth


def slots(blocks: Json) -> Iterator[int]:
    """The numbers of all slots in blocks, in their order."""
    if isinstance(blocks, list):
        for one in blocks:
            yield from slots(one)
    elif isinstance(blocks, Mapping):
        if blocks.get("t") == SLOT:
            yield blocks["c"][0]
        else:
            yield from slots(blocks.get("c"))


def _emptied(blocks: Sequence[Json]) -> list[Json]:
    """Blocks with slots in place of paragraphs; what only stands around them is taken off."""
    out: list[Json] = []
    for block in blocks:
        out += _emptied_block(block)
    return out


def _emptied_block(block: Json) -> list[Json]:
    kind, content = block["t"], block.get("c")
    if kind == "Header":
        level = content[0]
        return [slot(number, level) for number in _numbers(content[2])]
    if kind in AROUND:
        return _emptied(content if kind == "BlockQuote" else content[-1])
    if kind in ("BulletList", "OrderedList"):
        return [_list(kind, content)]
    if kind == "DefinitionList":
        return [slot(number) for number in _numbers(content)]
    if kind == "Table":
        return _table(_cells(content))
    if found := NOTE_MARKER.search(_text(content)):
        return [{"t": "NoteStart", "c": int(found[1])}]
    return [slot(number, tight=kind == "Plain") for number in _numbers(content)]


def _list(kind: str, content: Json) -> Json:
    """A list; a bare number as an item is a paragraph of its own."""
    items = content if kind == "BulletList" else content[1]
    made = [_emptied(item) for item in items]
    return {"t": kind, "c": made if kind == "BulletList" else [content[0], made]}


def _table(content: Json) -> list[Json]:
    """A table; one of a single cell is a frame around paragraphs."""
    rows = [*content[3][1], *(row for body in content[4] for row in (*body[2], *body[3]))]
    if len(rows) == 1 and len(rows[0][1]) == 1:
        return [slot(b["c"][0], b["c"][1]) if is_slot(b) else b for b in rows[0][1][0][4]]
    return [{"t": "Table", "c": content}]


def _cells(content: Json) -> Json:
    """A table whose cells have slots; its caption is found by its looks."""
    attributes, _, columns, head, bodies, foot = content
    rows = [[part[0], [_row(row) for row in part[1]]] for part in (head, foot)]
    made = [[b[0], b[1], [_row(r) for r in b[2]], [_row(r) for r in b[3]]] for b in bodies]
    return [attributes, [None, []], columns, rows[0], made, rows[1]]


def _row(row: Json) -> Json:
    attributes, cells = row
    return [attributes, [[*cell[:4], _emptied(cell[4])] for cell in cells]]


def _text(content: Json) -> str:
    """All strings in a tree."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(map(_text, content))
    return _text(content.get("c", "")) if isinstance(content, Mapping) else ""


def _numbers(content: Json) -> list[int]:
    return [int(number) for number in MARKER.findall(_text(content))]


def _parted(blocks: Sequence[Json], notes: int) -> tuple[list[Json], list[list[Json]]]:
    """The blocks before the first note, and those of each note."""
    body: list[Json] = []
    parts: list[list[Json]] = [[] for _ in range(notes)]
    here = body
    for block in blocks:
        if block["t"] == "NoteStart":
            here = parts[block["c"]]
        else:
            here.append(block)
    return body, parts


def _completed(
    body: list[Json], parts: list[list[Json]], paragraphs: int
) -> tuple[list[Json], tuple[list[Json], ...]]:
    """Slots for paragraphs that Pandoc lost, behind the one before; none twice."""
    seen: set[int] = set()
    whole = [_once(blocks, seen) for blocks in (body, *parts)]
    lost = set(range(paragraphs)) - seen
    completed = [_with_lost(blocks, lost) for blocks in whole]
    first = [slot(number) for number in sorted(lost)]
    return [*first, *completed[0]], tuple(completed[1:])


def _once(blocks: list[Json], seen: set[int]) -> list[Json]:
    out = []
    for block in blocks:
        if is_slot(block):
            if block["c"][0] in seen:
                continue
            seen.add(block["c"][0])
        else:
            seen.update(slots(block))
        out.append(block)
    return out


def _with_lost(blocks: list[Json], lost: set[int]) -> list[Json]:
    """A lost paragraph stands behind the block that has the one before it, and is lost no more."""
    out: list[Json] = []
    for block in blocks:
        out.append(block)
        for number in list(slots([block])):
            while number + 1 in lost:
                number += 1
                lost.discard(number)
                out.append(slot(number))
    return out
