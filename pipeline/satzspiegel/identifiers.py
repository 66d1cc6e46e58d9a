"""Ids of the publication: unique, and found again from any file.

Identifiers are local to a file, so two files may use the same; the second gets the file's name in
front. A link is looked up in its own file first, then in all others; ``file.md#id`` and ``file.md``
name the file; ``#fn:label`` is the note with that label in the same file.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count
from urllib.parse import unquote

from satzspiegel.model import (
    Block,
    Division,
    Figure,
    Finding,
    Heading,
    Image,
    Inline,
    Link,
    Note,
    NoteCall,
    Part,
    Place,
    Severity,
    Span,
    Table,
    Text,
)
from satzspiegel.walks import (
    all_inlines,
    map_blocks,
    plain_text,
    rewrite_blocks,
    rewrite_children,
    walk_inlines,
    without_notes,
)

#: Ids that editions give themselves.
RESERVED = re.compile(
    r"(fn|fnref|text|fig|tab|page|point)-?\d.*|page-[ivxlcdm]+"
    r"|text|contents|title|cover|imprint|landmarks|notes|notes-heading|bibliography|refs"
)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
MARKDOWN_LINK = re.compile(r"([^:#?]+\.md)(?:#(.*))?")
NOTE_TARGET = "fn:"
#: Between »Abbildung« and its number, in labels and references.
NO_BREAK_SPACE = "\u00a0"
UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"}
)
#: citeproc's own id of the bibliography.
BIBLIOGRAPHY = "refs"


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
        self._words[note.identifier] = (Text(self._counted("note", note.number)),)
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
                return self._heading(block)
            case Division() if block.identifier == BIBLIOGRAPHY:
                self._by_file[self._file][BIBLIOGRAPHY] = BIBLIOGRAPHY
                self._words[BIBLIOGRAPHY] = (Text(self._labels["bibliography"]),)
                return block
            case Division() if block.identifier:
                place = _first_place(all_inlines(block.blocks))
                return replace(block, identifier=self._give(block.identifier, "", place))
            case Figure():
                identifier, label = self._caption(block, "figure")
                return replace(block, identifier=identifier, label=label)
            case Table():
                identifier, label = self._caption(block, "table")
                return replace(block, identifier=identifier, label=label)
            case _:
                return block

    def _heading(self, heading: Heading) -> Heading:
        """Id and words. Pandoc's own id holds the labels of notes: links go without them too."""
        title = plain_text(without_notes(heading.children))
        quotes = self._labels["heading-quotes"]
        words = f"{quotes[:1]}{title}{quotes[1:]}"
        plain = automatic(title)
        noted = any(isinstance(inline, NoteCall) for inline in walk_inlines(heading.children))
        if not (noted and heading.identifier.startswith(plain)):
            given = self._give(heading.identifier, words, heading.place)
            return replace(heading, identifier=given)
        given = self._give(plain, words, heading.place)
        self._by_file[self._file][heading.identifier] = given
        return replace(heading, identifier=given)

    def _caption(self, block: Figure | Table, kind: str) -> tuple[str, str]:
        """Id and label; only what has a caption is counted."""
        if not block.caption:
            given = block.identifier and self._give(block.identifier, "", block.place)
            return given, ""
        self._counts[kind] += 1
        label = self._counted(kind, str(self._counts[kind]))
        if not block.identifier:
            return f"{kind[:3]}-{self._counts[kind]}", label
        return self._give(block.identifier, label, block.place), label

    def _counted(self, kind: str, number: str) -> str:
        return f"{self._labels[kind]}{NO_BREAK_SPACE}{number}"

    def _inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> Inline:
        inline = rewrite_children(inline, self._inlines)
        if isinstance(inline, Span) and inline.identifier:
            words = plain_text(inline.children)
            place = _first_place(walk_inlines(inline.children))
            return replace(inline, identifier=self._give(inline.identifier, words, place))
        return inline

    def _give(self, wanted: str, words: str, place: Place | None) -> str:
        """The id as the publication has it, unique; remembers its file and words."""
        ids = self._by_file[self._file]
        if wanted in ids:
            values = {"identifier": wanted}
            where = place or Place(self._file)
            self.findings.append(Finding("id-twice", Severity.ERROR, where, values))
        given = self._unique(portable(wanted))
        ids[wanted] = given
        self._words[given] = (Text(words),) if words else ()
        return given

    def _unique(self, identifier: str) -> str:
        """An id with the file's name in front, and a number behind, as far as that is needed."""
        stem = portable(self._file.rsplit(".", 1)[0])
        in_file = f"{stem}-{identifier}"
        if RESERVED.fullmatch(in_file):
            in_file = f"id-{in_file}"
        numbered = (f"{in_file}-{number}" for number in count(2))
        candidates = chain((identifier, in_file), numbered)
        return next(i for i in candidates if i not in self._words and not RESERVED.fullmatch(i))

    # ------------------------------------------------------------------------------- finding

    def is_external(self, target: str) -> bool:
        """Whether a link leads out of the publication."""
        return bool(SCHEME.match(target))

    def resolve(self, target: str, file: str) -> str | None:
        """The id that a link from ``file`` leads to, or None."""
        if match := MARKDOWN_LINK.fullmatch(unquote(target)):
            ids = self._by_file.get(match[1].removeprefix("./"), {})
            return ids.get(match[2]) if match[2] else _beginning(ids)
        if not target.startswith("#"):
            return None
        wanted = unquote(target.removeprefix("#"))
        own = self._by_file.get(file, {})
        if wanted in own or wanted.startswith(NOTE_TARGET):
            return own.get(wanted)
        elsewhere = [ids[wanted] for ids in self._by_file.values() if wanted in ids]
        return elsewhere[0] if len(elsewhere) == 1 else None

    def words(self, identifier: str) -> tuple[Inline, ...]:
        """What a cross-reference without words says: »Abbildung 1«, »„Der Titel“«, or nothing."""
        return self._words.get(identifier, ())

    def nearest(self, target: str, file: str) -> str:
        """The link that looks most like a broken one, as it would stand in the file."""
        known = {f"#{wanted}": None for wanted in self._by_file.get(file, {})}
        for other, ids in self._by_file.items():
            if other and other != file:
                own = [i for i in ids if not i.startswith(NOTE_TARGET)]
                known |= dict.fromkeys([other, *(f"{other}#{wanted}" for wanted in own)])
        found = difflib.get_close_matches(unquote(target), known, n=1, cutoff=0)
        return found[0] if found else ""


def _first_place(inlines: Iterable[Inline]) -> Place | None:
    placed = (i.place for i in inlines if isinstance(i, Text | Image | Link))
    return next((place for place in placed if place), None)


def _beginning(ids: dict[str, str]) -> str | None:
    """The first id of a file that is no note."""
    return next((i for wanted, i in ids.items() if not wanted.startswith(NOTE_TARGET)), None)


def automatic(title: str) -> str:
    """The id that Pandoc gives a heading without one (User's Guide, »auto_identifiers«)."""
    kept = re.sub(r"[^\w\s.-]", "", title).lower()
    return re.sub(r"\s+", "-", kept.strip()).lstrip("0123456789_.-") or "section"


def portable(identifier: str) -> str:
    """An id in letters, digits, hyphens and points, as every reader and URL can hold it."""
    ascii_only = unicodedata.normalize("NFKD", identifier.translate(UMLAUTS))
    made = re.sub(r"[^A-Za-z0-9.]+", "-", ascii_only.encode("ascii", "ignore").decode())
    made = made.strip("-.")
    return made if made[:1].isalpha() else f"id-{made}".rstrip("-")
