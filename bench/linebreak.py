"""Lines broken a second, on one core, of words already measured.

``python -m bench.linebreak MANUSCRIPT``: the manuscript's paragraphs, measured roughly by the
widths of their letters, at three measures; the best of some runs counts. Building the paragraphs
from measured words is part of the time, measuring and hyphenating the words is not.
"""

from __future__ import annotations

import statistics
import sys
import time
from itertools import pairwise
from pathlib import Path

from satzspiegel.hyphenation import Hyphenator
from satzspiegel.linebreak import (
    BreakKind,
    ParagraphBuilder,
    Point,
    Shape,
    Word,
    break_paragraph,
)

EM = 10.0
RUNS = 7
MEASURES = (270.0, 310.0, 340.0)
SHORT = 3


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


def break_all(paragraphs: list[list[Word]], measure: float) -> int:
    """All paragraphs at one measure; the number of their lines."""
    lines = 0
    shape = Shape(measure, (measure - EM,), shortest_last=2 * EM)
    for words in paragraphs:
        builder = ParagraphBuilder(EM)
        for number, word in enumerate(words):
            if number:
                builder.space(2.3)
            builder.word(word)
        lines += len(break_paragraph(builder.build(), shape).lines)
    return lines


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
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            lines = break_all(paragraphs, measure)
            times.append(time.perf_counter() - start)
        rates.append(lines / min(times))
        print(f"{measure:5.0f} pt: {lines:6,} lines, {rates[-1]:8,.0f} a second")
    print(f"mean {statistics.mean(rates):,.0f} lines a second")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
