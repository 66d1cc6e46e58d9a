"""Lines become paragraphs: by white space, indents, short last lines, and changes of type.

A line ends a paragraph if the first word of the next one would still have fitted into it; that is
true of justified and of ragged setting. Lines of verse all end so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from satzspiegel.importing.pages.lines import Face, Line
from satzspiegel.importing.pages.looks import (
    BULLET,
    ENUMERATED,
    HYPHENATED,
    INDENT,
    SENTENCE_END,
    SPACE,
    Paragraph,
    ended,
    is_display,
    is_marked,
    letters_face,
)
from satzspiegel.importing.pages.marks import follows, mark_of
from satzspiegel.importing.pages.type_area import SAME_EDGE, SAME_SIZE, Body, Row
from satzspiegel.importing.pages.verse import (
    VERSE,
    VERSE_LACK,
    beside_verse,
    like_verse,
    short_runs,
    stanzas,
)

#: An indent of more than this (em) is no paragraph's.
DEEP = 5.0
#: Lines that end so far (em) from the right edge of justified type end a paragraph.
SHORT = 1.3
HEADING_TAGS = frozenset({"H", "Title", *(f"H{level}" for level in range(1, 7))})
#: A line that ends no sentence, or is ragged, ends a paragraph if this share of it is white.
RAG = 0.3


def paragraphs(rows: Sequence[Row], body: Body) -> list[Paragraph]:
    """The paragraphs of rows in reading order, all of one flow (text or notes)."""
    chunks = list(_chunks(rows, body))
    made = beside_verse(chunks, [list(_of_chunk(chunk, body)) for chunk in chunks], body)
    return stanzas([paragraph for group in made for paragraph in group], body)


def _of_chunk(chunk: Sequence[Row], body: Body) -> Iterator[Paragraph]:
    if is_display(chunk[0].line, body):
        yield Paragraph(tuple(chunk), chunk[0].indent, False, chunk[0].space)
    else:
        yield from _in_chunk(chunk, body)


def _chunks(rows: Sequence[Row], body: Body) -> Iterator[list[Row]]:
    """Rows with nothing between them that certainly parts paragraphs."""
    chunk: list[Row] = []
    for row in rows:
        if chunk and _parted(chunk[-1], row, body):
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def _parted(above: Row, below: Row, body: Body) -> bool:
    first, second = above.line, below.line
    if _is_heading(first) != _is_heading(second):
        return True
    if _is_heading(first) and first.element != second.element:
        return True
    if abs(first.size - second.size) >= SAME_SIZE and not _mixed(first, second):
        return True
    if letters_face(first) != letters_face(second) and (
        is_display(first, body) or is_display(second, body)
    ):
        return True
    if _italic_line(above, below, body):
        return True
    same = above.page == below.page and first.column == second.column
    if not same:
        return False
    leading = body.leading * max(1.0, first.size / body.size)
    return below.space + body.leading - leading > SPACE * leading


def _italic_line(above: Row, below: Row, body: Body) -> bool:
    """Whether a short line all in italics stands above upright text: a heading of body size."""
    italic = Face.ITALIC in letters_face(above.line)
    upright = Face.ITALIC not in letters_face(below.line)
    short = above.lack > RAG * (above.right - above.left) and ended(above, below)
    flush = above.indent < INDENT * body.size
    return italic and upright and short and flush and not SENTENCE_END.search(above.line.text)


def _mixed(first: Line, second: Line) -> bool:
    """Whether lines differ in size only because one holds few letters of the common size."""
    sizes = {round(run.size, 1) for run in first.runs if run.text.strip()}
    others = {round(run.size, 1) for run in second.runs if run.text.strip()}
    return len(sizes) > 1 and len(others) > 1 and bool(sizes & others)


def _is_heading(line: Line) -> bool:
    """Whether a tagged PDF calls a line a heading (ISO 32000-1, 14.8.4.3.2)."""
    return line.tag in HEADING_TAGS


def _in_chunk(chunk: Sequence[Row], body: Body) -> Iterator[Paragraph]:
    """The paragraphs of rows that only indents and ends of lines tell apart."""
    start = 0
    for begin, end in _indented_runs(chunk, body):
        yield from _flush(chunk[start:begin], body)
        yield from _block(chunk[begin:end], body)
        start = end
    yield from _flush(chunk[start:], body)


def _indented_runs(chunk: Sequence[Row], body: Body) -> Iterator[tuple[int, int]]:
    """Where two or more rows in a row are indented, and are not paragraphs of a line each."""
    least = INDENT * body.size
    if _hangs(chunk, 0.0, body):
        return
    start = 0
    while start < len(chunk):
        end = start
        while end < len(chunk) and chunk[end].indent > least:
            end += 1
        start, end = _without_first_lines(chunk, start, end, body)
        if end > start and _is_block(chunk, start, end, body):
            yield start, end
        start = max(end, start + 1)


def _without_first_lines(chunk: Sequence[Row], start: int, end: int, body: Body) -> tuple[int, int]:
    """Indented rows without the first lines of the paragraphs around them, which are less so."""
    deeper = sum(row.indent > body.indent + SAME_EDGE for row in chunk[start:end])
    if not body.indent or 2 * deeper <= end - start:
        return start, end
    while end > start and abs(chunk[end - 1].indent - body.indent) <= SAME_EDGE:
        end -= 1
    while start < end and abs(chunk[start].indent - body.indent) <= SAME_EDGE:
        start += 1
    return start, end


def _is_block(chunk: Sequence[Row], start: int, end: int, body: Body) -> bool:
    run = chunk[start:end]
    left = min(row.indent for row in run)
    own_space = run[0].space > SPACE * body.leading and end == len(chunk)
    same = body.indent and abs(left - body.indent) <= SAME_EDGE
    if start and not own_space and _within_sentence(chunk[start - 1], run[0]):
        return False
    if len(run) == 1:
        short = run[0].lack > SHORT * body.size
        return bool(not same and short and (body.indent or (own_space and left > 2 * body.size)))
    if not same:
        return True
    even = all(abs(row.indent - left) <= SAME_EDGE for row in run[1:])
    several = len(run) > 2 or own_space
    stops = sum(bool(SENTENCE_END.search(row.line.text)) for row in run)
    return even and several and 2 * stops <= len(run) and _share_ended(_inset(run, left)) < VERSE


def _within_sentence(above: Row, below: Row) -> bool:
    """Whether a full line ends in the middle of a sentence."""
    return not ended(above, below) and not SENTENCE_END.search(above.line.text)


def _block(run: Sequence[Row], body: Body) -> Iterator[Paragraph]:
    """The paragraphs of rows that are indented as a whole."""
    left = min(row.indent for row in run)
    inner = _inset(run, left)
    short = _share_ended(inner) >= VERSE and not _hangs(inner, 0.0, body)
    marked = all(is_marked(row.line) for row in run[::2])
    if len(run) > 1 and (short or like_verse(run)) and not marked:
        yield Paragraph(tuple(run), left, True, run[0].space)
        return
    for paragraph in _flush(inner, body):
        back = tuple(replace(r, left=r.left - left) for r in paragraph.rows)
        inset = run[0].right - inner[0].right
        yield replace(paragraph, rows=back, indented=left, inset=inset)


def _inset(rows: Sequence[Row], left: float) -> list[Row]:
    """Rows within their own edges: the right one is what two of them share, else the column's if
    there are too few to tell.
    """
    lacks = sorted(row.lack for row in rows)
    even = sum(lack - lacks[0] <= SAME_EDGE for lack in lacks)
    shared = even > 1 and 2 * even >= len(lacks) - 1
    narrow = lacks[0] > VERSE_LACK * (rows[0].right - rows[0].left)
    right = lacks[0] if len(rows) > 2 or (shared and not narrow) else min(0.0, lacks[0])
    return [replace(row, left=row.left + left, right=row.right - right) for row in rows]


def _share_ended(rows: Sequence[Row]) -> float:
    """The share of lines that end although the next word would have fitted."""
    pairs = list(pairwise(rows))
    if not pairs:
        return 0.0
    return sum(ended(above, below) for above, below in pairs) / len(pairs)


def _flush(rows: Sequence[Row], body: Body) -> Iterator[Paragraph]:
    """Paragraphs told by first-line indents, hanging indents and short last lines."""
    start = 0
    for begin, end in short_runs(rows, body):
        yield from _prose(rows[start:begin], body)
        yield Paragraph(tuple(rows[begin:end]), 0.0, True, rows[begin].space)
        start = end
    yield from _prose(rows[start:], body)


def _prose(rows: Sequence[Row], body: Body) -> Iterator[Paragraph]:
    if not rows:
        return
    hanging = _hangs(rows, 0.0, body)
    current = [rows[0]]
    for row in rows[1:]:
        hangs = hanging or _hangs_on(current, row, body)
        edge = max(0.0, current[0].indent) if hangs else None
        if _next_item(current[0], row) or _begins(current[-1], row, body, edge):
            yield Paragraph(tuple(current), 0.0, False, current[0].space)
            current = []
        current.append(row)
    yield Paragraph(tuple(current), 0.0, False, current[0].space)


def _ends(above: Row, below: Row, body: Body) -> bool:
    """Whether a line that is not full ends its paragraph: not each does, in ragged setting."""
    if below.indent > INDENT * body.size:
        return True
    measure = above.right - above.left
    sentence = bool(SENTENCE_END.search(above.line.text))
    if body.justified:
        return above.lack > SHORT * body.size and (sentence or above.lack > RAG * measure)
    if body.indent:
        return above.lack > RAG * measure
    return sentence and above.lack > RAG / 2 * measure


def _next_item(first: Row, row: Row) -> bool:
    """Whether a line begins with the mark that follows its paragraph's, at the same edge."""
    own, other = mark_of(first), mark_of(row)
    if own is None or other is None or (own.kind == "dash" and own.text != other.text):
        return False
    return follows(own, other) and abs(first.indent - row.indent) <= SAME_EDGE


