"""Findings for machines: one JSON document, or the workflow commands of GitHub Actions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from satzspiegel.messages import advice, message
from satzspiegel.model import Finding, Severity

#: How findings can be had: as lines of text, or in one of the forms made here.
FORMATS = ("text", "json", "ci")
#: GitHub, »Workflow commands for GitHub Actions«: debug, notice, warning, error.
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def as_json(findings: Sequence[Finding], name: str, folder: Path, language: str) -> str:
    """One document: the findings, how many there are of each severity, and where.

    Files are named from ``folder``; lines and columns count from 1; what is not known is null.
    """
    counts = Counter(finding.severity for finding in findings)
    document = {
        "manuscript": name,
        "folder": folder.as_posix(),
        "counts": {severity.value: counts[severity] for severity in Severity},
        "findings": [_fields(finding, language) for finding in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _fields(finding: Finding, language: str) -> dict[str, str | int | None]:
    place, values = finding.place, finding.values
    return {
        "file": place.file if place else None,
        "line": place.line or None if place else None,
        "column": place.column or None if place else None,
        "severity": finding.severity.value,
        "code": finding.code,
        "rule": values.get("rule"),
        "words": values.get("words"),
        "instead": values.get("instead"),
        "message": message(finding, language),
        "advice": advice(finding, language) or None,
    }


def as_commands(findings: Sequence[Finding], folder: Path, language: str) -> Iterator[str]:
    """A line for each finding, ``::warning file=…,line=…,col=…,title=…::…``.

    Files are named from the working folder, which in a workflow is that of the repository.
    """
    for finding in findings:
        title = finding.values.get("rule") or finding.code
        given = {**_position(finding, folder), "title": title}
        properties = ",".join(f"{key}={_property(value)}" for key, value in given.items())
        said = f"{message(finding, language)} {advice(finding, language)}".rstrip()
        yield f"::{COMMANDS[finding.severity]} {properties}::{_data(said)}"


def _position(finding: Finding, folder: Path) -> dict[str, str]:
    """Where the finding is; the numbers as far as they are known."""
    place = finding.place
    if place is None:
        return {}
    inside = folder / place.file
    file = inside if inside.exists() else Path(place.file)
    numbers = {"line": place.line, "col": place.column}
    return {"file": file.as_posix(), **{key: str(n) for key, n in numbers.items() if n}}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
