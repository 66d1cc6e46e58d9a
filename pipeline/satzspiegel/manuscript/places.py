"""Places for Pandoc's words: the tree's words aligned with those of the source.

Pandoc keeps the order of words and adds hardly any, so the words of its tree are nearly those of
the source, once addresses and attributes are put aside. Each word is looked up a little ahead of
the last one found, then among those passed over (the lines of a table's cells are interleaved);
one that is not there (an entity, a generated number) keeps the last place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from satzspiegel.manuscript.source import WORD, Definition, Source, Token
from satzspiegel.model import Place

#: How many words to pass over: a line of a wide table, no more, or a wrong word is found.
AHEAD = 40
#: How far back to look for words passed over: the cells of one row.
BEHIND = 400
#: How far to look for a caption or a heading without moving on: behind the largest table.
GLANCE = 2000
#: How many calls to look ahead for a note's own.
CALLS_AHEAD = 3
#: How many words of a note are compared to know it by.
WORDS_KNOWN_BY = 3


@dataclass(frozen=True)
class NoteSource:
    """Where a note stands in the source: its label, its call, and a finder for its own words."""

    label: str
    place: Place
    finder: PlaceFinder | None


class PlaceFinder:
    """Walks through the tokens of a source as Pandoc's tree is walked, in the same order."""

    def __init__(self, source: Source, tokens: Sequence[Token] | None = None) -> None:
        everything = source.tokens if tokens is None else tokens
        self._source = source
        self._tokens = [token for token in everything if not token.is_aside]
        self._asides = [token for token in everything if token.is_aside]
        self._calls = [i for i, token in enumerate(self._tokens) if token.is_call]
        self._definitions = {d.label: d for d in source.definitions}
        self._inline = {d.offset: d for d in source.inline}
        self._used = bytearray(len(self._tokens))
        self._next = 0
        self._next_aside = 0
        self._last = everything[0].offset if everything else 0

    def word(self, text: str) -> Place:
        """The place of a run of characters: that of its first word, else the last place."""
        place = None
        for word in WORD.findall(text):
            if self._find(word) and place is None:
                place = self.here()
        return place or self.here()

    def address(self, text: str) -> Place:
        """The place of an address: among the words put aside before the next word of the text."""
        end = self._tokens[self._next].offset if self._next < len(self._tokens) else float("inf")
        first = max(self._next_aside, bisect_right(self._asides, self._last, key=_offset))
        for word in WORD.findall(text)[:1]:
            for index in range(first, bisect_left(self._asides, end, key=_offset)):
                if self._asides[index].value == word:
                    self._next_aside = index + 1
                    return self._source.place(self._asides[index].offset)
        return self.here()

    def ahead(self, text: str) -> Place:
        """The place a run of characters will have, without moving on."""
        wanted = WORD.findall(text)
        glance = self._tokens[self._next : self._next + GLANCE]
        values = [None if token.is_call else token.value for token in glance]
        for words in (wanted, wanted[:1]):
            for index in range(len(values)):
                if words and values[index : index + len(words)] == words:
                    return self._source.place(glance[index].offset)
        return self.here()

    def here(self) -> Place:
        """The last place found."""
        return self._source.place(self._last)

    def note(self, text: str) -> NoteSource:
        """The note call whose note begins with these words: the next one, or one soon after it.

        It is the next one unless the scanner took something for a call that Pandoc did not.
        """
        index = self._matching_call(WORD.findall(text)[:WORDS_KNOWN_BY])
        if index is None:
            return NoteSource("", self.here(), None)
        self._use(index)
        token = self._tokens[index]
        definition = self._definition(token)
        finder = PlaceFinder(self._source, definition.tokens) if definition else None
        return NoteSource(token.value, self.here(), finder)

    def _matching_call(self, words: list[str]) -> int | None:
        first = bisect_left(self._calls, self._next - BEHIND)
        unused = (i for i in islice(self._calls, first, None) if not self._used[i])
        calls = list(islice(unused, CALLS_AHEAD))
        for index in calls:
            definition = self._definition(self._tokens[index])
            if definition and _begins(definition, words):
                return index
        return calls[0] if calls else None

    def _definition(self, call: Token) -> Definition | None:
        if not call.value:
            return self._inline.get(call.offset)
        return self._definitions.get(call.value)

    def _find(self, word: str) -> bool:
        """Move behind the token equal to the word, past a note call only if it is not before."""
        if self._fits(self._next, word):
            self._use(self._next)
            return True
        at = bisect_left(self._calls, self._next)
        call = self._calls[at] if at < len(self._calls) else len(self._tokens)
        before_call = range(self._next, min(call, self._next + AHEAD))
        passed_over = range(max(0, self._next - BEHIND), self._next)
        behind_call = range(call, min(self._next + AHEAD, len(self._tokens)))
        for index in chain(before_call, passed_over, behind_call):
            if self._fits(index, word):
                self._use(index)
                return True
        return False

    def _fits(self, index: int, word: str) -> bool:
        if index >= len(self._tokens) or self._used[index]:
            return False
        token = self._tokens[index]
        return token.value == word and not token.is_call

    def _use(self, index: int) -> None:
        self._used[index] = 1
        self._next, self._last = index + 1, self._tokens[index].offset


def _offset(token: Token) -> int:
    return token.offset


def _begins(definition: Definition, words: list[str]) -> bool:
    """Whether a note begins with these words."""
    visible = (token.value for token in definition.tokens if not token.is_aside)
    return [value for value, _ in zip(visible, words, strict=False)] == words
