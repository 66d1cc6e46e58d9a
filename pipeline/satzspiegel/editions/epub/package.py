"""The EPUB's container, written by EbookLib, with what it lacks put right in this one place.

EbookLib reparses chapters as HTML, labels everything in English, leaves ``xml:lang`` off the
package and stamps the time of the build. So the files go in as finished bytes, navigation and NCX
are our own, and the archive is written again in a fixed order with fixed times (EPUB 3.3, »OCF ZIP
Container«: ``mimetype`` first and stored).
"""

from __future__ import annotations

import datetime
import io
import os
import re
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebooklib import epub
from lxml import etree

from satzspiegel.model import Publication
from satzspiegel.version import VERSION
from satzspiegel.walks import all_images, plain_text

NAMESPACE = uuid.UUID("5f5c3a36-3a8e-5d5b-9a53-0b9c5f0d7c11")
#: Dates as ``dc:date`` wants them (W3C Date and Time Formats); others stay in the imprint.
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
#: What every EPUB of ours has.
ACCESSIBILITY_FEATURES = (
    "ARIA",
    "displayTransformability",
    "readingOrder",
    "structuralNavigation",
    "tableOfContents",
)
#: The oldest time that a ZIP archive can hold.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Document:
    """An XHTML file."""

    name: str
    title: str
    text: str


@dataclass(frozen=True)
class File:
    """Another file; ``properties`` are those of its manifest item."""

    name: str
    media_type: str
    data: bytes
    properties: str = ""


@dataclass(frozen=True)
class Package:
    """Everything that goes into an EPUB."""

    publication: Publication
    build_id: str
    front: list[Document]
    nav: Document
    chapters: list[Document]
    files: list[File]
    contents: list[Any]


def write_package(package: Package) -> bytes:
    """The EPUB's bytes."""
    book = epub.EpubBook()
    _describe(book, package)
    for file in package.files:
        book.add_item(_item(file.name, file.media_type, file.data, file.properties))
    spine = [*package.front, package.nav, *package.chapters]
    for document in spine:
        properties = "nav" if document is package.nav else ""
        book.add_item(
            _item(document.name, "application/xhtml+xml", document.text.encode(), properties)
        )
    book.add_item(_Finished("ncx", "toc.ncx", "application/x-dtbncx+xml", _ncx(package)))
    book.spine = [(_identifier(document.name), "yes") for document in spine]
    return _normalised(_written(book, modified(package.publication)))


class _Finished(epub.EpubItem):  # type: ignore[misc]
    """A manifest item whose bytes EbookLib leaves alone."""

    def __init__(self, uid: str, name: str, media_type: str, data: bytes) -> None:
        super().__init__(uid=uid, file_name=name, media_type=media_type, content=data)
        self.properties: list[str] = []


def _item(name: str, media_type: str, data: bytes, properties: str = "") -> _Finished:
    item = _Finished(_identifier(name), name, media_type, data)
    item.properties = [properties] if properties else []
    return item


def _identifier(name: str) -> str:
    return name.replace("/", "-").replace(".", "-")


def _describe(book: epub.EpubBook, package: Package) -> None:
    """Package metadata (EPUB 3.3, 5.5), without what EbookLib adds by itself."""
    metadata = package.publication.metadata
    title = plain_text(metadata.title)
    book.metadata = {}
    book.set_identifier(_unique_identifier(package.publication))
    book.set_language(metadata.language)
    _title(book, title, "main")
    if metadata.subtitle:
        _title(book, plain_text(metadata.subtitle), "subtitle")
    for number, contributor in enumerate(metadata.contributors, 1):
        kind = "creator" if contributor.role == "aut" else "contributor"
        book.add_metadata("DC", kind, contributor.name, {"id": f"contributor-{number}"})
        _refine(book, f"contributor-{number}", "role", contributor.role, scheme="marc:relators")
    facts = {
        "publisher": metadata.publisher,
        "date": metadata.date if DATE.fullmatch(metadata.date) else "",
        "rights": metadata.rights,
        "description": metadata.abstract,
    }
    for name, value in facts.items():
        if value:
            book.add_metadata("DC", name, value)
    for keyword in metadata.keywords:
        book.add_metadata("DC", "subject", keyword)
    for name, value in _accessibility(package.publication):
        book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    named = {
        "generator": f"Satzspiegel {VERSION}",
        "satzspiegel-build": package.build_id,
        "cover": "images-cover-png",
    }
    for name, content in named.items():
        book.add_metadata(None, "meta", "", {"name": name, "content": content})


