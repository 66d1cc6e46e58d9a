"""The validators that run in Chromium: Ace by DAISY for e-books, axe for web pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from satzspiegel.model import Place, Severity
from satzspiegel.verify.validators import programs
from satzspiegel.verify.validators.messages import Message
from satzspiegel.verify.validators.running import answer

ACE = "Ace"
AXE = "axe"
#: Seconds. Ace opens every file of a book in a window of its own.
ACE_LIMIT = 600.0
AXE_LIMIT = 180.0
#: Chromium's start on a busy machine; Ace itself would wait 5 s. In milliseconds.
START = "60000"
#: The colours that a reader may ask for.
SCHEMES = {
    "de": {"light": "hell", "dark": "dunkel"},
    "en": {"light": "light", "dark": "dark"},
}
#: How much axe and Ace say that a fault weighs for a reader.
WEIGHTS = {
    "critical": Severity.ERROR,
    "serious": Severity.ERROR,
    "moderate": Severity.WARNING,
    "minor": Severity.WARNING,
}


def ace(path: Path, language: str = "de", limit: float = ACE_LIMIT) -> list[Message]:
    """Ace's violations in an EPUB, in ``de`` or ``en``.

    Raises :class:`~satzspiegel.verify.validators.programs.ValidatorMissingError` and
    :class:`~satzspiegel.verify.validators.running.ValidatorFailedError`.
    """
    report = _ask(ACE, programs.ACE, "ace.cjs", path, language, limit)
    return list(_ace_messages(report, path))


def axe(path: Path, language: str = "de", limit: float = AXE_LIMIT) -> list[Message]:
    """The violations axe finds in an HTML page, wide and light, then narrow and dark.

    Raises as :func:`ace` does.
    """
    report = _ask(AXE, programs.AXE, "axe.cjs", path, language, limit)
    return list(_axe_messages(report, path, SCHEMES[language]))


def _ask(
    validator: str,
    package: programs.Program,
    script: str,
    path: Path,
    language: str,
    limit: float,
) -> Any:
    node, chromium, _ = programs.require(validator, programs.NODE, programs.CHROMIUM, package)
    environment = {
        "NODE_MODULES": str(programs.NODE_MODULES.resolve()),
        "PUPPETEER_EXECUTABLE_PATH": str(chromium),
        "ACE_TIMEOUT_INITIAL": START,
        "ACE_TIMEOUT_EXTENSION": str(int(limit * 1000)),
    }
    with resources.as_file(resources.files(__package__).joinpath(script)) as file:
        return answer(validator, [node, file, path.resolve(), language], limit, environment)


def _ace_messages(report: Any, path: Path) -> Iterator[Message]:
    """One message for each rule and file; it counts the places."""
    said: dict[tuple[str, str, str], list[Any]] = {}
    for subject in report["assertions"]:
        file = subject["earl:testSubject"]["url"]
        for one in subject["assertions"]:
            test = one["earl:test"]
            key = file, test["dct:title"], test.get("earl:impact", "")
            said.setdefault(key, []).append(one["earl:result"])
    for (file, rule, impact), results in said.items():
        words = _words(results[0].get("dct:description", ""), results[0].get("html", ""))
        place = Place(f"{path.name}/{file}")
        yield Message(ACE, rule, _weight(impact), place, words, len(results))


def _axe_messages(report: Any, path: Path, schemes: Mapping[str, str]) -> Iterator[Message]:
    """One message for each rule; it names the views and counts the elements in the worst."""
    said: dict[str, dict[str, Any]] = {}
    for view in report["views"]:
        seen = f"{view['width']} px, {schemes[view['scheme']]}"
        for fault in view["violations"]:
            said.setdefault(fault["id"], {})[seen] = fault
    for rule, faults in said.items():
        first = next(iter(faults.values()))
        words = _words(f"{first['help'].removesuffix('.')} ({'; '.join(faults)})", first["html"])
        count = max(fault["count"] for fault in faults.values())
        yield Message(AXE, rule, _weight(first["impact"]), Place(path.name), words, count)


def _words(text: str, markup: str) -> str:
    """What is wrong, on one line, and with which element."""
    said = " ".join(text.split())
    element = " ".join(str(markup).split())
    element = element if len(element) <= 90 else f"{element[:88].rstrip()} …"
    return f"{said}: {element}" if element and element != "undefined" else said


def _weight(impact: str | None) -> Severity:
    return WEIGHTS.get(impact or "", Severity.ERROR)
