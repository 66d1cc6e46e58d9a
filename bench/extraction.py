"""Libraries that read PDFs: seconds for the letters of a book with their boxes and fonts.

``python -m bench.extraction BOOK.pdf [PAGES]``: each library that is installed gives for every
letter its character, box, font and size (what :mod:`satzspiegel.importing.pdf` needs), then that
module reads the same pages. pypdfium2 and pdfminer.six are no dependencies: install them first.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import time
from collections.abc import Callable
from ctypes import byref, c_double, c_int, create_string_buffer
from pathlib import Path
from typing import Any

import pymupdf

from satzspiegel.importing.pdf import read
from satzspiegel.importing.pdf.letters import FLAGS

PAGES = 300


def with_pymupdf(path: Path) -> int:
    """Letters by PyMuPDF's ``rawdict``, with their structure elements."""
    count = 0
    with pymupdf.open(path) as document:
        for page in document:
            blocks = page.get_text("rawdict", flags=FLAGS & ~pymupdf.TEXT_COLLECT_STRUCTURE)
            for block in blocks["blocks"]:
                spans = (span for line in block["lines"] for span in line["spans"])
                count += sum(len(span["chars"]) for span in spans)
    return count


def with_pdfium(path: Path) -> int:
    """Letters by PDFium, one call for each thing that is to be known."""
    pdfium = importlib.import_module("pypdfium2")
    raw = importlib.import_module("pypdfium2.raw")
    count = 0
    edges = [c_double() for _ in range(4)]
    font, flags = create_string_buffer(200), c_int()
    for page in pdfium.PdfDocument(path):
        text = page.get_textpage()
        for n in range(text.count_chars()):
            raw.FPDFText_GetUnicode(text, n)
            raw.FPDFText_GetCharBox(text, n, *map(byref, edges))
            raw.FPDFText_GetCharOrigin(text, n, byref(edges[0]), byref(edges[1]))
            raw.FPDFText_GetFontSize(text, n)
            raw.FPDFText_GetFontInfo(text, n, font, 200, byref(flags))
            count += 1
    return count


def with_pdfminer(path: Path) -> int:
    """Letters by pdfminer.six."""
    high_level = importlib.import_module("pdfminer.high_level")
    layout = importlib.import_module("pdfminer.layout")

    def letters(box: Any) -> int:
        if isinstance(box, layout.LTChar):
            return 1
        return sum(map(letters, box)) if isinstance(box, layout.LTContainer) else 0

    return sum(letters(page) for page in high_level.extract_pages(path))


def with_ours(path: Path) -> int:
    """Lines with faces, columns, links and pictures."""
    scanned, _ = read(path.read_bytes(), path.name, lambda pages: None)
    return sum(len(line.text) for page in scanned.pages for line in page.lines)


def timed(name: str, call: Callable[[Path], int], path: Path) -> str:
    """A row of the table."""
    begun = time.process_time()
    try:
        letters = call(path)
    except ModuleNotFoundError as missing:
        return f"| {name} | not installed ({missing.name}) | |"
    return f"| {name} | {letters:,} | {time.process_time() - begun:.1f} |"


def main(book: str, pages: int = PAGES) -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory() as folder, pymupdf.open(book) as document:
        path = Path(folder) / "book.pdf"
        document.select(range(min(pages, len(document))))
        document.save(path)
        print(f"{len(document)} pages\n\n| | letters | s (processor) |\n|---|---|---|")
        print(timed("PyMuPDF", with_pymupdf, path))
        print(timed("PDFium", with_pdfium, path))
        print(timed("pdfminer.six", with_pdfminer, path))
        print(timed("importing.pdf", with_ours, path))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
