"""ODT → paragraphs of pieces, and a skeleton for Pandoc (ODF 1.3, part 3)."""

from __future__ import annotations

import base64
import binascii
import posixpath
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

from lxml import etree

from satzspiegel.importing.draft import Change, Options, Spot
from satzspiegel.importing.word.archive import Archive, broken, packed, parsed, refused
from satzspiegel.importing.word.odf_runs import (
    ANNOTATION,
    DRAW,
    OFFICE,
    REFERENCES,
    OpenStory,
    Tracked,
    deletions,
    letters,
)
from satzspiegel.importing.word.odf_styles import STYLE, TEXT, OpenStyles, read_open_styles
from satzspiegel.importing.word.pictures import Shelf
from satzspiegel.importing.word.properties import open_properties
from satzspiegel.importing.word.skeleton import marker, note_marker
from satzspiegel.importing.word.source import Paragraph, Source

Element = Any

HREF = "{http://www.w3.org/1999/xlink}href"
MIMETYPE = b"application/vnd.oasis.opendocument.text"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
#: Contents and indexes that the program made (9).
MADE = tuple(
    f"{TEXT}{name}"
    for name in (
        "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
        "alphabetical-index",
    )
)  # fmt: skip
#: Declarations at the beginning that are no text.
DECLARED = ("sequence-decls", "variable-decls", "user-field-decls", "tracked-changes")
#: Styles whose paragraphs are rules (LibreOffice, Pandoc).
RULES = ("horizontal line",)


@dataclass
class OpenShelf(Shelf):
    """Takes pictures out of a file by their addresses; ``open`` gives their bytes."""

    open: Callable[[str], bytes]
    files: dict[str, bytes] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    _paths: dict[str, str] = field(default_factory=dict)


@dataclass
class _Reader:
    name: str
    styles: OpenStyles
    story: OpenStory
    paragraphs: list[Paragraph] = field(default_factory=list)
    page: int = 1
    paged: bool = False

    def read(self, root: Element) -> list[int]:
        """Read all paragraphs below an element and put their numbers in their places."""
        numbers = []
        for element in list(root.iter(*PARAGRAPHS)):
            number = len(self.paragraphs)
            key = element.get(f"{TEXT}style-name", "")
            look = self.styles.paragraph(key)
            page = self.page if self.paged else 0
            start = self.styles.letters("paragraph", key, self.styles.defaults)
            pieces = self.story.pieces(element, start, Spot(self.name, page, paragraph=number + 1))
            if look.style in RULES:
                look = replace(look, rule=True)
            self.paragraphs.append(Paragraph(number, tuple(pieces), look, page))
            numbers.append(number)
            self.page += sum(1 for _ in element.iter(f"{TEXT}soft-page-break"))
            _replace_content(element, marker(number))
        return numbers


def read_odt(archive: Archive, options: Options) -> Source:
    """An ODT as a source. Raises :class:`ManuscriptError` for what is none, or is broken."""
    manifest = archive.tree("META-INF/manifest.xml")
    if manifest is not None and manifest.find(f".//{MANIFEST}encryption-data") is not None:
        raise refused("import-word-encrypted", archive.name)
    content = archive.tree("content.xml")
    kind = archive.part("mimetype")
    if content is None or (kind and not kind.strip().startswith(MIMETYPE)):
        raise refused("import-word-unknown", archive.name)
    return _read(
        archive.name, content, archive.tree("styles.xml"), archive.tree("meta.xml"),
        lambda path: archive.part(posixpath.normpath(path)), options,
    )  # fmt: skip


def is_flat(data: bytes) -> bool:
    """Whether data are an ODT as one file of XML."""
    return b"office:document" in data[:4096] and b"opendocument" in data[:4096]


def read_flat(data: bytes, name: str, options: Options) -> Source:
    """A flat ODT (``.fodt``, ODF 1.3, part 3, 3.1.2) as a source."""
    root = parsed(data, name)
    return _read(name, root, None, root, lambda _: b"", options)


def _read(
    name: str,
    content: Element,
    styles_root: Element | None,
    meta: Element | None,
    open_part: Callable[[str], bytes],
    options: Options,
) -> Source:
    text = content.find(f".//{OFFICE}body/{OFFICE}text")
    if text is None:
        raise refused("import-word-unknown", name)
    styles = read_open_styles(styles_root, content)
    heads = _running_heads(name, styles_root if styles_root is not None else content)
    texts = _texts(text, heads)
    language = options.language or styles.defaults.language
    tracked = deletions(text)
    changes = [*_without_made(text, name), *heads]
    _without_declarations(text)
    _with_flat_annotations(text)
    _with_stray_text(text)
    _lift_boxes(text)
    shelf = OpenShelf(open_part)
    targets = frozenset(
        [*(unquote(e.get(HREF, "")).removeprefix("#") for e in text.iter(f"{TEXT}a")),
         *(e.get(f"{TEXT}ref-name", "") for e in text.iter(*REFERENCES))]
    )  # fmt: skip
    story = OpenStory(styles, shelf, _embedded, tracked, targets, options.changes, language)
    reader = _Reader(name, styles, story, paged=text.find(f".//{TEXT}soft-page-break") is not None)
    notes = _detached(text)
    reader.read(text)
    numbers = {}
    for index, (key, body) in enumerate(notes):
        numbers[key] = tuple(reader.read(body))
        text.append(_marked_paragraph(note_marker(index)))
        for element in list(body):
            text.append(element)
    return Source(
        name, "odt", tuple(reader.paragraphs), numbers, _skeleton(content),
        texts, open_properties(meta), styles.defaults.language,
        (*changes, *story.removed, *_deletion_changes(name, tracked, options)),
        shelf.files, tuple(shelf.unread),
    )  # fmt: skip


