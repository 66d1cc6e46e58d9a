"""Pictures of a page: images as they are in the PDF where they can be, else cut out of the page.

What is drawn is a picture where shapes stand together; the letters in it are part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import pymupdf

from satzspiegel.importing.draft import Box
from satzspiegel.importing.pages.lines import Picture
from satzspiegel.importing.pdf.drawings import Drawings
from satzspiegel.importing.pdf.failures import FAILURES
from satzspiegel.importing.pdf.tags import Figure
from satzspiegel.importing.pdf.view import View

#: Dots per inch of a cut-out, a little over what printing wants since it may be set a little wider;
#: and the most dots that it may have.
RESOLUTION, DOTS = 330, 20_000_000
#: Smaller images and drawings (pt, the longer side) are ornaments.
IMAGE, DRAWING = 10.0, 24.0
#: What is nearer to each other belongs together (pt).
TOGETHER = 4.0
#: Rules and labels of a drawing are as near as this to the rest (pt).
BESIDE = 8.0
#: What touches a drawing is nearer to it than this (pt); lines of text are not.
TOUCHING = 2.0
#: The beginning of an image in the content of a page (8.9.7).
INLINE = re.compile(rb"\bBI\b")
#: An image over so much of a page with text is its ground.
GROUND = 0.8
#: So many images or shapes of a page are looked at.
MOST = 1_000
#: An image of more dots is left as a hostile one.
IMAGE_DOTS = 200_000_000


class Label(NamedTuple):
    """Letters that are part of a drawing: ``sure`` if tags say so, else if they are at its side."""

    box: Box
    sure: bool


def pictures(
    page: pymupdf.Page,
    view: View,
    drawn: Drawings,
    figures: Sequence[Figure],
    labels: Sequence[Label],
    is_written: bool,
) -> tuple[Picture, ...]:
    """The pictures of a page from its top.

    ``figures`` are those of the structure tree on this page, ``labels`` letters that belong to
    figures or may do so. Where there is text on the page (``is_written``), an image over almost all
    of it is its ground, or the scan that the text was read from.
    """
    images = [image for image in _images(page, view) if not (is_written and _covers(image, view))]
    found: list[tuple[Box, bytes, str]] = []
    for boxes in _groups([image[0] for image in images], 1.0):
        members = [image for image in images if image[0] in boxes]
        found.append(_picture(page, view, members))
    for box in _drawn(drawn, labels):
        if not any(_share(box, other) > 0.5 for other, _, _ in found):
            found = [one for one in found if _share(one[0], box) < 0.5]
            found.append((box, _cut_out(page, view, box), "png"))
    found.sort(key=lambda one: (one[0][1], one[0][0]))
    texts = _alternatives([box for box, _, _ in found], figures, view)
    return tuple(
        Picture(_rounded(box), data, suffix, text)
        for (box, data, suffix), text in zip(found, texts, strict=True)
        if data
    )


def _images(page: pymupdf.Page, view: View) -> list[tuple[Box, dict[str, Any]]]:
    """The images of a page, with their boxes as they are seen."""
    found: dict[Box, dict[str, Any]] = {}
    whole = (0.0, 0.0, view.width, view.height)
    for image in _placed_images(page)[:MOST]:
        if image["width"] * image["height"] > IMAGE_DOTS:
            continue
        x0, y0, x1, y1 = view.box(image["bbox"])
        box = (max(x0, 0), max(y0, 0), min(x1, whole[2]), min(y1, whole[3]))
        if max(box[2] - box[0], box[3] - box[1]) >= IMAGE and box[0] < box[2] and box[1] < box[3]:
            found[box] = image
    return list(found.items())


def _placed_images(page: pymupdf.Page) -> list[dict[str, Any]]:
    """MuPDF's images of a page with the numbers of their objects.

    MuPDF finds these by decoding the images; that is left out where their sizes tell them apart.
    """
    listed = page.get_images(full=True)
    if not listed and not page.get_xobjects() and not INLINE.search(page.read_contents()):
        return []
    files = {(one[2], one[3]): one[0] for one in listed}
    try:
        placed: list[dict[str, Any]] = page.get_image_info(xrefs=len(files) < len(listed))
    except FAILURES:
        return []
    return [{"xref": files.get((one["width"], one["height"]), 0), **one} for one in placed]


def _covers(image: tuple[Box, Any], view: View) -> bool:
    x0, y0, x1, y1 = image[0]
    return (x1 - x0) * (y1 - y0) >= GROUND * view.width * view.height


def _picture(
    page: pymupdf.Page, view: View, members: list[tuple[Box, dict[str, Any]]]
) -> tuple[Box, bytes, str]:
    """One image as it is, or several that touch each other cut out together."""
    box = _around([box for box, _ in members])
    if len(members) == 1 and (original := _original(page, view, *members[0])):
        return box, *original
    dots = max(_resolution(*member) for member in members)
    return box, _cut_out(page, view, box, dots), "png"


def _resolution(box: Box, image: dict[str, Any]) -> float:
    """The dots per inch that an image has on the page."""
    across = 72 * image["width"] / max(box[2] - box[0], 1.0)
    return float(max(across, 72 * image["height"] / max(box[3] - box[1], 1.0)))


def _original(
    page: pymupdf.Page, view: View, box: Box, image: dict[str, Any]
) -> tuple[bytes, str] | None:
    """The file of an image, if it looks on the page as in itself."""
    a, b, c, d = image["transform"][:4]
    upright = abs(b) + abs(c) < 0.01 * (abs(a) + abs(d)) and a > 0 and d > 0
    if not image["xref"] or view.turns or not upright or image.get("has-mask"):
        return None
    whole = image["bbox"]
    if (
        abs((box[2] - box[0]) - (whole[2] - whole[0])) > 1
        or abs((box[3] - box[1]) - (whole[3] - whole[1])) > 1
    ):
        return None
    try:
        file = page.parent.extract_image(image["xref"])
    except FAILURES:
        return None
    if not file or file.get("smask") or file["colorspace"] not in (1, 3):
        return None
    suffix = {"jpeg": "jpg", "jpg": "jpg", "png": "png"}.get(file["ext"])
    return (file["image"], suffix) if suffix else None


def _cut_out(page: pymupdf.Page, view: View, box: Box, resolution: float = RESOLUTION) -> bytes:
    """What is seen in a box, as PNG of so many dots per inch; nothing if it cannot be drawn."""
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1.0)
    scale = min(resolution / 72, RESOLUTION / 72, (DOTS / area) ** 0.5)
    try:
        pixmap = page.get_pixmap(matrix=view.matrix(scale), clip=view.on_sheet(box), alpha=False)
        return bytes(pixmap.tobytes("png"))
    except FAILURES:
        return b""


# -------------------------------------------------------------------------------------- drawings


def _drawn(drawn: Drawings, labels: Sequence[Label]) -> list[Box]:
    """Boxes of drawings: groups of shapes with the rules, panels and letters that touch them."""
    shapes = drawn.shapes[:MOST]
    if not shapes:
        return []
    groups = [
        _around(group)
        for group in _groups([*shapes, *drawn.panels[:MOST]], TOGETHER)
        if any(box in shapes for box in group)
    ]
    groups = [_grown(box, drawn.rules[:MOST], labels) for box in groups]
    merged = [_around(group) for group in _groups(groups, TOGETHER)]
    return [box for box in merged if max(box[2] - box[0], box[3] - box[1]) >= DRAWING]


def _grown(box: Box, rules: Sequence[Box], labels: Sequence[Label]) -> Box:
    """A box with the rules and labels that stand at its sides, and do not go far beyond it."""
    sure = [label.box for label in labels if label.sure]
    for other in (*rules, *sure):
        if _is_no_longer(other, box) and _near(box, other, BESIDE):
            box = _around([box, other])
    beside = [label.box for label in labels if not label.sure and _is_at_side(box, label.box)]
    return _around([box, *(other for other in beside if _is_no_longer(other, box))])


def _is_no_longer(one: Box, two: Box) -> bool:
    longer = max(one[2] - one[0] - (two[2] - two[0]), one[3] - one[1] - (two[3] - two[1]))
    return longer < BESIDE


def _is_at_side(box: Box, label: Box) -> bool:
    """Whether short text stands on the left or right of a drawing, or touches it."""
    middle = (label[1] + label[3]) / 2
    reach = 2 * BESIDE if box[1] < middle < box[3] else 0.0
    apart = max(box[0] - label[2], label[0] - box[2])
    beneath = max(box[1] - label[3], label[1] - box[3])
    return apart <= reach and beneath <= TOUCHING


def _groups(boxes: Sequence[Box], gap: float) -> list[list[Box]]:
    """Boxes that touch each other or nearly, directly or through others."""
    groups: list[list[Box]] = []
    hulls: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        touching = [n for n, hull in enumerate(hulls) if _near(hull, box, gap)]
        members, hull = [box], [box]
        for n in reversed(touching):
            members += groups.pop(n)
            hull.append(hulls.pop(n))
        groups.append(members)
        hulls.append(_around(hull))
    return groups


def _near(one: Box, two: Box, gap: float) -> bool:
    return (
        one[0] - gap <= two[2]
        and two[0] - gap <= one[2]
        and one[1] - gap <= two[3]
        and two[1] - gap <= one[3]
    )


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _share(one: Box, two: Box) -> float:
    """How much of a box lies in another, from 0 to 1; a line has its length."""
    breadth = min(one[2], two[2]) - max(one[0], two[0])
    height = min(one[3], two[3]) - max(one[1], two[1])
    if breadth < 0 or height < 0:
        return 0.0
    own = max(one[2] - one[0], 0.1), max(one[3] - one[1], 0.1)
    return min(max(breadth, 0.1) / own[0], 1.0) * min(max(height, 0.1) / own[1], 1.0)


def _alternatives(boxes: Sequence[Box], figures: Sequence[Figure], view: View) -> list[str]:
    """For each picture the text that stands for it: by place, or by order if as many are left."""
    texts = [""] * len(boxes)
    left = []
    for figure in figures:
        at = -1
        if figure.box:
            x0, y0, x1, y1 = figure.box
            seen = view.box((x0, view.sheet[1] - y1, x1, view.sheet[1] - y0))
            shares = [_share(box, seen) for box in boxes]
            at = max(range(len(boxes)), key=lambda n: shares[n], default=-1)
            at = at if at >= 0 and shares[at] > 0.3 else -1
        if at >= 0 and not texts[at]:
            texts[at] = figure.alternative
        else:
            left.append(figure)
    free = [n for n, text in enumerate(texts) if not text]
    if len(free) == len(left):
        for n, figure in zip(free, left, strict=True):
            texts[n] = figure.alternative
    return texts


def _rounded(box: Box) -> Box:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)
