"""Verification: the finished files are read back and compared with the manuscript."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from satzspiegel.editions import EDITIONS, EPUB, HTML, PDF, Edition
from satzspiegel.model import Finding, Publication
from satzspiegel.old_pages import lists_old_pages, without_old_pages
from satzspiegel.styles import Style
from satzspiegel.verify.compare import compare
from satzspiegel.verify.expected import expected
from satzspiegel.verify.family import FamilyCheck, check_family, edition_error
from satzspiegel.verify.marked_pages import compare_marks
from satzspiegel.verify.markup import read_epub, read_html
from satzspiegel.verify.old_pages import compare_old_pages
from satzspiegel.verify.pdf import read_pdf
from satzspiegel.verify.reading import Reading
from satzspiegel.verify.report import figures

#: The editions whose text is compared with the manuscript.
READ = (PDF, EPUB, HTML)
#: What a file that is no PDF, EPUB or HTML makes the readers raise.
UNREADABLE = (OSError, RuntimeError, ValueError, LookupError, zipfile.BadZipFile, etree.LxmlError)


@dataclass(frozen=True)
class Verification:
    """What was read, and what is wrong with it; what the files for the print shop hold."""

    readings: dict[str, Reading]
    findings: tuple[Finding, ...]
    family: FamilyCheck = field(default_factory=FamilyCheck)

    @property
    def figures(self) -> dict[str, dict[str, int]]:
        """What was counted, by the names of the editions, in our order."""
        found = {name: figures(reading) for name, reading in self.readings.items()}
        found |= self.family.figures
        return {one.name: found[one.name] for one in EDITIONS if one.name in found}


def verify_editions(
    files: dict[Edition, Path], publication: Publication, style: Style, build_id: str
) -> Verification:
    """Read the files and compare each with the publication."""
    marked, publication = publication, without_old_pages(publication)
    wanted = expected(publication)
    readings: dict[str, Reading] = {}
    findings: list[Finding] = []
    contents, missing = _contents(files)
    findings += missing
    for edition in (one for one in READ if one in contents):
        try:
            reading = _reader(edition, style)(contents[edition])
        except UNREADABLE as error:
            findings.append(edition_error("edition-unreadable", edition, reason=str(error)))
            del contents[edition]
            continue
        readings[edition.name] = reading
        findings.extend(compare(reading, wanted, publication, edition.name, build_id))
    for name in (name for name in readings if name != PDF.name):
        if lists_old_pages(marked):
            findings.extend(compare_old_pages(marked, readings[name], name))
        elif PDF.name in readings:
            findings.extend(compare_marks(readings[PDF.name], readings[name], name))
    family = check_family(contents, publication, style, build_id)
    return Verification(readings, (*findings, *family.findings), family)


def _contents(files: dict[Edition, Path]) -> tuple[dict[Edition, bytes], list[Finding]]:
    """The files as they are on the disk, and those that are not there."""
    contents, missing = {}, []
    for edition, path in files.items():
        try:
            contents[edition] = path.read_bytes()
        except FileNotFoundError:
            missing.append(edition_error("edition-missing", edition))
        except OSError as error:
            missing.append(edition_error("edition-unreadable", edition, reason=str(error)))
    return contents, missing


def _reader(edition: Edition, style: Style) -> Callable[[bytes], Reading]:
    readers: dict[Edition, Callable[[bytes], Reading]] = {
        PDF: lambda data: read_pdf(data, style),
        EPUB: read_epub,
        HTML: read_html,
    }
    return readers[edition]
