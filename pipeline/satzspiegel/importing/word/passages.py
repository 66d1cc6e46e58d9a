"""Quotations, verse, lists and definitions among paragraphs, by style or by their looks."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from statistics import median

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Json
from satzspiegel.importing.word.desk import Desk, next_slot, size_of
from satzspiegel.importing.word.skeleton import is_slot, slot
from satzspiegel.importing.word.source import Paragraph, Piece

#: Names of styles for quotations, in lower case: Word's, LibreOffice's, Pandoc's, and usual ones.
QUOTATION = re.compile(r"\b(?:block ?)?(?:quot\w*|zitat\w*|citation|blockzitat)|block text")
VERSE = re.compile(r"\b(?:verse?|gedicht|poem|lyrik|strophe|line ?block)\b")
CODE = re.compile(r"source code|preformatted|\bcode\b|listing")
TERM, DEFINITION = re.compile(r"definition[ _]?term"), re.compile(r"definition(?!.*term)")
#: An indent (pt) that is one: 4 mm.
INDENT = 11.0
#: Characters of a line of verse; longer lines are prose that was broken.
VERSE_LINE = 64
#: Characters up to which items need no space between them.
SHORT_ITEM = 100
#: Marks of items that are typed, with what they say of the list.
BULLET = re.compile(r"\s*([-–—•*·▪●○◦‣➢■□◆])[\s\u00a0]+(?=\S)")
NUMBER = re.compile(r"\s*(\(?)(\d{1,3}|[a-z])([.)])[\s\u00a0]+(?=\S)")
#: Lines of this length were broken because they were full, if most of them have about it.
SHORTEST, LONGEST = 35, 110
#: A line that is shorter than this part of the longest ends its paragraph.
FULL = 0.75
#: A word broken at the end of a line; where lines are full, that is prose with its old line ends.
BROKEN = re.compile(r"[a-zäöüß][-\u00ac]\n[ \t]*[a-zäöüß]")
ORNAMENT = re.compile(r"\s*(?:[*•·⁂❦❧✻✽~#](?:\s*[*•·❦✻✽~#]){0,6}|[-–—_](?:\s*[-–—_]){2,})\s*")
#: A bullet is hardly anything else; a dash may begin direct speech.
BULLETS = {"•": 0.99, "▪": 0.99, "●": 0.99, "-": 0.95, "*": 0.95}


# ------------------------------------------------------------------------------------- ornaments


def with_ornaments(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Lines of stars and rules that were drawn as what they are."""
    out = []
    for block in blocks:
        if is_slot(block) and _is_ornament(desk.paragraph(block)):
            desk.change("ornament", desk.paragraph(block), removed=desk.paragraph(block).text)
            out.append({"t": "HorizontalRule"})
        else:
            out.append(block)
    return out


def _is_ornament(paragraph: Paragraph) -> bool:
    things = any(piece.note or piece.picture for piece in paragraph.pieces)
    drawn = paragraph.look.rule and not paragraph.text.strip()
    return not things and (drawn or bool(ORNAMENT.fullmatch(paragraph.text)))


# ----------------------------------------------------------------------------------------- lists


