"""Running heads and page numbers: what repeats or counts at the edges of pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from satzspiegel.importing.draft import Change
from satzspiegel.importing.text_layer.measure import ends_sentence
from satzspiegel.importing.text_layer.rows import Page, Row, spot

#: Lines at the head and at the foot of a page among which running heads are looked for.
DEPTH = 2
#: How often a line without a counting number must repeat to be a running head.
REPEATED = 3
#: Lines at the beginning that may have the title.
TITLE = 20
#: Longest running head, in characters; and without a number, as a share of the longest line.
LONGEST, SHORT = 120, 0.8
NUMBER = re.compile(r"(?<![\w.,])(\d{1,4}|[ivxlcIVXLC]{1,8})(?![\w,]|\.\d)")
#: A page number alone, with what is printed around it.
ALONE = re.compile(
    r"(?:[-–—~·•|\[(]\s*)?(?:Seite|S\.|Page|p\.)?\s*(\d{1,4}|[ivxlc]{1,8}|[IVXLC]{1,8})"
    r"(?:\s*(?:/|von|of)\s*\d{1,4})?\s*(?:[-–—~·•|\])])?",
    re.IGNORECASE,
)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True)
class _Edge:
    """A line at a page's edge. ``key`` is the same for lines that differ in their number alone.

    ``alone``: it is nothing but a number. ``short``: it is no full line of text.
    """

    row: Row
    top: bool
    key: str
    numbers: tuple[tuple[bool, int, str], ...]
    alone: bool
    short: bool


@dataclass(frozen=True)
class Cut:
    """Pages without their running heads. ``labels`` are the printed numbers; ``told`` if any.

    ``heads`` counts the running heads' words, in small letters without spaces.
    """

    pages: list[Page]
    labels: tuple[str, ...]
    told: bool
    changes: list[Change]
    heads: Mapping[str, int]


def cut(pages: Sequence[Page], name: str) -> Cut:
    """Take running heads and page numbers away; old pages get the numbers that are printed."""
    edges = [edge for page in pages for edge in _edges(page)]
    offsets = {roman: _offset(edges, roman, len(pages)) for roman in (False, True)}
    taken: dict[int, _Edge] = {}
    labels: dict[int, str] = {}
    repeating = _repeating(edges, pages)
    for edge in edges:
        number = _page_number(edge, offsets)
        if not (edge.row.number in repeating or (number and _counts(edge))):
            continue
        taken[edge.row.number] = edge
        if number:
            labels.setdefault(edge.row.page, number)
    changes = [
        Change("page-number" if edge.alone else "running-head", spot(edge.row, name), edge.row.text)
        for edge in taken.values()
    ]
    left = [tuple(row for row in page if row.number not in taken) for page in pages]
    told = len(labels) > 1 and 2 * len(labels) >= len(pages)
    words = Counter(edge.key.strip("#|·•–-") for edge in taken.values() if not edge.alone)
    return Cut(left, _labels(labels, offsets, len(pages), told), told, changes, words)


def _repeating(edges: Sequence[_Edge], pages: Sequence[Page]) -> frozenset[int]:
    """The lines, by number, that repeat at the same edge. The first of them is kept if it is the
    title or the heading that the others repeat: if it has no number, and stands nowhere before.
    """
    same: dict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        is_text = ends_sentence(edge.row.text) and not (edge.top and edge.numbers)
        if (
            edge.short
            and not edge.alone
            and not is_text
            and any(letter.isalpha() for letter in edge.key)
        ):
            same[edge.top, edge.key].append(edge)
    headed = {
        e.row.page for (top, _), found in same.items() if top and len(found) > 1 for e in found
    }
    least = 2 if len(headed) >= 0.5 * len(pages) else max(REPEATED, min(6, 0.1 * len(pages)))
    where: dict[str, int] = {}
    count: Counter[tuple[int, str]] = Counter()
    for row in (row for page in pages for row in page):
        where.setdefault(squeezed(row.text), row.number)
        count[row.page, squeezed(row.text).rstrip("0123456789*")] += 1
    opening = {p[0].number for p in pages if len(p) > 1 and not p[1].text[0].islower()}
    title = squeezed("".join(row.text for row in pages[0][:TITLE])) if pages else ""
    out: set[int] = set()
    for (top, key), found in same.items():
        before = where[key] < found[0].row.number
        if len(found) + (before and top and least == 2) < least:
            continue
        above_itself = count[found[0].row.page, key] > 1
        keep = "#" not in key and not before and top and not above_itself
        repeats = found[0].row.page > 0 and key in title
        keep = keep and found[0].row.number in opening and not repeats
        # Of two on one page the outer one is the running head, the other its heading.
        outer = {edge.row.page: edge for edge in (reversed(found) if top else found)}
        out.update(edge.row.number for edge in found[keep:] if edge is outer[edge.row.page])
    return frozenset(out)


def _counts(edge: _Edge) -> bool:
    """Whether a line with the page's number is nothing but that, or a running head beside it."""
    return edge.alone or edge.row.text.isupper()


