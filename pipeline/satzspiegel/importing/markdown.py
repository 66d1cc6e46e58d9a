"""Blocks as Markdown, proved by reading it back.

Pandoc's writer escapes most of what Markdown would take for mark-up. What it leaves is escaped
here, and where a block still reads otherwise, every sign in it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from satzspiegel.importing.comparing import unlike
from satzspiegel.importing.draft import Json
from satzspiegel.importing.tidying import inlines, tidied
from satzspiegel.importing.tree import NOTE_LABEL
from satzspiegel.manuscript.pandoc import parse, written
from satzspiegel.model import Place

#: Between pieces that are written in one go; no manuscript may hold this character.
CUT = "\ufdd0"
#: What Pandoc writes as it is at the beginning of a paragraph, where it is mark-up.
RISKY_BEGINNING = re.compile(r"[-=:~%+|]+")
#: A reference to a character, such as ``&amp;``, and the sign it needs.
REFERENCE = re.compile(r"&(?=#?\w+;)")
#: Signs that may be escaped (Pandoc's User's Guide, »all_symbols_escapable«).
SIGN = re.compile(r"([!-/:-@\[-`{-~])")
#: Signs of attributes in headings.
ATTRIBUTES = re.compile(r"[{}#]")

#: The labels of a chapter's notes, from those that they have in the source or an empty string.
Labels = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Markdown:
    """A chapter's text, the tree that Pandoc reads from it, and the blocks read otherwise.

    ``labels`` are those of its notes in their order.
    """

    text: str
    blocks: list[Json]
    labels: tuple[str, ...] = ()
    wrong: tuple[Json, ...] = ()


def markdown(blocks: Sequence[Json], labels: Labels, place: Place) -> Markdown:
    """A chapter with its notes behind it.

    Raises :class:`~satzspiegel.messages.ManuscriptError` at ``place`` when Pandoc fails.
    """
    tidy = tidied(blocks)
    called, notes = _called(tidy, labels)
    text = _text(called, notes, frozenset(), place)
    read = parse(text, place)[0]["blocks"]
    wrong = unlike(tidy, read)
    if wrong:
        text = _text(called, notes, frozenset(wrong), place)
        read = parse(text, place)[0]["blocks"]
        wrong = unlike(tidy, read)
    labelled = tuple(note.label for note in notes)
    return Markdown(text, read, labelled, tuple(tidy[index] for index in wrong))


def markdown_lines(texts: Sequence[list[Json]], place: Place) -> list[str]:
    """Each run of inlines as one line of Markdown that is read as it is, for the metadata."""
    blocks = [_plain(inlines(words)) for words in texts]
    lines = _lines(blocks, frozenset(), place)
    wrong = unlike(blocks, parse("\n\n".join(lines), place)[0]["blocks"])
    return _lines(blocks, frozenset(wrong), place) if wrong else lines


def _lines(blocks: Sequence[Json], escaped: frozenset[int], place: Place) -> list[str]:
    """Each block as one line; ``escaped`` are those in which every sign is."""
    pieces = [[_prepared(block, index in escaped)] for index, block in enumerate(blocks)]
    return [" ".join(piece.split("\n")) for piece in _written(pieces, place)]


# ------------------------------------------------------------------------------------------- notes


@dataclass(frozen=True)
class _Note:
    """A note that is called in the block with this index."""

    label: str
    blocks: list[Json]
    called_in: int


def _called(blocks: Sequence[Json], labels: Labels) -> tuple[list[Json], list[_Note]]:
    """The blocks with calls in place of notes, and the notes."""
    names = iter(labels([_label_of(note["c"]) for note in _notes(list(blocks))]))
    notes: list[_Note] = []

    def replaced(node: Json, index: int) -> Json:
        if isinstance(node, list):
            return [replaced(child, index) for child in node]
        if not isinstance(node, dict):
            return node
        if node.get("t") != "Note":
            return {key: replaced(value, index) for key, value in node.items()}
        name = next(names)
        notes.append(_Note(name, _flat(_without_labels(node["c"])), index))
        return _raw(f"[^{name}]")

    return [replaced(block, index) for index, block in enumerate(blocks)], notes


def _notes(node: Json) -> Iterator[Json]:
    """Notes in their order, but those in other notes."""
    if isinstance(node, list):
        for child in node:
            yield from _notes(child)
    elif isinstance(node, dict):
        if node.get("t") == "Note":
            yield node
        else:
            for child in node.values():
                yield from _notes(child)


def _label_of(blocks: list[Json]) -> str:
    """The note's number in the source, if a comment in its first paragraph says so."""
    for inline in blocks[0]["c"] if blocks and blocks[0]["t"] in ("Para", "Plain") else ():
        if inline["t"] == "RawInline" and (match := NOTE_LABEL.fullmatch(inline["c"][1])):
            return match[1]
    return ""


