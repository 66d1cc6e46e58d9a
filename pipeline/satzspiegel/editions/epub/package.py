"""The EPUB's container, written by EbookLib, with what it lacks put right in this one place.

EbookLib reparses chapters as HTML, labels everything in English, takes every element with an
``epub:type`` for a page, gives two authors one id, leaves ``xml:lang`` off the package and stamps
the time of the build. So the files go in as finished bytes, metadata, navigation and NCX are our
own, and the archive is written again in a fixed order with fixed times (EPUB 3.3, »OCF ZIP
Container«: ``mimetype`` first and stored). Its ``write_epub`` keeps errors of the system to
itself; the writer is called directly instead.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ebooklib import epub
from lxml import etree

from satzspiegel.editions.epub.description import Statement

#: The oldest time that a ZIP archive can hold.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
DC = "{http://purl.org/dc/elements/1.1/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NCX = "application/x-dtbncx+xml"


@dataclass(frozen=True)
class File:
    """A file; ``properties`` are those of its manifest item."""

    name: str
    media_type: str
    data: bytes
    properties: str = ""

    @property
    def identifier(self) -> str:
        """The id of its manifest item."""
        return "ncx" if self.media_type == NCX else f"f-{self.name.replace('/', '-')}"


@dataclass(frozen=True)
class Package:
    """Everything that goes into an EPUB; ``spine`` names files in the order of reading."""

    language: str
    metadata: Sequence[Statement]
    files: Sequence[File]
    spine: Sequence[str]


def write_package(package: Package) -> bytes:
    """The EPUB's bytes."""
    book = epub.EpubBook()
    for file in package.files:
        book.add_item(_Finished(file))
    identifiers = {file.name: file.identifier for file in package.files}
    book.spine = [(identifiers[name], "yes") for name in package.spine]
    return _normalised(_written(book, package))


class _Finished(epub.EpubItem):  # type: ignore[misc]
    """A manifest item whose bytes EbookLib leaves alone."""

    def __init__(self, file: File) -> None:
        super().__init__(
            uid=file.identifier,
            file_name=file.name,
            media_type=file.media_type,
            content=file.data,
        )
        self.properties = [file.properties] if file.properties else []


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, with our metadata, the language on the package, no unused prefixes."""

    def __init__(self, path: Path, book: epub.EpubBook, package: Package) -> None:
        super().__init__(str(path), book)
        self._package = package

    def _write_opf_metadata(self, root: etree._Element) -> None:
        namespaces = {"dc": DC.strip("{}")}
        metadata = etree.SubElement(root, "metadata", nsmap=namespaces)
        for statement in self._package.metadata:
            name = statement.element.replace("dc:", DC)
            element = etree.SubElement(metadata, name, statement.attributes)
            element.text = statement.text or None

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(XML_LANG, self._package.language)
        root.attrib.pop("prefix", None)
        super()._write_opf_file(root)


def _written(book: epub.EpubBook, package: Package) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.epub"
        writer = _Writer(path, book, package)
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
