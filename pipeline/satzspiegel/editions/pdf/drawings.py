"""Drawings with words, set in the fonts of the style: those of the machine are never used."""

from __future__ import annotations

import re

from lxml import etree

#: ``font-family`` in a style attribute or style sheet.
DECLARATION = re.compile(r"font-family\s*:\s*([^;}]+);?")
SHORTHAND = re.compile(r"(?<![\w-])font\s*:[^;}]*?(\d[\w.%]*)[^;}]*;?")


def with_our_fonts(svg: bytes, families: frozenset[str], default: str) -> bytes:
    """An SVG in which every family that is not ours has given way to the default one."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))

    def declared(match: re.Match[str]) -> str:
        return match[0] if _is_ours(match[1], families) else ""

    def sheet(text: str) -> str:
        return DECLARATION.sub(declared, SHORTHAND.sub(r"font-size: \1;", text))

    for element in root.iter(etree.Element):
        if not _is_ours(element.get("font-family", default), families):
            del element.attrib["font-family"]
        if "style" in element.attrib:
            element.set("style", sheet(element.get("style")))
        if etree.QName(element).localname == "style":
            element.text = sheet(element.text or "")
    if "font-family" not in root.attrib:
        root.set("font-family", default)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return made


def _is_ours(value: str, families: frozenset[str]) -> bool:
    """Whether the first family of a list is one of the style's."""
    return value.split(",")[0].strip().strip("'\"") in families
