"""What of a work came back: for each feature how much was there, how much came, how much is right.

A mark is right where one of its feature and value stands over the letters that its own letters have
become. White space counts where it separates words. Letters are never forgiven.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bench.roundtrips.align import NOWHERE, letters_found, same
from bench.roundtrips.flow import Flow, Mark, Work

#: Features in which the mark-up of what a reader cannot tell from a quotation may differ.
LOOSE = frozenset(["quotation", "item", "paragraph", "line break", "verse", "strong"])
#: How many letters of a note tell it from others.
KEY = 40


@dataclass(frozen=True)
class Difference:
    """Something that did not come back, or came without having been there."""

    feature: str
    flow: str
    place: str
    wanted: str
    got: str

    def __str__(self) -> str:
        what = f"{self.wanted or '–'} → {self.got or '–'}"
        return f"{self.feature}, {self.flow}: {what}  {self.place}"


@dataclass(frozen=True)
class Score:
    """How many there were, how many came, how many of these are right."""

    wanted: int = 0
    got: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.wanted + other.wanted, self.got + other.got, self.right + other.right)

    @property
    def share(self) -> float:
        """Right ones of all that there were or came too many (0 to 1)."""
        most = max(self.wanted, self.got)
        return self.right / most if most else 1.0


@dataclass
class Comparison:
    """Scores by feature, and every difference."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    differences: list[Difference] = field(default_factory=list)

    def count(self, feature: str, wanted: int, got: int, right: int) -> None:
        self.scores[feature] += Score(wanted, got, right)

    def missed(self, feature: str, flow: str, place: str, wanted: str = "", got: str = "") -> None:
        self.differences.append(Difference(feature, flow, place, wanted, got))


def compared(one: Work, other: Work, left_out: Collection[str] = ()) -> Comparison:
    """How much of the first work is in the second; features ``left_out`` are not looked at."""
    result = Comparison()
    notes = _matched([n.letters for n in one.notes], [n.letters for n in other.notes])
    result.count("notes", len(one.notes), len(other.notes), len(notes))
    _compare_flow(_held(one.text, left_out), _calling(other.text, notes, left_out), result)
    for kind, ours, theirs, pairs in (
        ("notes", one.notes, other.notes, notes),
        ("tables", one.tables, other.tables, _matched(*_letters(one.tables, other.tables))),
        ("figures", one.figures, other.figures, _matched(*_letters(one.figures, other.figures))),
    ):
        if kind != "notes":
            result.count(kind, len(ours), len(theirs), len(pairs))
        there = {a: b for b, a in pairs.items()}
        for index, flow in enumerate(ours):
            if index in there:
                came = _calling(theirs[there[index]], notes, left_out)
                _compare_flow(_held(flow, left_out), came, result, kind)
            else:
                _lose(flow, kind, result)
        for index, flow in enumerate(theirs):
            if index not in pairs:
                result.missed(kind, flow.name, flow.around(0, 0, 60), got="too many")
    _compare_fields(one.metadata, other.metadata, result)
    return _without(result, left_out)


def _without(result: Comparison, left_out: Collection[str]) -> Comparison:
    scores = {name: score for name, score in result.scores.items() if name not in left_out}
    differences = [d for d in result.differences if d.feature not in left_out]
    return Comparison(scores, differences)


def _letters(one: Iterable[Flow], other: Iterable[Flow]) -> tuple[list[str], list[str]]:
    return [flow.letters for flow in one], [flow.letters for flow in other]


def _lose(flow: Flow, kind: str, result: Comparison) -> None:
    """A note, table or figure that is not there at all."""
    result.missed(kind, flow.name, flow.around(0, 0, 60), wanted="there")
    result.count(f"{kind}: letters", len(flow.letters), 0, 0)
    words = len(flow.words())
    result.count(f"{kind}: words", words, 0, 0)
    for mark in flow.marks:
        result.count(mark.feature, 1, 0, 0)


