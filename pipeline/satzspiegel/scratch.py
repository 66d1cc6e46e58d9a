"""A folder for what libraries write in passing: it goes with its run, or with the next one.

WeasyPrint, EbookLib and the validators ask Python for temporary folders and remove them when they
are done; a killed run has no time for it. So all of a run lie in one, which is locked while the run
lives.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from satzspiegel.folder_lock import FolderBusyError, locked

PREFIX = "satzspiegel-run-"


@contextmanager
def scratch() -> Iterator[None]:
    """Have temporary files in one folder, and remove those of runs that were killed.

    It is for a whole process: Python knows one place for temporary files.
    """
    place = Path(tempfile.gettempdir())
    _sweep(place)
    before = tempfile.tempdir
    with _own(place) as folder:
        tempfile.tempdir = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = before
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _own(place: Path) -> Iterator[Path]:
    """A new folder that is locked. Before it is, another run may take it for one of a killed run's
    and remove it; then there is one more.
    """
    with ExitStack() as stack:
        folder = None
        while folder is None:
            made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
            with suppress(FileNotFoundError):
                stack.enter_context(locked(made, lambda: None))
                folder = made
        yield folder


def _sweep(place: Path) -> None:
    """Remove the folders that no run has locked. Those of other users cannot be opened."""
    for folder in place.glob(f"{PREFIX}*"):
        if folder.is_symlink():
            continue
        with suppress(OSError, FolderBusyError), locked(folder, lambda: None, 0) as exclusive:
            if exclusive:
                shutil.rmtree(folder, ignore_errors=True)
