"""Notes of a text layer: at the feet of pages, or gathered at the end of the text or its chapters.

A note begins with its number. Lists, years and quantities do so too; but notes continue a numbering
through all pages, stand below the text that calls them, and nothing but notes follows them on their
page. The best chain of such beginnings is looked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from satzspiegel.importing.text_layer.measure import ends_sentence
from satzspiegel.importing.text_layer.rows import Page, Row

SUPERIORS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ∗", "0123456789abcde*")
#: Signs of notes in their order; afterwards they are doubled.
SYMBOLS = "*†‡§¶‖"
LABEL = r"(?P<label>\d{1,4}(?!\d)|[⁰¹²³⁴-⁹]{1,4}|[*∗†‡§¶‖]{1,4}|[a-z](?=[)\]]))"
START = re.compile(
    rf"(?P<open>[\[(]?)(?:Anm\.\s?)?{LABEL}(?P<close>[.)\]:]{{0,2}})(?P<space>\s*)(?=[^\s.)\]:])"
)
#: A label alone on its line: the note begins with the next.
BARE = re.compile(rf"(?P<open>[\[(]?){LABEL}(?P<close>[.)\]]?)(?P<space>)")
HEADING = re.compile(
    r"(?:\d+\.?\s+)?(anmerkungen|fußnoten|fussnoten|endnoten|nachweise|einzelnachweise|notes"
    r"|footnotes|endnotes|anmerkungen und nachweise|anmerkungsteil)[.:]?",
    re.IGNORECASE,
)
#: The rule above notes as letters.
RULE = re.compile(r"[_\-–—―─=‾¯]{3,}|(?:[_–—-] ){3,}[_–—-]?")
#: What notes say more often than texts: sources and references to them.
SOURCES = re.compile(
    r"\b(?:[Vv]gl\.|[Ee]bd\.|[Ee]benda|a\.\s?a\.\s?O\.|[Ss]iehe|S\.\s?\d|Bd\.|Nr\.|hrsg|Hg\.|ders\.|"
    r"dies\.|zit\.|[Zz]itiert|[Ii]bid\.|[Cc]f\.|pp?\.\s?\d|https?:|www\.)"
)
#: Log odds of what speaks for a note's beginning.
CALLED_ABOVE, UNCALLED, GAP_ABOVE, TELLS_SOURCE = 4.0, -3.5, 0.7, 1.0
#: … of the next number, one left out, and a numbering that begins anew.
NEXT, SKIPPED, ANEW, MIDDLE = 3.0, -4.0, -1.0, -5.0
#: Most lines that a note can run over to the next page.
RUN_OVER = 25


@dataclass(frozen=True)
class Start:
    """The line where a note begins: ``row`` is its index in all rows. ``cut`` is the length of the
    label with its brackets, ``style`` how it is written.
    """

    row: int
    label: str
    cut: int
    style: str

    @property
    def value(self) -> int:
        """The number; letters count from a, signs in their order."""
        if self.label.isdigit():
            return int(self.label)
        if self.label.isalpha():
            return ord(self.label) - 96
        return len(SYMBOLS) * (len(self.label) - 1) + SYMBOLS.index(self.label[0]) + 1

    @property
    def before(self) -> tuple[int, ...]:
        """The values after which this one may come: ``**`` follows ``*`` too, as well as ``‖``."""
        if self.label.isalnum() or len(self.label) == 1:
            return (self.value - 1,)
        return self.value - 1, self.value - len(SYMBOLS)


@dataclass(frozen=True)
class Note:
    """A note's lines, without its label. ``page`` is that of its first line, from 0."""

    label: str
    rows: tuple[Row, ...]
    page: int
    written: str


@dataclass(frozen=True)
class Zones:
    """Text and notes apart. ``gathered``: notes do not stand on the pages of their calls.

    ``headings`` are those of gathered notes (»Anmerkungen«), ``rules`` those above notes.
    """

    body: list[Row]
    notes: list[Note]
    gathered: bool = False
    headings: tuple[Row, ...] = ()
    rules: tuple[Row, ...] = ()


def zoned(pages: Sequence[Page]) -> Zones:
    """Tell notes from the text."""
    rows = [row for page in pages for row in page]
    heading = _gathered_at(rows)
    if heading:
        return _gathered(rows, heading)
    starts = chain_of_notes(rows)
    return _at_feet(rows, starts) if starts else Zones(rows, [])


def is_gathered(rows: Sequence[Row]) -> bool:
    """Whether the notes stand together under headings of their own."""
    return bool(_gathered_at(rows))


def is_rule(text: str) -> bool:
    """Whether a line is the rule that parts notes from the text."""
    return RULE.fullmatch(text) is not None


def starts_in(rows: Sequence[Row]) -> Iterator[Start]:
    """Every line that may be the beginning of a note."""
    for index, row in enumerate(rows):
        bare = BARE.fullmatch(row.text)
        match = bare or START.match(row.text)
        if match is None or (bare and not _is_followed(rows, index)):
            continue
        kind = _kind(match["label"])
        bracketed = bool(match["close"]) and match["close"] != "."
        if bare or match["space"] or kind in "^s" or bracketed or _glued(row, match):
            label = match["label"].translate(SUPERIORS)
            style = f"{match['open']}{kind}{match['close'].rstrip(':')}"
            yield Start(index, label, match.end("close"), style)


