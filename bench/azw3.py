"""An EPUB made into a Kindle book by calibre, and that read back: do its notes still resolve?

``python -m bench.azw3 MANUSCRIPT BOOK.epub``. calibre splits and renames files and turns links into
positions, so what comes back is looked at anew: each call leads to an element with the number and
the words of its note, and the link back in that to the call.
"""

from __future__ import annotations

import posixpath
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from bench.readers import squeezed, squeezed_words
from satzspiegel.model import Publication
from satzspiegel.reading import read_publication
from satzspiegel.verify.expected import expected

Element = Any  # lxml has no types
PACKAGE = "{http://www.idpf.org/2007/opf}"
LINK = "{http://www.w3.org/1999/xhtml}a"


class CalibreError(Exception):
    """calibre is missing, or did not convert a book; the text says which."""


def converted(book: Path, folder: Path) -> tuple[Path, Path]:
    """The AZW3 of an EPUB, and the EPUB that calibre reads back from that; both in ``folder``.

    Raises :class:`CalibreError`.
    """
    command = shutil.which("ebook-convert")
    if command is None:
        raise CalibreError("calibre is missing (sudo apt install calibre)")
    kindle, back = folder / f"{book.stem}.azw3", folder / f"{book.stem}-back.epub"
    for source, target in ((book, kindle), (kindle, back)):
        done = subprocess.run(
            [command, source, target], capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode:
            raise CalibreError(f"{target.name}: exit {done.returncode}: {done.stderr[-200:]}")
    return kindle, back


def strays(publication: Publication, book: Path) -> Iterator[str]:
    """What went wrong with the notes of an EPUB, one line each, whatever files it is cut into."""
    documents = _Documents(book)
    calls = [
        a for root in documents.roots.values() for a in root.iter(LINK) if _is(a, "doc-noteref")
    ]
    notes, texts = publication.notes, expected(publication).notes
    if len(calls) != len(notes):
        yield f"{len(calls)} calls for {len(notes)} notes"
    for note, words, call in zip(notes, texts, calls, strict=False):
        if _text(call) != note.number:
            yield f"call {_text(call)} stands where call {note.number} should"
        there = documents.target(call)
        if there is None:
            yield f"call {note.number} leads to nothing"
            continue
        if squeezed(_text(there)) != note.number + squeezed_words(words):
            yield f"call {note.number} leads to »{_text(there)[:40]}«"
        if documents.target(next(there.iter(LINK), call)) is not call:
            yield f"note {note.number} does not lead back to its call"


class _Documents:
    """The documents of an EPUB's spine, and where links between them lead."""

    def __init__(self, book: Path) -> None:
        with zipfile.ZipFile(book) as archive:
            name = next(name for name in archive.namelist() if name.endswith(".opf"))
            package = etree.fromstring(archive.read(name))
            hrefs = {i.get("id"): unquote(i.get("href")) for i in package.iter(f"{PACKAGE}item")}
            names = [hrefs[i.get("idref")] for i in package.iter(f"{PACKAGE}itemref")]
            folder = posixpath.dirname(name)
            self.roots: dict[str, Element] = {
                name: etree.fromstring(archive.read(posixpath.join(folder, name))) for name in names
            }
        self._names = {root: name for name, root in self.roots.items()}
        self._ids = {
            (name, element.get("id")): element
            for name, root in self.roots.items()
            for element in root.iter()
            if element.get("id")
        }

    def target(self, link: Element) -> Element | None:
        """The element that a link leads to, or None."""
        name = self._names[link.getroottree().getroot()]
        path, _, fragment = link.get("href", "").partition("#")
        if path:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        return self._ids.get((name, unquote(fragment)))


def _is(element: Element, role: str) -> bool:
    return role in element.get("role", "").split()


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def main(manuscript: Path, book: Path) -> int:
    publication, _ = read_publication(manuscript)
    with tempfile.TemporaryDirectory() as name:
        kindle, back = converted(book, Path(name))
        wrong = list(strays(publication, back))
        size = kindle.stat().st_size / 1000
    print(f"AZW3 {size:.0f} KB, {len(publication.notes)} notes, {len(wrong)} astray")
    for line in wrong:
        print(f"  {line}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
