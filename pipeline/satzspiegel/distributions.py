"""The Python distributions that the program rests on, as they are installed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from urllib.parse import quote

#: A requirement: the name, the extras it asks for, the rest (Dependency specifiers of the PyPA).
REQUIREMENT = re.compile(r"\s*([\w.-]+)\s*(?:\[([^]]*)\])?(.*)", re.DOTALL)
#: The extra that a requirement belongs to.
EXTRA = re.compile(r"\bextra\s*==\s*[\"']([^\"']+)[\"']")
#: What counts as the same sign in names of distributions (PEP 503).
SIGNS = re.compile(r"[-_.]+")

#: A distribution that is asked for: its name, and its extras.
Asked = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class Distribution:
    """An installed distribution: normalised names of those it requires, in order."""

    name: str
    version: str
    requires: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Its address as a package (purl-spec, type ``pypi``)."""
        return f"pkg:pypi/{quote(self.name)}@{quote(self.version, safe='')}"


def distributions(root: str = "satzspiegel") -> dict[str, Distribution]:
    """What a distribution requires, and what that requires, by normalised names; itself too.

    Empty if it is not installed as a distribution. Those that another system would need are left
    out unless they are there, for then they may be loaded.
    """
    found: dict[str, Distribution] = {}
    waiting: list[Asked] = [(root, frozenset())]
    seen: set[Asked] = set()
    while waiting:
        name, extras = asked = waiting.pop()
        installed = None if asked in seen else _installed(name)
        seen.add(asked)
        if installed:
            required = sorted(_required(installed.requires or (), extras), key=lambda one: one[0])
            known = found[name].requires if name in found else ()
            needed = sorted({*known, *(one for one, _ in required)})
            found[name] = Distribution(name, installed.version, tuple(needed))
            waiting += required
    return dict(sorted(found.items()))


def _installed(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def _required(requirements: Iterable[str], extras: frozenset[str]) -> Iterator[Asked]:
    """The requirements that hold always, or for one of the extras."""
    for requirement in requirements:
        if match := REQUIREMENT.match(requirement):
            name, more, rest = match.groups()
            belongs = {normalised(extra) for extra in EXTRA.findall(rest)}
            if not belongs or belongs & extras:
                asked = frozenset(normalised(e) for e in (more or "").split(",") if e.strip())
                yield normalised(name), asked


def normalised(name: str) -> str:
    """The name of a distribution as all spellings of it are compared (PEP 503)."""
    return SIGNS.sub("-", name.strip()).lower()
