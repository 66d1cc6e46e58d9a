"""What a file says of itself: document information, XMP, output intents.

ISO 32000-1, 14.3 and 14.11.5; ISO 16684-1; ISO 15930-7, 6.2 and 6.12.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pikepdf
from lxml import etree
from pikepdf.models.metadata import decode_pdf_date
from PIL import ImageCms

from satzspiegel.printing_facts import IntentFacts, RecordFacts

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
}
#: Entries of the document information, and where XMP says the same.
TWICE = {
    "/Title": "dc:title",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
    "/Keywords": "pdf:Keywords",
    "/Trapped": "pdf:Trapped",
    "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
}
DATES = ("/CreationDate", "/ModDate")
#: What PDF/X-4 wants in XMP.
WANTED = (
    "dc:title",
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
)
INTENT_KEYS = ("/OutputConditionIdentifier", "/RegistryName", "/Info")
BUILD_ID = "/satzspiegelbuild"


def read_record(pdf: pikepdf.Pdf) -> RecordFacts:
    """Title, build id, standard, and where document information and XMP differ."""
    information = {key: _plain(value) for key, value in _information(pdf).items()}
    xmp = read_xmp(pdf)
    return RecordFacts(
        title=information.get("/Title", ""),
        build_id=information.get(BUILD_ID, ""),
        trapped=information.get("/Trapped", xmp.get("pdf:Trapped", "")),
        standard=xmp.get("pdfxid:GTS_PDFXVersion", ""),
        differing=tuple(
            key[1:]
            for key, name in TWICE.items()
            if key in information
            and name in xmp
            and not _same(key in DATES, information[key], xmp[name])
        ),
        missing=tuple(name for name in WANTED if not xmp.get(name)),
    )


def _information(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    information = pdf.trailer.get("/Info")
    return dict(information.items()) if information is not None else {}


def _plain(value: pikepdf.Object) -> str:
    """A text, or a name without its slash."""
    return str(value)[1:] if isinstance(value, pikepdf.Name) else str(value)


def _same(dates: bool, information: str, xmp: str) -> bool:
    if not dates:
        return information == xmp
    try:
        return decode_pdf_date(information) == datetime.fromisoformat(xmp)
    except (ValueError, TypeError):  # no date, or only one of them with a time zone
        return False


def read_xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The properties of the XMP packet by their usual names: »dc:title«; empty if there is none."""
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(stream.read_bytes(), parser)
    except etree.XMLSyntaxError:
        return {}
    return dict(_properties(root))


def _properties(root: Any) -> Iterator[tuple[str, str]]:
    """Properties are elements or attributes of a description."""
    for description in root.iter(f"{RDF}Description"):
        given = [*description.attrib.items(), *((one.tag, _value(one)) for one in description)]
        for name, value in given:
            qualified = etree.QName(name)
            prefix = NAMESPACES.get(qualified.namespace or "")
            if prefix:
                yield f"{prefix}:{qualified.localname}", value


def _value(element: Any) -> str:
    """The text of a property; of alternatives in several languages the default one."""
    texts = [(item.get(LANGUAGE), item.text or "") for item in element.iter(f"{RDF}li")]
    if not texts:
        return "".join(element.itertext()).strip()
    return next((text for language, text in texts if language == "x-default"), texts[0][1])


def read_intents(pdf: pikepdf.Pdf) -> Iterator[IntentFacts]:
    """The output intents, in order."""
    for intent in pdf.Root.get("/OutputIntents", pikepdf.Array()):
        words = (_plain(intent[key]) if key in intent else "" for key in INTENT_KEYS)
        profile = intent.get("/DestOutputProfile")
        named = () if profile is None else _profile(profile.read_bytes())
        yield IntentFacts(str(intent.get("/S", "/"))[1:], *words, *named)


def _profile(data: bytes) -> tuple[str, str, str]:
    """A profile's description, colour space and class (ICC.1, 7.2); empty if it is none."""
    try:
        described = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(data)))
    except (OSError, ImageCms.PyCMSError):
        return "", "", ""
    space, kind = data[16:20].decode("latin-1"), data[12:16].decode("latin-1")
    return described.strip(), space.strip(), kind.strip()
