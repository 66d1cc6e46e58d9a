"""The EPUB: its container, package, navigation, mark-up and fonts."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import itertools
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

import pymupdf
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image

from samples import NOTES, png, words, write_sample
from satzspiegel.editions.accessibility import Facts, features, fixed_declarations
from satzspiegel.editions.epub import examine, make_epub
from satzspiegel.editions.html import make_html
from satzspiegel.editions.pdf.cover import make_cover
from satzspiegel.model import Entry, Heading, Marks, PageMark, Paragraph, Publication
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.walks import flat_entries, plain_text
from validators import epubcheck, nu_checker

Element = Any
BUILD = "0123456789abcdef"
COVER = png(160, 240)
SHIPPED = Path(__file__).parents[1] / "manuscript"
NS = {
    "h": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "epub": "http://www.idpf.org/2007/ops",
}
EPUB_TYPE = f"{{{NS['epub']}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: What a manuscript may lack.
PEOPLE = ("author", "editor", "translator")
FACTS = ("subtitle", "date", "publisher", "publisher-place", "rights", "abstract", "isbn")
#: What a manuscript may have.
RICH: dict[str, Any] = {
    "author": [
        {
            "name": "Anna Beispiel",
            "sort": "Beispiel, Anna",
            "orcid": "0000-0002-1825-0097",
            "gnd": 118540238,
        },
        {"given": "Bernd", "family": "Muster"},
    ],
    "contributor": {"name": "Clara Vorlage", "role": "Illustrationen"},
    "isbn-ebook": "978-3-86680-192-9",
    "doi": "10.5281/zenodo.1234567",
    "url": "https://example.org/probe",
    "license": "CC BY-SA 4.0",
    "belongs-to-collection": "Kleine Bibliothek",
    "group-position": 12,
    "subject": [
        {"text": "Buchgestaltung", "authority": "thema", "term": "AKLB"},
        {"text": "Fußnote", "authority": "GND", "term": "4155743-8"},
        "Buchgeschichte",
    ],
    "accessibility": {
        "conforms-to": "WCAG 2.2 AA",
        "certified-by": "Prüfstelle",
        "credential": "Siegel",
        "report": "https://example.org/bericht",
        "summary": "Eigener Satz.",
        "contact": "a@example.org",
    },
}
BARE = dict.fromkeys((*PEOPLE, *FACTS, "keywords"))


@dataclass(frozen=True)
class Book:
    """An EPUB taken apart."""

    publication: Publication
    data: bytes

    @cached_property
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}

    @cached_property
    def package(self) -> Element:
        return etree.fromstring(self.files["content.opf"])

    @cached_property
    def documents(self) -> dict[str, Element]:
        """The documents of the spine, in its order."""
        items = {i.get("id"): i.get("href") for i in self.package.iterfind(".//opf:item", NS)}
        names = [items[i.get("idref")] for i in self.package.iterfind(".//opf:itemref", NS)]
        return {name: etree.fromstring(self.files[name]) for name in names}

    def facts(self, path: str) -> list[str]:
        """The texts of metadata elements."""
        return [element.text for element in self.package.iterfind(f".//{path}", NS)]

    def properties(self, name: str) -> list[str]:
        """The values of a metadata property."""
        return self.facts(f"opf:meta[@property='{name}']")


def book(manuscript: Path) -> Book:
    publication, _ = read_publication(manuscript)
    return bound(publication)


def bound(publication: Publication) -> Book:
    return Book(publication, make_epub(publication, load_style(), BUILD, COVER))


def with_marks(publication: Publication) -> Publication:
    """A publication with marks of eight printed pages; the order of two is that of the pages."""
    first, second, *_ = publication.chapters
    heading, *rest = first.blocks
    assert isinstance(heading, Heading)
    opening, *others = second.blocks
    paragraph = next(block for block in others if isinstance(block, Paragraph))
    marked = dataclasses.replace(paragraph, children=(PageMark("8"), *paragraph.children))
    first = dataclasses.replace(
        first, blocks=(dataclasses.replace(heading, marks=(PageMark("5"), PageMark("6"))), *rest)
    )
    assert isinstance(opening, Heading)
    second = dataclasses.replace(
        second,
        blocks=(
            dataclasses.replace(opening, marks=(PageMark("7"),)),
            *(marked if block is paragraph else block for block in others),
        ),
    )
    entry, *entries = publication.contents
    further = dataclasses.replace(entry, title=(PageMark("4"), *entry.title))
    front: dict[str, Marks] = {
        "title": (PageMark("i"),),
        "imprint": (PageMark("2"),),
        "contents": (PageMark("3"),),
    }
    return dataclasses.replace(
        publication,
        chapters=(first, second),
        contents=(further, *entries),
        front_marks=front,
    )


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    folder = tmp_path_factory.mktemp("epub")
    english = {"lang": "en-GB", "satzspiegel": {"labels": {"contents": "What is in it"}}}
    chapters = {"01.md": "Nur ein Absatz, ohne Überschrift.\n"}
    return {
        "sample": book(write_sample(folder / "sample")),
        "english": book(write_sample(folder / "english", english)),
        "bare": book(write_sample(folder / "bare", {**BARE, "title": "Œuvre"}, chapters)),
        "rich": rich(folder / "rich"),
        "shipped": book(SHIPPED),
    }


def rich(folder: Path) -> Book:
    """The sample with all metadata, an author's own cover, and marks of printed pages."""
    write_sample(folder, {**RICH, "cover-image": "bilder/umschlag.png", "cover-alt": "Ein Grau"})
    (folder / "bilder" / "umschlag.png").write_bytes(png(20, 30))
    publication, _ = read_publication(folder)
    return bound(with_marks(publication))


