"""Side notes as the page writes them: each in the page once, its place told by style rules alone.

Where they come to stand is measured in browsers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from samples import NOTES, write_sample
from satzspiegel.editions.html import make_html
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style

Element = Any
#: So much of the style sheet may be spent on a note.
BYTES_A_NOTE = 150
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
PER_CHAPTER = {"satzspiegel": {"notes": "per-chapter"}}


@dataclass(frozen=True)
class Page:
    """A web page and the rules of its sheet."""

    root: Element

    @cached_property
    def sheet(self) -> str:
        """The sheet without fonts and comments."""
        text = "".join(self.root.xpath("//style/text()"))
        return re.sub(r"/\*.*?\*/|@font-face \{[^}]*\}", "", text, flags=re.DOTALL)

    @cached_property
    def beside(self) -> str:
        """What holds where there is room beside the text and the browser knows anchors."""
        (found,) = re.findall(
            r"@media screen and \(min-width: 68em\) \{\s*@supports \(top: [^{]*anchor[^{]*\{"
            r"(.*?)\n  \}\n\}",
            self.sheet,
            re.DOTALL,
        )
        return str(found)

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """The custom properties that rules give to elements by their ids."""
        given: dict[str, dict[str, str]] = {}
        for selector, body in RULE.findall(self.beside):
            for identifier in re.findall(r"#([\w-]+)", selector):
                properties = dict(re.findall(r"(--[\w-]+): (--[\w-]+)", body))
                given.setdefault(identifier, {}).update(properties)
        return given

    def declarations(self, selector: str) -> dict[str, str]:
        """What the rules for one selector declare, in that part of the sheet."""
        bodies = [body for found, body in RULE.findall(self.beside) if found.strip() == selector]
        pairs = re.findall(r"([\w-]+): ([^;]+)", " ; ".join(bodies))
        return {name: value.strip() for name, value in pairs}

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The ids of calls and their notes, in order."""
        calls = self.root.xpath("//main//a[@role='doc-noteref']")
        return [(call.get("id"), call.get("href")[1:]) for call in calls]


def page(
    folder: Path, metadata: dict[str, Any] | None = None, chapters: dict[str, str] | None = None
) -> Page:
    publication, _ = read_publication(write_sample(folder, metadata, chapters))
    return Page(etree.fromstring(make_html(publication, load_style(), "build")))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    folder = tmp_path_factory.mktemp("side")
    return {
        "continuous": page(folder / "continuous"),
        "per-chapter": page(folder / "per-chapter", PER_CHAPTER),
    }


@pytest.fixture(params=["continuous", "per-chapter"])
def any_page(request: pytest.FixtureRequest, pages: dict[str, Page]) -> Page:
    return pages[request.param]


def test_a_note_is_in_the_page_once(any_page: Page) -> None:
    notes = any_page.root.xpath("//aside[@role='doc-footnote']")
    assert len(notes) == NOTES
    assert {note.getparent().get("class") for note in notes} == {"notes"}
    assert not any_page.root.xpath("//main//aside")
    whole = "".join(any_page.root.xpath("//body//text()"))
    assert whole.count("das treffende Wort") == 1


def test_a_note_knows_its_call(any_page: Page) -> None:
    at = [any_page.names[call]["--at"] for call, _ in any_page.pairs]
    assert len(set(at)) == NOTES
    assert [any_page.names[note]["--at"] for _, note in any_page.pairs] == at
    hot = [any_page.names[call]["--hot"] for call, _ in any_page.pairs]
    assert len({*hot, *at}) == 2 * NOTES
    assert [any_page.names[note]["--hot"] for _, note in any_page.pairs] == hot


def test_a_note_knows_the_one_before_it(any_page: Page) -> None:
    """Through the chapters, though the numbers may begin anew in each."""
    notes = [any_page.names[note] for _, note in any_page.pairs]
    own = [names["--own"] for names in notes]
    assert len(set(own)) == NOTES
    assert all(after["--before"] == before["--own"] for before, after in pairwise(notes))
    assert notes[0]["--before"] not in own


def test_a_note_stands_at_its_call_or_below_the_one_before(any_page: Page) -> None:
    note, call = any_page.declarations(".note"), any_page.declarations(".call")
    assert call["anchor-name"] == "var(--at)"
    assert note["anchor-name"] == "var(--own)"
    assert note["position"] == "absolute"
    assert note["top"].startswith("max(anchor(var(--at) top), calc(anchor(var(--before) bottom, ")


def test_the_foot_of_the_page_stands_below_the_last_note(any_page: Page) -> None:
    last = any_page.names[any_page.pairs[-1][1]]["--own"]
    foot = any_page.declarations("footer")
    assert foot["position"] == "absolute"
    assert foot["top"] == f"max(anchor(--text bottom), anchor({last} bottom, 0px))"


def test_anchors_are_asked_for_only_where_browsers_know_them(any_page: Page) -> None:
    elsewhere = any_page.sheet.replace(any_page.beside, "")
    assert "anchor(" in any_page.beside
    assert not re.search(r"anchor", re.sub(r"@supports [^{]*", "", elsewhere))


def test_headings_of_notes_are_there_for_screen_readers_alone(pages: dict[str, Page]) -> None:
    headings = pages["per-chapter"].root.xpath("//section[@class='notes']/*[self::h2 or self::h3]")
    assert [heading.tag for heading in headings] == ["h2", "h3", "h3"]
    hidden = pages["per-chapter"].declarations(".notes :is(h2, h3)")
    assert (hidden["position"], hidden["clip-path"]) == ("absolute", "inset(50%)")
    assert "display" not in hidden


def test_what_a_note_costs_in_the_style_sheet(any_page: Page) -> None:
    spent = sum(len(a) + len(b) + 2 for a, b in RULE.findall(any_page.beside) if "#" in a)
    assert 0 < spent <= NOTES * BYTES_A_NOTE


def test_a_page_without_notes_has_its_foot_below_the_text(tmp_path: Path) -> None:
    made = page(tmp_path / "m", chapters={"1.md": "# Eins\n\nKeine Note.\n"})
    assert made.names == {}
    assert made.declarations("footer")["top"].endswith("anchor(--n0 bottom, 0px))")
    assert not made.root.xpath("//section[@class='notes']")
