"""Reading: files → Pandoc's tree → our document, with a place for every word."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from satzspiegel.manuscript.convert import Converter
from satzspiegel.manuscript.files import Sources, find_sources, load_yaml
from satzspiegel.manuscript.metadata import read_metadata
from satzspiegel.manuscript.note_labels import label_findings
from satzspiegel.manuscript.pandoc import FILE_CLASS, read_tree
from satzspiegel.manuscript.places import PlaceFinder
from satzspiegel.manuscript.settings import read_settings
from satzspiegel.manuscript.source import Source, scan
from satzspiegel.model import Block, Finding, Manuscript, Part, Place, Severity

Json = Any


def read_manuscript(path: Path) -> tuple[Manuscript, tuple[Finding, ...]]:
    """Read a manuscript: a ``.md`` file, or a folder.

    Raises :class:`~satzspiegel.messages.ManuscriptError` when nothing can be made of it; findings
    that leave a document are returned beside it.
    """
    sources = find_sources(path)
    metadata = load_yaml(sources.metadata, sources.metadata_place)
    settings = read_settings(metadata, sources.metadata, sources.metadata_place)
    scanned = [scan(file) for file in sources.files]
    tree = read_tree(sources, metadata)
    parts, findings = _parts(tree["blocks"], scanned)
    findings = [f for source in scanned for f in label_findings(source)] + findings
    findings += [_citation_finding(text, sources) for text in tree["warnings"]]
    manuscript = Manuscript(
        name=settings.name or sources.name,
        root=sources.root,
        metadata=read_metadata(tree["meta"], sources.metadata_place, sources.name),
        settings=settings,
        parts=parts,
        fingerprint=hashlib.sha256(sources.contents).hexdigest(),
    )
    return manuscript, tuple(findings)


def _parts(blocks: list[Json], scanned: list[Source]) -> tuple[tuple[Part, ...], list[Finding]]:
    """A part for each file, and one for what citeproc added behind them."""
    parts: list[Part] = []
    findings: list[Finding] = []
    for block in blocks:
        if block["t"] == "Div" and FILE_CLASS in block["c"][0][1]:
            source = scanned[int(dict(block["c"][0][2])["index"])]
            converter = Converter(PlaceFinder(source))
            parts.append(Part(source.file.name, converter.blocks(block["c"][1])))
        else:
            converter = Converter(None)
            made: tuple[Block, ...] = converter.blocks([block])
            parts.append(Part("", made))
        findings.extend(converter.findings)
    return tuple(parts), findings


def _citation_finding(warning: str, sources: Sources) -> Finding:
    """What citeproc complains about, at the place where the manuscript cites the key."""
    text = warning.removeprefix("[WARNING] ").strip()
    key = text.removeprefix("Citeproc: citation ").split(" ")[0]
    for file in sources.files:
        if (at := file.text.find(f"@{key}")) >= 0:
            line = file.text.count("\n", 0, at) + 1
            column = at - file.text.rfind("\n", 0, at)
            place = Place(file.name, line, column)
            return Finding("citation-unknown", Severity.ERROR, place, {"key": key})
    return Finding("pandoc-warning", Severity.WARNING, sources.metadata_place, {"text": text})
