"""Pandoc's JSON (pandoc-types 1.23) by name: the few blocks and inlines that readers make."""

from __future__ import annotations

import re
from collections.abc import Sequence

from satzspiegel.importing.draft import Json

#: The class of the mark where a page of the source begins: ``[]{.old-page n=17}``.
OLD_PAGE = "old-page"
#: How a mark of a doubt is told from other comments until the manuscript is written.
DOUBT = re.compile(r"<!--doubt (\d+)-->")
#: How a note bears its number in the source, for its label in the manuscript.
NOTE_LABEL = re.compile(r"<!--note ([^<>\s-]+)-->")


def attributes(
    identifier: str = "", classes: Sequence[str] = (), pairs: Sequence[tuple[str, str]] = ()
) -> Json:
    """An ``Attr``."""
    return [identifier, list(classes), [list(pair) for pair in pairs]]


def words(text: str) -> list[Json]:
    """``Str`` and ``Space`` for a text; a line's end is a space too."""
    out: list[Json] = []
    for part in re.split(r"([ \t\n]+)", text):
        if part:
            out.append({"t": "Space"} if part.isspace() else {"t": "Str", "c": part})
    return out


def styled(kind: str, inlines: list[Json]) -> Json:
    """``Emph``, ``Strong``, ``SmallCaps``, ``Superscript``, ``Subscript``, ``Underline`` …"""
    return {"t": kind, "c": inlines}


def link(inlines: list[Json], target: str) -> Json:
    """A ``Link``."""
    return {"t": "Link", "c": [attributes(), inlines, [target, ""]]}


def note(blocks: list[Json], label: str = "") -> Json:
    """A ``Note`` at its call; ``label`` is its number or sign in the source, if it is known."""
    if label and blocks and blocks[0]["t"] in ("Para", "Plain"):
        mark = {"t": "RawInline", "c": ["html", f"<!--note {label}-->"]}
        if NOTE_LABEL.fullmatch(mark["c"][1]):
            blocks = [{"t": blocks[0]["t"], "c": [mark, *blocks[0]["c"]]}, *blocks[1:]]
    return {"t": "Note", "c": blocks}


def paragraph(inlines: list[Json]) -> Json:
    """A ``Para``."""
    return {"t": "Para", "c": inlines}


def heading(level: int, inlines: list[Json]) -> Json:
    """A ``Header``; its identifier is left to the manuscript's reader."""
    return {"t": "Header", "c": [level, attributes(), inlines]}


def quotation(blocks: list[Json]) -> Json:
    """A ``BlockQuote``."""
    return {"t": "BlockQuote", "c": blocks}


def verse(lines: list[list[Json]]) -> Json:
    """A ``LineBlock``."""
    return {"t": "LineBlock", "c": lines}


def old_page(label: str) -> Json:
    """The mark where the page ``label`` of the source begins. It has no width; between the halves
    of a word that was broken over two pages it stands before the word.
    """
    return {"t": "Span", "c": [attributes("", [OLD_PAGE], [("n", label)]), []]}


def old_page_label(node: Json) -> str:
    """The label of a mark of an old page; empty for anything else."""
    if node.get("t") == "Span" and OLD_PAGE in node["c"][0][1]:
        return str(dict(node["c"][0][2]).get("n", ""))
    return ""


def doubt(index: int) -> Json:
    """The mark of ``Draft.doubts[index]``, behind the word or at the end of what is in doubt."""
    return {"t": "RawInline", "c": ["html", f"<!--doubt {index}-->"]}
