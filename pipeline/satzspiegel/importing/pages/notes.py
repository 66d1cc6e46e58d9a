"""Notes from their zones: where each begins, what belongs to it, and which call is its own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from satzspiegel.importing.pages.calls import Candidate, Matched, find_calls, lost_calls
from satzspiegel.importing.pages.lines import Face, Line
from satzspiegel.importing.pages.type_area import Row
from satzspiegel.importing.pages.zones import SIGNS, SISTERS, Label, label_of

SUPERIOR_CALL = re.compile(rf"\d{{1,4}}|{SIGNS}|(?<![^\W\d_])[a-z](?![^\W\d_])")
BRACKETED = re.compile(r"\[(\d{1,4})\]|\((\d{1,4})\)")
STARRED = re.compile(r"(?<=[\w.,;:!?»«“”’)])([*∗†‡]{1,3})(?=[\s.,;:!?)]|$)")
STUCK = re.compile(
    r"(?<=[^\W\d_.,;:!?»«“”’)\-–])(\d{1,3})(?=[\s.,;:!?)»«“”’]|$)|"
    r"(?<=[^\W\d_][.,;:!?»«“”’)])(\d{1,3})(?=[\s)»«“”]|$)"
)
#: Lengths have squares and cubes.
UNIT = re.compile(r"(?:^|[\d\s/])(?:[kcdmµ]?m|ft|in)\s*$")
#: Floats are as many pages from where they belong; the probability that such a call is one.
FLOATED, FAR = 3, 0.9
#: How far a label may be ahead of the one before: a note or two may have lost their numbers.
AHEAD = 3
#: Labels of a form that is rarer than this share of the most frequent one are numbers in the text.
FORM = 0.34


@dataclass(frozen=True)
class Note:
    """A note as it stands: ``printed`` is its label, ``number`` how it is called."""

    number: str
    printed: str
    rows: tuple[Row, ...]

    @property
    def page(self) -> int:
        """Where it begins, from 0."""
        return self.rows[0].page


@dataclass(frozen=True)
class Call:
    """Where a note is called: characters ``start`` to ``end`` of a run of a line."""

    page: int
    line: int
    run: int
    start: int
    end: int


def notes_in(rows: Sequence[Row]) -> tuple[list[Note], list[Row]]:
    """The notes of all zones in their order, and rows before the first that begin none."""
    parts = list(_one_label_each(rows))
    labels = _of_common_form([label_of(row.line) for row in parts])
    following = _following(labels)
    begun: list[tuple[Label, list[Row]]] = []
    strays: list[Row] = []
    seen: set[str] = set()
    last: tuple[str, int] | None = None
    for row, label, after in zip(parts, labels, following, strict=True):
        begins = label is not None and _begins(label, row, last, after)
        if label and (begins or _late(label, last, after, seen)):
            last = (label.number, row.page) if begins else last
            seen.add(label.number)
            begun.append((label, [replace(row, line=label.rest)]))
        elif begun:
            begun[-1][1].append(row)
        else:
            strays.append(row)
    notes = [Note(label.number, label.text, tuple(own)) for label, own in begun]
    ranks = ranked(notes, len(notes))
    return [note for _, note in sorted(zip(ranks, notes, strict=True), key=itemgetter(0))], strays


def _of_common_form(labels: Sequence[Label | None]) -> list[Label | None]:
    """The labels without those that are printed otherwise than most: years at lines' beginnings."""
    forms = Counter(_form(label) for label in labels if label)
    numbered = max((count for form, count in forms.items() if "#" in form), default=0)
    rare = {form for form, count in forms.items() if "#" in form and count < FORM * numbered}
    return [None if label and _form(label) in rare else label for label in labels]


def _form(label: Label) -> str:
    if not label.number.isdigit():
        return ""
    return ("^" if label.superior else "") + label.text.replace(label.number, "#")


def ranked(notes: Sequence[Note], at_foot: int) -> list[int]:
    """The places of notes in their order: their numbers, if these count through the whole; none
    if two series, at the feet and at the end, count for themselves.
    """
    numbers = [int(note.number) for note in notes if note.number.isdigit()]
    if len(set(numbers)) == len(notes):
        return numbers
    return list(range(len(notes))) if at_foot in (0, len(notes)) else []


def _following(labels: Sequence[Label | None]) -> list[tuple[str, ...]]:
    """For each row the numbers of the next labels below it."""
    out: list[tuple[str, ...]] = []
    after: tuple[str, ...] = ()
    for label in reversed(labels):
        out.append(after)
        after = (label.number, *after[: AHEAD - 1]) if label else after
    return out[::-1]


def _begins(label: Label, row: Row, before: tuple[str, int] | None, after: Sequence[str]) -> bool:
    """Whether a label continues the numbering, or begins it anew; ``before`` is the last note's
    number and page, ``after`` the numbers of the next labels.
    """
    if before is None:
        return True
    if not label.number.isdigit():
        return label.superior or not label.number.isalpha()
    number = int(label.number)
    if not before[0].isdigit():
        return number == 1 or label.superior
    last = int(before[0])
    if number == last + 1:
        return True
    if number == 1 or (label.superior and row.page > before[1]):
        return label.superior or row.page > before[1]
    ahead = 0 < number - last <= AHEAD
    return ahead and (label.superior or str(number + 1) in after)


