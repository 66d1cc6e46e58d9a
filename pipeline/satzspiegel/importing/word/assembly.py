"""A source → a draft, step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Doubt, Draft, Json, Options, Spot
from satzspiegel.importing.word.capitals import in_proper_case
from satzspiegel.importing.word.captions import taken_anchor, with_captions
from satzspiegel.importing.word.columns import with_columns
from satzspiegel.importing.word.contents import without_typed_contents
from satzspiegel.importing.word.desk import Desk, is_empty, map_slots, running_text
from satzspiegel.importing.word.hand_notes import with_hand_notes, without_typed_numbers
from satzspiegel.importing.word.headings import heading_base, with_headings, with_outline
from satzspiegel.importing.word.inlines import SCHEMES
from satzspiegel.importing.word.languages import main_language, with_true_languages
from satzspiegel.importing.word.line_ends import (
    with_flowing_lines,
    with_whole_paragraphs,
    with_whole_words,
)
from satzspiegel.importing.word.passages import (
    is_code,
    is_verse,
    verse_lines,
    verse_probability,
    with_definitions,
    with_lists,
    with_ornaments,
    with_quotations,
)
from satzspiegel.importing.word.poems import with_poems
from satzspiegel.importing.word.references import with_doubted_references
from satzspiegel.importing.word.skeleton import Bones, is_slot, slots
from satzspiegel.importing.word.source import Paragraph, Source
from satzspiegel.importing.word.symbols import UNKNOWN
from satzspiegel.importing.word.title_page import whole_metadata, with_title
from satzspiegel.importing.words import Vocabulary

#: Styles of contents that a program made.
LIST_STYLE = re.compile(r"list (?:bullet|number)(?: ([2-5]))?")
CONTENTS = ("toc ", "contents", "table of figures", "inhaltsverzeichnis", "verzeichnis ")


def assembled(source: Source, bones: Bones, options: Options) -> Draft:
    """The draft of a source whose blocks Pandoc has put together."""
    desk = _desk(source, bones, options)
    notes = dict(zip(source.notes, bones.notes, strict=True))
    # What is in the text but not of it goes first, then lines become paragraphs.
    body = with_outline(desk, bones.body)
    body = without_typed_contents(desk, with_poems(desk, body))
    body = map_slots(body, lambda blocks: _without_empty(desk, blocks))
    body = map_slots(body, lambda blocks: _with_continued_items(desk, blocks))
    body = with_columns(desk, with_title(desk, body))
    body = with_whole_paragraphs(desk, body)
    # Numbers and bullets that were typed.
    body = with_hand_notes(desk, body)
    order = [key for key in _called(desk, body) if key in notes]
    without_typed_numbers(desk, [(key, list(slots(notes[key]))) for key in order])
    # Notes are made before the text that calls them.
    for key, blocks in [*notes.items(), *desk.notes.items()]:
        inside = map_slots(blocks, lambda some: _without_empty(desk, some))
        desk.notes[key] = _filled(desk, _shaped(desk, inside))
    _uncalled(desk, notes, body)
    body = _shaped(desk, with_headings(desk, body))
    blocks = _filled(desk, body)
    metadata = whole_metadata(desk)
    metadata.setdefault("lang", desk.language)
    return Draft(
        blocks, metadata, source.text, (*desk.doubts, *_unread(source)),
        (*source.changes, *desk.changes), source.pictures,
    )  # fmt: skip


def _desk(source: Source, bones: Bones, options: Options) -> Desk:
    texts = [paragraph.text for paragraph in source.paragraphs]
    language = options.language or main_language(texts, source.language)
    paragraphs = {
        p.number: with_true_languages(p, language, source.language) for p in source.paragraphs
    }
    running = running_text(paragraphs[number] for number in slots(bones.body))
    desk = Desk(source, language, Vocabulary.of(texts, language), paragraphs, running)
    for number, paragraph in paragraphs.items():
        flowing = with_whole_words(desk, with_flowing_lines(desk, paragraph))
        desk.paragraphs[number] = _with_doubts(desk, flowing)
    return desk


def _with_doubts(desk: Desk, paragraph: Paragraph) -> Paragraph:
    """A paragraph with marks where something was read that has no counterpart."""
    found = []
    words = " ".join(paragraph.text.split())[:60]
    if any(piece.formula for piece in paragraph.pieces):
        formula = "".join(piece.text for piece in paragraph.pieces if piece.formula)
        found += desk.doubt("import-word-formula", paragraph, 0.3, {"chosen": formula[:60]})
    if UNKNOWN in paragraph.text:
        found += desk.doubt("import-word-symbol", paragraph, 0.0, {"chosen": words})
    for link in sorted({p.link for p in paragraph.pieces if p.link}):
        if not link.lower().startswith(SCHEMES):
            found += desk.doubt("import-word-link", paragraph, 0.5, {"chosen": link[:80]})
    doubted = with_doubted_references(desk, paragraph)
    return replace(doubted, pieces=(*doubted.pieces, *found))


def _without_empty(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Without paragraphs that have nothing, and without contents that a program made."""
    out = []
    for block in blocks:
        if is_slot(block):
            paragraph = desk.paragraph(block)
            if is_empty(paragraph):
                continue
            if paragraph.look.style.startswith(CONTENTS):
                desk.change("contents", paragraph, removed=paragraph.text)
                continue
        elif block["t"] in ("BulletList", "OrderedList"):
            items = block["c"] if block["t"] == "BulletList" else block["c"][1]
            if not any(items):
                continue
        out.append(block)
    return out


