"""The corpus: what a German typesetter makes of a text, and what is left as it is.

A case is a table in `corpus/*.toml`: the rule it tries (`rule`), the text (`before`), the text
that must come out (`after`; without it, the text must not change), a `profile`, whether the text
is Markdown (`markdown`), and the reason where it is not plain (`why`). A new file is found by
itself. Messages show U+202F as `·` and U+00A0 as `⍽`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from satzspiegel.typography import apply_text

CORPUS = Path(__file__).parent / "corpus"
PROFILES = {"de-DE", "de-DE-guillemets", "de-AT", "de-CH"}
KEYS = {"rule", "profile", "markdown", "before", "after", "why"}

RuleNumbers = dict[str, tuple[int, ...]]


def rule_ids(numbers: RuleNumbers) -> list[str]:
    """The ids of rules: `{"Q": (1, 2)}` is Q1 and Q2."""
    return [f"{group}{number}" for group in numbers for number in numbers[group]]


#: Rules that rewrite, and guards that keep text from it. L1 and H5 are fixes of the editions:
#: they leave the text alone.
FIXES_AND_GUARDS = rule_ids(
    {
        "Q": (1, 2, 3, 6),
        "A": (1, 2, 3, 4),
        "D": (1, 2, 3, 5, 6, 7, 8, 9),
        "E": (1, 2, 3),
        "N": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        "W": (1,),
        "X": (1, 2),
    }
)
#: Rules that only report.
LINTS = rule_ids({"Q": (4, 5), "A": (5,), "D": (4, 10), "E": (4,), "C": (1,), "F": (1, 3, 4)})
#: Rules whose work is done elsewhere; their cases show that the text stays as it is.
ELSEWHERE = ["L1"]

#: Figures that the corpus promises.
LEAST_CASES = 300
LEAST_PER_RULE = 6
LEAST_PER_LINT = 2
LEAST_UNCHANGED = 120

SIGNS = {
    "\u202f": "·",
    "\u00a0": "⍽",
    "\u2011": "<U+2011>",
    "\u200c": "<U+200C>",
    "\u00ad": "<U+00AD>",
    "\n": "¶\n",
}


@dataclass(frozen=True)
class Case:
    """One text and what becomes of it; `name` is its file, its place there and its words."""

    name: str
    rule: str
    before: str
    after: str
    profile: str
    markdown: bool
    why: str


def read_case(file: str, number: int, table: dict[str, Any]) -> Case:
    """The case of one table; a key that nobody reads is an error."""
    unknown = set(table) - KEYS
    if unknown:
        raise ValueError(f"{file}, case {number}: unknown {sorted(unknown)}")
    words = "-".join(re.findall(r"\w+", table["before"])[:4])
    return Case(
        name=f"{file}-{number}-{table['rule']}-{words}",
        rule=table["rule"],
        before=table["before"],
        after=table.get("after", table["before"]),
        profile=table.get("profile", "de-DE"),
        markdown=table.get("markdown", False),
        why=table.get("why", ""),
    )


def read_corpus() -> list[Case]:
    """All cases, in the order of the files' names."""
    return [
        read_case(path.stem, number, table)
        for path in sorted(CORPUS.glob("*.toml"))
        for number, table in enumerate(tomllib.loads(path.read_text("utf-8"))["case"], 1)
    ]


CASES = read_corpus()
EACH_CASE = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def shown(text: str) -> str:
    """The text with its invisible characters made visible."""
    return "".join(SIGNS.get(character, character) for character in text)


def difference(case: Case, start: str, got: str) -> str:
    """What a failing case says."""
    return (
        f"{case.rule}, {case.profile}{', Markdown' if case.markdown else ''}: {case.why}\n"
        f"from:   {shown(start)}\nwanted: {shown(case.after)}\ngot:    {shown(got)}"
    )


@EACH_CASE
def test_case_becomes_what_a_typesetter_would_set(case: Case) -> None:
    got = apply_text(case.before, case.profile, markdown=case.markdown)
    assert got == case.after, difference(case, case.before, got)


@EACH_CASE
def test_what_is_set_right_stays(case: Case) -> None:
    got = apply_text(case.after, case.profile, markdown=case.markdown)
    assert got == case.after, difference(case, case.after, got)


def test_corpus_is_as_large_as_promised() -> None:
    assert len(CASES) >= LEAST_CASES
    assert sum(case.before == case.after for case in CASES) >= LEAST_UNCHANGED


@pytest.mark.parametrize("rule", FIXES_AND_GUARDS)
def test_every_fix_and_guard_is_tried(rule: str) -> None:
    assert sum(case.rule == rule for case in CASES) >= LEAST_PER_RULE


@pytest.mark.parametrize("rule", LINTS)
def test_every_lint_leaves_the_text_alone(rule: str) -> None:
    lints = [case for case in CASES if case.rule == rule]
    assert len(lints) >= LEAST_PER_LINT
    assert [case.name for case in lints if case.before != case.after] == []


def test_no_case_is_there_twice() -> None:
    texts = Counter((case.profile, case.markdown, case.before) for case in CASES)
    assert [shown(before) for (_, _, before), times in texts.items() if times > 1] == []


def test_every_case_names_a_rule_and_a_profile() -> None:
    known = {*FIXES_AND_GUARDS, *LINTS, *ELSEWHERE}
    assert [case.name for case in CASES if case.rule not in known] == []
    assert [case.name for case in CASES if case.profile not in PROFILES] == []


def test_no_case_writes_the_unbreakable_hyphen() -> None:
    # Many fonts lack U+2011, so the editions keep the parts together without it.
    assert [case.name for case in CASES if "\u2011" in case.after] == []
