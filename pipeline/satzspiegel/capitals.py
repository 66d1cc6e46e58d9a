"""Capitals and small capitals: letterspacing, and what becomes of ß.

Words of three and more capitals are spaced a little (Versalsatz), lower case never. The style says
how much (``[capitals]``), and whether the capital of ß is ẞ or SS (Amtliche Regeln § 25 E3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from satzspiegel.messages import StyleError
from satzspiegel.model import Finding, Inline, Place, Severity, Span, Text
from satzspiegel.styles import SETTINGS_FILE, Style

CAPITAL_ESZETT = "ẞ"
#: The class of a run of capitals.
CAPITALS = "capitals"
#: So many capitals are a word in capitals; two are initials.
FEWEST = 3
WORD = re.compile(r"[^\W_]+")
#: What may follow the capitals of an abbreviation in the same word: NSDAPler, LPGs.
ENDING = re.compile(r"(?:s|ler(?:s|n|in|innen)?)?")
#: Letters around ß or ẞ.
ESZETT_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]*[ßẞ][^\W\d_]*")


@dataclass(frozen=True)
class Capitals:
    """The style's table ``[capitals]``; ``tracking`` in em, 0 for none."""

    tracking: float
    eszett: str
    italic_small_caps: str
    #: Levels of headings that are set in capitals.
    headings: tuple[int, ...]


DEFAULTS = {"tracking": 0, "eszett": CAPITAL_ESZETT, "italic-small-caps": "upright", "headings": ()}
#: The values that a key may have.
CHOICES = {"eszett": (CAPITAL_ESZETT, "SS"), "italic-small-caps": ("upright", "none")}


def capitals_of(style: Style) -> Capitals:
    """What a style says of capitals.

    Raises :class:`StyleError` for a value that is not known.
    """
    table: dict[str, Any] = {**DEFAULTS, **style.settings.get("capitals", {})}
    for key, known in CHOICES.items():
        if table[key] not in known:
            problem = f"capitals.{key}: {table[key]!r} ({', '.join(known)})"
            place = Place(f"{style.source}/{SETTINGS_FILE}")
            raise StyleError(Finding("style-broken", Severity.ERROR, place, {"problem": problem}))
    return Capitals(
        tracking=float(table["tracking"]),
        eszett=table["eszett"],
        italic_small_caps=table["italic-small-caps"],
        headings=tuple(table["headings"]),
    )


def spaced_capitals(text: Text) -> tuple[Inline, ...]:
    """The text with its runs of capitals, figures among them included, in elements of a class."""
    made: list[Inline] = []
    at = 0
    for match in WORD.finditer(text.value):
        run = _leading_capitals(match[0])
        if run:
            made.extend(_texts(text.value[at : match.start()], text))
            made.append(Span((Text(run, text.place),), classes=(CAPITALS,)))
            at = match.start() + len(run)
    return (*made, *_texts(text.value[at:], text)) if made else (text,)


def _texts(value: str, source: Text) -> tuple[Text, ...]:
    return (Text(value, source.place),) if value else ()


def _leading_capitals(word: str) -> str:
    """The capitals a word begins with, if there are enough and no more than an ending follows."""
    length = next((i for i, c in enumerate(word) if not (c.isupper() or c.isdigit())), len(word))
    run = word[:length]
    enough = sum(char.isupper() for char in run) >= FEWEST
    return run if enough and ENDING.fullmatch(word[length:]) else ""


def in_capitals(text: str, eszett: str) -> str:
    """The text in capitals, with the style's choice for ß."""
    return text.replace("ß", eszett).replace(CAPITAL_ESZETT, eszett).upper()


def with_one_eszett(text: str, eszett: str) -> str:
    """The text with the style's choice in words that are in capitals but for ß: STRAßE."""

    def chosen(match: re.Match[str]) -> str:
        word = match[0]
        others = word.replace("ß", "").replace(CAPITAL_ESZETT, "")
        return in_capitals(word, eszett) if others.isupper() else word

    return ESZETT_WORD.sub(chosen, text)
