"""Figures of composed text, off any PDF: ``python -m bench.typesetting.typometer FILE.pdf…``

Of the word spaces count the lines that are justified: not the last of a paragraph, and reaching the
margin. A line's word space is the mean of the white between its words, as the eye has it: calls of
notes are ink. It is in em of the body.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from statistics import fmean, median, pstdev

from bench.typesetting.lines import Line, Reading, by_page, read
from bench.typesetting.scaling import settings

#: Word spaces beyond which a line is loose or tight, in em.
LOOSE, TIGHT = 0.42, 0.19
#: A line is overfull if it ends further out than its like and than the margin by this much, in pt.
#: Where it has no like, what hangs out is no more than this.
OVERFULL, HANGING = 0.75, 5.5
#: White narrower than this, in em, is within a word.
NARROWEST = 0.1


@dataclass(frozen=True)
class Figures:
    """What was measured. Shares in per cent of the lines; word spaces in em; edges in pt.

    ``pages`` count from the first to the last with body text. ``scaling`` and ``tracking`` are
    standard deviations over lines in per cent of a letter's width.
    """

    pages: int
    lines: int
    hyphenated: float
    longest_run: int
    gap_mean: float
    gap_sd: float
    gap_max: float
    loose: float
    tight: float
    scaling: float
    scaling_least: float
    scaling_most: float
    tracking: float
    edge: float
    overfull: int
    widows: int
    orphans: int
    recto_hyphens: int
    verso_hyphens: int


def measure(path: Path, size: float = 0.0) -> Figures:
    """The figures of a PDF whose body is ``size`` pt, or else of the size most characters have."""
    return figures(read(path, size))


def figures(reading: Reading) -> Figures:
    """The figures of what was read. Raises :class:`ValueError` if no line is justified."""
    lines = reading.lines
    spaces = [fmean(gaps) / reading.size for gaps in _justified_gaps(reading)]
    if not spaces:
        raise ValueError("no justified lines")
    set_lines = settings(lines, reading.size)
    scalings = [100 * line.scaling - 100 for line in set_lines]
    letter = _letter_width(lines) / reading.size
    uneven, overfull = edges(lines)
    last_lines = [page[-1] for page in by_page(lines)]
    return Figures(
        pages=lines[-1].page - lines[0].page + 1,
        lines=len(lines),
        hyphenated=_share(line.hyphenated for line in lines),
        longest_run=longest_run(line.hyphenated for line in lines),
        gap_mean=fmean(spaces),
        gap_sd=pstdev(spaces),
        gap_max=max(spaces),
        loose=_share(space > LOOSE for space in spaces),
        tight=_share(space < TIGHT for space in spaces),
        scaling=pstdev(scalings),
        scaling_least=min(scalings),
        scaling_most=max(scalings),
        tracking=100 * pstdev(line.tracking for line in set_lines) / letter,
        edge=pstdev(uneven) if uneven else 0.0,
        overfull=overfull,
        widows=sum(page[0].last and not page[0].first for page in by_page(lines)),
        orphans=sum(line.first and not line.last for line in last_lines),
        recto_hyphens=sum(line.hyphenated for line in last_lines if line.page % 2),
        verso_hyphens=sum(line.hyphenated for line in last_lines if not line.page % 2),
    )


def longest_run(flags: Iterable[bool]) -> int:
    """The longest run of true ones."""
    return max((sum(1 for _ in run) for flag, run in groupby(flags) if flag), default=0)


def edges(lines: Iterable[Line]) -> tuple[list[float], int]:
    """How far each justified line ends from the middle of those that end in the same character, in
    pt, and how many are overfull, which are not among them.

    What hangs out depends on the character, so lines are compared with their like; those with fewer
    than two like them are left out, unless they end where nothing hangs.
    """
    ends: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        if line.full and not line.last:
            ends[line.ink[-1].text].append(line.excess)
    uneven: list[float] = []
    overfull = 0
    for found in ends.values():
        usual = median(found) if len(found) > 2 else HANGING
        out = [end for end in found if end - max(usual, 0) > OVERFULL]
        overfull += len(out)
        uneven += [end - usual for end in found if end not in out and len(found) > 2]
    return uneven, overfull


def _justified_gaps(reading: Reading) -> Iterator[list[float]]:
    for line in reading.lines:
        if line.full and not line.last and (gaps := line.gaps(NARROWEST * reading.size)):
            yield gaps


def _letter_width(lines: Iterable[Line]) -> float:
    return fmean(g.end - g.x for line in lines for g in line.body if g.text.isalpha())


def _share(flags: Iterable[bool]) -> float:
    return 100 * fmean(flags)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, json.dumps(asdict(measure(Path(name)))))
