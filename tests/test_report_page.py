"""The report as a page: complete, well-formed, needing nothing from outside."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from lxml import etree

from satzspiegel.layout import LaidLine, Layout, LineKind, Sheet
from satzspiegel.messages import LANGUAGES, message
from satzspiegel.model import Finding, Metadata, Place, Publication, Settings, Severity, Text
from satzspiegel.printing_facts import PrintFacts
from satzspiegel.verify.family import print_figures
from satzspiegel.verify.layout import layout_figures, layout_remarks, layout_report
from satzspiegel.verify.page_views import Pages, page_views
from satzspiegel.verify.pictures import grey_png, page_pictures
from satzspiegel.verify.reading import Reading
from satzspiegel.verify.report import figures, write_report
from satzspiegel.verify.report_page import SHOWN, kept_pages, write_report_page
from satzspiegel.verify.validators import (
    Message,
    Validation,
    ValidatorFailedError,
    ValidatorMissingError,
)

BUILD = "0123456789abcdef"
NASTY = "<b>&\"'</b>"
#: A page of 200 × 300 pt whose first line stands in the middle.
AREA = (20.0, 30.0, 150.0, 270.0)
PUBLICATION = Publication(
    "probe", Path(), Metadata((Text(f"Die Probe {NASTY}"),)), Settings(), fingerprint="1"
)
COUNTED = {
    name: figures(Reading("Ein Text mit fünf Wörtern", (), (), (), 2, "", "de", BUILD, pages=pages))
    for name, pages in (("pdf", 2), ("epub", 0))
} | {"print": print_figures(PrintFacts("1.6")), "booklet": {"sheets": 1}}


def laid(row: int, space: float = 0.25) -> LaidLine:
    baseline = AREA[1] + 9 + 12 * row
    return LaidLine(
        kind=LineKind.TEXT,
        text=f"zeile{row} {NASTY} ende{row}",
        left=AREA[0],
        right=AREA[2],
        top=baseline - 9,
        bottom=baseline + 3,
        baseline=baseline,
        size=10.0,
        space=space,
        justified=True,
        number=row,
        count=30,
        place=Place(f"a{NASTY}.md", 5, 1),
    )


def sheet(index: int, *spaces: float) -> Sheet:
    lines = tuple(laid(row, space) for row, space in enumerate(spaces, start=2))
    return Sheet(index, str(index + 1), index == 0, 200, 300, AREA, 12.0, lines)


@pytest.fixture(scope="module")
def pages() -> Pages:
    layout = Layout((sheet(0, 0.25, 0.5, 0.6, 0.25, 0.25), sheet(1, *[0.25] * 5)))
    document = pymupdf.open()
    for laid_sheet in layout.sheets:
        page = document.new_page(width=200, height=300)
        page.insert_text((20, 60), f"Seite {laid_sheet.label}")
    return Pages(layout, layout_remarks(layout), document.tobytes())


def html(pages: Pages | None, *findings: Finding, language: str = "de") -> bytes:
    own = [remark.finding for remark in pages.remarks] if pages else []
    found = [*findings, *own]
    return write_report_page(PUBLICATION, BUILD, COUNTED, found, language, pages)


def tree(page: bytes) -> etree._Element:
    return etree.fromstring(page)


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def section(page: bytes, name: str) -> etree._Element:
    return tree(page).xpath(f"//section[@aria-labelledby='{name}']")[0]


MISSING = Finding("edition-missing", Severity.ERROR, Place("b.md", 3, 4), {"edition": NASTY})
FEW = Finding("file-unnumbered", Severity.HINT, Place("c.md"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_and_needs_nothing(pages: Pages, language: str) -> None:
    page = html(pages, MISSING, language=language)
    root = tree(page)
    assert root.get("lang") == language
    addresses = root.xpath("//@href | //@src | //@srcset | //@action")
    assert len(addresses) > 8
    assert {re.split("[,;]", address)[0] for address in addresses if address[0] != "#"} == {
        "data:image/png"
    }
    assert not re.search(rb"https?:|url\(|@import|<script", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_inner_link_leads_somewhere(pages: Pages, language: str) -> None:
    root = tree(html(pages, language=language))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [href[1:] for href in root.xpath("//a/@href")]
    named = [name for names in root.xpath("//@aria-labelledby") for name in names.split()]
    assert {"mark-1", "mark-2", "pages"} <= set(targets)
    assert set(targets + named) <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_told(pages: Pages, language: str) -> None:
    page = html(pages, MISSING, FEW, language=language)
    told = words(section(page, "findings"))
    for finding in (MISSING, FEW, *(remark.finding for remark in pages.remarks)):
        assert " ".join(message(finding, language).split()) in told
        assert str(finding.place) in told
    beside = words(section(page, "pages"))
    for remark in pages.remarks:
        assert " ".join(message(remark.finding, language).split()) in beside


def test_findings_stand_under_their_severities(pages: Pages) -> None:
    found = section(html(pages, FEW, MISSING), "findings")
    headings = [words(heading) for heading in found.iter("h3")]
    assert headings == ["Fehler: 1", "Warnungen: 1", "Hinweise: 2"]
    groups = [group.get("class") for group in found.iter("div")]
    assert groups == ["group error", "group warning", "group hint", "group hint"]


def test_findings_with_one_code_stand_together() -> None:
    other = Finding("setting-unknown", Severity.HINT, None, {"key": "a", "nearest": "b"})
    page = html(None, FEW, other, FEW, replace(other, values={"key": "a", "nearest": "c"}))
    groups = section(page, "findings").iter("div")
    told = [[words(item) for item in group.iter("li")] for group in groups]
    assert [len(items) for items in told] == [2, 2]
    # Advice is said once where it holds for all, else with each.
    assert ["Meinten Sie" in item for items in told for item in items] == [False, False, True, True]


def test_the_verdict(pages: Pages) -> None:
    fine, failed = (words(section(html(pages, *f), "result")) for f in ((FEW,), (FEW, MISSING)))
    assert "in Ordnung" in fine
    assert "in Ordnung" not in failed


def test_figures_of_the_editions() -> None:
    table = section(html(None), "editions")
    rows = [[words(cell) for cell in row] for row in table.iter("tr")]
    assert rows[0] == ["Größe", "PDF", "EPUB", "Druck", "Heft"]
    assert ["Wörter", "5", "5", "–", "–"] in rows
    assert ["Seiten", "2", "–", "0", "–"] in rows
    assert ["Bogen", "–", "–", "–", "1"] in rows


def test_every_figure_has_a_name_in_both_languages(pages: Pages) -> None:
    measured = layout_figures(pages.layout)
    for language in LANGUAGES:
        page = html(pages, language=language)
        assert len(list(section(page, "layout").iter("tr"))) == 1 + len(SHOWN)
        rows = section(page, "editions").xpath(".//tbody/tr")
        assert len(rows) == len({name for counted in COUNTED.values() for name in counted})
    assert {shown.name for shown in SHOWN} <= measured.keys()


def test_aims_are_met_or_missed(pages: Pages) -> None:
    rows = [
        [words(cell) for cell in row] for row in section(html(pages), "layout").xpath(".//tbody/tr")
    ]
    assert ["weitester Wortzwischenraum", "60,0 %", "≤ 40 %", "verfehlt"] in rows
    assert ["Zeilen auf dem Raster", "100,0 %", "≥ 100 %", "erreicht"] in rows
    assert ["Hurenkinder", "0", "0", "erreicht"] in rows
    assert ["Zeilen", "10", "", ""] in rows


def test_without_a_layout_there_are_no_pages() -> None:
    page = html(None, FEW)
    assert not tree(page).xpath("//section[@aria-labelledby='pages']")
    assert not tree(page).xpath("//a[@href='#pages']")


def test_nothing_of_a_manuscript_becomes_markup(pages: Pages) -> None:
    page = html(pages, MISSING)
    assert not tree(page).xpath("//b")
    assert NASTY in words(tree(page).xpath("//h1")[0])


def test_the_same_input_gives_the_same_page(pages: Pages) -> None:
    assert html(pages, FEW) == html(pages, FEW)


# --------------------------------------------------------------------------------------- pages


def test_marks_are_numbered_through_and_stand_at_their_lines(pages: Pages) -> None:
    first, second = page_views(pages)
    assert first.numbers == (1, 2)
    assert second.numbers == ()
    line = pages.layout.sheets[0].lines[1]
    (frame,) = first.marks[0].frames
    assert frame[1] == line.top
    assert frame[0] < line.left < line.right < frame[0] + frame[2]
    assert first.marks[0].lead[1] == (line.top + line.bottom) / 2


def test_numbers_stand_in_the_outer_margin_and_apart(pages: Pages) -> None:
    verso = replace(pages.layout.sheets[0], recto=False)
    both = replace(pages, layout=Layout((verso, pages.layout.sheets[1])))
    (recto_view, _), (verso_view, _) = page_views(pages), page_views(both)
    assert all(mark.centre[0] > AREA[2] for mark in recto_view.marks)
    assert all(mark.centre[0] < AREA[0] for mark in verso_view.marks)
    above, below = (mark.centre[1] for mark in recto_view.marks)
    assert below - above > 13


def test_the_grid_is_drawn_where_the_lines_stand(pages: Pages) -> None:
    view, _ = page_views(pages)
    drawn = {float(y) for y in re.findall(r"M20 ([\d.]+)H150", view.grid)}
    assert {line.baseline for line in pages.layout.sheets[0].lines} <= drawn
    assert min(drawn) == AREA[1] + 9
    assert max(drawn) <= AREA[3] < max(drawn) + 12


def test_pages_that_are_not_of_the_text_have_no_grid(pages: Pages) -> None:
    front = replace(pages.layout.sheets[0], of_text=False)
    view, _ = page_views(replace(pages, layout=Layout((front, pages.layout.sheets[1]))))
    assert view.grid == ""


# ------------------------------------------------------------------------------------- pictures


@pytest.mark.parametrize("width", range(1, 10))
def test_a_picture_has_the_nearest_of_four_greys(width: int) -> None:
    samples = bytes((37 * n) % 256 for n in range(width * 3))
    picture = pymupdf.Pixmap(grey_png(samples, width, 3))
    assert (picture.width, picture.height, picture.n) == (width, 3, 1)
    assert all(abs(a - b) <= 43 for a, b in zip(picture.samples, samples, strict=True))
    assert set(picture.samples) <= {0, 85, 170, 255}


def test_each_page_has_its_picture(pages: Pages) -> None:
    pictures = [pymupdf.Pixmap(png) for png in page_pictures(pages.pdf, resolution=72)]
    assert [(picture.width, picture.height) for picture in pictures] == [(200, 300)] * 2
    assert pictures[0].samples != pictures[1].samples
    assert pictures[0].samples.count(0) > 10


# ------------------------------------------------------------------------------------ validators

ERROR, WARNING = (
    Message("Ace", "x", severity, Place("a.epub"), "x")
    for severity in (Severity.ERROR, Severity.WARNING)
)
VALIDATIONS = (
    Validation("EPUBCheck", "5.3.0", "epub", "a.epub"),
    Validation("Ace", "1.4.6", "epub", "a.epub", (ERROR, WARNING, WARNING)),
    Validation("Nu", "", "html", "a.html", (), ValidatorMissingError("Nu", "Java", "apt")),
    Validation("axe", "4.0", "html", "a.html", (), ValidatorFailedError("axe", "no", 1)),
)


def test_validators_are_told_with_version_and_result(pages: Pages) -> None:
    args = PUBLICATION, BUILD, COUNTED, ()
    page = write_report_page(*args, "de", pages, VALIDATIONS)
    rows = section(page, "validators").xpath(".//tbody/tr")
    assert [[words(cell) for cell in row] for row in rows] == [
        ["EPUBCheck 5.3.0", "EPUB", "keine Fehler"],
        ["Ace 1.4.6", "EPUB", "Fehler: 1, Warnungen: 2"],
        ["Nu", "HTML", "nicht geprüft: nicht installiert"],
        ["axe 4.0", "HTML", "nicht geprüft: ohne Ergebnis"],
    ]
    assert "#validators" in tree(page).xpath("//nav//@href")
    without = write_report_page(*args, "de", pages)
    assert b"validators" not in without.partition(b"<body>")[2]


def test_pages_are_kept_for_the_same_build(pages: Pages, tmp_path: Path) -> None:
    layout = layout_report(pages.layout, pages.remarks)
    found = [remark.finding for remark in pages.remarks]
    written = json.loads(write_report(PUBLICATION, BUILD, COUNTED, (), "de", layout, found))
    report = tmp_path / "report.html"
    report.write_bytes(html(pages))
    kept = kept_pages(report, BUILD, written["layout"])
    assert kept is not None
    assert kept.remarks == tuple(found)
    again = write_report_page(PUBLICATION, BUILD, COUNTED, kept.remarks, "de", kept)
    assert again == html(pages)
    assert kept_pages(report, "another", written["layout"]) is None
    assert kept_pages(report, BUILD, None) is None
    assert kept_pages(tmp_path / "fehlt.html", BUILD, written["layout"]) is None


# ----------------------------------------------------------------------------------------- JSON


def test_the_json_report_names_the_validators() -> None:
    written = write_report(PUBLICATION, BUILD, COUNTED, (), "de", validations=VALIDATIONS)
    told = json.loads(written)["validators"]
    assert told[1] == {
        "validator": "Ace",
        "version": "1.4.6",
        "edition": "epub",
        "state": "found",
        "errors": 1,
        "warnings": 2,
    }
    assert [one["state"] for one in told] == ["fine", "found", "missing", "failed"]
    assert told[2]["version"] is None
    assert "validators" not in json.loads(write_report(PUBLICATION, BUILD, COUNTED, (), "de"))


def test_the_json_report_carries_the_layout(pages: Pages) -> None:
    layout = layout_report(pages.layout, pages.remarks)
    found = [remark.finding for remark in pages.remarks]
    report = json.loads(write_report(PUBLICATION, BUILD, COUNTED, found, "de", layout))
    assert report["layout"] == json.loads(json.dumps(layout))
    assert [f["id"] for f in report["findings"]] == ["line-loose", "line-loose"]
    assert "layout" not in json.loads(write_report(PUBLICATION, BUILD, COUNTED, found, "de"))
