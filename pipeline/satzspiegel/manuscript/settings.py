"""Our own settings, under the key ``satzspiegel`` of the metadata."""

from __future__ import annotations

import difflib
import re
from dataclasses import fields

from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Place, Settings, Severity

KEY = "satzspiegel"
NUMBERINGS = ("continuous", "per-chapter")
NAME = re.compile(r"[\w][\w.\- ]*")


def read_settings(metadata: dict[str, object], text: str, place: Place) -> Settings:
    """The settings.

    Raises :class:`ManuscriptError` naming each unknown setting, with the nearest known one, and
    each value of the wrong type.
    """
    given = metadata.get(KEY) or {}
    if not isinstance(given, dict):
        raise ManuscriptError(_finding("settings-no-mapping", KEY, text, place))
    problems = [
        problem
        for key, value in given.items()
        if (problem := _problem(str(key), value, text, place))
    ]
    if problems:
        raise ManuscriptError(*problems)
    return Settings(**{str(key): value for key, value in given.items()})


def _problem(key: str, value: object, text: str, place: Place) -> Finding | None:
    known = [f.name for f in fields(Settings)]
    if key not in known:
        nearest = difflib.get_close_matches(key, known, n=1, cutoff=0)[0]
        return _finding("setting-unknown", key, text, place, nearest=nearest)
    if key == "notes" and value not in NUMBERINGS:
        return _finding("setting-value", key, text, place, allowed=", ".join(NUMBERINGS))
    if key == "labels":
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            return _finding("setting-type", key, text, place, type="Name: Text")
    elif not isinstance(value, str):
        return _finding("setting-type", key, text, place, type="Text")
    if key == "name" and not NAME.fullmatch(str(value)):
        return _finding("setting-value", key, text, place, allowed="a–z, 0–9, -")
    return None


def _finding(code: str, key: str, text: str, place: Place, **values: str) -> Finding:
    return Finding(code, Severity.ERROR, key_place(key, text, place), {"key": key, **values})


def key_place(key: str, text: str, place: Place) -> Place:
    """Where a key stands in the YAML text that begins at ``place``."""
    match = re.search(rf"^([ \t]*){re.escape(key)}[ \t]*:", text, re.MULTILINE)
    if match is None:
        return place
    line = text[: match.start()].count("\n")
    return Place(place.file, place.line + line, len(match[1]) + 1)
