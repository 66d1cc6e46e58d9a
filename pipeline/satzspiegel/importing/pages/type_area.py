"""The type area of a document: its body type, the edges of its columns, its indents.

All of it is counted, not assumed: the body type is the size that most letters have, an edge is
where many lines begin or end. Lengths are in pt.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from satzspiegel.importing.pages.lines import Face, Line, Page

#: Sizes that differ by less are the same type, set by programs that round differently.
SAME_SIZE = 0.35
#: Edges that differ by less are one: overhanging hyphens and quotation marks.
SAME_EDGE = 2.0
#: A size with this share of the most frequent one's letters may be the body type, if it is larger:
#: annotated editions have more notes than text.
RIVAL = 0.45
#: Code is no running text, unless it has so many more letters (share that is left to the text).
TEXT = 0.1
#: An edge is where at least this share of a page's lines begin or end; the left edge of all pages
#: of a side where this share of theirs begin: more than of notes in the margin.
FEW, SIDE = 1 / 12, 0.2
#: Leading of solid and of wide settings in sizes of the type; outside is no leading but space.
SOLID, WIDE = 0.9, 2.2


@dataclass(frozen=True)
class Body:
    """The type of running text: its size and leading, and whether its lines are justified."""

    size: float
    leading: float
    indent: float = 0.0
    justified: bool = True

    @property
    def em(self) -> float:
        """A square of the type."""
        return self.size


@dataclass(frozen=True)
class Row:
    """A line in its place: its page, from 0, and the edges of the column it stands in.

    ``space`` is the white above it beyond a leading; infinite at the top of a column.
    """

    line: Line
    page: int
    left: float
    right: float
    space: float = 0.0

    @property
    def indent(self) -> float:
        """How far from the column's left edge it begins."""
        return self.line.box[0] - self.left

    @property
    def lack(self) -> float:
        """How far from the column's right edge it ends."""
        return self.right - self.line.box[2]


def body_type(pages: Sequence[Page]) -> Body:
    """The body type of a document; its indent and justification come with the edges."""
    weights: Counter[float] = Counter()
    code: Counter[float] = Counter()
    for run in (run for page in pages for line in page.lines for run in line.runs):
        mono = Face.MONOSPACED in run.face
        (code if mono else weights)[round(run.size, 1)] += len(run.text)
    if sum(weights.values()) < TEXT * sum(code.values()):
        weights += code
    merged = _merged(weights)
    most = max(merged.values(), default=0)
    size = max((s for s, n in merged.items() if n >= RIVAL * most), default=10.0) or 10.0
    return Body(size, _leading(pages, size))


def _merged(weights: Mapping[float, int]) -> dict[float, int]:
    """Letters by size, with each size standing for those that differ from it by rounding."""
    return {
        size: sum(n for other, n in weights.items() if abs(other - size) < SAME_SIZE)
        for size in weights
    }


def _leading(pages: Sequence[Page], size: float) -> float:
    steps: Counter[float] = Counter()
    for page in pages:
        for above, below in zip(page.lines, page.lines[1:], strict=False):
            step = below.baseline - above.baseline
            if abs(above.size - size) < SAME_SIZE and SOLID * size <= step <= WIDE * size:
                steps[round(step, 1)] += 1
    return max(steps, key=lambda step: (steps[step], -step), default=size * 1.2)


Edges = Mapping[tuple[int, int], tuple[float, float]]


def column_edges(pages: Sequence[Sequence[Line]], size: float) -> Edges:
    """Left and right edge of each column (page from 0, column) from the lines of one type size.

    A page with few lines takes the edges of pages of its side, recto or verso.
    """
    own: dict[tuple[int, int], list[Line]] = defaultdict(list)
    shared: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for index, lines in enumerate(pages):
        for line in lines:
            if abs(line.size - size) < SAME_SIZE:
                own[index, line.column].append(line)
                shared[index % 2, line.column].append(line)
    sides = {key: _edges(lines, SIDE) for key, lines in shared.items()}
    return {
        (index, column): _agreed(
            own.get((index, column), []), sides.get((index % 2, column)), lines
        )
        for index, lines in enumerate(pages)
        for column in {line.column for line in lines}
    }


def _agreed(
    own: Sequence[Line], side: tuple[float, float] | None, lines: Sequence[Line]
) -> tuple[float, float]:
    if side is None:
        return (min(line.box[0] for line in lines), max(line.box[2] for line in lines))
    if len(own) < 4:
        return side
    left, right = _edges(own, FEW)
    measure = side[1] - side[0]
    if abs((right - left) - measure) <= SAME_EDGE or right - left > measure:
        return left, right
    return (left, left + measure) if abs(left - side[0]) <= SAME_EDGE else side


def _edges(lines: Sequence[Line], share: float) -> tuple[float, float]:
    """The leftmost edge that a share of the lines have, and the rightmost that several have."""
    lefts = sorted(line.box[0] for line in lines)
    rights = sorted((line.box[2] for line in lines), reverse=True)
    few = max(2, int(FEW * len(lines)))
    return _shared(lefts, max(2, int(share * len(lines)))), _shared(rights, few)


def _shared(edges: Sequence[float], enough: int) -> float:
    """The first place, from the outside, where ``enough`` edges are within a hair's breadth."""
    enough = min(enough, len(edges))
    for start in range(len(edges) - enough + 1):
        if abs(edges[start + enough - 1] - edges[start]) <= SAME_EDGE:
            return edges[start + enough // 2]
    return edges[0]


def rows(
    lines: Iterable[Line], page: int, edges: Edges, leading: float, top: float = float("inf")
) -> list[Row]:
    """Lines of one page as rows. ``top`` is the space above the first one."""
    out: list[Row] = []
    before: Line | None = None
    for line in lines:
        left, right = edges[page, line.column]
        space = top
        if before is not None and before.column == line.column:
            space = line.baseline - before.baseline - leading
        out.append(Row(line, page, left, right, space))
        before = line
    return out


def paragraph_indent(all_rows: Sequence[Row], body: Body) -> float:
    """The indent of paragraphs: the one that single lines of body type most often have."""
    found: Counter[float] = Counter()
    for above, row, below in zip(all_rows, all_rows[1:], all_rows[2:], strict=False):
        alone = above.indent < SAME_EDGE and below.indent < SAME_EDGE
        if alone and 0.5 * body.size < row.indent < 5 * body.size and row.space < body.leading / 2:
            found[round(row.indent)] += 1
    if sum(found.values()) < 2:
        return 0.0
    return float(max(found, key=lambda indent: (found[indent], -indent)))


def justified(all_rows: Sequence[Row]) -> bool:
    """Whether lines end at the right edge: half of them do, the last of paragraphs never."""
    if len(all_rows) < 4:
        return False
    full = sum(abs(row.lack) <= SAME_EDGE for row in all_rows)
    return full >= 0.5 * len(all_rows)
