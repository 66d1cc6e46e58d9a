"""Files appear whole and together, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from satzspiegel.messages import SatzspiegelError
from satzspiegel.model import Finding, Place, Severity

PREFIX = ".satzspiegel-"


class Staging:
    """A folder beside the output, whose files are moved into place in the end.

    Raises :class:`~satzspiegel.messages.SatzspiegelError` when the output cannot be written.
    """

    def __init__(self, output: Path, name: str) -> None:
        self._output = output
        self._name = name
        self._folder = Path()

    def __enter__(self) -> Staging:
        try:
            self._output.mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self._output))
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def path(self, suffix: str) -> Path:
        """Where a file lies until it is moved into place."""
        return self._folder / f"{self._name}{suffix}"

    def write(self, suffix: str, data: bytes) -> None:
        """Write a file beside the output."""
        try:
            self.path(suffix).write_bytes(data)
        except OSError as error:
            raise self._unwritable(error) from error

    def commit(self, suffixes: list[str]) -> tuple[Path, ...]:
        """Move files into place."""
        try:
            return tuple(self._move(suffix) for suffix in suffixes)
        except OSError as error:
            raise self._unwritable(error) from error

    def remove(self, suffix: str) -> None:
        """Remove a file of an earlier build that does not belong to this one."""
        try:
            (self._output / f"{self._name}{suffix}").unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error

    def _move(self, suffix: str) -> Path:
        target = self._output / f"{self._name}{suffix}"
        return self.path(suffix).replace(target)

    def _unwritable(self, error: OSError) -> SatzspiegelError:
        values = {"reason": error.strerror or str(error)}
        place = Place(str(self._output))
        return SatzspiegelError(Finding("output-unwritable", Severity.ERROR, place, values))
