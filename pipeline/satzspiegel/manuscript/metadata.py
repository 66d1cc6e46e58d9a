"""Pandoc's metadata fields as our :class:`Metadata`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from satzspiegel.logs import about
from satzspiegel.manuscript.contributors import read_contributors
from satzspiegel.manuscript.fields import Fields, Json
from satzspiegel.manuscript.files import Sources
from satzspiegel.manuscript.images import SVG, load_image
from satzspiegel.manuscript.settings import STYLE
from satzspiegel.manuscript.standard_numbers import (
    DOI_PREFIX,
    ISBN_PREFIX,
    is_doi,
    is_isbn,
    isbn_digits,
)
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Accessibility, Finding, Image, LimitSettings, Metadata, Subject, Text

#: The fields that name people, each with the role of those who are given none.
ROLES = (
    ("author", "aut"),
    ("creator", "aut"),
    ("editor", "edt"),
    ("translator", "trl"),
    ("contributor", "ctb"),
)
#: A language tag of BCP 47, as far as its form goes.
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
ADDRESS = re.compile(r"https?://[^\s/]+\S*")
#: Licences of Creative Commons as people write them; others are given by their address.
CREATIVE_COMMONS = re.compile(r"CC[ -](BY(?:-(?:NC-)?(?:SA|ND)|-NC)?)[ -](\d\.\d)", re.IGNORECASE)
CC0 = re.compile(r"CC0([ -]1\.0)?", re.IGNORECASE)
#: The claims of EPUB Accessibility 1.1 (4.3.2), in their parts.
CLAIM = re.compile(
    r"(?:EPUB Accessibility 1\.1\s*[-–]\s*)?WCAG (2\.[0-2])(?: Level)? (A{1,3})", re.IGNORECASE
)
#: What the publisher may vouch for, under ``accessibility``: the key, and the field of the model.
CLAIMS = {
    "conforms-to": "conforms_to",
    "certified-by": "certified_by",
    "credential": "credential",
    "report": "report",
    "summary": "summary",
    "contact": "contact",
}


def read_metadata(
    meta: dict[str, Json],
    sources: Sources,
    unknown: frozenset[str] | None,
    limits: LimitSettings,
) -> tuple[Metadata, list[Finding]]:
    """The metadata, and what in them cannot be set; ``unknown`` are keys that cite nothing.

    Raises :class:`ManuscriptError` naming the fields that have the wrong form.
    """
    fields = Fields(meta, sources, unknown)
    numbers = _numbers(fields)
    metadata = Metadata(
        title=fields.inlines("title") or (Text(sources.name),),
        subtitle=fields.inlines("subtitle"),
        contributors=read_contributors(fields, ROLES),
        language=_language(fields),
        date=fields.text("date"),
        publisher=fields.text("publisher"),
        place=fields.text("publisher-place"),
        rights=fields.text("rights"),
        abstract=fields.text("abstract"),
        keywords=fields.texts("keywords"),
        isbn=numbers.isbn,
        ebook_isbn=numbers.ebook_isbn,
        doi=numbers.doi,
        url=_address(fields, "url", fields.typed("url")),
        license=_address(fields, "license", _license(fields.typed("license"))),
        series=fields.text("belongs-to-collection"),
        series_number=fields.text("group-position"),
        subjects=tuple(_subject(item, fields) for item in fields.items("subject")),
        accessibility=_accessibility(fields),
        cover=_cover(fields, limits),
        cover_alternative=fields.text("cover-alt"),
        places={key: fields.place(key) for key in (*meta, STYLE)},
    )
    if fields.problems:
        raise ManuscriptError(*fields.problems)
    return metadata, fields.findings


@dataclass(frozen=True)
class _Numbers:
    """The numbers of the work."""

    isbn: str
    ebook_isbn: str
    doi: str


def _numbers(fields: Fields) -> _Numbers:
    """Numbers from their own fields, else from Pandoc's ``identifier``, which is the EPUB's."""
    named = _identifiers(fields)
    isbn = _checked(fields, "isbn", ISBN_PREFIX.sub("", fields.typed("isbn")), is_isbn)
    own = ISBN_PREFIX.sub("", fields.typed("isbn-ebook"))
    ebook_isbn = _checked(fields, "isbn-ebook", own, is_isbn) or _checked(
        fields, "identifier", named.get("isbn", ""), is_isbn
    )
    if isbn and isbn_digits(isbn) == isbn_digits(ebook_isbn):
        fields.report("isbn-twice", "isbn-ebook" if own else "identifier", isbn)
    doi = DOI_PREFIX.sub("", fields.typed("doi"))
    return _Numbers(
        isbn,
        ebook_isbn,
        _checked(fields, "doi", doi, is_doi)
        or _checked(fields, "identifier", named.get("doi", ""), is_doi),
    )


def _checked(fields: Fields, key: str, number: str, is_right: Callable[[str], bool]) -> str:
    """A number; one that is not right is reported."""
    if number and not is_right(number):
        code = "isbn-broken" if is_right is is_isbn else "doi-broken"
        fields.report(code, key, number)
    return number


def _identifiers(fields: Fields) -> dict[str, str]:
    """The first ISBN and the first DOI among Pandoc's identifiers."""
    found: dict[str, str] = {}
    for item in fields.items("identifier"):
        parts = item["c"] if item["t"] == "MetaMap" else {"text": item}
        scheme, text = (
            fields.told(parts.get(name), f"identifier.{name}") for name in ("scheme", "text")
        )
        for name, prefix in (("isbn", ISBN_PREFIX), ("doi", DOI_PREFIX)):
            if text and (scheme.casefold().startswith(name) or prefix.match(text)):
                found.setdefault(name, prefix.sub("", text))
    return found


