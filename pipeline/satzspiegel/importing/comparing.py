"""Whether Markdown reads as the tree it was written from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import unquote

from satzspiegel.importing.draft import Json
from satzspiegel.importing.tidying import COMMENT, tidied

#: Classes that Pandoc gives to addresses between angle brackets.
ADDRESS_CLASSES = {"uri", "email"}


def unlike(draft: Sequence[Json], read: Sequence[Json]) -> list[int]:
    """The indices of the draft's blocks that were not read back as they are.

    An empty list means that both are the same; what was only added in reading is told by the
    block before it.
    """
    wanted, found = _canonical(draft), _canonical(read)
    if wanted == found:
        return []
    kept = [index for index, block in enumerate(draft) if _canonical([block])]
    if len(kept) != len(wanted):  # a comment between lists joins them no more
        return list(range(len(draft)))
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    wrong: set[int] = set()
    for tag, start, end, _, _ in matcher.get_opcodes():
        if tag != "equal":
            wrong.update(range(start, end) if end > start else [max(0, start - 1)])
    return [kept[index] for index in sorted(wrong)]


def _canonical(blocks: Iterable[Json]) -> list[str]:
    """Each block as text, without what reads the same: comments, ids that Pandoc makes …"""
    made = tidied(_without_comments(list(blocks)))
    return [json.dumps(_reduced(block), ensure_ascii=False, sort_keys=True) for block in made]


def _without_comments(node: Json) -> Json:
    if isinstance(node, dict):
        return {key: _without_comments(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    return [_without_comments(child) for child in node if not _is_comment(child)]


def _is_comment(node: Json) -> bool:
    raw = isinstance(node, dict) and node.get("t") in ("RawInline", "RawBlock")
    return bool(raw and COMMENT.fullmatch(node["c"][1]))


def _reduced(node: Json) -> Any:
    if isinstance(node, list):
        return [_reduced(child) for child in node]
    if not isinstance(node, dict):
        return node
    kind = node["t"]
    content: Json = node.get("c")
    match kind:
        case "Para" | "Plain":
            return ["Para", _reduced(content)]
        case "Header":
            (_, classes, pairs), words = content[1], content[2]
            return [kind, content[0], classes, pairs, _reduced(words)]
        case "OrderedList":
            return [kind, _numbering(content[0]), _reduced(content[1])]
        case "Table":
            return [kind, *_table(content)]
        case "Figure":
            return [kind, _reduced(content[1][1]), _reduced(content[2])]
        case "Link":
            (identifier, classes, pairs), words, (target, title) = content
            own = [name for name in classes if name not in ADDRESS_CLASSES]
            return [kind, identifier, own, pairs, _reduced(words), unquote(target), title]
        case "Image":
            return [kind, content[0], unquote(content[2][0])]
        case "CodeBlock":
            return [kind, content[0][1], content[1].rstrip("\n")]
        case _:
            return [kind, _reduced(content)]


def _numbering(attributes: Json) -> list[Any]:
    start, style, _ = attributes
    return [start, "Decimal" if style["t"] == "DefaultStyle" else style["t"]]


def _table(content: Json) -> Iterator[Any]:
    """Caption, rows of the head, other rows: each cell with its spans."""
    _, (_, caption), _, head, bodies, foot = content
    yield _reduced(caption)
    yield [_row(row) for row in head[1]]
    yield [_row(row) for body in bodies for part in body[2:] for row in part] + [
        _row(row) for row in foot[1]
    ]


def _row(row: Json) -> Any:
    return [[cell[2], cell[3], _reduced(cell[4])] for cell in row[1]]
