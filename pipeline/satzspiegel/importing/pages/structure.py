"""Pages of a PDF become a draft: what is furniture, what is text, what are notes, and where they
are called.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from satzspiegel.importing.draft import Draft, Json, Options
from satzspiegel.importing.pages.blocks import blocks
from satzspiegel.importing.pages.chances import heading_chances
from satzspiegel.importing.pages.composition import composed
from satzspiegel.importing.pages.contents import contents_rows, endnote_sections
from satzspiegel.importing.pages.figures import (
    Floats,
    captions_apart,
    floats_of,
    picture_text,
    with_floats,
)
from satzspiegel.importing.pages.front import Front, authors_apart, front_matter
from satzspiegel.importing.pages.furniture import Furniture, furniture
from satzspiegel.importing.pages.headings import headings, joined_headings, known_headings
from satzspiegel.importing.pages.hyphens import with_plain_hyphens
from satzspiegel.importing.pages.ledger import Ledger
from satzspiegel.importing.pages.lines import Line, Scanned
from satzspiegel.importing.pages.lone_calls import with_lone_calls
from satzspiegel.importing.pages.looks import Paragraph
from satzspiegel.importing.pages.margins import MARGIN, with_marginalia, with_margins
from satzspiegel.importing.pages.metadata import metadata_of
from satzspiegel.importing.pages.notes import Call, Note, called, notes_in, ranked, title_calls
from satzspiegel.importing.pages.paragraphs import joined_over_breaks, paragraphs
from satzspiegel.importing.pages.pieces import Copy, RunKey
from satzspiegel.importing.pages.tables import tables
from satzspiegel.importing.pages.type_area import (
    Body,
    Row,
    body_type,
    column_edges,
    justified,
    paragraph_indent,
    rows,
)
from satzspiegel.importing.pages.zones import note_size, zones
from satzspiegel.importing.text_layer.languages import language_of
from satzspiegel.importing.tree import note as note_inline
from satzspiegel.importing.words import Vocabulary


def structured(scanned: Scanned, options: Options) -> Draft:
    """The draft of a scanned PDF."""
    ledger = Ledger(scanned.file, scanned.pages)
    source = tuple("\n".join(line.text for line in page.lines) for page in scanned.pages)
    scanned = with_plain_hyphens(scanned, ledger)
    scanned = replace(scanned, pages=tuple(with_margins(page) for page in scanned.pages))
    # Furniture goes; what is left is text above notes.
    body = body_type(scanned.pages)
    taken = furniture(scanned, body)
    flows = _flows(scanned, taken, body, ledger)
    # Contents go, notes find their calls.
    copy = _copy(scanned, options, flows, taken, ledger)
    text, notes, at_foot = _notes(flows, ledger)
    # Lines become paragraphs, paragraphs blocks.
    text, grids = tables(text, [page.rules for page in scanned.pages], flows.body, ledger)
    parts = captions_apart(text, grids, scanned.pages, flows.body)
    found = [paragraph for part in parts for paragraph in paragraphs(part, flows.body)]
    found, floats = floats_of(found, grids, scanned.pages, flows.body, copy)
    found = joined_over_breaks(found, flows.body, floats.pages)
    found = with_marginalia(found, flows.margins)
    found = authors_apart(found, scanned.metadata)
    if not (found or floats.rows):
        found, notes, at_foot = _notes_as_text(notes, flows, ledger), [], 0
    front = front_matter(found, flows.body, scanned.metadata)
    metadata = metadata_of(found, front, scanned, _without_calls(copy, found, front, notes))
    kept = _after(_kept(found, front, ledger))
    copy = _with_calls(copy, kept, floats, notes, at_foot, flows)
    levels = headings(kept, flows.body, scanned.bookmarks, scanned.tagged)
    kept, levels = joined_headings(kept, levels)
    known = known_headings(kept, scanned.bookmarks, scanned.tagged)
    chances = heading_chances(kept, levels, known, flows.body)
    made = with_floats(blocks(kept, levels, flows.body, chances), floats, copy.order)
    return Draft(
        composed(made, copy),
        metadata,
        source,
        tuple(ledger.doubts),
        tuple(ledger.changes),
        floats.files,
        taken.labels,
    )


@dataclass(frozen=True)
class Flows:
    """The rows of the text and those of the notes, each in reading order, with their types."""

    text: list[Row]
    notes: list[Row]
    margins: list[Row]
    body: Body
    note_body: Body


def _flows(scanned: Scanned, taken: Furniture, body: Body, ledger: Ledger) -> Flows:
    lines: list[list[Line]] = []
    for index, page in enumerate(scanned.pages):
        kept: list[Line] = []
        shown = picture_text(page)
        for line in page.lines:
            reason = taken.lines.get((index, line.number)) or shown.get(line.number)
            if reason:
                ledger.drop(reason, index, line)
            elif line.text.strip():
                kept.append(line if scanned.tagged else replace(line, tag="", element=0, path=()))
        lines.append(with_lone_calls(kept, body))
    margins = _rows([[ln for ln in page if ln.column == MARGIN] for page in lines], body)
    lines = [[ln for ln in page if ln.column != MARGIN] for page in lines]
    zoned = zones(scanned.pages, lines, body)
    text_lines = [zone.text for zone in zoned]
    text = _rows(text_lines, body)
    body = replace(body, justified=justified([r for r in text if r.line.size <= body.size + 0.5]))
    body = replace(body, indent=paragraph_indent(text, body))
    size = note_size(zoned) or body.size
    note_body = replace(body, size=size, leading=body.leading * size / body.size)
    notes = _rows([zone.notes for zone in zoned], note_body)
    note_body = replace(note_body, leading=_step(notes, note_body.leading), indent=0.0)
    notes = _rows([zone.notes for zone in zoned], note_body)
    return Flows(text, notes, margins, body, note_body)


def _rows(lines: Sequence[Sequence[Line]], body: Body) -> list[Row]:
    edges = column_edges(lines, body.size)
    return [
        row for index, page in enumerate(lines) for row in rows(page, index, edges, body.leading)
    ]


def _step(found: Sequence[Row], default: float) -> float:
    """The leading that most rows have."""
    steps: dict[float, int] = defaultdict(int)
    for above, below in pairwise(found):
        step = below.line.baseline - above.line.baseline
        if above.page == below.page and 0.7 * default < step < 1.6 * default:
            steps[round(step, 1)] += 1
    return max(steps, key=lambda step: (steps[step], -step), default=default)


def _copy(
    scanned: Scanned, options: Options, flows: Flows, taken: Furniture, ledger: Ledger
) -> Copy:
    texts = ["\n".join(row.line.text for row in flow) for flow in (flows.text, flows.notes)]
    language = options.language or scanned.language or language_of(texts[0])
    vocabulary = Vocabulary.of(texts, language)
    return Copy(ledger, vocabulary, taken.labels, language)


def _notes(flows: Flows, ledger: Ledger) -> tuple[list[Row], list[Note], int]:
    """The text without contents and without collected notes, all notes, and how many of them
    stand at the feet of pages.
    """
    listed = contents_rows(flows.text)
    for index in sorted(listed):
        ledger.drop("contents", flows.text[index].page, flows.text[index].line)
    text = [row for index, row in enumerate(flows.text) if index not in listed]
    notes, strays = notes_in(flows.notes)
    collected: list[Row] = []
    kept: list[Row] = []
    start = 0
    for begin, end in endnote_sections(text):
        kept.extend(text[start:begin])
        ledger.drop("note-heading", text[begin].page, text[begin].line)
        collected.extend(text[begin + 1 : end])
        start = end
    kept.extend(text[start:])
    ended, rest = notes_in(collected)
    kept = sorted([*kept, *strays, *rest], key=lambda row: row.page)
    return kept, [*notes, *ended], len(notes)


def _notes_as_text(notes: Sequence[Note], flows: Flows, ledger: Ledger) -> list[Paragraph]:
    """Notes in a source that has no other text: nothing could call them."""
    for note in notes:
        ledger.change("note-number", note.rows[0].page, note.rows[0].line, note.printed)
    rows = [row for note in notes for row in note.rows]
    return list(paragraphs(rows, flows.note_body)) if rows else []


def _kept(found: Sequence[Paragraph], front: Front, ledger: Ledger) -> list[Paragraph]:
    """The paragraphs that are no front matter; what is dropped is written down."""
    for index, reason in front.dropped.items():
        for row in found[index].rows:
            ledger.drop(reason, row.page, row.line)
    gone = {index for indices in front.fields.values() for index in indices} | set(front.dropped)
    return [paragraph for index, paragraph in enumerate(found) if index not in gone]


def _after(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs with the pages of the text before them."""
    out: list[Paragraph] = []
    page = -1
    for paragraph in found:
        out.append(replace(paragraph, after=page))
        page = max(page, paragraph.rows[-1].page)
    return out


