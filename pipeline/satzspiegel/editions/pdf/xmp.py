"""The metadata of a PDF as XMP (ISO 16684-1): the publication's, and what the file conforms to.

The document information dictionary says the same in the old form; :mod:`.conformance` writes it
from the same :class:`Description`, so that the two agree (ISO 19005-2, 6.6.3).
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from satzspiegel.editions.dates import day_of
from satzspiegel.editions.epub.description import unique_identifier
from satzspiegel.editions.pdf.identity import document_date, uuid_of
from satzspiegel.editions.pdf.xmp_schemas import NAMESPACES, extension_schemas, qualified
from satzspiegel.ligatures import without_signs
from satzspiegel.manuscript.standard_numbers import isbn_digits
from satzspiegel.model import Contributor, Inline, Publication
from satzspiegel.version import VERSION
from satzspiegel.walks import plain_text

#: How a packet begins and ends (ISO 16684-1, 7.3.2); the id is the same for all packets.
HEADER = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
FOOTER = b'\n<?xpacket end="r"?>'
#: What standards have a file say of itself.
CLAIMS = {
    "pdfua-1": {"pdfuaid:part": "1"},
    "pdfa-2a": {"pdfaid:part": "2", "pdfaid:conformance": "A"},
    "pdfa-3a": {"pdfaid:part": "3", "pdfaid:conformance": "A"},
    "pdfx-4": {"pdfxid:GTS_PDFXVersion": "PDF/X-4", "pdf:Trapped": "False"},
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PRODUCER = f"Satzspiegel {VERSION}"
#: Licences that leave no rights to anybody.
PUBLIC_DOMAIN = "/publicdomain/"


@dataclass(frozen=True)
class Description:
    """What a PDF says of the work in the old form and in XMP, as plain text.

    ``keywords`` and ``authors`` are several in one, each separated as readers show them.
    """

    title: str
    authors: str
    subject: str
    keywords: str


def describe(publication: Publication) -> Description:
    """The work in the words of the document information dictionary (ISO 32000-1, 14.3.3)."""
    metadata = publication.metadata
    return Description(
        title=_plain(metadata.title),
        authors="; ".join(contributor.name for contributor in _creators(publication)),
        subject=_line(metadata.abstract),
        keywords=", ".join(map(_line, metadata.keywords)),
    )


def xmp_packet(publication: Publication, build_id: str, standards: tuple[str, ...]) -> bytes:
    """The packet of a file that conforms to ``standards``, which are keys of :data:`CLAIMS`.

    It names no time but the publication's. Raises KeyError for another standard.
    """
    claims = {name: value for standard in standards for name, value in CLAIMS[standard].items()}
    packet = _Packet()
    _add_work(packet, publication)
    _add_rights(packet, publication)
    _add_numbers(packet, publication, to_print="pdfx-4" in standards)
    _add_file(packet, publication, build_id, standards)
    for name, value in claims.items():
        packet.text(name, value)
    if any(standard.startswith("pdfa") for standard in standards):
        packet.add_schemas()
    return packet.written()


def _add_work(packet: _Packet, publication: Publication) -> None:
    """What the work is: Dublin Core (ISO 16684-1, 8.3), and what that has no word for."""
    metadata, said = publication.metadata, describe(publication)
    packet.alternatives("dc:title", said.title, metadata.language)
    packet.items("dc:creator", "Seq", _names(_creators(publication)))
    packet.items("dc:contributor", "Bag", _names(_others(publication)))
    packet.alternatives("dc:description", said.subject, metadata.language)
    subjects = (*metadata.keywords, *(subject.text for subject in metadata.subjects))
    packet.items("dc:subject", "Bag", tuple(dict.fromkeys(map(_line, subjects))))
    packet.text("pdf:Keywords", said.keywords)
    packet.items("dc:language", "Bag", (metadata.language,))
    packet.items("dc:publisher", "Bag", (metadata.publisher,))
    packet.items("dc:date", "Seq", (metadata.date if day_of(metadata.date) else "",))
    packet.items("dc:type", "Bag", ("Text",))
    packet.text("dc:format", "application/pdf")
    packet.text("satzspiegel:Subtitle", _plain(metadata.subtitle))
    packet.text("satzspiegel:PublisherPlace", metadata.place)
    packet.text("satzspiegel:Series", metadata.series)
    packet.text("satzspiegel:SeriesNumber", metadata.series_number)


def _add_rights(packet: _Packet, publication: Publication) -> None:
    """Whose the work is, and under which licence (ISO 16684-1, 8.5)."""
    metadata = publication.metadata
    packet.alternatives("dc:rights", metadata.rights, metadata.language)
    if metadata.rights or metadata.license:
        packet.text("xmpRights:Marked", str(PUBLIC_DOMAIN not in metadata.license))
    packet.text("xmpRights:WebStatement", metadata.license)
    packet.alternatives("xmpRights:UsageTerms", metadata.license, metadata.language)


def _add_numbers(packet: _Packet, publication: Publication, *, to_print: bool) -> None:
    """The numbers of the work, those of its printed form as the source of what is read."""
    metadata = publication.metadata
    isbn = f"urn:isbn:{isbn_digits(metadata.isbn)}" if metadata.isbn else ""
    doi = f"doi:{metadata.doi}" if metadata.doi else ""
    own = isbn if to_print else doi
    packet.text("dc:identifier", own or unique_identifier(publication))
    packet.text("dc:source", "" if to_print else isbn)
    packet.text("prism:isbn", metadata.isbn)
    packet.text("prism:doi", metadata.doi)
    packet.text("prism:url", metadata.url)


def _add_file(
    packet: _Packet, publication: Publication, build_id: str, standards: tuple[str, ...]
) -> None:
    """What made the file, when, and which file it is (ISO 16684-1, 8.4 and 8.6)."""
    moment = document_date(publication).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        packet.text(name, moment)
    packet.text("xmp:CreatorTool", PRODUCER)
    packet.text("pdf:Producer", PRODUCER)
    packet.text("xmpMM:DocumentID", uuid_of(unique_identifier(publication)))
    packet.text("xmpMM:InstanceID", uuid_of(build_id, *standards))
    # PDF/X-4 asks for these two (ISO 15930-7, 6.6).
    packet.text("xmpMM:VersionID", "1")
    packet.text("xmpMM:RenditionClass", "default")
    packet.text("satzspiegel:Build", build_id)


class _Packet:
    """A packet being written; what is empty is left out."""

    def __init__(self) -> None:
        self._root = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
        rdf = etree.SubElement(self._root, qualified("rdf:RDF"), nsmap=NAMESPACES)
        self._about = etree.SubElement(rdf, qualified("rdf:Description"))
        self._about.set(qualified("rdf:about"), "")
        self._prefixes: set[str] = set()

    def text(self, name: str, value: str) -> None:
        """A property with one value."""
        if value:
            self._property(name).text = value

    def items(self, name: str, array: str, values: tuple[str, ...]) -> None:
        """A property with several values: a Bag, or where their order counts a Seq."""
        if any(values):
            around = etree.SubElement(self._property(name), qualified(f"rdf:{array}"))
            for value in filter(None, values):
                etree.SubElement(around, qualified("rdf:li")).text = value

    def alternatives(self, name: str, value: str, language: str) -> None:
        """A property in one language, which is also the default (ISO 16684-1, 8.2.2.4)."""
        if value:
            around = etree.SubElement(self._property(name), qualified("rdf:Alt"))
            for one in ("x-default", language):
                item = etree.SubElement(around, qualified("rdf:li"))
                item.set(XML_LANG, one)
                item.text = value

    def add_schemas(self) -> None:
        """Describe the properties that PDF/A does not know by itself (ISO 19005-2, 6.6.2.3)."""
        schemas = extension_schemas(self._prefixes)
        if schemas is not None:
            self._about.append(schemas)

    def written(self) -> bytes:
        """The packet's bytes, in UTF-8."""
        etree.cleanup_namespaces(self._root)
        etree.indent(self._root, " ")
        written: bytes = etree.tostring(self._root, encoding="utf-8")
        return HEADER + written + FOOTER

    def _property(self, name: str) -> etree._Element:
        self._prefixes.add(name.partition(":")[0])
        return etree.SubElement(self._about, qualified(name))


def _creators(publication: Publication) -> tuple[Contributor, ...]:
    """The authors, in their order."""
    return tuple(c for c in publication.metadata.contributors if c.role == "aut")


def _others(publication: Publication) -> tuple[Contributor, ...]:
    return tuple(c for c in publication.metadata.contributors if c.role != "aut")


def _names(contributors: tuple[Contributor, ...]) -> tuple[str, ...]:
    return tuple(contributor.name for contributor in contributors)


def _plain(inlines: tuple[Inline, ...]) -> str:
    return _line(without_signs(plain_text(inlines)))


def _line(text: str) -> str:
    """A text without line ends, which readers of metadata take for its end."""
    return " ".join(text.split())
