"""Which page stands where on sheets that are folded once and stapled in the fold.

Sheets are counted from 0, the outermost, inwards; pages from 1. Pure: data in, data out.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Of a sheet folded once.
PAGES_OF_A_SHEET = 4
MICROMETRES = 1000
#: No page is moved further, in mm: narrow inner margins have no more to give, and staples do not
#: hold a block that would need it.
MOST_CREEP = 3.0


@dataclass(frozen=True)
class Side:
    """One side of a sheet: its pages left and right of the fold, None where one stays blank."""

    sheet: int
    left: int | None
    right: int | None


def sheets_for(pages: int) -> int:
    """How many sheets hold so many pages."""
    return -(-pages // PAGES_OF_A_SHEET)


def sides(pages: int) -> tuple[Side, ...]:
    """The sides in the order of printing: front and back of sheet 0, of sheet 1, and so on.

    Of N pages, filled up with blank ones to whole sheets, the front of sheet k has N - 2k and
    1 + 2k, its back 2 + 2k and N - 1 - 2k: sheet k lies inside k others, each of which has two
    pages before it and two behind it.
    """
    filled = sheets_for(pages) * PAGES_OF_A_SHEET

    def page(number: int) -> int | None:
        return number if number <= pages else None

    return tuple(
        side
        for k in range(sheets_for(pages))
        for side in (
            Side(k, page(filled - 2 * k), page(1 + 2 * k)),
            Side(k, page(2 + 2 * k), page(filled - 1 - 2 * k)),
        )
    )


def leaf_thickness(paper: float, volume: float) -> float:
    """How thick a leaf is, in mm: its weight in g/m² times its volume in cm³/g is µm."""
    return paper * volume / MICROMETRES


def creep(sheet: int, thickness: float) -> float:
    """How far the contents of a sheet are moved towards the fold: mm, as the leaf's ``thickness``.

    Each sheet goes round those inside it, one leaf more for each of them. Of a sheet that lies
    inside k others, k leaves stand out at the fore edge; of the outermost, just as much is used up
    in the fold. So where the block is cut flush, sheet k loses k leaves of its outer margin, and
    shows k leaves more of its inner one. Contents moved k leaves towards the fold have the same
    margins on all sheets of a block that is cut, and lie one behind the other in any block: an
    office that does not cut keeps the steps at the fore edge, but has none in the text. The
    outermost sheet stays as it is; nothing is ever moved outwards, and nothing further than inner
    margins allow.
    """
    return min(sheet * thickness, MOST_CREEP)
