"""Page numbers: those printed, those that readers show, those of the contents are the same."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pydyf
import pymupdf
import pytest

from samples import write_sample
from satzspiegel.build import build
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import MadePdf, make_pdf
from satzspiegel.editions.pdf.labels import labelling
from satzspiegel.layout import Layout
from satzspiegel.messages import StyleError, render
from satzspiegel.numerals import roman, value_of_roman
from satzspiegel.page_marks import page_marks, with_page_marks
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style

WORDS = "Wer liest, blättert um, und wer umblättert, verliert für die Dauer eines Atems den Satz. "


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(0, ""), (1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix"), (400, "cd")],
)
def test_roman_numerals(number: int, numeral: str) -> None:
    assert roman(number) == numeral


def test_roman_numerals_can_be_read() -> None:
    assert [value_of_roman(roman(number)) for number in range(1, 1200)] == list(range(1, 1200))


@pytest.mark.parametrize("word", ["", "iiii", "im", "vx", "IV", "12", "a", "ic"])
def test_other_words_are_no_numerals(word: str) -> None:
    assert value_of_roman(word) == 0


# ------------------------------------------------------------------------------ in the catalogue


def shown(labels: list[str]) -> list[str]:
    """The labels as MuPDF shows them, of pages that were given these."""
    pdf, written = pydyf.PDF(), io.BytesIO()
    for _ in labels:
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "MediaBox": pydyf.Array((0, 0, 9, 9))}))
    labelling(labels)(None, pdf)
    pdf.write(written)
    with pymupdf.open(stream=written.getvalue(), filetype="pdf") as opened:
        return [page.get_label() for page in opened]


@pytest.mark.parametrize(
    "labels",
    [
        ["1", "2", "3"],
        ["i", "ii", "iii", "iv", "1", "2"],
        ["iv", "v", "1", "2", "4", "5"],
        ["U1", "i", "ii", "1"],
        ["9", "10", "ix", "x", "xi"],
        ["1", "1", "2"],
    ],
)
def test_pages_have_the_labels_they_are_given(labels: list[str]) -> None:
    assert shown(labels) == labels


def test_what_counts_on_is_one_range() -> None:
    pdf = pydyf.PDF()
    labelling(["i", "ii", "iii", "1", "2"])(None, pdf)
    assert pdf.catalog["PageLabels"]["Nums"][::2] == [0, 3]


# ----------------------------------------------------------------------------------- in the book


def made(folder: Path, chapters: int, settings: dict[str, Any], style: str = "") -> MadePdf:
    """The PDF of so many short chapters, without a note or a link in them."""
    text = "".join(f"# Kapitel {n}\n\n{WORDS * 3}\n\n" for n in range(1, chapters + 1))
    path = write_sample(folder / "probe", {"satzspiegel": settings}, {"01-text.md": text})
    return make_pdf(read_publication(path)[0], load_style(style), "build", Dump())


def labels_of(layout: Layout) -> list[str]:
    return [sheet.label for sheet in layout.sheets]


def folios(pdf: MadePdf) -> list[str]:
    """What is printed below the type area of each page."""
    found = []
    with pymupdf.open(stream=pdf.data, filetype="pdf") as opened:
        for page, sheet in zip(opened, pdf.layout.sheets, strict=True):
            x, _, right, bottom = sheet.area
            below = pymupdf.Rect(x, bottom, right, sheet.height)
            found.append(page.get_text(clip=below).strip())
    return found


def entries(pdf: MadePdf) -> list[tuple[str, str]]:
    """Of each line of the contents the number printed, and the label of the page it leads to."""
    found = []
    with pymupdf.open(stream=pdf.data, filetype="pdf") as opened:
        places = opened.resolve_names()
        for page in opened:
            for link in page.get_links():
                row = pymupdf.Rect(0, link["from"].y0, page.rect.width, link["from"].y1)
                words = re.sub(r"Kapitel \d+", "", " ".join(page.get_text(clip=row).split()))
                target = opened[places[link["nameddest"]]["page"]]
                found.append((words.strip(), target.get_label()))
    return found


@pytest.mark.parametrize("chapters", [2, 40])
def test_roman_pages_before_the_text(chapters: int, tmp_path: Path) -> None:
    pdf = made(tmp_path, chapters, {"front-numbers": "roman"})
    sheets = pdf.layout.sheets
    front = next(sheet.index for sheet in sheets if sheet.of_text)
    assert sheets[front].recto
    assert labels_of(pdf.layout)[:front] == [roman(n) for n in range(1, front + 1)]
    counted = range(1, len(sheets) - front + 1)
    assert labels_of(pdf.layout)[front:] == [str(number) for number in counted]
    for sheet, folio in zip(sheets, folios(pdf), strict=True):
        bare = sheet.label in ("i", "ii") or not (sheet.of_text or sheet.front)
        assert folio == ("" if bare else sheet.label), sheet.label
    with pymupdf.open(stream=pdf.data, filetype="pdf") as opened:
        assert [page.get_label() for page in opened] == labels_of(pdf.layout)


def test_a_blank_page_stands_before_the_text_only_where_it_must(tmp_path: Path) -> None:
    fronts = {}
    for chapters in (2, 40):
        pdf = made(tmp_path / str(chapters), chapters, {"front-numbers": "roman"})
        before = [sheet for sheet in pdf.layout.sheets if not sheet.of_text]
        fronts[chapters] = [sheet.front.value if sheet.front else "" for sheet in before[2:]]
    # Contents of one page, and of two.
    assert fronts == {2: ["contents", ""], 40: ["contents", "contents"]}


@pytest.mark.parametrize("numbers", ["roman", "arabic"])
@pytest.mark.parametrize("style", ["klassisch", "sachlich"])
def test_the_contents_name_the_pages_as_readers_do(
    numbers: str, style: str, tmp_path: Path
) -> None:
    pdf = made(tmp_path, 5, {"front-numbers": numbers}, style)
    found = entries(pdf)
    assert len(found) == 5
    assert [printed for printed, _ in found] == [label for _, label in found]
    first = next(sheet for sheet in pdf.layout.sheets if sheet.of_text)
    assert found[0][0] == first.label == ("1" if numbers == "roman" else str(first.index + 1))


def test_arabic_pages_are_counted_through(tmp_path: Path) -> None:
    pdf = made(tmp_path, 3, {"front-numbers": "arabic"})
    assert labels_of(pdf.layout) == [str(n) for n in range(1, len(pdf.layout.sheets) + 1)]
    assert folios(pdf)[2:] == labels_of(pdf.layout)[2:]
    assert pdf.layout.sheets[3].of_text


@pytest.mark.parametrize(("style", "first"), [("klassisch", "1"), ("sachlich", "4")])
def test_without_a_setting_the_style_decides(style: str, first: str, tmp_path: Path) -> None:
    pdf = made(tmp_path, 1, {}, style)
    assert next(sheet.label for sheet in pdf.layout.sheets if sheet.of_text) == first


def test_a_style_can_only_ask_for_numbers_that_there_are(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text(
        'extends = "klassisch"\n[page]\nfront-numbers = "greek"\n', "utf-8"
    )
    with pytest.raises(StyleError) as raised:
        load_style(str(tmp_path))
    assert "front-numbers: 'greek'" in render(raised.value.findings[0], "de")


# ------------------------------------------------------------------------ in the other editions


def test_marks_of_pages_have_the_labels(tmp_path: Path) -> None:
    text = f"# Eins\n\n{WORDS * 40}\n"
    path = write_sample(tmp_path / "probe", None, {"01-text.md": text})
    publication, _ = read_publication(path)
    pdf = make_pdf(publication, load_style(), "build", Dump())
    marks = page_marks(with_page_marks(publication, pdf.layout))
    assert [mark.label for mark in marks] == labels_of(pdf.layout)
    assert labels_of(pdf.layout)[:6] == ["i", "ii", "iii", "iv", "1", "2"]


def test_a_heading_called_like_a_page_collides_with_none(tmp_path: Path) -> None:
    path = write_sample(tmp_path / "probe", None, {"01-a.md": f"# Page ii {{#page-ii}}\n\n{WORDS}"})
    (chapter,) = read_publication(path)[0].chapters
    assert chapter.identifier != "page-ii"


def test_all_editions_with_roman_numbers_are_whole(tmp_path: Path) -> None:
    path = write_sample(tmp_path / "probe")
    result = build(path, ["pdf", "epub", "html"], output=tmp_path / "out")
    assert [render(finding, "de") for finding in result.findings] == []
    page = (tmp_path / "out" / "probe.html").read_text("utf-8")
    # The imprint is at the end of the web page.
    assert re.findall(r'id="page-(\w+)"', page)[:5] == ["i", "iii", "iv", "1", "2"]
    assert 'id="page-ii"' in page


def test_a_page_of_the_report_is_called_by_its_number(tmp_path: Path) -> None:
    text = f"# Eins\n\n{WORDS * 30}\n"
    path = write_sample(tmp_path / "probe", None, {"01-text.md": text})
    assert build(path, ["pdf"], output=tmp_path / "out").ok
    report = (tmp_path / "out" / "probe-report.html").read_text("utf-8")
    with pikepdf.open(tmp_path / "out" / "probe.pdf") as pdf:
        count = len(pdf.pages)
    named = re.findall(r"<h3[^>]*>\s*Seite (\w+)", report)
    assert named == ["i", "ii", "iii", "iv", *(str(n) for n in range(1, count - 3))]
