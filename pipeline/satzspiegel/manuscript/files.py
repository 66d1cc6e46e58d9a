"""The files of a manuscript: a ``.md`` file, or a folder with metadata and numbered files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from satzspiegel.manuscript.characters import refused_characters
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Place, Severity

METADATA_FILE = "metadata.yaml"
NUMBER = re.compile(r"[0-9]+")
#: As in Pandoc, an empty line behind the hyphens makes them a rule instead.
FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?![ \t]*\n)((?:.*?\n)??)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)


@dataclass(frozen=True)
class SourceFile:
    """A Markdown file: its name relative to the manuscript, and its text without front matter.

    Lines of front matter are kept as empty lines, so that line numbers stay those of the file.
    """

    name: str
    text: str


@dataclass(frozen=True)
class Sources:
    """What was found: the folder that paths are relative to, the files, the metadata as YAML."""

    root: Path
    name: str
    files: tuple[SourceFile, ...]
    metadata: str
    metadata_place: Place
    #: Markdown files of the folder that bear no number.
    left_out: tuple[str, ...] = ()

    @property
    def files_place(self) -> Place:
        """The place for what is true of all files together."""
        return Place(self.files[0].name if len(self.files) == 1 else self.root.name)

    @property
    def metadata_file(self) -> SourceFile:
        """The metadata as a file's text, on their lines."""
        lines = "\n" * (self.metadata_place.line - 1)
        return SourceFile(self.metadata_place.file, lines + self.metadata)

    @property
    def contents(self) -> bytes:
        """All bytes that decide the editions, for the fingerprint of a build."""
        parts = [self.metadata, *(part for f in self.files for part in (f.name, f.text))]
        return "\0".join(parts).encode()


def find_sources(manuscript: Path) -> Sources:
    """Read the files of a manuscript.

    Raises :class:`ManuscriptError` if there is nothing to read or a file is not UTF-8.
    """
    if manuscript.is_dir():
        return _folder(manuscript)
    if manuscript.is_file():
        return _single_file(manuscript)
    raise ManuscriptError(_error("manuscript-missing", str(manuscript)))


def load_yaml(text: str, place: Place) -> dict[str, object]:
    """The metadata as Python values.

    Raises :class:`ManuscriptError` with the line when the YAML is broken or no mapping.
    """
    try:
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Place(place.file, place.line + mark.line, mark.column + 1) if mark else place
        raise ManuscriptError(_error("yaml-broken", where, problem=str(error.problem))) from error
    except (yaml.YAMLError, ValueError) as error:  # such as the date 2026-02-30
        problem = " ".join(str(error).split())
        raise ManuscriptError(_error("yaml-broken", place, problem=problem)) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ManuscriptError(_error("yaml-no-mapping", place))
    return {str(key): value for key, value in data.items()}


def place_of(character: str, root: Path, before: Place) -> Place:
    """Where a character stands on or behind the line of a place; places are those of words."""
    path = root / before.file
    text = _decode(path, path.name) if path.is_file() else ""
    start = sum(len(line) + 1 for line in text.split("\n")[: before.line - 1])
    at = text.find(character, start)
    if at < 0:
        return before
    return Place.at(before.file, text, at)


def _folder(folder: Path) -> Sources:
    try:
        texts = [path for path in folder.iterdir() if path.suffix == ".md" and path.is_file()]
    except OSError as error:
        reason = error.strerror or str(error)
        raise ManuscriptError(_error("file-unreadable", str(folder), reason=reason)) from error
    numbered = [(NUMBER.match(path.name), path) for path in texts]
    paths = [p for _, _, p in sorted((int(m[0]), p.name, p) for m, p in numbered if m)]
    if not paths:
        raise ManuscriptError(_error("manuscript-empty-folder", str(folder)))
    metadata_path = folder / METADATA_FILE
    for path in (*paths, metadata_path):
        _refuse_outside(path, folder)
    metadata = _decode(metadata_path, METADATA_FILE) if metadata_path.is_file() else ""
    files = tuple(SourceFile(p.name, _decode(p, p.name)) for p in paths)
    left_out = tuple(sorted(p.name for m, p in numbered if not m))
    name = folder.resolve().name
    return Sources(folder, name, files, metadata, Place(METADATA_FILE, 1), left_out)


def _refuse_outside(path: Path, folder: Path) -> None:
    """Refuse a file that is only a link to one elsewhere: a folder from strangers is theirs."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise ManuscriptError(_error("file-outside", Place(path.name), name=path.name))


def _single_file(path: Path) -> Sources:
    text = _decode(path, path.name)
    metadata = ""
    if matter := FRONT_MATTER.match(text):
        metadata = matter[1]
        text = "\n" * matter[0].count("\n") + text[matter.end() :]
    file = SourceFile(path.name, text)
    return Sources(path.parent, path.stem, (file,), metadata, Place(path.name, 2))


def _decode(path: Path, name: str) -> str:
    """The text of a file, line ends unified, without byte order mark."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ManuscriptError(
            _error("file-unreadable", Place(name), reason=error.strerror or str(error))
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _unified(error.object[: error.start].decode("utf-8"))
        place = Place.at(name, before, len(before))
        raise ManuscriptError(_error("not-utf8", place)) from error
    text = _unified(text)
    if refused := tuple(refused_characters(text, name)):
        raise ManuscriptError(*refused)
    return text


def _unified(text: str) -> str:
    """The text with the line ends of Unix."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _error(code: str, where: Place | str, **values: str) -> Finding:
    place = Place(where) if isinstance(where, str) else where
    return Finding(code, Severity.ERROR, place, values)
