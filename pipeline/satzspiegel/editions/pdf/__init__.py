"""The PDF: pages made up line by line, painted by WeasyPrint.

WeasyPrint resolves the styles and lays the text out in one long column, whose lines are chosen by
:mod:`satzspiegel.linebreak` (:mod:`.composing`); :mod:`satzspiegel.pagination` divides the column
into pages (:mod:`.galley`), and its strips are moved there (:mod:`.makeup`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import weasyprint
from markupsafe import Markup

from satzspiegel.breaking import NO_BREAK, hyphenator_for, with_address_breaks
from satzspiegel.dump import Dump
from satzspiegel.editions import PDF
from satzspiegel.editions.markup import (
    MarkupWriter,
    credits,
    imprint_paragraphs,
)
from satzspiegel.editions.pdf.composing import composer_for, hand_down
from satzspiegel.editions.pdf.conformance import archivable, standards, with_metadata
from satzspiegel.editions.pdf.embedding import embedding
from satzspiegel.editions.pdf.folios import Folios, folios_of
from satzspiegel.editions.pdf.galley import NOTES, Galley, read_galley
from satzspiegel.editions.pdf.identity import file_identifier
from satzspiegel.editions.pdf.labels import labelling
from satzspiegel.editions.pdf.laying import LaidPage, lay, on_one_page
from satzspiegel.editions.pdf.limits import page_settings
from satzspiegel.editions.pdf.makeup import made_up
from satzspiegel.editions.pdf.pages import choose_pages
from satzspiegel.editions.pdf.painter import Painter, asset_url, font_url, name_images, parse
from satzspiegel.editions.pdf.record import record
from satzspiegel.editions.pdf.shells import front_pages, part, shells, with_body
from satzspiegel.editions.pdf.small_caps import lacking_small_caps
from satzspiegel.editions.pdf.spaces import spaces_inside
from satzspiegel.editions.pdf.strips import twips
from satzspiegel.editions.pdf.tagging import tagging
from satzspiegel.editions.pdf.undescribed import undescribed_images
from satzspiegel.fonts import INSERTED_HYPHEN, Face, faces_for
from satzspiegel.layout import Layout
from satzspiegel.linebreak import Settings
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, Note, Publication, Severity
from satzspiegel.pagination import Geometry, NoteDoesNotFit
from satzspiegel.styles import Style
from satzspiegel.typesetting import typeset
from satzspiegel.walks import flat_entries, plain_text

PAGE_TEMPLATE = "page.html.jinja"
SHEET_TEMPLATE = "page.css.jinja"
#: The galley's pages: as wide as the measure, and without end.
GALLEY_SHEET = "@page {{ size: {measure}mm 10000000mm; margin: 0 !important }}"
TWIPS_IN_A_POINT = 20


@dataclass(frozen=True)
class SetPages:
    """The pages of the PDF family, made up and not yet painted, and their layout."""

    layout: Layout
    document: weasyprint.Document
    painter: Painter
    faces: tuple[Face, ...]
    publication: Publication
    build_id: str
    #: The document that the pages were made from.
    root: Element

    def paint(self) -> MadePdf:
        """The PDF. Each image has destinations at its corners, so that its place is known."""
        name_images(self.document)
        publication, build_id = self.publication, self.build_id
        with tagging(self.document, self.root, publication.labels):
            data = self.painter.write(
                self.document,
                labelling([sheet.label for sheet in self.layout.sheets]),
                with_metadata(publication, build_id, standards(publication)),
                embedding(publication),
                archivable,
                pdf_tags=True,
                pdf_version="1.7",
                pdf_identifier=file_identifier(build_id, PDF.name),
            )
        lacking = lacking_small_caps(self.document, self.faces)
        findings = (*self.painter.findings, *lacking, *undescribed_images(publication))
        return MadePdf(data, self.layout, findings)


@dataclass(frozen=True)
class MadePdf:
    """The PDF; its layout; what WeasyPrint had to say."""

    data: bytes
    layout: Layout
    findings: tuple[Finding, ...]


def make_pdf(publication: Publication, style: Style, build_id: str, dump: Dump) -> MadePdf:
    """The PDF. Raises what :func:`set_pages` raises."""
    return set_pages(publication, style, build_id, dump).paint()


def set_pages(publication: Publication, style: Style, build_id: str, dump: Dump) -> SetPages:
    """The pages of a publication.

    Raises :class:`ManuscriptError` naming a note that has no room.
    """
    plain, folios = publication, folios_of(publication, style)
    publication = with_address_breaks(typeset(publication, style, "pdf"))
    writer = _writer(publication, style)
    chapters = [writer.blocks(chapter.blocks) for chapter in publication.chapters]
    notes = [(note.identifier, _note(note, writer)) for note in publication.notes]
    texts = [*chapters, *(markup for _, markup in notes), _furniture(publication)]
    faces = faces_for("pdf", texts, style)
    hyphenator = hyphenator_for(publication, style)
    sheet = style_sheet(style, faces, folios)
    fonts = style.drawing_font, hyphenator
    painter = Painter(publication, faces, sheet, *fonts, folders=style.folders)
    composer = composer_for(style, faces, hyphenator)
    page = style.templates.get_template(PAGE_TEMPLATE).render(
        publication=publication,
        chapters=chapters,
        notes=notes,
        entries=list(flat_entries(publication.contents)),
        m=writer,
        labels=publication.labels,
        credits=credits(publication),
        imprint=imprint_paragraphs(publication),
        build_id=build_id,
    )
    dump.write("pages", page)
    root = parse(page)
    with composer.composing(), _naming_notes(publication):
        made = _made_up(root, painter, composer.settings, style, folios)
    numbers = {note.identifier: note.number for note in publication.notes}
    layout = record(*made, style.page, numbers, folios)
    return SetPages(layout, made[0], painter, faces, plain, build_id, root)


@contextmanager
def _naming_notes(publication: Publication) -> Iterator[None]:
    """Tell the editor which note has no room, and where it is called."""
    try:
        yield
    except NoteDoesNotFit as error:
        note = next(n for n in publication.notes if n.identifier == error.note_name)
        values = {"number": note.number}
        finding = Finding("note-without-room", Severity.ERROR, note.place, values)
        raise ManuscriptError(finding) from error


def _made_up(
    root: Element, painter: Painter, settings: Settings, style: Style, folios: Folios
) -> tuple[weasyprint.Document, tuple[LaidPage, ...], Galley]:
    """A document searched and made up: its pages as they are painted and laid, and its galley."""
    hand_down(root)
    column = painter.layout(_text_only(root), GALLEY_SHEET.format(measure=style.page.measure))
    galley = read_galley(column)
    leading = round(style.page.leading * TWIPS_IN_A_POINT)
    height = style.page.lines * leading
    opened = painter.layout(shells(root, (on_one_page(galley),)), folios.sheet())
    front = front_pages(opened)
    geometry = Geometry(height, leading, twips(galley.rule), first_recto=front % 2 == 0)
    galley, pagination = choose_pages(galley, geometry, settings, page_settings(style))
    pages = lay(pagination, galley, geometry)
    laid = painter.layout(shells(root, pages), folios.sheet(front))
    return made_up(laid, pages, galley), pages, galley


def _text_only(root: Element) -> Element:
    """The document without title page, contents and the like."""
    texts = (
        child
        for child in part(root, "body")
        if child.tag == "main" or NOTES in child.get("class", "").split()
    )
    return with_body(root, texts)


def style_sheet(style: Style, faces: tuple[Face, ...], folios: Folios) -> str:
    """The style sheet of the pages."""
    template = style.templates.get_template(SHEET_TEMPLATE)
    return template.render(
        page=style.page,
        settings=style.settings,
        faces=list(zip(faces, map(font_url, range(len(faces))), strict=True)),
        inserted_hyphen=INSERTED_HYPHEN,
        front_counter=folios.counter_style,
    )


def _furniture(publication: Publication) -> str:
    """Characters that stand outside the chapters: titles, imprint, contents, drawings."""
    metadata = publication.metadata
    drawings = (a.data.decode("utf-8") for a in publication.assets if a.media_type.endswith("xml"))
    title = plain_text((*metadata.title, *metadata.subtitle))
    names = "".join(c.name for c in metadata.contributors)
    imprint = "".join(imprint_paragraphs(publication))
    return "".join([title, names, imprint, *publication.labels.values(), *drawings])


def _writer(publication: Publication, style: Style) -> MarkupWriter:
    return MarkupWriter(
        edition="pdf",
        publication=publication,
        style=style,
        call=_call,
        href=lambda identifier: f"#{identifier}",
        asset_url=asset_url,
        prepare=spaces_inside,
    )


def _call(note: Note) -> Markup:
    # WeasyPrint, where it sets a line itself, may break it between two elements.
    return Markup('{}<a class="call" id="{}" href="#{}">{}</a>').format(
        NO_BREAK, note.call, note.identifier, note.number
    )


def _note(note: Note, writer: MarkupWriter) -> Markup:
    """A note, the number before its text a link back to its call."""
    mark = Markup('<a class="mark" href="#{}">{}</a>').format(note.call, note.number)
    return writer.numbered(note.blocks, mark)
