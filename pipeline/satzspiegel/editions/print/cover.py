"""The cover for the print shop: flap, back, spine, front and flap on one sheet.

The front is the style's cover of the e-book, drawn in the book's proportions. Text that has no room
is set smaller by steps, and a finding says so where that does not help; nothing is ever cut off.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

import weasyprint
from markupsafe import Markup

from satzspiegel.apply import profile_of
from satzspiegel.breaking import hyphenator_for
from satzspiegel.editions import COVER
from satzspiegel.editions.markup import MarkupWriter, credits
from satzspiegel.editions.pdf.composing import Composer, composer_for
from satzspiegel.editions.pdf.painter import Painter, asset_url, font_url, parse
from satzspiegel.editions.pdf.shells import part
from satzspiegel.editions.print.artwork import Artwork, artwork_of
from satzspiegel.editions.print.crowding import overfull, overlapping
from satzspiegel.editions.print.ean import Ean, ean13, written_isbn
from satzspiegel.editions.print.folds import folded
from satzspiegel.editions.print.measures import CoverMeasures, cover_measures
from satzspiegel.editions.print.painting import paint_pages, print_pages
from satzspiegel.editions.print.profiles import Profile
from satzspiegel.editions.print.spine import narrowest_spine, spine_sizes
from satzspiegel.fonts import INSERTED_HYPHEN, faces_for
from satzspiegel.model import Finding, Publication, Run, Severity
from satzspiegel.styles import Style
from satzspiegel.typesetting import typeset
from satzspiegel.typography.rules import set_text

FRONT_TEMPLATE, FRONT_SHEET = "cover.html.jinja", "cover.css.jinja"
TEMPLATE, SHEET = "print-cover.html.jinja", "print-cover.css.jinja"
#: Ids of what is set in the size that fits, and of the panel that holds the title.
BLURB, SPINE, FRONT = "blurb", "spine-text", "front"
#: Type of the blurb: how much larger than the text it may be; pt: never smaller, and its steps.
LARGEST_BLURB, SMALLEST_BLURB, STEP = 1.2, 8.0, 0.4
#: mm: on narrower pages the bar code is set at 80 %.
WIDE_PAGE = 130.0

#: Sizes of type (pt), the largest first, by the id of what is set in one of them.
Sizes = dict[str, tuple[float, ...]]


@dataclass(frozen=True)
class MadeCover:
    """The cover's PDF, its measures, and what there is to say about it."""

    data: bytes
    measures: CoverMeasures
    findings: tuple[Finding, ...]


def make_print_cover(
    publication: Publication, style: Style, profile: Profile, build_id: str, pages: int
) -> MadeCover:
    """The cover of a book of so many pages, blank ones included, as PDF/X-4.

    An author's own picture that is too coarse is an error among its findings.
    """
    settings = publication.settings.print
    measures = cover_measures(pages, style.page, settings)
    artwork = artwork_of(publication)
    setter = _setter(publication, style, measures, artwork)
    document, sizes = _fitted(setter)
    painter = setter.painter
    sheets = print_pages(painter, document, publication, marks=settings.marks)
    sheets = [folded(sheet, measures) for sheet in sheets]
    printed = paint_pages(painter, document, sheets, publication, build_id, profile, COVER.name)
    findings = (
        *_crowded(document, sizes, measures, " ".join(blurb_of(publication))),
        *artwork.findings(printed),
        *painter.findings,
    )
    return MadeCover(printed.data, measures, findings)


def blurb_of(publication: Publication) -> list[str]:
    """The paragraphs on the back, with the typography of the text: the setting, else the abstract.

    A blank line divides them.
    """
    settings, metadata = publication.settings, publication.metadata
    profile = profile_of(publication)
    text = settings.print.blurb or metadata.abstract
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return [
        set_text([Run(paragraph, metadata.language)], profile)[0][0]
        for paragraph in paragraphs
        if paragraph
    ]


# -------------------------------------------------------------------------------------- setting


@dataclass(frozen=True)
class _Setter:
    """What lays the cover out: its text, and the sizes to begin with."""

    root: Element
    painter: Painter
    composer: Composer
    sizes: Sizes

    def layout(self, sizes: Sizes) -> weasyprint.Document:
        """The cover with texts in the first of their sizes; without one, they are left out."""
        rules = (
            f"#{name} {{ font-size: {own[0]}pt }}" if own else f"#{name} {{ display: none }}"
            for name, own in sizes.items()
        )
        with self.composer.composing():
            return self.painter.layout(self.root, "\n".join(rules))


