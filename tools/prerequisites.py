#!/usr/bin/env python3
"""Look for what pip cannot install, and install it where that is allowed.

    tools/prerequisites.py libraries    what every build needs; exit 1 where it stays missing
    tools/prerequisites.py validators   what the tests use besides; says which will be skipped

Debian's packages are installed with apt-get by root, and on a CI machine (CI is set) through a
sudo that asks for no password. Elsewhere the command is printed. This runs on a bare Python,
before there is a virtual environment.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

#: The libraries that WeasyPrint loads, and Debian's packages of them. PangoFT2 brings Pango,
#: HarfBuzz and Fontconfig along. Without HarfBuzz-Subset WeasyPrint warns and subsets slowly.
LIBRARIES = {
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
JAVA_PACKAGE = "default-jre-headless"
NPM_PACKAGE = "npm"
#: The Nu HTML Checker: an npm package of little but one Java archive.
VNU = "vnu-jar@26.9.27"
VNU_SHA512 = (
    "4e441de4315f39a582f5e6edbe8cd3b2b1f655aa1dde3620faface791133217c"
    "417b12f3f7ead2d8336d8e7efe44f5226618258b44a0860057e9125135e6b428"
)
VNU_MEMBER = "package/build/dist/vnu.jar"
VNU_JAR = Path(__file__).parents[1] / ".venv" / "share" / "validators" / "vnu.jar"


class MissingError(Exception):
    """Something is missing and was not installed; the text says why and what to do."""


def main(arguments: list[str]) -> int:
    """Provide what the one argument names; return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one place where it may be older
        version = sys.version.split()[0]
        print(f"Python 3.11 or newer is needed, not {version}: make PYTHON=…", file=sys.stderr)
        return 1
    if arguments == ["libraries"]:
        return provide_libraries()
    if arguments == ["validators"]:
        return provide_validators()
    print(__doc__, file=sys.stderr)
    return 2


def provide_libraries() -> int:
    """Libraries are a must: install them or fail in one line."""
    try:
        install([package for name, package in LIBRARIES.items() if not library_loads(name)])
    except MissingError as problem:
        print(f"Libraries are missing that set the pages. {problem}", file=sys.stderr)
        return 1
    return 0


def provide_validators() -> int:
    """Validators are welcome: install them or say loudly what will be skipped."""
    try:
        install(validator_packages())
        if vnu_is_wanted():
            fetch_vnu()
    except MissingError as problem:
        print(f"\n*** {problem}", file=sys.stderr)
    if skipped := missing_validators():
        print(f"*** The tests will SKIP {' and '.join(skipped)}.\n", file=sys.stderr)
    return 0


def validator_packages() -> list[str]:
    """Return the packages to install before the validators can run or be fetched."""
    packages = [] if java_runs() else [JAVA_PACKAGE]
    if vnu_is_wanted() and not shutil.which("npm"):
        packages.append(NPM_PACKAGE)
    return packages


def missing_validators() -> list[str]:
    """Return the names of the validators that cannot run."""
    java = java_runs()
    runs = {"EPUBCheck": java, "the Nu HTML Checker": java and vnu_jar().is_file()}
    return [name for name, fine in runs.items() if not fine]


def vnu_jar() -> Path:
    """Return where the tests look for the Nu HTML Checker."""
    return Path(os.environ.get("VNU_JAR") or VNU_JAR)


def vnu_is_wanted() -> bool:
    """Whether to fetch it: it is not there, and nobody named another place."""
    return vnu_jar() == VNU_JAR and not VNU_JAR.is_file()


def fetch_vnu() -> None:
    """Fetch the npm package, compare its checksum and unpack the one file."""
    print(f"Fetching {VNU} with npm", flush=True)
    VNU_JAR.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VNU_JAR.parent) as name:
        folder = Path(name)
        run(["npm", "pack", "--silent", VNU], folder)
        archive = next(folder.glob("*.tgz"))
        if hashlib.sha512(archive.read_bytes()).hexdigest() != VNU_SHA512:
            raise MissingError(f"The registry's {VNU} is not the file known by its checksum")
        with tarfile.open(archive) as members, (folder / "vnu.jar").open("wb") as jar:
            content = members.extractfile(VNU_MEMBER)
            assert content is not None  # noqa: S101 - the checksum says so
            shutil.copyfileobj(content, jar)
        (folder / "vnu.jar").replace(VNU_JAR)


def install(packages: list[str]) -> None:
    """Install Debian packages, or say how a person does it."""
    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    prefix = privilege()
    if prefix is None:
        raise MissingError(f"On Debian: sudo {' '.join(command)}")
    print(f"Installing {' '.join(packages)} with apt-get", flush=True)
    run([*prefix, "apt-get", "update"])
    run([*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *command])


def privilege() -> list[str] | None:
    """Return what to write before apt-get; None where we may not use it or it is not there."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if os.environ.get("CI") and shutil.which("sudo") and succeeds([*sudo, "true"]):
        return sudo
    return None


def run(command: list[str], folder: Path | None = None) -> None:
    """Run a command in silence; where it fails, its last line is the reason."""
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        lines = done.stdout.strip().splitlines() or ["no message"]
        raise MissingError(f"“{' '.join(command)}” failed: {lines[-1]}")


def succeeds(command: list[str]) -> bool:
    """Whether a command exists and ends well."""
    return shutil.which(command[0]) is not None and not subprocess.call(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def java_runs() -> bool:
    """Whether there is a Java; macOS has a java command that is none."""
    return succeeds(["java", "-version"])


def library_loads(name: str) -> bool:
    """Whether the system's loader finds the library, as WeasyPrint asks for it."""
    for file in (f"lib{name}.so.0", f"lib{name}.0.dylib"):
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return True
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