def _kind(label: str) -> str:
    """Raised, digits, signs or letters."""
    if label.translate(SUPERIORS) != label and label[0] != "∗":
        return "^"
    return "n" if label.isdigit() else "a" if label.isalpha() else "s"


def _is_followed(rows: Sequence[Row], index: int) -> bool:
    """Whether text stands under a label that is alone on its line."""
    following = rows[index + 1] if index + 1 < len(rows) else None
    return (
        following is not None
        and following.page == rows[index].page
        and not BARE.fullmatch(following.text)
    )


def _glued(row: Row, match: re.Match[str]) -> bool:
    """A number without a space before a capital: »12Vgl. …«."""
    after = row.text[match.end() : match.end() + 1]
    return after.isupper() or not after


def _gathered_at(rows: Sequence[Row]) -> dict[int, list[Start]]:
    """Headings of gathered notes by their row, each with the notes under it."""
    out: dict[int, list[Start]] = {}
    starts = {start.row: start for start in starts_in(rows)}
    for index, row in enumerate(rows):
        if not HEADING.fullmatch(row.text):
            continue
        begins = [starts[i] for i in range(index + 1, min(index + 6, len(rows))) if i in starts]
        first = next((start for start in begins if start.value == 1), None)
        if first:
            out[index] = _counting(rows, starts, first)
    return {index: run for index, run in out.items() if len(run) > 1 or len(out) > 1}


def _counting(rows: Sequence[Row], starts: dict[int, Start], first: Start) -> list[Start]:
    """The beginnings that count from the first on; anew where chapters' notes follow each other."""
    run, last = [first], first
    for index in range(first.row + 1, len(rows)):
        start = starts.get(index)
        if HEADING.fullmatch(rows[index].text):
            break
        if start is None or start.style != first.style:
            continue
        step = start.value - last.value
        anew = start.value == 1 and rows[index].above > 0
        if step == 1 or (step == 2 and rows[index].above > 0) or anew:
            run.append(start)
            last = start
    return run


def _gathered(rows: Sequence[Row], headings: dict[int, list[Start]]) -> Zones:
    notes: list[Note] = []
    body: list[Row] = []
    used: list[Row] = []
    at = 0
    for index, run in headings.items():
        if index < at:
            continue
        body += rows[at:index]
        end = _end_of_last(rows, run[-1].row)
        used.append(rows[index])
        bounds = [*(start.row for start in run[1:]), end]
        for start, bound in zip(run, bounds, strict=True):
            notes.append(_note(start, rows[start.row : bound]))
        body += rows[index + 1 : run[0].row]
        at = end
    body += rows[at:]
    return Zones(body, notes, gathered=True, headings=tuple(used))


def _end_of_last(rows: Sequence[Row], first: int) -> int:
    """Where the last of gathered notes ends: before white space or a page that begins anew."""
    for index in range(first + 1, len(rows)):
        row, before = rows[index], rows[index - 1]
        if HEADING.fullmatch(row.text):
            return index
        new_page = row.page != before.page
        if ends_sentence(before.text) and (row.above > 0 or new_page):
            return index
        if row.text.isupper() and len(row.text) > 3:
            return index
    return len(rows)


def _note(start: Start, rows: Sequence[Row]) -> Note:
    first = rows[0]
    text = first.text[start.cut :]
    indent = first.indent + start.cut + len(text) - len(text.lstrip())
    begun = replace(first, text=text.strip(), indent=indent)
    lines = (begun, *rows[1:]) if begun.text else tuple(rows[1:])
    return Note(start.label, lines, first.page, first.text[: start.cut])


def chain_of_notes(rows: Sequence[Row]) -> list[Start]:
    """The beginnings of notes at the feet of pages: the best chain over all pages."""
    chains: dict[str, list[Start]] = defaultdict(list)
    for start in starts_in(rows):
        chains[start.style].append(start)
    called = _called(rows)
    best = max(
        (_best(rows, starts, called) for starts in chains.values()),
        key=lambda chain: chain[0],
        default=(0.0, []),
    )
    return best[1] if best[0] > 0 else []


def _called(rows: Sequence[Row]) -> dict[tuple[int, str], int]:
    """The first row of each page in which a number stands as calls do."""
    out: dict[tuple[int, str], int] = {}
    for index, row in enumerate(rows):
        for match in CALL_LIKE.finditer(row.text):
            out.setdefault((row.page, match[1].translate(SUPERIORS)), index)
    return out


#: A number stuck to a word, to a stop or to a quotation mark, or in brackets, or raised.
CALL_LIKE = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[^\W\d_][.,;:])|(?<=[»«”“’‹›)\]][.,;:])|(?<=[!?…»«”“’‹›)\]\"'])"
    r"|(?<=\S[\[(]))"
    r"(\d{1,4}|[*∗†‡§¶‖]{1,4}|[⁰¹²³⁴-⁹]{1,4}|[a-z](?=[)\]]))(?!\d)"
)


