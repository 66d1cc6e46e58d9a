"""The boxes of a page in the order of the document; painting has another where boxes overlap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder


def walk(box: Any) -> Iterator[Any]:
    """A box and all inside it, parents first, also what stands outside the flow."""
    waiting = [box]
    while waiting:
        box = waiting.pop()
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        yield box
        waiting += reversed(box.children)


def is_painted(box: Any) -> bool:
    """Whether a box is a text or an image; WeasyPrint paints no text of spaces alone."""
    if isinstance(box, boxes.TextBox):
        return hasattr(box, "setting") or bool(box.text.strip())
    return isinstance(box, boxes.ReplacedBox)
