"""The pages of a source as those of a first edition: marks for all, and settings that list them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Draft, Json
from satzspiegel.importing.metadata_file import strings_of
from satzspiegel.manuscript.standard_numbers import is_isbn
from satzspiegel.model.settings import FIRST_EDITION

YEAR = re.compile(r"(?<!\d)1[5-9]\d\d(?!\d)|(?<!\d)20\d\d(?!\d)")


def with_all_pages(draft: Draft) -> Draft:
    """The draft with a mark for every page of its source.

    A page without text of its own, such as one of notes alone, is marked where the next one
    begins, the last ones behind the text.
    """
    known = set(_marked(draft.blocks))
    missing = [label for label in dict.fromkeys(draft.old_pages) if label not in known]
    if not missing:
        return draft
    before, behind = _followers(draft.old_pages, known)
    blocks = _inserted(draft.blocks, before)
    if behind:
        blocks = [*blocks, tree.paragraph([tree.old_page(label) for label in behind])]
    return replace(draft, blocks=blocks)


def with_first_edition(
    metadata: Mapping[str, Any], old_pages: Sequence[str], source: str
) -> dict[str, Any]:
    """The metadata with the settings that list the source's pages, where it has any.

    A source that says nothing of itself is called by its title when editions are made, or by
    ``source``, the name of its file. Its ISBN is that of the first edition; the new one has its
    own.
    """
    if not old_pages:
        return dict(metadata)
    settings = {"page-list": FIRST_EDITION}
    if named := edition_named(metadata) or ("" if metadata.get("title") else source):
        settings["first-edition"] = named
    told = {key: value for key, value in metadata.items() if (key, value) != ("isbn", named)}
    return {**told, "satzspiegel": settings}


def edition_named(metadata: Mapping[str, Any]) -> str:
    """An edition by its ISBN, or as catalogues do: »Mainz: Verlag am Rand 1987«.

    Where only the year is known, it stands behind the title.
    """
    isbn, place, publisher, date, title = (
        ", ".join(strings_of(metadata.get(key, "")))
        for key in ("isbn", "publisher-place", "publisher", "date", "title")
    )
    if is_isbn(isbn):
        return isbn
    year = YEAR.search(date)
    where = ": ".join(part for part in (place, publisher) if part)
    if year and not where:
        return ", ".join(part for part in (title, year[0]) if part)
    return " ".join(part for part in (where, year[0] if year else "") if part)


def _followers(labels: Sequence[str], known: set[str]) -> tuple[dict[str, list[str]], list[str]]:
    """What is missing before each mark that there is, and behind the last."""
    before: dict[str, list[str]] = {}
    waiting: list[str] = []
    for label in dict.fromkeys(labels):
        if label in known:
            before[label], waiting = waiting, []
        else:
            waiting.append(label)
    return before, waiting


def _marked(node: Json) -> Iterator[str]:
    """The labels of the marks in the text; those in notes are no pages of the list."""
    if isinstance(node, list):
        for child in node:
            yield from _marked(child)
    elif isinstance(node, dict) and node.get("t") != "Note":
        if label := tree.old_page_label(node):
            yield label
        else:
            yield from _marked(node.get("c"))


def _inserted(node: Json, before: dict[str, list[str]]) -> Any:
    """A tree with what is missing before the marks; each is taken out of ``before``."""
    if isinstance(node, dict):
        is_note = node.get("t") == "Note"
        return node if is_note else {key: _inserted(one, before) for key, one in node.items()}
    if not isinstance(node, list):
        return node
    made: list[Json] = []
    for child in node:
        label = tree.old_page_label(child) if isinstance(child, dict) else ""
        made += [tree.old_page(missing) for missing in before.pop(label, ())]
        made.append(_inserted(child, before))
    return made
