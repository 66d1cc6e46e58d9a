"""Inline boxes flattened: the texts and objects of a paragraph in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import atomic_box
from weasyprint.layout.percent import resolve_percentages

#: The class of a note's call.
CALL = "call"
#: Tags of headings.
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


class Unset(Exception):  # noqa: N818
    """A paragraph holds what is left to WeasyPrint: floats, or signs that its face lacks."""


class Leaf(NamedTuple):
    """A text box, or an object such as an image, or an empty element, inside these inline boxes.

    Of the inline boxes around it the last ``opens`` begin and the last ``closes`` end with it.
    """

    box: Any
    path: tuple[Any, ...]
    opens: int
    closes: int


def is_of_class(box: Any, name: str) -> bool:
    """Whether a box is its element's own and the element has a class."""
    element = box.element
    return element is not None and name in element.get("class", "").split()


def text_of(box: Any) -> str:
    """The text in a box."""
    if isinstance(box, boxes.TextBox):
        return str(box.text)
    return "".join(text_of(child) for child in getattr(box, "children", ()))


def called(box: Any) -> str:
    """The id of the note that a call's box calls."""
    return str(box.element.get("href"))[1:]


def left_of(box: Any) -> float:
    """What an inline box has before its content."""
    return float(box.margin_left + box.border_left_width + box.padding_left)


def right_of(box: Any) -> float:
    """What it has behind it."""
    return float(box.margin_right + box.border_right_width + box.padding_right)


def leaves_of(context: Any, line: Any, around: Any) -> Iterator[Leaf]:
    """The leaves of a line box before layout, in order."""
    flat = list(_flat(context, line, around, ()))
    for index, (box, path) in enumerate(flat):
        before = flat[index - 1][1] if index else ()
        behind = flat[index + 1][1] if index + 1 < len(flat) else ()
        opens = len(path) - in_common(before, path)
        yield Leaf(box, path, opens, len(path) - in_common(behind, path))


def in_common(one: Iterable[Any], other: Iterable[Any]) -> int:
    """How many boxes two paths share from the outside."""
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a is not b:
            break
        shared += 1
    return shared


def _flat(
    context: Any, parent: Any, around: Any, path: tuple[Any, ...]
) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    for child in parent.children:
        if not child.is_in_normal_flow() or child.is_leader:
            raise Unset
        if isinstance(child, boxes.TextBox):
            if child.text:
                resolve_percentages(child, around)
                yield child, path
        elif isinstance(child, boxes.InlineBox):
            resolve_percentages(child, around)
            for side in ("margin_left", "margin_right"):
                if getattr(child, side) == "auto":
                    setattr(child, side, 0)
            if child.children:
                yield from _flat(context, child, around, (*path, child))
            else:
                yield child, path
        elif isinstance(child, boxes.AtomicInlineLevelBox):
            resolve_percentages(child, around)
            made = atomic_box(context, child, 0, None, around, [], [])
            if isinstance(child, boxes.ReplacedBox):
                made.position_x = made.position_y = 0
            yield made, path
        else:
            raise Unset
