"""Lines chosen by the breaker, made up as WeasyPrint's line boxes.

The boxes are those that WeasyPrint would have made, opened again on each line; only their texts are
:class:`Setting`, glyphs with their scale and spaces, which :mod:`satzspiegel.editions.pdf.inking`
paints. All lengths are CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import _adjust_line_height, line_box_verticality
from weasyprint.text.line_break import strut

from satzspiegel.editions.pdf.leaves import in_common, left_of, right_of
from satzspiegel.editions.pdf.paragraphs import TOKEN, Measured
from satzspiegel.editions.pdf.types import Type
from satzspiegel.fonts import INSERTED_HYPHEN
from satzspiegel.linebreak import HYPHENATED, Breaking, BreakKind, Line, Shape, Verdict

#: Where the white of a ragged line goes: this share of it to the left.
ALIGNED = {"center": 0.5, "right": 1.0, "end": 1.0}
SPACES = (" ", "\u00a0")
#: A box of text is so many times its size high: what a link's rectangle covers.
TEXT_HEIGHT = 1.2


@dataclass(frozen=True)
class Setting:
    """How the text of a box is set: scaled so, each space carrying the pen so far."""

    type: Type
    text: str
    scale: float
    space: float

    def steps(self) -> Iterator[tuple[str, float]]:
        """Words and spaces in turn, each with how far it carries the pen."""
        for match in TOKEN.finditer(self.text):
            word = match[0]
            if word in SPACES:
                yield word, self.space
            else:
                yield word, self.type.width(word) * self.scale


class Segment(NamedTuple):
    """A piece of a leaf in a line: its characters, and whether the leaf begins or ends here."""

    leaf: int
    text: str
    first: bool
    last: bool


@dataclass(frozen=True)
class SetParagraph:
    """A paragraph with its lines; gives line boxes. ``indent`` is the first line's.

    ``asked``: so many lines are what the editor wants.
    """

    line: Any
    measured: Measured
    breaking: Breaking
    shape: Shape
    indent: float
    asked: bool = False

    def calls(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the notes that each line calls."""
        return tuple(
            tuple(note for item, note in self.measured.calls if line.first <= item < line.end)
            for line in self.breaking.lines
        )

    def boxes(self, x: float, y: float) -> Iterator[Any]:
        """The line boxes, from the upper left corner of the paragraph's content down."""
        taken: set[int] = set()
        for number, line in enumerate(self.breaking.lines):
            indent = 0.0 if number else self.indent
            box = _LineMaker(self, line, x + indent - line.left, taken).made(x)
            _place(box, y)
            box.translate(self._aligned(line))
            box.paragraph, box.number = self, number
            y = box.position_y + box.height
            yield box

    def _aligned(self, line: Line) -> float:
        """How far a ragged line is moved to where its block wants it."""
        align = self.line.style["text_align_all"]
        if not self.shape.ragged or align not in ALIGNED:
            return 0.0
        return max(0.0, line.measure - line.width) * ALIGNED[align]

    def segments(self, line: Line, taken: set[int]) -> list[Segment]:
        """The pieces of leaves in a line; ``taken`` are the leaves that have begun before it."""
        spans: dict[int, tuple[int, int]] = {}
        empty = [leaf for at, leaf in self.measured.empty if line.first <= at <= line.end]
        for item in self.measured.items[line.first : line.end]:
            start, end = spans.get(item.leaf, (item.start, 0))
            spans[item.leaf] = start, max(end, item.end)
        for leaf in empty:
            if leaf not in taken:
                spans.setdefault(leaf, (0, 0))
        made = []
        for leaf, (start, end) in sorted(spans.items()):
            text = self._text(leaf, start, end)
            first = leaf not in taken
            taken.add(leaf)
            made.append(Segment(leaf, text, first, self._is_last(leaf, end)))
        return self._hyphenated(line, made)

    def _text(self, leaf: int, start: int, end: int) -> str:
        box = self.measured.leaves[leaf].box
        return box.text[start:end] if isinstance(box, boxes.TextBox) else ""

    def _is_last(self, leaf: int, end: int) -> bool:
        """Whether nothing but a space of the leaf is left behind these characters."""
        box = self.measured.leaves[leaf].box
        return not isinstance(box, boxes.TextBox) or not box.text[end:].strip(" \n")

    def _hyphenated(self, line: Line, made: list[Segment]) -> list[Segment]:
        if line.kind in HYPHENATED and line.kind is not BreakKind.HARD_HYPHEN:
            last = made[-1]
            made[-1] = last._replace(text=last.text + INSERTED_HYPHEN, last=False)
        return made


