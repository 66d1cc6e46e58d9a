"""Hyphens behind which no line may end (D7, D8).

The trade would write U+2011 there; many fonts lack it and search does not find it. So the text
stays as typed, and the editions keep these ranges on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: A hyphen that stands for a part left out must keep to what follows: -ausfuhr.
LEADING = re.compile(r"(?<![\w-])-[^\W\d_]{2,}")
#: Digits, a letter or capitals with the word they are joined to: 10-jährig, x-Achse, KPD-Führung.
JOINED = re.compile(
    r"(?<![\w-])(?:\d[\d.,]*|[^\W\d_]|[A-ZÄÖÜ]{2,6})-[^\W_]+(?![\w-])"
    r"|(?<![\w-])[^\W\d_]+-(?:[^\W\d_]|\d{1,2})(?![\w-])"
)
#: So long a word must be allowed to break somewhere.
LONGEST = 16


def held_together(text: str) -> Iterator[tuple[int, int, str]]:
    """Ranges of a text that stay on one line, with the rule that says so."""
    if "-" not in text:
        return
    for match in LEADING.finditer(text):
        if len(match[0]) <= LONGEST:
            yield *match.span(), "D7"
    for match in JOINED.finditer(text):
        if len(match[0]) <= LONGEST:
            yield *match.span(), "D8"
