"""Spaces between two elements, moved into one of them.

WeasyPrint 70 paints no text for a box of nothing but white space: on paper the space is there, in
the text layer »**fett** *kursiv*« would be one word.
"""

from __future__ import annotations

from dataclasses import replace

from satzspiegel.model import Code, Inline, Link, Span, Styled, Text
from satzspiegel.walks import Inlines

SPACE = Text(" ")


def spaces_inside(inlines: Inlines) -> Inlines:
    """The inlines with each space that stands alone moved into the element before or behind it."""
    out: list[Inline] = []
    carried = False
    for index, inline in enumerate(inlines):
        if inline == SPACE and not _touches_text(inlines, index):
            closed = _with_space(out[-1], behind=True) if out else None
            if closed is not None:
                out[-1] = closed
                continue
            carried = any(_with_space(i, behind=False) for i in inlines[index + 1 : index + 2])
            if carried:
                continue
        opened = _with_space(inline, behind=False) if carried else None
        out.append(opened or inline)
        carried = False
    return tuple(out)


def _touches_text(inlines: Inlines, index: int) -> bool:
    """Whether a space shares its text box with a word."""
    beside = inlines[max(0, index - 1) : index] + inlines[index + 1 : index + 2]
    return any(isinstance(inline, Text) for inline in beside)


def _with_space(inline: Inline, *, behind: bool) -> Inline | None:
    """An element with a space at one of its ends; None if it can hold none."""
    match inline:
        case Styled() | Link() | Span():
            children = (*inline.children, SPACE) if behind else (SPACE, *inline.children)
            return replace(inline, children=children)
        case Code():
            return Code(f"{inline.value} " if behind else f" {inline.value}")
        case _:
            return None
