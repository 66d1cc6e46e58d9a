"""Poems whose lines are paragraphs of their own, as most people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from satzspiegel.importing.draft import Json
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.desk import Desk, common_face, is_empty
from satzspiegel.importing.word.passages import BULLET, NUMBER, ORNAMENT, VERSE, VERSE_LINE
from satzspiegel.importing.word.skeleton import is_slot
from satzspiegel.importing.word.source import Paragraph, Piece

#: Fewer lines may be anything.
FEWEST = 4
#: Words that a line of verse has at least, by the median: names and headings have fewer.
WORDS = 3
#: Characters of half of the lines; prose is longer.
USUAL = 50
#: The share of lines that may end a sentence: in a poem few do, among short paragraphs most.
STOPPED = 0.5
#: Lines that are looked at for one that rhymes, and the share of lines that must rhyme.
NEAR, RHYMING = 4, 0.6
STOP = re.compile(r"[.!?:…][\"'”“«»’)\]]*$")
#: From the last stressed vowel to the end: a last syllable with »e« alone is not stressed.
RIME = re.compile(r"([aeiouyäöü]+[^aeiouyäöü\W]*(?:e[^aeiouyäöü\W]{0,2})?)\W*$")
LENGTHENED = re.compile(r"([aeiouäöü])h(?![aeiouäöü])|(?<=i)e")
REPEATED = re.compile(r"(\w)\1")
WORD = re.compile(r"[^\W\d_]+")
#: What stands for the style of verse, so that all later steps take the lines for it.
STYLE = "verse"


def with_poems(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Rows of short paragraphs that read on from one to the next as one paragraph of lines.

    It is for text from which empty paragraphs have not been taken: they divide stanzas.
    """
    out: list[Json] = []
    index = 0
    while index < len(blocks):
        row = _row(desk, blocks, index)
        lines = [paragraph.text.strip() for paragraph in row]
        sure = probability([line for line in lines if line])
        if sure:
            _join(desk, row, sure)
        out += blocks[index : index + 1] if sure else blocks[index : index + max(1, len(row))]
        index += max(1, len(row))
    return out


def _row(desk: Desk, blocks: list[Json], index: int) -> list[Paragraph]:
    """The short paragraphs of one look from here on; single empty ones may stand among them."""
    row: list[Paragraph] = []
    for block in blocks[index:]:
        paragraph = desk.paragraph(block) if is_slot(block) and not block["c"][1] else None
        if paragraph is None or (is_empty(paragraph) and (not row or is_empty(row[-1]))):
            break
        if not is_empty(paragraph) and not (
            _may_be_line(paragraph) and (not row or _look(paragraph) == _look(row[0]))
        ):
            break
        row.append(paragraph)
    while row and is_empty(row[-1]):
        row.pop()
    return row


def _may_be_line(paragraph: Paragraph) -> bool:
    text, look = paragraph.text.strip(), paragraph.look
    if look.listed or look.level or look.rule or VERSE.search(look.style):
        return False
    if len(text) > VERSE_LINE or "\n" in text or "\t" in text:
        return False
    if common_face(paragraph) & Face.BOLD or any(piece.picture for piece in paragraph.pieces):
        return False
    return not (BULLET.match(text) or NUMBER.match(text) or ORNAMENT.fullmatch(text))


def _look(paragraph: Paragraph) -> tuple[object, ...]:
    look = paragraph.look
    return look.style, look.align


def probability(lines: Sequence[str]) -> float:
    """How sure it is that lines are of a poem; 0 for what is none.

    Lines of prose that were broken because they were full are left to others, but for rhymes.
    """
    if len(lines) < FEWEST or median(len(WORD.findall(line)) for line in lines) < WORDS:
        return 0.0
    if median(map(len, lines)) > USUAL or any(map(str.isdecimal, "".join(lines))):
        return 0.0
    if any(line.endswith(("-", "\u00ac")) for line in lines):
        return 0.0
    stopped = sum(bool(STOP.search(line)) for line in lines) / len(lines)
    if stopped > STOPPED:
        return 0.0
    if rhyming(lines) >= RHYMING:
        return 0.97
    return 0.0 if _are_full(lines) else 0.85


def _are_full(lines: Sequence[str]) -> bool:
    """Whether lines, but the last, are about as long as there is room."""
    longest = max(map(len, lines))
    return longest >= 35 and all(len(line) >= 0.8 * longest for line in lines[:-1])


def rhyming(lines: Sequence[str]) -> float:
    """The share of lines whose end rhymes with that of another one near them."""
    ends = [(WORD.findall(line.lower()) or [""])[-1] for line in lines]
    rimes = [_rime(end) for end in ends]
    found = 0
    for index, rime in enumerate(rimes):
        near = range(max(0, index - NEAR), min(len(rimes), index + NEAR + 1))
        found += any(rime and rime == rimes[i] and ends[i] != ends[index] for i in near)
    return found / max(1, len(lines))


def _rime(word: str) -> str:
    """What of a word rhymes, by its sound rather than its spelling."""
    match = RIME.search(word)
    if match is None:
        return ""
    sound = LENGTHENED.sub(r"\1", match[1].replace("ß", "s").replace("äu", "eu"))
    return REPEATED.sub(r"\1", sound)


def _join(desk: Desk, row: Sequence[Paragraph], sure: float) -> None:
    """All lines in the first paragraph, with line breaks between them."""
    pieces: list[Piece] = []
    for paragraph in row:
        pieces += [Piece("\n")] if pieces else []
        pieces += paragraph.pieces
    count = sum(not is_empty(one) for one in row)
    values = {"chosen": " ".join(row[0].text.split())[:60], "lines": str(count)}
    pieces += desk.doubt("import-word-poem", row[0], sure, values)
    first = row[0]
    look = replace(first.look, style=STYLE)
    desk.paragraphs[first.number] = replace(first, pieces=tuple(pieces), look=look)
