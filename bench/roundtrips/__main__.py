"""``python -m bench.roundtrips [--via NAME …] [--show] [--keep FOLDER] [--direct] MANUSCRIPT``.

Makes a source of the manuscript by each program named (all that are there, else), imports it
and prints what came back. ``--show`` prints each difference with its place; ``--keep`` leaves
source and imported manuscript in a folder, and with ``--again`` takes the sources from there;
``--direct`` compares the draft without writing it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from bench.roundtrips.compare import Comparison
from bench.roundtrips.makers import MAKERS, Maker
from bench.roundtrips.trip import Trip, travel

#: What the table shows, in this order; what else there is comes behind.
ORDER = (
    "notes", "notes: words", "call", "heading", "paragraph", "em", "strong", "small-caps", "sup",
    "text: words", "text: letters", "quotation", "verse", "item", "tables", "cell", "figures",
    "caption", "alternative", "link", "language", "metadata",
)  # fmt: skip


def main(words: Sequence[str]) -> int:
    """Print a table for each way; 1 if one could not be gone."""
    asked = _arguments(words)
    failed = 0
    for name in asked.via or list(MAKERS):
        maker = MAKERS[name]
        if reason := maker.needs():
            print(f"{name}: SKIPPED, {reason}", flush=True)
            continue
        try:
            print(_table(maker, _gone(asked, maker), asked.show, asked.only), flush=True)
        except Exception as error:
            failed += 1
            reason = "".join(traceback.format_exception(error)[-3:]) if asked.show else repr(error)
            print(f"{name}: FAILED, {reason}", flush=True)
    return int(failed > 0)


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.roundtrips")
    parser.add_argument("manuscript", type=Path)
    parser.add_argument("--via", nargs="+", choices=list(MAKERS), metavar="NAME", default=())
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="FEATURE", default=())
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--direct", action="store_true")
    return parser.parse_intermixed_args(words)


def _gone(asked: argparse.Namespace, maker: Maker) -> Trip:
    if asked.keep:
        folder = asked.keep.resolve() / maker.name
        folder.mkdir(parents=True, exist_ok=True)
        return travel(asked.manuscript, maker, folder, asked.direct, asked.again)
    with tempfile.TemporaryDirectory() as folder:
        return travel(asked.manuscript, maker, Path(folder).resolve(), asked.direct)


def _table(maker: Maker, trip: Trip, show: bool, only: Sequence[str]) -> str:
    result = trip.comparison
    lines = [f"{maker.name}: {trip.source}, imported in {trip.seconds:.1f} s, {trip.doubts} doubts"]
    known = [name for name in ORDER if name in result.scores]
    for name in [*known, *sorted(result.scores.keys() - set(known))]:
        score = result.scores[name]
        more = f" (+{score.got - score.right})" if score.got > score.right else ""
        lines.append(f"  {name:16} {score.share:7.2%}  {score.right}/{score.wanted}{more}")
    return "\n".join([*lines, *(_differences(result, only) if show or only else [])])


def _differences(result: Comparison, only: Sequence[str]) -> list[str]:
    return [f"    {d}" for d in result.differences if not only or d.feature in only]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
