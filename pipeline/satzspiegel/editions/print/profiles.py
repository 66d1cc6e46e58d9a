"""Profiles of printing conditions: what the four inks look like on a paper (ISO 15076-1).

Three conditions are known by name and looked for on the system. Another is a file of the
manuscript, and has to say which condition of the registry it describes.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import ImageCms

from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, PrintSettings, Severity

SUFFIXES = (".icc", ".icm")
#: Where the header of a profile has its size, class, colour space and signature (7.2).
SIZE, CLASS, SPACE, SIGNATURE = slice(4), slice(12, 16), slice(16, 20), slice(36, 40)
HEADER = 128
#: The profile of an output device that prints with four inks.
OUTPUT = (b"prtr", b"CMYK", b"acsp")
#: Names of conditions in the registry, as profiles write them.
REGISTERED = re.compile(r"FOGRA\s?(\d+)|CGATS\s?(TR\s?\d{3}|21-2-CRPC\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Profile:
    """A profile: the registry's name of its printing condition, what it calls itself, its bytes."""

    name: str
    description: str
    data: bytes


@dataclass(frozen=True)
class Condition:
    """A printing condition: files that profiles of it come in, the best first, and their names."""

    files: tuple[str, ...]
    described: re.Pattern[str]


CONDITIONS = {
    "FOGRA39": Condition(
        (
            "ISOcoated_v2_300_bas.icc",
            "ISOcoated_v2_300_eci.icc",
            "ISOcoated_v2_eci.icc",
            "FOGRA39L_coated.icc",
        ),
        re.compile(r"ISO ?coated ?v2|FOGRA ?39", re.IGNORECASE),
    ),
    "FOGRA51": Condition(
        ("PSOcoated_v3.icc",), re.compile(r"PSO ?coated ?v3|FOGRA ?51", re.IGNORECASE)
    ),
    "FOGRA52": Condition(
        ("PSOuncoated_v3_FOGRA52.icc",), re.compile(r"PSO ?uncoated ?v3|FOGRA ?52", re.IGNORECASE)
    ),
}


def find_profile(settings: PrintSettings, root: Path) -> Profile:
    """The profile of the settings, for a manuscript in the folder ``root``.

    Raises :class:`ManuscriptError` when there is none, or none that can be printed with, saying
    where to get one.
    """
    if settings.profile in CONDITIONS:
        return _known(settings.profile, root)
    return _own(settings.profile, root)


def _known(name: str, root: Path) -> Profile:
    """The first profile of a condition, by the names of files, else by what profiles say."""
    condition = CONDITIONS[name]
    paths = sorted(_profiles(root), key=lambda path: _rank(path, condition))
    for data in filter(None, map(_output_profile, paths)):
        description = _described(data)
        if condition.described.search(description):
            return Profile(name, description, data)
    raise _error("profile-missing", profile=name, file=condition.files[0])


def _rank(path: Path, condition: Condition) -> int:
    """Where a file stands in the order of a condition; others keep that of the folders."""
    known = [name.lower() for name in condition.files]
    name = path.name.lower()
    return known.index(name) if name in known else len(known)


def _own(source: str, root: Path) -> Profile:
    """A profile of the manuscript's folder."""
    path = (root / source).resolve()
    if not path.is_relative_to(root.resolve()) or path.suffix.lower() not in SUFFIXES:
        known = ", ".join(CONDITIONS)
        raise _error("profile-unknown", profile=source, known=known)
    if not path.is_file():
        raise _error("profile-missing-file", profile=source)
    data = _output_profile(path)
    if data is None:
        raise _error("profile-not-output", profile=source)
    description = _described(data)
    name = _registered(data, description)
    if not name:
        raise _error("profile-unnamed", profile=source, description=description)
    return Profile(name, description, data)


def _registered(data: bytes, description: str) -> str:
    """The registry's name of a profile's condition, from its name or from what it was made of."""
    for name, condition in CONDITIONS.items():
        if condition.described.search(description):
            return name
    made_of = ImageCms.ImageCmsProfile(BytesIO(data)).profile.target or ""
    found = REGISTERED.search(description) or REGISTERED.search(made_of)
    if found is None:
        return ""
    return f"FOGRA{found[1]}" if found[1] else f"CGATS {found[2].upper()}"


def _output_profile(path: Path) -> bytes | None:
    """The bytes of a profile for printing in four inks; None for any other file."""
    try:
        with path.open("rb") as file:
            header = file.read(HEADER)
            if (header[CLASS], header[SPACE], header[SIGNATURE]) != OUTPUT:
                return None
            data = header + file.read()
            if int.from_bytes(header[SIZE]) != len(data):
                return None
            ImageCms.ImageCmsProfile(BytesIO(data))
    except OSError:  # also what Pillow cannot open
        return None
    return data


def _described(data: bytes) -> str:
    """What a profile calls itself (9.2.41)."""
    return (ImageCms.ImageCmsProfile(BytesIO(data)).profile.profile_description or "").strip()


def _profiles(root: Path) -> Iterator[Path]:
    """The files of profiles in the manuscript's folder and on the system, in a fixed order."""
    # The folder of a manuscript may be somebody's home.
    inside = [(root, "*"), *((folder, "**/*") for folder in system_folders())]
    for folder, pattern in inside:
        yield from sorted(
            path
            for path in (folder.glob(pattern) if folder.is_dir() else ())
            if path.suffix.lower() in SUFFIXES and path.is_file()
        )


def system_folders() -> Iterator[Path]:
    """Where systems, the virtual environment and other programs keep profiles."""
    home = Path.home()
    yield Path(sys.prefix) / "share" / "color" / "icc"
    yield home / ".local" / "share" / "color" / "icc"
    yield home / ".color" / "icc"
    yield Path("/usr/share/color/icc")
    yield Path("/usr/local/share/color/icc")
    yield Path("/usr/share/scribus/profiles")
    yield Path("/usr/share/texlive/texmf-dist/tex/generic/colorprofiles")
    yield home / "Library" / "ColorSync" / "Profiles"
    yield Path("/Library/ColorSync/Profiles")
    yield Path("/System/Library/ColorSync/Profiles")
    if windows := os.environ.get("SystemRoot"):  # noqa: SIM112 - as Windows writes it
        yield Path(windows) / "System32" / "spool" / "drivers" / "color"


def _error(code: str, **values: str) -> ManuscriptError:
    return ManuscriptError(Finding(code, Severity.ERROR, None, values))
