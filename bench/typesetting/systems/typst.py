"""Typst, by its package on PyPI."""

from __future__ import annotations

import sys
from importlib import metadata, util
from pathlib import Path

from bench.typesetting.document import written
from bench.typesetting.drawings import write_drawings
from bench.typesetting.job import Command, Job, filled

COMPILE = (
    "import sys, typst; "
    "typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], "
    "ignore_system_fonts=True)"
)


class Typst:
    """Typst with its own paragraphs, justified."""

    name = "Typst"

    def missing(self) -> str:
        return "" if util.find_spec("typst") else "pip install --group bench"

    def version(self) -> str:
        return metadata.version("typst")

    def prepare(self, job: Job, folder: Path) -> Command:
        write_drawings(job.publication, folder)
        source, pdf = folder / "book.typ", folder / "book.pdf"
        source.write_text(filled("book.typ", job, body=written(job.publication, "typst")), "utf-8")
        words = [sys.executable, "-c", COMPILE, str(source), str(pdf), str(job.fonts)]
        return Command(words, folder, pdf)
