"""The text as Satzspiegel sets it, for programs that read what Pandoc writes.

The publication behind the typography pass becomes a document of Pandoc's (its JSON), and Pandoc
writes LaTeX, Typst or HTML of it. So quotation marks, dashes and spaces are the same everywhere.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from functools import singledispatchmethod
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
    PageBreak,
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

#: Version of Pandoc's JSON that is written here.
API = [1, 23, 1]
#: Writers without Pandoc's own replacements for quotation marks and dashes.
WRITERS = {"latex": "latex-smart", "typst": "typst-smart", "html": "html5-smart"}
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
#: What is not justified: lines of verse, mottos, works cited. Classes of divisions.
RAGGED = frozenset(["verse", "epigraph", "csl-entry"])
#: How a writer's language says »ragged« and »on one line«.
RAGGED_MARKS = {
    "latex": ("\\begin{ragged}", "\\end{ragged}"),
    "typst": ("#ragged[", "]"),
}
TOGETHER_MARKS = {"latex": ("\\mbox{", "}"), "typst": ("#box[", "]")}

Node = dict[str, Any]


def written(publication: Publication, writer: str) -> str:
    """The publication in ``latex``, ``typst`` or ``html``: its chapters, without a preamble."""
    document = {
        "pandoc-api-version": API,
        "meta": {},
        "blocks": list(_Conversion(publication, writer).chapters()),
    }
    command = [pypandoc.get_pandoc_path(), "-f", "json", "-t", WRITERS[writer], "--wrap=none"]
    command += ["--top-level-division=chapter"] if writer == "latex" else []
    done = subprocess.run(
        command, input=json.dumps(document).encode(), capture_output=True, check=True
    )
    return done.stdout.decode()


def languages(publication: Publication) -> set[str]:
    """The languages of passages in another language than the publication's, as BCP 47 tags."""
    found: set[str] = set()

    def look(value: object) -> None:
        if isinstance(value, tuple):
            for part in value:
                look(part)
        elif hasattr(value, "__dataclass_fields__"):
            if isinstance(value, Span | Division) and value.language:
                found.add(value.language)
            for name in value.__dataclass_fields__:
                look(getattr(value, name))

    look(publication.chapters)
    look(publication.notes)
    return found


def _node(kind: str, *content: Any) -> Node:
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def _attributes(identifier: str = "", classes: Iterable[str] = (), language: str = "") -> list[Any]:
    return [identifier, list(classes), [["lang", language]] if language else []]


def _plain(inlines: list[Node]) -> Node:
    return _node("Plain", inlines)


