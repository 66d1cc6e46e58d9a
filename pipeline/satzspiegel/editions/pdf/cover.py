"""The e-book's cover: a page of the house style, painted as an image."""

from __future__ import annotations

import pymupdf
from markupsafe import Markup

from satzspiegel.editions.markup import MarkupWriter, credits
from satzspiegel.editions.pdf.painter import Painter, asset_url, font_url, parse
from satzspiegel.fonts import faces_for
from satzspiegel.model import Publication
from satzspiegel.styles import Style

#: Points of the PDF page (600 CSS pixels are 450 pt) to pixels: 1,600 pixels wide.
SCALE = 1600 / 450


def make_cover(publication: Publication, style: Style) -> bytes:
    """The cover as a PNG of 1,600 × 2,400 pixels."""
    writer = MarkupWriter(
        edition="pdf",
        publication=publication,
        style=style,
        call=lambda note: Markup(""),
        href=lambda identifier: f"#{identifier}",
        asset_url=asset_url,
    )
    page = style.templates.get_template("cover.html.jinja").render(
        publication=publication,
        labels=publication.labels,
        credits=credits(publication),
        m=writer,
    )
    faces = faces_for("pdf", [page], style)
    urls = [(face, font_url(i)) for i, face in enumerate(faces)]
    sheet = style.templates.get_template("cover.css.jinja").render(
        faces=urls, settings=style.settings
    )
    painter = Painter(publication, faces, sheet, style.drawing_font, folders=style.folders)
    pdf = painter.write(painter.layout(parse(page)))
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        pixmap = document[0].get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE), alpha=False)
        data: bytes = pixmap.tobytes("png")
    return data