def _without_calls(
    copy: Copy, found: Sequence[Paragraph], front: Front, notes: Sequence[Note]
) -> Copy:
    """What metadata are set out with: without the calls of their notes."""
    indices = [index for own in front.fields.values() for index in own]
    rows = [row for index in indices for row in found[index].rows]
    calls = title_calls(rows, notes)
    return replace(copy, calls={(c.page, c.line, c.run): [(c, [])] for c in calls})


def _with_calls(
    copy: Copy,
    found: Sequence[Paragraph],
    floats: Floats,
    notes: Sequence[Note],
    at_foot: int,
    flows: Flows,
) -> Copy:
    """What text is set out with, with the notes where they are called."""
    rows = [*(row for paragraph in found for row in paragraph.rows), *floats.rows]
    rows.sort(key=lambda row: (row.page, row.line.number))
    calls, chances, lost = called(rows, notes, at_foot)
    places: dict[RunKey, list[tuple[Call, list[Json]]]] = defaultdict(list)
    order: dict[RunKey, int] = {}
    ranks = ranked(notes, at_foot)
    placed = {index: call for call, index in calls.items()}
    for index, note in enumerate(notes):
        content = note_inline(_note_blocks(note, flows, copy), note.number)
        call = placed.get(index) or _last_place(rows, note)
        chance = chances.get(index, 0.0) if index in placed else 0.3
        values = {"chosen": note.number, "other": "", "note": note.number}
        code = "import-call" if index in placed else "import-note-without-call"
        doubt = copy.ledger.doubt(code, note.page, note.rows[0].line, chance, values)
        places[call.page, call.line, call.run].append((call, [content, *doubt]))
        if ranks:
            order.setdefault((call.page, call.line, call.run), ranks[index])
    for found_calls in places.values():
        found_calls.sort(key=lambda pair: pair[0].start)
    missing = frozenset((call.page, call.line, call.run) for call in lost)
    return replace(copy, calls=places, order=order, lost=missing)


def _last_place(rows: Sequence[Row], note: Note) -> Call:
    """Behind the last word of the page of a note that nothing calls."""
    row = next((row for row in reversed(rows) if row.page <= note.page), rows[0])
    run = len(row.line.runs) - 1
    end = len(row.line.runs[run].text)
    return Call(row.page, row.line.number, run, end, end)


def _note_blocks(note: Note, flows: Flows, copy: Copy) -> list[Json]:
    first = note.rows[0]
    copy.ledger.change("note-number", first.page, first.line, note.printed)
    found = paragraphs(_hung(note.rows), flows.note_body)
    return composed(blocks(found, {}, flows.note_body), copy)


def _hung(own: Sequence[Row]) -> list[Row]:
    """A note's rows with the edge that its lines have; the first begins behind its label."""
    base = min((row.indent for row in own[1:]), default=own[0].indent)
    out = [replace(row, left=row.left + base) for row in own]
    _, top, right, bottom = out[0].line.box
    line = replace(out[0].line, box=(min(out[0].left, right), top, right, bottom))
    return [replace(out[0], line=line), *out[1:]]


__all__ = ["structured"]
