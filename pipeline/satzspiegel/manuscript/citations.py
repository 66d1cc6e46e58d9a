"""What citeproc leaves undone: a citation that begins a note of the author's own."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

Json = Any
#: How the citation style repeats a source.
REPEATED = re.compile(r"ebd\b")


def as_sentence(blocks: Json) -> Json:
    """A note of the author's with the citation that begins it as the first words of a sentence.

    citeproc sees to that only in notes which it makes itself: here it leaves »ebd.« small, and
    puts the full stop of the citation style before what the author goes on with.
    """
    if not (blocks and blocks[0]["t"] in ("Para", "Plain") and blocks[0]["c"]):
        return blocks
    if blocks[0]["c"][0]["t"] != "Cite":
        return blocks
    blocks = copy.deepcopy(blocks)
    first, *rest = blocks[0]["c"]
    citations, rendered = first["c"]
    words = [node for node in strings(rendered) if node["c"]]
    if words and REPEATED.match(words[0]["c"]):
        words[0]["c"] = words[0]["c"].capitalize()
    if words and rest and _ends_with_added_stop(words[-1]["c"], citations[-1]):
        words[-1]["c"] = words[-1]["c"][:-1]
    return blocks


def _ends_with_added_stop(word: str, citation: Json) -> bool:
    """Whether the full stop is the style's, and not that of »f.« or »o. J.«."""
    suffix = [node["c"] for node in strings(citation["citationSuffix"])]
    own = bool(suffix) and suffix[-1].endswith(".")
    return word.endswith(".") and not own and not word[-2:-1].isupper()


def strings(tree: Json) -> Iterator[Json]:
    """The Str nodes of a tree, in order."""
    if isinstance(tree, dict) and tree.get("t") == "Str":
        yield tree
    elif isinstance(tree, dict | list):
        for child in tree.values() if isinstance(tree, dict) else tree:
            yield from strings(child)