@pytest.fixture(params=["sample", "english", "bare", "rich", "shipped"])
def any_book(request: pytest.FixtureRequest, books: dict[str, Book]) -> Book:
    return books[request.param]


def titles(entries: tuple[Entry, ...]) -> list[Any]:
    return [(plain_text(entry.title), titles(entry.children)) for entry in entries]


# ---------------------------------------------------------------------------------- container


def test_mimetype_comes_first_and_is_stored(any_book: Book) -> None:
    with zipfile.ZipFile(io.BytesIO(any_book.data)) as archive:
        first, second, *_ = archive.infolist()
        assert archive.read(first) == b"application/epub+zip"
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert second.filename == "META-INF/container.xml"
    # OCF ZIP Container: the media type can be read at a fixed place.
    assert any_book.data[30:58] == b"mimetypeapplication/epub+zip"


def test_entries_carry_no_time_and_nothing_of_the_machine(any_book: Book) -> None:
    with zipfile.ZipFile(io.BytesIO(any_book.data)) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr >> 16) == (3, 0o644)
            assert not entry.extra


def test_the_manifest_lists_every_file_once(any_book: Book) -> None:
    listed = [item.get("href") for item in any_book.package.iterfind(".//opf:item", NS)]
    held = set(any_book.files) - {"mimetype", "META-INF/container.xml", "content.opf"}
    assert sorted(listed) == sorted(held)


# -------------------------------------------------------------------------------------- package


def refinements(made: Book, text: str) -> list[tuple[str, str]]:
    """What refines the metadata element with this text: property and value."""
    (identifier,) = made.package.xpath("//*[text()=$text]/@id", text=text)
    path = f".//*[@refines='#{identifier}']"
    found = made.package.iterfind(path)
    return [(m.get("property") or m.get("rel"), m.text or m.get("href")) for m in found]


def test_package_metadata(books: dict[str, Book]) -> None:
    sample = books["sample"]
    assert sample.package.get(XML_LANG) == "de-DE"
    assert sample.facts("dc:language") == ["de-DE"]
    assert sample.facts("dc:title") == ["Die Probe & das Ganze", "Ein Heft mit allem, was vorkommt"]
    assert sample.facts("dc:creator") == ["Anna Beispiel", "Bernd Muster"]
    assert sample.facts("dc:contributor") == ["Clara Vorlage", "Dora Zweitfassung"]
    assert sample.facts("dc:publisher") == ["Verlag am Rand"]
    assert sample.facts("dc:date") == ["2026-03-14"]
    assert sample.facts("dc:subject") == ["Probe", "Fußnote"]


def test_the_isbn_of_the_book_is_that_of_the_source(books: dict[str, Book]) -> None:
    sample, full = books["sample"], books["rich"]
    (identifier,) = sample.facts("dc:identifier")
    assert identifier.startswith("urn:uuid:")
    assert sample.facts("dc:source") == full.facts("dc:source") == ["urn:isbn:9783161484100"]
    assert full.facts("dc:identifier")[0] == "urn:isbn:9783866801929"
    assert full.package.get("unique-identifier") == "id"
    assert books["bare"].facts("dc:source") == []


