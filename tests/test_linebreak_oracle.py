"""The line breaker against an exhaustive search that shares none of its code.

The oracle tries every line from every break that any lines can lead to, in every state that its
cost depends on, and drops none. It adds up each line's items one by one and prices the lines by the
formulas as documented.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import takewhile, zip_longest

import pytest

from satzspiegel.linebreak import (
    Breaking,
    BreakKind,
    Costs,
    Demands,
    LastLine,
    ParagraphBuilder,
    Point,
    Settings,
    Shape,
    Word,
    break_paragraph,
    variants,
)

HYPHENS = (
    BreakKind.COMPOUND,
    BreakKind.PREFIX,
    BreakKind.SUFFIX,
    BreakKind.SYLLABLE,
    BreakKind.HARD_HYPHEN,
)
INSIDE = (*HYPHENS, BreakKind.DASH, BreakKind.ADDRESS)
EM = 10.0
SYLLABLE = Point(BreakKind.SYLLABLE)


@dataclass(frozen=True)
class Item:
    """One item of a paragraph: a box, space, point or forced break."""

    kind: str
    width: float = 0.0
    left: float = 0.0
    right: float = 0.0
    rigid: bool = False
    breakable: bool = True
    point: Point = SYLLABLE


def random_items(rng: random.Random) -> list[Item]:
    """A few words of some syllables, with everything that can be among them."""
    items: list[Item] = []
    # Some short words or many, or a few of many syllables, where hyphens follow each other.
    mixed = (1, 1, 1, 2, 3)
    words, syllables, widest = rng.choice(((8, mixed, 24), (20, mixed, 24), (8, (3, 4, 5, 6), 12)))
    for number in range(rng.randint(1, words)):
        if number:
            items.append(Item("space", rng.uniform(2, 3), breakable=rng.random() > 0.08))
            if rng.random() < 0.04:
                items.append(Item("forced"))
        for syllable in range(rng.choice(syllables)):
            if syllable:
                items.append(Item("point", point=random_point(rng)))
            left, right = rng.choice((0.0, 0.5, 2.0)), rng.choice((0.0, 0.7, 1.5))
            items.append(Item("box", rng.uniform(4, widest), left, right, rng.random() < 0.05))
        if rng.random() < 0.04:
            items.append(Item("point", point=random_point(rng)))
    return items


def random_point(rng: random.Random) -> Point:
    return Point(
        rng.choice(INSIDE),
        end=rng.choice((0.0, 2.8, 3.1)),
        start=rng.choice((0.0, -0.2, 0.3)),
        right=rng.choice((0.0, 1.2)),
        left=rng.choice((0.0, 0.4)),
        short=rng.random() < 0.2,
        cost=rng.choice((0.0, 0.0, 2.5)),
    )


def build(items: list[Item]) -> ParagraphBuilder:
    builder = ParagraphBuilder(EM)
    for item in items:
        if item.kind == "box":
            builder.box(item.width, item.left, item.right, item.rigid)
        elif item.kind == "space":
            builder.space(item.width, item.breakable)
        elif item.kind == "point":
            builder.point(item.point)
        else:
            builder.forced()
    return builder


class Oracle:
    """All ways of breaking some items."""

    def __init__(
        self, items: list[Item], shape: Shape, settings: Settings, demands: Demands
    ) -> None:
        self.items, self.shape, self.settings, self.demands = items, shape, settings, demands
        self.breaks = self._breaks()
        widths = [item.width for item in items if item.kind == "space"]
        self.space = sum(widths) / len(widths) if widths else EM / 4
        self.widened = 1.0
        self.sums: dict[tuple[int, int], tuple[float, float, int]] = {}
        spaces = [at for at, kind in self.breaks if kind in (BreakKind.SPACE, BreakKind.FORCED)]
        self.last_word = max(spaces, default=-1)

    def _breaks(self) -> list[tuple[int, BreakKind]]:
        """Where a line may end: behind a box, with nothing but spaces or points between."""
        found: list[tuple[int, BreakKind]] = []
        for index, item in enumerate(self.items):
            before = self.items[index - 1].kind if index else ""
            if item.kind == "point" and before == "box":
                after = [*self.items[index + 1 :], Item("forced")]
                gap = takewhile(lambda one: one.kind != "box", after)
                if any(one.breakable for one in gap):
                    continue  # what follows is the same line end
                found.append((index, item.point.kind))
            elif item.kind == "space" and item.breakable and before in ("box", "point"):
                ahead = [one.kind for one in self.items[index:] if one.kind in ("box", "forced")]
                if ahead[:1] == ["box"]:
                    found.append((index, BreakKind.SPACE))
            elif item.kind == "forced":
                found.append((index, BreakKind.FORCED))
        return [*found, (len(self.items), BreakKind.END)]

    def costs(self, soft: bool) -> dict[int, float]:
        """The least cost for each number of lines; with ``soft`` limits may be passed."""
        self._lines = cache(partial(self._lines_from, soft=soft))
        self._rest = cache(self._rest_from)
        return self._rest(0, 0, 0, 1)

    def _rest_from(self, at: int, line: int, hyphens: int, fitness: int) -> dict[int, float]:
        """The same for what is left; all that its cost can depend on is asked, so it is kept."""
        best: dict[int, float] = {}
        for price, own, end, kind in self._lines(at, line, hyphens):
            price += self.settings.costs.incompatible if abs(own - fitness) > 1 else 0
            run = hyphens + 1 if kind in HYPHENS else 0
            rest = {line + 1: 0.0}
            if kind is not BreakKind.END:
                rest = self._rest(end + 1, line + 1, run, own)
            for lines, cost in rest.items():
                best[lines] = min(price + cost, best.get(lines, math.inf))
        return best

    def _lines_from(
        self, at: int, line: int, hyphens: int, soft: bool
    ) -> list[tuple[float, int, int, BreakKind]]:
        """Cost, class, end and kind of each line that may begin here."""
        nothing_yet, found = True, []
        for end, kind in self.breaks:
            if end < at:
                continue
            if self._may_break(end, kind, line, hyphens, soft):
                glyphs, rigid, spaces, legal = self._measured(at, end, line)
                loose = legal and self._too_loose(glyphs, rigid, spaces, kind, line)
                if (legal and (soft or not loose)) or (soft and nothing_yet):
                    price, own = self._price(glyphs, rigid, spaces, kind, line)
                    price += self._break_price(end, kind, hyphens)
                    found.append((price, own, end, kind))
                nothing_yet = False
            if kind in (BreakKind.FORCED, BreakKind.END):
                break
        return found

    def _may_break(self, end: int, kind: BreakKind, line: int, hyphens: int, soft: bool) -> bool:
        if kind in (BreakKind.FORCED, BreakKind.END):
            return True
        if end in self.demands.unbroken_items:
            return False
        if kind not in HYPHENS:
            return True
        allowed = soft or hyphens < self.settings.hyphens
        return allowed and line not in self.demands.unhyphenated_lines

    def _measured(self, at: int, end: int, line: int) -> tuple[float, float, int, bool]:
        """Net width of glyphs, rigid width, spaces; and whether the line is not too wide."""
        if (at, end) not in self.sums:
            self.sums[at, end] = self._sums(at, end)
        glyphs, rigid, spaces = self.sums[at, end]
        least = glyphs + rigid
        if not self.shape.ragged:
            least -= glyphs * self.settings.scaling + spaces * self.settings.shrink * self.space
        return glyphs, rigid, spaces, least <= self.shape.of(line) + 1e-9

    def _sums(self, at: int, end: int) -> tuple[float, float, int]:
        inside = range(at, end)
        boxes = [index for index in inside if self.items[index].kind == "box"]
        if not boxes:
            return 0.0, 0.0, 0
        first, last = self.items[boxes[0]], self.items[boxes[-1]]
        before = self.items[at - 1] if at else None
        left = first.left
        glyphs = rigid = 0.0
        if before is not None and before.kind == "point":
            glyphs += before.point.start
        for index in boxes:
            if self.items[index].rigid:
                rigid += self.items[index].width
            else:
                glyphs += self.items[index].width
        within = [
            self.items[i] for i in range(boxes[0], boxes[-1]) if self.items[i].kind == "space"
        ]
        rigid += sum(item.width for item in within)
        right = last.right
        closing = self.items[end] if end < len(self.items) else None
        if closing is not None and closing.kind == "point":
            glyphs += closing.point.end
            right = closing.point.right
        glyphs -= left + right
        return glyphs, rigid, len(within)

    def _too_loose(
        self, glyphs: float, rigid: float, spaces: int, kind: BreakKind, line: int
    ) -> bool:
        if kind >= BreakKind.FORCED and self.shape.last is LastLine.NATURAL:
            return False
        if self.shape.ragged:
            return False
        stretch = self.settings.stretch * self.widened * self.space
        most = glyphs * (1 + self.settings.scaling) + rigid + spaces * stretch
        return most < self.shape.of(line)

    def _break_price(self, end: int, kind: BreakKind, hyphens: int) -> float:
        costs = self.settings.costs
        price = costs.kinds[kind]
        if kind < BreakKind.FORCED and kind is not BreakKind.SPACE:
            point = self.items[end].point
            price += point.cost + (costs.short_fragment if point.short else 0)
        if kind in HYPHENS:
            price += costs.ragged_hyphen if self.shape.ragged else 0
            price += costs.consecutive * hyphens
            price += costs.last_word if end > self.last_word else 0
            price += costs.too_many_hyphens if hyphens >= self.settings.hyphens else 0
        if kind is BreakKind.END and hyphens:
            price += costs.penultimate
        return price

    def _price(
        self, glyphs: float, rigid: float, spaces: int, kind: BreakKind, line: int
    ) -> tuple[float, int]:
        d = self.shape.of(line) - glyphs - rigid
        natural_allowed = kind >= BreakKind.FORCED and self.shape.last is LastLine.NATURAL
        if self.shape.ragged and d < -1e-9:
            return self.settings.costs.overfull - self.settings.costs.overfull_pt * d, 0
        if self.shape.ragged and not natural_allowed:
            return (d / EM / self.settings.costs.rag) ** 2, 1
        if not natural_allowed or d < 0:
            cost, fitness, _ = self._justified(d, glyphs, spaces)
            return cost, fitness
        if kind is BreakKind.FORCED:
            return 0.0, 1
        costs = self.settings.costs
        short = costs.short_last if glyphs + rigid < self.shape.shortest_last else 0.0
        if self.shape.ragged or d >= self.settings.nearly_full * EM:
            return short, 1
        cost, fitness, good = self._justified(d, glyphs, spaces)
        if good and cost + short < short + costs.nearly_full:
            return cost + short, fitness
        return short + costs.nearly_full, 1

    def _justified(self, d: float, glyphs: float, spaces: int) -> tuple[float, int, bool]:
        """Cost and class of a line spread by ``d``, and whether it fills its measure well."""
        settings, costs = self.settings, self.settings.costs
        give = settings.scaling * glyphs
        shrink = give + settings.shrink * spaces * self.space
        if -d > shrink + 1e-9:
            return costs.overfull + costs.overfull_pt * (-d - shrink), 0, False
        grey = costs.grey_loose if d > 0 else costs.grey_tight
        weight = costs.scaling * (grey * spaces * self.space) ** 2
        e = min(1.0, max(-1.0, d * give / (give**2 + weight))) if give > 0 else 0.0
        rest = d - e * give
        gap = rest / (spaces * self.space if spaces else self.space)
        cost = costs.scaling * e**2
        greys = gap / (costs.grey_loose if gap > 0 else costs.grey_tight)
        steep = min(abs(greys), costs.hole / costs.grey_loose)
        cost += greys**2 * (1 + costs.steepness * steep**2)
        elastic = give + 0.25 * spaces * self.space
        share = d / elastic if elastic > 0 else 0.0
        fitness = 0 if share < -0.5 else 1 if share <= 0.5 else 2 if share <= 1 else 3
        good = gap <= settings.stretch if spaces else abs(rest) <= 1e-9
        return cost, fitness, good


def oracle_costs(oracle: Oracle) -> tuple[dict[int, float], bool]:
    """The least cost for each number of lines; and whether limits had to be passed."""
    given = oracle.settings
    scaling = given.scaling * given.emergency_scaling
    for stage, (limit, widened, soft) in enumerate(
        (
            (given.scaling, 1.0, False),
            (scaling, 1.0, False),
            (scaling, given.emergency, False),
            (given.scaling, 1.0, True),
        )
    ):
        oracle.settings = replace(given, scaling=limit)
        oracle.widened = widened
        best = oracle.costs(soft)
        if best:
            return best, stage > 0
    raise AssertionError


def random_case(rng: random.Random) -> tuple[list[Item], Shape, Settings, Demands]:
    items = random_items(rng)
    measure = rng.uniform(25, 95)
    first = tuple(measure + rng.uniform(-15, 10) for _ in range(rng.choice((0, 0, 1, 2))))
    last = LastLine.FILLED if rng.random() < 0.2 else LastLine.NATURAL
    shape = Shape(measure, first, last, rng.choice((0.0, 15.0, 30.0)), ragged=rng.random() < 0.2)
    settings = Settings(
        scaling=rng.choice((0.0, 0.02, 0.05)),
        stretch=rng.choice((0.7, 3.0, 12.0, 12.0, 12.0)),
        shrink=rng.choice((0.2, 0.4, 0.8)),
        hyphens=rng.choice((0, 1, 2, 3)),
    )
    costs = settings.costs
    # Where wide spaces cost little, hyphens and fitness classes decide.
    grey_loose, steepness = rng.choice(((costs.grey_loose, 0.2), (1.6, 0.0), (3.2, 0.1)))
    costs = replace(
        costs,
        grey_loose=grey_loose,
        steepness=steepness,
        scaling=rng.choice((0.0, costs.scaling)),
        consecutive=rng.choice((0.0, 0.0, costs.consecutive)),
        incompatible=rng.choice((0.0, costs.incompatible, 20.0, 80.0)),
        penultimate=rng.choice((0.0, 30.0)),
        ragged_hyphen=rng.choice((0.0, costs.ragged_hyphen)),
    )
    demands = Demands(
        frozenset(rng.sample(range(4), rng.choice((0, 0, 1, 2)))),
        frozenset(rng.sample(range(len(items)), rng.choice((0, 0, 1))) if items else ()),
    )
    return items, shape, replace(settings, costs=costs), demands


def chained_case(rng: random.Random) -> tuple[list[Item], Shape, Settings, Demands]:
    """Long words in a narrow measure: one hyphen more or less in a row decides."""
    items = []
    for _ in range(6):
        for syllable in range(rng.randint(3, 5)):
            items += [Item("point")] if syllable else []
            items.append(Item("box", rng.uniform(8, 16)))
        items.append(Item("space", 2.5))
    costs = Costs(grey_loose=rng.uniform(0.8, 3.2), steepness=0.0)
    costs = replace(
        costs,
        incompatible=rng.choice((0.0, 2.0, 10.0)),
        consecutive=rng.choice((0.0, 0.0, 6.0)),
    )
    settings = Settings(scaling=0.04, stretch=16.0, hyphens=2, costs=costs)
    return items[:-1], Shape(rng.uniform(66, 78)), settings, Demands()


@pytest.mark.parametrize("seed", range(12))
def test_the_best_and_its_variants_are_those_of_an_exhaustive_search(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for number in range(75):
        case = (random_case if number % 3 else chained_case)(rng)
        items, shape, settings, demands = case
        best, strained = oracle_costs(Oracle(items, shape, settings, demands))
        paragraph = build(items).build()
        found = variants(paragraph, shape, settings, demands)
        assert found[0].strained == strained, case
        assert found[0].cost == pytest.approx(min(best.values()), rel=1e-9, abs=1e-7), case
        agrees(found, best, strained, case)


def agrees(
    found: dict[int, Breaking], best: dict[int, float], strained: bool, case: object
) -> None:
    lines = len(found[0].lines)
    if strained:
        assert list(found) == [0], case
        return
    assert set(found) == {0} | {by for by in (-1, 1) if lines + by in best}, case
    for by, breaking in found.items():
        assert len(breaking.lines) == lines + by
        assert breaking.cost == pytest.approx(best[lines + by], rel=1e-9, abs=1e-7), case


def test_a_word_is_its_boxes_and_points() -> None:
    rng = random.Random(0)  # noqa: S311
    together, apart = ParagraphBuilder(EM), ParagraphBuilder(EM)
    for _ in range(100):
        points = tuple(random_point(rng) for _ in range(rng.randint(0, 3)))
        pieces = tuple(rng.uniform(4, 24) for _ in range(len(points) + 1))
        word = Word(pieces, points, rng.choice((0.0, 1.0)), rng.choice((0.0, 1.0)))
        together.word(word)
        lefts = (word.left, *(point.left for point in points))
        for piece, left, point in zip_longest(pieces, lefts, points):
            apart.box(piece, left, word.right)
            if point:
                apart.point(point)
        for builder in (together, apart):
            # One word may follow the other without a space, in another face.
            if len(pieces) < 4:
                builder.space(2.5, breakable=len(pieces) > 1)
    assert together.build() == apart.build()


def test_the_cases_have_everything_in_them() -> None:
    """Else the comparison would show nothing."""
    kinds, strains, options, ragged = set(), set(), set(), set()
    for seed in range(12):
        rng = random.Random(seed)  # noqa: S311
        for _ in range(75):
            items, shape, settings, demands = random_case(rng)
            breaking = break_paragraph(build(items).build(), shape, settings, demands)
            if shape.ragged and not breaking.strained:
                ragged.add(len(breaking.lines))
            kinds |= {line.kind for line in breaking.lines}
            strains |= {line.verdict for line in breaking.lines}
            options |= set(variants(build(items).build(), shape, settings, demands))
    assert kinds == set(BreakKind)
    assert {verdict.name for verdict in strains} >= {"GOOD", "NATURAL", "OVERFULL", "UNDERFULL"}
    assert options == {-1, 0, 1}
    assert ragged >= {1, 2, 3, 4}
