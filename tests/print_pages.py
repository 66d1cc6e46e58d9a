"""Pages painted for the print shop in tests: a bit of HTML, images, a profile of the system."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from satzspiegel.editions.pdf.painter import Painter, font_url, parse
from satzspiegel.editions.print.painting import Printed, paint_pages, print_pages
from satzspiegel.editions.print.profiles import Profile, find_profile
from satzspiegel.fonts import faces_for
from satzspiegel.manuscript.images import JPEG, PNG, SVG
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import (
    Asset,
    Metadata,
    PrintSettings,
    Publication,
    Settings,
    Text,
)
from satzspiegel.printing_facts import PageFacts, PrintFacts
from satzspiegel.styles import load_style
from satzspiegel.verify.printing import read_print

BUILD = "0123456789abcdef"
SIZE = "@page { size: 100mm 150mm; margin: 10mm }"
FORMATS = {"PNG": PNG, "JPEG": JPEG}


@cache
def profile() -> Profile:
    """A profile of FOGRA39; a test that wants one is skipped where there is none."""
    try:
        return find_profile(PrintSettings(), Path("/nowhere"))
    except ManuscriptError:
        pytest.skip("printed colours, because there is no profile of FOGRA39: make profile")


def publication(*assets: Asset) -> Publication:
    """A publication that has images and no text."""
    metadata = Metadata(title=(Text("Probe & Druck"),))
    return Publication("probe", Path(), metadata, Settings(), assets=assets)


def picture(image: Image.Image, name: str = "bild", kind: str = "PNG", **options: Any) -> Asset:
    """An image as a file of the manuscript, at the address ``asset:bild``."""
    file = BytesIO()
    image.save(file, kind, **options)
    return Asset(f"{name}.{kind.lower()}", name, FORMATS[kind], file.getvalue())


def drawing(content: str, name: str = "zeichnung") -> Asset:
    """A drawing of 60 × 60 CSS pixels."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60">{content}</svg>'
    return Asset(f"{name}.svg", name, SVG, svg.encode())


def painted(
    body: str, css: str = "", *assets: Asset, marks: bool = False, pad_to: int = 1
) -> Printed:
    """The pages of a document, as PDF/X-4."""
    return printed(*laid_out(body, css, *assets), marks=marks, pad_to=pad_to)


def printed(
    document: Any, painter: Painter, work: Publication, *, marks: bool = False, pad_to: int = 1
) -> Printed:
    """A document that is laid out, as PDF/X-4."""
    pages = print_pages(painter, document, work, marks=marks, pad_to=pad_to)
    return paint_pages(painter, document, pages, work, BUILD, profile(), "probe")


def laid_out(body: str, css: str, *assets: Asset) -> tuple[Any, Painter, Publication]:
    """A document, its painter and its publication."""
    style = load_style("klassisch")
    faces = faces_for("pdf", [body], style)[:1]
    (face,) = faces
    font = f'@font-face {{ font-family: "{face.family}"; src: url({font_url(0)}) }}'
    sheet = f'{font} {SIZE} html {{ font: 10pt "{face.family}" }} body {{ margin: 0 }} {css}'
    work = publication(*assets)
    painter = Painter(work, faces, sheet, face.family)
    return painter.layout(parse(f"<html><body>{body}</body></html>")), painter, work


def facts(body: str, css: str = "", *assets: Asset) -> PrintFacts:
    """What is read back of a document's file."""
    return read_print(painted(body, css, *assets).data)


def page(body: str, css: str = "", *assets: Asset) -> PageFacts:
    """What is read back of a document's only page."""
    (one,) = facts(body, css, *assets).pages
    return one
