"""Verification: the finished files are read back and compared with the manuscript."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from satzspiegel.editions import EPUB, HTML, PDF, Edition
from satzspiegel.model import Finding, Publication, Severity
from satzspiegel.styles import Style
from satzspiegel.verify.compare import compare
from satzspiegel.verify.expected import expected
from satzspiegel.verify.marked_pages import compare_marks
from satzspiegel.verify.markup import read_epub, read_html
from satzspiegel.verify.pdf import read_pdf
from satzspiegel.verify.reading import Reading

#: What a file that is no PDF, EPUB or HTML makes the readers raise.
UNREADABLE = (OSError, RuntimeError, ValueError, LookupError, zipfile.BadZipFile, etree.LxmlError)


@dataclass(frozen=True)
class Verification:
    """What was read, and what is wrong with it."""

    readings: dict[str, Reading]
    findings: tuple[Finding, ...]


def verify_editions(
    files: dict[Edition, Path], publication: Publication, style: Style, build_id: str
) -> Verification:
    """Read the files and compare each with the publication."""
    wanted = expected(publication)
    readings: dict[str, Reading] = {}
    findings: list[Finding] = []
    for edition, path in files.items():
        try:
            reading = _reader(edition, style)(path.read_bytes())
        except FileNotFoundError:
            findings.append(_error("edition-missing", edition))
            continue
        except UNREADABLE as error:
            findings.append(_error("edition-unreadable", edition, reason=str(error)))
            continue
        readings[edition.name] = reading
        findings.extend(compare(reading, wanted, publication, edition.name, build_id))
    if PDF.name in readings:
        others = (name for name in readings if name != PDF.name)
        for name in others:
            findings.extend(compare_marks(readings[PDF.name], readings[name], name))
    return Verification(readings, tuple(findings))


def _reader(edition: Edition, style: Style) -> Callable[[bytes], Reading]:
    readers: dict[Edition, Callable[[bytes], Reading]] = {
        PDF: lambda data: read_pdf(data, style),
        EPUB: read_epub,
        HTML: read_html,
    }
    return readers[edition]


def _error(code: str, edition: Edition, **values: str) -> Finding:
    return Finding(code, Severity.ERROR, None, {"edition": edition.name, **values})
