"""A document as the pages see it: strips in blocks, and the lines of the notes they call.

All lengths are integers in twips (1/20 pt): what fits a page and what does not is then the same on
every machine, and no line is lost to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Opening(Enum):
    """Where a block begins."""

    #: Below the block before it.
    FLOW = "flow"
    #: On a new page.
    PAGE = "page"
    #: On a new recto, behind a blank verso if need be.
    RECTO = "recto"


@dataclass(frozen=True)
class Strip:
    """What a page takes whole: a line of text, a line of a table's row, an image. Twips."""

    height: int
    #: Space above it, dropped at the top of a page.
    before: int = 0
    #: Indexes into ``Document.notes``, ascending over the document.
    notes: tuple[int, ...] = ()
    hyphen: bool = False
    #: Its top stands on a multiple of the leading: the space above it is rounded up.
    on_grid: bool = True


@dataclass(frozen=True)
class Variant:
    """One way to break a paragraph, and what it costs beyond the best."""

    strips: tuple[Strip, ...]
    cost: int = 0


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, figure or table. All its variants call the same notes."""

    #: The best first; mostly one.
    variants: tuple[Variant, ...]
    opening: Opening = Opening.FLOW
    #: A heading: it should not end a page.
    with_next: bool = False
    #: Not split, unless no page can take it whole with a line of each of its notes.
    whole: bool = False
    #: Fewest strips before the first and after the last page break inside.
    orphans: int = 2
    widows: int = 2
    #: Stands again on top of each page on which the block goes on, if that leaves room for a strip.
    #: Where the block begins, the head is among its own strips.
    head: tuple[Strip, ...] = ()
    #: Whole empty lines that may be added before it.
    stretch: int = 0
    #: A figure that may leave its place: for the top or foot of its page or of a later one, behind
    #: the floats before it, before the next chapter. One that calls notes stays, as their order
    #: would change. It is never split, and its first variant is taken.
    floats: bool = False
    #: Where it stands in the manuscript, for errors and reasons.
    name: str = ""


@dataclass(frozen=True)
class FootNote:
    """The heights of a note's lines, in twips; its number or label, for errors."""

    lines: tuple[int, ...]
    name: str = ""


@dataclass(frozen=True)
class Geometry:
    """The type area, in twips."""

    #: A multiple of the leading.
    height: int
    leading: int
    #: The rule above the first note of a page, with the white around it.
    rule: int
    #: White between two notes.
    between: int = 0
    #: The side of the first page.
    first_recto: bool = True
    #: White between a float and the text, at least; none given, it is one line.
    float_space: int | None = None

    @property
    def around_floats(self) -> int:
        """White between a float and the text, in twips."""
        return self.leading if self.float_space is None else self.float_space


@dataclass(frozen=True)
class Document:
    """Blocks and notes in their order; each note is called once."""

    blocks: tuple[Block, ...]
    notes: tuple[FootNote, ...] = ()


class NoteDoesNotFit(ValueError):  # noqa: N818  said as the editor will read it
    """No page can take a strip and one line of each note it calls, or one line of a note."""

    def __init__(self, note: int, note_name: str, block: int, block_name: str) -> None:
        super().__init__(
            f"note {note_name or note + 1} has no room on the page of its call"
            f" ({block_name or f'block {block + 1}'})"
        )
        self.note, self.note_name = note, note_name
        self.block, self.block_name = block, block_name


def check(document: Document, geometry: Geometry) -> None:
    """ValueError for what is no document: lengths below 0, notes out of order, empty blocks."""
    if geometry.leading <= 0 or geometry.height < geometry.leading:
        raise ValueError(f"no room for a line: {geometry}")
    if min(geometry.rule, geometry.between, geometry.around_floats) < 0:
        raise ValueError(f"a length below 0: {geometry}")
    called: list[int] = []
    for number, block in enumerate(document.blocks):
        called += _check_block(block, block.name or f"block {number + 1}")
    if called != list(range(len(document.notes))):
        raise ValueError("notes are not called once each, in order")
    for number, note in enumerate(document.notes):
        if not note.lines or min(note.lines) <= 0:
            raise ValueError(f"note {note.name or number + 1} has no lines, or one without height")


def _check_block(block: Block, name: str) -> list[int]:
    """The notes a block calls."""
    if not block.variants or not all(variant.strips for variant in block.variants):
        raise ValueError(f"{name} has nothing to set")
    for strip in (*block.head, *(s for v in block.variants for s in v.strips)):
        if strip.height <= 0 or strip.before < 0:
            raise ValueError(f"{name}: {strip}")
    called = [[n for strip in v.strips for n in strip.notes] for v in block.variants]
    if any(notes != called[0] for notes in called[1:]):
        raise ValueError(f"{name}: variants call different notes")
    return called[0]
