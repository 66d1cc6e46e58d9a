"""A folder that appears whole, or not at all; one that holds something is never touched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from satzspiegel.folder_lock import FolderBusyError, locked
from satzspiegel.messages import CallError, SatzspiegelError
from satzspiegel.model import Finding, Place, Severity
from satzspiegel.moves import sync

#: How the folder is called until it is whole; the number of the process follows.
PREFIX = ".satzspiegel-import-"


def refuse_filled(folder: Path) -> None:
    """Raise :class:`~satzspiegel.messages.CallError` if there is something under this name."""
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise CallError(Finding("folder-not-empty", Severity.ERROR, Place(str(folder))))


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to be filled, which takes its name when that is done.

    What killed runs have left beside it is removed. Raises
    :class:`~satzspiegel.messages.SatzspiegelError` when it cannot be written.
    """
    refuse_filled(target)
    parent = target.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _sweep(parent)
        staging = parent / f"{PREFIX}{os.getpid()}"
        staging.mkdir()
        try:
            with locked(staging, lambda: None):
                yield staging
            _put(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        values = {"reason": error.strerror or str(error)}
        place = Place(str(target))
        raise SatzspiegelError(
            Finding("output-unwritable", Severity.ERROR, place, values)
        ) from error


def _put(staging: Path, target: Path) -> None:
    """Give the folder its name, once all of it is on the disk."""
    for path in sorted(staging.rglob("*")):
        sync(path)
    sync(staging)
    refuse_filled(target)
    if target.is_dir():
        target.rmdir()
    staging.rename(target)
    sync(target.absolute().parent)


def _sweep(parent: Path) -> None:
    """Remove the folders of runs that were killed: those that no run has locked."""
    for folder in parent.glob(f"{PREFIX}*"):
        if folder.is_dir() and not folder.is_symlink():
            with suppress(OSError, FolderBusyError), locked(folder, lambda: None, 0) as exclusive:
                if exclusive:
                    shutil.rmtree(folder, ignore_errors=True)
