"""Runs that end in the middle, wherever that is: the set in the folder stays whole.

A child process puts a set in place and is ended, or gets an error, at its n-th call that touches
the folder, for every n there is.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import codes
from satzspiegel import folder_lock, moves
from satzspiegel import scratch as scratch_module
from satzspiegel.folder_lock import LOCK
from satzspiegel.making import _another_process
from satzspiegel.messages import SatzspiegelError
from satzspiegel.output import PREFIX, Staging
from satzspiegel.scratch import scratch

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork: nothing to interrupt")

OLD = {"heft.pdf": "alt", "heft.html": "alt", "heft.onix.xml": "alt", "anderes.txt": "fremd"}
NEW = {"heft.pdf": "neu", "heft.html": "neu", "heft.epub": "neu", "anderes.txt": "fremd"}
#: What Python is asked for when a file or a program is wanted.
EVENTS = ("tempfile.mkstemp", "tempfile.mkdtemp", "subprocess.Popen")
PLACED, GONE = (".pdf", ".html", ".epub"), (".onix.xml",)
#: How a child process ends.
DONE, TOLD, UNTOLD, IN_SPITE, ENDED = range(5)
#: More calls than putting a set in place needs.
MANY = 200
NOBODY = 65534
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

Hook = Callable[[], None]


def put_in_place(output: Path) -> None:
    with Staging(output, "heft") as staging:
        for suffix in PLACED:
            staging.write(suffix, b"neu")
        staging.commit(PLACED, GONE)


def content(folder: Path) -> dict[str, str]:
    """All that is there, what is hidden too."""
    return {path.name: path.read_text() if path.is_file() else "" for path in folder.iterdir()}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return fresh(tmp_path / "output")


def fresh(folder: Path) -> Path:
    """A folder with the last good set in it and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in OLD.items():
        (folder / name).write_text(text)
    return folder


def child(task: Callable[[], object]) -> int:
    """The exit code of a process that does something; it ends there, whatever happens."""
    if number := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    try:
        task()
    except SatzspiegelError as error:
        os._exit(TOLD if codes(error.findings) == ["output-unwritable"] else UNTOLD)
    except BaseException:
        os._exit(UNTOLD)
    os._exit(DONE)


def in_a_child(task: Callable[[], None], at: int, happens: Hook, output: Path) -> int:
    """The exit code of a process in which something happens at the n-th call for the folder."""
    calls = 0

    def watch(event: str, values: tuple[object, ...]) -> None:
        nonlocal calls
        if event.startswith(("open", "os.")) and str(output) in repr(values):
            calls += 1
            if calls == at:
                happens()

    def watched() -> None:
        sys.addaudithook(watch)
        task()
        if calls >= at:
            os._exit(IN_SPITE)

    return child(watched)


def moments(happens: Hook, output: Path) -> Iterator[int]:
    """The exit codes for each call at which it can happen; the folder is fresh each time."""
    for at in range(1, MANY):
        fresh(output)
        code = in_a_child(lambda: put_in_place(output), at, happens, output)
        yield code
        if code == DONE:
            return
    pytest.fail("it never came to an end")


def end_at_once() -> None:
    os._exit(ENDED)


def full_disk() -> None:
    raise FULL


def interrupt() -> None:
    raise KeyboardInterrupt


def test_a_killed_run_is_finished_or_undone_by_the_next(output: Path) -> None:
    seen = []
    for code in moments(end_at_once, output):
        assert code in {ENDED, DONE}
        with Staging(output, "anderes"):  # whatever its name
            pass
        seen.append(content(output))
    assert all(one in (OLD, NEW) for one in seen)
    assert seen.count(OLD) > 10
    assert seen.count(NEW) > 5  # the moves, and tidying up behind them


def test_a_full_disk_changes_nothing_and_is_told(output: Path) -> None:
    told = 0
    for code in moments(full_disk, output):
        assert code in {DONE, TOLD, IN_SPITE}
        assert shown(output) == (OLD if code == TOLD else NEW)
        told += code == TOLD
    assert told > 10


