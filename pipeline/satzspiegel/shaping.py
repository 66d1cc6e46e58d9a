"""Words as glyphs: HarfBuzz says which, and how far each carries the pen.

Words are shaped one by one and kept, since a language repeats its words. Lengths are in the unit of
the type size that is asked for (CSS pixels on pages).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import uharfbuzz

from satzspiegel.hyphenation.letters import UNSEEN


class Glyph(NamedTuple):
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
        return frozenset(self._face.unicodes) | frozenset(map(ord, UNSEEN))

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
        if not infos:  # nothing but invisible signs
            return Shaped((), (0.0,) * (len(text) + 1))
        starts = [info.cluster for info in infos]
        shown = _shown(text, starts)
        glyphs = tuple(
            Glyph(
                info.codepoint,
                position.x_advance + self.tracking,
                position.x_offset,
                position.y_offset,
                characters,
            )
            for info, position, characters in zip(infos, positions, shown, strict=True)
        )
        return Shaped(glyphs, _edges(glyphs, starts, len(text)))


def _shown(text: str, starts: list[int]) -> list[str]:
    """The characters that each glyph shows: those of its cluster, for the first glyph of it."""
    seen = text if UNSEEN.isdisjoint(text) else None
    shown = []
    ends = [*starts[1:], len(text)]
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if index and starts[index - 1] == start:
            shown.append("")
            continue
        if end == start:
            end = next((other for other in ends[index:] if other > start), len(text))
        characters = text[start:end]
        shown.append(characters if seen else "".join(c for c in characters if c not in UNSEEN))
    return shown


def _edges(glyphs: tuple[Glyph, ...], starts: list[int], length: int) -> tuple[float, ...]:
    """The pen's place before each character and behind the last."""
    pen = 0.0
    if starts == list(range(length)):
        pens = [0.0]
        for glyph in glyphs:
            pen += glyph.advance
            pens.append(pen)
        return tuple(pens)
    places = {0: 0.0}
    for glyph, start in zip(glyphs, starts, strict=True):
        places.setdefault(start, pen)
        pen += glyph.advance
    places[length] = pen
    edges: list[float] = []
    for start, end in pairwise(sorted(places)):
        step = (places[end] - places[start]) / (end - start)
        edges += [places[start] + step * k for k in range(end - start)]
    return (*edges, pen)
