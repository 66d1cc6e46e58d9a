"""A publication as Pandoc's document, with all that Pandoc's formats can hold."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pypandoc

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
    NoteCall,
    Ornament,
    Paragraph,
    Publication,
    Quotation,
    Span,
    Styled,
    StyleKind,
    Table,
    Text,
    Verse,
)
from satzspiegel.walks import child_inlines, walk_blocks

#: Version of Pandoc's JSON that is written here.
API = [1, 23, 1]
STYLES = {
    StyleKind.EMPHASIS: "Emph",
    StyleKind.STRONG: "Strong",
    StyleKind.SMALL_CAPS: "SmallCaps",
    StyleKind.SUPERSCRIPT: "Superscript",
    StyleKind.SUBSCRIPT: "Subscript",
    StyleKind.UNDERLINE: "Underline",
    StyleKind.STRIKEOUT: "Strikeout",
}
NUMBERINGS = {
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}
ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}

Node = dict[str, Any]


def pandoc(publication: Publication, suffix: str, writer: str, out: Path, *options: str) -> Path:
    """The publication through one of Pandoc's writers into a file; images have this suffix."""
    tree = {
        "pandoc-api-version": API,
        "meta": _meta(publication),
        # LaTeX writes the labels of captions itself.
        "blocks": _Tree(publication, suffix, not writer.startswith("latex")).chapters(),
    }
    command = [pypandoc.get_pandoc_path(), "-f", "json", "-t", writer, "--wrap=none"]
    command += ["--resource-path", str(out.parent), "-o", str(out), *options]
    subprocess.run(command, input=json.dumps(tree).encode(), check=True, capture_output=True)
    return out


def _meta(publication: Publication) -> dict[str, Node]:
    metadata, tree = publication.metadata, _Tree(publication, "")
    authors = [p.name for p in metadata.contributors if p.role == "aut"]
    names = [_node("MetaInlines", tree.inlines([Text(name)])) for name in authors]
    meta = {
        "title": _node("MetaInlines", tree.inlines(metadata.title)),
        "lang": _node("MetaInlines", [_node("Str", metadata.language)]),
        "author": _node("MetaList", names),
    }
    if metadata.subtitle:
        meta["subtitle"] = _node("MetaInlines", tree.inlines(metadata.subtitle))
    return meta


def _node(kind: str, *content: Any) -> Node:
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def _attributes(identifier: str = "", classes: Iterable[str] = (), language: str = "") -> list[Any]:
    return [identifier, list(classes), [["lang", language]] if language else []]


