"""Inlines and blocks.

They follow Pandoc's, with three differences: a note is an object with one number and one id,
everything that a reader will see is text in the tree (labels such as »Abbildung 1« included), and
text knows its place in the manuscript.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from satzspiegel.model.findings import Place

# ------------------------------------------------------------------------------------- inlines


class StyleKind(StrEnum):
    """Inline styles, named by the HTML element or CSS value that carries them."""

    EMPHASIS = "em"
    STRONG = "strong"
    SMALL_CAPS = "small-caps"
    SUPERSCRIPT = "sup"
    SUBSCRIPT = "sub"
    UNDERLINE = "u"
    STRIKEOUT = "s"


@dataclass(frozen=True)
class Text:
    """Characters between spaces, or spaces (U+0020); ``place`` is that of the first character."""

    value: str
    place: Place | None = None


@dataclass(frozen=True)
class LineBreak:
    """A break the author asked for."""


@dataclass(frozen=True)
class Styled:
    """Inlines in one of the styles of :class:`StyleKind`."""

    kind: StyleKind
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Code:
    """Inline code; never touched by typography."""

    value: str


@dataclass(frozen=True)
class Link:
    """A link to ``target``: a URL, or an ``#id`` of this publication once it is resolved."""

    target: str
    children: tuple[Inline, ...]
    place: Place | None = None
    title: str = ""


@dataclass(frozen=True)
class Image:
    """An image; ``source`` is its path in the manuscript, ``alternative`` what the blind hear."""

    source: str
    alternative: str
    place: Place | None = None
    width: str = ""
    described: bool = True


@dataclass(frozen=True)
class Span:
    """Inlines with a language, an id or classes."""

    children: tuple[Inline, ...]
    language: str = ""
    identifier: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawNote:
    """A note where the author put it, before it has a number. ``label`` is the author's own."""

    blocks: tuple[Block, ...]
    label: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class NoteCall:
    """The place in the text that calls a note."""

    note: str
    number: str


@dataclass(frozen=True)
class OldPage:
    """A page of the first edition begins here, says the manuscript: ``[]{.old-page n=17}``."""

    label: str
    place: Place | None = None


@dataclass(frozen=True)
class PageMark:
    """A page of the edition that is listed begins here; ``label`` is its number as printed.

    ``in_note``: a note goes on over to it; the text of the page is marked elsewhere. ``again``
    counts the marks with this label before it.
    """

    label: str
    in_note: bool = False
    again: int = 0


Inline = (
    Text | LineBreak | Styled | Code | Link | Image | Span | RawNote | NoteCall | OldPage | PageMark
)
Marks = tuple[PageMark, ...]

# -------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``tight`` ones (in tight lists and table cells) stand without space."""

    children: tuple[Inline, ...]
    tight: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading; ``generated`` when the publication's title heads text without a heading.

    ``marks`` stand before it.
    """

    level: int
    identifier: str
    children: tuple[Inline, ...]
    classes: tuple[str, ...] = ()
    place: Place | None = None
    generated: bool = False
    marks: Marks = ()


@dataclass(frozen=True)
class Quotation:
    """A block quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Verse:
    """Lines that are never joined; leading no-break spaces indent them."""

    lines: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True)
class ItemList:
    """A list; ``start`` is ``None`` when it is not numbered. Markers are written by us."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None
    numbering: str = "decimal"


@dataclass(frozen=True)
class DefinitionList:
    """Terms, each with its definitions."""

    entries: tuple[tuple[tuple[Inline, ...], tuple[tuple[Block, ...], ...]], ...]


@dataclass(frozen=True)
class Cell:
    """A table cell: ``align`` is left, right, center or empty."""

    blocks: tuple[Block, ...]
    align: str = ""
    rows: int = 1
    columns: int = 1
    heading: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption above it. ``widths`` are shares of the measure, 0 where free.

    ``marks`` stand before its label.
    """

    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    caption: tuple[Inline, ...] = ()
    identifier: str = ""
    label: str = ""
    place: Place | None = None
    marks: Marks = ()


@dataclass(frozen=True)
class Figure:
    """Blocks shown as a figure, with the caption below them; ``marks`` stand before its label."""

    blocks: tuple[Block, ...]
    caption: tuple[Inline, ...] = ()
    identifier: str = ""
    label: str = ""
    place: Place | None = None
    marks: Marks = ()


@dataclass(frozen=True)
class CodeBlock:
    """Lines of code, set as they are; ``marks`` with the offsets before which they stand."""

    value: str
    marks: tuple[tuple[int, PageMark], ...] = ()


@dataclass(frozen=True)
class Division:
    """Blocks with a language, an id or classes (``epigraph``, ``keep-together`` …)."""

    blocks: tuple[Block, ...]
    classes: tuple[str, ...] = ()
    language: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class Ornament:
    """A change of scene: Pandoc's horizontal rule."""


@dataclass(frozen=True)
class PageBreak:
    """A page break the author asked for; only paged editions obey."""


Block = (
    Paragraph
    | Heading
    | Quotation
    | Verse
    | ItemList
    | DefinitionList
    | Table
    | Figure
    | CodeBlock
    | Division
    | Ornament
    | PageBreak
)


@dataclass(frozen=True)
class Note:
    """A note of the publication: its number as printed, its id and that of its call."""

    identifier: str
    call: str
    number: str
    blocks: tuple[Block, ...]
    label: str = ""
    place: Place | None = None
