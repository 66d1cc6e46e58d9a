"""The text of a paragraph: lines joined, words made whole, calls turned into notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from satzspiegel.importing.draft import Json
from satzspiegel.importing.pages.ledger import Ledger
from satzspiegel.importing.pages.lines import Face, Run
from satzspiegel.importing.pages.notes import Call
from satzspiegel.importing.pages.type_area import Row
from satzspiegel.importing.tree import old_page
from satzspiegel.importing.words import Joined, Vocabulary, join

HYPHEN_END = re.compile(r"[^\W_][-\u00ad\u2010\u2011\u00ac]$")
SOFT_HYPHEN = "\u00ad"
#: Lines that are joined without a space: at a solidus, a dash between numbers.
TIGHT_END = re.compile(r"\w/$|\d[–-]$")
ADDRESS_END = re.compile(r"(?:https?://|www\.)\S*$|\b10\.\d{4,}/\S*$")
ADDRESS_BREAK = re.compile(r"[/.?&=_#%:-]$")
ADDRESS_REST = re.compile(r"^[^\s,;]*[/?=&_%#]|^[\w-]+\.(?:html?|pdf|php|de|org|com)\b")
#: What may stand between the labels of calls that are printed together (»3, 4«).
BETWEEN = " ,;()[]"


@dataclass(frozen=True)
class Piece:
    """Letters of one look, or a mark between them: Pandoc's inline ``mark``, without letters."""

    text: str
    face: Face = Face.PLAIN
    link: str = ""
    language: str = ""
    mark: Json = None


#: A run by its page (from 0), its line's number and its index in the line.
RunKey = tuple[int, int, int]


@dataclass(frozen=True)
class Copy:
    """What is known when text is set out: the calls in each run with their notes, the rank of the
    first of these notes among all, runs that look like calls of notes that are not there, and the
    pages' labels.
    """

    ledger: Ledger
    vocabulary: Vocabulary
    labels: tuple[str, ...]
    language: str = "de"
    calls: Mapping[RunKey, Sequence[tuple[Call, Sequence[Json]]]] = field(default_factory=dict)
    order: Mapping[RunKey, int] = field(default_factory=dict)
    lost: frozenset[RunKey] = frozenset()


def pieces(rows: Sequence[Row], copy: Copy, page: int | None = None) -> list[Piece]:
    """The pieces of a paragraph, joined over its lines.

    ``page`` is the page (from 0) of the text before: where a new one begins its mark is set. With
    None there are no marks (notes).
    """
    out: list[Piece] = []
    before: Row | None = None
    for row in rows:
        fresh = [piece for key, run in _keyed(row) for piece in _run_pieces(key, run, row, copy)]
        word = len(out)
        if before is not None:
            out, fresh, word = _joined(out, before, fresh, row, copy)
        if page is not None and row.page > page:
            page = row.page
            out = _with_mark(out, fresh, word, Piece("", mark=old_page(copy.labels[page])))
        else:
            out.extend(fresh)
        before = row
    return out


def _keyed(row: Row) -> Iterator[tuple[RunKey, Run]]:
    """The runs of a row with the keys by which calls find them."""
    for index, run in enumerate(row.line.runs):
        yield (row.page, row.line.number, index), run


def _run_pieces(key: RunKey, run: Run, row: Row, copy: Copy) -> Iterator[Piece]:
    link = "" if run.link.startswith("#") else run.link
    language = run.language if run.language != copy.language else ""
    base = Piece("", run.face, link, language)
    calls = copy.calls.get(key, ())
    start = 0
    for call, marks in calls:
        yield from _plain(base, run, start, call.start, row, copy, bool(calls))
        copy.ledger.change("note-number", row.page, row.line, run.text[call.start : call.end])
        for mark in marks:
            yield replace(base, face=run.face & ~Face.SUPERIOR, mark=mark)
        start = call.end
    yield from _plain(base, run, start, len(run.text), row, copy, bool(calls))
    if key in copy.lost:
        values = {"chosen": run.text.strip(), "other": "", "call": run.text.strip()}
        for mark in copy.ledger.doubt("import-call-without-note", row.page, row.line, 0.5, values):
            yield Piece("", mark=mark)


def _plain(
    base: Piece, run: Run, start: int, end: int, row: Row, copy: Copy, called: bool
) -> Iterator[Piece]:
    """Text beside calls; what only parted their superior labels goes with them."""
    text = run.text[start:end]
    if called and Face.SUPERIOR in run.face and not text.strip(BETWEEN):
        copy.ledger.change("note-number", row.page, row.line, text)
        base = replace(base, face=run.face & ~Face.SUPERIOR)
        text = " " if text.endswith(" ") and end == len(run.text) else ""
    if text:
        yield replace(base, text=text)


