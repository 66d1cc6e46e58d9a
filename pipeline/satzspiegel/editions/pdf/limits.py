"""What a house style says of lines and pages: their limits and their costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from satzspiegel import linebreak, pagination
from satzspiegel.linebreak import BreakKind, Costs
from satzspiegel.messages import StyleError
from satzspiegel.model import Finding, Place, Severity
from satzspiegel.styles import SETTINGS_FILE, Style

#: Tables of a style: limits of lines, their costs, the costs of pages.
JUSTIFICATION, LINE_COSTS, PAGE_COSTS = "justification", "line-costs", "page-costs"
#: Kinds of breaks whose costs a style may set, by their keys.
KINDS = {
    "compound": BreakKind.COMPOUND,
    "prefix": BreakKind.PREFIX,
    "suffix": BreakKind.SUFFIX,
    "syllable": BreakKind.SYLLABLE,
    "hard-hyphen": BreakKind.HARD_HYPHEN,
    "address": BreakKind.ADDRESS,
}


def line_settings(style: Style) -> linebreak.Settings:
    """The limits and costs of lines. Raises :class:`~satzspiegel.messages.StyleError`."""
    limits = _table(style, JUSTIFICATION, keys_of(linebreak.Settings))
    costs = _table(style, LINE_COSTS, [*keys_of(Costs), *KINDS])
    own = {KINDS[key]: cost for key, cost in costs.items() if key in KINDS}
    rest = {_field(key): cost for key, cost in costs.items() if key not in KINDS}
    known = Costs()
    made = replace(known, kinds={**known.kinds, **own}, **rest)
    values: dict[str, Any] = {_field(key): value for key, value in limits.items()}
    if "hyphens" in values:
        values["hyphens"] = int(values["hyphens"])
    return linebreak.Settings(**values, costs=made)


def page_settings(style: Style) -> pagination.Settings:
    """The costs of pages. Raises :class:`~satzspiegel.messages.StyleError`."""
    costs = _table(style, PAGE_COSTS, keys_of(pagination.Settings))
    values: dict[str, Any] = {_field(key): int(cost) for key, cost in costs.items()}
    return pagination.Settings(**values)


def keys_of(kind: type) -> list[str]:
    """The numbers among the fields of a dataclass, as a style names them."""
    return [one.name.replace("_", "-") for one in fields(kind) if one.type in ("int", "float")]


def _field(key: str) -> str:
    return key.replace("-", "_")


def _table(style: Style, name: str, known: Iterable[str]) -> Mapping[str, Any]:
    """A table of the style, all numbers of at least 0 under known keys."""
    table: Mapping[str, Any] = style.settings.get(name, {})
    for key, value in table.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if key not in set(known) or not number or not 0 <= value < float("inf"):
            place = Place(str(Path(style.source) / SETTINGS_FILE))
            values = {"problem": f"{name}.{key} = {value!r}"}
            raise StyleError(Finding("style-broken", Severity.ERROR, place, values))
    return table
