"""Verse: lines that end where they are meant to, in stanzas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from satzspiegel.importing.pages.looks import INDENT, SPACE, Paragraph, is_display, is_marked
from satzspiegel.importing.pages.type_area import SAME_EDGE, Body, Row

#: Lines of verse at the edge of the column: as many, and so far (share of the measure) from the
#: other edge.
VERSE_LINES, VERSE_LACK = 3, 0.25
#: Stanzas are no farther apart than this (leadings beyond their own).
STANZA = 1.7
#: Of the lines of verse at least this share ends early.
VERSE = 0.5


def like_verse(rows: Sequence[Row]) -> bool:
    """Whether lines are all short, of unlike lengths, and begin with capitals or end with stops."""
    lacks = [row.lack for row in rows]
    short = all(row.lack > VERSE_LACK * (row.right - row.left) for row in rows)
    even = sum(lack - min(lacks) <= SAME_EDGE for lack in lacks)
    capitals = sum(row.line.text.lstrip()[:1].isupper() for row in rows)
    stops = sum(row.line.text.rstrip()[-1:] in ",;:.!?–" for row in rows)
    telling = max(capitals, stops) >= 0.6 * len(rows)
    return short and telling and 2 * even <= len(rows)


def short_runs(rows: Sequence[Row], body: Body) -> Iterator[tuple[int, int]]:
    """Where several short lines follow each other at the edge: verse that is not indented.

    Short paragraphs of a line each (dialogue) have indents of their own.
    """
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and _cut_short(rows, start, end, body):
            end += 1
        if end - start >= VERSE_LINES:
            yield start, end
        start = max(end, start + 1)


def _cut_short(rows: Sequence[Row], start: int, index: int, body: Body) -> bool:
    row = rows[index]
    edge = index == start or abs(row.indent) < INDENT * body.size
    return edge and not is_marked(row.line) and row.lack > VERSE_LACK * (row.right - row.left)


def beside_verse(
    chunks: Sequence[Sequence[Row]], made: Sequence[list[Paragraph]], body: Body
) -> list[list[Paragraph]]:
    """The paragraphs of each chunk, with short ones made verse that are stanzas by their place:
    parted by space from verse, at its edge, all of short lines.
    """
    out = [list(group) for group in made]
    steps = [*pairwise(range(len(out))), *pairwise(range(len(out) - 1, -1, -1))]
    for known, index in steps:
        if not out[known] or any(paragraph.broken for paragraph in out[index]):
            continue
        verse = out[known][-1 if known < index else 0]
        if verse.broken and _is_stanza(chunks[index], chunks[max(known, index)][0], verse, body):
            rows = tuple(chunks[index])
            out[index] = [Paragraph(rows, _edge(rows), True, rows[0].space)]
    return out


def _is_stanza(rows: Sequence[Row], below: Row, verse: Paragraph, body: Body) -> bool:
    edge = _edge(verse.rows)
    near = below.space < STANZA * body.leading or below.page > verse.rows[0].page
    level = abs(_edge(rows) - edge) <= SAME_EDGE
    several = len(rows) > 1 or edge > INDENT * body.size
    short = all(row.lack > VERSE_LACK * (row.right - row.left) for row in rows)
    other = any(is_display(row.line, body) or is_marked(row.line) for row in rows)
    return near and level and several and short and not other


def _edge(rows: Sequence[Row]) -> float:
    return min(row.indent for row in rows)


def stanzas(found: Sequence[Paragraph], body: Body) -> list[Paragraph]:
    """Short lines beside verse are verse too: stanzas of few lines, parted by space; so are lines
    that are indented alike, each for itself.
    """
    out: list[Paragraph] = []
    index = 0
    while index < len(found):
        paragraph = found[index]
        beside = bool(out) and out[-1].broken
        end = index if paragraph.broken else _stanza_end(found, index, body, beside)
        if end - index >= (2 if beside else VERSE_LINES):
            rows = tuple(row for p in found[index:end] for row in p.rows)
            out.append(replace(paragraph, rows=rows, broken=True))
            index = end
        else:
            out.append(paragraph)
            index += 1
    return out


def _stanza_end(found: Sequence[Paragraph], start: int, body: Body, beside: bool) -> int:
    """Behind the last of the single short lines from ``start`` on, at the edge of verse before
    them, or indented and evenly spaced.
    """
    first = found[start].rows[0]
    indented = first.indent > INDENT * body.size
    same_as_paragraphs = abs(first.indent - body.indent) <= SAME_EDGE
    if not beside and (not indented or same_as_paragraphs):
        return start
    end = start
    while end < len(found) and len(found[end].rows) == 1:
        row = found[end].rows[0]
        close = end == start or row.space < SPACE * body.leading or indented
        level = abs(row.indent - first.indent) <= SAME_EDGE
        short = row.lack > VERSE_LACK * (row.right - row.left)
        if not (close and level and short) or is_display(row.line, body) or is_marked(row.line):
            break
        end += 1
    return end
