"""A book of some 500 pages with a vocabulary of its own, against WeasyPrint alone.

``python -m bench.book [CHAPTERS …]``: seconds and peak memory of the PDF (reading and typography
included), of ``satzspiegel build -e pdf`` (which also verifies it and draws the report) and of
WeasyPrint alone on the same text, in turn, for books of each size; 18 chapters are about 500 pages.
Words are made up from syllables, and used as often as words of a language are: few very often, most
once or twice.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from itertools import accumulate
from pathlib import Path

from bench.__main__ import Run, measure
from bench.plain import write_page
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style

RUNS = 3
SEED = 1455
#: Words that the book has; every second of the rare ones is there only once.
VOCABULARY = 30_000
ONSETS = "b br d dr f fl g gl h k kl kr l m n p pf pl r s sch schl sp st t tr w z zw".split()  # noqa: SIM905
VOWELS = "a e i o u ä ö ü ei au eu ie".split()  # noqa: SIM905
CODAS = "b ch ck d f ft g k l ld m n nd ng r rt s st t tz".split()  # noqa: SIM905
ENDINGS = "e en er ung heit keit lich ig schaft te ten".split()  # noqa: SIM905
SMALL = "und der die das in zu mit von auf ist ein eine nicht sich dem den auch als wie so".split()  # noqa: SIM905


class Book:
    """Writes chapters of one book."""

    def __init__(self, seed: int = SEED) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._words = SMALL + [self._word() for _ in range(VOCABULARY)]
        # Zipf: the n-th word 1/n times as often as the first.
        self._weights = list(accumulate(1 / (n + 2) for n in range(len(self._words))))
        self._notes = 0

    def written(self, chapters: int) -> str:
        """The book in Markdown."""
        head = "---\ntitle: Ein Buch\nlang: de\n---\n"
        return "\n\n".join([head, *(self._chapter(n + 1) for n in range(chapters))]) + "\n"

    def _word(self) -> str:
        choice = self._random.choice
        syllables = self._random.choices([1, 2, 3, 4], [2, 4, 3, 1])[0]
        word = "".join(choice(ONSETS) + choice(VOWELS) + choice(CODAS) for _ in range(syllables))
        word += choice(ENDINGS)
        return word.capitalize() if self._random.random() < 0.4 else word

    def _chapter(self, number: int) -> str:
        blocks = [f"# Kapitel {number}"]
        for _ in range(self._random.randint(40, 48)):
            if self._random.random() < 0.1:
                blocks.append(f"## {self._text(4)}")
            blocks.append(self._paragraph())
        return "\n\n".join(blocks)

    def _paragraph(self) -> str:
        """Some sentences, now and then with a note."""
        sentences, notes = [], []
        for _ in range(self._random.randint(3, 9)):
            sentence = self._text(self._random.randint(6, 24)).capitalize() + "."
            if self._random.random() < 0.18:
                self._notes += 1
                sentence += f"[^{self._notes}]"
                notes.append(f"[^{self._notes}]: {self._text(self._random.randint(5, 40))}.")
            sentences.append(sentence)
        return "\n\n".join([" ".join(sentences), *notes])

    def _text(self, words: int) -> str:
        return " ".join(self._random.choices(self._words, cum_weights=self._weights, k=words))


def compared(chapters: int, folder: Path) -> tuple[Run, ...]:
    """The medians of the PDF, of the build and of WeasyPrint alone, measured in turn."""
    manuscript, page = folder / "buch.md", folder / "plain.html"
    manuscript.write_text(Book().written(chapters), "utf-8")
    write_page(manuscript, page)
    python, out = sys.executable, str(folder)
    commands = [
        [python, "-m", "bench.book", "--pdf", str(manuscript), str(folder / "buch.pdf")],
        [python, "-m", "satzspiegel", "build", str(manuscript), "-o", out, "-e", "pdf", "-q"],
        [python, "-m", "bench.plain", str(page), str(folder / "plain.pdf")],
    ]
    runs = [[measure(command) for command in commands] for _ in range(RUNS)]
    return tuple(_median(list(column)) for column in zip(*runs, strict=True))


def _median(runs: list[Run]) -> Run:
    return Run(
        statistics.median(run.seconds for run in runs),
        statistics.median(run.megabytes for run in runs),
    )


def write_pdf(manuscript: Path, path: Path) -> None:
    """The PDF of a manuscript, and nothing else."""
    publication, _ = read_publication(manuscript)
    path.write_bytes(make_pdf(publication, load_style(), "bench", Dump()).data)


def main(sizes: list[int]) -> None:
    for chapters in sizes:
        with tempfile.TemporaryDirectory() as folder:
            pdf, whole, plain = compared(chapters, Path(folder))
        said = ((pdf, "pdf"), (whole, "build"), (plain, "weasyprint alone"))
        print(
            f"{chapters:3} chapters:",
            *(f"{what} {run.seconds:.1f} s {run.megabytes:.0f} MB," for run, what in said),
            f"ratios {pdf.seconds / plain.seconds:.2f} and {whole.seconds / plain.seconds:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--pdf"]:
        write_pdf(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([int(word) for word in sys.argv[1:]] or [6, 18])
