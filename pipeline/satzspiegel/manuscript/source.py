"""Markdown as text: words, note calls and note definitions with line and column.

Pandoc gives no positions with its Markdown reader, and joins or drops notes without a word. This
scanner knows just enough of Markdown to find both: code, comments and escapes, ``[^label]`` and
``^[…]``, and how far a note definition reaches (Pandoc's User's Guide, »Footnotes«).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from satzspiegel.manuscript.files import SourceFile
from satzspiegel.model import Place

Range = tuple[int, int]

LABEL = r"\[\^([^\[\]\s\^]+)\]"
CALL = re.compile(LABEL)
INLINE_NOTE = re.compile(r"\^\[")
EMPTY_LINE = re.compile(r"\n[ \t]*\n")
QUOTE_MARKS = re.compile(r"(?: {0,3}> ?)*")
DEFINITION = re.compile(rf"([ \t]*){LABEL}:[ \t]*")
#: A line that begins with a call ends the definition before it.
CALL_FIRST = re.compile(rf" {{0,3}}{LABEL}")
#: What a definition may follow without an empty line: headings, rules, divisions, tables.
BLOCK_END = re.compile(r" {0,3}(?:#{1,6}\s|:{3,}|[|+]|={3,}|(?:[-*_][ \t]*){3,}$)")
FENCE = re.compile(rf"[ \t>]*(?:{LABEL}:[ \t]*)?(?:(`{{3,}})[^`\n]*|(~{{3,}}).*)$")
LIST_ITEM = re.compile(r" {0,3}(?:[-*+]|\(?(?:\w{1,5}|#|@\w*)[.)]|[:~])[ \t]")
ESCAPE_COMMENT_CODE = re.compile(
    r"\\.|<!--.*?-->|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL
)
#: Addresses and attributes, whose words no reader sees.
ASIDES = (
    re.compile(r'\{\s*(?:[#.][^\s{}]|[\w:-]+=)(?:"[^"]*"|[^{}"])*\}'),
    re.compile(
        r"\]\(\s*(?:<[^>\n]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    ),
    re.compile(r"^ {0,3}\[[^\]^][^\]\n]*\]:[ \t]*\S.*$", re.MULTILINE),
    re.compile(r"^[ \t>]*:{3,}.*$", re.MULTILINE),
)
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Token:
    """A word or a note call at an offset.

    ``is_call``: the value is the label, empty for ``^[…]``. ``is_aside``: the word belongs to an
    address, an attribute or a comment.
    """

    value: str
    offset: int
    is_call: bool = False
    is_aside: bool = False


@dataclass(frozen=True)
class Definition:
    """A note's text: its label, where it starts, and its words."""

    label: str
    offset: int
    tokens: tuple[Token, ...]
    empty: bool = False


@dataclass(frozen=True)
class Source:
    """A scanned file.

    ``tokens`` are those of the text, ``inline`` has the notes ``^[…]`` in the order of their
    calls, ``joined`` the definitions that Pandoc takes for text because no empty line precedes
    them.
    """

    file: SourceFile
    tokens: tuple[Token, ...]
    definitions: tuple[Definition, ...]
    inline: tuple[Definition, ...] = ()
    joined: tuple[Token, ...] = ()
    _starts: tuple[int, ...] = field(repr=False, default=(0,))

    def place(self, offset: int) -> Place:
        """Line and column (from 1) of an offset in the text."""
        line = bisect_right(self._starts, offset)
        return Place(self.file.name, line, offset - self._starts[line - 1] + 1)


@dataclass(frozen=True)
class _Region:
    """The text of a note: ``mark`` is where its definition or call begins."""

    label: str
    mark: int
    start: int
    end: int


