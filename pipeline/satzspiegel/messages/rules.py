"""The rules of micro-typography in words, for ``check --explain`` and the handbook.

The texts are in ``rules.de.toml`` and ``rules.en.toml`` beside this file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

#: How characters that nobody sees are shown. The order is that of the legend.
VISIBLE = {"\u202f": "·", "\u00a0": "⍽", "\u200c": "|"}
LEGENDS = {
    "de": {
        "\u202f": "schmales geschütztes Leerzeichen",
        "\u00a0": "geschütztes Leerzeichen",
        "\u200c": "hier keine Ligatur",
    },
    "en": {
        "\u202f": "narrow no-break space",
        "\u00a0": "no-break space",
        "\u200c": "no ligature here",
    },
}
#: What can be switched off in the settings; the others are the style's business or protection.
SWITCHED = ("fix", "lint")


@dataclass(frozen=True)
class RuleText:
    """A rule in one language, with an example ``before`` → ``after`` in German.

    ``mode`` is ``fix`` (set by itself), ``lint`` (reported), ``guard`` (left alone) or
    ``style``. ``profile`` is the one that the example holds for; ``codes`` are those of the
    findings that come of this rule alone.
    """

    identifier: str
    name: str
    text: str
    before: str
    after: str
    source: str
    mode: str
    profile: str = "de-DE"
    codes: tuple[str, ...] = ()

    @property
    def switch(self) -> str:
        """The setting that switches the rule off; empty where none does."""
        return f"satzspiegel: rules: {{{self.identifier}: off}}" if self.mode in SWITCHED else ""


def rule_ids() -> tuple[str, ...]:
    """The ids of all rules, in the order of the handbook."""
    return tuple(_rules("de"))


def rule_text(identifier: str, language: str) -> RuleText:
    """A rule in words; raises :class:`KeyError` for an id that does not exist."""
    return _rules(language)[identifier]


def rule_of(code: str) -> str:
    """The id of the rule that a finding with this code comes of; empty when there is none."""
    return next((i for i, rule in _rules("de").items() if code in rule.codes), "")


def visible(text: str) -> str:
    """The text with signs in place of invisible characters."""
    return text.translate({ord(character): sign for character, sign in VISIBLE.items()})


def legend(text: str, language: str) -> str:
    """What the signs in ``visible(text)`` mean; empty when there are none."""
    found = [character for character in VISIBLE if character in text]
    return ", ".join(f"{VISIBLE[c]} {LEGENDS[language][c]} (U+{ord(c):04X})" for c in found)


@cache
def _rules(language: str) -> dict[str, RuleText]:
    file = resources.files("satzspiegel.messages").joinpath(f"rules.{language}.toml")
    tables = tomllib.loads(file.read_text("utf-8"))
    return {identifier: _rule(identifier, **table) for identifier, table in tables.items()}


def _rule(identifier: str, codes: Iterable[str] = (), **texts: str) -> RuleText:
    return RuleText(identifier, codes=tuple(codes), **texts)
