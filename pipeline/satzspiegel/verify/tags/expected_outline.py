"""What a tagged PDF must be made of: the blocks of the publication as standard structure types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from satzspiegel.markers import item_markers
from satzspiegel.model import (
    Block,
    Cell,
    Code,
    CodeBlock,
    DefinitionList,
    Division,
    Figure,
    Heading,
    Image,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Note,
    NoteCall,
    Paragraph,
    Place,
    Publication,
    Quotation,
    Span,
    Styled,
    Table,
    Text,
    Verse,
)
from satzspiegel.verify.reading import call_sign
from satzspiegel.verify.tags.outlines import Node, Piece, cell_detail, code_detail
from satzspiegel.walks import walk_inlines

Blocks = tuple[Block, ...]
Inlines = tuple[Inline, ...]
#: ListNumbering (ISO 32000-1, table 347) by our words; lists without numbers are Disc.
NUMBERINGS = {
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}


@dataclass
class _Levels:
    """The levels of headings as far as they are seen, without those that are left out."""

    _open: list[int] = field(default_factory=list)

    def of(self, heading: Heading) -> int:
        """How many headings a heading is under, itself included, 6 at most."""
        while self._open and self._open[-1] >= heading.level:
            self._open.pop()
        self._open.append(heading.level)
        return min(len(self._open), 6)


@dataclass(frozen=True)
class _Outliner:
    """Turns blocks into nodes; ``language`` is that of the text around."""

    language: str
    levels: _Levels = field(default_factory=_Levels)

    def speaking(self, language: str) -> _Outliner:
        """The same for text in another language; empty for the same."""
        return _Outliner(language or self.language, self.levels)

    def blocks(self, blocks: Blocks) -> tuple[Node, ...]:
        return tuple(node for block in blocks for node in self.block(block))

    def block(self, block: Block) -> Iterator[Node]:
        match block:
            case Paragraph():
                yield from self._passage("P", block.children)
            case Heading():
                yield from self._passage(f"H{self.levels.of(block)}", block.children)
            case Quotation():
                yield Node("BlockQuote", self.blocks(block.blocks))
            case Division():
                yield from self.speaking(block.language).blocks(block.blocks)
            case Verse():
                yield from self._verse(block)
            case ItemList():
                yield self._list(block)
            case DefinitionList():
                yield self._definitions(block)
            case Figure():
                yield from self.blocks(block.blocks)
                yield from self._caption(block)
            case Table():
                yield self._table(block)
            case CodeBlock():
                code = (Piece(block.value, self.language),)
                yield Node("P", pieces=code, detail=code_detail(1))

    def _passage(self, role: str, inlines: Inlines) -> Iterator[Node]:
        """A paragraph: its images, then its text."""
        for inline in walk_inlines(inlines):
            if isinstance(inline, Image) and inline.alternative:  # others are decoration
                yield Node("Figure", detail=inline.alternative, place=inline.place)
        codes = sum(isinstance(one, Code) for one in walk_inlines(inlines))
        detail, place = code_detail(codes), _place(inlines)
        node = Node(role, pieces=self._pieces(inlines), detail=detail, place=place)
        if node.words:
            yield node

    def _verse(self, verse: Verse) -> Iterator[Node]:
        for verse_line in verse.lines:
            yield from self._passage("P", verse_line)

    def _list(self, block: ItemList) -> Node:
        items = (
            Node("LI", (self._label(marker), *self.blocks(item)))
            for marker, item in zip(item_markers(block), block.items, strict=True)
        )
        numbering = NUMBERINGS.get(block.numbering, "Decimal") if block.start is not None else ""
        return Node("L", tuple(items), detail=numbering)

    def _label(self, marker: str) -> Node:
        return Node("Lbl", pieces=(Piece(marker, ""),))

    def _definitions(self, block: DefinitionList) -> Node:
        items = (
            Node(
                "LI",
                (
                    *self._passage("Lbl", term),
                    *(node for body in bodies for node in self.blocks(body)),
                ),
            )
            for term, bodies in block.entries
        )
        return Node("L", tuple(items))

    def _caption(self, block: Figure | Table) -> Iterator[Node]:
        if block.caption:
            label = Piece(f"{block.label} ", "")
            pieces = (label, *self._pieces(block.caption))
            codes = sum(isinstance(one, Code) for one in walk_inlines(block.caption))
            place = _place(block.caption)
            passage = Node("P", pieces=pieces, detail=code_detail(codes), place=place)
            yield Node("Caption", (passage,))

    def _table(self, table: Table) -> Node:
        rows = (Node("TR", tuple(map(self._cell, row))) for row in table.head + table.body)
        return Node("Table", (*self._caption(table), *rows), place=table.place)

    def _cell(self, cell: Cell) -> Node:
        role, scope = ("TH", "Column") if cell.heading else ("TD", "")
        detail = cell_detail(scope, cell.columns, cell.rows)
        return Node(role, self.blocks(cell.blocks), detail=detail)

    def _pieces(self, inlines: Inlines) -> tuple[Piece, ...]:
        return tuple(self._inlines(inlines))

    def _inlines(self, inlines: Inlines) -> Iterator[Piece]:
        for inline in inlines:
            match inline:
                case Text() | Code():
                    yield Piece(inline.value, self.language)
                case LineBreak():
                    yield Piece(" ")
                case NoteCall():
                    yield Piece(call_sign(inline.number))
                case Span():
                    yield from self.speaking(inline.language)._inlines(inline.children)
                case Styled() | Link():
                    yield from self._inlines(inline.children)


def outline_of_text(publication: Publication) -> tuple[Node, ...]:
    """The chapters; notes are in none of them."""
    outliner = _Outliner(publication.metadata.language)
    return tuple(n for chapter in publication.chapters for n in outliner.blocks(chapter.blocks))


def outline_of_note(note: Note, publication: Publication) -> tuple[Node, ...]:
    """A note without its number."""
    return _Outliner(publication.metadata.language).blocks(note.blocks)


def _place(inlines: Inlines) -> Place | None:
    texts = (one for one in walk_inlines(inlines) if isinstance(one, Text))
    return next((text.place for text in texts if text.place), None)
