"""Letters painted one behind the other on one base line, and the rows that they stand in.

Superiors and inferiors belong to the row whose letters they touch. Letters painted twice, exactly
or nearly at one place, are there once; a stroke's breadth apart makes them bold.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.pdf.letters import FILLED, STROKED, Letter

#: Base lines of one row differ by less (in parts of the size).
SAME_BASE = 0.12
#: A gap inside a piece is smaller, and so is a step back (in parts of the size).
GAP, BACK = 0.6, 0.3
#: Letters printed again at one place are nearer to each other (in parts of the size).
TWICE = 0.12
#: They are bold if they stand apart by more than this (in parts of the size).
OFFSET = 0.005
#: Superiors are at most so large, beside letters of the row (beside one letter or two at least so
#: large, and always more than the third), and stand so far above its base line; inferiors below it.
#: The latter two, and how near they are to a letter, in parts of its size.
SMALLER, SMALLEST, LEAST = 0.95, 0.6, 0.4
ABOVE, BELOW = 0.75, 0.4
BESIDE = 0.35
#: An initial is so much larger than the text, has so many letters with its quotation mark, goes
#: down over so many rows, and is as near as this to their letters (in parts of the size).
INITIAL, INITIAL_LETTERS, INITIAL_ROWS, INITIAL_GAP = 1.7, 2, 8, 1.0
#: So many letters of the row's size may be shifted by so much within a word.
SHIFTED, SHIFTED_LETTERS = 0.3, 3


@dataclass(frozen=True)
class Piece:
    """Letters without a gap, on one base line; ``raised`` is how far above its row's (pt)."""

    letters: tuple[Letter, ...]
    raised: float = 0.0

    @property
    def x0(self) -> float:
        """Its left edge (pt)."""
        return self.letters[0].x0

    @property
    def x1(self) -> float:
        """Its right edge (pt)."""
        return self.letters[-1].x1

    @property
    def base(self) -> float:
        """Its base line (pt)."""
        return self.letters[0].base

    @property
    def size(self) -> float:
        """The size of its type (pt)."""
        return self.letters[0].style.size

    @property
    def text(self) -> str:
        """Its letters, without spaces."""
        return "".join(letter.text for letter in self.letters)


@dataclass(frozen=True)
class Row:
    """Pieces on one base line over the whole page, from left to right."""

    base: float
    pieces: tuple[Piece, ...]


def rows(letters: Sequence[Letter]) -> list[Row]:
    """The rows of a page from its top."""
    pieces = _once(_pieces(letters))
    found: list[_Gathered] = []
    by_size = sorted(pieces, key=lambda piece: (-piece.size, piece.base, piece.x0))
    for piece in by_size:
        _place(piece, found)
    _join_shifted(found)
    _raise_initials(found)
    return [
        Row(row.base, tuple(sorted(row.pieces, key=lambda piece: (piece.x0, piece.base))))
        for row in found
        if row.pieces
    ]


@dataclass
class _Gathered:
    base: float
    size: float
    pieces: list[Piece]


def _place(piece: Piece, found: list[_Gathered]) -> None:
    """Put a piece into its row, or begin one; larger pieces have theirs already."""
    at = bisect_left(found, piece.base, key=lambda row: row.base)
    near = found[max(0, at - 4) : at + 5]
    for row in sorted(near, key=lambda row: abs(row.base - piece.base)):
        if abs(row.base - piece.base) <= SAME_BASE * min(row.size, 2 * piece.size):
            row.pieces.append(piece)
            return
    for row in near:
        if _is_beside(piece, row):
            row.pieces.append(replace(piece, raised=row.base - piece.base))
            return
        if _is_between(piece, row):
            row.pieces.append(piece)
            return
    found.insert(at, _Gathered(piece.base, piece.size, [piece]))


def _join_shifted(found: list[_Gathered]) -> None:
    """Put letters that are shifted within a word, and met before it, into its row."""
    for number, row in enumerate(found):
        for piece in list(row.pieces):
            for other in found[max(0, number - 4) : number + 5]:
                if other is not row and _is_between(piece, other):
                    row.pieces.remove(piece)
                    other.pieces.append(piece)
                    break


def _raise_initials(found: list[_Gathered]) -> None:
    """Put initials that reach down over several rows to the uppermost of them."""
    for number, row in enumerate(found):
        for piece in list(row.pieces):
            if len(piece.letters) > INITIAL_LETTERS or number == 0:
                continue
            for upper in found[max(0, number - INITIAL_ROWS) : number]:
                if _begins(piece, upper):
                    row.pieces.remove(piece)
                    upper.pieces.append(piece)
                    break


