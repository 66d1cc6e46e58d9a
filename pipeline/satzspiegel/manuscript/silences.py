"""Comments that silence rules, ``<!-- satzspiegel: ok N3 -->``, and what comments leave behind.

Pandoc drops comments with their words, so they are found in the source. In the tree they are
nodes between spaces, of which one too many would stay.
"""

from __future__ import annotations

import re
from typing import Any

from satzspiegel.manuscript.source import Source
from satzspiegel.model import Silence

Json = Any

#: What follows the ids in round brackets is a reason, for people.
COMMENT = re.compile(
    r"<!--\s*(?P<key>satzspiegel)\s*:\s*ok\b(?P<rules>[^(]*?)(?:\(.*?)?\s*-->",
    re.DOTALL | re.IGNORECASE,
)
ANY_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ONLY_COMMENTS = re.compile(r"(?:\s*<!--(?:(?!-->).)*-->)+\s*", re.DOTALL)
#: What may stand before the first word of a line: quotation marks of Markdown.
MARGIN = re.compile(r"[ \t>]*")
SPACES = ("Space", "SoftBreak")
#: Punctuation that stands right at the word before it; but not points of omission.
CLOSING = re.compile(r"[,;:!?)\]}]|\.(?!\.)")


def read_silences(source: Source) -> tuple[Silence, ...]:
    """The silences of one file, in their order; what looks like one inside code is none."""
    tokens = [t for note in (*source.definitions, *source.inline) for t in note.tokens]
    asides = {token.offset for token in (*source.tokens, *tokens) if token.is_aside}
    found = COMMENT.finditer(source.file.text)
    return tuple(_silence(source, match) for match in found if match.start("key") in asides)


def _silence(source: Source, match: re.Match[str]) -> Silence:
    """What a comment answers for: the line below it, or the words before it.

    A comment that begins a line of text belongs to the end of the line above, where it stood
    before the paragraph was filled anew.
    """
    text = source.file.text
    rules = tuple(re.findall(r"[^\s,;:]+", match["rules"]))
    place = source.place(match.start())
    start = text.rfind("\n", 0, match.start()) + 1
    if not _is_margin(text[start : match.start()]):
        return Silence(place.file, place.line, place.column, rules, place=place)
    if not _has_words(text[match.end() :].partition("\n")[0]):
        line = _next_line(source, match.end())
        return Silence(place.file, line, 0, rules, whole_line=True, place=place)
    above = source.place(start - 1) if start else place
    return Silence(place.file, above.line, above.column, rules, place=place)


def _is_margin(text: str) -> bool:
    return bool(MARGIN.fullmatch(text))


def _has_words(text: str) -> bool:
    return not _is_margin(ANY_COMMENT.sub("", text))


def _next_line(source: Source, offset: int) -> int:
    """The number of the next line with text behind an offset; 0 when there is none."""
    rest = ANY_COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source.file.text[offset:])
    first = source.place(offset).line
    for distance, line in enumerate(rest.split("\n")):
        if distance and _has_words(line):
            return first + distance
    return 0


# ---------------------------------------------------------------------------- comments in the tree


def without_comments(node: Json) -> Json:
    """Pandoc's tree without its comments, and without a space that only a comment needed."""
    if isinstance(node, dict):
        return {key: without_comments(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    if not any(_is_comment(child) for child in node):
        return [without_comments(child) for child in node]
    return _closed_up(node)


def _closed_up(nodes: list[Json]) -> list[Json]:
    """Inlines or blocks without comments: »word <!-- … -->, next« is »word, next«."""
    out: list[Json] = []
    behind_comment = False
    for node in nodes:
        if _is_comment(node):
            behind_comment = True
            continue
        if behind_comment and out and _is_space(out[-1]) and _takes_no_space(node):
            out.pop()
        if not (behind_comment and not out and _is_space(node)):
            out.append(without_comments(node))
            behind_comment = False
    if behind_comment and out and _is_space(out[-1]):
        out.pop()
    return out


def _is_comment(node: Json) -> bool:
    return (
        isinstance(node, dict)
        and node.get("t") in ("RawInline", "RawBlock")
        and node["c"][0] == "html"
        and bool(ONLY_COMMENTS.fullmatch(node["c"][1]))
    )


def _is_space(node: Json) -> bool:
    return isinstance(node, dict) and node.get("t") in SPACES


def _takes_no_space(node: Json) -> bool:
    """Whether this stands right at the word before it."""
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        return bool(CLOSING.match(content))
    if kind == "Cite":  # one that citeproc made a note
        return bool(content[1]) and _takes_no_space(content[1][0])
    return kind in (*SPACES, "LineBreak", "Note")
