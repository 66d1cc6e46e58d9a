"""The pages of a first edition, whose marks stand in the manuscript, as the pages that are listed.

Editions with pages never see these marks. Those that reflow have them in place of the marks of the
printed pages where the manuscript asks for it (``page-list: first-edition``); EPUB allows one list
of pages only (EPUB 3.3, 7.4.3).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from satzspiegel.layout import Layout
from satzspiegel.manuscript.old_pages import is_mark_alone, unmarked
from satzspiegel.manuscript.standard_numbers import is_isbn
from satzspiegel.model import (
    Block,
    CodeBlock,
    Figure,
    Heading,
    Marks,
    OldPage,
    PageMark,
    Publication,
    Table,
)
from satzspiegel.model.settings import FIRST_EDITION
from satzspiegel.page_marks import with_page_marks
from satzspiegel.walks import Blocks, Inlines, own_inlines, rebuild, rewrite_children

#: Labels of the printed pages, each with what it is for those of a first edition.
LABELS = {"pages": "first-edition-pages", "accessible-pages": "accessible-first-edition-pages"}


def lists_old_pages(publication: Publication) -> bool:
    """Whether the pages that are marked and listed are those of a first edition."""
    return publication.settings.page_list == FIRST_EDITION


def without_old_pages(publication: Publication) -> Publication:
    """The publication as it is without marks of old pages."""
    chapters = (replace(c, blocks=unmarked(c.blocks)) for c in publication.chapters)
    notes = (replace(n, blocks=unmarked(n.blocks)) for n in publication.notes)
    return replace(publication, chapters=tuple(chapters), notes=tuple(notes))


def with_listed_pages(publication: Publication, layout: Layout | None = None) -> Publication:
    """The publication with marks of the pages that are listed.

    Those of a first edition, or those of the layout; without a layout none.
    """
    if lists_old_pages(publication):
        return with_old_pages(publication)
    publication = without_old_pages(publication)
    return with_page_marks(publication, layout) if layout else publication


def with_old_pages(publication: Publication) -> Publication:
    """The publication with the marks of the first edition's pages for those that are listed."""
    text, note = _Listing(in_note=False, seen=Counter()), _Listing(in_note=True, seen=Counter())
    chapters = (replace(c, blocks=text.blocks(c.blocks)) for c in publication.chapters)
    notes = (replace(n, blocks=note.blocks(n.blocks)) for n in publication.notes)
    return replace(
        publication,
        chapters=tuple(chapters),
        notes=tuple(notes),
        labels={**publication.labels, **_labels(publication)},
    )


def named_edition(publication: Publication) -> str:
    """The first edition in the words of the manuscript; empty without any."""
    named = publication.settings.first_edition
    return f"{publication.labels['isbn']} {named}" if is_isbn(named) else named


def _labels(publication: Publication) -> dict[str, str]:
    """The labels of listed pages; the heading of the list says what edition they are of."""
    made = {name: publication.labels[other] for name, other in LABELS.items()}
    named = named_edition(publication)
    return {**made, "pages": f"{made['pages']} ({named})"} if named else made


# ------------------------------------------------------------------------------------- the marks


@dataclass(frozen=True)
class _Listing:
    """Puts marks of pages in place of those of old pages."""

    in_note: bool
    seen: Counter[str]

    def blocks(self, blocks: Blocks) -> Blocks:
        made: list[Block] = []
        for before, block in pairwise((None, *blocks)):
            if isinstance(block, CodeBlock) and before is not None and is_mark_alone(before):
                marks = _leading_marks(own_inlines(made.pop()))
                made.append(replace(block, marks=tuple((0, mark) for mark in marks)))
            elif block is not None:
                made.append(self._block(block))
        return tuple(made)

    def _block(self, block: Block) -> Block:
        made = rebuild(block, self.blocks, self._inlines)
        match made:
            case Heading():
                marks, children = _divided(made.children)
                return replace(made, marks=marks, children=children)
            case Table() | Figure() if made.caption:
                marks, caption = _divided(made.caption)
                return replace(made, marks=marks, caption=caption)
        return made

    def _inlines(self, inlines: Inlines) -> Inlines:
        return tuple(
            self._mark(inline.label)
            if isinstance(inline, OldPage)
            else rewrite_children(inline, self._inlines)
            for inline in inlines
        )

    def _mark(self, label: str) -> PageMark:
        self.seen[label] += 1
        return PageMark(label, self.in_note, self.seen[label] - 1)


def _divided(inlines: Inlines) -> tuple[Marks, Inlines]:
    """The marks with which inlines begin, and the rest."""
    marks = _leading_marks(inlines)
    return marks, inlines[len(marks) :]


def _leading_marks(inlines: Inlines) -> Marks:
    first = takewhile(lambda inline: isinstance(inline, PageMark), inlines)
    return tuple(inline for inline in first if isinstance(inline, PageMark))
