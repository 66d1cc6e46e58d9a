"""The metadata of the package (EPUB 3.3, 5.5): what the work is, and how accessible it is."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from satzspiegel.editions.accessibility import Facts, features, summary
from satzspiegel.editions.dates import day_of, modified
from satzspiegel.manuscript.standard_numbers import is_isbn, isbn_digits
from satzspiegel.model import Accessibility, Contributor, Metadata, Publication, Subject
from satzspiegel.old_pages import lists_old_pages
from satzspiegel.version import VERSION
from satzspiegel.walks import plain_text

NAMESPACE = uuid.UUID("5f5c3a36-3a8e-5d5b-9a53-0b9c5f0d7c11")
#: Authorities with names of their own (EPUB 3.3, D.3.1); others are addresses.
NAMED = ("AAT", "BIC", "BISAC", "CLC", "CLIL", "DDC", "EuroVoc", "LCSH", "MEDTOP", "NDC")
AUTHORITIES = {name.casefold(): name for name in (*NAMED, "Thema", "UDC", "WGS")}
#: The German authority file, which has none.
AUTHORITIES["gnd"] = "https://d-nb.info/standards/elementset/gnd"
GND = "https://d-nb.info/gnd/"


@dataclass(frozen=True)
class Statement:
    """An element of the metadata: ``dc:…``, ``meta`` or ``link``."""

    element: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def describe(publication: Publication, facts: Facts, build_id: str) -> Iterator[Statement]:
    """All metadata of the package but the cover's, the unique identifier first."""
    metadata = publication.metadata
    yield Statement("dc:identifier", unique_identifier(publication), {"id": "id"})
    yield from _titles(metadata)
    yield Statement("dc:language", metadata.language)
    for number, contributor in enumerate(metadata.contributors, 1):
        yield from _contributor(contributor, f"contributor-{number}")
    yield from _edition(metadata)
    yield from _series(metadata)
    for number, subject in enumerate(metadata.subjects, 1):
        yield from _subject(subject, f"subject-{number}")
    yield from (Statement("dc:subject", keyword) for keyword in metadata.keywords)
    yield from _origin(publication, facts)
    yield from _accessibility(publication, facts)
    yield from _claims(metadata.accessibility)
    moment = modified(publication).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield _property("dcterms:modified", moment)
    yield _named("generator", f"Satzspiegel {VERSION}")
    yield _named("satzspiegel-build", build_id)


def unique_identifier(publication: Publication) -> str:
    """The e-book's ISBN, else a UUID that the same title and names always get."""
    metadata = publication.metadata
    if metadata.ebook_isbn:
        return _isbn_urn(metadata.ebook_isbn)
    names = "/".join(contributor.name for contributor in metadata.contributors)
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{names}/{plain_text(metadata.title)}')}"


def _titles(metadata: Metadata) -> Iterator[Statement]:
    """Title and subtitle; reading systems take the first (EPUB 3.3, 5.5.3.1.2)."""
    for kind, inlines in (("main", metadata.title), ("subtitle", metadata.subtitle)):
        if inlines:
            yield Statement("dc:title", plain_text(inlines), {"id": f"title-{kind}"})
            yield _refined(f"title-{kind}", "title-type", kind)


def _contributor(person: Contributor, identifier: str) -> Iterator[Statement]:
    """Somebody with role, form for sorting and numbers; authors are creators (5.5.3.2.1)."""
    element = "dc:creator" if person.role == "aut" else "dc:contributor"
    yield Statement(element, person.name, {"id": identifier})
    yield _refined(identifier, "role", person.role, scheme="marc:relators")
    if person.sort:
        yield _refined(identifier, "file-as", person.sort)
    if person.orcid:
        yield _refined(identifier, "dcterms:identifier", f"https://orcid.org/{person.orcid}")
    if person.gnd:
        yield _refined(identifier, "dcterms:identifier", f"{GND}{person.gnd}")


