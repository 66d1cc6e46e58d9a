"""Opening a PDF: what cannot be read ends in one finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

import pikepdf
import pymupdf

from satzspiegel.importing.pages.lines import Page
from satzspiegel.importing.pdf.characters import UNKNOWN
from satzspiegel.importing.pdf.failures import FAILURES
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Place, Severity

#: More is no book: the largest have some 3,000 pages, and bytes in hundreds of millions.
PAGES, BYTES = 5_000, 1_000_000_000
#: Letters of no known meaning that make a text unreadable, in parts of all.
UNREADABLE = 0.3
#: A PDF begins with its mark, but for some bytes before it (ISO 32000-1, annex H.3.4.1).
MARK, WITHIN = b"%PDF-", 1024


def refused(code: str, name: str, **values: str) -> ManuscriptError:
    """That a PDF cannot be read: ``import-pdf-…``."""
    return ManuscriptError(Finding(code, Severity.ERROR, Place(name), values))


@contextmanager
def opened(data: bytes, name: str) -> Iterator[pymupdf.Document]:
    """A PDF that can be read; one that needs no password to be read is decrypted.

    Raises :class:`ManuscriptError` if it is broken, too large, or needs a password.
    """
    if len(data) > BYTES:
        raise refused("import-pdf-too-large", name, limit=f"{BYTES // 1_000_000_000} GB")
    if MARK not in data[:WITHIN]:
        raise refused("import-pdf-broken", name)
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
    except FAILURES as error:
        raise refused("import-pdf-broken", name) from error
    with document:
        if document.needs_pass:  # an empty one has been tried
            raise refused("import-pdf-encrypted", name)
        try:
            pages = len(document)
        except FAILURES as error:
            raise refused("import-pdf-broken", name) from error
        if pages > PAGES:
            raise refused("import-pdf-too-many-pages", name, limit=_thousands(PAGES))
        if not pages:
            raise refused("import-pdf-broken", name)
        yield document


@contextmanager
def objects(data: bytes) -> Iterator[pikepdf.Pdf | None]:
    """The objects of a PDF, None if they are too broken for a second reader."""
    try:
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True)
    except (pikepdf.PdfError, ValueError, OSError):
        yield None
        return
    with pdf:
        yield pdf


def with_text(pages: Sequence[Page], name: str) -> None:
    """Raise :class:`ManuscriptError` if pages have no letters, or letters that nobody can read."""
    texts = [line.text for page in pages for line in page.lines]
    letters = sum(len(text) for text in texts)
    if not letters:
        raise refused("import-pdf-no-text", name)
    if sum(text.count(UNKNOWN) for text in texts) > UNREADABLE * letters:
        raise refused("import-pdf-no-unicode", name)


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
