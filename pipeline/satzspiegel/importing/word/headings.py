"""Headings: by style, and those that are only bold, large, centred, underlined or in capitals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from satzspiegel.importing.draft import Json
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.desk import Desk, common_face, letters_of, size_of
from satzspiegel.importing.word.skeleton import is_slot, slot
from satzspiegel.importing.word.source import Paragraph

#: Characters of a heading; two lines of a book have some 120.
LONGEST = 160
#: How much larger than running text type is that is meant to stand out.
LARGER = 1.12
#: How a heading's own number is typed: 1., 1.2, IV., A., § 3, Kapitel 2.
NUMBERED = re.compile(
    r"\s*(?:(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S|([IVXL]{1,6})\.\s+\S|[A-H]\.\s+\S|§\s*\d+"
    r"|(?:Kapitel|Teil|Chapter|Part)\s+(?:\d+|[IVXL]+)\b)"
)
#: A sentence, an item or a beginning does not head anything.
SENTENCE_END = re.compile(r"[.,;:]\W*$")
#: Styles that say that a paragraph is something else.
OTHER = re.compile(
    r"caption|definition|quot|zitat|code|preformatted|verse|bibliograph|toc |abstract"
)
#: Styles that people make for headings of their own.
HEADED = re.compile(
    r"^(?!.*(?:tab|abb|bild|verzeichnis|index|list|foot|fu(?:ß|ss)))"
    r".*(?:überschrift|ueberschrift|heading|headline|zwischentitel|kapiteltitel)"
)
#: Of these, headings below others.
BELOW = re.compile(r"(?:zwischen|unter|sub)")
#: Levels that a book has; what is deeper is set like the last.
DEEPEST = 6


@dataclass(frozen=True)
class Rank:
    """How much a line stands out, so that lines can be compared: the larger, the higher."""

    size: float
    capitals: bool
    bold: bool
    centred: bool
    italic: bool


def with_outline(desk: Desk, blocks: list[Json]) -> list[Json]:
    """The text with the headings that have a level in the outline, but no style known to Pandoc."""
    out = []
    for block in blocks:
        if is_slot(block) and not block["c"][1]:
            paragraph = desk.paragraph(block)
            if paragraph.look.level and 0 < len(paragraph.text.strip()) <= LONGEST:
                block = slot(paragraph.number, min(DEEPEST, paragraph.look.level))
        out.append(block)
    return out


def with_headings(desk: Desk, blocks: list[Json]) -> list[Json]:
    """The text with slots of its faked headings at their levels."""
    found = dict(_candidates(desk, blocks))
    ranks = {index: _rank(paragraph) for index, paragraph in found.items()}
    counts = Counter(ranks.values())
    levels = _levels(desk, blocks, set(ranks.values()))
    out = list(blocks)
    for index, paragraph in found.items():
        level = _numbered_level(paragraph, levels[ranks[index]], ranks, levels)
        if BELOW.match(paragraph.look.style):
            level = max(level, min(DEEPEST, _level_above(out[:index]) + 1))
        out[index] = slot(paragraph.number, level)
        sure = _probability(desk, paragraph, counts[ranks[index]])
        values = {"chosen": _short(paragraph.text), "level": str(level)}
        desk.append(paragraph.number, desk.doubt("import-word-heading", paragraph, sure, values))
    return out


def _level_above(blocks: Sequence[Json]) -> int:
    """The level of the last heading by style; 0 if there is none."""
    return next((b["c"][1] for b in reversed(blocks) if is_slot(b) and b["c"][1]), 0)


def _candidates(desk: Desk, blocks: list[Json]) -> list[tuple[int, Paragraph]]:
    """Slots of running text that look like headings and have text below them."""
    found = []
    for index, block in enumerate(blocks):
        if is_slot(block) and not block["c"][1]:
            paragraph = desk.paragraph(block)
            below = blocks[index + 1 : index + 2]
            if below and _stands_out(desk, paragraph):
                found.append((index, paragraph))
    return _without_rows(desk, blocks, found)


def _without_rows(
    desk: Desk, blocks: list[Json], found: list[tuple[int, Paragraph]]
) -> list[tuple[int, Paragraph]]:
    """More than three beside each other with the same look are a list, a poem or a title page."""
    kept: list[tuple[int, Paragraph]] = []
    row: list[tuple[int, Paragraph]] = []
    for index, paragraph in [*found, (-1, Paragraph(-1))]:
        if row and not (index == row[-1][0] + 1 and _rank(paragraph) == _rank(row[-1][1])):
            kept += row if len(row) <= 3 else []
            row = []
        row.append((index, paragraph))
    return kept


def _stands_out(desk: Desk, paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    if not text or len(text) > LONGEST or not any(map(str.isalpha, text)):
        return False
    if paragraph.look.listed or text.count("\n") > 2 or OTHER.search(paragraph.look.style):
        return False
    if any(piece.picture for piece in paragraph.pieces) or SENTENCE_END.search(text):
        return bool(re.match(r"\d+(\.\d+)*\.$", text))
    if HEADED.search(paragraph.look.style):
        return True
    face = common_face(paragraph)
    larger = size_of(paragraph) >= LARGER * desk.running.size > 0
    bold = bool(face & Face.BOLD) and not desk.running.bold
    capitals = text.isupper() and len(text) > 3
    centred = paragraph.look.align == "center" and desk.running.align != "center"
    smaller = size_of(paragraph) < 0.95 * desk.running.size
    quiet = bool(face & (Face.UNDERLINED | Face.SMALL_CAPS)) or (centred and capitals)
    return larger or ((bold or quiet or (capitals and not smaller)) and not smaller)


def _rank(paragraph: Paragraph) -> Rank:
    face = common_face(paragraph)
    capitals = paragraph.text.isupper() or bool(face & Face.SMALL_CAPS)
    centred = paragraph.look.align == "center"
    bold = bool(face & (Face.BOLD | Face.UNDERLINED))
    return Rank(size_of(paragraph), capitals, bold, centred, bool(face & Face.ITALIC))


def _key(rank: Rank) -> tuple[float, bool, bool, bool, bool]:
    return rank.size, rank.capitals, rank.bold, rank.centred, not rank.italic


def _levels(desk: Desk, blocks: Sequence[Json], ranks: set[Rank]) -> dict[Rank, int]:
    """The level of each look: below the headings by style that are larger, else by its rank."""
    styled: dict[int, float] = {}
    for block in blocks:
        if is_slot(block) and block["c"][1]:
            level, size = block["c"][1], size_of(desk.paragraph(block))
            styled[level] = max(styled.get(level, 0.0), size)
    levels: dict[Rank, int] = {}
    last = 0
    for rank in sorted(ranks, key=_key, reverse=True):
        above = [level for level, size in styled.items() if size > rank.size or not size]
        level = max([last + 1, *(level + 1 for level in above)])
        same = [level for level, size in styled.items() if size == rank.size]
        levels[rank] = last = min(DEEPEST, min(same) if same and not last else level)
    return levels


def _numbered_level(
    paragraph: Paragraph, level: int, ranks: dict[int, Rank], levels: dict[Rank, int]
) -> int:
    """A number such as 1.2.3 says how deep a heading is among those of the same look."""
    match = NUMBERED.match(paragraph.text)
    if match is None or not match[1]:
        return level
    alike = [r for r in ranks.values() if r == _rank(paragraph)]
    depth = match[1].count(".")
    return min(DEEPEST, level + depth) if depth and len(alike) > 1 else level


def _probability(desk: Desk, paragraph: Paragraph, alike: int) -> float:
    """How sure it is that such a line is a heading; ``alike`` is how many look like it."""
    face = common_face(paragraph)
    doubt = 0.1 if HEADED.search(paragraph.look.style) else 0.4
    if size_of(paragraph) >= LARGER * desk.running.size:
        doubt *= 0.2
    if face & Face.BOLD:
        doubt *= 0.3
    if paragraph.look.align == "center" or paragraph.text.isupper():
        doubt *= 0.5
    if NUMBERED.match(paragraph.text):
        doubt *= 0.2
    return 1 - doubt / min(4, alike)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57].rstrip()} …"


def heading_base(paragraph: Paragraph) -> Face:
    """The face that goes without saying in a heading: that of all its letters."""
    common = common_face(paragraph) | paragraph.look.base
    faces = [piece.face for piece in letters_of(paragraph)]
    mixed = any(not face & Face.BOLD for face in faces) and paragraph.look.base & Face.BOLD
    return common & ~Face.BOLD if mixed and not common_face(paragraph) & Face.BOLD else common
