"""What may be a call in a line of text, by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from satzspiegel.importing.pages.calls import Candidate
from satzspiegel.importing.text_layer.rows import Row
from satzspiegel.importing.text_layer.zones import SUPERIORS

MARK = re.compile(
    r"\[(?P<square>\d{1,4}|\*{1,4}|[a-z])\]"
    r"|\((?P<round>\d{1,4}|\*{1,4}|[a-z])\)"
    r"|(?P<superior>[⁰¹²³⁴-⁹]{1,4}|[ᵃᵇᶜᵈᵉ])"
    r"|(?P<star>(?P<sign>[*∗†‡§¶‖])(?P=sign){0,3})"
    r"|(?<=[^\W\d_])(?P<halved>\d{1,4})(?=\))"
    r"|(?P<digits>\d+)"
)
#: Words before a number that is a page, a volume, a date: »S. 12«, »Nr. 5«, »am 3.«.
COUNTED = re.compile(
    r"(?:\b(?:S|s|p|pp|Nr|Bd|Bde|Bl|Sp|Abb|Tab|Kap|Art|Abs|Anm|Fig|Z|V|H|T|Vol|No|Jg|Ziff|Rdnr|Rn|"
    r"ca|um|vgl|cf|f|ff|fol|Ps|Mt|Lk|Joh)\.|§|Seite|Nr|Kapitel|Band)$"
)
#: Names that end in a digit as they are written: »A4«, »U2«, »CO2«, »B12«.
LETTERED = re.compile(r"(?<![^\W\d_])[A-ZÄÖÜ]{1,2}$|(?<![^\W\d_])[a-z]$")
YEAR = re.compile(r"(?:1[0-9]|20)\d\d")


@dataclass(frozen=True)
class Mark:
    """A candidate and where it stands: the index of its row, its span there."""

    candidate: Candidate
    row: int
    start: int
    end: int


def marks(rows: Sequence[Row], labels: Collection[str]) -> list[Mark]:
    """All that might be calls of notes so labelled, in order; and superiors without a note."""
    wanted = frozenset(labels)
    return [mark for index, row in enumerate(rows) for mark in _in_row(index, row, wanted)]


def _in_row(index: int, row: Row, labels: frozenset[str]) -> Iterator[Mark]:
    for match in MARK.finditer(row.text):
        for label, start, probability, kind in _readings(match, row.text, labels):
            yield Mark(Candidate(label, row.page, probability, kind), index, start, match.end())


def _readings(
    match: re.Match[str], text: str, labels: frozenset[str]
) -> Iterator[tuple[str, int, float, str]]:
    kind = match.lastgroup or ""
    written = match[kind]
    label = written.translate(SUPERIORS)
    if kind == "digits":
        yield from _digits(match, text, labels)
    elif kind == "superior":
        yield label, match.start(), 0.97, kind
    elif label in labels:
        start = match.start()
        stuck = start > 0 and not text[start - 1].isspace()
        if kind == "star":
            after = text[match.end() : match.end() + 1]
            paragraph = written == "§" and not stuck
            sure = 0.1 if after.isdigit() or paragraph else 0.9 if stuck else 0.3
            yield label, start, sure, kind
        else:
            sure = {"square": 0.85, "round": 0.2, "halved": 0.85}[kind]
            yield label, start, sure if stuck or kind == "square" else sure / 2, f"{kind}{stuck}"


def _digits(
    match: re.Match[str], text: str, labels: frozenset[str]
) -> Iterator[tuple[str, int, float, str]]:
    """Digits as they stand; those behind a year may be stuck to it (»im Mai 19183«)."""
    digits = match[0]
    probability, kind = _by_context(text, match.start(), match.end())
    if len(digits) <= 4 and (digits in labels or probability >= 0.9) and digits[0] != "0":
        yield digits, match.start(), probability, kind
    year, rest = digits[:4], digits[4:]
    if rest in labels and YEAR.fullmatch(year):
        yield rest, match.start() + 4, 0.6, "behind-year"


def _by_context(text: str, start: int, end: int) -> tuple[float, str]:
    """The probability that digits are a call, and how they look."""
    before, after = text[max(0, start - 12) : start], text[end : end + 2]
    factor = _by_what_follows(after)
    last = before[-1:]
    if not last:
        return 0.01 * factor, "first"
    if last.isspace():
        return _behind_space(before, after) * factor, "spaced"
    if last.isalpha():
        return (0.25 if LETTERED.search(before) else 0.96) * factor, "stuck"
    if last in ".,;:":
        figure = before[-2:-1].isdigit()
        near = 0.05 if figure or COUNTED.search(before) else 0.92
        return near * factor, "behind-stop"
    if last in "-–—/+=×<>§&#@_~":
        return 0.01, "inside"
    return 0.94 * factor, "behind-mark"


def _behind_space(before: str, after: str) -> float:
    """A number that stands alone is hardly ever a call, unless all calls of the text do."""
    if COUNTED.search(before.rstrip()):
        return 0.002
    closed = before.rstrip()[-1:] in ".!?»«”“:;,"
    return 0.06 if closed or after[:1] in (".", ",", "") else 0.02


def _by_what_follows(after: str) -> float:
    """Calls end words: no unit, fraction, date or other number follows."""
    first, second = after[:1], after[1:2]
    if not first or first.isspace() or first in "»«”“’‹›)]!?:;…—–":
        return 0.1 if first in ("–", "—") and second.isdigit() else 1.0
    if first in ".,":
        return 0.02 if second.isdigit() else 0.95
    if first.isalpha():
        return 0.6 if first.isupper() else 0.05
    return 0.05
