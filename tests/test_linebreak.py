"""What the line breaker promises of every line, and how it bears nonsense."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from satzspiegel.linebreak import (
    BreakKind,
    Costs,
    Demands,
    LastLine,
    Line,
    Paragraph,
    ParagraphBuilder,
    Point,
    Settings,
    Shape,
    Verdict,
    Word,
    break_paragraph,
    variants,
)

FILLED = {Verdict.GOOD, Verdict.TIGHT, Verdict.LOOSE}


def text(seed: int, words: int) -> tuple[Paragraph, list[float]]:
    """Words of random syllables, and the width of each item; no protrusion, hyphens of 3 pt."""
    rng = random.Random(seed)  # noqa: S311
    builder, widths = ParagraphBuilder(10.0), []
    for number in range(words):
        if number:
            builder.space(2.5)
            widths.append(2.5)
        pieces = tuple(rng.uniform(7, 18) for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))))
        points = tuple(Point(BreakKind.SYLLABLE, end=3.0) for _ in pieces[1:])
        builder.word(Word(pieces, points))
        for piece in pieces:
            widths += [piece, 0.0]
        widths.pop()
    return builder.build(), widths


def set_width(line: Line, widths: list[float]) -> float:
    """The width of a line from its items, one by one."""
    glyphs = sum(widths[at] for at in range(line.first, line.end) if widths[at] != 2.5)
    glyphs += 3.0 if line.kind is BreakKind.SYLLABLE else 0.0
    spaces = sum(widths[at] == 2.5 for at in range(line.first, line.end))
    assert spaces == line.spaces
    return glyphs * line.scale + spaces * (2.5 + line.space)


@pytest.mark.parametrize("seed", range(20))
def test_lines_fill_their_measure_and_lose_nothing(seed: int) -> None:
    paragraph, widths = text(seed, 150)
    shape = Shape(240.0, (228.0, 250.0), (LastLine.NATURAL, LastLine.FILLED)[seed % 2])
    lines = break_paragraph(paragraph, shape).lines
    assert lines[0].first == 0
    assert lines[-1].end == len(widths)
    for line, after in pairwise(lines):
        assert after.first == line.end + 1
        assert line.kind is BreakKind.SPACE or line.hyphenated
    for number, line in enumerate(lines):
        assert line.measure == shape.of(number)
        if line.verdict in FILLED:
            assert set_width(line, widths) == pytest.approx(line.measure, abs=1e-6)
            assert line.width == pytest.approx(line.measure, abs=1e-6)
    filled = [line.verdict in FILLED for line in lines]
    assert all(filled[:-1])


@pytest.mark.parametrize("step", [0.0, 0.005, 0.01])
def test_scale_and_spaces_keep_their_limits(step: float) -> None:
    settings = Settings(scaling=0.02, scaling_step=step, relief_scaling=1.0)
    for seed in range(20):
        found = break_paragraph(text(seed, 120)[0], Shape(300.0), settings)
        assert not found.strained
        for line in found.lines:
            assert 0.98 - 1e-12 <= line.scale <= 1.02 + 1e-12
            least, most = -settings.shrink * 2.5, settings.stretch * 2.5
            assert least - 0.2 * bool(step) <= line.space <= most + 0.2 * bool(step) + 1e-9
            if step:
                steps = (line.scale - 1) / step
                assert steps == pytest.approx(round(steps), abs=1e-6)
            assert line.verdict in {Verdict.GOOD, Verdict.NATURAL}


def test_conspicuous_spaces_are_relieved_by_scaling() -> None:
    """Just so far as they need, never beyond the limit, and only those lines."""
    relief = Settings(relief=0.3, relief_scaling=1.4)
    plain = replace(relief, relief_scaling=1.0)
    relieved = 0
    for seed in range(40):
        paragraph = text(seed, 120)[0]
        pairs = zip(
            break_paragraph(paragraph, Shape(230.0), plain).lines,
            break_paragraph(paragraph, Shape(230.0), relief).lines,
            strict=True,
        )
        for before, after in pairs:
            assert (before.first, before.end) == (after.first, after.end)
            share = before.space / paragraph.space
            if abs(share) <= 0.3 + 1e-9:
                assert after == before
                continue
            relieved += 1
            assert abs(after.scale - 1) <= 0.025 * 1.4 + 1e-12
            assert abs(after.space) < abs(before.space)
            assert after.width == pytest.approx(before.width)
    assert relieved > 10


def test_the_same_input_gives_the_same_lines() -> None:
    paragraph, _ = text(3, 400)
    again, _ = text(3, 400)
    assert variants(paragraph, Shape(270.0)) == variants(again, Shape(270.0))


def test_never_more_hyphens_in_a_row_than_allowed() -> None:
    for hyphens in (0, 1, 2):
        settings = Settings(hyphens=hyphens, costs=Costs(consecutive=0.0), stretch=12.0)
        for seed in range(20):
            found = break_paragraph(text(seed, 150)[0], Shape(200.0), settings)
            assert not found.strained
            assert longest_run(found.lines) <= hyphens


def longest_run(lines: tuple[Line, ...]) -> int:
    longest = run = 0
    for line in lines:
        run = run + 1 if line.hyphenated else 0
        longest = max(longest, run)
    return longest


def test_hyphens_and_breaks_stay_away_from_where_they_are_forbidden() -> None:
    checked = 0
    for seed in range(20):
        paragraph, _ = text(seed, 150)
        lines = break_paragraph(paragraph, Shape(200.0)).lines
        hyphened = [number for number, line in enumerate(lines) if line.hyphenated][:2]
        demands = Demands(frozenset(hyphened), frozenset({lines[4].end}))
        changed = break_paragraph(paragraph, Shape(200.0), demands=demands).lines
        assert not any(changed[number].hyphenated for number in hyphened)
        assert lines[4].end not in {line.end for line in changed}
        checked += len(hyphened)
    assert checked > 20


def test_looseness_gives_a_line_more_or_less() -> None:
    paragraph, _ = text(1, 300)
    settings = Settings(stretch=1.2, shrink=0.6)
    found = variants(paragraph, Shape(240.0), settings)
    assert set(found) == {-1, 0, 1}
    assert [len(found[by].lines) - len(found[0].lines) for by in (-1, 0, 1)] == [-1, 0, 1]
    assert found[0].cost < min(found[-1].cost, found[1].cost)
    longer = break_paragraph(paragraph, Shape(240.0), settings, Demands(looseness=1))
    assert longer == found[1]
    # A single line cannot be had in fewer; the nearest is itself.
    short = text(1, 3)[0]
    none = break_paragraph(short, Shape(240.0), settings, Demands(looseness=-1))
    assert none == break_paragraph(short, Shape(240.0), settings)


def words(*widths: float) -> Paragraph:
    builder = ParagraphBuilder(10.0)
    for number, width in enumerate(widths):
        if number:
            builder.space(2.5)
        builder.box(width)
    return builder.build()


def test_a_last_line_nearly_full_is_filled() -> None:
    paragraph = words(*[30.0] * 3)
    (line,) = break_paragraph(paragraph, Shape(97.0)).lines
    assert line.verdict is Verdict.GOOD
    assert line.width == pytest.approx(97.0)
    (line,) = break_paragraph(paragraph, Shape(110.0)).lines
    assert (line.verdict, line.scale, line.space) == (Verdict.NATURAL, 1.0, 0.0)


def test_a_short_last_line_is_avoided() -> None:
    settings = Settings(stretch=4.0)
    avoided = 0
    for seed in range(30):
        paragraph, _ = text(seed, 60)
        free = break_paragraph(paragraph, Shape(200.0), settings).lines[-1]
        kept = break_paragraph(paragraph, Shape(200.0, shortest_last=40.0), settings).lines[-1]
        if free.natural < 40.0:
            avoided += kept.natural >= 40.0
    assert avoided >= 3


def test_protrusion_widens_the_room_of_a_line() -> None:
    builder = ParagraphBuilder(10.0)
    builder.word(Word((40.0,), left=3.0))
    builder.space(2.5)
    builder.word(Word((44.0, 30.0), (Point(BreakKind.COMPOUND, 3.0, 0.0, 1.5, 0.5),)))
    first, last = break_paragraph(builder.build(), Shape(85.0)).lines
    assert first.glyphs == pytest.approx(40 + 44 + 3 - 3.0 - 1.5)
    assert first.width == pytest.approx(85.0)
    assert first.left == pytest.approx(3.0 * first.scale)
    assert first.right == pytest.approx(1.5 * first.scale)
    assert last.left == 0.5


def test_an_image_is_not_scaled() -> None:
    builder = ParagraphBuilder(10.0)
    builder.box(50.0, rigid=True)
    builder.space(2.5)
    builder.box(50.0)
    (line,) = break_paragraph(builder.build(), Shape(103.5, last=LastLine.FILLED)).lines
    assert (line.glyphs, line.rigid) == (50.0, 52.5)
    assert line.width == pytest.approx(103.5)


def test_what_counts_is_the_share_of_the_space() -> None:
    """Half of it may go: 1.5 pt of 3 in one face, 1 pt of 2 in another. Seven tenths may come."""

    def verdict(space: float, measure: float) -> Verdict:
        builder = ParagraphBuilder(10.0)
        builder.box(50.0)
        builder.space(space)
        builder.box(50.0)
        shape, settings = Shape(measure, last=LastLine.FILLED), Settings(scaling=0.0, shrink=0.5)
        return break_paragraph(builder.build(), shape, settings).lines[0].verdict

    assert verdict(3.0, 101.6) is Verdict.GOOD
    assert verdict(3.0, 101.4) is not Verdict.GOOD
    assert verdict(2.0, 103.3) is Verdict.GOOD
    assert verdict(2.0, 103.5) is Verdict.LOOSE
    assert verdict(2.0, 101.1) is Verdict.GOOD
    assert verdict(2.0, 100.9) is not Verdict.GOOD


def test_neighbours_are_scaled_alike() -> None:
    """The jump counts when shares are settled, and the spaces still fill the line."""
    paragraph, widths = text(5, 400)
    calm, wild = (
        break_paragraph(paragraph, Shape(300.0), Settings(costs=Costs(scaling_jump=jump))).lines
        for jump in (5.0, 0.0)
    )
    assert [line.end for line in calm] == [line.end for line in wild]
    assert jumps(calm) < 0.8 * jumps(wild)
    for line in calm[:-1]:
        assert set_width(line, widths) == pytest.approx(300.0, abs=1e-6)


def jumps(lines: tuple[Line, ...]) -> float:
    return sum(abs(a.scale - b.scale) for a, b in pairwise(lines))


def test_forced_breaks_and_spaces_around_them() -> None:
    builder = ParagraphBuilder(10.0)
    builder.space(2.5)
    for _ in range(2):
        builder.box(20.0)
        builder.space(2.5)
        builder.forced()
    builder.forced()
    builder.box(30.0)
    builder.space(2.5)
    lines = break_paragraph(builder.build(), Shape(100.0)).lines
    assert [line.natural for line in lines] == [20.0, 20.0, 0.0, 30.0]
    assert [line.spaces for line in lines] == [0] * 4
    assert [line.kind.name for line in lines] == ["FORCED", "FORCED", "FORCED", "END"]
    assert builder.items == 10


def test_a_hard_hyphen_before_a_space_ends_one_line() -> None:
    builder = ParagraphBuilder(10.0)
    builder.word(Word((20.0,)))
    builder.point(Point(BreakKind.HARD_HYPHEN, end=9.0))
    builder.space(2.5)
    builder.box(20.0)
    assert [kind.name for kind in builder.build().ends.kind] == ["SPACE", "END"]
    first, _ = break_paragraph(builder.build(), Shape(20.0)).lines
    assert (first.natural, first.hyphenated) == (20.0, False)


@pytest.mark.parametrize("measure", [0.0, -5.0, 1e-9, 10.0])
def test_what_cannot_be_justified_is_set_and_flagged(measure: float) -> None:
    paragraph = words(20.0, 500.0, 30.0)
    found = break_paragraph(paragraph, Shape(measure))
    assert found.strained
    assert [line.verdict for line in found.lines] == [Verdict.OVERFULL] * 3
    assert list(variants(paragraph, Shape(measure))) == [0]


def test_one_huge_word_spoils_only_its_own_lines() -> None:
    builder = ParagraphBuilder(10.0)
    for number in range(60):
        if number:
            builder.space(2.5)
        builder.box(900.0 if number == 30 else 13.0 + number % 7)
    lines = break_paragraph(builder.build(), Shape(200.0)).lines
    assert sum(line.verdict is Verdict.OVERFULL for line in lines) == 1
    assert sum(line.verdict in (Verdict.LOOSE, Verdict.UNDERFULL) for line in lines) <= 2


def test_loose_and_underfull_lines_say_so() -> None:
    loose, _ = break_paragraph(words(30.0, 30.0, 60.0), Shape(75.0)).lines
    assert loose.verdict is Verdict.LOOSE
    assert loose.width == pytest.approx(75.0)
    under, _ = break_paragraph(words(30.0, 60.0), Shape(75.0)).lines
    assert under.verdict is Verdict.UNDERFULL
    assert under.width < 75.0


HEADING = (70.0, 40.0, 30.0, 52.0)


def test_a_heading_does_not_leave_a_word_alone() -> None:
    """Ragged and filled: its lines are balanced; ragged alone fills line after line."""
    greedy = break_paragraph(words(*HEADING), Shape(150.0, ragged=True)).lines
    assert [line.spaces for line in greedy] == [2, 0]
    shape = Shape(150.0, last=LastLine.FILLED, ragged=True)
    balanced = break_paragraph(words(*HEADING), shape).lines
    assert [line.spaces for line in balanced] == [1, 1]
    for line in (*greedy, *balanced):
        assert (line.scale, line.space, line.verdict) == (1.0, 0.0, Verdict.NATURAL)
    narrow = break_paragraph(words(*HEADING), Shape(60.0, ragged=True)).lines
    assert [line.verdict.name for line in narrow] == ["OVERFULL", "NATURAL", "NATURAL", "NATURAL"]
    assert (narrow[0].width, narrow[0].scale) == (70.0, 1.0)


def test_the_rag_is_even() -> None:
    """25 and 20 pt to spare rather than none and 45."""
    paragraph = words(45.0, 27.5, 22.5, 55.0, 43.0)
    lines = break_paragraph(paragraph, Shape(100.0, ragged=True)).lines
    assert [line.natural for line in lines] == [75.0, 80.0, 43.0]


def test_a_hyphen_in_ragged_lines_must_save_a_large_hole() -> None:
    def hyphenated(first: float) -> bool:
        builder = ParagraphBuilder(10.0)
        builder.box(first)
        builder.space(2.5)
        builder.word(Word((40.0, 90.0), (Point(BreakKind.COMPOUND, end=3.0),)))
        builder.space(2.5)
        builder.box(30.0)
        lines = break_paragraph(builder.build(), Shape(150.0, ragged=True)).lines
        return lines[0].hyphenated

    assert hyphenated(30.0)
    assert not hyphenated(90.0)


def test_only_forced_breaks() -> None:
    builder = ParagraphBuilder(10.0)
    for _ in range(3000):
        builder.forced()
    lines = break_paragraph(builder.build(), Shape(100.0)).lines
    assert len(lines) == 3001
    assert {(line.natural, line.verdict) for line in lines} == {(0.0, Verdict.NATURAL)}


def test_a_word_has_a_piece_more_than_points() -> None:
    with pytest.raises(ValueError, match="1 pieces and 1 points"):
        ParagraphBuilder(10.0).word(Word((5.0,), (Point(BreakKind.SYLLABLE),)))


def test_nothing_at_all() -> None:
    for paragraph in (ParagraphBuilder(10.0).build(), words(0.0)):
        (line,) = break_paragraph(paragraph, Shape(100.0)).lines
        assert (line.natural, line.kind) == (0.0, BreakKind.END)


@pytest.mark.parametrize("width", [float("nan"), float("inf")])
def test_widths_must_be_numbers(width: float) -> None:
    builder = ParagraphBuilder(10.0)
    builder.box(width)
    with pytest.raises(ValueError, match="width"):
        builder.build()
    with pytest.raises(ValueError, match="size"):
        ParagraphBuilder(width)
    with pytest.raises(ValueError, match="measure"):
        break_paragraph(words(1.0), Shape(width))


def test_long_paragraphs_end_quickly() -> None:
    """Together some seconds; what grows with the square would take minutes."""
    long, _ = text(2, 6_000)
    solid = ParagraphBuilder(10.0)
    for number in range(6_000):
        if number:
            solid.point(Point(BreakKind.ADDRESS))
        solid.box(6.0)
    impossible = replace(Settings(), stretch=0.0, shrink=0.0, scaling=0.0)
    begun = time.perf_counter()
    assert len(break_paragraph(long, Shape(320.0)).lines) > 400
    assert len(variants(long, Shape(320.0))) >= 1
    assert break_paragraph(long, Shape(320.0), impossible).strained
    assert break_paragraph(long, Shape(0.0)).strained
    assert len(break_paragraph(solid.build(), Shape(320.0)).lines) > 100
    assert time.perf_counter() - begun < 40
