"""Where a line could have taken one word more: the evidence for the ends of paragraphs.

Whether text is justified or ragged, its setter begins a new line only when the next word has no
room. A line with room for it was ended on purpose. Widths are in the thousandth part of the em,
after the proportions that text faces have in common.
"""

from __future__ import annotations

import itertools
import math
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from satzspiegel.importing.text_layer.rows import Row

#: Average widths of letters in romans and grotesques for text.
WIDTHS = {
    "ijl'’‘|.,:;!·": 265,
    "ftrI()[]/ \u00a0-‐\u2011": 335,
    'cszkvxyJ?“”„"«»‹›*': 470,
    "abdeghnopquß0123456789–äöüáéíóúàèâêñçſ$€§†": 535,
    "EFLSTZPBÉ": 600,
    "ACDGHKNOQRUVXYÄÖÜ&%": 710,
    "mwMW@…—": 880,
}
WIDTH = {letter: width for letters, width in WIDTHS.items() for letter in letters}
OTHER = 540
#: A sentence's end: a stop, quotation marks and brackets behind it, calls behind them.
SENTENCE_END = re.compile(
    r"[.!?:…][\"'”“’»«›‹)\]]*(?:\s?\(?\[?[\d⁰¹²³⁴-⁹*†‡]{1,4}[)\]]?)?[\"'”“’»«›‹)\]]*$"
)
HYPHEN_END = re.compile(r"[^\W_][-\u00ad\u2010\u2011\u00ac]$")
#: Prior probability that a line that ends with a sentence's end is a paragraph's last: sentences
#: end in the middle of a line mostly, and a paragraph has some ten lines.
LAST = 0.3
#: Log odds of a last line that happens to be full.
FULL_LAST = -2.0
#: The measure is the end of that stretch of so much of it in which most lines end. Some are longer:
#: programs put words together that were broken at line ends.
STRETCH = 0.1
#: Rooms beyond this (share of the measure) are those of other lines.
NEAR = 0.2
#: Least deviation of the room that lines leave (share of the measure): widths are estimates.
DEVIATION = 0.025
#: A line that leaves less room than this (share of the measure) was not ended on purpose.
FULL = 0.08
#: What was never seen is counted as so many observations.
UNSEEN = 0.2
#: Odds that evidence learnt from few lines can give at most.
LEARNT = math.log(1000)


@dataclass(frozen=True)
class Measure:
    """What lines of a text have in common. ``width`` is the measure; 0 if no line goes on.

    ``room`` and ``deviation`` are those of lines that go on, as shares of the measure. ``loose``
    and ``indented`` are log odds for a paragraph's end that white space at its end, and an indent
    of the next line, give, and the lack of them.
    """

    width: float = 0.0
    room: float = 0.0
    deviation: float = DEVIATION
    loose: tuple[float, float] = (0.0, 0.0)
    indented: tuple[float, float] = (0.0, 0.0)
    monospaced: bool = False
    usual_gap: int = 0

    def length(self, text: str) -> float:
        """The width of a text in the unit of ``width``."""
        return len(text) * OTHER if self.monospaced else _width(text)

    def room_for(self, row: Row, following: Row) -> float:
        """What a line leaves empty if it took the next one's first word (share of the measure)."""
        if not self.width:
            return 0.0
        word = following.text.split(None, 1)[0]
        return 1.0 - (self.length(row.text) + self.length(f" {word}")) / self.width

    def is_apart(self, row: Row) -> bool:
        """Whether there is more white above a line than between lines of a paragraph."""
        return row.above > self.usual_gap

    def ends(self, row: Row, following: Row) -> float:
        """The probability that a paragraph ends with ``row``."""
        same_page = row.page == following.page
        apart = same_page and self.is_apart(following)
        goes_on = following.text[0].islower()
        if HYPHEN_END.search(row.text) and (goes_on or not apart):
            return 0.0
        if not ends_sentence(row.text):
            full = self.width > 0 and self.room_for(row, following) < FULL
            return 0.9 if apart and not goes_on and not full else 0.0
        if goes_on:
            return 0.02
        if not self.width:
            return 1.0
        odds = math.log(LAST / (1 - LAST)) + self._by_room(row, following)
        odds += self.loose[not row.loose]
        if same_page:
            odds += self.indented[not following.indent]
            odds += 5.0 if apart else 0.0
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))

    def _by_room(self, row: Row, following: Row) -> float:
        """Last lines are of any length; the others have no room but for what widths are wrong."""
        room = self.room_for(row, following)
        away = max(0.0, room - self.room) / self.deviation
        density = math.exp(-min(60.0, away * away / 2)) / (self.deviation * math.sqrt(2 * math.pi))
        if room <= self.room:
            return FULL_LAST
        return -math.log(max(1e-6, density))


