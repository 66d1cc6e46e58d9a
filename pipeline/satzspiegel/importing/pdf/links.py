"""Links of a page (ISO 32000-1, 12.5.6.5): where they lie, and where they lead."""

from __future__ import annotations

from typing import Any, NamedTuple

import pymupdf

from satzspiegel.importing.draft import Box
from satzspiegel.importing.pdf.failures import FAILURES

#: A page with more is of no book.
LINKS = 5_000


class Link(NamedTuple):
    """A rectangle of the page, and a URL or ``#page=N``."""

    box: Box
    target: str


def links(page: pymupdf.Page, names: dict[str, int]) -> list[Link]:
    """The links of a page that lead somewhere; ``names`` are pages (from 0) by destinations."""
    try:
        found = page.get_links()[:LINKS]
    except FAILURES:
        return []
    return [Link(tuple(one["from"]), target) for one in found if (target := _target(one, names))]


def _target(link: dict[str, Any], names: dict[str, int]) -> str:
    if uri := link.get("uri"):
        return str(uri)
    page = link.get("page", -1)
    if not isinstance(page, int) or page < 0:
        page = names.get(str(link.get("nameddest") or link.get("name") or ""), -1)
    return f"#page={page + 1}" if page >= 0 else ""


def destinations(document: pymupdf.Document) -> dict[str, int]:
    """The pages (from 0) that named destinations lie on."""
    try:
        return {name: place["page"] for name, place in document.resolve_names().items()}
    except FAILURES:
        return {}
