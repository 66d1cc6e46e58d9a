"""The file for the print shop: the pages of the PDF as PDF/X-4 (ISO 15930-7)."""

from __future__ import annotations

from dataclasses import dataclass

from satzspiegel.editions import PRINT
from satzspiegel.editions.pdf import SetPages
from satzspiegel.editions.print.findings import print_findings
from satzspiegel.editions.print.painting import paint_pages, print_pages
from satzspiegel.editions.print.profiles import Profile
from satzspiegel.model import Finding, Publication
from satzspiegel.styles import Style

#: Pages that a binding needs at a time: a folded sheet's, a leaf's, a section's.
PAGES_TOGETHER = {"saddle-stitch": 4, "perfect": 2, "sewn": 8}


@dataclass(frozen=True)
class MadePrint:
    """The file for the print shop, and what is to be said of it."""

    data: bytes
    findings: tuple[Finding, ...]


def padded(pages: int, binding: str) -> int:
    """How many pages there are with the blank ones that a binding needs at the end."""
    return pages + -pages % PAGES_TOGETHER[binding]


def make_print(
    pages: SetPages, publication: Publication, style: Style, profile: Profile, build_id: str
) -> MadePrint:
    """The file for the print shop, whose lines are those of the PDF.

    Images that are too coarse are errors among its findings.
    """
    settings = publication.settings.print
    together = PAGES_TOGETHER[settings.binding]
    painter, document = pages.painter, pages.document
    sheets = print_pages(painter, document, publication, marks=settings.marks, pad_to=together)
    printed = paint_pages(painter, document, sheets, publication, build_id, profile, PRINT.name)
    return MadePrint(printed.data, tuple(print_findings(printed, publication)))
