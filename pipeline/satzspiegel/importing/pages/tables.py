"""Tables: lines beside each other on the same base lines, or what a tagged PDF calls a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from satzspiegel.importing.draft import Box
from satzspiegel.importing.pages.ledger import Ledger
from satzspiegel.importing.pages.lines import Face, Rule
from satzspiegel.importing.pages.looks import (
    BULLET,
    ENUMERATED,
    SENTENCE_END,
    letters_face,
)
from satzspiegel.importing.pages.table_rows import row_starts, whole
from satzspiegel.importing.pages.type_area import SAME_EDGE, SAME_SIZE, Body, Row

#: Base lines that differ by less (pt) are one.
SAME_LINE = 2.0
#: Lines of a paragraph are as near to each other as this (leadings).
CLOSE = 1.15
#: Each full row halves the doubt whether lines without any rule are a table.
EVEN = 0.5
#: Rows of a table are no farther from each other than this (leadings).
APART = 2.6

Cell = tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """Cells by rows, all rows of the same length; ``alignments`` of columns are ``left``,
    ``right``, ``centre``; the first ``heads`` rows are heads. ``box`` is its place on a page;
    ``chance`` the probability that it is a table at all.
    """

    cells: tuple[tuple[Cell, ...], ...]
    alignments: tuple[str, ...]
    heads: int
    page: int
    box: Box
    chance: float = 1.0

    @property
    def rows(self) -> list[Row]:
        """All lines of all cells."""
        return [row for line in self.cells for cell in line for row in cell]


def tables(
    found: Sequence[Row], rules: Sequence[Sequence[Rule]], body: Body, ledger: Ledger
) -> tuple[list[Row], list[Table]]:
    """The rows that are in no table, and the tables. ``rules`` are those of each page.

    A table that goes on at the head of the next page is one; its second head is dropped.
    """
    kept: list[Row] = []
    out: list[Table] = []
    is_open = False
    for part in _parts(found, rules, body):
        if isinstance(part, Row):
            kept.append(part)
        elif is_open and _continues(out[-1], part):
            out[-1] = _joined(out[-1], part, ledger)
        else:
            out.append(part)
        is_open = isinstance(part, Table)
    return kept, out


def _parts(
    found: Sequence[Row], rules: Sequence[Sequence[Rule]], body: Body
) -> Iterator[Row | Table]:
    for tag, members in groupby(found, _table_element):
        if tag:
            yield _tagged(list(members))
        else:
            yield from _geometric(list(members), rules, body)


def _continues(first: Table, second: Table) -> bool:
    """Whether a table is the rest of the one on the page before."""
    if second.page != first.rows[-1].page + 1 or len(first.alignments) != len(second.alignments):
        return False
    if _repeated(first, second):
        return True
    return not second.heads and all(
        min(abs(one[0] - other[0]), abs(one[1] - other[1])) <= SAME_EDGE
        for one, other in zip(_breadths(first), _breadths(second), strict=True)
    )


def _repeated(first: Table, second: Table) -> int:
    """The number of rows at a table's head that repeat the head of another."""
    heads = first.heads
    same = heads and [_words(line) for line in first.cells[:heads]] == [
        _words(line) for line in second.cells[:heads]
    ]
    return heads if same and heads < len(second.cells) else 0


def _words(line: Sequence[Cell]) -> list[str]:
    return ["".join(row.line.text.strip() for row in cell) for cell in line]


def _breadths(table: Table) -> list[tuple[float, float]]:
    """The edges of the columns against the left edge of the table."""
    columns = [[row for line in table.cells for row in line[n]] for n in range(len(table.cells[0]))]
    spans = [_span(tuple(column)) if column else (0.0, 0.0) for column in columns]
    return [(left - spans[0][0], right - spans[0][0]) for left, right in spans]


def _joined(first: Table, second: Table, ledger: Ledger) -> Table:
    heads = _repeated(first, second)
    for row in (row for line in second.cells[:heads] for cell in line for row in cell):
        ledger.drop("table-head", row.page, row.line)
    return replace(first, cells=(*first.cells, *second.cells[heads:]))


def _element(row: Row, kinds: tuple[str, ...]) -> int:
    return next((number for kind, number in reversed(row.line.path) if kind in kinds), 0)


def _table_element(row: Row) -> int:
    inside_caption = any(kind == "Caption" for kind, _ in row.line.path)
    return 0 if inside_caption else _element(row, ("Table",))


def _tagged(group: Sequence[Row]) -> Table:
    lines: list[list[Cell]] = []
    heads = 0
    for own in _by_element(group, ("TR",)):
        cells = [tuple(cell) for cell in _by_element(own, ("TD", "TH"))]
        if all(_element(row, ("TH",)) for row in own) and heads == len(lines):
            heads += 1
        lines.append(cells)
    columns = _columns(lines)
    return _table(_in_columns(lines, columns), heads)


