"""Headings in capitals in proper case, letter by letter in the account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from satzspiegel.importing.draft import Json
from satzspiegel.importing.pages.inlines import text_of
from satzspiegel.importing.pages.pieces import Copy, Piece
from satzspiegel.importing.pages.type_area import Row
from satzspiegel.importing.words import proper_case


def in_proper_case(found: Sequence[Piece], row: Row, copy: Copy) -> tuple[list[Piece], list[Json]]:
    """Pieces of a heading, in proper case if they are in capitals, and the mark of a doubt."""
    text = text_of(found)
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 4 or not all(c.isupper() or c == "ß" for c in letters):
        return list(found), []
    cased = proper_case(text, copy.vocabulary)
    old, new = text.split(" "), cased.text.split(" ")
    if len(old) != len(new):
        return list(found), []
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    copy.ledger.change(
        "capitals",
        row.page,
        row.line,
        " ".join(a for a, _ in changed),
        " ".join(b for _, b in changed),
    )
    values = {"chosen": cased.text, "other": text, "words": ", ".join(cased.doubtful)}
    doubt = copy.ledger.doubt("import-capitals", row.page, row.line, cased.probability, values)
    return list(_recased(found, old, new)), doubt


def _recased(found: Sequence[Piece], old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Pieces with their words exchanged; a word in two pieces is shared out between them."""
    out: list[Piece] = []
    word, inside = 0, 0
    for piece in found:
        parts = []
        for number, part in enumerate(piece.text.split(" ")):
            if number:
                word, inside = word + 1, 0
            whole = inside + len(part) >= len(old[word])
            end = None if whole else inside + len(part)
            parts.append(new[word][inside:end])
            inside += len(part)
        out.append(replace(piece, text=" ".join(parts)))
    return out