def _language(fields: Fields) -> str:
    language = fields.text("lang") or "de-DE"
    if not LANGUAGE.fullmatch(language):
        fields.report("lang-broken", "lang", lang=language)
    return language


def _address(fields: Fields, key: str, address: str) -> str:
    """An address of the web; anything else is reported."""
    if address and not ADDRESS.fullmatch(address):
        fields.report("address-broken", key, address)
    return address


def _license(text: str) -> str:
    """The address of a licence of Creative Commons that is given by its name."""
    if named := CREATIVE_COMMONS.fullmatch(text):
        return f"https://creativecommons.org/licenses/{named[1].lower()}/{named[2]}/"
    if CC0.fullmatch(text):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return text


def _subject(item: Json, fields: Fields) -> Subject:
    """A subject: words, or Pandoc's mapping with the term of an authority."""
    if item["t"] != "MetaMap":
        return Subject(fields.told(item, "subject"))
    parts = {
        name: fields.told(item["c"].get(name), f"subject.{name}")
        for name in ("text", "authority", "term")
    }
    if not parts["text"] or bool(parts["authority"]) != bool(parts["term"]):
        fields.report("setting-type", "subject", type="{text: …, authority: …, term: …}")
    return Subject(**parts)


def _cover(fields: Fields, limits: LimitSettings) -> str:
    """The path of an image for the cover; it is read here so that errors name their line."""
    source = fields.typed("cover-image")
    if not source:
        return ""
    place = fields.place("cover-image")
    try:
        with about(place):
            asset, _ = load_image(Image(source, "", place), fields.sources.root, limits)
    except ManuscriptError as error:
        fields.problems += error.findings
        return ""
    if asset.media_type == SVG:
        fields.report("cover-type", "cover-image", source)
    return source


def _accessibility(fields: Fields) -> Accessibility:
    """What the publisher vouches for."""
    given = fields.table("accessibility", CLAIMS)
    told = {CLAIMS[name]: value for name, value in given.items()}
    if claim := told.get("conforms_to"):
        if parts := CLAIM.fullmatch(claim):
            level = parts[2].upper()
            told["conforms_to"] = f"EPUB Accessibility 1.1 - WCAG {parts[1]} Level {level}"
        else:
            fields.report("claim-unknown", "accessibility.conforms-to", claim)
    _address(fields, "accessibility.report", told.get("report", ""))
    return Accessibility(**told)
