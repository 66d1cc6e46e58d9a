"""Whether a manuscript holds more than is sane, before Pandoc sees it.

What can be set is in :class:`satzspiegel.model.LimitSettings`; what follows from how Pandoc and
Python work is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from satzspiegel.manuscript.files import SourceFile
from satzspiegel.manuscript.source import CALL, without_code
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, LimitSettings, Place, Severity

#: Quotations, divisions and lists inside one another; on a page there is room for five. Pandoc's
#: tree has up to four levels for each, and Python reads about a thousand.
NESTED = 40
#: Square brackets open at once. Pandoc's time grows tenfold with every two of them.
BRACKETS = 5

BETWEEN = re.compile(r"\n[ \t]*(?=\n)")
QUOTED = re.compile(rf"^(?:[ \t]{{0,3}}>){{{NESTED + 1}}}", re.MULTILINE)
FENCE = re.compile(r"^[ \t>]*:{3,}[ \t]*(\S?)", re.MULTILINE)
#: An empty line ends a paragraph, and with it every bracket.
BRACKET = re.compile(r"\\.|[\[\]]|\n[ \t>]*(?=\n)", re.DOTALL)


def within_limits(file: SourceFile, limits: LimitSettings) -> None:
    """Raise :class:`ManuscriptError` for a file that would take hours, before Pandoc reads it."""
    found = [finding for finding in _exceeded(file, limits) if finding]
    if found:
        raise ManuscriptError(*found)


def too_deep(place: Place) -> ManuscriptError:
    """That more is nested at a place than can be set."""
    values = {"limit": str(NESTED)}
    return ManuscriptError(Finding("nesting-too-deep", Severity.ERROR, place, values))


def _exceeded(file: SourceFile, limits: LimitSettings) -> Iterator[Finding]:
    text = file.text
    for code, limit, offset in (
        ("paragraph-too-long", limits.paragraph, _long_paragraph(text, limits.paragraph)),
        ("notes-too-many", limits.notes, _note_too_many(text, limits.notes)),
        ("nesting-too-deep", NESTED, _deep_quotation(text)),
        ("nesting-too-deep", NESTED, _deep_division(text)),
        ("brackets-too-many", BRACKETS, _bracket_too_many(text)),
    ):
        if offset is not None:
            values = {"limit": f"{limit:,}".replace(",", "\u202f")}
            yield Finding(code, Severity.ERROR, Place.at(file.name, text, offset), values)


def _long_paragraph(text: str, most: int) -> int | None:
    """Where the first paragraph begins that is too long."""
    start = 0
    for end in (*(match.end() for match in BETWEEN.finditer(text)), len(text)):
        if end - start > most:
            return start + len(text[start:end]) - len(text[start:end].lstrip("\n"))
        start = end
    return None


def _note_too_many(text: str, most: int) -> int | None:
    """Where the first call stands that is too many; each label stands twice, as a rule."""
    for count, match in enumerate(CALL.finditer(text)):
        if count == 2 * most:
            return match.start()
    return None


def _deep_quotation(text: str) -> int | None:
    match = QUOTED.search(text)
    return match.start() if match else None


def _deep_division(text: str) -> int | None:
    depth = 0
    for match in FENCE.finditer(text):
        depth = depth + 1 if match[1] else max(0, depth - 1)
        if depth > NESTED:
            return match.start()
    return None


def _bracket_too_many(text: str) -> int | None:
    """Where the first bracket stands that is open with too many others; in code none counts."""
    if _open_bracket(text) is None:
        return None
    return _open_bracket(without_code(text))


def _open_bracket(text: str) -> int | None:
    depth = 0
    for match in BRACKET.finditer(text):
        mark = match[0][0]
        if mark == "\n":
            depth = 0
        elif mark == "[":
            depth += 1
        elif mark == "]":
            depth = max(0, depth - 1)
        if depth > BRACKETS:
            return match.start()
    return None
