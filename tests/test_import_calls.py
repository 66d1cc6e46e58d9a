"""Calls told from other numbers by their sequence; small cases are compared with brute force."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satzspiegel.importing.pages.calls import (
    CALLED,
    LEAST,
    MOST,
    PUT_OFF,
    Candidate,
    find_calls,
    lost_calls,
)


def stuck(label: str, page: int = 0, probability: float = 0.95) -> Candidate:
    return Candidate(label, page, probability, "stuck")


def alone(label: str, page: int = 0) -> Candidate:
    return Candidate(label, page, 0.02, "alone")


def called(
    candidates: Sequence[Candidate], numbers: Sequence[str], pages: Sequence[int] = ()
) -> list[int | None]:
    return [match.candidate for match in find_calls(candidates, numbers, pages)]


def test_the_sequence_tells_calls_from_other_numbers() -> None:
    candidates = [
        alone("3"),
        stuck("1"),
        alone("2"),
        stuck("2"),
        alone("1"),
        stuck("3"),
        alone("4"),
    ]
    assert called(candidates, ["1", "2", "3"]) == [1, 3, 5]


def test_a_number_in_the_wrong_place_is_none() -> None:
    assert called([stuck("2"), stuck("1"), stuck("2"), stuck("3")], ["1", "2", "3"]) == [1, 2, 3]


def test_calls_stand_on_the_pages_of_their_notes() -> None:
    candidates = [stuck("1", 0), stuck("1", 1), stuck("1", 2)]
    assert called(candidates, ["1", "1"], [1, 2]) == [1, 2]


def test_a_call_may_stand_on_the_page_before() -> None:
    assert called([stuck("7", 3), stuck("7", 1)], ["7"], [4]) == [0]


def test_numbers_begin_anew_in_each_chapter() -> None:
    candidates = [stuck(label) for label in "123121234"]
    assert called(candidates, list("123121234")) == list(range(9))


def test_a_note_without_call_is_surely_without() -> None:
    (match,) = find_calls([stuck("2")], ["1"])
    assert match.candidate is None
    assert match.probability == 1.0


def test_what_looks_like_the_others_is_surer() -> None:
    """Numbers behind a space are calls where all calls are."""
    candidates = [Candidate(str(n), 0, 0.3, "behind a space") for n in range(1, 30)]
    numbers = [str(n) for n in range(1, 30)]
    among_others = find_calls(candidates, numbers)[0].probability
    by_itself = find_calls(candidates[:1], ["1"])[0].probability
    assert among_others > by_itself > 0.5


def test_a_tie_is_no_certainty() -> None:
    (match,) = find_calls([stuck("1"), stuck("1")], ["1"])
    assert match.probability == pytest.approx(0.5, abs=0.01)


def test_lost_calls_continue_the_numbering() -> None:
    candidates = [stuck("1"), stuck("2"), stuck("9"), stuck("3")]
    matched = find_calls(candidates, ["1", "3"])
    assert lost_calls(candidates, matched, ["1", "3"]) == [1]


def test_thousands_of_notes_take_a_moment() -> None:
    numbers = [str(n % 40 + 1) for n in range(4_000)]
    candidates = [stuck(label, n // 40) for n, label in enumerate(numbers)]
    start = time.process_time()
    assert called(candidates, numbers) == list(range(4_000))
    assert time.process_time() - start < 4


# ------------------------------------------------------------------------------------ the oracle


def odds(candidate: Candidate, put_off: bool) -> float:
    bounded = min(MOST, max(LEAST, candidate.probability))
    return math.log(bounded / (1 - bounded)) + CALLED + (PUT_OFF if put_off else 0)


def chains(
    candidates: Sequence[Candidate], numbers: Sequence[str], pages: Sequence[int]
) -> Iterator[tuple[float, dict[int, int]]]:
    """All chains of links that rise in notes and candidates, with their odds."""
    for size in range(min(len(candidates), len(numbers)) + 1):
        for some in itertools.combinations(range(len(numbers)), size):
            for others in itertools.combinations(range(len(candidates)), size):
                links = dict(zip(some, others, strict=True))
                late = {n: pages[n] - candidates[c].page for n, c in links.items()}
                if all(
                    candidates[c].label == numbers[n] and late[n] in (0, 1)
                    for n, c in links.items()
                ):
                    weight = sum(odds(candidates[c], late[n] == 1) for n, c in links.items())
                    yield math.exp(weight), links


LABELS = st.sampled_from("123")
#: Each candidate is of a kind of its own, so that nothing is learnt of one from another.
CANDIDATES = st.lists(
    st.tuples(LABELS, st.integers(0, 2), st.floats(0.01, 0.99)), min_size=1, max_size=5
).map(
    lambda some: [
        Candidate(label, page, chance, f"{n}")
        for n, (label, page, chance) in enumerate(sorted(some, key=lambda c: c[1]))
    ]
)
NOTES = st.lists(st.tuples(LABELS, st.integers(0, 2)), min_size=1, max_size=4).map(
    lambda some: sorted(some, key=lambda note: note[1])
)


@given(CANDIDATES, NOTES)
def test_probabilities_are_those_of_all_chains(
    candidates: list[Candidate], notes: list[tuple[str, int]]
) -> None:
    """With nothing learnt: the matcher's figures are those of counting every chain."""
    numbers, pages = [label for label, _ in notes], [page for _, page in notes]
    matched = find_calls(candidates, numbers, pages, learning=False)
    every = list(chains(candidates, numbers, pages))
    total = math.fsum(weight for weight, _ in every)
    best = max(weight for weight, _ in every)
    links = {m.note: m.candidate for m in matched if m.candidate is not None}
    (weight,) = (weight for weight, chain in every if chain == links)
    assert weight == pytest.approx(best)
    for match in matched:
        share = math.fsum(
            weight for weight, chain in every if chain.get(match.note) == match.candidate
        )
        assert match.probability == pytest.approx(share / total, abs=1e-6)


def test_only_what_looks_like_a_call_is_missed_as_one() -> None:
    candidates = [stuck("1"), stuck("2", probability=0.6), stuck("2")]
    matched = find_calls(candidates[:1], ["1"])
    assert lost_calls(candidates, matched, ["1"]) == [2]
