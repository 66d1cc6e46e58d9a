"""Files for the print shop against what was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from satzspiegel.model import Finding, Publication
from satzspiegel.printing_facts import PrintFacts
from satzspiegel.styles import Style
from satzspiegel.verify.printing.files import check_whole
from satzspiegel.verify.printing.plates import check_plates
from satzspiegel.verify.printing.sheets import check_sheets
from satzspiegel.verify.printing.wanted import Wanted, wanted_cover, wanted_print


def check_print(
    facts: PrintFacts, publication: Publication, style: Style, condition: str, build_id: str
) -> Iterator[Finding]:
    """What is wrong with the pages; ``condition`` is the registry name of the profile."""
    return check_file(facts, wanted_print(publication, style.page, condition, build_id))


def check_cover(
    facts: PrintFacts,
    publication: Publication,
    size: tuple[float, float],
    condition: str,
    build_id: str,
) -> Iterator[Finding]:
    """What is wrong with the cover; ``size`` is its trimmed width and height in mm, laid flat."""
    return check_file(facts, wanted_cover(publication, *size, condition, build_id))


def check_file(facts: PrintFacts, wanted: Wanted) -> Iterator[Finding]:
    """What is wrong with a file; of one that asks for a password no more is known."""
    if facts.encrypted and not facts.pages:
        yield wanted.finding("print-encrypted")
        return
    yield from check_whole(facts, wanted)
    yield from check_sheets(facts.pages, wanted)
    yield from check_plates(facts.pages, wanted)
