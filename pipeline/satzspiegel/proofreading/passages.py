"""The publication as passages: running text in which each character knows its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from satzspiegel.model import (
    Block,
    Code,
    Division,
    Inline,
    LineBreak,
    Link,
    Note,
    NoteCall,
    Place,
    Publication,
    Quotation,
    Span,
    Styled,
    StyleKind,
    Text,
    Verse,
)
from satzspiegel.walks import child_blocks, own_inlines

#: Stands in a passage for a note call: U+FFFC OBJECT REPLACEMENT CHARACTER.
CALL = "\ufffc"
#: What opens and what closes a quotation, in the families that German print knows. ‘ and “ open
#: in English and close in German, so an opening mark decides what closes.
QUOTES = {"„": "“”", "»": "«", "«": "»", "‚": "‘’", "›": "‹", "‹": "›", "“": "”", '"': '"'}


@dataclass(frozen=True)
class Stretch:
    """Characters ``start`` to ``end`` of a passage that are marked up alike.

    ``place`` is that of the character at ``known``; ``None`` for words that are not the
    author's, such as citeproc's. ``set_off`` ones are emphasised, code or an address.
    """

    start: int
    end: int
    language: str
    place: Place | None = None
    known: int = 0
    set_off: bool = False


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, caption or term: its text, with :data:`CALL` for each note call.

    ``note`` is the note it stands in; ``quoted`` whether it is a block quotation or verse.
    """

    text: str
    stretches: tuple[Stretch, ...]
    calls: tuple[NoteCall, ...] = ()
    note: Note | None = None
    quoted: bool = False

    def at(self, offset: int) -> Stretch:
        """The stretch of a character."""
        return self.stretches[bisect_right(self.stretches, offset, key=lambda s: s.start) - 1]

    def place(self, offset: int) -> Place | None:
        """Where a character stands in the manuscript; ``None`` if the author did not write it."""
        stretch = self.at(offset)
        if stretch.place is None or not stretch.place.column:
            return stretch.place
        column = stretch.place.column + offset - stretch.known
        return Place(stretch.place.file, stretch.place.line, max(1, column))

    def quotations(self) -> list[tuple[int, int]]:
        """The ranges between quotation marks; one that is not closed goes on to the end."""
        ranges: list[tuple[int, int]] = []
        start, closing = 0, ""
        for index, char in enumerate(self.text):
            if closing:
                if char in closing and not self._inside_word(index):
                    ranges.append((start, index + 1))
                    closing = ""
            elif char in QUOTES:
                start, closing = index, QUOTES[char]
        return [*ranges, (start, len(self.text))] if closing else ranges

    def _inside_word(self, index: int) -> bool:
        """Whether a mark is an apostrophe: letters on both sides."""
        return self.text[index - 1 : index].isalpha() and self.text[index + 1 : index + 2].isalpha()


def passages(publication: Publication) -> Iterator[Passage]:
    """The passages of all chapters in reading order, then those of the notes.

    The list of works cited is left out: it is not the author's text.
    """
    language = publication.metadata.language
    for chapter in publication.chapters:
        if chapter.kind != "bibliography":
            yield from _of_blocks(chapter.blocks, language, None, quoted=False)
    for note in publication.notes:
        yield from note_passages(note, language)


def note_passages(note: Note, language: str) -> Iterator[Passage]:
    """The passages of one note."""
    return _of_blocks(note.blocks, language, note, quoted=False)


def whole_note(note: Note, language: str) -> Passage:
    """All passages of a note as one, a line each."""
    text, stretches = "", []
    for passage in note_passages(note, language):
        text += "\n" if text else ""
        stretches += [_moved(stretch, len(text)) for stretch in passage.stretches]
        text += passage.text
    return Passage(text, tuple(stretches) or (Stretch(0, 0, language),), note=note)


def _moved(stretch: Stretch, by: int) -> Stretch:
    start, end, known = stretch.start + by, stretch.end + by, stretch.known + by
    return replace(stretch, start=start, end=end, known=known)


def _of_blocks(
    blocks: tuple[Block, ...], language: str, note: Note | None, *, quoted: bool
) -> Iterator[Passage]:
    for block in blocks:
        inside = quoted or isinstance(block, Quotation | Verse)
        own = (block.language if isinstance(block, Division) else "") or language
        inlines = own_inlines(block)
        if inlines:
            yield _Writer().passage(inlines, own, note, quoted=inside)
        yield from _of_blocks(child_blocks(block), own, note, quoted=inside)


@dataclass
class _Writer:
    """Writes the inlines of a block one behind the other."""

    text: str = ""
    stretches: list[Stretch] = field(default_factory=list)
    calls: list[NoteCall] = field(default_factory=list)

    def passage(
        self, inlines: tuple[Inline, ...], language: str, note: Note | None, *, quoted: bool
    ) -> Passage:
        self._write(inlines, language, set_off=False)
        stretches = tuple(self.stretches) or (Stretch(0, 0, language),)
        return Passage(self.text, stretches, tuple(self.calls), note, quoted)

    def _write(self, inlines: tuple[Inline, ...], language: str, *, set_off: bool) -> None:
        for inline in inlines:
            match inline:
                case Text():
                    words = _without_calls(inline.value)
                    self._add(words, language, inline.place, set_off=set_off)
                case Code():
                    self._add(_without_calls(inline.value), language, None, set_off=True)
                case LineBreak():
                    self._add(" ", language, None, set_off=set_off)
                case NoteCall():
                    self.calls.append(inline)
                    self._add(CALL, language, None, set_off=set_off)
                case Styled():
                    emphasis = inline.kind is StyleKind.EMPHASIS
                    self._write(inline.children, language, set_off=set_off or emphasis)
                case Span():
                    inner = inline.language or language
                    self._write(inline.children, inner, set_off=set_off)
                case Link():
                    self._write(inline.children, language, set_off=set_off)

    def _add(self, value: str, language: str, place: Place | None, *, set_off: bool) -> None:
        start = len(self.text)
        self.text += value
        # A text's place is that of its first word: »(Wort« is known by its W.
        word = re.search(r"[^\W_]", value)
        known = start + (word.start() if word else 0)
        self.stretches.append(Stretch(start, len(self.text), language, place, known, set_off))


def _without_calls(value: str) -> str:
    """The words with U+FFFD REPLACEMENT CHARACTER where the author has typed what stands for us."""
    return value.replace(CALL, "\ufffd")
