"""Quotation marks and apostrophes (Q1–Q4, A1–A4).

A straight mark is opening or closing by what stands on both sides of it; the marks that are open
decide where both could be, and whether it is an outer or an inner one. Marks that are typographic
already stay as they are and are counted, so that a straight pair inside them becomes an inner one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from satzspiegel.typography.passage import FOREIGN_SPACE, MASKS, Edit
from satzspiegel.typography.profiles import Marks, Profile

APOSTROPHE = "’"
MARKS = re.compile("[\"'`´„“”‚‘’»«›‹]")
STRAIGHT = re.compile("[\"'`´]")
DOUBLE, SINGLE = '"„“”»«', "'‚‘’›‹"
#: What may stand before an opening mark, besides spaces, and after a closing one.
BEFORE_OPENING = "([{–—-/¡¿=+…\u2060"
AFTER_CLOSING = ".,;:!?)]}–—-/…=+"
#: Short forms that begin with an apostrophe (Duden, K 13–16).
ELISION = re.compile(
    r"(?:s|n|ne|nen|nem|ner|nes|ran|rauf|raus|rein|rüber|rum|runter|nauf|naus|nüber|nunter|"
    r"mal|türlich|tschuldigung|tschuldige|ck|zam|[sS]chland|\d\der|\d\dern|\d\d)(?![\w])"
)
#: After these a word in the genitive has its apostrophe (Duden, K 16).
SIBILANT = "sßxzSXZ"
#: The family that a typographic opening mark belongs to, named by its outer marks.
FAMILIES = {"„": "„“", "»": "»«", "«": "«»", "“": "“”"}
PAIRS = {"„": "“”", "‚": "‘’", "»": "«", "«": "»", "›": "‹", "‹": "›", "“": "”", "‘": "’"}
#: No text quotes so deep; marks further out have been forgotten.
DEEPEST = 12
#: The next straight single mark that closes or opens something.
NEXT_SINGLE = re.compile(r"'(?!\w)|(?<=[\s(])'(?=\w)")
ROCK = re.compile(r"(?<=\w )'n'(?= \w)")


@dataclass
class _Open:
    """An open mark: where it stands, whether it was typed double, the level it is on."""

    at: int
    mark: str
    inner: bool

    @property
    def double(self) -> bool:
        return self.mark in DOUBLE


@dataclass
class _Resolver:
    """Goes through the marks of a text in order."""

    text: str
    marks: Marks
    rules: tuple[str, str, str]
    unify: bool
    edits: list[Edit] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    #: Where double marks open, and their families.
    families: list[tuple[int, str]] = field(default_factory=list)
    #: Marks that no other matches: where they stand, and whether they open something.
    unmatched: list[tuple[int, bool]] = field(default_factory=list)

    def run(self) -> None:
        rock = {at for match in ROCK.finditer(self.text) for at in (match.start(), match.end() - 1)}
        for match in MARKS.finditer(self.text):
            at, mark = match.start(), match[0]
            if at in rock or mark in "`´":
                self._apostrophe(at, mark)
            elif mark == '"':
                self._double(at)
            elif mark == "'":
                self._single(at)
            else:
                self._typographic(at, mark)
        self.unmatched += [(entry.at, True) for entry in self.open]

    # ------------------------------------------------------------------------- surroundings

    def _before(self, at: int) -> str:
        return _shown(self.text[at - 1 : at]) if at else ""

    def _after(self, at: int) -> str:
        return _shown(self.text[at + 1 : at + 2])

    def _can_open(self, at: int) -> bool:
        before, after = self._before(at), self._after(at)
        free = not before or before.isspace() or before in BEFORE_OPENING or before in "\"'„‚»«›‹“"
        return free and bool(after) and not after.isspace()

    def _can_close(self, at: int) -> bool:
        before, after = self._before(at), self._after(at)
        free = not after or after.isspace() or after in AFTER_CLOSING or bool(MARKS.match(after))
        return free and bool(before) and not before.isspace()

    # ------------------------------------------------------------------------------- marks

    def _double(self, at: int) -> None:
        opens, closes = self._can_open(at), self._can_close(at)
        top = self._last(double=True)
        if opens and closes:
            opens = top is None or self._before(at) in BEFORE_OPENING[:3]
            closes = not opens
        if opens:
            self._push(at, '"', inner=self._inside(double=True))
        elif closes and top is not None and top.mark == '"':
            self._pop(top, at)
        elif closes and top is not None:
            self._drop(top)
            self._write(at, self.marks.pair(top.inner)[1], top.inner)
        elif closes and not self._before(at).isdigit():
            self._write(at, self.marks.pair(inner=False)[1], inner=False)
            self.unmatched.append((at, False))
        elif not self._before(at).isdigit():  # else inches
            self.unmatched.append((at, False))

    def _single(self, at: int) -> None:
        before, after = self._before(at), self._after(at)
        if before.isdigit() and after.isdigit():
            return  # thousands of the Swiss: N7
        if _is_word(before) and _is_word(after):
            self._apostrophe(at, "'")
        elif self._can_open(at) and not _is_word(before):
            if ELISION.match(self.text, at + 1) and not self._closes_soon(at):
                self._edit(at, APOSTROPHE, "A4" if before and MARKS.match(before) else "A3")
            else:
                self._push(at, "'", inner=self._inside(double=False))
        else:
            self._close_single(at)

    def _close_single(self, at: int) -> None:
        top = self._last(double=False)
        genitive = self._before(at) in SIBILANT and self._after(at) == " "
        if top is None or top.mark != "'" or (genitive and self._closes_later(at)):
            if _is_word(self._before(at)) and not self._before(at).isdigit():
                self._apostrophe(at, "'")
            elif not self._before(at).isdigit():  # else feet
                self.unmatched.append((at, False))
        else:
            self._pop(top, at)

    def _closes_soon(self, at: int) -> bool:
        """Whether a short form is a quoted word itself: »'ne'«."""
        if self._last(double=False) is not None:
            return False
        match = ELISION.match(self.text, at + 1)
        return match is not None and self.text[match.end() : match.end() + 1] == "'"

    def _closes_later(self, at: int) -> bool:
        """Whether another straight mark could close what is open."""
        rest = NEXT_SINGLE.search(self.text, at + 1)
        return rest is not None and not self._before(rest.start()).isspace()

    def _apostrophe(self, at: int, mark: str) -> None:
        if mark in "`´" and not _is_word(self._before(at)):
            return
        foreign = mark == "'" and self._before(at) in "ODLd" and self._after(at).isupper()
        self._edit(at, APOSTROPHE, "A2" if foreign else "A1")

    def _typographic(self, at: int, mark: str) -> None:
        """A mark of a set: it stays, and opens or closes."""
        innermost = reversed(self.open[-DEEPEST:])
        closing = next((o for o in innermost if mark in PAIRS.get(o.mark, "")), None)
        if self._is_apostrophe(at) or (mark == APOSTROPHE and closing is None):
            return
        if closing is not None and (self._can_close(at) or not self._can_open(at)):
            self._drop(closing)
            self._unify(closing, at)
        elif mark in "„‚" or (self._can_open(at) and mark in PAIRS):
            self.open.append(_Open(at, mark, inner=mark in SINGLE))
            if mark in FAMILIES:
                self.families.append((at, FAMILIES[mark]))
        else:
            straight = self._last(double=mark in DOUBLE)
            if straight is not None and straight.mark in "\"'":
                self._drop(straight)
            else:
                self.unmatched.append((at, False))

    def _is_apostrophe(self, at: int) -> bool:
        """Whether a single mark stands inside a word; a wrong one is a remark of its own."""
        if self.text[at] not in "’‘‚":
            return False
        return _is_word(self._before(at)) and _is_word(self._after(at))

    # ------------------------------------------------------------------------------- stack

    def _last(self, double: bool) -> _Open | None:
        return next((o for o in reversed(self.open[-DEEPEST:]) if o.double is double), None)

    def _inside(self, double: bool) -> bool:
        """Whether a mark is an inner one: levels alternate, a single one outside stays single."""
        return not self.open[-1].inner if self.open else not double

    def _push(self, at: int, mark: str, inner: bool) -> None:
        self.open.append(_Open(at, mark, inner))
        if mark == '"' and not inner:
            self.families.append((at, self.marks.opening + self.marks.closing))
        self._write(at, self.marks.pair(inner)[0], inner)

    def _pop(self, entry: _Open, at: int) -> None:
        self._drop(entry)
        self._write(at, self.marks.pair(entry.inner)[1], entry.inner)

    def _drop(self, entry: _Open) -> None:
        """Close a mark, and leave behind those opened after it."""
        index = self.open.index(entry)
        self.unmatched += [(later.at, True) for later in self.open[index + 1 :]]
        del self.open[index:]

    def _unify(self, entry: _Open, at: int) -> None:
        if self.unify:
            opening, closing = self.marks.pair(inner=not entry.double)
            self._edit(entry.at, opening, "Q4")
            self._edit(at, closing, "Q4")

    def _write(self, at: int, text: str, inner: bool) -> None:
        self._edit(at, text, self.rules[1] if inner else self.rules[0])

    def _edit(self, at: int, text: str, rule: str) -> None:
        self.edits.append(Edit(at, at + 1, text, rule))


def _shown(char: str) -> str:
    return " " if char == FOREIGN_SPACE else char


def _is_word(char: str) -> bool:
    return char.isalnum() or (char != "" and char in MASKS)


def _resolve(text: str, marks: Marks, rules: tuple[str, str, str], unify: bool) -> _Resolver:
    resolver = _Resolver(text, marks, rules, unify)
    resolver.run()
    return resolver


def german_marks(text: str, profile: Profile) -> Iterator[Edit]:
    """Q1–Q3, A1–A4 and, if the profile unifies, Q4."""
    if STRAIGHT.search(text) or (profile.unify and MARKS.search(text)):
        outer = "Q3" if profile.swiss else "Q1"
        rules = (outer, "Q3" if profile.swiss else "Q2", "A1")
        yield from _resolve(text, profile.marks, rules, profile.unify).edits


def foreign_marks(text: str, marks: Marks) -> Iterator[Edit]:
    """Q6: straight marks and apostrophes of text in another language."""
    if STRAIGHT.search(text):
        edits = _resolve(text, marks, ("Q6", "Q6", "Q6"), unify=False).edits
        yield from (Edit(edit.start, edit.end, edit.text, "Q6") for edit in edits)


def read_marks(text: str, profile: Profile) -> tuple[list[tuple[int, str]], list[tuple[int, bool]]]:
    """The families of the double marks, where they open; and the marks that no other matches.

    Of the latter each comes with whether it opens something (Q4, Q5).
    """
    if not MARKS.search(text):
        return [], []
    resolver = _resolve(text, profile.marks, ("Q1", "Q2", "A1"), unify=False)
    return resolver.families, sorted(resolver.unmatched)
