"""Words and paragraphs that were broken by hand made whole.

Texts that were pasted from PDFs or e-mails have their old line ends: as hyphens in the middle of
lines, as forced breaks, or each line as a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from satzspiegel.importing.draft import Json
from satzspiegel.importing.word.desk import Desk, map_slots
from satzspiegel.importing.word.passages import (
    FULL,
    LONGEST,
    are_full,
    is_code,
    is_verse,
    slice_pieces,
)
from satzspiegel.importing.word.skeleton import is_slot
from satzspiegel.importing.word.source import Paragraph, Piece
from satzspiegel.importing.words import join

#: A hyphen between a letter and white space with a letter behind it: the end of an old line.
BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ac\u2010][ \t\u00a0]*[ \n][ \t]*(?=[^\W\d_])")
HYPHEN = re.compile(r"[^\W\d_][-\u00ac\u2010]\s*$")
SOFT = "\u00ad"
#: How much of a line is shown to what decides about a hyphen.
AROUND = 60
#: Lines that are looked at together.
ROW = 60
TERMINAL = re.compile(r"[.!?…:;][\"'”“«»’)\]\d]*\s*$")


def with_whole_words(desk: Desk, paragraph: Paragraph) -> Paragraph:
    """A paragraph without soft hyphens, and without the hyphens of old line ends."""
    soft = paragraph.text.count(SOFT)
    if soft:
        desk.change("soft-hyphen", paragraph, removed=SOFT * soft)
        pieces = tuple(replace(p, text=p.text.replace(SOFT, "")) if p.text else p
                       for p in paragraph.pieces)  # fmt: skip
        paragraph = replace(paragraph, pieces=tuple(p for p in pieces if p.text or p.is_thing))
    if is_code(paragraph) or not BROKEN.search(paragraph.text):
        return paragraph
    return replace(paragraph, pieces=tuple(_mended(desk, paragraph)))


def _mended(desk: Desk, paragraph: Paragraph) -> Iterator[Piece]:
    """The pieces between the old line ends, each end decided."""
    text, pieces, at = paragraph.text, paragraph.pieces, 0
    for match in BROKEN.finditer(text):
        if "\n" in match[0] and is_verse(paragraph):
            continue
        hyphen = match.start() + 1
        left, right = text[max(0, hyphen - AROUND) : hyphen], text[match.end() :][:AROUND]
        joined = join(left, right, desk.vocabulary)
        apart = joined.hyphen_kept and joined.text[len(left) : len(left) + 1] == " "
        if apart and "\n" not in match[0]:
            continue
        end = hyphen if joined.hyphen_kept else match.start()
        yield from _between(pieces, at, end)
        if apart:
            yield Piece(" ")
        if not joined.hyphen_kept:
            desk.change("line-hyphen", paragraph, removed=match[0][0])
        values = {"chosen": joined.word or joined.text, "other": joined.other}
        yield from desk.doubt("import-word-hyphen", paragraph, joined.probability, values)
        at = match.end()
    yield from _between(pieces, at, len(text) + 1)


def _between(pieces: tuple[Piece, ...], start: int, end: int) -> Iterator[Piece]:
    """Pieces from a character to another; a thing at the end comes with what follows it."""
    at = 0
    for piece in slice_pieces(pieces, start, end):
        if not (piece.is_thing and start + at == end):
            yield piece
        at += len(piece.text)


# ------------------------------------------------------------------------------- lines as breaks


def with_flowing_lines(desk: Desk, paragraph: Paragraph) -> Paragraph:
    """A paragraph whose forced breaks are only the ends of full lines, without them."""
    lines = [line.strip() for line in paragraph.text.strip("\n").split("\n")]
    if len(lines) < 3 or is_verse(paragraph) or is_code(paragraph) or not are_full(lines):
        return paragraph
    pieces = tuple(replace(p, text=p.text.replace("\n", " ")) if p.text else p
                   for p in paragraph.pieces)  # fmt: skip
    values = {"chosen": lines[0][:60], "lines": str(len(lines))}
    return replace(
        paragraph, pieces=(*pieces, *desk.doubt("import-word-lines", paragraph, 0.9, values))
    )


# --------------------------------------------------------------------------- lines as paragraphs


def with_whole_paragraphs(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Rows of paragraphs that are the lines of one, made one; and words broken between two."""
    return map_slots(blocks, lambda some: _joined_rows(desk, some))


def _joined_rows(desk: Desk, blocks: list[Json]) -> list[Json]:
    out: list[Json] = []
    index = 0
    while index < len(blocks):
        count = _row_length(desk, blocks, index)
        if count > 1:
            _join(desk, [desk.paragraph(block) for block in blocks[index : index + count]])
        out.append(blocks[index])
        index += count
    return out


def _row_length(desk: Desk, blocks: list[Json], index: int) -> int:
    """How many slots from here on are the lines of one paragraph; 1 if none."""
    row = _like_each_other(desk, blocks, index)
    if len(row) == 1:
        return 1
    if _is_row(row):
        longest = max(len(p.text.strip()) for p in row)
        for count, paragraph in enumerate(row, 1):
            if len(paragraph.text.strip()) < FULL * longest and TERMINAL.search(paragraph.text):
                return count
        return len(row)
    count = 1
    while count < len(row) and _broken_word(row[count - 1].text, row[count].text):
        count += 1
    return count


def _is_row(row: list[Paragraph]) -> bool:
    """Whether paragraphs are lines: mostly full, and sentences go on from one to the next."""
    if len(row) < 4:
        return False
    inner = [p.text.strip() for p in row if not TERMINAL.search(p.text)]
    continued = sum(_goes_on(a.text, b.text) for a, b in pairwise(row))
    return are_full([*inner, ""]) and continued >= 0.4 * len(row)


def _like_each_other(desk: Desk, blocks: list[Json], index: int) -> list[Paragraph]:
    """The paragraphs of running text from here on that look the same."""
    row: list[Paragraph] = []
    kind: tuple[object, ...] = ()
    for block in blocks[index : index + ROW]:
        if not is_slot(block) or block["c"][1]:
            break
        paragraph = desk.paragraph(block)
        if row and _kind(paragraph) != kind:
            break
        if paragraph.look.listed or "\n" in paragraph.text.strip() or is_code(paragraph):
            break
        kind = kind or _kind(paragraph)
        row.append(paragraph)
        if len(paragraph.text) > LONGEST and not HYPHEN.search(paragraph.text):
            break
    return row


def _kind(paragraph: Paragraph) -> tuple[object, ...]:
    """What lines of one paragraph have in common; the first may be indented."""
    look = paragraph.look
    return look.style, look.align, look.left, look.right


def _broken_word(text: str, following: str) -> bool:
    return bool(HYPHEN.search(text)) and _goes_on(text, following)


def _goes_on(text: str, following: str) -> bool:
    """Whether a sentence of one paragraph goes on in the next."""
    start = following.lstrip()[:1]
    return start.islower() and not TERMINAL.search(text)


def _join(desk: Desk, row: list[Paragraph]) -> None:
    """All pieces in the first paragraph, with a space between the lines."""
    pieces: list[Piece] = []
    for paragraph in row:
        pieces += [Piece(" ")] if pieces else []
        pieces += paragraph.pieces
    whole = with_whole_words(desk, replace(row[0], pieces=tuple(pieces)))
    values = {"chosen": " ".join(row[0].text.split())[:60], "lines": str(len(row))}
    mark = desk.doubt("import-word-lines", row[0], 0.9, values)
    desk.replace(row[0].number, [*whole.pieces, *mark])
