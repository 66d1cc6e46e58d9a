"""Paragraphs of WeasyPrint's box tree as the line breaker wants them: words with their widths.

Inline boxes are flattened to leaves, texts and objects in their order; leaves are cut into words,
and words are measured by HarfBuzz. Each item of the breaker remembers what it is of which leaf, so
that finished lines can be made up again (:mod:`satzspiegel.editions.pdf.lines`). All lengths are
CSS pixels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import font_features

from satzspiegel.editions.pdf.leaves import (
    CALL,
    Leaf,
    Unset,
    called,
    is_of_class,
    leaves_of,
    left_of,
    right_of,
)
from satzspiegel.editions.pdf.types import Hanging, Type
from satzspiegel.fonts import Face
from satzspiegel.hyphenation import Hyphenator
from satzspiegel.linebreak import BreakKind, Paragraph, ParagraphBuilder, Word
from satzspiegel.shaping import Cut

#: Words, spaces that end lines, spaces that do not, and line ends that the author asked for.
TOKEN = re.compile("[^ \u00a0\n]+|[ \u00a0\n]")
#: A word too wide for its line is divided anywhere rather than printed beyond the margin.
ANYWHERE_COST = 500.0
#: White space that is collapsed, and lines that may end at it.
WRAPPING = ("normal", "pre-line")


class Item(NamedTuple):
    """What an item of the breaker is: these characters of a leaf (none for a point)."""

    leaf: int
    start: int
    end: int


@dataclass(frozen=True)
class Measured:
    """A paragraph ready for the breaker.

    ``empty`` are leaves without width, each with the number of the item they stand before;
    ``calls`` are the ids of the notes called, each with the number of its call's first item.
    """

    paragraph: Paragraph
    leaves: tuple[Leaf, ...]
    #: Of each leaf; None for what is no text.
    types: tuple[Type | None, ...]
    items: tuple[Item, ...]
    empty: tuple[tuple[int, int], ...]
    calls: tuple[tuple[int, str], ...]


class Measurer:
    """Measures paragraphs; keeps the words it has measured."""

    def __init__(
        self,
        faces: tuple[Face, ...],
        hyphenator: Hyphenator,
        hanging: Hanging,
    ) -> None:
        self._faces = {(f.family, f.style, f.weight): f for f in faces}
        self._hyphenator = hyphenator
        self._hanging = hanging
        self._cuts: dict[tuple[Any, ...], Type] = {}

    def measure(self, context: Any, line: Any, around: Any, width: float) -> Measured:
        """A paragraph, from WeasyPrint's line box before layout; ``around`` is its container.

        Raises :class:`Unset`.
        """
        leaves = tuple(leaves_of(context, line, around))
        return _Measuring(self, leaves, line.style["font_size"], width).measured()

    def type_of(self, style: Any) -> Type:
        """The type in which a style sets its text. Raises :class:`Unset` if it is none of ours."""
        tracking = style["letter_spacing"]
        tracking = 0.0 if tracking == "normal" else tracking
        key = (
            style["font_family"][0],
            style["font_style"],
            style["font_weight"],
            style["font_size"],
            style["lang"],
            tracking,
            style["hyphens"] == "auto",
            style["word_spacing"],
            *(style[name] for name in FEATURES),
        )
        if key not in self._cuts:
            self._cuts[key] = self._new(key, style)
        return self._cuts[key]

    def _new(self, key: tuple[Any, ...], style: Any) -> Type:
        family, slope, weight, size, language, tracking, hyphens, word_spacing, *_ = key
        face = self._faces.get((family, slope, weight))
        if face is None or not size:
            raise Unset
        features = tuple(font_features(*(style[name] for name in FEATURES)).items())
        cut = Cut(face.data, features, language or "", tracking / size)
        hyphenator = self._hyphenator if hyphens and language else None
        return Type(cut, size, hyphenator, language or "", self._hanging, word_spacing)


#: In the order in which WeasyPrint's font_features takes them.
FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)


class _Measuring:
    """The measuring of one paragraph."""

    def __init__(
        self, measurer: Measurer, leaves: tuple[Leaf, ...], em: float, width: float
    ) -> None:
        self._measurer = measurer
        self._leaves = leaves
        self._width = width
        self._builder = ParagraphBuilder(em)
        self._types: list[Type | None] = [None] * len(leaves)
        self._items: list[Item] = []
        self._empty: list[tuple[int, int]] = []
        self._calls: list[tuple[int, str]] = []
        #: Parts of the word that is being read: leaf, first character, last, text, type.
        self._parts: list[tuple[int, int, int, str, Type]] = []

    def measured(self) -> Measured:
        for number, leaf in enumerate(self._leaves):
            self._note(leaf)
            self._pad(number, sum(map(left_of, _last(leaf.path, leaf.opens))))
            self._leaf(number, leaf)
            self._pad(number, sum(map(right_of, _last(leaf.path, leaf.closes))))
        self._end_word()
        return Measured(
            self._builder.build(),
            self._leaves,
            tuple(self._types),
            tuple(self._items),
            tuple(self._empty),
            tuple(self._calls),
        )

    def _note(self, leaf: Leaf) -> None:
        """Remember where a note is called."""
        for box in _last(leaf.path, leaf.opens):
            if is_of_class(box, CALL):
                self._end_word()
                self._calls.append((self._builder.items, called(box)))

    def _leaf(self, number: int, leaf: Leaf) -> None:
        if isinstance(leaf.box, boxes.TextBox):
            self._text(number, leaf.box)
        elif isinstance(leaf.box, boxes.InlineBox):
            self._end_word()
            self._empty.append((self._builder.items, number))
        else:
            self._end_word()
            self._builder.box(leaf.box.margin_width(), rigid=True)
            self._items.append(Item(number, 0, 1))

    def _pad(self, number: int, width: float) -> None:
        if width:
            self._end_word()
            self._builder.box(width, rigid=True)
            self._items.append(Item(number, 0, 0))

    def _text(self, number: int, box: Any) -> None:
        kind = self._types[number] = self._measurer.type_of(box.style)
        if kind.cut.lacks(box.text.replace("\n", "")):
            raise Unset
        wraps = box.style["white_space"] in WRAPPING
        for match in TOKEN.finditer(box.text):
            word, start, end = match[0], match.start(), match.end()
            if word == "\n":
                self._end_word()
                self._builder.forced()
                self._items.append(Item(number, start, start))
            elif word in (" ", "\u00a0"):
                self._end_word()
                self._builder.space(kind.space, breakable=wraps and word == " ")
                self._items.append(Item(number, start, end))
            else:
                self._parts.append((number, start, end, word, kind))
                if not wraps:
                    self._end_word(whole=True)

    def _end_word(self, whole: bool = False) -> None:
        """Give the builder the word that was read, in one text box or several."""
        parts, self._parts = self._parts, []
        if len(parts) == 1:
            number, start, _, text, kind = parts[0]
            word, cuts = kind.pieces(text, ()) if whole else kind.word(text)
            self._add(number, start, text, kind, word, cuts)
        elif parts:
            self._add_divided(parts, whole)

    def _add_divided(self, parts: list[tuple[int, int, int, str, Type]], whole: bool) -> None:
        """A word that mark-up divides: its breaks are those of the whole word."""
        text = "".join(part[3] for part in parts)
        breaks = () if whole else parts[0][4].breaks(text)
        offset = 0
        for index, (number, start, end, part, kind) in enumerate(parts):
            behind = offset + len(part)
            own = tuple((at - offset, how) for at, how in breaks if offset < at < behind)
            self._add(number, start, part, kind, *kind.pieces(part, own))
            how = dict(breaks).get(behind)
            if how is not None and index + 1 < len(parts):
                self._builder.point(kind.point(part, len(part), how))
                self._items.append(Item(number, end, end))
            offset = behind

    def _add(
        self, number: int, start: int, text: str, kind: Type, word: Word, cuts: tuple[int, ...]
    ) -> None:
        if max(word.pieces) > self._width:
            inside = tuple((at, BreakKind.ADDRESS) for at in range(1, len(text)))
            word, cuts = kind.pieces(text, inside, ANYWHERE_COST)
        self._builder.word(word)
        self._items.append(Item(number, start, start + cuts[1]))
        for a, b in pairwise(cuts[1:]):
            self._items.append(Item(number, start + a, start + a))
            self._items.append(Item(number, start + a, start + b))


def _last(path: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    return path[len(path) - count :]
