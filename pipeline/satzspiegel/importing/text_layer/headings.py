"""Headings of a text layer, told by capitals, by numbers and by shortness."""

from __future__ import annotations

import re
from collections.abc import Sequence

from satzspiegel.importing.text_layer.measure import Measure
from satzspiegel.importing.text_layer.rows import Row

#: Longest heading in lines, not in capitals and in capitals (titles in a narrow measure), and in
#: characters.
LINES, CAPITAL_LINES, LONGEST = 5, 9, 220
#: Share of the measure that a heading not in capitals may fill.
SHORT = 0.8
PART = re.compile(
    r"(?:(?:erster|zweiter|dritter|vierter|fünfter|sechster|siebter|achter)\s+"
    r"(?:teil|abschnitt)|teil\s+(?:\d+|[IVX]+)|part\s+(?:\d+|[IVX]+))\b",
    re.IGNORECASE,
)
CHAPTER = re.compile(
    r"(?:kapitel|chapter)\s+(?:\d+|[IVXLC]+)\b|\d+\.\s*kapitel\b"
    r"|(?:erstes|zweites|drittes|viertes|fünftes|sechstes|siebtes|achtes|neuntes|zehntes)\s+kapitel",
    re.IGNORECASE,
)
DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\)?\s+(?=[^\W\d_«»„“\"])")
ROMAN = re.compile(r"[IVXLC]{1,6}\.?\s+(?=[^\W\d_])")
LETTER = re.compile(r"[A-Z]\.\s+(?=[^\W\d_])|[a-z]\)\s+(?=[^\W\d_])")
NUMERAL = re.compile(r"(?:\d{1,3}|[IVXLC]{1,6})\.?")
#: The end of a source's name, as it stands below a quotation: »…, Heft 4 (1776)«.
DATED = re.compile(r",.*\(\d{4}\)$")
LETTERS = re.compile(r"[^\W\d_]")
#: The kinds from the highest to the lowest; depths of decimal numbers stand between.
RANK = ("part", "opening", "chapter", "capitals", "roman", "decimal", "letter", "short", "closed")


def in_capitals(text: str) -> bool:
    """Whether a line is set in capitals throughout (ß has none)."""
    return text.replace("ß", "").isupper() and len(LETTERS.findall(text)) >= 3


def all_in_capitals(rows: Sequence[Row]) -> bool:
    """Whether lines are in capitals; lines of figures among them are neither."""
    return in_capitals(rows[0].text) and all(
        in_capitals(row.text) or not LETTERS.search(row.text) for row in rows
    )


def numbering(text: str) -> str:
    """How a line is numbered: a kind of ``RANK``, decimal numbers with their depth; or nothing."""
    if PART.match(text):
        return "part"
    if CHAPTER.match(text):
        return "chapter"
    if match := DECIMAL.match(text):
        return f"decimal{match[1].count('.') + 1}"
    if ROMAN.match(text):
        return "roman"
    if LETTER.match(text):
        return "letter"
    return "chapter" if NUMERAL.fullmatch(text) else ""


def kind(rows: Sequence[Row], measure: Measure) -> str:
    """The kind of heading that lines would be; empty if they cannot be one."""
    text = " ".join(row.text for row in rows)
    capitals = all_in_capitals(rows)
    if (
        len(rows) > (CAPITAL_LINES if capitals else LINES)
        or len(text) > LONGEST
        or not (LETTERS.search(text) or NUMERAL.fullmatch(text))
    ):
        return ""
    numbered = numbering(text)
    if capitals:
        return "chapter" if numbered in ("part", "chapter") else "capitals"
    first = LETTERS.search(text)
    if (text[-1] in ".,;:-–" and not numbered) or (first and first[0].islower() and not numbered):
        return ""
    if (text[-1] in ".,;" and not NUMERAL.fullmatch(text)) or DATED.search(text):
        return ""
    wide = max(measure.length(row.text) for row in rows)
    if (measure.width and wide > SHORT * measure.width) or (not measure.width and len(text) > 80):
        return ""
    return numbered or ("short" if len(rows) <= 3 else "")


def levels(kinds: Sequence[str]) -> dict[str, int]:
    """The level of each kind of heading that a text has: the highest is 1."""
    present = set(kinds)

    def rank(kind: str) -> tuple[int, int]:
        base = kind.rstrip("0123456789")
        return RANK.index(base), int(kind[len(base) :] or 0)

    return {kind: min(6, level) for level, kind in enumerate(sorted(present, key=rank), 1)}
