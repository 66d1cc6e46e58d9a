"""What was chosen is what is printed: every break, and both ends of every line.

Pages are made up from paragraphs full of mark-up, painted, and read back with MuPDF; each line that
we set has to be there with its words, its baseline and its ends.
"""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from bench.documents.conditions import EXACT, bare, off, printed, row_of

from samples import png
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import MadePdf, make_pdf
from satzspiegel.layout import LaidLine, LineKind
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style

SENTENCE = (
    "Der *Setzersaal* der **Donaudampfschifffahrtsgesellschaft** lag „unterm *Dach*“, wo "
    "[Gutenberg]{.smallcaps} H~2~O und 3^2^ verlangte;[^1] z. B. `satz --kerning` im Jahr 1925/26, "
    "KPD-/Führung und [l’esprit de l’escalier toujours]{lang=fr} – [ein *Verweis* ins "
    "Weite](https://example.org/ein/langer/weg/zum/ziel.html), S. 12 f., ~~gestrichen~~ "
    "[unter**strichen**]{.underline}, ***beides zugleich***: Auflage, Pflicht, Kaufleute! "
)
NOTE = "[^1]: " + SENTENCE.replace("[^1]", "") * 3


def manuscript(folder: Path) -> Path:
    """Long paragraphs with everything in them, in every place that lines have."""
    long = SENTENCE.replace("[^1]", "") * 4
    text = f"""---
title: Probe
lang: de
---

# Kapitel

{long}{SENTENCE}

{long}\\
nach einem Umbruch ![](bild.png){{alt="Punkt"}} {long}

> {long}
>
> {long}

- {long}

    {long}

1. {long}
    - {long}

Begriff
:   {long}

![{SENTENCE.replace("[^1]", "")}](bild.png){{alt="Bild"}}

| A | B |
|---|---|
| {long[:120]} | {SENTENCE.replace("[^1]", "").replace("|", "")} |

{NOTE}
"""
    (folder / "bild.png").write_bytes(png(8, 8))
    path = folder / "probe.md"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadePdf:
    publication, findings = read_publication(manuscript(tmp_path_factory.mktemp("exact")))
    assert findings == ()
    return make_pdf(publication, load_style(), "build", Dump())


def ours(made: MadePdf) -> list[tuple[int, LaidLine]]:
    return [
        (sheet.index, line)
        for sheet in made.layout.sheets
        for line in sheet.lines
        if line.ends is not None
    ]


def test_every_break_is_the_break_in_the_pdf(made: MadePdf) -> None:
    lines = ours(made)
    with pymupdf.open(stream=made.data, filetype="pdf") as pdf:
        rows = [printed(page) for page in pdf]
        for index, line in lines:
            assert bare("".join(c for c, _, _ in row_of(line, rows[index]))) == bare(line.text)
    kinds = {line.kind for _, line in lines}
    wanted = {LineKind.TEXT, LineKind.QUOTATION, LineKind.LIST, LineKind.CAPTION, LineKind.NOTE}
    assert kinds >= wanted | {LineKind.HEADING, LineKind.TABLE}
    assert len(lines) > 150


def test_both_ends_are_where_they_were_computed(made: MadePdf) -> None:
    by = []
    with pymupdf.open(stream=made.data, filetype="pdf") as pdf:
        rows = [printed(page) for page in pdf]
        for index, line in ours(made):
            row = row_of(line, rows[index])
            by.append(off(line, row))
    assert max(by) < EXACT


def test_justified_lines_end_at_the_measure(made: MadePdf) -> None:
    """But for what hangs out, which is never more than a hyphen's width."""
    for _, line in ours(made):
        if line.justified and line.ends is not None and line.text[-1].isalnum():
            assert abs(line.ends - line.right) < EXACT, line.text
        elif line.justified and line.ends is not None:
            assert -EXACT < line.ends - line.right < 0.5 * line.size, line.text


def test_words_come_out_whole(made: MadePdf) -> None:
    """Hyphens put in are soft ones in the text layer; the author's stay."""
    with pymupdf.open(stream=made.data, filetype="pdf") as pdf:
        text = "".join(page.get_text() for page in pdf)
    whole = bare(text.replace("\u00ad\n", "")).replace("\u200b", "")
    assert whole.count("Donaudampfschifffahrtsgesellschaft") >= 40
    assert whole.count("KPD-/Führung") >= 40
