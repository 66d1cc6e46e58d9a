"""All files of the PDF family, verified, against the one PDF of WeasyPrint alone on the same text.

``python -m bench.family [MANUSCRIPT …]``: seconds of each stage, sizes of the files, and the ratios
of the whole; five cold runs each, in turn, the medians count. With ``--book [CHAPTERS]`` of a book
of made-up words instead, in three runs; 11 chapters are some 300 pages. Validators made by others
are not asked.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pymupdf

from bench.__main__ import Run, measure
from bench.book import Book
from bench.plain import write_page
from satzspiegel.build import build
from satzspiegel.editions import BOOKLET, COVER, PDF, PREFLIGHT, PRINT
from satzspiegel.messages import render

RUNS, RUNS_OF_BOOK = 5, 3
CHAPTERS = 11
FILES = (PDF, PRINT, COVER, PREFLIGHT, BOOKLET)
EDITIONS = tuple(edition.name for edition in (PDF, PRINT, BOOKLET))
#: Where the child process writes the seconds of its stages.
STAGES = "stages.json"


@dataclass(frozen=True)
class Measured:
    """Runs of our build with the seconds of its stages, and runs of WeasyPrint alone."""

    ours: list[Run]
    stages: list[dict[str, float]]
    plain: list[Run]
    #: Bytes by the ends of the files' names; WeasyPrint's under »plain«.
    sizes: dict[str, int]
    pages: int


def measured(manuscript: Path, folder: Path, runs: int) -> Measured:
    """Both commands in turn."""
    page, plain_pdf, out = folder / "plain.html", folder / "plain.pdf", folder / "out"
    write_page(manuscript, page)
    python = sys.executable
    build_all = [python, "-m", "bench.family", "--build", str(manuscript), str(out)]
    alone = [python, "-m", "bench.plain", str(page), str(plain_pdf)]
    ours, plain, stages = [], [], []
    for _ in range(runs):
        ours.append(measure(build_all))
        stages.append(json.loads((out / STAGES).read_text("utf-8")))
        plain.append(measure(alone))
    made = {edition.suffix: list(out.glob(f"*{edition.suffix}")) for edition in FILES[1:]}
    others = {path for paths in made.values() for path in paths}
    made[PDF.suffix] = [path for path in out.glob("*.pdf") if path not in others]
    sizes = {end: path.stat().st_size for end, paths in made.items() for path in paths}
    with pymupdf.open(made[PDF.suffix][0]) as pdf:
        pages = len(pdf)
    return Measured(ours, stages, plain, {**sizes, "plain": plain_pdf.stat().st_size}, pages)


def build_all(manuscript: Path, out: Path) -> None:
    """Build the family, and write how long each stage took."""
    begun: list[tuple[str, float]] = []
    result = build(
        manuscript, EDITIONS, output=out, progress=lambda s: begun.append((s, time.perf_counter()))
    )
    begun.append(("", time.perf_counter()))
    if not result.ok:
        raise SystemExit("\n".join(render(finding, "en") for finding in result.findings))
    seconds = {stage: later - start for (stage, start), (_, later) in pairwise(begun)}
    (out / STAGES).write_text(json.dumps(seconds), "utf-8")


def rows(one: Measured) -> Iterator[str]:
    """What is printed of a manuscript."""
    seconds, megabytes = _medians(one.ours)
    plain_seconds, plain_megabytes = _medians(one.plain)
    yield f"{one.pages} pages, {len(one.ours)} cold runs each, medians"
    yield f"{'WeasyPrint alone':26} {plain_seconds:6.2f} s {plain_megabytes:5.0f} MB"
    yield f"{'the family, verified':26} {seconds:6.2f} s {megabytes:5.0f} MB"
    yield f"{'ratio':26} {seconds / plain_seconds:6.2f}   {megabytes / plain_megabytes:5.2f}"
    known = 0.0
    for stage in one.stages[0]:
        median = statistics.median(stages[stage] for stages in one.stages)
        known += median
        yield f"  {stage:24} {median:6.2f} s {median / plain_seconds:8.2f}"
    yield f"  {'(loading the program)':24} {seconds - known:6.2f} s"
    for end, size in one.sizes.items():
        yield f"  {end:24} {size / 1000:6.0f} kB {size / one.sizes['plain']:7.2f}"


def _medians(runs: list[Run]) -> tuple[float, float]:
    return (
        statistics.median(run.seconds for run in runs),
        statistics.median(run.megabytes for run in runs),
    )


def main(manuscripts: list[Path], runs: int = RUNS) -> None:
    for manuscript in manuscripts:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{manuscript.name}:", *rows(measured(manuscript, Path(folder), runs)), sep="\n")


def main_book(chapters: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"buch-{chapters}.md"
        path.write_text(Book().written(chapters), "utf-8")
        main([path], RUNS_OF_BOOK)


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--build"]:
        build_all(Path(words[1]), Path(words[2]))
    elif words[:1] == ["--book"]:
        main_book(int(words[1]) if words[1:] else CHAPTERS)
    else:
        main([Path(word) for word in words or ["manuscript"]])
