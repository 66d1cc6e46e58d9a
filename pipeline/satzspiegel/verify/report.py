"""The report of a verification: figures and findings, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from satzspiegel.messages import advice, message
from satzspiegel.model import Finding, Publication
from satzspiegel.verify.reading import Reading
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
    readings: dict[str, Reading],
    findings: Sequence[Finding],
    language: str,
) -> bytes:
    """The report as JSON."""
    report: dict[str, Any] = {
        "satzspiegel": VERSION,
        "publication": publication.name,
        "build": build_id,
        "editions": {name: figures(reading) for name, reading in readings.items()},
        "findings": [_finding(finding, language) for finding in findings],
    }
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()


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