def _without_labels(node: Json) -> Json:
    if isinstance(node, dict):
        return {key: _without_labels(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    return [_without_labels(child) for child in node if not _is_label(child)]


def _is_label(node: Json) -> bool:
    raw = isinstance(node, dict) and node.get("t") == "RawInline"
    return bool(raw and NOTE_LABEL.fullmatch(node["c"][1]))


def _flat(blocks: list[Json]) -> list[Json]:
    """A note without notes of its own, which Markdown does not know: they go on behind it."""
    inner: list[Json] = []

    def lifted(node: Json) -> Json:
        if isinstance(node, dict):
            return {key: lifted(value) for key, value in node.items()}
        if not isinstance(node, list):
            return node
        for child in node:
            if isinstance(child, dict) and child.get("t") == "Note":
                inner.extend(_flat(child["c"]))
        return [
            lifted(one) for one in node if not (isinstance(one, dict) and one.get("t") == "Note")
        ]

    outer: list[Json] = lifted(blocks)
    return [*outer, *inner]


# ----------------------------------------------------------------------------------------- writing


def _text(
    blocks: Sequence[Json], notes: Sequence[_Note], escaped: frozenset[int], place: Place
) -> str:
    """The chapter's text; ``escaped`` are the blocks in which every sign is."""
    body = [_prepared(block, index in escaped) for index, block in enumerate(blocks)]
    foot = [[_prepared(block, n.called_in in escaped) for block in n.blocks] for n in notes]
    text, *definitions = _written([body, *foot], place)
    parts = [text]
    for note, piece in zip(notes, definitions, strict=True):
        parts.append(_definition(note, piece))
    return "\n\n".join(part for part in parts if part) + "\n"


def _written(pieces: Sequence[Sequence[Json]], place: Place) -> list[str]:
    """Each list of blocks as Markdown, all in one call of Pandoc."""
    cut: Json = {"t": "RawBlock", "c": ["markdown", CUT]}
    everything = chain.from_iterable([*piece, cut] for piece in pieces)
    return [piece.strip("\n") for piece in written(list(everything), place).split(CUT)][:-1]


def _definition(note: _Note, text: str) -> str:
    """A note's text behind its label; its first line stands there unless indents count in it."""
    begins = bool(note.blocks) and note.blocks[0]["t"] in ("Para", "Plain")
    lines = [f"    {line}" if line else "" for line in text.split("\n")]
    if begins:
        return "\n".join([f"[^{note.label}]: {lines[0].strip(' ')}", *lines[1:]])
    return "\n".join([f"[^{note.label}]:", "", *lines])


def _prepared(node: Json, escaped: bool) -> Json:
    """A tree whose words Pandoc writes so that they are read as words."""
    if isinstance(node, list):
        return [_prepared(child, escaped) for child in node]
    if not isinstance(node, dict):
        return node
    kind = node["t"]
    content: Json = node.get("c")
    if kind == "Str" and escaped:
        return _raw(SIGN.sub(r"\\\1", content))
    if kind in ("Para", "Plain"):
        return {"t": kind, "c": _prepared(_careful_inlines(content, first=True), escaped)}
    if kind == "Header":
        words = _careful_inlines(content[2], first=False)
        return {"t": kind, "c": [*content[:2], _prepared(_careful_heading(words), escaped)]}
    if kind in ("RawInline", "RawBlock"):
        return {"t": kind, "c": ["markdown", content[1]]}
    return {key: _prepared(value, escaped) for key, value in node.items()}


def _careful_inlines(nodes: Sequence[Json], *, first: bool) -> list[Json]:
    out: list[Json] = []
    for node in nodes:
        beginning = RISKY_BEGINNING.match(node["c"]) if first and node["t"] == "Str" else None
        first = first and node["t"] in ("RawInline", "Span") and not beginning
        if beginning:
            out.append(_raw(SIGN.sub(r"\\\1", beginning[0])))
            node = {"t": "Str", "c": node["c"][beginning.end() :]}
        out += _careful_word(node["c"]) if node["t"] == "Str" else [node]
    return out


def _careful_word(text: str) -> Iterable[Json]:
    """A word in which no reference to a character is read."""
    parts = REFERENCE.split(text)
    for index, part in enumerate(parts):
        if index:
            yield _raw("\\&")
        if part:
            yield {"t": "Str", "c": part}


def _careful_heading(nodes: Sequence[Json]) -> list[Json]:
    return [
        _raw(SIGN.sub(r"\\\1", node["c"]))
        if node["t"] == "Str" and ATTRIBUTES.search(node["c"])
        else node
        for node in nodes
    ]


def _plain(nodes: list[Json]) -> Json:
    return {"t": "Plain", "c": nodes}


def _raw(text: str) -> Json:
    return {"t": "RawInline", "c": ["markdown", text]}