def _by_element(rows: Sequence[Row], kinds: tuple[str, ...]) -> list[list[Row]]:
    """Rows by the elements that they are in; lines of neighbouring cells come in turns."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(_element(row, kinds), []).append(row)
    return list(found.values())


def _geometric(
    group: Sequence[Row], rules: Sequence[Sequence[Rule]], body: Body
) -> Iterator[Row | Table]:
    lines = list(_base_lines(group))
    index = 0
    while index < len(lines):
        end = _region_end(lines, index, body)
        region = lines[index:end]
        several = sum(len(line) > 1 for line in region) >= 2
        before = lines[index - 1] if index else None
        if _is_prose(region, before, body) or _is_code(region):
            yield from (whole(line) for line in region)
            index = end
        elif several and not _is_list(region):
            yield _from_lines(region, rules[region[0][0].page], body)
            index = end
        else:
            yield from lines[index]
            index += 1


def _base_lines(group: Sequence[Row]) -> Iterator[list[Row]]:
    """Neighbours on one base line that do not overlap."""
    line: list[Row] = []
    for row in group:
        if line and not _beside(line[-1], row):
            yield line
            line = []
        line.append(row)
    if line:
        yield line


def _beside(first: Row, second: Row) -> bool:
    same = first.page == second.page
    level = abs(first.line.baseline - second.line.baseline) < SAME_LINE
    return same and level and second.line.box[0] > first.line.box[2] - 1


def _region_end(lines: Sequence[Sequence[Row]], start: int, body: Body) -> int:
    """Behind the last base line of the table that may begin at ``start``."""
    if len(lines[start]) < 2:
        return start + 1
    end = index = start + 1
    while index < len(lines) and _near(lines[index - 1], lines[index], body):
        if len(lines[index]) > 1:
            end = index + 1
        elif index - end >= 2 or not _inside(lines[index][0], lines[start:end]):
            break
        index += 1
    if end < len(lines) and _near(lines[end - 1], lines[end], body):
        last = lines[end]
        turned = len(last) == 1 and last[0].line.box[0] > lines[start][0].line.box[2]
        if turned and _inside(last[0], lines[start:end]):
            end += 1
    return end


def _near(above: Sequence[Row], below: Sequence[Row], body: Body) -> bool:
    step = below[0].line.baseline - above[0].line.baseline
    return above[0].page == below[0].page and 0 < step < APART * body.leading


def _inside(row: Row, lines: Sequence[Sequence[Row]]) -> bool:
    """Whether a lone line stands between the neighbours of one of the cells above it."""
    left, right = row.line.box[0], row.line.box[2]
    widest = [cell.line.box for cell in max(lines, key=len)]
    befores = [widest[0][0] - SAME_EDGE, *(box[2] for box in widest[:-1])]
    behinds = [*(box[0] for box in widest[1:]), widest[-1][2] + 40]
    return any(a <= left and right <= b for a, b in zip(befores, behinds, strict=True))


def _is_prose(region: Sequence[Sequence[Row]], before: Sequence[Row] | None, body: Body) -> bool:
    """Whether lines with gaps are full lines of a paragraph, loosely set: they follow a full line
    that ends no sentence, and end where it ends.
    """
    if before is None or len(region[0]) < 2:
        return False
    above, first = before[-1], region[0][0]
    step = first.line.baseline - above.line.baseline
    close = above.page == first.page and 0 < step < CLOSE * body.leading
    full = all(abs(line[-1].lack) <= SAME_EDGE for line in (before, *region[:2]))
    same = abs(above.line.size - first.line.size) < SAME_SIZE
    return close and same and full and not SENTENCE_END.search(above.line.text)


def _is_code(region: Sequence[Sequence[Row]]) -> bool:
    """Whether all of it is in typewriter type: code with its comments aligned."""
    faces = (letters_face(row.line) for line in region for row in line)
    return all(Face.MONOSPACED in face for face in faces)


def _is_list(region: Sequence[Sequence[Row]]) -> bool:
    """Whether the first cells are only the marks of a list."""
    marks = [line[0].line.text.strip() + " x" for line in region if len(line) == 2]
    full = [line for line in region if len(line) > 1]
    return len(marks) == len(full) and all(BULLET.match(m) or ENUMERATED.match(m) for m in marks)


def _from_lines(lines: Sequence[Sequence[Row]], rules: Sequence[Rule], body: Body) -> Table:
    columns = _columns([[(row,) for row in line] for line in lines])
    levels = [rule.box[1] for rule in rules if rule.box[2] - rule.box[0] > 20]
    placed = [_placed(line, columns) for line in lines]
    begun = row_starts(lines, placed, rules, body)
    out: list[list[list[Row]]] = []
    for cells, begins in zip(placed, begun, strict=True):
        if begins:
            out.append([[] for _ in columns])
        for column, rows in cells.items():
            out[-1][column].extend(rows)
    made = _table([[tuple(cell) for cell in line] for line in out], _heads(out, levels))
    near = [level for level in levels if _at(level, made.box, body)]
    full = sum(all(line) for line in made.cells) + (made.heads > 0)
    return made if near else replace(made, chance=1.0 - EVEN**full)


def _at(level: float, box: Box, body: Body) -> bool:
    """Whether a rule is in a table, or right above or below it."""
    return box[1] - body.leading < level < box[3] + body.leading


def _heads(made: Sequence[Sequence[Sequence[Row]]], levels: Sequence[float]) -> int:
    """One, if a rule or its type sets the first row apart; else none."""
    if len(made) < 2:
        return 0
    lasts = [max((r.line.baseline for cell in line for r in cell), default=0.0) for line in made]
    firsts = [min((r.line.baseline for cell in line for r in cell), default=0.0) for line in made]
    parted = [
        any(last - 1 < level < first for level in levels)
        for last, first in zip(lasts, firsts[1:], strict=False)
    ]
    if parted[0] and not all(parted[1:]):
        return 1
    if _face(made[0]) & ~_face(made[1]):
        return 1
    return int(parted[0] and len(made) == 2) or int(_titles(made))


def _titles(made: Sequence[Sequence[Sequence[Row]]]) -> bool:
    """Whether the first row has words above columns of figures."""
    first, *others = [
        [any(c.isdigit() for row in cell for c in row.line.text) for cell in line] for line in made
    ]
    figures = [all(line[n] for line in others if made) for n in range(1, len(first))]
    return len(made) > 2 and all(made[0]) and any(figures) and not any(first)


def _face(line: Sequence[Sequence[Row]]) -> Face:
    faces = [letters_face(row.line) for cell in line for row in cell if row.line.text.strip()]
    face = faces[0] if faces else Face.PLAIN
    for other in faces:
        face &= other
    return face & (Face.BOLD | Face.ITALIC | Face.SMALL_CAPS)


def _columns(lines: Sequence[Sequence[Cell]]) -> list[tuple[float, float]]:
    """The breadths of the columns: what the cells of the fullest rows take up, one by one."""
    most = max(len(line) for line in lines)
    spans = [[_span(cell) for cell in line] for line in lines if len(line) == most]
    return [
        (min(span[0] for span in column), max(span[1] for span in column))
        for column in zip(*spans, strict=True)
    ]


def _span(cell: Cell) -> tuple[float, float]:
    return min(r.line.box[0] for r in cell), max(r.line.box[2] for r in cell)


def _column_of(span: tuple[float, float], columns: Sequence[tuple[float, float]]) -> int:
    """The column that a cell overlaps most, or is nearest to."""

    def overlap(column: tuple[float, float]) -> float:
        return min(span[1], column[1]) - max(span[0], column[0])

    return max(range(len(columns)), key=lambda index: overlap(columns[index]))


def _placed(line: Sequence[Row], columns: Sequence[tuple[float, float]]) -> Mapping[int, list[Row]]:
    """The cells of a base line by their columns."""
    out: dict[int, list[Row]] = {}
    for index, row in enumerate(line):
        whole = len(line) == len(columns)
        out.setdefault(index if whole else _column_of(_span((row,)), columns), []).append(row)
    return out


def _in_columns(
    lines: Sequence[Sequence[Cell]], columns: Sequence[tuple[float, float]]
) -> list[list[Cell]]:
    out: list[list[Cell]] = []
    for line in lines:
        cells: list[Cell] = [() for _ in columns]
        for index, cell in enumerate(line):
            whole = len(line) == len(columns)
            column = index if whole else _column_of(_span(cell), columns)
            cells[column] = (*cells[column], *cell)
        out.append(cells)
    return out


def _table(lines: Sequence[Sequence[Cell]], heads: int) -> Table:
    everything = [row.line.box for line in lines for cell in line for row in cell]
    box = (
        min(b[0] for b in everything),
        min(b[1] for b in everything),
        max(b[2] for b in everything),
        max(b[3] for b in everything),
    )
    page = next(row.page for line in lines for cell in line for row in cell)
    alignments = tuple(
        _alignment([line[index] for line in lines[heads:]]) for index in range(len(lines[0]))
    )
    return Table(tuple(tuple(line) for line in lines), alignments, heads, page, box)


def _alignment(cells: Sequence[Cell]) -> str:
    """What the cells of a column have in common: their left edges, right edges or middles."""
    spans = [_span(cell) for cell in cells if cell]
    if len(spans) < 2:
        return "left"
    lefts = max(s[0] for s in spans) - min(s[0] for s in spans)
    rights = max(s[1] for s in spans) - min(s[1] for s in spans)
    middles = max(sum(s) for s in spans) / 2 - min(sum(s) for s in spans) / 2
    if lefts <= 1.0 or lefts <= min(rights, middles):
        return "left"
    return "right" if rights <= middles + 0.5 else "centre"
