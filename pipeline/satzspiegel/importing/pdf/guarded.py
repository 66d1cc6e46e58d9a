"""A PDF is read in a process of its own, which has so much memory and time and no more.

MuPDF is written in C: what a hostile file does to it does not reach this process.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path
from typing import Any

from satzspiegel.importing.pdf.opening import refused
from satzspiegel.messages import ManuscriptError

#: A forked process has the libraries loaded already.
CONTEXT: ForkContext | SpawnContext = (
    multiprocessing.get_context("fork")
    if "fork" in multiprocessing.get_all_start_methods()
    else multiprocessing.get_context("spawn")
)
#: Memory beyond what the process has (bytes); the largest books need a tenth of it.
MEMORY = 4_000_000_000
#: Seconds to begin, and for each page; ordinary pages take .02.
SECONDS, A_PAGE = 30.0, 0.5

#: What reads: it is given the PDF, its name, and what to call with the number of pages.
Reader = Callable[[bytes, str, Callable[[int], object]], Any]


def guarded(reader: Reader, data: bytes, name: str, *, seconds: float = SECONDS) -> Any:
    """What ``reader`` makes of a PDF.

    Raises what it raises as :class:`ManuscriptError`, and one if it takes too long or too much.
    """
    here, there = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_read, args=(reader, data, name, there), daemon=True)
    process.start()
    there.close()
    try:
        return _received(here, name, seconds)
    finally:
        process.kill()
        process.join()
        here.close()


def _received(here: Connection, name: str, seconds: float) -> Any:
    """The answer of the process: first the number of pages, then the result or an error."""
    allowed = seconds
    with suppress(EOFError):  # it broke down
        while here.poll(allowed):
            answer = here.recv()
            if isinstance(answer, ManuscriptError):
                raise answer
            if not isinstance(answer, int):
                return answer
            allowed = seconds + A_PAGE * answer
        raise refused("import-pdf-too-slow", name, seconds=str(round(allowed)))
    raise refused("import-pdf-broken", name)


def _read(reader: Reader, data: bytes, name: str, there: Connection) -> None:
    """Read in the other process, and answer."""
    _silence()
    _limit()
    gc.disable()  # the process ends before it would be worth its time
    answer: Any
    try:
        answer = reader(data, name, there.send)
    except ManuscriptError as error:
        answer = error
    except (MemoryError, RecursionError):
        answer = _too_large(name)
    except Exception as error:  # MuPDF's have no common class but this
        large = any(word in str(error) for word in ("malloc", "alloc", "memory"))
        answer = _too_large(name) if large else refused("import-pdf-broken", name)
    with suppress(BrokenPipeError):  # nobody waits any more
        there.send(answer)


def _too_large(name: str) -> ManuscriptError:
    return refused("import-pdf-too-large", name, limit=f"{MEMORY // 1_000_000_000} GB")


def _silence() -> None:
    """Lead away what C writes to the terminal."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        with suppress(OSError):
            os.dup2(nowhere, stream)


def _limit() -> None:
    """Give back errors instead of the machine's memory, where the system can do so."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        own = int(pages) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (own + MEMORY, resource.RLIM_INFINITY))
