"""The tagged PDF against the manuscript: what a blind reader hears is what the author wrote.

What validators of PDF/UA and PDF/A cannot know is checked here: whether the words of the tags are
those of the manuscript, in their order, every note behind its call; whether each paragraph is one,
and each foreign word is in its language; whether links lead where they say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import pikepdf

from satzspiegel.model import Finding, Note, Place, Publication, Severity
from satzspiegel.verify.compare import first_difference
from satzspiegel.verify.expected import Expected, expected
from satzspiegel.verify.pdf_document import TEXT_DESTINATION
from satzspiegel.verify.reading import line
from satzspiegel.verify.tags.catalog import Catalog, read_catalog
from satzspiegel.verify.tags.claims import check_claims
from satzspiegel.verify.tags.expected_outline import outline_of_note, outline_of_text
from satzspiegel.verify.tags.links import check_links
from satzspiegel.verify.tags.outlines import (
    Node,
    language_difference,
    structure_difference,
    text_of,
)
from satzspiegel.verify.tags.reading import TaggedNote, TagReading, read_text
from satzspiegel.verify.tags.tree import TagTree, read_tags
from satzspiegel.verify.tags.untagged import check_untagged
from satzspiegel.walks import plain_text

#: Words of a title page that are shown.
WORDS = 12
#: What a tree makes its readers raise that has other things in it than the standard says, or goes
#: round in a circle.
MALFORMED = (
    pikepdf.PdfError, AttributeError, LookupError, TypeError, ValueError, RecursionError
)  # fmt: skip
#: So many findings of a kind are told: what goes wrong once mostly goes wrong everywhere.
TOLD = 5
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


def check_tags(data: bytes, publication: Publication) -> Iterator[Finding]:
    """What is wrong with the tags of a PDF, and with what it says of itself; the first of a kind.

    Raises pikepdf.PdfError for a file that is none.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        try:
            tree, catalog = read_tags(pdf), read_catalog(pdf)
        except MALFORMED as error:
            yield _error("tags-unreadable", reason=" ".join(str(error).split()))
            return
    told: Counter[str] = Counter()
    for finding in _all_findings(tree, catalog, publication):
        told[finding.code] += 1
        if told[finding.code] <= TOLD:
            yield finding


def _all_findings(tree: TagTree, catalog: Catalog, publication: Publication) -> Iterator[Finding]:
    yield from check_claims(catalog, publication)
    if not tree.elements or not catalog.marked or catalog.suspects:
        yield _error("tags-missing")
        return
    reading = read_text(tree, frozenset(note.identifier for note in publication.notes))
    checks = _Checks(tree, catalog, reading, publication, expected(publication))
    yield from checks.title()
    yield from checks.text()
    yield from checks.notes()
    yield from checks.headings()
    yield from checks.alternatives()
    yield from checks.identifiers()
    yield from check_links(tree, reading, catalog, publication)
    yield from check_untagged(tree, catalog, publication)


def _error(code: str, place: Place | None = None, **values: object) -> Finding:
    texts = {name: str(value) for name, value in values.items()}
    return Finding(code, Severity.ERROR, place, texts)


@dataclass(frozen=True)
class _Checks:
    tree: TagTree
    catalog: Catalog
    reading: TagReading
    publication: Publication
    expected: Expected

    @cached_property
    def running(self) -> tuple[Node, ...]:
        """The running text: what stands from its first page on."""
        start = self.catalog.destinations.get(TEXT_DESTINATION)
        return self.reading.from_page(start.page if start else 0)

    def title(self) -> Iterator[Finding]:
        """What is read before the text has the title, in letters of any size."""
        title = line(plain_text(self.publication.metadata.title))
        before = self.reading.nodes[: len(self.reading.nodes) - len(self.running)]
        said = line(text_of(before))
        if before and title.casefold() not in said.casefold():
            beginning = " ".join(said.split()[:WORDS])
            yield _error("tags-title", expected=title, found=beginning)

    def text(self) -> Iterator[Finding]:
        """The words of the tags; where these are right, their structure and languages."""
        if other := first_difference(self.expected.words, text_of(self.running)):
            yield _error("tags-text", other.place, expected=other.expected, found=other.found)
        else:
            yield from _differences(outline_of_text(self.publication), self.running)

    def notes(self) -> Iterator[Finding]:
        """Every note once, behind its call, with its number, its words and an id."""
        notes, found = self.publication.notes, self.reading.notes
        if len(found) != len(notes):
            yield _error("tags-note-count", expected=len(notes), found=len(found))
            return
        for note, words, tagged in zip(notes, self.expected.notes, found, strict=True):
            yield from self._note(note, tagged)
            if other := first_difference(words, text_of(tagged.nodes)):
                yield _error(
                    "tags-note-text",
                    other.place or note.place,
                    number=note.number,
                    expected=other.expected,
                    found=other.found,
                )
            else:
                yield from _differences(outline_of_note(note, self.publication), tagged.nodes)

    def _note(self, note: Note, tagged: TaggedNote) -> Iterator[Finding]:
        called = {link.name for link in tagged.call.links()} if tagged.call else set()
        if note.identifier not in called:
            yield _error("tags-note-place", note.place, number=note.number)
        if tagged.number != note.number:
            yield _error("tags-note-number", note.place, expected=note.number, found=tagged.number)
        if not tagged.element.identifier:
            yield _error("tags-id", note.place, identifier="–")

    def identifiers(self) -> Iterator[Finding]:
        """No id twice (ISO 32000-1, table 323)."""
        seen: set[str] = set()
        for element in self.tree.walk():
            if element.identifier in seen:
                yield _error("tags-id", identifier=element.identifier)
            if element.identifier:
                seen.add(element.identifier)

    def headings(self) -> Iterator[Finding]:
        """No level is left out on the way down (ISO 14289-1, 7.4.2)."""
        before = 0
        for element in self.tree.walk():
            if element.role in HEADINGS:
                level = int(element.role[1])
                if level > before + 1:
                    words = " ".join(element.text().split())
                    yield _error("tags-heading-level", title=words, level=level, before=before)
                before = level

    def alternatives(self) -> Iterator[Finding]:
        """Each figure says what is to be seen (ISO 14289-1, 7.3)."""
        for element in self.tree.walk():
            if element.role == "Figure" and not element.alternative.strip():
                page = next((content.page for content in element.contents()), -1)
                yield _error("tags-alternative", page=self.catalog.label(page))


def _differences(wanted: tuple[Node, ...], found: tuple[Node, ...]) -> Iterator[Finding]:
    """The first difference in structure, or the first in language."""
    if other := structure_difference(wanted, found):
        yield _error(
            "tags-structure",
            other.place,
            expected=other.expected,
            found=other.found,
            words=other.words,
        )
    elif another := language_difference(wanted, found):
        yield _error(
            "tags-language",
            another.place,
            expected=another.expected,
            found=another.found or "–",
            words=another.words,
        )
