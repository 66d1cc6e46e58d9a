"""The zone of the notes at the foot of a page, and the labels that notes begin with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from satzspiegel.importing.pages.lines import Face, Line, Page, Run
from satzspiegel.importing.pages.type_area import SAME_SIZE, Body

#: Structure types of notes (ISO 32000-1, 14.8.4.4; ISO 32000-2, 14.8.4.7.3).
NOTE_TAGS = frozenset({"Note", "FENote"})
#: A rule of at least this breadth (pt) may stand above notes, and lines this near (pt) below it.
LEAST_RULE, NEAR_RULE = 12.0, 30.0
#: Base lines that differ by less (pt) are one.
SAME_LINE = 2.0
#: Signs that call notes; those of formulas look alike and are written as their sisters.
SIGNS = r"(?:[*∗†‡§¶‖∥]{1,12})"
SISTERS = str.maketrans("∗∥", "*‖")
LABEL = re.compile(rf"^\s*([(\[]?(\d{{1,4}})[.)\]]?(?=\s|$)|({SIGNS})(?:\)|(?!\s*\d)))\s*")
SUPERIOR_LABEL = re.compile(rf"^\s*([(\[]?(\d{{1,4}}|{SIGNS}|[a-z])[.)\]]?)\s*$")
ENDNOTES = re.compile(
    r"^\s*(?:(?:\d+\.?|[A-Z]\.)\s+)?(?:Anmerkungen|Endnoten|Fußnoten|Notes|Endnotes|Footnotes|Notas"
    r"|Note|Anmerkungsteil|Nachweise)\s*$",
    re.IGNORECASE,
)
CAPTION = re.compile(
    r"^\s*((?:Abb(?:ildung(?:en)?|\.)|Tab(?:elle|\.)|Tafel|Bild|Fig(?:ure|\.)|Table|Plate|Karte"
    r"|Schema|Diagramm|Grafik|Tableau|Illustration|Figura|Tabla)\s*"
    r"(?:[A-Z]?\d+(?:[.\-]\d+)*[a-z]?|[IVX]+))\s*[.:–—|]?\s*"
)


@dataclass(frozen=True)
class Label:
    """What a note begins with: ``text`` as printed, ``number`` as it is called, and the rest."""

    text: str
    number: str
    superior: bool
    rest: Line


def label_of(line: Line) -> Label | None:
    """The label that a line begins with, if it is one in its form."""
    runs = [run for run in line.runs if run.text.strip()]
    if not runs:
        return None
    first = runs[0]
    if Face.SUPERIOR in first.face:
        match = SUPERIOR_LABEL.match(first.text)
        rest = line.runs[line.runs.index(first) + 1 :]
        if match and rest and not rest[0].text[:1].isdigit():
            end = sum(len(run.text) for run in line.runs) - sum(len(run.text) for run in rest)
            return Label(match[1], match[2].translate(SISTERS), True, shortened(line, end))
        return None
    text = line.text
    match = LABEL.match(text)
    if match is None:
        return None
    number = match[2] or match[3].translate(SISTERS)
    return Label(match[1], number, False, shortened(line, match.end()))


def shortened(line: Line, count: int) -> Line:
    """A line with its first ``count`` characters blank, so that its runs count as before."""
    runs: list[Run] = []
    for run in line.runs:
        blank = min(count, len(run.text))
        runs.append(replace(run, text=" " * blank + run.text[blank:]) if blank else run)
        count -= blank
    return replace(line, runs=tuple(runs))


@dataclass(frozen=True)
class Zones:
    """The lines of a page: its text, and its notes."""

    text: tuple[Line, ...]
    notes: tuple[Line, ...]


def zones(pages: Sequence[Page], lines: Sequence[Sequence[Line]], body: Body) -> list[Zones]:
    """The zones of each page; ``lines`` are those that are no furniture."""
    tagged = any(_tagged_note(line) for page in lines for line in page)
    collected = False
    out: list[Zones] = []
    for page, kept in zip(pages, lines, strict=True):
        open_note = bool(out) and bool(out[-1].notes)
        small = all(_small(line, body) for line in kept)
        collected = (collected and small) or any(ENDNOTES.match(line.text) for line in kept)
        at_foot = [] if collected else _geometric(page, kept, body, open_note)
        below = {id(line) for line in at_foot}
        if tagged:
            below = {id(line) for line in kept if _tagged_note(line) or id(line) in below}
        out.append(
            Zones(
                tuple(line for line in kept if id(line) not in below),
                tuple(line for line in kept if id(line) in below),
            )
        )
    return out


def _tagged_note(line: Line) -> bool:
    return line.tag in NOTE_TAGS or any(kind in NOTE_TAGS for kind, _ in line.path)


def note_size(found: Sequence[Zones]) -> float:
    """The size of most letters in the notes; 0 without any."""
    weights: Counter[float] = Counter()
    for zone in found:
        for line in zone.notes:
            weights[round(line.size, 1)] += len(line.text)
    return max(weights, key=lambda size: (weights[size], size), default=0.0)


def _geometric(page: Page, kept: Sequence[Line], body: Body, open_note: bool) -> list[Line]:
    out: list[Line] = []
    for column in sorted({line.column for line in kept}):
        lines = [line for line in kept if line.column == column]
        lines.sort(key=lambda line: line.baseline)
        start = _zone_start(page, lines, body, open_note)
        out.extend(lines[start:])
    return out


def _zone_start(page: Page, lines: Sequence[Line], body: Body, open_note: bool) -> int:
    """The index of the column's first line that belongs to the notes."""
    small = len(lines)
    while small and _small(lines[small - 1], body):
        small -= 1
    for start in _below_rules(page, lines):
        labelled = _labelled(lines, start)
        if start >= small and (labelled or open_note) and not CAPTION.match(lines[start].text):
            return start
        if labelled and _numbered(lines[start:]) and small == len(lines):
            return start
    for start in range(small, len(lines)):
        if not _labelled(lines, start) or _is_code(lines[start]):
            continue
        if start == small or _apart(lines[start - 1], lines[start], body):
            return small if open_note and _apart_from_text(lines, small, body) else start
    if open_note and small < len(lines) and _apart_from_text(lines, small, body):
        return small if _runs_on(lines[small]) else len(lines)
    return len(lines)


