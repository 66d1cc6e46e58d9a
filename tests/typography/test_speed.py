"""Nonsense is read as fast as sense: time grows with the length of a text, not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from satzspiegel.model import Metadata, Note, Paragraph, Place, Publication, Run, Settings, Text
from satzspiegel.proofreading import proofread
from satzspiegel.typography.lints import remarks
from satzspiegel.typography.profiles import PROFILES
from satzspiegel.typography.rules import set_text

LENGTH = 10_000
#: Seconds of the processor. Patterns that are tried from every character take many times as long.
LIMIT = 2.0
#: Repeated, each of these once kept a pattern busy for minutes.
PIECES = (
    "1", "1.", "1-", "1×", "a-a.", "A", "A. ", "S.A. ", "Aaa,", "Aaa: ", ", Aaa-Aaa ", "01 23 ",
    '"', "'", "„", "…", ".", " ", "a@", "5'", "a. a. O. ",
)  # fmt: skip


def set_and_remarked(text: str) -> None:
    set_text([Run(text)], PROFILES["de-DE"])
    remarks([Run(text)], PROFILES["de-DE"])


def proofread_as_note(text: str) -> None:
    blocks = (Paragraph((Text(text, Place("a.md", 1, 1)),)),)
    notes = tuple(Note(f"n{i}", f"c{i}", str(i), blocks, f"{i}") for i in (1, 2))
    proofread(Publication("a", Path(), Metadata(()), Settings(), notes=notes))


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("read", [set_and_remarked, proofread_as_note])
def test_nonsense_is_read_in_time(piece: str, read: Callable[[str], None]) -> None:
    text = (piece * LENGTH)[:LENGTH] + "!"
    started = time.process_time()
    read(f"030 {text}@")
    assert time.process_time() - started < LIMIT
