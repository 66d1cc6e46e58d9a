"""The spine's width from the paper, the type that fits it, and the cover's folds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from satzspiegel.editions.print.measures import CoverMeasures, cover_measures
from satzspiegel.editions.print.spine import (
    narrowest_spine,
    spine_room,
    spine_sizes,
    spine_width,
)
from satzspiegel.model import PrintSettings
from satzspiegel.styles import MM_IN_PT, PageGeometry

BOUND = PrintSettings(binding="perfect")
PAGE = PageGeometry(148, 210, 19, 23, 21, 36, 13)


@pytest.mark.parametrize(
    ("pages", "settings", "width"),
    [
        (120, BOUND, 6.5),
        (119, BOUND, 6.5),
        (122, BOUND, 6.6),
        (120, replace(BOUND, volume=1.75), 11.0),
        (120, replace(BOUND, paper=80), 5.3),
        (120, replace(BOUND, cover_paper=300, cover_volume=1.5), 6.9),
        (400, replace(BOUND, binding="sewn"), 20.5),
        (64, replace(BOUND, binding="saddle-stitch"), 0),
    ],
)
def test_the_spine_is_leaves_and_two_boards(
    pages: int, settings: PrintSettings, width: float
) -> None:
    assert spine_width(pages, settings) == pytest.approx(width)


@pytest.mark.parametrize("spine", [6.34, 6.5, 9.0, 14.0, 40.0])
def test_type_leaves_room_on_the_spine(spine: float) -> None:
    sizes = spine_sizes(spine)
    assert [*sizes] == sorted(set(sizes), reverse=True)
    assert all(7 <= size <= 14 for size in sizes)
    # Letters reach from the top of the ascenders to the foot of the descenders, about .95 em.
    assert spine - 0.95 * sizes[0] / MM_IN_PT >= 3.8


@pytest.mark.parametrize("spine", [0.0, 2.9, 6.33])
def test_a_narrow_spine_has_no_type(spine: float) -> None:
    assert spine < narrowest_spine()
    assert spine_sizes(spine) == ()


def test_type_begins_at_the_narrowest_spine() -> None:
    assert spine_sizes(narrowest_spine() + 1e-6)
    assert spine_room(0.5) == 0


def test_type_grows_with_the_spine_up_to_a_limit() -> None:
    largest = [spine_sizes(width / 2)[0] for width in range(13, 40)]
    assert largest == sorted(largest)
    assert largest[-1] == 14


@pytest.mark.parametrize(
    ("binding", "flaps", "width", "folds"),
    [
        ("saddle-stitch", 0, 296, (148,)),
        ("saddle-stitch", 80, 456, (80, 228, 376)),
        ("perfect", 0, 302.5, (148, 154.5)),
        ("perfect", 85, 472.5, (85, 233, 239.5, 387.5)),
    ],
)
def test_the_cover_is_folded_where_its_parts_meet(
    binding: str, flaps: float, width: float, folds: tuple[float, ...]
) -> None:
    measures = cover_measures(120, PAGE, replace(BOUND, binding=binding, flaps=flaps))
    assert measures.width == pytest.approx(width)
    assert measures.folds == pytest.approx(folds)
    assert measures.height == 210
    assert measures.front_flap + flaps == pytest.approx(measures.width)


def test_lines_stand_in_the_middle_of_the_spine() -> None:
    measures = CoverMeasures(148, 210, 10, 0)
    below, room = measures.spine_room
    assert room > 0
    assert below + room / 2 == pytest.approx(5)
