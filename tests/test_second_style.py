"""The style of the guide changes every edition; »sachlich« sets whatever a manuscript has."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from conftest import ROOT, codes
from satzspiegel import build
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.layout import Layout, LineKind, Sheet
from satzspiegel.reading import read_publication
from satzspiegel.styles import MM_IN_PT, load_style, style_names

GUIDE = ROOT / "docs" / "stile.md"
FENCE = re.compile(r"^```(toml|jinja)\n(.*?)^```$", re.M | re.S)
PROBE = """\
---
title: Probe
author: Niemand
lang: de-DE
---

# Eins

Vor dem Zitat.^[Eine Anmerkung.]

> Das Zitat mit *einem* Wort.

Nach dem Zitat.
"""
#: Everything that a page may hold, with emphasis in all of it.
EVERYTHING = """\
---
title: "Ein *kursiver*, **fetter** und ***beider*** Titel"
subtitle: "*Kursiv* und **fett**"
author: Niemand
publisher: Verlag
lang: de-DE
---

# *Kursiv*, **fett**, ***beides***, `Code` und [Kap]{.smallcaps}[^1]

::: {.epigraph}
Ein Motto.

Jemand
:::

Ein Absatz, der lang genug ist, um einige Zeilen zu füllen, damit zu sehen ist, ob sie im Blocksatz
oder im Flattersatz stehen; dafür braucht es mehr als zwei Zeilen und mehr als einen Gedanken.

Im Jahr 1919.[^2] *Kursiv [Kap]{.smallcaps}, **beides**, `Code`*, **fett**, ***beides***, Wachſtube.

## **fett** *kursiv*

### **fett** *kursiv*

#### *kursiv*

> *Kursiv*, **fett**, ***beides***.[^3]

| Zeile eins
| *Zeile* zwei

1.  Punkt

    - Strich[^4]

| Kopf **fett** | Zahl |
|---------------|-----:|
| *kursiv* ***b*** | 1919[^5] |

