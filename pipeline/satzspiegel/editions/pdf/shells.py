"""Shells: the document with its running heads and page numbers, and one empty element a page.

Title page, imprint and contents are in it; in place of the text there is for each page an element
that bears what running heads and contents ask for. WeasyPrint lays it out like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

import weasyprint

from satzspiegel.editions.pdf.galley import NOTES
from satzspiegel.editions.pdf.laying import LaidPage
from satzspiegel.editions.pdf.leaves import HEADINGS, is_of_class
from satzspiegel.pagination import Opening

#: Elements that are around the shells themselves.
AROUND = frozenset(["main", "section"])
#: A shell is there and not seen.
UNSEEN = (
    "display: block; margin: 0; padding: 0; border: 0; height: 0; font-size: 0; line-height: 0;"
    " overflow: hidden; break-after: auto; break-inside: auto; break-before: "
)


def shells(root: Element, pages: Sequence[LaidPage]) -> Element:
    """The document with one empty element a page in place of the text, and without the notes."""
    body = part(root, "body")
    main = Element("main", part(body, "main").attrib)
    _Shells(main).add(pages)
    kept = (child for child in body if NOTES not in child.get("class", "").split())
    return with_body(root, (main if child.tag == "main" else child for child in kept))


def with_body(root: Element, children: Iterable[Element]) -> Element:
    """The document with these children in its body; what they hold is not copied."""
    made = Element(root.tag, root.attrib)
    for child in root:
        if child.tag == "body":
            body = SubElement(made, "body", child.attrib)
            body.extend(children)
        else:
            made.append(child)
    return made


def part(element: Element, tag: str) -> Element:
    """The child of a tag, which the style's template has to have. Raises ValueError."""
    found = element.find(tag)
    if found is None:
        raise ValueError(f"no {tag} in {element.tag}")
    return found


class _Shells:
    """The making of shells inside ``main``."""

    def __init__(self, main: Element) -> None:
        self._main = main
        self._section = main
        self._original: Element | None = None
        self._begun: set[int] = set()

    def add(self, pages: Sequence[LaidPage]) -> None:
        for page in pages:
            if page.blank:
                continue
            fresh = self._go_to(page)
            turn = "right" if page.opening is Opening.RECTO else "page"
            style = UNSEEN + ("auto" if fresh else turn)
            shell = SubElement(self._section, "div", {"class": "shell", "style": style})
            for element in self._asked_for(page):
                made = SubElement(shell, element.tag, dict(element.attrib))
                made.set("style", UNSEEN + "auto")
                made.text = "".join(element.itertext())

    def _go_to(self, page: LaidPage) -> bool:
        """Open the section of the page's first strip, unless it is open; True if it is new."""
        original = _section_of(page) if page.text else self._original
        if original is not None and original is self._original:
            return False
        self._original = original
        attributes = dict(original.attrib) if original is not None else {}
        attributes.pop("id", None)
        self._section = SubElement(self._main, "section", attributes)
        return original is not None

    def _asked_for(self, page: LaidPage) -> Iterator[Element]:
        """Elements beginning on a page that running heads and contents want to know of."""
        for laid in page.text:
            if laid.again:
                continue
            for bit in laid.strip.bits:
                for box in bit.chain:
                    element = box.element
                    if element is None or element.tag in AROUND or id(element) in self._begun:
                        continue
                    self._begun.add(id(element))
                    if element.tag in HEADINGS or box.style["string_set"] != "none":
                        yield element


def _section_of(page: LaidPage) -> Element | None:
    for box in page.text[0].strip.bits[0].chain:
        if box.element_tag == "section":
            element: Element = box.element
            return element
    return None


def front_pages(document: weasyprint.Document) -> int:
    """How many pages there are before the text, in a document of shells."""
    for number, page in enumerate(document.pages):
        if any(is_of_class(box, "shell") for box in page._page_box.descendants()):
            return number
    raise AssertionError("no page for the text")
