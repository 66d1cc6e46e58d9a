"""Links inside a source that lead nowhere in the manuscript: they would keep it from building."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from satzspiegel.identifiers import SCHEME
from satzspiegel.importing.draft import Json
from satzspiegel.importing.tidying import plain

#: Where the attributes stand in what has an id (pandoc-types 1.23).
WITH_ID = {"Header": 1, "Span": 0, "Div": 0, "Figure": 0, "Table": 0, "Link": 0, "Image": 0}


@dataclass(frozen=True)
class DeadLink:
    """A link that is only its words now."""

    target: str
    words: str


def without_dead_links(blocks: list[Json]) -> tuple[list[Json], tuple[DeadLink, ...]]:
    """The blocks with the words of such links in their place, and the links."""
    known = set(_ids(blocks))
    dead: list[DeadLink] = []

    def look(node: Json) -> Json:
        if isinstance(node, list):
            return [new for child in node for new in unlinked(child)]
        if isinstance(node, dict):
            return {key: look(value) for key, value in node.items()}
        return node

    def unlinked(node: Json) -> Iterator[Json]:
        if not (isinstance(node, dict) and node.get("t") == "Link"):
            yield look(node)
            return
        _, words, (target, _) = node["c"]
        if _leads_on(target, known):
            yield look(node)
        else:
            dead.append(DeadLink(target, " ".join(plain(words).split())))
            yield from look(words)

    made: list[Json] = look(blocks)
    return made, tuple(dead)


def _leads_on(target: str, known: set[str]) -> bool:
    """Whether a target is an address of the web, or an id of the manuscript."""
    return bool(SCHEME.match(target)) or unquote(target).removeprefix("#") in known


def _ids(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _ids(child)
    elif isinstance(node, dict):
        if (at := WITH_ID.get(node.get("t", ""))) is not None:
            yield node["c"][at][0]
        for child in node.values():
            yield from _ids(child)
