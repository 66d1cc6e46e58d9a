"""LuaLaTeX with microtype: protrusion and expansion on."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bench.typesetting.document import languages, written
from bench.typesetting.drawings import write_drawings
from bench.typesetting.job import Command, Job, filled

PACKAGES = (
    "texlive-luatex texlive-latex-recommended texlive-latex-extra "
    "texlive-lang-german texlive-lang-french texlive-lang-spanish"
)
#: Babel's names of languages, by BCP 47 tags as Pandoc translates them.
BABEL = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "la": "latin",
    "it": "italian",
    "pt": "portuguese",
    "ru": "russian",
}


class LuaLaTeX:
    """LuaLaTeX; one run, since nothing refers to pages."""

    name = "LuaLaTeX"

    def missing(self) -> str:
        return "" if shutil.which("lualatex") else f"apt-get install {PACKAGES}"

    def version(self) -> str:
        done = subprocess.run(["lualatex", "--version"], capture_output=True, text=True)
        return done.stdout.split("\n")[0].removeprefix("This is ")

    def prepare(self, job: Job, folder: Path) -> Command:
        write_drawings(job.publication, folder)
        tags = {tag.split("-")[0] for tag in languages(job.publication)} & BABEL.keys()
        names = sorted(BABEL[tag] for tag in tags)
        body = written(job.publication, "latex")
        (folder / "book.tex").write_text(filled("book.tex", job, body=body, languages=names))
        words = ["lualatex", "--interaction=nonstopmode", "--halt-on-error", "book.tex"]
        return Command(words, folder, folder / "book.pdf")
