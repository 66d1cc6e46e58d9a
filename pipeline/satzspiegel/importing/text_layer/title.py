"""Author, title and subtitle from the beginning of a text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from satzspiegel.importing.text_layer import headings
from satzspiegel.importing.text_layer.blocks import Block
from satzspiegel.importing.text_layer.measure import Measure
from satzspiegel.importing.text_layer.rows import Row
from satzspiegel.importing.words import Vocabulary

PREPOSITIONS = "im am an auf aus bei mit nach von vom zur zum für über gegen ohne durch zwischen"
ARTICLES = "der die das des dem den ein eine einer eines the a an le la"
#: Words that go on with a phrase, at a line's beginning.
CONTINUING = (
    "und oder um zu in unter als wie des dem den bis seit and or of for to with on et de du"
)
GOES_ON = frozenset(f"{CONTINUING} {PREPOSITIONS}".split())
#: Words that need more, at a line's end.
WAITING = f"{ARTICLES} {PREPOSITIONS} und oder zu in als wie um of and or et du"
NEEDS_MORE = frozenset(WAITING.split())
#: Words that begin a phrase.
OPENS = frozenset(f"{ARTICLES} vom zur zum über on".split()) - frozenset(CONTINUING.split())
NOBLE = frozenset(["von", "vom", "zu", "de", "van", "del", "della", "di"])
#: What stays small between names.
SMALL = "von vom zu zur der de den des da di du van und and et"
PARTICLES = frozenset(SMALL.split())
NAME = re.compile(r"[^\W\d_][^\W\d_]*(?:[-’'][^\W\d_]+)*\.?")
DATE = re.compile(
    r"(?:(?P<place>[A-ZÄÖÜ][\w. /-]{1,40}?)(?:,\s*(?:im\s+|den\s+)?|\s+(?=\d)))?"
    r"(?P<date>(?:\d{1,2}\.\s*)?(?:(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|"
    r"Oktober|November|Dezember)\s+)?(?:1[5-9]|20)\d\d)"
)
#: What the lines of publishers and printers have.
IMPRINT = re.compile(
    r"verlag|druckerei|buchhandlung|\b(?:GmbH|ISBN|ISSN|Druck:|Satz:|Auflage|Copyright|Press|Books)\b|©"
    r"|\b(?:herausgegeben|hrsg\.|published by|edited by)",
    re.IGNORECASE,
)
#: Kinds of headings that a title may look like.
TITLES = ("capitals", "short", "closed", "opening")
#: How often a running head must stand there to tell the title.
SURELY = 3
#: Log odds between two lines of a title: its end, or not.
COLON, COMMA, WORD_GOES_ON, WORD_NEEDS, WORD_OPENS, TYPE_CHANGES = 4.0, -3.0, -3.0, -4.0, 1.6, 3.0
PRIOR = -1.0


@dataclass(frozen=True)
class Field:
    """A field of the metadata and the lines that it comes from."""

    name: str
    rows: tuple[Row, ...]
    probability: float = 1.0


@cache
def given_names() -> frozenset[str]:
    """Given names, in small letters: those that authors in German have often had since 1850."""
    text = resources.files(__package__).joinpath("given_names.txt").read_text("utf-8")
    return frozenset(text.split())


def title_fields(
    blocks: Sequence[Block], measure: Measure, vocabulary: Vocabulary, heads: Mapping[str, int]
) -> tuple[list[Field], list[Block]]:
    """What the first headings say, and the blocks that are left. ``heads`` counts running heads, in
    small letters without spaces: the title is mostly the commonest.
    """
    count = _title_blocks(blocks)
    found = [block for block in blocks[:count] if not _is_imprint(block)]
    imprint = [replace(b, kind="paragraph", style="") for b in blocks[:count] if _is_imprint(b)]
    fields = _fields(found, measure, vocabulary, heads)
    shorter = _fields(found[:-1], measure, vocabulary, heads)
    if _opens_text(found, shorter, blocks[count:]):
        count, fields = count - 1, shorter
    return fields, [*imprint, *blocks[count:]]


def _is_imprint(block: Block) -> bool:
    return any(IMPRINT.search(row.text) for row in block.rows)


def _opens_text(
    found: Sequence[Block], shorter: Sequence[Field], following: Sequence[Block]
) -> bool:
    """Whether the last of the first headings is not the title's but the first of the text: it looks
    as later ones do, and title and subtitle stand above it.
    """
    has_subtitle = any(field.name == "subtitle" for field in shorter)
    return has_subtitle and any(
        block.kind == "heading" and block.style == found[-1].style for block in following
    )


def _fields(
    blocks: Sequence[Block], measure: Measure, vocabulary: Vocabulary, heads: Mapping[str, int]
) -> list[Field]:
    found = list(blocks)
    fields: list[Field] = []
    for block in list(found):
        is_date = len(block.rows) == 1 and DATE.fullmatch(block.rows[0].text)
        if is_date and not fields:
            fields.append(Field("date", block.rows))
            found.remove(block)
    counts = [heads.get(_squeezed(block), 0) for block in found]
    if len(found) > 1 and counts[1] >= SURELY and counts[1] == max(counts):
        fields.append(Field("author", found.pop(0).rows, 0.9))
    elif len(found) > 1 or (found and len(found[0].rows) > 1):
        sure = [(_is_author(block, vocabulary), index) for index, block in enumerate(found)]
        best, index = max(sure, key=lambda pair: (pair[0], -pair[1]))
        if best > 0.5 and len(found) > 1:
            fields.append(Field("author", found.pop(index).rows, best))
    if not found:
        return fields
    title = found[0].rows
    cut, probability = _cut(title, measure) if len(found) == 1 else (len(title), 0.97)
    fields.append(Field("title", title[:cut], probability))
    rest = title[cut:] + tuple(row for block in found[1:] for row in block.rows)
    if rest:
        fields.append(Field("subtitle", rest, probability))
    return fields


def _squeezed(block: Block) -> str:
    return "".join(word for row in block.rows for word in row.text.split()).casefold()


def _title_blocks(blocks: Sequence[Block]) -> int:
    """How many blocks of the first page are its title: headings before the first text."""
    count = 0
    for block in blocks:
        first = block.rows[0]
        is_date = len(block.rows) == 1 and DATE.fullmatch(first.text) is not None
        titled = block.kind == "heading" and block.style in TITLES
        if first.page > 0 or not (titled or is_date) or count >= 6:
            break
        if count and (headings.numbering(first.text) or _recurs(block, blocks, count)):
            break
        count += 1
    return count


def _recurs(block: Block, blocks: Sequence[Block], index: int) -> bool:
    """Whether a heading is in capitals like later ones, and the title is not."""
    later = any(other.style == "capitals" for other in blocks[index + 1 :])
    return block.style == "capitals" != blocks[0].style and later


def _is_author(block: Block, vocabulary: Vocabulary) -> float:
    """The probability that a heading is a person's name, or several."""
    text = re.sub(r"^(?:von|by|par)\s+", "", " ".join(row.text for row in block.rows), flags=re.I)
    parts = re.split(r"\s*(?:,|/|;|\bund\b|\band\b|&)\s*", text, flags=re.I)
    if len(block.rows) > 2 or not all(_is_name(part) for part in parts):
        return 0.0
    return min(_named(part.split(), vocabulary) for part in parts)


