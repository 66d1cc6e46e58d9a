"""Pandoc's metadata fields that the editions know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from satzspiegel.model.document import Inline
from satzspiegel.model.findings import Place


@dataclass(frozen=True)
class Contributor:
    """Somebody who made the work; ``role`` is a MARC relator code such as aut, edt, trl.

    ``sort`` is »Nachname, Vorname« where the author gave it; ``orcid`` has hyphens and no address,
    ``gnd`` is the number in the Gemeinsame Normdatei.
    """

    name: str
    role: str = "aut"
    sort: str = ""
    orcid: str = ""
    gnd: str = ""


@dataclass(frozen=True)
class Subject:
    """What the work is about: words, and the term they have in an authority's scheme."""

    text: str
    authority: str = ""
    term: str = ""


@dataclass(frozen=True)
class Accessibility:
    """What the publisher vouches for (EPUB Accessibility 1.1); nothing of it is found out by us."""

    #: The claim as the specification words it, level and all.
    conforms_to: str = ""
    certified_by: str = ""
    credential: str = ""
    report: str = ""
    summary: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Metadata:
    """Pandoc's metadata fields that the editions know."""

    title: tuple[Inline, ...]
    subtitle: tuple[Inline, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    language: str = "de-DE"
    date: str = ""
    publisher: str = ""
    place: str = ""
    rights: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    #: The ISBN of the printed book; :attr:`ebook_isbn` is the e-book's own.
    isbn: str = ""
    ebook_isbn: str = ""
    doi: str = ""
    url: str = ""
    #: The licence's address.
    license: str = ""
    series: str = ""
    series_number: str = ""
    subjects: tuple[Subject, ...] = ()
    accessibility: Accessibility = Accessibility()
    #: An image of the manuscript for the cover, and what is to be seen on it.
    cover: str = ""
    cover_alternative: str = ""
    #: Where each field stands that is given, and our setting ``satzspiegel.style``: no part of what
    #: they say.
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