def _hangs_on(current: Sequence[Row], row: Row, body: Body) -> bool:
    """Whether a paragraph with a list's mark has its other lines further in."""
    first = current[0]
    other = current[1] if len(current) > 1 else row
    return is_marked(first.line) and other.indent > first.indent + INDENT * body.size


def _begins(above: Row, below: Row, body: Body, edge: float | None = None) -> bool:
    """Whether a line begins a paragraph. ``edge`` (pt) is that of first lines if others hang."""
    least = INDENT * body.size
    if above.line.element and below.line.element and "Lbl" not in (above.line.tag, below.line.tag):
        return above.line.element != below.line.element and not _runs_on(above, below)
    if edge is not None:
        return below.indent < edge + least
    if BULLET.match(below.line.text) and below.line.text.lstrip()[0] not in "–—-*":
        return True
    if ended(above, below):
        return _ends(above, below, body)
    if above.indent < least < below.indent < DEEP * body.size:
        return not HYPHENATED.search(above.line.text.rstrip())
    if above.indent > least and below.indent > least:
        return bool(SENTENCE_END.search(above.line.text))
    return False


def _runs_on(above: Row, below: Row) -> bool:
    """Whether a sentence goes on over a page, whatever the tags say."""
    text = below.line.text.lstrip()
    full = not ended(above, below) and not SENTENCE_END.search(above.line.text)
    return above.page < below.page and full and text[:1].islower()