def scan(file: SourceFile) -> Source:
    """Scan a Markdown file."""
    mask, asides = _mask(file.text)
    definitions, joined = _definitions(mask)
    inline = [
        region
        for region in _inline_notes(mask)
        if not any(d.mark <= region.mark < d.end for d in definitions)
    ]
    tokens = _tokens(file.text, mask, asides)
    regions = sorted([*definitions, *inline], key=lambda region: region.start)
    return Source(
        file,
        tuple(_outside(tokens, regions, joined)),
        tuple(_definition(file.text, tokens, region) for region in definitions),
        tuple(_definition(file.text, tokens, region) for region in inline),
        tuple(joined),
        (0, *(match.end() for match in re.finditer("\n", file.text))),
    )


# ------------------------------------------------------------------------------- what is no text


def _mask(text: str) -> tuple[str, list[Range]]:
    """The text with everything blank in which ``[^`` calls no note, and the asides in it."""
    mask = without_code_blocks(text)
    spans = list(ESCAPE_COMMENT_CODE.finditer(mask))
    mask = _blank(mask, (match.span() for match in spans))
    asides = [match.span() for match in spans if match[0].startswith("<!--")]
    for pattern in ASIDES:
        found = [match.span() for match in pattern.finditer(mask)]
        mask = _blank(mask, found)
        asides += found
    return mask, asides


def without_code(text: str) -> str:
    """The text with code, comments and escaped characters blank, offsets kept."""
    mask = without_code_blocks(text)
    return _blank(mask, (match.span() for match in ESCAPE_COMMENT_CODE.finditer(mask)))


def without_code_blocks(text: str) -> str:
    """The text with its code blocks blank, offsets kept."""
    mask = _blank(text, _fenced(text))
    return _blank(mask, _indented(mask))


def comments(text: str) -> Iterator[Range]:
    """Where comments stand; what looks like one in code is none."""
    for match in ESCAPE_COMMENT_CODE.finditer(without_code_blocks(text)):
        if match[0].startswith("<!--"):
            yield match.span()


