"""Calls of notes among the numbers of a text: numbering as a sequence tells them from years, pages
and quantities.

Notes and candidates both stand in their order, so that the calls are a chain that rises in both
(like the alignment of two sequences: Durbin, Eddy, Krogh and Mitchison, *Biological sequence
analysis*, 1998, chapters 2 and 4). The best chain is chosen; the probability of each of its links
is its share in all chains. How calls look in this text (stuck to words, behind stops, in brackets)
is learnt from a first chain and used for a second.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

#: Log odds that a note is called at all: in a hundred notes one may have lost its call.
CALLED = math.log(99)
#: Log odds of a call on the page before its note's, against one on the same page: rare, but long
#: notes and late calls are put off.
PUT_OFF = -2.5
#: Observations that the caller's probability of a kind of candidate is worth against the text's.
PRIOR_WEIGHT = 4.0
#: Candidates learn from the text within these bounds; nothing is ever certain.
LEAST, MOST = 0.002, 0.998
#: Notes of the same number that one candidate is compared with, the nearest in the sequence.
NEAREST = 24


@dataclass(frozen=True)
class Candidate:
    """What may be a call. ``label`` is written as the note's (``12``, ``*``, ``a``), no superiors.

    ``probability`` is that of being a call by what stands around it. Candidates of the same
    ``kind`` (``stuck``, ``superior`` …) look alike: all of them are calls, or few. ``page`` counts
    from 0.
    """

    label: str
    page: int
    probability: float
    kind: str


@dataclass(frozen=True)
class Matched:
    """A note, by its index, and its call, by its index; None if there is none."""

    note: int
    candidate: int | None
    probability: float


def find_calls(
    candidates: Sequence[Candidate],
    numbers: Sequence[str],
    pages: Sequence[int] = (),
    learning: bool = True,
) -> list[Matched]:
    """For each note, in order, its call.

    Both are in reading order. ``numbers`` are the notes' labels, through the whole or anew on each
    page or chapter. ``pages`` are those that the notes stand on (from 0) if they stand on the page
    of their calls; without them notes stand at the end. ``learning``: what candidates of a kind
    are is learnt from the text.
    """
    links = list(_links(candidates, numbers, pages))
    weights = _weights(candidates, links, {})
    shares = _shares(links, weights, len(numbers))
    if learning:
        weights = _weights(candidates, links, _learnt(candidates, numbers, links, shares))
        shares = _shares(links, weights, len(numbers))
    chosen = {links[k].note: k for k in _best(links, weights, len(numbers))}
    called = [0.0] * len(numbers)
    for link, share in zip(links, shares, strict=True):
        called[link.note] += share
    return [
        Matched(note, links[chosen[note]].candidate, shares[chosen[note]])
        if note in chosen
        else Matched(note, None, max(0.0, 1.0 - called[note]))
        for note in range(len(numbers))
    ]


def lost_calls(
    candidates: Sequence[Candidate], matched: Sequence[Matched], numbers: Sequence[str]
) -> list[int]:
    """Candidates that look like calls and continue the numbering, but have no note."""
    labels = {m.candidate: numbers[m.note] for m in matched if m.candidate is not None}
    found: list[int] = []
    last = 0
    for index, candidate in enumerate(candidates):
        if index in labels:
            last = _number(labels[index])
        elif candidate.probability >= 0.9 and _number(candidate.label) == last + 1 > 1:
            found.append(index)
            last += 1
    return found


@dataclass(frozen=True)
class _Link:
    note: int
    candidate: int
    put_off: bool


def _links(
    candidates: Sequence[Candidate], numbers: Sequence[str], pages: Sequence[int]
) -> Iterator[_Link]:
    """Which candidates may be whose call; sorted by candidates, the notes of each downwards."""
    notes: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, label in enumerate(numbers):
        notes[label, pages[index] if pages else 0].append(index)
    for j, candidate in enumerate(candidates):
        page = candidate.page if pages else 0
        here = notes.get((candidate.label, page), [])
        later = notes.get((candidate.label, page + 1), []) if pages else []
        expected = j * len(numbers) / len(candidates)
        near = sorted(
            [(n, False) for n in _nearest(here, expected)]
            + [(n, True) for n in _nearest(later, expected)],
            reverse=True,
        )
        yield from (_Link(note, j, put_off) for note, put_off in near)


def _nearest(notes: list[int], expected: float) -> list[int]:
    if len(notes) <= NEAREST:
        return notes
    return sorted(notes, key=lambda note: abs(note - expected))[:NEAREST]


def _weights(
    candidates: Sequence[Candidate], links: Sequence[_Link], learnt: dict[str, float]
) -> list[float]:
    """The log odds of each link."""
    out = []
    for link in links:
        candidate = candidates[link.candidate]
        odds = _log_odds(candidate.probability)
        if candidate.kind in learnt:
            odds += learnt[candidate.kind]
        out.append(odds + CALLED + (PUT_OFF if link.put_off else 0.0))
    return out


def _learnt(
    candidates: Sequence[Candidate],
    numbers: Sequence[str],
    links: Sequence[_Link],
    shares: Sequence[float],
) -> dict[str, float]:
    """By how much (log odds) candidates of a kind are more often calls than was thought."""
    called: dict[int, float] = defaultdict(float)
    for link, share in zip(links, shares, strict=True):
        called[link.candidate] += share
    labels = set(numbers)
    believed: dict[str, list[float]] = defaultdict(list)
    seen: dict[str, list[float]] = defaultdict(list)
    for j, candidate in enumerate(candidates):
        if candidate.label in labels:
            believed[candidate.kind].append(candidate.probability)
            seen[candidate.kind].append(min(1.0, called[j]))
    return {kind: _shift(believed[kind], seen[kind]) for kind in seen}


def _shift(believed: list[float], seen: list[float]) -> float:
    prior = math.fsum(believed) / len(believed)
    after = (PRIOR_WEIGHT * prior + math.fsum(seen)) / (PRIOR_WEIGHT + len(seen))
    return _log_odds(after) - _log_odds(prior)


def _log_odds(probability: float) -> float:
    bounded = min(MOST, max(LEAST, probability))
    return math.log(bounded / (1.0 - bounded))


class _Ranks(Generic[T]):
    """The combination of all values at smaller ranks (a tree after Fenwick, 1994)."""

    def __init__(self, size: int, nothing: T, combine: Callable[[T, T], T]) -> None:
        self.tree = [nothing] * (size + 1)
        self.nothing, self.combine = nothing, combine

    def below(self, rank: int) -> T:
        """All that was put at ranks from 0 to ``rank`` - 1."""
        value = self.nothing
        while rank > 0:
            value = self.combine(value, self.tree[rank])
            rank &= rank - 1
        return value

    def put(self, rank: int, value: T) -> None:
        """Add a value at a rank."""
        rank += 1
        while rank < len(self.tree):
            self.tree[rank] = self.combine(self.tree[rank], value)
            rank += rank & -rank


def _shares(links: Sequence[_Link], weights: Sequence[float], notes: int) -> list[float]:
    """The share of the chains through each link in all chains, each counted by its odds.

    Notes of one candidate come downwards, so that none of them sees another of its own.
    """
    before = _sums(links, weights, notes)
    mirrored = [_Link(notes - 1 - k.note, -k.candidate, k.put_off) for k in reversed(links)]
    after = _sums(mirrored, list(reversed(weights)), notes)[::-1]
    total = 0.0
    for value in before:
        total = _add(total, value)
    return [
        min(1.0, math.exp(b + a - w - total))
        for b, a, w in zip(before, after, weights, strict=True)
    ]


def _sums(links: Sequence[_Link], weights: Sequence[float], notes: int) -> list[float]:
    """The log of the sum of all chains that end in each link."""
    ranks: _Ranks[float] = _Ranks(notes, -math.inf, _add)
    out = []
    for link, weight in zip(links, weights, strict=True):
        out.append(weight + _add(0.0, ranks.below(link.note)))
        ranks.put(link.note, out[-1])
    return out


def _add(first: float, second: float) -> float:
    """The log of a sum from the logs of its parts."""
    high, low = (first, second) if first > second else (second, first)
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))


def _best(links: Sequence[_Link], weights: Sequence[float], notes: int) -> list[int]:
    """The links of the best chain."""
    ranks: _Ranks[tuple[float, int]] = _Ranks(notes, (0.0, 1), max)  # the earlier of equals
    previous: list[int] = []
    for k, (link, weight) in enumerate(zip(links, weights, strict=True)):
        best, at = ranks.below(link.note)
        previous.append(-at)
        ranks.put(link.note, (best + weight, -k))
    chain = []
    at = -ranks.below(notes)[1]
    while at >= 0:
        chain.append(at)
        at = previous[at]
    return chain[::-1]


def _number(label: str) -> int:
    return int(label) if label.isascii() and label.isdigit() and len(label) < 7 else 0
