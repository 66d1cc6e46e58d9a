"""The one document from which every edition is made.

Frozen values only. Inlines and blocks follow Pandoc's model, with three differences: a note is an
object with one number and one id, everything that a reader will see is text in the tree (labels
such as »Abbildung 1« included), and text knows its place in the manuscript.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, order=True)
class Place:
    """A position in the manuscript: file relative to the manuscript, line and column from 1."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """``kapitel-2.md:41:18``, without the numbers that are not known."""
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.file, *numbers])


class Severity(StrEnum):
    """How much a finding weighs: only errors fail a build."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """Something to tell the editor. ``code`` names a text in ``messages/*.toml``."""

    code: str
    severity: Severity
    place: Place | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """Characters in one language; ``protected`` ones are read by the rules, never changed."""

    text: str
    language: str = "de-DE"
    protected: bool = False


@dataclass(frozen=True)
class Silence:
    """A comment that silences rules at one place: ``<!-- satzspiegel: ok N3 -->``.

    Inside a line it answers for the words before it on that line; alone on its line
    (``whole_line``) for all of line ``line``, the next with text.
    """

    file: str
    line: int
    column: int
    rules: tuple[str, ...]
    whole_line: bool = False
    place: Place | None = None


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
class PageMark:
    """A page of the printed edition begins here; ``label`` is its number as printed."""

    label: str


Inline = Text | LineBreak | Styled | Code | Link | Image | Span | RawNote | NoteCall | PageMark
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

# --------------------------------------------------------------------------------- publication


@dataclass(frozen=True)
class Note:
    """A note of the publication: its number as printed, its id and that of its call."""

    identifier: str
    call: str
    number: str
    blocks: tuple[Block, ...]
    label: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class Contributor:
    """Somebody who made the work; ``role`` is a MARC relator code such as aut, edt, trl.

    ``sort`` is »Nachname, Vorname« where the author gave it; ``orcid`` has hyphens and no address,
    ``gnd`` is the number in the Gemeinsame Normdatei.
    """

    name: str
    role: str = "aut"
    sort: str = ""
    orcid: str = ""
    gnd: str = ""


@dataclass(frozen=True)
class Subject:
    """What the work is about: words, and the term they have in an authority's scheme."""

    text: str
    authority: str = ""
    term: str = ""


@dataclass(frozen=True)
class Accessibility:
    """What the publisher vouches for (EPUB Accessibility 1.1); nothing of it is found out by us."""

    #: The claim as the specification words it, level and all.
    conforms_to: str = ""
    certified_by: str = ""
    credential: str = ""
    report: str = ""
    summary: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Metadata:
    """Pandoc's metadata fields that the editions know."""

    title: tuple[Inline, ...]
    subtitle: tuple[Inline, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    language: str = "de-DE"
    date: str = ""
    publisher: str = ""
    place: str = ""
    rights: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    #: The ISBN of the printed book; :attr:`ebook_isbn` is the e-book's own.
    isbn: str = ""
    ebook_isbn: str = ""
    doi: str = ""
    url: str = ""
    #: The licence's address.
    license: str = ""
    series: str = ""
    series_number: str = ""
    subjects: tuple[Subject, ...] = ()
    accessibility: Accessibility = Accessibility()
    #: An image of the manuscript for the cover, and what is to be seen on it.
    cover: str = ""
    cover_alternative: str = ""


@dataclass(frozen=True)
class PrintSettings:
    """What the print shop prints on and how it binds: mm, g/m², cm³/g."""

    #: The registry name of a printing condition (FOGRA39), or the file of an ICC profile.
    profile: str = "FOGRA39"
    marks: bool = False
    binding: str = "saddle-stitch"
    #: Of a paper: its weight, and its volume, which times the weight is its thickness in µm.
    paper: float = 100.0
    volume: float = 1.0
    cover_paper: float = 250.0
    cover_volume: float = 1.0
    #: Width of the cover's flaps; 0 without.
    flaps: float = 0.0
    #: Text on the back of the cover; empty: the abstract.
    blurb: str = ""


@dataclass(frozen=True)
class BookletSettings:
    """What an office printer prints on: the sheet's name (A4), g/m², cm³/g."""

    #: Empty: the smallest that holds two pages.
    sheet: str = ""
    paper: float = 80.0
    volume: float = 1.25


@dataclass(frozen=True)
class Settings:
    """Our own settings, the key ``satzspiegel`` in the metadata."""

    name: str = ""
    style: str = ""
    notes: str = "continuous"
    responsible: str = ""
    imprint: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    #: Profile of micro-typography; empty: by the language.
    typography: str = ""
    #: Rules switched off (or on, where they are off by themselves), by id.
    rules: dict[str, bool] = field(default_factory=dict)
    #: What happens to quotation marks of another family than the profile's: keep or unify.
    quotes: str = "keep"
    #: Swiss profile: keep ß, or write ss.
    eszett: str = "keep"
    #: Words with their only breaks (Ur-instinkt), or without any (names).
    hyphenation: tuple[str, ...] = ()
    #: Numbers of the pages before the text: roman, or arabic and counted on; empty: the style's.
    front_numbers: str = ""
    #: Whether the PDF carries the manuscript: PDF/A-3a instead of PDF/A-2a.
    embed_manuscript: bool = False
    print: PrintSettings = PrintSettings()
    booklet: BookletSettings = BookletSettings()


@dataclass(frozen=True)
class Part:
    """The blocks of one file of the manuscript; the bibliography is a part without a file."""

    file: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class BibliographyEntry:
    """A source of the bibliography: its key, and where the key stands in its file."""

    key: str
    place: Place


@dataclass(frozen=True)
class Manuscript:
    """A manuscript as read: no numbers, no resolved links yet."""

    name: str
    root: Path
    metadata: Metadata
    settings: Settings
    parts: tuple[Part, ...]
    fingerprint: str
    silences: tuple[Silence, ...] = ()
    #: Sources that nothing cites, not in ``nocite`` either.
    uncited: tuple[BibliographyEntry, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A chapter: its heading is the first block. ``kind`` is text or bibliography."""

    identifier: str
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    kind: str = "text"


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    level: int
    identifier: str
    title: tuple[Inline, ...]
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Asset:
    """A file of the manuscript that editions carry: ``name`` is its name inside them."""

    source: str
    name: str
    media_type: str
    data: bytes
    width: float = 0
    height: float = 0


@dataclass(frozen=True)
class Publication:
    """The whole document, read, numbered and structured.

    ``front_marks`` are the marks of printed pages before the text, by where they stand: ``title``,
    ``imprint``, ``contents``.
    """

    name: str
    root: Path
    metadata: Metadata
    settings: Settings
    chapters: tuple[Chapter, ...] = ()
    notes: tuple[Note, ...] = ()
    contents: tuple[Entry, ...] = ()
    assets: tuple[Asset, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    silences: tuple[Silence, ...] = ()
    #: Sources that nothing cites, not in ``nocite`` either.
    uncited: tuple[BibliographyEntry, ...] = ()
    front_marks: dict[str, Marks] = field(default_factory=dict)
