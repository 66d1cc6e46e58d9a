"""Every note opened and left again in two readers, every printed page found: on the screen.

Where a reader lands is seen there, and what stands there is told by its number and words, so a note
with the right id in the wrong place is noticed. Faults at the end turn exactly those checks red
that they should.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench import azw3
from bench.readers import FLOWS, READERS, Visited, stray_pages, strays, visit
from bench.thousand import NoteBook
from lxml import etree

from conftest import ROOT
from samples import CHAPTERS, png, write_sample
from satzspiegel.dump import Dump
from satzspiegel.editions.epub import make_epub
from satzspiegel.editions.pdf import set_pages
from satzspiegel.model import Publication
from satzspiegel.page_marks import page_marks, with_page_marks
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from validators import or_skip

Element = Any  # lxml has no types
XHTML = "{http://www.w3.org/1999/xhtml}"
LINK = f"{XHTML}a"
#: What each reader made of each book, by its name, the reader and the flow.
Runs = dict[tuple[str, str, str], Future[Visited]]
#: Seconds that one reader may take for a book.
LIMIT = 240.0
#: Notes in every odd place, and five chapters of ten.
MIXED = {**CHAPTERS, "03-noten.md": NoteBook(10).text(5)}
#: What is opened: the shipped manuscript also on pages.
RUNS = [
    *(("shipped", reader, flow) for reader in READERS for flow in FLOWS),
    *((name, reader, "scrolled") for name in ("mixed", "faulty") for reader in READERS),
]


def marked(publication: Publication) -> Publication:
    """With marks of its printed pages."""
    layout = set_pages(publication, load_style(), "build", Dump()).layout
    return with_page_marks(publication, layout)


@pytest.fixture(scope="module")
def publications(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Publication]:
    folder = tmp_path_factory.mktemp("manuscripts")
    return {
        "shipped": marked(read_publication(ROOT / "manuscript")[0]),
        "mixed": read_publication(write_sample(folder / "mixed", chapters=MIXED))[0],
        "faulty": marked(read_publication(write_sample(folder / "faulty"))[0]),
    }


@pytest.fixture(scope="module")
def books(
    publications: dict[str, Publication], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The EPUBs, one of them with faults."""
    folder = tmp_path_factory.mktemp("books")
    paths = {name: folder / f"{name}.epub" for name in publications}
    for name, publication in publications.items():
        paths[name].write_bytes(make_epub(publication, load_style(), "build", png(6, 9)))
    seed_faults(paths["faulty"])
    return paths


@pytest.fixture(scope="module")
def reading(books: dict[str, Path]) -> Iterator[Runs]:
    """All the books being read, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        yield {
            (name, reader, flow): pool.submit(visit, books[name], reader, flow, LIMIT)
            for name, reader, flow in RUNS
        }


def test_the_book_has_a_thousand_notes() -> None:
    text = NoteBook().written()
    called, defined = (re.findall(p, text) for p in (r"\[\^(\d+)\](?!:)", r"(?m)^\[\^(\d+)\]:"))
    assert called == [str(n + 1) for n in range(1000)] == defined
    assert len(re.findall(r"(?m)^# ", text)) == 40


# --------------------------------------------------------------------------------- what is right


@pytest.mark.parametrize(("name", "reader", "flow"), [run for run in RUNS if run[0] != "faulty"])
def test_every_note_is_opened_and_left(
    name: str,
    reader: str,
    flow: str,
    publications: dict[str, Publication],
    reading: Runs,
) -> None:
    visited = or_skip(reading[name, reader, flow].result)
    assert len(visited.calls) > 40
    assert list(strays(publications[name], visited)) == []


@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize("reader", READERS)
def test_every_printed_page_is_found(
    reader: str,
    flow: str,
    publications: dict[str, Publication],
    reading: Runs,
) -> None:
    visited = or_skip(reading["shipped", reader, flow].result)
    labels = tuple(mark.label for mark in page_marks(publications["shipped"]))
    assert len(labels) > 20
    assert list(stray_pages(labels, "Seite", visited)) == []


def test_a_book_without_printed_pages_has_no_page_list(
    reading: Runs,
) -> None:
    assert or_skip(reading["mixed", "foliate", "scrolled"].result).pages == ()


# --------------------------------------------------------------------------------- what is wrong


def seed_faults(book: Path) -> None:
    """Note 2 has another id, 8 and 13 each other's words; page 5 leads to page 6.

    7 leads back to 6, and 9, which the second call of its chapter calls, to that of the first.
    """
    with zipfile.ZipFile(book) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, data in files.items():
        if name.endswith(".xhtml"):
            root = etree.fromstring(data)
            by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
            _spoil_notes({name: by_id[name] for name in by_id if name.startswith("fn-")})
            _spoil_pages({a.text: a for nav in root.iter(f"{XHTML}nav") for a in nav.iter(LINK)})
            files[name] = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    with zipfile.ZipFile(book, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def _spoil_notes(notes: dict[str, Element]) -> None:
    if "fn-2" in notes:
        notes["fn-2"].set("id", "fn-elsewhere")
        _back(notes["fn-7"]).set("href", "#fnref-6")
    if "fn-8" in notes:
        _back(notes["fn-9"]).set("href", "chapter-01.xhtml#fnref-2")
        one, other = _back(notes["fn-8"]), _back(notes["fn-13"])
        one.tail, other.tail = other.tail, one.tail


def _spoil_pages(entries: dict[str, Element]) -> None:
    if "5" in entries:
        entries["5"].set("href", entries["6"].get("href"))


def _back(note: Element) -> Element:
    return next(note.iter(LINK))


@pytest.mark.parametrize("reader", READERS)
def test_each_fault_is_seen(
    reader: str,
    publications: dict[str, Publication],
    reading: Runs,
) -> None:
    visited = or_skip(reading["faulty", reader, "scrolled"].result)
    publication = publications["faulty"]
    wrong = {re.sub(r"»[^«]*«|\[.*", "…", line) for line in strays(publication, visited)}
    opened = {
        "call 2 leads to nothing",
        "note 2 leads back to …",
        "call 8 leads to 8 …",
        "call 13 leads to 13 …",
        "note 7 leads back to …",
        "note 9 leads back to …",
    }
    popped = {"call 2 pops up nothing", "call 8 pops up 8 …", "call 13 pops up 13 …"}
    assert wrong == opened | (popped if visited.has_popups else set())
    labels = tuple(mark.label for mark in page_marks(publication))
    assert list(stray_pages(labels, "Seite", visited)) == ["page 5 leads to ['Seite 6']"]


def test_what_calibre_gives_back_is_looked_at(
    books: dict[str, Path], publications: dict[str, Publication]
) -> None:
    """The check on its way back, without calibre: of a good EPUB, and of the one with faults."""
    assert list(azw3.strays(publications["mixed"], books["mixed"])) == []
    wrong = [
        re.sub("»[^«]*«", "…", line)
        for line in azw3.strays(publications["faulty"], books["faulty"])
    ]
    assert wrong == [
        "call 2 leads to nothing",
        "note 7 does not lead back to its call",
        "call 8 leads to …",
        "note 9 does not lead back to its call",
        "call 13 leads to …",
    ]


def test_a_missing_call_is_seen(
    publications: dict[str, Publication],
    reading: Runs,
) -> None:
    visited = or_skip(reading["mixed", "epubjs", "scrolled"].result)
    without_last = replace(visited, calls=visited.calls[:-1])
    assert list(strays(publications["mixed"], without_last)) == ["62 calls for 63 notes"]
