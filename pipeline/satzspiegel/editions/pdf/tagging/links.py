"""Link annotations and the elements that they belong to (ISO 32000-1, 14.8.4.4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from satzspiegel.editions.pdf.tagging.elements import LINK, StructureElement
from satzspiegel.editions.pdf.tagging.furniture import Furniture
from satzspiegel.editions.pdf.tagging.structure import Structure

#: Left, top, right and bottom, in CSS pixels.
Rectangle = tuple[float, float, float, float]


class OwnedLink(NamedTuple):
    """A link as WeasyPrint has it (type, target, rectangle and box), and its element."""

    found: tuple[str, str, Rectangle, Any]
    element: StructureElement


def owned_links(
    found: Iterable[Any], structure: Structure, furniture: Furniture
) -> list[OwnedLink]:
    """The links of a page that are content, each once a line.

    WeasyPrint makes one of every box in a link, for emphasis in it too.
    """
    kept: list[OwnedLink] = []
    for link in found:
        element = _element(link[3], structure, furniture)
        if element is not None:
            _add(OwnedLink(link, element), kept)
    return kept


def _add(link: OwnedLink, kept: list[OwnedLink]) -> None:
    """Add a link to those of its page, or its rectangle to one of the same element and line."""
    for at, (found, element) in enumerate(kept):
        if element is link.element and _on_one_line(found[2], link.found[2]):
            kind, target, rectangle, box = found
            kept[at] = OwnedLink((kind, target, _around(rectangle, link.found[2]), box), element)
            return
    kept.append(link)


def _element(box: Any, structure: Structure, furniture: Furniture) -> StructureElement | None:
    """The link that a box is or is in; None where the box is no content."""
    owner = structure.owner(box.element)
    if furniture.artifact(box) or not isinstance(owner, StructureElement):
        return None
    return next((one for one in _from(owner) if one.role == LINK), None)


def _from(element: StructureElement) -> Iterator[StructureElement]:
    yield element
    yield from element.ancestors()


def _on_one_line(one: Rectangle, other: Rectangle) -> bool:
    """Whether the middle of the smaller of two rectangles is beside the taller."""
    smaller, taller = sorted((one, other), key=lambda box: box[3] - box[1])
    return taller[1] < (smaller[1] + smaller[3]) / 2 < taller[3]


def _around(one: Rectangle, other: Rectangle) -> Rectangle:
    """The rectangle around two."""
    left, top = min(one[0], other[0]), min(one[1], other[1])
    return left, top, max(one[2], other[2]), max(one[3], other[3])
