"""What findings say, in the author's language.

The texts are in ``de.toml`` and ``en.toml`` beside this file: for each code a ``message`` and the
``advice`` what to do. Both may name the finding's values in braces.
"""

from __future__ import annotations

import os
import re
import tomllib
from difflib import get_close_matches
from functools import cache
from importlib import resources

from satzspiegel.messages.rules import rule_ids, visible
from satzspiegel.model import Finding, Severity

LANGUAGES = ("de", "en")
SEVERITIES = {
    "de": {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.HINT: "Hinweis"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"},
}
#: What would end a line becomes a space, other controls their pictures (Unicode, 24.4).
UNPRINTABLE = {
    **dict.fromkeys((*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **{code: chr(0x2400 + code) for code in range(0x20)},
    **dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " "),
    0x7F: "\u2421",
}
#: A value that is a length: German has a comma in it.
MEASURED = re.compile(r"\{(\w+)\} (?:mm|pt)\b")


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
    """A finding as one line: ``file:line:column: severity: message advice [rule]``."""
    severity = SEVERITIES[language][finding.severity]
    place = f"{one_line(str(finding.place))}: " if finding.place else ""
    said = f"{place}{severity}: {message(finding, language)} {advice(finding, language)}".rstrip()
    rule = finding.values.get("rule", "")
    return f"{said} [{rule}]" if rule else said


def message(finding: Finding, language: str) -> str:
    """What is wrong."""
    return _said(finding, language, 0)


def advice(finding: Finding, language: str) -> str:
    """What to do about it."""
    return _said(finding, language, 1)


def is_known(name: str) -> bool:
    """Whether a rule or a finding is called so; case does not matter."""
    return name.casefold() in _names()


def known_name(name: str) -> str:
    """The id or code as it is written; raises :class:`KeyError` for one that does not exist."""
    return _names()[name.casefold()]


def nearest_name(name: str) -> str:
    """The id of a rule, or the code of a finding, that is most like a name."""
    return _names()[get_close_matches(name.casefold(), _names(), n=1, cutoff=0)[0]]


def explained(code: str, language: str) -> tuple[str, str]:
    """Message and advice of a code, with the names of its values in braces."""
    texts = _texts(language)[code]
    return texts["message"], texts.get("advice", "")


def _said(finding: Finding, language: str, part: int) -> str:
    """Message (0) or advice (1) with the finding's values."""
    text = explained(finding.code, language)[part]
    values = _shown(finding)
    if language == "de":
        for name in MEASURED.findall(text):
            values[name] = values[name].replace(".", ",")
    return text.format_map(values)


def _shown(finding: Finding) -> dict[str, str]:
    """The values of a finding; words that differ in invisible characters must look different."""
    return {
        name: one_line(visible(value) if name in ("words", "instead") else value)
        for name, value in finding.values.items()
    }


def one_line(text: str) -> str:
    """The text without what would end a line, steer a terminal or turn the text round.

    Control characters have their pictures (U+2400–U+2421); signs of direction and halves of
    surrogate pairs are U+FFFD REPLACEMENT CHARACTER.
    """
    return text.translate(UNPRINTABLE)


def speaker(manuscript_language: str = "") -> str:
    """The language to speak: the locale's if we know it, else the manuscript's, else German."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable, ""):
            if value[:2] in LANGUAGES:
                return value[:2]
            break
    return writer(manuscript_language)


def writer(manuscript_language: str) -> str:
    """The language to write in, the same for everybody: the manuscript's if we know it, or German.

    Files must not depend on who makes them.
    """
    return manuscript_language[:2] if manuscript_language[:2] in LANGUAGES else "de"


@cache
def _names() -> dict[str, str]:
    """The ids of rules and the codes of findings, each under its name without capitals."""
    return {name.casefold(): name for name in (*rule_ids(), *_texts("de"))}


@cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    data = resources.files(__package__).joinpath(f"{language}.toml").read_text("utf-8")
    return tomllib.loads(data)
