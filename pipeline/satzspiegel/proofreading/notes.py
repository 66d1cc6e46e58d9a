"""Calls and ends of notes: rules F1 (where the call stands) and F3 (the note's full stop).

Whether a call covers the word before it or the whole sentence only the author knows, so calls
before and behind a full stop are both left alone; reported is what can be neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from satzspiegel.model import Division, Finding, Note, NoteCall, Paragraph, Severity
from satzspiegel.proofreading.passages import CALL, Passage, note_passages
from satzspiegel.proofreading.report import report

#: Where a word begins: tried from every letter of a long one, these patterns would take seconds.
START = rf"(?<![^\s{CALL}])"
#: Slips at a call: code, rule, how they are known, what is written, what should be. ``word`` is
#: the word before the call, ``next`` the word behind it.
SLIPS = (
    # A space; between two calls it keeps their figures apart.
    (
        "call-after-space",
        "F1",
        re.compile(rf"{START}(?P<word>[^\s{CALL}]*[^\s{CALL},])\s+{CALL}"),
        "{word} {call}",
        "{word}{call}",
    ),
    # A full stop on either side.
    (
        "call-between-stops",
        "F1",
        re.compile(rf"{START}(?P<word>[^\s{CALL}]*\w\.[”“’‘»«)]*){CALL}\.(?!\.)"),
        "{word}{call}.",
        "{word}{call}",
    ),
    # Behind punctuation, and no space before the next word.
    (
        "call-without-space",
        "W3",
        re.compile(
            rf"{START}(?P<word>[^\s{CALL}]*[.!?,;:…”“’‘»«)]){CALL}(?P<next>[^\W\d_][^\s{CALL}]*)"
        ),
        "{word}{call}{next}",
        "{word}{call} {next}",
    ),
)
ENDS = ".!?…"
CLOSING = "”“’‘»«›‹)]\"' \u00a0\u202f"
ADDRESS = re.compile(
    r"(?:https?://|www\.|doi:|10\.\d{4,}/)\S+$|(?<![\w.-])[\w-]+(?:\.[\w-]+)+/\S*$"
)


def misplaced_calls(passages: Iterable[Passage], notes: Iterable[Note]) -> Iterator[Finding]:
    """F1: a space before a call, or a full stop on either side. W3: no space behind it."""
    labels = {note.identifier: note.label for note in notes}
    for passage in passages:
        for code, rule, pattern, written, right in SLIPS:
            for match in pattern.finditer(passage.text):
                parts = {**match.groupdict(), "call": _call(passage, match, labels)}
                words, instead = written.format(**parts), right.format(**parts)
                place = passage.place(match.start())
                yield report(code, Severity.WARNING, place, rule, words, instead)


def _call(passage: Passage, match: re.Match[str], labels: dict[str, str]) -> str:
    """The call as the author typed it."""
    ordinal = passage.text.count(CALL, 0, match.start() + match[0].index(CALL))
    call: NoteCall = passage.calls[ordinal]
    label = labels.get(call.note, "")
    return f"[^{label}]" if label else "^[…]"


def without_stop(notes: Iterable[Note], language: str) -> Iterator[Finding]:
    """F3: notes that end in no full stop, question mark, exclamation mark or ellipsis.

    An address may end a note by itself: a stop behind it would seem to be part of it.
    """
    for note in notes:
        if not _ends_in_paragraph(note):
            continue
        *_, last = (None, *note_passages(note, language))
        if last is None:
            continue  # an empty note
        text = last.text.replace(CALL, " ").rstrip()
        bare = text.rstrip(CLOSING)
        if not bare or bare[-1] in ENDS or ADDRESS.search(bare.split()[-1]):
            continue
        if finding := _missing_stop(last, text, note):
            yield finding


def _ends_in_paragraph(note: Note) -> bool:
    """Lists, verse, quotations and tables at the end of a note have ends of their own."""
    blocks = note.blocks
    while blocks and isinstance(blocks[-1], Division):
        blocks = blocks[-1].blocks
    return bool(blocks) and isinstance(blocks[-1], Paragraph)


def _missing_stop(passage: Passage, text: str, note: Note) -> Finding | None:
    """About the last word that the author wrote, and what citeproc or a link put behind it."""
    starts = [word.start() for word in re.finditer(r"\S+", text)]
    own = [start for start in starts if passage.place(start)]
    if not own and not note.label:
        return None  # a note that the citation style made
    start = own[-1] if own else starts[0]
    place = passage.place(start) if own else note.place
    words = text[start:]
    instead = words.rstrip(",;:–- ") + "."
    return report("note-without-stop", Severity.WARNING, place, "F3", words, instead)
