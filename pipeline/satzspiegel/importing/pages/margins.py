"""The margin: a column of labels or numbers is none, but belongs to the lines beside it; words
outside the measure are notes in the margin, which must not interrupt the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from satzspiegel.importing.pages.lines import Line, Page, Run
from satzspiegel.importing.pages.looks import Paragraph
from satzspiegel.importing.pages.type_area import Row
from satzspiegel.importing.pages.zones import CAPTION, label_of, shortened

#: Columns whose lines have no more letters than this, and no more than this share of the page's,
#: are labels or numbers.
LETTERS, SHARE = 24, 0.06
#: Base lines that differ by less (pt) are one; a label is as near (em) to what it is the label of.
LEVEL, NEAR = 1.6, 3.0
#: The column of what stands in the margin.
MARGIN = -1
#: Lines with this share of the longest one's breadth, and at least so many, show the measure;
#: what is outside by as much (pt) is in the margin.
BROAD, ENOUGH, OUTSIDE = 0.6, 5, 4.0
#: Lines in the margin with less between their base lines (sizes) belong together.
TOGETHER = 2.0
LABEL = re.compile(r"^\s*(?:[(\[]?\d{1,4}[.)\]]?|[*†‡§]{1,3}|[•▪–—◦]|[a-z][.)])\s*$")


def with_margins(page: Page) -> Page:
    """A page whose columns all are columns of text, and :data:`MARGIN`; labels in the margin begin
    their lines.
    """
    page = _with_margin_column(page)
    columns = {line.column for line in page.lines} - {MARGIN}
    letters = sum(len(line.text) for line in page.lines)
    slim = {c for c in columns if _slim([ln for ln in page.lines if ln.column == c], letters)}
    if not slim or slim == columns:
        return page
    lines = [line for line in page.lines if line.column not in slim]
    for line in page.lines:
        if line.column in slim:
            _put(line, lines)
    return replace(page, lines=tuple(lines))


def _with_margin_column(page: Page) -> Page:
    """A page with the words outside its measure in their own column; notes there stay notes."""
    measure = _measure(page)
    if measure is None or any(line.tag for line in page.lines):
        return page
    lines = [part for line in page.lines for part in _parted(line, measure)]
    outside = [line for line in lines if _outside(line, measure)]
    text = sorted(line.baseline for line in lines if not _outside(line, measure))
    words = [ln for ln in outside if any(c.isalpha() for c in ln.text) and _is_beside(ln, text)]
    if not words or len(outside) > len(lines) / 2 or any(label_of(line) for line in outside):
        return page
    marked = {id(line) for line in words}
    return replace(
        page, lines=tuple(replace(ln, column=MARGIN) if id(ln) in marked else ln for ln in lines)
    )


def _measure(page: Page) -> tuple[float, float] | None:
    """The left and the right edge (pt) that most of the broad lines share."""
    longest = max((line.box[2] - line.box[0] for line in page.lines), default=0.0)
    broad = [line for line in page.lines if line.box[2] - line.box[0] > BROAD * longest]
    if len(broad) < ENOUGH:
        return None
    columns = {line.column for line in broad}
    edges = [_common([ln for ln in broad if ln.column == column]) for column in columns]
    return min(left for left, _ in edges), max(right for _, right in edges)


def _common(lines: Sequence[Line]) -> tuple[float, float]:
    lefts = Counter(round(line.box[0] / OUTSIDE) * OUTSIDE for line in lines)
    rights = Counter(round(line.box[2] / OUTSIDE) * OUTSIDE for line in lines)
    return lefts.most_common(1)[0][0], rights.most_common(1)[0][0]


def _outside(line: Line, measure: tuple[float, float]) -> bool:
    left, right = measure
    return line.box[2] < left - OUTSIDE or line.box[0] > right + OUTSIDE


def _is_beside(line: Line, heights: Sequence[float]) -> bool:
    """Whether a line is level with text, and not a label that hangs out above it."""
    at = bisect_left(heights, line.baseline)
    return any(
        abs(height - line.baseline) < line.size for height in heights[max(0, at - 1) : at + 1]
    )


def _parted(line: Line, measure: tuple[float, float]) -> list[Line]:
    """A line that begins in the margin as two, if runs begin where the measure does."""
    left = measure[0]
    at = next((n for n, run in enumerate(line.runs) if run.box[0] > left - OUTSIDE), 0)
    if not at or line.runs[at - 1].box[2] > left - OUTSIDE or line.runs[at].box[0] > left + 20:
        return [line]
    label = replace(
        line, runs=line.runs[:at], box=(*line.box[:2], line.runs[at - 1].box[2], line.box[3])
    )
    if label_of(line) or LABEL.match(label.text):
        return [line]
    rest = shortened(line, len(label.text))
    return [label, replace(rest, box=(line.runs[at].box[0], *line.box[1:]))]


def with_marginalia(found: Sequence[Paragraph], rows: Sequence[Row]) -> list[Paragraph]:
    """Paragraphs with those in the margin behind what they stand beside."""
    behind: dict[int, list[Paragraph]] = {}
    for note in _margin_notes(rows):
        behind.setdefault(_beside(found, note), []).append(note)
    out = list(behind.get(-1, ()))
    for index, paragraph in enumerate(found):
        out.append(paragraph)
        out.extend(behind.get(index, ()))
    return out


def _margin_notes(rows: Sequence[Row]) -> list[Paragraph]:
    out: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (row.page, row.left > row.right, row.line.baseline)):
        last = out[-1][-1] if out else None
        step = row.line.baseline - last.line.baseline if last and last.page == row.page else 0.0
        if 0 < step < TOGETHER * row.line.size:
            out[-1].append(row)
        else:
            out.append([row])
    return [Paragraph(tuple(group), marginal=True) for group in out]


def _beside(found: Sequence[Paragraph], note: Paragraph) -> int:
    """The index of the paragraph whose base lines come nearest to a note's first; -1 before all."""
    page, height = note.rows[0].page, note.rows[0].line.baseline
    best = (float("inf"), -1)
    before = -1
    for index, paragraph in enumerate(found):
        if paragraph.rows[0].page > page:
            break
        before = index
        for row in paragraph.rows if paragraph.rows[-1].page >= page else ():
            if row.page == page:
                best = min(best, (abs(row.line.baseline - height), index))
    return best[1] if best[1] >= 0 else before


