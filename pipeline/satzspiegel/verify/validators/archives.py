"""The validators that are Java archives: EPUBCheck and the Nu HTML checker."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from satzspiegel.model import Place, Severity
from satzspiegel.verify.validators.anchors import without_anchors
from satzspiegel.verify.validators.messages import Message
from satzspiegel.verify.validators.programs import EPUBCHECK_JAR, JAVA, VNU_JAR, require
from satzspiegel.verify.validators.running import answer

EPUBCHECK = "EPUBCheck"
NU = "Nu HTML Checker"
#: A short run is over before Java's second compiler has paid for itself; the Nu HTML checker
#: wants a deep stack.
OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
#: So many books are read at once.
AT_ONCE = 2
#: Seconds. A book with 1,000 notes takes EPUBCheck some ten.
LIMIT = 180.0
WEIGHTS = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "error": Severity.ERROR,
    "non-document-error": Severity.ERROR,
    "warning": Severity.WARNING,
}


def epubcheck(
    *paths: Path, language: str = "de", usages: bool = False, limit: float = LIMIT
) -> list[Message]:
    """EPUBCheck's errors and warnings, in ``de`` or ``en``; with ``usages`` these as hints too.

    Raises :class:`~satzspiegel.verify.validators.programs.ValidatorMissingError` and
    :class:`~satzspiegel.verify.validators.running.ValidatorFailedError`.
    """
    java, jar = require(EPUBCHECK, JAVA, EPUBCHECK_JAR)

    def check(path: Path) -> list[Message]:
        words = ["--locale", language, *(["--usage"] if usages else []), "--json", "-", str(path)]
        report = answer(EPUBCHECK, [java, *OPTIONS, "-jar", jar, *words], limit)
        return list(_epubcheck_messages(report, path))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [message for messages in pool.map(check, paths) for message in messages]
    return [one for one in found if usages or one.severity is not Severity.HINT]


def nu_html_checker(*paths: Path, limit: float = LIMIT) -> list[Message]:
    """The Nu HTML checker's errors and warnings, in English; ``.xhtml`` is read as XML.

    Its messages have no ids: ``rule`` is ``HTML`` or ``CSS``. It does not know CSS anchor
    positioning and is shown the pages without it: see
    :mod:`satzspiegel.verify.validators.anchors`. Raises as :func:`epubcheck` does.
    """
    java, jar = require(NU, JAVA, VNU_JAR)
    with tempfile.TemporaryDirectory(prefix="satzspiegel-") as name:
        copies = {_copy(path, Path(name, str(n))): path for n, path in enumerate(paths)}
        words = ["--format", "json", "--exit-zero-always", "--stdout", *map(str, copies)]
        report = answer(NU, [java, *OPTIONS, "-jar", jar, *words], limit)
    names = {copy.resolve().as_posix(): path for copy, path in copies.items()}
    return list(_nu_messages(report, names))


def _epubcheck_messages(report: Any, path: Path) -> Iterator[Message]:
    for said in report["messages"]:
        locations = said.get("locations") or [{}]
        first = locations[0]
        inner = PurePosixPath(first.get("path") or path.name)
        file = path.name if inner.name == path.name else f"{path.name}/{inner}"
        line, column = (max(0, first.get(key) or 0) for key in ("line", "column"))
        yield Message(
            EPUBCHECK,
            said["ID"],
            WEIGHTS.get(said["severity"], Severity.HINT),
            Place(file, line, column),
            said["message"],
            len(locations) + (said.get("additionalLocations") or 0),
        )


def _copy(path: Path, folder: Path) -> Path:
    """The page as the Nu HTML checker is shown it, with the lines and columns it had."""
    folder.mkdir()
    copy = folder / path.name
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    copy.write_bytes(without_anchors(text).encode("utf-8", "surrogateescape"))
    return copy


def _nu_messages(report: Any, names: dict[str, Path]) -> Iterator[Message]:
    for said in report["messages"]:
        kind = said.get("subType") or said["type"]
        if kind not in WEIGHTS:
            if said["type"] != "info":  # a fatal error, or one of the checker itself
                kind = "error"
            else:
                continue
        copy = Path(unquote(urlsplit(said.get("url") or "").path)).resolve().as_posix()
        path = names.get(copy)
        # Without a first line a message is about one line alone.
        line = said.get("firstLine") or said.get("lastLine") or 0
        column = said.get("firstColumn") or said.get("lastColumn") or 0
        place = Place(path.name if path else "", line, column)
        rule = "CSS" if said["message"].startswith("CSS:") else "HTML"
        yield Message(NU, rule, WEIGHTS[kind], place, said["message"].removeprefix("CSS: "))