def test_without_an_isbn_title_and_names_make_the_identifier(tmp_path: Path) -> None:
    def identifier(name: str, **metadata: str) -> str:
        return book(write_sample(tmp_path / name, metadata, {"01.md": "x"})).facts("dc:identifier")[
            0
        ]

    assert identifier("a", date="2020") == identifier("b", date="2021")
    assert identifier("c") != identifier("d", author="Anna") != identifier("e", title="Anderes")


def test_people_have_roles_forms_for_sorting_and_numbers(books: dict[str, Book]) -> None:
    made = books["rich"]
    assert refinements(made, "Anna Beispiel") == [
        ("role", "aut"),
        ("file-as", "Beispiel, Anna"),
        ("dcterms:identifier", "https://orcid.org/0000-0002-1825-0097"),
        ("dcterms:identifier", "https://d-nb.info/gnd/118540238"),
    ]
    assert refinements(made, "Bernd Muster") == [("role", "aut"), ("file-as", "Muster, Bernd")]
    assert made.facts("dc:contributor") == ["Clara Vorlage", "Dora Zweitfassung", "Clara Vorlage"]
    assert made.properties("role") == ["aut", "aut", "edt", "trl", "ill"]
    schemes = made.package.xpath("//*[@property='role']/@scheme")
    assert set(schemes) == {"marc:relators"}


def test_series_numbers_and_subjects(books: dict[str, Book]) -> None:
    made = books["rich"]
    assert refinements(made, "Kleine Bibliothek") == [
        ("collection-type", "series"),
        ("group-position", "12"),
    ]
    assert refinements(made, "doi:10.5281/zenodo.1234567") == [("identifier-type", "06")]
    assert made.properties("schema:url") == ["https://example.org/probe"]
    (licence,) = made.package.xpath("//*[@rel='dcterms:license']/@href")
    assert licence == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert made.facts("dc:subject") == [
        *("Buchgestaltung", "Fußnote", "Buchgeschichte"),
        *("Probe", "Fußnote"),
    ]
    assert refinements(made, "Buchgestaltung") == [("authority", "Thema"), ("term", "AKLB")]
    assert made.properties("term") == ["AKLB", "4155743-8"]
    assert made.properties("authority")[1].startswith("https://d-nb.info/")


# --------------------------------------------------------------------------------- accessibility


def test_accessibility_metadata(books: dict[str, Book]) -> None:
    sample, bare = books["sample"], books["bare"]
    assert sample.properties("schema:accessMode") == ["textual", "visual"]
    assert sample.properties("schema:accessModeSufficient") == ["textual,visual", "textual"]
    assert sample.properties("schema:accessibilityFeature") == [
        "alternativeText",
        "ARIA",
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ]
    assert sample.properties("schema:accessibilityHazard") == ["none"]
    assert bare.properties("schema:accessMode") == ["textual"]
    assert bare.properties("schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" not in bare.properties("schema:accessibilityFeature")


def test_the_summary_says_the_facts_in_the_books_language(books: dict[str, Book]) -> None:
    (german,), (english,), (bare,), (rich,) = (
        books[name].properties("schema:accessibilitySummary")
        for name in ("sample", "english", "bare", "rich")
    )
    assert "Alle Bilder haben einen Alternativtext." in german
    assert "All images have alternative text." in english
    assert "Das Werk enthält keine Bilder." in bare
    assert "Anmerkungen" not in bare
    assert ("Seiten der gedruckten Ausgabe" in rich, "Seiten" in german) == (True, False)
    assert rich.endswith(" Eigener Satz.")


def test_nothing_is_claimed_that_the_publisher_does_not_claim(books: dict[str, Book]) -> None:
    made = books["rich"]
    for name in ("sample", "bare", "shipped"):
        package = books[name].files["content.opf"]
        assert b"conformsTo" not in package
        assert b"a11y:" not in package
    assert refinements(made, "EPUB Accessibility 1.1 - WCAG 2.2 Level AA") == [
        ("a11y:certifiedBy", "Prüfstelle")
    ]
    assert refinements(made, "Prüfstelle") == [
        ("a11y:certifierCredential", "Siegel"),
        ("a11y:certifierReport", "https://example.org/bericht"),
    ]


def facts_of(tmp_path: Path, text: str, **metadata: Any) -> Facts:
    made = book(write_sample(tmp_path / "m", metadata, {"01.md": text}))
    facts = examine(made.data, made.publication)
    assert list(features(facts)) == made.properties("schema:accessibilityFeature")
    return facts


@pytest.mark.parametrize("image", ["Bild: ![](bilder/punkt.png)", "![Titel](bilder/punkt.png)"])
def test_an_image_without_description_is_not_claimed_to_have_one(
    tmp_path: Path, image: str
) -> None:
    facts = facts_of(tmp_path, f"# Bild\n\n{image}\n")
    assert (facts.images, facts.described) == (True, False)
    assert "alternativeText" not in features(facts)


def test_a_skipped_heading_is_no_structure(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, "# Eins\n\n### Drei\n\nText.\n")
    assert (facts.structure, "structuralNavigation" in features(facts)) == (False, False)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("# Eins\n\n## Zwei\n\nText.\n", True),
        ("# Eins\n\n## Zwei {.unlisted}\n\nText.\n", False),
        ("# Eins\n\n## Zwei\n\n### Drei\n\n#### Vier\n\nText.\n", False),
        ("# Eins\n\n![Ein Punkt.](bilder/punkt.png){alt=Punkt}\n", False),
    ],
)
def test_contents_that_leave_something_out_are_not_whole(
    tmp_path: Path, text: str, whole: bool
) -> None:
    assert facts_of(tmp_path, text).whole_contents is whole


