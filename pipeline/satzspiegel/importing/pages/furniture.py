"""Running heads, page numbers and signatures: what stands at the same height of many pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from satzspiegel.importing.pages.lines import Face, Line, Page, Scanned
from satzspiegel.importing.pages.type_area import SAME_SIZE, Body
from satzspiegel.importing.pages.zones import label_of

#: Lines at the head and at the foot of a page that may be furniture.
OUTERMOST = 3
#: Base lines that differ by less (pt) are at the same height.
SAME_HEIGHT = 2.0
#: Pages that must agree before something is taken for furniture, and their share of those that
#: have a line at that height.
AGREEING, SHARE = 2, 0.4
#: Type so much larger than the body's is a heading's; running heads have no more letters.
HEADING = 1.15
LONGEST = 80

#: Pages whose heads stand at one height, and their share of all, to make it that of heads; they
#: are parted from the text by more than this (leadings).
HEADS, HEAD_SHARE, APART = 4, 0.3, 1.3

FOLIO = re.compile(r"^\W*(?:(?:S\.|Seite|p\.|page)\s*)?([0-9]{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7})\W*$")
NUMBER = re.compile(r"\d+|\b[ivxlcIVXLC]+\b")
OF_MANY = re.compile(r"^(?:Seite|page|S\.)?\s*(\d{1,4})\s*(?:/|von|of)\s*\d{1,4}$", re.IGNORECASE)
LETTER = re.compile(r"[^\W_]+")
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True)
class Furniture:
    """Lines that are no text, with the reason (a word of the report), by page and line number;
    and the label of each page.
    """

    lines: dict[tuple[int, int], str]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class _Candidate:
    page: int
    line: Line
    foot: bool
    rank: int
    gap: float = 0.0

    @property
    def pattern(self) -> str:
        return NUMBER.sub("#", self.line.text.strip()).casefold()


def furniture(scanned: Scanned, body: Body) -> Furniture:
    """What is taken away from the pages, and how they were numbered."""
    candidates = [c for index, page in enumerate(scanned.pages) for c in _outermost(index, page)]
    found: dict[tuple[int, int], str] = {}
    printed: dict[int, str] = {}
    taken = [pair for slot in _slots(candidates) for pair in _taken(slot, scanned, body)]
    for candidate, reason in _from_outside(taken, candidates):
        found[candidate.page, candidate.line.number] = reason
        number = _folio(candidate.line)
        if reason == "page-number" and number:
            printed.setdefault(candidate.page, number)
    found.update(_artifacts(scanned, candidates, found))
    return Furniture(found, _labels(scanned.pages, printed))


def _outermost(index: int, page: Page) -> Iterator[_Candidate]:
    """The lines of the three highest and the three lowest base lines."""
    heights = sorted({round(line.baseline) for line in page.lines})
    top, bottom = heights[:OUTERMOST], heights[-OUTERMOST:]
    for line in page.lines:
        height = round(line.baseline)
        if height in bottom and height > page.height / 2:
            yield _Candidate(index, line, True, len(bottom) - 1 - bottom.index(height))
        elif height in top and height < page.height / 2:
            below = heights[heights.index(height) + 1 :]
            gap = below[0] - height if below else 0.0
            yield _Candidate(index, line, False, top.index(height), gap)


def _from_outside(
    taken: Sequence[tuple[_Candidate, str]], candidates: Sequence[_Candidate]
) -> Iterator[tuple[_Candidate, str]]:
    """Of what was taken for furniture, that with nothing but furniture farther out."""
    known = {(c.page, c.line.number) for c, _ in taken}
    text: dict[tuple[int, bool], int] = {}
    for candidate in candidates:
        side = candidate.page, candidate.foot
        if (candidate.page, candidate.line.number) not in known:
            text[side] = min(candidate.rank, text.get(side, OUTERMOST))
    for candidate, reason in taken:
        if candidate.rank <= text.get((candidate.page, candidate.foot), OUTERMOST):
            yield candidate, reason


def _slots(candidates: Sequence[_Candidate]) -> list[list[_Candidate]]:
    """Candidates by their height; a slot may be higher or lower by the half of a line's breadth."""
    slots: list[list[_Candidate]] = []
    for foot in (False, True):
        group = sorted(
            (c for c in candidates if c.foot == foot), key=lambda c: (c.line.baseline, c.page)
        )
        for candidate in group:
            last = slots[-1] if slots else []
            near = last and last[0].foot == foot
            if near and candidate.line.baseline - last[0].line.baseline <= SAME_HEIGHT:
                last.append(candidate)
            else:
                slots.append([candidate])
    return slots


