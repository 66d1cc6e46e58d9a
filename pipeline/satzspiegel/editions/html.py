"""The web page: one file that holds everything it shows."""

from __future__ import annotations

from markupsafe import Markup

from satzspiegel.editions.markup import MarkupWriter, credits, data_url, imprint_paragraphs
from satzspiegel.editions.reflow import called_notes, chapter_title, write_call, write_note
from satzspiegel.fonts import faces_for, woff2
from satzspiegel.model import Asset, Publication
from satzspiegel.styles import Style
from satzspiegel.typesetting import typeset, with_unbroken_words

TEMPLATE = "web.html.jinja"
SHEET = "web.css.jinja"


def make_html(publication: Publication, style: Style, build_id: str) -> bytes:
    """The web page: the title is its only heading of level 1, chapters begin at level 2."""
    publication = with_unbroken_words(typeset(publication, style, "html"), style)
    writer = MarkupWriter(
        edition="html",
        publication=publication,
        style=style,
        call=lambda note: write_call(note, publication.labels, f"#{note.identifier}", epub=False),
        href=lambda identifier: f"#{identifier}",
        asset_url=_asset_url,
        heading_shift=1,
    )
    chapters = [
        (chapter, chapter_title(chapter), writer.blocks(chapter.blocks))
        for chapter in publication.chapters
    ]
    notes = [
        (chapter_title(chapter), [write_note(n, writer, f"#{n.call}", epub=False) for n in called])
        for chapter in publication.chapters
        if (called := called_notes(chapter.blocks, publication))
    ]

    def page(sheet: Markup) -> str:
        return style.templates.get_template(TEMPLATE).render(
            publication=publication,
            chapters=chapters,
            notes=notes,
            m=writer,
            labels=publication.labels,
            credits=credits(publication),
            imprint=imprint_paragraphs(publication),
            build_id=build_id,
            sheet=sheet,
        )

    # The fonts hold the characters of the page, so it is written twice.
    return page(_sheet(style, page(Markup("")))).encode()


def _sheet(style: Style, text: str) -> Markup:
    """The style sheet with the fonts in it. Style sheets are the style's own, not escaped."""
    template = style.templates.get_template(SHEET)
    marks = template.render(faces=(), settings=style.settings)
    faces = [
        (face, data_url(woff2(face.data), "font/woff2"))
        for face in faces_for("html", [text, marks], style)
    ]
    return Markup(template.render(faces=faces, settings=style.settings))  # noqa: S704


def _asset_url(asset: Asset) -> str:
    return str(data_url(asset.data, asset.media_type))
