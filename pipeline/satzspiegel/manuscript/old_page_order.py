"""Whether the marks of a first edition's pages count as pages do: upwards, each number once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from satzspiegel.manuscript.old_pages import old_pages_in
from satzspiegel.model import Finding, OldPage, Part, Place, RawNote, Settings, Severity
from satzspiegel.model.settings import FIRST_EDITION
from satzspiegel.numerals import value_of_roman
from satzspiegel.walks import all_inlines

ARABIC = re.compile(r"([0-9]+)([A-Za-z]?)(\*?)")


@dataclass(frozen=True)
class _Number:
    """A page number as it counts: 23a comes behind 23; xii, XII, 7 and 7* count apart."""

    count: str
    value: int
    suffix: str = ""


def order_findings(
    parts: tuple[Part, ...], settings: Settings, setting: Place
) -> Iterator[Finding]:
    """What is wrong with the marks as a sequence; ``setting`` is where a list of them is asked for.

    A note that goes on over a page marks a page that the text marks too, so the marks of the notes
    are a sequence of their own.
    """
    text, notes = _marks(parts)
    if settings.page_list == FIRST_EDITION and not text:
        yield Finding("old-pages-missing", Severity.WARNING, setting)
    for marks in (text, notes):
        yield from _doubled(marks)
        yield from _falling(marks)
    known = {mark.label for mark in text}
    only_in_notes = [mark for mark in notes if mark.label not in known]
    yield from _skipped(text, {_number(mark.label) for mark in only_in_notes})
    yield from (_finding("old-page-in-note", Severity.WARNING, mark) for mark in only_in_notes)


def _marks(parts: tuple[Part, ...]) -> tuple[list[OldPage], list[OldPage]]:
    """The marks of the text, and those of the notes."""
    text: list[OldPage] = []
    notes: list[OldPage] = []
    for inline in (inline for part in parts for inline in all_inlines(part.blocks)):
        if isinstance(inline, OldPage):
            text.append(inline)
        elif isinstance(inline, RawNote):
            notes += old_pages_in(inline.blocks)
    return text, notes


def _doubled(marks: Iterable[OldPage]) -> Iterator[Finding]:
    seen: set[str] = set()
    for mark in marks:
        if mark.label and mark.label in seen:
            yield _finding("old-page-doubled", Severity.WARNING, mark)
        seen.add(mark.label)


def _falling(marks: list[OldPage]) -> Iterator[Finding]:
    for before, mark, first, second in _neighbours(marks):
        if (second.value, second.suffix) < (first.value, first.suffix):
            yield _finding("old-page-order", Severity.WARNING, mark, before=before.label)


def _skipped(marks: list[OldPage], elsewhere: set[_Number]) -> Iterator[Finding]:
    """Pages without a mark; they may have been empty, so it is only a hint."""
    for before, mark, first, second in _neighbours(marks):
        missing = range(first.value + 1, second.value)
        if any(_Number(first.count, value) not in elsewhere for value in missing):
            yield _finding("old-page-skipped", Severity.HINT, mark, before=before.label)


def _neighbours(
    marks: list[OldPage],
) -> Iterator[tuple[OldPage, OldPage, _Number, _Number]]:
    """Marks that follow each other in the same count, with their numbers."""
    for before, mark in pairwise(marks):
        first, second = _number(before.label), _number(mark.label)
        if first.count and first.count == second.count:
            yield before, mark, first, second


def _number(label: str) -> _Number:
    """The number of a page; without a count where only its publisher knows how it counts."""
    if arabic := ARABIC.fullmatch(label):
        return _Number(f"arabic{arabic[3]}", int(arabic[1]), arabic[2])
    for count, small in (("roman", label), ("ROMAN", label.swapcase())):
        if value := value_of_roman(small):
            return _Number(count, value)
    return _Number("", 0)


def _finding(code: str, severity: Severity, mark: OldPage, **values: str) -> Finding:
    return Finding(code, severity, mark.place, {"label": mark.label, **values})
