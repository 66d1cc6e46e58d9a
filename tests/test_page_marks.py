"""Marks of the printed pages: where they stand, and that a wrong one is seen."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ReadText
from satzspiegel.build import build
from satzspiegel.dump import Dump
from satzspiegel.editions.html import make_html
from satzspiegel.editions.markup import MarkupWriter
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.editions.reflow import write_call
from satzspiegel.layout import Front, Layout, Sheet
from satzspiegel.model import PageMark, Publication
from satzspiegel.page_marks import page_marks, with_page_marks
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.verify.marked_pages import compare_marks
from satzspiegel.verify.markup import read_html
from satzspiegel.verify.pdf import read_pdf
from satzspiegel.verify.reading import Reading


def sheet(label: str, *stretches: tuple[int, int]) -> Sheet:
    """A page with these stretches of the text."""
    area = (0.0, 0.0, 100.0, 100.0)
    return Sheet(0, label, True, 120.0, 120.0, area, 13.0, stretches=stretches)


def marked(publication: Publication, *stretches: tuple[int, int]) -> str:
    """The chapters with a mark ``|n|`` for each page of one stretch."""
    sheets = (sheet(str(n), one) for n, one in enumerate(stretches, 1))
    return shown(with_page_marks(publication, Layout(tuple(sheets))))


def shown(publication: Publication) -> str:
    writer = MarkupWriter(
        "epub",
        publication,
        load_style(),
        call=lambda note: write_call(note, publication.labels, "#", epub=True),
        href=lambda identifier: f"#{identifier}",
        asset_url=lambda asset: asset.name,
    )
    made = "".join(writer.blocks(chapter.blocks) for chapter in publication.chapters)
    made = re.sub(r'<span class="page-mark" id="page-(\w+)"[^>]*></span>', r"|\1|", made)
    return re.sub(r"(<\w+)(?: [^>]*?)?(/?>)", r"\1\2", made)


#: Without a heading of its own a text has the title.
HEAD = "# K\n\n"
CASES = [
    ("Eins zwei drei.", (4, 8), "<p>Eins |2|zwei drei.</p>"),
    ("Eins zweidrei vier.", (6, 16), "<p>Eins zweidrei |2|vier.</p>"),
    ("Eins *zwei drei* vier.", (8, 16), "<p>Eins <em>zwei |2|drei</em> vier.</p>"),
    ("Eins *zwei* drei.", (4, 12), "<p>Eins |2|<em>zwei</em> drei.</p>"),
    ("Eins [zwei](https://a.de) drei.", (4, 8), "<p>Eins |2|<a>zwei</a> drei.</p>"),
    ("Eins *zw*ei drei.", (6, 12), "<p>Eins <em>zw</em>ei |2|drei.</p>"),
    ("Eins `a b` c.", (5, 8), "<p>Eins <code>a </code>|2|<code>b</code> c.</p>"),
    ("Eins.[^1] Zwei.\n\n[^1]: N.", (6, 11), "<p>Eins.<a>1</a> |2|Zwei.</p>"),
    ("Eins\n\n# Zwei\n\nDrei", (4, 8), "<p>Eins</p>|2|<h1>Zwei</h1>\n<p>Drei</p>"),
    ("| Eins zwei\n| drei", (8, 12), "<div><p>Eins zwei</p><p>|2|drei</p></div>"),
    ("1. Eins\n2. Zwei", (4, 8), "<ol><li><p>Eins</p></li><li><p>|2|Zwei</p></li></ol>"),
    ("Eins\n: Zwei\n: Drei", (8, 12), "<dl><dt>Eins</dt><dd><p>Zwei</p></dd><dd><p>|2|Drei</p>"),
    ("Eins\n\n    a\n    b c", (5, 7), "<p>Eins</p>\n<pre><code>a\n|2|b c</code></pre>"),
    ("Eins\u202fzwei", (4, 8), "<p>Eins\u202f|2|zwei</p>"),
]


@pytest.mark.parametrize(("text", "stretch", "expected"), CASES)
def test_before_the_first_whole_word(
    read_text: ReadText, text: str, stretch: tuple[int, int], expected: str
) -> None:
    publication, _ = read_text(HEAD + text)
    start, end = (len("K") + at for at in stretch)
    assert expected in marked(publication, (0, start), (start, end)).replace("|1|", "")


def test_before_the_label_of_a_table(read_text: ReadText) -> None:
    publication, _ = read_text(HEAD + "| a | b |\n|---|---|\n| c | d |\n\n: Tafelaufschrift\n")
    assert "<caption>|2|<span>Tabelle\u00a01</span> " in marked(publication, (0, 1), (1, 30))
    before = len("KTabelle1Tafelaufschriftab")
    assert "<td><p>|2|c</p></td>" in marked(publication, (0, before), (before, before + 2))


def test_a_page_without_a_word_has_its_mark_where_the_next_has(read_text: ReadText) -> None:
    publication, _ = read_text(HEAD + "Eins zweidrei vier.")
    layout = Layout((sheet("1", (1, 8)), sheet("2", (8, 11)), sheet("3"), sheet("4", (11, 18))))
    assert "<p>|1|Eins zweidrei |2||3||4|vier.</p>" in shown(with_page_marks(publication, layout))


def test_behind_the_last_word(read_text: ReadText) -> None:
    publication, _ = read_text("Eins zwei.")
    layout = Layout((sheet("1", (0, 9)), sheet("2")))
    assert shown(with_page_marks(publication, layout)).endswith("zwei.</p>\n<p>|2|</p>")


def test_parts_before_the_text(read_text: ReadText) -> None:
    publication, _ = read_text("# Eins\n\n# Zwei\n")
    fronts = [(Front.TITLE, ""), (Front.CONTENTS, ""), (Front.CONTENTS, "zwei")]
    front = [
        replace(sheet(str(n)), front=part, entry=entry) for n, (part, entry) in enumerate(fronts)
    ]
    empty = sheet("0a")
    pages = (front[0], empty, *front[1:], sheet("3"), sheet("4", (0, 8)))
    made = with_page_marks(publication, Layout(pages))
    contents = (PageMark("0a"), PageMark("1"))
    assert made.front_marks == {"title": (PageMark("0"),), "contents": contents}
    assert [entry.title[0] for entry in made.contents][1] == PageMark("2")
    assert shown(made).startswith("|3||4|<h1>Eins")
    assert [mark.label for mark in page_marks(made)] == ["0", "0a", "1", "2", "3", "4"]


# ---------------------------------------------------------------------------- as they are printed


TEXT = """---
title: Die gedruckten Seiten
author: Niemand
lang: de
---

