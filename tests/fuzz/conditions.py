"""What has to hold, whatever a manuscript holds: words about what does not.

In the sandbox of a case lie the manuscript, secrets beside it, and an output folder with files of
a build that was good. The case is put through the program; then it is looked at what was said, what
was opened and what lies where.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from satzspiegel.build import Result, build, check
from satzspiegel.messages import LANGUAGES, SatzspiegelError, render
from satzspiegel.model import Finding, Place

from .cases import FOLDER, SECRET, SECRET_WORDS, Case, secrets

OUTPUT = "ausgabe"
#: Files of a good build, under every name that a failed one might overwrite.
GOOD = tuple(
    f"{name}{suffix}"
    for name in (FOLDER, "text", "a", "heft")
    for suffix in (".pdf", ".epub", ".html", "-print.pdf", "-booklet.pdf")
)
#: What also a build that failed writes: it says why.
REPORTS = ("-report.json", "-report.html")
#: What the audit hook is told of ways to change the file system (sys.addaudithook).
CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate")
#: Those whose last argument may be the folder that the path is in, as a descriptor.
IN_FOLDERS = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink")
NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

Action = Callable[[Path, Path], Iterable[Finding]]


class ReachError(BaseException):
    """Something reached where it must not; no ``except Exception`` hides it."""


@dataclass
class Watch:
    """Sees every file that Python opens and every address it asks for, while it is active."""

    #: The folder for temporary files of this process: caches leave theirs there between cases.
    spare: str = ""
    output: str = ""
    secret: str = ""
    active: bool = False
    seen: list[str] = field(default_factory=list)

    def see(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note what must not be, and stop it."""
        if not self.active:
            return
        reason = ""
        if event in NETWORK:
            local = event == "socket.connect" and isinstance(arguments[1], str | bytes)
            reason = "" if local else f"network: {event} {arguments[-1]}"
        elif event == "open":
            reason = self._opened(arguments)
        elif event in CHANGES:
            reason = self._changed(event, _path(event, arguments))
        if reason:
            self.seen.append(reason)
            raise ReachError(reason)

    def _opened(self, arguments: tuple[object, ...]) -> str:
        path, flags = arguments[0], arguments[2]
        if not isinstance(path, str | bytes | os.PathLike):
            return ""
        name = os.path.realpath(os.fsdecode(path))
        if name.startswith(self.secret):
            return f"opened: {Path(name).name}"
        writes = isinstance(flags, int) and flags & WRITING
        return self._changed("written", path) if writes else ""

    def _changed(self, event: str, path: object) -> str:
        if not isinstance(path, str | bytes | os.PathLike):
            return ""
        name = os.path.abspath(os.fsdecode(path))  # noqa: PTH100
        fine = name.startswith((self.output, self.spare, "/dev/")) or "__pycache__" in name
        return "" if fine else f"{event} outside the output: {name}"


WATCH = Watch()


def _path(event: str, arguments: tuple[object, ...]) -> object:
    """What an event is about; a path in a folder that is known by its descriptor is joined."""
    path, folder = arguments[0], arguments[-1]
    if event not in IN_FOLDERS or not isinstance(folder, int) or folder < 0:
        return path
    if not isinstance(path, str | bytes | os.PathLike):
        return path
    return Path(f"/proc/self/fd/{folder}").resolve() / os.fsdecode(path)


def install(spare: Path) -> None:
    """Begin to watch; an audit hook cannot be taken away, but it sleeps between cases.

    ``spare`` is where temporary files may be.
    """
    WATCH.spare = str(spare)
    sys.addaudithook(WATCH.see)


@contextmanager
def _watched(sandbox: Path) -> Iterator[None]:
    """A temporary folder of our own; Python's warnings are faults."""
    before, tempfile.tempdir = tempfile.tempdir, WATCH.spare
    WATCH.output = str(sandbox / OUTPUT)
    WATCH.secret, WATCH.active, WATCH.seen = str(sandbox / SECRET), True, []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    finally:
        WATCH.active = False
        tempfile.tempdir = before


