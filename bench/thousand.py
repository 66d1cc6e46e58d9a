"""A book of 1,000 notes in 40 chapters, put through all that its e-book and web page must bear.

``python -m bench.thousand [OUTPUT]`` writes the manuscript, builds EPUB and web page without the
PDF (five cold runs, the median counts) and prints a table: seconds and sizes, EPUBCheck, every note
opened and left again in epub.js and foliate-js, the side notes in Chromium and Firefox, and
calibre's AZW3 read back. Exit code 1 if anything fails; what is missing is said loudly.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

from bench import azw3, readers, side_notes
from bench.__main__ import measure
from bench.book import Book
from satzspiegel.dump import Dump
from satzspiegel.editions import EPUB, HTML
from satzspiegel.making import make_editions
from satzspiegel.model import Publication
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.verify import validators

CHAPTERS, NOTES = 40, 25
RUNS = 5
SECONDS = 5.0
HEAD = """\
---
title: Tausend Anmerkungen
subtitle: Ein Buch aus erfundenen Wörtern
author: Niemand
lang: de-DE
date: 2026-03-14
publisher: Verlag am Rand
---
"""
#: So many paragraphs have no note, for each that has one.
BARE = 0.5


class NoteBook(Book):
    """Writes a book with so many notes in each chapter, in all places where notes can be called.

    Most are citations of a line or two; some say »Ebd.«, some have two paragraphs, one a chapter is
    as long as a page.
    """

    def __init__(self, notes: int = NOTES) -> None:
        super().__init__()
        self._of_chapter = notes

    def written(self, chapters: int = CHAPTERS) -> str:
        """The book in Markdown."""
        return f"{HEAD}\n{self.text(chapters)}"

    def text(self, chapters: int) -> str:
        """The same without title and author."""
        return "\n\n".join(self._chapter(n + 1) for n in range(chapters)) + "\n"

    def _chapter(self, number: int) -> str:
        forms = [self._heading, self._quotation, self._list, self._table, self._side_by_side]
        blocks = [f"# Kapitel {number}: {self._text(3)}"]
        last = self._notes + self._of_chapter
        while self._notes < last:
            room = last - self._notes
            form = self._random.choice(forms) if self._random.random() < 0.2 else self._noted
            blocks.append(form() if room > 2 else self._noted())
            if self._random.random() < BARE:
                blocks.append(self._sentences())
        notes = (f"[^{n + 1}]: {self._note(n)}" for n in range(last - self._of_chapter, last))
        return "\n\n".join([*blocks, *notes])

    def _call(self) -> str:
        self._notes += 1
        return f"[^{self._notes}]"

    def _note(self, number: int) -> str:
        place = number % self._of_chapter
        if place == self._of_chapter // 2:
            return self._sentences(30)
        if place % 7 == 3:
            return "Ebd."
        if place % 11 == 5:
            return f"{self._sentence()}\n\n    {self._sentence()}"
        return self._sentences(self._random.randint(1, 3))

    def _sentence(self) -> str:
        return self._text(self._random.randint(6, 22)).capitalize() + "."

    def _sentences(self, count: int = 5) -> str:
        return " ".join(self._sentence() for _ in range(count))

    def _noted(self) -> str:
        return f"{self._sentences(2)}{self._call()} {self._sentences(2)}"

    def _side_by_side(self) -> str:
        """Two calls on one line."""
        return f"{self._text(4)}{self._call()} {self._text(2)}{self._call()} {self._sentence()}"

    def _heading(self) -> str:
        return f"## {self._text(4)}{self._call()}\n\n{self._sentences()}"

    def _quotation(self) -> str:
        return f"> {self._sentences(3)}{self._call()}"

    def _list(self) -> str:
        return f"- {self._text(8)}{self._call()}\n- {self._text(8)}"

    def _table(self) -> str:
        row = f"| {self._text(1)} | {self._text(2)}{self._call()} | {self._text(1)} |"
        return f"| {self._text(1)} | {self._text(1)} | {self._text(1)} |\n|---|---|---|\n{row}"


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured, the figure, and whether it is as it must be."""

    what: str
    figure: str
    fine: bool = True