def test_an_interrupted_run_leaves_one_set(output: Path) -> None:
    for code in moments(interrupt, output):
        assert code in {DONE, UNTOLD}
        with Staging(output, "heft"):
            pass
        assert content(output) in (OLD, NEW)


def shown(folder: Path) -> dict[str, str]:
    """What is there to see."""
    return {n: text for n, text in content(folder).items() if not n.startswith(".")}


def stop_at_the_second(folder: Path, output: Path, planned: moves.Moves) -> None:
    """Moving that fails for good with its second file."""
    (folder / planned.placed[0]).replace(output / planned.placed[0])
    raise FULL


def test_undoing_can_be_interrupted_too(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves, "_finish", stop_at_the_second)
    ends = []
    for at in range(1, MANY):
        ends.append(in_a_child(lambda: put_in_place(output), at, end_at_once, fresh(output)))
        with Staging(output, "heft"):
            pass
        assert content(output) == OLD
        if ends[-1] != ENDED:
            break
    assert len(ends) > 20
    assert ends[-1] == TOLD


def test_a_journal_moves_nothing_out_of_the_folder(output: Path) -> None:
    folder = output / f"{PREFIX}fremd"
    folder.mkdir()
    (output.parent / "wichtig.txt").write_text("alt")
    names = '"placed": [], "removed": ["../wichtig.txt"], "kept": []'
    (folder / moves.JOURNAL).write_text(f"{{{names}}}")
    with Staging(output, "heft"):
        pass
    assert (output.parent / "wichtig.txt").is_file()
    assert content(output) == OLD


def test_a_link_is_no_folder_of_ours(output: Path) -> None:
    elsewhere = output.parent / "anderswo"
    elsewhere.mkdir()
    (elsewhere / "wichtig.txt").write_text("alt")
    (output / f"{PREFIX}link").symlink_to(elsewhere)
    with Staging(output, "heft"):
        pass
    assert content(elsewhere) == {"wichtig.txt": "alt"}


def test_a_second_run_waits_for_the_first(output: Path) -> None:
    order: list[str] = []
    entered = threading.Event()

    def second() -> None:
        with Staging(output, "heft", waiting=entered.set) as staging:
            order.append("second")
            staging.write(".pdf", b"zweiter")
            staging.commit([".pdf"])

    thread = threading.Thread(target=second)
    with Staging(output, "heft") as staging:
        staging.write(".pdf", b"erster")
        thread.start()
        assert entered.wait(5)
        assert staging.path(".pdf").is_file()
        staging.commit([".pdf"])
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]
    assert content(output) == OLD | {"heft.pdf": "zweiter"}


def test_a_second_run_gives_up_in_the_end(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_lock, "LIMIT", 0.2)
    with Staging(output, "heft") as staging:
        staging.write(".pdf", b"neu")
        with pytest.raises(SatzspiegelError) as error, Staging(output, "heft"):
            pass
        staging.commit([".pdf"])
    assert codes(error.value.findings) == ["output-busy"]
    assert content(output) == OLD | {"heft.pdf": "neu"}


def test_a_lock_goes_with_its_process_but_not_with_its_children(output: Path) -> None:
    def locks() -> None:
        Staging(output, "heft").__enter__()
        if os.fork():
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(3)  # a child of the one that was killed

    assert child(locks) == -signal.SIGKILL
    assert (output / LOCK).is_file()
    asked: list[str] = []
    with Staging(output, "heft", waiting=lambda: asked.append("")):
        pass
    assert (asked, content(output)) == ([], OLD)