def test_moving_images_are_a_hazard_that_nobody_knows(tmp_path: Path) -> None:
    text = "![Es dreht sich.](bilder/punkt.png){alt=x}"
    folder = write_sample(tmp_path / "m", {}, {"01.md": text})
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 255)]
    frames[0].save(folder / "bilder" / "punkt.png", save_all=True, append_images=frames[1:])
    made = book(folder)
    assert made.properties("schema:accessibilityHazard") == ["unknown"]
    assert "ist nicht geprüft" in made.properties("schema:accessibilitySummary")[0]


@pytest.mark.parametrize(
    "declaration",
    [
        "p { font-size: 12px }",
        "p { line-height: 14pt }",
        "p { color: #000 }",
        "body { background: white }",
        "p { text-align: left !important }",
        "@media print { p { background-color:#fff } }",
        "p, img { color: black }",
    ],
)
def test_a_sheet_that_fixes_sizes_or_colours_is_noticed(declaration: str) -> None:
    assert fixed_declarations(f"a {{ color: inherit }} {declaration} b {{ margin: 0 }}")


def test_a_sheet_may_say_what_readers_can_change() -> None:
    free = "p { font-size: 1.2em; color: inherit; border: 1px solid } .a img { background: #fff }"
    assert fixed_declarations(f"/* font-size: 3px */ {free}") == []


