"""Pandoc's tree → our document, with places. Notes stay where they are, without numbers."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any
from urllib.parse import unquote

from satzspiegel.manuscript.citations import as_sentence, strings
from satzspiegel.manuscript.limits import NESTED, too_deep
from satzspiegel.manuscript.old_pages import CLASS, LONGEST, label_of, with_figures
from satzspiegel.manuscript.places import PlaceFinder
from satzspiegel.model import (
    Block,
    Cell,
    Code,
    CodeBlock,
    DefinitionList,
    Division,
    Figure,
    Finding,
    Heading,
    Image,
    Inline,
    ItemList,
    LineBreak,
    Link,
    OldPage,
    Ornament,
    PageBreak,
    Paragraph,
    Place,
    Quotation,
    RawNote,
    Severity,
    Span,
    Styled,
    StyleKind,
    Table,
    Text,
    Verse,
)
from satzspiegel.walks import all_inlines, plain_text, rewrite_blocks

Json = Any
PAGE_BREAKS = frozenset({"\\newpage", "\\pagebreak", "\\clearpage"})
STYLES = {
    "Emph": StyleKind.EMPHASIS,
    "Strong": StyleKind.STRONG,
    "SmallCaps": StyleKind.SMALL_CAPS,
    "Superscript": StyleKind.SUPERSCRIPT,
    "Subscript": StyleKind.SUBSCRIPT,
    "Underline": StyleKind.UNDERLINE,
    "Strikeout": StyleKind.STRIKEOUT,
}
SPAN_STYLES = {"smallcaps": StyleKind.SMALL_CAPS, "underline": StyleKind.UNDERLINE}
NUMBERINGS = {
    "LowerAlpha": "lower-alpha",
    "UpperAlpha": "upper-alpha",
    "LowerRoman": "lower-roman",
    "UpperRoman": "upper-roman",
}
ALIGNMENTS = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}
FIRST_WORDS = 3
NOWHERE = Place("")
#: Quotation marks for Pandoc's Quoted, which only citeproc still makes: German ones.
QUOTES = {"DoubleQuote": ("„", "“"), "SingleQuote": ("‚", "‘")}


@dataclass
class Converter:
    """Converts the blocks of one file; collects findings on the way.

    ``unknown`` are the citation keys that no bibliography has; ``None`` means that there is none.
    """

    finder: PlaceFinder | None
    findings: list[Finding] = field(default_factory=list)
    unknown: frozenset[str] | None = frozenset()
    #: Whether an image's caption has been read, so that its own text is not in the source.
    captioned: bool = False
    #: How many blocks and inlines are open around what is being converted.
    depth: int = 0

    def blocks(self, blocks: list[Json]) -> tuple[Block, ...]:
        """Pandoc blocks as ours. Raises :class:`ManuscriptError` where too many are nested."""
        with self._deeper():
            converted = (self._block(block) for block in with_figures(blocks))
            return tuple(block for block in converted if block is not None)

    def inlines(self, inlines: list[Json]) -> tuple[Inline, ...]:
        """Pandoc inlines as ours; neighbouring characters are joined to words."""
        with self._deeper():
            return self._joined(inlines)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > NESTED:
            raise too_deep(self._place() or NOWHERE)
        yield
        self.depth -= 1

    def _joined(self, inlines: list[Json]) -> tuple[Inline, ...]:
        out: list[Inline] = []
        for inline in inlines:
            for made in self._inline(inline):
                last = out[-1] if out else None
                if isinstance(made, Text) and isinstance(last, Text) and _same_word(last, made):
                    place = last.place if any(map(str.isalnum, last.value)) else made.place
                    out[-1] = Text(last.value + made.value, place)
                else:
                    out.append(made)
        return tuple(out)

    # -------------------------------------------------------------------------------- places

    def _place(self, text: str = "") -> Place | None:
        if self.finder is None:
            return None
        return self.finder.word(text) if text else self.finder.here()

    def _address(self, target: str) -> Place | None:
        return self.finder.address(unquote(target)) if self.finder else None

    def _report(self, code: str, what: str, place: Place | None) -> None:
        self.findings.append(Finding(code, Severity.ERROR, place, {"what": what}))

    def _without_places(self) -> Converter:
        """For words that are not those of the source."""
        return replace(self, finder=None)

    # ------------------------------------------------------------------------------- inlines

    def _inline(self, node: Json) -> tuple[Inline, ...]:
        kind, content = node["t"], node.get("c")
        if kind in STYLES:
            return (Styled(STYLES[kind], self.inlines(content)),)
        convert = getattr(self, f"_inline_{kind.lower()}", None)
        if convert is None:
            self._report("unsupported", kind, self._place())
            return ()
        made: tuple[Inline, ...] = convert(content)
        return made

    def _inline_str(self, value: str) -> tuple[Inline, ...]:
        return (Text(value, self._place(value)),) if value else ()

    def _inline_space(self, _: None) -> tuple[Inline, ...]:
        return (Text(" "),)

    _inline_softbreak = _inline_space

    def _inline_linebreak(self, _: None) -> tuple[Inline, ...]:
        return (LineBreak(),)

    def _inline_code(self, content: Json) -> tuple[Inline, ...]:
        self._place(content[1])
        return (Code(content[1]),)

    def _inline_quoted(self, content: Json) -> tuple[Inline, ...]:
        opening, closing = QUOTES[content[0]["t"]]
        return (Text(opening), *self.inlines(content[1]), Text(closing))

    def _inline_cite(self, content: Json) -> tuple[Inline, ...]:
        """A citation as citeproc rendered it; its words are not those of the source."""
        citations, inlines = content
        place = None
        for citation in citations:
            found = self._place(citation["citationId"])
            place = place or found
            if self._is_unknown(citation):
                values = {"key": citation["citationId"]}
                self.findings.append(Finding("citation-unknown", Severity.ERROR, found, values))
        rendered = self._without_places().inlines(inlines)
        return tuple(replace(i, place=place) if isinstance(i, RawNote) else i for i in rendered)

    def _is_unknown(self, citation: Json) -> bool:
        """Without a bibliography ``@name`` may be anything, but ``[@name]`` cites."""
        if self.unknown is None:
            return bool(citation["citationMode"]["t"] != "AuthorInText")
        return citation["citationId"] in self.unknown

    def _inline_link(self, content: Json) -> tuple[Inline, ...]:
        attributes, inlines, (target, title) = content
        children = self.inlines(inlines)
        place = self._address(target)
        if target.endswith(plain_text(children)):  # <https://…> is text and address in one
            place = next((c.place for c in children if isinstance(c, Text)), place)
        return _attributed((Link(target, children, place, title),), attributes)

    def _inline_image(self, content: Json) -> tuple[Inline, ...]:
        attributes, inlines, (source, _) = content
        pairs = dict(attributes[2])
        words = Converter(None) if self.captioned else self  # a caption's findings are known
        alternative = pairs.get("alt") or plain_text(words.inlines(inlines))
        place = self._address(source)
        # Inside figures Pandoc drops an alt that is empty; without one it has the caption's words.
        described = bool(alternative) or "alt" in pairs or self.captioned
        image = Image(_path(source), alternative, place, pairs.get("width", ""), described)
        return _attributed((image,), (attributes[0], attributes[1], []))

    def _inline_span(self, content: Json) -> tuple[Inline, ...]:
        (identifier, classes, pairs), inlines = content
        if CLASS in classes:
            return self._old_page(content)
        children = self.inlines(inlines)
        for name in classes:
            if name in SPAN_STYLES:
                children = (Styled(SPAN_STYLES[name], children),)
        kept = [name for name in classes if name not in SPAN_STYLES]
        return _attributed(children, (identifier, kept, pairs))

    def _old_page(self, content: Json) -> tuple[Inline, ...]:
        """Where a page of the first edition begins; words inside stay, and are named."""
        (identifier, classes, pairs), inlines = content
        label = label_of(dict(pairs))
        place = self._address(label or CLASS)
        if not 0 < len(label) <= LONGEST:
            self._report("old-page-label", label[:LONGEST], place)
        children = self.inlines(inlines)
        if children:
            self._report("old-page-text", plain_text(children), place)
        rest = [name for name in classes if name != CLASS]
        return (OldPage(label, place), *_attributed(children, (identifier, rest, pairs)))

    def _inline_note(self, blocks: Json) -> tuple[Inline, ...]:
        if self.finder is None:
            return (RawNote(self.blocks(blocks)),)
        source = self.finder.note(_first_words(blocks))
        inside = replace(self, finder=source.finder).blocks(as_sentence(blocks))
        return (RawNote(inside, source.label, source.place),)

    def _inline_rawinline(self, content: Json) -> tuple[Inline, ...]:
        self._raw(content)
        return ()

    def _inline_math(self, content: Json) -> tuple[Inline, ...]:
        self._report("math", content[1], self._place(content[1]))
        return ()

    # -------------------------------------------------------------------------------- blocks

    def _block(self, node: Json) -> Block | None:
        convert = getattr(self, f"_block_{node['t'].lower()}", None)
        if convert is None:
            self._report("unsupported", node["t"], self._place())
            return None
        made: Block | None = convert(node.get("c"))
        return made

    def _block_para(self, inlines: Json) -> Block:
        return Paragraph(self.inlines(inlines))

    def _block_plain(self, inlines: Json) -> Block:
        return Paragraph(self.inlines(inlines), tight=True)

    def _block_header(self, content: Json) -> Block:
        level, (identifier, classes, pairs), inlines = content
        place = self._ahead(inlines) if self.finder else None
        children = _attributed(self.inlines(inlines), ("", [], pairs))
        return Heading(level, identifier, children, tuple(classes), place)

    def _ahead(self, nodes: Json) -> Place:
        """Where the first word of these nodes will be found, without moving on."""
        return self.finder.ahead(_first_words(nodes)) if self.finder else NOWHERE

    def _block_blockquote(self, blocks: Json) -> Block:
        return Quotation(self.blocks(blocks))

    def _block_lineblock(self, lines: Json) -> Block:
        return Verse(tuple(self.inlines(line) for line in lines))

    def _block_bulletlist(self, items: Json) -> Block:
        return ItemList(tuple(self.blocks(item) for item in items))

    def _block_orderedlist(self, content: Json) -> Block:
        (start, style, _), items = content
        numbering = NUMBERINGS.get(style["t"], "decimal")
        return ItemList(tuple(self.blocks(item) for item in items), start, numbering)

    def _block_definitionlist(self, entries: Json) -> Block:
        return DefinitionList(
            tuple(
                (self.inlines(term), tuple(self.blocks(body) for body in bodies))
                for term, bodies in entries
            )
        )

    def _block_codeblock(self, content: Json) -> Block:
        self._place(content[1])
        return CodeBlock(content[1])

    def _block_horizontalrule(self, _: None) -> Block:
        return Ornament()

    def _block_div(self, content: Json) -> Block:
        (identifier, classes, pairs), blocks = content
        inside = self._without_places() if identifier == "refs" else self
        made = inside.blocks(blocks)
        if "page-break" in classes:
            if not made:
                return PageBreak()
            made, classes = (PageBreak(), *made), [c for c in classes if c != "page-break"]
        return Division(made, tuple(classes), dict(pairs).get("lang", ""), identifier)

    def _block_figure(self, content: Json) -> Block:
        (identifier, _, _), (_, caption), blocks = content
        # In the source the caption stands before the address of the image.
        words = self._caption(caption)
        inside = replace(self, captioned=True).blocks(blocks)
        images = (i for i in all_inlines(inside) if isinstance(i, Image))
        place = next((image.place for image in images), self._place())
        return Figure(_undescribed(inside, words), words, identifier, place=place)

    def _block_table(self, content: Json) -> Block:
        (identifier, _, _), (_, caption), columns, head, bodies, foot = content
        aligns = [ALIGNMENTS.get(align["t"], "") for align, _ in columns]
        widths = tuple(float(width.get("c", 0)) for _, width in columns)
        rows = [row for body in bodies for row in (*body[2], *body[3])] + foot[1]
        # A caption may stand before or behind its table: walk in the order of the source.
        above, below = self._ahead(caption or head[1] or rows), self._ahead(head[1] or rows)
        before = above < below
        words = self._caption(caption) if before else ()
        made_head = tuple(self._row(row, aligns, heading=True) for row in head[1])
        made_body = tuple(self._row(row, aligns) for row in rows)
        words = words if before else self._caption(caption)
        place = min(above, below) if self.finder else None
        return Table(made_head, made_body, widths, words, identifier, place=place)

    def _row(self, row: Json, aligns: list[str], *, heading: bool = False) -> tuple[Cell, ...]:
        cells, column = [], 0
        for _, align, rows, columns, blocks in row[1]:
            own = ALIGNMENTS.get(align["t"], "") or aligns[min(column, len(aligns) - 1)]
            cells.append(Cell(self.blocks(blocks), own, rows, columns, heading))
            column += columns
        return tuple(cells)

    def _caption(self, blocks: Json) -> tuple[Inline, ...]:
        """The paragraphs of a caption as one run of inlines."""
        out: list[Inline] = []
        for block in blocks:
            if out:
                out.append(LineBreak())
            out.extend(self.inlines(block["c"]))
        return tuple(out)

    def _block_rawblock(self, content: Json) -> Block | None:
        text = content[1].strip()
        if content[0] in ("tex", "latex") and text in PAGE_BREAKS:
            return PageBreak()
        self._raw(content)
        return None

    def _raw(self, content: Json) -> None:
        """Mark-up of another format: comments vanish, everything else is named."""
        form, text = content
        if not (form == "html" and text.strip().startswith("<!--")):
            self._report("raw-markup", " ".join(text.split())[:60], self._place(text))


def _first_words(nodes: Json) -> str:
    """The first characters of a tree, enough to know it by."""
    return " ".join(node["c"] for node in islice(strings(nodes), FIRST_WORDS))


def _attributed(children: tuple[Inline, ...], attributes: Json) -> tuple[Inline, ...]:
    """Inlines in a span, if their attributes say anything."""
    identifier, classes, pairs = attributes
    language = dict(pairs).get("lang", "")
    if not (language or identifier or classes):
        return children
    return (Span(children, language, identifier, tuple(classes)),)


def _path(source: str) -> str:
    """An image's path as the file system writes it; an address of the web stays as it is."""
    return source if ":" in source else posixpath.normpath(unquote(source))


def _same_word(last: Text, made: Text) -> bool:
    return last.value != " " and made.value != " "


def _undescribed(blocks: tuple[Block, ...], caption: tuple[Inline, ...]) -> tuple[Block, ...]:
    """Pandoc fills a missing alternative text with the caption: mark such images."""
    words = plain_text(caption)

    def mark(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(
            replace(i, described=False) if isinstance(i, Image) and i.alternative == words else i
            for i in inlines
        )

    return rewrite_blocks(blocks, mark)
