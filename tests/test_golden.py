"""What a manuscript becomes, stage by stage, as text that a person can read in a diff.

Each folder in ``golden/`` has a manuscript and what came of it: ``typography.txt`` (the document
as it is set), ``chapters.html`` (its mark-up in the e-book) and ``pages.txt`` (every line of the
PDF with its height on the page). A new folder is found by itself; ``make update-golden`` accepts
changes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pymupdf
import pytest

from satzspiegel.dump import Dump
from satzspiegel.editions.epub import make_epub
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.model import Publication
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.verify.reading import SOFT_HYPHEN

GOLDEN = Path(__file__).parent / "golden"
FOLDERS = sorted(path.parent for path in GOLDEN.glob("*/*.md"))


def typography(publication: Publication, folder: Path) -> str:
    Dump(("typography",), folder).write("typography", publication)
    # The root is where the checkout happens to lie.
    text = (folder / "typography.txt").read_text("utf-8")
    return "".join(line for line in text.splitlines(keepends=True) if "root=" not in line)


def chapters(publication: Publication, _: Path) -> str:
    data = make_epub(publication, load_style(), "build", b"")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name for name in sorted(archive.namelist()) if "/chapter-" in name]
        return "\n".join(archive.read(name).decode() for name in names)


def pages(publication: Publication, _: Path) -> str:
    made = make_pdf(publication, load_style(), "build", Dump())
    assert made.findings == ()
    with pymupdf.open(stream=made.data, filetype="pdf") as pdf:
        return "\n".join(line for page in pdf for line in page_lines(page))


def page_lines(page: pymupdf.Page) -> Iterator[str]:
    """Height of the baseline from the top in whole points, left edge, size and text of a line."""
    yield f"\n--- page {page.number + 1}"
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            text = "".join(span["text"] for span in line["spans"]).replace(SOFT_HYPHEN, "‐")
            first = line["spans"][0]
            x, y = first["origin"]
            yield f"{y:5.0f} {x:4.0f} {first['size']:5.1f}  {text.strip()}"


@pytest.mark.parametrize("stage", [typography, chapters, pages], ids=lambda stage: stage.__name__)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_stage_is_as_reviewed(folder: Path, stage, tmp_path: Path, update_golden: bool) -> None:  # type: ignore[no-untyped-def]
    publication, findings = read_publication(next(folder.glob("*.md")))
    assert findings == ()
    made = stage(publication, tmp_path)
    suffix = "html" if stage is chapters else "txt"
    golden = folder / f"{stage.__name__}.{suffix}"
    if update_golden:
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")