def _matched(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Which flow of ``one`` each of ``other`` is: by its beginning, else by order."""
    keys = [[text[:KEY] for text in flows] for flows in (one, other)]
    pairs = sorted(same(keys[0], keys[1]))
    out = {b: a for a, b in pairs}
    before = (-1, -1)
    for a, b in [*pairs, (len(one), len(other))]:
        lonely = zip(range(before[0] + 1, a), range(before[1] + 1, b), strict=False)
        out |= {j: i for i, j in lonely}
        before = (a, b)
    return out


def _calling(flow: Flow, notes: Mapping[int, int], left_out: Collection[str]) -> Flow:
    """A flow of the second work, its calls with the indices that the notes have in the first."""

    def own(mark: Mark) -> Mark:
        return replace(mark, value=str(notes.get(int(mark.value), "?")))

    marks = (own(mark) if mark.feature == "call" else mark for mark in flow.marks)
    return _held(replace(flow, marks=tuple(marks)), left_out)


def _held(flow: Flow, left_out: Collection[str]) -> Flow:
    """A flow with what a format can hold of small capitals, quoted verse and levels."""
    if "small-caps of capitals" in left_out:
        kept = (mark for mark in flow.marks if not _capitals(flow, mark))
        flow = replace(flow, marks=tuple(kept))
    if "quotation of verse" in left_out:
        verse = {n for m in flow.marks if m.feature == "verse" for n in range(m.start, m.end)}
        prose = (m for m in flow.marks if m.feature != "quotation" or not _within(m, verse))
        flow = replace(flow, marks=tuple(prose))
    return _ranked(flow) if "levels" in left_out else flow


def _within(mark: Mark, letters: set[int]) -> bool:
    return letters.issuperset(range(mark.start, mark.end))


def _capitals(flow: Flow, mark: Mark) -> bool:
    return mark.feature == "small-caps" and flow.letters[mark.start : mark.end].isupper()


def _ranked(flow: Flow) -> Flow:
    """Headings with the rank of their level among those that occur."""
    levels = sorted({mark.value for mark in flow.marks if mark.feature == "heading"})

    def ranked(mark: Mark) -> Mark:
        return replace(mark, value=str(levels.index(mark.value) + 1))

    marks = (ranked(mark) if mark.feature == "heading" else mark for mark in flow.marks)
    return replace(flow, marks=tuple(marks))


# --------------------------------------------------------------------------------- one flow


def _compare_flow(one: Flow, other: Flow, result: Comparison, kind: str = "text") -> None:
    found = letters_found(one, other)
    _compare_letters(one, other, found, result, kind)
    _compare_words(one, other, found, result, kind)
    _compare_marks(one, other, found, result)


def _compare_letters(
    one: Flow, other: Flow, found: list[int], result: Comparison, kind: str
) -> None:
    right = sum(at != NOWHERE for at in found)
    result.count(f"{kind}: letters", len(one.letters), len(other.letters), right)
    for a, b, c, d in _gaps(found, len(other.letters)):
        place = one.around(a, b) if b > a else other.around(c, d)
        result.missed(f"{kind}: letters", one.name, place, one.letters[a:b], other.letters[c:d])


def _gaps(found: list[int], length: int) -> Iterator[tuple[int, int, int, int]]:
    """Letters that are not in the other flow, with those that stand there instead."""
    a = c = 0
    for n, at in enumerate([*found, length]):
        if at == NOWHERE:
            continue
        if n > a or at > c:
            yield a, n, c, at
        a, c = n + 1, at + 1


def _compare_words(one: Flow, other: Flow, found: list[int], result: Comparison, kind: str) -> None:
    ours, theirs = one.words(), set(other.words())
    right = 0
    for start, end in ours:
        there = found[start:end]
        whole = there == list(range(there[0], there[0] + end - start)) and there[0] != NOWHERE
        if whole and (there[0], there[-1] + 1) in theirs:
            right += 1
        elif whole:
            result.missed(f"{kind}: spaces", one.name, other.around(there[0], there[-1] + 1))
    result.count(f"{kind}: words", len(ours), len(theirs), right)


def _compare_marks(one: Flow, other: Flow, found: list[int], result: Comparison) -> None:
    places = _Places(one, other, found)
    loose = places.loose()
    theirs = _by_feature(other, [(a, b) for _, _, a, b in loose])
    ours = _by_feature(one, [(a, b) for a, b, _, _ in loose])
    for feature in sorted(ours.keys() | theirs.keys()):
        left = list(theirs[feature])
        right = 0
        for mark in ours[feature]:
            match = next((m for m in places.of(mark) if m in left), None)
            if match:
                left.remove(match)
                right += 1
            else:
                near = next((m for m in left if places.touch(mark, m)), None)
                got = "" if near is None else other.around(near.start, near.end, 0) + near.value
                wanted = f"{feature} {mark.value}".strip()
                result.missed(feature, one.name, one.around(mark.start, mark.end), wanted, got)
        for mark in left:
            got = f"{feature} {mark.value}".strip()
            result.missed(feature, one.name, other.around(mark.start, mark.end), got=got)
        result.count(feature, len(ours[feature]), len(theirs[feature]), right)


def _by_feature(flow: Flow, loose: list[tuple[int, int]]) -> dict[str, dict[Mark, None]]:
    """Marks in order, without those whose feature is free within the ranges ``loose``."""
    out: dict[str, dict[Mark, None]] = defaultdict(dict)
    for mark in flow.marks:
        free = mark.feature in LOOSE and any(a <= mark.start and mark.end <= b for a, b in loose)
        if not free and mark.feature not in ("loose", "division"):
            out[mark.feature][mark] = None
    return out


@dataclass(frozen=True)
class _Places:
    """Places of one flow in the other."""

    one: Flow
    other: Flow
    found: list[int]

    def of(self, mark: Mark) -> Iterator[Mark]:
        """Where a mark has to be: a point behind the letter before it, or before the next."""
        if mark.start == mark.end:
            for start in dict.fromkeys((self._after(mark.start), self._before(mark.start))):
                yield replace(mark, start=start, end=start)
            return
        start, end = self._before(mark.start), self._after(mark.end)
        yield replace(mark, start=start, end=end)

    def _before(self, at: int) -> int:
        """The place in the other flow before the letter at an offset."""
        if at == len(self.one.letters):
            return len(self.other.letters)
        return self.found[at] if self.found[at] != NOWHERE else self._beside(at)

    def _after(self, at: int) -> int:
        """The place in the other flow behind the letter before an offset."""
        if at == 0:
            return 0
        return self.found[at - 1] + 1 if self.found[at - 1] != NOWHERE else self._beside(at)

    def _beside(self, at: int) -> int:
        """Where letters are lost: behind the last one that is there."""
        while at and self.found[at - 1] == NOWHERE:
            at -= 1
        return self.found[at - 1] + 1 if at else 0

    def touch(self, mark: Mark, other: Mark) -> bool:
        """Whether a mark of the other flow stands where this one should, at least in part."""
        start, end = self._before(mark.start), self._after(mark.end)
        return other.start <= max(start, end) + 1 and min(start, end) - 1 <= other.end

    def loose(self) -> list[tuple[int, int, int, int]]:
        """Ranges of both flows in which the mark-up of blocks may differ."""
        marks = [mark for mark in self.one.marks if mark.feature == "loose"]
        return [(m.start, m.end, self._before(m.start), self._after(m.end)) for m in marks]


def _compare_fields(one: Mapping[str, str], other: Mapping[str, str], result: Comparison) -> None:
    for name in one.keys() | other.keys():
        wanted, got = one.get(name, ""), other.get(name, "")
        if wanted or got:
            result.count("metadata", 1, 1, int(wanted == got))
        if wanted != got:
            result.missed("metadata", name, "", wanted, got)
