"""The line breaker against an exhaustive search that shares none of its code.

The oracle tries every set of breaks of a short paragraph. It adds up each line's items one by one
and prices the lines by the formulas as documented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from satzspiegel.linebreak import (
    Breaking,
    BreakKind,
    Demands,
    LastLine,
    ParagraphBuilder,
    Point,
    Settings,
    Shape,
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
    for number in range(rng.randint(1, 8)):
        if number:
            items.append(Item("space", rng.uniform(2, 3), breakable=rng.random() > 0.08))
            if rng.random() < 0.04:
                items.append(Item("forced"))
        for syllable in range(rng.choice((1, 1, 1, 2, 3))):
            if syllable:
                items.append(Item("point", point=random_point(rng)))
            left, right = rng.choice((0.0, 0.5, 2.0)), rng.choice((0.0, 0.7, 1.5))
            items.append(Item("box", rng.uniform(4, 24), left, right, rng.random() < 0.05))
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
        self.widened = 1.0
        spaces = [at for at, kind in self.breaks if kind in (BreakKind.SPACE, BreakKind.FORCED)]
        self.last_word = max(spaces, default=-1)

    def _breaks(self) -> list[tuple[int, BreakKind]]:
        """Where a line may end: behind a box, with nothing but spaces or points between."""
        found: list[tuple[int, BreakKind]] = []
        for index, item in enumerate(self.items):
            before = self.items[index - 1].kind if index else ""
            if item.kind == "point" and before == "box":
                after = self.items[index + 1 : index + 2]
                if not after or after[0].kind == "forced":
                    continue
                if after[0].kind == "space" and after[0].breakable:
                    continue  # the space is the same line end
                found.append((index, item.point.kind))
            elif item.kind == "space" and item.breakable and before in ("box", "point"):
                ahead = [one.kind for one in self.items[index:] if one.kind in ("box", "forced")]
                if ahead[:1] == ["box"]:
                    found.append((index, BreakKind.SPACE))
            elif item.kind == "forced":
                found.append((index, BreakKind.FORCED))
        return [*found, (len(self.items), BreakKind.END)]

    def ways(self, soft: bool) -> Iterator[tuple[float, int]]:
        """Cost and number of lines of every way; with ``soft`` limits may be passed."""
        yield from self._from(0, 0, 0, 1, 0.0, soft)

    def _from(
        self, at: int, line: int, hyphens: int, fitness: int, cost: float, soft: bool
    ) -> Iterator[tuple[float, int]]:
        nothing_yet = True
        for end, kind in self.breaks:
            if end < at:
                continue
            if self._may_break(end, kind, line, hyphens, soft):
                glyphs, rigid, spaces, legal = self._measured(at, end, kind, line)
                if legal or (soft and nothing_yet):
                    price, own = self._price(glyphs, rigid, spaces, kind, line)
                    price += cost + self._break_price(end, kind, hyphens)
                    price += self.settings.costs.incompatible if abs(own - fitness) > 1 else 0
                    loose = legal and self._too_loose(glyphs, rigid, spaces, kind, line)
                    if loose and not soft:
                        pass
                    elif kind is BreakKind.END:
                        yield price, line + 1
                    else:
                        run = hyphens + 1 if kind in HYPHENS else 0
                        yield from self._from(end + 1, line + 1, run, own, price, soft)
                nothing_yet = False
            if kind in (BreakKind.FORCED, BreakKind.END):
                return

    def _may_break(self, end: int, kind: BreakKind, line: int, hyphens: int, soft: bool) -> bool:
        if kind in (BreakKind.FORCED, BreakKind.END):
            return True
        if end in self.demands.unbroken_items:
            return False
        if kind not in HYPHENS:
            return True
        allowed = soft or hyphens < self.settings.hyphens
        return allowed and line not in self.demands.unhyphenated_lines

    def _measured(
        self, at: int, end: int, kind: BreakKind, line: int
    ) -> tuple[float, float, int, bool]:
        """Net width of glyphs, rigid width, spaces; and whether the line is not too wide."""
        inside = range(at, end)
        boxes = [index for index in inside if self.items[index].kind == "box"]
        if not boxes:
            return 0.0, 0.0, 0, self.shape.of(line) >= 0
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
        least = glyphs * (1 - self.settings.scaling) + rigid
        least -= len(within) * self.settings.shrink * EM
        return glyphs, rigid, len(within), least <= self.shape.of(line) + 1e-9

    def _too_loose(
        self, glyphs: float, rigid: float, spaces: int, kind: BreakKind, line: int
    ) -> bool:
        if kind >= BreakKind.FORCED and self.shape.last is LastLine.NATURAL:
            return False
        stretch = self.settings.stretch * self.widened * EM
        most = glyphs * (1 + self.settings.scaling) + rigid + spaces * stretch
        return most < self.shape.of(line)

    def _break_price(self, end: int, kind: BreakKind, hyphens: int) -> float:
        costs = self.settings.costs
        price = costs.kinds[kind]
        if kind < BreakKind.FORCED and kind is not BreakKind.SPACE:
            point = self.items[end].point
            price += point.cost + (costs.short_fragment if point.short else 0)
        if kind in HYPHENS:
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
        if not natural_allowed or d < 0:
            cost, fitness, _ = self._justified(d, glyphs, spaces)
            return cost, fitness
        if kind is BreakKind.FORCED:
            return 0.0, 1
        costs = self.settings.costs
        short = costs.short_last if glyphs + rigid < self.shape.shortest_last else 0.0
        if d >= self.settings.nearly_full * EM:
            return short, 1
        cost, fitness, good = self._justified(d, glyphs, spaces)
        if good and cost + short < short + costs.nearly_full:
            return cost + short, fitness
        return short + costs.nearly_full, 1

    def _justified(self, d: float, glyphs: float, spaces: int) -> tuple[float, int, bool]:
        """Cost and class of a line spread by ``d``, and whether it fills its measure well."""
        settings, costs = self.settings, self.settings.costs
        give = settings.scaling * glyphs
        shrink = give + settings.shrink * spaces * EM
        if -d > shrink + 1e-9:
            return costs.overfull + costs.overfull_pt * (-d - shrink), 0, False
        grey = costs.grey_loose if d > 0 else costs.grey_tight
        weight = costs.scaling * (grey * spaces * EM) ** 2
        e = min(1.0, max(-1.0, d * give / (give**2 + weight))) if give > 0 else 0.0
        rest = d - e * give
        gap = rest / (spaces * EM if spaces else EM)
        cost = costs.scaling * e**2
        cost += (gap / (costs.grey_loose if gap > 0 else costs.grey_tight)) ** 2
        if gap > costs.conspicuous:
            cost += costs.hole * (gap / costs.conspicuous) ** 2
        elastic = give + 0.06 * spaces * EM
        share = d / elastic if elastic > 0 else 0.0
        fitness = 0 if share < -0.5 else 1 if share <= 0.5 else 2 if share <= 1 else 3
        good = gap <= settings.stretch if spaces else abs(rest) <= 1e-9
        return cost, fitness, good


def oracle_costs(oracle: Oracle) -> tuple[dict[int, float], bool]:
    """The least cost for each number of lines; and whether limits had to be passed."""
    for widened, soft in ((1.0, False), (oracle.settings.emergency, False), (1.0, True)):
        oracle.widened = widened
        best: dict[int, float] = {}
        for cost, lines in oracle.ways(soft):
            best[lines] = min(cost, best.get(lines, cost))
        if best:
            return best, soft or widened > 1
    raise AssertionError


def random_case(rng: random.Random) -> tuple[list[Item], Shape, Settings, Demands]:
    items = random_items(rng)
    measure = rng.uniform(25, 95)
    first = tuple(measure + rng.uniform(-15, 10) for _ in range(rng.choice((0, 0, 1, 2))))
    last = LastLine.FILLED if rng.random() < 0.2 else LastLine.NATURAL
    shape = Shape(measure, first, last, rng.choice((0.0, 15.0, 30.0)))
    settings = Settings(
        scaling=rng.choice((0.0, 0.02, 0.05)),
        stretch=rng.choice((0.17, 0.4, 0.8, 3.0)),
        shrink=rng.choice((0.05, 0.1, 0.2)),
        hyphens=rng.choice((0, 1, 2, 3)),
    )
    costs = settings.costs
    costs = replace(
        costs,
        scaling=rng.choice((0.0, costs.scaling)),
        consecutive=rng.choice((0.0, 5.0, costs.consecutive)),
        incompatible=rng.choice((0.0, costs.incompatible, 20.0)),
        penultimate=rng.choice((0.0, 30.0)),
    )
    demands = Demands(
        frozenset(rng.sample(range(4), rng.choice((0, 0, 1, 2)))),
        frozenset(rng.sample(range(len(items)), rng.choice((0, 0, 1))) if items else ()),
    )
    return items, shape, replace(settings, costs=costs), demands


@pytest.mark.parametrize("seed", range(8))
def test_the_best_and_its_variants_are_those_of_an_exhaustive_search(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(75):
        items, shape, settings, demands = random_case(rng)
        best, strained = oracle_costs(Oracle(items, shape, settings, demands))
        paragraph = build(items).build()
        found = variants(paragraph, shape, settings, demands)
        case = (items, shape, settings, demands)
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


def test_the_cases_have_everything_in_them() -> None:
    """Else the comparison would show nothing."""
    kinds, strains, options = set(), set(), set()
    for seed in range(8):
        rng = random.Random(seed)  # noqa: S311
        for _ in range(75):
            items, shape, settings, demands = random_case(rng)
            breaking = break_paragraph(build(items).build(), shape, settings, demands)
            kinds |= {line.kind for line in breaking.lines}
            strains |= {line.verdict for line in breaking.lines}
            options |= set(variants(build(items).build(), shape, settings, demands))
    assert kinds == set(BreakKind)
    assert {verdict.name for verdict in strains} >= {"GOOD", "NATURAL", "OVERFULL", "UNDERFULL"}
    assert options == {-1, 0, 1}
