"""The typography pass over 200,000 words, against Pandoc reading the same text.

``python -m bench.typography MANUSCRIPT``: the manuscript's own text, repeated; both in turn, the
medians are compared. Of the pass this is everything: rules, places of changes, hyphens held.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypandoc

from satzspiegel.apply import apply_typography
from satzspiegel.model import Publication
from satzspiegel.reading import read_structure
from satzspiegel.typography import apply_text
from satzspiegel.verify.expected import expected

WORDS = 200_000
RUNS = 5


def main(manuscript: Path) -> None:
    publication, _ = read_structure(manuscript)
    files = sorted(manuscript.glob("*.md")) if manuscript.is_dir() else [manuscript]
    source = "\n\n".join(file.read_text("utf-8") for file in files)
    long, text = _repeated(publication), source
    text += f"\n\n{source}" * (WORDS // len(source.split()))
    pandoc = [pypandoc.get_pandoc_path(), "--quiet", "-f", "markdown", "-t", "json"]
    pandoc += ["-o", "/dev/null"]
    tasks: dict[str, Callable[[], object]] = {
        "document (apply_typography)": lambda: apply_typography(long),
        "plain Markdown (apply_text)": lambda: apply_text(text, "de-DE", markdown=True),
        "pandoc reading it": lambda: subprocess.run(pandoc, input=text.encode(), check=True),
    }
    seconds: dict[str, list[float]] = {label: [] for label in tasks}
    for label, task in [*tasks.items()] * RUNS:
        start = time.perf_counter()
        task()
        seconds[label].append(time.perf_counter() - start)
    print(f"{manuscript.name} repeated to {WORDS:,} words, {RUNS} runs each, medians")
    medians = {label: statistics.median(times) for label, times in seconds.items()}
    for label, median in medians.items():
        print(f"{label:30} {median:6.2f} s  {median / medians['pandoc reading it']:5.2f}")


def _repeated(publication: Publication) -> Publication:
    """The publication with its chapters and notes as often as makes 200,000 words."""
    said = expected(publication)
    times = 1 + WORDS // (len(said.words) + sum(map(len, said.notes)))
    return replace(
        publication, chapters=publication.chapters * times, notes=publication.notes * times
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
