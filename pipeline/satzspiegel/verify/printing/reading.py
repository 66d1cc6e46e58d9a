"""A file for the print shop → its facts. Nothing is known here of how it was made."""

from __future__ import annotations

import io

import pikepdf

from satzspiegel.printing_facts import PrintFacts
from satzspiegel.verify.printing.catalogue import read_catalogue
from satzspiegel.verify.printing.pages import read_page
from satzspiegel.verify.printing.record import read_intents, read_record
from satzspiegel.verify.printing.resources import Shared


def read_print(data: bytes) -> PrintFacts:
    """The facts of a file.

    Of one that asks for a password they are only that it is encrypted. Raises ValueError or
    LookupError if it is no PDF, or broken.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _facts(pdf)
    except pikepdf.PasswordError:
        return PrintFacts("", encrypted=True)
    except pikepdf.PdfError as error:
        raise ValueError(reason_of(error)) from error


def reason_of(error: pikepdf.PdfError) -> str:
    """Why a file cannot be opened, without what names a place in memory."""
    return str(error).rpartition(">: ")[2]


def _facts(pdf: pikepdf.Pdf) -> PrintFacts:
    shared = Shared()
    catalogue = read_catalogue(pdf)
    return PrintFacts(
        version=pdf.pdf_version,
        pages=tuple(read_page(page.obj, n, shared) for n, page in enumerate(pdf.pages, 1)),
        fonts=tuple(sorted(catalogue.fonts)),
        intents=tuple(read_intents(pdf)),
        record=read_record(pdf),
        identified="/ID" in pdf.trailer,
        encrypted=pdf.is_encrypted,
        form="/AcroForm" in pdf.Root,
        scripts=tuple(sorted(catalogue.scripts)),
        forbidden=tuple(sorted(catalogue.forbidden)),
    )
