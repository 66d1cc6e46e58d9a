"""Rule F4: what »Ebd.«, »a. a. O.« and »Ders.« refer back to.

»Ebd.« repeats the one source of the note before; »a. a. O.« needs a name that an earlier note
has given in full (Duden; Gulbins/Kahrmann, Mut zur Typographie).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from satzspiegel.model import Finding, Publication, Severity
from satzspiegel.proofreading.citations import (
    LOCATION,
    NO_NAMES,
    UPPER,
    cites,
    segments,
    sources,
)
from satzspiegel.proofreading.passages import Passage, whole_note
from satzspiegel.proofreading.report import report
from satzspiegel.walks import own_inlines, plain_text, walk_blocks

IBIDEM = re.compile(r"(?<!\w)(?:[Ee]bd\.|[Ee]benda(?=\s*(?:[,.;:)]|$))|[Ii]bid\.)")
LOCO_CITATO = re.compile(r"(?<!\w)(?:[Aa]\.\s?a\.\s?O\.|[Aa]m angegebenen Orte?\b)")
IDEM = re.compile(r"(?:Ders|Dies)\.(?=[:,])")
#: »Kühn (wie Anm. 6), a. a. O.« says itself where to look.
CROSS_REFERENCE = re.compile(r"\b(?:Anm|Fn|Fußn)\.|\bAnmerkung\b|\bFußnote\b")
NAME = re.compile(rf"[{UPPER}][\w’'-]{{2,}}")


def antecedents(publication: Publication, passages: Iterable[Passage]) -> Iterator[Finding]:
    """F4 for each note of the publication."""
    language = publication.metadata.language
    notes = [whole_note(note, language) for note in publication.notes]
    earlier = _cited_elsewhere(publication, passages)
    for before, note in zip([None, *notes], notes, strict=False):
        first = note.note is not None and note.note.number == "1"
        previous = None if first else before
        yield from _ibidem(note, previous)
        yield from _idem(note, previous)
        yield from _loco_citato(note, previous, earlier)
        earlier += f"\n{note.text}"


# ------------------------------------------------------------------------------------------ ebd.


def _ibidem(note: Passage, previous: Passage | None) -> Iterator[Finding]:
    match = _first_use(IBIDEM, note)
    if match is None or _antecedent_inside(note, match):
        return
    place, words = note.place(match.start()), match[0]
    if previous is None:
        yield report("ebd-without-note", Severity.WARNING, place, "F4", words)
    elif (count := _sources(previous)) > 1:
        values = {"count": str(count)}
        yield report("ebd-several-sources", Severity.WARNING, place, "F4", words, **values)
    elif not _cites(previous):
        yield report("ebd-no-source", Severity.WARNING, place, "F4", words)


def _idem(note: Passage, previous: Passage | None) -> Iterator[Finding]:
    match = IDEM.match(note.text)
    if match and note.place(0) and not (previous and _cites(previous)):
        yield report("ders-without-author", Severity.WARNING, note.place(0), "F4", match[0])


def _sources(note: Passage) -> int:
    """The sources that a note cites for sure, also by »ebd.« and »a. a. O.«."""
    full = sources(note.text)
    repeated = _first_use(IBIDEM, note, own=False)
    again = repeated is not None and not _antecedent_inside(note, repeated)
    return (full or len(_names_cited_again(note.text))) + again


def _names_cited_again(text: str) -> set[str]:
    """»Kühn, a. a. O., S. 3; Hartmut, a. a. O., S. 4«: the names."""
    starts = _starts(text)
    return {
        names[-1]
        for match in LOCO_CITATO.finditer(text)
        if (names := _names(_lead(text, starts, match.start())))
    }


def _cites(note: Passage) -> bool:
    """Whether a note may cite anything: by its words, by citeproc's, or by a title in italics."""
    marked = any(
        s.set_off or not s.place for s in note.stretches if _has_words(note, s.start, s.end)
    )
    return marked or cites(note.text)


def _has_words(note: Passage, start: int, end: int) -> bool:
    return any(map(str.isalnum, note.text[start:end]))


def _first_use(
    pattern: re.Pattern[str], note: Passage, *, own: bool = True
) -> re.Match[str] | None:
    """The first match outside quotation marks; ``own``: only one that the author wrote."""
    quotations = note.quotations()
    for match in pattern.finditer(note.text):
        quoted = any(start <= match.start() < end for start, end in quotations)
        if not quoted and (note.place(match.start()) or not own):
            return match
    return None


def _antecedent_inside(note: Passage, match: re.Match[str]) -> bool:
    """Whether something before the word in its own note may be what it repeats."""
    before = note.text[: match.start()].strip()
    words = re.sub(r"(?i)^(?:vgl\.|siehe|zit\.|zitiert|hierzu|dazu)\s*", "", before)
    return len(words.split()) > 2 and cites(words)


# -------------------------------------------------------------------------------------- a. a. O.


def _loco_citato(note: Passage, previous: Passage | None, earlier: str) -> Iterator[Finding]:
    match = _first_use(LOCO_CITATO, note)
    if match is None:
        return
    lead = _lead(note.text, _starts(note.text), match.start())
    names = _names(lead)
    known = earlier + note.text[: match.start() - len(lead)]
    if CROSS_REFERENCE.search(lead) or any(re.search(rf"\b{n}", known) for n in names):
        return
    place = note.place(match.start() - len(lead.lstrip()))
    words = f"{lead}{match[0]}".strip()
    if names:
        yield report("aao-without-antecedent", Severity.WARNING, place, "F4", words)
    elif len(lead.split()) < 3 and not note.text[: match.start() - len(lead)].strip():
        instead = "Ebd." if previous and _sources(previous) == 1 else ""
        yield report("aao-without-name", Severity.HINT, place, "F4", words, instead)


def _starts(text: str) -> list[int]:
    """Where sentences and their parts begin."""
    return [start for start, _ in segments(text)] or [0]


def _lead(text: str, starts: list[int], offset: int) -> str:
    """What stands before an offset in its sentence."""
    return text[starts[bisect_right(starts, offset) - 1] : offset]


def _names(lead: str) -> list[str]:
    words = re.findall(NAME, lead)
    return [re.escape(word) for word in words if word not in NO_NAMES]


def _cited_elsewhere(publication: Publication, passages: Iterable[Passage]) -> str:
    """The list of works cited, and sentences of the text that cite with place, year or page."""
    listed = [
        plain_text(own_inlines(block))
        for chapter in publication.chapters
        if chapter.kind == "bibliography"
        for block in walk_blocks(chapter.blocks)
    ]
    cited = [
        segment
        for passage in passages
        if passage.note is None
        for _, segment in segments(passage.text)
        if LOCATION.search(segment)
    ]
    return "\n".join([*listed, *cited])
