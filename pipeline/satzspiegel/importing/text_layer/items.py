"""The marks of lists in lines of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from satzspiegel.importing.text_layer.measure import Measure, ends_sentence
from satzspiegel.importing.text_layer.rows import Row

BULLET = re.compile(r"(?P<mark>[•▪▫■□●○◦‣⁃∙·►➢✓*–—-])\s+(?=\S)")
NUMBERED = re.compile(r"(?P<open>\(?)(?P<mark>\d{1,3}|[a-z])(?P<close>[.)])\s+(?=\S)")
#: Lines between the beginnings of two items of a list.
ITEM_LINES = 15
#: Of the measure, what lines leave empty that were ended on purpose, in verse and above items.
VERSE_ROOM = 0.1


def items_of(rows: Sequence[Row], measure: Measure) -> dict[int, re.Match[str]]:
    """The marks of items by their line: bullets that recur, numbers that count from 1."""
    out: dict[int, re.Match[str]] = {}
    waiting: dict[str, tuple[int, int, re.Match[str]]] = {}
    for index, row in enumerate(rows):
        match = BULLET.match(row.text) or NUMBERED.match(row.text)
        if match is None or (index and not _may_begin(rows[index - 1], row, measure)):
            continue
        style, value = _mark(match)
        at, before, first = waiting.get(style, (-ITEM_LINES - 1, 0, match))
        near = index - at <= ITEM_LINES
        if near and (value == before + 1 or not value):
            out[rows[at].number], out[row.number] = first, match
        if value in (0, 1) or (near and value == before + 1):
            waiting[style] = (index, value, match)
    return out


def _mark(match: re.Match[str]) -> tuple[str, int]:
    """How items are marked, and the number; 0 for bullets."""
    if match.re is BULLET:
        return match["mark"], 0
    letter = match["mark"].isalpha()
    value = ord(match["mark"]) - 96 if letter else int(match["mark"])
    return f"{match['open']}{'a' if letter else '1'}{match['close']}", value


def _may_begin(row: Row, following: Row, measure: Measure) -> bool:
    """Whether an item may begin below a line: it ends a sentence, or has room for more."""
    if row.page != following.page or measure.is_apart(following):
        return True
    return ends_sentence(row.text) or measure.room_for(row, following) > VERSE_ROOM
