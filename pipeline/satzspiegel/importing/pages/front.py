"""What stands before the text: title, subtitle, author; half-title and imprint."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from satzspiegel.importing.pages.headings import normal
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.pages.looks import Paragraph, is_centred, is_display, letters_face
from satzspiegel.importing.pages.type_area import SAME_SIZE, Body

#: Running text: as many lines, each with as many letters.
TEXT_LINES, TEXT_LETTERS = 3, 120
#: A title's size, at least, against the body type's; and lines and letters of a title.
TITLE_SIZE, TITLE_LINES, TITLE_LETTERS = 1.12, 6, 250
#: A publisher's line is no longer.
PUBLISHER_LETTERS = 60
#: The author stands among so many first paragraphs.
OPENING = 12
IMPRINT = re.compile(
    r"ISBN|©|Copyright|Alle Rechte|All rights|Impressum|Printed in|Druck(?:\s+und|:)|Auflage"
    r"|Gesetzt (?:aus|mit|in)|Gestaltung:|Satz:|Bibliogra(?:f|ph)ische Information|CC BY"
    r"|\(c\) \d{4}",
    re.IGNORECASE,
)
ISBN = re.compile(r"\b(97[89][- ]?(?:\d[- ]?){9}\d)\b")
YEAR = re.compile(r"\b(1[4-9]\d\d|20\d\d)\b")
BY = re.compile(r"^\s*(?:von|by|par|de)\s+", re.IGNORECASE)
DATE_ONLY = re.compile(r"^\W*(?:\d{1,2}\.\s*)?(?:[^\W\d_]+\s+)?(?:1[4-9]\d\d|20\d\d)\W*$")
PUBLISHER = re.compile(
    r"Verlag|Press\b|Editions?\b|Éditions|Editorial|Publishers?|Stiftung|Werkstatt"
)
NAME = re.compile(
    r"^(?:(?:Dr|Prof|Dipl)\.\s*)*(?:[^\W\d_a-zß-ÿ][\w.’'-]*\s+){1,4}(?:(?:von|van|de|zu|der|und|and|&)\s+)*"
    r"[^\W\d_a-zß-ÿ][\w’'-]+(?:\s*(?:,|/|und|and|&)\s*.*)?$"
)


@dataclass(frozen=True)
class Front:
    """Metadata by name as paragraphs of the source, and paragraphs that go, with the reason."""

    fields: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    dropped: Mapping[int, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Opening:
    """The paragraphs of a document, those before its text (``front``), and the text's page."""

    found: Sequence[Paragraph]
    front: tuple[int, ...]
    text_page: int
    body: Body
    title: str
    author: str

    def page(self, index: int) -> int:
        """The page of a paragraph, from 0."""
        return self.found[index].rows[0].page

    def names(self, index: int) -> bool:
        """Whether a paragraph is the author's name as the file's metadata have it."""
        return _is_author(self.found[index].text, self.author)

    @property
    def author_at(self) -> int | None:
        """The paragraph with the known author's name."""
        return next((index for index in self.front if self.names(index)), None)


def authors_apart(found: Sequence[Paragraph], metadata: Mapping[str, str]) -> list[Paragraph]:
    """Paragraphs with the author's name, which the file's metadata know, on its own."""
    author = normal(metadata.get("author", ""))
    out: list[Paragraph] = []
    for index, paragraph in enumerate(found):
        rows = paragraph.rows
        at = next((n for n, row in enumerate(rows) if _is_author(row.line.text, author)), None)
        if at is None or len(rows) == 1 or len(rows) > TITLE_LINES or index >= OPENING:
            out.append(paragraph)
            continue
        parts = (rows[:at], rows[at : at + 1], rows[at + 1 :])
        out.extend(replace(paragraph, rows=part) for part in parts if part)
    return out


def _is_author(text: str, author: str) -> bool:
    name = normal(BY.sub("", text.strip()))
    return len(name) > 3 and name in author


