"""Structure: ids, figures and tables with their labels, links, chapters, contents.

What an edition shows is text in the document from here on: »Abbildung 1« before a caption, the
words of a cross-reference that the author left empty (``[](#abb-1)``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from satzspiegel.identifiers import BIBLIOGRAPHY, Identifiers
from satzspiegel.labels import labels_for
from satzspiegel.logs import about
from satzspiegel.manuscript.images import load_image
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import (
    Asset,
    Block,
    Chapter,
    Division,
    Entry,
    Finding,
    Heading,
    Image,
    Inline,
    Link,
    Manuscript,
    Metadata,
    Note,
    Part,
    Publication,
    Severity,
    Text,
)
from satzspiegel.walks import (
    all_images,
    rewrite_blocks,
    rewrite_children,
    walk_blocks,
    without_notes,
)

#: Headings down to this level are in the contents and the bookmarks.
CONTENTS_DEPTH = 3
#: What a link may begin with if it leads out of the publication.
SCHEMES = ("https", "http", "mailto", "tel", "doi", "urn")


def structure(
    manuscript: Manuscript, parts: tuple[Part, ...], notes: tuple[Note, ...]
) -> tuple[Publication, tuple[Finding, ...]]:
    """The publication: everything resolved that can be resolved before pages are known."""
    labels = labels_for(manuscript.metadata.language, manuscript.settings.labels)
    identifiers = Identifiers(parts, notes, labels)
    parts, notes = identifiers.parts, identifiers.notes
    resolver = _Links(identifiers)
    parts = tuple(replace(p, blocks=resolver.blocks(p.blocks, p.file)) for p in parts)
    notes = tuple(
        replace(n, blocks=resolver.blocks(n.blocks, n.place.file if n.place else "")) for n in notes
    )
    assets, image_findings = _assets(manuscript, parts, notes)
    chapters = _chapters(manuscript, parts, labels)
    publication = Publication(
        name=manuscript.name,
        root=manuscript.root,
        metadata=manuscript.metadata,
        settings=manuscript.settings,
        chapters=chapters,
        notes=notes,
        contents=_contents(chapters),
        assets=assets,
        labels=labels,
        fingerprint=manuscript.fingerprint,
        silences=manuscript.silences,
        uncited=manuscript.uncited,
        attachments=manuscript.attachments,
    )
    findings = [*identifiers.findings, *resolver.findings, *image_findings]
    return publication, (*findings, *_level_findings(parts))


@dataclass
class _Links:
    """Resolves links, in reading order."""

    identifiers: Identifiers

    def __post_init__(self) -> None:
        self.findings: list[Finding] = []
        self._file = ""

    def blocks(self, blocks: tuple[Block, ...], file: str) -> tuple[Block, ...]:
        self._file = file
        return rewrite_blocks(blocks, self._inlines)

    def _inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(
            self._link(i) if isinstance(i, Link) else rewrite_children(i, self._inlines)
            for i in inlines
        )

    def _link(self, link: Link) -> Inline:
        children = self._inlines(link.children)
        if self.identifiers.is_external(link.target):
            self._check_scheme(link)
            return replace(link, children=children or (Text(link.target),))
        target = self.identifiers.resolve(link.target, self._file)
        if target is None:
            nearest = self.identifiers.nearest(link.target, self._file)
            values = {"target": link.target, "nearest": nearest}
            self.findings.append(Finding("link-broken", Severity.ERROR, link.place, values))
            return replace(link, children=children or (Text(link.target),))
        words = children or self.identifiers.words(target)
        if not words:
            values = {"target": link.target}
            self.findings.append(Finding("link-wordless", Severity.ERROR, link.place, values))
            words = (Text(link.target),)
        return replace(link, target=f"#{target}", children=words)

    def _check_scheme(self, link: Link) -> None:
        """A link runs no script and opens no file of the reader's."""
        if link.target.partition(":")[0].lower() not in SCHEMES:
            values = {"target": link.target, "known": ", ".join(f"{s}:" for s in SCHEMES)}
            self.findings.append(Finding("link-scheme", Severity.ERROR, link.place, values))