def squeezed(text: str) -> str:
    """The same for lines that differ in their numbers alone."""
    return re.sub(r"\s+", "", NUMBER.sub("#", text)).casefold()


def _edges(page: Page) -> Iterator[_Edge]:
    count = len(page)
    wide = max((len(row.text) for row in page), default=0)
    for index, row in enumerate(page):
        top = index < DEPTH
        if (top or index >= count - DEPTH) and len(row.text) <= LONGEST:
            alone = ALONE.fullmatch(row.text)
            found = tuple(page_numbers(row.text))
            short = bool(found) or len(row.text) < SHORT * wide
            yield _Edge(row, top, squeezed(row.text), found, alone is not None, short)


def page_numbers(text: str) -> Iterator[tuple[bool, int, str]]:
    """The numbers at a line's beginning and end: whether roman, value, as written."""
    alone = ALONE.fullmatch(text)
    for match in [alone] if alone else _outer(text):
        value = arabic(match[1])
        if value:
            yield not match[1].isdigit(), value, match[1]


def _outer(text: str) -> list[re.Match[str]]:
    found = list(NUMBER.finditer(text))
    return [m for m in found if m.start() <= 2 or m.end() >= len(text) - 2]


def arabic(number: str) -> int:
    """The value of an Arabic or Roman number; 0 for what is none."""
    if number.isdigit():
        return int(number)
    values = [ROMAN.get(letter, 0) for letter in number.lower()]
    if not all(values):
        return 0
    total = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return total if roman(total) == number.lower() else 0


def roman(value: int) -> str:
    """A number up to some hundreds in small Roman numerals."""
    out = ""
    for sign, worth in (
        *(("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10)),
        *(("ix", 9), ("v", 5), ("iv", 4), ("i", 1)),
    ):
        out += sign * (value // worth)
        value %= worth
    return out


def _offset(edges: Sequence[_Edge], is_roman: bool, pages: int) -> int | None:
    """By how much printed numbers exceed the count of pages from 0; None if none count."""
    votes = {
        (value - edge.row.page, edge.row.page): edge.alone
        for edge in edges
        for kind, value, _ in edge.numbers
        if kind == is_roman and (edge.alone or not ends_sentence(edge.row.text))
    }
    pages_of = Counter(offset for offset, _ in votes)
    alone = Counter(offset for (offset, _), is_alone in votes.items() if is_alone)
    best = max(pages_of, key=lambda offset: (pages_of[offset], alone[offset]), default=None)
    if best is None or pages_of[best] < 2 or (not is_roman and pages_of[best] < 0.3 * pages):
        return None
    return best


def _page_number(edge: _Edge, offsets: dict[bool, int | None]) -> str:
    for is_roman, value, written in edge.numbers:
        offset = offsets[is_roman]
        if offset is not None and value == edge.row.page + offset:
            return written
    return ""


def _labels(
    found: dict[int, str], offsets: dict[bool, int | None], pages: int, told: bool
) -> tuple[str, ...]:
    """What is printed; between printed Arabic numbers what they count; else 1, 2, 3."""
    if not told:
        return tuple(str(page + 1) for page in range(pages))
    front = max((page for page, label in found.items() if not label.isdigit()), default=-1)
    out = []
    for page in range(pages):
        offset = offsets[page <= front]
        value = page + offset if offset is not None else 0
        counted = roman(value) if page <= front else str(value)
        out.append(found.get(page) or (counted if value > 0 else f"[{page + 1}]"))
    return tuple(out)
