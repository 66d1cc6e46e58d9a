"""Notes that were numbered by hand: raised or bracketed digits in the text, and paragraphs with the
same numbers at the end. They become notes; raised digits that are none stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from satzspiegel.importing.draft import Json
from satzspiegel.importing.pages.calls import Candidate, Matched, find_calls
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.desk import Desk, size_of
from satzspiegel.importing.word.passages import slice_pieces, without_start
from satzspiegel.importing.word.skeleton import is_slot, slot, slots
from satzspiegel.importing.word.source import Paragraph, Piece

#: The beginning of a note: its number, raised, in brackets, or with a stop.
NUMBERED = re.compile(r"\s*[\[(]?(\d{1,3})[\])]?[.:]?(?:[\s\u00a0]+|(?=[^\W\d_]))")
#: Superior digits of Unicode, as calls are sometimes typed.
SUPERIORS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}")
BRACKETED = re.compile(r"\[(\d{1,3})\]|\((\d{1,3})\)")
STUCK = re.compile(
    r"(?<=[^\W\d_][.,;:!?»“”\"'’)])(\d{1,3})(?![\d.,])|(?<=[a-zäöüß])(\d{1,3})(?=\W|$)"
)
MARK = re.compile(r"\s*[*†‡§]{1,4}\)?[\s\u00a0]+(?=\S)")
#: A heading above notes: it goes with them.
ABOVE = re.compile(
    r"\s*(?:anmerkungen|fu(?:ß|ss)noten|endnoten|noten|einzelnachweise|notes|footnotes|endnotes)"
    r"\s*:?\s*",
    re.IGNORECASE,
)
#: A rule drawn above notes.
RULE = re.compile(r"\s*[-_–—]{3,}\s*")
#: The share of notes that must find a call, or the numbers mean something else.
FOUND = 0.7
#: The share of the notes that begin with their own number, typed beside the program's.
REPEATED = 0.6


@dataclass(frozen=True)
class _Place:
    """Where a candidate stands: characters of a paragraph."""

    number: int
    start: int
    end: int
    candidate: Candidate


def with_hand_notes(desk: Desk, blocks: list[Json]) -> list[Json]:
    """The text with its typed notes as notes at their calls."""
    if at_feet := _with_notes_at_feet(desk, blocks):
        return at_feet
    for start, end in _sections(desk, blocks):
        text = [*blocks[:start], *blocks[end:]]
        entries = _entries(desk, blocks[start:end])
        places = list(_candidates(desk, text))
        labels = [label for label, _ in entries]
        matched = find_calls([place.candidate for place in places], labels)
        found = [m for m in matched if m.candidate is not None and m.probability > 0.5]
        if len(entries) >= 2 and len(found) >= FOUND * len(entries):
            _convert(desk, entries, places, found)
            lost = {m.note for m in matched} - {m.note for m in found}
            kept = [slot(n) for k in sorted(lost) for n in entries[k][1]]
            above = _heading_above(desk, blocks, start) if not kept else start
            return [*blocks[:above], *kept, *blocks[end:]]
    return blocks


def _heading_above(desk: Desk, blocks: list[Json], start: int) -> int:
    """Where the section begins with its heading, which says nothing any more."""
    if start and is_slot(blocks[start - 1]):
        paragraph = desk.paragraph(blocks[start - 1])
        if ABOVE.fullmatch(paragraph.text):
            desk.change("notes-heading", paragraph, removed=paragraph.text)
            return start - 1
    return start


def _sections(desk: Desk, blocks: list[Json]) -> Iterator[tuple[int, int]]:
    """Rows of paragraphs whose numbers rise by one, the last first."""
    rows: list[tuple[int, int]] = []
    index = 0
    while index < len(blocks):
        end = _row_end(desk, blocks, index)
        if end > index + 1:
            rows.append((index, end))
        index = max(end, index + 1)
    yield from reversed(rows)


def _row_end(desk: Desk, blocks: list[Json], index: int) -> int:
    """The end of a row of notes that begins here; a paragraph without number belongs to the last
    note if another number follows.
    """
    number = _number(desk, blocks[index])
    if number is None:
        return index
    end = at = index + 1
    first = desk.paragraph(blocks[index])
    while at < len(blocks) and at - end < 3 and _may_be_note(desk, blocks[at], first):
        if _number(desk, blocks[at]) == number + 1:
            number += 1
            end = at + 1
        at += 1
    return end


def _may_be_note(desk: Desk, block: Json, first: Paragraph) -> bool:
    """Whether a paragraph may be of the notes that begin with another: it looks like them, and
    calls none.
    """
    if not is_slot(block) or block["c"][1]:
        return False
    paragraph = desk.paragraph(block)
    if size_of(paragraph) != size_of(first) or paragraph.look.style != first.look.style:
        return False
    number = NUMBERED.match(paragraph.text.translate(SUPERIORS))
    begun = number.end() if number else 0
    places = _in_paragraph(desk, paragraph.number)
    return not any(p.candidate.kind == "superior" and p.start >= begun for p in places)


def _number(desk: Desk, block: Json) -> int | None:
    if not is_slot(block) or block["c"][1]:
        return None
    match = NUMBERED.match(desk.paragraph(block).text.translate(SUPERIORS))
    return int(match[1]) if match else None


def _entries(desk: Desk, blocks: Sequence[Json]) -> list[tuple[str, list[int]]]:
    """Label and paragraphs of each note."""
    entries: list[tuple[str, list[int]]] = []
    last = 0
    for block in blocks:
        number = _number(desk, block)
        if number is not None and (not entries or number == last + 1):
            entries.append((str(number), []))
            last = number
        entries[-1][1].append(block["c"][0])
    return entries


def _candidates(desk: Desk, blocks: Sequence[Json]) -> Iterator[_Place]:
    """Digits that may be calls; where some are raised, others are not looked at."""
    found = [place for number in slots(list(blocks)) for place in _in_paragraph(desk, number)]
    raised = [place for place in found if place.candidate.kind == "superior"]
    yield from raised or found


def _in_paragraph(desk: Desk, number: int) -> Iterator[_Place]:
    paragraph = desk.paragraphs[number]
    at = 0
    for piece in _whole(paragraph.pieces):
        digits = piece.text.strip().strip("()[]")
        if piece.face & Face.SUPERIOR and digits.isdecimal() and len(digits) < 4:
            yield _Place(number, at, at + len(piece.text), Candidate(digits, 0, 0.9, "superior"))
        at += len(piece.text)
    for match in RAISED.finditer(paragraph.text):
        label = match[0].translate(SUPERIORS)
        yield _Place(number, *match.span(), Candidate(label, 0, 0.8, "superior"))
    for kind, pattern, sure in (("bracketed", BRACKETED, 0.6), ("stuck", STUCK, 0.4)):
        for match in pattern.finditer(paragraph.text):
            label = match[1] or match[2]
            yield _Place(number, *match.span(), Candidate(label, 0, sure, kind))


def _whole(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Pieces, with raised ones beside each other as one."""
    last: Piece | None = None
    for piece in pieces:
        raised = bool(piece.text) and bool(piece.face & Face.SUPERIOR)
        if last is not None and raised:
            last = replace(last, text=last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece if raised else None
        if not raised:
            yield piece
    if last is not None:
        yield last


# -------------------------------------------------------------------------------- notes at the feet


def _with_notes_at_feet(desk: Desk, blocks: list[Json]) -> list[Json]:
    """The text with notes that were typed at the feet of several pages; nothing if there are none.

    Each row of notes belongs to the text before it, so that numbers may begin anew on each page.
    """
    feet = _feet(desk, blocks)
    if len(feet) < 2:
        return []
    entries: list[tuple[str, list[int]]] = []
    pages: list[int] = []
    places: list[_Place] = []
    kept: list[Json] = []
    at = 0
    for page, (start, end) in enumerate([*feet, (len(blocks), len(blocks))]):
        text = blocks[at:start]
        kept += text if end == start else _without_rule(desk, text)
        places += [_on_page(place, page) for place in _candidates(desk, text)]
        own = _entries(desk, blocks[start:end])
        entries += own
        pages += [page] * len(own)
        at = end
    matched = find_calls([p.candidate for p in places], [label for label, _ in entries], pages)
    found = [m for m in matched if m.candidate is not None and m.probability > 0.5]
    on_page = sum(places[m.candidate or 0].candidate.page == pages[m.note] for m in found)
    if len(found) < len(entries) or on_page < FOUND * len(entries):
        return []
    _convert(desk, entries, places, found)
    return kept


def _feet(desk: Desk, blocks: list[Json]) -> list[tuple[int, int]]:
    """Rows of notes with text before each of them, one or more notes in each."""
    feet: list[tuple[int, int]] = []
    index = 0
    while index < len(blocks):
        end = _row_end(desk, blocks, index)
        alone = end == index + 1 and not _is_apart(desk, blocks, index)
        if end > index and not alone and index > (feet[-1][1] if feet else 0):
            feet.append((index, end))
        index = max(end, index + 1)
    return feet


def _is_apart(desk: Desk, blocks: list[Json], index: int) -> bool:
    """Whether a single numbered paragraph looks like a note: raised number, small type, a rule."""
    paragraph = desk.paragraph(blocks[index])
    first = next((piece for piece in paragraph.pieces if piece.text.strip()), Piece())
    raised = bool(first.face & Face.SUPERIOR) or bool(RAISED.match(paragraph.text.lstrip()))
    smaller = 0 < size_of(paragraph) < desk.running.size
    return raised or smaller or _is_rule(desk, blocks[index - 1 : index])


def _is_rule(desk: Desk, blocks: list[Json]) -> bool:
    return any(is_slot(b) and bool(RULE.fullmatch(desk.paragraph(b).text)) for b in blocks)


def _without_rule(desk: Desk, text: list[Json]) -> list[Json]:
    """The text of a page without the rule that was drawn above its notes."""
    if not _is_rule(desk, text[-1:]):
        return text
    paragraph = desk.paragraph(text[-1])
    desk.change("separator", paragraph, removed=paragraph.text)
    return text[:-1]


def _on_page(place: _Place, page: int) -> _Place:
    return replace(place, candidate=replace(place.candidate, page=page))


# --------------------------------------------------------------------------------- calls and notes


def _convert(
    desk: Desk,
    entries: Sequence[tuple[str, list[int]]],
    places: Sequence[_Place],
    found: Sequence[Matched],
) -> None:
    """Calls in place of digits, and notes from the paragraphs, from the last to the first."""
    for match in reversed(found):
        label, numbers = entries[match.note]
        place = places[match.candidate or 0]
        key = f"hand-{numbers[0]}"
        first = desk.paragraphs[numbers[0]]
        begin = NUMBERED.match(first.text.translate(SUPERIORS))
        end = begin.end() if begin else 0
        desk.change("note-number", first, removed=first.text[:end])
        desk.replace(first.number, without_start(first.pieces, end))
        desk.notes[key] = [slot(number) for number in numbers]
        _call(desk, place, key, label, match.probability)


def _call(desk: Desk, place: _Place, key: str, label: str, probability: float) -> None:
    """A call in place of its digits."""
    paragraph = desk.paragraphs[place.number]
    before = slice_pieces(paragraph.pieces, 0, place.start)
    after = slice_pieces(paragraph.pieces, place.end, len(paragraph.text))
    desk.change("note-number", paragraph, removed=paragraph.text[place.start : place.end])
    mark = desk.doubt("import-word-note", paragraph, probability, {"chosen": label})
    if not paragraph.text[: place.start].endswith("\n"):
        before = _without_end_space(before)
    desk.replace(place.number, [*before, Piece(note=key), *mark, *after])


def _without_end_space(pieces: list[Piece]) -> list[Piece]:
    """A call stands behind its word without a space."""
    if pieces and pieces[-1].text:
        last = replace(pieces[-1], text=pieces[-1].text.rstrip(" "))
        return [*pieces[:-1], last] if last.text else pieces[:-1]
    return pieces


# ------------------------------------------------------------------- numbers typed beside the real


def _without_mark(desk: Desk, numbers: Sequence[int]) -> None:
    """An asterisk or dagger at the beginning of a note is its mark."""
    first = desk.paragraphs[numbers[0]] if numbers else None
    match = MARK.match(first.text) if first else None
    if first is not None and match:
        desk.change("note-number", first, removed=match[0])
        desk.replace(first.number, without_start(first.pieces, match.end()))


def without_typed_numbers(desk: Desk, order: Sequence[tuple[str, Sequence[int]]]) -> None:
    """Numbers typed at the beginning of the program's own notes, where most have them.

    ``order`` are the paragraphs of the notes, in the order of their calls.
    """
    for _, numbers in order:
        _without_mark(desk, numbers)
    typed = []
    for count, (_, numbers) in enumerate(order, 1):
        first = desk.paragraphs[numbers[0]] if numbers else None
        match = NUMBERED.match(first.text) if first else None
        if first is not None and match and int(match[1]) == count:
            typed.append((first, match.end()))
    alone = len(order) == 1 and any(p.text[:end].strip().endswith((")", ".")) for p, end in typed)
    if not alone and len(typed) < max(2, REPEATED * len(order)):
        return
    for paragraph, end in typed:
        desk.change("note-number", paragraph, removed=paragraph.text[:end])
        desk.replace(paragraph.number, without_start(paragraph.pieces, end))
