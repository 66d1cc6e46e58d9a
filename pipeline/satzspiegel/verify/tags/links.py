"""The links of a tagged PDF: each is an element, says where it leads, and leads there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from satzspiegel.model import Entry, Finding, Note, Publication, Severity
from satzspiegel.verify.pdf_document import TEXT_DESTINATION
from satzspiegel.verify.reading import CALL_CLOSE, CALL_OPEN, line
from satzspiegel.verify.tags.catalog import Bookmark, Catalog
from satzspiegel.verify.tags.reading import TaggedNote, TagReading
from satzspiegel.verify.tags.tree import Content, Element, LinkAnnotation, TagTree
from satzspiegel.walks import flat_entries, plain_text

#: How far a destination may be from what it leads to, in pt: a line of the text.
NEAR = 16.0
SIGN = re.compile(f"{CALL_OPEN}[^{CALL_CLOSE}]*{CALL_CLOSE}")


def check_links(
    tree: TagTree, reading: TagReading, catalog: Catalog, publication: Publication
) -> Iterator[Finding]:
    """All that is wrong with the links of a tree, and with the bookmarks."""
    checks = _Links(tree, reading, catalog, publication)
    yield from checks.annotations()
    yield from checks.notes()
    yield from checks.contents()
    yield from checks.bookmarks()


def _error(code: str, **values: object) -> Finding:
    return Finding(code, Severity.ERROR, None, {name: str(one) for name, one in values.items()})


@dataclass(frozen=True)
class _Links:
    tree: TagTree
    reading: TagReading
    catalog: Catalog
    publication: Publication

    def annotations(self) -> Iterator[Finding]:
        """Each belongs to a Link and says in words where it leads (ISO 14289-1, 7.18.5)."""
        for link in self.tree.loose_links:
            yield self._wrong(link)
        for element in self.tree.walk():
            for link in (kid for kid in element.kids if isinstance(kid, LinkAnnotation)):
                said = link.contents.strip()
                if element.role != "Link" or not said or said.lstrip("#") == link.name:
                    yield self._wrong(link)

    def _wrong(self, link: LinkAnnotation) -> Finding:
        target = link.name or link.address or "–"
        return _error("tags-link", page=self.catalog.label(link.page), target=target)

    def notes(self) -> Iterator[Finding]:
        """Two links for each note, from its call and back to it, both saying its number."""
        if len(self.reading.notes) == len(self.publication.notes):
            pairs = zip(self.publication.notes, self.reading.notes, strict=True)
            for note, tagged in pairs:
                if not self._is_linked(note, tagged):
                    values = {"number": note.number}
                    yield Finding("tags-note-link", Severity.ERROR, note.place, values)

    def _is_linked(self, note: Note, tagged: TaggedNote) -> bool:
        calls = self._calls(note)
        marks = [link for link in tagged.element.links() if link.name == note.call]
        if not (len(calls) == len(marks) == 1):
            return False
        lands = self._lands(calls[0], marks[0]) and self._lands(marks[0], calls[0])
        return lands and all(note.number in link.contents for link in (*calls, *marks))

    def _calls(self, note: Note) -> list[LinkAnnotation]:
        every = (link for call in self.reading.calls for link in call.links())
        return [link for link in every if link.name == note.identifier]

    def _lands(self, link: LinkAnnotation, other: LinkAnnotation) -> bool:
        """Whether a link leads to the place of another."""
        place = self.catalog.destinations.get(link.name)
        if place is None or place.page != other.page or place.point is None:
            return False
        return other.holds(*place.point, slack=NEAR)

    def contents(self) -> Iterator[Finding]:
        """The contents are a TOC: its entries are the headings, each with the page it is on."""
        entries = tuple(flat_entries(self.publication.contents))
        found = self.reading.entries
        if found and len(found) != len(entries):
            yield _error("tags-contents", expected=len(entries), found=len(found))
            return
        for entry, element in zip(entries, found, strict=False):
            said, title = line(_own_text(element)), line(plain_text(entry.title))
            label = self._page_of(entry)
            right = said in (f"{title} {label}", f"{label} {title}")
            if not right or not self._leads_to(element, entry):
                yield _error("tags-contents", expected=f"{title} {label}", found=said)
        if not found and (outside := self._front_links(entries)):
            yield _error("tags-contents", expected="TOCI", found=outside[0].name)

    def _page_of(self, entry: Entry) -> str:
        place = self.catalog.destinations.get(entry.identifier)
        return self.catalog.label(place.page if place else -1)

    def _leads_to(self, element: Element, entry: Entry) -> bool:
        links = [link for kid in _own(element) for link in kid.links()]
        return bool(links) and all(link.name == entry.identifier for link in links)

    def _front_links(self, entries: tuple[Entry, ...]) -> list[LinkAnnotation]:
        """Links before the text that lead to headings."""
        start = self.catalog.destinations.get(TEXT_DESTINATION)
        names = {entry.identifier for entry in entries}
        links = (link for element in self.tree.elements for link in element.links())
        return [link for link in links if start and link.page < start.page and link.name in names]

    def bookmarks(self) -> Iterator[Finding]:
        """Each bookmark leads to the page where its heading is tagged."""
        headings = [
            (line(SIGN.sub("", "".join(piece.text for piece in node.pieces))), node.page)
            for outer in self.reading.nodes
            for node in outer.passages()
            if node.role.startswith("H")
        ]
        for bookmark in self.catalog.bookmarks:
            if (bookmark.title, bookmark.destination.page) not in headings:
                yield self._astray(bookmark)

    def _astray(self, bookmark: Bookmark) -> Finding:
        page = self.catalog.label(bookmark.destination.page)
        return _error("pdf-bookmark", title=bookmark.title, page=page)


def _own(entry: Element) -> list[Element]:
    """What an entry of the contents holds besides the entries below it."""
    return [kid for kid in entry.children if kid.role != "TOC"]


def _own_text(entry: Element) -> str:
    own = (kid.text for kid in entry.kids if isinstance(kid, Content))
    return " ".join([*own, *(kid.text() for kid in _own(entry))])
