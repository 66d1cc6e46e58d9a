"""Pieces of text as Pandoc's inlines: faces become mark-up around words, never around spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby
from operator import and_

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Json
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.pages.pieces import Piece

#: Faces as Pandoc has them, from the outermost to the innermost.
KINDS = (
    (Face.BOLD, "Strong"),
    (Face.ITALIC, "Emph"),
    (Face.SMALL_CAPS, "SmallCaps"),
    (Face.UNDERLINED, "Underline"),
    (Face.STRUCK, "Strikeout"),
    (Face.SUPERIOR, "Superscript"),
    (Face.INFERIOR, "Subscript"),
)
#: White space where lines may be broken; no-break spaces are letters of their own.
SPACES = re.compile(r"[ \t\n\r\f\v]+")
#: Faces that are about single letters, and never a look of a whole block.
LETTERWISE = Face.SUPERIOR | Face.INFERIOR


def inlines(pieces: Sequence[Piece]) -> list[Json]:
    """Pandoc's inlines of a paragraph's pieces; letters set apart are emphasis like italics."""
    return _links(_settled([_emphasized(piece) for piece in pieces]))


def _emphasized(piece: Piece) -> Piece:
    if Face.SPACED not in piece.face:
        return piece
    return replace(piece, face=(piece.face & ~Face.SPACED) | Face.ITALIC)


def text_of(pieces: Sequence[Piece]) -> str:
    """The letters of pieces."""
    return "".join(piece.text for piece in pieces)


def without_common(pieces: Sequence[Piece], among: Face = ~LETTERWISE) -> list[Piece]:
    """Pieces without the faces ``among`` such as all their letters have: those of the block are no
    emphasis.
    """
    faces = [p.face for p in pieces if any(c.isalpha() for c in p.text)]
    common = reduce(and_, faces) & among if faces else Face.PLAIN
    return [replace(piece, face=piece.face & ~common) for piece in pieces]


def without_face(pieces: Sequence[Piece], face: Face) -> list[Piece]:
    """Pieces that are all without a face."""
    return [replace(piece, face=piece.face & ~face) for piece in pieces]


def _settled(pieces: Sequence[Piece]) -> list[Piece]:
    """Spaces at the ends of pieces apart; a space or a mark looks like what is beside it."""
    parts: list[Piece] = []
    for piece in pieces:
        if piece.mark is not None:
            parts.append(piece)
            continue
        text = SPACES.sub(" ", piece.text)
        if text.startswith(" ") and not (parts and parts[-1].text == " "):
            parts.append(Piece(" "))
        if text.strip(" "):
            parts.append(replace(piece, text=text.strip(" ")))
            if text.endswith(" "):
                parts.append(Piece(" "))
    while parts and parts[0].text == " ":
        parts.pop(0)
    while parts and parts[-1].text == " ":
        parts.pop()
    return _looking_alike(parts)


def _looking_alike(parts: list[Piece]) -> list[Piece]:
    nothing = Piece("")
    following = [nothing] * len(parts)
    after = nothing
    for index in range(len(parts) - 1, -1, -1):
        following[index] = after
        if _has_look(parts[index]):
            after = parts[index]
    before = nothing
    out: list[Piece] = []
    for part, after in zip(parts, following, strict=True):
        if _has_look(part):
            before = part
            out.append(part)
        else:
            out.append(_between(before, part, after))
    return out


def _has_look(part: Piece) -> bool:
    return part.mark is None and part.text != " "


def _between(before: Piece, part: Piece, after: Piece) -> Piece:
    return replace(
        part,
        face=before.face & after.face & ~LETTERWISE,
        link=before.link if before.link == after.link else "",
        language=before.language if before.language == after.language else "",
    )


Wrap = Callable[[list[Json], Piece], list[Json]]


def _links(parts: Sequence[Piece]) -> list[Json]:
    return _grouped(
        parts,
        lambda part: part.link,
        _languages,
        lambda inner, first: [tree.link(inner, first.link)],
    )


def _languages(parts: Sequence[Piece]) -> list[Json]:
    return _grouped(
        parts,
        lambda part: part.language,
        lambda group: _faces(group, 0),
        lambda inner, first: [
            {"t": "Span", "c": [tree.attributes(pairs=[("lang", first.language)]), inner]}
        ],
    )


def _faces(parts: Sequence[Piece], depth: int) -> list[Json]:
    if depth == len(KINDS):
        return list(_letters(parts))
    face, kind = KINDS[depth]
    return _grouped(
        parts,
        lambda part: face in part.face,
        lambda group: _faces(group, depth + 1),
        lambda inner, first: [tree.styled(kind, inner)],
    )


def _grouped(
    parts: Sequence[Piece],
    key: Callable[[Piece], object],
    inside: Callable[[Sequence[Piece]], list[Json]],
    wrap: Wrap,
) -> list[Json]:
    out: list[Json] = []
    for value, members in groupby(parts, key):
        group = list(members)
        inner = inside(group)
        out.extend(wrap(inner, group[0]) if value and inner else inner)
    return out


def _letters(parts: Sequence[Piece]) -> Iterator[Json]:
    """Words, spaces, marks; what is set in typewriter type between words is code."""
    for mono, members in groupby(parts, lambda part: Face.MONOSPACED in part.face):
        group = list(members)
        if mono and not any(part.mark is not None for part in group):
            yield {"t": "Code", "c": [tree.attributes(), text_of(group)]}
            continue
        text = ""
        for part in group:
            if part.mark is None:
                text += part.text
                continue
            yield from tree.words(text)
            text = ""
            yield part.mark
        yield from tree.words(text)
