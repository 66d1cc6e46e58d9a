"""The markers of lists, as pages print them before the items."""

from __future__ import annotations

from satzspiegel.model import ItemList
from satzspiegel.numerals import roman

BULLET = "–"


def item_markers(block: ItemList) -> list[str]:
    """The marker of each item: a dash, or its number with a full stop."""
    if block.start is None:
        return [BULLET] * len(block.items)
    numbers = range(block.start, block.start + len(block.items))
    return [f"{_numeral(number, block.numbering)}." for number in numbers]


def _numeral(number: int, numbering: str) -> str:
    match numbering:
        case "lower-alpha":
            return _letters(number)
        case "upper-alpha":
            return _letters(number).upper()
        case "lower-roman":
            return roman(number)
        case "upper-roman":
            return roman(number).upper()
        case _:
            return str(number)


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
