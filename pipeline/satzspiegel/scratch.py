"""A folder for what libraries write in passing: it goes with its run, or with the next one.

WeasyPrint, EbookLib and the validators ask Python for temporary folders and remove them when they
are done; a killed run has no time for it. So all of a run lie in one, which is locked while the run
lives.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from satzspiegel.folder_lock import FolderBusyError, locked

#: The folder of a run, and before it is locked.
PREFIX, UNLOCKED = "satzspiegel-run-", "satzspiegel-new-"


@contextmanager
def scratch() -> Iterator[None]:
    """Have temporary files in one folder, and remove those of runs that were killed.

    It is for a whole process: Python knows one place for temporary files.
    """
    place = Path(tempfile.gettempdir())
    _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=UNLOCKED, dir=place))
    before = tempfile.tempdir
    with locked(folder, lambda: None):
        # Under this name others look at it, and find it locked.
        folder = folder.rename(place / folder.name.replace(UNLOCKED, PREFIX, 1))
        tempfile.tempdir = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = before
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(place: Path) -> None:
    """Remove the folders that no run has locked. Those of other users cannot be opened."""
    for folder in place.glob(f"{PREFIX}*"):
        if folder.is_symlink():
            continue
        with suppress(OSError, FolderBusyError), locked(folder, lambda: None, 0) as exclusive:
            if exclusive:
                shutil.rmtree(folder, ignore_errors=True)