def _slim(lines: Sequence[Line], letters: int) -> bool:
    own = [len(line.text.strip()) for line in lines]
    return max(own) <= LETTERS and (sum(own) <= SHARE * letters or max(own) <= 4)


def _put(extra: Line, lines: list[Line]) -> None:
    """Put a line from the margin to its place, or before the line that it is the label of."""
    beside = [i for i, line in enumerate(lines) if abs(line.baseline - extra.baseline) < LEVEL]
    for index in beside:
        line = lines[index]
        gap = line.box[0] - extra.box[2]
        named = CAPTION.match(extra.text) and gap < 2 * NEAR * line.size
        if gap > -1 and (named or (LABEL.match(extra.text) and gap < NEAR * line.size)):
            lines[index] = _labelled(extra, line)
            return
    if beside:
        after = extra.box[0] > lines[beside[-1]].box[0]
        index = beside[-1] + 1 if after else beside[0]
        lines.insert(index, replace(extra, column=lines[beside[0]].column))
        return
    index = next((i for i, ln in enumerate(lines) if ln.baseline > extra.baseline), len(lines))
    column = lines[min(index, len(lines) - 1)].column
    lines.insert(index, replace(extra, column=column))


def _labelled(label: Line, line: Line) -> Line:
    last = label.runs[-1]
    space = Run(" ", (last.box[2], last.box[1], line.box[0], last.box[3]), size=last.size)
    box = (label.box[0], min(label.box[1], line.box[1]), line.box[2], line.box[3])
    return replace(line, runs=(*label.runs, space, *line.runs), box=box)
