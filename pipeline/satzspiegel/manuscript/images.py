"""Image files of a manuscript: inside its folder, of a type that every edition can show.

They are data of strangers: nothing is painted that was not measured and decoded here, within
limits. Drawings are cleaned (:mod:`satzspiegel.manuscript.svg`).
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image as Pillow
from PIL import ImageFile

from satzspiegel.manuscript import svg
from satzspiegel.manuscript.svg_names import SVG_NS
from satzspiegel.manuscript.svg_tiles import has_dust
from satzspiegel.manuscript.svg_weight import TooHeavyError
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Asset, Finding, Image, LimitSettings, Place, Severity

PNG, JPEG, SVG = "image/png", "image/jpeg", "image/svg+xml"
SUFFIXES = {PNG: "png", JPEG: "jpg", SVG: "svg"}
#: How Pillow calls the formats; what some cameras make of a JPEG, MPO, it reads as one.
FORMATS = {PNG: ("PNG",), JPEG: ("JPEG",)}
NUMBER = r"\d*\.?\d+(?:[eE][+-]?\d+)?"
LENGTH = re.compile(rf"\s*({NUMBER})\s*(px|pt|mm|cm|in)?\s*")
#: CSS pixels per unit (CSS Values and Units, »Absolute lengths«).
UNITS = {None: 1, "px": 1, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
#: The size of a drawing that names none (CSS 2, 10.3.2).
UNSIZED = (300.0, 150.0)
#: Sizes of drawings beyond these (CSS pixels) are mistakes or traps.
SMALLEST, LARGEST = 0.01, 1e6
#: Bytes of a megabyte, and pixels of a megapixel.
MEGABYTE, MEGAPIXEL = 2**20, 10**6
#: Scans of a progressive JPEG (ITU-T T.81, B.2.3): programs write a dozen; each costs the whole
#: image once more.
MOST_SCANS = 100
#: Of what was taken out of a drawing, so much is named.
NAMED = 6
START_OF_SCAN = b"\xff\xda"
#: What Pillow raises for files that are not what they seem.
UNREADABLE = (OSError, SyntaxError, ValueError, struct.error, Pillow.DecompressionBombError)

Loaded = tuple[Asset, tuple[Finding, ...]]


def load_image(image: Image, root: Path, limits: LimitSettings) -> Loaded:
    """The file of an image, with its size in CSS pixels; what was taken out of a drawing.

    Raises :class:`ManuscriptError` when it lies outside the manuscript's folder, is missing,
    damaged or too large, or is no PNG, JPEG or SVG.
    """
    path = _inside(image, root)
    data = _read(path, image, limits.image_megabytes)
    removed: tuple[str, ...] = ()
    if data.startswith(b"\x89PNG\r\n\x1a\n") or data.startswith(b"\xff\xd8"):
        media_type, width, height = _pixels(data, image, limits.image_megapixels)
    elif b"<svg" in data[:4096]:
        media_type, (width, height), data, removed = SVG, *_drawing(data, image, limits)
    else:
        raise _error("image-type", image)
    digest = hashlib.sha256(data).hexdigest()[:8]
    stem = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-") or "image"
    name = f"images/{stem}-{digest}.{SUFFIXES[media_type]}"
    return Asset(image.source, name, media_type, data, width, height), _cleaned(removed, image)


def _inside(image: Image, root: Path) -> Path:
    """The path of an image, links of the file system followed."""
    try:
        path = (root / image.source).resolve()
    except (OSError, ValueError, RuntimeError) as error:  # NUL, or links in a circle
        raise _error("image-missing", image) from error
    if "://" in image.source or not path.is_relative_to(root.resolve()):
        raise _error("image-outside", image)
    return path


def _read(path: Path, image: Image, most: int) -> bytes:
    """The bytes of a file; what is no file (a device, a pipe) would never end."""
    try:
        if not path.is_file():
            raise _error("image-missing", image)
        if (size := path.stat().st_size) > most * MEGABYTE:
            raise _too_large(image, size / MEGABYTE, most, "MB")
        return path.read_bytes()
    except OSError as error:
        raise _error("image-missing", image) from error


def _pixels(data: bytes, image: Image, most: int) -> tuple[str, float, float]:
    """Media type, width and height of an image of pixels, from the bytes and not from the name.

    It is decoded once: what is cut off or lies is not found by its header.
    """
    size = pixel_size(data)
    if size is None:
        raise _error("image-broken", image)
    if (megapixels := size[0] * size[1] / MEGAPIXEL) > most:
        raise _too_large(image, megapixels, most, "MP")
    media_type = JPEG if data.startswith(b"\xff\xd8") else PNG
    _decode(data, media_type, image, most)
    return media_type, *size


def _decode(data: bytes, media_type: str, image: Image, most: int) -> None:
    if media_type == JPEG and data.count(START_OF_SCAN) > MOST_SCANS:
        raise _error("image-broken", image)
    try:
        with Pillow.open(BytesIO(data), formats=FORMATS[media_type]) as picture:
            if picture.width * picture.height > most * MEGAPIXEL:
                raise _error("image-broken", image)
            with _whole():
                picture.load()
    except UNREADABLE as error:
        raise _error("image-broken", image) from error


@contextmanager
def _whole() -> Iterator[None]:
    """Let Pillow find that an image is cut off; WeasyPrint tells it to paint what there is."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def pixel_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG from its header; None where there is none."""
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    return _png_size(data) if data.startswith(b"\x89PNG\r\n\x1a\n") else None


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the header (PNG, 11.2.1)."""
    width, height = struct.unpack(">II", data[16:24]) if len(data) > 24 else (0, 0)
    return (width, height) if width and height else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return (width, height) if width and height else None
        at += 2 + length
    return None


def _drawing(
    data: bytes, image: Image, limits: LimitSettings
) -> tuple[tuple[float, float], bytes, tuple[str, ...]]:
    """Size, cleaned file and what was taken out of a drawing."""
    if len(data) > limits.drawing_megabytes * MEGABYTE:
        raise _too_large(image, len(data) / MEGABYTE, limits.drawing_megabytes, "MB")
    try:
        root = svg.parse(data)
        if root.tag != f"{{{SVG_NS}}}svg":
            raise _error("image-type", image)
        size = _svg_size(root)
        drawing = svg.cleaned(root, lambda inside: _fits(inside, image, limits))
        if has_dust(root, size):
            raise TooHeavyError
    except svg.BrokenError as error:
        raise _error("image-broken", image) from error
    except TooHeavyError as error:
        raise _error("drawing-too-large", image) from error
    if not all(SMALLEST <= length <= LARGEST for length in size):
        raise _error("drawing-size", image)
    return size, drawing.data, drawing.removed


def _fits(data: bytes, image: Image, limits: LimitSettings) -> bool:
    """Whether the image inside a drawing is one that could stand alone."""
    try:
        _pixels(data, image, limits.image_megapixels)
    except ManuscriptError:
        return False
    return True


def _svg_size(root: Any) -> tuple[float, float]:
    lengths = [LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    given = [float(m[1]) * UNITS[m[2]] for m in lengths if m]
    box = [float(number) for number in re.findall(f"-?{NUMBER}", root.get("viewBox", ""))]
    for size in (given, box[2:4]):
        if len(size) == 2 and min(size) > 0:
            return size[0], size[1]
    return UNSIZED


def _cleaned(removed: tuple[str, ...], image: Image) -> tuple[Finding, ...]:
    """The warning that a drawing is not shown as it is in its file."""
    if not removed:
        return ()
    what = ", ".join(removed[:NAMED]) + (" …" if len(removed) > NAMED else "")
    values = {"source": image.source, "what": what}
    return (Finding("image-cleaned", Severity.WARNING, _place(image), values),)


def _too_large(image: Image, size: float, most: float, unit: str) -> ManuscriptError:
    return _error("image-too-large", image, size=f"{size:.0f} {unit}", most=f"{most:.0f} {unit}")


def _place(image: Image) -> Place:
    return image.place or Place(image.source)


def _error(code: str, image: Image, **values: str) -> ManuscriptError:
    said = {"source": image.source, **values}
    return ManuscriptError(Finding(code, Severity.ERROR, _place(image), said))
