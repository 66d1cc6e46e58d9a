"""Plain Markdown as runs: what is text, what is protected, what is mark-up between words.

Just enough of Pandoc's Markdown to leave alone what no reader sees: code, mathematics, addresses,
attributes, comments, raw mark-up, metadata, definitions of links, labels of notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from satzspiegel.model import Run

#: Blocks that are no text at all.
BLOCKS = re.compile(
    r"""
    \A---[ ]*\n.*?\n(?:---|\.\.\.)[ ]*(?:\n|\Z)          # metadata
    | ^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[`~]*[ ]*$|\Z)
    | ^\$\$.*?\$\$
    | ^<!--.*?-->
    | (?:(?<=\n\n)|\A)(?:(?:[ ]{4}|\t)[^\n]*(?:\n|\Z))+    # indented code
    | ^\+[-=:+]{3,}\+[ ]*\n(?:[|+][^\n]*(?:\n|\Z))+         # grid table
    | (?:(?<=\n\n)|\A)(?:[^\n]+\n)?[ ]*-{2,}(?:[ ]+-{2,})+[ ]*\n
      (?:[^\n]+(?:\n|\Z))+                              # simple table
    | ^[ ]{0,3}\[[^\]^\n][^\]\n]*\]:[^\n]*$              # definition of a link
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
#: What opens and closes a division, with its language if it has one.
DIVISION = re.compile(r"^[ \t]*:{3,}[ \t]*(?P<words>[^\n]*)$", re.MULTILINE)
LANGUAGE = re.compile(r"\b(?:xml:)?lang=[\"']?([A-Za-z][\w-]*)")
BLANK = re.compile(r"\n[ \t]*\n\s*")

#: Inline code, mathematics, comments, tags, addresses: read, never changed.
INLINE_PROTECTED = re.compile(
    r"""
    (?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)
    | \$\$.+?\$\$ | \$(?![\s\d])[^$\n]*[^\s$\\]\$(?!\d) | \$\d[^$\n]*[\\^_=+][^$\n]*\$(?!\d)
    | <!--.*?-->
    | <(?:https?|mailto|ftp)[^>\s]*> | </?[A-Za-z][^<>]*>
    | \\[^\w\s]
    | @\{[^}]*\} | (?<![\w@])-?@[A-Za-z_][\w:.#$%&+?<>~/-]*\w
    """,
    re.DOTALL | re.VERBOSE,
)
#: Comments and tags, which no reader sees.
TAG = re.compile(r"<(?!https?:|mailto:|ftp:)")
#: Mark-up between characters: emphasis, brackets with their targets and attributes, note calls.
MARKUP = re.compile(
    r"""
    \]\((?:<[^>\n]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\)(?:\{[^}\n]*\})?
    | \]\{[^}\n]*\} | \]\[[^\]\n]*\] | \[\^[^\]\s]+\]:? | \^\[ | !?\[ | \]
    | \*{1,3} | (?<![^\W_])_{1,3}(?=\S) | (?<=\S)_{1,3}(?![^\W_]) | ~~ | [ ]*\\\n
    | (?<=\s)\{[#.][^}\n]*\}
    """,
    re.VERBOSE,
)
#: Marks at the beginning of a line: headings, quotations, lists, tables, divisions.
LINE_START = re.compile(
    r"^[ \t]*(?:>[ \t]?)*[ \t]*(?:\#{1,6}[ \t]+|[-*+][ \t]+|\(?(?:\d{1,9}|[a-z#])[.)][ \t]+|"
    r":[ \t]+|\|[ \t]?)?(?:\[\^[^\]\s]+\]:[ \t]*)?|^[-=|+:\s]+$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Piece:
    """Characters of the source; ``run`` is what the rules get of them, ``None`` for mark-up."""

    text: str
    run: Run | None


def paragraphs(source: str, language: str) -> Iterator[list[Piece]]:
    """The source cut into paragraphs of pieces, which joined give the source again."""
    languages: list[str] = []
    for text, is_text in _split(source, BLOCKS):
        if not is_text:
            yield [Piece(text, None)]
            continue
        for inner, outside in _split(text, DIVISION):
            if outside:
                here = next((tag for tag in reversed(languages) if tag), language)
                for paragraph, is_words in _split(inner, BLANK):
                    yield list(_pieces(paragraph, here)) if is_words else [Piece(paragraph, None)]
            else:
                _enter(inner, languages)
                yield [Piece(inner, None)]


def _enter(line: str, languages: list[str]) -> None:
    """Open or close a division."""
    if line.strip(" \t:"):
        found = LANGUAGE.search(line)
        languages.append(found[1] if found else "")
    elif languages:
        languages.pop()


def _split(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """Pieces of the text between the matches (true) and the matches themselves (false)."""
    done = 0
    for match in pattern.finditer(text):
        if match.start() > done:
            yield text[done : match.start()], True
        if match[0]:
            yield match[0], False
        done = max(done, match.end())
    if done < len(text):
        yield text[done:], True


def _pieces(paragraph: str, language: str) -> Iterator[Piece]:
    """The text between what is protected and what is mark-up, in order."""
    spans = _foreign_spans(paragraph)
    done = 0
    for start, end, seen in _marked(paragraph):
        if start > done:
            yield _text(paragraph[done:start], done, spans, language)
        run = Run(paragraph[start:end], language, protected=True) if seen else None
        yield Piece(paragraph[start:end], run)
        done = end
    if done < len(paragraph):
        yield _text(paragraph[done:], done, spans, language)


def _marked(paragraph: str) -> list[tuple[int, int, bool]]:
    """Ranges that are no text; true for those that a reader sees (code, formulas, addresses)."""
    found: list[tuple[int, int, bool]] = []
    taken = bytearray(len(paragraph))
    plain = _plain_brackets(paragraph)
    for pattern in (INLINE_PROTECTED, LINE_START, MARKUP):
        for match in pattern.finditer(paragraph):
            start, end = match.span()
            if start == end or any(taken[start:end]) or start in plain:
                continue
            seen = pattern is INLINE_PROTECTED and not TAG.match(match[0])
            found.append((start, end, seen))
            taken[start:end] = b"\1" * (end - start)
    return sorted(found)


def _text(words: str, at: int, spans: list[tuple[int, int, str]], language: str) -> Piece:
    inside = [tag for start, end, tag in spans if start <= at < end]
    return Piece(words, Run(words, inside[-1] if inside else language))


def _plain_brackets(paragraph: str) -> set[int]:
    """Brackets that the reader sees: nothing behind them makes a link or a span of them."""
    opened: list[int] = []
    plain = set()
    for match in re.finditer(r"\[|\]", paragraph):
        at = match.start()
        if match[0] == "[":
            opened.append(at)
        elif opened:
            start = opened.pop()
            special = paragraph[at + 1 : at + 2] in tuple("({[") or paragraph[start + 1] in "^@"
            if not special and paragraph[start - 1 : start] != "^":
                plain |= {start, at}
    return plain | set(opened)


def _foreign_spans(paragraph: str) -> list[tuple[int, int, str]]:
    """Ranges of ``[…]{lang=fr}``, the outer ones first."""
    opened: list[int] = []
    spans = []
    for match in re.finditer(r"(?<!\\)\[|(?<!\\)\](\{[^}\n]*\})?", paragraph):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            if match[1] and (found := LANGUAGE.search(match[1])):
                spans.append((start, match.start(), found[1]))
    return sorted(spans)
