"""Columns that were made with tabs as tables."""

from __future__ import annotations

import re
from dataclasses import replace

from satzspiegel.importing.draft import Json
from satzspiegel.importing.word.desk import Desk
from satzspiegel.importing.word.passages import slice_pieces
from satzspiegel.importing.word.skeleton import is_slot, slot
from satzspiegel.importing.word.source import Paragraph

#: Rows of a table; two may be lines of a letter.
FEWEST = 3
#: Characters of a cell: a sentence behind a tab is no cell.
CELL = 48
TAB = re.compile(r"\t")
TABS = re.compile(r"\t+")
#: What begins an item of a list and not a row of a table.
MARK = re.compile(r"[\[(]?(?:\d{1,3}(?:\.\d+)*|[a-z]|[IVXivx]{1,5})[.)\]]|[-–—•*·▪●]")

Span = tuple[int, int]


def with_columns(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Rows of paragraphs with as many tabs as tables."""
    out: list[Json] = []
    index = 0
    while index < len(blocks):
        rows = _rows(desk, blocks, index)
        if len(rows) >= FEWEST:
            out.append(_table(desk, rows))
            index += len(rows)
        else:
            out.append(blocks[index])
            index += 1
    return out


def _rows(desk: Desk, blocks: list[Json], index: int) -> list[tuple[Paragraph, list[Span]]]:
    """The paragraphs from here on that have as many cells, each with its cells."""
    some: list[Paragraph] = []
    for block in blocks[index:]:
        if not is_slot(block) or block["c"][1] or not _is_row(desk.paragraph(block)):
            break
        some.append(desk.paragraph(block))
    for between in (TAB, TABS):
        rows = [(paragraph, _cells(paragraph.text, between)) for paragraph in some]
        width = len(rows[0][1]) if rows else 0
        count = next((i for i, (_, cells) in enumerate(rows) if len(cells) != width), len(rows))
        if count >= FEWEST:
            return [] if _is_list(rows[:count]) else rows[:count]
    return []


def _is_row(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if paragraph.look.listed or "\n" in text.strip() or "\t" not in text.strip():
        return False
    if any(piece.picture for piece in paragraph.pieces):
        return False
    return max(len(cell) for cell in text.split("\t")) <= CELL


def _cells(text: str, between: re.Pattern[str]) -> list[Span]:
    """Where the cells of a row begin and end; tabs at both ends divide nothing."""
    start = len(text) - len(text.lstrip("\t "))
    end = len(text.rstrip("\t "))
    cells, at = [], start
    for match in between.finditer(text, start, end):
        cells.append((at, match.start()))
        at = match.end()
    return [*cells, (at, end)]


def _is_list(rows: list[tuple[Paragraph, list[Span]]]) -> bool:
    """Whether the first column has the marks of a list, and there is but one more."""
    if len(rows[0][1]) > 2:
        return False
    return all(MARK.fullmatch(p.text[cells[0][0] : cells[0][1]].strip()) for p, cells in rows)


def _table(desk: Desk, rows: list[tuple[Paragraph, list[Span]]]) -> Json:
    """A table without a head, whose cells are paragraphs of their own."""
    first, last = rows[0][0], rows[-1][0]
    words = " ".join(first.text.split())[:60]
    sure = 0.9 if len(rows[0][1]) > 2 else 0.8
    mark = desk.doubt("import-word-columns", last, sure, {"chosen": words})
    made = [[_cell(desk, paragraph, cell) for cell in cells] for paragraph, cells in rows]
    desk.append(made[-1][-1][4][0]["c"][0], mark)
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * len(rows[0][1])
    empty = [["", [], []], []]
    body = [["", [], []], 0, [], [[["", [], []], cells] for cells in made]]
    return {"t": "Table", "c": [["", [], []], [None, []], columns, empty, [body], empty]}


def _cell(desk: Desk, paragraph: Paragraph, cell: Span) -> Json:
    """A cell with a new paragraph, whose number is behind all others."""
    number = max(desk.paragraphs) + 1
    whole = slice_pieces(paragraph.pieces, *cell)
    if cell[1] >= len(paragraph.text.rstrip("\t ")):
        whole = slice_pieces(paragraph.pieces, cell[0], len(paragraph.text))
    desk.paragraphs[number] = replace(paragraph, number=number, pieces=tuple(whole))
    return [["", [], []], {"t": "AlignDefault"}, 1, 1, [slot(number, tight=True)]]