def checked(manuscript: Path, output: Path) -> Iterable[Finding]:
    """What ``satzspiegel check --fixes`` finds."""
    return check(manuscript, fixes=True).findings


def built(manuscript: Path, output: Path, editions: tuple[str, ...] = ()) -> Iterable[Finding]:
    """What ``satzspiegel build`` finds; a build without errors leaves files."""
    result: Result = build(manuscript, editions, "", output)
    if result.ok and not (result.files and all(file.is_file() for file in result.files)):
        raise ReachError("no error, and no files")
    return (*result.findings, *result.remarks)


def judge(case: Case, sandbox: Path, action: Action = checked) -> list[str]:
    """What does not hold when a case is put through the program."""
    manuscript, output = _laid_out(case, sandbox)
    before = _listed(sandbox)
    with _watched(sandbox):
        findings, failed, faults = _done(action, manuscript, output)
    moved = _moved(before, _listed(sandbox), failed=failed)
    return [*faults, *WATCH.seen, *said(findings, case), *moved, *_leaked(output)]


def _laid_out(case: Case, sandbox: Path) -> tuple[Path, Path]:
    """The manuscript and the output, with what lies beside them."""
    manuscript, output = case.write(sandbox), sandbox / OUTPUT
    output.mkdir()
    for name in GOOD:
        (output / name).write_bytes(b"gut")
    for name, data in secrets().items():
        (sandbox / name).write_bytes(data)
    return manuscript, output


def _done(
    action: Action, manuscript: Path, output: Path
) -> tuple[tuple[Finding, ...], bool, list[str]]:
    """The findings, whether it failed, and what must not be raised."""
    try:
        findings = tuple(action(manuscript, output))
        return findings, any(finding.severity == "error" for finding in findings), []
    except SatzspiegelError as error:
        return error.findings, True, []
    except OSError as error:  # the command line has a line for one with words of the system's
        return (), True, [] if error.strerror else [traceback.format_exc()]
    except KeyboardInterrupt:
        raise
    except BaseException:
        return (), True, [traceback.format_exc()]
    finally:
        gc.collect()


def said(findings: Iterable[Finding], case: Case) -> list[str]:
    """Findings that cannot be said, or whose places are not in the file."""
    faults = []
    for finding in findings:
        try:
            lines = {render(finding, language) for language in LANGUAGES}
        except Exception:
            faults.append(traceback.format_exc())
            continue
        if any("\n" in line for line in lines):
            faults.append(f"more than a line: {finding}")
        if finding.place and not _inside(finding.place, case):
            faults.append(f"place outside the file: {finding}")
    return faults


def _inside(place: Place, case: Case) -> bool:
    """Whether a line and column are in the file that they name."""
    data = case.files.get(place.file)
    if data is None or not place.line:
        return True
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    return place.line <= len(lines) and place.column <= len(lines[place.line - 1]) + 1


def _listed(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _moved(before: dict[str, bytes], after: dict[str, bytes], *, failed: bool) -> Iterator[str]:
    """Files changed that must not be: all but those of a good build in the output."""
    for name in sorted({*before, *after}):
        if before.get(name) == after.get(name):
            continue
        if not name.startswith(f"{OUTPUT}/"):
            yield f"file outside the output: {name}"
        elif failed and name.removeprefix(f"{OUTPUT}/") in GOOD:
            yield f"last good set touched: {name}"
        elif failed and not name.endswith(REPORTS) and not _is_lock(name):
            yield f"left behind: {name}"


def _is_lock(name: str) -> bool:
    """Whether a file is one by which two builds know of each other: it stays, and is empty."""
    return Path(name).name.startswith(".satzspiegel")


def _leaked(output: Path) -> list[str]:
    """Files of the output in which the words of a secret stand."""
    words = SECRET_WORDS.encode()
    files = (path for path in output.rglob("*") if path.is_file())
    return [f"secret in {path.name}" for path in files if words in path.read_bytes()]
