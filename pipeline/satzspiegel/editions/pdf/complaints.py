"""What WeasyPrint complains about, as findings with the place that the editor can mend.

It names lines of the style sheet that was made for this book, and addresses and ids that we
invented. Here these are led back: to the line of a style's template, to the image in the
manuscript, to the part of the text with an id or a character.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from satzspiegel.model import Block, Finding, Place, Publication, Severity, Text
from satzspiegel.walks import all_images, all_inlines, walk_blocks

#: Where something stands in a style sheet, counted from 1.
POSITION = re.compile(r" at (\d+):(\d+)")
ADDRESS = re.compile(r"asset:([^'\s]+)")
#: What WeasyPrint quotes in complaints about a character or an id.
CHARACTER = re.compile(r"\(U\+([0-9A-F]{4,6})\)$")
ANCHOR = re.compile(r"Anchor defined twice: '([^']+)'")
TEMPLATES = "*.css.jinja"
#: What Jinja puts something else in place of.
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
#: So many lines before the one that is looked for tell equal lines of a template apart.
CONTEXT = 12


@dataclass(frozen=True)
class Complaints:
    """Knows what WeasyPrint was given: the publication, the style sheet, the style's folders."""

    publication: Publication
    sheet: str
    folders: tuple[Path, ...]

    def finding(self, record: logging.LogRecord) -> Finding:
        """What a record of WeasyPrint's logger says to the editor."""
        text = record.getMessage()
        if image := self._image(text):
            return image
        if (at := POSITION.search(text)) and (place := self.style_place(int(at[1]))):
            text = text.replace(at[0], "", 1)
        else:
            place = self._text_place(text)
        text = " ".join(text.split()).rstrip(".")
        return Finding("painter-warning", Severity.WARNING, place, {"text": text})

    def style_place(self, line: int) -> Place | None:
        """The line of a template from which a line of the style sheet comes (both from 1)."""
        made = [one.strip() for one in self.sheet.splitlines()]
        if not 0 < line <= len(made):
            return None
        found = [
            ((own.letters, _agreement(made, line - 1, lines, at), -layer, -at), name)
            for layer, name, lines in self._templates
            for at, own in enumerate(lines)
            if own.letters and own.pattern.fullmatch(made[line - 1])
        ]
        if not found:
            return None
        (*_, at), name = max(found)
        return Place(name, 1 - at)

    @cached_property
    def _templates(self) -> list[tuple[int, str, list[_Line]]]:
        """The lines of the templates of style sheets, the uppermost style first."""
        return [
            (
                layer,
                f"{folder.name}/{path.name}",
                [_line(one) for one in path.read_text("utf-8").splitlines()],
            )
            for layer, folder in enumerate(self.folders)
            for path in sorted(folder.glob(TEMPLATES))
        ]

    def _image(self, text: str) -> Finding | None:
        """A complaint about an image that cannot be shown."""
        address = ADDRESS.search(text)
        name = address[1] if address else None
        asset = next((one for one in self.publication.assets if one.name == name), None)
        if address is None or asset is None:
            return None
        reason = text[address.end() :].lstrip("': ").strip() or "SVG"
        values = {"source": asset.source, "reason": " ".join(reason.split()).rstrip(".")}
        place = self.image_place(asset.source)
        return Finding("image-unpainted", Severity.ERROR, place, values)

    def image_place(self, source: str) -> Place:
        """Where an image stands in the text; without such a place, its file (a cover's)."""
        images = all_images(self._runs())
        places = (one.place for one in images if one.source == source and one.place)
        return next(places, Place(source))

    def _text_place(self, text: str) -> Place | None:
        """Where the character or the id stands that a complaint names."""
        if letter := CHARACTER.search(text):
            return self._place_of(lambda passage: chr(int(letter[1], 16)) in passage)
        if anchor := ANCHOR.search(text):
            return self._block_place(anchor[1])
        return None

    def _place_of(self, holds: Callable[[str], bool]) -> Place | None:
        inlines = (inline for blocks in self._runs() for inline in all_inlines(blocks))
        texts = (one for one in inlines if isinstance(one, Text))
        return next((one.place for one in texts if holds(one.value) and one.place), None)

    def _block_place(self, identifier: str) -> Place | None:
        blocks = (block for run in self._runs() for block in walk_blocks(run))
        named = (one for one in blocks if getattr(one, "identifier", "") == identifier)
        return next((getattr(one, "place", None) for one in named), None)

    def _runs(self) -> Iterator[tuple[Block, ...]]:
        """The text, then the notes."""
        yield from (chapter.blocks for chapter in self.publication.chapters)
        yield from (note.blocks for note in self.publication.notes)


@dataclass(frozen=True)
class _Line:
    """A line of a template: what it may become, and how many characters of that it says itself."""

    pattern: re.Pattern[str]
    letters: int


def _line(text: str) -> _Line:
    parts = EXPRESSION.split(text.strip())
    return _Line(re.compile(".*".join(map(re.escape, parts))), sum(map(len, parts)))


def _agreement(made: list[str], line: int, lines: list[_Line], at: int) -> int:
    """How many of the lines before agree, too."""
    before = reversed(made[max(0, line - CONTEXT) : line])
    pairs = zip(before, reversed(lines[:at]), strict=False)
    return sum(bool(own.pattern.fullmatch(one)) for one, own in pairs)