def _begins(piece: Piece, row: _Gathered) -> bool:
    """Whether a row goes on beside the top of an initial."""
    first = min(row.pieces, key=lambda other: other.x0, default=piece)
    if first is piece or piece.size < INITIAL * first.size:
        return False
    top, other = min(letter.top for letter in piece.letters), first.letters[0].top
    near = piece.x1 - INITIAL_GAP * first.size < first.x0 < piece.x1 + INITIAL_GAP * first.size
    return near and abs(top - other) < INITIAL_GAP * first.size


def _is_beside(piece: Piece, row: _Gathered) -> bool:
    """Whether a piece is a superior or an inferior of a row."""
    raised = row.base - piece.base
    if piece.size < SMALLEST * row.size and sum(len(o.letters) for o in row.pieces) <= 2:
        return False  # text beside an initial
    return any(
        LEAST * other.size <= piece.size <= SMALLER * other.size
        and -BELOW * other.size < raised < ABOVE * other.size
        and min(abs(piece.x0 - other.x1), abs(other.x0 - piece.x1)) < BESIDE * other.size
        for other in row.pieces
        if not other.raised
    )


def _is_between(piece: Piece, row: _Gathered) -> bool:
    """Whether a letter or two of a row's size are shifted in the middle of a word, as in logos."""
    size = piece.size
    if len(piece.letters) > SHIFTED_LETTERS or abs(row.base - piece.base) > SHIFTED * size:
        return False
    if sum(len(other.letters) for other in row.pieces) <= len(piece.letters):
        return False
    left = any(abs(piece.x0 - other.x1) < BESIDE * size for other in row.pieces)
    return left and any(abs(other.x0 - piece.x1) < BESIDE * size for other in row.pieces)


def _pieces(letters: Iterable[Letter]) -> Iterator[Piece]:
    piece: list[Letter] = []
    for letter in letters:
        if piece:
            last, size = piece[-1], letter.style.size
            if letter.x1 > letter.x0 and _is_twice(letter, last):
                piece[-1] = _bolder(last, letter)
                continue
            gap = letter.x0 - last.x1
            if (
                last.style.size != size
                or not -BACK * size <= gap <= GAP * size
                or abs(letter.base - last.base) > 0.02 * size
            ):
                yield Piece(tuple(piece))
                piece = []
        piece.append(letter)
    if piece:
        yield Piece(tuple(piece))


def _is_twice(letter: Letter, other: Letter) -> bool:
    """Whether a letter is printed where its like is already; a part of a ligature has no width,
    and so is no like of the letter behind it.
    """
    near = TWICE * letter.style.size
    width = letter.x1 - letter.x0
    return (
        letter.text == other.text
        and abs(width - (other.x1 - other.x0)) < near
        and abs(letter.x0 - other.x0) < min(near, 0.7 * width or near)
        and abs(letter.base - other.base) < near
    )


def _bolder(letter: Letter, again: Letter) -> Letter:
    """A letter printed twice: bold if the second stands a little apart, or is drawn around it."""
    one, two = letter.style.painted, again.style.painted
    style = letter.style if one else again.style
    apart = abs(letter.x0 - again.x0) + abs(letter.base - again.base) > OFFSET * style.size
    if one and two and (apart or one | two == FILLED | STROKED):
        style = style._replace(face=style.face | Face.BOLD, painted=one | two)
    return letter._replace(style=style)


def _once(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces without those that are printed over their like."""
    kept: list[Piece] = []
    seen: dict[tuple[str, int, int], int] = {}
    for piece in pieces:
        text = piece.text
        step = max(1.0, 2 * TWICE * piece.size)
        right, down = round(piece.x0 / step), round(piece.base / step)
        cells = [(text, right + x, down + y) for x in (0, -1, 1) for y in (0, -1, 1)]
        first = next((seen[cell] for cell in cells if cell in seen), None)
        if first is not None and _is_over(piece, kept[first]):
            letters = zip(kept[first].letters, piece.letters, strict=False)
            kept[first] = Piece(tuple(_bolder(one, two) for one, two in letters))
            continue
        seen[cells[0]] = len(kept)
        kept.append(piece)
    return kept


def _is_over(piece: Piece, other: Piece) -> bool:
    pairs = zip(piece.letters, other.letters, strict=False)
    return all(_is_twice(one, two) for one, two in pairs)
