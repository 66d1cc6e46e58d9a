"""Paragraphs, headings, verse, lists and quotations from the lines of a text."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from satzspiegel.importing.text_layer import headings
from satzspiegel.importing.text_layer.edges import arabic
from satzspiegel.importing.text_layer.items import VERSE_ROOM, items_of
from satzspiegel.importing.text_layer.measure import HYPHEN_END, Measure, ends_sentence
from satzspiegel.importing.text_layer.rows import Row

Kind = Literal["paragraph", "heading", "verse", "table", "item", "separator"]
SEPARATOR = re.compile(r"(?:[*∗⁎•·~–—=_#-]\s*){3,}|[*⁂❦☙❧§~]|\*\s\*")
#: White space between columns.
COLUMN = re.compile(r"\S {3,}(?=\S)")
#: Of the measure, what no line of a verse exceeds.
VERSE_WIDTH = 0.8
#: Of the lines of a verse, the share that are no sentence's end.
OPEN_ENDED = 0.4
#: What a heading without white space under it leaves empty.
HEADING_ROOM = 0.3
#: Probability that such a line is a heading, below white space and without it: it may be a term
#: that is explained, too.
BELOW_WHITE, INSIDE = 0.96, 0.7
#: A page is ended early if it has fewer lines than this share of what pages have.
ENDED_EARLY = 0.8
#: Share of a page's lines that begin at its left edge at least.
AT_EDGE = 0.15


@dataclass(frozen=True)
class Block:
    """Lines that belong together. ``style`` is a heading's kind or an item's mark (``•``, ``1.``).

    ``cut`` is the length of an item's mark. ``probability`` is that of its being told from what
    follows.
    """

    kind: Kind
    rows: tuple[Row, ...]
    style: str = ""
    quoted: bool = False
    cut: int = 0
    probability: float = 1.0


@dataclass(frozen=True)
class _Group:
    """Lines of one paragraph as far as their ends tell; white space before and behind them."""

    rows: tuple[Row, ...]
    before: bool
    behind: bool
    probability: float


def at_left_edge(rows: Sequence[Row]) -> list[Row]:
    """Rows with their indents measured from the left edge of their page's text."""
    indents: dict[int, Counter[int]] = defaultdict(Counter)
    for row in rows:
        indents[row.page][row.indent] += 1
    edges = {}
    for page, counts in indents.items():
        least = AT_EDGE * counts.total()
        edges[page] = min(
            indent for indent, count in counts.items() if count >= least or len(counts) > 6
        )
    return [replace(row, indent=max(0, row.indent - edges[row.page])) for row in rows]


def blocks(rows: Sequence[Row], measure: Measure, heads: Mapping[str, int]) -> list[Block]:
    """The blocks of a text in order. ``heads`` are running heads as in :class:`.edges.Cut`."""
    items = items_of(rows, measure)
    out: list[Block] = []
    for chunk in _chunks(rows, measure):
        for in_columns, lines in _tables(chunk):
            if in_columns:
                out.append(Block("table", tuple(lines)))
                continue
            for part, is_verse in _verses(lines, measure, items):
                out += [Block("verse", tuple(part))] if is_verse else _prose(part, measure, items)
    found = _numerals(_stanzas(_continued(out, measure), measure))
    return _by_white(_opening(found, heads))


def _stanzas(found: Sequence[Block], measure: Measure) -> list[Block]:
    """Short stanzas between or below longer ones are verse too."""
    out: list[Block] = []
    for block in found:
        rows = block.rows
        short = max(measure.length(row.text) for row in rows) < VERSE_WIDTH * measure.width
        after = (
            bool(out) and out[-1].kind == "verse" and rows[0].number - out[-1].rows[-1].number < 4
        )
        if block.kind in ("paragraph", "heading") and after and short and len(rows) <= 4:
            block = Block("verse", rows)
        out.append(block)
    return out


def _numerals(found: Sequence[Block]) -> list[Block]:
    """Numbers alone are headings if they count from 1; else they are figures."""
    lonely = [
        b for b in found if b.kind == "heading" and headings.NUMERAL.fullmatch(b.rows[0].text)
    ]
    values = [arabic(block.rows[0].text.rstrip(".")) for block in lonely]
    if values == list(range(1, len(values) + 1)) and len(values) > 1:
        return list(found)
    figures = {id(block) for block in lonely if len(block.rows) == 1}
    return [replace(b, kind="paragraph", style="") if id(b) in figures else b for b in found]


def _by_white(found: Sequence[Block]) -> list[Block]:
    """Headings without capitals or numbers have the higher level the more white is above them."""
    out = []
    page = -1
    plain = [b for b in found if b.kind == "heading" and b.style in ("short", "closed")]
    white = {block.rows[0].above for block in plain if block.rows[0].above}
    for block in found:
        first = block.rows[0]
        if block.kind == "heading" and block.style in ("short", "closed"):
            lower = len(white) > 1 and first.page == page and first.above == 1
            block = replace(block, style="closed" if lower else "short")
        page = block.rows[-1].page
        out.append(block)
    return out


