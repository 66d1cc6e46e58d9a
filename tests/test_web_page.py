"""What the web page has beside its text: metadata for programs, marks of the printed pages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from samples import words, write_sample
from satzspiegel.editions.html import make_html
from satzspiegel.model import Heading, Marks, PageMark, Paragraph, Publication, Text
from satzspiegel.page_marks import page_marks
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style

Element = Any
BUILD = "0123456789abcdef"
SHIPPED = Path(__file__).parents[1] / "manuscript"
#: Bytes of a page without images.
LARGEST = 300_000
#: What would end the script element, or begin a comment in it.
HOSTILE = "A </script><script>alert(1)</script> & <!-- B"

BOOK: dict[str, Any] = {
    "title": "Das *Ganze* und sein Rest",
    "subtitle": "Ein Versuch",
    "author": [
        {"family": "von der Aue", "given": "Anna", "orcid": "0000-0002-1825-0097"},
        {"name": "Der Verein", "sort": "Verein"},
    ],
    "editor": "Clara Vorlage",
    "date": "2026-03-14",
    "isbn": "978-3-16-148410-0",
    "doi": "10.1000/182",
    "url": "https://example.org/ganzes?a=1&b=2",
    "license": "CC BY 4.0",
    "belongs-to-collection": "Reihe am Rand",
    "group-position": "7",
    "keywords": ["Rest", "Ganzes"],
}


def read(folder: Path, **metadata: Any) -> Publication:
    chapters = {"01.md": "# Eins\n\nErster Satz.[^1]\n\nZweiter Satz.\n\n[^1]: Eine Note.\n"}
    return read_publication(write_sample(folder / "m", metadata, chapters))[0]


def page(publication: Publication) -> Element:
    return etree.fromstring(make_html(publication, load_style(), BUILD))


def tags(root: Element, attribute: str = "name") -> list[tuple[str, str]]:
    """The tags of a vocabulary: those with a sign in their name, as they stand."""
    found = root.xpath(f"//meta[contains(translate(@{attribute}, ':', '_'), '_')]")
    return [(tag.get(attribute), tag.get("content")) for tag in found]


def json_ld(root: Element) -> dict[str, Any]:
    (script,) = root.xpath("//script[@type='application/ld+json']")
    known: dict[str, Any] = json.loads(script.text)
    return known


# ------------------------------------------------------------------------------------- metadata


def test_citation_tags(tmp_path: Path) -> None:
    assert tags(page(read(tmp_path, **BOOK))) == [
        ("citation_title", "Das Ganze und sein Rest: Ein Versuch"),
        ("citation_author", "von der Aue, Anna"),
        ("citation_author", "Verein"),
        ("citation_editor", "Clara Vorlage"),
        ("citation_publication_date", "2026/03/14"),
        ("citation_language", "de"),
        ("citation_publisher", "Verlag am Rand"),
        ("citation_isbn", "978-3-16-148410-0"),
        ("citation_doi", "10.1000/182"),
        ("citation_series_title", "Reihe am Rand"),
        ("citation_keywords", "Rest"),
        ("citation_keywords", "Ganzes"),
        ("citation_fulltext_html_url", "https://example.org/ganzes?a=1&b=2"),
    ]


def test_open_graph(tmp_path: Path) -> None:
    told = dict(tags(page(read(tmp_path, **BOOK)), "property"))
    abstract = told.pop("og:description")
    assert abstract.startswith("Ein Heft zum Prüfen")
    assert told == {
        "og:title": "Das Ganze und sein Rest",
        "og:type": "book",
        "og:locale": "de_DE",
        "og:url": "https://example.org/ganzes?a=1&b=2",
        "og:site_name": "Verlag am Rand",
        "book:isbn": "978-3-16-148410-0",
        "book:release_date": "2026-03-14",
    }


def test_json_ld(tmp_path: Path) -> None:
    told = json_ld(page(read(tmp_path, **BOOK)))
    assert told["@type"] == "Book"
    assert told["author"] == [
        {
            "@type": "Person",
            "name": "Anna von der Aue",
            "familyName": "von der Aue",
            "givenName": "Anna",
            "sameAs": ["https://orcid.org/0000-0002-1825-0097"],
        },
        {"@type": "Person", "name": "Der Verein"},
    ]
    assert told["isPartOf"] == {"@type": "BookSeries", "name": "Reihe am Rand"}
    assert (told["position"], told["sameAs"]) == ("7", "https://doi.org/10.1000/182")
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert all(told.values())


def test_an_essay_is_an_article(tmp_path: Path) -> None:
    root = page(read(tmp_path, isbn=None, url=None, license=None))
    assert json_ld(root)["@type"] == "ScholarlyArticle"
    assert dict(tags(root, "property"))["og:type"] == "article"
    assert not root.xpath("//link[@rel != 'icon']")


@pytest.mark.parametrize(
    ("date", "cited", "published"),
    [
        ("2026-03", "2026/03", "2026-03"),
        ("im März 2026", "2026", "2026"),
        ("demnächst", None, None),
    ],
)
def test_dates_are_such_as_programs_read(
    tmp_path: Path, date: str, cited: str | None, published: str | None
) -> None:
    root = page(read(tmp_path, date=date))
    assert dict(tags(root)).get("citation_publication_date") == cited
    assert json_ld(root).get("datePublished") == published


def test_addresses_of_the_work(tmp_path: Path) -> None:
    root = page(read(tmp_path, **BOOK))
    links = {link.get("rel"): link.get("href") for link in root.xpath("//link[@rel != 'icon']")}
    assert links == {
        "canonical": "https://example.org/ganzes?a=1&b=2",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_no_word_of_the_metadata_ends_the_script(tmp_path: Path) -> None:
    publication = read(tmp_path)
    metadata = replace(publication.metadata, abstract=HOSTILE, rights=HOSTILE)
    data = make_html(replace(publication, metadata=metadata), load_style(), BUILD).decode()
    scripts = re.findall(r"<script\b[^>]*>(.*?)</script", data)
    assert [json.loads(script)["abstract"] for script in scripts] == [HOSTILE]
    assert "<!--" not in data


# --------------------------------------------------------------------------------- printed pages


def marked(publication: Publication) -> Publication:
    """The publication with marks: two in front, one before a heading, a blank page in the text."""
    (chapter,) = publication.chapters
    heading, first, second = chapter.blocks
    assert isinstance(heading, Heading)
    assert isinstance(second, Paragraph)
    blank: Marks = (PageMark("4"), PageMark("5"))
    words_with = replace(second, children=(*blank, *second.children))
    blocks = (replace(heading, marks=(PageMark("3"),)), first, words_with)
    return replace(
        publication,
        chapters=(replace(chapter, blocks=blocks),),
        front_marks={"title": (PageMark("1"),), "contents": (PageMark("2"),)},
    )


def test_printed_pages_are_listed_and_found(tmp_path: Path) -> None:
    publication = marked(read(tmp_path))
    root = page(publication)
    (listed,) = root.xpath("//nav[@role='doc-pagelist']")
    assert [words(link) for link in listed.iter("a")] == ["1", "2", "3", "4", "5"]
    assert [m.label for m in page_marks(publication)] == ["1", "2", "3", "4", "5"]
    for link in listed.iter("a"):
        (mark,) = root.xpath("//*[@id=$id]", id=link.get("href")[1:])
        assert mark.get("role") == "doc-pagebreak"
        assert mark.get("data-page") == link.text
    assert words(listed.getparent().find("summary")) == "Seiten der gedruckten Ausgabe"


def test_marks_stand_before_the_words_of_their_pages(tmp_path: Path) -> None:
    root = page(marked(read(tmp_path)))

    def behind(label: str) -> Element:
        return root.xpath(f"//*[@data-page='{label}']/following::text()[normalize-space()]")[0]

    contents = str(root.xpath("string(//nav[@role='doc-toc']/h2)"))
    author = words(root.xpath("//header/p")[0])
    assert [behind(n).strip() for n in "1235"] == [author, contents, "Eins", "Zweiter Satz."]
    assert root.xpath("//*[@data-page='3']/following-sibling::*[1]")[0].tag == "h2"


def test_marks_have_no_text_to_be_copied(tmp_path: Path) -> None:
    root = page(marked(read(tmp_path)))
    for mark in root.xpath("//*[@role='doc-pagebreak']"):
        assert not "".join(mark.itertext())
    (sheet,) = root.xpath("//style/text()")
    # The empty second part is what is read out (CSS Generated Content 3, 1.2).
    assert 'content: attr(data-page) / ""' in sheet


def test_no_list_without_marks(tmp_path: Path) -> None:
    assert not page(read(tmp_path)).xpath("//details | //nav[@role='doc-pagelist']")


def test_marks_before_a_title_that_begins_with_a_further_page(tmp_path: Path) -> None:
    publication = read(tmp_path)
    (entry,) = publication.contents
    further = replace(entry, title=(PageMark("iv"), Text("Eins")))
    root = page(replace(publication, contents=(further,)))
    (link,) = root.xpath("//nav[@role='doc-toc']//a")
    assert link[0].get("data-page") == "iv"
    assert [a.text for a in root.xpath("//nav[@role='doc-pagelist']//a")] == ["iv"]


# ------------------------------------------------------------------------------------------ size


def test_a_page_without_its_images_is_light() -> None:
    publication, _ = read_publication(SHIPPED)
    data = make_html(publication, load_style(), BUILD)
    images = re.findall(rb'src="data:image/[^"]*"', data)
    assert images
    assert len(data) - sum(map(len, images)) <= LARGEST
