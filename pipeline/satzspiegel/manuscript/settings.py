"""Our own settings, under the key ``satzspiegel`` of the metadata."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from satzspiegel.labels import label_names
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import (
    BookletSettings,
    Finding,
    LimitSettings,
    Place,
    PrintSettings,
    Settings,
    Severity,
)
from satzspiegel.model.settings import FIRST_EDITION, PRINTED
from satzspiegel.typography.profiles import PROFILES
from satzspiegel.typography.rules import SWITCHES

KEY = "satzspiegel"
#: The setting that names the style.
STYLE = f"{KEY}.style"
#: Settings that are one of a few words.
CHOICES = {
    "notes": ("continuous", "per-chapter"),
    "typography": tuple(PROFILES),
    "quotes": ("keep", "unify"),
    "eszett": ("keep", "ss"),
    "front-numbers": ("roman", "arabic"),
    "page-list": (PRINTED, FIRST_EDITION),
    "print.binding": ("saddle-stitch", "perfect", "sewn"),
    "booklet.sheet": ("A4", "A3", "SRA4", "SRA3"),
}
#: Settings that are a table of settings.
TABLES = {"print": PrintSettings, "booklet": BookletSettings, "limits": LimitSettings}
#: A manuscript may widen its limits so many times: it is data, and may be a stranger's.
WIDER, LIMITS = 10, asdict(LimitSettings())
#: What numbers may be: g/m², cm³/g, mm; limits in what they count.
RANGES = {
    **{f"limits.{name.replace('_', '-')}": (1, most * WIDER) for name, most in LIMITS.items()},
    "paper": (30.0, 500.0),
    "cover-paper": (30.0, 500.0),
    "volume": (0.5, 3.0),
    "cover-volume": (0.5, 3.0),
    "flaps": (0.0, 200.0),
}
#: How each type is called where another was given.
FORMS = {str: "Text", bool: "true, false", float: "1.5", int: "12"}
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
    own_text = _from(where, text, place)
    problems = [
        problem
        for key, value in given.items()
        for problem in _problems(str(key), value, own_text, place)
    ]
    if problems:
        raise ManuscriptError(*problems)
    return Settings(**{_field(key): _frozen(str(key), value) for key, value in given.items()})


def _from(where: Place, text: str, place: Place) -> str:
    """The text from a line on, with as many lines before it as there were."""
    lines = where.line - place.line
    return "\n" * lines + text.split("\n", lines)[-1]


def _field(key: object) -> str:
    """The field of a setting."""
    return str(key).replace("-", "_")


def setting_names(settings: type) -> dict[str, type]:
    """The settings of a dataclass as they are written, with the type of each."""
    return {
        one.name.replace("_", "-"): object if is_dataclass(one.default) else type(one.default)
        for one in fields(settings)
    }


def _frozen(key: str, value: Any) -> Any:
    """A list as the tuple that settings hold, a table as its settings."""
    if key in TABLES:
        return TABLES[key](**{_field(name): given for name, given in value.items()})
    return tuple(value) if isinstance(value, list) else value


def _problems(key: str, value: object, text: str, place: Place) -> Iterator[Finding]:
    known = list(setting_names(Settings))
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
    elif key in TABLES:
        yield from _own_table_problems(key, value, text, place)
    else:
        yield from _value_problems(key, value, setting_names(Settings)[key], where)


def _value_problems(key: str, value: object, kind: type, where: Place) -> Iterator[Finding]:
    """What is wrong with a setting that is one value."""
    name = key if key in RANGES else key.rpartition(".")[2]
    low, high = RANGES.get(name, (0.0, 0.0))
    if isinstance(value, bool) != (kind is bool) or not isinstance(
        value, (int, float) if kind is float else kind
    ):
        yield _finding("setting-type", key, where, type=FORMS[kind])
    elif value not in CHOICES.get(key, (value,)):
        yield _finding("setting-value", key, where, allowed=", ".join(CHOICES[key]))
    elif key == "name" and not NAME.fullmatch(str(value)):
        yield _finding("setting-value", key, where, allowed="a–z, 0–9, -")
    elif isinstance(value, int | float) and name in RANGES and not low <= value <= high:
        yield _finding("setting-value", key, where, allowed=f"{low:.12g}–{high:.12g}")


def _own_table_problems(setting: str, table: object, text: str, place: Place) -> Iterator[Finding]:
    """What is wrong with a setting that is a table of settings."""
    known = setting_names(TABLES[setting])
    if not isinstance(table, dict):
        form = f"{next(iter(known))}: …"
        yield _finding("setting-type", setting, key_place(setting, text, place), type=form)
        return
    own_text = _from(key_place(setting, text, place), text, place)
    for name, value in table.items():
        key, where = f"{setting}.{name}", key_place(str(name), own_text, place)
        if name not in known:
            yield _finding("setting-unknown", key, where, nearest=nearest(str(name), list(known)))
        else:
            yield from _value_problems(key, value, known[name], where)


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
