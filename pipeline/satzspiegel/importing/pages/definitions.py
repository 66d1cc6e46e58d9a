"""Terms with their explanations: short lines at the edge, each with a paragraph further in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from satzspiegel.importing.pages.looks import INDENT, Paragraph
from satzspiegel.importing.pages.type_area import SAME_EDGE, SAME_SIZE, Body

#: As many terms in turn make a list; one alone may be a heading above a motto.
TERMS = 2
#: A term ends so far (em) before the edge, and its explanation begins below no more white (share
#: of a leading).
SHORT, CLOSE = 4.0, 1.0


def definition_lists(
    found: Sequence[Paragraph], body: Body, other: Collection[int] = ()
) -> dict[int, int]:
    """Where lists of terms end, by where they begin; paragraphs ``other`` are none for sure."""
    out: dict[int, int] = {}
    start = 0
    while start < len(found):
        end = start
        while end + 1 < len(found) and end not in other and end + 1 not in other:
            if not _defines(found[end], found[end + 1], body):
                break
            end += 2
        if end - start >= 2 * TERMS:
            out[start] = end
        start = max(end, start + 1)
    return out


def _defines(term: Paragraph, text: Paragraph, body: Body) -> bool:
    row, first = term.rows[0], text.rows[0]
    alone = len(term.rows) == 1 and row.indent < INDENT * body.size
    short = row.lack > SHORT * body.size
    sized = abs(term.size - body.size) < SAME_SIZE and abs(text.size - body.size) < SAME_SIZE
    inside = not text.broken and all(r.indent > INDENT * body.size for r in text.rows)
    deeper = not body.indent or abs(first.indent - body.indent) > SAME_EDGE
    close = text.space < CLOSE * body.leading or first.page > row.page
    return alone and short and sized and inside and close and (deeper or len(text.rows) > 1)
