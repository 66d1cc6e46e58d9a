"""``python -m bench.roundtrips.scaling [CHAPTERS]``: how long a book of some 300 pages takes.

A book with a vocabulary of its own is set by Typst and written as a Word file; both are imported,
and the PDF's text layer. Beside each stands what a peer takes for less: pdftotext for the letters
of the PDF alone, Pandoc for reading the Word file.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pymupdf
import pypandoc

from bench.book import Book
from bench.roundtrips.makers import MAKERS, Maker, Order, ordered

#: Chapters of 24 pages that make 300.
CHAPTERS = 13


def main(chapters: int = CHAPTERS) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manuscript = folder / "buch.md"
        manuscript.write_text(Book().written(chapters), "utf-8")
        pdf, word = _made("typst", manuscript, folder), _made("docx", manuscript, folder)
        layer = folder / "layer.txt"
        pandoc = [pypandoc.get_pandoc_path(), str(word), "-t", "json", "-o", str(folder / "x")]
        text = ["pdftotext", str(pdf), str(layer)]
        with pymupdf.open(pdf) as document:
            print(f"{chapters} chapters, {len(document)} pages")
        letters, reading = _seconds(text), _seconds(pandoc)
        _say("PDF", folder, pdf, letters, "pdftotext")
        _say("DOCX", folder, word, reading, "Pandoc")
        _say("text layer", folder, layer, letters, "pdftotext")


def _made(name: str, manuscript: Path, folder: Path) -> Path:
    maker: Maker = MAKERS[name]
    order: Order = ordered(manuscript, folder, maker)
    return maker.make(order)


def _say(what: str, folder: Path, source: Path, peer: float, name: str) -> None:
    out = folder / what.replace(" ", "-")
    words = [sys.executable, "-m", "satzspiegel", "import", str(source), "-o", str(out), "-q"]
    began = time.perf_counter()
    seconds = _seconds(words)
    wall = time.perf_counter() - began
    times = f"{seconds / peer:.1f} times {name} ({peer:.2f} s)"
    print(f"{what}: {wall:.1f} s; of the processor {seconds:.1f} s, {times}", flush=True)


def _seconds(words: list[str]) -> float:
    """Seconds of the processor, which others at work on the machine change little."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, capture_output=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