def _labelled(lines: Sequence[Line], index: int) -> bool:
    """Whether a line begins with a label and is no row of a table."""
    level = lines[index].baseline
    cells = sum(
        abs(line.baseline - level) < SAME_LINE for line in lines[max(0, index - 1) : index + 2]
    )
    return cells < 2 and label_of(lines[index]) is not None


def _is_code(line: Line) -> bool:
    """Whether what follows a number is code: its lines are numbered."""
    lettered = [run for run in line.runs if any(c.isalpha() for c in run.text)]
    return bool(lettered) and all(Face.MONOSPACED in run.face for run in lettered)


def _small(line: Line, body: Body) -> bool:
    return line.size < body.size - SAME_SIZE


def _below_rules(page: Page, lines: Sequence[Line]) -> list[int]:
    """Indices of lines that come first below a rule, from the lowest."""
    out: set[int] = set()
    for rule in page.rules:
        left, top, right, bottom = rule.box
        if right - left < LEAST_RULE or bottom - top > 3:
            continue
        index = next((i for i, line in enumerate(lines) if line.baseline > bottom), None)
        if index is None or lines[index].box[1] - bottom > NEAR_RULE:
            continue
        if left < lines[index].box[2] and right > lines[index].box[0] - 2 * lines[index].size:
            out.add(index)
    return sorted(out, reverse=True)


def _numbered(lines: Sequence[Line]) -> bool:
    """Whether the labels in these lines count one by one (notes as large as the text)."""
    labels = [label_of(line) for line in lines]
    numbers = [int(label.number) for label in labels if label and label.number.isdigit()]
    return bool(numbers) and all(after - before == 1 for before, after in pairwise(numbers))


def _apart(above: Line, below: Line, body: Body) -> bool:
    return below.baseline - above.baseline > 1.25 * body.leading * below.size / body.size


def _apart_from_text(lines: Sequence[Line], index: int, body: Body) -> bool:
    if index == 0:
        return True
    return lines[index].baseline - lines[index - 1].baseline > 1.15 * body.leading


def _runs_on(line: Line) -> bool:
    """Whether a small line at a foot goes on with a note: it is no caption and no code."""
    return not CAPTION.match(line.text) and not _is_code(line)
