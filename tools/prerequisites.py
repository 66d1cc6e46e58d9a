#!/usr/bin/env python3
"""Look for what pip cannot install, and install it where that is allowed.

    tools/prerequisites.py libraries    what every build needs; exit 1 where it stays missing
    tools/prerequisites.py validators   what the tests use besides; says which will be skipped
    tools/prerequisites.py verapdf      of these, veraPDF alone
    tools/prerequisites.py profile      what the print shop's file is made with; never fails

Debian's packages are installed with apt-get by root, and on a CI machine (CI is set) through a
sudo that asks for no password. Elsewhere the command is printed. This runs on a bare Python,
before there is a virtual environment.
"""

from __future__ import annotations

import ctypes
import hashlib
import http.client
import io
import os
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

#: The libraries that WeasyPrint loads, and Debian's packages of them. PangoFT2 brings Pango,
#: HarfBuzz and Fontconfig along. Without HarfBuzz-Subset WeasyPrint warns and subsets slowly.
LIBRARIES = {
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
#: Programs that validators and readers run in, and Debian's packages of them.
PROGRAMS = {
    "java": ("default-jre-headless",),
    "node": ("nodejs",),
    "npm": ("npm",),
    "chromium": ("chromium",),
    "firefox": ("firefox-esr",),
    "gs": ("ghostscript",),
}
#: The names under which programs may be found, where these are others.
NAMES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "firefox": ("firefox-esr", "firefox"),
}
#: What the tests ask, and the programs each needs; npm packages are needed by all but EPUBCheck.
USERS = {
    "EPUBCheck": ("java",),
    "the Nu HTML Checker": ("java", "packages"),
    "Ace, axe and the e-book readers": ("node", "chromium", "packages"),
    "side notes in Firefox": ("node", "firefox", "packages"),
    "veraPDF": ("java", "verapdf"),
    "inks in Ghostscript": ("gs",),
}
#: The oldest Node.js that they run in.
NODE = 18
ROOT = Path(__file__).parents[1]
#: The npm packages are those of the lock file, each known by its checksum.
PACKAGES = ROOT / "tools" / "validators"
PACKAGE_FILES = ("package.json", "package-lock.json")
SHARE = ROOT / ".venv" / "share" / "validators"
#: The lock file of the packages that are there: written when all are.
INSTALLED = SHARE / "installed.json"
#: No package's own installation runs. Browsers are Debian's, and nothing is compiled.
NPM_CI = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
#: veraPDF, from Maven Central, known by its checksum.
VERAPDF_RELEASE = "1.28.2"
VERAPDF_NAME = f"greenfield-apps-{VERAPDF_RELEASE}.jar"
VERAPDF_ADDRESS = (
    f"https://repo1.maven.org/maven2/org/verapdf/apps/greenfield-apps/{VERAPDF_RELEASE}/"
    f"{VERAPDF_NAME}"
)
VERAPDF_SHA256 = "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6"
VERAPDF = ROOT / ".venv" / "share" / "verapdf" / VERAPDF_NAME
#: Files that profiles of the printing condition FOGRA39 come in, and where systems keep them.
FOGRA39 = (
    "ISOcoated_v2_300_bas.icc",
    "ISOcoated_v2_300_eci.icc",
    "ISOcoated_v2_eci.icc",
    "FOGRA39L_coated.icc",
)
PROFILES = ROOT / ".venv" / "share" / "color" / "icc"
PROFILE_FOLDERS = (
    PROFILES,
    Path.home() / ".local/share/color/icc",
    Path.home() / ".color/icc",
    Path("/usr/share/color/icc"),
    Path("/usr/local/share/color/icc"),
    Path("/usr/share/scribus/profiles"),
    Path("/usr/share/texlive/texmf-dist/tex/generic/colorprofiles"),
    Path.home() / "Library/ColorSync/Profiles",
    Path("/Library/ColorSync/Profiles"),
)
#: An archive that has one of them: basICColor's, which the zlib licence lets everybody use.
PDFBOX_ADDRESS = "https://repo1.maven.org/maven2/org/apache/pdfbox/pdfbox/2.0.35/pdfbox-2.0.35.jar"
PDFBOX_SHA256 = "76c38618da608ef947538c60e0214f5adbf8b047973d6e32da23fcb82cbab11b"
PDFBOX_PROFILE = "org/apache/pdfbox/resources/icc/ISOcoated_v2_300_bas.icc"
#: Seconds without a byte from the web.
PATIENCE = 60


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
    if arguments == ["verapdf"]:
        return provide_verapdf()
    if arguments == ["profile"]:
        return provide_profile()
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
    for provide in (install_programs, fetch_packages, fetch_verapdf):
        try:
            provide()
        except MissingError as problem:
            print(f"\n*** {problem}", file=sys.stderr)
    if skipped := missing_validators():
        print(f"*** The tests will SKIP {'; '.join(skipped)}.\n", file=sys.stderr)
    return 0


