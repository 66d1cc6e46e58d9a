"""Pages painted for the print shop: any document that is laid out, as PDF/X-4 (ISO 15930-7).

The pages are those of the PDF, painted a second time with other inks: :mod:`.stream` divides the
colours, :mod:`.images` the images; :mod:`.boxes` adds the bleed, :mod:`.marks` what is around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import weasyprint

from satzspiegel.editions.pdf.conformance import with_metadata
from satzspiegel.editions.pdf.identity import file_identifier
from satzspiegel.editions.pdf.painter import Painter, asset_url
from satzspiegel.editions.pdf.xmp import describe
from satzspiegel.editions.print.boxes import BLEED, PIXELS_PER_MM, PrintPage, set_boxes
from satzspiegel.editions.print.conformance import (
    STANDARD,
    VERSION,
    for_condition,
    with_own_resources,
)
from satzspiegel.editions.print.images import image_id
from satzspiegel.editions.print.inks import Inks
from satzspiegel.editions.print.marks import (
    SLUG,
    draw_crop_marks,
    draw_slug_line,
    page_line,
    slug_lines,
)
from satzspiegel.editions.print.profiles import Profile
from satzspiegel.editions.print.stream import Placed, Press, printing
from satzspiegel.model import Publication


@dataclass(frozen=True)
class Printed:
    """A file for the print shop; its images as they stand there; its pages with transparency.

    ``files`` names the publication's images by the ids in ``images``; pages count from 1.
    """

    data: bytes
    images: tuple[Placed, ...]
    files: dict[str, str]
    transparent: dict[int, tuple[str, ...]]


def paint_pages(
    painter: Painter,
    document: weasyprint.Document,
    pages: Sequence[PrintPage],
    publication: Publication,
    build_id: str,
    profile: Profile,
    edition_name: str,
) -> Printed:
    """Pages of a document as PDF/X-4, and what is to be known of them."""
    assets = {image_id(asset_url(asset)): asset for asset in publication.assets}
    press = Press(Inks(profile), {key: asset.data for key, asset in assets.items()})
    copy = document.copy(list(pages))
    finishers = (
        with_own_resources(press),
        lambda _, pdf: set_boxes(pdf, pages),
        with_metadata(publication, build_id, (STANDARD,)),
        for_condition(profile),
    )
    with printing(press):
        data = painter.write(
            copy,
            *finishers,
            pdf_version=VERSION,
            pdf_identifier=file_identifier(build_id, edition_name),
        )
    placed = tuple(one for sheet in press.sheets for one in sheet.placed)
    transparent = {
        number: tuple(sorted(sheet.transparent))
        for number, sheet in enumerate(press.sheets, 1)
        if sheet.transparent
    }
    names = {key: asset.source for key, asset in assets.items()}
    return Printed(data, placed, names, transparent)


def print_pages(
    painter: Painter,
    document: weasyprint.Document,
    publication: Publication,
    *,
    marks: bool,
    pad_to: int = 1,
) -> list[PrintPage]:
    """The pages of a document with their bleed, and blank ones behind them."""
    sources = [(page._page_box, page.width, page.height) for page in document.pages]
    _, width, height = sources[-1]
    sources += [(None, width, height)] * (-len(sources) % pad_to)
    if not marks:
        return [PrintPage(*source, BLEED * PIXELS_PER_MM) for source in sources]
    title = describe(publication).title
    lines = [
        page_line(title, number, len(sources), width, height)
        for number, (_, width, height) in enumerate(sources, 1)
    ]
    slugs = slug_lines(painter, lines, width)
    return [MarkedPage(*source, slug) for source, slug in zip(sources, slugs, strict=True)]


class MarkedPage(PrintPage):
    """A page with crop marks and a line below it."""

    def __init__(self, box: Any, width: float, height: float, line: Any) -> None:
        super().__init__(box, width, height, SLUG * PIXELS_PER_MM)
        self._line = line

    def paint_marks(self, stream: Any) -> None:
        """Paint crop marks and line."""
        width, height = self.trim
        draw_crop_marks(stream, width, height)
        draw_slug_line(stream, self._line, height)
