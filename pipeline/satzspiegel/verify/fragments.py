"""The text of mark-up, element by element: note calls as signs, words ending at blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from satzspiegel.verify.reading import call_sign

Element = Any  # lxml has no types
#: Elements of HTML at which a word ends.
BLOCK_NAMES = """
    address article aside blockquote body br caption dd div dl dt figcaption figure footer
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th thead tr ul
"""
BLOCKS = frozenset(BLOCK_NAMES.split())


def own_text(element: Element) -> str:
    """All text inside an element."""
    return "".join(element.itertext()).strip()


def block_edges(element: Element) -> tuple[str, str]:
    """What stands before and behind the text of an element: a space at the edges of blocks."""
    edge = " " if element.tag in BLOCKS else ""
    return edge, edge


def fragments(
    element: Element,
    instead: Callable[[Element], str | None],
    edges: Callable[[Element], tuple[str, str]] = block_edges,
) -> Iterator[str]:
    """The text of an element in pieces.

    ``instead`` gives what stands for an element, None if that is its own text; ``edges`` what
    stands around that.
    """
    if not isinstance(element.tag, str):
        return
    sign = instead(element)
    if sign is None and element.get("role") == "doc-noteref":
        sign = call_sign(own_text(element))
    if sign is not None:
        yield sign
        return
    before, behind = edges(element)
    yield before
    yield element.text or ""
    for child in element:
        yield from fragments(child, instead, edges)
        yield child.tail or ""
    yield behind
