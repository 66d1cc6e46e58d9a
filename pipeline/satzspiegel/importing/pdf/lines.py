"""Lines of a column from the pieces that stand on their base line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, repeat
from typing import NamedTuple

from satzspiegel.importing.draft import Box
from satzspiegel.importing.pages.lines import Face, Line, Run
from satzspiegel.importing.pdf.columns import Placed
from satzspiegel.importing.pdf.letters import Letter, Style
from satzspiegel.importing.pdf.links import Link
from satzspiegel.importing.pdf.small_caps import (
    Heights,
    as_false_small_capitals,
    small_capitals,
)
from satzspiegel.importing.pdf.spaces import spacing
from satzspiegel.importing.pdf.tags import Tags, block_path

#: The ink of a superior figure begins so far above the base line, and that of an inferior one ends
#: so far below, its top being low; old style figures are as low, but taller (parts of the size).
RAISED_INK, LOWERED_INK, LOW_TOP, SMALL = 0.22, 0.08, 0.5, 0.55
#: What is raised or lowered by more is a superior or an inferior (parts of the size).
RAISED, LOWERED = 0.12, -0.06
#: A letter reaches into others if it does so by more (parts of the size).
INTO = 0.1
#: A rule under letters, and one through them, by its distance below the base line (parts of size).
UNDER, THROUGH = (0.0, 0.28), (-0.42, -0.12)
#: How far the ends of such a rule are from letters (parts of the size).
ENDS = 0.4


SUPERIOR, INFERIOR = Face.SUPERIOR.value, Face.INFERIOR.value
UNDERLINED, STRUCK, SPACED = Face.UNDERLINED.value, Face.STRUCK.value, Face.SPACED.value


class Marks(NamedTuple):
    """What is known beside the letters of a page: its links, the rules drawn in it, how tall small
    letters are, and how narrow a space is (in parts of the size).
    """

    links: Sequence[Link]
    rules: Sequence[Box]
    heights: Heights
    narrow: float


class Drawn(NamedTuple):
    """What letters of one run have in common; ``more`` is a :class:`Face` beside the style's."""

    style: Style
    more: int
    link: str
    language: str


def line_of(line: Placed, number: int, marks: Marks, tags: Tags) -> tuple[Line, set[Box]]:
    """A line, and the rules that are drawn under or through its letters."""
    letters = [letter for piece in line.pieces for letter in piece.letters]
    if len({letter.style.size for letter in letters}) > 1:
        letters = as_false_small_capitals(letters)
    space = spacing(letters, marks.narrow)
    box = _box(letters)
    links = [link for link in marks.links if _touches(link.box, box)]
    decorated, used = _decorated(letters, [rule for rule in marks.rules if _touches(rule, box)])
    drawn = [
        Drawn(
            letter.style,
            _stance(letter, up) | more | small | (SPACED if wide else 0),
            _link(letter, links) if links else "",
            tags.language(letter.path),
        )
        for letter, up, more, small, wide in zip(
            letters,
            _raised(line),
            decorated,
            small_capitals(letters, space.before, marks.heights),
            space.apart,
            strict=True,
        )
    ]
    path = _path(letters, tags)
    tag, element = path[-1] if path else ("", 0)
    runs = tuple(_runs(letters, drawn, space.before))
    return Line(runs, box, round(line.base, 2), number, line.column, tag, element, path), used


def turned_line(letters: Sequence[Letter], number: int, column: int) -> Line:
    """A line that is not level, such as one along the edge; its box is all around it."""
    texts = [(" " if letter.spaced and n else "") + letter.text for n, letter in enumerate(letters)]
    style = letters[0].style
    box = (
        round(min(letter.x0 for letter in letters), 2),
        round(min(letter.top for letter in letters), 2),
        round(max(letter.x1 for letter in letters), 2),
        round(max(letter.bottom for letter in letters), 2),
    )
    run = Run("".join(texts), box, style.face, style.size, style.font, style.colour)
    return Line((run,), box, box[3], number, column)


