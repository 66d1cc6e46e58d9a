"""Pictures and their captions, out of the flow of the text and back into it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from satzspiegel.importing.draft import Box
from satzspiegel.importing.pages.blocks import Block, Figure
from satzspiegel.importing.pages.lines import Face, Line, Page, Picture
from satzspiegel.importing.pages.looks import Paragraph, letters_face
from satzspiegel.importing.pages.pieces import Copy, RunKey
from satzspiegel.importing.pages.tables import Table
from satzspiegel.importing.pages.type_area import SAME_EDGE, SAME_SIZE, Body, Row
from satzspiegel.importing.pages.zones import CAPTION, shortened

#: Smaller pictures (pt) are ornaments; larger ones (share of the page) are scans behind a text.
ORNAMENT, WHOLE_PAGE = 20.0, 0.8
#: Captions are no farther from their pictures than this (leadings), and have no more lines.
NEAR, LINES = 3.0, 14
#: Marks at the edge of a picture have no more letters than this, and are as near (em).
BESIDE, MARK = 8, 1.5
#: Lines of one caption are nearer to each other than this (em; leadings of the text).
CLOSE = 1.5
GRID = 1.1


@dataclass(frozen=True)
class Floats:
    """Figures and tables as blocks, each with its page (from 0) and height; files by name."""

    blocks: tuple[tuple[tuple[int, float], Block], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def rows(self) -> list[Row]:
        """All lines of captions and cells."""
        return [row for _, block in self.blocks for row in _rows(block)]

    @property
    def pages(self) -> frozenset[int]:
        """The pages (from 0) with figures or tables, where text may be parted."""
        return frozenset(page for (page, _), _ in self.blocks)


def captions_apart(
    rows: Sequence[Row], made: Sequence[Table], pages: Sequence[Page], body: Body
) -> list[list[Row]]:
    """Rows with those of captions for themselves, beside figures and tables."""
    boxes = [[picture.box for picture in figures_on(page)] for page in pages]
    for table in made:
        boxes[table.page].append(table.box)
    out: list[list[Row]] = [[]]
    end = 0
    for index, row in enumerate(rows):
        if index >= end and _begins_caption(row, boxes[row.page], body):
            end = _caption_end(rows, index, body)
            out.append(list(rows[index:end]))
            out.append([])
        elif index >= end:
            out[-1].append(row)
    return [part for part in out if part]


def _begins_caption(row: Row, boxes: Sequence[Box], body: Body) -> bool:
    near = NEAR * body.leading
    top, bottom = row.line.box[1], row.line.box[3]
    beside = any(
        -body.size < top - box[3] < near or -body.size < box[1] - bottom < near for box in boxes
    )
    return beside and row.space > 0 and CAPTION.match(row.line.text) is not None


def _caption_end(rows: Sequence[Row], start: int, body: Body) -> int:
    """Behind the last line that is as near to the one before as lines of a caption are."""
    end = start + 1
    while end < len(rows) and end - start < LINES:
        last, line = rows[end - 1].line, rows[end].line
        step = line.baseline - last.baseline
        if (rows[end].page, line.column) != (rows[start].page, last.column):
            break
        if not 0 < step < _close(line, body) or abs(line.size - last.size) >= SAME_SIZE:
            break
        end += 1
    return end


def _close(line: Line, body: Body) -> float:
    """How near the lines of a caption are to each other; on a grid, as those of the text."""
    return max(CLOSE * line.size, GRID * body.leading)


def floats_of(
    found: Sequence[Paragraph], made: Sequence[Table], pages: Sequence[Page], body: Body, copy: Copy
) -> tuple[list[Paragraph], Floats]:
    """Paragraphs without captions, and the figures and tables with them."""
    left = list(found)
    out: list[tuple[tuple[int, float], Block]] = []
    for table in made:
        caption = _taken_caption(left, table.box, table.page, body, False, copy)
        out.append(((table.page, table.box[1]), Block("table", table=table, caption=caption)))
    names: dict[bytes, str] = {}
    for index, page in enumerate(pages):
        for picture in figures_on(page):
            suffix = picture.suffix.lstrip(".")
            path = names.setdefault(picture.data, f"bilder/abbildung-{len(names) + 1}.{suffix}")
            caption = _taken_caption(left, picture.box, index, body, True, copy)
            figure = Figure(path, picture.alternative, index, picture.box[1])
            out.append(((index, picture.box[1]), Block("figure", figure=figure, caption=caption)))
    out.sort(key=lambda pair: pair[0])
    return left, Floats(tuple(out), {path: data for data, path in names.items()})


def picture_text(page: Page) -> dict[int, str]:
    """Lines in pictures, by their numbers, with the reason for which they go: they are shown
    there, or are marks beside it.
    """
    boxes = [picture.box for picture in figures_on(page)]
    left = min((line.box[0] for line in page.lines), default=0.0)
    return {
        line.number: "picture-text"
        for line in page.lines
        if any(_shown(line, box, left) for box in boxes)
    }


def _shown(line: Line, box: Box, edge: float) -> bool:
    """Whether a line is in a box, or is a mark at its sides, or one above or below it that does
    not begin at the edge of the text.
    """
    x, y = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
    if box[0] < x < box[2] and box[1] < y < box[3]:
        return True
    if len(line.text.strip()) > BESIDE:
        return False
    above = line.size if line.box[0] > edge + line.size else 0.0
    beside = MARK * line.size
    return (
        box[0] - beside < line.box[2]
        and line.box[0] < box[2] + beside
        and box[1] - above < y < box[3] + above
    )


def figures_on(page: Page) -> list[Picture]:
    """The pictures of a page that are no ornaments and no scan behind the text."""
    return [picture for picture in page.pictures if _is_figure(picture, page)]


def _taken_caption(
    left: list[Paragraph], box: Box, page: int, body: Body, looks: bool, copy: Copy
) -> Paragraph | None:
    at = _caption(left, box, page, body, looks)
    if at is None:
        return None
    caption = left.pop(at)
    while at < len(left) and _hangs_on(caption, left[at], box, body):
        caption = replace(caption, rows=(*caption.rows, *left.pop(at).rows))
    return _unlabelled(caption, copy)


def _hangs_on(caption: Paragraph, after: Paragraph, box: Box, body: Body) -> bool:
    """Whether a paragraph is the rest of a caption, whose label stands out or that is centred."""
    last, first = caption.rows[-1].line, after.rows[0].line
    step = first.baseline - last.baseline
    start = caption.rows[0].line
    apart = not box[1] > start.baseline or first.baseline < box[1]
    return (
        (after.rows[0].page, first.column) == (caption.rows[-1].page, last.column)
        and apart
        and abs(first.size - last.size) < SAME_SIZE
        and 0 < step < _close(first, body)
        and first.box[0] > start.box[0] + SAME_EDGE
        and not CAPTION.match(first.text)
        and len(caption.rows) + len(after.rows) <= LINES
    )


def _is_figure(picture: Picture, page: Page) -> bool:
    left, top, right, bottom = picture.box
    width, height = right - left, bottom - top
    behind = width * height > WHOLE_PAGE * page.width * page.height and len(page.lines) > 8
    return min(width, height) >= ORNAMENT and not behind


def _caption(
    found: Sequence[Paragraph], box: Box, page: int, body: Body, by_looks: bool
) -> int | None:
    """The index of a caption: one that says so, or else small type right below."""
    best: tuple[float, int] | None = None
    first = bisect_left(found, page, key=lambda paragraph: paragraph.rows[0].page)
    for index in range(first, len(found)):
        paragraph = found[index]
        if paragraph.rows[0].page != page:
            break
        below = paragraph.rows[0].line.box[1] - box[3]
        above = box[1] - paragraph.rows[-1].line.box[3]
        distance = below if below > -body.size else above if above > -body.size else None
        if distance is None or distance > NEAR * body.leading or len(paragraph.rows) > LINES:
            continue
        says = bool(CAPTION.match(paragraph.text)) or paragraph.rows[0].line.tag == "Caption"
        near = below > -body.size and distance < 2 * body.leading
        if says or (by_looks and near and _looks(paragraph, body)):
            key = distance - (1000 if says else 0)
            best = min(best or (key, index), (key, index))
    return best[1] if best else None


def _looks(paragraph: Paragraph, body: Body) -> bool:
    small = paragraph.size < body.size - SAME_SIZE
    return small or Face.ITALIC in letters_face(paragraph.rows[0].line)


def _unlabelled(paragraph: Paragraph, copy: Copy) -> Paragraph:
    """A caption without »Abbildung 1«: editions number again."""
    row = paragraph.rows[0]
    match = CAPTION.match(row.line.text)
    if match is None:
        return paragraph
    copy.ledger.change("caption-label", row.page, row.line, match[0])
    line = shortened(row.line, match.end())
    return replace(paragraph, rows=(replace(row, line=line), *paragraph.rows[1:]))


def with_floats(found: Sequence[Block], floats: Floats, order: Mapping[RunKey, int]) -> list[Block]:
    """Blocks with the figures and tables behind what stands before them.

    One that has floated away, so that notes in it came too late, stands before the text that calls
    the next note. ``order`` are the ranks of notes by the runs that call them.
    """
    staying = deque(floats.blocks)
    out: list[Block] = []
    for block in found:
        first = _first(block)
        while staying and first is not None and staying[0][0] < _place(first):
            out.append(staying.popleft()[1])
        out.append(block)
    return _by_notes([*out, *(block for _, block in staying)], order)


def _by_notes(found: Sequence[Block], order: Mapping[RunKey, int]) -> list[Block]:
    """Blocks with figures and tables moved forward to where their notes are in order."""
    out: list[Block] = []
    highest: list[int] = []
    for block in found:
        own = _first_note(_rows(block), order)
        at = len(out)
        if own is not None and block.kind in ("figure", "table"):
            at = bisect_right(highest, own)
        out.insert(at, block)
        highest.insert(at, max(highest[at - 1] if at else -1, -1 if own is None else own))
    return out


def _rows(block: Block) -> list[Row]:
    """All lines of a block, of its caption and its cells."""
    own = [row for paragraph in block.paragraphs for row in paragraph.rows]
    inner = [row for item in block.items for part in item.blocks for row in _rows(part)]
    caption = list(block.caption.rows) if block.caption else []
    return [*own, *inner, *caption, *(block.table.rows if block.table else ())]


def _first_note(rows: Sequence[Row], order: Mapping[RunKey, int]) -> int | None:
    keys = ((row.page, row.line.number, n) for row in rows for n in range(len(row.line.runs)))
    return min((order[key] for key in keys if key in order), default=None)


def _place(paragraph: Paragraph) -> tuple[int, float]:
    row = paragraph.rows[0]
    return row.page, row.line.baseline


def _first(block: Block) -> Paragraph | None:
    if block.paragraphs:
        return block.paragraphs[0]
    return _first(block.items[0].blocks[0]) if block.items else None
