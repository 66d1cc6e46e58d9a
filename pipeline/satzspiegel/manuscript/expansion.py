"""YAML that grows when it is read: aliases of lists of aliases fill any memory in ten lines.

What the metadata come to is counted on their graph, in which a thing that is used again is there
once. Nothing is built and nothing is given to Pandoc before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

import yaml

from satzspiegel.manuscript.files import Sources
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Place, Severity

#: Values, each counted as often as it is used: a long list of references has some ten thousand.
MOST_VALUES = 200_000
#: Values inside each other; Python stops at 1000 calls, several for each.
DEEPEST = 50
#: Brackets inside each other, closed or not: PyYAML's time grows with their square.
MOST_BRACKETS = 200
BRACKET = re.compile(r"[\[\]{}]")
#: Aliases in a block of metadata within a text, where none belongs. Twenty, placed at their worst,
#: come to e^(20/e), some 1500 values.
MOST_ALIASES = 20
#: What may stand before the lines of a block: marks of quotations and of lists.
MARKS = re.compile(r"^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d+[.)](?=[ \t])))*[ \t]*", re.MULTILINE)
FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
ANCHOR = re.compile(r"(?<![\w&])&([^\s,\[\]{}]+)")
ALIAS = re.compile(r"(?<![\w*])\*([^\s,\[\]{}*]+)")


def refuse_expanding(sources: Sources) -> None:
    """Look at the metadata of a manuscript, and at blocks of metadata in its texts.

    Raises :class:`ManuscriptError` where reading them would cost too much.
    """
    if _values(sources.metadata) > MOST_VALUES:
        raise _error(sources.metadata_place)
    for file in sources.files:
        for line, block in _blocks(file.text):
            if _aliases(block) > MOST_ALIASES:
                raise _error(Place(file.name, line))


def _values(text: str) -> int:
    """The values that YAML comes to; broken YAML has none here, and is found later."""
    steps = (1 if one in "[{" else -1 for one in BRACKET.findall(text))
    if max(accumulate(steps), default=0) > MOST_BRACKETS:
        return MOST_VALUES + 1
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        return _weight(root, {}, 0) if root else 0
    except yaml.YAMLError:
        return 0
    except RecursionError:
        return MOST_VALUES + 1


def _weight(node: yaml.Node, known: dict[int, int], depth: int) -> int:
    """The values in a node of the graph, each node weighed once; without end if it holds itself."""
    if id(node) not in known:
        known[id(node)] = MOST_VALUES + 1
        if depth > DEEPEST:
            return MOST_VALUES + 1
        inside = (_weight(child, known, depth + 1) for child in _children(node))
        known[id(node)] = min(1 + sum(inside), MOST_VALUES + 1)
    return known[id(node)]


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """What stands between lines of three hyphens, as Pandoc would see it, with its line."""
    if "&" not in text or "---" not in text:
        return
    bare = MARKS.sub("", text)
    fences = list(FENCE.finditer(bare))
    for opening, closing in pairwise(fences):
        if opening[0].startswith("---"):
            yield bare[: opening.start()].count("\n") + 1, bare[opening.end() : closing.start()]


def _aliases(block: str) -> int:
    anchors = set(ANCHOR.findall(block))
    return sum(name in anchors for name in ALIAS.findall(block))


def _error(place: Place) -> ManuscriptError:
    return ManuscriptError(Finding("yaml-too-large", Severity.ERROR, place))
