"""Side notes where Chromium and Firefox put them: on nothing, above no call, inside the page.

The faults at the end are seeded into good pages, and each turns the check red that it should.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bench.book import Book
from bench.side_notes import BROWSERS, NARROW, WIDE, View, faults, views
from bench.thousand import NoteBook

from conftest import ROOT
from samples import write_sample
from satzspiegel.editions.html import make_html
from satzspiegel.model import Publication
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from validators import or_skip

#: A call, and words for a note that is longer than what there is beside it.
CROWDED = """\
# Gedränge

{text}

[^1]: {note}
[^2]: {note}
[^3]: Kurz.
[^4]: {note} {note} {note}
"""


def shipped(_: Path) -> Publication:
    return read_publication(ROOT / "manuscript")[0]


def sample(folder: Path) -> Publication:
    """Notes in a heading, a table, a caption, a list."""
    return read_publication(write_sample(folder))[0]


def per_chapter(folder: Path) -> Publication:
    """Numbers that begin anew, and headings between the notes at the end of the page."""
    satzspiegel = {"notes": "per-chapter"}
    metadata = {"satzspiegel": satzspiegel}
    chapters = {"01-noten.md": NoteBook(10).text(4)}
    return read_publication(write_sample(folder, metadata, chapters))[0]


def crowded(folder: Path) -> Publication:
    """Four calls in a line, and more notes than text: the last ends far below it."""
    words = Book()._text(150)
    text = CROWDED.format(text="Ein[^1] Satz[^2] mit[^3] Noten.[^4]", note=words)
    return read_publication(write_sample(folder, chapters={"01-noten.md": text}))[0]


#: The pages: a manuscript in a style.
PAGES: dict[str, tuple[Callable[[Path], Publication], str]] = {
    "shipped": (shipped, ""),
    "per-chapter": (per_chapter, ""),
    "crowded": (crowded, ""),
    **{f"sample-{path.name}": (sample, path.name) for path in sorted((ROOT / "styles").glob("*/"))},
}
NOTE = "[role~=doc-footnote]"
#: What a style sheet might do wrong where notes stand beside the text, and what is then said.
FAULTS = {
    # What max() is for: without it each note stands at the height of its call.
    "overlap": (f"{NOTE} {{ --before: --nothing !important }}", r"notes \d+ and \d+ overlap"),
    "above": (f"{NOTE} {{ translate: 0 -3rem }}", r"note \d+ stands \d+ px above its call"),
    "text": (f"{NOTE} {{ translate: -20rem }}", r"note \d+ stands on the text"),
    "outside": (f"{NOTE} {{ translate: -95rem }}", r"note \d+ sticks out of the page"),
    "below": (f"{NOTE} {{ position: static !important }}", r"note \d+ is not beside the text"),
    "excess": ("footer { min-width: 3000px }", r"the page is \d+ px wider than the window"),
    "order": (f"{NOTE}:first-of-type {{ display: none }}", r"note \d+ .*"),
}
BESIDE = f"{NOTE} {{ position: absolute !important }}"

Views = dict[tuple[str, int], View]


def write_pages(folder: Path) -> list[Path]:
    """All pages, and the crowded one with each fault."""
    pages = {
        name: make_html(make(folder / name), load_style(style), "build").decode()
        for name, (make, style) in PAGES.items()
    }
    rules = {"beside": BESIDE, **{name: rule for name, (rule, _) in FAULTS.items()}}
    for name, rule in rules.items():
        pages[name] = pages["crowded"].replace("</head>", f"<style>{rule}</style></head>", 1)
    paths = {name: folder / f"{name}.html" for name in pages}
    for name, page in pages.items():
        paths[name].write_text(page, "utf-8")
    return list(paths.values())


@pytest.fixture(scope="module")
def measuring(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Views]:
    """The views of a browser by page and width; both browsers measure at once."""
    pages = write_pages(tmp_path_factory.mktemp("pages"))
    with ThreadPoolExecutor(2) as pool:
        running = {
            browser: pool.submit(views, browser, pages, (*WIDE, *NARROW)) for browser in BROWSERS
        }

    def measured(browser: str) -> Views:
        found = or_skip(running[browser].result)
        return {(Path(view.page).stem, view.width): view for view in found}

    return measured


@pytest.mark.parametrize("browser", BROWSERS)
@pytest.mark.parametrize("width", WIDE)
@pytest.mark.parametrize("page", PAGES)
def test_notes_stand_beside_the_text(
    page: str, width: int, browser: str, measuring: Callable[[str], Views]
) -> None:
    view = measuring(browser)[page, width]
    assert len(view.notes) > 3
    assert list(faults(view, beside=True)) == []


@pytest.mark.parametrize("browser", BROWSERS)
@pytest.mark.parametrize("page", PAGES)
def test_on_a_phone_notes_follow_the_text(
    page: str, browser: str, measuring: Callable[[str], Views]
) -> None:
    view = measuring(browser)[page, *NARROW]
    assert list(faults(view, beside=False)) == []
    assert min(note.box.top for note in view.notes) > max(call.box.bottom for call in view.calls)


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_note_stands_at_the_height_of_its_call(
    browser: str, measuring: Callable[[str], Views]
) -> None:
    """Where there is room: most do, and the first of a page always."""
    view = measuring(browser)["shipped", WIDE[0]]
    below = [note.box.top - call.box.top for call, note in zip(view.calls, view.notes, strict=True)]
    assert below[0] < 10
    assert sum(distance < 10 for distance in below) > len(below) * 0.7


@pytest.mark.parametrize("browser", BROWSERS)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_seen(fault: str, browser: str, measuring: Callable[[str], Views]) -> None:
    _, words = FAULTS[fault]
    found = list(faults(measuring(browser)[fault, WIDE[0]], beside=True))
    assert any(re.fullmatch(words, line) for line in found), found


@pytest.mark.parametrize("browser", BROWSERS)
def test_on_a_phone_a_fault_is_seen(browser: str, measuring: Callable[[str], Views]) -> None:
    found = list(faults(measuring(browser)["beside", *NARROW], beside=False))
    assert any(re.fullmatch(r"note \d+ is beside the text", line) for line in found), found
