"""The XHTML files of an EPUB, and its contents in their old form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from satzspiegel.editions.epub.description import unique_identifier
from satzspiegel.editions.epub.ncx import Heading, Target, write_ncx
from satzspiegel.editions.epub.package import NCX, File
from satzspiegel.editions.markup import (
    MarkupWriter,
    credits,
    imprint_paragraphs,
    page_identifier,
)
from satzspiegel.editions.reflow import called_notes, chapter_title, write_call, write_note
from satzspiegel.model import Chapter, Entry, Publication, Span
from satzspiegel.page_marks import page_marks
from satzspiegel.styles import Style
from satzspiegel.walks import all_inlines, plain_text, walk_blocks

COVER_NAME, NAV_NAME = "images/cover.png", "nav.xhtml"
#: The first part of a file's name, by the kind of chapter.
FILE_NAMES = {"text": "chapter", "bibliography": "bibliography"}
PAGE_ID = re.compile(r'\sid="(page-[^"]+)"')


@dataclass(frozen=True)
class Document:
    """An XHTML file."""

    name: str
    title: str
    text: str


class Pages:
    """Writes the XHTML files of one EPUB."""

    def __init__(self, publication: Publication, style: Style) -> None:
        self._publication = publication
        self._style = style
        self._files = {
            chapter.identifier: f"{FILE_NAMES[chapter.kind]}-{n:02}.xhtml"
            for n, chapter in enumerate(publication.chapters, 1)
        }
        self._where = self._locations()

    def _locations(self) -> dict[str, str]:
        """The file of each id."""
        where: dict[str, str] = {}
        for chapter in self._publication.chapters:
            notes = called_notes(chapter.blocks, self._publication)
            runs = [chapter.blocks, *(note.blocks for note in notes)]
            for blocks in runs:
                ids = [getattr(block, "identifier", "") for block in walk_blocks(blocks)]
                ids += [i.identifier for i in all_inlines(blocks) if isinstance(i, Span)]
                where.update(dict.fromkeys(filter(None, ids), self._files[chapter.identifier]))
            for note in notes:
                where[note.identifier] = where[note.call] = self._files[chapter.identifier]
        return where

    def _writer(self, file: str) -> MarkupWriter:
        def href(identifier: str) -> str:
            target = self._where.get(identifier, file)
            return f"{'' if target == file else target}#{identifier}"

        return MarkupWriter(
            edition="epub",
            publication=self._publication,
            style=self._style,
            call=lambda note: write_call(
                note, self._publication.labels, href(note.identifier), epub=True
            ),
            href=href,
            asset_url=lambda asset: asset.name,
        )

    def chapter(self, chapter: Chapter) -> Document:
        """A chapter with its notes behind it."""
        file = self._files[chapter.identifier]
        writer = self._writer(file)
        notes = called_notes(chapter.blocks, self._publication)
        return self._document(
            "chapter",
            file,
            chapter_title(chapter),
            writer,
            chapter=chapter,
            body=writer.blocks(chapter.blocks),
            notes=[write_note(note, writer, f"#{note.call}", epub=True) for note in notes],
        )

    def page(self, name: str) -> Document:
        """One of the pages that are not chapters: cover, title, imprint."""
        labels, metadata = self._publication.labels, self._publication.metadata
        titles = {
            "cover": self._cover_words(),
            "title": plain_text(metadata.title),
            "imprint": labels["imprint"],
        }
        file = f"{name}.xhtml"
        return self._document(
            name,
            file,
            titles[name],
            self._writer(file),
            cover=self._cover(),
            credits=credits(self._publication),
            imprint=imprint_paragraphs(self._publication),
        )

    def nav(self, documents: Sequence[Document]) -> Document:
        """Contents, list of pages and landmarks; ``documents`` are all others."""
        chapters, pages = self._publication.chapters, self._page_targets(documents)
        sources = (self._files[c.identifier] for c in chapters if c.kind == "bibliography")
        return self._document(
            "nav",
            NAV_NAME,
            self._publication.labels["contents"],
            self._writer(NAV_NAME),
            contents=[self.located(entry) for entry in self._publication.contents],
            pages=[(page.address, page.words) for page in pages],
            start=self._files[chapters[0].identifier],
            bibliography=next(sources, ""),
        )

    def ncx(self, documents: Sequence[Document]) -> File:
        """Contents and list of pages in their old form."""
        metadata, labels = self._publication.metadata, self._publication.labels
        data = write_ncx(
            Heading(
                unique_identifier(self._publication),
                metadata.language,
                plain_text(metadata.title),
                labels["pages"],
            ),
            [self._target(entry) for entry in self._publication.contents],
            self._page_targets(documents),
            [(document.name, document.text) for document in documents],
        )
        return File("toc.ncx", NCX, data)

    def _page_targets(self, documents: Sequence[Document]) -> list[Target]:
        """The marks of printed pages, in the order of the pages; those not found are in the nav."""
        where = {
            identifier: document.name
            for document in documents
            for identifier in PAGE_ID.findall(document.text)
        }
        return [
            Target(mark.label, f"{where.get(name, NAV_NAME)}#{name}")
            for mark in page_marks(self._publication)
            for name in (page_identifier(mark),)
        ]

    def _target(self, entry: Entry) -> Target:
        address = f"{self._where[entry.identifier]}#{entry.identifier}"
        children = tuple(self._target(child) for child in entry.children)
        return Target(plain_text(entry.title), address, children)

    def _cover(self) -> str:
        """The name of the cover's image."""
        own = self._publication.metadata.cover
        names = (asset.name for asset in self._publication.assets if asset.source == own)
        return next(names, COVER_NAME)

    def _cover_words(self) -> str:
        """What the blind hear of the cover."""
        metadata, labels = self._publication.metadata, self._publication.labels
        names = ", ".join(names for _, names in credits(self._publication))
        told = metadata.cover_alternative if metadata.cover else ""
        whole = ": ".join(filter(None, (labels["cover"], names, plain_text(metadata.title))))
        return told or " ".join(whole.split())

    def located(self, entry: Entry) -> tuple[str, Entry, list[object]]:
        """A line of the contents with its address, and its children likewise."""
        address = f"{self._where[entry.identifier]}#{entry.identifier}"
        return address, entry, [self.located(child) for child in entry.children]

    def _document(
        self, name: str, file: str, title: str, writer: MarkupWriter, **values: object
    ) -> Document:
        template = self._style.templates.get_template(f"epub-{name}.xhtml.jinja")
        text = template.render(
            publication=self._publication,
            labels=self._publication.labels,
            language=self._publication.metadata.language,
            title=title,
            m=writer,
            **values,
        )
        return Document(file, title, text)