def _assets(
    manuscript: Manuscript, parts: tuple[Part, ...], notes: tuple[Note, ...]
) -> tuple[tuple[Asset, ...], list[Finding]]:
    """Every image file once, and what is wrong with images."""
    assets: dict[str, Asset] = {}
    findings: list[Finding] = []
    shown = all_images([*(p.blocks for p in parts), *(n.blocks for n in notes)])
    for image in (*_cover(manuscript.metadata), *shown):
        if not image.described:
            values = {"source": image.source}
            findings.append(Finding("image-undescribed", Severity.WARNING, image.place, values))
        if image.source in assets:
            continue
        try:
            with about(image.place):
                loaded = load_image(image, manuscript.root, manuscript.settings.limits)
                assets[image.source], cleaned = loaded
            findings.extend(cleaned)
        except ManuscriptError as error:
            findings.extend(error.findings)
    return tuple(assets.values()), findings


def _cover(metadata: Metadata) -> tuple[Image, ...]:
    """The author's image for the cover, if there is one."""
    return (Image(metadata.cover, metadata.cover_alternative),) if metadata.cover else ()


def _chapters(
    manuscript: Manuscript, parts: tuple[Part, ...], labels: dict[str, str]
) -> tuple[Chapter, ...]:
    """Blocks cut at the headings of level 1; text before the first is headed by the title."""
    opening = Heading(1, "text-1", manuscript.metadata.title, generated=True)
    runs: list[list[Block]] = []
    for block in (b for part in parts for b in part.blocks):
        if _is_bibliography(block) and not _follows_own_heading(runs):
            title = (Text(labels["bibliography"]),)
            runs.append([Heading(1, "bibliography", title, generated=True), block])
        elif isinstance(block, Heading) and block.level == 1:
            runs.append([block])
        else:
            if not runs:
                runs.append([opening])
            runs[-1].append(block)
    return tuple(_chapter(run) for run in runs)


def _is_bibliography(block: Block) -> bool:
    return isinstance(block, Division) and block.identifier == BIBLIOGRAPHY


def _follows_own_heading(runs: list[list[Block]]) -> bool:
    """Whether the author placed ``::: {#refs}`` directly under a heading."""
    last = runs[-1][-1] if runs else None
    return isinstance(last, Heading) and not last.generated


def _chapter(run: list[Block]) -> Chapter:
    heading = run[0]
    assert isinstance(heading, Heading)  # noqa: S101 (runs begin with a heading by construction)
    kind = "bibliography" if any(_is_bibliography(block) for block in run[1:2]) else "text"
    title = without_notes(heading.children)
    return Chapter(heading.identifier, title, tuple(run), kind)


def _contents(chapters: tuple[Chapter, ...]) -> tuple[Entry, ...]:
    headings = [
        block
        for chapter in chapters
        for block in walk_blocks(chapter.blocks)
        if isinstance(block, Heading)
        and block.level <= CONTENTS_DEPTH
        and "unlisted" not in block.classes
    ]
    return _entries(headings)


def _entries(headings: list[Heading]) -> tuple[Entry, ...]:
    """Headings as a tree: each with those of deeper levels that follow it."""
    entries: list[Entry] = []
    index = 0
    while index < len(headings):
        end = index + 1
        while end < len(headings) and headings[end].level > headings[index].level:
            end += 1
        heading = headings[index]
        title = without_notes(heading.children)
        children = _entries(headings[index + 1 : end])
        entries.append(Entry(heading.level, heading.identifier, title, children))
        index = end
    return tuple(entries)


def _level_findings(parts: tuple[Part, ...]) -> Iterator[Finding]:
    """Headings that skip a level; the first stands below the title."""
    level = 1
    for part in parts:
        for block in walk_blocks(part.blocks):
            if isinstance(block, Heading):
                if block.level > level + 1:
                    values = {"level": str(block.level), "before": str(level)}
                    yield Finding("heading-skips", Severity.WARNING, block.place, values)
                level = block.level
