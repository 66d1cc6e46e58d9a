"""Which sources of the bibliography nothing cites, and which keys of ``nocite`` it lacks.

citeproc says neither. Pandoc knows the sources, but not their lines, so the keys are looked for
in the text of the files: BibTeX and BibLaTeX, CSL as JSON or YAML, and ``references`` in the
metadata. Files of other formats are left to Pandoc.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from satzspiegel.manuscript.files import Sources
from satzspiegel.manuscript.settings import key_place
from satzspiegel.model import BibliographyEntry, Finding, Place, Severity

Json = Any
#: The key that stands for all sources in ``nocite``.
EVERYTHING = "*"
BIBTEX_ENTRY = re.compile(r"^[ \t]*@[ \t]*(\w+)\s*[{(]\s*([^\s,={}()\"#%]+)\s*,", re.MULTILINE)
#: Entries of BibTeX that are no sources.
NO_SOURCES = frozenset({"comment", "string", "preamble", "xdata", "set"})
#: Fields of BibTeX by which an entry needs another one.
BIBTEX_PARENTS = re.compile(r"\b(?:crossref|xref|related|entryset)\s*=\s*[{\"]([^}\"]*)[}\"]")
JSON_ID = re.compile(r"\"id\"\s*:\s*(?:\"((?:[^\"\\]|\\.)*)\"|(\d+))")
YAML_ID = re.compile(r"^([ \t]*(?:-[ \t]+)?)(?:\{[ \t]*)?id[ \t]*:[ \t]*([^\s,}#]+)", re.MULTILINE)


def uncited(
    sources: Sources, metadata: dict[str, object], header: Json, blocks: Json
) -> tuple[tuple[BibliographyEntry, ...], tuple[Finding, ...]]:
    """The entries that nothing cites or names in ``nocite``; the keys in ``nocite`` not known.

    ``header`` and ``blocks`` are Pandoc's metadata and blocks before citeproc.
    """
    entries = list(_entries(sources, metadata))
    listed = set(_keys(header.get("nocite")))
    cited = listed | set(_keys(header)) | set(_keys(blocks))
    for name in _files(metadata):
        cited |= _parents(_read(sources.root / name))
    left = [] if EVERYTHING in cited else [entry for entry in entries if entry.key not in cited]
    return tuple(left), tuple(_unknown(listed, entries, sources, metadata))


def _keys(tree: Json) -> Iterator[str]:
    """The keys of all citations in a Pandoc tree."""
    if isinstance(tree, dict):
        if "citationId" in tree:
            yield tree["citationId"]
        for child in tree.values():
            yield from _keys(child)
    elif isinstance(tree, list):
        for child in tree:
            yield from _keys(child)


def _unknown(
    listed: set[str],
    entries: list[BibliographyEntry],
    sources: Sources,
    metadata: dict[str, object],
) -> Iterator[Finding]:
    """Keys of ``nocite`` that no bibliography has; none if there is a file we cannot read."""
    if not all(Path(name).suffix in READERS for name in _files(metadata)):
        return
    place = key_place("nocite", sources.metadata, sources.metadata_place)
    for key in sorted(listed - {entry.key for entry in entries} - {EVERYTHING}):
        values = {"rule": "Z2", "words": f"@{key}", "instead": ""}
        yield Finding("nocite-unknown", Severity.WARNING, place, values)


# ----------------------------------------------------------------------------------- the entries


def _entries(sources: Sources, metadata: dict[str, object]) -> Iterator[BibliographyEntry]:
    """The entries of all bibliographies, each key once: the first counts."""
    seen: set[str] = set()
    for entry in _all_entries(sources, metadata):
        if entry.key not in seen:
            seen.add(entry.key)
            yield entry


def _all_entries(sources: Sources, metadata: dict[str, object]) -> Iterator[BibliographyEntry]:
    for name in _files(metadata):
        if pattern := READERS.get(Path(name).suffix):
            yield from _found(pattern, _read(sources.root / name), Place(name, 1))
    if metadata.get("references"):
        place = key_place("references", sources.metadata, sources.metadata_place)
        lines = sources.metadata.split("\n")[place.line - sources.metadata_place.line :]
        references = "\n".join(_indented(lines))
        yield from _found(YAML_ID, references, Place(place.file, place.line))


def _indented(lines: list[str]) -> Iterator[str]:
    """A key and what belongs to it: lines up to the next key."""
    yield lines[0]
    for line in lines[1:]:
        if line[:1] not in (" ", "\t", "-", "#", ""):
            return
        yield line


def _found(pattern: re.Pattern[str], text: str, start: Place) -> Iterator[BibliographyEntry]:
    for match in pattern.finditer(text):
        if pattern is BIBTEX_ENTRY and match[1].lower() in NO_SOURCES:
            continue
        group = match.lastindex or 0
        key = match[group].strip("'\"")
        place = Place.at(start.file, text, match.start(group), start.line)
        yield BibliographyEntry(key, place)


READERS = {
    ".bib": BIBTEX_ENTRY,
    ".bibtex": BIBTEX_ENTRY,
    ".biblatex": BIBTEX_ENTRY,
    ".json": JSON_ID,
    ".yaml": YAML_ID,
    ".yml": YAML_ID,
}


def _parents(text: str) -> set[str]:
    """Keys that entries of BibTeX refer to, such as the volume of a chapter."""
    return {key.strip() for match in BIBTEX_PARENTS.findall(text) for key in match.split(",")}


def _files(metadata: dict[str, object]) -> list[str]:
    given = metadata.get("bibliography") or []
    return [str(name) for name in (given if isinstance(given, list) else [given])]


def _read(path: Path) -> str:
    """The text of a bibliography, line ends unified; citeproc has read it before."""
    return path.read_text("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
