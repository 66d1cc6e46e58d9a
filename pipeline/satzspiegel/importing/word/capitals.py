"""Headings that were typed in capitals, in proper case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from satzspiegel.importing.word.desk import Desk
from satzspiegel.importing.word.source import Paragraph, Piece
from satzspiegel.importing.words import proper_case

WORD = re.compile(r"\S+")
#: Letters in capitals that are more than an abbreviation.
FEWEST = 6


def in_proper_case(
    desk: Desk, paragraph: Paragraph, pieces: tuple[Piece, ...]
) -> tuple[Piece, ...]:
    """The pieces of a heading; what is not in capitals stays as it is."""
    text = "".join(piece.text for piece in pieces)
    letters = [char for char in text if char.isalpha()]
    if len(letters) < FEWEST or any(char.islower() for char in letters if char != "ß"):
        return pieces
    cased = proper_case(text, desk.vocabulary)
    new = WORD.findall(cased.text)
    if len(new) != len(WORD.findall(text)) or cased.text == text:
        return pieces
    desk.change("capitals", paragraph, removed=text, added=cased.text)
    values = {"chosen": cased.text, "other": text, "words": ", ".join(cased.doubtful)}
    mark = desk.doubt("import-capitals", paragraph, cased.probability, values)
    return (*_recased(pieces, text, new), *mark)


def in_proper_case_text(desk: Desk, paragraph: Paragraph, text: str) -> str:
    """A title in proper case."""
    return "".join(p.text for p in in_proper_case(desk, paragraph, (Piece(text),)))


def _recased(pieces: tuple[Piece, ...], text: str, new: list[str]) -> Iterator[Piece]:
    """Pieces with other words. Of a word in two pieces each has its letters; a letter more or
    less, as with ß, comes to the last.
    """
    spans = [match.span() for match in WORD.finditer(text)]
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        out, last = "", at
        for (start, stop), word in zip(spans, new, strict=True):
            if start >= end or stop <= at:
                continue
            first = max(start, at)
            out += text[last:first]
            out += word[first - start : None if stop <= end else end - start]
            last = min(stop, end)
        yield replace(piece, text=out + text[last:end])
        at = end
