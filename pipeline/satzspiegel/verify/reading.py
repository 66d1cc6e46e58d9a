"""What is read back from an edition, in the form in which editions are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from satzspiegel.model import Place

#: Signs around the number of a note call in running text: none occurs in manuscripts.
CALL_OPEN, CALL_CLOSE = "\u2045", "\u2046"
SOFT_HYPHEN = "\u00ad"
#: A line end of a paged edition: a space, or nothing behind a hyphen or inside an address.
LINE_END = "\n"

LIGATURES = {chr(0xFB00 + i): text for i, text in enumerate(("ff", "fi", "fl", "ffi", "ffl"))}
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Word:
    """A word with its punctuation; ``optional`` ones (list markers) may be missing."""

    value: str
    place: Place | None = None
    optional: bool = False


@dataclass(frozen=True)
class NoteReading:
    """A note as an edition has it. ``lands`` says whether its link leads back to its own call."""

    number: str
    text: str
    lands: bool = True
    page: int = 0


@dataclass(frozen=True)
class CallReading:
    """A note call. ``lands`` says whether its link leads to the note of the same order."""

    number: str
    lands: bool = True
    page: int = 0


@dataclass(frozen=True)
class PageReading:
    """A printed page: its label, and its first words in a PDF, those behind its mark elsewhere.

    ``unsure``: the first may be the rest of a word that began on the page before. ``alone``: they
    are all that can be compared: a part of a divided cell, what stands before the text, and
    the last page: there other editions may have other words behind them.
    ``otherwise``: the words behind a mark with one figure or another left out, since figures may
    stand elsewhere on the pages.
    """

    label: str
    words: tuple[str, ...]
    unsure: bool = False
    alone: bool = False
    otherwise: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Reading:
    """An edition as read back: running text with calls in it, notes, links, headings."""

    text: str
    calls: tuple[CallReading, ...]
    notes: tuple[NoteReading, ...]
    headings: tuple[str, ...]
    images: int
    title: str
    language: str
    build_id: str
    broken_links: tuple[str, ...] = ()
    foreign_fonts: tuple[str, ...] = ()
    open_fonts: tuple[str, ...] = ()
    missing_faces: tuple[str, ...] = ()
    made_up_pages: tuple[int, ...] = ()
    pages: int = 0
    printed: tuple[PageReading, ...] = ()
    #: Marks of pages inside notes.
    in_notes: tuple[PageReading, ...] = ()
    #: The pages in a list of pages, each that leads to its own mark.
    page_list: tuple[str, ...] = ()


def call_sign(number: str) -> str:
    """A note call in running text."""
    return f"{CALL_OPEN}{number}{CALL_CLOSE}"


def normal(text: str) -> str:
    """Text without what may differ between editions: kinds of spaces, ligatures, soft hyphens."""
    text = unicodedata.normalize("NFC", text)
    for ligature, letters in LIGATURES.items():
        text = text.replace(ligature, letters)
    return SPACES.sub(" ", INVISIBLE.sub("", text))


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(normal(text).split())
