"""Lines of a text layer, page by page."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from satzspiegel.importing.draft import Change, Spot

#: Latin ligatures (Unicode, U+FB00–U+FB06); the long s of the last but one stays.
LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "ſt",
    "\ufb06": "st",
}
LIGATURE = re.compile(f"[{''.join(LIGATURES)}]")
#: Soft hyphens inside a line, and what has no width (Unicode, 23.2).
INVISIBLE = re.compile("\u00ad(?=\\S)|[\u200b\u2060\ufeff]")
#: Above this share of all spaces, no-break spaces are an accident of the program.
NO_BREAK_SHARE = 0.3
#: Hyphens of old types and of readers, at a line's end: ``=``, U+00AC, U+2E17, U+30A0, U+2E40.
OLD_HYPHEN = re.compile("(?<=[^\\W\\d_])[=¬⸗゠⹀]$")
#: Lines of the shortest page, where pages are told from the text alone.
SHORTEST_PAGE = 8


@dataclass(frozen=True)
class Row:
    """A line that is not empty. ``text`` has no white space at its ends.

    ``number`` counts from 1 in the whole layer, ``page`` from 0. ``indent`` counts columns.
    ``loose``: the line ends in white space. ``above`` counts the empty lines above it. ``line`` is
    its line in the source, if rows were counted anew.
    """

    text: str
    number: int
    page: int
    indent: int = 0
    loose: bool = False
    above: int = 0
    line: int = 0


Page = tuple[Row, ...]


def spot(row: Row, name: str, column: int = 0) -> Spot:
    """Where a row stands; ``column`` counts from 0 in its text."""
    return Spot(name, row.page + 1, row.line or row.number, row.indent + column + 1)


def pages_of(text: str) -> list[Page]:
    """The pages of a layer: between form feeds; where there are none, as their beginnings tell."""
    if text.count("\u00a0") > NO_BREAK_SHARE * (text.count(" ") + text.count("\u00a0")):
        text = text.replace("\u00a0", " ")
    sheets = text.rstrip("\f\n ").split("\f")
    rows = _rows(sheets)
    if len(sheets) > 1:
        pages: list[list[Row]] = [[] for _ in sheets]
        for row in rows:
            pages[row.page].append(row)
        return [tuple(page) for page in pages]
    return _by_beginnings(rows)


def cleaned(rows: Sequence[Row], name: str) -> tuple[list[Row], list[Change]]:
    """Rows without ligatures and invisible characters, and what was changed."""
    out, changes = [], []
    for row in rows:
        text = row.text
        for match in LIGATURE.finditer(text):
            place = spot(row, name, match.start())
            changes.append(Change("ligature", place, match[0], LIGATURES[match[0]]))
        text = LIGATURE.sub(lambda match: LIGATURES[match[0]], text)
        for match in INVISIBLE.finditer(text):
            changes.append(Change("invisible", spot(row, name, match.start()), match[0]))
        text = INVISIBLE.sub("", text).strip()
        if old := OLD_HYPHEN.search(text):
            changes.append(Change("line-hyphen", spot(row, name, old.start()), old[0], "-"))
            text = text[: old.start()] + "-"
        if text:
            out.append(replace(row, text=text))
    return out, changes


def page_texts(text: str, pages: Sequence[Page]) -> tuple[str, ...]:
    """All text of each page as it is in the layer."""
    sheets = text.rstrip("\f\n ").split("\f")
    if len(sheets) > 1:
        return tuple(sheets)
    lines = text.split("\n")
    bounds = [0, *(page[0].number - 1 for page in pages[1:]), len(lines)]
    return tuple("\n".join(lines[a:b]) for a, b in itertools.pairwise(bounds))


def _rows(sheets: Sequence[str]) -> list[Row]:
    """Every form feed stands at the beginning of a line."""
    out: list[Row] = []
    first = 1
    for page, sheet in enumerate(sheets):
        above = 0
        lines = sheet.split("\n")
        for number, line in enumerate(lines, first):
            if not line.strip():
                above += 1
                continue
            out.append(_row(line, number, page, above))
            above = 0
        first += len(lines) - 1
    return out


def _row(line: str, number: int, page: int, above: int) -> Row:
    start = line[: len(line) - len(line.lstrip())].expandtabs(4)
    return Row(line.strip(), number, page, len(start), line[-1].isspace(), above)


def _by_beginnings(rows: Sequence[Row]) -> list[Page]:
    """Pages whose first line begins with a space, as a lost form feed leaves it."""
    begins = [index for index, row in enumerate(rows) if 0 < row.indent <= 2]
    if not _begin_pages(rows, begins):
        return [tuple(rows)]
    bounds = sorted({0, *begins, len(rows)})
    pages = []
    for page, (start, end) in enumerate(itertools.pairwise(bounds)):
        first = replace(rows[start], indent=0)
        pages.append(tuple(replace(row, page=page) for row in (first, *rows[start + 1 : end])))
    return pages


def _begin_pages(rows: Sequence[Row], begins: Sequence[int]) -> bool:
    """Whether indented lines are the first of pages, and not of paragraphs: they are rare, never
    close to each other, and some of them go on in the middle of a sentence.
    """
    gaps = [b - a for a, b in itertools.pairwise(begins)]
    inside = [index for index in begins if index]
    if not inside or min(gaps, default=SHORTEST_PAGE) < SHORTEST_PAGE:
        return False
    if Counter(row.indent for row in rows).most_common(1)[0][0] != 0:
        return False
    return any(rows[index].text[0].islower() for index in inside)
