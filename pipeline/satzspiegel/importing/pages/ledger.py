"""The account that is kept while a source becomes a draft: doubts, changes, and places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Change, Doubt, Json, Spot
from satzspiegel.importing.pages.lines import Line, Page

#: What is at least so probable is no doubt.
SURE = 0.95


@dataclass
class Ledger:
    """What has been decided and changed so far; only ever added to."""

    file: str
    pages: tuple[Page, ...]
    doubts: list[Doubt] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def spot(self, page: int, line: Line | None = None) -> Spot:
        """The place of a line; ``page`` counts from 0."""
        number = self.pages[page].number
        if line is None:
            return Spot(self.file, number)
        return Spot(self.file, number, line.number, 0, line.box)

    def change(
        self, reason: str, page: int, line: Line | None, removed: str = "", added: str = ""
    ) -> None:
        """Write down that characters went or came."""
        removed, added = removed.strip(), added.strip()
        if removed or added:
            self.changes.append(Change(reason, self.spot(page, line), removed, added))

    def drop(self, reason: str, page: int, line: Line) -> None:
        """Write down that a whole line went."""
        self.change(reason, page, line, line.text)

    def doubt(
        self,
        code: str,
        page: int,
        line: Line | None,
        probability: float,
        values: Mapping[str, str],
    ) -> list[Json]:
        """The mark of a doubt, or nothing if the decision is sure enough."""
        if probability >= SURE:
            return []
        known = Doubt(code, self.spot(page, line), round(probability, 2), dict(values))
        self.doubts.append(known)
        return [tree.doubt(len(self.doubts) - 1)]
