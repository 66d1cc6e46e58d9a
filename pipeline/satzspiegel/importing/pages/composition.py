"""Blocks as Pandoc has them."""

from __future__ import annotations

from collections.abc import Sequence

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Json
from satzspiegel.importing.pages.blocks import Block, Figure, Item
from satzspiegel.importing.pages.capitals import in_proper_case
from satzspiegel.importing.pages.inlines import inlines, text_of, without_common
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.pages.looks import Paragraph
from satzspiegel.importing.pages.pieces import Copy, Piece, pieces
from satzspiegel.importing.pages.tables import Cell, Table
from satzspiegel.importing.pages.type_area import Row

#: Pandoc's names of numberings by the kinds of marks.
NUMBERING = {"decimal": "Decimal", "lower": "LowerAlpha", "upper": "UpperAlpha"}
DELIMITERS = {"#.": "Period", "#)": "OneParen", "(#)": "TwoParens"}
ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "centre": "AlignCenter"}
#: The doubts of blocks that are told by their looks.
GUESSES = {
    "heading": "import-heading",
    "quotation": "import-quotation",
    "verse": "import-verse",
}
#: Verse lines are indented in steps of this (em), each a no-break space.
STEP = 0.5


def composed(found: Sequence[Block], copy: Copy) -> list[Json]:
    """Pandoc's blocks, without empty paragraphs."""
    made = [out for block in found for out in _block(block, copy)]
    return [block for block in made if block["t"] not in ("Para", "Plain") or block["c"]]


def _block(block: Block, copy: Copy) -> list[Json]:
    if block.kind == "heading":
        return [_heading(block, copy)]
    if block.kind == "quotation":
        quoted = [_paragraph(p, copy, True) for p in block.paragraphs]
        quoted[-1]["c"].extend(_guessed(block, copy))
        return [tree.quotation(quoted)]
    if block.kind == "verse":
        verse = _verse(block.paragraphs, copy)
        verse["c"][-1].extend(_guessed(block, copy))
        return [verse]
    if block.kind == "list":
        return [_list(block.items, copy)]
    if block.kind == "definitions":
        return [_definitions(block.paragraphs, copy)]
    if block.kind == "code":
        return [_code(block.paragraphs, copy)]
    if block.figure is not None:
        return [_figure(block.figure, block.caption, copy)]
    if block.table is not None:
        return [_table(block.table, block.caption, copy)]
    if block.kind == "separator":
        return _separator(block.paragraphs[0], copy)
    return [_paragraph(p, copy) for p in block.paragraphs]


def _guessed(block: Block, copy: Copy) -> list[Json]:
    """The mark of the doubt whether a block is of its kind."""
    row = block.paragraphs[0].rows[0]
    values = {"chosen": row.line.text.strip(), "other": ""}
    return copy.ledger.doubt(GUESSES[block.kind], row.page, row.line, block.chance, values)


def _paragraph(paragraph: Paragraph, copy: Copy, plain: bool = False) -> Json:
    return tree.paragraph(set_out(paragraph, copy, plain))


def set_out(paragraph: Paragraph, copy: Copy, plain: bool = False) -> list[Json]:
    """The inlines of a paragraph; ``plain`` without the face of the whole."""
    found = pieces(paragraph.rows, copy, paragraph.after)
    if paragraph.after is None and not plain:
        # A note inherits the weight of the heading in which it is called.
        found = without_common(found, Face.BOLD)
    return inlines(without_common(found) if plain else found)


def _heading(block: Block, copy: Copy) -> Json:
    paragraph = block.paragraphs[0]
    found = without_common(pieces(paragraph.rows, copy, paragraph.after))
    found, doubt = in_proper_case(found, paragraph.rows[0], copy)
    return tree.heading(block.level, [*inlines(found), *doubt, *_guessed(block, copy)])


def _verse(stanzas: Sequence[Paragraph], copy: Copy) -> Json:
    base = min(row.indent for stanza in stanzas for row in stanza.rows)
    lines: list[list[Piece]] = []
    for number, stanza in enumerate(stanzas):
        if number and stanza.rows[0].page == stanzas[number - 1].rows[-1].page:
            lines.append([])
        after = stanza.after
        for row in stanza.rows:
            indent = "\u00a0" * round((row.indent - base) / (STEP * max(1.0, row.line.size)))
            found = pieces([row], copy, after)
            after = max(after, row.page) if after is not None else None
            lines.append([Piece(indent), *found] if indent else found)
    return tree.verse([_verse_line(line) for line in _without_common_lines(lines)])


def _verse_line(line: Sequence[Piece]) -> list[Json]:
    indent = line[0].text if line and line[0].text.strip() == "" and line[0].mark is None else ""
    fixed: list[Json] = [{"t": "Str", "c": indent}] if indent.strip(" ") else []
    return [*fixed, *inlines(line[1:] if fixed else line)]


