"""Our own settings, under the key ``satzspiegel`` of the metadata."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from satzspiegel.labels import label_names
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Place, Settings, Severity
from satzspiegel.typography.profiles import PROFILES
from satzspiegel.typography.rules import SWITCHES

KEY = "satzspiegel"
#: Settings that are one of a few words.
CHOICES = {
    "notes": ("continuous", "per-chapter"),
    "typography": tuple(PROFILES),
    "quotes": ("keep", "unify"),
    "eszett": ("keep", "ss"),
}
NAME = re.compile(r"[\w][\w.\- ]*")


def read_settings(metadata: dict[str, object], text: str, place: Place) -> Settings:
    """The settings.

    Raises :class:`ManuscriptError` naming each unknown setting, with the nearest known one, and
    each value of the wrong type.
    """
    given = metadata.get(KEY)
    if given is None:
        return Settings()
    where = key_place(KEY, text, place)
    if not isinstance(given, dict):
        raise ManuscriptError(_finding("settings-no-mapping", KEY, where))
    own_text = "\n" * (where.line - place.line) + text.split("\n", where.line - place.line)[-1]
    problems = [
        problem
        for key, value in given.items()
        for problem in _problems(str(key), value, own_text, place)
    ]
    if problems:
        raise ManuscriptError(*problems)
    return Settings(**{str(key): _frozen(value) for key, value in given.items()})


def _frozen(value: Any) -> Any:
    """A list as the tuple that settings hold."""
    return tuple(value) if isinstance(value, list) else value


def _problems(key: str, value: object, text: str, place: Place) -> Iterator[Finding]:
    known = [f.name for f in fields(Settings)]
    where = key_place(key, text, place)
    if key not in known:
        yield _finding("setting-unknown", key, where, nearest=nearest(key, known))
    elif key == "labels":
        yield from _table_problems(key, value, label_names(), str, "Name: Text", text, place)
    elif key == "rules":
        yield from _table_problems(key, value, list(SWITCHES), bool, "N7: off", text, place)
    elif key == "hyphenation":
        if not (isinstance(value, list) and all(isinstance(word, str) for word in value)):
            yield _finding("setting-type", key, where, type="[Ur-instinkt, Magón]")
    elif not isinstance(value, str):
        yield _finding("setting-type", key, where, type="Text")
    elif value not in CHOICES.get(key, (value,)):
        yield _finding("setting-value", key, where, allowed=", ".join(CHOICES[key]))
    elif key == "name" and not NAME.fullmatch(value):
        yield _finding("setting-value", key, where, allowed="a–z, 0–9, -")


def _table_problems(
    setting: str, table: object, known: list[str], kind: type, form: str, text: str, place: Place
) -> Iterator[Finding]:
    """What is wrong with a setting that is a table of known names."""
    if not isinstance(table, dict):
        yield _finding("setting-type", setting, key_place(setting, text, place), type=form)
        return
    for name, value in table.items():
        key, where = f"{setting}.{name}", key_place(str(name), text, place)
        if name not in known:
            yield _finding("setting-unknown", key, where, nearest=nearest(str(name), known))
        elif not isinstance(value, kind):
            yield _finding("setting-type", key, where, type=form.partition(": ")[2])


def nearest(key: str, known: list[str]) -> str:
    """The known name that is most like one that is not known."""
    return difflib.get_close_matches(key, known, n=1, cutoff=0)[0]


def _finding(code: str, key: str, where: Place, **values: str) -> Finding:
    return Finding(code, Severity.ERROR, where, {"key": key, **values})


def key_place(key: str, text: str, place: Place) -> Place:
    """Where a key stands in the YAML text that begins at ``place``."""
    match = re.search(rf"^([ \t]*(?:-[ \t]+)?){re.escape(key)}[ \t]*:", text, re.MULTILINE)
    if match is None:
        return place
    line = text[: match.start()].count("\n")
    return Place(place.file, place.line + line, len(match[1]) + 1)