def _edition(metadata: Metadata) -> Iterator[Statement]:
    """Where and when it was published, and what one may do with it."""
    facts = {
        "dc:publisher": metadata.publisher,
        "dc:date": metadata.date if day_of(metadata.date) else "",
        "dc:rights": metadata.rights,
        "dc:description": metadata.abstract,
    }
    yield from (Statement(name, value) for name, value in facts.items() if value)
    if metadata.license:
        yield Statement("link", "", {"rel": "dcterms:license", "href": metadata.license})
    if metadata.doi:
        yield Statement("dc:identifier", f"doi:{metadata.doi}", {"id": "doi"})
        yield _refined("doi", "identifier-type", "06", scheme="onix:codelist5")
    if metadata.url:
        yield _property("schema:url", metadata.url)


def _series(metadata: Metadata) -> Iterator[Statement]:
    """The series, and the number in it (EPUB 3.3, D.3.2)."""
    if metadata.series:
        yield _property("belongs-to-collection", metadata.series, id="series")
        yield _refined("series", "collection-type", "series")
        if metadata.series_number:
            yield _refined("series", "group-position", metadata.series_number)


def _subject(subject: Subject, identifier: str) -> Iterator[Statement]:
    """A subject with the term of its authority (EPUB 3.3, D.3.1 and D.3.10)."""
    yield Statement("dc:subject", subject.text, {"id": identifier})
    if subject.term:
        authority = AUTHORITIES.get(subject.authority.casefold(), subject.authority)
        yield _refined(identifier, "authority", authority)
        yield _refined(identifier, "term", subject.term)


def _origin(publication: Publication, facts: Facts) -> Iterator[Statement]:
    """The printed book, and whose pages the marks are (EPUB Accessibility 1.1, pageBreakSource)."""
    isbn = publication.metadata.isbn
    printed = _isbn_urn(isbn) if isbn else ""
    first = _first_edition(publication) if lists_old_pages(publication) else ""
    paged = first or printed
    for source in dict.fromkeys((printed, first)):
        if source:
            identifier = "source" if source == paged else "printed"
            yield Statement("dc:source", source, {"id": identifier})
    if facts.page_marks and paged:
        yield _refined("source", "source-of", "pagination")
    if facts.page_marks:
        title = plain_text(publication.metadata.title)
        pdf = f"{title} ({publication.labels['pdf-edition']})"
        yield _property("pageBreakSource", paged or pdf)


def _first_edition(publication: Publication) -> str:
    """The first edition by its ISBN, or in words."""
    named = publication.settings.first_edition
    if is_isbn(named):
        return _isbn_urn(named)
    title = plain_text(publication.metadata.title)
    return named or f"{title} ({publication.labels['first-edition']})"


def _accessibility(publication: Publication, facts: Facts) -> Iterator[Statement]:
    """What was found out (EPUB Accessibility 1.1, 2.2), in the words of schema.org."""
    yield _property("schema:accessMode", "textual")
    if facts.images:
        yield _property("schema:accessMode", "visual")
    if facts.images:
        yield _property("schema:accessModeSufficient", "textual,visual")
    if facts.described:
        yield _property("schema:accessModeSufficient", "textual")
    for feature in features(facts):
        yield _property("schema:accessibilityFeature", feature)
    yield _property("schema:accessibilityHazard", "none" if facts.still else "unknown")
    yield _property("schema:accessibilitySummary", summary(facts, publication))


def _claims(claims: Accessibility) -> Iterator[Statement]:
    """What the publisher vouches for (EPUB Accessibility 1.1, 4.3); without that nothing."""
    if not claims.conforms_to:
        return
    yield _property("dcterms:conformsTo", claims.conforms_to, id="conformance")
    if not claims.certified_by:
        return
    yield _refined("conformance", "a11y:certifiedBy", claims.certified_by, id="certifier")
    if claims.credential:
        yield _refined("certifier", "a11y:certifierCredential", claims.credential)
    if claims.report:
        link = {"rel": "a11y:certifierReport", "refines": "#certifier", "href": claims.report}
        yield Statement("link", "", link)


def _isbn_urn(number: str) -> str:
    return f"urn:isbn:{isbn_digits(number)}"


def _property(name: str, value: str, **attributes: str) -> Statement:
    return Statement("meta", value, {"property": name, **attributes})


def _refined(target: str, name: str, value: str, **attributes: str) -> Statement:
    return _property(name, value, refines=f"#{target}", **attributes)


def _named(name: str, content: str) -> Statement:
    """A statement in the old form (OPF 2.0.1), for what reading systems pass over."""
    return Statement("meta", "", {"name": name, "content": content})
