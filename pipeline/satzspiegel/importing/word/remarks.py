"""Comments and tracked changes of a Word file as comments of the manuscript."""

from __future__ import annotations

import re

#: What became of words, in the language of the manuscript.
WORDS = {
    "de": {"inserted": "eingefügt", "deleted": "gestrichen"},
    "en": {"inserted": "inserted", "deleted": "deleted"},
}
#: A longer remark is an attachment.
LENGTH = 5_000


def signed(text: str, author: str) -> str:
    """A comment with the name of who wrote it."""
    said = f"{author}: {text}" if author.strip() else text
    return " ".join(said.split())[:LENGTH]


def tracked(kind: str, text: str, author: str, language: str) -> str:
    """That words were inserted or deleted, and by whom."""
    words = WORDS.get(language[:2], WORDS["de"])
    return signed(f"{words[kind]}: »{text}«", author)


def as_markup(text: str) -> str:
    """A comment as the manuscript has it. Two hyphens would end it (HTML, 13.1.6)."""
    safe = re.sub(r"-(?=-)", "-\u2060", text).replace(">", "›").replace("<", "‹")
    return f"<!-- {safe.strip()} -->"
