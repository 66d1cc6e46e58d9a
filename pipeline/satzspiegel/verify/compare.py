"""A reading against what it should be → findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from satzspiegel.model import Finding, Note, Place, Publication, Severity
from satzspiegel.verify.expected import Expected
from satzspiegel.verify.reading import LINE_END, NoteReading, Reading, Word, line, normal
from satzspiegel.walks import plain_text

#: Words shown on each side of a difference.
CONTEXT = 4
#: A word may be broken at a line end without a hyphen behind these, between brackets (as code has
#: them; UAX 14, CL and CP before OP), or if it is an address.
BREAKABLE_END = re.compile(r"[-–—/\u2010\u2011…}⟩|]$")
BETWEEN_BRACKETS = re.compile(r"[)\]][(\[{⟨]")
ADDRESS = re.compile(r"://|www\.|@|\w\.\w|\w/\w|_")
PIECE = re.compile(r"([^ \n]+)([ \n]*)")


@dataclass(frozen=True)
class Difference:
    """The first place where a text is not what it should be."""

    expected: str
    found: str
    place: Place | None


def compare(
    reading: Reading, expected: Expected, publication: Publication, edition: str, build_id: str
) -> list[Finding]:
    """Everything in which an edition differs from the publication."""
    comparison = _Comparison(reading, expected, publication, edition)
    return [
        *comparison.identity(build_id),
        *comparison.text(),
        *comparison.notes(),
        *comparison.links(),
        *comparison.contents(),
        *comparison.pages(),
        *comparison.fonts(),
    ]


@dataclass(frozen=True)
class _Comparison:
    reading: Reading
    expected: Expected
    publication: Publication
    edition: str

    def _error(self, code: str, place: Place | None = None, **values: object) -> Finding:
        texts = {key: str(value) for key, value in values.items()}
        return Finding(code, Severity.ERROR, place, {"edition": self.edition, **texts})

    def identity(self, build_id: str) -> Iterator[Finding]:
        """Title, language and build."""
        metadata = self.publication.metadata
        title = line(plain_text(metadata.title))
        if line(self.reading.title) != title:
            yield self._error("edition-title", expected=title, found=self.reading.title)
        if self.reading.language != metadata.language:
            yield self._error(
                "edition-language", expected=metadata.language, found=self.reading.language
            )
        if self.reading.build_id != build_id:
            yield self._error("edition-mixed")

    def text(self) -> Iterator[Finding]:
        """The running text, calls included."""
        if found := first_difference(self.expected.words, self.reading.text):
            yield self._error(
                "edition-text", found.place, expected=found.expected, found=found.found
            )

    def notes(self) -> Iterator[Finding]:
        """Every note once, with its number, in order, and the text of each."""
        pairs = self._pairs()
        if len(pairs) < len(self.publication.notes):
            found = {note.identifier for note, _, _ in pairs}
            for note in self.publication.notes:
                if note.identifier not in found:
                    yield self._error("edition-note-missing", note.place, number=note.number)
        elif len(self.reading.notes) > len(pairs):
            expected, read = len(pairs), len(self.reading.notes)
            yield self._error("edition-note-count", expected=expected, found=read)
        for note, words, reading in pairs:
            if reading.number != note.number:
                yield self._error(
                    "edition-note-number", note.place, expected=note.number, found=reading.number
                )
            if found_difference := first_difference(words, reading.text):
                yield self._error(
                    "edition-note-text",
                    found_difference.place or note.place,
                    number=note.number,
                    expected=found_difference.expected,
                    found=found_difference.found,
                )

    def _pairs(self) -> list[tuple[Note, tuple[Word, ...], NoteReading]]:
        """Notes with what was read of them: in order, or by number where some are missing."""
        notes, readings = self.publication.notes, self.reading.notes
        if len(readings) >= len(notes):
            return list(zip(notes, self.expected.notes, readings, strict=False))
        pairs, at = [], 0
        for note, words in zip(notes, self.expected.notes, strict=True):
            if at < len(readings) and readings[at].number == note.number:
                pairs.append((note, words, readings[at]))
                at += 1
        return pairs

    def links(self) -> Iterator[Finding]:
        """Each call to its own note, each note to its own call, no link to nothing."""
        for target in self.reading.broken_links:
            yield self._error("edition-link", target=target)
        notes = self.publication.notes
        if len(self.reading.notes) < len(notes):
            return
        for note, call in zip(notes, self.reading.calls, strict=False):
            if not call.lands:
                yield self._error("edition-call-link", note.place, number=note.number)
        if len(self.reading.calls) < len(notes):
            missing = notes[len(self.reading.calls)]
            yield self._error("edition-call-link", missing.place, number=missing.number)
        for note, reading in zip(notes, self.reading.notes, strict=False):
            if not reading.lands:
                yield self._error("edition-back-link", note.place, number=note.number)

    def contents(self) -> Iterator[Finding]:
        """Contents or bookmarks have the headings, without notes; every image is there."""
        if self.reading.headings != self.expected.headings:
            expected, found = " | ".join(self.expected.headings), " | ".join(self.reading.headings)
            yield self._error("edition-headings", expected=expected, found=found)
        if self.reading.images != self.expected.images:
            yield self._error(
                "edition-image", expected=self.expected.images, found=self.reading.images
            )

    def pages(self) -> Iterator[Finding]:
        """Each note begins on the page of its call (paged editions)."""
        if len(self.reading.notes) < len(self.publication.notes):
            return
        pairs = zip(self.publication.notes, self.reading.calls, self.reading.notes, strict=False)
        for note, call, reading in pairs:
            if call.page != reading.page:
                yield self._error(
                    "note-wrong-page",
                    note.place,
                    number=note.number,
                    expected=self._folio(call.page),
                    found=self._folio(reading.page),
                )

    def _folio(self, page: int) -> str:
        """The number of a page, counted from 1, as readers and findings name it."""
        printed = self.reading.printed
        return printed[page - 1].label if 0 < page <= len(printed) else str(page)

    def fonts(self) -> Iterator[Finding]:
        """Only fonts of the style, all embedded, none in a face that it lacks."""
        for face in self.reading.missing_faces:
            yield self._error("face-missing", face=face)
        for page in self.reading.made_up_pages:
            yield self._error("face-made-up", page=self._folio(page))
        for font in self.reading.foreign_fonts:
            yield self._error("font-foreign", font=font)
        for font in self.reading.open_fonts:
            yield self._error("font-not-embedded", font=font)


def first_difference(words: tuple[Word, ...], text: str) -> Difference | None:
    """The first difference between words and a text, or None.

    At a line end of the text a word may go on, but only behind a hyphen or dash or inside an
    address: a hyphen that the line breaker put in is gone already (U+00AD), so a word that comes
    apart without one has lost something.
    """
    pieces = PIECE.findall(normal(text))
    at = 0
    for index, word in enumerate(words):
        taken = _take(word.value, pieces, at)
        if not taken and not word.optional:
            return _difference(words, index, pieces, at)
        at += taken
    return _difference(words, len(words), pieces, at) if at < len(pieces) else None


def _take(word: str, pieces: list[tuple[str, str]], at: int) -> int:
    """How many pieces make up the word; 0 if they do not."""
    have = ""
    for index in range(at, len(pieces)):
        piece, gap = pieces[index]
        have += piece
        if have == word:
            return index - at + 1
        if not (LINE_END in gap and word.startswith(have) and _may_break(word, len(have))):
            return 0
    return 0


def _may_break(word: str, at: int) -> bool:
    """Whether a line may end there without a hyphen."""
    is_breakable = BREAKABLE_END.search(word[:at]) or BETWEEN_BRACKETS.match(word, at - 1)
    return bool(is_breakable or ADDRESS.search(word))


def _difference(
    words: tuple[Word, ...], index: int, pieces: list[tuple[str, str]], at: int
) -> Difference:
    start, first = max(0, index - CONTEXT), max(0, at - CONTEXT)
    wanted = " ".join(word.value for word in words[start : index + CONTEXT])
    found = " ".join(piece for piece, _ in pieces[first : at + CONTEXT])
    near = next((w.place for w in reversed(words[: index + 1]) if w.place), None)
    return Difference(wanted, found, near)
