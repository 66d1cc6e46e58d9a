"""Marks of the pages of a first edition, ``[]{.old-page n=17}``: each before a whole word.

A mark has no width. So that a manuscript is set alike with its marks and without them, what only
a mark has parted is closed up again: a word, two spaces, a figure from its paragraph. A mark that
stands alone in a paragraph belongs to what follows it: a heading, a table, a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from satzspiegel.model import (
    Block,
    CodeBlock,
    Inline,
    LineBreak,
    OldPage,
    Paragraph,
    Part,
    RawNote,
    Text,
)
from satzspiegel.walks import (
    HOLDERS,
    Blocks,
    Inlines,
    all_inlines,
    child_inlines,
    rebuild,
    rewrite_children,
    walk_inlines,
)

Json = Any
CLASS = "old-page"
#: What pages are called may be so long: 17, xii, 23a, [7], Umschlag 1.
LONGEST = 40
SPACE = Text(" ")


def settle_old_pages(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with each mark before a whole word, and without paragraphs of marks alone.

    Marks behind the last word keep a paragraph of their own.
    """
    if not any(True for part in parts for _ in old_pages_in(part.blocks)):
        return parts
    settling = _Settling()
    made = [replace(part, blocks=settling.blocks(part.blocks)) for part in parts]
    made[-1] = replace(made[-1], blocks=settling.ended(made[-1].blocks))
    return tuple(made)


def old_pages_in(blocks: Blocks) -> Iterator[OldPage]:
    """The marks in blocks and in the notes inside them, in reading order."""
    for inline in all_inlines(blocks):
        if isinstance(inline, OldPage):
            yield inline
        elif isinstance(inline, RawNote):
            yield from old_pages_in(inline.blocks)


def label_of(pairs: Mapping[str, str]) -> str:
    """What the attributes of a mark call the page: one word to whoever reads editions back."""
    return "\u00a0".join(pairs.get("n", "").split())


def is_mark_alone(block: Block) -> bool:
    """Whether a paragraph holds nothing but marks."""
    if not isinstance(block, Paragraph) or not block.children:
        return False
    return all(isinstance(inline, OldPage) or inline == SPACE for inline in block.children)


# ------------------------------------------------------------------------------- where marks stand


@dataclass
class _Settling:
    """Settles the marks of one run of text; those met in a paragraph of their own wait."""

    waiting: tuple[OldPage, ...] = ()

    def blocks(self, blocks: Blocks) -> Blocks:
        return tuple(made for block in blocks for made in self._block(block))

    def ended(self, blocks: Blocks) -> Blocks:
        """The blocks with what still waits behind them."""
        waiting, self.waiting = self.waiting, ()
        return (*blocks, Paragraph(waiting, tight=True)) if waiting else blocks

    def _block(self, block: Block) -> Blocks:
        if is_mark_alone(block):
            self.waiting = (*self.waiting, *old_pages_in((block,)))
            return ()
        if isinstance(block, CodeBlock):  # it has no inlines
            return (*self.ended(()), block)
        return (rebuild(block, self.blocks, self._inlines),)

    def _inlines(self, inlines: Inlines) -> Inlines:
        if not inlines:
            return inlines
        marks, self.waiting = self.waiting, ()
        return _closed_up((*marks, *_with_settled_notes(inlines)))


def _with_settled_notes(inlines: Inlines) -> Inlines:
    return tuple(
        replace(inline, blocks=_settled_note(inline.blocks))
        if isinstance(inline, RawNote)
        else rewrite_children(inline, _with_settled_notes)
        for inline in inlines
    )


def _settled_note(blocks: Blocks) -> Blocks:
    settling = _Settling()
    return settling.ended(settling.blocks(blocks))


def _closed_up(inlines: Inlines) -> Inlines:
    """Inlines without what only marks have parted."""
    if not any(isinstance(inline, OldPage) for inline in walk_inlines(inlines)):
        return inlines
    forwards = _Spaces().without_doubled(_whole_words(inlines))
    return _Spaces(backwards=True).without_doubled(forwards)


