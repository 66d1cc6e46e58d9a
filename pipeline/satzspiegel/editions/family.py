"""The PDF family: pages made up once, painted for the screen, the print shop and the office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from satzspiegel.editions import BOOKLET, COVER, PDF, PRINT, Edition
from satzspiegel.editions.booklet import make_booklet
from satzspiegel.editions.pdf import SetPages
from satzspiegel.editions.print import make_print, padded
from satzspiegel.editions.print.cover import make_print_cover
from satzspiegel.editions.print.profiles import Profile, find_profile
from satzspiegel.logs import stage
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Publication, Severity
from satzspiegel.styles import Style


@dataclass(frozen=True)
class Family:
    """The files, and what there is to say about them.

    The PDF is always among them: the others are compared with it.
    """

    files: dict[Edition, bytes]
    findings: tuple[Finding, ...]


def make_family(
    pages: SetPages,
    wanted: tuple[Edition, ...],
    publication: Publication,
    style: Style,
    build_id: str,
    progress: Callable[[str], None],
    *,
    asked: bool,
) -> Family:
    """The editions with pages that are wanted.

    Without a profile there is none for the print shop, and the booklet is made from the PDF;
    without a sheet for two pages there is no booklet. Where the user ``asked`` for editions by
    name that is an error, else a warning.
    """
    progress(PDF.name)
    with stage(PDF.name):
        pdf = pages.paint()
    files, findings = {PDF: pdf.data}, [*pdf.findings]
    profile, missing = _profile(publication)
    if PRINT in wanted and missing:
        findings += _weighed(missing, asked=asked)
    if profile is not None and {PRINT, BOOKLET} & {*wanted}:
        progress(PRINT.name)
        with stage(PRINT.name):
            printed = make_print(pages, publication, style, profile, build_id)
        files[PRINT] = printed.data
        if PRINT in wanted:
            count = padded(len(pages.layout.sheets), publication.settings.print.binding)
            with stage(COVER.name):
                cover = make_print_cover(publication, style, profile, build_id, count)
            files[COVER] = cover.data
            findings += [*printed.findings, *cover.findings]
    if BOOKLET in wanted:
        progress(BOOKLET.name)
        try:
            with stage(BOOKLET.name):
                files[BOOKLET] = make_booklet(files.get(PRINT, pdf.data), publication, build_id)
        except ManuscriptError as error:
            findings += _weighed(error.findings, asked=asked)
    return Family(files, tuple(findings))


def _weighed(findings: tuple[Finding, ...], *, asked: bool) -> tuple[Finding, ...]:
    """Why an edition was not made: a warning, unless the user asked for it by name."""
    if asked:
        return findings
    return tuple(replace(one, severity=Severity.WARNING) for one in findings)


def _profile(publication: Publication) -> tuple[Profile | None, tuple[Finding, ...]]:
    """The profile that the settings name, or what is to be said where there is none."""
    try:
        return find_profile(publication.settings.print, publication.root), ()
    except ManuscriptError as error:
        return None, error.findings
