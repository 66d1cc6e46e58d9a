"""What kind of file a source is: told by its bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from io import BytesIO

from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Place, Severity


class Kind(StrEnum):
    """The readers there are."""

    PDF = "pdf"
    WORD = "word"
    TEXT_LAYER = "text-layer"


#: How files of programs begin. A PDF's header may stand behind some other bytes (ISO 32000-1,
#: Annex H.3, note 13).
PDF_HEADER, PDF_HEADER_WITHIN = b"%PDF-", 1024
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: Compound files: Word's of before 2007, and encrypted ones of today ([MS-CFB], 2.2).
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = b"{\\rtf"
IMAGES = (
    *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM"),
    *(b"\0\0\0\x0cjP  ", b"AT&TFORM", b"8BPS"),
)
HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
#: Word processors' documents as one XML file (ODF 1.3, part 3, 2.2.1; Word 2003 XML).
FLAT_DOCUMENT = re.compile(rb"<(?:office:document|pkg:package|w:wordDocument)\b")
#: Bytes looked at for those.
HEAD = 4096
#: What the first entry of ODF and EPUB containers says (ODF 1.3, part 2, 3.3; OCF 3.3, 4.3).
EPUB, OPEN_DOCUMENT_TEXT = b"application/epub+zip", b"application/vnd.oasis.opendocument.text"
#: The longest of such a statement, and of the directory of an archive that is looked into.
MEDIA_TYPE, ENTRIES = 100, 20_000


def recognize(data: bytes, name: str) -> Kind:
    """The reader for a source.

    Raises :class:`~satzspiegel.messages.ManuscriptError` for what no reader takes, saying what to
    do with it.
    """
    if not data.strip():
        raise _refused("import-empty", name)
    if PDF_HEADER in data[:PDF_HEADER_WITHIN]:
        return Kind.PDF
    if data.startswith(ZIP):
        return _archive(data, name)
    if data.startswith((COMPOUND, RTF)) or FLAT_DOCUMENT.search(data[:HEAD]):
        return Kind.WORD
    if HTML.match(data[:HEAD]):
        raise _refused("import-html", name)
    if data.startswith(IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise _refused("import-image", name)
    return Kind.TEXT_LAYER


def _archive(data: bytes, name: str) -> Kind:
    """Word processors' containers; of others it is said what they are."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist()[:ENTRIES])
            said = _media_type(archive) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _refused("import-archive-broken", name) from error
    if said == EPUB:
        raise _refused("import-epub", name)
    if said.startswith(OPEN_DOCUMENT_TEXT) or any(one.startswith("word/") for one in names):
        return Kind.WORD
    raise _refused("import-archive", name)


def _media_type(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as entry:
        return entry.read(MEDIA_TYPE).strip()


def _refused(code: str, name: str) -> ManuscriptError:
    return ManuscriptError(Finding(code, Severity.ERROR, Place(name)))
