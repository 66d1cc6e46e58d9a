"""The table of all figures, and who is ahead of LuaLaTeX, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.typesetting.typometer import Figures

OURS, RIVAL = "Satzspiegel", "LuaLaTeX"
#: A run of two hyphens is within the rules; more are not.
HYPHENS_IN_A_ROW = 2


@dataclass(frozen=True)
class Entry:
    """A text at a measure in a font by one system: its figures, or why there are none."""

    text: str
    measure: str
    font: str
    system: str
    seconds: float
    figures: Figures | None
    error: str = ""


@dataclass(frozen=True)
class Comparison:
    """A figure in which less is better. Values no further apart than ``equal`` are equal.

    So are values that are all no more than ``free``.
    """

    label: str
    value: Callable[[Figures], float]
    digits: int
    equal: float
    free: float = 0.0


COMPARISONS = (
    Comparison("hyphenated lines, %", lambda f: f.hyphenated, 1, 0.1),
    Comparison("longest run", lambda f: f.longest_run, 0, 0, HYPHENS_IN_A_ROW),
    Comparison("sd of word spaces, em", lambda f: f.gap_sd, 4, 0.0005),
    Comparison("loosest line, em", lambda f: f.gap_max, 3, 0.005),
)

Column = tuple[str, Callable[[Figures], str]]
COLUMNS: tuple[Column, ...] = (
    ("pages", lambda f: str(f.pages)),
    ("lines", lambda f: str(f.lines)),
    ("hyphenated %", lambda f: f"{f.hyphenated:.1f}"),
    ("longest run", lambda f: str(f.longest_run)),
    ("space mean", lambda f: f"{f.gap_mean:.3f}"),
    ("sd", lambda f: f"{f.gap_sd:.4f}"),
    ("max", lambda f: f"{f.gap_max:.3f}"),
    ("loose %", lambda f: f"{f.loose:.1f}"),
    ("tight %", lambda f: f"{f.tight:.1f}"),
    (
        "scaling sd % (range)",
        lambda f: f"{f.scaling:.2f} ({f.scaling_least:+.1f} … {f.scaling_most:+.1f})",
    ),
    ("tracking sd %", lambda f: f"{f.tracking:.2f}"),
    ("edge sd pt", lambda f: f"{f.edge:.3f}"),
    ("overfull", lambda f: str(f.overfull)),
    ("widows", lambda f: str(f.widows)),
    ("orphans", lambda f: str(f.orphans)),
    ("hyphens at page ends, recto + verso", lambda f: f"{f.recto_hyphens} + {f.verso_hyphens}"),
)


def table(entries: Iterable[Entry]) -> Iterator[str]:
    """A line for each entry."""
    labels = ["text", "mm", "font", "system", *(label for label, _ in COLUMNS), "s"]
    yield _row(labels)
    yield "|" + "---|" * len(labels)
    for entry in entries:
        known = [entry.text, entry.measure, entry.font, entry.system]
        if entry.figures is None:
            yield _row([*known, f"**{entry.error}**", *[""] * len(COLUMNS)])
            continue
        shown = [show(entry.figures) for _, show in COLUMNS]
        yield _row([*known, *shown, f"{entry.seconds:.2f}"])


def summary(entries: Sequence[Entry]) -> Iterator[str]:
    """For each text, measure and font: ahead of the rival, equal or behind, figure by figure."""
    yield _row(["text", "mm", "font", *(one.label for one in COMPARISONS)])
    yield "|" + "---|" * (3 + len(COMPARISONS))
    counts = [0] * len(COMPARISONS)
    pairs = list(_pairs(entries))
    for ours, rival in pairs:
        words = [_verdict(one, ours.figures, rival.figures) for one in COMPARISONS]
        counts = [
            n + word.startswith(("ahead", "equal")) for n, word in zip(counts, words, strict=True)
        ]
        yield _row([ours.text, ours.measure, ours.font, *words])
    shares = [f"ahead or equal in {count} of {len(pairs)}" for count in counts]
    yield _row(["", "", "all", *shares])


def _pairs(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    def place(entry: Entry) -> tuple[str, str, str]:
        return entry.text, entry.measure, entry.font

    rivals = {place(entry): entry for entry in entries if entry.system == RIVAL}
    for entry in entries:
        if entry.system == OURS and place(entry) in rivals:
            yield entry, rivals[place(entry)]


def _verdict(comparison: Comparison, ours: Figures | None, rival: Figures | None) -> str:
    """``ahead``, ``equal`` or ``behind``, and both values, ours first."""
    if ours is None or rival is None:
        return "not comparable"
    values = comparison.value(ours), comparison.value(rival)
    shown = " : ".join(f"{value:.{comparison.digits}f}" for value in values)
    difference = values[0] - values[1]
    if abs(difference) <= comparison.equal or max(values) <= comparison.free:
        return f"equal {shown}"
    return f"{'ahead' if difference < 0 else 'behind'} {shown}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