def _best(
    rows: Sequence[Row], starts: Sequence[Start], called: dict[tuple[int, str], int]
) -> tuple[float, list[Start]]:
    """The chain of highest odds: numbers that count on, or begin anew on a later page."""
    scores: list[float] = []
    previous: list[int] = []
    ending: dict[int, int] = {}
    top_of_page: tuple[float, int] = (0.0, -1)
    top: tuple[float, int] = (0.0, -1)
    page = -1
    for index, start in enumerate(starts):
        row = rows[start.row]
        if row.page != page:
            page, top = row.page, max(top, top_of_page)
        choices = [(MIDDLE if start.value != 1 else 0.0, -1)]
        for value in start.before:
            if value in ending:
                choices.append((scores[ending[value]] + NEXT, ending[value]))
        if start.value - 2 in ending:
            choices.append((scores[ending[start.value - 2]] + SKIPPED, ending[start.value - 2]))
        if start.value == 1 and top[1] >= 0:
            choices.append((top[0] + ANEW, top[1]))
        score, before = max(choices)
        scores.append(score + _evidence(rows, start, called))
        previous.append(before)
        if start.value not in ending or scores[ending[start.value]] <= scores[index]:
            ending[start.value] = index
        top_of_page = max(top_of_page, (scores[index], index))
    best, at = max(top, top_of_page)
    chain: list[Start] = []
    while at >= 0:
        chain.append(starts[at])
        at = previous[at]
    return best, chain[::-1]


def _evidence(rows: Sequence[Row], start: Start, called: dict[tuple[int, str], int]) -> float:
    row = rows[start.row]
    here = called.get((row.page, start.label), start.row)
    before = called.get((row.page - 1, start.label))
    odds = CALLED_ABOVE if here < start.row else -1.0 if before is not None else UNCALLED
    under_rule = start.row > 0 and is_rule(rows[start.row - 1].text)
    odds += GAP_ABOVE if row.above or under_rule else 0.0
    if SOURCES.search(row.text):
        odds += TELLS_SOURCE
    return odds


def _at_feet(rows: Sequence[Row], chain: Sequence[Start]) -> Zones:
    """From the first note of a page on, everything on the page is notes."""
    by_page: dict[int, list[Start]] = defaultdict(list)
    for start in chain:
        by_page[rows[start.row].page].append(start)
    spans: dict[int, tuple[int, int]] = {}
    for index, row in enumerate(rows):
        first = spans.get(row.page, (index, index))[0]
        spans[row.page] = (first, index + 1)
    body: list[Row] = []
    notes: list[Note] = []
    used: list[Row] = []
    looks = _rules_above(rows, by_page.values())
    for page, (first, end) in spans.items():
        starts = by_page.get(page, [])
        foot = starts[0].row if starts else end
        rule = _rule(rows, first, foot, looks)
        if rule is None:
            over = _run_over(rows, first, foot, notes[-1] if notes else None, body)
            body += rows[first:over]
        else:
            over = rule + 1 if notes else foot
            used.append(rows[rule])
            body += [*rows[first:rule], *rows[rule + 1 : over]]
        if over < foot:
            notes[-1] = _longer(notes[-1], rows[over:foot])
        for start, bound in zip(starts, [*(s.row for s in starts[1:]), end], strict=False):
            notes.append(_note(start, rows[start.row : bound]))
    return Zones(body, notes, rules=tuple(used))


def _rules_above(rows: Sequence[Row], pages: Iterable[Sequence[Start]]) -> frozenset[str]:
    """What the rules directly above the first notes of pages are made of."""
    above = [rows[starts[0].row - 1].text for starts in pages if starts[0].row]
    return frozenset(text[0] for text in above if is_rule(text))


def _rule(rows: Sequence[Row], first: int, foot: int, looks: frozenset[str]) -> int | None:
    """The rule of a page, above its first note or what runs over from the page before."""
    for index in range(foot - 1, max(first - 1, foot - RUN_OVER - 2), -1):
        text = rows[index].text
        if text[0] in looks and is_rule(text):
            return index
    return None


def _longer(note: Note, rows: Sequence[Row]) -> Note:
    return Note(note.label, (*note.rows, *rows), note.page, note.written)


def _run_over(
    rows: Sequence[Row], first: int, foot: int, last: Note | None, body: Sequence[Row]
) -> int:
    """Where, above the first note of a page, the note of the page before goes on, if that note was
    broken off in the middle of a sentence: below white space, or with a small letter behind a stop.
    """
    if last is None or not last.rows or last.rows[-1].page != rows[first].page - 1:
        return foot
    if ends_sentence(last.rows[-1].text):
        return foot
    for index in range(foot - 1, max(first, foot - RUN_OVER), -1):
        if rows[index].text[0].islower() and ends_sentence(rows[index - 1].text):
            return index
        if rows[index].above:
            whole = ends_sentence(rows[index - 1].text) or not body
            return index if whole or rows[index].text[0].islower() else foot
    return foot
