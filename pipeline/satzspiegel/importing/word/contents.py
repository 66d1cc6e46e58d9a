"""Tables of contents that were typed: every edition makes its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from satzspiegel.importing.draft import Json
from satzspiegel.importing.word.desk import Desk
from satzspiegel.importing.word.skeleton import slots
from satzspiegel.importing.word.source import Piece

#: What stands above contents.
TITLE = re.compile(
    r"\s*(?:inhalt(?:sverzeichnis|sübersicht)?|gliederung|(?:table of )?contents|sommaire|indice)"
    r"\s*:?\s*",
    re.IGNORECASE,
)
#: What ends an entry: a tab, leaders or wide space, and the number of a page.
PAGE = re.compile(
    r"(?:\t|\.{2,}|…|_{2,}|·{2,}|(?: \.){2,}|[ \u00a0]{3})[\s.…_·\u00a0]*"
    r"(?:S\.\s*)?(?:\d{1,3}|[ivxlc]{1,6})\s*\Z"
)
MARK = re.compile(r"\s*(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Za-z])[.)]?\s+)?")
#: Entries without a title above them must be found again in the text, at least so many of them.
FEWEST, FOUND = 3, 0.7
#: Characters of an entry, and of a heading that it repeats.
LONGEST = 200


def without_typed_contents(desk: Desk, blocks: list[Json]) -> list[Json]:
    """The text without typed contents, whose words are listed as removed."""
    for start in range(len(blocks)):
        numbers = list(slots(blocks[start]))
        titled = len(numbers) == 1 and TITLE.fullmatch(desk.paragraphs[numbers[0]].text)
        first = start + 1 if titled else start
        end = _end(desk, blocks, first)
        if end - first >= 1 and (titled or _is_repeated(desk, blocks, first, end)):
            for number in slots(blocks[start:end]):
                paragraph = desk.paragraphs[number]
                desk.change("contents", paragraph, removed=paragraph.text)
            return [*blocks[:start], *blocks[end:]]
    return blocks


def _end(desk: Desk, blocks: list[Json], start: int) -> int:
    """The end of the blocks all of whose paragraphs are entries; a note or picture is none."""
    end = start
    while end < len(blocks):
        inside = [desk.paragraphs[number] for number in slots(blocks[end])]
        if not inside or blocks[end]["t"] == "Table":
            break
        if not all(_words(p.text) and not _has_things(p.pieces) for p in inside):
            break
        end += 1
    return end


def _has_things(pieces: Sequence[Piece]) -> bool:
    return any(piece.note or piece.picture for piece in pieces)


def _is_repeated(desk: Desk, blocks: list[Json], start: int, end: int) -> bool:
    """Whether most entries stand in the text behind them once more, as headings do."""
    words = [_words(desk.paragraphs[number].text) for number in slots(blocks[start:end])]
    if len(words) < FEWEST:
        return False
    after = [desk.paragraphs[number].text for number in slots(blocks[end:])]
    texts = {_plain(text) for text in after if len(text) < LONGEST}
    return sum(word in texts for word in words) >= FOUND * len(words)


def _words(text: str) -> str:
    """The words of an entry, to be compared; nothing if a text is none."""
    match = PAGE.search(text) if len(text) <= LONGEST and "\n" not in text.strip() else None
    words = text[: match.start()] if match else ""
    return _plain(words) if any(map(str.isalpha, words)) else ""


def _plain(text: str) -> str:
    """A heading without its number, to be compared."""
    return " ".join(MARK.sub("", text, count=1).lower().split()).rstrip(" .…\u00a0")
