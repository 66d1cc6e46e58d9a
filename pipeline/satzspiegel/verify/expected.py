"""What every edition must say: the words of the publication in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from satzspiegel.markers import item_markers
from satzspiegel.model import (
    Block,
    Code,
    CodeBlock,
    DefinitionList,
    Division,
    Figure,
    Heading,
    Inline,
    ItemList,
    LineBreak,
    Link,
    NoteCall,
    Ornament,
    Paragraph,
    Place,
    Publication,
    Quotation,
    Span,
    Styled,
    Table,
    Text,
    Verse,
)
from satzspiegel.verify.reading import Word, call_sign, line, normal
from satzspiegel.walks import all_images, flat_entries, plain_text

Fragment = tuple[str, Place | None]
SPACE: Fragment = (" ", None)


@dataclass(frozen=True)
class Expected:
    """The words of the text, and of each note, with their places in the manuscript."""

    words: tuple[Word, ...]
    notes: tuple[tuple[Word, ...], ...]
    headings: tuple[str, ...]
    images: int


def expected(publication: Publication) -> Expected:
    """What a complete edition of the publication says."""
    chapters = [chapter.blocks for chapter in publication.chapters]
    blocks = [*chapters, *(note.blocks for note in publication.notes)]
    images = sum(1 for _ in all_images(blocks))
    return Expected(
        words=tuple(word for run in chapters for word in block_words(run)),
        notes=tuple(tuple(block_words(note.blocks)) for note in publication.notes),
        headings=tuple(line(plain_text(e.title)) for e in flat_entries(publication.contents)),
        images=images,
    )


def block_words(blocks: tuple[Block, ...]) -> Iterator[Word]:
    """The words of blocks."""
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Word]:
    match block:
        case Paragraph() | Heading():
            yield from _words(block.children)
        case Quotation() | Division():
            yield from block_words(block.blocks)
        case Verse():
            for verse_line in block.lines:
                yield from _words(verse_line)
        case ItemList():
            for marker, item in zip(item_markers(block), block.items, strict=True):
                yield Word(marker, optional=True)
                yield from block_words(item)
        case DefinitionList():
            for term, bodies in block.entries:
                yield from _words(term)
                for body in bodies:
                    yield from block_words(body)
        case Figure():
            yield from block_words(block.blocks)
            yield from _caption(block)
        case Table():
            yield from _caption(block)
            for row in block.head + block.body:
                for cell in row:
                    yield from block_words(cell.blocks)
        case CodeBlock():
            yield from (Word(word) for word in normal(block.value).split())
        case Ornament():
            yield from (Word("*", optional=True) for _ in range(3))


def _caption(block: Figure | Table) -> Iterator[Word]:
    if block.caption:
        yield from (Word(word) for word in block.label.split())
        yield from _words(block.caption)


def _words(inlines: tuple[Inline, ...]) -> Iterator[Word]:
    """Words with the place of their first character."""
    word, place = "", None
    for text, where in (*_fragments(inlines), SPACE):
        for index, piece in enumerate(_pieces(text)):
            if index and word:
                yield Word(word, place)
                word, place = "", None
            if piece:
                place = where if not word else place
                word += piece


@lru_cache(1 << 16)
def _pieces(text: str) -> tuple[str, ...]:
    """The words of a fragment, which may hold spaces of its own (code, no-break spaces)."""
    return tuple(normal(text).split(" "))


def _fragments(inlines: tuple[Inline, ...]) -> Iterator[Fragment]:
    for inline in inlines:
        match inline:
            case Text():
                yield inline.value, inline.place
            case Code():
                yield inline.value.replace("\n", " "), None
            case LineBreak():
                yield SPACE
            case NoteCall():
                yield call_sign(inline.number), None
            case Styled() | Link() | Span():
                yield from _fragments(inline.children)
