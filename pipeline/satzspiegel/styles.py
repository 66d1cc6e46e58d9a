"""House styles: a folder with ``style.toml`` and Jinja templates.

A style may rest on another (``extends``): settings and templates it lacks come from there.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from satzspiegel.messages import StyleError
from satzspiegel.model import Finding, Place, Severity
from satzspiegel.templates import Templates

DEFAULT_STYLE = "klassisch"
SETTINGS_FILE = "style.toml"
#: The styles travel inside the wheel; in a checkout they lie beside the source root.
STYLE_FOLDERS = (Path(__file__).parent / "_styles", Path(__file__).parents[2] / "styles")
MM_IN_PT = 72 / 25.4
#: Types by their names in TOML, and what the lists of a style hold.
TYPES = {str: "string", int: "number", float: "number", list: "array", dict: "table"}
#: Of the table ``page``: the numbers of the pages before the text, roman or counted through.
FRONT_NUMBERS, NUMBERINGS = "front-numbers", ("roman", "arabic")
LISTS = {"hyphenation.exceptions": str, "capitals.headings": int, "face": dict}


@dataclass(frozen=True)
class PageGeometry:
    """Page and type area: mm, but for ``leading``, the body's, in pt."""

    width: float
    height: float
    inner: float
    outer: float
    top: float
    lines: int
    leading: float

    @property
    def type_height(self) -> float:
        """Height of the type area in pt: whole lines."""
        return self.lines * self.leading

    @property
    def bottom(self) -> float:
        """The lower margin in mm: what the lines leave."""
        return self.height - self.top - self.type_height / MM_IN_PT

    @property
    def measure(self) -> float:
        """Width of the type area in mm."""
        return self.width - self.inner - self.outer


@dataclass(frozen=True)
class FaceSettings:
    """A face: a font file of a package at one point of its axes, for these editions."""

    family: str
    style: str
    weight: int
    package: str
    file: str
    axes: dict[str, float]
    editions: tuple[str, ...]


@dataclass(frozen=True)
class Style:
    """A house style, its settings merged with those of the style it rests on."""

    name: str
    source: str
    folders: tuple[Path, ...]
    settings: dict[str, Any]
    fingerprint: str

    @cached_property
    def page(self) -> PageGeometry:
        """The page of the PDF."""
        page = {key: value for key, value in self.settings["page"].items() if key != FRONT_NUMBERS}
        return PageGeometry(**page)

    @property
    def front_numbers(self) -> str:
        """How the pages before the text are numbered: one of :data:`NUMBERINGS`."""
        return str(self.settings["page"][FRONT_NUMBERS])

    @cached_property
    def faces(self) -> tuple[FaceSettings, ...]:
        """The faces of every edition."""
        every = ["pdf", "epub", "html"]
        return tuple(
            FaceSettings(**{**face, "editions": tuple(face.get("editions", every))})
            for face in self.settings["face"]
        )

    @property
    def drawing_font(self) -> str:
        """The family for words in drawings that name none of the style's own."""
        return str(self.settings["type"]["drawing-font"])

    @cached_property
    def templates(self) -> Templates:
        """Its templates."""
        return Templates(self.folders)


def load_style(name: str = "", base: Path = Path(), named: Place | None = None) -> Style:
    """A style by name, or by the path of its folder, from ``base`` or the working folder.

    ``named`` is the place in the manuscript that names it. Then a style that does not ship must
    lie in ``base``, with all its files: a manuscript reads nothing else. Raises
    :class:`StyleError` if it does not exist or its settings cannot be read.
    """
    folders = [_folder(name or DEFAULT_STYLE, base, named)]
    layers = [_settings(folders[0])]
    while extended := layers[-1].get("extends"):
        folders.append(_folder(str(extended), folders[0].parent))
        layers.append(_settings(folders[-1]))
        if len(folders) > 8:
            raise _broken(folders[0], "extends")
    if named:
        _refuse_outside(folders, base, named)
    settings: dict[str, Any] = {}
    for layer in reversed(layers):
        settings = _merge(settings, layer)
    for problem in _wrong_types(settings, _default_settings()):
        raise _broken(folders[0], problem)
    try:
        style = Style(
            folders[0].name, str(folders[0]), tuple(folders), settings, fingerprint_of(folders)
        )
        _ = style.page, style.faces
        if style.front_numbers not in NUMBERINGS:
            raise TypeError(f"page.{FRONT_NUMBERS}: {style.front_numbers!r} {NUMBERINGS}")
    except (KeyError, TypeError) as error:
        raise _broken(folders[0], str(error)) from error
    return style


def style_names() -> list[str]:
    """The names of the styles that ship."""
    return sorted(
        {path.parent.name for root in STYLE_FOLDERS for path in root.glob("*/style.toml")}
    )


def _folder(name: str, base: Path, named: Place | None = None) -> Path:
    for folder in (*(root / name for root in STYLE_FOLDERS), base / name, Path(name)):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    values = {"style": name, "known": ", ".join(style_names())}
    raise StyleError(Finding("style-missing", Severity.ERROR, named, values))


def _refuse_outside(folders: list[Path], base: Path, named: Place) -> None:
    """Raise :class:`StyleError` for a folder, or a file in it, that lies outside ``base``."""
    shipped, inside = [root.resolve() for root in STYLE_FOLDERS], base.resolve()
    for folder in folders:
        if any(folder.resolve().is_relative_to(root) for root in shipped):
            continue
        for path in (folder, *sorted(folder.rglob("*"))):
            if not path.resolve().is_relative_to(inside):
                values = {"name": str(path)}
                raise StyleError(Finding("file-outside", Severity.ERROR, named, values))


def _settings(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / SETTINGS_FILE).read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _broken(folder, str(error)) from error


@cache
def _default_settings() -> dict[str, Any]:
    return _settings(_folder(DEFAULT_STYLE, Path()))


def _wrong_types(given: dict[str, Any], known: dict[str, Any], table: str = "") -> Iterator[str]:
    """What has another type than in the style that ships, with the type (TOML) it should have."""
    for key, value in given.items():
        name, model = f"{table}{key}", known.get(key)
        if model is None:
            continue
        kind = (int, float) if isinstance(model, int | float) else type(model)
        if not isinstance(value, kind) or isinstance(value, bool):
            yield f"{name}: {value!r} ({TYPES[type(model)]})"
        elif isinstance(value, dict):
            yield from _wrong_types(value, model, f"{name}.")
        elif isinstance(value, list) and not all(
            isinstance(entry, LISTS.get(name, object)) for entry in value
        ):
            yield f"{name}: {value!r} ({TYPES[LISTS[name]]})"


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Tables are merged, everything else is replaced."""
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def fingerprint_of(folders: Iterable[Path], beside: Collection[str] = ()) -> str:
    """One SHA-256 for all files of folders, with their names.

    What lies in a folder called as one of ``beside`` is left out.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            within = path.relative_to(folder)
            if not set(beside).intersection(within.parts):
                digest.update(within.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _broken(folder: Path, problem: str) -> StyleError:
    place = Place(str(folder / SETTINGS_FILE))
    return StyleError(Finding("style-broken", Severity.ERROR, place, {"problem": problem}))
