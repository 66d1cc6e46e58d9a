"""Paragraphs, and how lines look: the evidence by which they are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from satzspiegel.importing.pages.lines import Face, Line
from satzspiegel.importing.pages.type_area import SAME_EDGE, SAME_SIZE, Body, Row

#: More than a leading by this share of it is white space between paragraphs.
SPACE = 0.28
#: An indent of less (em) is none.
INDENT = 0.55

BULLET = re.compile(r"^\s*([•▪▫◦‣●○■□◆·∙\uf0b7*–—-])\s+")
ENUMERATED = re.compile(r"^\s*(\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,5})[.)])\s+(?=\S)")
SENTENCE_END = re.compile(r"[.!?:…]\W*\d*\W*$")
HYPHENATED = re.compile(r"[^\W\d_][-\u00ad\u2010\u2011\u00ac]$")


@dataclass(frozen=True)
class Paragraph:
    """Lines of one paragraph. ``left`` and ``right`` are the edges it was measured by.

    ``indented`` is an indent of the whole, against the column's left edge (pt), ``inset`` that
    against the right one. ``broken`` means that each of its lines ends where it was meant to
    (verse). ``after`` is the page, from 0, of the text before; None where pages are not marked
    (notes). ``marginal`` is what stands in the margin.
    """

    rows: tuple[Row, ...]
    indented: float = 0.0
    broken: bool = False
    space: float = 0.0
    after: int | None = None
    marginal: bool = False
    inset: float = 0.0

    @property
    def text(self) -> str:
        """Its lines, each on its own."""
        return "\n".join(row.line.text for row in self.rows)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.rows, key=lambda row: len(row.line.text)).line.size


def letters_face(line: Line) -> Face:
    """The face that all letters of a line have."""
    face = Face.BOLD | Face.ITALIC | Face.SMALL_CAPS | Face.MONOSPACED | Face.SPACED
    seen = False
    for run in line.runs:
        if any(c.isalpha() for c in run.text) and Face.SUPERIOR not in run.face:
            face &= run.face
            seen = True
    return face if seen else Face.PLAIN


def is_display(line: Line, body: Body) -> bool:
    """Whether a line is set in a type that headings have."""
    if line.size > body.size + SAME_SIZE:
        return True
    letters = [c for c in line.text if c.isalpha()]
    if len(letters) < 3 or line.size < body.size - SAME_SIZE:
        return False
    if letters_face(line) & (Face.BOLD | Face.SMALL_CAPS | Face.SPACED):
        return True
    return len(letters) > 5 and all(c.isupper() or c == "ß" for c in letters)


def is_marked(line: Line) -> bool:
    """Whether a line begins like an item of a list."""
    return bool(BULLET.match(line.text) or ENUMERATED.match(line.text))


def ended(above: Row, below: Row) -> bool:
    """Whether the next line's first word would still have fitted into this one."""
    if HYPHENATED.search(above.line.text.rstrip()):
        return False
    text = below.line.text.strip()
    word = text.split(maxsplit=1)[0] if text else ""
    breadth = below.line.box[2] - below.line.box[0]
    width = breadth * (len(word) + 1) / max(1, len(text))
    return above.lack > width + 0.15 * above.line.size


def is_centred(paragraph: Paragraph) -> bool:
    """Whether its lines stand in the middle, with as much white on both sides."""
    sides = [(row.indent, row.lack + paragraph.inset, row.line.size / 2) for row in paragraph.rows]
    return all(left > SAME_EDGE and abs(left - right) < most for left, right, most in sides)