def _folio(line: Line) -> str:
    text = line.text.strip()
    match = OF_MANY.match(text) or FOLIO.match(text)
    if match:
        return match[1]
    return ""


def number_of(label: str) -> int:
    """The value of an Arabic or Roman numeral."""
    if label.isdigit():
        return int(label)
    values = [ROMAN.get(letter, 0) for letter in label.lower()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def _offsets(candidates: Sequence[_Candidate]) -> Counter[tuple[bool, int]]:
    """How often a number counts along with the pages, by its difference to them."""
    seen = {
        (c.page, folio.isdigit(), number_of(folio) - c.page)
        for c in candidates
        for folio in [_folio(c.line) or _edge_number(c.line)]
        if folio
    }
    return Counter((arabic, offset) for _, arabic, offset in seen)


def _edge_number(line: Line) -> str:
    """The number at the beginning or the end of a running head, away from its words."""
    match = re.match(r"^(\d{1,4})\s+\D|.*\D\s+(\d{1,4})$", line.text.strip())
    return (match[1] or match[2]) if match else ""


def _counts(line: Line, page: int, offsets: Counter[tuple[bool, int]], edge: bool = False) -> bool:
    """Whether a line's number counts along; with ``edge`` also one beside words."""
    folio = _folio(line) or (_edge_number(line) if edge else "")
    return bool(folio) and offsets[folio.isdigit(), number_of(folio) - page] >= AGREEING


def _taken(
    slot: Sequence[_Candidate], scanned: Scanned, body: Body
) -> Iterator[tuple[_Candidate, str]]:
    """The furniture among the lines at one height."""
    exact = Counter(text for _, text in {(c.page, c.line.text.strip()) for c in slot})
    often = max(AGREEING + 1, SHARE * len(scanned.pages))
    slot = [
        c
        for c in slot
        if c.line.size < HEADING * body.size
        or _folio(c.line)
        or exact[c.line.text.strip()] >= often
    ]
    offsets = _offsets(slot)
    repeated = Counter(pattern for _, pattern in {(c.page, c.pattern) for c in slot})
    sure = {
        index: "page-number" if _folio(candidate.line) else "running-head"
        for index, candidate in enumerate(slot)
        if _evident(candidate, repeated, exact, offsets, len(scanned.pages))
        or _is_title(candidate, scanned, body)
    }
    styles = Counter(_style(slot[index].line) for index in sure)
    apart = _is_head_line(slot, scanned, body)
    for index, candidate in enumerate(slot):
        if index in sure:
            yield candidate, sure[index]
        elif _alike(candidate, styles, len(sure), len(slot), body) or (
            apart and _stands_apart(candidate, body)
        ):
            yield candidate, "running-head"


def _evident(
    candidate: _Candidate,
    repeated: Counter[str],
    exact: Counter[str],
    offsets: Counter[tuple[bool, int]],
    pages: int,
) -> bool:
    """Whether a line is furniture for sure: it counts along with the pages, or is repeated."""
    line, page = candidate.line, candidate.page
    if _alone(candidate, pages):
        return True
    if _folio(line) and not line.text.strip().isalpha():
        return _counts(line, page, offsets) and candidate.rank < 2
    if _counts(line, page, offsets):
        return candidate.rank < 2
    if candidate.rank == 0 and not _like_text(candidate) and _counts(line, page, offsets, True):
        return True
    if repeated[candidate.pattern] < AGREEING or _like_text(candidate):
        return False
    if repeated[candidate.pattern] == AGREEING and pages > 6 and candidate.rank > 0:
        return False
    if "#" not in candidate.pattern or _counts(line, page, offsets, edge=True):
        return True
    return exact[line.text.strip()] >= AGREEING


def _like_text(candidate: _Candidate) -> bool:
    """Whether a line is too long for furniture, or begins like a note."""
    line = candidate.line
    note = candidate.foot and label_of(line) is not None and not _folio(line)
    return note or len(line.text.strip()) > LONGEST


def _alone(candidate: _Candidate, pages: int) -> bool:
    """A number below the only page, or of the only numbered page."""
    folio = _folio(candidate.line)
    same = folio.isdigit() and number_of(folio) == candidate.page + 1
    return candidate.foot and candidate.rank == 0 and same and pages == 1


def _is_title(candidate: _Candidate, scanned: Scanned, body: Body) -> bool:
    """Whether the first line of a page is the work's title, as the file's metadata have it."""
    title = LETTER.findall(scanned.metadata.get("title", "").casefold())
    text = LETTER.findall(candidate.line.text.casefold())
    first = candidate.page > 0 and not candidate.foot and candidate.rank == 0
    return bool(first and title and text == title and candidate.line.size < 1.1 * body.size)


def _style(line: Line) -> tuple[int, Face]:
    face = line.runs[0].face if line.runs else Face.PLAIN
    return round(line.size * 2), face & (Face.ITALIC | Face.BOLD | Face.SMALL_CAPS)


def _alike(
    candidate: _Candidate, styles: Counter[tuple[int, Face]], sure: int, all_: int, body: Body
) -> bool:
    """A running head of one page only: it looks like the others at this height, and is alone."""
    style = _style(candidate.line)
    distinct = style[1] or abs(style[0] / 2 - body.size) > SAME_SIZE
    enough = sure >= AGREEING and sure >= SHARE * all_ and candidate.rank == 0
    return bool(enough and distinct and styles[style] and not candidate.foot)


def _is_head_line(slot: Sequence[_Candidate], scanned: Scanned, body: Body) -> bool:
    """Whether what stands at this height is parted from the text below it, always by the same
    white: heads that change from page to page, with the sections.
    """
    heads = {c.page: round(c.gap) for c in slot if _stands_apart(c, body)}
    if len(heads) < max(HEADS, HEAD_SHARE * len(scanned.pages)):
        return False
    usual = Counter(heads.values()).most_common(1)[0][0]
    alike = sum(abs(gap - usual) <= SAME_HEIGHT for gap in heads.values())
    return alike >= 0.6 * len({c.page for c in slot})


def _stands_apart(candidate: _Candidate, body: Body) -> bool:
    """Whether a line is the first of its page, short, and away from what follows."""
    short = len(candidate.line.text.strip()) <= LONGEST
    first = candidate.rank == 0 and not candidate.foot
    return first and short and candidate.gap > APART * body.leading


def _artifacts(
    scanned: Scanned, candidates: Sequence[_Candidate], found: dict[tuple[int, int], str]
) -> dict[tuple[int, int], str]:
    """Lines that a tagged PDF itself calls artifacts (ISO 32000-1, 14.8.2.2), or leaves outside
    its tree at the very edge of a page.
    """
    if not scanned.tagged:
        return {}
    outside = {
        (c.page, c.line.number)
        for c in candidates
        if not c.line.tag and c.rank == 0 and len(c.line.text.strip()) <= LONGEST
    }
    return {
        (index, line.number): "page-number" if _folio(line) else "running-head"
        for index, page in enumerate(scanned.pages)
        for line in page.lines
        if line.tag == "Artifact" or (index, line.number) in outside
        if (index, line.number) not in found
    }


def _labels(pages: Sequence[Page], printed: dict[int, str]) -> tuple[str, ...]:
    """The pages' labels: printed, else the PDF's own, else counted on from a printed one."""
    counted = {**_counted(pages, printed, -1), **_counted(pages, printed, 1)}
    return tuple(
        printed.get(index)
        or (page.label if page.label != str(page.number) else "")
        or counted.get(index)
        or page.label
        or str(page.number)
        for index, page in enumerate(pages)
    )


def _counted(pages: Sequence[Page], printed: dict[int, str], step: int) -> dict[int, str]:
    """Labels counted on from the pages with a printed Arabic number, forwards or backwards."""
    out: dict[int, str] = {}
    value = 0
    for index in range(len(pages))[::step]:
        label = printed.get(index, "")
        value = number_of(label) if label.isdigit() else 0 if label else value
        if not label and value:
            value += step
            out[index] = str(value) if value > 0 else ""
    return {index: label for index, label in out.items() if label}
