"""The structure tree of a finished PDF (ISO 32000-1, 14.7): elements, their text, their links.

Nothing is known here of how the tags were made. The text of an element is what its marked content
shows (:mod:`satzspiegel.verify.tags.marked_content`), in the order of the tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from satzspiegel.verify.tags.marked_content import NO_MCID, Fonts, PageContent, page_content

#: The standard structure types that stand in a line of text (14.8.4.4); notes may.
INLINE_TYPES = "Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu Lbl"
INLINE = frozenset(INLINE_TYPES.split())
#: Roles of roles are followed so far (14.8.4.1).
ROLES_OF_ROLES = 16


@dataclass(frozen=True)
class Content:
    """Marked content of an element: its page, counted from 0, and its text."""

    page: int
    text: str


@dataclass(frozen=True)
class LinkAnnotation:
    """A link annotation: page from 0, rectangle in pt from the bottom left, its words, its target.

    ``name`` is that of a named destination, ``address`` that of a page on the web; ``number`` is
    that of its object.
    """

    page: int
    box: tuple[float, float, float, float]
    contents: str = ""
    name: str = ""
    address: str = ""
    number: int = 0

    def holds(self, x: float, y: float, slack: float) -> bool:
        """Whether a point is in the rectangle, or no further from it than ``slack`` pt."""
        left, bottom, right, top = self.box
        across = left - slack <= x <= right + slack
        return across and bottom - slack <= y <= top + slack


@dataclass(frozen=True)
class Element:
    """A structure element; ``role`` is the standard type that its own type stands for.

    ``language``, ``alternative`` and ``identifier`` are its own, empty without; ``described`` says
    whether there is an alternative at all.
    """

    role: str
    kids: tuple[Kid, ...] = ()
    language: str = ""
    alternative: str = ""
    described: bool = False
    actual: str | None = None
    identifier: str = ""
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def children(self) -> tuple[Element, ...]:
        """The elements directly inside."""
        return tuple(kid for kid in self.kids if isinstance(kid, Element))

    @property
    def is_inline(self) -> bool:
        """Whether it stands in a line of text: a figure does where it is not alone."""
        return self.role in INLINE

    def walk(self) -> Iterator[Element]:
        """This element and all inside it, parents first."""
        yield self
        for kid in self.children:
            yield from kid.walk()

    def links(self) -> list[LinkAnnotation]:
        """The annotations that belong to it or to what is inside it."""
        return [k for one in self.walk() for k in one.kids if isinstance(k, LinkAnnotation)]

    def contents(self) -> Iterator[Content]:
        """All its marked content, in order."""
        for kid in self.kids:
            if isinstance(kid, Content):
                yield kid
            elif isinstance(kid, Element):
                yield from kid.contents()

    def text(self) -> str:
        """Its text, with all that is inside it."""
        if self.actual is not None:
            return self.actual
        return "".join(
            kid.text if isinstance(kid, Content) else kid.text()
            for kid in self.kids
            if not isinstance(kid, LinkAnnotation)
        )


Kid = Element | Content | LinkAnnotation


@dataclass(frozen=True)
class TagTree:
    """What is tagged in a PDF, and what is not.

    ``unclaimed`` is marked content, and ``loose_links`` are links, that belong to no element;
    ``contested`` belongs to several. ``strayed`` are pages with content that their parent tree
    gives to another element than the tree does (14.7.4.4).
    """

    elements: tuple[Element, ...]
    pages: tuple[PageContent, ...]
    language: str = ""
    unclaimed: tuple[Content, ...] = ()
    contested: tuple[Content, ...] = ()
    loose_links: tuple[LinkAnnotation, ...] = ()
    strayed: tuple[int, ...] = ()

    def walk(self) -> Iterator[Element]:
        """All elements, parents first, in reading order."""
        for element in self.elements:
            yield from element.walk()


def read_tags(pdf: pikepdf.Pdf) -> TagTree:
    """The structure tree of a PDF; without elements where there is none."""
    return _Reader(pdf).read()


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        fonts = Fonts()
        self._pages = tuple(page_content(page, fonts) for page in pdf.pages)
        self._numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self._root = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
        self._roles = {
            str(own)[1:]: str(role)[1:]
            for own, role in dict(self._root.get("/RoleMap", {})).items()
        }
        self._language = str(pdf.Root.get("/Lang", ""))
        self._claims: Counter[tuple[int, int]] = Counter()
        self._links = dict(_link_annotations(pdf))
        self._claimed_links: set[tuple[int, int]] = set()
        self._parents = _ParentTree(pdf, self._root)
        self._strayed: set[int] = set()

    def read(self) -> TagTree:
        kids = _listed(self._root.get("/K"))
        elements = tuple(self._element(kid, None) for kid in kids if _is_element(kid))
        marked = [
            (page, mcid) for page, content in enumerate(self._pages) for mcid in content.texts
        ]
        return TagTree(
            elements,
            self._pages,
            self._language,
            unclaimed=tuple(self._content(*key) for key in marked if not self._claims[key]),
            contested=tuple(self._content(*key) for key in marked if self._claims[key] > 1),
            loose_links=tuple(
                link for key, link in self._links.items() if key not in self._claimed_links
            ),
            strayed=tuple(sorted(self._strayed)),
        )

    def _element(self, found: Any, page: Any) -> Element:
        entries = dict(found)
        page = entries.get("/Pg", page)
        kids = (self._kid(kid, page, found.objgen) for kid in _listed(entries.get("/K")))
        alternative, actual = entries.get("/Alt"), entries.get("/ActualText")
        return Element(
            self._role(str(entries.get("/S", "/"))[1:]),
            tuple(kid for kid in kids if kid is not None),
            str(entries.get("/Lang", "")),
            str(alternative or ""),
            alternative is not None,
            None if actual is None else str(actual),
            str(entries.get("/ID", "")),
            _attributes(entries.get("/A")),
        )

    def _role(self, own: str) -> str:
        for _ in range(ROLES_OF_ROLES):
            if own not in self._roles:
                break
            own = self._roles[own]
        return own

    def _kid(self, kid: Any, page: Any, element: tuple[int, int]) -> Kid | None:
        if isinstance(kid, int):
            return self._claimed(page, kid, element)
        if not isinstance(kid, pikepdf.Dictionary):
            return None
        kind = kid.get("/Type")
        if kind == "/MCR":
            return self._claimed(kid.get("/Pg", page), int(kid.MCID), element)
        if kind == "/OBJR":
            key = kid.Obj.objgen
            self._claimed_links.add(key)
            link = self._links.get(key)
            if link and self._parents.of_object(kid.Obj) != element:
                self._strayed.add(link.page)
            return link
        return self._element(kid, page)

    def _claimed(self, page: Any, mcid: int, element: tuple[int, int]) -> Content | None:
        number = self._numbers.get(page.objgen) if page is not None else None
        if number is None:
            return None
        self._claims[number, mcid] += 1
        if self._parents.of_content(page, mcid) != element:
            self._strayed.add(number)
        return self._content(number, mcid)

    def _content(self, page: int, mcid: int) -> Content:
        return Content(page, self._pages[page].texts.get(mcid, ""))


class _ParentTree:
    """From content and annotations to their elements: how readers find where a click belongs."""

    def __init__(self, pdf: pikepdf.Pdf, root: Any) -> None:
        tree = root.get("/ParentTree")
        self._tree = dict(pikepdf.NumberTree(tree)) if tree is not None else {}
        self._pages: dict[tuple[int, int], list[Any]] = {}

    def of_content(self, page: Any, mcid: int) -> tuple[int, int] | None:
        """The element (its object's number) of marked content on a page."""
        if page.objgen not in self._pages:
            found = self._tree.get(int(page.get("/StructParents", NO_MCID)))
            array = found if isinstance(found, pikepdf.Array) else ()
            self._pages[page.objgen] = [one.objgen if one is not None else None for one in array]
        parents = self._pages[page.objgen]
        return parents[mcid] if 0 <= mcid < len(parents) else None

    def of_object(self, thing: Any) -> tuple[int, int] | None:
        """The element of an annotation."""
        found = self._tree.get(int(thing.get("/StructParent", NO_MCID)))
        return found.objgen if found is not None else None


def _link_annotations(pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], LinkAnnotation]]:
    """The links of all pages, by the number of their object."""
    for number, page in enumerate(pdf.pages):
        for annotation in page.obj.get("/Annots", ()):
            if annotation.get("/Subtype") == "/Link":
                yield annotation.objgen, _link(annotation, number)


