"""What happens while a book is made, told by Python's ``logging`` under the name ``satzspiegel``.

The levels mean:

- ``DEBUG``: for whoever works on the program or on a library: a stage begins; a library remarks
  that it is being used in a way that will change.
- ``INFO``: a stage is done, with the seconds it took.
- ``WARNING``: a library met something that it changed, left out or guessed. The edition is
  complete, but may look otherwise than was meant.
- ``ERROR``: something could not be used, such as an image or a profile; the edition lacks it.

Whatever is a warning or an error is a finding too, and the record carries it (``finding``), so a
program that uses the package may take it from either. What libraries say themselves, as log
records, by ``warnings.warn`` or on the error stream of the process, is heard by
:func:`listening` and goes no further.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from satzspiegel.model import Finding, Place, Severity

NAME = "satzspiegel"
LOGGER = logging.getLogger(NAME)
LOGGER.addHandler(logging.NullHandler())
#: Where what libraries said is told again.
LIBRARIES = logging.getLogger(f"{NAME}.libraries")

LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING}
#: Warnings about data, shown however Python was started; the others are about the program, so
#: that Python's own rules (-W) hold for them.
ABOUT_DATA = (UserWarning, RuntimeWarning, UnicodeWarning, BytesWarning)
ABOUT_THE_PROGRAM = (DeprecationWarning, PendingDeprecationWarning, FutureWarning, ResourceWarning)
#: Libraries in C that write to the error stream, by the words that begin what they write.
NATIVE = {
    "Fontconfig": re.compile(r"Fontconfig (?:error|warning)", re.IGNORECASE),
    "Pango": re.compile(r".*Pango-(?:WARNING|CRITICAL)"),
    "GLib": re.compile(r".*GLib(?:-\w+)?-(?:WARNING|CRITICAL)"),
    "MuPDF": re.compile(r"(?:MuPDF )?(?:error|warning): "),
}
#: In what such a library writes, the number of the process, the time and addresses of memory:
#: the same trouble has to give the same words.
VARYING = re.compile(r"\(process:\d+\): |\d\d:\d\d:\d\d\.\d+: |\b0x[0-9a-f]+\b")

#: Libraries that say something of the image that is being read.
OF_IMAGES = ("PIL",)
#: Where that image stands.
_place: ContextVar[Place | None] = ContextVar("_place", default=None)


# ---------------------------------------------------------------------------------------- stages


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Log that a stage begins, and how long it took (seconds), also where it fails."""
    LOGGER.debug("%s begins", name, extra={"begins": name})
    begun = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - begun
        LOGGER.info("%s: %.2f s", name, seconds, extra={"stage": name, "seconds": seconds})


class StageLines(logging.Handler):
    """Writes a line for each stage when it is done: its seconds, then its name in words.

    Findings are left out, because they are told with their places when the work is over.
    """

    def __init__(self, write: Callable[[str], object], words: dict[str, str]) -> None:
        super().__init__(logging.INFO)
        self._write = write
        self._words = words

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line of a stage."""
        if name := getattr(record, "stage", ""):
            seconds: float = getattr(record, "seconds", 0.0)
            self._write(f"{seconds:8.2f} s  {self._words.get(name, name)}")


@contextmanager
def telling(write: Callable[[str], object], words: dict[str, str]) -> Iterator[None]:
    """Write a line for each stage, and one for all of it (``total``)."""
    handler, level = StageLines(write, words), LOGGER.level
    LOGGER.addHandler(handler)
    LOGGER.setLevel(min(level or logging.INFO, logging.INFO))
    try:
        with stage("total"):
            yield
    finally:
        LOGGER.removeHandler(handler)
        LOGGER.setLevel(level)


# ------------------------------------------------------------------------------------- libraries


@dataclass(eq=False)  # whoever stops listening is not another that has heard the same
class Heard:
    """What libraries said while somebody listened."""

    told: list[Finding] = field(default_factory=list)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings so far, each once, in their order; without a place only if none is known."""
        _read_native()
        placed = [(one.code, one.values) for one in self.told if one.place]
        return tuple(
            one
            for i, one in enumerate(self.told)
            if one not in self.told[:i] and (one.place or (one.code, one.values) not in placed)
        )