# -------------------------------------------------------------------------------- what is prepared


def _detached(text: Element) -> list[tuple[str, Element]]:
    """The notes (6.3) with keys, taken out of their paragraphs."""
    found = []
    for index, note in enumerate(text.iter(f"{TEXT}note")):
        body = note.find(f"{TEXT}note-body")
        key = f"note-{index}"
        note.set("key", key)
        if body is not None:
            note.remove(body)
            found.append((key, body))
    return found


def _without_made(text: Element, name: str) -> Iterator[Change]:
    for element in list(text.iter(*MADE)):
        removed = "".join(letters(element))
        element.getparent().remove(element)
        yield Change("contents", Spot(name), removed=removed)


def _without_declarations(text: Element) -> None:
    for name in DECLARED:
        for element in list(text.iter(f"{TEXT}{name}")):
            element.getparent().remove(element)


def _with_stray_text(text: Element) -> None:
    """Letters that stand in no paragraph, as some programs write them, in paragraphs."""
    for element in list(text):
        if (element.tail or "").strip():
            paragraph = etree.Element(f"{TEXT}p")
            paragraph.text, element.tail = element.tail, None
            element.addnext(paragraph)


def _with_flat_annotations(text: Element) -> None:
    """The paragraphs of annotations (14.1) are no paragraphs of the text."""
    for annotation in text.iter(ANNOTATION):
        for paragraph in list(annotation.iter(*PARAGRAPHS)):
            paragraph.tag = f"{TEXT}span"


def _lift_boxes(text: Element) -> None:
    """The paragraphs of text boxes (10.4.3) stand behind the paragraph that holds the frame."""
    for box in list(text.iter(f"{DRAW}text-box")):
        hosts = [e for e in box.iterancestors() if e.tag in PARAGRAPHS]
        if not hosts:
            continue
        host = hosts[0]
        parent, place = host.getparent(), host.getparent().index(host) + 1
        for offset, element in enumerate(list(box)):
            parent.insert(place + offset, element)


# -------------------------------------------------------------------------------------- skeleton


def _replace_content(paragraph: Element, mark: str) -> None:
    """The number of a paragraph in place of all that is in it; its style is ours to read."""
    tail = paragraph.tail
    for element in list(paragraph):
        paragraph.remove(element)
    paragraph.attrib.pop(f"{TEXT}style-name", None)
    paragraph.text, paragraph.tail = mark, tail


def _marked_paragraph(mark: str) -> Element:
    paragraph = etree.Element(f"{TEXT}p")
    paragraph.text = mark
    return paragraph


def _skeleton(content: Element) -> bytes:
    """An ODT with the text alone; Pandoc wants styles too, be they empty."""
    for element in list(content.iter(f"{OFFICE}meta", f"{OFFICE}settings", f"{OFFICE}scripts")):
        element.getparent().remove(element)
    empty = etree.Element(f"{OFFICE}document-styles", nsmap={"office": OFFICE[1:-1]})
    content.tag = f"{OFFICE}document-content"
    if content.find(f"{OFFICE}automatic-styles") is None:
        content.insert(0, etree.Element(f"{OFFICE}automatic-styles"))
    return packed(
        {
            "mimetype": MIMETYPE,
            "content.xml": etree.tostring(content, encoding="UTF-8", xml_declaration=True),
            "styles.xml": etree.tostring(empty, encoding="UTF-8", xml_declaration=True),
        }
    )


# --------------------------------------------------------------------------------------- account


def _texts(text: Element, heads: Sequence[Change]) -> tuple[str, ...]:
    """The text page by page with its notes, then running heads."""
    pages = [""]
    for part in letters(deepcopy(text)):
        if part == "\f":
            pages.append("")
        else:
            pages[-1] += part
    return (*pages[:-1], pages[-1] + "\n".join(change.removed for change in heads))


def _running_heads(name: str, root: Element) -> list[Change]:
    found = []
    for master in root.iter(f"{STYLE}master-page"):
        for part in master:
            if removed := "".join(letters(part)).strip():
                found.append(Change("running-head", Spot(name), removed=removed))
    return found


def _deletion_changes(name: str, tracked: dict[str, Tracked], options: Options) -> Iterator[Change]:
    for change in tracked.values():
        if change.kind == "deleted" and options.changes != "reject" and change.text.strip():
            yield Change("tracked-change", Spot(name), removed=change.text)


def _embedded(frame: Element) -> bytes:
    """The bytes of a picture that is in the XML itself (10.4.4)."""
    data = frame.find(f".//{OFFICE}binary-data")
    try:
        return base64.b64decode("".join((data.text or "").split())) if data is not None else b""
    except (binascii.Error, ValueError):
        return b""


__all__ = ["ANNOTATION", "broken", "is_flat", "read_flat", "read_odt"]
