"""The e-book's record for the book trade (ONIX for Books 3.0, reference names).

It says what the metadata say and what was found out about the EPUB, with the numbers of EDItEUR's
code lists (issue 75). What only the publisher knows (prices, availability, territories) is not in
it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from satzspiegel.editions.accessibility import Facts, summary
from satzspiegel.editions.dates import day_of, modified
from satzspiegel.manuscript.standard_numbers import isbn_digits
from satzspiegel.model import Contributor, Metadata, Publication, Subject
from satzspiegel.walks import plain_text

NAMESPACE = "http://ns.editeur.org/onix/3.0/reference"
#: An element: its name, and its text or its elements.
Tree = tuple[str, "str | list[Tree]"]
#: Roles (MARC) as list 17 has them; the others are »Other«.
ROLES = {
    "aft": "A19",
    "ann": "A20",
    "art": "A07",
    "aui": "A15",
    "aut": "A01",
    "cmp": "A06",
    "com": "C01",
    "cov": "A36",
    "ctb": "A32",
    "ctg": "A39",
    "dsr": "A11",
    "edt": "B01",
    "ill": "A12",
    "ive": "A44",
    "ivr": "A43",
    "pht": "A13",
    "trl": "B06",
    "win": "A24",
}
OTHER_ROLE = "Z99"
#: Authorities as list 27 has them; the others are sent with their name.
SCHEMES = {
    "aat": "08",
    "bic": "12",
    "bisac": "10",
    "clc": "88",
    "clil": "29",
    "ddc": "01",
    "gnd": "91",
    "lcsh": "04",
    "ndc": "40",
    "thema": "93",
    "udc": "09",
    "wgs": "26",
}
THEMA, KEYWORDS, PROPRIETARY = "93", "20", "24"
#: Languages as list 74 has them (ISO 639-2/B), by their first subtag.
LANGUAGES = {
    "cs": "cze",
    "da": "dan",
    "de": "ger",
    "el": "gre",
    "en": "eng",
    "es": "spa",
    "fi": "fin",
    "fr": "fre",
    "hr": "hrv",
    "hu": "hun",
    "it": "ita",
    "la": "lat",
    "nl": "dut",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "rum",
    "ru": "rus",
    "sl": "slv",
    "sv": "swe",
    "tr": "tur",
    "uk": "ukr",
}
#: Versions and levels of WCAG as list 196 has them.
WCAG = {"2.0": "80", "2.1": "81", "2.2": "82"}
LEVELS = {"A": "84", "AA": "85", "AAA": "86"}


#: Formats of dates (list 55), by their number of digits.
DATE_FORMATS = {8: "00", 6: "01", 4: "05"}


def make_onix(publication: Publication, facts: Facts) -> bytes:
    """The record of an EPUB that has an ISBN; ``facts`` are what was found out about it."""
    product: list[Tree] = [
        ("RecordReference", f"urn:isbn:{isbn_digits(publication.metadata.ebook_isbn)}"),
        ("NotificationType", "03"),
        *_identifiers(publication.metadata.ebook_isbn),
        ("DescriptiveDetail", [*_form(publication, facts), *_work(publication.metadata)]),
        *_description(publication.metadata),
        *_publishing(publication.metadata),
        *_related(publication.metadata),
    ]
    root = etree.Element("ONIXMessage", nsmap={None: NAMESPACE}, release="3.0")
    _grow(root, ("Header", _header(publication)))
    _grow(root, ("Product", product))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _grow(parent: etree._Element, tree: Tree) -> None:
    name, content = tree
    element = etree.SubElement(parent, name)
    if isinstance(content, str):
        element.text = content
        if name == "Date":
            element.set("dateformat", DATE_FORMATS[len(content)])
        return
    for child in content:
        _grow(element, child)


def _header(publication: Publication) -> list[Tree]:
    metadata = publication.metadata
    names = [metadata.publisher, *(c.name for c in metadata.contributors)]
    sender = next(filter(None, names), plain_text(metadata.title))
    return [
        ("Sender", [("SenderName", sender)]),
        ("SentDateTime", modified(publication).strftime("%Y%m%dT%H%M%SZ")),
    ]


def _identifiers(isbn: str) -> Iterator[Tree]:
    """An ISBN as the trade wants it: as GTIN-13 and as ISBN-13 (list 5)."""
    for kind in ("03", "15"):
        number: list[Tree] = [("ProductIDType", kind), ("IDValue", isbn_digits(isbn))]
        yield "ProductIdentifier", number


def _form(publication: Publication, facts: Facts) -> Iterator[Tree]:
    """One file to download (ED), an EPUB (E101) that reflows (E200)."""
    yield "ProductComposition", "00"
    yield "ProductForm", "ED"
    yield "ProductFormDetail", "E101"
    yield "ProductFormDetail", "E200"
    yield from _features(publication, facts)
    yield "PrimaryContentType", "10"
    if facts.images:
        yield "ProductContentType", "07"
    if publication.metadata.license:
        yield "EpubLicense", _license(publication.metadata)


def _features(publication: Publication, facts: Facts) -> Iterator[Tree]:
    """Version of EPUB (15), hazards (12, list 143) and accessibility (09, list 196)."""
    yield _feature("15", "101F")
    # Nothing of ours sounds; whether what moves is a hazard nobody has looked at.
    for hazard in ("00",) if facts.still else ("16", "24", "26"):
        yield _feature("12", hazard)
    yield _feature("09", "00", summary(facts, publication))
    found = {
        "11": facts.whole_contents,
        "13": facts.reading_order,
        "14": facts.images and facts.described,
        "19": facts.page_marks,
        "22": facts.languages,
        "29": facts.structure,
        "30": facts.roles,
        "32": facts.landmarks,
        "36": facts.adjustable,
        "41": facts.page_list,
        "52": facts.described,
    }
    yield from (_feature("09", code) for code, is_true in found.items() if is_true)
    yield from _claims(publication.metadata)


def _claims(metadata: Metadata) -> Iterator[Tree]:
    """What the publisher vouches for, as »EPUB Accessibility 1.1 - WCAG 2.2 Level AA« says it."""
    claims = metadata.accessibility
    if claims.conforms_to:
        *_, version, _, level = claims.conforms_to.split()
        # A report beside the claim is that of somebody else (list 196, 04).
        certified = claims.certified_by not in ("", metadata.publisher)
        yield _feature("09", "04", claims.report if certified else "")
        yield _feature("09", WCAG[version])
        yield _feature("09", LEVELS[level])
        if claims.certified_by:
            yield _feature("09", "90", claims.certified_by)
    if claims.contact:
        yield _feature("09", "99", claims.contact)


def _feature(kind: str, value: str, description: str = "") -> Tree:
    told: list[Tree] = [("ProductFormFeatureType", kind), ("ProductFormFeatureValue", value)]
    if description:
        told.append(("ProductFormFeatureDescription", description))
    return "ProductFormFeature", told


def _license(metadata: Metadata) -> list[Tree]:
    return [
        ("EpubLicenseName", metadata.rights or metadata.license),
        (
            "EpubLicenseExpression",
            [
                ("EpubLicenseExpressionType", "01"),
                ("EpubLicenseExpressionLink", metadata.license),
            ],
        ),
    ]


def _work(metadata: Metadata) -> Iterator[Tree]:
    """Series, title, people, language, subjects."""
    if metadata.series:
        yield "Collection", _series(metadata)
    title = [("TitleText", plain_text(metadata.title))]
    if metadata.subtitle:
        title.append(("Subtitle", plain_text(metadata.subtitle)))
    yield "TitleDetail", _title("01", title)
    for number, person in enumerate(metadata.contributors, 1):
        yield "Contributor", [("SequenceNumber", str(number)), *_contributor(person)]
    if not metadata.contributors:
        yield "NoContributor", ""
    yield from _language(metadata.language)
    yield from _subjects(metadata)


def _series(metadata: Metadata) -> list[Tree]:
    """The series as the publisher's collection (list 148, 10)."""
    number = [("PartNumber", metadata.series_number)] if metadata.series_number else []
    title = _title("02", [*number, ("TitleText", metadata.series)])
    return [("CollectionType", "10"), ("TitleDetail", title)]


