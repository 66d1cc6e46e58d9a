"""A Word file as its reader sees it: paragraphs of pieces, each with its looks.

DOCX and ODT both become this. How paragraphs stand in lists and tables is read by Pandoc, from a
skeleton in which every paragraph is its number (see :mod:`.skeleton`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from satzspiegel.importing.draft import Change
from satzspiegel.importing.pages.lines import Face

#: White space that separates words; a no-break space belongs to them.
SPACES = " \t\n"


@dataclass(frozen=True)
class Picture:
    """An image: its path in the manuscript, what it shows, and its width (mm, 0 unknown)."""

    path: str
    alternative: str = ""
    width: float = 0.0


@dataclass(frozen=True)
class Piece:
    """Letters of one look, or one thing among them.

    In ``text`` a line feed is a forced line break. ``note`` is the key of a note that is called
    here, ``comment`` a remark by an editor, ``anchor`` the name of a place that links lead to.
    ``link`` is an address, or ``#`` and an anchor. ``formula`` says that the letters are those of
    an equation, ``refers`` that they are the number of a »page« of the source, or another »number«
    that its program counted; ``doubt`` is the index of a doubt to be marked here.
    """

    text: str = ""
    face: Face = Face.PLAIN
    size: float = 0.0
    language: str = ""
    link: str = ""
    note: str = ""
    picture: Picture | None = None
    comment: str = ""
    anchor: str = ""
    formula: bool = False
    refers: str = ""
    doubt: int = -1

    @property
    def is_thing(self) -> bool:
        """Whether it is something else than letters."""
        return not self.text


@dataclass(frozen=True)
class Look:
    """How a paragraph is formatted, its style and its own settings together.

    ``style`` is the name of the style in English as far as it is built in, in lower case.
    ``base`` and ``size`` (pt) are the style's own; lengths are in pt. ``listed`` means that it has
    a number or bullet made by the program, ``unmarked`` that its bullet is a blank: it goes on with
    the item before.
    """

    style: str = ""
    level: int = 0
    base: Face = Face.PLAIN
    size: float = 0.0
    align: str = ""
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    listed: bool = False
    unmarked: bool = False
    new_page: bool = False
    rule: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``page`` is that of the program's last layout, from 1, or 0."""

    number: int
    pieces: tuple[Piece, ...] = ()
    look: Look = Look()
    page: int = 0

    @cached_property
    def text(self) -> str:
        """All its letters."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Source:
    """A whole file.

    ``notes`` are the numbers of the paragraphs of each note by its key. ``skeleton`` is the file
    for Pandoc, in ``form`` (docx, odt). ``text`` is all that can be read in the file, page by
    page. ``language`` is what the file says of itself.
    """

    file: str
    form: str
    paragraphs: tuple[Paragraph, ...]
    notes: Mapping[str, tuple[int, ...]]
    skeleton: bytes
    text: tuple[str, ...]
    metadata: dict[str, Any]
    language: str = ""
    changes: tuple[Change, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    #: What of the file was not read, as words for a doubt: pictures of an unknown kind.
    unread: tuple[str, ...] = ()
