"""The table of contents: editions make their own, so that the printed one is taken away."""

from __future__ import annotations

import re
from collections.abc import Sequence

from satzspiegel.importing.draft import Change
from satzspiegel.importing.text_layer.rows import Page, Row, spot

HEADING = re.compile(
    r"inhalt|inhaltsverzeichnis|inhaltsübersicht|inhaltsangabe|contents|table of contents|"
    r"sommaire|table des matières|índice|indice|inhoud",
    re.IGNORECASE,
)
#: A line of it: a title and its page, or one of the two.
ENTRY = re.compile(r"(?:.{1,140}?[\s.…·_]|)(?:\d{1,4}|[ivxlc]{1,7})")
#: Share of lines with a page number on a page of contents; pages that it may fill.
ENTRIES, PAGES = 0.4, 12
#: It stands at the beginning, or (French books) at the end.
WITHIN = 0.15


def without_contents(pages: Sequence[Page], name: str) -> tuple[list[Page], list[Change]]:
    """Pages without the table of contents, and what was taken away."""
    out = list(pages)
    changes: list[Change] = []
    for index, page in enumerate(pages):
        if not (index < 8 or index < WITHIN * len(pages) or index > 0.9 * len(pages)):
            continue
        start = next((i for i, row in enumerate(page) if HEADING.fullmatch(row.text)), None)
        if start is None or not _is_listing(page[start + 1 :]):
            continue
        listed = _length(page[start + 1 :]) if len(pages) == 1 else len(page)
        taken = [*page[start : start + 1 + listed]]
        out[index] = page[:start] + page[start + len(taken) :]
        for later in range(index + 1, min(index + PAGES, len(pages))):
            if not _is_listing(pages[later]):
                break
            taken += pages[later]
            out[later] = ()
        changes += [Change("contents", spot(row, name), row.text) for row in taken]
        break
    return out, changes


def _is_listing(rows: Sequence[Row]) -> bool:
    entries = sum(_is_entry(row) for row in rows)
    return entries >= 3 and entries >= ENTRIES * len(rows)


def _length(rows: Sequence[Row]) -> int:
    """Where no pages are known: up to the last entry before two lines without a number."""
    last = 0
    for index, row in enumerate(rows):
        if _is_entry(row):
            last = index + 1
        elif index - last >= 2:
            break
    return last


def _is_entry(row: Row) -> bool:
    return ENTRY.fullmatch(row.text) is not None
