"""Several sources as one publication: their drafts behind one another."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from satzspiegel.importing import tree
from satzspiegel.importing.alignment import folded
from satzspiegel.importing.draft import Change, Doubt, Draft, Json, Spot
from satzspiegel.importing.first_edition import with_all_pages
from satzspiegel.importing.metadata_file import strings_of
from satzspiegel.importing.tidying import tidied

#: How sure it is that what two sources tell differently is the first one's.
FIRST_IS_RIGHT = 0.6
#: What stands below the title of a chapter that was a source of its own, and is no metadata then.
BELOW = ("author", "subtitle")


@dataclass(frozen=True)
class Joined:
    """The draft of all sources; ``starts`` are the indices of the blocks where each begins."""

    draft: Draft
    starts: tuple[int, ...] = (0,)


@dataclass
class _Chapters:
    """What has been joined so far."""

    blocks: list[Json] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    old_pages: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def joined(drafts: Sequence[Draft], files: Sequence[str]) -> Joined:
    """One draft of several, its blocks tidied; ``files`` are the names of their sources."""
    whole_drafts = [with_all_pages(draft) for draft in drafts]
    drafts = [replace(draft, blocks=tidied(draft.blocks)) for draft in whole_drafts]
    if len(drafts) == 1:
        return Joined(drafts[0])
    made = _Chapters()
    titles = [strings_of(draft.metadata.get("title", "")) for draft in drafts]
    told = {" ".join(title) for title in titles}
    titled = len(told) > 1 and "" not in told
    for number, (draft, file) in enumerate(zip(drafts, files, strict=True), start=1):
        _add(made, draft, number, file, titled=titled)
    whole = Draft(
        blocks=made.blocks,
        metadata=made.metadata,
        text=tuple(page for draft in drafts for page in draft.text),
        doubts=tuple(made.doubts),
        changes=tuple(made.changes),
        pictures=made.pictures,
        old_pages=tuple(made.old_pages),
    )
    return Joined(whole, tuple(made.starts))


def _add(made: _Chapters, draft: Draft, number: int, file: str, *, titled: bool) -> None:
    offset = len(made.doubts)
    made.doubts += draft.doubts
    paths = _pictures(made, draft.pictures, number)
    labels = _labels(made, draft.old_pages, number)
    blocks = _rewritten(draft.blocks, lambda node: _renamed(node, offset, paths, labels))
    made.starts.append(len(made.blocks))
    made.changes += draft.changes
    if titled:
        made.blocks += _heading(made, draft, file, is_first=number == 1)
        blocks = _lowered(blocks)
    made.blocks += blocks
    _metadata(made, draft, file)


def _metadata(made: _Chapters, draft: Draft, file: str) -> None:
    """Fields that were missing; of those that differ the first stays, with a doubt."""
    doubted = {doubt.values.get("key") for doubt in made.doubts}
    for key, value in draft.metadata.items():
        if made.metadata.setdefault(key, value) != value and key not in doubted:
            values = {"key": key, "chosen": _said(made.metadata[key]), "other": _said(value)}
            doubt = Doubt("import-metadata-differs", Spot(file), FIRST_IS_RIGHT, values)
            made.doubts.append(doubt)


def _said(value: Any) -> str:
    """A field in words."""
    return ", ".join(strings_of(value))


def _heading(made: _Chapters, draft: Draft, file: str, *, is_first: bool) -> list[Json]:
    """The title of a source as the heading of its chapter, with what stood below it.

    What the file tells only in its properties is added; what the first source tells of the whole
    stays in the metadata.
    """
    title = draft.metadata["title"]
    if is_first or not _is_in_text(title, draft):
        made.changes.append(Change("chapter-title", Spot(file), added=_said(title)))
    words = title if isinstance(title, list) else tree.words(str(title))
    blocks = [tree.heading(1, words)]
    for key in BELOW:
        said = _said(draft.metadata.get(key, ""))
        if said and not is_first and _is_in_text(said, draft):
            blocks.append(tree.paragraph(tree.words(said)))
    return blocks


def _is_in_text(value: Any, draft: Draft) -> bool:
    """Whether a field stands in the text of its source, and not in the file's properties alone."""
    text = folded("".join(draft.text))
    return all(folded(one) in text for one in strings_of(value))


def _lowered(blocks: list[Json]) -> list[Json]:
    """Headings one level lower, if the highest has the level of the title."""
    if not any(block["t"] == "Header" and block["c"][0] == 1 for block in blocks):
        return blocks
    return [
        {"t": "Header", "c": [min(6, block["c"][0] + 1), *block["c"][1:]]}
        if block["t"] == "Header"
        else block
        for block in blocks
    ]


def _pictures(made: _Chapters, pictures: Mapping[str, bytes], number: int) -> dict[str, str]:
    """New paths of pictures whose own another source has taken."""
    renamed: dict[str, str] = {}
    for path, data in pictures.items():
        free = path
        if made.pictures.get(path, data) != data:
            folder, name = posixpath.split(path)
            free = posixpath.join(folder, f"{number}-{name}")
            renamed[path] = free
        made.pictures[free] = data
    return renamed


def _labels(made: _Chapters, labels: Sequence[str], number: int) -> dict[str, str]:
    """New labels of old pages that two sources have, »2/17« for page 17 of the second."""
    known = set(made.old_pages)
    renamed = {label: f"{number}/{label}" for label in labels} if known & set(labels) else {}
    made.old_pages += [renamed.get(label, label) for label in labels]
    return renamed


def _rewritten(node: Json, rewrite: Callable[[Json], Json]) -> Json:
    """A tree in which every node is rewritten."""
    if isinstance(node, list):
        return [_rewritten(child, rewrite) for child in node]
    if not isinstance(node, dict):
        return node
    return rewrite({key: _rewritten(value, rewrite) for key, value in node.items()})


def _renamed(node: Json, offset: int, paths: Mapping[str, str], labels: Mapping[str, str]) -> Json:
    """A node with the numbers and names it has among the others."""
    kind = node.get("t")
    if kind == "RawInline" and (mark := tree.DOUBT.fullmatch(node["c"][1])):
        return tree.doubt(int(mark[1]) + offset)
    if kind == "Image" and node["c"][2][0] in paths:
        source, title = node["c"][2]
        return {"t": kind, "c": [*node["c"][:2], [paths[source], title]]}
    if kind == "Span" and tree.OLD_PAGE in node["c"][0][1]:
        identifier, classes, pairs = node["c"][0]
        named = [[key, labels.get(value, value) if key == "n" else value] for key, value in pairs]
        return {"t": kind, "c": [[identifier, classes, named], node["c"][1]]}
    return node
