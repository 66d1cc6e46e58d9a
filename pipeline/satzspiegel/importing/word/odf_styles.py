"""Styles of an ODT: how a paragraph and letters look when all is added up (ODF 1.3, part 3, 16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.source import Look

Element = Any

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
#: Styles with a parent beyond this depth are a mistake, or a trap.
CHAIN = 20
#: Points in the units of lengths (ODF 1.3, part 3, 18.3.18).
UNITS = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0, "px": 0.75}
LENGTH = re.compile(r"\s*(-?[\d.]+)(pt|cm|mm|in|pc|px)\s*")
MONOSPACED = frozenset(["source_text", "source text", "teletype", "verbatim char"])
ESCAPED = re.compile(r"_([0-9a-fA-F]{2})_")


@dataclass(frozen=True)
class Letters:
    """How letters look."""

    face: Face = Face.PLAIN
    size: float = 0.0
    language: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Style:
    """A style as it is written."""

    name: str
    parent: str
    element: Element
    automatic: bool


@dataclass
class OpenStyles:
    """The styles of a file by family and name."""

    styles: dict[tuple[str, str], Style]
    defaults: Letters = Letters()
    _looks: dict[str, Look] = field(default_factory=dict)

    def chain(self, family: str, key: str) -> list[Style]:
        """A style and those that it is derived from, the most general first; loops are cut."""
        found: list[Style] = []
        seen: set[str] = set()
        while (family, key) in self.styles and key not in seen and len(found) < CHAIN:
            seen.add(key)
            found.append(self.styles[family, key])
            key = found[-1].parent
        return found[::-1]

    def letters(self, family: str, key: str, start: Letters) -> Letters:
        """Letters that have a style, over what they have already."""
        chain = self.chain(family, key)
        for style in chain:
            start = _with_letters(start, style.element.find(f"{STYLE}text-properties"))
        names = {style.name for style in chain} | {_readable(key).lower()}
        if family == "text" and names & MONOSPACED:
            start = replace(start, face=start.face | Face.MONOSPACED)
        return start

    def named(self, key: str) -> Letters:
        """Letters of a paragraph as the named style has them, without direct formatting."""
        start = self.defaults
        for style in self.chain("paragraph", key):
            if not style.automatic:
                start = _with_letters(start, style.element.find(f"{STYLE}text-properties"))
        return start

    def paragraph(self, key: str) -> Look:
        """The look of a paragraph of a style."""
        if key not in self._looks:
            self._looks[key] = self._look(key)
        return self._looks[key]

    def _look(self, key: str) -> Look:
        chain = self.chain("paragraph", key)
        own = next((s.name for s in reversed(chain) if not s.automatic), "")
        look = Look(style=own or ("" if chain else _readable(key).lower()))
        for style in chain:
            look = _with_layout(look, style.element.find(f"{STYLE}paragraph-properties"))
        named = self.named(key)
        return replace(look, base=named.face, size=named.size)


def read_open_styles(*roots: Element | None) -> OpenStyles:
    """The styles of ``styles.xml`` and ``content.xml``."""
    styles: dict[tuple[str, str], Style] = {}
    defaults = Letters(size=12.0)
    for root in roots:
        for element in () if root is None else root.iter(f"{STYLE}style"):
            key = (element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", ""))
            around = element.getparent()
            automatic = around is not None and around.tag.endswith("automatic-styles")
            name = _readable(element.get(f"{STYLE}display-name") or key[1])
            parent = element.get(f"{STYLE}parent-style-name", "")
            styles[key] = Style(name.lower(), parent, element, automatic)
        for element in () if root is None else root.iter(f"{STYLE}default-style"):
            if element.get(f"{STYLE}family") == "paragraph":
                defaults = _with_letters(defaults, element.find(f"{STYLE}text-properties"))
    return OpenStyles(styles, defaults)


def _readable(name: str) -> str:
    """A name without the codes of characters that XML names do not have."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), name)


def _with_letters(letters: Letters, properties: Element | None) -> Letters:
    """Letters with more properties: each given one replaces what was."""
    if properties is None:
        return letters
    face = letters.face
    for flag, on in _faces(properties):
        face = face | flag if on else face & ~flag
    language, country = properties.get(f"{FO}language"), properties.get(f"{FO}country")
    known = letters.language
    if language and language != "zxx":
        known = language if country in (None, "", "none") else f"{language}-{country}"
    known = "" if language == "none" else known
    size = _size(properties.get(f"{FO}font-size", ""), letters.size)
    display = properties.get(f"{TEXT}display")
    hidden = letters.hidden if display is None else display == "none"
    return Letters(face, size, known, hidden)


def _faces(properties: Element) -> Iterator[tuple[Face, bool]]:
    if style := properties.get(f"{FO}font-style"):
        yield Face.ITALIC, style in ("italic", "oblique")
    if weight := properties.get(f"{FO}font-weight"):
        yield Face.BOLD, weight == "bold" or (weight.isdigit() and int(weight) >= 600)
    if variant := properties.get(f"{FO}font-variant"):
        yield Face.SMALL_CAPS, variant == "small-caps"
    if transform := properties.get(f"{FO}text-transform"):
        yield Face.SMALL_CAPS, transform == "uppercase"
    if line := properties.get(f"{STYLE}text-underline-style"):
        yield Face.UNDERLINED, line != "none"
    for name in ("text-line-through-type", "text-line-through-style"):
        if line := properties.get(f"{STYLE}{name}"):
            yield Face.STRUCK, line != "none"
    if position := properties.get(f"{STYLE}text-position"):
        yield Face.SUPERIOR, position.startswith("super") or _raised(position) > 0
        yield Face.INFERIOR, position.startswith("sub") or _raised(position) < 0


def _raised(position: str) -> float:
    try:
        return float(position.split("%")[0])
    except ValueError:
        return 0.0


def _with_layout(look: Look, properties: Element | None) -> Look:
    if properties is None:
        return look
    changed: dict[str, Any] = {}
    if align := properties.get(f"{FO}text-align"):
        changed["align"] = {"start": "left", "end": "right"}.get(align, align)
    for name, key in (("margin-left", "left"), ("margin-right", "right"), ("text-indent", "first")):
        if given := properties.get(f"{FO}{name}"):
            changed[key] = length(given)
    if properties.get(f"{FO}break-before") == "page":
        changed["new_page"] = True
    return replace(look, **changed)


def length(text: str) -> float:
    """A length in pt; what is none is 0."""
    match = LENGTH.fullmatch(text)
    try:
        return float(match[1]) * UNITS[match[2]] if match else 0.0
    except ValueError:
        return 0.0


def _size(text: str, parent: float) -> float:
    if text.endswith("%"):
        try:
            return parent * float(text[:-1]) / 100
        except ValueError:
            return parent
    return length(text) or parent
