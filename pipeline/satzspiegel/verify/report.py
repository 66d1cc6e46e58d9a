"""The report of a verification: figures and findings, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from satzspiegel.messages import advice, message
from satzspiegel.model import Finding, Place, Publication, Severity
from satzspiegel.verify.reading import Reading
from satzspiegel.verify.validators.validation import Validation
from satzspiegel.version import VERSION


def figures(reading: Reading) -> dict[str, int]:
    """What was counted in an edition."""
    counted = {
        "words": len(reading.text.split()),
        "notes": len(reading.notes),
        "calls": len(reading.calls),
        "links to notes": sum(call.lands for call in reading.calls),
        "links back": sum(note.lands for note in reading.notes),
        "headings": len(reading.headings),
        "images": reading.images,
    }
    if reading.pages:
        pairs = zip(reading.calls, reading.notes, strict=False)
        counted["pages"] = reading.pages
        counted["notes on their call's page"] = sum(c.page == n.page for c, n in pairs)
    return counted


def write_report(
    publication: Publication,
    build_id: str,
    counted: Mapping[str, Mapping[str, int]],
    findings: Sequence[Finding],
    language: str,
    layout: Mapping[str, Any] | None = None,
    remarks: Sequence[Finding] = (),
    validations: Sequence[Validation] = (),
) -> bytes:
    """The report as JSON; with what :func:`~satzspiegel.verify.layout.layout_report` measured.

    ``remarks`` are the findings on the layout, and stand with it. ``validations`` say which
    validators were asked.
    """
    report: dict[str, Any] = {
        "satzspiegel": VERSION,
        "publication": publication.name,
        "build": build_id,
        "editions": counted,
        "findings": [_finding(finding, language) for finding in findings],
    }
    if validations:
        report["validators"] = [_validation(validation) for validation in validations]
    if layout is not None:
        found = [_finding(remark, language) for remark in remarks]
        report["layout"] = {**layout, **({"findings": found} if found else {})}
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()


def kept_layout(report: Path, build_id: str) -> dict[str, Any] | None:
    """The layout in a report that was written by the same build; None if there is none."""
    try:
        written = json.loads(report.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(written, dict) or written.get("build") != build_id:
        return None
    layout = written.get("layout")
    return layout if isinstance(layout, dict) else None


def kept_remarks(layout: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The findings on the layout in a report."""
    return tuple(map(_kept_remark, layout.get("findings", ())))


def _kept_remark(found: Mapping[str, Any]) -> Finding:
    """The finding that :func:`_finding` wrote."""
    code, file = found["id"], found["file"]
    place = Place(file, found["line"], found["column"]) if file else None
    return Finding(code, Severity(found["severity"]), place, found["values"])


def _validation(validation: Validation) -> dict[str, Any]:
    return {
        "validator": validation.validator,
        "version": validation.version or None,
        "edition": validation.edition,
        "state": validation.state,
        "errors": validation.count(Severity.ERROR),
        "warnings": validation.count(Severity.WARNING),
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    place = finding.place
    return {
        "id": finding.code,
        "severity": finding.severity.value,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "message": message(finding, language),
        "advice": advice(finding, language),
        "values": finding.values,
    }
