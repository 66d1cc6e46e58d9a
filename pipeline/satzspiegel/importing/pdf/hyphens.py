"""Hyphens as the PDF's fonts tell them (U+00AD; Unicode 15, 6.2 and 23.2).

Typesetters write a soft hyphen for one that they put in at a line's end. Old fonts have no other
name for the hyphen's glyph: then it stands within lines too, and is an ordinary one everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from satzspiegel.importing.pages.lines import Line, Page

SOFT, HYPHEN = "\u00ad", "-"
#: So many of the soft hyphens may stand within lines, such as at the ends of cells.
WITHIN = 0.1


def with_hyphens(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Pages with soft hyphens only where they are certainly soft."""
    lines = [line for page in pages for line in page.lines if SOFT in line.text]
    within = sum(line.text.rstrip()[:-1].count(SOFT) for line in lines)
    if not within:
        return tuple(pages)
    at_ends = sum(line.text.rstrip().endswith(SOFT) for line in lines)
    everywhere = within > WITHIN * at_ends
    return tuple(
        replace(page, lines=tuple(_hardened(line, everywhere) for line in page.lines))
        for page in pages
    )


def _hardened(line: Line, everywhere: bool) -> Line:
    """A line with hyphens for its soft ones, except for the last if not ``everywhere``."""
    if SOFT not in line.text:
        return line
    runs = [replace(run, text=run.text.replace(SOFT, HYPHEN)) for run in line.runs]
    last = line.runs[-1].text
    if not everywhere and last.rstrip().endswith(SOFT):
        end = len(last.rstrip()) - 1
        runs[-1] = replace(runs[-1], text=last[:end].replace(SOFT, HYPHEN) + last[end:])
    return replace(line, runs=tuple(runs))
