"""What the eye stumbles over in lines: spaces, hyphens, last lines, words one above the other.

Rules H3, P3 and P7 of German book typography (Forssman/de Jong, *Detailtypografie*; Tschichold).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from satzspiegel.layout import LaidLine, Sheet
from satzspiegel.model import Severity
from satzspiegel.verify.remarks import RUNNING, Remark, columns, remark
from satzspiegel.verify.rivers import remarks_on_rivers

#: Spaces wider than this, in em, part words more than lines are parted. The eye sees .42 em then:
#: the letters on either side add a little white of their own.
LOOSE = 0.40
#: A line that shows as a hole from across the table.
HOLE = 0.55
#: Spaces narrower than this, in em, run words together.
TIGHT = 0.17
#: Hyphens in a row: three are seen (Tschichold: at most three), four make a fringe.
HYPHENS, FRINGE = 3, 4
#: A last line shorter than this, in em, looks like an empty line; so does one that ends before
#: the next indent begins.
SHORTEST = 2.0
#: The same word at the edge of so many lines in a row reads like a list.
SAME_WORDS = 3
#: Signs that belong to no word.
AROUND = ".,;:!?…()[]„“‚‘»«›‹”’\"'–"
#: How far a measure may stand out of the type area, in pt, by rounding …
ROUNDING = 0.1
#: … and the words of a line out of the measure, in em: more than any sign hangs.
HANGING = 0.3


def remarks_on_lines(sheet: Sheet) -> Iterator[Remark]:
    """What is to be said about the lines of a page."""
    for line in sheet.lines:
        yield from _spaces(sheet, line)
        yield from _beyond(sheet, line)
    yield from _short_last_lines(sheet)
    for column in columns(sheet):
        yield from _hyphens(sheet, column)
        yield from remarks_on_rivers(sheet, column)
        yield from _same_words(sheet, column)


# -------------------------------------------------------------------------------- single lines


def is_loose(line: LaidLine) -> bool:
    """Whether the spaces of a line are too wide."""
    return _is_spread(line) and (line.space or 0) > LOOSE


def is_tight(line: LaidLine) -> bool:
    """Whether the spaces of a line are too narrow."""
    return _is_spread(line) and (line.space or 0) < TIGHT


def _is_spread(line: LaidLine) -> bool:
    return line.kind in RUNNING and line.justified and line.space is not None


def _spaces(sheet: Sheet, line: LaidLine) -> Iterator[Remark]:
    space = f"{100 * (line.space or 0):.0f}"
    if is_loose(line):
        severity = Severity.WARNING if (line.space or 0) > HOLE else Severity.HINT
        yield remark(sheet, "line-loose", [line], severity, space=space)
    elif is_tight(line):
        yield remark(sheet, "line-tight", [line], Severity.HINT, space=space)


def _beyond(sheet: Sheet, line: LaidLine) -> Iterator[Remark]:
    """A line whose words stand out of its measure, or whose measure out of the type area."""
    left, _, right, _ = sheet.area
    measure = max(line.right - right, left - line.left)
    words = line.ends - line.right if line.ends is not None else 0.0
    if measure > ROUNDING or words > HANGING * line.size:
        tenths = f"{max(measure, words) * 254 / 72:.0f}"
        yield remark(sheet, "line-overfull", [line], Severity.WARNING, tenths=tenths)


def _short_last_lines(sheet: Sheet) -> Iterator[Remark]:
    for line, below in zip(sheet.lines, [*sheet.lines[1:], None], strict=False):
        if line.ends is None or line.kind not in RUNNING:
            continue
        if line.count > 1 and line.number == line.count - 1:
            shortest = max(SHORTEST * line.size, _indent(line, below))
            if line.ends - line.left < shortest:
                yield remark(sheet, "last-line-short", [line], Severity.HINT)


def _indent(line: LaidLine, below: LaidLine | None) -> float:
    """How far the paragraph below is indented, in pt."""
    if below is None or below.kind is not line.kind or below.number:
        return 0.0
    begins = below.left if below.begins is None else below.begins
    return max(0.0, begins - line.left)


# ------------------------------------------------------------------------------- lines in a row


def _hyphens(sheet: Sheet, column: Sequence[LaidLine]) -> Iterator[Remark]:
    for run in hyphens_in_a_row(column):
        if len(run) >= HYPHENS:
            severity = Severity.WARNING if len(run) >= FRINGE else Severity.HINT
            yield remark(sheet, "hyphens-in-a-row", run, severity, count=str(len(run)))


def hyphens_in_a_row(column: Sequence[LaidLine]) -> Iterator[Sequence[LaidLine]]:
    """The runs of lines that end in a hyphen."""
    signs = ["-" if line.hyphenated else "" for line in column]
    return (lines for _, lines in _runs(column, signs))


def _same_words(sheet: Sheet, column: Sequence[LaidLine]) -> Iterator[Remark]:
    """The same word at the beginning, or at the end, of several lines in a row."""
    cut = [line.hyphenated for line in column]
    starts = ["" if c else _word(line, 0) for c, line in zip([False, *cut], column, strict=False)]
    ends = ["" if c else _word(line, -1) for c, line in zip(cut, column, strict=True)]
    for words in (starts, ends):
        for word, run in _runs(column, words):
            if len(run) >= SAME_WORDS:
                values = {"word": word, "count": str(len(run))}
                yield remark(sheet, "words-repeated", run, Severity.HINT, **values)


def _word(line: LaidLine, index: int) -> str:
    """The first or the last word of a line, as it is compared; empty where it has no letter."""
    words = line.text.split()
    word = words[index].strip(AROUND).casefold() if words else ""
    return word if any(map(str.isalpha, word)) else ""


def _runs(
    column: Sequence[LaidLine], signs: Sequence[str]
) -> Iterator[tuple[str, Sequence[LaidLine]]]:
    """Lines in a row with the same sign; those without one are in no run."""
    end = 0
    for sign, run in groupby(signs):
        start, end = end, end + len(list(run))
        if sign:
            yield sign, column[start:end]
