"""The manuscript in the PDF: each of its files attached as the source (ISO 19005-3, 6.8)."""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF16_BE

import weasyprint
from pydyf import PDF, Array, Dictionary, Stream, String
from pydyf import name as pdf_name

from satzspiegel.editions.pdf.identity import document_date, pdf_date
from satzspiegel.editions.pdf.painter import Finisher
from satzspiegel.model import Attachment, Publication


def embedding(publication: Publication) -> Finisher:
    """Attach the files of a publication, dated as the document."""

    def finish(_: weasyprint.Document, pdf: PDF) -> None:
        files = sorted(publication.attachments, key=_written)
        if not files:
            return
        specifications = [_specification(pdf, file, publication) for file in files]
        references = [specification.reference for specification in specifications]
        # By name for readers, which a name tree wants in order (ISO 32000-1, 7.9.6) …
        tree = Array()
        for specification in specifications:
            tree.extend([specification["UF"], specification.reference])
        names = pdf.catalog.setdefault("Names", Dictionary())
        names["EmbeddedFiles"] = Dictionary({"Names": tree})
        # … and as what belongs to the document as a whole (ISO 19005-3, 6.8).
        pdf.catalog["AF"] = Array(references)

    return finish


def _specification(pdf: PDF, file: Attachment, publication: Publication) -> Dictionary:
    """The file specification (ISO 32000-1, 7.11.3) of a file, which is put into the PDF."""
    stream = Stream([file.data], _about(file, publication), compress=True)
    pdf.add_object(stream)
    specification = Dictionary(
        {
            "Type": "/Filespec",
            "F": String(file.name),
            "UF": String(file.name),
            "EF": Dictionary({"F": stream.reference, "UF": stream.reference}),
            "Desc": String(f"{publication.labels['manuscript']}: {file.name}"),
            "AFRelationship": "/Source",
        }
    )
    pdf.add_object(specification)
    return specification


def _written(file: Attachment) -> bytes:
    """A file's name as a PDF string, by which a name tree is ordered (ISO 32000-1, 7.9.6)."""
    name = file.name
    return name.encode() if name.isascii() else BOM_UTF16_BE + name.encode("utf-16-be")


def _about(file: Attachment, publication: Publication) -> Dictionary:
    """What the PDF says of a file in it (ISO 32000-1, 7.11.4, table 45)."""
    moment = String(pdf_date(document_date(publication)))
    checksum = hashlib.md5(file.data, usedforsecurity=False).hexdigest()
    return Dictionary(
        {
            "Type": "/EmbeddedFile",
            "Subtype": pdf_name(file.media_type),
            "Params": Dictionary(
                {
                    "Size": len(file.data),
                    "CheckSum": f"<{checksum}>",
                    "CreationDate": moment,
                    "ModDate": moment,
                }
            ),
        }
    )
