"""Texts × measures × fonts × systems: one table on stdout and in ``results.md``.

``python -m bench.typesetting MANUSCRIPT… [--measures 95,107,118] [--fonts vollkorn,eb-garamond]``
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

from bench.typesetting.fonts import family, write_instances
from bench.typesetting.job import Job
from bench.typesetting.runs import RUNS, Outcome, run_in_turn
from bench.typesetting.systems import SYSTEMS
from bench.typesetting.table import Entry, summary, table
from bench.typesetting.typometer import measure
from satzspiegel.model import Publication
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.verify.expected import expected

RESULTS = Path(__file__).parent / "results.md"
SHIPPED = Path(__file__).parents[2] / "manuscript"
#: Measures in mm that were looked at while settings were chosen.
TUNING_MEASURES = frozenset([100.0, 106.0, 109.0, 114.0, 120.0])
HELD_OUT = "°"

INTRODUCTION = """\
# Typesetting

The same texts through Satzspiegel, plain WeasyPrint, Typst and LuaLaTeX. Made by
`python -m bench.typesetting`; {day}, {machine}. {systems}.

All systems set the text as it is behind Satzspiegel's typography pass, from the same font files,
{size:g} on {leading:g} pt, with the same page, margins and sizes. Hyphens leave at least {before}
and {after} letters, but for Typst, which has no setting for that. Typst and WeasyPrint are as they
come. LuaLaTeX has German patterns, microtype with protrusion and expansion (stretch and shrink 20,
that is ±2 %), LaTeX's own tolerance of 200 and no emergency stretch. `templates/` has all settings.

{mark} marks texts, measures and fonts that were not used for tuning.

Word spaces are in em: mean, standard deviation and largest of the lines' means, over justified
lines; loose is more than .42, tight less than .19 em. Scaling and tracking are standard deviations
over lines, in per cent of a letter; the range of scaling is against the middle line. Edge is the
spread of the right edge in pt, among lines that end in the same character. Overfull lines stick out
by more than what hangs. Seconds are whole processes, medians of {runs} in turn; Satzspiegel's
contain reading the manuscript, typography and verification, the others' begin at a finished source.
"""
CRITERIA = """\

## Against LuaLaTeX

Less is better; ours stands first. Runs of up to two hyphens count as equal; so do hyphenated lines
within .1 percentage points, standard deviations within .0005 em, loosest lines within .005 em.
"""


#: Families that nothing was tuned on.
HELD_OUT_FONTS = ["vollkorn", "cormorant-garamond"]


@dataclass(frozen=True)
class Subject:
    """A text of the comparison, with the name it has in the table."""

    manuscript: Path
    publication: Publication
    label: str


def main() -> None:
    asked = _arguments()
    held_out = {path.resolve() for path in asked.held_out}
    subjects = [_subject(path, held_out) for path in asked.manuscripts]
    with _folder(asked.keep) as folder:
        entries = list(_entries(subjects, asked.measures, asked.fonts, folder))
    lines = [_introduction(), *table(entries), CRITERIA, *summary(entries)]
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    asked.output.write_text(text, "utf-8")


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """Where sources and PDFs are written: a folder that is kept, or one that goes away."""
    if kept:
        kept.mkdir(parents=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="typesetting-") as name:
        yield Path(name)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.typesetting", description=__doc__)
    parser.add_argument("manuscripts", nargs="+", type=Path)
    parser.add_argument("--measures", type=_measures, default=_measures("95,107,118"), help="mm")
    parser.add_argument("--fonts", type=lambda s: s.split(","), default=HELD_OUT_FONTS)
    parser.add_argument("--held-out", type=Path, nargs="*", default=[], help="texts never tuned on")
    parser.add_argument("--keep", type=Path, help="a new folder that keeps sources and PDFs")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    return parser.parse_args()


def _measures(words: str) -> list[float]:
    return [float(word) for word in words.split(",")]


def _subject(manuscript: Path, held_out: set[Path]) -> Subject:
    publication, _ = read_publication(manuscript)
    said = expected(publication)
    name = "shipped" if manuscript.resolve() == SHIPPED else "other"
    label = f"{name}, {len(said.words):,} words, {len(said.notes)} notes"
    mark = HELD_OUT * (manuscript.resolve() in held_out)
    return Subject(manuscript.resolve(), publication, label + mark)


def _entries(
    subjects: list[Subject], measures: list[float], fonts: list[str], folder: Path
) -> Iterator[Entry]:
    style = load_style()
    for number, (subject, key, measure_mm) in enumerate(product(subjects, fonts, measures)):
        chosen = family(key)
        files = folder / key
        write_instances(chosen, files)
        job = Job(subject.manuscript, subject.publication, measure_mm, chosen, files, style)
        _say(f"{subject.label}: {measure_mm:g} mm, {chosen.name}")
        yield from _set(job, subject.label, folder / f"{number}-{measure_mm:g}-{key}")


def _set(job: Job, label: str, folder: Path) -> Iterator[Entry]:
    """One job through every system. One that is missing or fails says so; the rest goes on."""
    there = [system for system in SYSTEMS if not system.missing()]
    commands = []
    for system in there:
        place = folder / system.name.lower()
        place.mkdir(parents=True)
        commands.append(system.prepare(job, place))
    outcomes = dict(zip([system.name for system in there], run_in_turn(commands), strict=True))
    paths = {system.name: command.pdf for system, command in zip(there, commands, strict=True)}
    for system in SYSTEMS:
        outcome = outcomes.get(system.name) or Outcome(0.0, system.missing())
        if outcome.error:
            _say(f"!!! {system.name}: {outcome.error}")
        yield _entry(job, label, system.name, outcome, paths.get(system.name))


def _entry(job: Job, label: str, system: str, outcome: Outcome, path: Path | None) -> Entry:
    measure_label = f"{job.measure:g}" + HELD_OUT * (job.measure not in TUNING_MEASURES)
    font = job.family.name + HELD_OUT * (not job.family.tuning)
    size = float(job.style.settings["type"]["size"])
    if path is None or outcome.error:
        error = "FAILED" if path else f"MISSING: {outcome.error}"
        return Entry(label, measure_label, font, system, 0.0, None, error)
    return Entry(label, measure_label, font, system, outcome.seconds, measure(path, size))


def _introduction() -> str:
    style = load_style()
    systems = [f"{s.name} {'MISSING' if s.missing() else s.version()}" for s in SYSTEMS]
    return INTRODUCTION.format(
        day=date.today().isoformat(),
        machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        systems="; ".join(systems),
        size=style.settings["type"]["size"],
        leading=style.page.leading,
        before=style.settings["hyphenation"]["before"],
        after=style.settings["hyphenation"]["after"],
        mark=HELD_OUT,
        runs=RUNS,
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
