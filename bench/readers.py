"""Every note of an EPUB opened and left again in epub.js and foliate-js, as a reader would.

``python -m bench.readers MANUSCRIPT BOOK.epub``: Chromium shows the book in each of the two, once
scrolled and once on pages. Each call is clicked, then the link back of the note that it leads to,
and foliate-js also shows each note in its own pop-up; each entry of the page list is followed.
What was reached is what stands there on the screen, and what it is, its own words say; no id is
looked at. On the scrolled screen that is one note, one call or one mark; on pages it is among
those of the page.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from satzspiegel.model import Publication
from satzspiegel.reading import read_publication
from satzspiegel.verify import validators
from satzspiegel.verify.expected import expected
from satzspiegel.verify.reading import Word, normal
from satzspiegel.verify.validators.running import answer

SCRIPT = Path(__file__).parents[1] / "tests" / "browser" / "readers.mjs"
READERS = ("epubjs", "foliate")
FLOWS = ("scrolled", "paginated")
#: Seconds that a book of a thousand notes may take in one reader.
LIMIT = 900.0


@dataclass(frozen=True)
class Shown:
    """A note as a reader shows it: its number and its words without spaces."""

    number: str
    text: str

    @classmethod
    def of(cls, said: dict[str, str]) -> Shown:
        return cls(said["number"], squeezed(said["text"]))


@dataclass(frozen=True)
class Visit:
    """A call clicked: the notes it leads to, its pop-up, the calls that the link back leads to.

    Those, and itself, by ``place``: the file's in the spine, and the call's in the file.
    """

    number: str
    place: tuple[int, int]
    notes: tuple[Shown, ...]
    popup: Shown | None
    back: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Visited:
    """A book read: its calls in the order of the text, and its page list.

    ``pages`` has the label of each entry, and the names of the marks that it leads to.
    """

    calls: tuple[Visit, ...]
    pages: tuple[tuple[str, tuple[str, ...]], ...]
    has_popups: bool


def visit(book: Path, reader: str, flow: str, limit: float = LIMIT) -> Visited:
    """Read an EPUB; ``reader`` is one of :data:`READERS`, ``flow`` one of :data:`FLOWS`.

    Raises :class:`~satzspiegel.verify.validators.ValidatorMissingError` and
    :class:`~satzspiegel.verify.validators.ValidatorFailedError`.
    """
    for package in ("puppeteer-core", "epubjs", "foliate-js"):
        validators.npm_package(package)
    job = {
        "reader": reader,
        "flow": flow,
        "book": str(book.resolve()),
        "chromium": str(validators.chromium()),
        "modules": str(validators.NODE_MODULES.resolve()),
    }
    command: list[str | Path] = [validators.node(), SCRIPT, json.dumps(job)]
    found: dict[str, Any] = answer(reader, command, limit)
    return Visited(
        tuple(_visit(call) for call in found["calls"]),
        tuple((page["label"], tuple(page["marks"])) for page in found["pages"]),
        has_popups=reader == "foliate",
    )


def _visit(call: dict[str, Any]) -> Visit:
    popup = call["popup"]
    return Visit(
        number=call["number"],
        place=(call["section"], call["order"]),
        notes=tuple(Shown.of(note) for note in call["notes"]),
        popup=Shown.of(popup) if popup and popup["type"] == "footnote" else None,
        back=tuple((there["section"], there["order"]) for there in call["back"]),
    )


def squeezed(text: str) -> str:
    """A text without what readers may set otherwise: spaces, and what :func:`normal` evens out."""
    return "".join(normal(text).split())


def squeezed_words(words: tuple[Word, ...]) -> str:
    """The same of words, without those that a reader may leave out."""
    return squeezed("".join(word.value for word in words if not word.optional))


def strays(publication: Publication, visited: Visited) -> Iterator[str]:
    """What went wrong with the notes, one line each; nothing if all led where they should."""
    notes, words = publication.notes, expected(publication).notes
    if len(visited.calls) != len(notes):
        yield f"{len(visited.calls)} calls for {len(notes)} notes"
    for note, text, call in zip(notes, words, visited.calls, strict=False):
        if call.number != note.number:
            yield f"call {call.number} stands where call {note.number} should"
        yield from _stray(Shown(note.number, squeezed_words(text)), call, visited.has_popups)


def _stray(note: Shown, call: Visit, has_popups: bool) -> Iterator[str]:
    if note not in call.notes:
        yield f"call {note.number} leads to {_said(call.notes)}"
    if has_popups and call.popup != note:
        yield f"call {note.number} pops up {_said((call.popup,) if call.popup else ())}"
    if call.place not in call.back:
        yield f"note {note.number} leads back to {list(call.back)}, not to {call.place}"


def _said(notes: tuple[Shown, ...]) -> str:
    return ", ".join(f"{note.number} »{note.text[:30]}…«" for note in notes) or "nothing"


def stray_pages(labels: tuple[str, ...], name: str, visited: Visited) -> Iterator[str]:
    """What went wrong with the page list: each entry leads to the mark of its label.

    ``name`` is what comes before the label in the mark's name.
    """
    if len(visited.pages) != len(labels):
        yield f"{len(visited.pages)} entries for {len(labels)} printed pages"
    for label, (_, marks) in zip(labels, visited.pages, strict=False):
        if f"{name} {label}" not in marks:
            yield f"page {label} leads to {list(marks)}"


def main(manuscript: Path, book: Path) -> int:
    publication, _ = read_publication(manuscript)
    failed = False
    for reader in READERS:
        for flow in FLOWS:
            start = time.perf_counter()
            visited = visit(book, reader, flow)
            seconds = time.perf_counter() - start
            wrong = list(strays(publication, visited))
            failed |= bool(wrong)
            print(
                f"{reader} {flow}: {len(visited.calls)} notes, {len(wrong)} astray, {seconds:.0f} s"
            )
            for line in wrong:
                print(f"  {line}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