def _opening(found: Sequence[Block], heads: Mapping[str, int]) -> list[Block]:
    """Headings that open a page after one that ended early are those of chapters, and headings that
    running heads repeat.
    """
    rows: Counter[int] = Counter(row.page for block in found for row in block.rows)
    usual = statistics.median(rows.values()) if rows else 0
    out = []
    page = -1
    for block in found:
        first = block.rows[0].page
        opens = first != page and first > 0 and rows[first - 1] < ENDED_EARLY * usual
        page = block.rows[-1].page
        squeezed = "".join("".join(row.text.split()) for row in block.rows).casefold()
        opens = opens or squeezed in heads or squeezed.rstrip("0123456789*") in heads
        if block.kind == "heading" and block.style in ("short", "closed") and opens:
            block = replace(block, style="opening", probability=1.0)
        out.append(block)
    return out


def _prose(rows: Sequence[Row], measure: Measure, items: dict[int, re.Match[str]]) -> list[Block]:
    """Paragraphs, items, and headings without white space under them."""
    quoted = _is_quoted(rows)
    out: list[Block] = []
    start = 0
    for index in range(len(rows)):
        if _heads(rows[index : index + 3], measure, items) and _over(rows, index):
            text = rows[start:index]
            out += [_block(g, measure, items, quoted) for g in _groups(text, measure, items)]
            chance = INSIDE if index else BELOW_WHITE
            out.append(Block("heading", (rows[index],), "closed", probability=chance))
            start = index + 1
    return out + [_block(g, measure, items, quoted) for g in _groups(rows[start:], measure, items)]


def _over(rows: Sequence[Row], index: int) -> bool:
    return index == 0 or ends_sentence(rows[index - 1].text)


def _chunks(rows: Sequence[Row], measure: Measure) -> Iterator[list[Row]]:
    """Lines between white space; a sentence that goes on below it belongs to what is above."""
    chunk: list[Row] = []
    for row in rows:
        if chunk and _parts(chunk[-1], row, measure):
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def _heads(chunk: Sequence[Row], measure: Measure, items: dict[int, re.Match[str]]) -> bool:
    """Whether the first of some lines is a heading without white space under it: a line
    that is no sentence, ends where there is much room, and lets a sentence begin.
    """
    if len(chunk) < 2 or not measure.width or chunk[0].number in items:
        return False
    row, following = chunk[:2]
    return (
        headings.kind([row], measure) in ("short", "decimal1", "decimal2", "decimal3", "roman")
        and not ends_sentence(row.text)
        and row.text[-1] not in "—,"
        and not following.text[0].islower()
        and measure.room_for(row, following) > HEADING_ROOM
        and _is_full(following, chunk[2] if len(chunk) > 2 else None, measure)
    )


def _is_full(row: Row, following: Row | None, measure: Measure) -> bool:
    """Whether a line has no room for more, be it a page's last."""
    if following is None:
        return measure.length(row.text) > (1 - VERSE_ROOM) * measure.width
    return measure.room_for(row, following) < VERSE_ROOM


def _parts(row: Row, following: Row, measure: Measure) -> bool:
    if _is_separator(row) or _is_separator(following):
        return True
    if _changes_case(row, following):
        heading = row if headings.in_capitals(row.text) else following
        return _stands_alone(row, following, heading, measure)
    if row.page != following.page:
        return True
    return measure.is_apart(following) and measure.ends(row, following) > 0.5


def _changes_case(row: Row, following: Row) -> bool:
    """Whether one of two lines is in capitals; figures alone go with both."""
    letters = headings.LETTERS.search(row.text) and headings.LETTERS.search(following.text)
    first, second = headings.in_capitals(row.text), headings.in_capitals(following.text)
    return first != second and bool(letters)


def _stands_alone(row: Row, following: Row, heading: Row, measure: Measure) -> bool:
    """Whether a line in capitals is a heading, and not the part of a sentence."""
    if heading is row:
        return not following.text[0].islower() and not HYPHEN_END.search(row.text)
    apart = measure.is_apart(following) or row.page != following.page
    return ends_sentence(row.text) or (apart and not HYPHEN_END.search(row.text))


def _is_separator(row: Row) -> bool:
    return SEPARATOR.fullmatch(row.text) is not None


def _groups(
    chunk: Sequence[Row], measure: Measure, items: dict[int, re.Match[str]]
) -> Iterator[_Group]:
    group: list[Row] = []
    first = True
    nexts: list[Row | None] = [*chunk[1:], None]
    for row, following in zip(chunk, nexts, strict=False):
        group.append(row)
        ending = 1.0 if following is None else _ending(row, following, measure, items)
        if ending > 0.5:
            yield _Group(tuple(group), first, following is None, ending)
            group, first = [], False


