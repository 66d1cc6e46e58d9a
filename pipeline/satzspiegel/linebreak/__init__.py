"""Total-fit line breaking: widths come in, lines come out.

After Donald E. Knuth and Michael F. Plass, »Breaking Paragraphs into Lines«, Software: Practice and
Experience 11 (1981), 1119–1184, with what German composition asks for. A pure core: it knows no
fonts, no files and no mark-up, and nothing else of this package.

    builder = ParagraphBuilder(em=10.0)
    builder.word(Word((31.2,)))
    builder.space(2.5)
    builder.word(Word((12.4, 18.0), (Point(BreakKind.SYLLABLE, end=3.1),)))
    for line in break_paragraph(builder.build(), Shape(measure=50.0)).lines: ...

:mod:`.paragraph` is what comes in, :mod:`.settings` what is good, :mod:`.lines` what comes out.
"""

from __future__ import annotations

from collections.abc import Iterable

from satzspiegel.linebreak.lines import Breaking, Line, Verdict, breaking
from satzspiegel.linebreak.paragraph import (
    HYPHENATED,
    BreakKind,
    Paragraph,
    ParagraphBuilder,
    Point,
    Word,
)
from satzspiegel.linebreak.search import Band, Node, search
from satzspiegel.linebreak.settings import Costs, Demands, LastLine, Settings, Shape
from satzspiegel.linebreak.table import Table, tabulate

__all__ = [
    "HYPHENATED",
    "BreakKind",
    "Breaking",
    "Costs",
    "Demands",
    "LastLine",
    "Line",
    "Paragraph",
    "ParagraphBuilder",
    "Point",
    "Settings",
    "Shape",
    "Verdict",
    "Word",
    "break_paragraph",
    "variants",
]

STANDARD = Settings()
NO_DEMANDS = Demands()

#: A way with a line more or less is looked for only where it has, at each break, at most so many
#: lines more or less than the best. Nothing is missed in a paragraph of some forty lines, which
#: has no more to give; in one of hundreds it keeps the search linear.
BAND = 4


def break_paragraph(
    paragraph: Paragraph,
    shape: Shape,
    settings: Settings = STANDARD,
    demands: Demands = NO_DEMANDS,
) -> Breaking:
    """The best lines for a paragraph.

    What cannot be justified is set as well as it can be, and its lines say so. Demands on lines and
    items are always met; one of looseness is met if it can be without passing a limit, else the
    nearest there is to it.
    """
    wanted = demands.looseness
    if not wanted:
        return _best(paragraph, shape, settings, demands)[2]
    found = variants(paragraph, shape, settings, demands, range(min(wanted, 0), max(wanted, 0) + 1))
    return found[min(found, key=lambda looseness: abs(looseness - wanted))]


def variants(
    paragraph: Paragraph,
    shape: Shape,
    settings: Settings = STANDARD,
    demands: Demands = NO_DEMANDS,
    looseness: Iterable[int] = (-1, 0, 1),
) -> dict[int, Breaking]:
    """The best lines for each number of lines more or less than the best breaking has.

    What cannot be had without passing a limit is missing; 0 never is. The paper calls this
    looseness (section »More bells and whistles«), and takes the nearest there is.
    """
    table, best, plain = _best(paragraph, shape, settings, demands)
    found = {0: plain}
    others = [by for by in looseness if by]
    if plain.strained or not others:
        return found
    for node in search(table, band=_band(table, best, max(BAND, *map(abs, others)))):
        by = node.line - len(plain.lines)
        if by in others and by not in found:
            found[by] = breaking(table, node, strained=False)
    return found


def _best(
    paragraph: Paragraph, shape: Shape, settings: Settings, demands: Demands
) -> tuple[Table, Node, Breaking]:
    """Within the limits; else with wider spaces; else with any, and lines that stick out."""
    for widened, soft in ((1.0, False), (settings.emergency, False), (1.0, True)):
        table = tabulate(paragraph, shape, settings, demands, widened)
        if ways := search(table, soft):
            return table, ways[0], breaking(table, ways[0], strained=soft or widened > 1.0)
    raise AssertionError("a soft search always finds a way")


def _band(table: Table, best: Node, width: int) -> Band:
    """For each break the numbers of lines up to it that are looked at."""
    starts = []
    node: Node | None = best
    while node is not None:
        starts.append(node.start)
        node = node.before
    starts.reverse()
    line, band = 0, []
    for end in range(len(table.paragraph.ends)):
        while starts[line + 1] <= end:
            line += 1
        band.append((line + 1 - width, line + 1 + width))
    return band
