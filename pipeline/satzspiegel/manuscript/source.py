"""Markdown as text: words, note calls and note definitions with line and column.

Pandoc gives no positions with its Markdown reader, and joins or drops notes without a word. This
scanner knows just enough of Markdown to find both: code, comments and escapes, ``[^label]`` and
``^[…]``, and how far a note definition reaches (Pandoc's User's Guide, »Footnotes«).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from satzspiegel.manuscript.files import SourceFile
from satzspiegel.model import Place

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*")
CALL = re.compile(r"\[\^([^\]\s\^]+)\]|\^\[")
CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ESCAPE = re.compile(r"\\.", re.DOTALL)
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Token:
    """A word, or a note call (``is_call``; the label is empty for ``^[…]``) at an offset."""

    value: str
    offset: int
    is_call: bool = False


@dataclass(frozen=True)
class Definition:
    """A note's text: its label, where it starts, and its words."""

    label: str
    offset: int
    tokens: tuple[Token, ...]
    empty: bool = False


@dataclass(frozen=True)
class Source:
    """A scanned file. ``inline`` has the words of ``^[…]`` notes in the order of their calls."""

    file: SourceFile
    tokens: tuple[Token, ...]
    definitions: tuple[Definition, ...]
    inline: tuple[Definition, ...]
    _starts: tuple[int, ...] = field(repr=False, default=())

    def place(self, offset: int) -> Place:
        """Line and column (from 1) of an offset in the text."""
        line = bisect_right(self._starts, offset)
        return Place(self.file.name, line, offset - self._starts[line - 1] + 1)


def scan(file: SourceFile) -> Source:
    """Scan a Markdown file."""
    mask = _mask(file.text)
    regions = _definition_regions(mask)
    inline = list(_inline_notes(mask, regions))
    body = _blank(file.text, [(a, b) for _, a, b in regions] + [(a, b) for _, a, b in inline])
    body_mask = _blank(mask, [(a, b) for _, a, b in regions] + [(a, b) for _, a, b in inline])
    return Source(
        file,
        tuple(_tokens(body, body_mask, 0)),
        tuple(_definition(file.text, mask, *region) for region in regions),
        tuple(_definition(file.text, mask, *region) for region in inline),
        _line_starts(file.text),
    )


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))


def _blank(text: str, ranges: list[tuple[int, int]]) -> str:
    """The text with ranges replaced by spaces, line ends and offsets kept."""
    for start, end in ranges:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def _mask(text: str) -> str:
    """The text with everything blank in which ``[^`` calls no note: code, comments, escapes."""
    text = _blank(text, list(_fenced(text)))
    for pattern in (COMMENT, CODE_SPAN, ESCAPE):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of fenced code blocks."""
    start, fence, offset = 0, "", 0
    for line in text.splitlines(keepends=True):
        mark = FENCE.match(line)
        if mark and not fence:
            start, fence = offset, mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            yield start, offset + len(line)
            fence = ""
        offset += len(line)
    if fence:
        yield start, offset


def _definition_regions(mask: str) -> list[tuple[str, int, int]]:
    """Label, start and end of each definition: to the first unindented line after an empty one."""
    regions: list[tuple[str, int, int]] = []
    label, start, offset, after_blank = "", 0, 0, False
    for line in mask.splitlines(keepends=True):
        match = DEFINITION.match(line)
        ends = after_blank and line.strip() and not line.startswith(("    ", "\t"))
        if label and (match or ends):
            regions.append((label, start, offset))
            label = ""
        if match:
            label, start = match[1], offset
        after_blank = not line.strip()
        offset += len(line)
    if label:
        regions.append((label, start, offset))
    return regions


def _inline_notes(
    mask: str, definitions: list[tuple[str, int, int]]
) -> Iterator[tuple[str, int, int]]:
    """Ranges of the words of ``^[…]`` outside definitions, without the brackets."""
    for match in re.finditer(r"\^\[", mask):
        if any(a <= match.start() < b for _, a, b in definitions):
            continue
        depth, end = 1, match.end()
        while end < len(mask) and depth:
            depth += {"[": 1, "]": -1}.get(mask[end], 0)
            end += 1
        yield "", match.end(), end - 1


def _definition(text: str, mask: str, label: str, start: int, end: int) -> Definition:
    lead = DEFINITION.match(text[start:end]) if label else None
    begin = start + (lead.end() if lead else 0)
    tokens = tuple(_tokens(text[begin:end], mask[begin:end], begin))
    return Definition(label, start, tokens, empty=not text[begin:end].strip())


def _tokens(text: str, mask: str, shift: int) -> list[Token]:
    """Words from the text, calls from the mask, in order."""
    calls = {m.start(): m for m in CALL.finditer(mask)}
    covered = {i for m in calls.values() for i in range(m.start(), m.end())}
    words = [
        Token(m[0], m.start() + shift) for m in WORD.finditer(text) if m.start() not in covered
    ]
    marks = [Token(m[1] or "", at + shift, is_call=True) for at, m in calls.items()]
    return sorted(words + marks, key=lambda token: token.offset)
