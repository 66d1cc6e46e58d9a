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

import math
from collections.abc import Collection, Iterable
from dataclasses import replace

from satzspiegel.linebreak.lines import Breaking, Line, Verdict, breaking
from satzspiegel.linebreak.paragraph import (
    HYPHENATED,
    BreakKind,
    Paragraph,
    ParagraphBuilder,
    Point,
    Word,
)
from satzspiegel.linebreak.search import Found, search, way_to
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
#: lines more or less than the best. No paragraph of some forty lines has more to give; in one of
#: hundreds it keeps the search linear.
STRAY = 6


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
    table, ways, plain = _best(paragraph, shape, settings, demands)
    found = {0: plain}
    lines = len(plain.lines)
    wanted = {lines + by for by in looseness if by and lines + by > 0}
    if plain.strained or not wanted:
        return found
    band = _band(ways, wanted)
    for node in search(table, band=band).nodes if band[0] else ():
        by = node.line - lines
        if by not in found:
            found[by] = breaking(table, node, strained=False)
    return found


def _best(
    paragraph: Paragraph, shape: Shape, settings: Settings, demands: Demands
) -> tuple[Table, Found, Breaking]:
    """Within the limits; else with more scaling; else with wider spaces; else with any.

    With any, lines may also stick out.
    """
    scaling = settings.scaling * settings.emergency_scaling
    more = replace(settings, scaling=scaling, relief_scaling=1.0)
    stages = (
        (settings, 1.0, False),
        (more, 1.0, False),
        (more, settings.emergency, False),
        (settings, math.inf, True),
    )
    for limits, widened, soft in stages:
        table = tabulate(paragraph, shape, limits, demands, widened)
        ways = search(table, soft)
        if ways.nodes:
            strained = limits is not settings or soft
            return table, ways, breaking(table, ways.nodes[0], strained=strained)
    raise AssertionError("a soft search always finds a way")


def _band(ways: Found, wanted: Collection[int]) -> list[int]:
    """For each start the line numbers from which a wanted number of lines can still be had.

    From the end backwards: if a line leads from ``p`` to ``b``, what ``b`` needs, ``p`` needs one
    less of. Most paragraphs turn out to have no such way, and are not searched again.
    """
    best = [node.start for node in way_to(ways.nodes[0])]
    line = len(best) - 1
    band = [0] * (best[-1] + 1)
    band[-1] = sum(1 << lines for lines in wanted)
    for end, low, high in reversed(ways.windows):
        while best[line - 1] > end:
            line -= 1
        near = (1 << line + STRAY + 1) - (1 << max(line - STRAY, 0))
        band[end + 1] &= near
        if ahead := band[end + 1] >> 1:
            for start in ways.starts[low:high]:
                band[start] |= ahead
    return band
