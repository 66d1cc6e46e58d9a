"""Content streams as operations (ISO 32000-1, 7.8.2): operands as they are written, operator."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: How deep brackets, arrays and dictionaries are followed into each other.
DEPTH = 4


def _string(depth: int) -> bytes:
    """A literal string: brackets in it are balanced, or escaped."""
    inner = rb"|" + _string(depth - 1) if depth else b""
    return rb"\((?:[^()\\]++|\\." + inner + rb")*+\)"


def _collection(depth: int) -> bytes:
    """An array or a dictionary."""
    inner = rb"|" + _collection(depth - 1) if depth else b""
    values = rb"(?:[^\[\]()<>]++|" + HEXADECIMAL + rb"|" + STRING + inner + rb")*+"
    return rb"\[" + values + rb"\]|<<" + values + rb">>"


STRING = _string(DEPTH)
HEXADECIMAL = rb"<[0-9A-Fa-f\s]*+>"
COLLECTION = _collection(DEPTH)
INLINE_IMAGE = rb"BI(?=[\s/])(.*?)\sID\s(.*?)\sEI(?=\s|$)"
NAME = rb"/[^\s\[\]()<>/%{}]*+"
NUMBER = rb"[+-]?[0-9.][-0-9.]*+"
OPERATOR = rb"[A-Za-z'\"][A-Za-z0-9*]*+"
COMMENT = rb"%[^\r\n]*+"
TOKEN = re.compile(
    rb"(?P<image>%b)|(?P<operator>%b)|(?P<operand>%b)|(?P<comment>%b)|(?P<wrong>\S)"
    % (
        INLINE_IMAGE,
        OPERATOR,
        b"|".join([NUMBER, NAME, COLLECTION, HEXADECIMAL, STRING]),
        COMMENT,
    ),
    re.DOTALL,
)
#: Operands that look like operators.
WORDS = {b"true", b"false", b"null"}

Operation = tuple[bytes, list[bytes]]


def operations(content: bytes) -> Iterator[Operation]:
    """The operations of a content stream: operator and operands.

    An inline image is one operation ``BI`` with its dictionary and its data. Raises ValueError
    where the stream is no content.
    """
    operands: list[bytes] = []
    for match in TOKEN.finditer(content):
        kind = match.lastgroup
        if kind == "operand" or match[0] in WORDS:
            operands.append(match[0])
        elif kind == "operator":
            yield match[0], operands
            operands = []
        elif kind == "image":
            yield b"BI", [b"<<" + match[2] + b">>", match[3]]
            operands = []
        elif kind == "wrong":
            raise ValueError(f"no content stream: {content[match.start() :][:20]!r}")
