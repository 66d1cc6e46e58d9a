"""Time and peak memory of a whole build, against WeasyPrint alone on the same text.

``python -m bench MANUSCRIPT``: each command is a cold process; they run in turn, and the medians
are compared. A build makes all editions and verifies them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.plain import write_page

RUNS = 5


@dataclass(frozen=True)
class Run:
    """Wall clock in seconds, peak memory of the largest process in MB."""

    seconds: float
    megabytes: float


def measure(command: list[str]) -> Run:
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Run(seconds, usage.ru_maxrss / 1024)


def main(manuscript: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "plain.html"
        write_page(manuscript, page)
        commands = {
            "satzspiegel build": [
                sys.executable, "-m", "satzspiegel", "build", str(manuscript), "-o", str(folder),
            ],
            "weasyprint alone": [
                sys.executable, "-m", "bench.plain", str(page), str(folder / "plain.pdf"),
            ],
        }  # fmt: skip
        runs: dict[str, list[Run]] = {label: [] for label in commands}
        for label, command in [*commands.items()] * RUNS:
            runs[label].append(measure(command))
    print(f"{manuscript.name}, {RUNS} cold runs each, medians")
    medians = {}
    for label, measured in runs.items():
        seconds = statistics.median(run.seconds for run in measured)
        megabytes = statistics.median(run.megabytes for run in measured)
        medians[label] = (seconds, megabytes)
        print(f"{label:20} {seconds:6.2f} s {megabytes:6.0f} MB")
    ours, plain = medians.values()
    print(f"{'ratio':20} {ours[0] / plain[0]:6.2f}   {ours[1] / plain[1]:6.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "manuscript"))