def _title(level: str, words: list[tuple[str, str]]) -> list[Tree]:
    """A distinctive title (list 15, 01) of the product (list 149, 01) or the collection (02)."""
    return [("TitleType", "01"), ("TitleElement", [("TitleElementLevel", level), *words])]


def _contributor(person: Contributor) -> Iterator[Tree]:
    """Somebody with role (list 17) and numbers (list 44: 21 ORCID, 25 GND)."""
    yield "ContributorRole", ROLES.get(person.role, OTHER_ROLE)
    for kind, value in (("21", person.orcid.replace("-", "")), ("25", person.gnd)):
        if value:
            yield "NameIdentifier", [("NameIDType", kind), ("IDValue", value)]
    yield "PersonName", person.name
    if person.sort:
        yield "PersonNameInverted", person.sort


def _language(tag: str) -> Iterator[Tree]:
    """The language of the text (list 22, 01), with the country whose variety it is."""
    primary, *subtags = tag.split("-")
    code = LANGUAGES.get(primary.lower(), primary.lower() if len(primary) == 3 else "")
    if not code:
        return
    told: list[Tree] = [("LanguageRole", "01"), ("LanguageCode", code)]
    regions = [subtag.upper() for subtag in subtags if len(subtag) == 2]
    yield "Language", [*told, *(("CountryCode", region) for region in regions[:1])]


