"""Sources: their bytes within limits, and the reader that makes a draft of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from satzspiegel.importing.draft import Draft, Json, Options
from satzspiegel.importing.recognize import Kind, recognize
from satzspiegel.messages import CallError, ManuscriptError
from satzspiegel.model import Finding, Place, Severity

#: MB of one source: scanned books of 500 pages have 200.
MOST_MEGABYTES = 500
#: What is more than marks of pages and of doubts (pandoc-types 1.23).
SAYING = frozenset({"Str", "Code", "CodeBlock", "Math", "Image", "Note"})


@dataclass(frozen=True)
class Source:
    """A source as it lies there; ``name`` is how findings and reports call it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Read:
    """A source with what its reader made of it."""

    source: Source
    kind: Kind
    draft: Draft


def load_sources(paths: Sequence[Path]) -> list[Source]:
    """The files.

    Raises :class:`~satzspiegel.messages.CallError` for one that does not exist or is named twice,
    :class:`~satzspiegel.messages.ManuscriptError` for one that cannot be read or is too large.
    """
    _refuse_twice(paths)
    return [Source(name, _bytes(path)) for name, path in zip(_names(paths), paths, strict=True)]


def read_source(source: Source, options: Options) -> Read:
    """The draft of a source.

    Raises :class:`~satzspiegel.messages.ManuscriptError` where nothing can be made of it.
    """
    kind = recognize(source.data, source.name)
    draft = _draft(kind, source, options)
    if not _says_something(draft.blocks):
        raise ManuscriptError(Finding("import-empty", Severity.ERROR, Place(source.name)))
    return Read(source, kind, draft)


def _says_something(node: Json) -> bool:
    """Whether there is a word or an image in a tree."""
    if isinstance(node, list):
        return any(map(_says_something, node))
    if not isinstance(node, dict):
        return False
    return node["t"] in SAYING or _says_something(node.get("c", []))


def _draft(kind: Kind, source: Source, options: Options) -> Draft:
    """Each reader is loaded only for its own sources: their libraries are large."""
    if kind is Kind.PDF:
        from satzspiegel.importing.pages.structure import structured
        from satzspiegel.importing.pdf import scan

        return structured(scan(source.data, source.name), options)
    if kind is Kind.WORD:
        from satzspiegel.importing.word import read_word

        return read_word(source.data, source.name, options)
    from satzspiegel.importing.text_layer import read_text_layer

    return read_text_layer(source.data, source.name, options)


def _refuse_twice(paths: Sequence[Path]) -> None:
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise CallError(Finding("import-source-twice", Severity.ERROR, Place(str(path))))
        seen.add(path.resolve())


def _names(paths: Sequence[Path]) -> list[str]:
    """Names of files; those that several have with their folders', or as they were given."""
    ways = (lambda path: path.name, lambda path: str(Path(path.parent.name) / path.name), str)
    names = [[way(path) for way in ways] for path in paths]
    counts = Counter(name for own in names for name in own[:2])
    return [next((name for name in own[:2] if counts[name] == 1), own[2]) for own in names]


def _bytes(path: Path) -> bytes:
    """The bytes of a file; what is no file (a device, a pipe) might never end."""
    where = Place(str(path))
    if not path.is_file():
        code = "import-source-folder" if path.is_dir() else "import-source-missing"
        raise CallError(Finding(code, Severity.ERROR, where))
    try:
        if path.stat().st_size > MOST_MEGABYTES * 2**20:
            values = {"most": str(MOST_MEGABYTES)}
            raise ManuscriptError(Finding("import-source-too-large", Severity.ERROR, where, values))
        return path.read_bytes()
    except OSError as error:
        values = {"reason": error.strerror or str(error)}
        raise ManuscriptError(Finding("file-unreadable", Severity.ERROR, where, values)) from error
