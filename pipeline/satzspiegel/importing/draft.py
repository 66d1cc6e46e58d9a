"""What a reader makes of a source: a draft of the manuscript, and the account of how it came about.

The blocks are Pandoc's, as its JSON has them (pandoc-types 1.23), with notes as ``Note`` where they
are called. Two things are added to them, both by functions of :mod:`.tree`: marks of the pages of
the source, and marks of doubts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Json = Any
#: What becomes of tracked changes.
Changes = Literal["accept", "reject", "comments"]
#: Left, top, right, bottom in pt from the upper left corner of the page.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A place in a source; page, line and column count from 1, 0 is »not known«.

    ``line`` counts in the whole of a text layer, and in its page of a PDF; ``paragraph`` counts in
    the whole of a word processor's file, in the order in which it has them, the empty ones too.
    """

    file: str
    page: int = 0
    line: int = 0
    column: int = 0
    box: Box | None = None
    paragraph: int = 0


@dataclass(frozen=True)
class Doubt:
    """A decision that may be wrong. ``code`` is that of a finding (``import-…``).

    ``probability`` is that of what was chosen, from 0 to 1; ``values`` fill the finding's message,
    ``chosen`` and ``other`` among them: what stands in the manuscript, and what it else might be.
    """

    code: str
    spot: Spot
    probability: float
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """Characters of the source that are not in the manuscript, or the other way round.

    ``reason`` is a key of the report's words (``import-reason-…`` without its beginning), such as
    ``line-hyphen``, ``running-head``, ``page-number``, ``note-number``, ``repeated-link``,
    ``capitals``. Replaced characters are one change with both. White space is not accounted for.
    """

    reason: str
    spot: Spot
    removed: str = ""
    added: str = ""


@dataclass(frozen=True)
class Draft:
    """A source as a manuscript.

    ``metadata`` are Pandoc's YAML fields. ``pictures`` are files by their path in the manuscript
    (``bilder/…``). ``text`` is all that a reader of the source can read, page by page, before
    anything was taken away: white space apart, its characters are those of the blocks and of the
    metadata, with ``changes`` undone. ``old_pages`` are the labels of the source's pages in order.
    """

    blocks: list[Json]
    metadata: dict[str, Any]
    text: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    changes: tuple[Change, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    old_pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """What the caller wants.

    ``language`` is a BCP 47 tag, or empty: told by the source, else German. ``changes`` says what
    becomes of a Word file's tracked changes.
    """

    language: str = ""
    changes: Changes = "accept"
