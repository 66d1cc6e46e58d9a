"""Sources of an import, broken: PDF, DOCX, ODT, RTF and bare text, a case for each seed."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from random import Random

import pymupdf
from bench.documents.manuscripts import manuscript

from satzspiegel.import_sources import import_sources
from satzspiegel.manuscript.pandoc import pandoc_program
from satzspiegel.model import Finding

from .cases import Case, picture
from .mutations import mutated

KINDS = ("pdf", "docx", "odt", "rtf", "txt")
#: The beginning of a sound manuscript that sources are made of: bytes break in short ones as well.
LENGTH = 2500
LAYER = """\
VON DEN RÄNDERN

Der äußere Rand ist für den Daumen da, der innere für den Fa-
den, und beide zusammen halten das Buch offen.1 Wer liest,

1 Man braucht davon mehr, als man denkt.
12
\f
der merkt es nicht.2

2 Ebd.
13
"""


def broken_source(seed: int) -> Case:
    """The case of a seed; every tenth is sound."""
    random = Random(seed)  # noqa: S311
    kind = KINDS[seed % len(KINDS)]
    data = _sound(kind, random.randrange(3))
    if random.randrange(10):
        inside = zipfile.is_zipfile(io.BytesIO(data)) and random.random() < 0.8
        data = _entry_mutated(data, random) if inside else mutated(data, random)
    name = f"quelle.{kind}"
    return Case(f"seed-{seed}-import-{kind}", {name: data}, given=name)


def imported(source: Path, output: Path) -> Iterable[Finding]:
    """What an import finds; what it makes must have no error, so that it can be built."""
    made = import_sources([source], output / "neu")
    errors = [finding for finding in made.checked if finding.severity == "error"]
    if errors:
        raise AssertionError(f"imported, but would not be built: {errors}")
    return (*made.findings, *made.checked)


@cache
def _sound(kind: str, number: int) -> bytes:
    text = manuscript(number)[:LENGTH]
    if kind == "txt":
        return LAYER.encode()
    if kind == "pdf":
        return _pdf(text)
    program, _ = pandoc_program()
    command = [str(program), "-f", "markdown", "-t", kind, "-s", "-o", "-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def _pdf(text: str) -> bytes:
    """Two pages with a heading, notes at the foot and a picture; not compressed."""
    with pymupdf.open() as document:
        for number in (1, 2):
            page = document.new_page(width=300, height=420)
            page.insert_text((30, 40), "Von den Rändern", fontsize=16, fontname="tibo")
            box = pymupdf.Rect(30, 60, 270, 300)
            page.insert_textbox(box, text[: 400 * number], fontsize=9, fontname="tiro")
            page.insert_text((30, 360), f"{number} Eine Anmerkung.", fontsize=7, fontname="tiro")
            page.insert_image(pymupdf.Rect(200, 305, 230, 330), stream=picture())
        made: bytes = document.tobytes(no_new_id=True)
    return made


def _entry_mutated(data: bytes, random: Random) -> bytes:
    """An archive in which the bytes of one entry are broken, and the checksums are right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as made:
        names = archive.namelist()
        texts = [name for name in names if name.endswith((".xml", ".rels"))]
        chosen = random.choice(texts or names)
        for name in names:
            content = archive.read(name)
            made.writestr(name, mutated(content, random) if name == chosen else content)
    return out.getvalue()
