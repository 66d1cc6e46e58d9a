"""The rows of a table: which base lines begin one, and which go on with cells of the row above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from satzspiegel.importing.pages.lines import Face, Rule
from satzspiegel.importing.pages.looks import HYPHENATED
from satzspiegel.importing.pages.type_area import Body, Row

#: A line without a first cell belongs to the row above if it is as near (leadings).
TURNED_OVER = 1.3
#: Rows stand farther apart than the lines of a cell if their steps differ by this factor.
PITCH = 1.2
#: What at least this share of the rows shows is true of the others.
MOST = 0.5
#: A rule between rows has at least this length (pt).
RULE = 20.0


def whole(cells: Sequence[Row]) -> Row:
    """Rows beside each other that are no cells as one; in typewriter type as many spaces apart."""
    first, last = cells[0].line, cells[-1].line
    runs = list(first.runs)
    for before, after in pairwise(row.line for row in cells):
        left, right = before.box[2], after.box[0]
        letter = (before.box[2] - before.box[0]) / max(1, len(before.text))
        mono = Face.MONOSPACED in before.runs[-1].face & after.runs[0].face
        count = max(1, round((right - left) / max(1.0, letter))) if mono else 1
        box = (left, before.box[1], right, before.box[3])
        runs.append(replace(before.runs[-1], text=" " * count, box=box))
        runs.extend(after.runs)
    box = (first.box[0], min(row.line.box[1] for row in cells), last.box[2], first.box[3])
    return replace(cells[0], line=replace(first, runs=tuple(runs), box=box))


def row_starts(
    lines: Sequence[Sequence[Row]],
    placed: Sequence[Mapping[int, Sequence[Row]]],
    rules: Sequence[Rule],
    body: Body,
) -> list[bool]:
    """Which base lines begin a row. ``placed`` are the cells of each by columns."""
    levels = [rule.box[1] for rule in rules if rule.box[2] - rule.box[0] > RULE]
    ruled = [_ruled(above[0], below[0], levels) for above, below in pairwise(lines)]
    if _is_grid(lines, placed, ruled, rules):
        return [True, *ruled]
    return _begun(lines, placed, ruled, body)


def _ruled(above: Row, below: Row, levels: Sequence[float]) -> bool:
    return any(above.line.baseline < level < below.line.baseline for level in levels)


def _is_grid(
    lines: Sequence[Sequence[Row]],
    placed: Sequence[Mapping[int, Sequence[Row]]],
    ruled: Sequence[bool],
    rules: Sequence[Rule],
) -> bool:
    """Whether rules stand around all cells, so that what is between two of them is one row; its
    lines lack cells, or go on in the middle of a sentence.
    """
    top, bottom = lines[0][0].line.box[1], lines[-1][0].line.box[3]
    upright = [r for r in rules if r.box[3] - r.box[1] > r.box[2] - r.box[0]]
    sides = {round(r.box[0]) for r in upright if r.box[1] < bottom and r.box[3] > top}
    inside = [
        set(above) - set(below) or any(cell[0].line.text[:1].islower() for cell in below.values())
        for (above, below), parted in zip(pairwise(placed), ruled, strict=True)
        if not parted
    ]
    going_on = sum(map(bool, inside)) >= MOST * len(inside)
    return len(sides) > 1 and sum(ruled) > 1 and bool(inside) and going_on


def _begun(
    lines: Sequence[Sequence[Row]],
    placed: Sequence[Mapping[int, Sequence[Row]]],
    ruled: Sequence[bool],
    body: Body,
) -> list[bool]:
    """Which base lines begin a row: those that have a first cell, unless rows stand farther apart
    than the lines of their cells.
    """
    goes_on = [_goes_on(above, below) for above, below in pairwise(placed)]
    steps = [below[0].line.baseline - above[0].line.baseline for above, below in pairwise(lines)]
    tight = min((step for step, on in zip(steps, goes_on, strict=True) if on), default=0.0)
    others = [
        step for step, on, parted in zip(steps, goes_on, ruled, strict=True) if not (on or parted)
    ]
    apart = bool(tight and others) and sum(step > PITCH * tight for step in others) >= MOST * len(
        others
    )
    least = PITCH * tight if apart else 0.0
    turned = TURNED_OVER * body.leading
    return [
        True,
        *(
            parted or (step >= turned if on else step >= least)
            for parted, on, step in zip(ruled, goes_on, steps, strict=True)
        ),
    ]


def _goes_on(above: Mapping[int, Sequence[Row]], below: Mapping[int, Sequence[Row]]) -> bool:
    """Whether a base line goes on with cells of the one above: it has no first cell, or a word
    that is broken.
    """
    return 0 not in below or any(
        HYPHENATED.search(above[column][-1].line.text.rstrip()) and cell[0].line.text[:1].islower()
        for column, cell in below.items()
        if column in above
    )
