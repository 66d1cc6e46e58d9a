"""The sheet for the print shop: a page of A4 that says what is in the files, as read back."""

from __future__ import annotations

from satzspiegel.editions import PREFLIGHT
from satzspiegel.editions.markup import credits
from satzspiegel.editions.pdf.conformance import with_metadata
from satzspiegel.editions.pdf.identity import file_identifier
from satzspiegel.editions.pdf.painter import Painter, font_url, parse
from satzspiegel.editions.print.measures import CoverMeasures
from satzspiegel.editions.print.sheet_rows import Section, Words, heading, sections, shortened
from satzspiegel.fonts import faces_for
from satzspiegel.model import Publication
from satzspiegel.printing_facts import PrintFacts
from satzspiegel.styles import Style

TEMPLATE, SHEET = "preflight.html.jinja", "preflight.css.jinja"
#: Sizes of type in pt: the largest is taken in which everything stands on one page.
SIZES = (9.2, 8.6, 8.0, 7.4, 6.8, 6.2, 5.6)


def make_preflight(
    publication: Publication,
    style: Style,
    build_id: str,
    facts: PrintFacts,
    cover: CoverMeasures | None,
    cover_facts: PrintFacts | None = None,
) -> bytes:
    """The sheet as PDF.

    ``facts`` are those of the file with the pages, ``cover_facts`` those of the file with the
    cover; ``cover`` is None where none was made.
    """
    parts = sections(publication, build_id, facts, cover, cover_facts)
    page = _page(publication, style, parts, cover)
    faces = faces_for("pdf", [page], style)
    sheet = style.templates.get_template(SHEET).render(
        faces=[(face, font_url(i)) for i, face in enumerate(faces)], settings=style.settings
    )
    painter = Painter(publication, faces, sheet, style.drawing_font, folders=style.folders)
    root = parse(page)
    for size in SIZES:
        document = painter.layout(root, f"html {{ font-size: {size}pt }}")
        if len(document.pages) == 1:
            break
    return painter.write(
        document,
        with_metadata(publication, build_id, ()),
        pdf_identifier=file_identifier(build_id, PREFLIGHT.name),
    )


def _page(
    publication: Publication,
    style: Style,
    parts: tuple[Section, ...],
    cover: CoverMeasures | None,
) -> str:
    """The sheet as XML."""
    names = "; ".join(f"{words} {names}".strip() for words, names in credits(publication))
    return style.templates.get_template(TEMPLATE).render(
        publication=publication,
        labels=publication.labels,
        title=heading(publication),
        credit=shortened(names),
        words=Words(publication.metadata.language),
        sections=parts,
        cover=cover,
    )