class _LineMaker:
    """The making of one line box."""

    def __init__(self, paragraph: SetParagraph, line: Line, x: float, taken: set[int]) -> None:
        self._paragraph = paragraph
        self._line = line
        self._x = x
        self._segments = paragraph.segments(line, taken)
        types = paragraph.measured.types
        self._types = [types[segment.leaf] if segment.text else None for segment in self._segments]
        #: Inline boxes that are open, each with the one it is a copy of.
        self._open: list[tuple[Any, Any]] = []

    def made(self, x: float) -> Any:
        box = self._paragraph.line.copy_with_children([])
        box.position_x, box.position_y = x, 0.0
        self._root = box
        space = self._space()
        for segment, kind in zip(self._segments, self._types, strict=True):
            leaf = self._paragraph.measured.leaves[segment.leaf]
            self._open_to(leaf, segment)
            if kind is not None:
                self._add(_text_box(leaf.box, segment.text, kind, self._line.scale, space))
            elif isinstance(leaf.box, boxes.InlineBox):
                self._add(_empty_box(leaf.box))
            elif not isinstance(leaf.box, boxes.TextBox):
                self._add_object(leaf.box)
            if segment.last:
                self._close(leaf.closes, ended=True)
        self._close(len(self._open), ended=False)
        box.width = self._x - x
        _adjust_line_height(box)
        return box

    def _space(self) -> float:
        """What is added to each space, so that the line is exactly as wide as it should be."""
        line = self._line
        if line.verdict in (Verdict.NATURAL, Verdict.UNDERFULL, Verdict.OVERFULL):
            return line.space
        spaces, width = 0, 0.0
        for segment, kind in zip(self._segments, self._types, strict=True):
            width += self._pads(segment)
            if kind is None:
                box = self._paragraph.measured.leaves[segment.leaf].box
                if not isinstance(box, boxes.InlineBox | boxes.TextBox):
                    width += box.margin_width()
                continue
            count = sum(map(segment.text.count, SPACES))
            spaces += count
            width += count * kind.space + _glyphs(segment.text, kind) * line.scale
        if not spaces:
            return 0.0
        return (line.measure + line.left + line.right - width) / spaces

    def _pads(self, segment: Segment) -> float:
        leaf = self._paragraph.measured.leaves[segment.leaf]
        path, width = leaf.path, 0.0
        if segment.first:
            width += sum(map(left_of, path[len(path) - leaf.opens :]))
        if segment.last:
            width += sum(map(right_of, path[len(path) - leaf.closes :]))
        return width

    def _open_to(self, leaf: Any, segment: Segment) -> None:
        """Close and open inline boxes until those around the leaf are open."""
        shared = in_common((original for original, _ in self._open), leaf.path)
        self._close(len(self._open) - shared, ended=False)
        for depth in range(shared, len(leaf.path)):
            original = leaf.path[depth]
            begins = segment.first and depth >= len(leaf.path) - leaf.opens
            copy = original.copy_with_children([])
            copy.remove_decoration(start=not begins, end=False)
            copy.position_x = self._x
            self._x += left_of(copy)
            self._open.append((original, copy))

    def _close(self, count: int, ended: bool) -> None:
        for _ in range(count):
            _, box = self._open.pop()
            box.remove_decoration(start=False, end=not ended)
            box.width = self._x - box.content_box_x()
            self._x += right_of(box)
            _adjust_line_height(box)
            self._parent().children.append(box)

    def _add(self, box: Any) -> None:
        box.position_x = self._x
        self._x += box.width
        self._parent().children.append(box)

    def _add_object(self, box: Any) -> None:
        copy = box.deepcopy() if hasattr(box, "children") else box.copy()
        copy.translate(dx=self._x - copy.position_x)
        self._x += copy.margin_width()
        self._parent().children.append(copy)

    def _parent(self) -> Any:
        return self._open[-1][1] if self._open else self._root


def _glyphs(text: str, kind: Type) -> float:
    return sum(kind.width(match[0]) for match in TOKEN.finditer(text) if match[0] not in SPACES)


def _text_box(box: Any, text: str, kind: Type, scale: float, space: float) -> Any:
    made = box.copy_with_text(text)
    made.setting = Setting(kind, text, scale, kind.space + space)
    made.width = sum(step for _, step in made.setting.steps())
    line_height, made.baseline = strut(box.style)
    made.height = kind.size * TEXT_HEIGHT
    made.margin_top = made.margin_bottom = (line_height - made.height) / 2
    return made


def _empty_box(box: Any) -> Any:
    made = box.copy_with_children([])
    made.width = 0.0
    _adjust_line_height(made)
    return made


def _place(line: Any, y: float) -> None:
    """Place a line's boxes on their baselines, and the line at y (CSS 2.1, 10.8).

    Unlike there, text of another face or size never makes the line higher, only objects do: lines
    keep register.
    """
    height, baseline = strut(line.style)
    line_box_verticality(line)
    objects = [box for box in line.descendants() if isinstance(box, boxes.AtomicInlineLevelBox)]
    top = min([-baseline, *(box.position_y for box in objects)])
    bottom = max([height - baseline, *(b.position_y + b.margin_height() for b in objects)])
    line.baseline = -top
    line.position_y = top
    line.height = bottom - top
    line.margin_top = line.margin_bottom = 0
    line.translate(0, y - top)
    line.position_y = y