def front_matter(found: Sequence[Paragraph], body: Body, metadata: Mapping[str, str]) -> Front:
    """The front matter among the first paragraphs of a document."""
    first = next((i for i, p in enumerate(found) if _is_text(p, body)), len(found))
    if first == len(found):
        return Front()
    front = tuple(i for i in range(first) if len(found[i].rows) <= 12)
    known = normal(metadata.get("title", "")), normal(metadata.get("author", ""))
    opening = _Opening(found, front, found[first].rows[0].page, body, *known)
    title = _title(opening)
    fields = _around(opening, title) if title else {}
    taken = {index for indices in fields.values() for index in indices}
    dropped = _dropped(found, front, taken, title, opening.text_page)
    return Front(fields, dropped, _facts(found, dropped))


def _is_text(paragraph: Paragraph, body: Body) -> bool:
    lines = paragraph.rows
    return (
        len(lines) >= TEXT_LINES
        and len(paragraph.text) >= TEXT_LETTERS
        and not paragraph.broken
        and not is_display(lines[0].line, body)
        and abs(paragraph.size - body.size) < SAME_SIZE
    )


def _title(opening: _Opening) -> tuple[int, ...]:
    """The paragraphs of the title: what the file's metadata say, or what stands above the author,
    or the largest type, or what stands out on a page of its own.
    """
    return (
        _named_title(opening)
        or _large_title(opening)
        or _title_above_author(opening)
        or _title_on_its_page(opening)
    )


def _named_title(opening: _Opening) -> tuple[int, ...]:
    found, known = opening.found, opening.title
    named = [i for i in opening.front if known and normal(found[i].text) == known]
    if named:
        return (max(named, key=lambda i: found[i].size),)
    for start, end in pairwise(opening.front):
        if known and normal(found[start].text + found[end].text) == known:
            return (start, end)
    return ()


def _large_title(opening: _Opening) -> tuple[int, ...]:
    found = opening.found
    large = [
        i
        for i in opening.front
        if found[i].size >= TITLE_SIZE * opening.body.size and _may_be_title(found[i])
    ]
    if not large:
        return ()
    largest = max(found[i].size for i in large)
    best = [i for i in large if found[i].size > largest - SAME_SIZE]
    page = opening.page(best[0])
    later = any(
        p.size > largest - SAME_SIZE
        for p in found[max(opening.front) + 1 :]
        if len(p.rows) < TITLE_LINES
    )
    if page == opening.text_page and (later or page > 0):
        above_another = len(best) > 1 and best[0] == opening.front[0] and page == 0
        return (best[0],) if above_another else ()
    return tuple(i for i in best if opening.page(i) == page)[:2]


def _may_be_title(paragraph: Paragraph) -> bool:
    short = len(paragraph.rows) <= TITLE_LINES and len(paragraph.text) <= TITLE_LETTERS
    return short and any(c.isalpha() for c in paragraph.text)


def _title_above_author(opening: _Opening) -> tuple[int, ...]:
    """The weightiest paragraph before the known author's name, near the beginning."""
    at = opening.author_at
    if at is None:
        return ()
    above = [i for i in opening.front if i < at and opening.page(i) == opening.page(at)]
    titles = [i for i in above[:4] if _may_be_title(opening.found[i])]
    if not titles or opening.page(at) > opening.text_page:
        return ()
    return (max(titles, key=lambda i: (opening.found[i].size, -i)),)


def _title_on_its_page(opening: _Opening) -> tuple[int, ...]:
    """What stands out by its type on a page with little else, before the page of the text."""
    page = opening.page(opening.front[0]) if opening.front else opening.text_page
    own = [i for i in opening.front if opening.page(i) == page]
    little = sum(len(opening.found[i].text) for i in own) <= 2 * TITLE_LETTERS
    if page >= opening.text_page or not little:
        return ()
    titles = [i for i in own if _stands_out(opening.found[i], opening.body)]
    return (max(titles, key=lambda i: (opening.found[i].size, -i)),) if titles else ()


def _stands_out(paragraph: Paragraph, body: Body) -> bool:
    runs = [run for run in paragraph.rows[0].line.runs if run.text.strip()]
    spaced = bool(runs) and all(Face.SPACED in run.face for run in runs)
    return _may_be_title(paragraph) and (spaced or is_display(paragraph.rows[0].line, body))


