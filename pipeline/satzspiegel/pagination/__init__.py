"""Pages chosen for a whole document at once: strips and notes come in, pages come out.

A pure core: it knows no fonts, no files and no mark-up, and nothing else of this package. All
lengths are integers in twips, so that the same document has the same pages everywhere.

    line = Strip(height=260)
    block = Block((Variant((line, line, line)),))
    geometry = Geometry(height=9360, leading=260, rule=160)
    for page in paginate(Document((block,)), geometry).pages: ...

:mod:`.document` is what comes in, :mod:`.settings` what is good, :mod:`.pages` what comes out.
"""

from __future__ import annotations

from satzspiegel.pagination.document import (
    Block,
    Document,
    FootNote,
    Geometry,
    NoteDoesNotFit,
    Opening,
    Strip,
    Variant,
    check,
)
from satzspiegel.pagination.makeup import make_up
from satzspiegel.pagination.pages import NotePiece, Page, Pagination, Placed, Reason
from satzspiegel.pagination.search import search
from satzspiegel.pagination.settings import EXHAUSTIVE, Effort, Settings
from satzspiegel.pagination.table import Table

__all__ = [
    "EXHAUSTIVE",
    "Block",
    "Document",
    "Effort",
    "FootNote",
    "Geometry",
    "NoteDoesNotFit",
    "NotePiece",
    "Opening",
    "Page",
    "Pagination",
    "Placed",
    "Reason",
    "Settings",
    "Strip",
    "Variant",
    "paginate",
]

STANDARD = Settings()


def paginate(document: Document, geometry: Geometry, settings: Settings = STANDARD) -> Pagination:
    """The cheapest pages for a document.

    ValueError for what is no document; NoteDoesNotFit, which is one, if a strip's notes cannot
    each have a line on any page. Everything else has pages, and their reasons say what is wrong.
    """
    check(document, geometry)
    if not document.blocks:
        return Pagination((), 0)
    table = Table(document, geometry, settings)
    return make_up(table, search(table))
