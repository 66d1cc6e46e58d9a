"""Other ways to break a paragraph, for the sake of its page.

A paragraph a line longer or shorter may save a page from white at its foot; one broken anew may
spare a page a hyphen at its end (Knuth and Plass, »More bells and whistles«). A way is only its
breaks until it is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from weasyprint.layout.background import layout_box_backgrounds

from satzspiegel.editions.pdf.galley import GalleyBlock
from satzspiegel.editions.pdf.lines import SetParagraph
from satzspiegel.editions.pdf.strips import Bit, GalleyStrip
from satzspiegel.linebreak import Demands, Settings, break_paragraph, variants

#: Paragraphs of fewer lines have nothing to give.
FEWEST_LINES = 4
#: A line more or less may cost a paragraph so much for each of its lines, in the line breaker's
#: unit: more than that would show on every line. A hyphen less may cost so much in all.
WORTH = 6.0
HYPHEN_WORTH = 60.0
#: Hyphens that come in place of one that was forbidden, before it is given up.
TRIES = 3


@dataclass(frozen=True, eq=False)
class Way:
    """A block as WeasyPrint's layout has it, or a paragraph in other lines."""

    block: GalleyBlock
    paragraph: SetParagraph | None = None

    @property
    def count(self) -> int:
        """How many strips it has."""
        if self.paragraph is None:
            return len(self.block.strips)
        return len(self.paragraph.breaking.lines)

    @property
    def cost(self) -> float:
        """What its lines cost, in the unit of the line breaker."""
        set_lines = self.paragraph or self.block.paragraph
        return set_lines.breaking.cost if set_lines else 0.0

    def calls(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the notes that each strip calls."""
        if self.paragraph is None:
            return tuple(tuple(strip.calls()) for strip in self.block.strips)
        return self.paragraph.calls()

    def ends_in_hyphen(self, strip: int) -> bool:
        """Whether a line ends in a hyphen, the author's or one that was put in."""
        set_lines = self.paragraph or self.block.paragraph
        return set_lines is not None and set_lines.breaking.lines[strip].hyphenated

    def made(self) -> GalleyBlock:
        """The block with these lines."""
        return self.block if self.paragraph is None else _rebroken(self.block, self.paragraph)


def alternatives(block: GalleyBlock, settings: Settings) -> tuple[Way, ...]:
    """The block, then the block a line shorter and a line longer, where that is no eyesore."""
    paragraph = block.paragraph
    best = (Way(block),)
    if paragraph is None or block.whole or len(block.strips) < FEWEST_LINES:
        return best
    heights = {round(strip.bits[0].box.height, 3) for strip in block.strips}
    if paragraph.asked or paragraph.shape.ragged or len(heights) > 1:
        return best
    lines = paragraph.breaking
    found = variants(paragraph.measured.paragraph, paragraph.shape, settings)
    limit = lines.cost + WORTH * len(lines.lines)
    others = (one for by, one in sorted(found.items()) if by and one.cost <= limit)
    return (*best, *(Way(block, replace(paragraph, breaking=one)) for one in others))


def without_hyphen(way: Way, line: int, settings: Settings) -> Way | None:
    """The paragraph in as many lines, of which one ends without a hyphen; None if it cannot be."""
    paragraph = way.paragraph or way.block.paragraph
    if paragraph is None or paragraph.shape.ragged:
        return None
    found, broken = paragraph.breaking, frozenset[int]()
    for _ in range(TRIES):
        # To forbid one place is searched faster than to forbid hyphens in one line.
        broken |= {found.lines[line].end}
        demands = Demands(unbroken_items=broken)
        found = break_paragraph(paragraph.measured.paragraph, paragraph.shape, settings, demands)
        if found.strained or len(found.lines) != way.count:
            return None
        if not found.lines[line].hyphenated:
            dear = found.cost > way.cost + HYPHEN_WORTH
            return None if dear else Way(way.block, replace(paragraph, breaking=found))
    return None


def _rebroken(block: GalleyBlock, paragraph: SetParagraph) -> GalleyBlock:
    """The block with other lines; the first strip keeps what it has above it."""
    first = block.strips[0]
    old = first.bits[0]
    x = old.chain[-1].content_box_x()
    strips = []
    for number, box in enumerate(paragraph.boxes(x, old.box.position_y)):
        # WeasyPrint does this last when it lays a document out.
        layout_box_backgrounds(None, box, None)
        strip = GalleyStrip((Bit(box, old.chain),), box.position_y, box.position_y + box.height)
        strips.append(replace(strip, top=first.top, before=first.before) if not number else strip)
    return replace(block, strips=tuple(strips))
