"""Where the letters of a manuscript stand in its source, passage by passage.

Both are letters without white space and without case. A passage (a paragraph, a note, a cell) is
followed through the source: where the two part, they are brought together again a few letters or
some pages on, since hyphens, running heads and notes stand between. What is left over on either
side was dropped or added, or stands elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

#: So many letters have to agree behind so few that are passed over: with a hyphen, a call may
#: follow in the same word.
NEAR = ((8, 6), (3, 3))
#: So many letters have to agree at a passage's end, and behind a longer way.
SURE, ANCHOR = 8, 14
#: A stretch of so many letters is looked for by itself; single hyphens stand everywhere.
WORD = 3
#: Passages of so many letters are sure to be found where they are.
LONG = 60
#: A paragraph goes on within so many letters: behind a page of notes and a picture's page.
WINDOW = 20_000
#: So many letters of the manuscript are given up one by one before a rest is.
TRIES = 60
#: Letters that a whole alignment looks at when it searches, some seconds' worth, and what one more
#: occurrence counts. Texts that are not of this source use it up.
BUDGET, OCCURRENCE = 5_000_000_000, 500


@dataclass(frozen=True)
class Passage:
    """A stretch of the manuscript in which nothing changes its place."""

    text: str
    file: str
    in_note: bool = False


@dataclass(frozen=True)
class Span:
    """Letters left over: ``page`` counts the pages from 1, ``file`` is the manuscript's.

    ``source`` is the file whose pages are counted; as long as it is empty, those of all are.
    """

    text: str
    page: int = 0
    file: str = ""
    source: str = ""


@dataclass(frozen=True)
class Aligned:
    """What is left over on either side, and passages that stand elsewhere in the source.

    ``unfound`` are removed stretches that were not looked for, or not found. ``complete`` is false
    when the two have so little in common that the search was given up.
    """

    lost: tuple[Span, ...]
    gained: tuple[Span, ...]
    displaced: tuple[Span, ...]
    unfound: tuple[Span, ...] = ()
    complete: bool = True


@dataclass
class _Search:
    """The source's letters, which of them have been found, and how long to go on."""

    letters: str
    found: bytearray
    budget: int = BUDGET
    gained: list[Span] = field(default_factory=list)

    def take(self, at: int, length: int) -> None:
        """Note that these letters have been found."""
        self.found[at : at + length] = b"\1" * length

    def is_free(self, at: int, length: int) -> bool:
        """Whether none of these letters has been found."""
        return not any(self.found[at : at + length])


def folded(text: str) -> str:
    """Letters alone, without case: »Straße« and »STRASSE« are the same."""
    return "".join(text.split()).casefold()


def align(
    pages: Sequence[str], passages: Sequence[Passage], removed: Sequence[Span] = ()
) -> Aligned:
    """Follow each passage through the pages of the source.

    ``removed`` are stretches that are known to have gone from their pages; of those that are found
    there, nothing is said. Text and notes are in order each by itself.
    """
    folds = [folded(page) for page in pages]
    starts = [0, *accumulate(map(len, folds))]
    search = _Search("".join(folds), bytearray(starts[-1]))
    unfound = tuple(span for span in removed if not _mask(search, starts, span))
    places = _places(search, passages)
    displaced = [
        Span(passages[index].text, bisect_right(starts, place), passages[index].file)
        for index, place in _out_of_order(search, passages, places)
    ]
    return Aligned(
        lost=tuple(_lost(search, starts)),
        gained=tuple(search.gained),
        displaced=tuple(displaced),
        unfound=unfound,
        complete=search.budget > 0,
    )


def _mask(search: _Search, starts: Sequence[int], span: Span) -> bool:
    """Whether a stretch is on its page; then nothing else is found there."""
    text = folded(span.text)
    if len(text) < WORD or not 0 < span.page < len(starts):
        return False
    place = _free(search, text, starts[span.page - 1], starts[span.page])
    if place >= 0:
        search.take(place, len(text))
    return place >= 0


def _places(search: _Search, passages: Sequence[Passage]) -> list[int]:
    """Where each passage begins, or -1. Long ones come first: short words stand everywhere."""
    places, ends = [-1] * len(passages), [-1] * len(passages)
    for is_long in (True, False):
        at = {False: 0, True: 0}
        for index, passage in enumerate(passages):
            if (len(passage.text) >= LONG) is is_long:
                places[index], ends[index] = _follow(search, passage, at[passage.in_note])
            if ends[index] >= 0:
                at[passage.in_note] = ends[index]
    return places


