"""References to pages and numbers of the source, which are wrong in a new edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from satzspiegel.importing.word.desk import Desk
from satzspiegel.importing.word.passages import slice_pieces
from satzspiegel.importing.word.source import Paragraph, Piece

#: Words that say that a page of the same work is meant: »siehe oben, S. 12«, »S. 12 dieser Arbeit«.
PAGE = (
    r"(?:S\.|Seiten?|p\.|pp\.|pages?)[\s\u00a0\u202f]*\d{1,4}"
    r"(?:[\s\u00a0]?f{1,2}\.?|\s*[-–]\s*\d{1,4})?"
)
TYPED = re.compile(
    rf"\b(?:oben|unten|supra|infra|above|below),?\s+(?:auf\s+|on\s+)?{PAGE}"
    rf"|\b{PAGE},?\s+(?:oben|unten|above|below)\b"
    rf"|\b{PAGE}\s+(?:dies(?:er|es)|in this|of this|der vorliegenden)\s+[^\W\d_]+",
    re.IGNORECASE,
)
CODES = {"page": "import-word-page-reference", "number": "import-word-number-reference"}
#: How sure it is that a reference still holds.
PROBABILITY = {"page": 0.05, "number": 0.3}
#: Words up to a number of a field that say what it counts.
WORDS = 3


def with_doubted_references(desk: Desk, paragraph: Paragraph) -> Paragraph:
    """A paragraph with a doubt behind each reference to a page or number of the source."""
    places = sorted([*_fields(paragraph), *_typed(paragraph)])
    if not places:
        return paragraph
    pieces: list[Piece] = []
    at = 0
    for end, kind, words in places:
        pieces += _between(paragraph, at, end)
        pieces += desk.doubt(CODES[kind], paragraph, PROBABILITY[kind], {"chosen": words})
        at = end
    pieces += slice_pieces(paragraph.pieces, at, len(paragraph.text))
    return replace(paragraph, pieces=tuple(pieces))


def _between(paragraph: Paragraph, start: int, end: int) -> Iterator[Piece]:
    """Pieces up to a character; a thing at the end comes with what follows it."""
    at = start
    for piece in slice_pieces(paragraph.pieces, start, end):
        if not (piece.is_thing and at == end):
            yield piece
        at += len(piece.text)


def _fields(paragraph: Paragraph) -> Iterator[tuple[int, str, str]]:
    """Where fields end whose results are numbers, with their kinds and words."""
    at = 0
    for index, piece in enumerate(paragraph.pieces):
        at += len(piece.text)
        after = paragraph.pieces[index + 1 : index + 2]
        if piece.refers and not (after and after[0].refers == piece.refers):
            before = paragraph.text[:at].split(" ")
            yield at, piece.refers, " ".join(before[-WORDS:]).strip() or piece.text


def _typed(paragraph: Paragraph) -> Iterator[tuple[int, str, str]]:
    for match in TYPED.finditer(paragraph.text):
        if not any(piece.refers == "page" for piece in paragraph.pieces):
            yield match.end(), "page", " ".join(match[0].split())