def _hangs(rows: Sequence[Row], left: float, body: Body) -> bool:
    """Whether first lines stand out and the others are indented.

    Then full lines are followed by indented ones; before a first-line indent a short line ends.
    """
    least = left + INDENT * body.size
    flush = indented = 0
    for above, below in pairwise(rows):
        full = not ended(above, below)
        if full and below.indent > least:
            indented += 1
        elif full and below.indent <= least:
            flush += 1
    labelled = bool(BULLET.match(rows[0].line.text) or ENUMERATED.match(rows[0].line.text))
    return indented > 2 * flush and rows[0].indent <= least and (indented > 1 or labelled)


def joined_over_breaks(
    found: Iterable[Paragraph], body: Body, floats: frozenset[int] = frozenset()
) -> list[Paragraph]:
    """Paragraphs with those made one that a figure, a heading's column or a note had parted."""
    out: list[Paragraph] = []
    for paragraph in found:
        if out and _goes_on(out[-1], paragraph, body, floats):
            out[-1] = replace(out[-1], rows=(*out[-1].rows, *paragraph.rows))
        else:
            out.append(paragraph)
    return out


def _goes_on(before: Paragraph, after: Paragraph, body: Body, floats: frozenset[int]) -> bool:
    last, first = before.rows[-1], after.rows[0]
    same = (last.page, last.line.column) == (first.page, first.line.column)
    if same and first.page not in floats:
        return False
    if same and first.line.baseline - last.line.baseline < 3 * body.leading:
        return False
    if abs(before.size - after.size) >= SAME_SIZE or before.broken or after.broken:
        return False
    if abs(before.indented - after.indented) > SAME_EDGE:
        return False
    return not _begins(last, first, body) and not is_display(first.line, body)
