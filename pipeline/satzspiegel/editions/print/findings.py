"""What is to be said of a file for the print shop: coarse images, and what is transparent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import repeat
from math import ceil

from satzspiegel.editions import PRINT
from satzspiegel.editions.print.painting import Printed
from satzspiegel.editions.print.stream import Placed
from satzspiegel.model import Finding, Place, Publication, Severity
from satzspiegel.walks import all_images

#: Pixels an inch: an image looks sharp with so many; with fewer than the least its pixels show.
SHARP, LEAST = 300, 200
#: An image that is so little below counts as if it were not: sizes are rounded.
TOLERANCE = 0.5
POINTS_PER_INCH = 72


def print_findings(printed: Printed, publication: Publication) -> Iterator[Finding]:
    """Findings about the images, by their places in the manuscript, then about the pages."""
    for source, placed in _by_source(printed).items():
        yield from image_findings(source, placed, _places(source, publication))
    if printed.transparent:
        pages = ", ".join(map(str, printed.transparent))
        yield Finding("transparency-used", Severity.HINT, None, {"pages": pages})


def image_findings(
    source: str, placed: list[Placed], places: list[Place | None]
) -> Iterator[Finding]:
    """What is to be said of an image, each time it is printed."""
    for one, place in zip(placed, [*places, *repeat(None, len(placed))], strict=False):
        where = place or next(iter(places), None)
        if resolution(one) < LEAST - TOLERANCE:
            yield Finding("image-too-coarse", Severity.ERROR, where, _values(source, one))
        elif resolution(one) < SHARP - TOLERANCE:
            yield Finding("image-coarse", Severity.WARNING, where, _values(source, one))


def _values(source: str, placed: Placed) -> dict[str, str]:
    """An image's resolution, its pixels, and those that it ought to have."""
    wanted = (str(ceil(side / POINTS_PER_INCH * SHARP)) for side in placed.size)
    return {
        "edition": PRINT.name,
        "source": source,
        "resolution": str(round(resolution(placed))),
        "pixels": " × ".join(map(str, placed.pixels)),
        "wanted": " × ".join(wanted),
    }


def resolution(placed: Placed) -> float:
    """Pixels an inch, in the direction in which they are fewer."""
    pairs = zip(placed.pixels, placed.size, strict=True)
    return min(pixels * POINTS_PER_INCH / size for pixels, size in pairs)


def _by_source(printed: Printed) -> dict[str, list[Placed]]:
    """Where each image of the manuscript is printed; those of the style have no name."""
    found: dict[str, list[Placed]] = defaultdict(list)
    for one in printed.images:
        if one.identifier in printed.files:
            found[printed.files[one.identifier]].append(one)
    return found


def _places(source: str, publication: Publication) -> list[Place | None]:
    """Where the manuscript has an image, in its order."""
    runs = [chapter.blocks for chapter in publication.chapters]
    runs += [note.blocks for note in publication.notes]
    return [image.place for image in all_images(runs) if image.source == source]