def _without_common_lines(lines: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """Lines without the face that all of them have."""
    everything = without_common([piece for line in lines for piece in line])
    out: list[list[Piece]] = []
    start = 0
    for line in lines:
        out.append(everything[start : start + len(line)])
        start += len(line)
    return out


def _list(items: Sequence[Item], copy: Copy) -> Json:
    tight = all(block.kind in ("text", "list") for item in items for block in item.blocks) and all(
        sum(block.kind == "text" for block in item.blocks) == 1 for item in items
    )
    contents = [_item(item, copy, tight) for item in items]
    mark = items[0].mark
    kind, _, _ = mark.kind.partition("#")
    kind = kind.rstrip("(")
    if kind not in NUMBERING:
        return {"t": "BulletList", "c": contents}
    delimiter = DELIMITERS.get(mark.kind[len(kind) :], "Period")
    style = [mark.value or 1, {"t": NUMBERING[kind]}, {"t": delimiter}]
    return {"t": "OrderedList", "c": [style, contents]}


def _item(item: Item, copy: Copy, tight: bool) -> list[Json]:
    row = _first_row(item)
    copy.ledger.change("list-mark", row.page, row.line, item.mark.text)
    found = composed(item.blocks, copy)
    if tight:
        return [{"t": "Plain", "c": b["c"]} if b["t"] == "Para" else b for b in found]
    return found


def _first_row(item: Item) -> Row:
    return item.blocks[0].paragraphs[0].rows[0]


def _definitions(found: Sequence[Paragraph], copy: Copy) -> Json:
    pairs = []
    for term, text in zip(found[::2], found[1::2], strict=True):
        name = set_out(term, copy, plain=True)
        pairs.append([name, [[{"t": "Para", "c": set_out(text, copy)}]]])
    return {"t": "DefinitionList", "c": pairs}


def _code(found: Sequence[Paragraph], copy: Copy) -> Json:
    rows = [row for paragraph in found for row in paragraph.rows]
    base = min(row.indent for row in rows)
    lines = []
    for row in rows:
        width = (row.line.box[2] - row.line.box[0]) / max(1, len(row.line.text))
        lines.append(" " * round((row.indent - base) / max(1.0, width)) + row.line.text.rstrip())
    return {"t": "CodeBlock", "c": [tree.attributes(), "\n".join(lines)]}


def _figure(figure: Figure, caption: Paragraph | None, copy: Copy) -> Json:
    image = {
        "t": "Image",
        "c": [tree.attributes(), tree.words(figure.alternative), [figure.path, ""]],
    }
    content = [{"t": "Plain", "c": [image]}]
    return {"t": "Figure", "c": [tree.attributes(), _caption(caption, copy), content]}


def _caption(caption: Paragraph | None, copy: Copy) -> Json:
    found = set_out(caption, copy, plain=True) if caption else []
    return [None, [{"t": "Plain", "c": found}] if found else []]


def _table(table: Table, caption: Paragraph | None, copy: Copy) -> Json:
    columns = [[{"t": ALIGNMENTS[a]}, {"t": "ColWidthDefault"}] for a in table.alignments]
    lines = [_table_row(line, index < table.heads, copy) for index, line in enumerate(table.cells)]
    plain = tree.attributes()
    _doubt(table, lines, copy)
    return {
        "t": "Table",
        "c": [
            plain,
            _caption(caption, copy),
            columns,
            [plain, lines[: table.heads]],
            [[plain, 0, [], lines[table.heads :]]],
            [plain, []],
        ],
    }


def _doubt(table: Table, lines: Sequence[Json], copy: Copy) -> None:
    """The mark of a doubt at the end of what may be no table."""
    first, last = table.rows[0], [cell for line in lines for cell in line[1] if cell[4]][-1]
    values = {"chosen": " ".join(first.line.text.split()), "other": ""}
    marks = copy.ledger.doubt("import-table", first.page, first.line, table.chance, values)
    last[4][-1]["c"].extend(marks)


def _table_row(line: Sequence[Cell], head: bool, copy: Copy) -> Json:
    cells = []
    for cell in line:
        found = pieces(cell, copy)
        content = inlines(without_common(found) if head else found)
        blocks = [{"t": "Plain", "c": content}] if content else []
        cells.append([tree.attributes(), {"t": "AlignDefault"}, 1, 1, blocks])
    return [tree.attributes(), cells]


def _separator(paragraph: Paragraph, copy: Copy) -> list[Json]:
    row = paragraph.rows[0]
    copy.ledger.change("separator", row.page, row.line, text_of(pieces([row], copy)))
    return [{"t": "HorizontalRule"}]
