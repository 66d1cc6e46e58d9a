"""What a good page is: named costs, and how far is searched for it.

The costs are whole numbers. A page with half a line of white costs 20 by it, one with two lines
320. What is dearer by far is hardly ever taken for any number of things that are cheaper.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Facing pages differ by their white in whole lines, and beyond this it is all the same.
FACING_LINES = 3


@dataclass(frozen=True)
class Effort:
    """Limits of the search. Within them it is exhaustive."""

    #: Page ends that leave more white, in lines, are tried only where there is no good one.
    reach: int = 2
    #: A way is given up if it is dearer by this than another to its break, or to one further on …
    lag: int = 60_000
    #: … or so many others to its break are cheaper (with other notes open, on another side) …
    ways: int = 30
    #: … or so many breaks further on, by a page at most, are cheaper.
    breaks: int = 20
    #: Sums of variants on one page that are kept apart.
    sums: int = 7


#: Every way is followed: for short documents.
EXHAUSTIVE = Effort(10**6, 10**12, 10**6, 10**6, 10**6)


@dataclass(frozen=True)
class Settings:
    """Costs, the worst first."""

    #: A strip higher than the type area: nothing can be done, but it has to be seen.
    overfull: int = 100_000_000
    #: A break inside a block that should be whole, but is higher than a page.
    torn: int = 10_000_000
    #: A heading without text below it leads nowhere.
    heading: int = 200_000
    #: Too few lines of a paragraph on top of a page: the shortest is seen from afar …
    widow: int = 120_000
    #: … while too few at the foot are only a false start.
    orphan: int = 100_000
    #: A word divided where the page is turned has to be kept in mind meanwhile.
    recto_hyphen: int = 50_000
    #: Each note below one that is left open at a page's end: it stands in the middle of the other.
    several: int = 40_000
    #: White at the foot of more than ``white_lines`` looks like an end; and each line more.
    white_over: int = 30_000
    white_further: int = 15_000
    #: A page with nothing but notes or floats.
    no_text: int = 15_000
    #: For each line that the last page of a chapter has less than ``last_lines``.
    short_last: int = 4_000
    #: One line of a note alone before or after its split.
    single: int = 2_500
    #: For each line that a page with text has less than ``body_lines``.
    few: int = 1_500
    #: A float that has to wait for a later page, for each page.
    later: int = 1_500
    #: A note that goes on overleaf.
    split: int = 600
    #: A word divided at a verso's end: the eye only has to move up to the recto. It is not much
    #: cheaper than a split, so that nine versos in ten do without.
    verso_hyphen: int = 600
    #: A float on its own page, but not in its place.
    moved: int = 300
    #: Empty lines added before headings and the like, times the square of their number on the page.
    added: int = 250
    #: Facing pages of unlike length, times the square of the lines they differ by.
    facing: int = 150
    #: White at the foot, times the square of its lines: the grid leaves half a line anyway.
    white: int = 80
    #: A page more.
    page: int = 50
    #: White before a block that does not fit and must not be split, times the square of its lines.
    #: A hole, but one that the reader sees the reason of.
    white_before_whole: int = 20

    white_lines: int = 2
    last_lines: int = 5
    body_lines: int = 4
    #: A split note may stop so many lines before the page is full, for a better rest.
    slack: int = 2
    effort: Effort = Effort()
