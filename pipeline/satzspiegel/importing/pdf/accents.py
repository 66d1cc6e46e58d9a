"""Accents that are glyphs of their own, printed over their letters, as old fonts have them.

A spacing or combining accent whose middle is over a letter belongs to that letter, whichever of
both is painted first (Unicode 15, 7.9 and table 2-3). Others stay what they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from satzspiegel.importing.pdf.letters import Letter

#: Accents as fonts have them, and the combining ones that they stand for.
SPACING = {
    "`": "\u0300",
    "´": "\u0301",
    "ˆ": "\u0302",
    "^": "\u0302",
    "˜": "\u0303",
    "~": "\u0303",
    "¯": "\u0304",
    "˘": "\u0306",
    "˙": "\u0307",
    "¨": "\u0308",
    "˚": "\u030a",
    "˝": "\u030b",
    "ˇ": "\u030c",
    "¸": "\u0327",
    "˛": "\u0328",
}
COMBINING = frozenset(SPACING.values())
#: The middle of an accent is so near to that of its letter, and its base line to the letter's
#: (parts of the size); over capitals it is raised.
MIDDLE, RAISED = 0.2, 0.35
#: Letters without dots are those with, under an accent.
DOTTED = {"ı": "i", "ȷ": "j"}


def with_accents(letters: Sequence[Letter]) -> list[Letter]:
    """Letters with the accents printed over them."""
    found: list[Letter] = []
    waiting: Letter | None = None
    for letter in letters:
        if waiting is not None:
            if _is_over(waiting, letter):
                found[-1] = _composed(waiting, letter)
                waiting = None
                continue
            waiting = None
        if letter.text in SPACING or letter.text in COMBINING:
            if found and _is_over(letter, found[-1]):
                found[-1] = _composed(letter, found[-1])
                continue
            waiting = letter
        found.append(letter)
    return found


def _is_over(accent: Letter, letter: Letter) -> bool:
    """Whether an accent stands over a letter, and not beside it."""
    size = letter.style.size
    apart = abs(accent.x0 + accent.x1 - letter.x0 - letter.x1) / 2
    return (
        letter.text[-1:].isalpha()
        and apart < MIDDLE * size
        and abs(accent.base - letter.base) < RAISED * size
    )


def _composed(accent: Letter, letter: Letter) -> Letter:
    mark = SPACING.get(accent.text, accent.text)
    text = unicodedata.normalize("NFC", DOTTED.get(letter.text, letter.text) + mark)
    top = min(accent.top, letter.top)
    return letter._replace(text=text, top=top, spaced=letter.spaced or accent.spaced)
