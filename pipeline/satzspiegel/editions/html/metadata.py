"""What the web page tells programs about the work: reference managers, search engines, feeds.

Three vocabularies say much the same: Google Scholar's ``citation_…`` tags (Zotero reads them too),
schema.org as JSON-LD, and OpenGraph for previews of links.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from satzspiegel.model import Contributor, Metadata, Publication
from satzspiegel.walks import Inlines, plain_text, without_notes

Tags = tuple[tuple[str, str], ...]

#: Characters that could end the script element, or that XML reads as mark-up.
UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
#: A date as programs read it, whole or in part (ISO 8601), and a year in other dates.
DATE = re.compile(r"\d{4}(-\d\d){0,2}")
YEAR = re.compile(r"\b\d{4}\b")
#: MARC relator codes, by schema.org's properties.
ROLES = {"aut": "author", "edt": "editor", "trl": "translator", "ill": "illustrator"}


@dataclass(frozen=True)
class PageMetadata:
    """The tags (name, content) of ``citation_…`` and OpenGraph; JSON-LD, safe in a script."""

    citation: Tags
    open_graph: Tags
    json_ld: Markup


def page_metadata(publication: Publication) -> PageMetadata:
    """The metadata of a publication, from what the manuscript says; nothing is guessed."""
    title = _words(publication.metadata.title)
    return PageMetadata(
        _told(_citation(publication.metadata, title)),
        _told(_open_graph(publication.metadata, title)),
        _script(_schema(publication, title)),
    )


def _citation(metadata: Metadata, title: str) -> list[tuple[str, str]]:
    """Google Scholar, »Inclusion guidelines«: authors one by one, dates with slashes."""
    subtitle = _words(metadata.subtitle)
    return [
        ("citation_title", f"{title}: {subtitle}" if subtitle else title),
        *(("citation_author", c.sort or c.name) for c in _of("aut", metadata)),
        *(("citation_editor", c.sort or c.name) for c in _of("edt", metadata)),
        ("citation_publication_date", _date(metadata).replace("-", "/")),
        ("citation_language", metadata.language.split("-")[0]),
        ("citation_publisher", metadata.publisher),
        ("citation_isbn", metadata.ebook_isbn or metadata.isbn),
        ("citation_doi", metadata.doi),
        ("citation_series_title", metadata.series),
        *(("citation_keywords", keyword) for keyword in metadata.keywords),
        ("citation_fulltext_html_url", metadata.url),
    ]


def _open_graph(metadata: Metadata, title: str) -> list[tuple[str, str]]:
    """The Open Graph protocol, »Basic Metadata« and »No Vertical«."""
    book = _is_book(metadata)
    return [
        ("og:title", title),
        ("og:type", "book" if book else "article"),
        ("og:locale", metadata.language.replace("-", "_")),
        ("og:description", metadata.abstract or _words(metadata.subtitle)),
        ("og:url", metadata.url),
        ("og:site_name", metadata.publisher),
        ("book:isbn" if book else "", metadata.ebook_isbn or metadata.isbn),
        ("book:release_date" if book else "article:published_time", _date(metadata)),
    ]


def _schema(publication: Publication, title: str) -> dict[str, Any]:
    """The work in the words of schema.org."""
    metadata = publication.metadata
    people = {name: [_person(c) for c in _of(role, metadata)] for role, name in ROLES.items()}
    made = {
        "@context": "https://schema.org",
        "@type": _kind(publication),
        "@id": metadata.url,
        "name": title,
        "headline": "" if _is_book(metadata) else title,
        "alternativeHeadline": _words(metadata.subtitle),
        **people,
        "inLanguage": metadata.language,
        "datePublished": _date(metadata),
        "publisher": _publisher(metadata),
        "isbn": metadata.ebook_isbn or metadata.isbn,
        "bookFormat": "https://schema.org/EBook" if _is_book(metadata) else "",
        "sameAs": f"https://doi.org/{metadata.doi}" if metadata.doi else "",
        "url": metadata.url,
        "license": metadata.license,
        "copyrightNotice": metadata.rights,
        "abstract": metadata.abstract,
        "keywords": list(metadata.keywords),
        "about": [subject.text for subject in metadata.subjects],
        "isPartOf": _series(metadata),
        "position": metadata.series_number if metadata.series else "",
    }
    return {key: value for key, value in made.items() if value}


def _kind(publication: Publication) -> str:
    if _is_book(publication.metadata):
        return "Book"
    return "ScholarlyArticle" if publication.notes else "Article"


def _is_book(metadata: Metadata) -> bool:
    return bool(metadata.isbn or metadata.ebook_isbn)


def _person(person: Contributor) -> dict[str, Any]:
    """Somebody; the parts of a name are told only where the author told them apart."""
    family, _, given = person.sort.partition(", ")
    addresses = (("https://orcid.org/", person.orcid), ("https://d-nb.info/gnd/", person.gnd))
    made = {
        "@type": "Person",
        "name": person.name,
        "familyName": family if given else "",
        "givenName": given,
        "sameAs": [address + number for address, number in addresses if number],
    }
    return {key: value for key, value in made.items() if value}


def _publisher(metadata: Metadata) -> dict[str, str]:
    if not metadata.publisher:
        return {}
    made = {"@type": "Organization", "name": metadata.publisher, "location": metadata.place}
    return {key: value for key, value in made.items() if value}


def _series(metadata: Metadata) -> dict[str, str]:
    if not metadata.series:
        return {}
    kind = "BookSeries" if _is_book(metadata) else "CreativeWorkSeries"
    return {"@type": kind, "name": metadata.series}


def _of(role: str, metadata: Metadata) -> list[Contributor]:
    return [c for c in metadata.contributors if c.role == role]


def _words(inlines: Inlines) -> str:
    return " ".join(plain_text(without_notes(inlines)).split())


def _date(metadata: Metadata) -> str:
    """The date with what programs can read of it: all, or the year of »im März 2026«."""
    if DATE.fullmatch(metadata.date):
        return metadata.date
    year = YEAR.search(metadata.date)
    return year[0] if year else ""


def _told(tags: list[tuple[str, str]]) -> Tags:
    return tuple((name, content) for name, content in tags if name and content)


def _script(value: dict[str, Any]) -> Markup:
    """JSON that neither ends the script element nor is read as mark-up (HTML, 4.12.1.3)."""
    return Markup(json.dumps(value, ensure_ascii=False).translate(UNSAFE))  # noqa: S704
