"""The document walked and given to the typography core, passage by passage.

A passage is what a reader takes as one run of words: a paragraph, a heading, a caption, a stanza.
Note calls are not in it, code and images are protected in it, so quotation marks are seen across
mark-up. Each change knows where in the manuscript it begins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from satzspiegel.model import (
    Chapter,
    Code,
    Entry,
    Finding,
    Image,
    Inline,
    LineBreak,
    Link,
    NoteCall,
    OldPage,
    Place,
    Publication,
    RawNote,
    Run,
    Severity,
    Span,
    Styled,
    Text,
)
from satzspiegel.silences import Candidate, Silences
from satzspiegel.typography.hyphens import held_together
from satzspiegel.typography.lints import FAMILY, UNMATCHED, Remark, remarks
from satzspiegel.typography.passage import Change
from satzspiegel.typography.profiles import PROFILES, Profile, profile_for
from satzspiegel.typography.rules import SWITCHES, set_text
from satzspiegel.walks import Blocks, Inlines, rewrite_passages, walk_inlines

#: What stays on one line, for the editions.
TOGETHER = "together"
WORD = re.compile(r"[^\W_]")
OBJECT = "\ufffc"
#: Rules whose words a careful author types with a space; without one it may be a slip.
SPACED_RULES = ("N1", "N2", "N3", "N4", "N5", "N6", "N8")

#: The remarks on one passage, each with its place.
Remarked = list[tuple[Place, Remark]]


def profile_of(publication: Publication) -> Profile:
    """The profile that language and settings choose, with the rules they switch off."""
    settings = publication.settings
    base = PROFILES.get(settings.typography) or profile_for(publication.metadata.language)
    off = (rule for rule in SWITCHES if not settings.rules.get(rule, True))
    return replace(
        base,
        off=frozenset(off),
        unify=settings.quotes == "unify",
        swiss_ss=settings.eszett == "ss" and base.swiss,
        bind=True,
    )


def apply_typography(publication: Publication) -> tuple[Publication, tuple[Candidate, ...]]:
    """The publication as it is to be set, and every place that a fix would change.

    Places that a comment silences are left as typed.
    """
    composer = _Composer(profile_of(publication), _silenced(publication))
    language = publication.metadata.language
    metadata = replace(
        publication.metadata,
        title=composer.passage(publication.metadata.title, language),
        subtitle=composer.passage(publication.metadata.subtitle, language),
    )
    chapters = tuple(composer.chapter(chapter, language) for chapter in publication.chapters)
    notes = tuple(
        replace(note, blocks=composer.blocks(note.blocks, language)) for note in publication.notes
    )
    contents = tuple(composer.entry(entry, language) for entry in publication.contents)
    made = replace(
        publication, metadata=metadata, chapters=chapters, notes=notes, contents=contents
    )
    return made, tuple(composer.candidates)


def _silenced(publication: Publication) -> frozenset[Candidate]:
    """The places that comments keep as they are.

    Found among those of the whole publication: the cells of a row, or a text and the note inside
    it, stand on one line.
    """
    if not publication.silences:
        return frozenset()
    lines = frozenset((silence.file, silence.line) for silence in publication.silences)
    composer = _Composer(profile_of(publication), lines=lines)
    composer.read(publication)
    candidates = [(place, change.rule) for place, change in composer.found]
    silenced = Silences(publication.silences).silenced(candidates)
    return frozenset(candidates[index] for index in silenced)


def fixes(publication: Publication, everything: bool) -> tuple[Finding, ...]:
    """What is set otherwise than typed: everything, or only what looks like a slip.

    A slip is a missing space where the manuscript mostly has one.
    """
    composer = _Composer(profile_of(publication))
    composer.read(publication)
    found = composer.found
    usual = {rule for rule in SPACED_RULES if _spaces_it(rule, found)}
    return tuple(
        _finding(place, change)
        for place, change in found
        if everything or (change.rule in usual and _adds_space(change))
    )


def lints(publication: Publication) -> tuple[Finding, ...]:
    """What no rule mends by itself, but an editor should see."""
    composer = _Composer(profile_of(publication))
    composer.read(publication)
    off = composer.profile.off
    passages = _without_family(_without_matches(composer.remarks))
    return tuple(
        Finding(remark.code, remark.severity, place, remark.values)
        for remarked in passages
        for place, remark in remarked
        if remark.rule not in off
    )


def _without_family(passages: list[Remarked]) -> list[Remarked]:
    """Q4: only the marks that are not of the family the publication uses most."""
    families = Counter(r.more["family"] for p in passages for _, r in p if r.code == FAMILY)
    usual = families.most_common(1)[0][0] if families else ""
    return [
        [
            (place, replace(remark, more={**remark.more, "usual": usual}))
            for place, remark in remarked
            if remark.code != FAMILY or remark.more["family"] != usual
        ]
        for remarked in passages
    ]


def _without_matches(passages: list[Remarked]) -> list[Remarked]:
    """Q5: a quotation may go on over paragraphs, with or without a new mark in each of them."""
    waiting: list[int] = []
    matched: set[int] = set()
    for remarked, following in pairwise([*passages, []]):
        for _, remark in remarked:
            if remark.code != UNMATCHED:
                continue
            if remark.more["opens"]:
                waiting.append(id(remark))
            elif waiting:
                matched |= {id(remark), *waiting}
                waiting = []
        if any(remark.code == FAMILY and remark.at == 0 for _, remark in following):
            matched |= set(waiting)
    return [[pair for pair in remarked if id(pair[1]) not in matched] for remarked in passages]


def _spaces_it(rule: str, found: list[tuple[Place, Change]]) -> bool:
    """Whether the manuscript types the space of a rule at least as often as not."""
    adds = [_adds_space(change) for _, change in found if change.rule == rule]
    return 2 * sum(adds) <= len(adds) or sum(adds) == 1


def _adds_space(change: Change) -> bool:
    return len(change.before.split()) < len(change.after.split())


def _finding(place: Place, change: Change) -> Finding:
    values = {"rule": change.rule, "words": change.before, "instead": change.after}
    return Finding("typography-fix", Severity.HINT, place, values)


@dataclass
class _Composer:
    """Sets passages, and collects what it changed and what it noticed."""

    profile: Profile
    silenced: frozenset[Candidate] = frozenset()
    #: The only lines to look at; all if there are none.
    lines: frozenset[tuple[str, int]] = frozenset()
    candidates: list[Candidate] = field(default_factory=list)
    found: list[tuple[Place, Change]] = field(default_factory=list)
    #: By passage.
    remarks: list[Remarked] = field(default_factory=list)

    def read(self, publication: Publication) -> None:
        """Look at everything that has a place in the manuscript."""
        language = publication.metadata.language
        runs = [chapter.blocks for chapter in publication.chapters]
        for blocks in (*runs, *(note.blocks for note in publication.notes)):
            rewrite_passages(blocks, language, self._look)

    def chapter(self, chapter: Chapter, language: str) -> Chapter:
        title = self.passage(chapter.title, language)
        return replace(chapter, title=title, blocks=self.blocks(chapter.blocks, language))

    def entry(self, entry: Entry, language: str) -> Entry:
        children = tuple(self.entry(child, language) for child in entry.children)
        return replace(entry, title=self.passage(entry.title, language), children=children)

    def blocks(self, blocks: Blocks, language: str) -> Blocks:
        return rewrite_passages(blocks, language, self.passage)

    def passage(self, inlines: Inlines, language: str) -> Inlines:
        """A passage as it is to be set."""
        pieces = list(_runs(inlines, language))
        if not pieces:
            return inlines
        runs = [run for run, _ in pieces]
        texts, changes = set_text(runs, self.profile)
        sources = _Sources.of(pieces)
        places = [sources.place(change.origin) for change in changes]
        candidates = [(place, c.rule) for place, c in zip(places, changes, strict=True)]
        self.candidates += candidates
        kept = [i for i, candidate in enumerate(candidates) if candidate in self.silenced]
        if kept:
            refused = {(changes[i].origin, changes[i].rule) for i in kept}
            texts, _ = set_text(runs, self.profile, lambda c: (c.origin, c.rule) in refused)
        return self._with_texts(inlines, iter(texts))

    def _look(self, inlines: Inlines, language: str) -> Inlines:
        """Take down what would change in a passage, and what a reader should look at."""
        pieces = list(_runs(inlines, language))
        runs = [run for run, _ in pieces]
        if runs and self._is_looked_at(pieces):
            _, changes = set_text(runs, self.profile)
            sources = _Sources.of(pieces)
            self.found += [(sources.place(change.origin), change) for change in changes]
            calls = list(_calls(inlines))
            noticed = [r for r in remarks(runs, self.profile) if not _has_call(r, calls)]
            self.remarks.append([(sources.place(remark.at), remark) for remark in noticed])
        return inlines

    def _is_looked_at(self, pieces: list[tuple[Run, Text | None]]) -> bool:
        places = (text.place for _, text in pieces if text and text.place)
        return not self.lines or any((p.file, p.line) in self.lines for p in places)

    def _with_texts(self, inlines: Inlines, texts: Iterator[str]) -> Inlines:
        """The inlines with the texts of their runs, in the order of :func:`_runs`."""
        made: list[Inline] = []
        for inline in inlines:
            match inline:
                case Text():
                    made.append(self._text(inline, next(texts)))
                case LineBreak() | Code() | Image():
                    next(texts)
                    made.append(inline)
                case Styled() | Link() | Span():
                    children = self._with_texts(inline.children, texts)
                    made.append(replace(inline, children=children))
                case _:
                    made.append(inline)
        return tuple(made)

    def _text(self, text: Text, value: str) -> Inline:
        """A text as it is set; in a span if a hyphen in it is no place to end a line.

        The whole word goes in, with its punctuation: no line may end between the two either.
        """
        made = text if value == text.value else replace(text, value=value)
        if "-" in value and {rule for _, _, rule in held_together(value)} - self.profile.off:
            return Span((made,), classes=(TOGETHER,))
        return made


def _beginning(text: Text) -> Place | None:
    """Where a text begins: its place is that of its first word."""
    word = WORD.search(text.value)
    return _moved(text.place, -word.start() if word else 0)


def _moved(place: Place | None, by: int) -> Place | None:
    return replace(place, column=max(1, place.column + by)) if place and place.column else place


def _runs(inlines: Inlines, language: str) -> Iterator[tuple[Run, Text | None]]:
    """The runs of a passage, each with the text that it comes from."""
    for inline in inlines:
        match inline:
            case Text():
                yield Run(inline.value, language), inline
            case LineBreak():
                yield Run("\n", language), None
            case Code():
                yield Run(inline.value, language, protected=True), None
            case Image():
                yield Run(OBJECT, language, protected=True), None
            case Span():
                yield from _runs(inline.children, inline.language or language)
            case Styled() | Link():
                yield from _runs(inline.children, language)
            case _:
                # A raw note is one in another note, which is an error that has been reported.
                assert isinstance(inline, NoteCall | RawNote | OldPage)  # noqa: S101


def _calls(inlines: Inlines) -> Iterator[int]:
    """Where in a passage notes are called: behind how many of its characters."""
    at = 0
    for inline in walk_inlines(inlines):
        match inline:
            case Text() | Code():
                at += len(inline.value)
            case LineBreak() | Image():
                at += 1
            case NoteCall():
                yield at


def _has_call(remark: Remark, calls: list[int]) -> bool:
    """Whether a missing space is one behind a note call, which the proofreading names."""
    if remark.code != "space-missing":
        return False
    return any(remark.at < call < remark.at + len(remark.words) for call in calls)


@dataclass(frozen=True)
class _Sources:
    """The texts that the runs of a passage come from, by where they begin in it."""

    starts: tuple[int, ...]
    texts: tuple[Text | None, ...]

    @classmethod
    def of(cls, pieces: list[tuple[Run, Text | None]]) -> _Sources:
        lengths = (len(run.text) for run, _ in pieces)
        starts = (0, *accumulate(lengths))[: len(pieces)]
        return cls(starts, tuple(text for _, text in pieces))

    def place(self, at: int) -> Place:
        """The place of a character of the passage: its text's, else that of the last before it."""
        index = bisect_right(self.starts, at) - 1
        here = index
        while here >= 0 and not _has_place(self.texts[here]):
            here -= 1
        text = self.texts[here] if here >= 0 else None
        if text is None:
            return Place("")
        by = at - self.starts[here] if here == index else 0
        return _moved(_beginning(text), by) or Place("")


def _has_place(text: Text | None) -> bool:
    return text is not None and text.place is not None