def with_lists(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Paragraphs that begin with typed bullets or numbers in a row as lists."""
    out: list[Json] = []
    index = 0
    while index < len(blocks):
        marks = _list_marks(desk, blocks, index)
        if len(marks) > 1:
            out.append(_typed_list(desk, blocks[index : index + len(marks)], marks))
        else:
            out.append(blocks[index])
        index += max(1, len(marks))
    return out


def _typed(desk: Desk, block: Json | None) -> re.Match[str] | None:
    if block is None or block["c"][1]:
        return None
    text = desk.paragraph(block).text
    if desk.paragraph(block).look.listed:
        return None
    return BULLET.match(text) or NUMBER.match(text)


def _list_marks(desk: Desk, blocks: list[Json], index: int) -> list[re.Match[str]]:
    """The marks of the blocks from here on that are items of one list."""
    marks: list[re.Match[str]] = []
    mark = _typed(desk, next_slot(blocks, index))
    while mark is not None and (not marks or _follows(marks[-1], mark)):
        marks.append(mark)
        mark = _typed(desk, next_slot(blocks, index + len(marks)))
    return marks


def _follows(last: re.Match[str], item: re.Match[str]) -> bool:
    if last.re is not item.re:
        return False
    if last.re is BULLET:
        return last[1] == item[1]
    return (last[1], last[3]) == (item[1], item[3]) and _value(item) == _value(last) + 1


def _value(item: re.Match[str]) -> int:
    return int(item[2]) if item[2].isdigit() else ord(item[2]) - ord("a") + 1


def _typed_list(desk: Desk, blocks: list[Json], marks: list[re.Match[str]]) -> Json:
    first = marks[0]
    sure = BULLETS.get(first[1], 0.85) if first.re is BULLET else 0.97
    for block, mark in zip(blocks, marks, strict=True):
        paragraph = desk.paragraph(block)
        desk.change("list-mark", paragraph, removed=mark[0])
        desk.replace(paragraph.number, without_start(paragraph.pieces, mark.end()))
    values = {"chosen": blocks_words(desk, blocks[:1])}
    last = desk.paragraph(blocks[-1])
    desk.append(last.number, desk.doubt("import-word-list", last, sure, values))
    short = all(len(desk.paragraph(block).text) <= SHORT_ITEM for block in blocks)
    items = [[slot(block["c"][0], tight=short)] for block in blocks]
    if first.re is BULLET:
        return {"t": "BulletList", "c": items}
    style = "Decimal" if first[2].isdigit() else "LowerAlpha"
    delimiter = "TwoParens" if first[1] else {".": "Period", ")": "OneParen"}[first[3]]
    return {"t": "OrderedList", "c": [[_value(first), {"t": style}, {"t": delimiter}], items]}


def without_start(pieces: tuple[Piece, ...], count: int) -> list[Piece]:
    """Pieces without their first characters; things among them stay."""
    out, left = [], count
    for piece in pieces:
        gone = min(left, len(piece.text))
        left -= gone
        if piece.is_thing or gone < len(piece.text):
            out.append(replace(piece, text=piece.text[gone:]))
    return out


def slice_pieces(pieces: tuple[Piece, ...], start: int, end: int) -> list[Piece]:
    """The characters from ``start`` to ``end``, and the things among them and at both ends."""
    out, at = [], 0
    for piece in pieces:
        first, last = max(start - at, 0), min(end - at, len(piece.text))
        if piece.is_thing and start <= at <= end:
            out.append(piece)
        elif first < last:
            out.append(replace(piece, text=piece.text[first:last]))
        at += len(piece.text)
    return out


def blocks_words(desk: Desk, blocks: list[Json]) -> str:
    """The first words of blocks, for a message."""
    text = " ".join(" ".join(desk.paragraph(b).text.split()) for b in blocks if is_slot(b))
    return text if len(text) <= 60 else f"{text[:57].rstrip()} …"


# ----------------------------------------------------------------------------------- definitions


def with_definitions(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Terms and definitions by their styles as definition lists."""
    out: list[Json] = []
    for kind, group in groupby(blocks, lambda block: _definition_kind(desk, block)):
        some = list(group)
        if kind and TERM.search(desk.paragraph(some[0]).look.style):
            out.append({"t": "DefinitionList", "c": _entries(desk, some)})
        else:
            out += some
    return out


def _definition_kind(desk: Desk, block: Json) -> bool:
    if not is_slot(block) or block["c"][1]:
        return False
    style = desk.paragraph(block).look.style
    return bool(TERM.search(style) or DEFINITION.match(style))


def _entries(desk: Desk, blocks: list[Json]) -> list[Json]:
    entries: list[Json] = []
    for block in blocks:
        paragraph = desk.paragraph(block)
        if TERM.search(paragraph.look.style):
            entries.append([desk.inlines(paragraph), [[]]])
        else:
            entries[-1][1][0].append(block)
    return [entry for entry in entries if entry[1][0]] or entries


# ------------------------------------------------------------------------------------ quotations


def with_quotations(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Paragraphs of a quotation's style, or indented on the left, as quotations."""
    out: list[Json] = []
    for sure, group in groupby(blocks, lambda block: _quotation(desk, block)):
        some = list(group)
        if sure:
            last = desk.paragraph(some[-1])
            values = {"chosen": blocks_words(desk, some[:1])}
            desk.append(last.number, desk.doubt("import-word-quotation", last, sure, values))
            out.append(tree.quotation(some))
        else:
            out += some
    return out


def _quotation(desk: Desk, block: Json) -> float:
    """How sure it is that a block is of a quotation; 0 for what is none."""
    if not is_slot(block) or block["c"][1]:
        return 0.0
    paragraph = desk.paragraph(block)
    look, running = paragraph.look, desk.running
    if QUOTATION.search(look.style):
        return 1.0
    deep = look.left - running.left >= INDENT and look.first > -INDENT / 2
    if not deep or look.listed or look.align in ("center", "right") or VERSE.search(look.style):
        return 0.0
    if look.style.startswith(("list", "bibliography", "definition", "toc")):
        return 0.0
    if not any(char.isalpha() for char in paragraph.text):
        return 0.0
    if "\n" in paragraph.text.strip() and is_verse(paragraph):
        return 0.0
    narrow = look.right >= INDENT
    smaller = 0 < size_of(paragraph) < running.size
    return 0.97 if narrow or smaller else 0.85


# ----------------------------------------------------------------------------------------- verse


def is_code(paragraph: Paragraph) -> bool:
    """Whether a paragraph has a style for code."""
    return bool(CODE.search(paragraph.look.style))


def are_full(lines: list[str]) -> bool:
    """Whether lines were broken because they were full: all but the last are about as long."""
    longest = max(map(len, lines))
    if not SHORTEST <= longest <= LONGEST:
        return False
    inner = lines[:-1]
    full = sum(len(line) >= FULL * longest for line in inner)
    return full >= 0.8 * len(inner)


def is_verse(paragraph: Paragraph) -> bool:
    """Whether the forced line breaks of a paragraph are those of verse."""
    text = paragraph.text.strip("\n")
    lines = [line.strip() for line in text.split("\n")]
    if VERSE.search(paragraph.look.style):
        return True
    if len(lines) < 2 or max(map(len, lines)) > VERSE_LINE:
        return False
    if BROKEN.search(text) and are_full(lines):
        return False
    return len(lines) > 2 or max(map(len, lines)) <= VERSE_LINE // 2 + 12


def verse_probability(paragraph: Paragraph) -> float:
    """How sure it is: the more and the shorter the lines, the more."""
    lines = [line for line in paragraph.text.split("\n") if line.strip()]
    if VERSE.search(paragraph.look.style) or len(lines) > 3 or "\n\n" in paragraph.text:
        return 0.99
    return 0.96 if len(lines) == 3 and median(map(len, lines)) < 45 else 0.85


def verse_lines(desk: Desk, paragraph: Paragraph) -> list[list[Json]]:
    """The lines of a verse; an empty one divides stanzas. What begins a line indents it."""
    lines: list[list[Json]] = []
    at = 0
    text = paragraph.text
    for line in text.split("\n"):
        pieces = slice_pieces(paragraph.pieces, at, at + len(line))
        at += len(line) + 1
        made = desk.inlines(Paragraph(paragraph.number, tuple(pieces), paragraph.look))
        indent = len(line) - len(line.lstrip(" \u00a0\t")) if line.strip() else 0
        if indent and made:
            made = [{"t": "Str", "c": "\u00a0" * min(indent, 40)}, *made]
        lines.append(made)
    while lines and not lines[-1]:
        lines.pop()
    return lines
