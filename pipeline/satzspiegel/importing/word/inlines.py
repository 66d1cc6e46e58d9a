"""Pieces → Pandoc's inlines: emphasis whole, spaces outside it, languages and links named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Json
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.remarks import as_markup
from satzspiegel.importing.word.source import Picture, Piece

#: Inlines from the outermost to the innermost, with the faces that they stand for.
STYLES = (
    ("Strong", Face.BOLD),
    ("Emph", Face.ITALIC),
    ("SmallCaps", Face.SMALL_CAPS),
    ("Underline", Face.UNDERLINED),
    ("Strikeout", Face.STRUCK),
    ("Superscript", Face.SUPERIOR),
    ("Subscript", Face.INFERIOR),
)
#: What separates words, so that emphasis neither begins nor ends with it.
SPACE = re.compile(r"[\s\u00a0\u202f\u2009\u200a\u2002\u2003]+")
#: Letters with the spaces at both ends.
ENDS = re.compile(rf"({SPACE.pattern})?(.*?)({SPACE.pattern})?", re.DOTALL)
#: Addresses that a manuscript takes; a place in it begins with a number sign.
SCHEMES = ("https:", "http:", "mailto:", "tel:", "doi:", "urn:", "#")


@dataclass(frozen=True)
class Setting:
    """How pieces become inlines.

    ``base`` is the face that is not marked, ``language`` that of the manuscript. ``note`` gives
    the blocks of a note by its key.
    """

    base: Face
    language: str
    note: Callable[[str], list[Json]]


def inlines(pieces: Iterable[Piece], setting: Setting) -> list[Json]:
    """The inlines of a paragraph."""
    atoms = _with_quiet_spaces([_plain(atom, setting) for piece in pieces for atom in _cut(piece)])
    return _trimmed(_nested(atoms, setting))


def _cut(piece: Piece) -> list[Piece]:
    """A piece with the spaces at its ends apart."""
    match = ENDS.fullmatch(piece.text)
    if piece.is_thing or match is None or not (match[1] or match[3]):
        return [piece]
    return [replace(piece, text=part) for part in match.groups() if part]


def _plain(piece: Piece, setting: Setting) -> Piece:
    """A piece with only what differs from its surroundings."""
    italic = (piece.face ^ setting.base) & Face.ITALIC
    face = italic | (piece.face & ~setting.base & ~Face.ITALIC)
    language = piece.language if _differs(piece.language, setting.language) else ""
    link = piece.link if piece.link.lower().startswith(SCHEMES) else ""
    return replace(piece, face=face, language=language, link=link, size=0.0)


def _differs(language: str, other: str) -> bool:
    return bool(language) and language.split("-")[0].lower() != other.split("-")[0].lower()


def _with_quiet_spaces(atoms: Sequence[Piece]) -> list[Piece]:
    """Spaces and things between words take what the words around them have in common.

    So emphasis is not split at a space that is not emphasised, and does not end with one that is.
    """
    before = _nearest(atoms)
    after = _nearest(atoms[::-1])[::-1]
    out = []
    for atom, left, right in zip(atoms, before, after, strict=True):
        if _is_word(atom):
            out.append(atom)
            continue
        face = left.face & right.face & ~(Face.SUPERIOR | Face.INFERIOR)
        language = left.language if left.language == right.language else ""
        link = left.link if left.link == right.link else ""
        if atom.is_thing and atom.link:
            link = atom.link
        if atom.is_thing:
            face &= ~Face.MONOSPACED
        out.append(replace(atom, face=face, language=language, link=link))
    return out


def _is_word(atom: Piece) -> bool:
    return bool(atom.text) and not SPACE.fullmatch(atom.text)


def _nearest(atoms: Sequence[Piece]) -> list[Piece]:
    """For each atom the last word before it."""
    found, last = [], Piece()
    for atom in atoms:
        found.append(last)
        if _is_word(atom):
            last = atom
    return found


# --------------------------------------------------------------------------------------- nesting


def _nested(atoms: Sequence[Piece], setting: Setting) -> list[Json]:
    """What has something in common is put into one element; the longest stretch goes outermost."""
    out: list[Json] = []
    at = 0
    while at < len(atoms):
        wrap, count, bare = _longest(atoms, at)
        some = atoms[at : at + count]
        if wrap is None:
            out += _leaves(some, setting)
        else:
            out.append(wrap(_nested([bare(atom) for atom in some], setting)))
        at += count
    return out


Wrap = Callable[[list[Json]], Json]


def _longest(atoms: Sequence[Piece], at: int) -> tuple[Wrap | None, int, Callable[[Piece], Piece]]:
    """What to put around the atoms from here on, how many, and how they are without it."""
    best: tuple[Wrap | None, int, Callable[[Piece], Piece]] = (None, 0, lambda atom: atom)
    for key, wrap, bare in _attributes(atoms[at]):
        count = _stretch(atoms, at, key)
        if count > best[1]:
            best = (wrap, count, bare)
    if best[1]:
        return best
    count = 1
    while at + count < len(atoms) and not any(True for _ in _attributes(atoms[at + count])):
        count += 1
    return None, count, best[2]


def _stretch(atoms: Sequence[Piece], at: int, key: Callable[[Piece], object]) -> int:
    """How many atoms from here on have the same of something."""
    value, count = key(atoms[at]), 1
    while at + count < len(atoms) and key(atoms[at + count]) == value:
        count += 1
    return count


def _attributes(
    atom: Piece,
) -> Iterator[tuple[Callable[[Piece], object], Wrap, Callable[[Piece], Piece]]]:
    """What stands around an atom: how it is recognised, made, and taken off."""
    if atom.link:
        target = atom.link
        yield (lambda a: a.link), (lambda i: tree.link(i, target)), _unlinked
    for kind, face in STYLES:
        if atom.face & face:
            yield partial(_has, face), partial(tree.styled, kind), partial(_without, face)
    if atom.language:
        yield (lambda a: a.language), partial(_foreign, atom.language), _native


def _has(face: Face, atom: Piece) -> Face:
    return atom.face & face


def _without(face: Face, atom: Piece) -> Piece:
    return replace(atom, face=atom.face & ~face)


def _unlinked(atom: Piece) -> Piece:
    return replace(atom, link="")


def _native(atom: Piece) -> Piece:
    return replace(atom, language="")


def _foreign(language: str, inside: list[Json]) -> Json:
    return {"t": "Span", "c": [tree.attributes(pairs=[("lang", language)]), inside]}


def _leaves(atoms: Sequence[Piece], setting: Setting) -> list[Json]:
    """Words, spaces, breaks and things; letters beside each other are one word."""
    out: list[Json] = []
    for (thing, code), group in groupby(atoms, lambda a: (a.is_thing, a.face & Face.MONOSPACED)):
        some = list(group)
        text = "".join(atom.text for atom in some)
        if thing:
            out += [one for atom in some for one in _thing(atom, setting)]
        elif code:
            out.append({"t": "Code", "c": [tree.attributes(), text]})
        else:
            out += _text(text)
    return out


def _text(text: str) -> list[Json]:
    out: list[Json] = []
    for index, line in enumerate(text.split("\n")):
        if index:
            out.append({"t": "LineBreak"})
        out += tree.words(line)
    return out


def _thing(piece: Piece, setting: Setting) -> list[Json]:
    if piece.note:
        blocks = setting.note(piece.note)
        return [tree.note(blocks)] if blocks else []
    if piece.picture is not None:
        return [image(piece.picture)]
    if piece.comment:
        return [{"t": "RawInline", "c": ["html", as_markup(piece.comment)]}]
    if piece.anchor:
        return [{"t": "Span", "c": [tree.attributes(piece.anchor), []]}]
    return [tree.doubt(piece.doubt)] if piece.doubt >= 0 else []


def image(picture: Picture) -> Json:
    """An ``Image``; its alternative text stands in its attributes."""
    pairs = [("alt", picture.alternative)] if picture.alternative else []
    return {"t": "Image", "c": [tree.attributes(pairs=pairs), [], [picture.path, ""]]}


def _trimmed(made: list[Json]) -> list[Json]:
    """Without spaces and breaks at both ends, doubled spaces and spaces beside breaks."""
    out: list[Json] = []
    for one in made:
        last = out[-1]["t"] if out else "LineBreak"
        if one["t"] == "Space" and last in ("Space", "LineBreak"):
            continue
        if one["t"] == "LineBreak" and not out:
            continue
        if one["t"] in ("LineBreak", "Note") and last == "Space":
            out.pop()
        out.append(one)
    while out and out[-1]["t"] in ("Space", "LineBreak"):
        out.pop()
    return out
