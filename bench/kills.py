"""Builds killed at random moments, and what they leave in the output folder.

``python -m bench.kills [N [SEED]]``: N builds (200) of two versions of a small manuscript into one
folder, each in a process of its own that gets SIGKILL: a third at any time, a third while the
editions are verified and put in place, a third at one of the last calls that touch the folder.
After each, the files are compared byte by byte with whole sets, before and after the next run has
tidied up.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from satzspiegel.build import build, verify
from satzspiegel.output import PREFIX, Staging
from satzspiegel.scratch import scratch

RUNS, STEP, SEED = 200, 20, 7
NAME = "heft"
TEXT = """\
---
title: Heft
lang: de
---

# Eins

{sentence}[^1]

[^1]: Die Anmerkung.
"""
SENTENCES = ("Ein Satz.", "Ein anderer Satz, der etwas länger ist.")
#: The stage that is the last.
LAST_STAGE = b"verify"
EDITIONS = ("pdf", "epub", "html")
#: The argument of a process that builds, and what it says in the end: its calls for the folder.
BUILD, CALLS = "--build", b"calls "
#: Calls from the end of verification on, and some more: putting in place, tidying up.
LAST_CALLS = 75
#: Seconds until what a killed run has begun must have ended.
SURVIVAL = 5.0

Digests = dict[str, str]
Kill = Callable[[Path, Path], "Child"]


def digests(folder: Path) -> Digests:
    """The files of a folder by their names; those that nobody should see are left out."""
    paths = (path for path in folder.iterdir() if not path.name.startswith("."))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def build_here(manuscript: Path, output: Path, fatal: int) -> None:
    """Build in this process, and kill it at the n-th call that touches the folder; 0 is never."""
    calls, process = 0, os.getpid()

    def watch(event: str, values: tuple[object, ...]) -> None:
        nonlocal calls
        if event.startswith(("open", "os.")) and str(output) in repr(values):
            calls += os.getpid() == process
            if calls == fatal and os.getpid() == process:
                os.kill(process, signal.SIGKILL)

    sys.addaudithook(watch)
    with scratch():
        build(manuscript, EDITIONS, output=output, progress=lambda s: print(s, flush=True))
    print(CALLS.decode(), calls, flush=True)


@dataclass(frozen=True)
class Child:
    """A process that builds, in a group of its own, and what it says."""

    process: subprocess.Popen[bytes]

    @property
    def number(self) -> int:
        return self.process.pid

    def at_last_stage(self) -> None:
        """Wait until the editions are verified."""
        for line in self.process.stdout or ():
            if line.startswith(LAST_STAGE):
                return

    def ended(self, kill: bool = True) -> tuple[int, bytes]:
        """Its exit code and the rest of what it says, once it is killed or through."""
        if kill:
            self.process.kill()
        said, _ = self.process.communicate()
        return self.process.returncode, said


def begun(manuscript: Path, output: Path, fatal: int = 0) -> Child:
    """A build in a process of its own."""
    arguments = [BUILD, str(manuscript), str(output), str(fatal)]
    command = [sys.executable, "-m", "bench.kills", *arguments]
    environment = os.environ | {"TMPDIR": tempfile.gettempdir()}
    pipe = subprocess.PIPE
    return Child(subprocess.Popen(command, stdout=pipe, env=environment, start_new_session=True))


@dataclass(frozen=True)
class Whole:
    """A build that was not killed: its seconds, those of its last stage, its calls."""

    seconds: float
    tail: float
    calls: int


@dataclass(frozen=True)
class Killer:
    """Kills at random moments; from a whole build it knows how long one takes."""

    chance: random.Random
    whole: Whole

    def at_any_time(self, manuscript: Path, output: Path) -> Child:
        process = begun(manuscript, output)
        time.sleep(self.chance.uniform(0, self.whole.seconds))
        return process

    def at_the_end(self, manuscript: Path, output: Path) -> Child:
        process = begun(manuscript, output)
        process.at_last_stage()
        time.sleep(self.chance.uniform(0, self.whole.tail))
        return process

    def while_moving(self, manuscript: Path, output: Path) -> Child:
        fatal = self.whole.calls - self.chance.randrange(LAST_CALLS)
        process = begun(manuscript, output, fatal)
        process.process.wait()
        return process


def survivors(process: Child) -> bool:
    """Whether processes that a killed build began live on; then they are ended."""
    end = time.monotonic() + SURVIVAL
    while time.monotonic() < end:
        try:
            os.killpg(process.number, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    os.killpg(process.number, signal.SIGKILL)
    return True


def whole(manuscript: Path, output: Path) -> Whole:
    """A whole build."""
    start = time.perf_counter()
    process = begun(manuscript, output)
    process.at_last_stage()
    last = time.perf_counter()
    _, said = process.ended(kill=False)
    end = time.perf_counter()
    return Whole(end - start, end - last, int(said.split(CALLS)[1]))


class Bench:
    """Two versions of a manuscript, their whole sets, and the folder that both are built into."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "output"
        self.manuscripts: list[Path] = []
        self.sets: list[Digests] = []
        self.seen = Counter[str]()
        for number, sentence in enumerate(SENTENCES):
            manuscript = folder / str(number) / f"{NAME}.md"
            manuscript.parent.mkdir()
            manuscript.write_text(TEXT.format(sentence=sentence), "utf-8")
            self.manuscripts.append(manuscript)
            build(manuscript, EDITIONS, output=folder / f"whole-{number}")
            self.sets.append(digests(folder / f"whole-{number}"))
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        tempfile.tempdir = str(self.temporary)
        for manuscript in (*reversed(self.manuscripts), self.manuscripts[0]):
            self.whole = whole(manuscript, self.output)  # once more: over files that are there

    def state(self) -> int | None:
        """Which of the whole sets lies in the folder; None for a mixture."""
        found = digests(self.output)
        return next((n for n, known in enumerate(self.sets) if known == found), None)

    def noticed(self) -> bool:
        """Whether verification finds an error, whichever version it is told of."""
        made = (verify(one, output=self.output, validators=False) for one in self.manuscripts)
        return not any(result.ok for result in made)

    def kill(self, kill: Kill, before: int) -> None:
        """One build of the other version, killed, and what it leaves."""
        process = kill(self.manuscripts[1 - before], self.output)
        code, _ = process.ended()
        self.seen["ended before it was killed"] += code == 0
        self.seen["processes that lived on"] += survivors(process)
        self.seen["left a folder beside the output"] += any(self.output.glob(f"{PREFIX}*"))
        self.seen["mixed until the next run"] += self.state() is None
        with scratch(), Staging(self.output, NAME):  # as every build and verification begins
            pass
        self.seen["hidden files after the next run"] += any(self.output.glob(".*"))
        self.seen["temporary files after the next run"] += any(self.temporary.iterdir())

    def run(self, runs: int, seed: int) -> None:
        """All kills, in turn."""
        killer = Killer(random.Random(seed), self.whole)  # noqa: S311
        kills = (killer.at_any_time, killer.at_the_end, killer.while_moving)
        before = 0
        for number in range(runs):
            self.kill(kills[number % len(kills)], before)
            after = self.state()
            self.seen["mixed after the next run"] += after is None
            self.seen["mixed and unnoticed"] += after is None and not self.noticed()
            if after is None:
                whole(self.manuscripts[0], self.output)
                after = 0
            self.seen["the last good set" if after == before else "the new set"] += 1
            before = after
            if not (number + 1) % STEP:
                print(number + 1, dict(self.seen), file=sys.stderr, flush=True)


def main() -> None:
    if BUILD in sys.argv:
        manuscript, output, fatal = sys.argv[2:]
        build_here(Path(manuscript), Path(output), int(fatal))
        return
    runs, seed = (*(int(number) for number in sys.argv[1:]), *(RUNS, SEED)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        bench = Bench(Path(name))
        bench.run(runs, seed)
    print(f"{runs} builds killed")
    for what, count in bench.seen.items():
        print(f"{count:5}  {what}")


if __name__ == "__main__":
    main()
