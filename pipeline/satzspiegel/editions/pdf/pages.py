"""The pages chosen: which strips stand on which page, and no page that ends in half a word.

The search knows the paragraphs with a line more or less. Whether a paragraph can do without the
hyphen at the end of a page is tried when that page is known; where it cannot, the search is asked
for other pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from satzspiegel import pagination
from satzspiegel.editions.pdf.alternatives import Way, alternatives, without_hyphen
from satzspiegel.editions.pdf.galley import Galley
from satzspiegel.editions.pdf.searched import document_of
from satzspiegel.linebreak import Settings
from satzspiegel.pagination import Geometry, Pagination, paginate

#: Searches at most. What is left then are hyphens that the search weighed.
ROUNDS = 3


def choose_pages(
    galley: Galley, geometry: Geometry, settings: Settings, costs: pagination.Settings
) -> tuple[Galley, Pagination]:
    """The pages of a galley, and the galley with the blocks as they are set there."""
    search = _Search(galley, geometry, settings, costs)
    for _ in range(ROUNDS):
        if not search.go():
            break
    blocks = tuple(way.made() for way in search.taken)
    return replace(galley, blocks=blocks), search.pagination


class _Search:
    """The search for pages, round by round."""

    def __init__(
        self,
        galley: Galley,
        geometry: Geometry,
        settings: Settings,
        costs: pagination.Settings,
    ) -> None:
        self._galley, self._geometry, self._settings = galley, geometry, settings
        self._costs = costs
        self._ways = [alternatives(block, settings) for block in galley.blocks]
        self._avoided: set[tuple[int, int]] = set()
        self._known: dict[tuple[Way, int], Way | None] = {}
        self.pagination = Pagination((), 0)
        self.taken: list[Way] = []

    def go(self) -> bool:
        """One round; whether another is wanted, as hyphens were found that stay."""
        known = len(self._avoided)
        document = document_of(
            self._ways, self._galley.notes, self._geometry.leading, self._avoided
        )
        self.pagination = paginate(document, self._geometry, self._costs)
        self.taken = [
            ways[chosen] for ways, chosen in zip(self._ways, self.pagination.chosen, strict=True)
        ]
        for index, line in self._hyphens():
            if (index, line) in self._avoided:
                continue
            better = self._without(self.taken[index], line)
            if better is not None and self._calls_stay(index, better):
                self.taken[index] = better
            else:
                self._avoided.add((index, line))
        return len(self._avoided) > known

    def _hyphens(self) -> Iterator[tuple[int, int]]:
        """Block and line of each hyphen at the end of a page, as the blocks are by then."""
        for page in self.pagination.pages:
            if not page.placed:
                continue
            last = page.placed[-1]
            way = self.taken[last.block]
            if last.end < way.count and way.ends_in_hyphen(last.end - 1):
                yield last.block, last.end - 1

    def _without(self, way: Way, line: int) -> Way | None:
        """The way without a hyphen in a line; asked for again in later rounds."""
        if (way, line) not in self._known:
            self._known[way, line] = without_hyphen(way, line, self._settings)
        return self._known[way, line]

    def _calls_stay(self, index: int, better: Way) -> bool:
        """Whether each page keeps the calls that it has from a block."""
        placed = (one for page in self.pagination.pages for one in page.placed)
        ends = [one.end for one in placed if one.block == index]
        old, new = self.taken[index].calls(), better.calls()
        return all(_joined(old[:end]) == _joined(new[:end]) for end in ends)


def _joined(calls: Sequence[tuple[str, ...]]) -> list[str]:
    return [call for line in calls for call in line]
