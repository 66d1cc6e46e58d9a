"""Font files that every system reads: static instances of the variable fonts of a package.

LuaLaTeX and Typst handle variable fonts poorly, so the instances are made beforehand and are no
part of the time. A narrow U+202F is added where a font lacks it, as Satzspiegel does.
"""

from __future__ import annotations

import importlib
import tomllib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont

from satzspiegel.glyphs import add_narrow_space

CATALOGUE = Path(__file__).parent / "fonts.toml"
#: Bits of OS/2.fsSelection and head.macStyle (OpenType 1.9).
ITALIC, BOLD, REGULAR = 1 << 0, 1 << 5, 1 << 6
USED_BITS = ITALIC | BOLD | REGULAR
#: Tables for vertical composition, which a new glyph is not in.
VERTICAL = ("vhea", "vmtx")
#: Families of a style: their names in the style, and the keys of their axes, upright and bold.
CUTS = {"Body": ("body", "bold"), "Note": ("note", "note-bold"), "Title": ("title", "title")}


@dataclass(frozen=True)
class Family:
    """A font family of the catalogue; ``axes`` by cut, such as ``note-bold``."""

    key: str
    name: str
    tuning: bool
    package: str
    roman: str
    italic: str
    axes: dict[str, dict[str, float]]


def family(key: str) -> Family:
    """A family by its key. Raises :class:`SystemExit` that names the known ones."""
    catalogue = tomllib.loads(CATALOGUE.read_text("utf-8"))
    if key not in catalogue:
        raise SystemExit(f"unknown font {key}; known: {', '.join(catalogue)}")
    entry = catalogue[key]
    axes = {cut: value for cut, value in entry.items() if isinstance(value, dict)}
    rest = {word: value for word, value in entry.items() if word not in axes}
    return Family(key=key, axes=axes, **rest)


def write_instances(family: Family, folder: Path) -> None:
    """``Body-Regular.ttf``, ``Note-BoldItalic.ttf`` … in ``folder``, where they are missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for cut, keys in CUTS.items():
        for bold, key in enumerate(keys):
            for italic, file in enumerate((family.roman, family.italic)):
                style = ("Bold" * bold + "Italic" * italic) or "Regular"
                path = folder / f"{cut}-{style}.ttf"
                if not path.is_file():
                    font = _instance(_installed(family.package) / file, family.axes[key])
                    _rename(font, f"Bench {cut}", style)
                    font.save(path)


def _installed(package: str) -> Path:
    try:
        module = importlib.import_module(package)
    except ImportError as error:
        name = package.replace("_", "-")
        raise SystemExit(f"{name} is missing: pip install --group bench") from error
    return Path(str(module.__file__)).parent / "files"


def _instance(path: Path, axes: dict[str, float]) -> TTFont:
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    request = uharfbuzz.SubsetInput()
    request.keep_everything()
    for axis, value in axes.items():
        request.pin_axis_location(face, axis, value)
    data = uharfbuzz.subset(face, request).blob.data
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    for table in VERTICAL:
        if table in font:
            del font[table]
    add_narrow_space(font)
    return font


def _rename(font: TTFont, family: str, style: str) -> None:
    """One family of four styles: names 1, 2, 4 and 6, and the bits that say the same."""
    table, postscript = font["name"], f"{family}-{style}".replace(" ", "")
    for number in (16, 17, 21, 22, 25):
        table.removeNames(nameID=number)
    spaced = style.replace("BoldItalic", "Bold Italic")
    for number, value in {1: family, 2: spaced, 4: f"{family} {spaced}", 6: postscript}.items():
        table.setName(value, number, 3, 1, 0x409)
    bold, italic = "Bold" in style, "Italic" in style
    font["head"].macStyle = bold + 2 * italic
    bits = BOLD * bold | ITALIC * italic or REGULAR
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~USED_BITS | bits
    font["OS/2"].usWeightClass = 700 if bold else 400
