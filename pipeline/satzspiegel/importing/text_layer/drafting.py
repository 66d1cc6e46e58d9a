"""The draft of a text layer from its text and its notes."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Change, Draft, Json
from satzspiegel.importing.pages.calls import Matched, find_calls, lost_calls
from satzspiegel.importing.text_layer import headings
from satzspiegel.importing.text_layer.assembly import Insert, Ledger, Pages, Weaver
from satzspiegel.importing.text_layer.blocks import Block, at_left_edge, blocks
from satzspiegel.importing.text_layer.candidates import Mark, marks
from satzspiegel.importing.text_layer.measure import Measure, measured
from satzspiegel.importing.text_layer.rows import Row, spot
from satzspiegel.importing.text_layer.title import Field, title_fields
from satzspiegel.importing.text_layer.zones import Note, Zones
from satzspiegel.importing.words import Vocabulary, proper_case

#: What some programs write between a raised call and a stop.
SPACE_BEFORE_STOP = re.compile(r"\s+(?=[,.;:!?])")
#: What stands on a title page.
TITLE = ("author", "title", "subtitle")
#: Letters of a paragraph's end that a doubt shows.
SHOWN = 30


@dataclass(frozen=True)
class _Text:
    """The text as blocks, and what was found out about its lines."""

    blocks: Sequence[Block]
    fields: Sequence[Field]
    measure: Measure
    note_measure: Measure


def drafted(
    zones: Zones,
    language: str,
    labels: Sequence[str],
    targets: Sequence[str],
    changes: Sequence[Change],
    texts: tuple[str, ...],
    name: str,
    heads: Mapping[str, int],
    folded: Sequence[Row] = (),
) -> Draft:
    """A draft. ``labels`` are those of old pages, ``targets`` addresses that are known whole,
    ``folded`` the first lines of pages that had two columns.
    """
    ledger = Ledger(name, list(changes))
    for row in zones.headings:
        ledger.change("notes-heading", spot(row, name), row.text)
    for row in zones.rules:
        ledger.change("separator", spot(row, name), row.text)
    body = at_left_edge(zones.body)
    vocabulary = Vocabulary.of(
        (row.text for row in (*body, *(row for note in zones.notes for row in note.rows))), language
    )
    text = _text(body, zones.notes, vocabulary, heads)
    rows = [row for block in text.blocks if block.kind != "separator" for row in block.rows]
    pages = Pages(labels)
    notes = _Notes(Weaver(vocabulary, targets, ledger, pages, {}), text.note_measure, zones, rows)
    weaver = Weaver(vocabulary, targets, ledger, pages, notes.inserts())
    metadata = _metadata(text.fields, weaver)
    metadata["lang"] = language
    out = _written(text.blocks, weaver) + notes.homeless()
    out += _left_over(weaver.pages.until(len(labels)), out)
    _doubt_title(text.fields, metadata, out, ledger)
    _doubt_columns(folded, out, ledger)
    return Draft(
        out,
        metadata,
        texts,
        tuple(ledger.doubts),
        tuple(ledger.changes),
        {},
        tuple(labels),
    )


def _left_over(marks: list[Json], out: list[Json]) -> list[Json]:
    """Marks of pages without text behind the last one that has some."""
    if marks and out and out[-1]["t"] == "Para":
        out[-1]["c"] += marks
        return []
    return [tree.paragraph(marks)] if marks else []


def _text(
    body: Sequence[Row], notes: Sequence[Note], vocabulary: Vocabulary, heads: Mapping[str, int]
) -> _Text:
    measure = measured(body)
    found = blocks(body, measure, heads)
    fields, found = title_fields(found, measure, vocabulary, heads)
    rows = [row for note in notes for row in note.rows]
    return _Text(found, fields, measure, measured(rows) if rows else measure)


class _Notes:
    """Notes at their calls: what stands in the lines instead of the numbers."""

    def __init__(self, weaver: Weaver, measure: Measure, zones: Zones, rows: Sequence[Row]) -> None:
        self.weaver, self.measure, self.zones, self.rows = weaver, measure, zones, rows
        self.ledger = weaver.ledger
        self.numbers = [row.number for row in rows]

    def inserts(self) -> dict[int, list[Insert]]:
        """For each line of the text, by number, its notes in order."""
        notes = self.zones.notes
        found = marks(self.rows, {note.label for note in notes})
        candidates = [mark.candidate for mark in found]
        numbers = [note.label for note in notes]
        pages = () if self.zones.gathered else [note.page for note in notes]
        matched = find_calls(candidates, numbers, pages)
        inserts: dict[int, list[Insert]] = defaultdict(list)
        for match in matched:
            if match.candidate is None:
                self._uncalled(notes[match.note], inserts)
            else:
                mark = found[match.candidate]
                number = self.rows[mark.row].number
                inserts[number].append(self._insert(match, mark, notes[match.note]))
        for index in lost_calls(candidates, matched, numbers):
            self._lost(found[index], inserts)
        return {number: sorted(row, key=lambda i: i.start) for number, row in inserts.items()}

    def homeless(self) -> list[Json]:
        """Notes of a layer without text."""
        if self.rows:
            return []
        return [tree.paragraph([self._note(note)]) for note in self.zones.notes]

    def _insert(self, match: Matched, mark: Mark, note: Note) -> Insert:
        row = self.rows[mark.row]
        bracket = note.written.endswith(")") and not note.written.startswith("(")
        end = mark.end + (bracket and row.text.startswith(")", mark.end))
        written = row.text[mark.start : end]
        place = spot(row, self.ledger.name, mark.start)
        self.ledger.change("note-number", place, written)
        doubt = self.ledger.doubt("import-call", place, match.probability, note.label, written)
        space = SPACE_BEFORE_STOP.match(row.text, end)
        start = len(row.text[: mark.start].rstrip())
        return Insert(start, space.end() if space else end, (self._note(note), *doubt))

    def _note(self, note: Note) -> Json:
        """A note as Pandoc has it; its paragraphs end as those of the text. Where it runs over, the
        page is marked in it too.
        """
        place = spot(note.rows[0], self.ledger.name) if note.rows else None
        if place:
            self.ledger.change("note-number", place, note.written)
        paragraphs: list[list[Row]] = [[]]
        for row, following in zip(note.rows, [*note.rows[1:], None], strict=False):
            paragraphs[-1].append(row)
            if following is not None and self._ends(row, following):
                paragraphs.append([])
        over = Pages(self.weaver.pages.labels, note.page + 1)
        made = [self.weaver.inlines(rows, pages=over) for rows in paragraphs if rows]
        return tree.note([tree.paragraph(inlines) for inlines in made])

    def _ends(self, row: Row, following: Row) -> bool:
        return self.measure.ends(row, following) > 0.5

    def _uncalled(self, note: Note, inserts: dict[int, list[Insert]]) -> None:
        """A note without a call stands at the end of the text above it, and is doubted."""
        if not self.rows:
            return
        first = note.rows[0] if note.rows else self.rows[0]
        row = self.rows[max(0, bisect(self.numbers, first.number) - 1)]
        place = spot(first, self.ledger.name)
        doubt = self.ledger.doubt("import-note-without-call", place, 0.3, note.label, "")
        end = len(row.text)
        inserts[row.number].append(Insert(end, end, (self._note(note), *doubt)))

    def _lost(self, mark: Mark, inserts: dict[int, list[Insert]]) -> None:
        row = self.rows[mark.row]
        place = spot(row, self.ledger.name, mark.start)
        doubt = self.ledger.doubt("import-call-without-note", place, 0.5, mark.candidate.label, "")
        inserts[row.number].append(Insert(mark.end, mark.end, tuple(doubt)))


def _metadata(fields: Sequence[Field], weaver: Weaver) -> dict[str, Any]:
    """Fields from the title's lines, in proper case."""
    out: dict[str, Any] = {}
    for found in fields:
        text = _plain(weaver.inlines(found.rows, pages=Pages(())))
        if headings.in_capitals(text):
            cased = (
                _name(text) if found.name == "author" else proper_case(text, weaver.vocabulary).text
            )
            weaver.ledger.change("capitals", spot(found.rows[0], weaver.ledger.name), text, cased)
            text = cased
        out[found.name] = text
    return out


