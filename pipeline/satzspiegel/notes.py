"""Notes get their number and their id, once, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from satzspiegel.model import Block, Heading, Inline, Manuscript, Note, NoteCall, Part, RawNote
from satzspiegel.walks import rewrite_blocks, rewrite_children


def number_notes(manuscript: Manuscript) -> tuple[tuple[Part, ...], tuple[Note, ...]]:
    """The parts with calls in place of notes, and the notes in order.

    Ids run through the publication (``fn-1``, called at ``fnref-1``); numbers too, unless the
    setting ``notes`` is ``per-chapter``: then they begin again at each heading of level 1.
    """
    numbering = _Numbering(per_chapter=manuscript.settings.notes == "per-chapter")
    parts = tuple(replace(part, blocks=numbering.blocks(part.blocks)) for part in manuscript.parts)
    return parts, tuple(numbering.notes)


@dataclass
class _Numbering:
    per_chapter: bool
    notes: list[Note] = field(default_factory=list)
    _number: int = 0

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(b for block in blocks for b in self._block(block))

    def _block(self, block: Block) -> tuple[Block, ...]:
        if self.per_chapter and isinstance(block, Heading) and block.level == 1:
            self._number = 0
        return rewrite_blocks((block,), self._inlines)

    def _inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> Inline:
        if not isinstance(inline, RawNote):
            return rewrite_children(inline, self._inlines)
        self._number += 1
        ordinal = len(self.notes) + 1
        note = Note(
            identifier=f"fn-{ordinal}",
            call=f"fnref-{ordinal}",
            number=str(self._number),
            blocks=inline.blocks,
            label=inline.label,
            place=inline.place,
        )
        self.notes.append(note)
        return NoteCall(note.identifier, note.number)
