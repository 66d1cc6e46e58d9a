"""What tells one PDF from another: identifiers and dates that follow from what went in."""

from __future__ import annotations

import datetime
import hashlib
import uuid

from satzspiegel.editions.dates import modified
from satzspiegel.model import Publication

#: Ours, for UUIDs made of names (RFC 4122, 4.3).
NAMESPACE = uuid.UUID("0d4f6a0e-6c0b-5b0e-8a53-7f1f9a2c4d15")


def file_identifier(build_id: str, edition_name: str) -> bytes:
    """The file's identifier (ISO 32000-1, 14.4): 16 bytes, the same for the same build.

    They are letters and digits, so that no writer has to escape one of them.
    """
    return hashlib.sha256(f"{build_id}\0{edition_name}".encode()).hexdigest()[:16].encode()


def document_date(publication: Publication) -> datetime.datetime:
    """When the document was made and last changed: UTC, and never the clock's."""
    return modified(publication)


def pdf_date(moment: datetime.datetime) -> str:
    """A time of UTC as strings of a PDF have it (ISO 32000-1, 7.9.4)."""
    return moment.strftime("D:%Y%m%d%H%M%SZ")


def uuid_of(*names: str) -> str:
    """The address of a UUID that the same names always get."""
    return f"uuid:{uuid.uuid5(NAMESPACE, '/'.join(names))}"