def _subjects(metadata: Metadata) -> Iterator[Tree]:
    """Subjects of authorities (list 27), the first of Thema as the main one; then keywords."""
    coded = [subject for subject in metadata.subjects if subject.term]
    themas = [subject for subject in coded if subject.authority.casefold() == "thema"]
    for subject in coded:
        main: list[Tree] = [("MainSubject", "")] if subject in themas[:1] else []
        yield "Subject", [*main, *_coded(subject)]
    free = [subject.text for subject in metadata.subjects if not subject.term]
    if words := "; ".join([*free, *metadata.keywords]):
        yield (
            "Subject",
            [("SubjectSchemeIdentifier", KEYWORDS), ("SubjectHeadingText", words)],
        )


def _coded(subject: Subject) -> Iterator[Tree]:
    scheme = SCHEMES.get(subject.authority.casefold(), PROPRIETARY)
    yield "SubjectSchemeIdentifier", scheme
    if scheme == PROPRIETARY:
        yield "SubjectSchemeName", subject.authority
    yield "SubjectCode", subject.term
    yield "SubjectHeadingText", subject.text


def _description(metadata: Metadata) -> Iterator[Tree]:
    """The abstract as description (list 153, 03) for everybody (list 154, 00)."""
    if metadata.abstract:
        text: list[Tree] = [
            ("TextType", "03"),
            ("ContentAudience", "00"),
            ("Text", metadata.abstract),
        ]
        yield "CollateralDetail", [("TextContent", text)]


def _publishing(metadata: Metadata) -> Iterator[Tree]:
    """Publisher (list 45, 01), its city, and the date of publication (list 163, 01)."""
    told: list[Tree] = []
    if metadata.publisher:
        named: list[Tree] = [("PublishingRole", "01"), ("PublisherName", metadata.publisher)]
        told.append(("Publisher", named))
    if metadata.place:
        told.append(("CityOfPublication", metadata.place))
    if day_of(metadata.date):
        digits = metadata.date.replace("-", "")
        told.append(("PublishingDate", [("PublishingDateRole", "01"), ("Date", digits)]))
    if told:
        yield "PublishingDetail", told


def _related(metadata: Metadata) -> Iterator[Tree]:
    """The work by its DOI (list 164, 01), and the printed book, whose pages the marks name."""
    told: list[Tree] = []
    if metadata.doi:
        number: list[Tree] = [("WorkIDType", "06"), ("IDValue", metadata.doi)]
        work: list[Tree] = [("WorkRelationCode", "01"), ("WorkIdentifier", number)]
        told.append(("RelatedWork", work))
    if metadata.isbn:
        book = [("ProductRelationCode", "13"), *_identifiers(metadata.isbn)]
        told.append(("RelatedProduct", book))
    if told:
        yield "RelatedMaterial", told
