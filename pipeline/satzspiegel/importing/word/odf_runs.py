"""The text of an ODT's paragraphs as pieces (ODF 1.3, part 3, 6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import unquote

from satzspiegel.importing.draft import Change, Spot
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.odf_styles import TEXT, Letters, OpenStyles, length
from satzspiegel.importing.word.pictures import Shelf
from satzspiegel.importing.word.remarks import signed, tracked
from satzspiegel.importing.word.source import Picture, Piece

Element = Any

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"
DC = "{http://purl.org/dc/elements/1.1/}"
ANNOTATION = f"{OFFICE}annotation"
#: Elements that are no text, with all that is in them.
SILENT = frozenset(
    [
        f"{TEXT}note-citation", f"{DC}creator", f"{DC}date", f"{OFFICE}change-info",
        f"{OFFICE}binary-data", f"{SVG}title", f"{SVG}desc", f"{OFFICE}event-listeners",
        "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}creator-initials",
        "{http://libreoffice.org/2011/xslt/dummy}",
    ]
)  # fmt: skip
#: Fields whose text every edition makes anew.
PAGES = frozenset([f"{TEXT}page-number", f"{TEXT}page-count"])
PLACES = frozenset([f"{TEXT}bookmark", f"{TEXT}bookmark-start", f"{TEXT}reference-mark",
                    f"{TEXT}reference-mark-start"])  # fmt: skip
#: References to places by their names (7.7.5, 7.7.6).
REFERENCES = frozenset([f"{TEXT}bookmark-ref", f"{TEXT}reference-ref"])
BREAKS = frozenset([f"{TEXT}p", f"{TEXT}h", f"{TEXT}line-break"])
WHITE = re.compile(r"[ \t\r\n]+")
#: Spaces that ``text:s`` may stand for; a trap would ask for millions.
MOST_SPACES = 200


@dataclass(frozen=True)
class Tracked:
    """A tracked change (5.5): inserted or deleted, with what was deleted."""

    kind: str
    author: str
    text: str = ""


@dataclass
class OpenStory:
    """Reads paragraphs; what is removed is collected, and insertions may span paragraphs."""

    styles: OpenStyles
    shelf: Shelf
    embedded: Callable[[Element], bytes]
    tracked: Mapping[str, Tracked]
    targets: frozenset[str]
    changes: Literal["accept", "reject", "comments"]
    language: str
    removed: list[Change] = field(default_factory=list)
    inserting: list[str] = field(default_factory=list)

    def pieces(self, paragraph: Element, look: Letters, spot: Spot) -> list[Piece]:
        """The pieces of a paragraph; white space as XML has it is one space (6.1.2)."""
        self._spot = spot
        out: list[Piece] = []
        for piece in self._inside(paragraph, look, ""):
            blank = not out or out[-1].text.endswith((" ", "\n"))
            if piece.text.startswith(" ") and blank and not piece.formula:
                piece = replace(piece, text=piece.text[1:])
                if not piece.text:
                    continue
            out.append(replace(piece, formula=False))
        return out

    def _inside(self, element: Element, look: Letters, link: str) -> Iterator[Piece]:
        yield from self._text(element.text, look, link)
        for one in element:
            yield from self._element(one, look, link)
            yield from self._text(one.tail, look, link)

    def _text(self, text: str | None, look: Letters, link: str) -> Iterator[Piece]:
        if text:
            yield from self._letters(WHITE.sub(" ", text), look, link)

    def _letters(
        self, text: str, look: Letters, link: str, *, kept: bool = False
    ) -> Iterator[Piece]:
        """``kept`` says that spaces were asked for one by one."""
        if look.hidden:
            self._remove("hidden", text)
        elif self.inserting and self.changes == "reject":
            self._remove("tracked-change", text)
        else:
            face = look.face & ~Face.UNDERLINED if link else look.face
            yield Piece(text, face, look.size, look.language, link, formula=kept)

    def _element(self, one: Element, look: Letters, link: str) -> Iterator[Piece]:
        tag = one.tag
        name = tag.rpartition("}")[2]
        if tag == f"{TEXT}span":
            key = one.get(f"{TEXT}style-name", "")
            yield from self._inside(one, self.styles.letters("text", key, look), link)
        elif tag == f"{TEXT}a":
            address = _address(one.get(f"{XLINK}href", "")) or link
            if address and not "".join(one.itertext()).strip():
                yield Piece(link=address)
            yield from self._inside(one, look, address)
        elif tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            yield from self._letters(_space(one, name), look, link, kept=True)
        elif tag == f"{TEXT}note":
            yield Piece(note=one.get("key", ""))
        elif tag == ANNOTATION:
            yield from self._annotation(one)
        elif tag in PLACES and one.get(f"{TEXT}name", "") in self.targets:
            yield Piece(anchor=one.get(f"{TEXT}name", ""))
        elif tag.startswith(f"{TEXT}change"):
            yield from self._change(one, name, look)
        elif tag == f"{DRAW}frame":
            yield from self._frame(one)
        elif tag in REFERENCES:
            yield from self._reference(one, look, link)
        elif tag in PAGES:
            self._remove("page-number", "".join(one.itertext()))
        elif tag not in SILENT and name not in ("text-box", "soft-page-break"):
            yield from self._inside(one, look, link)

    def _reference(self, one: Element, look: Letters, link: str) -> Iterator[Piece]:
        """A reference to a place (7.7) that leads there, if it is one that can be known."""
        target = one.get(f"{TEXT}ref-name", "")
        kind = one.get(f"{TEXT}reference-format", "")
        refers = "page" if kind == "page" else "number" if kind.startswith("number") else ""
        for piece in self._inside(one, look, f"#{target}" if target in self.targets else link):
            yield replace(piece, refers=refers)

    def _annotation(self, one: Element) -> Iterator[Piece]:
        author = "".join(t for e in one.iterfind(f"{DC}creator") for t in e.itertext())
        text = "".join(letters(one)).strip()
        self._remove("comment", text)
        if text:
            yield Piece(comment=signed(text, author))

    def _change(self, one: Element, name: str, look: Letters) -> Iterator[Piece]:
        key = one.get(f"{TEXT}change-id", "")
        change = self.tracked.get(key)
        if change is None:
            return
        if name == "change-start":
            self.inserting.append(key)
        elif name == "change-end" and key in self.inserting:
            self.inserting.remove(key)
        elif name == "change" and self.changes == "reject":
            yield from self._letters(change.text, look, "")
        if self.changes == "comments" and name in ("change-start", "change"):
            said = change.text if name == "change" else "…"
            yield Piece(comment=tracked(change.kind, said, change.author, self.language))

    def _frame(self, frame: Element) -> Iterator[Piece]:
        """A picture (10.4.4); the first of several versions that can be read."""
        words = [
            " ".join("".join(e.itertext()).split())
            for name in ("desc", "title")
            for e in frame.iterfind(f"{SVG}{name}")
        ]
        for one in frame.iterfind(f"{DRAW}image"):
            source = one.get(f"{XLINK}href", "")
            content = self.embedded(one) if not source else self.shelf_open(source)
            name = source or f"embedded-{id_of(one)}"
            if path := self.shelf.put(name, content):
                width = length(frame.get(f"{SVG}width", "")) * 25.4 / 72
                yield Piece(picture=Picture(path, next(filter(None, words), ""), width))
                return

    def shelf_open(self, source: str) -> bytes:
        """The bytes of a picture in the file; nothing is fetched from elsewhere."""
        opened: bytes = getattr(self.shelf, "open")(source) if ":" not in source else b""  # noqa: B009
        return opened

    def _remove(self, reason: str, text: str) -> None:
        if text.strip():
            self.removed.append(Change(reason, self._spot, removed=text))


def id_of(element: Element) -> str:
    """The place of an element in its file, as a name."""
    return str(element.getroottree().getpath(element))


def _space(one: Element, name: str) -> str:
    if name == "s":
        count = one.get(f"{TEXT}c", "1")
        return " " * min(MOST_SPACES, int(count) if count.isdigit() else 1)
    return "\t" if name == "tab" else "\n"


def _address(target: str) -> str:
    """The address of a link; those to headings are written with their kind."""
    return unquote(target.split("|")[0]) if target.startswith("#") else target


def deletions(text: Element) -> dict[str, Tracked]:
    """The tracked changes of a text by their identifiers."""
    found = {}
    for region in text.iter(f"{TEXT}changed-region"):
        key = region.get(f"{TEXT}id") or region.get(f"{XML}id") or ""
        author = next((e.text or "" for e in region.iter(f"{DC}creator")), "")
        for kind, name in (("inserted", "insertion"), ("deleted", "deletion")):
            part = region.find(f"{TEXT}{name}")
            if part is not None:
                found[key] = Tracked(kind, author, "".join(letters(part)).strip("\n"))
    return found


def letters(root: Element) -> Iterator[str]:
    """Every letter below an element that a reader can see; a form feed where a page begins."""
    if root.tag in SILENT:
        return
    if root.tag == f"{TEXT}soft-page-break":
        yield "\f"
    if root.tag in (f"{TEXT}tab", f"{TEXT}s"):
        yield " "
    yield WHITE.sub(" ", root.text or "")
    for one in root:
        yield from letters(one)
        yield WHITE.sub(" ", one.tail or "")
    if root.tag in BREAKS:
        yield "\n"
