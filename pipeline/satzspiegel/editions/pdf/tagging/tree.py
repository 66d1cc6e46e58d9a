"""The tree, when it is known what is painted: only what has content, notes behind their calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from satzspiegel.editions.pdf.tagging.elements import (
    HEADINGS,
    NOTE,
    PARTS_OF_TABLES,
    TABLE,
    StructureElement,
)
from satzspiegel.editions.pdf.tagging.marking import Content
from satzspiegel.editions.pdf.tagging.structure import Structure


class Annotation(NamedTuple):
    """A link's annotation: its page, counted from 0, and the object itself."""

    page: int
    dictionary: Any


@dataclass(frozen=True)
class Tagged:
    """An element with what is in it, in the order of reading; ``language`` where it changes."""

    element: StructureElement
    language: str
    kids: tuple[Tagged | Content | Annotation, ...]


def arranged(
    structure: Structure,
    contents: Iterable[tuple[StructureElement, Content]],
    annotations: Iterable[tuple[StructureElement, Annotation]],
) -> Tagged:
    """The tree of a document, from what was painted for each element, in the order of painting."""
    return _Arranging(structure).arranged(contents, annotations)


class _Arranging:
    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._kids: dict[StructureElement, list[Any]] = defaultdict(list)
        self._placed = {structure.document}

    def arranged(
        self,
        contents: Iterable[tuple[StructureElement, Content]],
        annotations: Iterable[tuple[StructureElement, Annotation]],
    ) -> Tagged:
        for element, kid in (*contents, *annotations):
            self._place(element)
            self._kids[element].append(kid)
        self._complete_tables()
        for kids in self._kids.values():
            # Floats stand elsewhere than in the text. Of what is in lines painting has the order.
            if all(isinstance(kid, StructureElement) for kid in kids):
                kids.sort(key=lambda kid: kid.place)
        self._place_notes()
        return self._tagged(self._structure.document, "")

    def _place(self, element: StructureElement) -> None:
        """Put an element into its parent, and that into its own; notes are placed later."""
        if element in self._placed:
            return
        self._placed.add(element)
        if element.parent is not None and element.role != NOTE:
            self._place(element.parent)
            self._kids[element.parent].append(element)

    def _complete_tables(self) -> None:
        """Empty cells are cells too, or columns would be shifted."""
        for element in self._structure.elements:
            if element.role in PARTS_OF_TABLES:
                table = next(one for one in element.ancestors() if one.role == TABLE)
                if table in self._placed:
                    self._place(element)

    def _place_notes(self) -> None:
        """Put each note behind its call; one that a heading calls behind the heading."""
        last: dict[StructureElement, StructureElement] = {}
        for name, note in self._structure.notes.items():
            if note not in self._placed:
                continue
            call = self._structure.calls[name]
            headings = (one for one in call.ancestors() if one.role in HEADINGS)
            called = next(headings, call)
            before = last.get(called, called)
            siblings = self._kids[called.parent or self._structure.document]
            siblings.insert(siblings.index(before) + 1, note)
            last[called] = note

    def _tagged(self, element: StructureElement, spoken: str) -> Tagged:
        """An element inside one of a language."""
        language = element.speaks if element.speaks != spoken else ""
        kids = self._kids[element]
        return Tagged(element, language, tuple(self._kids_of(kids, element.speaks)))

    def _kids_of(self, kids: list[Any], spoken: str) -> Iterator[Any]:
        for kid in kids:
            yield self._tagged(kid, spoken) if isinstance(kid, StructureElement) else kid