def _joined(
    out: list[Piece], before: Row, fresh: list[Piece], row: Row, copy: Copy
) -> tuple[list[Piece], list[Piece], int]:
    """Two lines joined; also the index in the first's pieces where their last word begins, if a
    word goes on over the line's end.
    """
    left, right = before.line.text.rstrip(), row.line.text.lstrip()
    if not fresh or not out:
        return out, fresh, len(out)
    if _tight(left, right, before, row):
        out = _trimmed_end(out)
        return out, fresh, _word_start(out)
    if HYPHEN_END.search(left) and right and out[-1].mark is None:
        return _hyphenated(out, before, fresh, row, copy)
    if not out[-1].text.endswith(" "):
        out = [*out, Piece(" ", *_between(out[-1], fresh[0]))]
    return out, fresh, len(out)


def _tight(left: str, right: str, before: Row, row: Row) -> bool:
    """Whether lines belong together without a space although there is no hyphen."""
    if TIGHT_END.search(left) and not HYPHEN_END.search(left):
        return bool(right) and (right[0].isalnum())
    link = before.line.runs[-1].link
    same = link and not link.startswith("#") and row.line.runs and row.line.runs[0].link == link
    address = ADDRESS_END.search(left)
    if not address or not right:
        return False
    if same and "://" in link and _within(address[0], right, link):
        return True
    return bool(ADDRESS_BREAK.search(left) and ADDRESS_REST.match(right))


def _within(left: str, right: str, link: str) -> bool:
    """Whether a link's address holds both parts, one right behind the other."""
    return left + right.split(maxsplit=1)[0].rstrip(".,;:)") in link


def _between(left: Piece, right: Piece) -> tuple[Face, str, str]:
    """The look of a space: what its neighbours have in common."""
    link = left.link if left.link == right.link else ""
    language = left.language if left.language == right.language else ""
    return left.face & right.face & ~(Face.SUPERIOR | Face.INFERIOR), link, language


def _trimmed_end(out: Sequence[Piece]) -> list[Piece]:
    return [*out[:-1], replace(out[-1], text=out[-1].text.rstrip())]


def _word_start(out: Sequence[Piece]) -> int:
    """The index of the piece where the last word begins."""
    index = len(out)
    while index and not out[index - 1].text.endswith(" "):
        index -= 1
        if " " in out[index].text:
            return index
    return index


def _hyphenated(
    out: list[Piece], before: Row, fresh: list[Piece], row: Row, copy: Copy
) -> tuple[list[Piece], list[Piece], int]:
    out = _trimmed_end(out)
    left = before.line.text.rstrip()
    right = row.line.text.strip()
    joined = join(left, right, copy.vocabulary)
    mark = _hyphen_doubt(joined, before, copy)
    copy.ledger.change("line-hyphen", before.page, before.line, joined.removed, joined.added)
    if joined.reason == "suspended" or (joined.hyphen_kept and _spaced(joined, left, right)):
        out = [*out, Piece(" ", *_between(out[-1], fresh[0]))]
        return out, fresh, len(out)
    end = out[-1].text
    kept = joined.text[len(left) - len(end) : len(joined.text) - len(right)]
    if not joined.text.endswith(right) or not joined.text.startswith(left[: len(left) - 2]):
        kept = end[:-1]
    out = [*out[:-1], replace(out[-1], text=kept)]
    return out, _behind_word(fresh, mark), _word_start(out)


def _spaced(joined: Joined, left: str, right: str) -> bool:
    return joined.text == f"{left} {right}"


def _hyphen_doubt(joined: Joined, before: Row, copy: Copy) -> list[Json]:
    values = {"chosen": joined.word, "other": joined.other}
    return copy.ledger.doubt("import-hyphen", before.page, before.line, joined.probability, values)


def _behind_word(fresh: list[Piece], marks: Sequence[Json]) -> list[Piece]:
    """Marks behind the first word of a line."""
    if not marks:
        return fresh
    for index, piece in enumerate(fresh):
        end = piece.text.find(" ")
        if end >= 0:
            first, rest = (
                replace(piece, text=piece.text[:end]),
                replace(piece, text=piece.text[end:]),
            )
            noted = [Piece("", mark=mark) for mark in marks]
            return [*fresh[:index], first, *noted, rest, *fresh[index + 1 :]]
    return [*fresh, *(Piece("", mark=mark) for mark in marks)]


def _with_mark(out: list[Piece], fresh: list[Piece], word: int, mark: Piece) -> list[Piece]:
    """A page's mark before its first word, or before the word that goes on over the page."""
    if word >= len(out):
        return [*out, mark, *fresh]
    text = out[word].text
    cut = text.rfind(" ") + 1
    head, tail = replace(out[word], text=text[:cut]), replace(out[word], text=text[cut:])
    return [*out[:word], *([head] if head.text else []), mark, tail, *out[word + 1 :], *fresh]
