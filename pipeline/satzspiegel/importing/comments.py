"""Doubts as comments in the manuscript, numbered through in the order in which they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Doubt, Draft, Json, Spot
from satzspiegel.importing.tidying import COMMENT
from satzspiegel.manuscript.characters import REFUSED, character_name
from satzspiegel.messages import message, one_line
from satzspiegel.model import Finding, Place, Severity

#: What begins every comment; the number follows.
BEGINNING = "Import"
PLACES = {
    "de": {"page": "Seite {page}", "line": "Zeile {line}", "paragraph": "Absatz {paragraph}",
           "no page": "Vorlage"},
    "en": {"page": "page {page}", "line": "line {line}", "paragraph": "paragraph {paragraph}",
           "no page": "source"},
}  # fmt: skip
PERCENT = {"de": "\u202f%", "en": "%"}
#: Two hyphens in a row would end a comment (XML 1.0, 2.5), ``>`` may.
HYPHENS = re.compile(r"-(?=-)|-$")


@dataclass(frozen=True)
class PlacedDoubt:
    """A doubt with its number and its place in the manuscript."""

    number: int
    doubt: Doubt
    place: Place


def order(draft: Draft) -> dict[int, int]:
    """The numbers (from 1) of the draft's doubts by their indices: first those without a mark."""
    marked = list(dict.fromkeys(_marks(draft.blocks)))
    known = [index for index in marked if index < len(draft.doubts)]
    unmarked = [index for index in range(len(draft.doubts)) if index not in set(known)]
    return {index: number for number, index in enumerate([*unmarked, *known], start=1)}


def unmarked(draft: Draft) -> tuple[int, ...]:
    """The indices of doubts that stand nowhere in the blocks."""
    marked = set(_marks(draft.blocks))
    return tuple(index for index in range(len(draft.doubts)) if index not in marked)


def commented(
    blocks: Sequence[Json], draft: Draft, numbers: Mapping[int, int], language: str
) -> list[Json]:
    """The blocks with comments in place of marks; other comments are made safe."""
    seen: set[int] = set()

    def inlines(nodes: Iterable[Json]) -> Iterator[Json]:
        for node in nodes:
            mark = _mark(node)
            if mark is None:
                yield _safe(node) if _is_comment(node) else replaced(node)
            elif mark in numbers and mark not in seen:
                seen.add(mark)
                yield comment(said(draft.doubts[mark], numbers[mark], language))

    def replaced(node: Json) -> Json:
        if isinstance(node, list):
            return list(inlines(node))
        if isinstance(node, dict):
            return {key: replaced(value) for key, value in node.items()}
        return node

    return list(inlines(blocks))


def said(doubt: Doubt, number: int, language: str) -> str:
    """»Import 13: …; 71 %; Seite 9, Zeile 398«, without the brackets of a comment."""
    finding = Finding(doubt.code, Severity.WARNING, None, dict(doubt.values))
    words = message(finding, language).rstrip(".")
    share = f"{100 * doubt.probability:.0f}{PERCENT[language]}"
    return _named(f"{BEGINNING} {number}: {words}; {share}; {place_said(doubt.spot, language)}")


def _named(text: str) -> str:
    """Characters that may not stand in a manuscript by their names."""
    return REFUSED.sub(lambda match: character_name(match[0]), text)


def place_said(spot: Spot, language: str) -> str:
    """A place in a source in words."""
    words = PLACES[language]
    parts = [words["page"].format(page=spot.page)] * bool(spot.page)
    if spot.paragraph:
        parts.append(words["paragraph"].format(paragraph=spot.paragraph))
    elif spot.line:
        parts.append(words["line"].format(line=spot.line))
    return ", ".join(parts) or words["no page"]


def comment(text: str) -> Json:
    """A comment; what would end it is spelt otherwise."""
    kept = HYPHENS.sub("-\u200a", one_line(_named(text)).replace(">", "›").replace("<", "‹"))
    return {"t": "RawInline", "c": ["html", f"<!-- {kept} -->"]}


def find_doubts(
    files: Mapping[str, str], draft: Draft, numbers: Mapping[int, int]
) -> tuple[PlacedDoubt, ...]:
    """Each doubt at the line of the files where its comment stands."""
    places: dict[int, Place] = {}
    for name, text in files.items():
        for match in re.finditer(rf"(?:<!--|^#) {BEGINNING} (\d+):", text, re.MULTILINE):
            places.setdefault(int(match[1]), Place.at(name, text, match.start()))
    found = sorted((number, index) for index, number in numbers.items())
    return tuple(
        PlacedDoubt(number, draft.doubts[index], places[number])
        for number, index in found
        if number in places
    )


def _marks(node: Json) -> Iterator[int]:
    if isinstance(node, list):
        for child in node:
            yield from _marks(child)
    elif isinstance(node, dict):
        mark = _mark(node)
        if mark is not None:
            yield mark
        else:
            for child in node.values():
                yield from _marks(child)


def _mark(node: Json) -> int | None:
    if isinstance(node, dict) and node.get("t") == "RawInline":
        match = tree.DOUBT.fullmatch(node["c"][1])
        return int(match[1]) if match else None
    return None


def _is_comment(node: Json) -> bool:
    raw = isinstance(node, dict) and node.get("t") in ("RawInline", "RawBlock")
    return bool(raw and COMMENT.fullmatch(node["c"][1]))


def _safe(node: Json) -> Json:
    """A comment of the source's, which may hold anything; a note's label stays as it is."""
    text = node["c"][1].strip()
    if tree.NOTE_LABEL.fullmatch(text):
        return node
    return {**comment(text.removeprefix("<!--").removesuffix("-->").strip()), "t": node["t"]}
