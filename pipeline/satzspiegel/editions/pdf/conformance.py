"""What makes a PDF one for the archive and for everybody: PDF/A-2a or -3a, and PDF/UA-1.

The structure tree is written elsewhere. Here are what the file says of itself, the colours it is
meant in, and what WeasyPrint writes for the screen and ISO 19005-2 forbids.
"""

from __future__ import annotations

import weasyprint
from pydyf import PDF, Array, Dictionary, Stream, String

from satzspiegel.editions.pdf.device_colours import without_device_cmyk
from satzspiegel.editions.pdf.identity import document_date, pdf_date
from satzspiegel.editions.pdf.painter import Finisher
from satzspiegel.editions.pdf.srgb import SRGB
from satzspiegel.editions.pdf.xmp import PRODUCER, describe, xmp_packet
from satzspiegel.model import Publication

#: In the information dictionary the name of what all editions of a build share.
BUILD = "satzspiegelbuild"
#: An annotation that is printed and neither hidden nor without a view (ISO 19005-2, 6.3.2).
PRINT_FLAG = 4


def standards(publication: Publication) -> tuple[str, ...]:
    """What the edition for reading conforms to: with files in it the third part of PDF/A."""
    archive = "pdfa-3a" if publication.settings.embed_manuscript else "pdfa-2a"
    return ("pdfua-1", archive)


def with_metadata(
    publication: Publication, build_id: str, conforms_to: tuple[str, ...]
) -> Finisher:
    """Say what the work and the file are, the same in XMP and in the old form; name the language.

    ``conforms_to`` are those of :func:`~satzspiegel.editions.pdf.xmp.xmp_packet`. The packet is
    not compressed (ISO 19005-2, 6.6.2.1; ISO 15930-7, 6.6).
    """

    def finish(_: weasyprint.Document, pdf: PDF) -> None:
        packet = xmp_packet(publication, build_id, conforms_to)
        metadata = Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
        pdf.add_object(metadata)
        pdf.catalog["Metadata"] = metadata.reference
        pdf.catalog["Lang"] = String(publication.metadata.language)
        # The title, not the file's name, in the window (ISO 14289-1, 7.1).
        preferences = pdf.catalog.setdefault("ViewerPreferences", Dictionary())
        preferences["DisplayDocTitle"] = "true"
        pdf.info.clear()
        pdf.info.update(_information(publication, build_id))

    return finish


def _information(publication: Publication, build_id: str) -> dict[str, String]:
    """The entries of the document information dictionary (ISO 32000-1, 14.3.3)."""
    said = describe(publication)
    moment = pdf_date(document_date(publication))
    entries = {
        "Title": said.title,
        "Author": said.authors,
        "Subject": said.subject,
        "Keywords": said.keywords,
        "Creator": PRODUCER,
        "Producer": PRODUCER,
        "CreationDate": moment,
        "ModDate": moment,
        BUILD: build_id,
    }
    return {name: String(value) for name, value in entries.items() if value}


def archivable(_: weasyprint.Document, pdf: PDF) -> None:
    """Colours meant as sRGB; images and annotations as PDF/A wants them.

    Annotations are printed, images not smoothed (ISO 19005-2, 6.2.8.1, 6.3.2).
    """
    _add_output_intent(pdf)
    without_device_cmyk(pdf)
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = PRINT_FLAG
        elif isinstance(item, Stream) and "Interpolate" in item.extra:
            item.extra["Interpolate"] = "false"


def _add_output_intent(pdf: PDF) -> None:
    """The colour space that device colours are meant in (ISO 19005-2, 6.2.3)."""
    profile = Stream([SRGB.data], {"N": 3}, compress=True)
    pdf.add_object(profile)
    intent = Dictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": String(SRGB.name),
            "RegistryName": String(SRGB.registry),
            "Info": String(SRGB.name),
            "DestOutputProfile": profile.reference,
        }
    )
    pdf.catalog["OutputIntents"] = Array([intent])
