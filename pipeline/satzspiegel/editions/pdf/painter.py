"""WeasyPrint, told where our files are and what our hyphens mean."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import cssselect2
import pydyf
import weasyprint
from weasyprint.text import line_break
from weasyprint.urls import URLFetcher, URLFetcherResponse

from satzspiegel.editions.pdf.asked_faces import AskedFaces, asking
from satzspiegel.editions.pdf.complaints import Complaints
from satzspiegel.editions.pdf.drawings import with_our_fonts
from satzspiegel.editions.pdf.inking import inking
from satzspiegel.editions.pdf.packing import pack
from satzspiegel.editions.pdf.scans import in_eight_bits
from satzspiegel.editions.pdf.stream_ends import clear_stream_ends
from satzspiegel.fonts import INSERTED_HYPHEN, Face
from satzspiegel.hyphenation import Hyphenator
from satzspiegel.logs import about, tell
from satzspiegel.manuscript.images import SVG
from satzspiegel.model import Asset, Finding, Place, Publication

LOGGER = logging.getLogger("weasyprint")
#: In a ToUnicode map the characters stand in hexadecimal UTF-16.
INSERTED = f"<{ord(INSERTED_HYPHEN):04x}>".encode()
SOFT_HYPHEN = b"<00ad>"


#: Changes a finished PDF before it is written.
Finisher = Callable[[weasyprint.Document, pydyf.PDF], None]


class Painter:
    """Lays pages out and writes them, with one font configuration for all documents.

    Where WeasyPrint breaks words itself, it does so where ``hyphenator`` says. What it complains
    about in ``sheet`` has its place in the style's ``folders``.
    """

    def __init__(
        self,
        publication: Publication,
        faces: tuple[Face, ...],
        sheet: str,
        drawing_font: str,
        hyphenator: Hyphenator | None = None,
        folders: tuple[Path, ...] = (),
    ) -> None:
        self._fonts = AskedFaces(faces)
        self._complaints = Complaints(publication, sheet, folders)
        self._assets = _Assets(publication, faces, drawing_font, self._complaints.image_place)
        self._findings: list[Finding] = []
        self._hyphenator = hyphenator or Hyphenator()
        with self._listening():
            self._sheet = weasyprint.CSS(
                string=sheet, font_config=self._fonts, url_fetcher=self._assets, base_url="asset:"
            )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What WeasyPrint complained about, each once."""
        return tuple(self._findings)

    def layout(self, root: Element, sheet: str = "") -> weasyprint.Document:
        """Pages of a document; ``sheet`` adds to the painter's style sheet."""
        html = _Page(root, self._assets)
        sheets = [self._sheet, *([weasyprint.CSS(string=sheet)] if sheet else [])]
        with self._listening(), asking(), _hyphenating(self._hyphenator), self._assets.reading():
            return html.render(font_config=self._fonts, stylesheets=sheets)

    def write(self, document: weasyprint.Document, *finishers: Finisher, **options: Any) -> bytes:
        """A PDF of pages laid out, inserted hyphens marked as such in the text layer.

        ``finishers`` change what WeasyPrint has made before it is written; ``options`` are
        WeasyPrint's.
        """

        # It cuts the fonts that a document remembers down to what one painting shows.
        document.fonts = {}

        def finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
            for finisher in (_mark_inserted_hyphens, *finishers, pack):
                finisher(document, pdf)

        with self._listening(), asking(), inking(), _knowing_pages(), clear_stream_ends():
            data: bytes = document.write_pdf(finisher=finish, **options)
        return data

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Collect WeasyPrint's warnings instead of printing them."""
        handler = logging.Handler(logging.WARNING)
        handler.emit = self._heard  # type: ignore[method-assign]
        propagate, LOGGER.propagate = LOGGER.propagate, False
        LOGGER.addHandler(handler)
        try:
            yield
        finally:
            LOGGER.removeHandler(handler)
            LOGGER.propagate = propagate

    def _heard(self, record: logging.LogRecord) -> None:
        """Keep a complaint, and tell who listens to the whole build: each once."""
        finding = self._complaints.finding(record)
        if finding not in self._findings:
            self._findings.append(finding)
            tell(finding)