def _whole_words(inlines: Inlines) -> Inlines:
    """Inlines with the marks inside words moved before these."""
    out: list[Inline] = []
    for inline in inlines:
        marks: list[Inline] = []
        while out and isinstance(out[-1], OldPage):
            marks.insert(0, out.pop())
        word = _joined(out[-1], inline) if marks and out else None
        if word:
            out.pop()
        out += [*marks, word or rewrite_children(inline, _whole_words)]
    return tuple(out)


def _joined(first: Inline, rest: Inline) -> Text | None:
    """The halves of a word, with the place of its first letter; None for others."""
    if not (isinstance(first, Text) and isinstance(rest, Text)) or SPACE in (first, rest):
        return None
    place = first.place if any(map(str.isalnum, first.value)) else rest.place
    return Text(first.value + rest.value, place)


@dataclass
class _Spaces:
    """Drops spaces that only a mark parts from another one, or from the edge of the run."""

    backwards: bool = False
    behind_space: bool = True
    behind_mark: bool = False

    def without_doubled(self, inlines: Inlines) -> Inlines:
        step = -1 if self.backwards else 1
        kept = [made for inline in inlines[::step] for made in self._kept(inline)]
        return tuple(kept[::step])

    def _kept(self, inline: Inline) -> Inlines:
        if isinstance(inline, OldPage):
            self.behind_mark = True
            return (inline,)
        if isinstance(inline, HOLDERS) and inline.children:
            return (rewrite_children(inline, self.without_doubled),)
        is_space = inline == SPACE
        if is_space and self.behind_mark and self.behind_space:
            return ()
        self.behind_space = is_space or isinstance(inline, LineBreak)
        self.behind_mark = False
        return (inline,)


# ------------------------------------------------------------------------------ before and behind


def unmarked(blocks: Blocks) -> Blocks:
    """The blocks as they were without marks; notes have to be numbered already."""
    if not any(isinstance(inline, OldPage) for inline in all_inlines(blocks)):
        return blocks
    kept = (block for block in blocks if not is_mark_alone(block))
    return tuple(rebuild(block, unmarked, _without_marks) for block in kept)


def _without_marks(inlines: Inlines) -> Inlines:
    rest = (i for i in inlines if not isinstance(i, OldPage))
    made = ((one, rewrite_children(one, _without_marks)) for one in rest)
    return tuple(new for one, new in made if child_inlines(new) or not child_inlines(one))


def with_figures(blocks: list[Json]) -> Iterable[Json]:
    """Pandoc's blocks, with a figure where a mark stands before the image of a paragraph.

    Pandoc makes a figure of an image that is alone in its paragraph (User's Guide,
    ``implicit_figures``); the mark gets a paragraph of its own.
    """
    for block in blocks:
        image = _marked_image(block)
        if image is None:
            yield block
        else:
            marks = [node for node in block["c"] if _is_mark(node)]
            yield {"t": "Para", "c": marks}
            yield _figure(image)


def _marked_image(block: Json) -> Json | None:
    """The image that stands alone in its paragraph but for marks; one without caption is none."""
    if block["t"] != "Para" or not block["c"] or not _is_mark(block["c"][0]):
        return None
    rest = [n for n in block["c"] if not (_is_mark(n) or n["t"] in ("Space", "SoftBreak"))]
    alone = len(rest) == 1 and rest[0]["t"] == "Image" and rest[0]["c"][1]
    return rest[0] if alone else None


def _is_mark(node: Json) -> bool:
    return node["t"] == "Span" and CLASS in node["c"][0][1]


def _figure(image: Json) -> Json:
    """A ``Figure`` as Pandoc makes it: the id is the figure's, ``alt`` the image's own words."""
    (identifier, classes, pairs), caption, target = image["c"]
    alternative = [value for name, value in pairs if name == "alt"]
    words = [{"t": "Str", "c": value} for value in alternative if value]
    kept = [pair for pair in pairs if pair[0] != "alt"]
    inside = {"t": "Image", "c": [["", classes, kept], words if alternative else caption, target]}
    below, content = ([{"t": "Plain", "c": inlines}] for inlines in (caption, [inside]))
    return {"t": "Figure", "c": [[identifier, [], []], [None, below], content]}
