"""What the pages of a style cannot show: characters without a glyph, writing from right to left.

It is said before anything is built, with its place. Screens help themselves with fonts of their
own and know both directions, so it fails no edition but those with pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from unicodedata import bidirectional, category

import uharfbuzz

from satzspiegel.fonts import UNPAINTED, font_path
from satzspiegel.manuscript.characters import character_name
from satzspiegel.manuscript.files import place_of
from satzspiegel.model import (
    Block,
    Code,
    CodeBlock,
    Finding,
    Place,
    Publication,
    Severity,
    Text,
)
from satzspiegel.styles import Style
from satzspiegel.walks import own_inlines, walk_blocks, walk_inlines

#: Classes of the bidirectional algorithm (UAX 9, table 4): letters from right to left, and signs
#: that change the direction; beside them the mark that holds it.
RIGHT_TO_LEFT = frozenset(
    ["R", "AL", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"]
)
LEFT_TO_RIGHT_MARK = "\u200e"
#: Selectors of a variant, which fonts may ignore.
SELECTORS = range(0xFE00, 0xFE10)
#: How many characters a finding names.
NAMED = 3

Passage = tuple[str, Place | None]
#: A finding and the character that it is about first.
Found = tuple[Finding, str]


def coverage(publication: Publication, style: Style, severity: Severity) -> tuple[Finding, ...]:
    """What the pages of this style cannot show, each character at its first place.

    Raises :class:`~satzspiegel.messages.StyleError` if a font is not installed.
    """
    passages = [passage for passage in _passages(publication) if not passage[0].isascii()]
    found = (*_missing(passages, style, severity), *_right_to_left(passages, severity))
    return tuple(
        replace(one, place=place_of(character, publication.root, one.place)) if one.place else one
        for one, character in found
    )


def shows(style: Style, character: str) -> bool:
    """Whether the pages of a style can show a character: a font has it, and it turns nothing.

    Raises :class:`~satzspiegel.messages.StyleError` if a font is not installed.
    """
    is_known = not _is_painted(character) or ord(character) in _known(style)
    return is_known and not _turns(character)


def _known(style: Style) -> frozenset[int]:
    """The characters that one of the faces of the pages has."""
    return _characters_of(
        frozenset(font_path(face) for face in style.faces if "pdf" in face.editions)
    )


def _missing(passages: Iterable[Passage], style: Style, severity: Severity) -> Iterator[Found]:
    known = _known(style)
    said: set[str] = set()
    for text, place in passages:
        lacking = [c for c in text if _is_painted(c) and ord(c) not in known]
        new = [c for c in dict.fromkeys(lacking) if c not in said and not _turns(c)]
        if new:
            said.update(new)
            values = {"characters": _named(new), "words": _around(text, new[0])}
            yield Finding("glyph-missing", severity, place, values), new[0]


def _right_to_left(passages: Iterable[Passage], severity: Severity) -> Iterator[Found]:
    """A finding for each line of the manuscript that has such writing."""
    said: set[tuple[str, int]] = set()
    for text, place in passages:
        found = [c for c in dict.fromkeys(text) if _turns(c)]
        line = (place.file, place.line) if place else ("", 0)
        if found and line not in said:
            said.add(line)
            values = {"characters": _named(found)}
            yield Finding("right-to-left", severity, place, values), found[0]


def _passages(publication: Publication) -> Iterator[Passage]:
    """All that is painted: names and words of the title page, the text, code and notes."""
    title = publication.metadata
    first = min(title.places.values(), key=lambda place: place.line, default=None)
    for inline in walk_inlines((*title.title, *title.subtitle)):
        if isinstance(inline, Text):
            yield inline.value, first
    yield from ((person.name, first) for person in title.contributors)
    for chapter in publication.chapters:
        yield from _of_blocks(chapter.blocks)
    for note in publication.notes:
        yield from _of_blocks(note.blocks)


def _of_blocks(blocks: tuple[Block, ...]) -> Iterator[Passage]:
    """What has no place, such as code, has that of the word before."""
    place = None
    for block in walk_blocks(blocks):
        for inline in walk_inlines(own_inlines(block)):
            if isinstance(inline, Text):
                place = inline.place or place
            if isinstance(inline, Text | Code):
                yield inline.value, place
        if isinstance(block, CodeBlock):
            yield block.value, place


@cache
def _characters_of(paths: frozenset[Path]) -> frozenset[int]:
    """The characters that one of the font files has."""
    blobs = (uharfbuzz.Blob.from_file_path(str(path)) for path in sorted(paths))
    return frozenset(chain.from_iterable(uharfbuzz.Face(blob).unicodes for blob in blobs))


def _is_painted(character: str) -> bool:
    return category(character) not in UNPAINTED and ord(character) not in SELECTORS


def _turns(character: str) -> bool:
    return bidirectional(character) in RIGHT_TO_LEFT or character == LEFT_TO_RIGHT_MARK


def _named(characters: list[str]) -> str:
    """The first of them with number and name."""
    more = ["…"] * (len(characters) > NAMED)
    return ", ".join([*map(character_name, characters[:NAMED]), *more])


def _around(text: str, character: str) -> str:
    """The word with a character, without signs that would turn the line of the message."""
    at = text.find(character)
    near = text[max(0, at - 20) : at + 20]
    return "".join(c for c in near if not _turns(c) and category(c) not in UNPAINTED).strip()
