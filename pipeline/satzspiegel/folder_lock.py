"""One run at a time in a folder: a lock that the system takes from a process that ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = ".satzspiegel.lock"
#: Seconds to wait for another run (a book of 700 pages takes one), and between two looks.
LIMIT, PAUSE = 600.0, 0.1
#: What the system says of a file that another has locked.
TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
#: The locks of this process. A forked child has them too, and would keep them when its parent is
#: killed; so it closes them.
_HELD: set[int] = set()


class FolderBusyError(Exception):
    """Another run kept the folder for longer than the limit."""


@contextmanager
def locked(folder: Path, waiting: Callable[[], None], limit: float | None = None) -> Iterator[bool]:
    """Have a folder for oneself; ``waiting`` is called once if another run has it.

    ``limit`` in seconds, else :data:`LIMIT`. It gives whether the folder is locked: some file
    systems know no locks. Raises OSError when the folder cannot be written, and
    :class:`FolderBusyError`.
    """
    handle, exclusive = _waited(folder / LOCK, waiting, LIMIT if limit is None else limit)
    _HELD.add(handle)
    try:
        yield exclusive
    finally:
        _HELD.discard(handle)
        _released(handle, folder / LOCK)


def _waited(path: Path, waiting: Callable[[], None], limit: float) -> tuple[int, bool]:
    """The open lock, and whether it locks."""
    taken = _taken(path)
    end = time.monotonic() + limit
    if taken is None:
        waiting()
    while taken is None:
        if time.monotonic() >= end:
            raise FolderBusyError
        time.sleep(PAUSE)
        taken = _taken(path)
    return taken


def _taken(path: Path) -> tuple[int, bool] | None:
    """The open lock, and whether it locks; None if another has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        exclusive = _locks(handle)
        # Whoever had it before has removed it meanwhile: it keeps nobody out any more.
        if _is_still(path, handle):
            return handle, exclusive
    except BlockingIOError:
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _locks(handle: int) -> bool:
    """Lock an open file; False where the file system cannot. Raises BlockingIOError."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in TAKEN:
            raise BlockingIOError from error
        return False
    return True


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _released(handle: int, path: Path) -> None:
    """Remove the lock while it is held; Windows removes no file that is open."""
    if sys.platform == "win32":
        os.close(handle)
    with contextlib.suppress(OSError):
        path.unlink()
    if sys.platform != "win32":
        os.close(handle)


def _let_go() -> None:
    """What a forked child does first."""
    for handle in _HELD:
        with contextlib.suppress(OSError):
            os.close(handle)
    _HELD.clear()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_let_go)
