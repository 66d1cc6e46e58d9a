"""The letters of one flow found in another: words that occur once in both, then what lies between.

The anchors are those of the patience difference (B. Cohen): of the words that both sides have just
once the longest run in the same order. Between two anchors the same is done again; what is left
without any is compared letter by letter, if it is short enough for that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from bench.roundtrips.flow import Flow

#: So many comparisons of letters, or words, may be made in one gap.
WORTH = 4_000_000
#: A letter that is not in the other flow.
NOWHERE = -1

#: From and to in one sequence, from and to in the other.
Gap = tuple[int, int, int, int]


def letters_found(one: Flow, other: Flow) -> list[int]:
    """For each letter of ``one`` its offset in ``other``, or :data:`NOWHERE`."""
    found = [NOWHERE] * len(one.letters)
    left, right = one.words(), other.words()
    words = [one.letters[a:b] for a, b in left], [other.letters[a:b] for a, b in right]
    pairs = sorted(same(words[0], words[1]))
    ends = [(len(left), len(right))]
    before = (-1, -1)
    for pair in [*pairs, *ends]:
        gap = (
            left[before[0]][1] if before[0] >= 0 else 0,
            left[pair[0]][0] if pair[0] < len(left) else len(one.letters),
            right[before[1]][1] if before[1] >= 0 else 0,
            right[pair[1]][0] if pair[1] < len(right) else len(other.letters),
        )
        _letter_by_letter(one.letters, other.letters, gap, found)
        if pair[0] < len(left):
            (start, end), (there, _) = left[pair[0]], right[pair[1]]
            found[start:end] = range(there, there + end - start)
        before = pair
    return found


def _letter_by_letter(one: str, other: str, gap: Gap, found: list[int]) -> None:
    a, b, c, d = gap
    if not (b - a and d - c) or (b - a) * (d - c) > WORTH:
        return
    for block in SequenceMatcher(None, one[a:b], other[c:d], autojunk=False).get_matching_blocks():
        for n in range(block.size):
            found[a + block.a + n] = c + block.b + n


def same(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of indices of the words that are the same, in no order."""
    gaps: list[Gap] = [(0, len(one), 0, len(other))]
    while gaps:
        a, b, c, d = gaps.pop()
        while a < b and c < d and one[a] == other[c]:
            yield a, c
            a, c = a + 1, c + 1
        while a < b and c < d and one[b - 1] == other[d - 1]:
            b, d = b - 1, d - 1
            yield b, d
        if a == b or c == d:
            continue
        anchors = _anchors(one, other, (a, b, c, d))
        if anchors:
            yield from anchors
            gaps += _between(anchors, (a, b, c, d))
        elif (b - a) * (d - c) <= WORTH:
            matcher = SequenceMatcher(None, one[a:b], other[c:d], autojunk=False)
            for block in matcher.get_matching_blocks():
                yield from ((a + block.a + n, c + block.b + n) for n in range(block.size))


def _anchors(one: Sequence[str], other: Sequence[str], gap: Gap) -> list[tuple[int, int]]:
    """Words that both have once, the longest run of them in order."""
    a, b, c, d = gap
    here, there = Counter(one[a:b]), Counter(other[c:d])
    where = {other[j]: j for j in range(c, d)}
    pairs = [(i, where[one[i]]) for i in range(a, b) if here[one[i]] == there[one[i]] == 1]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence in which the second numbers rise (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for n, (_, second) in enumerate(pairs):
        at = bisect_left(tops, second)
        before.append(piles[at - 1] if at else NOWHERE)
        tops[at : at + 1] = [second]
        piles[at : at + 1] = [n]
    out: list[tuple[int, int]] = []
    n = piles[-1] if piles else NOWHERE
    while n != NOWHERE:
        out.append(pairs[n])
        n = before[n]
    return out[::-1]


def _between(anchors: list[tuple[int, int]], gap: Gap) -> Iterator[Gap]:
    a, c = gap[0], gap[2]
    for i, j in [*anchors, (gap[1], gap[3])]:
        if i > a or j > c:
            yield a, i, c, j
        a, c = i + 1, j + 1
