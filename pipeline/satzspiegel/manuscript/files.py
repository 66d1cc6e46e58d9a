"""The files of a manuscript: a ``.md`` file, or a folder with metadata and numbered files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

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
    except yaml.YAMLError as error:
        raise ManuscriptError(_error("yaml-broken", place, problem=str(error))) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ManuscriptError(_error("yaml-no-mapping", place))
    return {str(key): value for key, value in data.items()}


def _folder(folder: Path) -> Sources:
    numbered = [(NUMBER.match(p.name), p) for p in folder.glob("*.md") if p.is_file()]
    paths = [p for _, _, p in sorted((int(m[0]), p.name, p) for m, p in numbered if m)]
    if not paths:
        raise ManuscriptError(_error("manuscript-empty-folder", str(folder)))
    metadata_path = folder / METADATA_FILE
    metadata = _decode(metadata_path, METADATA_FILE) if metadata_path.is_file() else ""
    files = tuple(SourceFile(p.name, _decode(p, p.name)) for p in paths)
    left_out = tuple(sorted(p.name for m, p in numbered if not m))
    name = folder.resolve().name
    return Sources(folder, name, files, metadata, Place(METADATA_FILE, 1), left_out)


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
        before = error.object[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise ManuscriptError(_error("not-utf8", Place(name, line, column))) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _error(code: str, where: Place | str, **values: str) -> Finding:
    place = Place(where) if isinstance(where, str) else where
    return Finding(code, Severity.ERROR, place, values)
