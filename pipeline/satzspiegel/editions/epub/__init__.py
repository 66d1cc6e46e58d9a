"""The EPUB: chapters as files, each with its notes, so that readers can show them as pop-ups."""

from __future__ import annotations

import io
import zipfile

from markupsafe import Markup

from satzspiegel.editions.accessibility import Facts, find_out
from satzspiegel.editions.epub.description import Statement, describe
from satzspiegel.editions.epub.package import File, Package, write_package
from satzspiegel.editions.epub.pages import COVER_NAME, Document, Pages
from satzspiegel.editions.epub.short_notes import with_full_notes
from satzspiegel.fonts import Face, faces_for
from satzspiegel.manuscript.images import SUFFIXES
from satzspiegel.model import Publication
from satzspiegel.styles import Style
from satzspiegel.typesetting import with_unbroken_words, without_narrow_spaces

SHEET_NAME = "style.css"


def make_epub(publication: Publication, style: Style, build_id: str, cover: bytes) -> bytes:
    """The EPUB; ``cover`` is a PNG, for a publication without an image of its own for it."""
    publication = without_narrow_spaces(with_unbroken_words(publication, style))
    publication = with_full_notes(publication)
    pages = Pages(publication, style)
    chapters = [pages.chapter(chapter) for chapter in publication.chapters]
    front = [pages.page(name) for name in ("cover", "title", "imprint")]
    nav = pages.nav([*front, *chapters])
    spine = [*front, nav, *chapters]
    faces = faces_for("epub", [document.text for document in spine], style)
    sheet = File(SHEET_NAME, "text/css", _sheet(style, faces).encode())
    images = _images(publication, cover)
    documents = [_xhtml(document, "nav" if document is nav else "") for document in spine]
    facts = find_out(
        publication,
        [document.data for document in documents],
        [sheet.data],
        [image.data for image in images],
    )
    package = Package(
        language=publication.metadata.language,
        metadata=[
            *describe(publication, facts, build_id),
            Statement("meta", "", {"name": "cover", "content": images[0].identifier}),
        ],
        files=[
            *images,
            sheet,
            *(File(_face_name(face), "font/ttf", face.data) for face in faces),
            *documents,
            pages.ncx(spine),
        ],
        spine=[document.name for document in spine],
    )
    return write_package(package)


def examine(epub: bytes, publication: Publication) -> Facts:
    """What is accessible about a finished EPUB of a publication."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist()]

    def of_kind(*suffixes: str) -> list[bytes]:
        return [data for name, data in files if name.endswith(suffixes)]

    images = of_kind(*(f".{suffix}" for suffix in SUFFIXES.values()))
    return find_out(publication, of_kind(".xhtml"), of_kind(".css"), images)


def _images(publication: Publication, cover: bytes) -> list[File]:
    """The images, the cover first: the author's own, or the one of the style."""
    own = publication.metadata.cover
    files = [
        File(asset.name, asset.media_type, asset.data, "cover-image" if asset.source == own else "")
        for asset in sorted(publication.assets, key=lambda asset: asset.source != own)
    ]
    return files if own else [File(COVER_NAME, "image/png", cover, "cover-image"), *files]


def _xhtml(document: Document, properties: str) -> File:
    return File(document.name, "application/xhtml+xml", document.text.encode(), properties)


def _sheet(style: Style, faces: tuple[Face, ...]) -> Markup:
    template = style.templates.get_template("epub.css.jinja")
    named = [(face, _face_name(face)) for face in faces]
    return Markup(template.render(faces=named, settings=style.settings))  # noqa: S704


def _face_name(face: Face) -> str:
    return f"fonts/{face.family.replace(' ', '')}-{face.style}-{face.weight}.ttf"
