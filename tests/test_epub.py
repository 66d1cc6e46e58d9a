"""The EPUB: its container, package, navigation, mark-up and fonts."""

from __future__ import annotations

import hashlib
import io
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

from samples import NOTES, png, words, write_sample
from satzspiegel.build import read_publication
from satzspiegel.editions.epub import make_epub
from satzspiegel.editions.html import make_html
from satzspiegel.editions.markup import flat_entries
from satzspiegel.editions.pdf.cover import make_cover
from satzspiegel.model import Entry, Publication
from satzspiegel.styles import load_style
from satzspiegel.walks import plain_text
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
    return Book(publication, make_epub(publication, load_style(), BUILD, COVER))


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book]:
    folder = tmp_path_factory.mktemp("epub")
    english = {"lang": "en-GB", "satzspiegel": {"labels": {"contents": "What is in it"}}}
    chapters = {"01.md": "Nur ein Absatz, ohne Überschrift.\n"}
    return {
        "sample": book(write_sample(folder / "sample")),
        "english": book(write_sample(folder / "english", english)),
        "bare": book(write_sample(folder / "bare", {**BARE, "title": "Œuvre"}, chapters)),
        "shipped": book(SHIPPED),
    }


@pytest.fixture(params=["sample", "english", "bare", "shipped"])
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


def test_package_metadata(books: dict[str, Book]) -> None:
    sample = books["sample"]
    assert sample.package.get(XML_LANG) == "de-DE"
    assert sample.facts("dc:language") == ["de-DE"]
    assert sample.facts("dc:title") == ["Die Probe & das Ganze", "Ein Heft mit allem, was vorkommt"]
    assert sample.facts("dc:identifier") == ["urn:isbn:9783161484100"]
    assert sample.facts("dc:creator") == ["Anna Beispiel", "Bernd Muster"]
    assert sample.facts("dc:contributor") == ["Clara Vorlage", "Dora Zweitfassung"]
    assert sample.facts("dc:publisher") == ["Verlag am Rand"]
    assert sample.facts("dc:date") == ["2026-03-14"]
    assert sample.facts("dc:subject") == ["Probe", "Fußnote"]


def test_refinements_name_what_they_refine(books: dict[str, Book]) -> None:
    package = books["sample"].package
    refined = {
        (package.xpath(f"string(//*[@id='{m.get('refines')[1:]}'])"), m.text)
        for m in package.iterfind(".//opf:meta[@refines]", NS)
    }
    assert refined == {
        ("Die Probe & das Ganze", "main"),
        ("Ein Heft mit allem, was vorkommt", "subtitle"),
        ("Anna Beispiel", "aut"),
        ("Bernd Muster", "aut"),
        ("Clara Vorlage", "edt"),
        ("Dora Zweitfassung", "trl"),
    }


def test_accessibility_metadata(books: dict[str, Book]) -> None:
    assert books["sample"].properties("schema:accessMode") == ["textual", "visual"]
    assert books["sample"].properties("schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" in books["sample"].properties("schema:accessibilityFeature")
    assert books["bare"].properties("schema:accessMode") == ["textual"]
    assert "alternativeText" not in books["bare"].properties("schema:accessibilityFeature")


def test_an_image_without_description_is_not_claimed_to_have_one(tmp_path: Path) -> None:
    chapters = {"01.md": "# Bild\n\nEin Bild: ![](bilder/punkt.png)\n"}
    made = book(write_sample(tmp_path / "m", chapters=chapters))
    assert made.properties("schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in made.properties("schema:accessibilityFeature")


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
    assert [point.get("playOrder") for point in points] == [
        str(n) for n in range(1, len(points) + 1)
    ]
    identifier = ncx.xpath("string(//ncx:meta[@name='dtb:uid']/@content)", namespaces=NS)
    assert [identifier] == any_book.facts("dc:identifier")
    for point, entry in zip(points, entries, strict=True):
        address = point.find("ncx:content", NS).get("src")
        assert target(any_book, "nav.xhtml", address).get("id") == entry.identifier


def test_landmarks(any_book: Book) -> None:
    path = "//h:nav[@epub:type='landmarks']//h:a"
    links = any_book.documents["nav.xhtml"].xpath(path, namespaces=NS)
    assert [a.get(EPUB_TYPE) for a in links] == ["cover", "titlepage", "toc", "bodymatter"]
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
        headings = [words(h) for h in document.iterfind(".//h:h1", NS)]
        title = document.findtext(".//h:title", namespaces=NS)
        assert headings == ([] if name == "cover.xhtml" else [title]), name


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


# --------------------------------------------------------------------------- the same bytes


SCRIPT = """
import hashlib, sys
from pathlib import Path
from satzspiegel.build import read_publication
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


# ---------------------------------------------------------------------------------- validators


def test_epubcheck_finds_nothing(books: dict[str, Book], tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.epub" for name in ("sample", "bare", "shipped")]
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
