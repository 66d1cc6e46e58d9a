"""One text at one measure in one font: what every system is given, and how its run ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import jinja2

from bench.typesetting.fonts import Family
from satzspiegel.model import Publication
from satzspiegel.styles import Style

TEMPLATES = Path(__file__).parent / "templates"
#: Quotations and everything ragged are set smaller than the body by this much, in pt. By its size
#: the body can be told from them in any PDF.
QUOTATION_SMALLER = 0.6


@dataclass(frozen=True)
class Job:
    """What is set. ``measure`` in mm; ``style`` is the house style that all take figures from."""

    manuscript: Path
    publication: Publication
    measure: float
    family: Family
    fonts: Path
    style: Style

    @property
    def width(self) -> float:
        """Width of the page in mm: the measure and the style's margins."""
        return self.measure + self.style.page.inner + self.style.page.outer


@dataclass(frozen=True)
class Command:
    """A process that makes a PDF, and the folder it works in."""

    words: list[str]
    folder: Path
    pdf: Path


class System(Protocol):
    """A program that sets a job."""

    name: str

    def missing(self) -> str:
        """What has to be installed before it can run, or nothing."""

    def version(self) -> str:
        """What the table calls it by."""

    def prepare(self, job: Job, folder: Path) -> Command:
        """Write its input into a folder of its own; its time is that of the command alone."""


def filled(template: str, job: Job, **values: Any) -> str:
    """A template of :data:`TEMPLATES`, with the job's page and settings.

    Its marks are ``<< value >>`` and ``<% statement %>``, since braces mean much in CSS, Typst and
    TeX.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        autoescape=False,  # noqa: S701  (TeX, Typst, CSS; what is HTML comes from Pandoc)
    )
    settings = job.style.settings
    page = job.style.page
    return environment.get_template(template).render(
        page=page,
        width=f"{job.width:g}",
        bottom=f"{page.bottom:.4f}",
        type=settings["type"],
        hyphenation=settings["hyphenation"],
        quotation=settings["type"]["size"] - QUOTATION_SMALLER,
        fonts=job.fonts,
        family=job.family,
        title="".join(getattr(part, "value", "") for part in job.publication.metadata.title),
        **values,
    )