#: Who listens; the innermost hears. Threads share it, as they share loggers and descriptors.
_listeners: list[Heard] = []


def tell(finding: Finding) -> None:
    """Give a finding about what a library did to who listens, and log it."""
    if _listeners:
        _listeners[-1].told.append(finding)
    level = LEVELS.get(finding.severity, logging.INFO)
    said = ", ".join(finding.values.values())
    LIBRARIES.log(level, "%s: %s", finding.code, said, extra={"finding": finding})


@contextmanager
def about(place: Place | None = None) -> Iterator[Callable[[Place | None], object]]:
    """Name the place in the manuscript of the image that is being read.

    It gives a function that names the next.
    """
    token = _place.set(place)
    try:
        yield _place.set
    finally:
        _place.reset(token)


@contextmanager
def listening() -> Iterator[Heard]:
    """Turn into findings what libraries say meanwhile, in this process; it reaches no terminal.

    Records of our own go on to whoever asked for them, those of libraries do not.
    """
    heard, root = Heard(), logging.getLogger()
    ear = _Ear(tuple(root.handlers))
    with warnings.catch_warnings(), _mupdf_logging():
        for category in ABOUT_DATA:
            warnings.simplefilter("always", category)
        warnings.showwarning = _warned
        before, root.handlers = root.handlers, [ear]
        _listeners.append(heard)
        try:
            yield heard
            _read_native()
        finally:
            _listeners.remove(heard)
            root.handlers = before


@contextmanager
def _mupdf_logging() -> Iterator[None]:
    """Let PyMuPDF, where it is loaded, log MuPDF's errors; else it prints them among results."""
    if (pymupdf := sys.modules.get("pymupdf")) is None:
        yield
        return
    before = pymupdf._g_out_message
    pymupdf.set_messages(pylogging_name="MuPDF", pylogging_level=logging.WARNING)
    try:
        yield
    finally:
        pymupdf.set_messages(stream=before)


class _Ear(logging.Handler):
    """Stands in for the handlers of the root logger."""

    def __init__(self, before: tuple[logging.Handler, ...]) -> None:
        super().__init__()
        self._before = before

    def emit(self, record: logging.LogRecord) -> None:
        """Turn the complaints of libraries into findings, and pass on the rest."""
        ours = record.name == NAME or record.name.startswith(f"{NAME}.")
        if not ours and record.levelno >= logging.WARNING:
            library = record.name.partition(".")[0]
            tell(_said_by("EbookLib" if library == "root" else library, record.getMessage()))
            return
        for handler in self._before:
            if record.levelno >= handler.level:
                handler.handle(record)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: Any = None,
    line: str | None = None,
) -> None:
    """What ``warnings`` calls for a warning (its ``showwarning``)."""
    library = _library(filename)
    if issubclass(category, ABOUT_THE_PROGRAM):
        LIBRARIES.debug("%s: %s", library, message)
    else:
        tell(_said_by(library, str(message)))


def _library(filename: str) -> str:
    """The package that a module belongs to: the folder below ``site-packages``, else its name."""
    parts = Path(filename).parts
    if "site-packages" in parts[:-1]:
        return Path(parts[parts.index("site-packages") + 1]).stem
    return Path(filename).stem


def _said_by(library: str, text: str) -> Finding:
    values = {"library": library, "text": " ".join(text.split()).rstrip(".")}
    place = _place.get() if library in OF_IMAGES else None
    return Finding("library-warning", Severity.WARNING, place, values)


# ------------------------------------------------------------------------------ another process


def _portable(record: logging.LogRecord) -> logging.LogRecord:
    """A record that another process can read: words in place of arguments and tracebacks."""
    record.msg, record.args = record.getMessage(), None
    record.exc_info = record.exc_text = record.stack_info = None
    return record


