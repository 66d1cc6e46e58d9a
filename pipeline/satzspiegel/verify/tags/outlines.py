"""What stands in what: the structure of a text, as the manuscript has it and as tags have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from satzspiegel.model import Place
from satzspiegel.verify.reading import CALL_CLOSE, CALL_OPEN, line, normal

#: Words of a passage that are shown, and letters.
SHOWN, SHOWN_LETTERS = 5, 30


@dataclass(frozen=True)
class Piece:
    """Characters in one language; empty for those without, such as the numbers of notes."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Node:
    """A structure element by its standard type (ISO 32000-1, 14.8.4), such as P or Table.

    ``detail`` is what else must agree: an alternative text, a scope, a numbering. ``page`` is
    counted from 0, -1 where it is not known.
    """

    role: str
    children: tuple[Node, ...] = ()
    pieces: tuple[Piece, ...] = ()
    detail: str = ""
    place: Place | None = None
    page: int = -1

    @cached_property
    def words(self) -> list[str]:
        """The words of its own text, calls as signs."""
        return line("".join(piece.text for piece in self.pieces)).split()

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of its own text."""
        return frozenset(piece.language.lower() for piece in self.pieces if piece.language)

    def passages(self) -> Iterator[Node]:
        """All that has text of its own, in reading order."""
        if self.pieces:
            yield self
        for child in self.children:
            yield from child.passages()


@dataclass(frozen=True)
class StructureDifference:
    """The first element that is not as it should be: both as ``BlockQuote › P``, and words."""

    expected: str
    found: str
    words: str
    place: Place | None


@dataclass(frozen=True)
class LanguageDifference:
    """The first words whose language is another."""

    expected: str
    found: str
    words: str
    place: Place | None


@dataclass(frozen=True)
class _Step:
    """A node on the way through an outline: its path, how many words it has."""

    path: str
    count: int
    node: Node


def code_detail(codes: int) -> str:
    """How many pieces of code a passage has."""
    return f"Code × {codes}" if codes else ""


def cell_detail(scope: str, columns: int, rows: int) -> str:
    """What a cell is the head of, and how many columns and rows it takes, if not one."""
    size = f"{columns} × {rows}" if (columns, rows) != (1, 1) else ""
    return f"{scope} {size}".strip()


def text_of(nodes: tuple[Node, ...]) -> str:
    """The text of nodes; a word ends where a passage does."""
    passages = (passage for node in nodes for passage in node.passages())
    return " ".join("".join(piece.text for piece in one.pieces) for one in passages)


def structure_difference(
    expected: tuple[Node, ...], found: tuple[Node, ...]
) -> StructureDifference | None:
    """The first difference between outlines whose texts are the same."""
    place = None
    for one, other in zip_longest(_steps(expected), _steps(found)):
        place = (one.node.place if one else None) or place
        if one is None or other is None or (one.path, one.count) != (other.path, other.count):
            return StructureDifference(_told(one), _told(other), _first_words(one or other), place)
    return None


def language_difference(
    expected: tuple[Node, ...], found: tuple[Node, ...]
) -> LanguageDifference | None:
    """The first words of another language, where outlines and texts are the same."""
    passages = (tuple(p for node in nodes for p in node.passages()) for nodes in (expected, found))
    for one, other in zip(*passages, strict=False):
        if len(one.languages) == 1 and one.languages == other.languages:
            continue
        wanted, read = _letters(one), _letters(other)
        for at, ((letter, language), (_, here)) in enumerate(zip(wanted, read, strict=False)):
            if letter.isalnum() and language and language.lower() != here.lower():
                words = "".join(letter for letter, _ in wanted[at : at + SHOWN_LETTERS])
                return LanguageDifference(language, here, words, one.place)
    return None


def _letters(node: Node) -> list[tuple[str, str]]:
    """Each character of a passage with its language, spaces left out, calls too."""
    return [
        (letter, piece.language)
        for piece in node.pieces
        if not piece.text.startswith(CALL_OPEN)
        for letter in normal(piece.text)
        if not letter.isspace() and letter not in (CALL_OPEN, CALL_CLOSE)
    ]


def _steps(nodes: tuple[Node, ...], path: str = "") -> Iterator[_Step]:
    """Every node with its path, parents first; how often a parent comes is counted in its path."""
    for node in nodes:
        here = f"{path} › {node.role}" if path else node.role
        yield _Step(f"{here} {node.detail}".rstrip(), len(node.words), node)
        yield from _steps(node.children, here)


def _told(step: _Step | None) -> str:
    if step is None:
        return "–"
    return f"{step.path} ({step.count})" if step.count else step.path


def _first_words(step: _Step | None) -> str:
    """The words with which an element begins."""
    if step is None:
        return ""
    words = next((p.words for p in step.node.passages() if p.words), [])
    return " ".join(words[:SHOWN])