"""
#: A hundred words, none of them like another, so that a mark one word off is seen.
SENTENCES = " ".join(f"Satzspiegel{n} und Fußnotenapparat{n}." for n in range(50))
#: Lines that WeasyPrint sets, and hyphenates.
WITH_CODE = " ".join(
    f"`c{n}` Fußnotenapparate, Buchdruckerkünste, Seitenzahlen {n}." for n in range(60)
)
#: Figures that leave their place, between paragraphs of which each has its own words.
FIGURES = "\n\n".join(
    f"![Unterschrift {n}.](bild.svg){{alt=Bild}}\n\n"
    + " ".join(f"Absatz{n}wort{m} und Weiteres{n}mal{m}." for m in range(45))
    for n in range(5)
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="280" height="220"><path d="M0 0h9"/></svg>'
)
ROW = "| " + " | ".join(f"Zellenwort{n} " * 60 for n in range(3)) + " |\n"
MANUSCRIPT = "\n\n".join(
    [
        TEXT,
        f"# Anfang\n\n{WITH_CODE}\n\n***\n\n{FIGURES}",
        *(f"# Kapitel {n}\n\n{SENTENCES} Mit Note.[^{n}]\n\n{SENTENCES}" for n in range(4)),
        "| a | b | c |\n|---|---|---|\n" + ROW + ROW,
        "> " + SENTENCES,
        "\n".join(f"{n}. {SENTENCES[:300]}" for n in range(1, 12)),
        "\n".join(f"| Verszeile {n} bis zum Ende" for n in range(40)),
        "\n".join(f"    Quelltext {n}" for n in range(60)),
        "[^0]: Kurz.\n\n[^1]: " + SENTENCES * 16 + "\n\n[^2]: Kurz.\n\n[^3]: Ebd.",
    ]
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reading, str]:
    """What the PDF shows of its pages, and the web page with their marks."""
    path = tmp_path_factory.mktemp("seiten") / "seiten.md"
    path.write_text(MANUSCRIPT, "utf-8")
    path.with_name("bild.svg").write_text(DRAWING, "utf-8")
    publication, findings = read_publication(path)
    assert findings == ()
    style = load_style()
    pdf = make_pdf(publication, style, "build", Dump())
    page = make_html(with_page_marks(publication, pdf.layout), style, "build")
    return read_pdf(pdf.data, style), page.decode()


def codes(pdf: Reading, page: str) -> list[str]:
    return [finding.code for finding in compare_marks(pdf, read_html(page.encode()), "html")]


def test_every_page_begins_with_the_words_behind_its_mark(built: tuple[Reading, str]) -> None:
    pdf, page = built
    assert codes(pdf, page) == []
    assert len(read_html(page.encode()).printed) == len(pdf.printed) == pdf.pages > 25
    # Words divided between pages and notes that fill some are among them.
    assert any(not one.words for one in pdf.printed[6:])
    assert any(one.alone for one in pdf.printed[6:])


@pytest.mark.parametrize(
    ("pattern", "new", "expected"),
    [
        (r'(<span class="page-mark"[^>]*></span>)(\w+ )', r"\2\1", "page-mark-wrong"),
        (r'(\w+ )(<span class="page-mark"[^>]*></span>)', r"\2\1", "page-mark-wrong"),
        (r'<span class="page-mark" id="page-12"[^>]*></span>', "", "page-mark-missing"),
        (r'(id="page-12"[^>]*title="Seite )12', r"\g<1>13", "page-mark-missing"),
        (r'href="#page-12"', 'href="#page-13"', "page-list-wrong"),
        (r'<li[^>]*><a href="#page-12">12</a></li>', "", "page-list-wrong"),
    ],
)  # fmt: skip
def test_faults_are_seen(built: tuple[Reading, str], pattern: str, new: str, expected: str) -> None:
    pdf, page = built
    broken, count = re.subn(pattern, new, page, count=1)
    assert count == 1
    assert expected in codes(pdf, broken)


def test_an_edition_without_marks_is_named(built: tuple[Reading, str]) -> None:
    pdf, page = built
    without = re.sub(r'<span class="page-mark"[^>]*></span>', "", page)
    assert codes(pdf, without) == ["page-marks-missing"]


def test_marks_come_with_the_pdf_alone(tmp_path: Path) -> None:
    path = tmp_path / "ohne.md"
    path.write_text(TEXT + "Ein Satz.", "utf-8")
    publication, _ = read_publication(path)
    page = make_html(publication, load_style(), "build")
    assert read_html(page).printed == ()


def test_one_figure_may_stay_and_the_next_go_on(tmp_path: Path) -> None:
    """The first calls a note and stays, the second stands on a later page."""
    shape = '<rect width="4" height="3"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3">{shape}</svg>'
    (tmp_path / "a.svg").write_text(drawing, "utf-8")
    figures = '![Die erste.[^1]](a.svg){alt="A"}\n\n![Die zweite.](a.svg){alt="B"}\n\n'
    table = "| Name | Zahl |\n|---|---|\n| Anton | 12 |\n\n: Eine Tafel.\n\n"
    path = tmp_path / "bilder.md"
    text = f"{TEXT}# Eins\n\nDavor.\n\n{figures}{table}Danach.\n\n[^1]: Zeichnung.\n"
    path.write_text(text, "utf-8")
    result = build(path, ["pdf", "html"], output=tmp_path / "out")
    assert [finding.code for finding in result.findings] == []