def _setter(
    publication: Publication, style: Style, measures: CoverMeasures, artwork: Artwork
) -> _Setter:
    publication = typeset(publication, style, "pdf")
    blurb = blurb_of(publication)
    page = _page(publication, style, measures, artwork, blurb)
    faces = faces_for("pdf", [page, artwork.words], style)
    context = {
        "faces": [(face, font_url(i)) for i, face in enumerate(faces)],
        "settings": style.settings,
        "page": style.page,
        "cover": measures,
        "inserted_hyphen": INSERTED_HYPHEN,
    }
    templates = (style.templates.get_template(name) for name in (FRONT_SHEET, SHEET))
    sheet = "\n".join(template.render(**context) for template in templates)
    hyphenator = hyphenator_for(publication, style)
    return _Setter(
        parse(page),
        Painter(publication, faces, sheet, style.drawing_font, hyphenator, style.folders),
        composer_for(style, faces, hyphenator),
        {
            BLURB: _blurb_sizes(style) if blurb else (),
            SPINE: spine_sizes(measures.spine),
        },
    )


def _page(
    publication: Publication,
    style: Style,
    measures: CoverMeasures,
    artwork: Artwork,
    blurb: list[str],
) -> str:
    """The cover as XML."""
    context = {
        "publication": publication,
        "labels": publication.labels,
        "credits": credits(publication),
        "m": _writer(publication, style),
    }
    front = style.templates.get_template(FRONT_TEMPLATE).render(**context)
    isbn = publication.metadata.isbn
    return style.templates.get_template(TEMPLATE).render(
        **context,
        front=Markup("").join(_inside(parse(front))),
        cover=measures,
        artwork=artwork.url,
        blurb=blurb,
        ean=_ean(isbn, measures) if isbn else None,
        isbn=written_isbn(isbn) if isbn else "",
    )


def _writer(publication: Publication, style: Style) -> MarkupWriter:
    return MarkupWriter(
        edition="pdf",
        publication=publication,
        style=style,
        call=lambda note: Markup(""),
        href=lambda identifier: f"#{identifier}",
        asset_url=asset_url,
    )


def _inside(root: Element) -> Iterator[Markup]:
    """What the body of a document holds, as it was written."""
    for child in part(root, "body"):
        yield Markup(tostring(child, "unicode"))  # noqa: S704 (written by a template)


def _ean(isbn: str, measures: CoverMeasures) -> Ean:
    return ean13(isbn, 1.0 if measures.page_width >= WIDE_PAGE else 0.8)


def _blurb_sizes(style: Style) -> tuple[float, ...]:
    largest = LARGEST_BLURB * float(style.settings["type"]["size"])
    steps = int(max(0.0, largest - SMALLEST_BLURB) / STEP)
    return tuple(round(largest - STEP * n, 3) for n in range(steps + 1))


# -------------------------------------------------------------------------------------- fitting


def _fitted(setter: _Setter) -> tuple[weasyprint.Document, Sizes]:
    """The cover with each text as large as it fits, and the size of each.

    A blurb that never fits is set in its smallest size, a spine that never fits is left empty.
    """
    first = {name: sizes[:1] for name, sizes in setter.sizes.items()}
    document, chosen = setter.layout(first), dict(first)
    for name, sizes in setter.sizes.items():
        if not overfull(document, name):
            continue

        def fits(size: float, name: str = name) -> bool:
            return not overfull(setter.layout({**chosen, name: (size,)}), name)

        chosen[name] = sizes[bisect_left(sizes, True, key=fits) :][:1]
    if setter.sizes[BLURB] and not chosen[BLURB]:
        chosen[BLURB] = setter.sizes[BLURB][-1:]
    return (setter.layout(chosen) if chosen != first else document), chosen


def _crowded(
    document: weasyprint.Document, sizes: Sizes, measures: CoverMeasures, blurb: str
) -> Iterator[Finding]:
    """What has no room."""
    if overfull(document, BLURB):
        yield Finding("cover-blurb-long", Severity.WARNING, None, {"count": str(len(blurb))})
    if overlapping(document, FRONT) or overfull(document, FRONT):
        yield Finding("cover-title-long", Severity.WARNING)
    if not measures.spine or sizes[SPINE]:
        return
    if measures.spine < narrowest_spine():
        values = {"spine": _mm(measures.spine), "least": _mm(narrowest_spine())}
        yield Finding("cover-spine-narrow", Severity.HINT, None, values)
    else:
        yield Finding("cover-spine-long", Severity.HINT)


def _mm(length: float) -> str:
    return f"{length:.1f}"