@dataclass(frozen=True)
class Told:
    """The result of a call in another process, and what is to be told of it here."""

    result: Any
    findings: tuple[Finding, ...]
    records: tuple[logging.LogRecord, ...]

    def retold(self) -> Any:
        """The result, when all has been told in this process."""
        if _listeners:
            _listeners[-1].told += self.findings
        for record in self.records:
            logging.getLogger(record.name).handle(record)
        return self.result


def told(call: Callable[..., Any], *arguments: Any) -> Told:
    """Call a function in another process, where nobody else hears what is logged.

    What came along with a fork is left alone: the first process writes the lines, and it reads
    the error stream that both share.
    """
    global _native
    records: list[logging.LogRecord] = []
    keeper = logging.Handler()
    keeper.emit = lambda record: records.append(_portable(record))  # type: ignore[method-assign]
    kept = LOGGER.handlers, LOGGER.propagate, _native
    LOGGER.handlers, LOGGER.propagate, _native = [keeper], False, None
    try:
        with listening() as heard:
            result = call(*arguments)
    finally:
        LOGGER.handlers, LOGGER.propagate, _native = kept
    return Told(result, heard.findings, tuple(records))


# -------------------------------------------------------------------- the process's error stream


@contextmanager
def own_error_stream() -> Iterator[None]:
    """Keep the error stream for what Python writes; what libraries in C write is listened to.

    They write to descriptor 2, while ``sys.stderr`` goes on where it did. Only for a program of
    our own: another may have plans for its descriptors.
    """
    stream = sys.stderr
    with native_apart() as there:
        if there is None or not _is_native(stream):
            yield
            return
        own = os.fdopen(there, "w", 1, encoding=stream.encoding, errors="replace", closefd=False)
        sys.stderr = own
        try:
            yield
        finally:
            sys.stderr = stream
            with suppress(OSError):  # the reader may be gone
                own.close()


def _is_native(stream: TextIO) -> bool:
    """Whether a stream writes to descriptor 2, and not where a test or a program keeps it."""
    try:
        return stream.fileno() == 2
    except (OSError, ValueError):
        return False


@contextmanager
def native_apart() -> Iterator[int | None]:
    """Lead descriptor 2 into a file without a name; what is written there is told to who listens.

    It gives the descriptor of where the error stream led, None if there is no such stream.
    """
    global _native
    if (divided := _divided()) is None:
        yield None
        return
    there, file = divided
    _native = _Native(file.fileno())
    try:
        yield there
    finally:
        _unheard.extend(_native.lines())
        _native = None
        os.dup2(there, 2)
        os.close(there)
        file.close()


def _divided() -> tuple[int, BinaryIO] | None:
    """Where descriptor 2 led, and the file where it leads now."""
    try:
        sys.stderr.flush()
        file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 (the caller's)
        there = os.dup(2)
        os.dup2(file.fileno(), 2)
    except (OSError, AttributeError):  # no error stream, or no room for a file
        return None
    return there, file


@dataclass
class _Native:
    """The file that the error stream of the process leads to, and how far it has been read."""

    descriptor: int
    read: int = 0

    def lines(self) -> list[str]:
        """What was written since the last time; another process may be writing meanwhile."""
        data = os.pread(self.descriptor, os.fstat(self.descriptor).st_size - self.read, self.read)
        self.read += len(data)
        return data.decode("utf-8", "replace").splitlines()


_native: _Native | None = None
#: What was written while nobody listened, such as Fontconfig's complaints when it is loaded.
_unheard: list[str] = []


def _read_native() -> None:
    """Tell what libraries in C have written since it was last read."""
    lines = [*_unheard, *(_native.lines() if _native else ())]
    _unheard.clear()
    for line in lines:
        if text := VARYING.sub("", line).strip():
            named = (name for name, begins in NATIVE.items() if begins.match(text))
            tell(_said_by(next(named, "C"), text))
