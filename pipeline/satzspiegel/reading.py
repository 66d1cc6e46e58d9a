"""Manuscript → notes → structure → typography: the first stages of a build."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from satzspiegel.apply import apply_typography
from satzspiegel.dump import Dump
from satzspiegel.logs import listening, stage
from satzspiegel.manuscript import read_manuscript
from satzspiegel.model import Finding, Publication, Settings
from satzspiegel.notes import number_notes
from satzspiegel.structure import structure


def read_publication(
    manuscript: Path, dump: Dump | None = None
) -> tuple[Publication, tuple[Finding, ...]]:
    """Manuscript → notes → structure → typography: the publication, and what was found.

    Raises :class:`~satzspiegel.messages.ManuscriptError` when there is no document to go on with.
    """
    dump = dump or Dump()
    plain, findings = read_structure(manuscript, dump)
    with stage("typography"):
        publication, _ = apply_typography(plain)
    dump.write("typography", publication)
    return publication, findings


def read_structure(
    manuscript: Path, dump: Dump | None = None
) -> tuple[Publication, tuple[Finding, ...]]:
    """Manuscript → notes → structure: the publication as typed, and what was found."""
    dump = dump or Dump()
    with listening() as heard:
        with stage("manuscript"):
            draft, findings = read_manuscript(manuscript)
        dump.write("manuscript", draft)
        with stage("notes"):
            parts, notes = number_notes(draft)
        dump.write("notes", notes)
        with stage("structure"):
            publication, more = structure(draft, parts, notes)
        dump.write("structure", publication)
    found = of_rules_that_apply([*findings, *more, *heard.findings], publication.settings)
    return publication, tuple(found)


def of_rules_that_apply(findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    """The findings without those of rules that the settings switch off."""
    return [f for f in findings if settings.rules.get(f.values.get("rule", ""), True)]
