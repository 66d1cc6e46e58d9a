"""Precision and recall of the joints, on lists of words marked by hand, and words a second.

``python -m bench.joints [LIST…] [--against PATTERNS]``: lists like ``tests/data/joints.txt``
(``Welt=krieg``, ``Auf<lage``, ``höf>lich``, one word a line); PATTERNS is a pattern file in TeX's
format whose break points are joints, such as ``dehyphn-x-major``, to compare with. Counted are the
break points with two letters on either side: those before a compound's part or behind a prefix
(= and <). Points marked as suffixes (>) count neither way, for such patterns do not tell them
apart; the columns »all« count joints of all three kinds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from satzspiegel.hyphenation.joints import joints
from satzspiegel.hyphenation.languages import patterns_for
from satzspiegel.hyphenation.patterns import Patterns
from satzspiegel.hyphenation.segmentation import SUFFIX, unmark

TEST_LIST = Path(__file__).parent.parent / "tests" / "data" / "joints.txt"

#: A word's joints: the index of the letter behind each.
Finder = Callable[[str], Iterable[int]]


@dataclass(frozen=True)
class Score:
    """Joints that were found, found wrongly, and missed; the words with a mistake."""

    right: int
    wrong: int
    missed: int
    mistakes: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the joints that was found."""
        return self.right / (self.right + self.missed)


def read_list(path: Path) -> list[str]:
    """The marked words of a list, without comments."""
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def score(marked: Iterable[str], find: Finder, suffixes: bool = False) -> Score:
    """How well the joints of words are found; with ``suffixes``, those before suffixes count."""
    right = wrong = missed = 0
    mistakes = []
    for word, marks in map(unmark, marked):
        legal = set(break_points(word))
        aside = set() if suffixes else {index for index, sign in marks if sign == SUFFIX}
        expected = ({index for index, _ in marks} & legal) - aside
        found = (set(find(word)) & legal) - aside
        right += len(expected & found)
        wrong += len(found - expected)
        missed += len(expected - found)
        if expected != found:
            mistakes.append(_show(word, found))
    return Score(right, wrong, missed, tuple(mistakes))


def break_points(word: str) -> tuple[int, ...]:
    """The break points of German's patterns, two letters on either side."""
    patterns = patterns_for("de")
    assert patterns is not None  # noqa: S101
    return patterns.points(word, 2, 2)


def our_joints(word: str) -> list[int]:
    """What :func:`joints` finds."""
    return [joint.position for joint in joints(word)]


def from_patterns(path: Path, scratch: Path) -> Finder:
    """Joints by a pattern file in TeX's format."""
    lines = path.read_text("utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("%")]
    scratch.write_text("\n".join(["UTF-8", *patterns]), "utf-8")
    known = Patterns(scratch)
    return lambda word: known.points(word, 2, 2)


def _show(word: str, found: set[int]) -> str:
    return "".join("|" * (index in found) + letter for index, letter in enumerate(word))


def _speed(words: list[str]) -> float:
    start = time.perf_counter()
    for word in words:
        joints(word)
    return len(words) / (time.perf_counter() - start)


def main() -> None:
    """Prints a table for each list."""
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("lists", nargs="*", type=Path, default=[TEST_LIST])
    parser.add_argument("--against", type=Path, help="patterns of joints, in TeX's format")
    parser.add_argument("--mistakes", action="store_true", help="show the words with a mistake")
    asked = parser.parse_args()
    finders: dict[str, Finder] = {"satzspiegel": our_joints}
    with tempfile.TemporaryDirectory() as folder:
        if asked.against:
            scratch = Path(folder) / "joints.dic"
            finders[asked.against.name[:15]] = from_patterns(asked.against, scratch)
    print("| list | words | joints of | precision | recall | precision, all | recall, all |")
    print("|---|---|---|---|---|---|---|")
    for path in asked.lists:
        words = read_list(path)
        for name, find in finders.items():
            main_joints, every = score(words, find), score(words, find, suffixes=True)
            figures = (main_joints.precision, main_joints.recall, every.precision, every.recall)
            row = [path.name, str(len(words)), name, *(f"{figure:.3f}" for figure in figures)]
            print(f"| {' | '.join(row)} |")
            if asked.mistakes:
                print(" ".join(every.mistakes))
    joints.cache_clear()
    plain = [unmark(word)[0].capitalize() for path in asked.lists for word in read_list(path)]
    print(f"{_speed(plain):,.0f} distinct words a second")


if __name__ == "__main__":
    main()