: Eine Tafel: *kursiv*, **fett** {#t}

![Ein Bild](bild.svg){#b alt="Ein Strich" width=60%}

**Begriff**
:   Erklärung.

* * *

Schluss.

[^1]: Note 1919: *kursiv*, **fett**, ***beides***, `Code`.
[^2]: Ebd.
[^3]: Mit Absätzen.

    Der zweite.
[^4]: Strich.
[^5]: Zelle.
"""
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100" viewBox="0 0 300 100">
<path d="M10 10h280v80H10z"/><text x="20" y="60" font-size="20" fill="#fff">Noten</text></svg>"""


# --------------------------------------------------------------------------------- the guide's


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the probe built in the style of the guide and in the one it rests on."""
    folder = tmp_path_factory.mktemp("anleitung")
    section = re.search(r"^## Ein eigener Stil$.*?^## ", GUIDE.read_text("utf-8"), re.M | re.S)
    assert section
    (folder / "mein-stil").mkdir()
    for _, body in FENCE.findall(section[0]):
        name = body.splitlines()[0].strip("{}# ")
        (folder / "mein-stil" / name).write_text(body, "utf-8")
    (folder / "probe.md").write_text(PROBE, "utf-8")
    for style in (str(folder / "mein-stil"), "klassisch"):
        output = folder / Path(style).name / "output"
        result = build(folder / "probe.md", style=style, output=output)
        assert result.findings == ()
    return folder


def test_the_guide_names_every_file_of_its_style(guides: Path) -> None:
    written = {path.name for path in (guides / "mein-stil").glob("*.*")}
    sheets = {"page.css.jinja", "epub.css.jinja", "web.css.jinja"}
    assert written == {"style.toml", "blocks.jinja", *sheets}


def outputs(guides: Path, suffix: str) -> list[Path]:
    """The probe in the guide's style and in klassisch."""
    return [guides / style / "output" / f"probe.{suffix}" for style in ("mein-stil", "klassisch")]


def faces(pdf: Path) -> dict[str, str]:
    """The words of a PDF and the faces they are set in."""
    with pymupdf.open(pdf) as document:
        spans = [
            span
            for page in document
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
    return {span["text"].strip(): span["font"] for span in spans}


def test_the_guides_style_changes_the_pdf(guides: Path) -> None:
    own, klassisch = outputs(guides, "pdf")
    with pymupdf.open(own) as one, pymupdf.open(klassisch) as other:
        sizes = [round(page.rect.width / MM_IN_PT) for page in (one[-1], other[-1])]
    assert sizes == [125, 148]
    own_faces, other_faces = faces(own), faces(klassisch)
    assert "Bold" in own_faces["Eins"] and "Bold" not in other_faces["Eins"]
    assert "Italic" in own_faces["Das Zitat mit"] and "Italic" not in own_faces["einem"]
    assert "Italic" not in other_faces["Das Zitat mit"]


def test_the_guides_style_changes_the_e_book(guides: Path) -> None:
    quotes, sheets, covers = [], [], []
    for path in outputs(guides, "epub"):
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            text = "".join(archive.read(n).decode() for n in names if n.endswith("xhtml"))
            (sheet,) = (archive.read(n).decode() for n in names if n.endswith("css"))
            (cover,) = (archive.read(n) for n in names if n.endswith("cover.png"))
        quotes.append(re.findall(r'<div class="zitat">\s*<blockquote>', text))
        sheets.append(".zitat { font-style: italic }" in sheet)
        covers.append(pymupdf.Pixmap(cover).pixel(2, 2))
    assert [len(found) for found in quotes] == [1, 0]
    assert sheets == [True, False]
    for found, colour in zip(covers, [(0x2F, 0x5D, 0x3A), (0x8A, 0x2F, 0x22)], strict=True):
        assert found == pytest.approx(colour, abs=1)


def test_the_guides_style_changes_the_web_page(guides: Path) -> None:
    own, klassisch = (path.read_text("utf-8") for path in outputs(guides, "html"))
    assert '<div class="zitat"><blockquote>' in own and ".zitat { font-style: italic }" in own
    assert "zitat" not in klassisch


# ------------------------------------------------------------------------------------ sachlich


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alles")
    (folder / "probe.md").write_text(EVERYTHING, "utf-8")
    (folder / "bild.svg").write_text(SVG, "utf-8")
    return folder


@pytest.fixture(scope="module")
def layout(everything: Path) -> Layout:
    publication, _ = read_publication(everything / "probe.md")
    return make_pdf(publication, load_style("sachlich"), "0" * 16, Dump()).layout


def test_both_styles_ship() -> None:
    assert style_names() == ["klassisch", "sachlich"]


def test_sachlich_sets_everything_without_findings(everything: Path, tmp_path: Path) -> None:
    result = build(everything / "probe.md", style="sachlich", output=tmp_path)
    assert codes(result.findings) == []
    assert result.figures["pdf"]["notes on their call's page"] == 5


def of_text(layout: Layout) -> Iterator[tuple[Sheet, Any]]:
    return ((sheet, line) for sheet in layout.sheets if sheet.of_text for line in sheet.lines)


def test_sachlich_has_a_margin_column_left_on_every_page(layout: Layout) -> None:
    style = load_style("sachlich")
    column = style.settings["grid"]["column"] * MM_IN_PT
    for sheet in layout.sheets:
        assert sheet.area[0] == pytest.approx(style.page.inner * MM_IN_PT)
    starts: dict[LineKind, float] = {}
    for sheet, line in of_text(layout):
        start = line.left - sheet.area[0]
        starts[line.kind] = min(start, starts.get(line.kind, start))
    beside = [LineKind.TEXT, LineKind.NOTE, LineKind.CAPTION]
    assert [starts[kind] for kind in beside] == pytest.approx([column] * 3)
    flush = [starts[LineKind.HEADING], starts[LineKind.TABLE]]
    assert flush == pytest.approx([0, 0], abs=0.01)


def test_sachlich_is_set_ragged(layout: Layout) -> None:
    running = [line for _, line in of_text(layout) if line.kind in (LineKind.TEXT, LineKind.NOTE)]
    assert running and not any(line.justified for line in running)


def test_sachlich_puts_the_numbers_of_notes_against_their_texts(
    everything: Path,
) -> None:
    publication, _ = read_publication(everything / "probe.md")
    pdf = make_pdf(publication, load_style("sachlich"), "0" * 16, Dump())
    style = load_style("sachlich")
    edge = (style.page.inner + style.settings["grid"]["column"]) * MM_IN_PT
    with pymupdf.open(stream=pdf.data) as document:
        words = [word for page in document for word in page.get_text("words")]
    (text,) = [word for word in words if word[4] == "Strich."]
    (number,) = [w for w in words if w[4] == "4" and abs(w[1] - text[1]) < 2 and w[0] < edge]
    assert text[0] == pytest.approx(edge, abs=0.1)
    assert 2 < edge - number[2] < 3 * MM_IN_PT
