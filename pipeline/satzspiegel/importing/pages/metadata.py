"""Metadata: what the title page says, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from satzspiegel.importing.pages.capitals import in_proper_case
from satzspiegel.importing.pages.front import BY, Front
from satzspiegel.importing.pages.inlines import text_of
from satzspiegel.importing.pages.lines import Scanned
from satzspiegel.importing.pages.looks import Paragraph
from satzspiegel.importing.pages.pieces import Copy, pieces

#: Pandoc's fields by the names that PDF files have for them.
FIELDS = {"title": "title", "author": "author", "subject": "abstract", "keywords": "keywords"}


def metadata_of(
    found: Sequence[Paragraph], front: Front, scanned: Scanned, copy: Copy
) -> dict[str, Any]:
    """Pandoc's metadata fields."""
    out: dict[str, Any] = {}
    for name, indices in front.fields.items():
        texts = [_text(found[index], copy) for index in indices]
        out[name] = " ".join(texts)
        if name == "author":
            out[name] = _author(out[name], found[indices[0]], copy)
    for name, value in front.facts.items():
        out.setdefault(name, value)
    for own, field in FIELDS.items():
        value = scanned.metadata.get(own, "").strip()
        if value and field not in out:
            out[field] = _listed(value) if field == "keywords" else value
    out["lang"] = copy.language
    return out


def _text(paragraph: Paragraph, copy: Copy) -> str:
    found, _ = in_proper_case(pieces(paragraph.rows, copy), paragraph.rows[0], copy)
    return " ".join(text_of(found).split())


def _author(text: str, paragraph: Paragraph, copy: Copy) -> str:
    match = BY.match(text)
    if match is None:
        return text
    row = paragraph.rows[0]
    copy.ledger.change("by", row.page, row.line, match[0])
    return text[match.end() :]


def _listed(value: str) -> list[str]:
    parts = value.replace(";", ",").split(",")
    return [part.strip() for part in parts if part.strip()]
