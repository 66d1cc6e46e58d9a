"""The web page: one file that holds everything it shows."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from satzspiegel.editions.html.metadata import PageMetadata, page_metadata
from satzspiegel.editions.markup import (
    MarkupWriter,
    credits,
    data_url,
    imprint_paragraphs,
    page_identifier,
)
from satzspiegel.editions.reflow import called_notes, chapter_title, write_call, write_note
from satzspiegel.fonts import faces_for, woff2
from satzspiegel.model import Asset, Publication
from satzspiegel.page_marks import page_marks
from satzspiegel.styles import Style
from satzspiegel.typesetting import typeset, with_unbroken_words

TEMPLATE = "web.html.jinja"
SHEET = "web.css.jinja"


def make_html(publication: Publication, style: Style, build_id: str) -> bytes:
    """The web page: the title is its only heading of level 1, chapters begin at level 2."""
    metadata = page_metadata(publication)
    publication = with_unbroken_words(typeset(publication, style, "html"), style)
    template = style.templates.get_template(TEMPLATE)
    context = _context(publication, style, metadata, build_id)
    # The fonts hold the characters of the page, so it is written twice.
    text = template.render(**context, sheet=Markup(""))
    return template.render(**context, sheet=_sheet(publication, style, text)).encode()


def _context(
    publication: Publication, style: Style, metadata: PageMetadata, build_id: str
) -> dict[str, Any]:
    """What the template of the page is given, but for the style sheet."""
    writer = _writer(publication, style)
    return {
        "publication": publication,
        "metadata": metadata,
        "chapters": [
            (chapter, chapter_title(chapter), writer.blocks(chapter.blocks))
            for chapter in publication.chapters
        ],
        "notes": _notes(publication, writer),
        "pages": [(mark.label, page_identifier(mark)) for mark in page_marks(publication)],
        "m": writer,
        "labels": publication.labels,
        "settings": style.settings,
        "credits": credits(publication),
        "imprint": imprint_paragraphs(publication),
        "build_id": build_id,
    }


def _writer(publication: Publication, style: Style) -> MarkupWriter:
    return MarkupWriter(
        edition="html",
        publication=publication,
        style=style,
        call=lambda note: write_call(note, publication.labels, f"#{note.identifier}", epub=False),
        href=lambda identifier: f"#{identifier}",
        asset_url=_asset_url,
        heading_shift=1,
    )


def _notes(publication: Publication, writer: MarkupWriter) -> list[tuple[str, list[Markup]]]:
    """The notes of each chapter that has any, with its title."""
    return [
        (chapter_title(chapter), [write_note(n, writer, f"#{n.call}", epub=False) for n in called])
        for chapter in publication.chapters
        if (called := called_notes(chapter.blocks, publication))
    ]


def _sheet(publication: Publication, style: Style, text: str) -> Markup:
    """The style sheet with the fonts in it. Style sheets are the style's own, not escaped."""
    template = style.templates.get_template(SHEET)
    context = {"settings": style.settings, "notes": publication.notes}
    marks = template.render(**context, faces=())
    faces = [
        (face, data_url(woff2(face.data), "font/woff2"))
        for face in faces_for("html", [text, marks], style)
    ]
    return Markup(template.render(**context, faces=faces))  # noqa: S704


def _asset_url(asset: Asset) -> str:
    return str(data_url(asset.data, asset.media_type))
