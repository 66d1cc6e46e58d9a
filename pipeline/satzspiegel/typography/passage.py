"""A passage: the characters of one paragraph, whatever mark-up divides them.

Rules see a *view*: the text of one language, in which every character they must not touch is one
of three noncharacters, so that positions stay and no pattern can match what is protected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from satzspiegel.model import Run

#: Stand for protected characters and for those of another language (Unicode noncharacters); its
#: spaces are told from its words, since a quotation mark may open behind one.
PROTECTED, FOREIGN, FOREIGN_SPACE = "\ufdd0", "\ufdd1", "\ufdd2"
MASKS = PROTECTED + FOREIGN + FOREIGN_SPACE
#: Of a longer word only so many characters on either side of what is looked at are told.
LONGEST_WORD = 200


@dataclass(frozen=True)
class Edit:
    """Characters ``start:end`` of a view are to be ``text``, as ``rule`` says."""

    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True)
class Change:
    """Edits of one rule that were made: where their words begin among the characters typed."""

    origin: int
    rule: str
    before: str
    after: str


class Passage:
    """Text that is edited step by step and knows where each character came from."""

    def __init__(self, runs: Sequence[Run], typed: Sequence[int] | None = None) -> None:
        #: For each character of the runs its place among those typed, if they were edited before.
        self._typed = typed
        self.runs = tuple(runs)
        self.text = "".join(run.text for run in runs)
        self.changes: list[Change] = []
        self._bounds = _bounds(runs)
        #: For each character its place in the runs; ``None`` while nothing has moved.
        self._origin: list[int] | None = None
        self._plain = len({(run.language, run.protected) for run in runs}) == 1
        self._guarded: list[tuple[int, int]] = []
        self._masked: dict[str, str] = {}
        #: For each character of the runs whether it is protected or guarded; made when asked for.
        self._shield: bytearray | None = None

    @property
    def languages(self) -> list[str]:
        """The languages of what may be changed, each once, in order."""
        return list(dict.fromkeys(run.language for run in self.runs if not run.protected))

    def guard(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Protect ranges of the characters of the runs."""
        self._guarded += ranges
        self._masked.clear()
        self._shield = None

    def view(self, language: str) -> str:
        """The text as the rules of a language may see it."""
        if self._plain and not self._guarded:
            return self.text
        if language not in self._masked:
            self._masked[language] = self._mask(language)
        masked = self._masked[language]
        if self._origin is None:
            return masked
        return "".join(
            masked[at] if masked[at] in MASKS else char
            for char, at in zip(self.text, self._origin, strict=True)
        )

    def _mask(self, language: str) -> str:
        """The text of the runs without what the rules of a language may not see."""
        if self._plain:
            text = "".join(run.text for run in self.runs)
        else:
            text = "".join(self._run_view(run, language) for run in self.runs)
        for start, end in self._guarded:
            text = text[:start] + PROTECTED * (end - start) + text[end:]
        return text

    @staticmethod
    def _run_view(run: Run, language: str) -> str:
        if run.protected:
            return PROTECTED * len(run.text)
        if run.language == language:
            return run.text
        return "".join(FOREIGN_SPACE if char.isspace() else FOREIGN for char in run.text)

    def again(self) -> Passage:
        """The edited text as a passage of its own."""
        runs = [replace(run, text=text) for run, text in zip(self.runs, self.texts(), strict=True)]
        return Passage(runs, [self.origin(at) for at in range(len(self.text))])

    def origin(self, at: int) -> int:
        """Where a character of the text stood among those typed."""
        here = at if self._origin is None else self._origin[at]
        return here if self._typed is None else self._typed[here]

    def edit(self, edits: Iterable[Edit], refuse: Callable[[Change], bool]) -> None:
        """Make those of the edits that are not refused; of two at one place the first."""
        wanted = (_trimmed(edit, self.text) for edit in edits)
        wanted = (edit for edit in wanted if self.text[edit.start : edit.end] != edit.text)
        groups = [(group, self._change(group)) for group in self._groups(_apart(wanted))]
        groups = [(group, change) for group, change in groups if not refuse(change)]
        if groups:
            self.changes += [change for _, change in groups]
            made = (edit for group, _ in groups for edit in group)
            self._rebuild(sorted(made, key=_start))

    def _groups(self, edits: list[Edit]) -> list[list[Edit]]:
        """The edits of a rule that touch the same words, together."""
        groups: list[list[Edit]] = []
        ends: dict[str, tuple[int, list[Edit]]] = {}
        for edit in edits:
            first, last = _word_bounds(self.text, edit.start, edit.end)
            end, group = ends.get(edit.rule, (-1, []))
            if first < end:
                group.append(edit)
            else:
                group = [edit]
                groups.append(group)
            ends[edit.rule] = max(end, last), group
        return groups

    def _change(self, group: list[Edit]) -> Change:
        """Edits of one rule with the whole words around them."""
        first, _ = _word_bounds(self.text, group[0].start, group[0].end)
        _, last = _word_bounds(self.text, group[-1].start, group[-1].end)
        after, done = "", first
        for edit in group:
            after += self.text[done : edit.start] + edit.text
            done = edit.end
        after += self.text[done:last]
        origin = self.origin(min(first, len(self.text) - 1))
        return Change(origin, group[0].rule, self.text[first:last], after)

    def _rebuild(self, edits: list[Edit]) -> None:
        origin = list(range(len(self.text))) if self._origin is None else self._origin
        text, places, done = [], [], 0
        for edit in edits:
            text += [self.text[done : edit.start], edit.text]
            places += origin[done : edit.start]
            places += self._places(edit, origin)
            done = edit.end
        self.text = "".join([*text, self.text[done:]])
        self._origin = places + origin[done:]

    def _places(self, edit: Edit, origin: list[int]) -> list[int]:
        """Origins of what an edit writes: those it replaces, else the neighbour's it may change."""
        replaced = origin[edit.start : edit.end]
        if replaced:
            filler = replaced[-1]
        else:
            neighbours = origin[max(0, edit.start - 1) : edit.start + 1]
            free = [at for at in neighbours if not self._is_protected(at)]
            filler = (free or neighbours)[0]
        return (replaced + [filler] * len(edit.text))[: len(edit.text)]

    def _is_protected(self, at: int) -> bool:
        if self._shield is None:
            self._shield = bytearray(
                b"".join((b"\1" if run.protected else b"\0") * len(run.text) for run in self.runs)
            )
            for start, end in self._guarded:
                self._shield[start:end] = b"\1" * (end - start)
        return bool(self._shield[at])

    def texts(self) -> list[str]:
        """The text of each run, as edited."""
        if self._origin is None:
            return [run.text for run in self.runs]
        made, at = [], 0
        for _, end in self._bounds:
            start = at
            while at < len(self.text) and self._origin[at] < end:
                at += 1
            made.append(self.text[start:at])
        return made


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order, without those that begin inside or at the same place as another."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=_start):
        if not kept or (edit.start >= kept[-1].end and edit.start > kept[-1].start):
            kept.append(edit)
    return kept


def _start(edit: Edit) -> int:
    return edit.start


def _bounds(runs: Sequence[Run]) -> list[tuple[int, int]]:
    ends = [0]
    for run in runs:
        ends.append(ends[-1] + len(run.text))
    return list(pairwise(ends))


def _trimmed(edit: Edit, text: str) -> Edit:
    """The edit without what it leaves as it is at both ends, so that no run loses characters."""
    start, end, new = edit.start, edit.end, edit.text
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while end > start and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Edit(start, end, new, edit.rule)


def _word_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The range widened to the spaces around it, over one space that it touches."""
    first, last = start, end
    if first < len(text) and text[first:last].isspace():
        first, last = max(0, first - 1), min(len(text), last + 1)
    least, most = max(0, first - LONGEST_WORD), min(len(text), last + LONGEST_WORD)
    while first > least and not text[first - 1].isspace():
        first -= 1
    while last < most and not text[last].isspace():
        last += 1
    return first, last