class _Conversion:
    """A publication → Pandoc's nodes, for one writer."""

    def __init__(self, publication: Publication, writer: str) -> None:
        self._publication = publication
        self._writer = writer
        self._notes = {note.identifier: note for note in publication.notes}
        self._inside_note = False

    def chapters(self) -> Iterator[Node]:
        """The blocks of all chapters."""
        for chapter in self._publication.chapters:
            yield from self._blocks(chapter.blocks)

    def _blocks(self, blocks: Iterable[Block]) -> list[Node]:
        return [node for block in blocks for node in self._block(block)]

    def _inlines(self, inlines: Iterable[Inline]) -> list[Node]:
        return [node for inline in inlines for node in self._inline(inline)]

    # ---------------------------------------------------------------------------------- inlines

    @singledispatchmethod
    def _inline(self, inline: Inline) -> list[Node]:
        raise TypeError(type(inline).__name__)

    @_inline.register
    def _(self, text: Text) -> list[Node]:
        words = text.value.split(" ")
        nodes: list[Node] = []
        for number, word in enumerate(words):
            nodes += [{"t": "Space"}] if number else []
            nodes += [_node("Str", word)] if word else []
        return nodes

    @_inline.register
    def _(self, _line_break: LineBreak) -> list[Node]:
        return [{"t": "LineBreak"}]

    @_inline.register
    def _(self, styled: Styled) -> list[Node]:
        return [_node(STYLES[styled.kind], self._inlines(styled.children))]

    @_inline.register
    def _(self, code: Code) -> list[Node]:
        return [_node("Code", _attributes(), code.value)]

    @_inline.register
    def _(self, link: Link) -> list[Node]:
        if link.target.startswith("#"):
            return self._inlines(link.children)
        return [_node("Link", _attributes(), self._inlines(link.children), [link.target, ""])]

    @_inline.register
    def _(self, image: Image) -> list[Node]:
        attributes = ["", [], [["width", image.width]] if image.width else []]
        source = image.source if self._writer == "html" else f"{image.source}.pdf"
        return [_node("Image", attributes, [], [source, ""])]

    @_inline.register
    def _(self, span: Span) -> list[Node]:
        children = self._inlines(span.children)
        if "together" in span.classes and self._writer in TOGETHER_MARKS:
            before, after = (
                _node("RawInline", self._writer, mark) for mark in TOGETHER_MARKS[self._writer]
            )
            children = [before, *children, after]
        attributes = _attributes(classes=span.classes, language=span.language)
        return [_node("Span", attributes, children)]

    @_inline.register
    def _(self, call: NoteCall) -> list[Node]:
        if self._inside_note:
            return [_node("Superscript", [_node("Str", call.number)])]
        self._inside_note = True
        blocks = self._blocks(self._notes[call.note].blocks)
        self._inside_note = False
        return [_node("Note", blocks)]

    # ----------------------------------------------------------------------------------- blocks

    @singledispatchmethod
    def _block(self, block: Block) -> list[Node]:
        raise TypeError(type(block).__name__)

    @_block.register
    def _(self, paragraph: Paragraph) -> list[Node]:
        kind = "Plain" if paragraph.tight else "Para"
        return [_node(kind, self._inlines(paragraph.children))]

    @_block.register
    def _(self, heading: Heading) -> list[Node]:
        return [_node("Header", heading.level, _attributes(), self._inlines(heading.children))]

    @_block.register
    def _(self, quotation: Quotation) -> list[Node]:
        return [_node("BlockQuote", self._blocks(quotation.blocks))]

    @_block.register
    def _(self, verse: Verse) -> list[Node]:
        lines = [self._inlines(line) for line in verse.lines]
        return self._ragged([_node("LineBlock", lines)], ["verse"])

    @_block.register
    def _(self, items: ItemList) -> list[Node]:
        bodies = [self._blocks(item) for item in items.items]
        if items.start is None:
            return [_node("BulletList", bodies)]
        kind = [items.start, {"t": NUMBERINGS[items.numbering]}, {"t": "Period"}]
        return [_node("OrderedList", kind, bodies)]

    @_block.register
    def _(self, terms: DefinitionList) -> list[Node]:
        if self._writer == "typst":
            return self._typst_terms(terms)
        entries = [
            [self._inlines(term), [self._blocks(body) for body in bodies]]
            for term, bodies in terms.entries
        ]
        return [_node("DefinitionList", entries)]

    def _typst_terms(self, terms: DefinitionList) -> list[Node]:
        """Pandoc's own definitions are such blocks too."""
        nodes: list[Node] = []
        for term, bodies in terms.entries:
            nodes += self._between("#term[", [_node("Para", self._inlines(term))], "]")
            for body in bodies:
                nodes += self._between("#definition[", self._blocks(body), "]")
        return nodes

    @_block.register
    def _(self, table: Table) -> list[Node]:
        widths = [
            [{"t": "AlignDefault"}, _node("ColWidth", width) if width else {"t": "ColWidthDefault"}]
            for width in table.widths
        ]
        caption = [None, [_plain(self._captioned(table.label, table.caption))]]
        head = [_attributes(), [self._row(row) for row in table.head]]
        body = [_attributes(), 0, [], [self._row(row) for row in table.body]]
        foot = [_attributes(), []]
        return [_node("Table", _attributes(), caption, widths, head, [body], foot)]

    @_block.register
    def _(self, figure: Figure) -> list[Node]:
        caption = [None, [_plain(self._captioned(figure.label, figure.caption))]]
        return [_node("Figure", _attributes(), caption, self._blocks(figure.blocks))]

    @_block.register
    def _(self, code: CodeBlock) -> list[Node]:
        return [_node("CodeBlock", _attributes(), code.value)]

    @_block.register
    def _(self, division: Division) -> list[Node]:
        blocks = self._blocks(division.blocks)
        if RAGGED.intersection(division.classes):
            return self._ragged(blocks, division.classes)
        # Without classes, of which Pandoc makes environments, and without Typst's blocks, which are
        # no wider than what is in them and so are not justified to the measure.
        if not division.language:
            return blocks
        if self._writer == "typst":
            return self._between(f'#text(lang: "{division.language[:2]}")[', blocks, "]")
        return [_node("Div", _attributes(language=division.language), blocks)]

    @_block.register
    def _(self, _ornament: Ornament) -> list[Node]:
        return [{"t": "HorizontalRule"}]

    @_block.register
    def _(self, _page_break: PageBreak) -> list[Node]:
        return []

    def _ragged(self, blocks: list[Node], classes: Iterable[str]) -> list[Node]:
        if self._writer not in RAGGED_MARKS:
            return [_node("Div", _attributes(classes=[*classes, "ragged"]), blocks)]
        before, after = RAGGED_MARKS[self._writer]
        return self._between(before, blocks, after)

    def _between(self, before: str, blocks: list[Node], after: str) -> list[Node]:
        """Blocks between marks in the writer's language."""
        marks = [_node("RawBlock", self._writer, mark) for mark in (before, after)]
        return [marks[0], *blocks, marks[1]]

    def _captioned(self, label: str, caption: Iterable[Inline]) -> list[Node]:
        return [_node("Str", label), {"t": "Space"}, *self._inlines(caption)]

    def _row(self, row: Iterable[Cell]) -> list[Any]:
        return [_attributes(), [self._cell(cell) for cell in row]]

    def _cell(self, cell: Cell) -> list[Any]:
        alignment = {"t": ALIGNMENTS.get(cell.align, "AlignDefault")}
        return [_attributes(), alignment, cell.rows, cell.columns, self._blocks(cell.blocks)]
