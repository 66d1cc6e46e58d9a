"""What stands on the pages and is not in the tags: furniture, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from satzspiegel.model import Block, Finding, Heading, Publication, Severity, Table
from satzspiegel.verify.expected import block_words
from satzspiegel.verify.reading import CALL_CLOSE, CALL_OPEN, line
from satzspiegel.verify.tags.catalog import Catalog
from satzspiegel.verify.tags.marked_content import Artifact
from satzspiegel.verify.tags.tree import TagTree
from satzspiegel.walks import plain_text, walk_blocks

NUMBER = re.compile(r"\d+|[ivxlcdm]+")
#: A number of a note or a page, an ornament, a dash between them.
NO_WORD = re.compile(r"[\W\d_]+")
CUT_OFF = "…"
WITHOUT_SIGNS = dict.fromkeys(map(ord, (CALL_OPEN, CALL_CLOSE)))
#: Words of a text that are shown.
SHOWN = 8


def check_untagged(tree: TagTree, catalog: Catalog, publication: Publication) -> Iterator[Finding]:
    """Content without tags, artifacts that are content, and page numbers that labels belie."""
    checks = _Untagged(tree, catalog, publication)
    yield from checks.outside()
    yield from checks.artifacts()
    yield from checks.labels()


@dataclass(frozen=True)
class _Untagged:
    tree: TagTree
    catalog: Catalog
    publication: Publication

    def _error(self, code: str, page: int, **values: str) -> Finding:
        return Finding(code, Severity.ERROR, None, {"page": self.catalog.label(page), **values})

    def outside(self) -> Iterator[Finding]:
        """Content that is no artifact and in no element, or in two."""
        for content in (*self.tree.unclaimed, *self.tree.contested):
            yield self._error("tags-outside", content.page, text=_beginning(content.text))
        for number, page in enumerate(self.tree.pages):
            if page.outside.strip() or page.painted_outside:
                yield self._error("tags-outside", number, text=_beginning(page.outside))
        for number in self.tree.strayed:
            yield self._error("tags-parents", number)

    def artifacts(self) -> Iterator[Finding]:
        """Artifacts say nothing but what heads and feet of pages say, and heads of tables."""
        for number, page in enumerate(self.tree.pages):
            for artifact in page.artifacts:
                if not self._is_furniture(artifact):
                    yield self._error("tags-artifact", number, text=_beginning(artifact.text))

    def _is_furniture(self, artifact: Artifact) -> bool:
        words = line(artifact.text).split()
        if all(map(self._may_stand_again, words)):
            return True
        # The cells of a head have nothing between them.
        return any("".join(words) in head for head in self._heads)

    def _may_stand_again(self, word: str) -> bool:
        if NO_WORD.fullmatch(word) or word in self.catalog.labels or word in self._furniture:
            return True
        cut = word.removesuffix(CUT_OFF)
        return cut != word and any(one.startswith(cut) for one in self._furniture)

    @cached_property
    def _furniture(self) -> frozenset[str]:
        """The words of titles, headings and labels."""
        publication = self.publication
        metadata = publication.metadata
        texts = [
            plain_text(metadata.title),
            plain_text(metadata.subtitle),
            *(contributor.name for contributor in metadata.contributors),
            *publication.labels.values(),
            *(plain_text(block.children) for block in self._blocks if isinstance(block, Heading)),
        ]
        return frozenset(word for text in texts for word in line(text).split())

    @cached_property
    def _heads(self) -> tuple[str, ...]:
        """The letters of the heads of tables, which may stand again."""
        tables = (block for block in self._blocks if isinstance(block, Table))
        return tuple(_letters_of_head(table) for table in tables)

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        chapters = (chapter.blocks for chapter in self.publication.chapters)
        notes = (note.blocks for note in self.publication.notes)
        return tuple(block for blocks in (*chapters, *notes) for block in walk_blocks(blocks))

    def labels(self) -> Iterator[Finding]:
        """The label of a page is the number that is printed on it, where one is."""
        for number, page in enumerate(self.tree.pages):
            label = self.catalog.label(number)
            printed = [word for one in page.artifacts for word in _folios(one)]
            if printed and label not in printed:
                yield self._error("pdf-page-label", number, printed=printed[0])


def _folios(artifact: Artifact) -> list[str]:
    """The page number of a running foot: all of it, or its first or last word."""
    words = line(artifact.text).split()
    if not artifact.is_running or not words:
        return []
    return [word for word in (words[0], words[-1]) if NUMBER.fullmatch(word)]


def _letters_of_head(table: Table) -> str:
    cells = (cell for row in table.head for cell in row)
    words = (word.value for cell in cells for word in block_words(cell.blocks))
    return "".join(words).translate(WITHOUT_SIGNS)


def _beginning(text: str) -> str:
    words = line(text).split()
    return " ".join(words[:SHOWN]) + (f" {CUT_OFF}" if len(words) > SHOWN else "")
