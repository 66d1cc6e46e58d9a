"""Pages on sheets: sheets folded as an office folds them, and leafed through."""

from __future__ import annotations

import pytest

from printed_pages import MILLIMETRE
from satzspiegel.editions.booklet.imposition import creep, leaf_thickness, sheets_for, sides
from satzspiegel.editions.booklet.marks import marks
from satzspiegel.editions.booklet.placing import Box, placed_left, placed_right
from satzspiegel.editions.booklet.sheets import sheet_for
from satzspiegel.messages import ManuscriptError

COUNTS = range(1, 65)


def folded(pages: int) -> list[int | None]:
    """The pages of a folded booklet in the order of reading.

    A sheet turned over its short edge has the left half of its back behind the right half of its
    front. Folded with the front outside, each half is a leaf: the right half lies at the front of
    the block, the left half at its end; sheets lie in each other in the order of printing.
    """
    printed = sides(pages)
    at_front, at_end = [], []
    for front, back in zip(printed[::2], printed[1::2], strict=True):
        assert front.sheet == back.sheet
        at_front.append((front.right, back.left))
        at_end.append((back.right, front.left))
    leaves = [*at_front, *reversed(at_end)]
    return [page for leaf in leaves for page in leaf]


@pytest.mark.parametrize("pages", COUNTS)
def test_folded_sheets_have_the_pages_in_order(pages: int) -> None:
    blank = -pages % 4
    assert folded(pages) == [*range(1, pages + 1), *[None] * blank]


@pytest.mark.parametrize("pages", COUNTS)
def test_no_more_sheets_than_needed(pages: int) -> None:
    assert len(sides(pages)) == 2 * sheets_for(pages)
    assert 0 <= 4 * sheets_for(pages) - pages < 4


@pytest.mark.parametrize("pages", COUNTS)
def test_sheets_are_printed_from_the_outermost(pages: int) -> None:
    assert [side.sheet for side in sides(pages)] == sorted(2 * list(range(sheets_for(pages))))
    assert sides(pages)[0].right == 1


def test_printed_sheet_of_eight_pages() -> None:
    halves = [(side.left, side.right) for side in sides(8)]
    assert halves == [(8, 1), (2, 7), (6, 3), (4, 5)]


# -------------------------------------------------------------------------------------- creep


def test_office_paper_is_a_tenth_of_a_millimetre_thick() -> None:
    assert leaf_thickness(80, 1.25) == pytest.approx(0.1)


@pytest.mark.parametrize("sheets", [1, 2, 3, 16])
def test_text_lies_behind_text_in_the_closed_booklet(sheets: int) -> None:
    """A sheet's fold is a leaf further to the left for each sheet that it goes round."""
    thickness, inner = 0.1, 18.0
    begins = [-(sheets - 1 - k) * thickness + inner - creep(k, thickness) for k in range(sheets)]
    assert begins == pytest.approx([begins[0]] * sheets)


@pytest.mark.parametrize("sheets", [2, 16])
def test_outer_margins_are_alike_where_the_block_is_cut(sheets: int) -> None:
    """The cut goes along the fore edge of the outermost sheet."""
    thickness, width, outer = 0.1, 148.0, 14.0
    cut = width - (sheets - 1) * thickness
    for k in range(sheets):
        fold = -(sheets - 1 - k) * thickness
        ends = fold + width - outer - creep(k, thickness)
        assert cut - ends == pytest.approx(outer)


def test_no_page_is_moved_over_its_inner_margin() -> None:
    assert creep(29, 0.1) == pytest.approx(2.9)
    assert creep(150, 0.1) == 3.0


# ------------------------------------------------------------------------------------ placing

SHEET = Box(0, 0, 297 * MILLIMETRE, 210 * MILLIMETRE)
TRIM = Box(20, 30, 20 + 148 * MILLIMETRE, 30 + 210 * MILLIMETRE)
FOLD = SHEET.width / 2


