"""A publication as letters and marks, so that two of them can be compared place by place.

A flow is a run of text: the main text, a note, a table, the caption of a figure. White space is not
part of its letters; where it stands is known. Everything else (a call, a heading, italics, an item)
is a mark: a feature, the letters it covers, and a value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

from satzspiegel.model import (
    Block,
    Code,
    CodeBlock,
    DefinitionList,
    Division,
    Figure,
    Heading,
    Image,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Metadata,
    Note,
    NoteCall,
    Ornament,
    Paragraph,
    Publication,
    Quotation,
    Span,
    Styled,
    Table,
    Text,
    Verse,
)
from satzspiegel.walks import child_inlines, plain_text

#: Characters without width that typography puts in: soft hyphens, zero-width spaces, word joiners.
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
#: Classes of divisions that a reader cannot tell from a quotation or a list.
LOOSE = frozenset(["epigraph", "csl-entry"])


@dataclass(frozen=True, order=True)
class Mark:
    """Letters from ``start`` to ``end`` of a flow have a feature; both are equal for a point."""

    feature: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True)
class Flow:
    """A run of text: its letters, the offsets before which there is space, and its marks."""

    name: str
    letters: str
    spaces: frozenset[int]
    marks: tuple[Mark, ...]

    def words(self) -> list[tuple[int, int]]:
        """Where each word begins and ends."""
        ends = sorted(self.spaces | {0, len(self.letters)})
        return [(a, b) for a, b in pairwise(ends) if a < b]

    def around(self, start: int, end: int, reach: int = 24) -> str:
        """The letters about a place, with their spaces, and the place in brackets."""
        before = self._spaced(max(0, start - reach), start)
        after = self._spaced(end, min(len(self.letters), end + reach))
        return f"{before}[{self._spaced(start, end)}]{after}"

    def _spaced(self, start: int, end: int) -> str:
        out = [(" " if at in self.spaces else "") + self.letters[at] for at in range(start, end)]
        return "".join(out)


@dataclass(frozen=True)
class Work:
    """All flows of a publication. The calls in them have the index of their note as value."""

    text: Flow
    notes: tuple[Flow, ...]
    tables: tuple[Flow, ...]
    figures: tuple[Flow, ...]
    metadata: Mapping[str, str]


def laid_out(publication: Publication) -> Work:
    """A publication as flows."""
    writer = _Writer({note.identifier: n for n, note in enumerate(publication.notes)})
    language = publication.metadata.language
    for chapter in publication.chapters:
        writer.blocks(chapter.blocks, language)
    text = writer.flow("text")
    notes = tuple(_note(note, writer, language) for note in publication.notes)
    return Work(
        text, notes, tuple(writer.tables), tuple(writer.figures), _fields(publication.metadata)
    )


def _note(note: Note, writer: _Writer, language: str) -> Flow:
    own = writer.beside()
    own.blocks(note.blocks, language)
    return own.flow(f"note {note.number}")


def _fields(metadata: Metadata) -> dict[str, str]:
    authors = [person.name for person in metadata.contributors if person.role == "aut"]
    return {
        "title": _normal(plain_text(metadata.title)),
        "subtitle": _normal(plain_text(metadata.subtitle)),
        "author": "; ".join(authors),
    }


def _normal(text: str) -> str:
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


@dataclass
class _Writer:
    """Collects letters and marks in reading order; tables and figures become flows beside."""

    notes: Mapping[str, int]
    tables: list[Flow] = field(default_factory=list)
    figures: list[Flow] = field(default_factory=list)
    _letters: list[str] = field(default_factory=list)
    _spaces: set[int] = field(default_factory=set)
    _marks: list[Mark] = field(default_factory=list)

    def beside(self) -> _Writer:
        """A writer of another flow of the same publication."""
        return _Writer(self.notes, self.tables, self.figures)

    def flow(self, name: str) -> Flow:
        return Flow(name, "".join(self._letters), frozenset(self._spaces), _merged(self._marks))

    @property
    def _here(self) -> int:
        return len(self._letters)

    @contextmanager
    def _marked(self, feature: str, value: str = "") -> Iterator[None]:
        start = self._here
        yield
        if self._here > start:
            self._marks.append(Mark(feature, start, self._here, value))

    def _point(self, feature: str, value: str = "") -> None:
        self._marks.append(Mark(feature, self._here, self._here, value))

    def _begin(self) -> None:
        """A new paragraph, item, line, cell."""
        self._spaces.add(self._here)

    def text(self, value: str) -> None:
        for character in INVISIBLE.sub("", unicodedata.normalize("NFC", value)):
            if character.isspace():
                self._spaces.add(self._here)
            else:
                self._letters.append(character)

    # ---------------------------------------------------------------------------------- blocks

    def blocks(self, blocks: Iterable[Block], language: str, items: int = 0) -> None:
        for block in blocks:
            self._begin()
            self._block(block, language, items)

    def _block(self, block: Block, language: str, items: int) -> None:
        match block:
            case Paragraph():
                self._leaf(block.children, language)
            case Heading():
                self._heading(block, language)
            case Verse():
                self._verse(block, language)
            case CodeBlock():
                self._point("paragraph")
                with self._marked("code"):
                    self.text(block.value)
            case Quotation():
                with self._marked("quotation"):
                    self.blocks(block.blocks, language, items)
            case Division():
                loose = "loose" if LOOSE.intersection(block.classes) else "division"
                with self._marked(loose), self._language(block.language, language):
                    self.blocks(block.blocks, block.language or language, items)
            case ItemList():
                self._items(block, language, items)
            case DefinitionList():
                self._terms(block, language, items)
            case Table():
                self._table(block, language)
            case Figure():
                self._figure(block, language)
            case Ornament():
                self._point("separator")
            case _:
                pass

    def _leaf(self, inlines: Iterable[Inline], language: str) -> None:
        """A paragraph, unless there is nothing but a picture in it."""
        self._point("paragraph")
        self.inlines(inlines, language)

    def _heading(self, heading: Heading, language: str) -> None:
        if heading.generated and heading.identifier != "bibliography":
            return
        self._point("paragraph")
        with self._marked("heading", str(heading.level)):
            self.inlines(heading.children, language)

    def _verse(self, verse: Verse, language: str) -> None:
        self._point("paragraph")
        for line in verse.lines:
            self._begin()
            with self._marked("verse"):
                self.inlines(line, language)

    def _items(self, items: ItemList, language: str, depth: int) -> None:
        for number, item in enumerate(items.items):
            mark = "•" if items.start is None else f"{items.start + number}."
            with self._marked("item", f"{depth + 1} {mark}"):
                self.blocks(item, language, depth + 1)

    def _terms(self, terms: DefinitionList, language: str, items: int) -> None:
        for term, bodies in terms.entries:
            with self._marked("loose"):
                self._begin()
                with self._marked("term"):
                    self._leaf(term, language)
                for body in bodies:
                    self.blocks(body, language, items)

    def _table(self, table: Table, language: str) -> None:
        self._point("table")
        own = self.beside()
        for number, row in enumerate(table.head + table.body):
            for column, cell in enumerate(row):
                own._begin()
                with own._marked("cell", f"{number + 1},{column + 1}"):
                    own.blocks(cell.blocks, language)
        own._begin()
        with own._marked("caption"):
            own.inlines(table.caption, language)
        self.tables.append(own.flow(f"table {len(self.tables) + 1}"))

    def _figure(self, figure: Figure, language: str) -> None:
        self._point("figure")
        own = self.beside()
        own.blocks(figure.blocks, language)
        own._begin()
        with own._marked("caption"):
            own.inlines(figure.caption, language)
        self.figures.append(own.flow(f"figure {len(self.figures) + 1}"))

    # --------------------------------------------------------------------------------- inlines

    def inlines(self, inlines: Iterable[Inline], language: str) -> None:
        for inline in inlines:
            self._inline(inline, language)

    def _inline(self, inline: Inline, language: str) -> None:
        match inline:
            case Text():
                self.text(inline.value)
            case Code():
                with self._marked("code"):
                    self.text(inline.value)
            case LineBreak():
                self._point("line break")
                self._begin()
            case NoteCall():
                self._point("call", str(self.notes[inline.note]))
            case Image():
                self._point("alternative", _normal(inline.alternative))
            case Styled():
                with self._marked(inline.kind.value):
                    self.inlines(inline.children, language)
            case Link():
                with self._marked(*self._kind(inline.target)):
                    self.inlines(inline.children, language)
            case Span():
                with self._language(inline.language, language):
                    self.inlines(inline.children, inline.language or language)
            case _:
                self.inlines(child_inlines(inline), language)

    def _kind(self, target: str) -> tuple[str, str]:
        """The feature and the value of a link; targets inside have names of their own each time."""
        if target[1:] in self.notes:
            return "reference to note", ""
        return ("reference", "") if target.startswith("#") else ("link", target)

    @contextmanager
    def _language(self, own: str, around: str) -> Iterator[None]:
        if not own or own == around:
            yield
            return
        with self._marked("language", own):
            yield


#: Marks of these features that touch, or lie in each other, are one.
RUNS = frozenset(["em", "strong", "small-caps", "sup", "sub", "u", "s", "link", "language", "code"])


def _merged(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    out: list[Mark] = []
    last: dict[tuple[str, str], int] = {}
    for mark in sorted(marks):
        key = (mark.feature, mark.value)
        at = last.get(key, -1)
        if mark.feature in RUNS and at >= 0 and mark.start <= out[at].end:
            merged = Mark(mark.feature, out[at].start, max(out[at].end, mark.end), mark.value)
            out[at] = merged
        else:
            last[key] = len(out)
            out.append(mark)
    return tuple(sorted(out))
