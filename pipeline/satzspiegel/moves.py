"""Files moved into place as one: what was interrupted is finished or undone later.

Before the first file is moved, a journal of all moves is on the disk, and what they replace is kept
beside it. So whoever finds the folder later knows what was begun. Finishing and undoing can both be
interrupted and begun again.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

#: What is to be moved; under the second name, what is to be undone.
JOURNAL, UNDOING = "journal.json", "undoing.json"
#: The folder of what the moves replace.
KEPT = "kept"
#: What a file system says that cannot wait for the disk.
UNABLE = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EROFS}


@dataclass(frozen=True)
class Moves:
    """Names of files: those moved into place, those removed there, those that were there before."""

    placed: tuple[str, ...]
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def place(folder: Path, output: Path, placed: Iterable[str], removed: Iterable[str] = ()) -> None:
    """Move files from a folder into the output, and remove others there: all or none.

    Raises OSError; then the output is as before, or as :func:`settle` will make it.
    """
    try:
        _finish(folder, output, _begun(folder, output, tuple(placed), tuple(removed)))
    except OSError:
        if moves := _read(folder / JOURNAL):
            _undo(folder, output, moves)
        raise
    with contextlib.suppress(OSError):  # what is done is done; settling will look again
        (folder / JOURNAL).unlink()


def settle(folder: Path, output: Path) -> None:
    """Finish or undo the moves that were begun in a folder, and remove it.

    Raises OSError when neither can be done; then the folder stays.
    """
    if moves := _read(folder / UNDOING):
        _undo(folder, output, moves)
    elif moves := _read(folder / JOURNAL):
        try:
            _finish(folder, output, moves)
        except OSError:
            _undo(folder, output, moves)
        else:
            # First the journal: without what the moves replaced they could not be undone.
            (folder / JOURNAL).unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _begun(folder: Path, output: Path, placed: tuple[str, ...], removed: tuple[str, ...]) -> Moves:
    """The moves, once they are on the disk with all they need."""
    for name in placed:
        sync(folder / name)
    there = tuple(name for name in (*placed, *removed) if os.path.lexists(output / name))
    (folder / KEPT).mkdir()
    for name in there:
        _keep(output / name, folder / KEPT / name)
    moves = Moves(placed, removed, there)
    draft = folder / f"{JOURNAL}.draft"
    draft.write_text(json.dumps(asdict(moves)), "utf-8")
    sync(draft)
    draft.replace(folder / JOURNAL)
    for changed in (folder / KEPT, folder, output):
        sync(changed)
    return moves


def _keep(path: Path, kept: Path) -> None:
    """A second name for a file; a copy where the file system knows none."""
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)
        sync(kept)


def _finish(folder: Path, output: Path, moves: Moves) -> None:
    """Move what has not been moved yet."""
    for name in moves.placed:
        if (folder / name).is_file():
            (folder / name).replace(output / name)
    for name in moves.removed:
        (output / name).unlink(missing_ok=True)
    sync(output)


def _undo(folder: Path, output: Path, moves: Moves) -> None:
    """Put back what was there. The journal's name says first that there is no way forward."""
    with contextlib.suppress(FileNotFoundError):  # it has that name already
        (folder / JOURNAL).replace(folder / UNDOING)
    sync(folder)
    for name in (*moves.placed, *moves.removed):
        if name not in moves.kept:
            (output / name).unlink(missing_ok=True)
        elif os.path.lexists(folder / KEPT / name):
            (folder / KEPT / name).replace(output / name)
    sync(output)
    (folder / UNDOING).unlink()


def _read(journal: Path) -> Moves | None:
    """The moves of a journal; None if there is none, or none of ours: then nothing was moved."""
    try:
        lists = json.loads(journal.read_text("utf-8"))
        moves = Moves(*(tuple(lists[key]) for key in ("placed", "removed", "kept")))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    names = (*moves.placed, *moves.removed, *moves.kept)
    return moves if all(isinstance(name, str) and _plain(name) for name in names) else None


def _plain(name: str) -> bool:
    """Whether a name leads to no other folder."""
    return bool(name) and name not in {".", ".."} and not {"/", "\\", ":", "\0"} & {*name}


def sync(path: Path) -> None:
    """Wait until a file or the entries of a folder are on the disk, where that can be had.

    Raises OSError where the disk is full or broken.
    """
    if os.name == "nt" and path.is_dir():  # folders cannot be opened there
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in UNABLE:
            raise
    finally:
        os.close(handle)