def _doubt_title(
    fields: Sequence[Field], metadata: dict[str, Any], out: list[Json], ledger: Ledger
) -> None:
    """What was told of title and author with doubt is doubted in the first paragraph."""
    first = next((block for block in out if block["t"] == "Para"), None)
    if first is None or not fields:
        return
    chosen = " · ".join(metadata[name] for name in TITLE if name in metadata)
    place = spot(fields[-1].rows[0], ledger.name)
    probability = min(found.probability for found in fields)
    first["c"] += ledger.doubt("import-title", place, probability, chosen, "")


def _doubt_columns(folded: Sequence[Row], out: list[Json], ledger: Ledger) -> None:
    """That columns were read one after the other is doubted once, in the first paragraph."""
    first = next((block for block in out if block["t"] == "Para"), None)
    if first is not None and folded:
        row = folded[0]
        first["c"] += ledger.doubt(
            "import-two-columns", spot(row, ledger.name), 0.9, row.text[:SHOWN], ""
        )


def _name(text: str) -> str:
    """A name in capitals in proper case; particles stay small."""
    from satzspiegel.importing.text_layer.title import PARTICLES

    return " ".join(
        word.lower() if word.lower() in PARTICLES else word.title() for word in text.split()
    )


def _plain(inlines: Sequence[Json]) -> str:
    return "".join(
        inline["c"] if inline["t"] == "Str" else " " if inline["t"] == "Space" else ""
        for inline in inlines
    )


