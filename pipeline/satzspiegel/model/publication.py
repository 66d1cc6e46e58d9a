"""The manuscript as read, and the publication from which every edition is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from satzspiegel.model.document import Block, Inline, Marks, Note
from satzspiegel.model.findings import Place, Silence
from satzspiegel.model.metadata import Metadata
from satzspiegel.model.settings import Settings


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
class Attachment:
    """A file of the manuscript as everybody may read it: without what only its authors see."""

    name: str
    media_type: str
    data: bytes


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
    #: Its files, where editions shall carry them.
    attachments: tuple[Attachment, ...] = ()


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
    #: The files of the manuscript, where editions shall carry them.
    attachments: tuple[Attachment, ...] = ()
