"""Image files of a manuscript: inside its folder, of a type that every edition can show."""

from __future__ import annotations

import hashlib
import re
import struct
from pathlib import Path

from lxml import etree

from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Asset, Finding, Image, Place, Severity

PNG, JPEG, SVG = "image/png", "image/jpeg", "image/svg+xml"
SUFFIXES = {PNG: "png", JPEG: "jpg", SVG: "svg"}
SVG_NS = "{http://www.w3.org/2000/svg}"
NUMBER = r"\d*\.?\d+(?:[eE][+-]?\d+)?"
LENGTH = re.compile(rf"\s*({NUMBER})\s*(px|pt|mm|cm|in)?\s*")
#: CSS pixels per unit (CSS Values and Units, »Absolute lengths«).
UNITS = {None: 1, "px": 1, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
#: An SVG may hold what would run or load: the elements and attributes that do.
ACTIVE = re.compile(r"script|handler|foreignObject|iframe|audio|video|set|animate.*|discard")
#: References of style sheets to anything but a part of the same drawing.
LOADS = re.compile(r"@import[^;]*;?|url\(\s*(?!\s*['\"]?#)[^)]*\)", re.IGNORECASE)
#: The size of a drawing that names none (CSS 2, 10.3.2).
UNSIZED = (300.0, 150.0)


def load_image(image: Image, root: Path) -> Asset:
    """The file of an image, with its size in CSS pixels.

    Raises :class:`ManuscriptError` when it lies outside the manuscript's folder, is missing, or
    is no PNG, JPEG or SVG.
    """
    path = (root / image.source).resolve()
    if "://" in image.source or not path.is_relative_to(root.resolve()):
        raise _error("image-outside", image)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _error("image-missing", image) from error
    media_type, width, height = _measure(data, image)
    if media_type == SVG:
        data = _clean_svg(data, image)
    digest = hashlib.sha256(data).hexdigest()[:8]
    stem = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-") or "image"
    name = f"images/{stem}-{digest}.{SUFFIXES[media_type]}"
    return Asset(image.source, name, media_type, data, width, height)


def _measure(data: bytes, image: Image) -> tuple[str, float, float]:
    """Media type, width and height, from the bytes and not from the name."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) > 24 and any(data[16:24]):
        return PNG, *struct.unpack(">II", data[16:24])
    if data.startswith(b"\xff\xd8") and (size := _jpeg_size(data)):
        return JPEG, *size
    if b"<svg" in data[:4096]:
        return SVG, *_svg_size(_parse_svg(data, image))
    raise _error("image-type", image)


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _parse_svg(data: bytes, image: Image) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _error("image-type", image) from error
    if root.tag != f"{SVG_NS}svg":
        raise _error("image-type", image)
    return root


def _svg_size(root: etree._Element) -> tuple[float, float]:
    lengths = [LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    given = [float(m[1]) * UNITS[m[2]] for m in lengths if m]
    box = [float(number) for number in re.findall(f"-?{NUMBER}", root.get("viewBox", ""))]
    for size in (given, box[2:4]):
        if len(size) == 2 and min(size) > 0:
            return size[0], size[1]
    return UNSIZED


def _clean_svg(data: bytes, image: Image) -> bytes:
    """The SVG without document type, scripts, event handlers and references to elsewhere."""
    root = _parse_svg(data, image)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or ACTIVE.fullmatch(etree.QName(element).localname):
            _remove(element)
            continue
        if etree.QName(element).localname == "style":
            element.text = LOADS.sub("", element.text or "")
        for name, value in list(element.attrib.items()):
            local = etree.QName(name).localname
            outside = local == "href" and not value.startswith(("#", "data:image/"))
            if local.startswith("on") or outside or LOADS.search(value):
                del element.attrib[name]
    cleaned: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return cleaned


def _remove(element: etree._Element) -> None:
    """Take an element out of the drawing, but not the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _error(code: str, image: Image) -> ManuscriptError:
    place = image.place or Place(image.source)
    return ManuscriptError(Finding(code, Severity.ERROR, place, {"source": image.source}))
