"""Files appear whole and together, or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType

from satzspiegel.folder_lock import LIMIT, FolderBusyError, locked
from satzspiegel.messages import SatzspiegelError
from satzspiegel.model import Finding, Place, Severity
from satzspiegel.moves import place, settle

PREFIX = ".satzspiegel-"


class Staging:
    """A folder beside the output, whose files are moved into place in the end.

    One run at a time has the output; ``waiting`` is called when another one does. What runs that
    were killed have left is put right and removed first. Raises
    :class:`~satzspiegel.messages.SatzspiegelError` when the output cannot be written, or another
    run does not end.
    """

    def __init__(self, output: Path, name: str, waiting: Callable[[], None] = lambda: None) -> None:
        self._output = output
        self._name = name
        self._waiting = waiting
        self._folder = Path()
        self._held = ExitStack()

    def __enter__(self) -> Staging:
        with ExitStack() as held, self._telling():
            self._output.mkdir(parents=True, exist_ok=True)
            if held.enter_context(locked(self._output, self._waiting)):
                _tidy(self._output)
            self._folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self._output))
            held.callback(self._settle)
            self._held = held.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._held.close()

    def path(self, suffix: str) -> Path:
        """Where a file lies until it is moved into place."""
        return self._folder / self._named(suffix)

    def write(self, suffix: str, data: bytes) -> None:
        """Write a file beside the output."""
        with self._telling():
            self.path(suffix).write_bytes(data)

    def commit(self, suffixes: Iterable[str], gone: Iterable[str] = ()) -> tuple[Path, ...]:
        """Move files into place, and remove there what is ``gone``: all of it or nothing."""
        names = [self._named(suffix) for suffix in suffixes]
        with self._telling():
            place(self._folder, self._output, names, [self._named(suffix) for suffix in gone])
        return tuple(self._output / name for name in names)

    def _settle(self) -> None:
        """Remove the folder. What went wrong before has been said; the rest is for the next run."""
        with suppress(OSError):
            settle(self._folder, self._output)

    def _named(self, suffix: str) -> str:
        return f"{self._name}{suffix}"

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What went wrong, as a finding."""
        at = Place(str(self._output))
        try:
            yield
        except OSError as error:
            values = {"reason": error.strerror or str(error)}
            raise SatzspiegelError(
                Finding("output-unwritable", Severity.ERROR, at, values)
            ) from error
        except FolderBusyError as error:
            values = {"minutes": f"{LIMIT / 60:.0f}"}
            raise SatzspiegelError(Finding("output-busy", Severity.ERROR, at, values)) from error


def _tidy(output: Path) -> None:
    """Put right what killed runs have left. Whoever has the lock knows that none of them lives."""
    for folder in sorted(output.glob(f"{PREFIX}*")):
        if folder.is_dir() and not folder.is_symlink():
            settle(folder, output)
