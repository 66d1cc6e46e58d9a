"""A draft as the files of a manuscript."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from satzspiegel.importing.alternatives import described
from satzspiegel.importing.chapters import chapters
from satzspiegel.importing.comments import (
    PlacedDoubt,
    commented,
    find_doubts,
    order,
    said,
    unmarked,
)
from satzspiegel.importing.dead_links import DeadLink, without_dead_links
from satzspiegel.importing.draft import Draft, Json
from satzspiegel.importing.first_edition import with_first_edition
from satzspiegel.importing.glyphs import showable
from satzspiegel.importing.image_sizes import printable
from satzspiegel.importing.joining import Joined
from satzspiegel.importing.markdown import Markdown, markdown
from satzspiegel.importing.metadata_file import language_of, metadata_file, strings_of
from satzspiegel.importing.tidying import plain
from satzspiegel.manuscript.files import METADATA_FILE
from satzspiegel.messages import one_line, writer
from satzspiegel.model import Finding, Place, Severity

#: So much is quoted of a block that reads otherwise than it was meant.
QUOTED = 60
#: Numbers of notes in the source that can be labels.
NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Written:
    """A manuscript: files by their paths, and what is to be said of them.

    ``trees`` are Pandoc's blocks as they are read from each text file; ``draft`` is what was
    written, alternative texts added; ``labels`` are those of all notes in their order, ``numbers``
    those of the doubts by their indices, ``starts`` the blocks where sources begin. ``language``
    is that of comments and reports.
    """

    files: Mapping[str, bytes]
    trees: Mapping[str, list[Json]]
    draft: Draft
    labels: tuple[str, ...]
    numbers: Mapping[int, int]
    doubts: tuple[PlacedDoubt, ...]
    findings: tuple[Finding, ...]
    language: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    starts: tuple[int, ...] = (0,)

    @property
    def title(self) -> str:
        """The title in plain words, or an empty text."""
        return " ".join(strings_of(self.metadata.get("title", "")))


def write_manuscript(
    whole: Joined,
    source: str,
    wanted_language: str = "",
    shows: Callable[[str], bool] = lambda character: True,
) -> Written:
    """The files of a manuscript; ``source`` is the name of the (first) source.

    ``shows`` tells whether the pages of the house style can show a character.

    Raises :class:`~satzspiegel.messages.ManuscriptError` when Pandoc fails.
    """
    metadata = whole.draft.metadata
    tag = language_of(metadata, wanted_language)
    language = writer(tag)
    blocks, dead = without_dead_links(whole.draft.blocks)
    blocks, coarse = printable(blocks, whole.draft.pictures)
    draft = showable(replace(whole.draft, blocks=blocks, metadata=metadata), source, shows)
    draft = described(draft, language, source)
    metadata = draft.metadata
    numbers = order(draft)
    title = " ".join(strings_of(metadata.get("title", "")))
    labels = Numbering()
    made: dict[str, Markdown] = {}
    for chapter in chapters(draft.blocks, whole.starts, title):
        blocks = commented(chapter.blocks, draft, numbers, language)
        made[chapter.name] = markdown(blocks, labels, Place(chapter.name))
    remarks = [one_line(said(draft.doubts[i], numbers[i], language)) for i in unmarked(draft)]
    told = with_first_edition(metadata, draft.old_pages, source)
    head = metadata_file(told, tag, remarks, Place(METADATA_FILE))
    texts = {METADATA_FILE: head, **{name: one.text for name, one in made.items()}}
    return Written(
        files={**{name: text.encode() for name, text in texts.items()}, **draft.pictures},
        trees={name: one.blocks for name, one in made.items()},
        draft=draft,
        labels=tuple(label for one in made.values() for label in one.labels),
        numbers=numbers,
        doubts=find_doubts(texts, draft, numbers),
        findings=(*_findings(made, metadata), *map(_unlinked, dead), *coarse),
        language=language,
        metadata=metadata,
        starts=whole.starts,
    )


class Numbering:
    """Labels of notes: their numbers in the source, or else counted through all files."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self, known: Sequence[str]) -> list[str]:
        """The labels of a file's notes; ``known`` are their numbers in the source, or empty."""
        if len(set(known)) == len(known) and all(map(NUMBER.fullmatch, known)):
            self._last = max([self._last, *map(int, known)])
            return list(known)
        labels = [str(self._last + n) for n, _ in enumerate(known, start=1)]
        self._last += len(labels)
        return labels


def _findings(made: Mapping[str, Markdown], metadata: Mapping[str, Any]) -> list[Finding]:
    """What could not be written so that it reads the same, and a missing title."""
    found = [
        Finding("import-read-otherwise", Severity.WARNING, Place(name), {"words": _quoted(block)})
        for name, one in made.items()
        for block in one.wrong
    ]
    if not metadata.get("title"):
        found.append(Finding("import-title-missing", Severity.WARNING, Place(METADATA_FILE)))
    return found


def _unlinked(link: DeadLink) -> Finding:
    values = {"target": link.target, "words": link.words}
    return Finding("import-link-dead", Severity.WARNING, None, values)


def _quoted(block: Json) -> str:
    words = " ".join(plain(block).split())
    return words if len(words) <= QUOTED else f"{words[:QUOTED].rstrip()} …"