@pytest.mark.parametrize(
    ("date", "stated", "modified"),
    [
        ("2026-03-14", ["2026-03-14"], "2026-03-14"),
        ("2026", ["2026"], "2026-01-01"),
        ("im Frühjahr", [], "1980-01-01"),
        (None, [], "1980-01-01"),
    ],
)
def test_dates(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    date: str | None,
    stated: list[str],
    modified: str,
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = book(write_sample(tmp_path / "m", {"date": date}, {"01.md": "Text.\n"}))
    assert made.facts("dc:date") == stated
    assert made.properties("dcterms:modified") == [f"{modified}T00:00:00Z"]


# ------------------------------------------------------------------------------------ navigation


def test_the_spine_begins_with_cover_title_imprint_and_contents(any_book: Book) -> None:
    names = list(any_book.documents)
    assert names[:4] == ["cover.xhtml", "title.xhtml", "imprint.xhtml", "nav.xhtml"]
    assert len(names) == 4 + len(any_book.publication.chapters)


def test_contents_are_the_headings(any_book: Book) -> None:
    def read(items: Element) -> list[Any]:
        return [(words(i.find("h:a", NS)), read(i.iterfind("h:ol/h:li", NS))) for i in items]

    nav = any_book.documents["nav.xhtml"]
    toc = nav.xpath("//h:nav[@epub:type='toc']", namespaces=NS)[0]
    assert read(toc.iterfind("h:ol/h:li", NS)) == titles(any_book.publication.contents)
    for link in toc.iterfind(".//h:a", NS):
        assert words(target(any_book, "nav.xhtml", link.get("href"))) == words(link)


def test_ncx_has_the_same_contents(any_book: Book) -> None:
    ncx = etree.fromstring(any_book.files["toc.ncx"])
    points = ncx.findall(".//ncx:navPoint", NS)
    labels = [point.findtext("ncx:navLabel/ncx:text", namespaces=NS) for point in points]
    entries = list(flat_entries(any_book.publication.contents))
    assert labels == [plain_text(entry.title) for entry in entries]
    identifier = ncx.xpath("string(//ncx:meta[@name='dtb:uid']/@content)", namespaces=NS)
    assert identifier == any_book.facts("dc:identifier")[0]
    assert ncx.get(XML_LANG) == any_book.publication.metadata.language
    for point, entry in zip(points, entries, strict=True):
        address = point.find("ncx:content", NS).get("src")
        assert target(any_book, "nav.xhtml", address).get("id") == entry.identifier


def test_ncx_counts_depth_and_pages(books: dict[str, Book]) -> None:
    def head(name: str) -> dict[str, str]:
        ncx = etree.fromstring(books[name].files["toc.ncx"])
        return {m.get("name"): m.get("content") for m in ncx.iterfind(".//ncx:meta", NS)}

    assert head("rich").items() >= {
        ("dtb:depth", "3"),
        ("dtb:totalPageCount", "8"),
        ("dtb:maxPageNumber", "8"),
    }
    assert head("bare").items() >= {("dtb:depth", "1"), ("dtb:totalPageCount", "0")}


PAGES = [
    ("i", "title.xhtml#page-i"),
    ("2", "imprint.xhtml#page-2"),
    ("3", "nav.xhtml#page-3"),
    ("4", "nav.xhtml#page-4"),
    ("5", "chapter-01.xhtml#page-5"),
    ("6", "chapter-01.xhtml#page-6"),
    ("7", "chapter-02.xhtml#page-7"),
    ("8", "chapter-02.xhtml#page-8"),
]


def test_the_page_list_leads_to_every_mark(books: dict[str, Book]) -> None:
    made = books["rich"]
    nav = made.documents["nav.xhtml"]
    (found,) = nav.xpath("//h:nav[@epub:type='page-list']", namespaces=NS)
    assert found.get("role") == "doc-pagelist"
    assert [(words(a), a.get("href")) for a in found.iterfind(".//h:a", NS)] == PAGES
    for label, address in PAGES:
        mark = target(made, "nav.xhtml", address)
        assert (mark.get("role"), mark.get(EPUB_TYPE)) == ("doc-pagebreak", "pagebreak")
        assert (mark.get("aria-label"), mark.text) == (f"Seite {label}", None)
    marks = [m for d in made.documents.values() for m in d.xpath("//*[@role='doc-pagebreak']")]
    assert len(marks) == len(PAGES)


def test_ncx_has_the_pages_in_the_order_of_the_text(books: dict[str, Book]) -> None:
    ncx = etree.fromstring(books["rich"].files["toc.ncx"])
    found = ncx.findall(".//ncx:pageTarget", NS)
    assert [
        (t.findtext("ncx:navLabel/ncx:text", namespaces=NS), t.find("ncx:content", NS).get("src"))
        for t in found
    ] == PAGES
    assert [(t.get("type"), t.get("value")) for t in found[:2]] == [
        ("front", None),
        ("normal", "2"),
    ]
    both = ncx.xpath("//*[@playOrder]")
    by_order = sorted(both, key=lambda e: int(e.get("playOrder")))
    files = [e.find("ncx:content", NS).get("src").partition("#")[0] for e in by_order]
    assert [int(e.get("playOrder")) for e in by_order] == list(range(1, len(both) + 1))
    order = list(books["rich"].documents)
    assert files == sorted(files, key=order.index)


def test_pages_are_claimed_where_they_are_marked(books: dict[str, Book]) -> None:
    made = books["rich"]
    both = {"pageBreakMarkers", "pageNavigation"}
    assert both <= set(made.properties("schema:accessibilityFeature"))
    assert made.properties("pageBreakSource") == made.facts("dc:source")
    assert refinements(made, "urn:isbn:9783161484100") == [("source-of", "pagination")]
    for name in ("sample", "bare"):
        assert not both & set(books[name].properties("schema:accessibilityFeature"))
        assert books[name].properties("pageBreakSource") == []
        assert b"page-list" not in books[name].files["nav.xhtml"]
        assert b"pageList" not in books[name].files["toc.ncx"]


def test_pages_of_a_book_without_isbn_are_those_of_the_pdf(tmp_path: Path) -> None:
    publication, _ = read_publication(write_sample(tmp_path / "m", {"isbn": None}))
    made = bound(with_marks(publication))
    assert made.properties("pageBreakSource") == ["Die Probe & das Ganze (PDF-Ausgabe)"]
    assert made.facts("dc:source") == []


def test_landmarks(any_book: Book) -> None:
    path = "//h:nav[@epub:type='landmarks']//h:a"
    links = any_book.documents["nav.xhtml"].xpath(path, namespaces=NS)
    kinds = [a.get(EPUB_TYPE) for a in links]
    assert kinds[:4] == ["cover", "titlepage", "toc", "bodymatter"]
    has_sources = any(c.kind == "bibliography" for c in any_book.publication.chapters)
    assert kinds[4:] == (["bibliography"] if has_sources else [])
    assert {a.get("href").split("#")[0] for a in links} <= set(any_book.documents)
    assert all(words(a) for a in links)


def target(made: Book, name: str, href: str) -> Element:
    file, _, identifier = href.partition("#")
    (found,) = made.documents[file or name].xpath(f"//*[@id='{identifier}']")
    return found


def test_internal_links_arrive(any_book: Book) -> None:
    for name, document in any_book.documents.items():
        for link in document.iterfind(".//h:a[@href]", NS):
            if ":" not in link.get("href").split("#")[0] and "#" in link.get("href"):
                target(any_book, name, link.get("href"))


# -------------------------------------------------------------------------------------- mark-up


def test_one_main_heading_a_file_equal_to_its_title(any_book: Book) -> None:
    for name, document in any_book.documents.items():
        (heading,) = document.iterfind(".//h:h1", NS)
        said = "".join(words(heading) or heading.xpath("h:img/@alt", namespaces=NS))
        assert said == document.findtext(".//h:title", namespaces=NS), name


def test_headings_skip_no_level_and_notes_have_none(any_book: Book) -> None:
    for document in any_book.documents.values():
        found = document.xpath("//*[contains('h1 h2 h3 h4 h5 h6', local-name())]")
        levels = [int(h.tag[-1]) for h in found if re.search(r"\}h\d$", h.tag)]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
        assert not document.xpath(
            "//h:aside//h:h2 | //h:section[@class='notes']/h:h2", namespaces=NS
        )


def test_languages_are_marked_for_both_parsers(any_book: Book) -> None:
    language = any_book.publication.metadata.language
    for document in any_book.documents.values():
        assert (document.get("lang"), document.get(XML_LANG)) == (language, language)
        for element in document.iter():
            assert element.get("lang") == element.get(XML_LANG)


def test_foreign_words_keep_their_language(books: dict[str, Book]) -> None:
    found = {
        e.get("lang") for d in books["sample"].documents.values() for e in d.iterfind(".//*[@lang]")
    }
    assert found == {"fr", "la", "en"}


def test_notes_stand_in_the_file_of_their_call_and_behind_it(any_book: Book) -> None:
    numbers = []
    for document in any_book.documents.values():
        order = {element: n for n, element in enumerate(document.iter())}
        calls = document.xpath("//h:a[@epub:type='noteref']", namespaces=NS)
        notes = document.xpath("//h:aside[@epub:type='footnote']", namespaces=NS)
        for call, note in zip(calls, notes, strict=True):
            assert call.get("href") == f"#{note.get('id')}"
            assert order[note] > order[call]
            assert note.xpath("ancestor::h:section[@class='notes']", namespaces=NS)
            numbers.append(call.text)
    assert numbers == [note.number for note in any_book.publication.notes]


def test_a_note_begins_with_the_link_back(any_book: Book) -> None:
    label = any_book.publication.labels["note"]
    for document in any_book.documents.values():
        for note in document.iterfind(".//h:aside", NS):
            back = note.xpath("(.//h:a)[1]", namespaces=NS)[0]
            (call,) = document.xpath(f"//*[@id='{back.get('href')[1:]}']")
            assert "".join(note.itertext()).startswith(back.text)
            assert [e.get("role") for e in (call, note, back)] == [
                "doc-noteref",
                "doc-footnote",
                "doc-backlink",
            ]
            assert call.text == back.text
            assert call.get("aria-label") == note.get("aria-label") == f"{label} {call.text}"
            assert back.get("aria-label").endswith(f" {call.text}")


@pytest.mark.parametrize(
    ("note", "filled"), [("Ebd.", 4), ("*Ebd.*", 4), ("Ebd., S.", 1), ("Siehe ebd.", 0), ("x", 7)]
)
def test_notes_are_long_enough_for_kobo(tmp_path: Path, note: str, filled: int) -> None:
    """Its readers show a note of nine characters or more as a pop-up."""
    made = book(write_sample(tmp_path / "m", {}, {"01.md": f"Text.^[{note}]"}))
    (aside,) = made.documents["chapter-01.xhtml"].iterfind(".//h:aside", NS)
    held = "".join("".join(aside.itertext()).split(" "))
    assert held.count("\u00a0") == filled
    assert len(held) >= 9
    assert " ".join(words(aside).split()) == f"1 {note.strip('*')}"


def test_the_sample_has_all_its_notes(books: dict[str, Book]) -> None:
    assert len(books["sample"].publication.notes) == NOTES


def test_images_have_alternative_text_and_are_there(any_book: Book) -> None:
    for document in any_book.documents.values():
        for image in document.iterfind(".//h:img", NS):
            assert image.get("alt")
            assert image.get("src") in any_book.files


def test_tables_have_captions_and_scopes(books: dict[str, Book]) -> None:
    document = books["sample"].documents["chapter-02.xhtml"]
    first, _ = document.findall(".//h:table", NS)
    assert words(first.find("h:caption", NS)) == "Tabelle 1 Eine Tafel mit Noten."
    heads = document.findall(".//h:th", NS)
    assert {head.get("scope") for head in heads} == {"col"}


def test_labels_follow_language_and_settings(books: dict[str, Book]) -> None:
    def seen(made: Book) -> list[str]:
        nav, imprint = made.documents["nav.xhtml"], made.documents["imprint.xhtml"]
        texts = [d.findtext(".//h:h1", namespaces=NS) for d in (nav, imprint)]
        credits = made.documents["title.xhtml"].xpath("//*[@class='credit']/text()")
        return [*texts, words(nav.find(".//h:h2", NS)), credits[1].strip()]

    german = ["Inhalt", "Impressum", "Orientierungspunkte", "Herausgegeben von Clara Vorlage"]
    english = ["What is in it", "Imprint", "Landmarks", "Edited by Clara Vorlage"]
    assert seen(books["sample"]) == german
    assert seen(books["english"]) == english
    text = b"".join(data for n, data in books["english"].files.items() if n.endswith("html"))
    assert not re.search(rb"Anmerkung|Tabelle \d|Abbildung \d|Zur\xc3\xbcck", text)


# ------------------------------------------------------------------------- fonts, style sheet


def test_fonts_are_truetype_and_subset(any_book: Book) -> None:
    sheet = any_book.files["style.css"].decode()
    named = re.findall(r"url\(([^)]*)\)", sheet)
    fonts = {name: data for name, data in any_book.files.items() if name.startswith("fonts/")}
    assert sorted(named) == sorted(fonts)
    for name, data in fonts.items():
        assert PurePosixPath(name).suffix == ".ttf"
        assert data[:4] == b"\0\1\0\0"
        assert len(data) < 150_000
    types = any_book.package.xpath(
        "//opf:item[starts-with(@href, 'fonts/')]/@media-type", namespaces=NS
    )
    assert set(types) == {"font/ttf"}


def test_fonts_hold_every_character_of_the_text(any_book: Book) -> None:
    text = "".join("".join(d.itertext()) for d in any_book.documents.values())
    regular = TTFont(io.BytesIO(any_book.files["fonts/Satz-normal-400.ttf"])).getBestCmap()
    assert {c for c in text if c not in "\n\t" and ord(c) not in regular} == set()


def test_nothing_is_fetched_from_elsewhere(any_book: Book) -> None:
    assert b"http" not in any_book.files["style.css"]
    for document in any_book.documents.values():
        assert not document.xpath("//*[contains(@src, ':')] | //h:script", namespaces=NS)


# -------------------------------------------------------------------------------------- cover


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {**BARE, "title": "Ei"},
        {"title": "Donaudampfschifffahrtsgesellschaftskapitänsmütze", "subtitle": None},
        {"title": "Von einem Titel, der nicht enden will, " * 6, "author": ["Anna Beispiel"] * 6},
    ],
    ids=["usual", "bare", "long word", "long"],
)
def test_covers_hold_their_words(tmp_path: Path, metadata: dict[str, Any]) -> None:
    """The label ends above the foot of the page, however long the title."""
    publication, _ = read_publication(write_sample(tmp_path / "m", metadata))
    cover = pymupdf.Pixmap(make_cover(publication, load_style()))
    assert (cover.width, cover.height) == (1600, 2400)
    ground, label, foot = (cover.pixel(x, y) for x, y in ((20, 20), (215, 400), (215, 2270)))
    assert label != ground
    assert foot == ground


