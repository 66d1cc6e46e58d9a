"""Rule Z2: sources of the bibliography that nothing cites."""

from __future__ import annotations

from collections.abc import Iterator

from satzspiegel.model import Finding, Publication, Severity
from satzspiegel.proofreading.report import report


def uncited_sources(publication: Publication) -> Iterator[Finding]:
    """Z2 for each entry, at its key in its file; none where ``nocite`` lists them all."""
    for entry in publication.uncited:
        yield report("source-uncited", Severity.HINT, entry.place, "Z2", entry.key)
