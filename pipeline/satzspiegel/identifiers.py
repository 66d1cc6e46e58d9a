"""Ids of the publication: unique, and found again from any file.

Identifiers are local to a file, so two files may use the same; the second gets the file's name in
front. A link is looked up in its own file first, then in all others; ``file.md#id`` and ``file.md``
name the file; ``#fn:label`` is the note with that label in the same file.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import replace

from satzspiegel.model import (
    Block,
    Division,
    Figure,
    Finding,
    Heading,
    Inline,
    Note,
    Part,
    Place,
    Severity,
    Span,
    Table,
    Text,
)
from satzspiegel.walks import (
    map_blocks,
    plain_text,
    rewrite_blocks,
    rewrite_children,
    without_notes,
)

#: Ids that editions give themselves.
RESERVED = re.compile(r"(fn|fnref|text|fig|tab)-?\d.*|text|contents|title|imprint|bibliography")
MARKDOWN_LINK = re.compile(r"([^:#?]+\.md)(?:#(.*))?")
NOTE_TARGET = "fn:"
#: citeproc's own ids: the bibliography and its entries.
CITEPROC = re.compile(r"refs|ref-.*")


class Identifiers:
    """Renames ids where they collide, labels figures and tables, and knows the words of each."""

    def __init__(
        self, parts: tuple[Part, ...], notes: tuple[Note, ...], labels: dict[str, str]
    ) -> None:
        self.findings: list[Finding] = []
        self._labels = labels
        self._by_file: dict[str, dict[str, str]] = {}
        self._words: dict[str, tuple[Inline, ...]] = {}
        self._counts = {"figure": 0, "table": 0}
        self._file = ""
        self.parts = tuple(
            replace(part, blocks=self._blocks(part.blocks, part.file)) for part in parts
        )
        self.notes = tuple(self._note(note) for note in notes)

    # -------------------------------------------------------------------------------- giving

    def _note(self, note: Note) -> Note:
        file = note.place.file if note.place else ""
        self._words[note.identifier] = (Text(f"{self._labels['note']} {note.number}"),)
        if note.label:
            ids = self._by_file.setdefault(file, {})
            ids[f"{NOTE_TARGET}{note.label}"] = note.identifier
        return replace(note, blocks=self._blocks(note.blocks, file))

    def _blocks(self, blocks: tuple[Block, ...], file: str) -> tuple[Block, ...]:
        self._file = file
        self._by_file.setdefault(file, {})
        return rewrite_blocks(map_blocks(blocks, self._block), self._inlines)

    def _block(self, block: Block) -> Block:
        match block:
            case Heading():
                quotes = self._labels["heading-quotes"]
                words = f"{quotes[:1]}{plain_text(without_notes(block.children))}{quotes[1:]}"
                return replace(block, identifier=self._give(block.identifier, words, block.place))
            case Division() if block.identifier and not CITEPROC.fullmatch(block.identifier):
                return replace(block, identifier=self._give(block.identifier, "", None))
            case Figure():
                identifier, label = self._caption(block, "figure")
                return replace(block, identifier=identifier, label=label)
            case Table():
                identifier, label = self._caption(block, "table")
                return replace(block, identifier=identifier, label=label)
            case _:
                return block

    def _caption(self, block: Figure | Table, kind: str) -> tuple[str, str]:
        """Id and label; only what has a caption is counted."""
        if not block.caption:
            given = block.identifier and self._give(block.identifier, "", block.place)
            return given, ""
        self._counts[kind] += 1
        label = f"{self._labels[kind]} {self._counts[kind]}"
        if not block.identifier:
            return f"{kind[:3]}-{self._counts[kind]}", label
        return self._give(block.identifier, label, block.place), label

    def _inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> Inline:
        inline = rewrite_children(inline, self._inlines)
        if isinstance(inline, Span) and inline.identifier:
            words = plain_text(inline.children)
            return replace(inline, identifier=self._give(inline.identifier, words, None))
        return inline

    def _give(self, wanted: str, words: str, place: Place | None) -> str:
        """The id as the publication has it, unique; remembers its file and words."""
        ids = self._by_file[self._file]
        if wanted in ids:
            values = {"identifier": wanted}
            where = place or Place(self._file)
            self.findings.append(Finding("id-twice", Severity.ERROR, where, values))
        given, stem = portable(wanted), portable(self._file.rsplit(".", 1)[0])
        while given in self._words or RESERVED.fullmatch(given):
            given = f"{stem}-{given}"
        ids[wanted] = given
        self._words[given] = (Text(words),) if words else ()
        return given

    # ------------------------------------------------------------------------------- finding

    def is_internal(self, target: str) -> bool:
        """Whether a link stays in the publication."""
        return target.startswith("#") or bool(MARKDOWN_LINK.fullmatch(target))

    def resolve(self, target: str, file: str) -> str | None:
        """The id that a link from ``file`` leads to, or None."""
        if match := MARKDOWN_LINK.fullmatch(target):
            ids = self._by_file.get(match[1].removeprefix("./"), {})
            return ids.get(match[2]) if match[2] else next(iter(ids.values()), None)
        wanted = target.removeprefix("#")
        own = self._by_file.get(file, {})
        if wanted in own or wanted.startswith(NOTE_TARGET):
            return own.get(wanted)
        elsewhere = [ids[wanted] for ids in self._by_file.values() if wanted in ids]
        if CITEPROC.fullmatch(wanted):
            return wanted
        return elsewhere[0] if len(elsewhere) == 1 else None

    def words(self, identifier: str) -> tuple[Inline, ...]:
        """What a cross-reference without words says: »Abbildung 1«, »„Der Titel“«."""
        return self._words.get(identifier) or (Text(identifier),)

    def nearest(self, target: str) -> str:
        """The id that looks most like a broken link."""
        known = [wanted for ids in self._by_file.values() for wanted in ids]
        found = difflib.get_close_matches(target.removeprefix("#"), known, n=1, cutoff=0)
        return f"#{found[0]}" if found else ""


def portable(identifier: str) -> str:
    """An id in letters, digits, hyphens and points, as every reader and URL can hold it."""
    for letters, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        identifier = identifier.replace(letters, plain).replace(letters.upper(), plain.capitalize())
    ascii_only = unicodedata.normalize("NFKD", identifier).encode("ascii", "ignore").decode()
    made = re.sub(r"[^A-Za-z0-9.]+", "-", ascii_only).strip("-.")
    return made if made[:1].isalpha() else f"id-{made}".rstrip("-")
