"""The parts of a DOCX and how they point to one another (ECMA-376, part 2, 9)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from satzspiegel.importing.word.archive import Archive, parsed

Element = Any

#: Namespaces of strict documents (ECMA-376, part 1, annex A), and what all others write instead.
STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: WordprocessingML, and what stands around text boxes, drawn (DrawingML) and in older files (VML).
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOX = f"{WORD}txbxContent"
PARAGRAPH = f"{WORD}p"


@dataclass(frozen=True)
class Package:
    """A DOCX."""

    archive: Archive

    @cached_property
    def main(self) -> str:
        """The name of the main part, nearly always ``word/document.xml``; empty if none."""
        for target in self.related("", "officeDocument"):
            return target
        return ""

    def tree(self, name: str) -> Element | None:
        """The XML of a part as transitional documents have it, alternatives decided."""
        content = self.content(name)
        if not content:
            return None
        root = parsed(content, self.archive.name)
        _decide_alternatives(root)
        return root

    def content(self, name: str) -> bytes:
        """The bytes of a part of XML, with the namespaces of transitional documents."""
        content = self.archive.part(name)
        for strict, transitional in STRICT:
            content = content.replace(strict, transitional)
        return content

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Kind, target and whether it lies outside, by the identifiers that a part uses."""
        folder, file = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, tuple[str, str, bool]] = {}
        for element in () if root is None else root.iterfind(RELATION):
            kind = element.get("Type", "").rpartition("/")[2]
            target, outside = element.get("Target", ""), element.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = (kind, target, outside)
        return found

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The parts of one kind that a part points to."""
        for known, target, outside in self.relations(part).values():
            if known == kind and not outside:
                yield target


def _decide_alternatives(root: Element) -> None:
    """Of alternatives (ECMA-376, part 3, 9.3) the first that holds anything is left."""
    for alternatives in list(root.iter(f"{MARKUP}AlternateContent")):
        parent = alternatives.getparent()
        if parent is None:
            continue
        chosen = next((one for one in alternatives if len(one)), None)
        place = parent.index(alternatives)
        parent.remove(alternatives)
        for offset, element in enumerate(() if chosen is None else list(chosen)):
            parent.insert(place + offset, element)


def lift_boxes(root: Element) -> None:
    """The paragraphs of text boxes stand behind the paragraph that a box is anchored in."""
    for box in list(root.iter(BOX)):
        host = next((e for e in box.iterancestors(PARAGRAPH)), None)
        if host is None:
            continue
        parent = host.getparent()
        place = parent.index(host) + 1
        for offset, element in enumerate(list(box)):
            parent.insert(place + offset, element)


def in_made_contents(element: Element) -> bool:
    """Whether an element is in contents that Word made as a whole (17.5.2.12)."""
    return any(
        gallery.get(f"{WORD}val") == "Table of Contents"
        for control in element.iterancestors(f"{WORD}sdt")
        for gallery in control.iterfind(f"{WORD}sdtPr/{WORD}docPartObj/{WORD}docPartGallery")
    )
