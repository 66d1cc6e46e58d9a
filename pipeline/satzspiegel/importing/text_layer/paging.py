"""Pages of a layer that has lost its form feeds: told by page numbers, or by notes at their feet.

Without any of them a text is one page.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from satzspiegel.importing.text_layer.edges import ALONE, LONGEST, page_numbers, squeezed
from satzspiegel.importing.text_layer.headings import in_capitals
from satzspiegel.importing.text_layer.measure import HYPHEN_END, ends_sentence
from satzspiegel.importing.text_layer.rows import Page, Row
from satzspiegel.importing.text_layer.zones import (
    CALL_LIKE,
    RUN_OVER,
    SUPERIORS,
    chain_of_notes,
    is_gathered,
    is_rule,
)

#: Lines of a page: fewer or more are none. Pages whose numbers are needed to believe in them.
FEWEST, MOST, PAGES = 12, 120, 3
#: Lines with the same number that one may follow, the latest of them.
NEAREST = 6
#: Of the text, what the numbered pages must fill.
FILLED = 0.5
#: Later notes whose calls tell that text stands between two notes.
LOOK_AHEAD = 4
#: How often a line must recur to be a running head.
RECURS = 2
#: Log odds of a page's beginning behind a note: a sentence's end above it, the sentence of the page
#: before going on or not, white space, a heading.
ENDED, GOES_ON, BEGINS, WHITE, HEADING = 3.0, 4.0, 1.0, 1.5, 1.0
#: … and for each line more of the note.
LENGTH = -0.2


@dataclass(frozen=True)
class _Number:
    """A line with a page's number; ``alone`` if it has nothing else."""

    index: int
    value: int
    alone: bool


def paged(rows: Sequence[Row]) -> list[Page]:
    """The pages of a text."""
    begins = _by_numbers(rows) or _by_notes(rows)
    bounds = sorted({0, *begins, len(rows)})
    return [
        tuple(replace(row, page=page) for row in rows[start:end])
        for page, (start, end) in enumerate(itertools.pairwise(bounds))
    ]


def _by_numbers(rows: Sequence[Row]) -> list[int]:
    """The first lines of pages whose numbers count."""
    numbers = _counting(list(_numbers(rows)))
    if len(numbers) < PAGES or numbers[-1].index - numbers[0].index < FILLED * len(rows):
        return []
    if _at_head(rows, numbers):
        times = Counter(row.text for row in rows)
        return [_head_begins(rows, number.index, times) for number in numbers]
    return [number.index + 1 for number in numbers]


def _numbers(rows: Sequence[Row]) -> Iterator[_Number]:
    """Lines that may have a page's number: numbers alone, and what recurs beside numbers."""
    keys = Counter(squeezed(row.text) for row in rows if len(row.text) <= LONGEST)
    for index, row in enumerate(rows):
        alone = ALONE.fullmatch(row.text) is not None
        recurs = len(row.text) <= LONGEST and keys[squeezed(row.text)] >= RECURS
        if alone or (recurs and not ends_sentence(row.text)):
            for _, value, _ in page_numbers(row.text):
                yield _Number(index, value, alone)


def _counting(numbers: Sequence[_Number]) -> list[_Number]:
    """The longest chain of numbers that count with the pages; some pages may have none."""
    length: list[int] = []
    previous: list[int] = []
    latest: dict[int, list[int]] = defaultdict(list)
    for k, number in enumerate(numbers):
        best, at = 0, -1
        for step in (1, 2, 3):
            for before in latest[number.value - step][-NEAREST:]:
                distance = number.index - numbers[before].index
                if FEWEST * step <= distance <= MOST * step and length[before] > best:
                    best, at = length[before], before
        length.append(best + 1 + number.alone)
        previous.append(at)
        latest[number.value].append(k)
    at = max(range(len(numbers)), key=lambda k: length[k], default=-1)
    chain = []
    while at >= 0:
        chain.append(numbers[at])
        at = previous[at]
    return chain[::-1]


def _at_head(rows: Sequence[Row], numbers: Sequence[_Number]) -> bool:
    """Whether the numbers stand at the heads of their pages: with the white space behind them, or
    else in running heads.
    """
    if numbers[-1].index == len(rows) - 1:
        return False
    if numbers[0].index <= 1:
        return True
    above = sum(rows[number.index].above for number in numbers)
    below = sum(rows[n.index + 1].above for n in numbers if n.index + 1 < len(rows))
    if above != below:
        return below > above
    return 2 * sum(number.alone for number in numbers) < len(numbers)


def _head_begins(rows: Sequence[Row], index: int, times: Mapping[str, int]) -> int:
    """A running head may stand above the number; ``times`` counts lines."""
    before = rows[index - 1].text if index else ""
    recurs = times.get(before, 0) >= RECURS
    return index - 1 if recurs and not ends_sentence(before) else index


def _by_notes(rows: Sequence[Row]) -> list[int]:
    """The first lines below notes: a note that is called below the one before it stands on a later
    page, so that between the two a page begins.
    """
    if is_gathered(rows):
        return []
    starts = chain_of_notes(rows)
    if len(starts) < 2:
        return []
    begins = []
    block = starts[0]
    for k, start in enumerate(starts):
        following = starts[k + 1 : k + 1 + LOOK_AHEAD]
        end = following[0].row if following else len(rows)
        called = _called(rows, start.row, end, {later.label for later in following})
        if called is None and end - start.row <= RUN_OVER and following:
            continue
        last = called if called is not None else min(end - 1, start.row + RUN_OVER)
        begin = _beginning(rows, start.row, last, rows[_above(rows, block.row)])
        if begin:
            begins.append(begin)
        if following:
            block = following[0]
    return begins


def _above(rows: Sequence[Row], foot: int) -> int:
    """The last line of the text above a block of notes."""
    at = max(0, foot - 1)
    return at - 1 if at and is_rule(rows[at].text) else at


def _called(rows: Sequence[Row], note: int, end: int, labels: set[str]) -> int | None:
    """The first line between two notes that calls the second, or one behind it."""
    for index in range(note + 1, end):
        for match in CALL_LIKE.finditer(rows[index].text):
            if match[1].translate(SUPERIORS) in labels:
                return index
    return None


def _beginning(rows: Sequence[Row], note: int, last: int, above: Row) -> int:
    """The likeliest line for the text to go on below a note; 0 if there is none."""
    choices = [
        (_odds(rows[i - 1], rows[i], above) + LENGTH * (i - note), -i)
        for i in range(note + 1, last + 1)
    ]
    return -max(choices)[1] if choices else 0


def _odds(before: Row, row: Row, above: Row) -> float:
    small = row.text[0].islower()
    odds = ENDED if ends_sentence(before.text) else -ENDED
    if ends_sentence(above.text):
        odds += -GOES_ON if small else BEGINS
    else:
        odds += GOES_ON if small else 0.0
        odds += GOES_ON if small and HYPHEN_END.search(above.text) else 0.0
    odds += WHITE if row.above else 0.0
    return odds + (HEADING if in_capitals(row.text) else 0.0)
