"""Contents pages and headings of collected notes: matter that editions make anew."""

from __future__ import annotations

import re
from collections.abc import Sequence

from satzspiegel.importing.pages.type_area import Row
from satzspiegel.importing.pages.zones import ENDNOTES, label_of

CONTENTS = re.compile(
    r"^\s*(?:Inhalt(?:sverzeichnis|sübersicht)?|Contents|Table of contents|Sommaire"
    r"|Table des matières|Índice(?: general)?|Indice|Sumario)\s*:?\s*$",
    re.IGNORECASE,
)
#: An entry ends with the number of its page.
ENTRY = re.compile(r"(?:\s|[._…·]{2,}\s*)(\d{1,4}|[ivxlc]{1,6})\s*$")
ENTRY_START = re.compile(r"^\s*\d{1,4}\s+[^\W\d_]")
#: A number alone, as cells have it.
FOLIO = re.compile(r"^\s*(?:\d{1,4}|[ivxlc]{1,6})\s*$")
#: Lines of one entry that come before the one with the number.
TURNOVER = 3
#: As many labels in order make a section of notes.
ENOUGH = 2


def contents_rows(rows: Sequence[Row]) -> set[int]:
    """Indices of the rows of contents: the heading and all entries."""
    out: set[int] = set()
    for index, row in enumerate(rows):
        if row.line.tag in ("TOC", "TOCI") or any(k in ("TOC", "TOCI") for k, _ in row.line.path):
            out.add(index)
    for index, row in enumerate(rows):
        if CONTENTS.match(row.line.text):
            end = _entries_end(rows, index + 1)
            listed = end > index + 2 or index + 1 in out
            if listed:
                out.update(range(index, end))
                if index + 1 in out:
                    out.add(index)
    return out


def _entries_end(rows: Sequence[Row], start: int) -> int:
    """Behind the last entry; lines without a number belong to one if it comes soon."""
    end = start
    index = start
    while (
        index < len(rows) and index - end <= TURNOVER and rows[index].page <= rows[end - 1].page + 1
    ):
        if _entry(rows[index].line.text):
            end = index + 1
        index += 1
    if start < end < len(rows) and _level(rows[end - 1], rows[end]):
        end += 1
    return end


def _level(first: Row, second: Row) -> bool:
    """Whether a number in the margin and what it numbers stand side by side."""
    near = abs(first.line.baseline - second.line.baseline) < 2
    return near and first.page == second.page and bool(FOLIO.match(first.line.text))


def _entry(text: str) -> bool:
    return bool(ENTRY.search(text) or FOLIO.match(text)) and len(text) < 200


def endnote_sections(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Where notes are collected: from their heading's index to behind their last row."""
    out: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        if out and index < out[-1][1]:
            continue
        if ENDNOTES.match(row.line.text) and index + 1 < len(rows):
            end = _notes_end(rows, index + 1)
            if end:
                out.append((index, end))
    return out


def _notes_end(rows: Sequence[Row], start: int) -> int:
    """Behind the last row of notes that are numbered from 1; 0 if there are none."""
    first = label_of(rows[start].line)
    if first is None or first.number not in ("1", "*"):
        return 0
    size = rows[start].line.size
    end = start
    labels = 0
    while end < len(rows):
        line = rows[end].line
        if line.size > size + 1.0 and not label_of(line):
            break
        labels += label_of(line) is not None
        end += 1
    return end if labels >= ENOUGH else 0
