"""Ways through the document: every inline, every block, and rebuilding in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from satzspiegel.model import (
    Block,
    Code,
    DefinitionList,
    Division,
    Entry,
    Figure,
    Heading,
    Image,
    Inline,
    ItemList,
    LineBreak,
    Link,
    NoteCall,
    OldPage,
    PageMark,
    Paragraph,
    Quotation,
    RawNote,
    Span,
    Styled,
    Table,
    Text,
    Verse,
)

Inlines = tuple[Inline, ...]
Blocks = tuple[Block, ...]
Rewrite = Callable[[Inlines], Inlines]


#: Inlines that hold others.
HOLDERS = (Styled, Link, Span)


def child_inlines(inline: Inline) -> Inlines:
    """The inlines directly inside an inline (not the blocks of a note)."""
    return inline.children if isinstance(inline, HOLDERS) else ()


def child_blocks(block: Block) -> tuple[Block, ...]:
    """The blocks directly inside a block, in reading order."""
    match block:
        case Quotation() | Figure() | Division():
            return block.blocks
        case ItemList():
            return tuple(b for item in block.items for b in item)
        case DefinitionList():
            return tuple(b for _, bodies in block.entries for body in bodies for b in body)
        case Table():
            return tuple(b for row in block.head + block.body for cell in row for b in cell.blocks)
        case _:
            return ()


def own_inlines(block: Block) -> Inlines:
    """The inlines that a block holds itself: a paragraph's text, a caption, the terms."""
    match block:
        case Paragraph() | Heading():
            return block.children
        case Verse():
            return tuple(i for line in block.lines for i in line)
        case DefinitionList():
            return tuple(i for term, _ in block.entries for i in term)
        case Table() | Figure():
            return block.caption
        case _:
            return ()


def walk_inlines(inlines: Inlines) -> Iterator[Inline]:
    """Every inline, parents first."""
    for inline in inlines:
        yield inline
        if children := child_inlines(inline):
            yield from walk_inlines(children)


def walk_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, parents first; not those inside notes."""
    for block in blocks:
        yield block
        yield from walk_blocks(child_blocks(block))


def all_inlines(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    """Every inline of every block; not those inside notes."""
    for block in walk_blocks(blocks):
        yield from walk_inlines(own_inlines(block))


def flat_entries(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """The lines of the contents in order."""
    for entry in entries:
        yield entry
        yield from flat_entries(entry.children)


def all_images(runs: Iterable[Blocks]) -> Iterator[Image]:
    """Every image of several runs of blocks, such as chapters and notes."""
    for blocks in runs:
        yield from (inline for inline in all_inlines(blocks) if isinstance(inline, Image))


def rewrite_blocks(blocks: Blocks, rewrite: Rewrite) -> Blocks:
    """The blocks with each run of inlines rewritten, called in reading order.

    ``rewrite`` gets the inlines of a block (a paragraph, a caption, a term, a line of verse); it
    goes down into them itself, usually with :func:`rewrite_children`.
    """
    return tuple(
        rebuild(block, lambda inner: rewrite_blocks(inner, rewrite), rewrite) for block in blocks
    )


def map_blocks(blocks: Blocks, change: Callable[[Block], Block]) -> Blocks:
    """The blocks with each block changed, children before parents, in reading order."""
    return tuple(
        change(rebuild(block, lambda inner: map_blocks(inner, change), _same)) for block in blocks
    )


def rewrite_children(inline: Inline, rewrite: Rewrite) -> Inline:
    """The inline with its children rewritten."""
    if isinstance(inline, HOLDERS):
        return replace(inline, children=rewrite(inline.children))
    return inline


def _same(inlines: Inlines) -> Inlines:
    return inlines


def rewrite_passages(
    blocks: Blocks, language: str, rewrite: Callable[[Inlines, str], Inlines]
) -> Blocks:
    """The blocks with each passage of inlines rewritten, in reading order.

    ``rewrite`` gets the language as well, that of the innermost division. The lines of verse are
    one passage, with line breaks between them.
    """

    def one(block: Block) -> Block:
        here = (block.language or language) if isinstance(block, Division) else language
        if isinstance(block, Verse):
            return _rewrite_verse(block, lambda inlines: rewrite(inlines, here))
        return rebuild(
            block,
            lambda inner: rewrite_passages(inner, here, rewrite),
            lambda inlines: rewrite(inlines, here),
        )

    return tuple(one(block) for block in blocks)


def _rewrite_verse(verse: Verse, rewrite: Rewrite) -> Verse:
    joined = tuple(i for line in verse.lines for i in (*line, LineBreak()))
    lines: list[Inlines] = []
    line: list[Inline] = []
    for inline in rewrite(joined):
        if isinstance(inline, LineBreak):
            lines.append(tuple(line))
            line = []
        else:
            line.append(inline)
    return Verse(tuple(lines))


def rebuild(block: Block, blocks: Callable[[Blocks], Blocks], inlines: Rewrite) -> Block:
    """A block with its own blocks and inlines passed through the functions, in reading order."""
    match block:
        case Paragraph() | Heading():
            return replace(block, children=inlines(block.children))
        case Verse():
            return Verse(tuple(inlines(line) for line in block.lines))
        case Quotation() | Division():
            return replace(block, blocks=blocks(block.blocks))
        case ItemList():
            return replace(block, items=tuple(blocks(item) for item in block.items))
        case DefinitionList():
            return DefinitionList(
                tuple(
                    (inlines(term), tuple(blocks(body) for body in bodies))
                    for term, bodies in block.entries
                )
            )
        case Figure():
            inside = blocks(block.blocks)
            return replace(block, blocks=inside, caption=inlines(block.caption))
        case Table():
            caption = inlines(block.caption)
            head, body = (
                tuple(
                    tuple(replace(cell, blocks=blocks(cell.blocks)) for cell in row) for row in rows
                )
                for rows in (block.head, block.body)
            )
            return replace(block, caption=caption, head=head, body=body)
        case _:
            return block


def plain_text(inlines: Inlines) -> str:
    """The words alone: no notes, no mark-up, a line break as a space."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case Text() | Code():
            return inline.value
        case LineBreak():
            return " "
        case _:
            return plain_text(child_inlines(inline))


def without_notes(inlines: Inlines) -> Inlines:
    """The inlines as contents and running heads show them: no note, link, id or page mark."""
    kept: list[Inline] = []
    for inline in inlines:
        match inline:
            case NoteCall() | RawNote() | OldPage() | PageMark():
                continue
            case Link():
                kept.extend(without_notes(inline.children))
            case Span():
                kept.append(replace(inline, identifier="", children=without_notes(inline.children)))
            case Styled():
                kept.append(replace(inline, children=without_notes(inline.children)))
            case _:
                kept.append(inline)
    return tuple(kept)