def _written(found: Sequence[Block], weaver: Weaver) -> list[Json]:
    """Pandoc's blocks; what is quoted, and the items of a list, made one."""
    levels = headings.levels([block.style for block in found if block.kind == "heading"])
    out: list[Json] = []
    for (quoted, kind), run in groupby(found, key=lambda b: (b.quoted, b.kind)):
        made = _run(kind, list(run), weaver, levels)
        out += [tree.quotation(made)] if quoted else made
    return out


def _run(
    kind: str,
    run: Sequence[Block],
    weaver: Weaver,
    levels: dict[str, int],
) -> list[Json]:
    if kind == "item":
        return _lists(run, weaver)
    if kind == "verse":
        return [_verse(run, weaver)]
    if kind == "table":
        return [_table(block, weaver) for block in run]
    return [_single(block, weaver, levels) for block in run]


def _single(block: Block, weaver: Weaver, levels: dict[str, int]) -> Json:
    ledger = weaver.ledger
    if block.kind == "separator":
        place = spot(block.rows[0], weaver.ledger.name)
        weaver.ledger.change("separator", place, block.rows[0].text)
        return {"t": "HorizontalRule"}
    inlines = weaver.inlines(block.rows, block.cut)
    if block.kind == "heading":
        place = spot(block.rows[0], ledger.name)
        shown = " ".join(row.text for row in block.rows)
        doubt = ledger.doubt("import-heading", place, block.probability, shown, "")
        return tree.heading(levels[block.style], [*_cased(inlines, block, weaver), *doubt])
    end = block.rows[-1]
    shown = end.text[-SHOWN:]
    doubt = ledger.doubt(
        "import-paragraph",
        spot(end, ledger.name, len(end.text) - 1),
        block.probability,
        f"{shown} ¶",
        shown,
    )
    return tree.paragraph([*inlines, *doubt])


def _cased(inlines: list[Json], block: Block, weaver: Weaver) -> list[Json]:
    """A heading in capitals in proper case, its notes and marks where they were."""
    text = _plain(inlines)
    if block.style != "capitals" and not headings.in_capitals(text):
        return inlines
    cased = proper_case(text, weaver.vocabulary)
    ledger = weaver.ledger
    place = spot(block.rows[0], ledger.name)
    ledger.change("capitals", place, text, cased.text)
    doubt = ledger.doubt("import-capitals", place, cased.probability, cased.text, text)
    marked = [inline for inline in inlines if inline["t"] not in ("Str", "Space")]
    first = [mark for mark in marked if mark["t"] == "Span"]
    last = [mark for mark in marked if mark["t"] != "Span"]
    return [*first, *tree.words(cased.text), *last, *doubt]


def _verse(run: Sequence[Block], weaver: Weaver) -> Json:
    """Stanzas are parted by an empty line."""
    lines: list[list[Json]] = []
    for index, block in enumerate(run):
        if index:
            lines.append([])
        for row in block.rows:
            lines.append(weaver.inlines([row]))
    return tree.verse(lines)


def _table(block: Block, weaver: Weaver) -> Json:
    """Lines in columns stay lines: which cells belong together has to be seen."""
    ledger = weaver.ledger
    first = block.rows[0]
    doubt = ledger.doubt("import-columns", spot(first, ledger.name), 0.5, first.text[:SHOWN], "")
    made = _verse([block], weaver)
    made["c"][-1] += doubt
    return made


def _lists(run: Sequence[Block], weaver: Weaver) -> list[Json]:
    out: list[Json] = []
    for style, items in groupby(run, key=_list_style):
        made = []
        for item in items:
            place = spot(item.rows[0], weaver.ledger.name)
            weaver.ledger.change("list-mark", place, item.rows[0].text[: item.cut])
            inlines = weaver.inlines(item.rows, item.cut)
            made.append([{"t": "Plain", "c": inlines}])
        out.append(_list(style, made))
    return out


def _list_style(block: Block) -> str:
    mark = block.style.strip("().")
    if mark.isdigit():
        return block.style.replace(mark, "1")
    return block.style.replace(mark, "a") if mark.isalpha() else "•"


def _list(style: str, items: list[list[Json]]) -> Json:
    """A list as Pandoc has it (``ListAttributes`` of pandoc-types)."""
    if style == "•":
        return {"t": "BulletList", "c": items}
    number = {"t": "Decimal" if "1" in style else "LowerAlpha"}
    close = {"t": "TwoParens" if style[0] == "(" else "OneParen" if ")" in style else "Period"}
    return {"t": "OrderedList", "c": [[1, number, close], items]}
