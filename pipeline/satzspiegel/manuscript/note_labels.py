"""What can be wrong with the labels of notes, found in the source before Pandoc drops it."""

from __future__ import annotations

from collections.abc import Iterator

from satzspiegel.manuscript.source import Definition, Source, Token
from satzspiegel.model import Finding, Severity

#: How a note without a label, ``^[…]``, is named.
INLINE = "…"


def label_findings(source: Source) -> Iterator[Finding]:
    """Findings about note labels of one file, in their order; labels are local to a file."""
    found = sorted(_found(source))
    for offset, code, label in found:
        yield Finding(code, Severity.ERROR, source.place(offset), {"label": label or INLINE})


def _found(source: Source) -> Iterator[tuple[int, str, str]]:
    """Offset, code and label of each."""
    calls = [token for token in source.tokens if token.is_call and token.value]
    defined = {d.label for d in source.definitions} | {token.value for token in source.joined}
    for token in source.joined:
        yield token.offset, "note-joined", token.value
    for token in calls:
        if token.value not in defined:
            yield token.offset, "note-undefined", token.value
    yield from _repeated(calls, "note-called-twice")
    yield from _repeated(source.definitions, "note-defined-twice")
    yield from _unused(source, calls)
    for definition in (*source.definitions, *source.inline):
        if definition.empty:
            yield definition.offset, "note-empty", definition.label
        for token in definition.tokens:
            if token.is_call:
                yield token.offset, "note-in-note", token.value


def _unused(source: Source, calls: list[Token]) -> Iterator[tuple[int, str, str]]:
    """Notes that nothing calls; those that another note calls have their own finding."""
    notes = (*source.definitions, *source.inline)
    called = {token.value for token in (*calls, *(t for n in notes for t in n.tokens if t.is_call))}
    for definition in source.definitions:
        if definition.label not in called:
            yield definition.offset, "note-unused", definition.label


def _repeated(
    marks: list[Token] | tuple[Definition, ...], code: str
) -> Iterator[tuple[int, str, str]]:
    """Labels met a second time: each note is one note with one number."""
    seen: set[str] = set()
    for mark in marks:
        label = mark.label if isinstance(mark, Definition) else mark.value
        if label in seen:
            yield mark.offset, code, label
        seen.add(label)
