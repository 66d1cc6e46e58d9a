"""What can be wrong with the labels of notes, found in the source before Pandoc drops it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from satzspiegel.manuscript.source import Source
from satzspiegel.model import Finding, Severity


def label_findings(source: Source) -> Iterator[Finding]:
    """Findings about note labels of one file; labels are local to a file."""
    calls = [token for token in source.tokens if token.is_call and token.value]
    defined = Counter(d.label for d in source.definitions)
    called = Counter(token.value for token in calls)
    for token in calls:
        if token.value not in defined:
            yield _finding(source, "note-undefined", token.offset, token.value)
    yield from _repeated(source, called)
    for definition in source.definitions:
        if definition.label not in called:
            yield _finding(source, "note-unused", definition.offset, definition.label)
        if definition.empty:
            yield _finding(source, "note-empty", definition.offset, definition.label)
        for token in definition.tokens:
            if token.is_call:
                yield _finding(source, "note-in-note", token.offset, token.value)


def _repeated(source: Source, called: Counter[str]) -> Iterator[Finding]:
    """Labels defined or called a second time: each note is one note with one number."""
    seen: set[str] = set()
    for definition in source.definitions:
        if definition.label in seen:
            yield _finding(source, "note-defined-twice", definition.offset, definition.label)
        seen.add(definition.label)
    seen.clear()
    for token in source.tokens:
        if token.is_call and token.value in seen and called[token.value] > 1:
            yield _finding(source, "note-called-twice", token.offset, token.value)
        if token.is_call and token.value:
            seen.add(token.value)


def _finding(source: Source, code: str, offset: int, label: str) -> Finding:
    return Finding(code, Severity.ERROR, source.place(offset), {"label": label})
