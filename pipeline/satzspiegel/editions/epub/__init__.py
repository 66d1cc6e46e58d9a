"""The EPUB: chapters as files, each with its notes, so that readers can show them as pop-ups."""

from __future__ import annotations

from markupsafe import Markup

from satzspiegel.editions.epub.package import Document, File, Package, write_package
from satzspiegel.editions.markup import MarkupWriter, credits, imprint_paragraphs
from satzspiegel.editions.reflow import called_notes, chapter_title, write_call, write_note
from satzspiegel.fonts import Face, faces_for
from satzspiegel.model import Chapter, Entry, Publication, Span
from satzspiegel.styles import Style
from satzspiegel.typesetting import with_unbroken_words, without_narrow_spaces
from satzspiegel.walks import all_inlines, plain_text, walk_blocks

COVER_NAME = "images/cover.png"
SHEET_NAME = "style.css"
#: The first part of a file's name, by the kind of chapter.
FILE_NAMES = {"text": "chapter", "bibliography": "bibliography"}


def make_epub(publication: Publication, style: Style, build_id: str, cover: bytes) -> bytes:
    """The EPUB; ``cover`` is a PNG."""
    publication = without_narrow_spaces(with_unbroken_words(publication, style))
    pages = _Pages(publication, style)
    chapters = [pages.chapter(chapter) for chapter in publication.chapters]
    front = [pages.page(name) for name in ("cover", "title", "imprint")]
    nav = pages.page("nav")
    faces = faces_for("epub", [d.text for d in (*front, nav, *chapters)], style)
    files = [
        File(COVER_NAME, "image/png", cover, "cover-image"),
        File(SHEET_NAME, "text/css", _sheet(style, faces).encode()),
        *(File(_face_name(face), "font/ttf", face.data) for face in faces),
        *(File(asset.name, asset.media_type, asset.data) for asset in publication.assets),
    ]
    package = Package(
        publication=publication,
        build_id=build_id,
        front=front,
        nav=nav,
        chapters=chapters,
        files=files,
        contents=[pages.located(entry) for entry in publication.contents],
    )
    return write_package(package)


class _Pages:
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
        """One of the pages that are not chapters: cover, title, imprint, nav."""
        labels = self._publication.labels
        titles = {
            "cover": labels["cover"],
            "title": plain_text(self._publication.metadata.title),
            "imprint": labels["imprint"],
            "nav": labels["contents"],
        }
        file = f"{name}.xhtml"
        return self._document(
            name,
            file,
            titles[name],
            self._writer(file),
            cover=COVER_NAME,
            credits=credits(self._publication),
            imprint=imprint_paragraphs(self._publication),
            contents=[self.located(entry) for entry in self._publication.contents],
            start=self._files[self._publication.chapters[0].identifier],
        )

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


def _sheet(style: Style, faces: tuple[Face, ...]) -> Markup:
    template = style.templates.get_template("epub.css.jinja")
    named = [(face, _face_name(face)) for face in faces]
    return Markup(template.render(faces=named, settings=style.settings))  # noqa: S704


def _face_name(face: Face) -> str:
    return f"fonts/{face.family.replace(' ', '')}-{face.style}-{face.weight}.ttf"