@contextmanager
def _knowing_pages() -> Iterator[None]:
    """Let pydyf 0.13 remember the references of its pages.

    It counts them anew for each bookmark, which takes long in a long book.
    """
    counted = pydyf.PDF.page_references
    known: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
        key = id(pdf), len(pdf.pages["Kids"])
        if key not in known:
            known[key] = counted.fget(pdf)
        return known[key]

    pydyf.PDF.page_references = property(references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = counted


@contextmanager
def _hyphenating(hyphenator: Hyphenator) -> Iterator[None]:
    """Let WeasyPrint ask a hyphenator where it would ask Pyphen; afterwards Pyphen again."""
    pyphen, line_break.pyphen = line_break.pyphen, _Pyphen(hyphenator)
    try:
        yield
    finally:
        line_break.pyphen = pyphen


@dataclass(frozen=True)
class _Pyphen:
    """What WeasyPrint 70 uses of the module Pyphen."""

    hyphenator: Hyphenator

    def language_fallback(self, language: str) -> str | None:
        """The language under which words are looked up, None where they are not broken."""
        return language if self.hyphenator.knows(language) else None

    def Pyphen(self, lang: str, left: int, right: int) -> _Dictionary:  # noqa: N802 (Pyphen's)
        """The dictionary of a language."""
        return _Dictionary(self.hyphenator, lang, left, right)


@dataclass(frozen=True)
class _Dictionary:
    """The words of one language, with the fewest letters on either side that the CSS asks for."""

    hyphenator: Hyphenator
    language: str
    left: int
    right: int

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """A word in two, the longest first part first."""
        for one in reversed(self.hyphenator.breaks(word, self.language)):
            if self.left <= one.position <= len(word) - self.right:
                yield word[: one.position], word[one.position :]


def parse(page: str) -> Element:
    """A document as the painter takes it, from XML that we wrote ourselves."""
    return fromstring(page)  # noqa: S314


class _Page(weasyprint.HTML):  # type: ignore[misc]
    """A document from XML: WeasyPrint's own HTML parser would end a paragraph at a note's list."""

    def __init__(self, root: Element, assets: _Assets) -> None:
        self.base_url = "asset:"
        self.url_fetcher = assets
        self.media_type = "print"
        self.etree_element = root
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            self.etree_element, content_language=None
        )


class _Assets(URLFetcher):  # type: ignore[misc]
    """Gives WeasyPrint the publication's images, its fonts and embedded data, nothing else."""

    def __init__(
        self,
        publication: Publication,
        faces: tuple[Face, ...],
        drawing_font: str,
        place: Callable[[str], Place],
    ) -> None:
        super().__init__(allowed_protocols=("data",))
        self._place = place
        self._name_place: Callable[[Place | None], object] = _named_to_nobody
        self._sources = {asset_url(a): a.source for a in publication.assets}
        families = frozenset(face.family for face in faces)
        self._files = {
            asset_url(a): (
                with_our_fonts(a.data, families, drawing_font)
                if a.media_type == SVG
                else in_eight_bits(a.data),
                a.media_type,
            )
            for a in publication.assets
        }
        self._faces = {font_url(i): face for i, face in enumerate(faces)}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file behind an address; ValueError for any but ours."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url in self._faces:
            return URLFetcherResponse(url, self._faces[url].data, {"Content-Type": "font/ttf"})
        if url in self._sources:
            self._name_place(self._place(self._sources[url]))
        if url not in self._files:
            raise ValueError(f"not part of the publication: {url}")
        data, media_type = self._files[url]
        return URLFetcherResponse(url, data, {"Content-Type": media_type})

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Name the place of the image that was fetched last as that of the one being read.

        WeasyPrint has Pillow read each as soon as it has fetched it.
        """
        with about() as self._name_place:
            yield
        self._name_place = _named_to_nobody


def _named_to_nobody(place: Place | None) -> object:
    """Stands in while no image is being read."""
    return place


def asset_url(asset: Asset) -> str:
    """The address by which WeasyPrint asks us for an image."""
    return f"asset:{asset.name}"


def font_url(index: int) -> str:
    """The address by which WeasyPrint asks us for a face."""
    return f"font:{index}"


def name_images(document: weasyprint.Document) -> None:
    """Anchors ``image-1`` and ``image-1.end`` at the corners of each image (CSS pixels)."""
    number = 0
    for page in document.pages:
        for box in _images(page._page_box):
            number += 1
            x, y = box.content_box_x(), box.content_box_y()
            page.anchors[f"image-{number}"] = (x, y, x, y)
            x, y = x + box.width, y + box.height
            page.anchors[f"image-{number}.end"] = (x, y, x, y)


def _images(box: Any) -> Iterator[Any]:
    if hasattr(box, "replacement"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _images(child)


def _mark_inserted_hyphens(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Let the ToUnicode maps give U+00AD for hyphens that were put in (ISO 32000-1, 14.8.2.2.3)."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream:
            item.stream = [part.replace(INSERTED, SOFT_HYPHEN) for part in item.stream]
