"""Silences at work: which findings, and which fixes, a comment in the manuscript keeps away.

Inside a line a comment answers, for each rule that it names, for the last place of that rule
before it on its line; a line is often a whole paragraph. So whoever asks has to give all places
of a rule on a line at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from satzspiegel.messages import is_known, nearest_name
from satzspiegel.model import Finding, Place, Severity, Silence

#: How many characters back a comment without ids answers for. One with ids says what it means.
REACH = 40

#: A place where something was found or would be set, and the id of the rule (or the code).
Candidate = tuple[Place, str]
NOWHERE = Place("")


class Silences:
    """The silences of a publication."""

    def __init__(self, silences: Iterable[Silence]) -> None:
        self._silences = tuple(silences)
        self._lines: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._names = [frozenset(map(str.casefold, s.rules)) for s in self._silences]
        for index, silence in enumerate(self._silences):
            if silence.line:  # else there is no text behind it
                self._lines[silence.file, silence.line].append(index)

    def silenced(self, candidates: Sequence[Candidate]) -> frozenset[int]:
        """The indices of the candidates that a comment silences.

        ``candidates`` are all places of the rules in question on the lines they stand on, in any
        order: a paragraph's fixes, or a publication's findings.
        """
        return frozenset(index for _, index in self._pairs(candidates))

    def covers(self, place: Place, rule: str) -> bool:
        """Whether a place is silenced, if it is the only one of its rule on its line."""
        return bool(self.silenced([(place, rule)]))

    def apply(
        self, findings: Sequence[Finding], fixes: Sequence[Candidate] = ()
    ) -> tuple[Finding, ...]:
        """The findings that stay, then hints about comments that name or silence nothing.

        A finding is named by its rule and by its code; errors always stay. ``fixes`` are places
        that the rules would change and that are not among the findings, those that a silence
        keeps as they are included: a comment that answers for one of them has its use.
        """
        named = [(i, name) for i, finding in enumerate(findings) for name in _names(finding)]
        candidates = [(findings[i].place or NOWHERE, name) for i, name in named]
        pairs = self._pairs([*candidates, *fixes])
        dropped = {named[index][0] for _, index in pairs if index < len(named)}
        kept = [finding for i, finding in enumerate(findings) if i not in dropped]
        return (*kept, *self._hints({silence for silence, _ in pairs}))

    def _pairs(self, candidates: Sequence[Candidate]) -> set[tuple[int, int]]:
        """Silences and the candidates they answer for, as indices."""
        whole: set[tuple[int, int]] = set()
        #: For each silence inside a line, and each rule, the last place and who stands there.
        last: dict[tuple[int, str], tuple[Place, list[int]]] = {}
        for index, (place, rule) in enumerate(candidates):
            for number in self._lines.get((place.file, place.line), ()):
                if not self._answers(number, place, rule):
                    continue
                if self._silences[number].whole_line:
                    whole.add((number, index))
                    continue
                best, there = last.get((number, rule), (place, []))
                if best <= place:
                    last[number, rule] = place, [*(there if best == place else ()), index]
        inside = {(number, index) for (number, _), (_, there) in last.items() for index in there}
        return whole | inside

    def _answers(self, number: int, place: Place, rule: str) -> bool:
        """Whether a comment names this rule, and stands behind this place."""
        silence, names = self._silences[number], self._names[number]
        if names and rule.casefold() not in names:
            return False
        farthest = 0 if names else silence.column - REACH
        return silence.whole_line or farthest <= place.column < silence.column

    def _hints(self, used: set[int]) -> Iterator[Finding]:
        for index, silence in enumerate(self._silences):
            unknown = [name for name in silence.rules if not is_known(name)]
            for name in unknown:
                values = {"name": name, "nearest": nearest_name(name)}
                yield Finding("silence-unknown", Severity.HINT, silence.place, values)
            if index not in used and not unknown:
                values = {"comment": " ".join(("satzspiegel: ok", *silence.rules))}
                yield Finding("silence-unused", Severity.HINT, silence.place, values)


def _names(finding: Finding) -> tuple[str, ...]:
    """What a comment can call a finding that it may silence."""
    if finding.severity is Severity.ERROR or finding.place is None:
        return ()
    rule = finding.values.get("rule", "")
    return (finding.code, rule) if rule else (finding.code,)
