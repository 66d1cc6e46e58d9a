"""Paragraphs of WeasyPrint's box tree as the line breaker wants them: words with their widths.

Inline boxes are flattened to leaves, texts and objects in their order; leaves are cut into words,
and words are measured by HarfBuzz. Each item of the breaker remembers what it is of which leaf, so
that finished lines can be made up again (:mod:`satzspiegel.editions.pdf.lines`). All lengths are
CSS pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import atomic_box
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.fonts import font_features

from satzspiegel.fonts import INSERTED_HYPHEN, Face
from satzspiegel.hyphenation import Hyphenator
from satzspiegel.linebreak import BreakKind, Paragraph, ParagraphBuilder, Point, Word
from satzspiegel.shaping import INVISIBLE, Cut

#: Words, spaces that end lines, spaces that do not, and line ends that the author asked for.
TOKEN = re.compile("[^ \u00a0\n]+|[ \u00a0\n]")
#: The class of a note's call.
CALL = "call"
ZERO_WIDTH_SPACE = "\u200b"
#: Where a line may end without a sign being added: behind a hyphen of the author's, behind a dash
#: or a stroke between words, and where an address says so.
PLAIN_BREAKS = (
    (re.compile(r"(?<=[^\W_][^\W_][-\u2010])(?=[^\W\d_]{2})"), BreakKind.HARD_HYPHEN),
    (re.compile(r"(?<=[^\W\d_]{3}[\u2013\u2014/])(?=[^\W\d_]{3})"), BreakKind.DASH),
    (re.compile(f"(?<={ZERO_WIDTH_SPACE})(?=.)"), BreakKind.ADDRESS),
)
#: A word too wide for its line is divided anywhere rather than printed beyond the margin.
ANYWHERE_COST = 500.0
#: White space that is collapsed, and lines that may end at it.
WRAPPING = ("normal", "pre-line")


class Leaf(NamedTuple):
    """A text box, or an object such as an image, or an empty element, inside these inline boxes.

    Of the inline boxes around it the last ``opens`` begin and the last ``closes`` end with it.
    """

    box: Any
    path: tuple[Any, ...]
    opens: int
    closes: int


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
    items: tuple[Item, ...]
    empty: tuple[tuple[int, int], ...]
    calls: tuple[tuple[int, str], ...]


class Unset(Exception):  # noqa: N818
    """A paragraph holds what is left to WeasyPrint: floats, or signs that its face lacks."""


@dataclass(frozen=True)
class Hanging:
    """How much of a sign's width hangs into the margins, by sign."""

    left: Mapping[str, float] = field(default_factory=dict)
    right: Mapping[str, float] = field(default_factory=dict)


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
        leaves = tuple(_leaves(context, line, around))
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


