"""The bar code of an ISBN, as lengths: read back by a decoder of our own."""

from __future__ import annotations

from itertools import pairwise

import pytest

from satzspiegel.editions.print.ean import Ean, ean13, written_isbn

#: Widths of white, black, white, black (set A, ISO/IEC 15420, table 1); B is A reversed.
SET_A = ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112")
#: Which of the six left figures are of set B, by the first figure (table 3).
FIRST = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA",
         "ABBABA")  # fmt: skip
ISBNS = ("978-3-16-148410-0", "979-10-90636-07-1", "978-0-306-40615-7", "9783866470996")


def modules(symbol: Ean) -> list[int]:
    """Each module of the symbol: 1 where it is black. Lengths must be whole modules."""
    count = round(symbol.width / symbol.module)
    row = [0] * count
    for bar in symbol.bars:
        at, width = bar.x / symbol.module, bar.width / symbol.module
        assert (at, width) == pytest.approx((round(at), round(width)), abs=1e-3)
        row[round(at) : round(at) + round(width)] = [1] * round(width)
    return row


def decoded(row: list[int]) -> str:
    """The figures of 95 modules."""
    assert row[:3] == row[-3:] == [1, 0, 1]
    assert row[45:50] == [0, 1, 0, 1, 0]
    left, right = row[3:45], row[50:92]
    found = [_figure(left[n : n + 7]) for n in range(0, 42, 7)]
    sets = "".join(kind for _, kind in found)
    inverted = [_figure([1 - module for module in right[n : n + 7]]) for n in range(0, 42, 7)]
    assert {kind for _, kind in inverted} == {"A"}
    return str(FIRST.index(sets)) + "".join(figure for figure, _ in found + inverted)


def _figure(row: list[int]) -> tuple[str, str]:
    widths, last = [0], 0
    for module in row:
        if module != last:
            widths.append(0)
            last = module
        widths[-1] += 1
    written = "".join(map(str, widths))
    if written in SET_A:
        return str(SET_A.index(written)), "A"
    return str(SET_A.index(written[::-1])), "B"


@pytest.mark.parametrize("isbn", ISBNS)
@pytest.mark.parametrize("magnification", [0.8, 0.9, 1.0])
def test_the_bars_are_the_number(isbn: str, magnification: float) -> None:
    symbol = ean13(isbn, magnification)
    row = modules(symbol)
    assert len(row) == 113
    assert decoded(row[11:-7]) == isbn.replace("-", "") == symbol.digits


def test_the_white_around_the_bars_is_wide_enough() -> None:
    row = modules(ean13(ISBNS[0]))
    assert not any(row[:11]) and row[11]
    assert not any(row[-7:]) and row[-8]


def test_the_symbol_has_its_nominal_size() -> None:
    whole, small = ean13(ISBNS[0]), ean13(ISBNS[0], 0.8)
    assert (whole.module, whole.width) == pytest.approx((0.33, 37.29))
    assert (small.module, small.width) == pytest.approx((0.264, 29.83), abs=0.01)
    assert min(bar.height for bar in whole.bars) == pytest.approx(22.85, abs=0.01)
    assert max(bar.height for bar in whole.bars) == pytest.approx(24.5, abs=0.01)


def test_guard_bars_reach_down_between_the_figures() -> None:
    symbol = ean13(ISBNS[0])
    tall = [bar for bar in symbol.bars if bar.height > symbol.bars[3].height]
    assert [round(bar.x / symbol.module) - 11 for bar in tall] == [0, 2, 46, 48, 92, 94]
    for figure in symbol.figures:
        assert not any(b.x < figure.x + figure.width - 1e-6 and figure.x < b.x + b.width - 1e-6
                       for b in tall)  # fmt: skip
        assert figure.y < symbol.height


def test_figures_stand_in_their_order_inside_the_symbol() -> None:
    symbol = ean13(ISBNS[0])
    assert "".join(figure.text for figure in symbol.figures) == symbol.digits
    edges = [edge for f in symbol.figures for edge in (f.x, f.x + f.width)]
    assert all(a <= b + 1e-4 for a, b in pairwise(edges))
    assert edges[0] >= 0 and edges[-1] <= symbol.width
    assert edges[1] <= 11 * symbol.module


@pytest.mark.parametrize("magnification", [0.79, 1.01, 2.0])
def test_other_sizes_are_refused(magnification: float) -> None:
    with pytest.raises(ValueError, match="magnification"):
        ean13(ISBNS[0], magnification)


@pytest.mark.parametrize(
    ("isbn", "written"),
    [
        ("978-3-16-148410-0", "978-3-16-148410-0"),
        ("978 3 16 148410 0", "978-3-16-148410-0"),
        ("978‑3‑16‑148410‑0", "978-3-16-148410-0"),
        ("9783161484100", "978-3161484100"),
        ("3-16-148410-X", "978-3-16-148410-0"),
        ("316148410x", "978-3161484100"),
    ],
)
def test_an_isbn_is_written_with_the_publishers_hyphens(isbn: str, written: str) -> None:
    assert written_isbn(isbn) == written