def test_the_authors_own_cover(books: dict[str, Book], tmp_path: Path) -> None:
    made = books["rich"]
    image = made.documents["cover.xhtml"].find(".//h:img", NS)
    (item,) = made.package.xpath("//*[@properties='cover-image']")
    assert image.get("src") == item.get("href")
    assert made.files[item.get("href")] == png(20, 30)
    assert image.get("alt") == "Ein Grau"
    assert made.package.xpath("string(//*[@name='cover']/@content)") == item.get("id")
    assert "images/cover.png" not in made.files


def test_the_cover_of_the_style_says_names_and_title(books: dict[str, Book]) -> None:
    image = books["sample"].documents["cover.xhtml"].find(".//h:img", NS)
    people = "Anna Beispiel, Bernd Muster, Clara Vorlage, Dora Zweitfassung"
    assert image.get("alt") == f"Umschlag: {people}: Die Probe & das Ganze"
    assert books["sample"].files[image.get("src")] == COVER


# --------------------------------------------------------------------------- the same bytes


SCRIPT = """
import hashlib, sys
from pathlib import Path
from satzspiegel.reading import read_publication
from satzspiegel.editions.epub import make_epub
from satzspiegel.editions.html import make_html
from satzspiegel.styles import load_style

(publication, _), style, build = read_publication(Path(sys.argv[1])), load_style(), sys.argv[2]
for data in (make_epub(publication, style, build, b""), make_html(publication, style, build)):
    print(hashlib.sha256(data).hexdigest())
"""