def _raised(line: Placed) -> Iterator[float]:
    """For each letter how far it is above the base line (pt); no superior is what reaches into the
    letters on both sides, as in logos.
    """
    last = len(line.pieces) - 1
    for n, piece in enumerate(line.pieces):
        raised = piece.raised
        if raised and 0 < n < last:
            near = INTO * piece.size
            into = line.pieces[n - 1].x1 - piece.x0, piece.x1 - line.pieces[n + 1].x0
            raised = 0.0 if min(into) > near else raised
        yield from repeat(raised, len(piece.letters))


def _stance(letter: Letter, raised: float) -> int:
    """Whether a letter is a superior or an inferior, by its base line or by its ink.

    Fonts draw figures high or low (OpenType's ``sups`` and ``subs``) on a common base line.
    """
    size = letter.style.size
    if raised:
        return SUPERIOR if raised > RAISED * size else INFERIOR if raised < LOWERED * size else 0
    below = letter.bottom - letter.base
    if -RAISED_INK * size <= below <= LOWERED_INK * size or not letter.text.isalnum():
        return 0
    if below < 0:
        return SUPERIOR
    low = letter.base - letter.top < LOW_TOP * size and letter.bottom - letter.top < SMALL * size
    return INFERIOR if low and letter.text.isdigit() else 0


def _link(letter: Letter, links: Sequence[Link]) -> str:
    x = (letter.x0 + letter.x1) / 2
    y = letter.base - letter.style.size / 4
    for link in links:
        if link.box[0] <= x <= link.box[2] and link.box[1] <= y <= link.box[3]:
            return link.target
    return ""


# ------------------------------------------------------------------------------ under and through


def _decorated(letters: Sequence[Letter], rules: Sequence[Box]) -> tuple[list[int], set[Box]]:
    """For each letter whether it is underlined or struck out, and by which rules."""
    faces = [0] * len(letters)
    used: set[Box] = set()
    for rule in rules:
        over = [n for n, letter in enumerate(letters) if _is_over(letter, rule)]
        if not over or rule[3] - rule[1] > rule[2] - rule[0]:
            continue
        first, last = letters[over[0]], letters[over[-1]]
        size = min(letters[n].style.size for n in over)
        near = ENDS * size
        if abs(first.x0 - rule[0]) > near or abs(last.x1 - rule[2]) > near:
            continue
        below = ((rule[1] + rule[3]) / 2 - first.base) / size
        for (least, most), face in ((UNDER, UNDERLINED), (THROUGH, STRUCK)):
            if least <= below <= most:
                used.add(rule)
                for n in over:
                    faces[n] |= face
    return faces, used


def _is_over(letter: Letter, rule: Box) -> bool:
    return rule[0] <= (letter.x0 + letter.x1) / 2 <= rule[2]


def _touches(one: Box, two: Box) -> bool:
    return one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]


# ------------------------------------------------------------------------------------------ runs


def _path(letters: Sequence[Letter], tags: Tags) -> tuple[tuple[str, int], ...]:
    """The way to the block element that most letters are in."""
    counts = Counter(letter.path for letter in letters)
    if not any(counts):
        return ()
    blocks: Counter[tuple[tuple[str, int], ...]] = Counter()
    for path, count in counts.items():
        blocks[block_path(tags.path(path))] += count
    return max(blocks, key=lambda path: blocks[path])


def _runs(
    letters: Sequence[Letter], drawn: Sequence[Drawn], before: Sequence[bool]
) -> Iterator[Run]:
    spans = [list(span) for _, span in groupby(range(len(letters)), key=lambda n: drawn[n])]
    for count, span in enumerate(spans, start=1):
        first, last = span[0], span[-1]
        text = "".join((" " if before[n] and n > first else "") + letters[n].text for n in span)
        if count < len(spans) and before[last + 1]:
            text += " "
        style, more, link, language = drawn[first]
        box = _box([letters[n] for n in span])
        face = style.face | Face(more)
        yield Run(text, box, face, style.size, style.font, style.colour, link, language)


def _box(letters: Sequence[Letter]) -> Box:
    return (
        round(min(letter.x0 for letter in letters), 2),
        round(min(letter.base - letter.style.ascent for letter in letters), 2),
        round(max(letter.x1 for letter in letters), 2),
        round(max(letter.base + letter.style.descent for letter in letters), 2),
    )