def _around(opening: _Opening, title: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """What the paragraphs before and behind a title are."""
    page = opening.page(title[0])
    fields: dict[str, tuple[int, ...]] = {"title": title}
    for index in opening.front:
        if opening.page(index) != page or index in title:
            continue
        name = _field(opening, index, title, fields)
        if name:
            fields[name] = (*fields.get(name, ()), index)
    return fields


def _field(
    opening: _Opening, index: int, title: tuple[int, ...], fields: Mapping[str, tuple[int, ...]]
) -> str:
    """The name of the field that a paragraph near the title is, or nothing."""
    text = opening.found[index].text.strip()
    on_text_page = opening.page(title[0]) == opening.text_page
    known = opening.author_at is not None and opening.author_at <= title[-1] + 5
    close = title[0] - 3 <= index <= title[-1] + 4
    named = opening.names(index)
    by_form = (index < title[0] and NAME.match(text)) or BY.match(text)
    if close and "author" not in fields and (named or (not known and by_form)):
        return "author"
    if DATE_ONLY.match(text):
        return "date" if "date" not in fields else ""
    if named or (PUBLISHER.search(text) and not on_text_page and len(text) < PUBLISHER_LETTERS):
        return "publisher" if "publisher" not in fields and not on_text_page else ""
    if known and title[-1] < index < (opening.author_at or 0) <= title[-1] + 3:
        return "subtitle"
    return _behind(opening, index, title, fields, known)


def _behind(
    opening: _Opening,
    index: int,
    title: tuple[int, ...],
    fields: Mapping[str, tuple[int, ...]],
    known: bool,
) -> str:
    """A subtitle right behind the title, or an author behind that."""
    found, paragraph = opening.found, opening.found[index]
    text = paragraph.text.strip()
    on_text_page = opening.page(title[0]) == opening.text_page
    before = (*title, *fields.get("subtitle", ()), *fields.get("author", ()))
    if index != max(before) + 1 or len(paragraph.rows) > 4:
        return ""
    if on_text_page and any(_same_look(paragraph, later) for later in found[index + 1 :]):
        return ""
    small = paragraph.size <= found[title[0]].size * 0.75 and len(text) < 40
    name = NAME.match(text) and len(text) < 60 and ("subtitle" in fields or small)
    if not known and "author" not in fields and name:
        return "author"
    face = letters_face(paragraph.rows[0].line)
    larger = paragraph.size > opening.body.size + SAME_SIZE
    told = larger or face & (Face.ITALIC | Face.BOLD) or not on_text_page or is_centred(paragraph)
    return "subtitle" if "subtitle" not in fields and told else ""


def _same_look(first: Paragraph, second: Paragraph) -> bool:
    """Whether paragraphs look alike: what is set like later headings is no subtitle."""
    size = abs(first.size - second.size) < SAME_SIZE
    face = letters_face(first.rows[0].line) == letters_face(second.rows[0].line)
    return size and face and is_centred(first) == is_centred(second)


def _dropped(
    found: Sequence[Paragraph],
    front: Sequence[int],
    taken: set[int],
    title: tuple[int, ...],
    text_page: int,
) -> dict[int, str]:
    """Paragraphs of half-title, title page and imprint that became no metadata."""
    out: dict[int, str] = {}
    words = normal("".join(found[i].text for i in title))
    title_page = found[title[0]].rows[0].page if title else -1
    imprints = {found[i].rows[0].page for i in front if IMPRINT.search(found[i].text)}
    for index in front:
        page = found[index].rows[0].page
        if index in taken:
            continue
        if title and normal(found[index].text) == words:
            out[index] = "half-title"
        elif page == title_page and page != text_page:
            out[index] = "title-page"
        elif page in imprints and page != text_page:
            out[index] = "imprint"
        elif page < title_page and title and normal(found[index].text) in words:
            out[index] = "half-title"
    return out


def _facts(found: Sequence[Paragraph], dropped: Mapping[int, str]) -> dict[str, str]:
    """Facts of the imprint that have their own field."""
    text = "\n".join(found[i].text for i, reason in dropped.items() if reason == "imprint")
    facts: dict[str, str] = {}
    isbn = ISBN.search(text)
    if isbn:
        facts["isbn"] = isbn[1]
    years = YEAR.findall(text)
    if years:
        facts["date"] = max(years)
    return facts
