"""Reading: files → Pandoc's tree → our document, with a place for every word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from satzspiegel.manuscript.convert import Converter
from satzspiegel.manuscript.expansion import refuse_expanding
from satzspiegel.manuscript.files import Sources, find_sources, load_yaml
from satzspiegel.manuscript.limits import within_limits
from satzspiegel.manuscript.metadata import read_metadata
from satzspiegel.manuscript.note_labels import label_findings
from satzspiegel.manuscript.old_page_order import order_findings
from satzspiegel.manuscript.old_pages import settle_old_pages
from satzspiegel.manuscript.pandoc import FILE_CLASS, Tree, read_tree
from satzspiegel.manuscript.places import PlaceFinder
from satzspiegel.manuscript.public_files import public_files
from satzspiegel.manuscript.settings import key_place, read_settings
from satzspiegel.manuscript.silences import read_silences, without_comments
from satzspiegel.manuscript.source import Source, scan
from satzspiegel.model import Code, CodeBlock, Finding, Image, Manuscript, Part, Place, Severity
from satzspiegel.walks import all_inlines, plain_text, walk_blocks

Json = Any

#: How a comment begins.
COMMENT = "<!--"


def read_manuscript(path: Path) -> tuple[Manuscript, tuple[Finding, ...]]:
    """Read a manuscript: a ``.md`` file, or a folder.

    Raises :class:`~satzspiegel.messages.ManuscriptError` when nothing can be made of it; findings
    that leave a document are returned beside it.
    """
    sources = find_sources(path)
    refuse_expanding(sources)
    fields = load_yaml(sources.metadata, sources.metadata_place)
    settings = read_settings(fields, sources.metadata, sources.metadata_place)
    for text in (*sources.files, sources.metadata_file):
        within_limits(text, settings.limits)
    # While Pandoc reads, we look for places ourselves.
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_tree, sources, fields)
        scanned = [scan(file) for file in sources.files]
        tree = reading.result()
    metadata, findings = read_metadata(tree.meta, sources, tree.unknown, settings.limits)
    parts, more = _parts(tree, scanned)
    parts = settle_old_pages(parts)
    findings += [finding for source in scanned for finding in label_findings(source)]
    findings += [*tree.findings, *more, *_empty(parts, sources), *_left_out(sources)]
    wanted = key_place("page-list", sources.metadata, sources.metadata_place)
    findings += order_findings(parts, settings, wanted)
    manuscript = Manuscript(
        name=settings.name or sources.name,
        root=sources.root,
        metadata=metadata,
        settings=settings,
        parts=parts,
        fingerprint=_fingerprint(sources, tree),
        silences=tuple(silence for source in scanned for silence in read_silences(source)),
        uncited=tree.uncited,
        attachments=public_files(sources, tree) if settings.embed_manuscript else (),
    )
    return manuscript, tuple(findings)


def _fingerprint(sources: Sources, tree: Tree) -> str:
    """What decides the editions: the files, and what bibliography and citation style made."""
    citations = json.dumps(tree.blocks, sort_keys=True).encode()
    return hashlib.sha256(sources.contents + citations).hexdigest()


def _parts(tree: Tree, scanned: list[Source]) -> tuple[tuple[Part, ...], list[Finding]]:
    """A part for each file, and one for what citeproc added behind them."""
    parts: list[Part] = []
    findings: list[Finding] = []
    for block in tree.blocks:
        if block["t"] == "Div" and FILE_CLASS in block["c"][0][1]:
            source = scanned[int(dict(block["c"][0][2])["index"])]
            converter = Converter(PlaceFinder(source), findings, tree.unknown)
            blocks = block["c"][1]
            if COMMENT in source.file.text:
                blocks = without_comments(blocks)
            parts.append(Part(source.file.name, converter.blocks(blocks)))
        elif _has_entries(block):
            parts.append(Part("", Converter(None, findings).blocks([block])))
    return tuple(parts), findings


def _left_out(sources: Sources) -> list[Finding]:
    """Markdown files that lie beside the numbered ones."""
    places = [Place(name) for name in sources.left_out]
    return [Finding("file-unnumbered", Severity.HINT, place) for place in places]


def _has_entries(block: Json) -> bool:
    """citeproc adds its bibliography also when nothing is cited."""
    return block["t"] != "Div" or bool(block["c"][1])


def _empty(parts: Iterable[Part], sources: Sources) -> list[Finding]:
    """Whether there is nothing to set."""
    for part in parts:
        if any(isinstance(block, CodeBlock) for block in walk_blocks(part.blocks)):
            return []
        inlines = tuple(all_inlines(part.blocks))
        if plain_text(inlines).strip() or any(isinstance(i, Code | Image) for i in inlines):
            return []
    place = sources.files_place
    return [Finding("manuscript-empty", Severity.ERROR, place)]