class Type:
    """A cut at a size: widths of words and of their pieces, in CSS pixels."""

    def __init__(
        self,
        cut: Cut,
        size: float,
        hyphenator: Hyphenator | None,
        language: str,
        hanging: Hanging,
        word_spacing: float,
    ) -> None:
        self.cut = cut
        self.size = size
        self._hyphenator = hyphenator
        self._language = language
        self._hanging = hanging
        self._pixel = size / cut.units
        self.tracking = cut.tracking * self._pixel
        self.space = self.width(" ") + word_spacing
        self._hyphen = self.width(INSERTED_HYPHEN)
        self._hyphen_hangs = self.hangs(INSERTED_HYPHEN)[1]
        self.word = lru_cache(maxsize=None)(self._word)

    def width(self, text: str) -> float:
        """How far a text without spaces carries the pen."""
        return float(self.cut.shape(text).advance * self._pixel)

    def hangs(self, text: str) -> tuple[float, float]:
        """How far a text may hang out to the left and to the right."""
        seen = text.strip(SIGNS)
        if not seen:
            return 0.0, 0.0
        left, right = self._hanging.left.get(seen[0], 0), self._hanging.right.get(seen[-1], 0)
        return (
            left * self.width(seen[0]) if left else 0.0,
            # The space behind a letterspaced word is no part of it.
            self.tracking + (right * self.width(seen[-1]) if right else 0.0),
        )

    def breaks(self, text: str) -> tuple[tuple[int, BreakKind], ...]:
        """Where lines may end inside a text, in order, whatever mark-up divides it."""
        found = {
            match.start(): kind for breaks, kind in PLAIN_BREAKS for match in breaks.finditer(text)
        }
        if self._hyphenator is not None:
            for one in self._hyphenator.breaks(text, self._language):
                found.setdefault(one.position, BreakKind[one.kind.name])
        return tuple(sorted(found.items()))

    def point(self, text: str, at: int, kind: BreakKind, cost: float = 0.0) -> Point:
        """What changes where a line ends inside a text.

        Kerning at the break is left out: the line is spread by what its glyphs come to in the end.
        """
        letters = min(_letters(text[:at]), _letters(text[at:]))
        if kind < BreakKind.HARD_HYPHEN:
            end, right = self._hyphen, self._hyphen_hangs
        else:
            end, right = 0.0, self.hangs(text[:at])[1]
        short = letters < SHORT and kind <= BreakKind.HARD_HYPHEN
        left = self.hangs(text[at:])[0]
        return Point(kind, end, right=right, left=left, short=short, cost=cost)

    def _word(self, text: str) -> tuple[Word, tuple[int, ...]]:
        """A whole word for the breaker, and where its pieces begin and end."""
        return self.pieces(text, self.breaks(text))

    def pieces(
        self, text: str, breaks: tuple[tuple[int, BreakKind], ...], cost: float = 0.0
    ) -> tuple[Word, tuple[int, ...]]:
        """A text in the pieces between its breaks."""
        if any(glyph.y_offset for glyph in self.cut.shape(text).glyphs):
            raise Unset
        pen = self.cut.shape(text).edges
        cuts = (0, *(at for at, _ in breaks), len(text))
        widths = tuple((pen[b] - pen[a]) * self._pixel for a, b in pairwise(cuts))
        points = tuple(self.point(text, at, kind, cost) for at, kind in breaks)
        return Word(widths, points, *self.hangs(text)), cuts


#: Fewer letters than this beside a hyphen look lost.
SHORT = 3
SIGNS = "".join(INVISIBLE)


def _letters(text: str) -> int:
    """Letters nearest to a break, up to three."""
    return sum(char.isalpha() for char in text)


class _Measuring:
    """The measuring of one paragraph."""

    def __init__(
        self, measurer: Measurer, leaves: tuple[Leaf, ...], em: float, width: float
    ) -> None:
        self._measurer = measurer
        self._leaves = leaves
        self._width = width
        self._builder = ParagraphBuilder(em)
        self._items: list[Item] = []
        self._empty: list[tuple[int, int]] = []
        self._calls: list[tuple[int, str]] = []
        #: Parts of the word that is being read: leaf, first character, last, text, type.
        self._parts: list[tuple[int, int, int, str, Type]] = []

    def measured(self) -> Measured:
        for number, leaf in enumerate(self._leaves):
            self._note(leaf)
            self._pad(number, sum(map(_left, _last(leaf.path, leaf.opens))))
            self._leaf(number, leaf)
            self._pad(number, sum(map(_right, _last(leaf.path, leaf.closes))))
        self._end_word()
        return Measured(
            self._builder.build(),
            self._leaves,
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
        kind = self._measurer.type_of(box.style)
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


def is_of_class(box: Any, name: str) -> bool:
    """Whether a box is its element's own and the element has a class."""
    element = box.element
    return element is not None and name in element.get("class", "").split()


def called(box: Any) -> str:
    """The id of the note that a call's box calls."""
    return str(box.element.get("href"))[1:]


def _last(path: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    return path[len(path) - count :]


def _left(box: Any) -> float:
    return float(box.margin_left + box.border_left_width + box.padding_left)


def _right(box: Any) -> float:
    return float(box.margin_right + box.border_right_width + box.padding_right)


def _leaves(context: Any, line: Any, around: Any) -> Iterator[Leaf]:
    """The leaves of a line box before layout, in order."""
    flat = list(_flat(context, line, around, ()))
    for index, (box, path) in enumerate(flat):
        before = flat[index - 1][1] if index else ()
        behind = flat[index + 1][1] if index + 1 < len(flat) else ()
        yield Leaf(box, path, len(path) - _common(before, path), len(path) - _common(behind, path))


def _common(one: tuple[Any, ...], other: tuple[Any, ...]) -> int:
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