def test_the_same_bytes_in_every_environment(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "m")
    inherited = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    environments = (
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"},
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder), BUILD],
            stdout=subprocess.PIPE,
            env={**inherited, **environment},
            cwd=folder,
        )
        for environment in environments
    ]
    first, second = (run.communicate()[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert first == second
    publication, _ = read_publication(folder)
    here = make_html(publication, load_style(), BUILD)
    assert first.decode().split()[1] == hashlib.sha256(here).hexdigest()


def test_only_the_date_follows_source_date_epoch(
    books: dict[str, Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = books["sample"].publication
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    made = Book(publication, make_epub(publication, load_style(), BUILD, COVER))
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    plain = Book(publication, make_epub(publication, load_style(), BUILD, COVER))
    assert made.properties("dcterms:modified") == ["2001-09-09T01:46:40Z"]
    assert [n for n in plain.files if plain.files[n] != made.files[n]] == ["content.opf"]
    dated = re.compile(rb"\d{4}-\d\d-\d\dT[\d:]+Z")
    assert dated.sub(b"", made.files["content.opf"]) == dated.sub(b"", plain.files["content.opf"])


# -------------------------------------------------------------------------------------- imprint


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({}, ["ISBN 978-3-16-148410-0"]),
        (
            {"isbn-ebook": "978-3-86680-192-9"},
            ["ISBN 978-3-16-148410-0 (Buch)", "ISBN 978-3-86680-192-9 (E-Book)"],
        ),
        (
            {"isbn": None, "isbn-ebook": "978-3-86680-192-9", "doi": "10.5281/x"},
            ["ISBN 978-3-86680-192-9 (E-Book)", "DOI 10.5281/x"],
        ),
    ],
)
def test_the_imprint_says_which_number_is_whose(
    tmp_path: Path, metadata: dict[str, Any], expected: list[str]
) -> None:
    made = book(write_sample(tmp_path / "m", metadata, {"01.md": "x"}))
    said = [words(p) for p in made.documents["imprint.xhtml"].iterfind(".//h:p", NS)]
    assert [line for line in said if line.startswith(("ISBN", "DOI"))] == expected
    assert "Band" not in " ".join(said)


def test_the_imprint_names_the_series(books: dict[str, Book]) -> None:
    said = [words(p) for p in books["rich"].documents["imprint.xhtml"].iterfind(".//h:p", NS)]
    assert "Kleine Bibliothek, Band 12" in said


# ---------------------------------------------------------------------------------- validators


def test_epubcheck_finds_nothing(books: dict[str, Book], tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.epub" for name in ("sample", "bare", "rich", "shipped")]
    for path in paths:
        path.write_bytes(books[path.stem].data)
    assert epubcheck(paths) == []


def test_the_nu_checker_finds_nothing(books: dict[str, Book], tmp_path: Path) -> None:
    """The checker knows HTML alone, so ``epub:type`` is taken out before."""
    paths = []
    for name, made in books.items():
        for document in made.documents:
            text = re.sub(rb' epub:type="[^"]*"', b"", made.files[document])
            paths.append(tmp_path / f"{name}-{document}")
            paths[-1].write_bytes(text)
    assert nu_checker(paths) == []
