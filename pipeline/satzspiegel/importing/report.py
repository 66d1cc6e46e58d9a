"""The report of an import for programs, and the figures that both reports share."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from satzspiegel.importing.account import Account
from satzspiegel.importing.alignment import Span
from satzspiegel.importing.comments import PlacedDoubt
from satzspiegel.importing.draft import Change, Json, Spot
from satzspiegel.importing.sources import Read
from satzspiegel.importing.writing import Written
from satzspiegel.messages import advice, message
from satzspiegel.model import Finding, Severity
from satzspiegel.version import VERSION

#: The names of the reports in the manuscript's folder.
REPORT, REPORT_PAGE, REVIEW = "import-report.json", "import-report.html", "import-review.html"
#: What is counted, by Pandoc's name; a figure holds its image.
COUNTED = {
    "Header": "headings",
    "Note": "notes",
    "Image": "pictures",
    "Table": "tables",
    "BlockQuote": "quotations",
    "LineBlock": "verses",
}


@dataclass(frozen=True)
class Report:
    """All there is to tell. ``findings`` are those of the import and of a check after it."""

    reads: Sequence[Read]
    written: Written
    balance: Account
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Group:
    """Changes for one reason."""

    reason: str
    changes: tuple[Change, ...]

    @property
    def removed(self) -> int:
        """Characters that went, without white space."""
        return sum(len("".join(change.removed.split())) for change in self.changes)

    @property
    def added(self) -> int:
        """Characters that came, without white space."""
        return sum(len("".join(change.added.split())) for change in self.changes)


def counts(report: Report) -> dict[str, int]:
    """Figures of the manuscript as it is read back, the pages of its sources first."""
    found = Counter(_kinds(list(report.written.trees.values())))
    pages = sum(len(read.draft.old_pages) for read in report.reads)
    return {
        "pages": pages,
        "chapters": len(report.written.trees),
        **{name: found[kind] for kind, name in COUNTED.items()},
        "doubts": len(report.written.doubts),
    }


def groups(report: Report) -> list[Group]:
    """The changes by their reasons, the most frequent first."""
    changes = sorted(report.written.draft.changes, key=lambda change: change.reason)
    made = [
        Group(reason, tuple(run)) for reason, run in groupby(changes, key=lambda one: one.reason)
    ]
    return sorted(made, key=lambda group: -len(group.changes))


def write_report(report: Report) -> bytes:
    """The report as JSON, in the manuscript's language."""
    language = report.written.language
    told = {
        "satzspiegel": VERSION,
        "language": language,
        "sources": [_source(read) for read in report.reads],
        "files": [*report.written.files],
        "counts": counts(report),
        "account": _account(report.balance),
        "doubts": [_doubt(doubt, language) for doubt in report.written.doubts],
        "changes": [_group(group) for group in groups(report)],
        "findings": [_finding(finding, language) for finding in report.findings],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _kinds(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _kinds(child)
    elif isinstance(node, dict):
        if "t" in node:
            yield node["t"]
        for child in node.values():
            yield from _kinds(child)


def _source(read: Read) -> dict[str, Any]:
    return {
        "file": read.source.name,
        "kind": read.kind.value,
        "bytes": len(read.source.data),
        "pages": [*read.draft.old_pages],
    }


def _account(balance: Account) -> dict[str, Any]:
    return {
        "balanced": balance.balanced,
        "source": balance.source,
        "removed": balance.removed,
        "added": balance.added,
        "manuscript": balance.manuscript,
        "metadata": balance.metadata,
        "missing": dict(balance.missing),
        "surplus": dict(balance.surplus),
        "compared": balance.compared,
        "lost": [_span(span) for span in balance.lost],
        "gained": [_span(span) for span in balance.gained],
        "displaced": [_span(span) for span in balance.displaced],
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "text": span.text,
        "source": span.source or None,
        "page": span.page or None,
        "file": span.file or None,
    }


def _doubt(placed: PlacedDoubt, language: str) -> dict[str, Any]:
    doubt = placed.doubt
    finding = Finding(doubt.code, Severity.WARNING, None, dict(doubt.values))
    return {
        "number": placed.number,
        "id": doubt.code,
        "probability": round(doubt.probability, 3),
        "message": message(finding, language),
        "values": dict(doubt.values),
        "source": _spot(doubt.spot),
        "file": placed.place.file,
        "line": placed.place.line,
    }


def _spot(spot: Spot) -> dict[str, Any]:
    return {
        "file": spot.file,
        "page": spot.page or None,
        "line": spot.line or None,
        "column": spot.column or None,
        "paragraph": spot.paragraph or None,
        "box": [round(length, 2) for length in spot.box] if spot.box else None,
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "reason": group.reason,
        "count": len(group.changes),
        "removed": group.removed,
        "added": group.added,
        "changes": [
            {**_spot(change.spot), "removed": change.removed, "added": change.added}
            for change in group.changes
        ],
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
    }