def _out_of_order(
    search: _Search, passages: Sequence[Passage], places: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The passages, with their places, that are not in the longest rising row of all.

    Where the same words also stand in the right place, as those of a heading do in the running
    head, that is their place.
    """
    for in_note in (False, True):
        own = [i for i, p in enumerate(passages) if p.in_note is in_note and places[i] >= 0]
        own = [index for index in own if passages[index].file]
        kept = _rising([places[index] for index in own])
        before = 0
        for n, index in enumerate(own):
            if n in kept:
                before = places[index]
                continue
            behind = next((places[own[m]] for m in range(n, len(own)) if m in kept), None)
            if search.letters.find(folded(passages[index].text), before, behind) < 0:
                yield index, places[index]


def _rising(values: Sequence[int]) -> set[int]:
    """The indices of a longest rising row (Fredman 1975: piles and binary search)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        pile = bisect_left(tops, value)
        before.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1], piles[pile : pile + 1] = [value], [index]
    kept: set[int] = set()
    at = piles[-1] if piles else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept


def _follow(search: _Search, passage: Passage, expected: int) -> tuple[int, int]:
    """The place of a passage's first letter that is found, and that behind its last, or -1."""
    text = folded(passage.text)
    done, at = 0, expected
    first = -1
    while done < len(text):
        begins = first >= 0 or search.letters.startswith(text[done : done + ANCHOR], at)
        length = _common(text, done, search, at) if begins else 0
        if length:
            search.take(at, length)
            first = at if first < 0 else first
            done, at = done + length, at + length
            continue
        step = _meeting(text, done, search, at, started=first >= 0)
        skipped, place = step or (len(text) - done, at)
        part = text[done : done + skipped]
        if part and not (first >= 0 and _beside(search, part, at)):
            search.gained.append(Span(part, file=passage.file))
        done, at = done + skipped, place
    return (first, at) if first >= 0 else (-1, -1)


def _beside(search: _Search, part: str, at: int) -> bool:
    """Whether a few letters that were passed over stand near, before all goes on elsewhere: the
    last short word of a page, behind a call.
    """
    for place in range(at, at + NEAR[0][1] + 1):
        if search.letters.startswith(part, place) and search.is_free(place, len(part)):
            search.take(place, len(part))
            return True
    return False


def _common(text: str, done: int, search: _Search, at: int) -> int:
    """How many letters agree from here on, none of them found before."""
    length = 0
    limit = min(len(text) - done, len(search.letters) - at)
    while length < limit and text[done + length] == search.letters[at + length]:
        if search.found[at + length]:
            break
        length += 1
    return length


def _meeting(
    text: str, done: int, search: _Search, at: int, *, started: bool
) -> tuple[int, int] | None:
    """How many letters of the passage to pass over, and where the source then goes on."""
    if started and (near := _near(text, done, search, at)):
        return near
    if search.budget <= 0:
        return None
    end = len(search.letters)
    ways = [(at, min(end, at + WINDOW), TRIES), (at, end, 1), (0, end, 1), (0, end, TRIES)]
    for start, stop, tries in ways if started else ways[1:]:
        for skipped in range(min(tries, len(text) - done)):
            anchor = text[done + skipped : done + skipped + ANCHOR]
            if (skipped or started) and len(anchor) < SURE:
                break
            place = _free(search, anchor, start, stop)
            if place >= 0:
                return skipped, place
    return None


def _near(text: str, done: int, search: _Search, at: int) -> tuple[int, int] | None:
    """The nearest place where both agree again, a few letters on."""
    rest = len(text) - done
    for sure, most in NEAR:
        for distance in range(1, most + 1):
            for skipped in range(min(distance, rest) + 1):
                place = at + distance - skipped
                wanted = text[done + skipped : done + skipped + sure]
                agrees = search.letters.startswith(wanted, place)
                if agrees and (wanted or skipped) and search.is_free(place, len(wanted)):
                    return skipped, place
    return None


def _free(search: _Search, anchor: str, start: int, end: int) -> int:
    """Where these letters stand that nothing has been found at; -1 if nowhere."""
    search.budget -= max(0, end - start)
    place = search.letters.find(anchor, start, end)
    while place >= 0 and not search.is_free(place, len(anchor)) and search.budget > 0:
        search.budget -= OCCURRENCE
        place = search.letters.find(anchor, place + 1, end)
    return place if place < 0 or search.is_free(place, len(anchor)) else -1


def _lost(search: _Search, starts: Sequence[int]) -> Iterator[Span]:
    """The letters of the source that were not found, page by page."""
    at = 0
    while (start := search.found.find(0, at)) >= 0:
        page = bisect_right(starts, start)
        end = search.found.find(1, start)
        end = min(starts[page], end if end >= 0 else len(search.letters))
        yield Span(search.letters[start:end], page)
        at = end
