"""Drawings (SVG), cleaned: only what draws is left, nothing that runs, loads or leads elsewhere.

A list of what is allowed (:mod:`satzspiegel.manuscript.svg_names`), not of what is forbidden, so
that what nobody thought of stays out. What drawing programs write for themselves goes without a
word; anything else that goes is named.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from satzspiegel.manuscript.svg_names import (
    ELEMENTS,
    LOOKED_AT,
    PLAIN,
    PRESENTATION,
    PRIVATE,
    PRIVATE_ATTRIBUTES,
    SPOKEN,
    SVG_NS,
    XHTML_NS,
    XLINK_NS,
    XML_NS,
)
from satzspiegel.manuscript.svg_sheets import (
    FRAGMENT,
    clean_attribute,
    clean_sheet,
    is_harmless,
)
from satzspiegel.manuscript.svg_weight import TooHeavyError, weigh

Element = Any
#: A pixel image inside the drawing (RFC 2397).
EMBEDDED = re.compile(r"data:image/(?:png|jpe?g);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
#: What libxml2 says of a file that is too deep or too long, or grows when it is read
#: (XML_ERR_ENTITY_LOOP, XML_ERR_RESOURCE_LIMIT).
LIMITS = frozenset({89, 114})
#: Ids that can be referred to without doubt.
IDENTIFIER = re.compile(r"[^\s\"'()\\%]+")


class BrokenError(Exception):
    """A file that is no XML."""


@dataclass(frozen=True)
class Drawing:
    """A cleaned drawing, and what was taken out of it, each once."""

    data: bytes
    removed: tuple[str, ...]


def parse(data: bytes) -> Element:
    """The root of an SVG file, whatever it is.

    Raises :class:`BrokenError`, and :class:`TooHeavyError` where reading alone would cost too much:
    entities that hold entities, and depth beyond that of libxml2.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise (TooHeavyError if error.code in LIMITS else BrokenError) from error


def cleaned(root: Element, fits: Callable[[bytes], bool]) -> Drawing:
    """The drawing without what does not draw; ``fits`` says whether an image inside may stay.

    Raises :class:`TooHeavyError` if it would draw too much.
    """
    removed = [name for name in _instructions(root) if name]
    gone: set[Element] = set()
    for element in [*root.iter()]:
        if element.getparent() in gone:
            gone.add(element)
            continue
        kept, words = _clean_element(element)
        gone |= set() if kept else {element}
        removed += words
    for element in root.iter():
        removed += _clean_attributes(element, fits)
        removed += _clean_style(element)
    for image in [*root.iter(f"{{{SVG_NS}}}image")]:
        if not any(_local(key) == "href" for key in image.attrib):
            _remove(image)
    weigh(root)
    etree.cleanup_namespaces(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return Drawing(data, tuple(dict.fromkeys(removed)))


def _instructions(root: Element) -> Iterator[str]:
    """Processing instructions before the drawing, such as style sheets; they are not written."""
    for before in root.itersiblings(preceding=True):
        if isinstance(before, etree._ProcessingInstruction):
            yield f"<?{before.target}?>"


def _clean_element(element: Element) -> tuple[bool, tuple[str, ...]]:
    """Take an element out if it does not draw; a link stays as a group. Whether it stays."""
    if not isinstance(element.tag, str):
        _remove(element)
        return False, (_instruction_or_entity(element),)
    name = etree.QName(element)
    if name.namespace == SVG_NS and name.localname in ELEMENTS:
        return True, ()
    if name.namespace == SVG_NS and name.localname == "a":
        _unlink(element)
        return True, ("<a>",)
    _remove(element)
    return False, () if _is_private(element) else (f"<{name.localname}>",)


def _instruction_or_entity(node: Element) -> str:
    return f"&{node.name};" if isinstance(node, etree._Entity) else f"<?{node.target}?>"


def _is_private(element: Element) -> bool:
    """Whether an element is a program's own data, with nothing of a web page in it."""
    name = etree.QName(element)
    foreign = (name.namespace or "") not in LOOKED_AT or name.localname in PRIVATE
    return foreign and not any(True for _ in element.iter(f"{{{XHTML_NS}}}*"))


def _unlink(element: Element) -> None:
    inside = etree.QName(element.getparent()).localname if element.getparent() is not None else ""
    element.tag = f"{{{SVG_NS}}}{'tspan' if inside in ('text', 'tspan', 'textPath') else 'g'}"
    for key in list(element.attrib):
        if _local(key) in ("href", "target", "download", "ping", "rel", "hreflang", "type"):
            del element.attrib[key]


def _clean_attributes(element: Element, fits: Callable[[bytes], bool]) -> Iterator[str]:
    for key, value in list(element.attrib.items()):
        kept, word = _attribute(etree.QName(element).localname, key, value, fits)
        if kept is None:
            del element.attrib[key]
        elif kept != value:
            element.set(key, kept)
        yield from word


def _attribute(
    element: str, key: str, value: str, fits: Callable[[bytes], bool]
) -> tuple[str | None, tuple[str, ...]]:
    """What stays of an attribute's value, None if nothing, and what is to be said."""
    name = etree.QName(key)
    namespace, local = name.namespace or "", name.localname
    said = (f'{local}="{" ".join(value.split())[:40]}"',)
    if namespace not in LOOKED_AT or local.startswith(PRIVATE_ATTRIBUTES):
        return None, ()
    if local.startswith(SPOKEN):
        return value, ()
    if namespace == XML_NS:
        return (value, ()) if local in ("lang", "space") else (None, said)
    if local == "href":
        return (value, ()) if _may_refer(element, value, fits) else (None, said)
    if namespace == XLINK_NS:  # titles and roles of links, which are gone
        return None, ()
    if local == "style":
        inside = clean_attribute(value)
        return inside.text, inside.removed
    if local == "id":
        return (value, ()) if IDENTIFIER.fullmatch(value) else (None, said)
    if local in PRESENTATION:
        return (value, ()) if "\\" not in value and is_harmless(value) else (None, said)
    return (value, ()) if local in PLAIN else (None, said)


def _may_refer(element: str, value: str, fits: Callable[[bytes], bool]) -> bool:
    """Whether an address is that of a part of the drawing, or an image inside its file."""
    if FRAGMENT.fullmatch(value):
        return element != "image"
    match = EMBEDDED.fullmatch(value) if element == "image" else None
    if match is None:
        return False
    try:
        return fits(base64.b64decode(match[1], validate=False))
    except binascii.Error:
        return False


def _clean_style(element: Element) -> tuple[str, ...]:
    """The rules of a style sheet inside the drawing that load nothing."""
    if etree.QName(element).localname != "style":
        return ()
    inside = clean_sheet("".join(element.itertext()))
    for child in list(element):
        element.remove(child)
    element.text = inside.text
    return inside.removed


def _remove(element: Element) -> None:
    """Take an element out of the drawing, but not the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _local(key: str) -> str:
    return str(etree.QName(key).localname)
