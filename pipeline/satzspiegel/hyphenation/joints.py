"""Where the morphemes of a German word meet: Welt|revolution, Auf|lage, höf|lich.

A joint is a better place to break a word than a mere syllable (Re|vo|lu|tion), it is where a
ligature ends (Auf|lage, but offen), and a break right beside it may make one read another word
(Spargel-der). Joints are found among the break points of the patterns, by the cheapest
reading of the word (:mod:`.segmentation`) in a lexicon of morphemes (:mod:`.lexicon`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from satzspiegel.hyphenation import segmentation
from satzspiegel.hyphenation.languages import patterns_for
from satzspiegel.hyphenation.letters import parts
from satzspiegel.hyphenation.lexicon import german_morphemes

#: No word with a joint is shorter (an|tun).
SHORTEST = 4
#: Nor do readings of endless words help anyone.
LONGEST = 80
#: A break misleads at most so many letters from the joint that it hides.
NEAR = 3
#: A word that a reader sees first has at least so many letters.
SEEN = 4


class JointKind(StrEnum):
    """What meets: two parts of a compound, a prefix and its stem, a stem and its suffix."""

    COMPOUND = "compound"
    PREFIX = "prefix"
    SUFFIX = "suffix"


KINDS = {
    segmentation.COMPOUND: JointKind.COMPOUND,
    segmentation.PREFIX: JointKind.PREFIX,
    segmentation.SUFFIX: JointKind.SUFFIX,
}


@dataclass(frozen=True)
class Joint:
    """A joint before ``word[position]``."""

    position: int
    kind: JointKind


@lru_cache(maxsize=1 << 16)
def joints(word: str) -> tuple[Joint, ...]:
    """The joints of a German word, in order.

    Letters only, with hyphens between parts, each of which is read by itself; none in anything
    else, so none in words with soft hyphens or other characters without width.
    """
    if word.isalpha():
        return _of_part(word)
    if not word.replace("-", "").isalpha():
        return ()
    return tuple(
        Joint(part.offsets[joint.position], joint.kind)
        for part in parts(word)
        for joint in _of_part(part.letters)
        if part.offsets[joint.position] >= 0
    )


def misleading(word: str, position: int) -> bool:
    """Whether a break before ``word[position]`` would make a reader see another word.

    So it is when the break lies beside a joint, and the letters from the joint before that one up
    to the break (Spargel-der, Bluter-guss), or from the break to the joint behind that one
    (Stau-becken), are a word that has no joint there itself. No break misleads where parts of a
    compound meet or a suffix begins, and behind a prefix only what is before it can.
    """
    part = next((part for part in parts(word) if position in part.offsets), None)
    if part is None or position < 1:
        return False
    index = part.offsets.index(position)
    kinds = {joint.position: joint.kind for joint in joints(part.letters)}
    if kinds.get(index, JointKind.PREFIX) is not JointKind.PREFIX:
        return False
    inner = (i for i, kind in kinds.items() if kind is not JointKind.SUFFIX)
    return _misread(part.letters.lower(), index, [0, *inner, len(part.letters)])


def _of_part(letters: str) -> tuple[Joint, ...]:
    """The joints of a run of letters."""
    patterns = patterns_for("de")
    small = letters.lower()
    if patterns is None or not SHORTEST <= len(small) <= LONGEST or len(small) != len(letters):
        return ()
    points = patterns.inside(small, 2, 2)
    reading = segmentation.read(small, points, german_morphemes()) if points else None
    if reading is None:
        return ()
    return tuple(Joint(index, KINDS[mark]) for index, mark in reading.marks)


def _misread(letters: str, index: int, borders: list[int]) -> bool:
    """Whether a word straddles a joint near a break, and ends or begins at the break."""
    for before, joint, behind in zip(borders, borders[1:], borders[2:], strict=False):
        if joint < index <= joint + NEAR and _hides(letters[before:index], joint - before):
            return True
        near = index not in borders and joint - NEAR <= index < joint
        if near and _hides(letters[index:behind], joint - index):
            return True
    return False


def _hides(letters: str, joint: int) -> bool:
    """Whether letters are a word that has no joint there."""
    stem = german_morphemes().stems.get(letters)
    if len(letters) < SEEN or stem is None or not stem.word:
        return False
    return all(index != joint for index, _ in stem.marks)
