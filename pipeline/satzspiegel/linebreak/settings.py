"""What a good paragraph is: limits, and what it costs to come near them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from satzspiegel.linebreak.paragraph import BreakKind

#: Fitness classes of a line: tight, decent, loose, very loose (paper, p. 1155).
TIGHT, DECENT, LOOSE, VERY_LOOSE = range(4)

#: A joint of a compound is where readers pause anyway; two parts that the author hyphenated fall
#: apart by themselves; syllables say nothing until the eye has found the next line. So much that a
#: line bears spaces wider by half rather than end with a hyphen; the ratio is small, since a
#: second hyphen elsewhere is worse than one between syllables. Chosen on two texts in two faces
#: at measures of 100 to 120 mm, for fewer hyphens and evener spaces than TeX's there.
KIND_COSTS: Mapping[BreakKind, float] = MappingProxyType(
    {
        BreakKind.SPACE: 0.0,
        BreakKind.COMPOUND: 20.0,
        BreakKind.PREFIX: 24.0,
        BreakKind.SUFFIX: 28.0,
        BreakKind.SYLLABLE: 30.0,
        BreakKind.HARD_HYPHEN: 18.0,
        # A dash belongs to the words before it, and may end a line like them.
        BreakKind.DASH: 0.0,
        BreakKind.ADDRESS: 10.0,
        BreakKind.FORCED: 0.0,
        BreakKind.END: 0.0,
    }
)


@dataclass(frozen=True)
class Costs:
    """What the sum over a paragraph is made of; 1 is a line whose spaces are off by ``grey``.

    Costs are added, where the paper squares badness and penalty together (section »Desirability
    criteria«): so a hyphen costs the same whatever line it ends.
    """

    #: Deviation of the word space, as a share of it, that counts 1: below it no eye sees a
    #: difference. A share and not so many em, since faces with narrow spaces bear less.
    grey_loose: float = 0.16
    #: A space too narrow is seen sooner than one too wide.
    grey_tight: float = 0.12
    #: Squares count twice from some two greys, eight times from five: so single bad lines are rare.
    steepness: float = 0.3
    #: A space wider by this share is a hole, and wider ones are no steeper.
    hole: float = 1.0
    #: Glyphs at the limit of scaling: invisible, but not free.
    scaling: float = 1.0
    #: Neighbouring lines at opposite limits of scaling, when scale and spaces are shared out.
    scaling_jump: float = 0.2
    #: Neighbours more than one fitness class apart (»adjacent incompatible lines«, p. 1155).
    incompatible: float = 2.0
    #: What each kind of break costs.
    kinds: Mapping[BreakKind, float] = field(default_factory=lambda: KIND_COSTS)
    #: Two letters alone before or after the hyphen.
    short_fragment: float = 2.0
    #: The second hyphen in a row; the third costs twice that, and so on.
    consecutive: float = 10.0
    #: Hyphen in the line before the last: what is left is often the rest of one word.
    penultimate: float = 14.0
    #: The last word of a paragraph divided.
    last_word: float = 14.0
    #: The last line shorter than ``Shape.shortest_last``: a hole as high as a line.
    short_last: float = 30.0
    #: The last line almost as wide as the measure, which looks like a mistake.
    nearly_full: float = 6.0
    #: Ragged: white at a line's end, in em, that counts 1; it shows less than in a word space.
    rag: float = 1.5
    #: Ragged: what a hyphen costs on top. There is room for the whole word in the next line; what
    #: the kinds cost by themselves is a hole of seven or eight em.
    ragged_hyphen: float = 0.0
    #: More hyphens in a row than allowed; only where nothing else fits the measure.
    too_many_hyphens: float = 1e5
    #: A line that sticks out into the margin: worse than anything else, and more so by the pt.
    overfull: float = 1e8
    overfull_pt: float = 1e4


@dataclass(frozen=True)
class Settings:
    """Limits of a style. Word spaces change by shares of their natural width."""

    #: Glyphs are scaled by at most this share in either direction.
    scaling: float = 0.025
    #: Scales are multiples of this share; 0 takes any.
    scaling_step: float = 0.0
    #: A word space gains or loses at most this much, as long as the text can be set so. One that
    #: loses more than a third is seen, and priced so that it is rare, but better than a hole.
    stretch: float = 0.7
    shrink: float = 0.5
    #: Where that leaves no way: first so many times ``scaling``, then so many times ``stretch``,
    #: before all limits fall.
    emergency_scaling: float = 1.6
    emergency: float = 3.0
    #: A line whose spaces would still be off by more than this share has its glyphs scaled by up to
    #: so many times ``scaling``, as far as it needs. The search does not count on it.
    relief: float = 0.3
    relief_scaling: float = 1.4
    #: Hyphens in a row.
    hyphens: int = 2
    #: A last line ending nearer than this to the measure, in em, is filled, or nearly full.
    nearly_full: float = 1.0
    costs: Costs = Costs()


class LastLine(Enum):
    """How the last line, and one before a forced break, is set.

    ``FILLED`` is like any other: spread to the measure or, ragged, of about the same length as the
    rest, so that a heading does not leave a word alone.
    """

    NATURAL = "natural"
    FILLED = "filled"


@dataclass(frozen=True)
class Shape:
    """The room for lines, in pt: ``measure``, but ``first`` for the first lines in order.

    ValueError for one that is not finite; too narrow for a word it may be, or even negative. An
    indent makes the first line narrower, a hanging indent wider than the others.
    ``shortest_last``: a last line of less is too short; the next indent and a little more.
    ``ragged``: lines keep their own width, as even as may be; neither glyphs nor spaces give.
    """

    measure: float
    first: tuple[float, ...] = ()
    last: LastLine = LastLine.NATURAL
    shortest_last: float = 0.0
    ragged: bool = False

    def __post_init__(self) -> None:
        for measure in (self.measure, *self.first):
            if not math.isfinite(measure):
                raise ValueError(f"measure: {measure}")

    def of(self, line: int) -> float:
        """The measure of a line, counted from 0."""
        return self.first[line] if line < len(self.first) else self.measure


@dataclass(frozen=True)
class Demands:
    """What page making or an editor asks of one paragraph.

    No hyphen at the end of these lines (counted from 0); no break at these items; and so many
    lines more or less than the best (paper, section »More bells and whistles«: looseness).
    """

    unhyphenated_lines: frozenset[int] = frozenset()
    unbroken_items: frozenset[int] = frozenset()
    looseness: int = 0
