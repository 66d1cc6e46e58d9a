"""Page labels: what readers show as a page's number, and ask for (ISO 32000-1, 12.4.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import weasyprint
from pydyf import PDF, Array, Dictionary, String

from satzspiegel.editions.pdf.painter import Finisher
from satzspiegel.numerals import value_of_roman

ROMAN_STYLE, ARABIC_STYLE = "/r", "/D"
ARABIC = re.compile(r"[1-9]\d*")


@dataclass(frozen=True)
class _Number:
    """A label taken apart: its style, and its value (0 for a label that is no number)."""

    style: str
    value: int
    words: str = ""

    def follows(self, other: _Number) -> bool:
        """Whether this is the label behind the other in the same range."""
        return bool(self.style) and self == _Number(other.style, other.value + 1)


def labelling(labels: Sequence[str]) -> Finisher:
    """Give the pages these labels, in their order."""

    def finish(_: weasyprint.Document, pdf: PDF) -> None:
        numbers = Array()
        for index, range_ in _ranges(labels):
            numbers.extend([index, range_])
        pdf.catalog["PageLabels"] = Dictionary({"Nums": numbers})

    return finish


def _ranges(labels: Sequence[str]) -> Iterator[tuple[int, Dictionary]]:
    """The first page of each range of labels that are counted on, and how they are counted."""
    before: _Number | None = None
    for index, label in enumerate(labels):
        number = _taken_apart(label)
        if before is None or not number.follows(before):
            yield index, _range(number)
        before = number


def _taken_apart(label: str) -> _Number:
    if ARABIC.fullmatch(label):
        return _Number(ARABIC_STYLE, int(label))
    value = value_of_roman(label)
    return _Number(ROMAN_STYLE, value) if value else _Number("", 0, label)


def _range(number: _Number) -> Dictionary:
    if not number.style:
        return Dictionary({"P": String(number.words)})
    return Dictionary({"S": number.style, "St": number.value})