def provide_verapdf() -> int:
    """VeraPDF alone, and the Java that runs it."""
    try:
        if not program_runs("java"):
            install(list(PROGRAMS["java"]))
        fetch_verapdf()
    except MissingError as problem:
        print(f"*** {problem}", file=sys.stderr)
        return 1
    return 0


def provide_profile() -> int:
    """A profile is welcome: fetch one if there is none, or say in a line what goes without."""
    if profile_is_there():
        return 0
    try:
        fetch_profile()
    except MissingError as problem:
        print(f"No file for the print shop can be made yet. {problem}", file=sys.stderr)
    return 0


def profile_is_there() -> bool:
    """Whether a profile of FOGRA39 is on the system, by the names of files."""
    names = {name.lower() for name in FOGRA39}
    return any(
        path.name.lower() in names
        for folder in PROFILE_FOLDERS
        if folder.is_dir()
        for path in folder.rglob("*.ic[cm]")
    )


def install_programs() -> None:
    """Install the programs that are not there."""
    missing = [name for name in PROGRAMS if not program_runs(name)]
    install([package for name in missing for package in PROGRAMS[name]])


def fetch_packages() -> None:
    """Fetch the npm packages of the lock file, unless they are there or elsewhere."""
    if os.environ.get("SATZSPIEGEL_NODE_MODULES") or packages_are_there():
        return
    if not program_runs("npm"):
        raise MissingError("Without npm there are no validators and readers from its registry")
    print("Fetching validators and readers with npm (200 MB)", flush=True)
    SHARE.mkdir(parents=True, exist_ok=True)
    INSTALLED.unlink(missing_ok=True)
    for name in PACKAGE_FILES:
        shutil.copyfile(PACKAGES / name, SHARE / name)
    run([*NPM_CI], SHARE)
    shutil.copyfile(SHARE / PACKAGE_FILES[1], INSTALLED)


def fetch_verapdf() -> None:
    """Fetch veraPDF, unless it is there or elsewhere; what is not as it should be is not kept."""
    if os.environ.get("SATZSPIEGEL_VERAPDF") or VERAPDF.is_file():
        return
    print("Fetching veraPDF from Maven Central (10 MB)", flush=True)
    keep(fetched(VERAPDF_ADDRESS, VERAPDF_SHA256), VERAPDF)


def fetch_profile() -> None:
    """Put a profile into .venv, out of an archive."""
    print("Fetching a profile of the printing condition FOGRA39 (3 MB)", flush=True)
    archive = io.BytesIO(fetched(PDFBOX_ADDRESS, PDFBOX_SHA256))
    with zipfile.ZipFile(archive) as opened:
        keep(opened.read(PDFBOX_PROFILE), PROFILES / FOGRA39[0])


def fetched(address: str, checksum: str) -> bytes:
    """What is at an address, if it is what it was when its SHA-256 was written down."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 (https, above)
            data: bytes = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise MissingError(f"{address} cannot be fetched: {error}") from error
    if hashlib.sha256(data).hexdigest() != checksum:
        raise MissingError(f"{address} is not the file it was; it is not used")
    return data


def keep(data: bytes, path: Path) -> None:
    """Write a file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)


def missing_validators() -> list[str]:
    """Return the names of what cannot run in the tests, each with what it lacks."""
    skipped = []
    for user, needs in USERS.items():
        missing = [need for need in needs if not is_there(need)]
        if missing:
            skipped.append(f"{user} (without {', '.join(missing)})")
    return skipped


def is_there(need: str) -> bool:
    """Whether a program runs, or the npm packages or veraPDF are there."""
    if need == "verapdf":
        return Path(os.environ.get("SATZSPIEGEL_VERAPDF") or VERAPDF).is_file()
    if need != "packages":
        return program_runs(need)
    elsewhere = os.environ.get("SATZSPIEGEL_NODE_MODULES")
    return Path(elsewhere).is_dir() if elsewhere else packages_are_there()


def packages_are_there() -> bool:
    """Whether the npm packages are those of the lock file, all of them."""
    wanted = (PACKAGES / PACKAGE_FILES[1]).read_bytes()
    return INSTALLED.is_file() and INSTALLED.read_bytes() == wanted


def program_runs(name: str) -> bool:
    """Whether there is such a program, not too old; macOS has a java command that is none."""
    if name == "java":
        return succeeds(["java", "-version"])
    if name == "node":
        too_old = f"+(parseInt(process.version.slice(1)) < {NODE})"
        return succeeds(["node", "-e", f"process.exit({too_old})"])
    return any(shutil.which(other) for other in NAMES.get(name, (name,)))


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
    """Run a command in silence; where it fails, one line of its own is the reason."""
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        lines = done.stdout.strip().splitlines() or ["no message"]
        # npm begins with the reason, apt-get ends with it.
        reason = lines[0 if command[0] == "npm" else -1]
        raise MissingError(f"“{' '.join(command)}” failed: {reason}")


def succeeds(command: list[str]) -> bool:
    """Whether a command exists and ends well."""
    return shutil.which(command[0]) is not None and not subprocess.call(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


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
