"""Marks of a first edition's pages: each of the manuscript once, in order, before the same word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import dropwhile, zip_longest

from satzspiegel.model import (
    Block,
    Figure,
    Finding,
    Inline,
    OldPage,
    Place,
    Publication,
    Severity,
    Table,
    Text,
)
from satzspiegel.verify.expected import block_words
from satzspiegel.verify.marked_pages import COMPARED, LABEL
from satzspiegel.verify.reading import PageReading, Reading
from satzspiegel.walks import (
    Blocks,
    Inlines,
    all_inlines,
    map_blocks,
    rewrite_blocks,
    rewrite_children,
)

MISSING = "–"


@dataclass(frozen=True)
class _Mark:
    """A mark with the words behind it; ``ended``: they are all up to the next mark."""

    label: str
    place: Place | None
    words: tuple[str, ...]
    ended: bool = False


def compare_old_pages(
    publication: Publication, reading: Reading, edition: str
) -> Iterator[Finding]:
    """What is wrong with the marks of an edition, and with its list of them."""
    text = [mark for c in publication.chapters for mark in _marks(c.blocks)]
    notes = [mark for note in publication.notes for mark in _marks(note.blocks)]
    yield from _compared(text, reading.printed, edition)
    yield from _compared(notes, reading.in_notes, edition)
    listed = [mark.label for mark in text]
    for expected, found in zip_longest(listed, reading.page_list, fillvalue=MISSING):
        if expected != found:
            yield _error("page-list-wrong", edition, None, expected=expected, found=found)
            return


def _compared(marks: list[_Mark], found: Iterable[PageReading], edition: str) -> Iterator[Finding]:
    for mark, page in zip_longest(marks, found):
        if mark is None or page is None or mark.label != page.label:
            labels = (one.label if one else MISSING for one in (mark, page))
            expected, there = labels
            place = mark.place if mark else None
            yield _error("page-mark-missing", edition, place, expected=expected, found=there)
            return
        words = page.words if mark.ended else page.words[: len(mark.words)]
        if words != mark.words:
            here, there = " ".join(mark.words), " ".join(page.words)
            values = {"page": mark.label, "expected": here, "found": there}
            yield _error("page-mark-wrong", edition, mark.place, **values)


def _marks(blocks: Blocks) -> Iterator[_Mark]:
    """The marks in blocks, as the manuscript has them."""
    marks = [inline for inline in all_inlines(blocks) if isinstance(inline, OldPage)]
    if not marks:
        return
    signed = rewrite_blocks(map_blocks(blocks, _before_label), _signed)
    text = " ".join(word.value for word in block_words(signed) if not word.optional)
    _, *behind = text.split(LABEL)
    for number, (mark, words) in enumerate(zip(marks, behind, strict=True), 1):
        first = tuple(words.split()[:COMPARED])
        yield _Mark(mark.label, mark.place, first, number < len(marks))


def _before_label(block: Block) -> Block:
    """A table or figure with the marks at the beginning of its caption before its label."""
    if not isinstance(block, Table | Figure):
        return block
    rest = tuple(dropwhile(lambda inline: isinstance(inline, OldPage), block.caption))
    signs = LABEL * (len(block.caption) - len(rest))
    return replace(block, label=signs + block.label, caption=rest)


def _signed(inlines: Inlines) -> Inlines:
    """Inlines with a sign for each mark."""
    return tuple(map(_sign, inlines))


def _sign(inline: Inline) -> Inline:
    return Text(LABEL) if isinstance(inline, OldPage) else rewrite_children(inline, _signed)


def _error(code: str, edition: str, place: Place | None, **values: str) -> Finding:
    return Finding(code, Severity.ERROR, place, {"edition": edition, **values})
