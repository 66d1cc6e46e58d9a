"""A text cut into the files of a manuscript, and their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from satzspiegel.identifiers import UMLAUTS
from satzspiegel.importing.draft import Json
from satzspiegel.importing.tidying import plain

#: Characters from which on a text with chapters is a book: some thirty printed pages.
BOOK = 60_000
#: Chapters that a book has at least.
CHAPTERS = 3
#: The longest part of a file's name that comes from its heading.
LONGEST = 40
#: How a file is called that has no heading.
UNNAMED = "text"
#: What a file's name is not made of.
NOT_IN_NAMES = re.compile(r"[^a-z0-9-]+")


@dataclass(frozen=True)
class Chapter:
    """A file of the manuscript."""

    name: str
    blocks: list[Json]


def chapters(blocks: Sequence[Json], starts: Sequence[int], title: str) -> list[Chapter]:
    """The files: one, or one for each chapter of a book, or of several sources.

    ``starts`` are the indices of the blocks where sources begin.
    """
    pieces = [piece for piece in _pieces(blocks, starts) if piece] or [[]]
    width = max(2, len(str(len(pieces))))
    alone = title if len(pieces) == 1 else ""
    return [
        Chapter(f"{number:0{width}}-{_slug(alone or _name(piece, title))}.md", piece)
        for number, piece in enumerate(pieces, start=1)
    ]


def _pieces(blocks: Sequence[Json], starts: Sequence[int]) -> list[list[Json]]:
    """The blocks of each file. What stands before the first chapter is a file of its own."""
    heads = [index for index, block in enumerate(blocks) if _is_chapter(block)]
    cuts = set(starts) - {0}
    if len(starts) > 1 or (len(heads) >= CHAPTERS and _length(blocks) > BOOK):
        cuts |= set(heads)
    edges = [0, *sorted(cuts - {0}), len(blocks)]
    return [list(blocks[start:end]) for start, end in pairwise(edges)]


def _is_chapter(block: Json) -> bool:
    return bool(block["t"] == "Header" and block["c"][0] == 1)


def _length(blocks: Sequence[Json]) -> int:
    return len(plain(list(blocks)))


def _name(blocks: Sequence[Json], title: str) -> str:
    heading = next((block for block in blocks if block["t"] == "Header"), None)
    begins = blocks and heading is blocks[0]
    return plain(heading["c"][2]) if begins and heading else title


def _slug(text: str) -> str:
    """The name in the letters that every file system has, whole words of it."""
    plain_letters = unicodedata.normalize("NFKD", text.translate(UMLAUTS))
    ascii_only = plain_letters.encode("ascii", "ignore").decode().lower()
    made = NOT_IN_NAMES.sub("-", ascii_only).strip("-")
    if len(made) > LONGEST:
        whole = made[: LONGEST + 1].rpartition("-")[0]
        made = whole or made[:LONGEST]
    return made or UNNAMED
