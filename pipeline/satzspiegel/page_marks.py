"""Marks of the printed pages: where each begins, for the editions that have no pages.

A page is marked before the first whole word of the running text that begins on it; floats do not
count, for they may stand elsewhere. A page on which none begins (it is blank, or has notes or a
figure alone) is marked where the next page is, or behind the last word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from satzspiegel.hyphenation.letters import UNSEEN
from satzspiegel.layout import Front, Layout, Sheet
from satzspiegel.model import (
    Block,
    Code,
    CodeBlock,
    Entry,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Marks,
    NoteCall,
    PageMark,
    Paragraph,
    Publication,
    Table,
    Text,
)
from satzspiegel.walks import (
    Blocks,
    Inlines,
    child_inlines,
    flat_entries,
    rebuild,
    rewrite_children,
    walk_inlines,
)


def with_page_marks(publication: Publication, layout: Layout) -> Publication:
    """The publication with a mark for each page of the layout."""
    places = _places(layout, _word_starts(chapter.blocks for chapter in publication.chapters))
    marking = _Marking(places.text)
    chapters = tuple(
        replace(chapter, blocks=marking.blocks(chapter.blocks)) for chapter in publication.chapters
    )
    if places.behind:
        *others, last = chapters
        behind = Paragraph(places.behind, tight=True)
        chapters = (*others, replace(last, blocks=(*last.blocks, behind)))
    contents = tuple(_marked(entry, places.entries) for entry in publication.contents)
    return replace(publication, chapters=chapters, contents=contents, front_marks=places.front)


def page_marks(publication: Publication) -> Marks:
    """The marks of a publication in the order of the pages."""
    front = [mark for part in Front for mark in publication.front_marks.get(part, ())]
    titles = (inline for entry in flat_entries(publication.contents) for inline in entry.title)
    further = [inline for inline in titles if isinstance(inline, PageMark)]
    return (*front, *further, *(m for c in publication.chapters for m in marks_in(c.blocks)))


def marks_in(blocks: Blocks) -> Iterator[PageMark]:
    """The marks in blocks, in reading order."""
    for block in blocks:
        yield from _marks_of(block)


def _marks_of(block: Block) -> Iterator[PageMark]:
    found: list[PageMark] = []

    def inlines(run: Inlines) -> Inlines:
        if run and isinstance(block, Heading | Table | Figure):
            found.extend(block.marks)
        found.extend(inline for inline in walk_inlines(run) if isinstance(inline, PageMark))
        return run

    def inside(run: Blocks) -> Blocks:
        found.extend(marks_in(run))
        return run

    rebuild(block, inside, inlines)
    if isinstance(block, CodeBlock):
        found.extend(mark for _, mark in block.marks)
    yield from found


# ------------------------------------------------------------------------------- where they stand


@dataclass
class _Places:
    """The marks by where they stand.

    Before parts of the publication; before entries of the contents; before characters of the text;
    behind the last of these.
    """

    front: dict[str, Marks] = field(default_factory=dict)
    entries: dict[str, Marks] = field(default_factory=dict)
    text: dict[int, Marks] = field(default_factory=dict)
    behind: Marks = ()


def _places(layout: Layout, starts: list[int]) -> _Places:
    """The places of all marks; ``starts`` are the characters with which words begin."""
    places = _Places()
    waiting: Marks = ()
    for sheet in layout.sheets:
        waiting = (*waiting, PageMark(sheet.label))
        at = _first_whole_word(sheet, starts)
        if sheet.front is not None and sheet.entry:
            places.entries[sheet.entry] = waiting
        elif sheet.front is not None:
            places.front[sheet.front.value] = (*places.front.get(sheet.front, ()), *waiting)
        elif at is not None:
            places.text[at] = waiting
        else:
            continue
        waiting = ()
    places.behind = waiting
    return places


def _marked(entry: Entry, marks: dict[str, Marks]) -> Entry:
    title = (*marks.get(entry.identifier, ()), *entry.title)
    return replace(entry, title=title, children=tuple(_marked(c, marks) for c in entry.children))


# --------------------------------------------------------------------------------- in the text


def _first_whole_word(sheet: Sheet, starts: list[int]) -> int | None:
    """The character with which the first whole word of a page begins."""
    for start, end in sheet.stretches:
        index = bisect_left(starts, start)
        if index < len(starts) and starts[index] < end:
            return starts[index]
    return None


def _word_starts(runs: Iterable[Blocks]) -> list[int]:
    """With which characters, counted without spaces, the words begin."""
    starts: list[int] = []
    at = 0
    for fragment in (f for blocks in runs for block in blocks for f in _block_fragments(block)):
        for word in fragment.split():
            if count := count_seen(word):
                starts.append(at)
                at += count
    return starts


def _block_fragments(block: Block) -> Iterator[str]:
    """Runs of text that no word crosses, in reading order."""
    found: list[str] = []

    def inlines(run: Inlines) -> Inlines:
        if isinstance(block, Table | Figure) and run:
            found.append(block.label)
        found.append("".join(_written(inline) for inline in run))
        return run

    def blocks(run: Blocks) -> Blocks:
        found.extend(fragment for inner in run for fragment in _block_fragments(inner))
        return run

    if isinstance(block, CodeBlock):
        found.append(block.value)
    rebuild(block, blocks, inlines)
    yield from found


def _written(inline: Inline) -> str:
    match inline:
        case Text() | Code():
            return inline.value
        case NoteCall():
            return inline.number
        case LineBreak():
            return " "
        case _:
            return "".join(_written(child) for child in child_inlines(inline))


def count_seen(text: str) -> int:
    """The characters of a text, without spaces and what has no width."""
    return sum(_is_seen(char) for char in text)


def _is_seen(char: str) -> bool:
    return not char.isspace() and char not in UNSEEN


@dataclass
class _Marking:
    """Puts marks into blocks, in reading order, counting characters as it goes."""

    marks: dict[int, Marks]
    at: int = 0

    def blocks(self, blocks: Blocks) -> Blocks:
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        match block:
            case Heading():
                marks = self._due()
                return replace(block, marks=marks, children=self._inlines(block.children))
            case CodeBlock():
                return self._code_block(block)
            case Table() | Figure():
                return self._labelled(block)
            case _:
                return rebuild(block, self.blocks, self._inlines)

    def _labelled(self, block: Table | Figure) -> Block:
        marks: Marks = ()

        def caption(inlines: Inlines) -> Inlines:
            nonlocal marks
            if inlines:
                marks = self._due()
                self.at += count_seen(block.label)
            return self._inlines(inlines)

        made = rebuild(block, self.blocks, caption)
        assert isinstance(made, Table | Figure)  # noqa: S101 - rebuilt as what it was
        return replace(made, marks=marks)

    def _code_block(self, block: CodeBlock) -> CodeBlock:
        marks = []
        for offset, char in enumerate(block.value):
            if _is_seen(char):
                marks += [(offset, mark) for mark in self._due()]
                self.at += 1
        return replace(block, marks=tuple(marks))

    def _inlines(self, inlines: Inlines) -> Inlines:
        return tuple(made for inline in inlines for made in self._inline(inline))

    def _inline(self, inline: Inline) -> Inlines:
        match inline:
            case Text() | Code():
                return tuple(self._pieces(inline))
            case NoteCall():
                marks = self._due()
                self.at += count_seen(inline.number)
                return (*marks, inline)
            case _:
                # Before a link, not in it.
                begins = _written(inline)[:1]
                marks = self._due() if begins and _is_seen(begins) else ()
                return (*marks, rewrite_children(inline, self._inlines))

    def _pieces(self, inline: Text | Code) -> Iterator[Inline]:
        """A text divided before the words that begin a page."""
        begun = 0
        for offset, char in enumerate(inline.value):
            if not _is_seen(char):
                continue
            if marks := self._due():
                if offset > begun:
                    yield replace(inline, value=inline.value[begun:offset])
                yield from marks
                begun = offset
            self.at += 1
        yield replace(inline, value=inline.value[begun:])

    def _due(self) -> Marks:
        """The marks that stand before the next character; each is given once."""
        return self.marks.pop(self.at, ())
