"""Lints that need the whole document: notes, spellings, sources.

They only ever report: each finding has a ``rule``, the ``words`` in question and, where it is
known, what to write ``instead``.
"""

from __future__ import annotations

from collections.abc import Callable

from satzspiegel.model import Finding, Place, Publication
from satzspiegel.proofreading.antecedents import antecedents
from satzspiegel.proofreading.notes import misplaced_calls, without_stop
from satzspiegel.proofreading.passages import Passage, passages
from satzspiegel.proofreading.sources import uncited_sources
from satzspiegel.proofreading.spellings import variant_spellings

__all__ = ["proofread"]


def proofread(publication: Publication) -> tuple[Finding, ...]:
    """What the rules F1, F3, F4, Z1 and Z2 find, in reading order of places; never an error."""
    read = tuple(passages(publication))
    findings = [
        *misplaced_calls(read, publication.notes),
        *without_stop(publication.notes, publication.metadata.language),
        *antecedents(publication, read),
        *variant_spellings(publication, read),
        *uncited_sources(publication),
    ]
    return tuple(sorted(findings, key=_reading_order(read)))


def _reading_order(read: tuple[Passage, ...]) -> Callable[[Finding], tuple[int, Place]]:
    """Files in the order of the text, then files that are not part of it."""
    files: dict[str, int] = {}
    for passage in read:
        for stretch in passage.stretches:
            if stretch.place:
                files.setdefault(stretch.place.file, len(files))

    def key(finding: Finding) -> tuple[int, Place]:
        place = finding.place or Place("")
        return files.get(place.file, len(files)), place

    return key
