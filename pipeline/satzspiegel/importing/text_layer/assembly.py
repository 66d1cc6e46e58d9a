"""Lines joined to text: words whole, notes at their calls, marks of old pages and of doubts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Change, Doubt, Json, Spot
from satzspiegel.importing.text_layer import links
from satzspiegel.importing.text_layer.measure import HYPHEN_END
from satzspiegel.importing.text_layer.rows import Row, spot
from satzspiegel.importing.words import Vocabulary, join

#: Below this probability a decision is shown.
SURE = 0.95
#: So much of a line's end is shown to the joiner of words.
LOOK_BACK = 80
TOKEN = re.compile(r"\S+")
LAST_TOKEN = re.compile(r"\S+$")


@dataclass(frozen=True)
class Insert:
    """What stands in a line instead of the characters from ``start`` to ``end``."""

    start: int
    end: int
    inlines: tuple[Json, ...]


@dataclass
class Ledger:
    """The account of one layer while it is written: changes and doubts in their order."""

    name: str
    changes: list[Change] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def change(self, reason: str, place: Spot, removed: str = "", added: str = "") -> None:
        """Enter characters that were taken away or put in."""
        if "".join(removed.split()) != "".join(added.split()):
            self.changes.append(Change(reason, place, removed, added))

    def doubt(
        self, code: str, place: Spot, probability: float, chosen: str, other: str
    ) -> list[Json]:
        """The mark of a doubt; nothing if the decision is sure."""
        if probability >= SURE:
            return []
        values = {"chosen": chosen, "other": other}
        self.doubts.append(Doubt(code, place, round(probability, 2), values))
        return [tree.doubt(len(self.doubts) - 1)]


@dataclass
class Pages:
    """Which old pages have their marks; ``labels`` is empty where there are none."""

    labels: Sequence[str]
    marked: int = 0

    def until(self, page: int) -> list[Json]:
        """The marks of the pages up to one that have none yet."""
        first, self.marked = self.marked, max(self.marked, page + 1)
        return [tree.old_page(label) for label in self.labels[first : page + 1]]


@dataclass(frozen=True)
class Weaver:
    """Makes inlines of lines. ``inserts`` are those of each line, by its number, in order."""

    vocabulary: Vocabulary
    targets: Sequence[str]
    ledger: Ledger
    pages: Pages
    inserts: Mapping[int, Sequence[Insert]]

    def inlines(self, rows: Sequence[Row], cut: int = 0, pages: Pages | None = None) -> list[Json]:
        """Lines of one paragraph as inlines; the first one without its first ``cut`` letters.

        ``pages`` are those that are marked; without them, the text's.
        """
        pages = pages or self.pages
        parts: list[Json | str] = []
        before: Row | None = None
        for row in rows:
            pieces = self._pieces(row, cut if before is None else 0)
            page = pages.until(row.page)
            if before is None:
                parts += [*page, *pieces]
            else:
                self._append(parts, pieces, page, before, row)
            before = row
        return _spaced(parts)

    def _pieces(self, row: Row, cut: int) -> list[Json | str]:
        out: list[Json | str] = []
        at = cut
        for insert in self.inserts.get(row.number, ()):
            if insert.start > at:
                out.append(row.text[at : insert.start])
            out += insert.inlines
            at = insert.end
        if at < len(row.text):
            out.append(row.text[at:])
        return out

    def _append(
        self,
        parts: list[Json | str],
        pieces: list[Json | str],
        page: list[Json],
        before: Row,
        row: Row,
    ) -> None:
        """Add a line to what is there: with a space, or with its first word made whole."""
        left = parts[-1] if parts else ""
        right = pieces[0] if pieces else ""
        if isinstance(left, str) and isinstance(right, str) and left and right:
            joined = self._joined(left, right, before, row)
            if joined is not None:
                start, text, rest, doubt = joined
                parts[-1:] = [left[:start], *page, text, *doubt, rest]
                parts += pieces[1:]
                return
        opens_with_call = bool(pieces) and not isinstance(right, str) and right["t"] == "Note"
        parts += [*page, *pieces] if opens_with_call else [" ", *page, *pieces]

    def _joined(
        self, left: str, right: str, before: Row, row: Row
    ) -> tuple[int, str, str, list[Json]] | None:
        """Where the last word begins, that word whole, what follows it, and the doubt of it."""
        token = TOKEN.match(right)
        last = LAST_TOKEN.search(left)
        if token is None or last is None:
            return None
        place = spot(before, self.ledger.name, len(before.text) - 1)
        address = links.mended(left, right, self.targets)
        if address.joined:
            return self._address(last, token, right, address, place)
        if not HYPHEN_END.search(left[-LOOK_BACK:]):
            return None
        window = left[max(0, last.start() - LOOK_BACK) :]
        joined = join(window, token[0], self.vocabulary)
        self.ledger.change("line-hyphen", place, joined.removed, joined.added)
        start = last.start()
        text = joined.text[len(window) - len(last[0]) :]
        chosen = joined.word or text
        doubt = self.ledger.doubt("import-hyphen", place, joined.probability, chosen, joined.other)
        return start, text, right[token.end() :], doubt

    def _address(
        self,
        last: re.Match[str],
        token: re.Match[str],
        right: str,
        address: links.Mended,
        place: Spot,
    ) -> tuple[int, str, str, list[Json]]:
        head = last[0] if address.hyphen_kept else last[0].rstrip("-\u00ad")
        self.ledger.change("line-hyphen", place, last[0][len(head) :])
        doubt = self.ledger.doubt(
            "import-address",
            place,
            address.probability,
            head + token[0],
            f"{last[0]} {token[0]}",
        )
        return last.start(), head + token[0], right[token.end() :], doubt


def _spaced(parts: Iterable[Json | str]) -> list[Json]:
    """Texts as words and spaces; never a space at the end."""
    out: list[Json] = []
    for part in parts:
        if not isinstance(part, str):
            out.append(part)
            continue
        new = tree.words(part)
        if new and out and new[0]["t"] == out[-1]["t"] == "Str":
            out[-1] = {"t": "Str", "c": out[-1]["c"] + new.pop(0)["c"]}
        if new and out and new[0]["t"] == out[-1]["t"] == "Space":
            new.pop(0)
        out += new
    while out and out[-1]["t"] == "Space":
        out.pop()
    return out
