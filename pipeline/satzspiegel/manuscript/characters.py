"""Characters that no manuscript may hold: they can be neither set nor written into a file.

They are refused, never removed: what stood there is for the author to know. Refused are the
controls but tab and line feed, the noncharacters, and what XML 1.0 (2.2 »Characters«) leaves out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from satzspiegel.model import Finding, Place, Severity

#: C0 and C1 without tab and line feed; surrogates; noncharacters; U+E0AD, which the PDF keeps for
#: the hyphens that line breaking puts in.
REFUSED = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue0ad\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
#: How a character is written by its number: in Markdown, and between quotes in YAML.
REFERENCE = re.compile(
    r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<decimal>[0-9]{1,7}));"
    r"|\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8}))"
)
#: Controls have no names in Unicode, but these are well known.
CONTROLS = {0: "NULL", 7: "BELL", 8: "BACKSPACE", 0xB: "LINE TABULATION", 0xC: "FORM FEED"} | {
    0x1B: "ESCAPE",
    0x7F: "DELETE",
    0x85: "NEXT LINE",
}
#: How many of a file are named; a file full of them is no text.
NAMED = 10


def character_name(character: str) -> str:
    """»U+1F600 GRINNING FACE«."""
    code = ord(character)
    name = unicodedata.name(character, CONTROLS.get(code, ""))
    return f"U+{code:04X} {name}".rstrip()


def refused_characters(text: str, file: str) -> Iterator[Finding]:
    """An error for each of the first refused characters of a file, with line and column."""
    for match, _ in zip(REFUSED.finditer(text), range(NAMED), strict=False):
        yield refused(match[0], Place.at(file, text, match.start()))


def refused(character: str, place: Place) -> Finding:
    """That this character is not taken."""
    values = {"character": character_name(character)}
    return Finding("character-refused", Severity.ERROR, place, values)


def refused_reference(text: str, character: str, place: Place) -> Finding:
    """That a character is not taken which is written by its number, at its place if it is there.

    ``place`` is where the text begins: a file, or the line behind the first of a YAML document.
    """
    for match in REFERENCE.finditer(text):
        if _number(match) == ord(character):
            first = place.line - 1 if place.line else 1
            place = Place.at(place.file, text, match.start(), first)
            break
    return refused(character, place)


def _number(match: re.Match[str]) -> int:
    if match["decimal"]:
        return int(match["decimal"])
    return int(next(filter(None, (match[name] for name in ("hex", "x", "u", "U")))), 16)
