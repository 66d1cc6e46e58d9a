"""The contents for readers of EPUB 2 (OPF 2.0.1, 2.4.1; DAISY/NISO Z39.86-2005, 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

NAMESPACE = "http://www.daisy.org/z3986/2005/ncx/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ID = re.compile(r'\sid="([^"]*)"')


@dataclass(frozen=True)
class Target:
    """A line of the contents, or a printed page: its words, its address, what is below it."""

    words: str
    address: str
    children: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Heading:
    """What stands at the head of the NCX, and above its list of pages."""

    identifier: str
    language: str
    title: str
    pages: str


def write_ncx(
    heading: Heading,
    contents: Sequence[Target],
    pages: Sequence[Target],
    documents: Sequence[tuple[str, str]],
) -> bytes:
    """The NCX; ``documents`` are the names and texts of the spine, for the order of playing."""
    root = etree.Element("ncx", nsmap={None: NAMESPACE}, version="2005-1")
    root.set(XML_LANG, heading.language)
    numbers = [int(page.words) for page in pages if page.words.isdecimal()]
    _head(root, heading.identifier, _depth(contents), len(pages), max(numbers, default=0))
    _labelled(root, "docTitle", heading.title)
    order = _play_order(documents, [*_all(contents), *pages])
    _points(etree.SubElement(root, "navMap"), contents, order, iter(range(1, 1 << 30)))
    if pages:
        page_list = etree.SubElement(root, "pageList", {"id": "pages", "class": "pages"})
        _labelled(page_list, "navLabel", heading.pages)
        before: set[str] = set()
        for page in pages:
            _page(page_list, page, order, again=page.words in before)
            before.add(page.words)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _head(root: etree._Element, identifier: str, depth: int, pages: int, highest: int) -> None:
    """The metadata that 8.4.1 asks for."""
    head = etree.SubElement(root, "head")
    values = {"uid": identifier, "depth": depth, "totalPageCount": pages, "maxPageNumber": highest}
    for name, value in values.items():
        etree.SubElement(head, "meta", name=f"dtb:{name}", content=str(value))


def _depth(targets: Sequence[Target]) -> int:
    return max((1 + _depth(target.children) for target in targets), default=0)


def _all(targets: Sequence[Target]) -> Iterator[Target]:
    for target in targets:
        yield target
        yield from _all(target.children)


def _play_order(documents: Sequence[tuple[str, str]], targets: Sequence[Target]) -> dict[str, str]:
    """The number of each address in the order of the text; one address has one number (8.4.4)."""
    wanted = {target.address for target in targets}
    ordered = [
        address
        for name, text in documents
        for address in (f"{name}#{identifier}" for identifier in ID.findall(text))
        if address in wanted
    ]
    return {address: str(number) for number, address in enumerate(ordered, 1)}


def _points(
    parent: etree._Element,
    targets: Sequence[Target],
    order: dict[str, str],
    numbers: Iterator[int],
) -> None:
    for target in targets:
        attributes = {"id": f"point-{next(numbers)}", "playOrder": order[target.address]}
        point = etree.SubElement(parent, "navPoint", attributes)
        _labelled(point, "navLabel", target.words)
        etree.SubElement(point, "content", src=target.address)
        _points(point, target.children, order, numbers)


def _page(parent: etree._Element, page: Target, order: dict[str, str], *, again: bool) -> None:
    """A page: numbers are normal ones, others (Roman, say) those of the front matter (8.4.6).

    A normal one has its number for itself; ``again``: a page before it is called the same.
    """
    normal = page.words.isdecimal() and not again
    value = {"value": page.words} if normal else {}
    name = page.address.partition("#page-")[2]
    target = etree.SubElement(
        parent,
        "pageTarget",
        {"id": f"target-{name}", "type": "normal" if normal else "front", **value},
        playOrder=order[page.address],
    )
    _labelled(target, "navLabel", page.words)
    etree.SubElement(target, "content", src=page.address)


def _labelled(parent: etree._Element, element: str, words: str) -> None:
    label = etree.SubElement(parent, element)
    etree.SubElement(label, "text").text = words
