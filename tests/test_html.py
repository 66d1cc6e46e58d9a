"""The web page: whole in itself, sound in structure, readable in light and dark."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from samples import NOTES, words, write_sample
from satzspiegel.editions.html import make_html
from satzspiegel.model import Publication
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.walks import flat_entries, plain_text
from validators import nu_checker

Element = Any
BUILD = "0123456789abcdef"
SHIPPED = Path(__file__).parents[1] / "manuscript"
#: WCAG 2.2, 1.4.3 »Contrast (Minimum)«.
CONTRAST = 4.5


@dataclass(frozen=True)
class Page:
    """A web page taken apart."""

    publication: Publication
    data: bytes

    @cached_property
    def root(self) -> Element:
        return etree.fromstring(self.data)

    @cached_property
    def sheet(self) -> str:
        return "".join(self.root.xpath("//style/text()"))

    def find(self, identifier: str) -> Element:
        """The one element with this id."""
        (found,) = self.root.xpath("//*[@id=$id]", id=identifier)
        return found


def page(manuscript: Path) -> Page:
    publication, _ = read_publication(manuscript)
    return Page(publication, make_html(publication, load_style(), BUILD))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    folder = tmp_path_factory.mktemp("html")
    english = {"lang": "en-GB", "satzspiegel": {"labels": {"notes": "Annotations"}}}
    chapters = {"01.md": "Nur ein Absatz, ohne Überschrift.\n"}
    bare = dict.fromkeys(("subtitle", "author", "editor", "translator", "publisher", "isbn"))
    return {
        "sample": page(write_sample(folder / "sample")),
        "english": page(write_sample(folder / "english", english)),
        "bare": page(write_sample(folder / "bare", {**bare, "title": "Œuvre"}, chapters)),
        "shipped": page(SHIPPED),
    }


@pytest.fixture(params=["sample", "english", "bare", "shipped"])
def any_page(request: pytest.FixtureRequest, pages: dict[str, Page]) -> Page:
    return pages[request.param]


# ------------------------------------------------------------------------------ self-contained


def test_nothing_is_fetched(any_page: Page) -> None:
    assert not any_page.root.xpath("//iframe | //object | //base")
    assert set(any_page.root.xpath("//script/@type")) == {"application/ld+json"}  # never run
    links = {link.get("rel"): link.get("href") for link in any_page.root.iter("link")}
    assert links.pop("icon").startswith("data:image/svg+xml,")
    assert set(links) <= {"canonical", "license"}  # followed by nobody but robots
    sources = any_page.root.xpath("//@src | //@srcset | //@poster | //@style[contains(., 'url')]")
    assert all(source.startswith("data:image/") for source in sources)
    urls = re.findall(r"url\(\s*['\"]?(.{5})", any_page.sheet)
    assert urls
    assert set(urls) == {"data:"}
    assert "@import" not in any_page.sheet
    assert "http" not in re.sub(r"base64,[\w+/=]*", "", any_page.sheet)


def test_fonts_hold_every_character_of_the_page(any_page: Page) -> None:
    """Those of the title, the contents and the imprint too, not of the chapters alone."""
    first = re.search(r"data:font/woff2;base64,([\w+/=]+)", any_page.sheet)
    assert first
    known = TTFont(io.BytesIO(base64.b64decode(first[1]))).getBestCmap()
    text = "".join(any_page.root.xpath("//body//text()"))
    assert {c for c in text if c not in "\n\t" and ord(c) not in known} == set()


# ----------------------------------------------------------------------------------- structure


def test_landmarks(any_page: Page) -> None:
    body = any_page.root.find("body")
    names = [child.tag for child in body]
    notes = ["section"] if any_page.publication.notes else []
    assert names == ["a", "header", "div", "main", *notes, "footer"]
    assert [nav.get("role") for nav in body.findall("div/nav")] == ["doc-toc"]
    for chapter, section in zip(
        any_page.publication.chapters, body.findall("main/section"), strict=True
    ):
        kind = "doc-bibliography" if chapter.kind == "bibliography" else "doc-chapter"
        assert section.get("role") == kind
        assert section.get("aria-label") == words(section.find("h2"))


def test_the_first_link_skips_to_the_text(any_page: Page) -> None:
    link = any_page.root.xpath("//a")[0]
    assert link.get("href") == f"#{any_page.publication.chapters[0].identifier}"
    assert link.text == any_page.publication.labels["start"]


def test_one_main_heading_and_none_skipped(any_page: Page) -> None:
    headings = any_page.root.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
    levels = [int(heading.tag[1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert words(headings[0]) == any_page.root.findtext("head/title")


def test_contents_are_the_headings(any_page: Page) -> None:
    links = any_page.root.xpath("//nav//a")
    entries = flat_entries(any_page.publication.contents)
    assert [words(link) for link in links] == [plain_text(entry.title) for entry in entries]
    for link in links:
        assert words(any_page.find(link.get("href")[1:])) == words(link)


def test_ids_are_unique_and_links_arrive(any_page: Page) -> None:
    identifiers = any_page.root.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    for href in any_page.root.xpath("//a/@href[starts-with(., '#')]"):
        any_page.find(href[1:])


def test_ids_of_the_page_leave_those_of_the_author_alone(tmp_path: Path) -> None:
    taken = ("notes", "notes-heading", "title", "contents", "imprint")
    chapters = {
        f"{number}.md": f"# Kapitel {name} {{#{name}}}\n\nText.[^1] [Hin](#{name})\n\n[^1]: N.\n"
        for number, name in enumerate(taken)
    }
    made = page(write_sample(tmp_path / "m", chapters=chapters))
    test_ids_are_unique_and_links_arrive(made)
    links = made.root.xpath("//main//p/a[not(@role)]")
    arrived = [words(made.find(link.get("href")[1:])) for link in links]
    assert arrived == [f"Kapitel {name}" for name in taken]


def test_languages(pages: dict[str, Page]) -> None:
    assert pages["sample"].root.get("lang") == "de-DE"
    assert pages["english"].root.get("lang") == "en-GB"
    assert set(pages["sample"].root.xpath("//body//@lang")) == {"fr", "la", "en"}


def test_labels_follow_language_and_settings(pages: dict[str, Page]) -> None:
    def seen(made: Page) -> list[str]:
        headings = made.root.xpath("//nav/h2 | //body/section/h2")
        captions = made.root.xpath("//*[@class='label']")
        return [words(e) for e in (*headings, captions[0], captions[-1])]

    assert seen(pages["sample"]) == ["Inhalt", "Anmerkungen", "Abbildung 1", "Tabelle 1"]
    assert seen(pages["english"]) == ["Contents", "Annotations", "Figure 1", "Table 1"]
    names = " ".join(pages["english"].root.xpath("//@aria-label"))
    assert not re.search("Anmerkung|Tabelle|Zurück|Impressum", names)


def test_images_are_described_and_sized(any_page: Page) -> None:
    for image in any_page.root.iter("img"):
        assert image.get("alt")
        assert int(image.get("width"))
        assert int(image.get("height"))


def test_tables_can_be_scrolled_by_keyboard(any_page: Page) -> None:
    for table in any_page.root.iter("table"):
        frame = table.getparent()
        # Landmarks have different names; without a caption a table has none of its own.
        role = "region" if table.find("caption") is not None else "group"
        assert (frame.get("tabindex"), frame.get("role")) == ("0", role)
        assert frame.get("aria-label")
        assert {head.get("scope") for head in table.iter("th")} == {"col"}


# --------------------------------------------------------------------------------------- notes


def test_calls_and_notes_lead_to_each_other(any_page: Page) -> None:
    calls = any_page.root.xpath("//main//a[@role='doc-noteref']")
    notes = any_page.root.xpath("//aside[@role='doc-footnote']")
    numbers = [note.number for note in any_page.publication.notes]
    assert [call.text for call in calls] == numbers
    for call, note in zip(calls, notes, strict=True):
        back = note.xpath("(.//a)[1]")[0]
        assert call.get("href") == f"#{note.get('id')}"
        assert back.get("href") == f"#{call.get('id')}"
        assert back.get("role") == "doc-backlink"
        assert back.text == call.text
        assert "".join(note.itertext()).startswith(back.text)
        assert call.get("aria-label") == note.get("aria-label")


def test_every_note_is_there(pages: dict[str, Page]) -> None:
    assert len(pages["sample"].root.xpath("//aside")) == NOTES
    assert not pages["bare"].root.xpath("//aside | //section[@class='notes']")


# ------------------------------------------------------------------------------- light and dark


def colours(sheet: str) -> list[dict[str, str]]:
    """The custom properties of both schemes; the dark ones are laid over the light ones."""
    light, dark = (dict(re.findall(r"--(\w+): (#\w{6})", root)) for root in roots(sheet)[:2])
    return [light, {**light, **dark}]


def roots(sheet: str) -> list[str]:
    return re.findall(r":root \{([^}]*)\}", sheet)


def luminance(colour: str) -> float:
    """WCAG 2.2, »relative luminance«."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_both_schemes_are_declared(any_page: Page) -> None:
    assert any_page.root.xpath("//meta[@name='color-scheme']/@content") == ["light dark"]
    assert "@media (prefers-color-scheme: dark)" in any_page.sheet


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent"])
@pytest.mark.parametrize("ground", ["ground", "mark"])
def test_contrast(pages: dict[str, Page], scheme: int, ink: str, ground: str) -> None:
    """On the page, and on the ground of the note that a link has led to."""
    named = colours(pages["sample"].sheet)[scheme]
    assert contrast(named[ink], named[ground]) >= CONTRAST


# ----------------------------------------------------------------------------------- validators


def test_the_nu_checker_finds_nothing(pages: dict[str, Page], tmp_path: Path) -> None:
    paths = []
    for name, made in pages.items():
        paths.append(tmp_path / f"{name}.html")
        paths[-1].write_bytes(made.data)
    assert nu_checker(paths) == []
