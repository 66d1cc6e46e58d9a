"""Other ways to break a paragraph, for the sake of its page.

A paragraph a line longer or shorter may save a page from white at its foot; one broken anew may
spare a page a hyphen at its end (Knuth and Plass, »More bells and whistles«).
"""

from __future__ import annotations

from dataclasses import replace

from weasyprint.layout.background import layout_box_backgrounds

from satzspiegel.editions.pdf.galley import Bit, GalleyBlock, GalleyStrip
from satzspiegel.linebreak import Breaking, Demands, Settings, break_paragraph, variants

#: Paragraphs of fewer lines have nothing to give.
FEWEST_LINES = 4
#: A line more or less may cost a paragraph so much for each of its lines, in the line breaker's
#: unit: more than that would show on every line.
WORTH = 6.0


def alternatives(block: GalleyBlock, settings: Settings) -> tuple[GalleyBlock, ...]:
    """The block, then the block a line shorter and a line longer, where that is no eyesore."""
    paragraph = block.paragraph
    if paragraph is None or block.whole or len(block.strips) < FEWEST_LINES:
        return (block,)
    best = paragraph.breaking
    found = variants(paragraph.measured.paragraph, paragraph.shape, settings)
    limit = best.cost + WORTH * len(best.lines)
    others = [one for by, one in sorted(found.items()) if by and one.cost <= limit]
    return (block, *(rebroken(block, one) for one in others))


def without_hyphen(block: GalleyBlock, line: int, settings: Settings) -> GalleyBlock | None:
    """The block in as many lines, of which one ends without a hyphen; None if it cannot be had."""
    paragraph = block.paragraph
    if paragraph is None:
        return None
    demands = Demands(unhyphenated_lines=frozenset([line]))
    found = break_paragraph(paragraph.measured.paragraph, paragraph.shape, settings, demands)
    if found.strained or len(found.lines) != len(paragraph.breaking.lines):
        return None
    if found.lines[line].hyphenated:
        return None
    return rebroken(block, found)


def rebroken(block: GalleyBlock, breaking: Breaking) -> GalleyBlock:
    """The block, a paragraph, with other lines; the first strip keeps what it has above it.

    Raises ValueError for a block that is no paragraph.
    """
    paragraph = block.paragraph
    if paragraph is None:
        raise ValueError(block.name)
    first = block.strips[0]
    old = first.bits[0]
    paragraph = replace(paragraph, breaking=breaking)
    x = old.chain[-1].content_box_x()
    strips = []
    for number, box in enumerate(paragraph.boxes(x, old.box.position_y)):
        # WeasyPrint does this last when it lays a document out.
        layout_box_backgrounds(None, box, None)
        strip = GalleyStrip((Bit(box, old.chain),), box.position_y, box.position_y + box.height)
        strips.append(replace(strip, top=first.top, before=first.before) if not number else strip)
    return replace(block, strips=tuple(strips))
