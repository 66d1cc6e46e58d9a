"""Places for Pandoc's words: the tree's words aligned with those of the source.

Pandoc keeps the order of words and adds none, so the words of its tree are a subsequence of the
source's words (which also hold attributes and addresses). Each word is looked up a little ahead
of the last one found; one that is not there (an entity, an escape) keeps the last place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from satzspiegel.manuscript.source import WORD, Definition, Source, Token
from satzspiegel.model import Place

#: How many source tokens to look ahead for a word: longer than any run of attributes.
WINDOW = 400
#: How many calls to look ahead for a note's own.
CALLS_AHEAD = 3


@dataclass(frozen=True)
class NoteSource:
    """Where a note stands in the source: its label, its call, and a finder for its own words."""

    label: str
    place: Place
    finder: PlaceFinder | None


class PlaceFinder:
    """Walks through the tokens of a source as Pandoc's tree is walked, in the same order."""

    def __init__(self, source: Source, tokens: Sequence[Token] | None = None) -> None:
        self._source = source
        self._tokens = source.tokens if tokens is None else tokens
        self._next = 0
        self._inline_used = 0
        self._last = self._tokens[0].offset if self._tokens else 0

    def word(self, text: str) -> Place:
        """The place of a run of characters: that of its first word, else the last place."""
        place = None
        for word in WORD.findall(text):
            if self._find(word) and place is None:
                place = self.here()
        return place or self.here()

    def ahead(self, text: str) -> Place:
        """The place a run of characters will have, without moving on."""
        for word in WORD.findall(text)[:1]:
            for token in self._tokens[self._next : self._next + WINDOW]:
                if token.value == word:
                    return self._source.place(token.offset)
        return self.here()

    def here(self) -> Place:
        """The last place found."""
        return self._source.place(self._last)

    def note(self, text: str) -> NoteSource:
        """The note call whose note begins with these words: the next one, or one soon after it.

        It is the next one unless the scanner took something for a call that Pandoc did not.
        """
        index, definition = self._matching_call(WORD.findall(text)[:3])
        if index is None:
            return NoteSource("", self.here(), None)
        token = self._tokens[index]
        self._next, self._last = index + 1, token.offset
        finder = PlaceFinder(self._source, definition.tokens) if definition else None
        return NoteSource(token.value, self.here(), finder)

    def _matching_call(self, words: list[str]) -> tuple[int | None, Definition | None]:
        calls = [i for i in range(self._next, len(self._tokens)) if self._tokens[i].is_call]
        inline = self._inline_used
        first: tuple[int | None, Definition | None] = (None, None)
        for number, index in enumerate(calls[:CALLS_AHEAD]):
            label = self._tokens[index].value
            definition = self._definition(label, inline)
            inline += not label
            if number == 0:
                first, used = (index, definition), inline
            if definition and [t.value for t in definition.tokens[: len(words)]] == words:
                self._inline_used = inline
                return index, definition
        if first[0] is not None:
            self._inline_used = used
        return first

    def _definition(self, label: str, inline: int) -> Definition | None:
        if not label:
            return self._source.inline[inline] if inline < len(self._source.inline) else None
        return next((d for d in self._source.definitions if d.label == label), None)

    def _find(self, word: str) -> bool:
        """Move behind the next token equal to the word, never past a note call."""
        for index in range(self._next, min(self._next + WINDOW, len(self._tokens))):
            token = self._tokens[index]
            if token.is_call:
                return False
            if token.value == word:
                self._next, self._last = index + 1, token.offset
                return True
        return False
