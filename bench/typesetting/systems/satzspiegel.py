"""Satzspiegel by its command line, with a house style made for the run.

The style rests on »klassisch« and changes its measure and its fonts, and the size of what is not
body text, by which the body is told from the rest.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.typesetting.job import Command, Job, filled
from satzspiegel import __version__

#: Families of »klassisch« that are set in the fonts of the comparison, with their axes.
CUTS = {"Satz": ("body", "bold"), "Note": ("note", "note-bold"), "Titel": ("title", "title")}


class Satzspiegel:
    """Our own PDF: a whole build of one edition, verified."""

    name = "Satzspiegel"

    def missing(self) -> str:
        return ""

    def version(self) -> str:
        return __version__

    def prepare(self, job: Job, folder: Path) -> Command:
        style = folder / "style"
        style.mkdir(exist_ok=True)
        kept = [face for face in job.style.faces if face.family not in CUTS]
        text = filled("style.toml", job, cuts=CUTS, kept=kept, base=job.style.folders[0].name)
        (style / "style.toml").write_text(text, "utf-8")
        (style / "page.css.jinja").write_text(filled("page.css.jinja", job), "utf-8")
        words = [sys.executable, "-m", "satzspiegel", "build", str(job.manuscript), "-e", "pdf"]
        words += ["--style", str(style), "-o", str(folder), "--quiet"]
        return Command(words, folder, folder / f"{job.publication.name}.pdf")
