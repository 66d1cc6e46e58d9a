"""What findings say, in the author's language.

The texts are in ``de.toml`` and ``en.toml`` beside this file: for each code a ``message`` and the
``advice`` what to do. Both may name the finding's values in braces.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib import resources

from satzspiegel.model import Finding, Severity

LANGUAGES = ("de", "en")
SEVERITIES = {
    "de": {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.HINT: "Hinweis"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"},
}


class SatzspiegelError(Exception):
    """Something the user can mend; carries the findings that say what and where."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(render(finding, "en") for finding in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[type, tuple[Finding, ...]]:
        """Errors cross from one process to another."""
        return type(self), self.findings


class ManuscriptError(SatzspiegelError):
    """The manuscript has errors."""


class StyleError(SatzspiegelError):
    """The house style has errors."""


class CallError(SatzspiegelError):
    """The program was called with words it does not know."""


def render(finding: Finding, language: str) -> str:
    """A finding as one line: ``file:line:column: severity: message advice``."""
    severity = SEVERITIES[language][finding.severity]
    place = f"{finding.place}: " if finding.place else ""
    return f"{place}{severity}: {message(finding, language)} {advice(finding, language)}".rstrip()


def message(finding: Finding, language: str) -> str:
    """What is wrong."""
    return _texts(language)[finding.code]["message"].format_map(finding.values)


def advice(finding: Finding, language: str) -> str:
    """What to do about it."""
    return _texts(language)[finding.code].get("advice", "").format_map(finding.values)


def speaker(manuscript_language: str = "") -> str:
    """The language to speak: the locale's if we know it, else the manuscript's, else German."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable, ""):
            if value[:2] in LANGUAGES:
                return value[:2]
            break
    return manuscript_language[:2] if manuscript_language[:2] in LANGUAGES else "de"


@cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    data = resources.files(__package__).joinpath(f"{language}.toml").read_text("utf-8")
    return tomllib.loads(data)
