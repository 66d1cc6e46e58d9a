"""How sure it is that guessed headings, quotations and verse are what they are taken for.

A guess is the surer the more of its kind a document has, and the more ways it stands out in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from satzspiegel.importing.pages.headings import style_of
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.pages.looks import SPACE, Paragraph, letters_face
from satzspiegel.importing.pages.type_area import SAME_EDGE, SAME_SIZE, Body

#: Of a hundred lines that look so once in a document, about as many are headings.
LARGER, ITALIC, OTHER = 0.97, 0.7, 0.85
#: The like for blocks that are only indented, for each further way of standing out, and at most.
INDENTED, EACH, MOST = 0.6, 0.18, 0.97
#: The doubt of two short lines that they are verse, and what is left of it with each sign.
TWO_LINES, SIGN = 0.3, 0.5
#: Lines so short (share of the measure) and so often begun with capitals are verse rather.
VERY_SHORT, CAPITALS = 0.4, 0.75
#: A heading so much larger than the text is one.
LARGE = 1.1


def heading_chances(
    found: Sequence[Paragraph], levels: Mapping[int, int], known: Collection[int], body: Body
) -> dict[int, float]:
    """The chances of headings by index; ``known`` are those that the file itself calls so."""
    sisters = Counter(style_of(found[index]) for index in levels)
    told = {style_of(found[index]) for index in levels if index in known}
    out: dict[int, float] = {}
    for index in levels:
        style = style_of(found[index])
        if index in known or style in told:
            continue
        out[index] = 1 - (1 - _heading(found[index], body)) / sisters[style]
    return out


def _heading(paragraph: Paragraph, body: Body) -> float:
    if paragraph.size >= LARGE * body.size:
        return LARGER
    italic = Face.ITALIC in letters_face(paragraph.rows[0].line)
    return ITALIC if italic else OTHER


def quotation_chance(own: Sequence[Paragraph], sisters: int, body: Body) -> float:
    """The chance of indented paragraphs; ``sisters`` are all that are set so, these too."""
    rows = [row for paragraph in own for row in paragraph.rows]
    first = own[0]
    ways = (
        first.size < body.size - SAME_SIZE,
        first.inset > SAME_EDGE,
        first.space > SPACE * body.leading,
        len(rows) > 2,
        first.indented > 2 * body.size,
    )
    return 1 - (1 - min(MOST, INDENTED + EACH * sum(ways))) / max(1, sisters)


def verse_chance(stanzas: Sequence[Paragraph]) -> float:
    """The chance of lines that end early."""
    rows = [row for stanza in stanzas for row in stanza.rows]
    short = all(row.lack > VERY_SHORT * (row.right - row.left) for row in rows)
    large = sum(row.line.text.lstrip()[:1].isupper() for row in rows) >= CAPITALS * len(rows)
    doubt = TWO_LINES / max(1, len(rows) - 1)
    return 1 - doubt * (SIGN if short else 1) * (SIGN if large else 1)