def ends_sentence(text: str) -> bool:
    """Whether a line ends as the last of a paragraph does."""
    return SENTENCE_END.search(text[-40:]) is not None


def measured(rows: Sequence[Row]) -> Measure:
    """The measure of lines in reading order, from those that surely go on or end."""
    pairs = list(itertools.pairwise(rows))
    going = [(a, b) for a, b in pairs if _goes_on(a, b)]
    gap = _usual_gap(going)
    if len(going) < 3 or len(going) < 0.1 * len(pairs):
        return Measure(usual_gap=gap)
    monospaced = _is_monospaced(rows, going)
    rough = Measure(1.0, monospaced=monospaced)
    width = _densest(sorted(rough.length(a.text) for a, _ in going))
    sized = Measure(width, monospaced=monospaced, usual_gap=gap)
    rooms = [sized.room_for(a, b) for a, b in going if not HYPHEN_END.search(a.text)] or [0.0]
    near = [room for room in rooms if abs(room) < NEAR] or [0.0]
    middle = statistics.median(near)
    deviation = max(DEVIATION, statistics.pstdev(near))
    plain = Measure(width, middle, deviation, (0, 0), (0, 0), monospaced, gap)
    over = [(a, b) for a, b in pairs if _surely_ends(plain, a, b)]
    return Measure(
        width,
        middle,
        deviation,
        _learnt([a.loose for a, _ in over], [a.loose for a, _ in going if _whole(a)]),
        _learnt(
            [bool(b.indent) for a, b in over if a.page == b.page],
            [bool(b.indent) for a, b in going if a.page == b.page],
        ),
        monospaced,
        gap,
    )


def _densest(lengths: Sequence[float]) -> float:
    """The longest of the lines in the stretch that has most of them."""
    start, most, width = 0, 0, lengths[-1]
    for index, length in enumerate(lengths):
        while lengths[start] < (1 - STRETCH) * length:
            start += 1
        if index - start >= most:
            most, width = index - start, length
    return width


def _goes_on(row: Row, following: Row) -> bool:
    if HYPHEN_END.search(row.text):
        return following.text[0].isalpha() and following.above <= 1
    return following.text[0].islower() and not ends_sentence(row.text) and following.above <= 1


def _whole(row: Row) -> bool:
    """Programs write no space behind a hyphen, so that such lines say nothing of spaces."""
    return HYPHEN_END.search(row.text) is None


def _surely_ends(measure: Measure, row: Row, following: Row) -> bool:
    return (
        ends_sentence(row.text)
        and not following.text[0].islower()
        and measure.room_for(row, following) > 0.3
    )


def _usual_gap(going: Sequence[tuple[Row, Row]]) -> int:
    """Empty lines between lines of one paragraph: some programs write one after each line."""
    gaps = [b.above for a, b in going if a.page == b.page]
    return int(statistics.median(gaps)) if gaps else 0


def _learnt(ending: Sequence[bool], going: Sequence[bool]) -> tuple[float, float]:
    """Log odds for an end by a feature, and by its absence."""
    if len(ending) < 3 or len(going) < 3:
        return 0.0, 0.0
    with_end = (sum(ending) + UNSEEN) / (len(ending) + 2 * UNSEEN)
    with_going = (sum(going) + UNSEEN) / (len(going) + 2 * UNSEEN)
    odds = (math.log(with_end / with_going), math.log((1 - with_end) / (1 - with_going)))
    return tuple(max(-LEARNT, min(LEARNT, value)) for value in odds)  # type: ignore[return-value]


def _is_monospaced(rows: Sequence[Row], going: Sequence[tuple[Row, Row]]) -> bool:
    """Whether lines fill their measure better if all letters are as wide as each other."""
    full = [a.text for a, _ in going if HYPHEN_END.search(a.text)]
    full = full if len(full) >= 8 else [a.text for a, _ in going]
    del rows
    return _variation(len(text) for text in full) < _variation(_width(text) for text in full)


def _variation(lengths: Iterable[float]) -> float:
    values = sorted(lengths)
    values = values[len(values) // 5 :]
    return statistics.pstdev(values) / statistics.fmean(values)


@lru_cache(maxsize=8192)
def _width(text: str) -> float:
    """Lines are measured several times, one after the other."""
    return sum([WIDTH.get(letter, OTHER) for letter in text])
