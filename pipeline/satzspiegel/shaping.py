"""Words as glyphs: HarfBuzz says which, and how far each carries the pen.

Words are shaped one by one and kept, since a language repeats its words. Lengths are in the unit of
the type size that is asked for (CSS pixels on pages).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import uharfbuzz

#: Signs that say something about a word and are never seen: joiners, and where lines may end.
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True)
class Glyph:
    """One glyph: number in its font, advance and offsets in font units, the characters it shows.

    Of several glyphs for the same characters only the first has them.
    """

    number: int
    advance: int
    x_offset: int
    y_offset: int
    text: str


@dataclass(frozen=True)
class Shaped:
    """A text as glyphs. ``edges[k]`` is the pen's place, in font units, before character k.

    Inside a ligature the places are shared out evenly.
    """

    glyphs: tuple[Glyph, ...]
    edges: tuple[float, ...]

    @property
    def advance(self) -> float:
        """How far the whole text carries the pen, in font units."""
        return self.edges[-1]


class Cut:
    """A font file with its features and language: what gives one text the same glyphs anywhere.

    ``features`` are pairs of tag and value (OpenType); ``tracking`` is added to each character, in
    em, and ends ligatures, as CSS has it (CSS Text 3, 8.2).
    """

    def __init__(
        self,
        data: bytes,
        features: tuple[tuple[str, int], ...] = (),
        language: str = "",
        tracking: float = 0.0,
    ) -> None:
        self._face = uharfbuzz.Face(uharfbuzz.Blob(data))
        self._font = uharfbuzz.Font(self._face)
        self._features = dict(features)
        if tracking:
            self._features = {"liga": 0, "clig": 0, **self._features}
        self._language = language
        self.units = self._face.upem
        #: In font units.
        self.tracking = round(tracking * self.units)
        self._known: dict[str, Shaped] = {}

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that the font has glyphs for."""
        return frozenset(self._face.unicodes) | frozenset(map(ord, INVISIBLE))

    def lacks(self, text: str) -> bool:
        """Whether the font has no glyph for a character of the text."""
        return not self.characters.issuperset(map(ord, text))

    def shape(self, text: str) -> Shaped:
        """A text as glyphs, from left to right."""
        if (known := self._known.get(text)) is None:
            known = self._known[text] = self._shape(text)
        return known

    def natural(self, glyph: int) -> int:
        """The advance of a glyph by itself, in font units."""
        return int(self._font.get_glyph_h_advance(glyph))

    def underline(self) -> tuple[float, float, float, float]:
        """Place above the baseline and thickness of an underline, then of a line through, in em."""
        metric, tags = self._font.get_metric_position_with_fallback, uharfbuzz.OTMetricsTag
        wanted = (
            tags.UNDERLINE_OFFSET,
            tags.UNDERLINE_SIZE,
            tags.STRIKEOUT_OFFSET,
            tags.STRIKEOUT_SIZE,
        )
        first, second, third, fourth = (metric(tag) / self.units for tag in wanted)
        return first, second, third, fourth

    def _shape(self, text: str) -> Shaped:
        if not text:
            return Shaped((), (0.0,))
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.direction = "ltr"
        buffer.guess_segment_properties()
        if self._language:
            buffer.language = self._language
        buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        uharfbuzz.shape(self._font, buffer, self._features)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        starts = [info.cluster for info in infos]
        glyphs = tuple(
            Glyph(
                info.codepoint,
                position.x_advance + self.tracking,
                position.x_offset,
                position.y_offset,
                _seen(text[start : _cluster_end(starts, index, len(text))]),
            )
            for index, (info, position, start) in enumerate(
                zip(infos, positions, starts, strict=True)
            )
        )
        return Shaped(glyphs, _edges(glyphs, starts, len(text)))


def _seen(characters: str) -> str:
    return "".join(char for char in characters if char not in INVISIBLE)


def _cluster_end(starts: list[int], index: int, length: int) -> int:
    """Where the characters of a glyph end; at their start if an earlier glyph has them."""
    start = starts[index]
    if index and starts[index - 1] == start:
        return start
    return min((other for other in starts[index + 1 :] if other > start), default=length)


def _edges(glyphs: tuple[Glyph, ...], starts: list[int], length: int) -> tuple[float, ...]:
    """The pen's place before each character and behind the last."""
    pens = {0: 0.0}
    pen = 0.0
    for glyph, start in zip(glyphs, starts, strict=True):
        pens.setdefault(start, pen)
        pen += glyph.advance
    pens[length] = pen
    edges: list[float] = []
    for start, end in pairwise(sorted(pens)):
        step = (pens[end] - pens[start]) / (end - start)
        edges += [pens[start] + step * k for k in range(end - start)]
    return (*edges, pen)
