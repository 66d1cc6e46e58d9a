"""The rules, and the steps that make them.

Ids are those of the rule book (docs/typografie.md). A step may serve several rules that decide
together, as quotation marks and apostrophes do; each of its edits names its rule, so that every
rule can be switched off by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from satzspiegel.model import Run
from satzspiegel.typography.abbreviations import abbreviations, following, initials, references
from satzspiegel.typography.dashes import (
    ellipses,
    ellipsis_spaces,
    minus_signs,
    prices,
    ranges,
    spaced_dashes,
)
from satzspiegel.typography.foreign import foreign_text, french_spaces
from satzspiegel.typography.guards import guarded
from satzspiegel.typography.numbers import dates, ordinals, percents, thousands, times, units
from satzspiegel.typography.passage import Change, Edit, Passage
from satzspiegel.typography.profiles import Profile, primary
from satzspiegel.typography.quotes import german_marks


class Mode(StrEnum):
    """What becomes of what a rule finds."""

    FIX = "fix"
    LINT = "lint"
    GUARD = "guard"
    STYLE = "style"


@dataclass(frozen=True)
class Rule:
    """A rule of the book: its id, and what becomes of what it finds."""

    id: str
    mode: Mode


def _rules(mode: Mode, ids: str) -> tuple[Rule, ...]:
    return tuple(Rule(identifier, mode) for identifier in ids.split())


RULES = (
    *_rules(Mode.FIX, "Q1 Q2 Q3 Q6 A1 A2 A3 A4 D1 D2 D3 D5 D6 D7 D8 E1 E2 E3"),
    *_rules(Mode.FIX, "N1 N2 N3 N4 N5 N6 N7 N8 N9 N10 W1 L1"),
    *_rules(Mode.LINT, "Q4 Q5 A5 D4 D10 E4 F1 F3 F4 W2 W3 Z1 Z2"),
    *_rules(Mode.GUARD, "D9 X1 X2"),
    *_rules(Mode.STYLE, "N13 C1 C2 C3 H1 H2 H5 H6"),
)
#: The rules that can be switched off: guards cannot, and the style decides on its own.
SWITCHES = tuple(rule.id for rule in RULES if rule.mode in (Mode.FIX, Mode.LINT))

Find = Callable[[str, Profile], Iterable[Edit]]
#: Swiss and Canadian French set high punctuation without spaces.
FRENCH = ("fr", "fr-fr", "fr-be", "fr-lu", "fr-mc")
MANY_SPACES = re.compile(r"(?<=\S)  +(?=\S)")
SWISS_SS = re.compile("[ßẞ]")


def spaces(text: str, profile: Profile) -> Iterator[Edit]:
    """W1: one space between words."""
    for match in MANY_SPACES.finditer(text):
        yield Edit(match.start(), match.end(), " ", "W1")


def swiss_ss(text: str, profile: Profile) -> Iterator[Edit]:
    """Swiss orthography has no ß; applied only where the setting asks for it."""
    if profile.swiss_ss:
        for match in SWISS_SS.finditer(text):
            capital = match[0] == "ẞ"
            yield Edit(match.start(), match.end(), "SS" if capital else "ss", "Q3")


#: Steps that write what earlier ones read may need another round; text of sense needs one.
ROUNDS = 6
#: In this order: each reads what those before it have written.
STEPS: tuple[Find, ...] = (
    spaces,
    swiss_ss,
    thousands,
    german_marks,
    ellipses,
    ellipsis_spaces,
    prices,
    minus_signs,
    dates,
    abbreviations,
    references,
    ranges,
    initials,
    following,
    units,
    percents,
    times,
    ordinals,
    spaced_dashes,
)


def set_text(
    runs: Sequence[Run],
    profile: Profile,
    refuse: Callable[[Change], bool] = lambda change: False,
) -> tuple[list[str], list[Change]]:
    """The texts of the runs of one paragraph as they are to be set, and what was changed.

    ``refuse`` may keep single changes from being made. The rules are applied until nothing more
    changes, so that setting twice is setting once.
    """

    def unwanted(change: Change) -> bool:
        return change.rule in profile.off or refuse(change)

    passage = Passage(runs)
    _apply(passage, profile, unwanted)
    changes = passage.changes
    for _ in range(ROUNDS):
        if not passage.changes:
            break
        passage = passage.again()
        _apply(passage, profile, unwanted)
        changes += passage.changes
    return passage.texts(), changes


def _apply(passage: Passage, profile: Profile, unwanted: Callable[[Change], bool]) -> None:
    """All steps once, for each language of the passage."""
    passage.guard(guarded(passage.text))
    for language in passage.languages:
        if primary(language) == "de":
            for step in STEPS:
                passage.edit(step(passage.view(language), profile), unwanted)
        else:
            passage.edit(foreign_text(passage.view(language), language, profile), unwanted)
            if language.lower() in FRENCH:
                passage.edit(french_spaces(passage.view(language), profile), unwanted)
