"""Title, subtitle and author at the beginning of the text, by style or by their looks."""

from __future__ import annotations

import re
from dataclasses import replace

from satzspiegel.importing.draft import Json
from satzspiegel.importing.word.capitals import in_proper_case_text
from satzspiegel.importing.word.desk import Desk, is_empty, size_of
from satzspiegel.importing.word.inlines import SPACE
from satzspiegel.importing.word.properties import is_junk_title
from satzspiegel.importing.word.skeleton import is_slot
from satzspiegel.importing.word.source import Paragraph, Piece

#: Styles of title pages and the fields that they fill.
FIELDS = {"title": "title", "subtitle": "subtitle", "author": "author", "date": "date",
          "abstract": "abstract", "abstract title": ""}  # fmt: skip
#: Blocks at the beginning among which a title is looked for.
BEGINNING = 6
#: How much larger a title is than running text.
LARGER = 1.3
#: Characters of a title.
LONGEST = 200
BY = re.compile(r"\s*(?:von|by|par)\s+", re.IGNORECASE)
NAME = re.compile(
    r"(?:(?:Prof|Dr|Dipl|phil|jur|med|h\.\s?c|M\. ?A)\.?[\s-]*)*"
    r"[^\W\d_]\S*(?:\s+(?:von|van|de|der|zu|und|and|&|[^\W\d_]\S*)){1,5}"
)


def with_title(desk: Desk, blocks: list[Json]) -> list[Json]:
    """The text without its title, which becomes metadata."""
    styled = _styled(desk, blocks)
    if styled or any(is_slot(b) and desk.paragraph(b).look.style == "title" for b in blocks):
        return _take(desk, blocks, styled)
    return _take(desk, blocks, _by_looks(desk, blocks))


def _styled(desk: Desk, blocks: list[Json]) -> dict[int, str]:
    """Blocks of the beginning with a style of title pages."""
    found: dict[int, str] = {}
    for index, block in enumerate(blocks):
        if not is_slot(block):
            break
        field = FIELDS.get(desk.paragraph(block).look.style)
        if field is None and not is_empty(desk.paragraph(block)):
            break
        if field is not None:
            found[index] = field
    return found


def _by_looks(desk: Desk, blocks: list[Json]) -> dict[int, str]:
    """A first paragraph that is larger than all others, and what belongs to it."""
    sizes = {i: size_of(desk.paragraph(b)) for i, b in enumerate(blocks) if is_slot(b)}
    largest = max(sizes.values(), default=0.0)
    if largest < LARGER * desk.running.size or not desk.running.size:
        return {}
    alone = [index for index, size in sizes.items() if size == largest]
    at = alone[0]
    if desk.paragraph(blocks[at]).look.align == "center" != desk.running.align:
        alone = [i for i in alone if desk.paragraph(blocks[i]).look.align == "center"]
    if alone[-1] - at >= len(alone) or len(alone) > 3 or at >= BEGINNING or len(sizes) < 3:
        return {}
    if blocks[at]["c"][1] or not all(_is_short(desk, blocks[i]) for i in range(alone[-1] + 1)):
        return {}
    found = dict.fromkeys(alone, "title")
    for index in range(at):
        if not _is_name(desk.paragraph(blocks[index])):
            return {}
        found[index] = "author"
    _with_neighbours(desk, blocks, alone[-1], found)
    paragraph = desk.paragraph(blocks[at])
    known = desk.source.metadata.get("title") == " ".join(paragraph.text.split())
    values = {"chosen": " ".join(paragraph.text.split())[:60]}
    desk.doubt("import-word-title", paragraph, 0.99 if known else 0.9, values)
    return found


def _with_neighbours(desk: Desk, blocks: list[Json], at: int, found: dict[int, str]) -> None:
    """What follows a title: a subtitle that stands out, and a name."""
    for index in range(at + 1, min(at + 4, len(blocks))):
        if not _is_short(desk, blocks[index]) or blocks[index]["c"][1]:
            return
        paragraph = desk.paragraph(blocks[index])
        apart = paragraph.look.align == "center" != desk.running.align
        if "author" not in found.values() and apart and _is_name(paragraph):
            found[index] = "author"
        elif "subtitle" not in found.values() and size_of(paragraph) > 1.1 * desk.running.size:
            if not apart:
                return
            found[index] = "subtitle"
        else:
            return


def _is_short(desk: Desk, block: Json) -> bool:
    if not is_slot(block):
        return False
    text = desk.paragraph(block).text.strip()
    return 0 < len(text) <= LONGEST and not any(p.picture for p in desk.paragraph(block).pieces)


def _is_name(paragraph: Paragraph) -> bool:
    text = " ".join(paragraph.text.split())
    if BY.match(text):
        return len(text) < 80
    return (
        len(text) < 60
        and text[:1].isupper()
        and bool(NAME.fullmatch(text))
        and "." not in text[-1:]
    )


def _take(desk: Desk, blocks: list[Json], found: dict[int, str]) -> list[Json]:
    """Blocks without those of the title page, whose words become metadata."""
    fields: dict[str, list[str]] = {}
    things: list[Piece] = []
    for index, field in sorted(found.items()):
        paragraph = desk.paragraph(blocks[index])
        text = SPACE.sub(" ", paragraph.text).strip()
        if field == "author" and (match := BY.match(text)):
            desk.change("by", paragraph, removed=match[0])
            text = text[match.end() :]
        if not field:
            desk.change("contents", paragraph, removed=text)
        elif text:
            if field in ("title", "subtitle", "author"):
                text = in_proper_case_text(desk, paragraph, text)
            fields.setdefault(field, []).append(text)
        things += [p for p in paragraph.pieces if p.note or p.comment]
    for field, texts in fields.items():
        whole = texts if field == "author" and len(texts) > 1 else " ".join(texts)
        desk.metadata[field] = whole
    out = [block for index, block in enumerate(blocks) if index not in found]
    _put_things(desk, out, things)
    return out


def _put_things(desk: Desk, blocks: list[Json], things: list[Piece]) -> None:
    """Notes of the title stand at the end of the first paragraph: metadata have none."""
    if not things:
        return
    for block in blocks:
        if is_slot(block):
            paragraph = desk.paragraph(block)
            values = {"chosen": " ".join(paragraph.text.split())[:60]}
            mark = desk.doubt("import-word-title-note", paragraph, 0.7, values)
            pieces = (*paragraph.pieces, *things, *mark)
            desk.paragraphs[paragraph.number] = replace(paragraph, pieces=pieces)
            return


def whole_metadata(desk: Desk) -> dict[str, object]:
    """Properties of the file, and before them what stands in the text."""
    known = {key: value for key, value in desk.source.metadata.items() if value}
    if is_junk_title(str(known.get("title", ""))):
        known.pop("title", None)
    return {**known, **desk.metadata}
