"""Word files as archives: their parts, read within limits, and their XML, read without entities.

DOCX is an Open Packaging Conventions package (ECMA-376, part 2), ODT a package of OpenDocument
(ODF 1.3, part 2). Both are ZIP files, and both may come from anybody.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Place, Severity

Element = Any

#: Bytes of all that is read of one file. A book of 2,000 pages has some 30 MB of XML.
WHOLE = 400_000_000
#: Bytes of one part of XML; lxml's own limit for one text is 10 MB.
PART = 80_000_000
#: Files in an archive: a catalogue with a picture to every page stays below.
ENTRIES = 20_000
#: How often smaller than its content a large part may be packed. Word's XML gets to 30.
RATIO = 400
#: Bytes below which no ratio is suspicious.
SMALL = 5_000_000
#: The beginning of an OLE compound file ([MS-CFB] 2.2): .doc, or an encrypted DOCX.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The stream of an encrypted package ([MS-OFFCRYPTO] 2.3.4.4), as a compound file names it.
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
BOMB = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


@dataclass(frozen=True)
class Archive:
    """The parts of a package by name. Reading raises :class:`ManuscriptError`."""

    data: bytes
    name: str

    @cached_property
    def zipped(self) -> zipfile.ZipFile:
        """The archive, open."""
        try:
            return zipfile.ZipFile(io.BytesIO(self.data))
        except BOMB as error:
            raise broken(self.name) from error

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The names of the parts, and how large they are unpacked (bytes)."""
        infos = self.zipped.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise refused("import-word-encrypted", self.name)
        heavy = any(i.file_size > max(SMALL, RATIO * i.compress_size) for i in infos)
        if len(infos) > ENTRIES or heavy or sum(info.file_size for info in infos) > WHOLE:
            raise refused("import-word-bomb", self.name)
        return {info.filename: info.file_size for info in infos}

    def part(self, name: str) -> bytes:
        """One part; empty if there is none. It is never larger than the archive says."""
        size = self.sizes.get(name)
        if size is None:
            return b""
        try:
            with self.zipped.open(name) as file:
                content = file.read(size + 1)
        except (*BOMB, RuntimeError) as error:
            raise broken(self.name) from error
        if len(content) > size:
            raise refused("import-word-bomb", self.name)
        return content

    def tree(self, name: str) -> Element | None:
        """The XML of a part, or None if there is none."""
        content = self.part(name)
        return parsed(content, self.name) if content else None


def parsed(content: bytes, name: str) -> Element:
    """XML without entities, document types and comments; nothing is fetched from anywhere."""
    if len(content) > PART:
        raise refused("import-word-bomb", name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(name) from error
    if root.getroottree().docinfo.doctype:
        raise refused("import-word-entities", name)
    return root


def packed(parts: dict[str, bytes]) -> bytes:
    """An archive of parts, the same for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def old_format(data: bytes, name: str) -> ManuscriptError:
    """What to say of a compound file: encrypted, or of Word before 2007."""
    code = "import-word-encrypted" if ENCRYPTED_PACKAGE in data else "import-word-old"
    return refused(code, name)


def broken(name: str) -> ManuscriptError:
    """That a file cannot be read."""
    return refused("import-word-broken", name)


def refused(code: str, name: str) -> ManuscriptError:
    """That a file is not taken, in one line."""
    return ManuscriptError(Finding(code, Severity.ERROR, Place(name)))