@pytest.mark.parametrize("moved", [0.0, 2.5])
def test_pages_meet_at_the_fold_and_are_cut_there(moved: float) -> None:
    left = placed_left(TRIM, TRIM.grown(9), SHEET, moved)
    right = placed_right(TRIM, TRIM.grown(9), SHEET, moved)
    assert TRIM.right + left.x == pytest.approx(FOLD + moved)
    assert TRIM.left + right.x == pytest.approx(FOLD - moved)
    assert left.clip.right + left.x == pytest.approx(FOLD)
    assert right.clip.left + right.x == pytest.approx(FOLD)


def test_bleed_stays_on_the_other_three_sides() -> None:
    left = placed_left(TRIM, TRIM.grown(9), SHEET, 1)
    assert (left.clip.left, left.clip.bottom, left.clip.top) == (11, 21, TRIM.top + 9)
    right = placed_right(TRIM, TRIM.grown(9), SHEET, 1)
    assert (right.clip.right, right.clip.bottom, right.clip.top) == (
        TRIM.right + 9,
        21,
        TRIM.top + 9,
    )


def test_pages_stand_in_the_middle_of_the_sheet() -> None:
    sheet = Box(0, 0, 420 * MILLIMETRE, 297 * MILLIMETRE)
    below = TRIM.bottom + placed_left(TRIM, TRIM, sheet, 0).y
    assert below == pytest.approx((297 - 210) / 2 * MILLIMETRE)


# ------------------------------------------------------------------------------------- sheets


@pytest.mark.parametrize(
    ("width", "height", "name"),
    [
        (148, 210, "A4"),
        (148.5, 210, "A4"),
        (105, 148, "A4"),
        (149, 210, "SRA4"),
        (120, 215, "SRA4"),
        (170, 240, "A3"),
        (210, 297, "A3"),
        (216, 300, "SRA3"),
    ],
)
def test_smallest_sheet_that_holds_two_pages(width: float, height: float, name: str) -> None:
    assert sheet_for(width, height).name == name


def test_sheet_of_the_settings() -> None:
    assert sheet_for(148, 210, "SRA3").name == "SRA3"


@pytest.mark.parametrize(("size", "name"), [((149, 210), "A4"), ((230, 297), "")])
def test_pages_too_large_for_the_sheet(size: tuple[float, float], name: str) -> None:
    with pytest.raises(ManuscriptError) as raised:
        sheet_for(*size, name)
    finding = raised.value.findings[0]
    assert finding.code == "booklet-sheet-small"
    assert finding.values["needed"] == f"{2 * size[0]:g} × {size[1]:g}"
    assert finding.values["sheet"] == (name or "SRA3")


# -------------------------------------------------------------------------------------- marks


def middle_of(width: float, height: float) -> tuple[Box, Box]:
    """A spread of A5 in the middle of a sheet, and the sheet, in pt."""
    side, foot = (width - 296) / 2 * MILLIMETRE, (height - 210) / 2 * MILLIMETRE
    trim = Box(side, foot, side + 296 * MILLIMETRE, foot + 210 * MILLIMETRE)
    return trim, Box(0, 0, width * MILLIMETRE, height * MILLIMETRE)


def test_no_marks_where_the_sheet_has_no_room() -> None:
    trim, sheet = middle_of(297, 210)
    assert marks(trim, 3 * MILLIMETRE, sheet) == b""


@pytest.mark.parametrize("size", [(320, 225), (420, 297)])
def test_marks_stand_between_bleed_and_edge(size: tuple[float, float]) -> None:
    trim, sheet = middle_of(*size)
    bleed = 3 * MILLIMETRE
    words = marks(trim, bleed, sheet).decode().split()
    points = [
        (float(words[i - 2]), float(words[i - 1])) for i, w in enumerate(words) if w in ("m", "l")
    ]
    # Four corners with two strokes each, and two of the fold.
    assert len(points) == 2 * (8 + 2)
    around = trim.grown(bleed - 1e-3)
    for x, y in points:
        assert not (around.left < x < around.right and around.bottom < y < around.top)
        assert 0 < x < sheet.right
        assert 0 < y < sheet.top