def test_a_folder_without_locks(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(handle: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", unable)
    (output / f"{PREFIX}lebt").mkdir()  # nobody can know whether its run lives
    put_in_place(output)
    assert content(output) == NEW | {f"{PREFIX}lebt": ""}


def test_a_file_system_that_waits_for_no_disk(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(handle: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", unable)
    put_in_place(output)
    assert content(output) == NEW


def test_a_disk_that_is_full_when_all_is_written(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise FULL

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SatzspiegelError):
        put_in_place(output)
    assert content(output) == OLD


def test_a_file_system_without_second_names(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(path: Path, name: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", unable)
    monkeypatch.setattr(moves, "_finish", stop_at_the_second)
    with pytest.raises(SatzspiegelError):
        put_in_place(output)
    assert content(output) == OLD


def test_a_target_that_is_a_folder(output: Path) -> None:
    (output / "heft.epub").mkdir()
    with pytest.raises(SatzspiegelError) as error:
        put_in_place(output)
    assert codes(error.value.findings) == ["output-unwritable"]
    assert content(output) == OLD | {"heft.epub": ""}


def test_a_folder_that_only_others_may_write(output: Path) -> None:
    output.chmod(0o555)

    def as_nobody() -> None:
        os.chdir(output)  # to others the folders above may be closed
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        put_in_place(Path())

    ended = child(as_nobody)
    output.chmod(0o755)
    assert ended == TOLD
    assert content(output) == OLD


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_second_process_of_a_killed_build_ends() -> None:
    read, write = os.pipe()

    def begins() -> None:
        with _another_process() as begin:
            os.write(write, str(begin(os.getpid)()).encode())
            os.kill(os.getpid(), signal.SIGKILL)

    assert child(begins) == -signal.SIGKILL
    second = int(os.read(read, 20))
    os.close(read)
    os.close(write)
    end = time.monotonic() + 5
    while alive(second) and time.monotonic() < end:
        time.sleep(0.05)
    assert not alive(second)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def leave_a_file() -> None:
    """What a library does that is killed."""
    (Path(tempfile.mkdtemp()) / "schrift.otf").touch()


def test_temporary_files_go_with_their_run(temporary: Path) -> None:
    with scratch():
        leave_a_file()
        assert list(temporary.glob("*/*/schrift.otf"))
    assert tempfile.gettempdir() == str(temporary)
    assert content(temporary) == {}


def test_temporary_files_of_a_killed_run_go_with_the_next(temporary: Path) -> None:
    def killed() -> None:
        with scratch():
            leave_a_file()
            os.kill(os.getpid(), signal.SIGKILL)

    (temporary / "fremd").mkdir()
    assert child(killed) == -signal.SIGKILL
    assert list(temporary.glob("*/*/schrift.otf"))
    with scratch():
        assert not list(temporary.glob("*/*/schrift.otf"))
    assert content(temporary) == {"fremd": ""}


def test_a_run_killed_before_it_has_locked_its_folder(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed() -> None:
        monkeypatch.setattr(scratch_module, "locked", lambda *_: os.kill(os.getpid(), 9))
        with scratch():
            pass

    assert child(killed) == -signal.SIGKILL
    assert len(list(temporary.iterdir())) == 1
    with scratch():
        pass
    assert content(temporary) == {}


def test_another_run_takes_a_new_folder_for_a_killed_runs(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks at the folder when there is one, and it is not locked yet."""
    make, made = tempfile.mkdtemp, list[str]()

    def made_and_swept(prefix: str, dir: Path) -> str:
        made.append(make(prefix=prefix, dir=dir))
        if len(made) == 1:
            scratch_module._sweep(dir)
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", made_and_swept)
    with scratch():
        assert not Path(made[0]).exists()
        assert tempfile.gettempdir() == made[1]
        (Path(made[1]) / "da").touch()
    assert content(temporary) == {}


def test_temporary_files_of_a_living_run_are_left_alone(temporary: Path) -> None:
    with scratch():
        leave_a_file()

        def another() -> None:
            tempfile.tempdir = str(temporary)
            with scratch():
                pass

        assert child(another) == DONE
        assert list(temporary.glob("*/*/schrift.otf"))


def test_loading_leaves_nothing_to_clean_up(temporary: Path) -> None:
    """A run may be killed before it has a folder of its own for temporary files."""
    asked = "lambda event, _: event in EVENTS and print(event)"
    program = f"import sys; EVENTS = {EVENTS}; sys.addaudithook({asked}); import satzspiegel"
    environment = os.environ | {"TMPDIR": str(temporary)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == ""
