"""Bare text layers: what a program takes out of an old PDF, or what is left of a book, as a draft.

There is no type and no position, only lines; everything is told from their letters, from the room
that they leave, and from numbers that count.
"""

from __future__ import annotations

from collections.abc import Sequence

from satzspiegel.importing.draft import Change, Draft, Options
from satzspiegel.importing.text_layer.columns import unfolded
from satzspiegel.importing.text_layer.contents import without_contents
from satzspiegel.importing.text_layer.decoding import decode
from satzspiegel.importing.text_layer.drafting import drafted
from satzspiegel.importing.text_layer.edges import cut
from satzspiegel.importing.text_layer.languages import language_of
from satzspiegel.importing.text_layer.links import unlisted
from satzspiegel.importing.text_layer.paging import paged
from satzspiegel.importing.text_layer.rows import Page, cleaned, page_texts, pages_of
from satzspiegel.importing.text_layer.zones import zoned

__all__ = ["read_text_layer"]


def read_text_layer(data: bytes, name: str, options: Options) -> Draft:
    """The manuscript in a text layer; ``name`` is the file's, for places.

    Raises :class:`~satzspiegel.messages.ManuscriptError` for what is no text, empty or endless.
    """
    text = decode(data, name)
    # Pages, without what they repeat.
    sheets = pages_of(text)
    told = len(sheets) > 1
    if not told:
        sheets = paged(sheets[0])
    texts = page_texts(text, sheets)
    pages, changes = _cleaned(sheets, name)
    pages, folded = unfolded(pages)
    pages, contents = without_contents(pages, name)
    edged = cut(pages, name)
    listed = unlisted(edged.pages, name)
    # Notes apart from the text, and both as blocks.
    zones = zoned(listed.pages)
    language = options.language or language_of(text)
    labels = edged.labels if edged.told or told else ()
    changes = [*changes, *contents, *edged.changes, *listed.changes]
    return drafted(
        zones, language, labels, listed.targets, changes, texts, name, edged.heads, folded
    )


def _cleaned(pages: Sequence[Page], name: str) -> tuple[list[Page], list[Change]]:
    out, changes = [], []
    for page in pages:
        rows, found = cleaned(page, name)
        out.append(tuple(rows))
        changes += found
    return out, changes