def _title(book: epub.EpubBook, title: str, kind: str) -> None:
    """A title; EPUB readers take the first as the book's (EPUB 3.3, 5.5.3.1.2)."""
    if kind == "main":
        book.title = title
    book.add_metadata("DC", "title", title, {"id": f"title-{kind}"})
    _refine(book, f"title-{kind}", "title-type", kind)


def _accessibility(publication: Publication) -> Iterator[tuple[str, str]]:
    """What schema.org calls accessibility properties (EPUB Accessibility 1.1, 2).

    Whether the book conforms is the publisher's to say, not ours.
    """
    chapters = [chapter.blocks for chapter in publication.chapters]
    notes = [note.blocks for note in publication.notes]
    images = list(all_images([*chapters, *notes]))
    described = all(image.described for image in images)
    yield "accessMode", "textual"
    if images:
        yield "accessMode", "visual"
    yield "accessModeSufficient", "textual" if described else "textual,visual"
    for feature in ACCESSIBILITY_FEATURES:
        yield "accessibilityFeature", feature
    if images and described:
        yield "accessibilityFeature", "alternativeText"
    yield "accessibilityHazard", "none"


def _refine(book: epub.EpubBook, target: str, prop: str, value: str, **more: str) -> None:
    attributes = {"refines": f"#{target}", "property": prop, **more}
    book.add_metadata(None, "meta", value, attributes)


def _unique_identifier(publication: Publication) -> str:
    """The ISBN, else a UUID that the same title and author always get."""
    metadata = publication.metadata
    if metadata.isbn:
        return f"urn:isbn:{metadata.isbn.replace('-', '').replace(' ', '')}"
    names = "/".join(c.name for c in metadata.contributors)
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{names}/{plain_text(metadata.title)}')}"


def modified(publication: Publication) -> datetime.datetime:
    """The time of the last change: SOURCE_DATE_EPOCH, else the manuscript's date, else 1980."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    date = publication.metadata.date
    try:
        day = datetime.date.fromisoformat(f"{date}-01-01"[:10] if DATE.fullmatch(date) else "")
    except ValueError:
        day = datetime.date(*ZIP_TIME[:3])
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)


def _ncx(package: Package) -> bytes:
    """The contents for readers of EPUB 2 (OPF 2.0.1, 2.4.1)."""
    namespace = "http://www.daisy.org/z3986/2005/ncx/"
    language = package.publication.metadata.language
    root = etree.Element("ncx", nsmap={None: namespace}, version="2005-1")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    head = etree.SubElement(root, "head")
    identifier = _unique_identifier(package.publication)
    etree.SubElement(head, "meta", name="dtb:uid", content=identifier)
    title = etree.SubElement(root, "docTitle")
    etree.SubElement(title, "text").text = plain_text(package.publication.metadata.title)
    order = iter(range(1, 1 << 30))
    _nav_points(etree.SubElement(root, "navMap"), package.contents, order)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written


def _nav_points(parent: etree._Element, contents: list[Any], order: Iterator[int]) -> None:
    for address, entry, children in contents:
        number = str(next(order))
        point = etree.SubElement(parent, "navPoint", id=f"point-{number}", playOrder=number)
        label = etree.SubElement(point, "navLabel")
        etree.SubElement(label, "text").text = plain_text(entry.title)
        etree.SubElement(point, "content", src=address)
        _nav_points(point, children, order)


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, with the language on the package and no unused prefixes."""

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set("{http://www.w3.org/XML/1998/namespace}lang", self.book.language)
        root.attrib.pop("prefix", None)
        super()._write_opf_file(root)


def _written(book: epub.EpubBook, time: datetime.datetime) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.epub"
        writer = _Writer(str(path), book, {"mtime": time})
        writer.process()
        writer.write()
        return path.read_bytes()


def _normalised(data: bytes) -> bytes:
    """The archive in a fixed order, with fixed times and rights."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = sorted(old.namelist(), key=lambda n: (n != "mimetype", "/" in n and n[0] != "M", n))
        for name in names:
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            stored = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
