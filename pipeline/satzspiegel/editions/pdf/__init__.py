"""The PDF: pages with notes at their foot, painted by WeasyPrint.

Notes are WeasyPrint's own footnotes (``float: footnote``) with the call and the mark written by us,
so that both are links. WeasyPrint never splits a note; long ones are therefore measured first and
given to it in pieces of whole lines (:mod:`satzspiegel.editions.pdf.long_notes`).
"""

from __future__ import annotations

import weasyprint
from markupsafe import Markup

from satzspiegel.breaking import hyphenator_for, with_address_breaks
from satzspiegel.dump import Dump
from satzspiegel.editions.markup import (
    MarkupWriter,
    credits,
    flat_entries,
    imprint_paragraphs,
)
from satzspiegel.editions.pdf.long_notes import split_long_notes
from satzspiegel.editions.pdf.painter import Painter, asset_url, font_url, parse
from satzspiegel.editions.pdf.placing import Adjustments, number_blocks, place_notes
from satzspiegel.editions.pdf.small_caps import lacking_small_caps
from satzspiegel.editions.pdf.spaces import spaces_inside
from satzspiegel.fonts import INSERTED_HYPHEN, Face, faces_for
from satzspiegel.model import Finding, Note, Publication
from satzspiegel.styles import Style
from satzspiegel.typesetting import typeset
from satzspiegel.walks import plain_text

#: Keeps a call with the word before it: WeasyPrint may break a line between two elements.
WORD_JOINER = "\u2060"
PAGE_TEMPLATE = "page.html.jinja"
SHEET_TEMPLATE = "page.css.jinja"


def make_pdf(
    publication: Publication, style: Style, build_id: str, dump: Dump
) -> tuple[bytes, tuple[Finding, ...]]:
    """The PDF, and what WeasyPrint had to say."""
    publication = with_address_breaks(typeset(publication, style, "pdf"))
    notes = _NoteWriter(publication, style)
    # Written with whole notes first, for the characters that the fonts need.
    faces = faces_for("pdf", [*_chapters(notes.writer), _furniture(publication)], style)
    sheet, hyphenator = style_sheet(style, faces), hyphenator_for(publication, style)
    painter = Painter(publication, faces, sheet, style.drawing_font, hyphenator)
    notes.pieces = split_long_notes(publication, notes.writer, mark, painter, style)
    page = style.templates.get_template(PAGE_TEMPLATE).render(
        publication=publication,
        chapters=_chapters(notes.writer),
        entries=list(flat_entries(publication.contents)),
        m=notes.writer,
        labels=publication.labels,
        credits=credits(publication),
        imprint=imprint_paragraphs(publication),
        build_id=build_id,
    )
    dump.write("pages", page)
    counts = {note: len(pieces) for note, pieces in notes.pieces.items()}

    def layout(adjustments: Adjustments) -> weasyprint.Document:
        root = parse(page)
        number_blocks(root, adjustments)
        return painter.layout(root)

    document = place_notes(layout, publication, counts)
    return painter.paint(document), (*painter.findings, *lacking_small_caps(document, faces))


def style_sheet(style: Style, faces: tuple[Face, ...]) -> str:
    """The style sheet of the pages."""
    template = style.templates.get_template(SHEET_TEMPLATE)
    return template.render(
        page=style.page,
        settings=style.settings,
        faces=list(zip(faces, map(font_url, range(len(faces))), strict=True)),
        inserted_hyphen=INSERTED_HYPHEN,
    )


def _chapters(writer: MarkupWriter) -> list[Markup]:
    return [writer.blocks(chapter.blocks) for chapter in writer.publication.chapters]


def _furniture(publication: Publication) -> str:
    """Characters that stand outside the chapters: titles, imprint, contents, drawings."""
    metadata = publication.metadata
    drawings = (a.data.decode("utf-8") for a in publication.assets if a.media_type.endswith("xml"))
    title = plain_text((*metadata.title, *metadata.subtitle))
    names = "".join(c.name for c in metadata.contributors)
    imprint = "".join(imprint_paragraphs(publication))
    return "".join([title, names, imprint, *publication.labels.values(), *drawings])


class _NoteWriter:
    """Writes calls, each with its note behind it as a footnote, whole or in pieces."""

    def __init__(self, publication: Publication, style: Style) -> None:
        self.pieces: dict[str, tuple[Markup, ...]] = {}
        self.writer = MarkupWriter(
            edition="pdf",
            publication=publication,
            style=style,
            call=self._call,
            href=lambda identifier: f"#{identifier}",
            asset_url=asset_url,
            prepare=spaces_inside,
        )

    def _call(self, note: Note) -> Markup:
        call = Markup('{}<a class="call" id="{}" href="#{}">{}</a>').format(
            WORD_JOINER, note.call, note.identifier, note.number
        )
        whole = self.writer.numbered(note.blocks, mark(note))
        first, *rest = self.pieces.get(note.identifier) or (whole,)
        made = Markup('<div class="note" id="{}">{}</div>').format(note.identifier, first)
        for index, piece in enumerate(rest, 2):
            made += Markup('<div class="note rest" id="{}.{}">{}</div>').format(
                note.identifier, index, piece
            )
        return call + made


def mark(note: Note) -> Markup:
    """The number before a note's text, a link back to its call."""
    return Markup('<a class="mark" href="#{}">{}</a>').format(note.call, note.number)
