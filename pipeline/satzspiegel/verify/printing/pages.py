"""Pages of a file for the print shop: boxes, annotations, and what their content paints."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from satzspiegel.printing_facts import Box, PageFacts
from satzspiegel.styles import MM_IN_PT
from satzspiegel.verify.printing.colours import read_space
from satzspiegel.verify.printing.content import ContentReader
from satzspiegel.verify.printing.geometry import Bounds, Matrix, around
from satzspiegel.verify.printing.ink_record import InkRecord
from satzspiegel.verify.printing.resources import Resources, Shared
from satzspiegel.verify.printing.tokens import operations

#: Annotations that belong to the press (ISO 15930-7, 6.17), and pop-ups, which show nothing.
ALLOWED = ("/PrinterMark", "/TrapNet", "/Popup")


def read_page(page: pikepdf.Object, number: int, shared: Shared) -> PageFacts:
    """A page. Raises ValueError or LookupError where its content is broken."""
    unit = float(page.get("/UserUnit", 1))
    media = _bounds(inherited(page, "/MediaBox"), unit)
    trim, bleed = (
        _bounds(page[key], unit) if key in page else None for key in ("/TrimBox", "/BleedBox")
    )
    visible = bleed or trim or media
    record = InkRecord(visible, trim or media)
    resources = Resources(inherited(page, "/Resources") or pikepdf.Dictionary(), shared)
    group = page.get("/Group", pikepdf.Dictionary())
    if "/CS" in group:
        record.blending.add(read_space(group["/CS"], resources.given).name)
    reader = ContentReader(resources, record, number, Matrix(a=unit, d=unit))
    reader.read(operations(_content(page)))
    turned = int(inherited(page, "/Rotate") or 0) % 180 == 90
    boxes = (_box(box, media, turned=turned) if box else None for box in (trim, bleed))
    return _facts(number, _box(media, media, turned=turned), tuple(boxes), record, page, unit)


def _facts(
    number: int,
    media: Box,
    boxes: tuple[Box | None, ...],
    record: InkRecord,
    page: pikepdf.Object,
    unit: float,
) -> PageFacts:
    trim, bleed = boxes
    distance = record.text_to_trim
    return PageFacts(
        number,
        media,
        trim,
        bleed,
        paints=tuple(sorted(record.paints)),
        images=tuple(record.images),
        transparency=tuple(sorted(record.transparency)),
        blending=tuple(sorted(record.blending)),
        annotations=tuple(_annotations(page, record.visible, unit)),
        thinnest=record.thinnest,
        text_to_trim=None if distance is None else distance / MM_IN_PT,
    )


def inherited(page: pikepdf.Object, key: str) -> pikepdf.Object | None:
    """An entry of a page, or of the nodes of the page tree above it (ISO 32000-1, 7.7.3.4)."""
    node: pikepdf.Object | None = page
    while node is not None:
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _content(page: pikepdf.Object) -> bytes:
    contents = page.get("/Contents")
    if contents is None:
        return b""
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


def _bounds(array: pikepdf.Object | None, unit: float = 1.0) -> Bounds:
    if array is None:
        raise ValueError("a page without a MediaBox")
    left, bottom, right, top = (float(v) * unit for v in array)
    return around([(left, bottom), (right, top)])


def _box(bounds: Bounds, media: Bounds, *, turned: bool) -> Box:
    """A box in mm as it is seen: sides change places when the page is turned."""
    origin = (media.left, media.bottom) * 2
    left, bottom, right, top = (
        (value - zero) / MM_IN_PT for value, zero in zip(bounds, origin, strict=True)
    )
    return Box(bottom, left, top, right) if turned else Box(left, bottom, right, top)


def _annotations(page: pikepdf.Object, visible: Bounds, unit: float) -> Iterator[str]:
    """The kinds of annotations that lie within the bleed."""
    for annotation in page.get("/Annots", pikepdf.Array()):
        kind = str(annotation.get("/Subtype", "/"))
        if kind in ALLOWED or "/Rect" not in annotation:
            continue
        shorter, _ = _bounds(annotation["/Rect"], unit).meet(visible).sides
        if shorter >= 0:
            yield kind[1:]