def _link(annotation: Any, page: int) -> LinkAnnotation:
    action = annotation.get("/A", pikepdf.Dictionary())
    target = annotation.get("/Dest", action.get("/D"))
    x, y, other_x, other_y = (float(one) for one in annotation.Rect)
    return LinkAnnotation(
        page,
        (min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)),
        str(annotation.get("/Contents", "")),
        destination_name(target),
        str(action.get("/URI", "")),
        annotation.objgen[0],
    )


def destination_name(target: Any) -> str:
    """The name of a named destination (12.3.2.3); empty for what is none."""
    if isinstance(target, pikepdf.Name):
        return str(target)[1:]
    return str(target) if isinstance(target, pikepdf.String) else ""


def _is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _listed(kids: Any) -> list[Any]:
    """The entry K: one kid or several (14.7.2)."""
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _attributes(found: Any) -> dict[str, str]:
    """Attributes of all owners, by name, names without their slash (14.7.5)."""
    pairs: dict[str, str] = {}
    for one in _listed(found):
        if isinstance(one, pikepdf.Dictionary):
            pairs.update({str(key)[1:]: _value(value) for key, value in dict(one).items()})
    return pairs


def _value(value: Any) -> str:
    if isinstance(value, pikepdf.Array):
        return " ".join(_value(one) for one in value)
    return str(value)[1:] if isinstance(value, pikepdf.Name) else str(value)
