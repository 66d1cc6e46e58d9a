"""Programs run as whole processes, in turn, and timed."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.typesetting.job import Command

#: Runs of each command; the median counts.
RUNS = 3
#: So much of what a failed program said is passed on, in characters.
LAST_WORDS = 1500


@dataclass(frozen=True)
class Outcome:
    """How a command ended: the median of its seconds, or what it said when it failed."""

    seconds: float
    error: str = ""


def run_in_turn(commands: Sequence[Command], runs: int = RUNS) -> list[Outcome]:
    """Each command ``runs`` times, one after the other, so that a busy minute hits them all."""
    seconds: list[list[float]] = [[] for _ in commands]
    errors = [""] * len(commands)
    for _ in range(runs):
        for number, command in enumerate(commands):
            if not errors[number]:
                taken, errors[number] = _run(command)
                seconds[number].append(taken)
    return [Outcome(median(times), error) for times, error in zip(seconds, errors, strict=True)]


def _run(command: Command) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(
        command.words, cwd=command.folder, capture_output=True, text=True, errors="replace"
    )
    taken = time.perf_counter() - start
    if done.returncode == 0 and command.pdf.is_file():
        return taken, ""
    words = (done.stdout + done.stderr).strip()[-LAST_WORDS:]
    return taken, words or f"exit code {done.returncode}, no PDF"
