"""Random documents for the pagination core, the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from satzspiegel.pagination import (
    Block,
    Document,
    FootNote,
    Geometry,
    Opening,
    Strip,
    Variant,
)

LEADING = 260
BOOK = Geometry(height=36 * LEADING, leading=LEADING, rule=170, between=0)


@dataclass(frozen=True)
class Mixture:
    """How much of what a document has: shares of blocks, or of lines for ``calls``."""

    blocks: int
    lines: tuple[int, int] = (1, 14)
    calls: float = 0.08
    long_notes: float = 0.03
    note_lines: tuple[int, int] = (1, 6)
    #: Lines of a long note: up to two pages.
    long_lines: tuple[int, int] = (10, 80)
    headings: float = 0.06
    chapters: float = 0.02
    wholes: float = 0.03
    tables: float = 0.03
    floats: float = 0.03
    variants: float = 0.35
    hyphens: float = 0.25
    off_grid: float = 0.02
    #: What is higher than a page.
    giants: float = 0.0


@dataclass
class Making:
    """A document in the making."""

    rng: random.Random
    mixture: Mixture
    geometry: Geometry
    blocks: list[Block] = field(default_factory=list)
    notes: list[FootNote] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def height(self, lines: float) -> int:
        return int(lines * self.geometry.leading)

    def calls(self, often: float = 1.0) -> tuple[int, ...]:
        """Notes called in one strip, mostly none."""
        found: list[int] = []
        while self.chance(self.mixture.calls * often) and len(found) < 3:
            found.append(len(self.notes))
            most = self.mixture.long_lines if self.chance(self.mixture.long_notes) else ()
            lines = self.rng.randint(*(most or self.mixture.note_lines))
            self.notes.append(FootNote((self.height(0.82),) * lines, str(len(self.notes) + 1)))
        return tuple(found)

    def add(self, block: Block) -> None:
        self.blocks.append(block)

    def lines(self, count: int, before: int = 0) -> tuple[Strip, ...]:
        """Lines of a paragraph with hyphens and notes."""
        return tuple(
            Strip(
                self.geometry.leading,
                before if not line else 0,
                self.calls(),
                line + 1 < count and self.chance(self.mixture.hyphens),
            )
            for line in range(count)
        )

    def paragraph(self) -> None:
        lines = self.lines(self.rng.randint(*self.mixture.lines))
        found = [Variant(lines)]
        if len(lines) > 3 and self.chance(self.mixture.variants):
            at = self.rng.randrange(1, len(lines))
            longer = (*lines[:at], Strip(self.geometry.leading), *lines[at:])
            found.append(Variant(longer, self.rng.randint(20, 900)))
            if not lines[at].notes and self.chance(0.7):
                found.append(Variant(lines[:at] + lines[at + 1 :], self.rng.randint(20, 900)))
        self.add(Block(tuple(found)))

    def heading(self) -> None:
        lines = self.rng.choice((1, 1, 1, 2))
        strips = tuple(
            Strip(
                self.geometry.leading,
                self.geometry.leading if not line else 0,
                self.calls(0.3),
            )
            for line in range(lines)
        )
        self.add(
            Block((Variant(strips),), with_next=True, whole=True, stretch=self.rng.randint(0, 1))
        )

    def chapter(self) -> None:
        opening = self.rng.choice((Opening.PAGE, Opening.RECTO))
        top = Strip(self.height(2))
        self.add(Block((Variant((top,)),), opening=opening, with_next=True, whole=True))

    def whole(self) -> None:
        """A verse, or a figure with its caption that has its place."""
        room = self.geometry.height // self.geometry.leading
        count = self.rng.randint(2, max(2, room // 3))
        first = Strip(self.geometry.leading, self.geometry.leading // 2, self.calls())
        strips = (first, *(Strip(self.geometry.leading) for _ in range(count - 1)))
        self.add(Block((Variant(strips),), whole=True))

    def float(self) -> None:
        room = self.geometry.height // self.geometry.leading
        image = self.rng.uniform(1, room * 0.6)
        strips = (Strip(self.height(image), self.geometry.leading), Strip(self.geometry.leading))
        self.add(Block((Variant(strips),), whole=True, floats=True))

    def table(self) -> None:
        head = (Strip(self.geometry.leading),)
        rows = tuple(
            Strip(self.height(self.rng.choice((1, 1, 2, 3))), 0, self.calls(0.5))
            for _ in range(self.rng.randint(2, 16))
        )
        self.add(Block((Variant((*head, *rows)),), head=head, orphans=3))

    def off_grid(self) -> None:
        """Lines of a smaller size, formulas; some go back to the grid."""
        returning = self.rng.choice((0.0, 0.3))
        strips = tuple(
            Strip(
                self.height(self.rng.uniform(0.6, 1.7)),
                notes=self.calls(),
                on_grid=self.chance(returning),
            )
            for _ in range(self.rng.randint(1, 7))
        )
        self.add(Block((Variant(strips),)))

    def giant(self) -> None:
        """One strip higher than a page, or a block that should be whole and cannot be."""
        if self.chance(0.5):
            self.add(Block((Variant((Strip(self.geometry.height + self.height(0.3)),)),)))
            return
        room = self.geometry.height // self.geometry.leading
        strips = tuple(Strip(self.geometry.leading) for _ in range(room + 2))
        self.add(Block((Variant(strips),), whole=True))


def random_document(seed: int, mixture: Mixture, geometry: Geometry = BOOK) -> Document:
    """Blocks as the mixture says, and a paragraph to begin with."""
    making = Making(random.Random(seed), mixture, geometry)  # noqa: S311
    kinds = {
        making.heading: mixture.headings,
        making.chapter: mixture.chapters,
        making.whole: mixture.wholes,
        making.table: mixture.tables,
        making.float: mixture.floats,
        making.off_grid: mixture.off_grid,
        making.giant: mixture.giants,
    }
    for _ in range(mixture.blocks):
        dice = making.rng.random()
        for kind, share in kinds.items():
            dice -= share
            if dice < 0:
                kind()
                break
        else:
            making.paragraph()
    if not making.blocks or making.blocks[-1].with_next:
        making.paragraph()
    return Document(tuple(making.blocks), tuple(making.notes))


def random_mixture(seed: int, blocks: int) -> Mixture:
    """Notes dense or sparse, short or long, and more or less of everything else."""
    rng = random.Random(seed)  # noqa: S311
    return Mixture(
        blocks=blocks,
        calls=rng.choice((0.0, 0.02, 0.08, 0.15, 0.3)),
        long_notes=rng.choice((0.0, 0.0, 0.03, 0.1)),
        headings=rng.choice((0.0, 0.05, 0.15)),
        chapters=rng.choice((0.0, 0.02, 0.05)),
        wholes=rng.choice((0.0, 0.03, 0.08)),
        tables=rng.choice((0.0, 0.03, 0.08)),
        floats=rng.choice((0.0, 0.03, 0.08)),
        variants=rng.choice((0.0, 0.35, 0.7)),
        hyphens=rng.choice((0.0, 0.2, 0.35)),
        off_grid=rng.choice((0.0, 0.0, 0.04)),
        giants=rng.choice((0.0, 0.0, 0.0, 0.01)),
    )


def small_geometry(seed: int) -> Geometry:
    """Pages of a few lines: each is hard to fill."""
    rng = random.Random(seed)  # noqa: S311
    return Geometry(
        height=20 * rng.randint(5, 8),
        leading=20,
        rule=rng.choice((6, 8, 12)),
        between=rng.choice((0, 2)),
        first_recto=rng.random() < 0.7,
        float_space=rng.choice((None, None, 0, 10)),
    )


def small_document(seed: int, geometry: Geometry) -> Document:
    """Two to four pages with a bit of everything."""
    rng = random.Random(seed)  # noqa: S311
    mixture = Mixture(
        blocks=rng.randint(1, 4),
        lines=(1, 6),
        calls=rng.choice((0.0, 0.1, 0.25)),
        long_notes=rng.choice((0.0, 0.2)),
        note_lines=(1, 4),
        long_lines=(5, 12),
        headings=rng.choice((0.0, 0.2)),
        chapters=rng.choice((0.0, 0.15)),
        wholes=rng.choice((0.0, 0.15)),
        tables=rng.choice((0.0, 0.15)),
        floats=rng.choice((0.0, 0.25, 0.5)),
        variants=rng.choice((0.0, 0.8)),
        off_grid=rng.choice((0.0, 0.2)),
        giants=rng.choice((0.0, 0.0, 0.15)),
    )
    return random_document(seed, mixture, geometry)