def _late(
    label: Label, before: tuple[str, int] | None, after: Sequence[str], seen: set[str]
) -> bool:
    """Whether a label is the one that the last note has overtaken (»41, 43, 42, 44«)."""
    if before is None or not (before[0].isdigit() and label.number.isdigit()):
        return False
    last = int(before[0])
    return int(label.number) == last - 1 and label.number not in seen and str(last + 1) in after


def _one_label_each(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows, with lines that hold several notes taken apart at their superior labels."""
    for row in rows:
        start = 0
        runs = row.line.runs
        for index in range(1, len(runs) - 1):
            if _label_inside(row.line, index):
                yield replace(row, line=replace(row.line, runs=runs[start:index]))
                start = index
        yield replace(row, line=replace(row.line, runs=runs[start:])) if start else row


def _label_inside(line: Line, index: int) -> bool:
    """Whether the run is a label amid a line: superior, behind a wide space, before a word."""
    before, run, after = line.runs[index - 1 : index + 2]
    wide = run.box[0] - before.box[2] > 0.6 * line.size or before.text.endswith("  ")
    return (
        Face.SUPERIOR in run.face
        and run.text.strip().isdigit()
        and wide
        and not after.text[:1].isdigit()
    )


def called(
    rows: Sequence[Row], notes: Sequence[Note], at_foot: int
) -> tuple[dict[Call, int], dict[int, float], list[Call]]:
    """The notes' calls in the text, the notes' probabilities, and calls that have no note.

    The first ``at_foot`` notes stand on the page of their calls, the others at the end.
    """
    places, candidates = _candidates(rows, {note.number for note in notes})
    matched = _matched(candidates, notes, at_foot)
    calls = {places[m.candidate]: m.note for m in matched if m.candidate is not None}
    chances = {m.note: m.probability for m in matched}
    far = _far(candidates, matched, notes)
    calls.update({places[candidate]: note for note, candidate in far.items()})
    chances.update(dict.fromkeys(far, FAR))
    lost = lost_calls(candidates, matched, [note.number for note in notes])
    return calls, chances, [places[index] for index in lost if places[index] not in calls]


def title_calls(rows: Sequence[Row], notes: Sequence[Note]) -> list[Call]:
    """Calls in what becomes metadata, where no note can stand."""
    numbers = {(note.page, note.number) for note in notes}
    return [
        place
        for row in rows
        for place, label, _, kind in _in_row(row)
        if kind in ("superior", "starred") and (row.page, label) in numbers
    ]


def _matched(candidates: Sequence[Candidate], notes: Sequence[Note], at_foot: int) -> list[Matched]:
    """All notes with their calls: first those of the kind that there are more of."""
    foot, end = range(at_foot), range(at_foot, len(notes))
    left = list(range(len(candidates)))
    out: list[Matched] = []
    for group in sorted((foot, end), key=len, reverse=True):
        pages = [notes[index].page for index in group] if group is foot else []
        numbers = [notes[index].number for index in group]
        for m in find_calls([candidates[index] for index in left], numbers, pages):
            candidate = None if m.candidate is None else left[m.candidate]
            out.append(Matched(group[m.note], candidate, m.probability))
        taken = {m.candidate for m in out}
        left = [index for index in left if index not in taken]
    return sorted(out, key=lambda m: m.note)


def _far(
    candidates: Sequence[Candidate], matched: Sequence[Matched], notes: Sequence[Note]
) -> dict[int, int]:
    """Calls in figures and tables that stand some pages from where they were called first."""
    taken = {m.candidate for m in matched if m.candidate is not None}
    free: dict[str, list[int]] = defaultdict(list)
    for index, candidate in enumerate(candidates):
        if index not in taken and candidate.kind == "superior":
            free[candidate.label].append(index)
    out: dict[int, int] = {}
    for m in matched:
        note = notes[m.note]
        near = [i for i in free[note.number] if abs(candidates[i].page - note.page) <= FLOATED]
        if m.candidate is None and len(near) == 1:
            out[m.note] = near[0]
            free[note.number].remove(near[0])
    return out


def _candidates(rows: Sequence[Row], numbers: set[str]) -> tuple[list[Call], list[Candidate]]:
    places: list[Call] = []
    candidates: list[Candidate] = []
    for row in rows:
        for place, label, chance, kind in _in_row(row):
            if label in numbers or kind == "superior":
                places.append(place)
                candidates.append(Candidate(label, row.page, chance, kind))
    return places, candidates


def _in_row(row: Row) -> Iterator[tuple[Call, str, float, str]]:
    for index, run in enumerate(row.line.runs):

        def at(start: int, end: int, index: int = index) -> Call:
            return Call(row.page, row.line.number, index, start, end)

        if Face.SUPERIOR in run.face:
            before = "".join(other.text for other in row.line.runs[:index])
            for match in SUPERIOR_CALL.finditer(run.text):
                chance = 0.97 if not match[0].isalpha() else 0.3
                kind = "superior"
                if match[0] in ("2", "3") and UNIT.search(before):
                    chance, kind = 0.1, "exponent"
                yield at(*match.span()), match[0].translate(SISTERS), chance, kind
            continue
        for match in BRACKETED.finditer(run.text):
            chance = 0.95 if run.link.startswith("#") else 0.3
            yield at(*match.span()), match[1] or match[2], chance, "bracketed"
        for match in STARRED.finditer(run.text):
            yield at(*match.span()), match[1].translate(SISTERS), 0.8, "starred"
        for match in STUCK.finditer(run.text):
            chance = 0.9 if run.link.startswith("#") else 0.1
            yield at(*match.span()), match[1] or match[2], chance, "stuck"