def _blank(text: str, ranges: Iterable[Range]) -> str:
    """The text with ranges (in order) replaced by spaces, line ends and offsets kept."""
    pieces, done = [], 0
    for start, end in ranges:
        pieces += [text[done:start], re.sub(r"[^\n]", " ", text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their offsets; only the line feed ends a line, as for Pandoc."""
    offset = 0
    for line in re.findall(r"[^\n]*\n|[^\n]+$", text):
        yield offset, line
        offset += len(line)


def _fenced(text: str) -> Iterator[Range]:
    """Ranges of fenced code, without a note's marker before it."""
    start, fence = 0, ""
    for offset, line in _lines(text):
        mark = FENCE.match(line.rstrip("\n"))
        ticks = (mark[2] or mark[3]) if mark else ""
        if ticks and not fence:
            start, fence = offset + line.index(ticks), ticks
        elif ticks.startswith(fence or "-") and not line.strip(" \t>\n").strip(fence[0]):
            yield start, offset + len(line)
            fence = ""
    if fence:
        yield start, len(text)


def _indented(text: str) -> Iterator[Range]:
    """Ranges of indented code: after an empty line, and not what a note or a list goes on with."""
    needed: float = 4
    after_empty, in_code = True, False
    for offset, line in _lines(text):
        if not line.strip():
            after_empty = True
            continue
        in_code = _indent(line) >= needed and (after_empty or in_code)
        if in_code:
            yield offset, offset + len(line)
        elif _indent(line) < 4:
            needed = _code_indent(line, 4 if after_empty else needed)
        after_empty = False


def _code_indent(line: str, otherwise: float) -> float:
    """How far code is indented after this line; in lists nobody can tell without parsing them."""
    if DEFINITION.match(line):
        return 8
    return float("inf") if LIST_ITEM.match(line) else otherwise


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


# ----------------------------------------------------------------------------------------- notes


def _definitions(mask: str) -> tuple[list[_Region], list[Token]]:
    """Each definition, and those that are none because a line of text precedes them.

    A definition goes on to the first line after an empty one that is not indented.
    """
    regions: list[_Region] = []
    joined: list[Token] = []
    open_note: _Region | None = None
    before = ""
    for offset, line in _lines(mask):
        quoted = QUOTE_MARKS.match(line)
        content = line[quoted.end() :] if quoted else line
        at = offset + len(line) - len(content)
        match = DEFINITION.match(content)
        if open_note and (match or _ends_note(content, before, open_note, mask)):
            regions.append(_until(open_note, offset))
            open_note, before = None, ""
        if match and not (before.strip() and not BLOCK_END.match(before)):
            open_note = _Region(match[2], at + len(match[1]), at + match.end(), at)
        elif match:
            joined.append(Token(match[2], at + len(match[1]), is_call=True))
        before = content
    if open_note:
        regions.append(_until(open_note, len(mask)))
    known = {region.label for region in regions}
    return regions, [token for token in joined if token.value not in known]


def _ends_note(content: str, before: str, note: _Region, mask: str) -> bool:
    """Whether this line stands no longer in the note."""
    if CALL_FIRST.match(content):
        return True
    line_start = mask.rfind("\n", 0, note.mark) + 1
    needed = _indent(mask[line_start : note.mark].replace(">", "") + "[") // 4 * 4 + 4
    return not before.strip() and bool(content.strip()) and _indent(content) < needed


def _until(note: _Region, end: int) -> _Region:
    return _Region(note.label, note.mark, min(note.start, end), end)


def _inline_notes(mask: str) -> Iterator[_Region]:
    """The notes ``^[…]``: the words inside the brackets. None goes over an empty line."""
    end = 0
    for match in INLINE_NOTE.finditer(mask):
        if match.start() < end:
            continue
        closing = _closing_bracket(mask, match.end())
        if closing is not None:
            yield _Region("", match.start(), match.end(), closing)
            end = closing


def _closing_bracket(mask: str, at: int) -> int | None:
    """Where the bracket that was opened before ``at`` is closed."""
    empty = EMPTY_LINE.search(mask, at)
    depth = 1
    for index in range(at, empty.start() if empty else len(mask)):
        depth += {"[": 1, "]": -1}.get(mask[index], 0)
        if not depth:
            return index
    return None


# ---------------------------------------------------------------------------------------- tokens


def _tokens(text: str, mask: str, asides: list[Range]) -> list[Token]:
    """Words from the text, calls from the mask, in order."""
    calls = [Token(m[1], m.start(), is_call=True) for m in CALL.finditer(mask)]
    inside_calls = {at for m in CALL.finditer(mask) for at in range(*m.span())}
    calls += [Token("", region.mark, is_call=True) for region in _every_inline_note(mask)]
    aside = bytearray(len(text))
    for start, end in asides:
        aside[start:end] = b"\1" * (end - start)
    words = [
        Token(m[0], m.start(), is_aside=bool(aside[m.start()]))
        for m in WORD.finditer(text)
        if m.start() not in inside_calls
    ]
    return sorted(words + calls, key=lambda token: token.offset)


def _every_inline_note(mask: str) -> Iterator[_Region]:
    """The notes ``^[…]``, also those inside others."""
    for region in _inline_notes(mask):
        yield region
        for inner in _every_inline_note(mask[region.start : region.end]):
            yield _Region("", inner.mark + region.start, 0, 0)


def _outside(tokens: list[Token], regions: list[_Region], joined: list[Token]) -> Iterator[Token]:
    """The tokens of the text: not those of notes, nor their markers."""
    skipped = {token.offset for token in joined}
    done = 0
    for region in regions:
        yield from _between(tokens, done, region.mark + (not region.label), skipped)
        done = region.end
    yield from _between(tokens, done, float("inf"), skipped)


def _between(
    tokens: list[Token], start: float, end: float, skipped: Iterable[int] = ()
) -> Iterator[Token]:
    first = bisect_left(tokens, start, key=lambda token: token.offset)
    last = bisect_left(tokens, end, key=lambda token: token.offset)
    return (token for token in tokens[first:last] if token.offset not in skipped)


def _definition(text: str, tokens: list[Token], region: _Region) -> Definition:
    words = tuple(_between(tokens, region.start, region.end))
    empty = not text[region.start : region.end].strip(" \t\n>")
    return Definition(region.label, region.mark, words, empty)
