"""Roman numerals, in small letters."""

from __future__ import annotations

NUMERALS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """A number as a Roman numeral; empty below 1."""
    numeral = ""
    for value, letters in NUMERALS:
        while number >= value:
            numeral += letters
            number -= value
    return numeral


def value_of_roman(numeral: str) -> int:
    """The number of a Roman numeral in small letters; 0 for what is none."""
    value, rest = 0, numeral
    for one, letters in NUMERALS:
        while rest.startswith(letters):
            value, rest = value + one, rest.removeprefix(letters)
    return value if numeral and roman(value) == numeral else 0
