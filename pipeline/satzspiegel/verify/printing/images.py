"""Images and the inks in them (ISO 32000-1, 8.9)."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

import pikepdf

from satzspiegel.printing_facts import ImageFacts, in_order
from satzspiegel.verify.printing.colours import ColourSpace
from satzspiegel.verify.printing.geometry import Matrix

POINTS_IN_AN_INCH = 72
#: Samples of JPEG this near to none are no ink.
NOISE = 3
JPEG = "/DCTDecode"
#: Compressed in ways that are not undone here.
NOT_READ = {"/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode"}
#: Keys of inline images (8.9.7).
ABBREVIATIONS = {
    "/W": "/Width",
    "/H": "/Height",
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/IM": "/ImageMask",
}


def image_facts(
    image: pikepdf.Object, matrix: Matrix, page: int, space: str, inks: tuple[str, ...]
) -> ImageFacts:
    """An image, painted into the unit square of ``matrix`` (pt)."""
    width, height = int(image["/Width"]), int(image["/Height"])
    across, along = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
    resolutions = [
        pixels / length * POINTS_IN_AN_INCH
        for pixels, length in ((width, across), (height, along))
        if length
    ]
    bits = 1 if image.get("/ImageMask", False) else int(image.get("/BitsPerComponent", 8))
    resolution = round(min(resolutions, default=0.0), 1)
    return ImageFacts(page, width, height, resolution, space, bits, inks, "/SMask" in image)


def inline_image(operands: list[bytes]) -> pikepdf.Object:
    """The dictionary of an inline image, its keys written out."""
    given = pikepdf.Object.parse(operands[0])
    return pikepdf.Dictionary({ABBREVIATIONS.get(key, key): value for key, value in given.items()})


def image_inks(image: pikepdf.Object, space: ColourSpace) -> tuple[str, ...]:
    """The inks that an image really has; those it may have where its samples are not read."""
    every = space.all_inks()
    eight_bits = int(image.get("/BitsPerComponent", 8)) == 8
    is_read = isinstance(image, pikepdf.Stream) and eight_bits and not _filters(image) & NOT_READ
    if space.always or not is_read:
        return every
    components = zip(_used(image, space), space.components, strict=True)
    return in_order(ink for used, inks in components for ink in inks if used)


def _filters(image: pikepdf.Object) -> set[str]:
    given = image.get("/Filter", pikepdf.Array())
    return {str(one) for one in given} if isinstance(given, pikepdf.Array) else {str(given)}


def _used(image: pikepdf.Object, space: ColourSpace) -> Iterator[bool]:
    """For each component: whether a sample of it has ink."""
    data = image.read_bytes(pikepdf.StreamDecodeLevel.all)
    count = len(space.components)
    decode = [float(v) for v in image.get("/Decode", pikepdf.Array())]
    noise = NOISE if JPEG in _filters(image) else 1
    for number in range(count):
        turned = bool(decode) and decode[2 * number] > decode[2 * number + 1]
        samples = data[number::count]
        empty = range(256 - noise, 256) if turned != space.additive else range(noise)
        yield sum(samples.count(value) for value in empty) < len(samples)
