"""The pages as they were made up: every line with its place, its words and how it is set.

All lengths are points (1/72 inch), measured from the upper left corner of the trimmed page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from satzspiegel.model import Place


class LineKind(StrEnum):
    """What a line belongs to."""

    TEXT = "text"
    QUOTATION = "quotation"
    LIST = "list"
    HEADING = "heading"
    CAPTION = "caption"
    TABLE = "table"
    NOTE = "note"
    OTHER = "other"


@dataclass(frozen=True)
class LaidLine:
    """A line of a page; ``text`` is what the reader sees of it.

    ``left`` and ``right`` are the edges of its measure, hanging signs stand out of them; its first
    glyph begins at ``begins`` and its last ends at ``ends`` (None where WeasyPrint set the line);
    ``space`` is its word space in em (None without spaces), ``scale`` that of its glyphs.
    """

    kind: LineKind
    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float
    begins: float | None = None
    ends: float | None = None
    space: float | None = None
    scale: float = 1.0
    #: Set to the full measure, which the last line of a paragraph is not.
    justified: bool = False
    #: A hyphen at its end, the author's or one put in.
    hyphenated: bool = False
    #: What of its paragraph: the number of the line from 0, and of how many.
    number: int = 0
    count: int = 1
    #: How far the ends of its words are from the left, for rivers: (from, to) of each space.
    spaces: tuple[tuple[float, float], ...] = ()
    #: Where its paragraph begins in the manuscript.
    place: Place | None = None


@dataclass(frozen=True)
class LaidNote:
    """A note, or a piece of one: its number, its lines ``first`` to ``end`` of ``count``."""

    number: str
    identifier: str
    first: int
    end: int
    count: int


class Front(StrEnum):
    """Parts of a publication that stand before its text."""

    TITLE = "title"
    IMPRINT = "imprint"
    CONTENTS = "contents"


@dataclass(frozen=True)
class Sheet:
    """A page. ``index`` counts from 0 in the PDF; ``label`` is its number, as it is printed.

    The type area is left, top, right, bottom.
    ``white`` is what is left under the text, in lines; ``ends_chapter``: the next one opens there.
    ``unavoidable``: what follows could not be divided.
    """

    index: int
    label: str
    recto: bool
    width: float
    height: float
    area: tuple[float, float, float, float]
    leading: float
    lines: tuple[LaidLine, ...] = ()
    notes: tuple[LaidNote, ...] = ()
    white: float = 0.0
    ends_chapter: bool = False
    unavoidable: bool = False
    #: A page of the text; title page, contents and blank pages are not.
    of_text: bool = True
    #: What stretches of the running text stand on it, in its order: from which character to which,
    #: counted without spaces, headings and captions included, notes and floats not.
    stretches: tuple[tuple[int, int], ...] = ()
    #: Of a page before the text: what begins there, or goes on; the id of its first entry, where
    #: it is a further page of the contents.
    front: Front | None = None
    entry: str = ""


@dataclass(frozen=True)
class Layout:
    """All pages, in order."""

    sheets: tuple[Sheet, ...]
