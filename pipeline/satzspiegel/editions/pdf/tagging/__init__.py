"""The tag tree of the PDF, made while it is painted (ISO 32000-1, 14.7 and 14.8; ISO 14289-1).

WeasyPrint builds its tree from boxes, of which a paragraph has two where a page ends, and each line
many. Here the tree is that of the document; what is painted of an element, wherever, is tied to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
import weasyprint
from weasyprint.pdf.stream import Stream

from satzspiegel.editions.pdf.tagging.elements import LAYOUT, StructureElement
from satzspiegel.editions.pdf.tagging.furniture import Furniture
from satzspiegel.editions.pdf.tagging.links import owned_links
from satzspiegel.editions.pdf.tagging.marking import Marking
from satzspiegel.editions.pdf.tagging.structure import Structure, read_structure
from satzspiegel.editions.pdf.tagging.tree import Annotation, arranged
from satzspiegel.editions.pdf.tagging.word_ends import word_ends
from satzspiegel.editions.pdf.tagging.writing import write_tree


@contextmanager
def tagging(
    document: weasyprint.Document, root: Element, labels: Mapping[str, str]
) -> Iterator[None]:
    """Let WeasyPrint 70 write our tags for a document made up from the elements of ``root``.

    ``labels`` are the publication's words. It has to be asked for tags (``pdf_tags=True``).
    """
    tags = _Tags(document, read_structure(root, labels))
    with ExitStack() as stack:
        for owner, name, ours in (
            (Stream, "marked", lambda stream, box, _: tags.marking.marked(stream, box)),
            (Stream, "artifact", lambda stream: tags.marking.sequence(stream, LAYOUT)),
            (weasyprint.pdf, "add_links", tags.add_links),
            (weasyprint.pdf, "add_tags", tags.add_tags),
        ):
            stack.enter_context(_in_place_of(owner, name, ours))
        yield


@contextmanager
def _in_place_of(owner: Any, name: str, ours: Any) -> Iterator[None]:
    theirs = getattr(owner, name)
    setattr(owner, name, ours)
    try:
        yield
    finally:
        setattr(owner, name, theirs)


class _Tags:
    """The tags of one document, as it is painted."""

    def __init__(self, document: weasyprint.Document, structure: Structure) -> None:
        self._document, self._structure = document, structure
        self._furniture = Furniture(document.pages)
        self.marking = Marking(structure, self._furniture, word_ends(document.pages))
        self._add_links = weasyprint.pdf.add_links
        self._pages: list[bytes] = []
        self._annotations: list[tuple[StructureElement, Annotation]] = []

    def add_links(
        self, found: Any, matrix: Any, pdf: pydyf.PDF, page: Any, names: Any, tags: Any
    ) -> None:
        """Add the links of a page; WeasyPrint does this before it paints the page."""
        links, anchors = found
        owned = owned_links(links, self._structure, self._furniture)
        self._add_links(([one.found for one in owned], anchors), matrix, pdf, page, names, tags)
        for (*_, box), element in owned:
            annotation = box.link_annotation
            annotation["Contents"] = pydyf.String(self._structure.descriptions[element])
            self._annotations.append((element, Annotation(len(self._pages), annotation)))
        self.marking.begin_page(self._document.pages[len(self._pages)], matrix)
        self._pages.append(page.reference)

    def add_tags(self, pdf: pydyf.PDF, *_: Any) -> None:
        """Add the tree, when all pages are painted."""
        tree = arranged(self._structure, self.marking.contents, self._annotations)
        write_tree(pdf, tree, self._pages, self.marking.places)
