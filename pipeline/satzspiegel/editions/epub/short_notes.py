"""Notes long enough for Kobo's readers to show them as pop-ups.

They do so only where the element that a call leads to holds nine characters or more (Kobo ePub
Guidelines, »Footnotes/Endnotes«); »12 Ebd.« has seven. What is missing is made up by no-break
spaces between mark and words, which no style sheet has to hide and no reader says.
"""

from __future__ import annotations

from dataclasses import replace

from satzspiegel.model import Note, Paragraph, Publication, Span, Text
from satzspiegel.walks import plain_text

#: Characters that the element of a note must hold, its mark included.
LEAST = 9
#: The class of the spaces; klassisch makes them of no width.
FILLING = "filling"


def with_full_notes(publication: Publication) -> Publication:
    """The publication with its shortest notes filled up."""
    return replace(publication, notes=tuple(_full(note) for note in publication.notes))


def _full(note: Note) -> Note:
    first = note.blocks[0] if len(note.blocks) == 1 else None
    if not isinstance(first, Paragraph):
        return note
    # Spaces are not counted, since it is not said whether they count.
    words = plain_text(first.children)
    missing = LEAST - len(note.number) - len("".join(words.split()))
    if missing <= 0:
        return note
    filling = Span((Text("\u00a0" * missing),), classes=(FILLING,))
    return replace(note, blocks=(replace(first, children=(filling, *first.children)),))
