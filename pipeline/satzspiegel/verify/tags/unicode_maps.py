"""Codes of a PDF's fonts → characters (ISO 32000-1, 9.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: What a code means that no map knows.
UNKNOWN = "\ufffd"
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
TOKEN = re.compile(rb"<([0-9a-fA-F\s]*)>|(\[)|(\])")
#: A token: a string of the map, or a bracket of a list.
Token = bytes | str


@dataclass
class FontCodes:
    """How a font's codes are read: so many bytes to a code, and what each means."""

    size: int
    characters: dict[int, str]
    _read: dict[bytes, str] = field(default_factory=dict)

    def text(self, shown: bytes) -> str:
        """The characters of a string that is shown; :data:`UNKNOWN` for a code without any."""
        if shown not in self._read:
            size, known = self.size, self.characters
            codes = (shown[at : at + size] for at in range(0, len(shown), size))
            self._read[shown] = "".join(
                known.get(int.from_bytes(code, "big"), UNKNOWN) for code in codes
            )
        return self._read[shown]


def font_codes(font: Any) -> FontCodes:
    """The codes of a font dictionary.

    Composite fonts have two bytes to a code (Identity-H), simple ones have one.
    """
    size = 2 if font.get("/Subtype") == "/Type0" else 1
    stream = font.get("/ToUnicode")
    readable = stream is not None and hasattr(stream, "read_bytes")
    return FontCodes(size, unicode_map(stream.read_bytes()) if readable else {})


def unicode_map(cmap: bytes) -> dict[int, str]:
    """The characters of a ToUnicode CMap's codes (9.10.3)."""
    return dict(pair for kind, body in SECTION.findall(cmap) for pair in _pairs(kind, body))


def _pairs(kind: bytes, body: bytes) -> Iterator[tuple[int, str]]:
    tokens = iter(_tokens(body))
    for first in tokens:
        if kind == b"bfchar":
            yield _code(first), _characters(next(tokens, ""))
        else:
            yield from _range(_code(first), _code(next(tokens, "")), tokens)


def _range(first: int, last: int, tokens: Iterator[Token]) -> Iterator[tuple[int, str]]:
    """The codes of a range: characters that follow each other, or a list."""
    target = next(tokens, "")
    if target == "[":
        listed = list(iter(lambda: next(tokens, "]"), "]"))
        for code, one in zip(range(first, last + 1), listed, strict=False):
            yield code, _characters(one)
    elif start := _characters(target):
        for code in range(first, last + 1):
            yield code, start[:-1] + chr(ord(start[-1]) + code - first)


def _tokens(body: bytes) -> Iterator[Token]:
    for digits, opening, closing in TOKEN.findall(body):
        if opening or closing:
            yield "[" if opening else "]"
        else:
            yield bytes.fromhex(digits.decode("ascii"))


def _code(token: Token) -> int:
    return int.from_bytes(token, "big") if isinstance(token, bytes) else 0


def _characters(token: Token) -> str:
    return token.decode("utf-16-be", "replace") if isinstance(token, bytes) else UNKNOWN
