"""The namespaces of XMP that we write, and descriptions of those that PDF/A does not know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "satzspiegel": "urn:uuid:6b1f8c0a-9f0e-5f57-8d3f-3a5f0f1c7e21#",
}


@dataclass(frozen=True)
class Property:
    """A property: what kind of value it has, who writes it (internal: programs), what it says."""

    name: str
    value_type: str
    category: str
    description: str


@dataclass(frozen=True)
class Schema:
    """A schema that is not predefined in PDF/A (ISO 19005-2, table 2)."""

    prefix: str
    title: str
    properties: tuple[Property, ...]


SCHEMAS = (
    Schema(
        "pdfuaid",
        "PDF/UA identification schema",
        (Property("part", "Integer", "internal", "Part of ISO 14289 the file conforms to"),),
    ),
    Schema(
        "pdfxid",
        "PDF/X identification schema",
        (Property("GTS_PDFXVersion", "Text", "internal", "Version of PDF/X of the file"),),
    ),
    Schema(
        "prism",
        "PRISM basic metadata",
        (
            Property("doi", "Text", "external", "Digital Object Identifier of the work"),
            Property("isbn", "Text", "external", "ISBN of the printed book"),
            Property("url", "URI", "external", "Address of the work on the web"),
        ),
    ),
    Schema(
        "satzspiegel",
        "Satzspiegel",
        (
            Property("Build", "Text", "internal", "What all editions of one build share"),
            Property("Subtitle", "Text", "external", "Subtitle of the work"),
            Property("PublisherPlace", "Text", "external", "Where the publisher is"),
            Property("Series", "Text", "external", "Series in which the work appears"),
            Property("SeriesNumber", "Text", "external", "Number of the work in its series"),
        ),
    ),
)


def qualified(name: str) -> str:
    """A name with a prefix as lxml wants it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def extension_schemas(prefixes: Collection[str]) -> etree._Element | None:
    """The container of those among these prefixes that have to be described."""
    described = [schema for schema in SCHEMAS if schema.prefix in prefixes]
    if not described:
        return None
    container = etree.Element(qualified("pdfaExtension:schemas"))
    bag = etree.SubElement(container, qualified("rdf:Bag"))
    for schema in described:
        item = _resource(bag)
        _say(item, "pdfaSchema:schema", schema.title)
        _say(item, "pdfaSchema:namespaceURI", NAMESPACES[schema.prefix])
        _say(item, "pdfaSchema:prefix", schema.prefix)
        properties = etree.SubElement(item, qualified("pdfaSchema:property"))
        sequence = etree.SubElement(properties, qualified("rdf:Seq"))
        for one in schema.properties:
            _describe(_resource(sequence), one)
    return container


def _describe(item: etree._Element, described: Property) -> None:
    _say(item, "pdfaProperty:name", described.name)
    _say(item, "pdfaProperty:valueType", described.value_type)
    _say(item, "pdfaProperty:category", described.category)
    _say(item, "pdfaProperty:description", described.description)


def _resource(around: etree._Element) -> etree._Element:
    """An item that has properties of its own."""
    item = etree.SubElement(around, qualified("rdf:li"))
    item.set(qualified("rdf:parseType"), "Resource")
    return item


def _say(item: etree._Element, name: str, value: str) -> None:
    etree.SubElement(item, qualified(name)).text = value