def _ending(row: Row, following: Row, measure: Measure, items: dict[int, re.Match[str]]) -> float:
    if following.number in items:
        return 1.0
    if headings.in_capitals(row.text) and headings.in_capitals(following.text):
        return 1.0 if measure.is_apart(following) and row.page == following.page else 0.0
    return measure.ends(row, following)


def _block(group: _Group, measure: Measure, items: dict[int, re.Match[str]], quoted: bool) -> Block:
    rows = group.rows
    if len(rows) == 1 and _is_separator(rows[0]):
        return Block("separator", rows)
    item = items.get(rows[0].number)
    if item is not None:
        return Block("item", rows, item[0].rstrip(), quoted, item.end())
    kind = headings.kind(rows, measure)
    alone = kind == "capitals" or (group.before and group.behind)
    if kind and alone:
        return Block("heading", rows, kind)
    return Block("paragraph", rows, "", quoted, 0, group.probability)


def _continued(found: Sequence[Block], measure: Measure) -> list[Block]:
    """Blocks over pages and below white space joined; lonely short lines are no headings."""
    out: list[Block] = []
    for index, block in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if block.kind == "heading" and not _leads(block, following, out[-1] if out else None):
            block = replace(block, kind="paragraph", style="")
        if out and _goes_on(out[-1], block, measure):
            last = out[-1]
            out[-1] = replace(last, rows=last.rows + block.rows, probability=block.probability)
            continue
        out.append(block)
    return out


def _leads(block: Block, following: Block | None, before: Block | None) -> bool:
    """Headings are followed by what they head; below a broken sentence there is none."""
    if following is None:
        return False
    if block.style == "capitals":
        return True
    broken = (
        before is not None
        and before.kind == "paragraph"
        and not ends_sentence(before.rows[-1].text)
    )
    return not broken and not following.rows[0].text[0].islower()


def _goes_on(last: Block, block: Block, measure: Measure) -> bool:
    if last.kind not in ("paragraph", "item") or block.kind != "paragraph":
        return False
    if last.quoted != block.quoted and block.rows[0].page == last.rows[-1].page:
        return False
    return measure.ends(last.rows[-1], block.rows[0]) < 0.5


def _is_quoted(chunk: Sequence[Row]) -> bool:
    """All lines are indented, or all but the first, which is indented more or less."""
    return len(chunk) >= 2 and all(row.indent >= 2 for row in chunk)


def _tables(chunk: Sequence[Row]) -> Iterator[tuple[bool, list[Row]]]:
    """A chunk in parts that are in columns or not: three lines or more with gaps in all of them."""
    flags = [len(COLUMN.findall(row.text)) for row in chunk]
    lines: list[Row] = []
    for has_gaps, run in groupby(range(len(chunk)), key=lambda index: flags[index] > 0):
        indices = list(run)
        rows = [chunk[index] for index in indices]
        if has_gaps and len(rows) >= 3 and sum(flags[i] > 1 for i in indices) >= len(rows) / 2:
            if lines:
                yield False, lines
            yield True, rows
            lines = []
        else:
            lines += rows
    if lines:
        yield False, lines


def _verses(
    chunk: Sequence[Row], measure: Measure, items: dict[int, re.Match[str]]
) -> Iterator[tuple[Sequence[Row], bool]]:
    """A chunk in parts that are verse or not: verse is three short lines or more, each ended where
    there was room for more, and not all of them sentences as in a dialogue.
    """
    start = at = 0
    for is_short, run in groupby(_short_lines(chunk, measure, items)):
        end = at + len(list(run))
        begin = at + (at > 0 and not ends_sentence(chunk[at - 1].text))
        lines = chunk[begin:end]
        if is_short and len(lines) >= 3 and _is_verse(lines):
            if begin > start:
                yield chunk[start:begin], False
            yield lines, True
            start = end
        at = end
    if start < len(chunk):
        yield chunk[start:], False


def _short_lines(
    chunk: Sequence[Row], measure: Measure, items: dict[int, re.Match[str]]
) -> list[bool]:
    if not measure.width:
        return [False] * len(chunk)
    out = []
    for row, following in zip(chunk, [*chunk[1:], None], strict=True):
        short = measure.length(row.text) < VERSE_WIDTH * measure.width
        room = following is None or measure.room_for(row, following) > VERSE_ROOM
        whole = not HYPHEN_END.search(row.text) and row.number not in items
        out.append(short and room and whole)
    return out


def _is_verse(lines: Sequence[Row]) -> bool:
    if headings.all_in_capitals(lines):
        return False
    open_ended = sum(not ends_sentence(row.text) for row in lines[:-1])
    return open_ended >= OPEN_ENDED * (len(lines) - 1)
