"""Headings: lines that stand out by size, weight, capitals or space, and the ranks of their styles.

Bookmarks and the tags of a tagged PDF say levels themselves; else styles are ranked by what a
reader sees first: size, then weight, capitals, upright before italic.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from satzspiegel.importing.pages.definitions import definition_lists
from satzspiegel.importing.pages.lines import Bookmark, Face
from satzspiegel.importing.pages.looks import (
    INDENT,
    SENTENCE_END,
    SPACE,
    Paragraph,
    is_centred,
    is_display,
    letters_face,
)
from satzspiegel.importing.pages.marks import follows, mark_of
from satzspiegel.importing.pages.type_area import SAME_SIZE, Body
from satzspiegel.importing.pages.zones import CAPTION

#: No heading has more lines or letters than these.
LINES, LETTERS = 6, 300
#: More display lines than this share of all is no display: a document all in bold.
COMMON = 0.4
NUMBERED = re.compile(r"^\s*(?:§\s*)?(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[^\W\d_]")
TAG = re.compile(r"^H([1-6])?$|^Title$")
NUMBER_ALONE = re.compile(
    r"^\W*(?:(?:Kapitel|Teil|Chapter|Part|Chapitre|Partie)\s+)?(?:\d{1,3}|[IVXLC]{1,7})\.?\W*$",
    re.IGNORECASE,
)
LETTER = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Style:
    """The look of a heading; ``letters`` are small capitals, or set apart."""

    size: float
    bold: bool
    capitals: bool
    letters: bool
    italic: bool

    @property
    def rank(self) -> tuple[float, bool, bool, bool, bool]:
        """Sorts the weightier styles first."""
        upright = not self.italic
        return (-self.size, not self.bold, not self.capitals, not self.letters, not upright)


def normal(text: str) -> str:
    """A text by its letters and figures alone, to be compared with bookmarks and metadata."""
    return "".join(LETTER.findall(text)).casefold()


def style_of(paragraph: Paragraph) -> Style:
    """How a paragraph looks."""
    face = letters_face(paragraph.rows[0].line)
    letters = [c for c in paragraph.text if c.isalpha()]
    capitals = len(letters) > 3 and all(c.isupper() or c == "ß" for c in letters)
    size = round(paragraph.size / SAME_SIZE / 2) * SAME_SIZE * 2
    return Style(
        round(size, 2),
        Face.BOLD in face,
        capitals,
        bool(face & (Face.SMALL_CAPS | Face.SPACED)),
        Face.ITALIC in face,
    )


def headings(
    found: Sequence[Paragraph], body: Body, bookmarks: Sequence[Bookmark], tagged: bool
) -> dict[int, int]:
    """The levels of headings by the index of their paragraphs."""
    tags = _by_tags(found) if tagged else {}
    if tags:
        return tags
    named = _named(found, bookmarks)
    display = sum(is_display(p.rows[0].line, body) for p in found)
    plentiful = display > max(8, COMMON * len(found))
    listed = _listed(found, body, named)
    candidates = [
        index
        for index in range(len(found))
        if index in named or (not plentiful and index not in listed and _looks(found, index, body))
    ]
    return _levels(found, _without_title_lines(found, candidates, named), named)


def _without_title_lines(
    found: Sequence[Paragraph], candidates: Sequence[int], named: Mapping[int, int]
) -> list[int]:
    """Candidates without centred lines before all others, where headings are not centred: they
    are lines of a title, such as names and dates.
    """
    flush = [index for index in candidates if not is_centred(found[index])]
    if 2 * len(flush) <= len(candidates):
        return list(candidates)
    first = flush[0]
    return [index for index in candidates if index >= first or index in named]


def known_headings(
    found: Sequence[Paragraph], bookmarks: Sequence[Bookmark], tagged: bool
) -> set[int]:
    """The indices of headings that the file itself calls so, by tags or bookmarks."""
    return set(_by_tags(found) if tagged else {}) | set(_named(found, bookmarks))


def _listed(found: Sequence[Paragraph], body: Body, named: Mapping[int, int]) -> set[int]:
    """Paragraphs of lists of terms, which look like headings above quotations."""
    lists = definition_lists(found, body, named)
    return {index for start, end in lists.items() for index in range(start, end)}


def _by_tags(found: Sequence[Paragraph]) -> dict[int, int]:
    out: dict[int, int] = {}
    for index, paragraph in enumerate(found):
        match = TAG.match(paragraph.rows[0].line.tag)
        if match:
            out[index] = int(match[1] or 1)
    return out


def _named(found: Sequence[Paragraph], bookmarks: Sequence[Bookmark]) -> dict[int, int]:
    """Paragraphs whose whole text is a bookmark of their page, with its level."""
    by_page: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for mark in bookmarks:
        by_page[mark.page - 1].append((normal(mark.title), mark.level))
    out: dict[int, int] = {}
    for index, paragraph in enumerate(found):
        own = by_page.get(paragraph.rows[0].page)
        if not own or len(paragraph.rows) > LINES:
            continue
        text = normal(_without_call(paragraph))
        called = text != normal(paragraph.text)
        for title, level in own:
            numbered = len(title) > 3 and _numbered_as(text, title)
            if text and (text == title or numbered or (called and title.startswith(text))):
                out[index] = level
    return out


def _without_call(paragraph: Paragraph) -> str:
    return " ".join(
        "".join(run.text for run in row.line.runs if Face.SUPERIOR not in run.face)
        for row in paragraph.rows
    )


def _numbered_as(text: str, title: str) -> bool:
    """Whether one of two texts is the other with a number before it."""
    longer, shorter = (text, title) if len(text) > len(title) else (title, text)
    return longer.endswith(shorter) and longer[: -len(shorter)].isdigit()


def _looks(found: Sequence[Paragraph], index: int, body: Body) -> bool:
    """Whether a paragraph looks like a heading in its place."""
    paragraph = found[index]
    text = paragraph.text.strip()
    letters = sum(c.isalpha() for c in text)
    if len(paragraph.rows) > LINES or len(text) > LETTERS or CAPTION.match(text):
        return False
    if not letters and not (paragraph.size > body.size + 1 and NUMBER_ALONE.match(text)):
        return False
    if all(is_display(row.line, body) or not _has_letters(row.line.text) for row in paragraph.rows):
        larger = paragraph.size > body.size + SAME_SIZE
        if not larger and index + 1 < len(found) and _explains(found[index + 1], body):
            return False
        return (
            _followed(found, index, body)
            and (larger or _apart(paragraph, body))
            and (larger or len(paragraph.rows) <= 3 or not SENTENCE_END.search(text))
        )
    face = letters_face(paragraph.rows[0].line)
    italic = Face.ITALIC in face and len(paragraph.rows) <= 2
    numbered = NUMBERED.match(text) and len(paragraph.rows) <= 2 and not text.endswith(".")
    numbered = numbered and not _in_list(found, index)
    inside = paragraph.indented and not is_centred(paragraph)
    if not (italic or numbered) or paragraph.size < body.size - SAME_SIZE or inside:
        return False
    short = paragraph.rows[-1].lack > 2 * body.size and not SENTENCE_END.search(text)
    return short and _apart(paragraph, body) and _followed_by_text(found, index, body)


def _in_list(found: Sequence[Paragraph], index: int) -> bool:
    """Whether a numbered line is followed by the one with the next number, or begins small."""
    own = mark_of(found[index].rows[0])
    after = mark_of(found[index + 1].rows[0]) if index + 1 < len(found) else None
    small = bool(re.match(r"[\d.\s§]*[a-zà-ÿ]", found[index].text))
    return small or (own is not None and after is not None and follows(own, after))


def _has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _apart(paragraph: Paragraph, body: Body) -> bool:
    return paragraph.space > SPACE * body.leading


def _followed(found: Sequence[Paragraph], index: int, body: Body) -> bool:
    """Whether something comes after that it can be the heading of."""
    return index + 1 < len(found)


def _explains(paragraph: Paragraph, body: Body) -> bool:
    """Whether a paragraph is the explanation of a term above it: further in, and close."""
    inside = all(row.indent > INDENT * body.size for row in paragraph.rows)
    deeper = not body.indent or abs(paragraph.rows[0].indent - body.indent) > 2
    return inside and deeper and paragraph.space < SPACE * body.leading


def _followed_by_text(found: Sequence[Paragraph], index: int, body: Body) -> bool:
    if index + 1 >= len(found):
        return False
    after = found[index + 1]
    plain = abs(after.size - body.size) < SAME_SIZE and not after.indented
    return (
        plain
        and after.rows[0].indent < INDENT * body.size
        and not (letters_face(after.rows[0].line) & Face.ITALIC)
    )


def _levels(
    found: Sequence[Paragraph], candidates: Sequence[int], named: Mapping[int, int]
) -> dict[int, int]:
    """Levels by the rank of styles; what bookmarks say of a style goes before."""
    styles = {index: style_of(found[index]) for index in candidates}
    votes: dict[Style, Counter[int]] = defaultdict(Counter)
    for index, level in named.items():
        votes[styles[index]][level] += 1
    ranked = sorted(set(styles.values()), key=lambda style: style.rank)
    level_of: dict[Style, int] = {}
    deepest = 0
    for style in ranked:
        own = votes.get(style)
        level = own.most_common(1)[0][0] if own else deepest + 1
        level_of[style] = level
        deepest = max(deepest, level)
    levels = {i: named.get(i, level_of[styles[i]]) for i in candidates}
    return _without_gaps(levels, found)


def _without_gaps(levels: Mapping[int, int], found: Sequence[Paragraph]) -> dict[int, int]:
    """Levels from 1 without one that no heading has; numbers like »2.3« say their depth."""
    used = sorted(set(levels.values()))
    compact = {index: min(6, used.index(level) + 1) for index, level in levels.items()}
    out: dict[int, int] = {}
    before = 0
    for index in sorted(compact):
        out[index] = min(compact[index], before + 1)
        before = out[index]
    return out


def joined_headings(
    found: Sequence[Paragraph], levels: Mapping[int, int]
) -> tuple[list[Paragraph], dict[int, int]]:
    """Chapter numbers on lines of their own joined with the titles below them."""
    out: list[Paragraph] = []
    kept: dict[int, int] = {}
    waiting: Paragraph | None = None
    for index, paragraph in enumerate(found):
        level = levels.get(index)
        nxt = levels.get(index + 1)
        alone = level is not None and nxt is not None and NUMBER_ALONE.match(paragraph.text)
        same_page = index + 1 < len(found) and found[index + 1].rows[0].page == (
            paragraph.rows[0].page
        )
        if (
            alone
            and same_page
            and waiting is None
            and (found[index + 1].size > paragraph.size - SAME_SIZE)
        ):
            waiting = paragraph
            continue
        if waiting is not None and level is not None:
            paragraph = Paragraph((*waiting.rows, *paragraph.rows), 0.0, False, waiting.space)
            level = min(level, levels[index - 1])
        waiting = None
        if level is not None:
            kept[len(out)] = level
        out.append(paragraph)
    return out, kept
