"""What items of lists begin with: bullets, dashes, numbers, letters."""

from __future__ import annotations

from dataclasses import dataclass

from satzspiegel.importing.pages.looks import BULLET, ENUMERATED
from satzspiegel.importing.pages.type_area import Row

#: Dashes begin dialogue too; they are list marks only where lines hang behind them.
DASHES = "–—-*"


@dataclass(frozen=True)
class Mark:
    """What an item of a list begins with: ``text`` as printed; ``kind`` tells lists apart."""

    text: str
    kind: str
    value: int = 0


def mark_of(row: Row) -> Mark | None:
    """The mark that a line begins with, if it has the form of a list's."""
    text = row.line.text
    match = BULLET.match(text)
    if match:
        return Mark(match[1], "bullet" if match[1] not in DASHES else "dash")
    match = ENUMERATED.match(text)
    if match is None:
        return None
    core = match[1].strip("().")
    form = match[1].replace(core, "#")
    if core.isdigit():
        return Mark(match[1], "decimal" + form, int(core))
    if len(core) == 1 and core.isascii():
        return Mark(
            match[1], ("lower" if core.islower() else "upper") + form, ord(core.lower()) - 96
        )
    return None


def follows(mark: Mark, after: Mark) -> bool:
    """Whether a mark is the next one of its list."""
    return mark.kind == after.kind and (not after.value or after.value == mark.value + 1)
