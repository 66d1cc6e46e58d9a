"""The structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8): elements, languages, figures.

MuPDF tells for each letter the way to its element: places among the parents' kids. The tree itself
is read for what MuPDF leaves out: languages, and the text that stands for a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from satzspiegel.importing.draft import Box
from satzspiegel.importing.pdf.letters import Path

#: Elements that only hold others together, or that are a part of a line.
GROUPING = frozenset(
    {"Document", "Part", "Art", "Sect", "NonStruct", "DocumentFragment", "Private"}
)
INLINE = frozenset(
    ("Span", "Quote", "Link", "Reference", "Em", "Strong", "Code", "Annot", "BibEntry", "Lbl")
)
ARTIFACT = "Artifact"
#: Deeper and larger trees are of no book; a tree that goes round in itself ends here as well.
DEPTH, ELEMENTS = 100, 500_000


@dataclass(frozen=True)
class Figure:
    """A figure: its page from 0, its box as its attributes have it (pt, from below), its text."""

    page: int
    box: Box | None
    alternative: str


@dataclass
class Tags:
    """Elements by the ways to them, numbered from 1 as they are met."""

    languages: dict[tuple[int, ...], str] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    _numbers: dict[tuple[int, ...], int] = field(default_factory=dict)
    _paths: dict[Path, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    _spoken: dict[Path, str] = field(default_factory=dict)

    def path(self, path: Path) -> tuple[tuple[str, int], ...]:
        """Type and number of the elements around a letter, outside first, without those that only
        group others. ``Artifact`` if it is no part of the text, empty if nothing is known.
        """
        if path not in self._paths:
            self._paths[path] = tuple(self._elements(path))
        return self._paths[path]

    def cell(self, path: Path) -> int:
        """The number of the innermost cell of a table around a letter, 0 if there is none."""
        cells = (number for kind, number in reversed(self.path(path)) if kind in ("TD", "TH"))
        return next(cells, 0)

    def language(self, path: Path) -> str:
        """The language of the innermost element that has one (14.9.2)."""
        if not self.languages:
            return ""
        if path not in self._spoken:
            way = tuple(index for index, _, _ in path)
            ways = (way[:n] for n in range(len(way), 0, -1))
            self._spoken[path] = next((self.languages[w] for w in ways if w in self.languages), "")
        return self._spoken[path]

    def _elements(self, path: Path) -> Iterator[tuple[str, int]]:
        way: tuple[int, ...] = ()
        for index, raw, standard in path:
            way = (*way, index)
            if index < 0:
                yield ARTIFACT, 0
                return
            kind = raw if raw in ("Em", "Strong", "FENote", "Title", "Aside") else standard
            if kind.startswith("NonD"):  # as MuPDF spells it
                kind = "NonStruct"
            if kind not in GROUPING and kind != "Span":
                yield kind, self._numbers.setdefault(way, len(self._numbers) + 1)


def block_path(path: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """The way to the block element around a letter."""
    while path and path[-1][0] in INLINE and not _is_list_label(path):
        path = path[:-1]
    return path


def _is_list_label(path: tuple[tuple[str, int], ...]) -> bool:
    return path[-1][0] == "Lbl" and len(path) > 1 and path[-2][0] == "LI"


def read_tags(pdf: pikepdf.Pdf | None) -> Tags:
    """What the structure tree of a PDF says; nothing where it has none that can be read."""
    tags = Tags()
    if pdf is None or (root := pdf.Root.get("/StructTreeRoot")) is None:
        return tags
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    for way, element in _walk(root):
        if language := _string(element.get("/Lang")):
            tags.languages[way] = language
        if element.get("/S") == "/Figure" and (text := _string(element.get("/Alt"))):
            page = element.get("/Pg")
            number = pages.get(page.objgen, -1) if page is not None else -1
            tags.figures.append(Figure(number, _box(element.get("/A")), text))
    return tags


def _walk(root: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Elements with the ways to them, in the order of the tree; each once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[tuple[int, ...], Any]] = [((), root)]
    while waiting and len(seen) < ELEMENTS:
        way, element = waiting.pop()
        if way:
            yield way, element
        if len(way) >= DEPTH:
            continue
        kids = element.get("/K")
        many = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        for index in range(len(many) - 1, -1, -1):
            kid = many[index]
            if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
                continue
            if kid.objgen != (0, 0):
                if kid.objgen in seen:
                    continue
                seen.add(kid.objgen)
            waiting.append(((*way, index), kid))


def _string(value: Any) -> str:
    return str(value).strip() if isinstance(value, pikepdf.String) else ""


def _box(attributes: Any) -> Box | None:
    """The bounding box among the attributes of a figure (14.8.5.4.3)."""
    many = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    for one in many:
        if isinstance(one, pikepdf.Dictionary) and isinstance(
            box := one.get("/BBox"), pikepdf.Array
        ):
            try:
                x0, y0, x1, y1 = (float(number) for number in box)
            except (TypeError, ValueError):
                continue
            return x0, y0, x1, y1
    return None
