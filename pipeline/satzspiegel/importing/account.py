"""The account of an import: every letter of the source is in the manuscript, or is listed.

It is made of the manuscript as it is read back from its files, not of what a reader meant to
write. Two questions: whether the letters are as many as they should be, and whether they stand in
the order that they have in the source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from satzspiegel.importing.alignment import Aligned, Passage, Span, align, folded
from satzspiegel.importing.draft import Change, Draft, Json
from satzspiegel.importing.metadata_file import strings_of
from satzspiegel.importing.tidying import plain

#: What tells a list of inlines from one of blocks.
INLINES = frozenset(
    {"Str", "Space", "SoftBreak", "LineBreak", "Emph", "Strong", "SmallCaps", "Superscript"}
    | {"Subscript", "Underline", "Strikeout", "Code", "Link", "Span", "Note", "Quoted", "Cite"}
)


#: Metadata that a text does not say of itself.
NOT_IN_TEXT = frozenset({"lang", "keywords", "subject"})
#: Fewer letters that seem to have moved are those of another word.
MOVED = 6


@dataclass(frozen=True)
class Account:
    """Numbers of characters without white space, and what does not balance.

    ``source - removed + added = manuscript + metadata`` when ``missing`` and ``surplus`` are
    empty: characters that should be in the manuscript and are not, and the other way round, as
    often as that. ``lost`` and ``gained`` say where; ``displaced`` is what stands at another place
    than in the source.
    """

    source: int
    removed: int
    added: int
    manuscript: int
    metadata: int
    missing: Mapping[str, int]
    surplus: Mapping[str, int]
    lost: tuple[Span, ...] = ()
    gained: tuple[Span, ...] = ()
    displaced: tuple[Span, ...] = ()
    compared: bool = True

    @property
    def balanced(self) -> bool:
        """Whether every character is accounted for."""
        return not (self.missing or self.surplus)


def account(
    draft: Draft,
    trees: Mapping[str, Sequence[Json]],
    metadata: Mapping[str, Any],
    sources: Sequence[tuple[str, int]] = (),
) -> Account:
    """The account of a draft and of the blocks that are read from its files.

    ``sources`` are the names of several sources, each with the number of its pages.
    """
    passages = [one for file, blocks in trees.items() for one in _passages(blocks, file)]
    source = _letters(draft.text)
    removed = _letters(change.removed for change in draft.changes)
    added = _letters(change.added for change in draft.changes)
    written = _letters(passage.text for passage in passages)
    balance = source + added
    balance.subtract(removed)
    balance.subtract(written)
    missing, surplus = +balance, -balance
    told, missing = _of_the_text(metadata, missing)
    pages = [(name, n) for name, count in sources for n in range(1, count + 1)]
    lost, gained, displaced, compared = _order(draft, told, passages, pages)
    return Account(
        source=source.total(),
        removed=removed.total(),
        added=added.total(),
        manuscript=written.total(),
        metadata=_letters(told).total(),
        missing=dict(sorted(missing.items())),
        surplus=dict(sorted(surplus.items())),
        lost=lost,
        gained=gained,
        displaced=displaced,
        compared=compared,
    )


Pages = Sequence[tuple[str, int]]
Spans = tuple[Span, ...]


def _order(
    draft: Draft, told: Sequence[str], passages: Sequence[Passage], pages: Pages
) -> tuple[Spans, Spans, Spans, bool]:
    """What is lost, gained and displaced, and whether it could be compared to the end."""
    whole = {place: number for number, place in enumerate(pages, start=1)}
    gone = [
        Span(one.removed, whole.get((one.spot.file, one.spot.page), one.spot.page))
        for one in draft.changes
        if folded(one.removed) != folded(one.added)  # only case, which does not count here
    ]
    found = align(draft.text, [*(Passage(text, "") for text in told), *passages], gone)
    if not found.complete:
        return (), (), (), False
    lost, gained, moved = _explained(found, draft.changes)
    displaced = (*moved, *found.displaced)
    return _located(lost, pages), gained, _located(displaced, pages), True


def _located(spans: Spans, pages: Pages) -> Spans:
    """With the pages of their own sources."""
    return tuple(
        replace(span, page=pages[span.page - 1][1], source=pages[span.page - 1][0])
        if 0 < span.page <= len(pages)
        else span
        for span in spans
    )


def _letters(texts: Iterable[str]) -> Counter[str]:
    return Counter("".join("".join(texts).split()))


def _of_the_text(
    metadata: Mapping[str, Any], missing: Counter[str]
) -> tuple[list[str], Counter[str]]:
    """The texts of the metadata that stood in the source, and what is missing without them."""
    told: list[str] = []
    for key, value in metadata.items():
        for text in strings_of(value) if key not in NOT_IN_TEXT else ():
            letters = _letters([text])
            if letters and letters <= missing:
                told.append(text)
                missing = missing - letters
    return told, missing


# --------------------------------------------------------------------------------------- passages


def _passages(blocks: Sequence[Json], file: str) -> Iterator[Passage]:
    """The passages of blocks, each followed by its notes."""
    for node in blocks:
        yield from _of(node, file, in_note=False)


def _of(node: Json, file: str, *, in_note: bool) -> Iterator[Passage]:
    if isinstance(node, list):
        if _is_run(node):
            yield from _run(node, file, in_note=in_note)
        else:
            for child in node:
                yield from _of(child, file, in_note=in_note)
    elif isinstance(node, dict):
        kind = node.get("t")
        content: Json = node.get("c")
        if kind in ("RawBlock", "RawInline", "Image"):
            return
        if kind == "CodeBlock":
            yield Passage(content[1], file, in_note)
        else:
            yield from _of(content, file, in_note=in_note)


def _is_run(nodes: list[Any]) -> bool:
    """Whether a list is one of inlines: a list of blocks has no text right inside."""
    kinds = {node.get("t") for node in nodes if isinstance(node, dict)}
    return bool(kinds & INLINES)


def _run(nodes: list[Json], file: str, *, in_note: bool) -> Iterator[Passage]:
    text = plain(nodes)
    if text.strip():
        yield Passage(text, file, in_note)
    for note in _notes(nodes):
        yield from _of(note["c"], file, in_note=True)


def _notes(node: Json) -> Iterator[Json]:
    if isinstance(node, list):
        for child in node:
            yield from _notes(child)
    elif isinstance(node, dict):
        if node.get("t") == "Note":
            yield node
        else:
            yield from _notes(node.get("c"))


# ---------------------------------------------------------------------------------------- changes


def _explained(
    found: Aligned, changes: Sequence[Change]
) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    """What is left over and in no change: lost, gained, and what is both and so has moved."""
    removed: dict[int, Counter[str]] = {}
    for span in found.unfound:
        removed.setdefault(span.page, Counter()).update(folded(span.text))
    added = Counter(folded("".join(change.added for change in changes)))
    left = [_trimmed(removed, span) for span in found.lost if not _taken(removed, span)]
    lost = [span for span in left if span.text]
    gained = [span for span in found.gained if not _take(added, span.text)]
    moved: list[Span] = []
    known = {folded(change.removed) for change in changes}
    for span in list(gained):
        twin = next((one for one in lost if one.text == span.text), None)
        if twin:
            lost.remove(twin)
            gained.remove(span)
            if len(span.text) >= MOVED and span.text not in known:
                moved.append(Span(span.text, twin.page, span.file))
    return tuple(lost), tuple(gained), tuple(moved)


def _taken(removed: Mapping[int, Counter[str]], span: Span) -> bool:
    """Whether a change of this page took these letters away, or one that names no page."""
    pools = (removed.get(span.page), removed.get(0))
    return any(pool is not None and _take(pool, span.text) for pool in pools)


def _trimmed(removed: Mapping[int, Counter[str]], span: Span) -> Span:
    """A stretch without the numbers and signs at its ends that a change took away."""
    text = span.text
    for pool in (removed.get(span.page), removed.get(0)):
        while pool and text and not text[0].isalpha() and _take(pool, text[0]):
            text = text[1:]
        while pool and text and not text[-1].isalpha() and _take(pool, text[-1]):
            text = text[:-1]
    return Span(text, span.page)


def _take(pool: Counter[str], text: str) -> bool:
    letters = Counter(text)
    if letters <= pool:
        pool.subtract(letters)
        return True
    return False
