"""Hyphens as keyboards have them: some programs write U+2010 for each (Unicode, chapter 6.2)."""

from __future__ import annotations

from dataclasses import replace

from satzspiegel.importing.pages.ledger import Ledger
from satzspiegel.importing.pages.lines import Line, Scanned

HYPHEN, KEY = "\u2010", "-"


def with_plain_hyphens(scanned: Scanned, ledger: Ledger) -> Scanned:
    """A PDF with HYPHEN-MINUS (U+002D) for each HYPHEN (U+2010); the account has them all."""
    pages = []
    for index, page in enumerate(scanned.pages):
        for line in page.lines:
            count = line.text.count(HYPHEN)
            ledger.change("hyphen", index, line, HYPHEN * count, KEY * count)
        lines = tuple(_plain(line) if HYPHEN in line.text else line for line in page.lines)
        pages.append(replace(page, lines=lines))
    return replace(scanned, pages=tuple(pages))


def _plain(line: Line) -> Line:
    runs = tuple(replace(run, text=run.text.replace(HYPHEN, KEY)) for run in line.runs)
    return replace(line, runs=runs)
