"""Hostile manuscripts put through the program, and what they broke.

``python -m bench.fuzz [--check 10000] [--build 1000] [--imports 1000] [--first 0] [--seconds 0]
[--limit 60] [--named]`` checks the cases of so many seeds, builds those of so many and imports the
broken sources of so many; with ``--named`` also the cases that have a name. Two processes take many
cases each, because most of the time of one is loading the program; one that hangs or dies is
replaced, and its case is a fault. So is one that takes more than a minute of the processor's time,
its children's with it. Prints each fault with its case, and in the end the counts; exit code 1 if
there was a fault.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.fuzz import conditions
from tests.fuzz.cases import Case
from tests.fuzz.corpus import buildable, kept_cases, named_cases, seeded
from tests.fuzz.sources import broken_source, imported

PROCESSES = 2
#: Seconds after which a case hangs, the same in seconds of the processor, and cases after which a
#: process has grown enough.
HANGS, WORKS, PER_PROCESS = 60.0, 60.0, 400
#: A line after so many cases.
TELLS = 50
#: A process may grow so far; what wants more fails with a MemoryError (bytes).
MEMORY = 6 << 30
#: Every so manieth build makes all editions; the others one each, by turns.
WHOLE = 5
TURNS = (("pdf",), ("epub",), ("html",), ("print",), ("booklet",))


@dataclass(frozen=True)
class Task:
    """A case by its seed or its name, and what is done with it."""

    case: int | str
    builds: bool
    imports: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {self.case}"

    @property
    def kind(self) -> str:
        """What is done."""
        return "import" if self.imports else "build" if self.builds else "check"


@dataclass
class Worker:
    """A process, what it is at, since when, and how many cases it has done."""

    process: BaseProcess
    pipe: Connection
    task: Task | None = None
    since: float = 0.0
    done: int = 0

    def kill(self) -> None:
        """End it and what it has begun, such as a Pandoc."""
        if self.process.is_alive() and self.process.pid:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()


def work(pipe: Connection, said: str) -> None:
    """Judge the cases that come through the pipe; what is printed goes into the file ``said``."""
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    conditions.install(Path(tempfile.mkdtemp(dir=Path(said).parent)))
    named = {case.name: case for case in (*named_cases(), *kept_cases())}
    while (task := pipe.recv()) is not None:
        case, started = named.get(str(task.case)) or _seeded(task), _worked()
        with tempfile.TemporaryDirectory() as folder:
            faults = conditions.judge(case, Path(folder) / "sandbox", _action(task))
        if (seconds := _worked() - started) > WORKS:
            faults.append(f"slow: {seconds:.0f} s of the processor")
        if os.fstat(file).st_size:
            faults.append(f"printed: {Path(said).read_text('utf-8', 'replace')[:2000]}")
            os.ftruncate(file, 0)
            os.lseek(file, 0, os.SEEK_SET)
        pipe.send(faults)


def _seeded(task: Task) -> Case:
    if task.imports:
        return broken_source(int(task.case))
    return (buildable if task.builds else seeded)(int(task.case))


def _worked() -> float:
    """Seconds of the processor that this process and its children have taken."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def _action(task: Task) -> conditions.Action:
    if task.imports:
        return imported
    if not task.builds:
        return conditions.checked
    number = task.case if isinstance(task.case, int) else 0
    editions = () if number % WHOLE == 0 else TURNS[number // WHOLE % len(TURNS)]
    return partial(conditions.built, editions=editions)


def begin(folder: Path) -> Worker:
    """A new process."""
    ours, theirs = multiprocessing.Pipe()
    said = tempfile.mkstemp(dir=folder)[1]
    process = multiprocessing.get_context("spawn").Process(target=work, args=(theirs, said))
    process.start()
    theirs.close()
    return Worker(process, ours)


def judged(
    tasks: Iterator[Task], folder: Path, limit: float = HANGS
) -> Iterator[tuple[Task, list[str], float]]:
    """Each task with its faults and its seconds, as they are done."""
    workers = [begin(folder) for _ in range(PROCESSES)]
    for index in range(PROCESSES):
        _give(workers[index], tasks)
    while busy := [worker for worker in workers if worker.task]:
        wait([worker.pipe for worker in busy], timeout=1)
        for worker in busy:
            faults = _heard(worker, limit)
            if faults is None or worker.task is None:
                continue
            yield worker.task, faults, time.monotonic() - worker.since
            worker.task = None
            if worker.done >= PER_PROCESS or not worker.process.is_alive():
                worker.kill()
                workers[workers.index(worker)] = worker = begin(folder)
            _give(worker, tasks)
    for worker in workers:
        worker.kill()


def _give(worker: Worker, tasks: Iterator[Task]) -> None:
    worker.task = next(tasks, None)
    if worker.task:
        worker.pipe.send(worker.task)
        worker.since, worker.done = time.monotonic(), worker.done + 1


def _heard(worker: Worker, limit: float) -> list[str] | None:
    """The faults of a worker's case; None while it is at it. A hang and a death are faults."""
    try:
        if worker.pipe.poll():
            found: list[str] = worker.pipe.recv()
            return found
    except EOFError:
        worker.process.join()
        return [f"died: {worker.process.exitcode}"]
    if time.monotonic() - worker.since < limit:
        return None
    worker.kill()
    return [f"hangs: over {limit:.0f} s"]


def tasks(arguments: argparse.Namespace) -> Iterator[Task]:
    """All that is to be done; where there is a time limit, checks and builds by turns."""
    started, first = time.monotonic(), arguments.first
    if arguments.named:
        for case in (*named_cases(), *kept_cases()):
            yield Task(case.name, builds=False)
            yield Task(case.name, builds=True)
    if arguments.seconds:
        while time.monotonic() - started < arguments.seconds:
            yield Task(first, builds=first % 10 == 0)
            first += 1
        return
    yield from (Task(first + number, builds=False) for number in range(arguments.check))
    yield from (Task(first + number, builds=True) for number in range(arguments.build))
    imports = range(first, first + arguments.imports)
    yield from (Task(number, builds=False, imports=True) for number in imports)


def main(arguments: argparse.Namespace) -> int:
    """Print faults and counts; 1 if there are faults."""
    counts: Counter[str] = Counter()
    slowest, broken = (0.0, ""), []
    with tempfile.TemporaryDirectory() as folder:
        for task, faults, seconds in judged(tasks(arguments), Path(folder), arguments.limit):
            counts[task.kind] += 1
            if counts.total() % TELLS == 0:
                print(f"{counts.total()} cases, {len(broken)} with faults", flush=True)
            slowest = max(slowest, (seconds, str(task)))
            if faults:
                broken.append(str(task))
                print(f"{task}: " + "\n  ".join(faults), flush=True)
    done = ", ".join(f"{counts[kind]} {kind}s" for kind in ("check", "build", "import"))
    print(f"{done}: {len(broken)} with faults")
    print(f"slowest: {slowest[1]}, {slowest[0]:.1f} s")
    if broken:
        print(f"faults: {', '.join(broken)}")
    return int(bool(broken))


def parsed() -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz")
    for name in ("check", "build", "imports", "first", "seconds"):
        parser.add_argument(f"--{name}", type=int, default=0)
    words = "seconds after which a case hangs; more on a machine that does much else"
    parser.add_argument("--limit", type=float, default=HANGS, help=words)
    parser.add_argument("--named", action="store_true", help="also the cases that have a name")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(parsed()))