def _named(words: Sequence[str], vocabulary: Vocabulary) -> float:
    """The probability that some words with capitals are a name, and not a title."""
    first, last = words[0].rstrip(".").casefold(), words[-1].casefold()
    initials = any(len(word.rstrip(".")) == 1 for word in words[:-1])
    if (
        first.split("-")[0] in given_names()
        or initials
        or any(w.casefold() in NOBLE for w in words)
    ):
        return 0.97
    known = Vocabulary(vocabulary.language).knows
    if known(last) < 0.5:
        return 0.9
    return 0.1 if first.endswith(("e", "er", "es", "en", "em")) else 0.5 - 0.3 * known(first)


def _is_name(text: str) -> bool:
    words = text.split()
    plain = [word for word in words if word.lower() not in PARTICLES]
    capital = all(NAME.fullmatch(word) and word[0].isupper() for word in plain)
    return 2 <= len(plain) <= 4 and len(words) <= 5 and capital


def _cut(rows: Sequence[Row], measure: Measure) -> tuple[int, float]:
    """After how many lines of a title its subtitle begins, and how sure that is."""
    odds = [_odds(a, b, measure) for a, b in itertools.pairwise(rows)]
    if not odds:
        return len(rows), 1.0
    best = max(odds)
    if best <= 0:
        return len(rows), min(0.97, 0.7 - best / 10)
    return odds.index(best) + 1, min(0.97, 0.55 + best / 8)


def _odds(row: Row, following: Row, measure: Measure) -> float:
    first = re.sub(r"\W", "", following.text.split(None, 1)[0]).lower()
    last = re.sub(r"\W", "", row.text.split()[-1]).lower()
    odds = PRIOR + measure.loose[not row.loose]
    if row.text[-1] in ":.!?":
        odds += COLON
    if row.text[-1] in ",;-–" or following.text[0].islower():
        odds += COMMA
    odds += WORD_GOES_ON if first in GOES_ON else WORD_OPENS if first in OPENS else 0.0
    odds += WORD_NEEDS if last in NEEDS_MORE else 0.0
    if headings.in_capitals(row.text) != headings.in_capitals(following.text):
        odds += TYPE_CHANGES
    return odds
