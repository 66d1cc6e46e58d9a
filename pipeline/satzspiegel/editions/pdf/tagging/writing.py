"""The tree as objects of a PDF (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pydyf

from satzspiegel.editions.pdf.tagging.elements import ROLE_MAP, StructureElement
from satzspiegel.editions.pdf.tagging.marking import Rectangle
from satzspiegel.editions.pdf.tagging.tree import Annotation, Tagged


def write_tree(
    pdf: pydyf.PDF,
    tree: Tagged,
    pages: Sequence[bytes],
    places: Mapping[StructureElement, Rectangle],
) -> None:
    """Give a PDF its structure tree; ``pages`` are references to its pages.

    Links get the entries by which readers find their elements.
    """
    _Writing(pdf, pages, places).write(tree)


class _Writing:
    def __init__(
        self,
        pdf: pydyf.PDF,
        pages: Sequence[bytes],
        places: Mapping[StructureElement, Rectangle],
    ) -> None:
        self._pdf, self._pages, self._places = pdf, pages, places
        #: The elements that the marked content of each page belongs to, by its number.
        self._parents: list[dict[int, bytes]] = [{} for _ in pages]
        self._links: list[bytes] = []
        self._identifiers: dict[str, bytes] = {}
        self._roles: set[str] = set()

    def write(self, tree: Tagged) -> None:
        root = self._object({"Type": "/StructTreeRoot"})
        root["K"] = self._element(tree, root.reference)
        root["ParentTree"] = self._object({"Nums": self._numbers()}).reference
        # A page's key is its number, an annotation's comes behind those.
        root["ParentTreeNextKey"] = len(self._pages) + len(self._links)
        if self._identifiers:
            root["IDTree"] = self._object({"Names": self._names()}).reference
        if roles := {role: f"/{ROLE_MAP[role]}" for role in sorted(self._roles)}:
            root["RoleMap"] = pydyf.Dictionary(roles)
        self._pdf.catalog["StructTreeRoot"] = root.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def _object(self, entries: dict[str, Any]) -> pydyf.Dictionary:
        made = pydyf.Dictionary(entries)
        self._pdf.add_object(made)
        return made

    def _element(self, tagged: Tagged, parent: bytes) -> bytes:
        """Write an element and all inside it; its reference."""
        element = tagged.element
        made = self._object({"S": f"/{element.role}", "P": parent})
        if element.role in ROLE_MAP:
            self._roles.add(element.role)
        if tagged.language:
            made["Lang"] = pydyf.String(tagged.language)
        if element.alternative:
            made["Alt"] = pydyf.String(element.alternative)
        if element.identifier:
            made["ID"] = pydyf.String(element.identifier)
            self._identifiers[element.identifier] = made.reference
        if attributes := self._attributes(element):
            made["A"] = attributes
        page = next((kid.page for kid in tagged.kids if not isinstance(kid, Tagged)), None)
        if page is not None:
            made["Pg"] = self._pages[page]
        kids = [self._kid(kid, page, made.reference) for kid in tagged.kids]
        if kids:
            made["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        reference: bytes = made.reference
        return reference

    def _attributes(self, element: StructureElement) -> pydyf.Dictionary:
        attributes = pydyf.Dictionary(element.attributes)
        if element in self._places:
            attributes["BBox"] = pydyf.Array(self._places[element])
        return attributes

    def _kid(self, kid: Any, page: int | None, parent: bytes) -> Any:
        """What an element has in K; what is on its own page need not say so."""
        if isinstance(kid, Tagged):
            return self._element(kid, parent)
        elsewhere = {} if kid.page == page else {"Pg": self._pages[kid.page]}
        if isinstance(kid, Annotation):
            kid.dictionary["StructParent"] = len(self._pages) + len(self._links)
            self._links.append(parent)
            entries = {"Type": "/OBJR", "Obj": kid.dictionary.reference}
            return pydyf.Dictionary({**entries, **elsewhere})
        self._parents[kid.page][kid.number] = parent
        if not elsewhere:
            return kid.number
        return pydyf.Dictionary({"Type": "/MCR", "MCID": kid.number, **elsewhere})

    def _numbers(self) -> pydyf.Array:
        """The number tree from marked content and annotations to elements (14.7.4.4)."""
        numbers = pydyf.Array()
        for page, parents in enumerate(self._parents):
            numbers += (page, pydyf.Array(parents[number] for number in range(len(parents))))
        for index, link in enumerate(self._links, len(self._pages)):
            numbers += (index, link)
        return numbers

    def _names(self) -> pydyf.Array:
        """The name tree from identifiers to elements."""
        names = pydyf.Array()
        for identifier, element in sorted(self._identifiers.items()):
            names += (pydyf.String(identifier), element)
        return names