def _with_continued_items(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Paragraphs with a blank for a bullet go on with the item that they are in."""
    out: list[Json] = []
    for block in blocks:
        more = _continued(desk, block)
        last = _items(out[-1]) if out else []
        if more and last:
            last[-1] += more
        elif more:
            out += more
        elif last and _goes_on_counting(out[-1], block):
            last += _items(block)
        elif last and _nested(desk, out[-1], block):
            continue
        else:
            out.append(block)
    return out


def _continued(desk: Desk, block: Json) -> list[Json]:
    """The blocks of a list whose items have no mark; nothing for another block."""
    items = block["c"] if block["t"] == "BulletList" else []
    first = [item[0] for item in items if item and is_slot(item[0])]
    if len(first) < len(items) or not all(_unmarked(desk, one) for one in first):
        return []
    return [one for item in items for one in item]


def _items(block: Json) -> list[list[Json]]:
    """The items of a list; of another block none."""
    found: list[list[Json]] = []
    if block["t"] == "BulletList":
        found = block["c"]
    elif block["t"] == "OrderedList":
        found = block["c"][1]
    return found


def _depth(desk: Desk, block: Json) -> int:
    """How deep a list is by the style of its first paragraph (»List Bullet 2«), from 1; else 0."""
    first = next((item[0] for item in _items(block) if item), None)
    if first is None or not is_slot(first):
        return 0
    match = LIST_STYLE.fullmatch(desk.paragraph(first).look.style)
    return int(match[1] or 1) if match else 0


def _nested(desk: Desk, block: Json, following: Json) -> bool:
    """Put a list into the last item of another, or behind its items, if their styles say so."""
    items, depth, own = _items(block), _depth(desk, block), _depth(desk, following)
    if not (items and depth and own >= depth):
        return False
    if own == depth:
        alike = bool(block["t"] == following["t"] == "BulletList")
        items += _items(following) if alike else []
        return alike
    if not (items[-1] and _nested(desk, items[-1][-1], following)):
        items[-1].append(following)
    return True


def _goes_on_counting(block: Json, following: Json) -> bool:
    """Whether a numbered list begins where another, of the same kind, ended."""
    if block["t"] != "OrderedList" or following["t"] != "OrderedList":
        return False
    (start, *kind), items = block["c"]
    return bool(following["c"][0] == [start + len(items), *kind])


def _unmarked(desk: Desk, block: Json) -> bool:
    return desk.paragraph(block).look.unmarked


def _shaped(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Blocks with figures, lists, definitions and quotations among their paragraphs."""
    blocks = with_captions(desk, blocks)
    for step in (with_ornaments, with_lists, with_definitions, with_quotations):
        blocks = step(desk, blocks)
    return blocks


def _called(desk: Desk, blocks: Sequence[Json]) -> Iterator[str]:
    """The keys of the notes that are called, in the order of the calls."""
    for number in slots(list(blocks)):
        yield from (piece.note for piece in desk.paragraphs[number].pieces if piece.note)


def _uncalled(desk: Desk, notes: Mapping[str, list[Json]], body: list[Json]) -> None:
    """Notes that nothing calls are not in the manuscript: their text is listed as removed."""
    called = {key for blocks in (body, *notes.values()) for key in _called(desk, blocks)}
    for key, blocks in notes.items():
        for number in slots(blocks) if key not in called else ():
            paragraph = desk.paragraphs[number]
            desk.change("uncalled-note", paragraph, removed=paragraph.text)


def _unread(source: Source) -> Iterator[Doubt]:
    for name in source.unread:
        yield Doubt("import-word-unread", Spot(source.file), 0.0, {"chosen": name})


# --------------------------------------------------------------------------------------- filling


def _filled(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Blocks with what was read in the place of their slots."""
    return map_slots(blocks, lambda some: _filled_slots(desk, some))


def _filled_slots(desk: Desk, blocks: list[Json]) -> list[Json]:
    out: list[Json] = []
    for code, group in groupby(blocks, lambda b: is_slot(b) and is_code(desk.paragraph(b))):
        some = list(group)
        if code:
            text = "\n".join(desk.paragraph(block).text for block in some)
            out.append({"t": "CodeBlock", "c": [tree.attributes(), text]})
        else:
            out += [made for block in some if (made := _block(desk, block)) is not None]
    return out


def _block(desk: Desk, block: Json) -> Json | None:
    if not is_slot(block):
        return block
    paragraph, level = desk.paragraph(block), block["c"][1]
    if level:
        return _heading(desk, paragraph, level)
    if "\n" in paragraph.text.strip() and is_verse(paragraph):
        values = {"chosen": " ".join(paragraph.text.split())[:60]}
        sure = verse_probability(paragraph)
        mark = desk.doubt("import-word-verse", paragraph, sure, values)
        lines = verse_lines(desk, replace(paragraph, pieces=(*paragraph.pieces, *mark)))
        return tree.verse(lines)
    made = desk.inlines(paragraph)
    if not made:
        return None
    return {"t": "Plain", "c": made} if block["c"][2] else tree.paragraph(made)


def _heading(desk: Desk, paragraph: Paragraph, level: int) -> Json | None:
    pieces = tuple(replace(p, text=p.text.replace("\n", " ")) if p.text else p
                   for p in paragraph.pieces)  # fmt: skip
    anchor, pieces = taken_anchor(in_proper_case(desk, paragraph, pieces))
    made = desk.inlines(replace(paragraph, pieces=pieces), heading_base(paragraph))
    heading = tree.heading(level, made)
    heading["c"][1] = tree.attributes(anchor)
    return heading if made else None
