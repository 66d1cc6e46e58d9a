"""How much a drawing draws: a few lines of SVG may ask for more than any machine can paint.

Parts may be used again (``use``, patterns, masks, markers …), and what is used may itself use
others, each ten times: ten steps are ten thousand million. The sum is made here without drawing.
It is an upper bound: a pattern counts for each part of the group that is filled with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from satzspiegel.manuscript.svg_sheets import REFERENCE, Painting, paintings

#: Parts that a drawing may have, counted as often as they are drawn: a map has some
#: ten thousand, and each 10,000 take seconds in every edition.
MOST_PARTS = 30_000
#: Parts inside each other, also by being used: programs write a dozen; Python stops at 1000.
DEEPEST = 80
NUMBER = re.compile(r"[0-9.]+")
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
Element = Any


class TooHeavyError(Exception):
    """A drawing of too many parts, too deep ones, or one that holds itself."""


def weigh(root: Element) -> int:
    """The parts of a cleaned drawing, as often as they are drawn.

    Raises :class:`TooHeavyError` above :data:`MOST_PARTS` and :data:`DEEPEST`.
    """
    identified = {e.get("id"): e for e in reversed(list(root.iter(etree.Element))) if e.get("id")}
    sheets = [e.text or "" for e in root.iter("{*}style")]
    painted = tuple(painting for sheet in sheets for painting in paintings(sheet))
    has_markers = any(True for _ in root.iter("{*}marker"))
    return _Scale(identified, painted, has_markers).weigh(root, 0).parts


@dataclass(frozen=True)
class _Weight:
    parts: int
    depth: int


@dataclass
class _Scale:
    """Weighs each element once, and remembers it."""

    identified: dict[str, Element]
    painted: tuple[Painting, ...]
    has_markers: bool
    known: dict[Element, _Weight] = field(default_factory=dict)
    #: Elements that are being weighed: one that is met again holds itself.
    opened: set[Element] = field(default_factory=set)

    def weigh(self, element: Element, depth: int) -> _Weight:
        """The weight of an element that lies so deep."""
        made = self.known.get(element)
        if made is None:
            if element in self.opened or depth > DEEPEST:
                raise TooHeavyError
            self.opened.add(element)
            made = self._weighed(element, depth)
            self.opened.remove(element)
            self.known[element] = made
        if made.parts > MOST_PARTS or depth + made.depth > DEEPEST:
            raise TooHeavyError
        return made

    def _weighed(self, element: Element, depth: int) -> _Weight:
        inside = [self.weigh(child, depth + 1) for child in element.iterchildren(etree.Element)]
        used = [self.weigh(part, depth + 1) for part in self._used(element)]
        own = 1 + sum(weight.parts for weight in inside)
        if self.has_markers:  # one at each corner
            own += sum(len(NUMBER.findall(element.get(name, ""))) // 2 for name in ("d", "points"))
        parts = own * (1 + sum(weight.parts for weight in used))
        return _Weight(parts, 1 + max((weight.depth for weight in (*inside, *used)), default=0))

    def _used(self, element: Element) -> Iterable[Element]:
        """The parts that an element refers to, by address or as paint, each once."""
        names = [value[1:] for name in HREFS if (value := element.get(name, "")).startswith("#")]
        for value in element.attrib.values():
            if "(" in value:
                names += REFERENCE.findall(value)
        names += self._by_sheet(element)
        return [self.identified[name] for name in dict.fromkeys(names) if name in self.identified]

    def _by_sheet(self, element: Element) -> list[str]:
        if not self.painted:
            return []
        tag, classes = etree.QName(element).localname, frozenset(element.get("class", "").split())
        found = (p for p in self.painted if p.may_match(tag, classes, element.get("id", "")))
        return [name for painting in found for name in painting.references]
