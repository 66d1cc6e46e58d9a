"""The PDF family read back: the tags of the PDF, print edition and cover, the booklet.

The PDF itself is compared with the manuscript; the others are compared with the PDF, line by line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

from satzspiegel.editions import BOOKLET, COVER, PAGED, PDF, PRINT, Edition
from satzspiegel.editions.print.measures import CoverMeasures, cover_measures
from satzspiegel.editions.print.profiles import find_profile
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Publication, Severity
from satzspiegel.printing_facts import PrintFacts
from satzspiegel.styles import Style
from satzspiegel.verify.faces import foreign_fonts
from satzspiegel.verify.imposition import check_booklet, check_same_lines
from satzspiegel.verify.printing import check_cover, check_print, read_print, reason_of
from satzspiegel.verify.tags import check_tags


@dataclass(frozen=True)
class FamilyCheck:
    """What is wrong; what the print edition and its cover hold, and the cover's measures."""

    findings: tuple[Finding, ...] = ()
    pages: PrintFacts | None = None
    cover: PrintFacts | None = None
    measures: CoverMeasures | None = None
    #: What was counted in an edition, by its name.
    figures: dict[str, dict[str, int]] = field(default_factory=dict)


def check_family(
    files: Mapping[Edition, bytes], publication: Publication, style: Style, build_id: str
) -> FamilyCheck:
    """Check the files of the family that are there; of others nothing is said."""
    files, findings = _readable(files)
    figures: dict[str, dict[str, int]] = {}
    if PDF in files:
        findings += check_tags(files[PDF], publication)
    if BOOKLET in files:
        source = files.get(PRINT, files.get(PDF))
        findings += _booklet(files[BOOKLET], source, publication)
        with pikepdf.open(BytesIO(files[BOOKLET])) as booklet:
            figures[BOOKLET.name] = {"sheets": (len(booklet.pages) + 1) // 2}
    if PDF in files and PRINT in files:
        findings += check_same_lines(files[PDF], files[PRINT])
    pages, cover = (_facts(edition, files, findings) for edition in (PRINT, COVER))
    if pages is None:
        return FamilyCheck(tuple(findings), figures=figures)
    figures |= {PRINT.name: print_figures(pages)}
    condition = _condition(publication)
    findings += check_print(pages, publication, style, condition, build_id)
    findings += _foreign_fonts(PRINT, pages, style)
    measures = cover_measures(len(pages.pages), style.page, publication.settings.print)
    if cover is not None:
        size = measures.width, measures.height
        findings += check_cover(cover, publication, size, condition, build_id)
        findings += _foreign_fonts(COVER, cover, style)
    return FamilyCheck(tuple(findings), pages, cover, measures, figures)


def print_figures(facts: PrintFacts) -> dict[str, int]:
    """What was counted in the print edition."""
    return {
        "images": len(facts.images),
        "pages": len(facts.pages),
        "blank pages": len(facts.blank_pages),
        "pages with colour": len(facts.coloured_pages),
    }


def _readable(
    files: Mapping[Edition, bytes],
) -> tuple[dict[Edition, bytes], list[Finding]]:
    """The files of the family that can be opened, and what is to be said of the others."""
    readable: dict[Edition, bytes] = {}
    findings = []
    for edition in (one for one in (*PAGED, COVER) if one in files):
        try:
            pikepdf.open(BytesIO(files[edition])).close()
            readable[edition] = files[edition]
        except pikepdf.PdfError as error:
            findings.append(edition_error("edition-unreadable", edition, reason=reason_of(error)))
    return readable, findings


def edition_error(code: str, edition: Edition, **values: str) -> Finding:
    """What is wrong with an edition as a whole."""
    return Finding(code, Severity.ERROR, None, {"edition": edition.name, **values})


def _facts(
    edition: Edition, files: Mapping[Edition, bytes], findings: list[Finding]
) -> PrintFacts | None:
    """What a file for the print shop holds; None if it is not there, or broken."""
    try:
        return read_print(files[edition]) if edition in files else None
    except (LookupError, ValueError) as error:
        findings.append(edition_error("edition-unreadable", edition, reason=str(error)))
        return None


def _booklet(booklet: bytes, source: bytes | None, publication: Publication) -> Iterator[Finding]:
    if source is None:
        yield edition_error("edition-missing", PDF)
    else:
        yield from check_booklet(booklet, source, publication.settings.booklet)


def _foreign_fonts(edition: Edition, facts: PrintFacts, style: Style) -> Iterator[Finding]:
    """Fonts that are not the style's: another computer would print other letters."""
    for font in foreign_fonts((font.name for font in facts.fonts), style.faces):
        yield edition_error("font-foreign", edition, font=font)


def _condition(publication: Publication) -> str:
    """The registry name that the file should have; where there is no profile, what was asked."""
    try:
        return find_profile(publication.settings.print, publication.root).name
    except ManuscriptError:
        return publication.settings.print.profile
