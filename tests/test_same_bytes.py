"""The same manuscript, style and program give the same bytes, whoever builds, where and when.

Each environment is a process of its own, with a start-up file that turns its clock, hides its cores
or mixes up its folders. No two of them agree in anything that must not matter.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from samples import png, write_sample
from satzspiegel.editions import COVER, EDITIONS, ONIX, PREFLIGHT

ROOT = Path(__file__).parents[1]
NAME = "Bücher & Hefte"
SUFFIXES = (
    *(one.suffix for one in (*EDITIONS, COVER, PREFLIGHT, ONIX)),
    "-report.json",
    "-report.html",
    "-provenance.json",
)
#: Everything that editions have a way of their own for, in few words: they are set nine times.
TEXT = """\
# Vom Anfang[^kopf] {#anfang}

Ein [mot juste]{lang=fr}, *betont* und **fett**, [Kapitälchen]{.smallcaps}, `code`, H~2~O.[^1]
Mehr bei @illich1991, auf [](#tafel) und in [](#skizze). Die Schifffahrtsgesellschaft braucht Platz.

| Zwei Zeilen stehen hier gebunden,
| die zweite weiß es auch.

![Eine Skizze.[^2]](bilder/größe.svg){#skizze alt="Ein Rechteck"}

Danach steht ![ein grauer Punkt](bilder/punkt.png){width=5%} im Satz.

| Name      | Zahl |
|:----------|-----:|
| Anton[^3] | 12,5 |

: Eine Tafel. {#tafel}

[^kopf]: Eine Note an der Überschrift.
[^1]: Vgl. <https://example.org/ein/langer/pfad>; siehe auch @illich1991.
[^2]: Eigene Zeichnung.
[^3]: Zwei Absätze.

    Der zweite Absatz.
"""
FIELDS = {
    "isbn-ebook": "978-3-16-148411-7",
    "references": [
        {
            "id": "illich1991",
            "type": "book",
            "title": "Im Weinberg des Textes",
            "author": [{"family": "Illich", "given": "Ivan"}],
            "issued": {"date-parts": [[1991]]},
        }
    ],
    "satzspiegel": {"embed-manuscript": True},
}

#: Settings of Fontconfig that would change every page.
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <match target="pattern">
    <edit name="family" mode="prepend" binding="strong"><string>DejaVu Sans</string></edit>
  </match>
  <match target="font"><edit name="embolden" mode="assign"><bool>true</bool></edit></match>
</fontconfig>
"""

#: What Python runs when it starts, by what it changes.
CLOCK = """
import datetime, time
ahead, now, here, there = {seconds}, time.time, time.localtime, time.gmtime
time.time = lambda: now() + ahead
time.time_ns = lambda: int(time.time() * 1e9)
time.localtime = lambda moment=None: here(time.time() if moment is None else moment)
time.gmtime = lambda moment=None: there(time.time() if moment is None else moment)
class Shifted(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        return cls.fromtimestamp(time.time(), zone)
    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)
    today = now
class Day(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
datetime.datetime, datetime.date = Shifted, Day
"""
ONE_CORE = """
import os
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
os.cpu_count = lambda: 1
"""
MANY_CORES = """
import os
os.cpu_count = lambda: 64
"""
NO_FORK = """
import multiprocessing
multiprocessing.get_all_start_methods = lambda: ["spawn"]
"""
ONE_PROCESS = """
import concurrent.futures
def none(*arguments, **named):
    raise OSError("no shared memory")
concurrent.futures.ProcessPoolExecutor = none
"""
ORDER = """
import os
listed, scanned = os.listdir, os.scandir
class Entries(list):
    def __enter__(self):
        return iter(self)
    def __exit__(self, *error):
        pass
    def close(self):
        pass
def scandir(path="."):
    with scanned(path) as entries:
        return Entries(sorted(entries, key=lambda one: one.name, reverse={reverse}))
os.scandir = scandir
os.listdir = lambda path=".": sorted(listed(path), reverse={reverse})
"""
YEAR = 365 * 86_400
#: The folders of the copies.
PROGRAMS = ("programme", "Programme von früher (2)")


@dataclass(frozen=True)
class Environment:
    """A computer, as far as a build could notice it."""

    name: str
    start_up: str
    zone: str
    locale: str
    seed: str
    umask: int
    user: str
    #: When the files of the manuscript were last changed: seconds since 1970.
    changed: int
    #: Which copy of the program it has: one of :data:`PROGRAMS`.
    program: int = 0


ENVIRONMENTS = (
    Environment("plain", "", "UTC", "C", "0", 0o022, "anna", 1_700_000_000),
    Environment(
        "Jahre später",
        CLOCK.format(seconds=20 * YEAR) + ORDER.format(reverse=True),
        "Pacific/Kiritimati",
        "de_DE.UTF-8",
        "1",
        0o077,
        "bernd",
        2_000_000_000,
    ),
    Environment(
        "years before",
        CLOCK.format(seconds=-30 * YEAR) + ORDER.format(reverse=False),
        "America/Lima",
        "en_US.UTF-8",
        "2",
        0o000,
        "clara",
        500_000_000,
    ),
    Environment("one core", ONE_CORE, "Asia/Kolkata", "fr_FR.UTF-8", "3", 0o027, "dora", 1),
    Environment("no fork", NO_FORK, "Europe/Berlin", "C.UTF-8", "4", 0o002, "emil", 1_000_000_000),
    Environment(
        "one process", ONE_PROCESS, "Asia/Tokyo", "tr_TR.UTF-8", "5", 0o007, "frieda", 1_500_000_000
    ),
    Environment(
        "elsewhere",
        MANY_CORES,
        "America/St_Johns",
        "POSIX",
        "6",
        0o037,
        "gustav",
        900_000_000,
        True,
    ),
    Environment(
        "überall anders",
        CLOCK.format(seconds=YEAR // 2) + ORDER.format(reverse=True) + ONE_CORE,
        "Australia/Eucla",
        "en",
        "random",
        0o033,
        "hänsel",
        1_234_567_890,
        1,
    ),
)


def write_manuscript(folder: Path) -> Path:
    """The manuscript in a folder of this name, with names of files that are not ASCII."""
    write_sample(folder, FIELDS, {"01-anfang.md": TEXT})
    images = folder / "bilder"
    (images / "skizze.svg").rename(images / "größe.svg")
    (images / "punkt.png").write_bytes(png(300, 300))
    return folder


def write_home(folder: Path) -> None:
    """A home whose owner has settings of other programs, and a Pandoc newer than ours."""
    pandoc = folder / "bin" / "pandoc"
    pandoc.parent.mkdir(parents=True)
    pandoc.write_text("#!/bin/sh\necho pandoc 99.0\n", "utf-8")
    pandoc.chmod(0o755)
    fonts = folder / ".config" / "fontconfig" / "fonts.conf"
    fonts.parent.mkdir(parents=True)
    fonts.write_text(FONTS, "utf-8")


def variables(environment: Environment, place: Path, program: Path) -> dict[str, str]:
    """What the process is told: nothing of this one but where programs are."""
    folders = {name: place / name for name in ("HOME", "TMPDIR", "start-up")}
    for folder in folders.values():
        folder.mkdir()
    if environment.start_up:
        write_home(folders["HOME"])
    (folders["start-up"] / "sitecustomize.py").write_text(environment.start_up, "utf-8")
    found = folders["start-up"], program / "pipeline"
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(map(str, found)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": environment.seed,
        "HOME": str(folders["HOME"]),
        "TMPDIR": str(folders["TMPDIR"]),
        "TZ": environment.zone,
        "LC_ALL": environment.locale,
        "LANG": environment.locale,
        "USER": environment.user,
        "LOGNAME": environment.user,
    }


def write_program(folder: Path) -> None:
    """A copy of the program, as a checkout has it; nobody changes it while it runs."""
    beside = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("pipeline", "styles"):
        shutil.copytree(ROOT / name, folder / name, ignore=beside)


def built(environment: Environment, base: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a build in an environment, by their names."""
    place = base / environment.name
    place.mkdir(parents=True)
    manuscript = write_manuscript(place / "Manuskripte" / NAME)
    for path in (manuscript, *manuscript.rglob("*")):
        os.utime(path, (environment.changed, environment.changed))
    done = subprocess.run(
        [sys.executable, "-m", "satzspiegel", "build", NAME, "-o", place / "out", "--provenance"],
        env=variables(environment, place, base / PROGRAMS[environment.program]),
        cwd=manuscript.parent,
        umask=environment.umask,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{environment.name}: {done.stdout}{done.stderr}"
    for path in sorted((place / "out").iterdir()):
        yield path.name, path.read_bytes()


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The files of each environment, by its name; two are built at a time."""
    base = tmp_path_factory.mktemp("somewhere")
    for name in PROGRAMS:
        write_program(base / name)
    with ThreadPoolExecutor(2) as pool:
        made = pool.map(lambda one: dict(built(one, base)), ENVIRONMENTS)
        return dict(zip((one.name for one in ENVIRONMENTS), made, strict=True))


def test_every_edition_and_report_is_made(sets: dict[str, dict[str, bytes]]) -> None:
    assert sorted(sets["plain"]) == sorted(f"{NAME}{suffix}" for suffix in SUFFIXES)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_same_bytes_in_every_environment(suffix: str, sets: dict[str, dict[str, bytes]]) -> None:
    digests = {
        name: hashlib.sha256(files[f"{NAME}{suffix}"]).hexdigest() for name, files in sets.items()
    }
    different = [name for name in digests if digests[name] != digests["plain"]]
    assert different == []
