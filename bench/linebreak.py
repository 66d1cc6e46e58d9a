"""Lines broken a second, on one core, of words already measured.

``python -m bench.linebreak MANUSCRIPT``: the manuscript's paragraphs, measured roughly by the
widths of their letters, at three measures; the best of some runs counts. Building the paragraphs
from measured words is part of the time, measuring and hyphenating the words is not. Of paragraphs
of three lines and more, how much longer it takes to have the variants a line longer and shorter.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from satzspiegel.hyphenation import Hyphenator
from satzspiegel.linebreak import (
    BreakKind,
    Paragraph,
    ParagraphBuilder,
    Point,
    Shape,
    Word,
    break_paragraph,
    variants,
)

EM = 10.0
RUNS = 7
MEASURES = (270.0, 310.0, 340.0)
SHORT = 3
#: Paragraphs of fewer lines have no variants worth asking for.
FEWEST_LINES = 3


def width(text: str) -> float:
    """Roughly: narrow, wide and other letters, in pt."""
    narrow, broad = sum(text.count(c) for c in "fijlrt.,;:-()"), sum(text.count(c) for c in "mwMW")
    capitals = sum(c.isupper() for c in text)
    return narrow * 3.0 + broad * 7.8 + (len(text) - narrow - broad) * 4.9 + capitals * 1.4


def measured(text: str, hyphenator: Hyphenator) -> Word:
    breaks = hyphenator.breaks(text)
    edges = [0, *(one.position for one in breaks), len(text)]
    pieces = tuple(width(text[a:b]) for a, b in pairwise(edges))
    points = tuple(
        Point(
            BreakKind[one.kind.name],
            end=width("-"),
            right=1.6,
            short=min(one.position, len(text) - one.position) < SHORT,
        )
        for one in breaks
    )
    return Word(pieces, points, right=1.4 if text[-1] in ".,-" else 0.0)


def paragraph_of(words: list[Word]) -> Paragraph:
    builder = ParagraphBuilder(EM)
    for number, word in enumerate(words):
        if number:
            builder.space(2.3)
        builder.word(word)
    return builder.build()


def break_all(paragraphs: list[list[Word]], measure: float) -> int:
    """All paragraphs at one measure; the number of their lines."""
    shape = shape_of(measure)
    return sum(len(break_paragraph(paragraph_of(words), shape).lines) for words in paragraphs)


def shape_of(measure: float) -> Shape:
    return Shape(measure, (measure - EM,), shortest_last=2 * EM)


def seconds(task: Callable[[], object]) -> float:
    """The best of some runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times)


def variants_ratio(paragraphs: list[list[Word]], measure: float) -> float:
    """The time for variants of paragraphs of some lines, to that for their best lines."""
    shape = shape_of(measure)
    built = [paragraph_of(words) for words in paragraphs]
    long = [one for one in built if len(break_paragraph(one, shape).lines) >= FEWEST_LINES]
    plain = seconds(lambda: [break_paragraph(one, shape) for one in long])
    return seconds(lambda: [variants(one, shape) for one in long]) / plain


def main(manuscript: Path) -> None:
    files = sorted(manuscript.glob("*.md")) if manuscript.is_dir() else [manuscript]
    text = "\n\n".join(file.read_text("utf-8") for file in files)
    hyphenator = Hyphenator()
    known: dict[str, Word] = {}
    paragraphs = []
    for block in text.split("\n\n"):
        if words := block.split():
            for word in words:
                known.setdefault(word, measured(word, hyphenator))
            paragraphs.append([known[word] for word in words])
    rates = []
    for measure in MEASURES:
        lines = break_all(paragraphs, measure)
        rates.append(lines / seconds(partial(break_all, paragraphs, measure)))
        ratio = variants_ratio(paragraphs, measure)
        print(
            f"{measure:5.0f} pt: {lines:6,} lines, {rates[-1]:8,.0f} a second; "
            f"variants {ratio:.2f} times as long"
        )
    print(f"mean {statistics.mean(rates):,.0f} lines a second")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