def rows(folder: Path) -> Iterator[Row]:
    """Everything measured on the book, built into ``folder``."""
    manuscript = folder / "tausend.md"
    manuscript.write_text(NoteBook().written(), "utf-8")
    publication, _ = read_publication(manuscript)
    yield Row("notes", str(len(publication.notes)), len(publication.notes) == CHAPTERS * NOTES)
    yield _made(publication)
    yield _built(manuscript, folder)
    book, page = folder / "tausend.epub", folder / "tausend.html"
    yield Row("sizes", f"EPUB {_kilobytes(book)}, HTML {_kilobytes(page)}")
    checks: list[tuple[str, Callable[[], Iterator[Row]]]] = [
        ("EPUBCheck", partial(_epubcheck, book)),
        ("readers", partial(_read, publication, book)),
        *((name, partial(_side_notes, name, page)) for name in side_notes.BROWSERS),
        ("calibre", partial(_azw3, publication, book)),
    ]
    for what, check in checks:
        yield from _checked(what, check)


def _made(publication: Publication) -> Row:
    """Seconds that the two editions take, once the manuscript is read."""
    start = time.perf_counter()
    made = (EPUB, HTML), publication, load_style(), "bench"
    make_editions(*made, progress=lambda stage: None, dump=Dump())
    seconds = time.perf_counter() - start
    return Row("EPUB and HTML made", f"{seconds:.1f} s", seconds < SECONDS)


def _built(manuscript: Path, folder: Path) -> Row:
    """Seconds of a whole command: a cold process, reading and verification included."""
    command = [sys.executable, "-m", "satzspiegel", "build", str(manuscript), "-q"]
    command += ["-o", str(folder), "-e", "epub", "-e", "html"]
    runs = [measure(command) for _ in range(RUNS)]
    seconds = statistics.median(run.seconds for run in runs)
    megabytes = max(run.megabytes for run in runs)
    figure = f"{seconds:.1f} s, {megabytes:.0f} MB (median of {RUNS} cold runs)"
    return Row("the whole command: read, set, made, compared", figure)


def _kilobytes(path: Path) -> str:
    return f"{path.stat().st_size / 1000:.0f} KB"


def _checked(what: str, check: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    """The rows of a check; one that says so where something is missing or fails."""
    try:
        yield from check()
    except validators.ValidatorMissingError as missing:
        yield Row(what, f"NOT CHECKED: {missing}", fine=False)
    except (validators.ValidatorFailedError, azw3.CalibreError) as failed:
        yield Row(what, str(failed), fine=False)


def _epubcheck(book: Path) -> Iterator[Row]:
    start = time.perf_counter()
    messages = validators.epubcheck(book)
    said = [str(one) for one in messages]
    yield Row("EPUBCheck: messages", _counted(said, time.perf_counter() - start), not messages)


def _read(publication: Publication, book: Path) -> Iterator[Row]:
    """Both readers, both ways, two at a time."""
    ways = list(product(readers.READERS, readers.FLOWS))
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(partial(_way, publication, book), ways)
        for (reader, flow), (figure, fine) in zip(ways, found, strict=True):
            yield Row(f"{reader}, {flow}: notes astray", figure, fine)


def _way(publication: Publication, book: Path, way: tuple[str, str]) -> tuple[str, bool]:
    start = time.perf_counter()
    wrong = list(readers.strays(publication, readers.visit(book, *way)))
    return _counted(wrong, time.perf_counter() - start), not wrong


def _side_notes(browser: str, page: Path) -> Iterator[Row]:
    for view in side_notes.views(browser, [page], (*side_notes.WIDE, *side_notes.NARROW)):
        wrong = list(side_notes.faults(view, beside=view.width not in side_notes.NARROW))
        what = f"{browser}, {view.width} px: notes misplaced, laid out"
        yield Row(what, _counted(wrong, view.seconds), not wrong)


def _azw3(publication: Publication, book: Path) -> Iterator[Row]:
    start = time.perf_counter()
    kindle, back = azw3.converted(book, book.parent)
    wrong = list(azw3.strays(publication, back))
    yield Row(
        "AZW3 by calibre: notes astray", _counted(wrong, time.perf_counter() - start), not wrong
    )
    yield Row("AZW3, size", _kilobytes(kindle))


def _counted(wrong: list[str], seconds: float) -> str:
    """How much is wrong, the first of it, and how long that took to find."""
    first = f": {wrong[0]}" if wrong else ""
    return f"{len(wrong)} ({seconds:.1f} s){first}"


def main(folder: Path) -> int:
    failed = False
    print(f"| {CHAPTERS * NOTES} notes in {CHAPTERS} chapters | |\n|---|---|", flush=True)
    for row in rows(folder):
        failed |= not row.fine
        print(f"| {row.what} | {row.figure}{'' if row.fine else ' **FAILED**'} |", flush=True)
    return int(failed)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        output = Path(sys.argv[1])
        output.mkdir(parents=True, exist_ok=True)
        sys.exit(main(output))
    with tempfile.TemporaryDirectory() as name:
        sys.exit(main(Path(name)))