class _Tree:
    """A publication → Pandoc's nodes."""

    def __init__(self, publication: Publication, suffix: str, labels: bool = True) -> None:
        self._labels = labels
        self._chapters = publication.chapters
        self._suffix = suffix
        self._notes = {note.identifier: note for note in publication.notes}
        blocks = tuple(b for chapter in publication.chapters for b in walk_blocks(chapter.blocks))
        held = [b.identifier for b in blocks if isinstance(b, Heading | Figure | Table)]
        self._identifiers = frozenset(held)

    def chapters(self) -> list[Node]:
        """The blocks of all chapters."""
        return [node for chapter in self._chapters for node in self.blocks(chapter.blocks)]

    def blocks(self, blocks: Iterable[Block]) -> list[Node]:
        return [node for block in blocks for node in self._block(block)]

    def inlines(self, inlines: Iterable[Inline]) -> list[Node]:
        return [node for inline in inlines for node in self._inline(inline)]

    # ---------------------------------------------------------------------------------- inlines

    def _inline(self, inline: Inline) -> list[Node]:
        match inline:
            case Text():
                return _words(inline.value)
            case LineBreak():
                return [{"t": "LineBreak"}]
            case Styled():
                return [_node(STYLES[inline.kind], self.inlines(inline.children))]
            case Code():
                return [_node("Code", _attributes(), inline.value)]
            case Link():
                return self._link(inline)
            case Image():
                target = str(Path(inline.source).with_suffix(self._suffix))
                width = [["width", inline.width]] if inline.width else []
                return [_node("Image", ["", [], width], _words(inline.alternative), [target, ""])]
            case Span(language=language) if language:
                attributes = _attributes(language=language)
                return [_node("Span", attributes, self.inlines(inline.children))]
            case NoteCall():
                return [_node("Note", self.blocks(self._notes[inline.note].blocks))]
            case _:
                return self.inlines(child_inlines(inline))

    def _link(self, link: Link) -> list[Node]:
        children = self.inlines(link.children)
        if link.target.startswith("#") and link.target[1:] not in self._identifiers:
            return children
        return [_node("Link", _attributes(), children, [link.target, ""])]

    # ----------------------------------------------------------------------------------- blocks

    def _block(self, block: Block) -> list[Node]:
        match block:
            case Paragraph():
                return [_node("Plain" if block.tight else "Para", self.inlines(block.children))]
            case Heading():
                return self._heading(block)
            case Quotation():
                return [_node("BlockQuote", self.blocks(block.blocks))]
            case Verse():
                return [_node("LineBlock", [self.inlines(line) for line in block.lines])]
            case ItemList():
                return [self._items(block)]
            case DefinitionList():
                return [self._terms(block)]
            case Table():
                return [self._table(block)]
            case Figure():
                caption = [None, [_node("Plain", self._captioned(block))]]
                return [_node("Figure", _attributes(block.identifier), caption, self._boxed(block))]
            case CodeBlock():
                return [_node("CodeBlock", _attributes(), block.value)]
            case Division():
                return self._division(block)
            case Ornament():
                return [{"t": "HorizontalRule"}]
            case _:
                return []

    def _heading(self, heading: Heading) -> list[Node]:
        if heading.generated and heading.identifier != "bibliography":
            return []
        attributes = _attributes(heading.identifier)
        return [_node("Header", heading.level, attributes, self.inlines(heading.children))]

    def _items(self, items: ItemList) -> Node:
        bodies = [self.blocks(item) for item in items.items]
        if items.start is None:
            return _node("BulletList", bodies)
        kind = [items.start, {"t": NUMBERINGS[items.numbering]}, {"t": "Period"}]
        return _node("OrderedList", kind, bodies)

    def _terms(self, terms: DefinitionList) -> Node:
        entries = [
            [self.inlines(term), [self.blocks(body) for body in bodies]]
            for term, bodies in terms.entries
        ]
        return _node("DefinitionList", entries)

    def _division(self, division: Division) -> list[Node]:
        """A motto is a quotation for programs that know no mottos."""
        inside = self.blocks(division.blocks)
        if "epigraph" in division.classes:
            return [_node("BlockQuote", inside)]
        if not division.language:
            return inside
        return [_node("Div", _attributes(language=division.language), inside)]

    def _boxed(self, figure: Figure) -> list[Node]:
        """The picture: its paragraph is none."""
        return [{**node, "t": "Plain"} if node["t"] == "Para" else node
                for node in self.blocks(figure.blocks)]  # fmt: skip

    def _captioned(self, block: Figure | Table) -> list[Node]:
        label = [Text(f"{block.label}: ")] if block.label and self._labels else []
        return self.inlines([*label, *block.caption])

    def _table(self, table: Table) -> Node:
        widths = [_node("ColWidth", w) if w else {"t": "ColWidthDefault"} for w in table.widths]
        words = self._captioned(table)
        caption = [None, [_node("Plain", words)] if words else []]
        columns = [[{"t": "AlignDefault"}, width] for width in widths]
        head = [_attributes(), [self._row(row) for row in table.head]]
        body = [_attributes(), 0, [], [self._row(row) for row in table.body]]
        foot = [_attributes(), []]
        return _node("Table", _attributes(table.identifier), caption, columns, head, [body], foot)

    def _row(self, row: Iterable[Cell]) -> list[Any]:
        return [_attributes(), [self._cell(cell) for cell in row]]

    def _cell(self, cell: Cell) -> list[Any]:
        alignment = {"t": ALIGNMENTS.get(cell.align, "AlignDefault")}
        return [_attributes(), alignment, cell.rows, cell.columns, self.blocks(cell.blocks)]


def _words(text: str) -> list[Node]:
    nodes: list[Node] = []
    for number, word in enumerate(text.split(" ")):
        nodes += [{"t": "Space"}] if number else []
        nodes += [_node("Str", word)] if word else []
    return nodes
