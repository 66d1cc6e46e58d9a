"""Pages of a PDF as lines: PDFs are made here, and read back."""

from __future__ import annotations

import base64
import io
import os
import signal
import time
from collections.abc import Callable
from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from satzspiegel.importing.pages.lines import Bookmark, Face, Line, Page, Run, Scanned
from satzspiegel.importing.pdf import opening, read, scan
from satzspiegel.importing.pdf.characters import letters_of
from satzspiegel.importing.pdf.columns import placed
from satzspiegel.importing.pdf.faces import face_of_font
from satzspiegel.importing.pdf.guarded import guarded
from satzspiegel.importing.pdf.letters import Letter, Style
from satzspiegel.importing.pdf.pictures import RESOLUTION
from satzspiegel.importing.pdf.pieces import Piece, Row
from satzspiegel.importing.pdf.spaces import spacing
from satzspiegel.importing.pdf.view import View
from satzspiegel.logs import listening
from satzspiegel.messages import LANGUAGES, ManuscriptError, render

NAME = "alt.pdf"
SERIF = Path(str(resources.files("fontpkg_source_serif_4"))) / "files"
CODE = Path(str(resources.files("fontpkg_source_code_pro"))) / "files"
Draw = Callable[[pymupdf.Page], object]


def drawn(*pages: Draw, width: float = 300, height: float = 400) -> bytes:
    """A PDF of pages that are drawn by hand."""
    with pymupdf.open() as document:
        for draw in pages:
            draw(document.new_page(width=width, height=height))
        return bytes(document.tobytes(no_new_id=True))


def one_page(draw: Draw) -> Page:
    return read(drawn(draw), NAME, lambda pages: None)[0].pages[0]


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def run_of(page: Page, text: str) -> Run:
    """The run with exactly these letters."""
    runs = [run for line in page.lines for run in line.runs if run.text.strip() == text]
    assert len(runs) == 1, [run.text for line in page.lines for run in line.runs]
    return runs[0]


def line_with(page: Page, text: str) -> Line:
    return next(line for line in page.lines if text in line.text)


def refusal(data: bytes) -> str:
    """The code of the one finding; it is one line in each language."""
    with pytest.raises(ManuscriptError) as caught:
        scan(data, NAME)
    (finding,) = caught.value.findings
    for language in LANGUAGES:
        assert "\n" not in render(finding, language)
    assert str(finding.place) == NAME
    return finding.code


# ------------------------------------------------------------------------- a page of a typesetter

FONTS = "".join(
    f"@font-face {{ font-family: {family!r}; font-style: {style}; src: url({path.as_uri()}) }}"
    for family, style, path in (
        ("Source Serif 4", "normal", SERIF / "SourceSerif4[opsz,wght].ttf"),
        ("Source Serif 4", "italic", SERIF / "SourceSerif4-Italic[opsz,wght].ttf"),
        ("Source Code Pro", "normal", CODE / "SourceCodePro[wght].ttf"),
    )
)
SET = """<html lang=de><meta charset=utf-8><title>Der Kahn</title>
<meta name=author content="Ida Wex">
<style>@page { size: 300pt 420pt; margin: 40pt; @top-left { content: "Kolumnentitel" } }
body { font: 10pt/14pt "Source Serif 4" } h1 { font-size: 18pt } p { margin: 0 }
.caps { font-variant-caps: small-caps } .sups { font-variant-position: super }
.wide { letter-spacing: 2pt } td { padding: 0 20pt 0 0 } code { font-family: "Source Code Pro" }
</style><h1>Der Kahn</h1>
<p>Das ist <em>schräg</em>, dies <strong>fett</strong>, <code>starr</code> und <u>unten</u> wie
<s>durch</s>. Am 17<sup>ten</sup> kam er.<span class=sups>12</span> Er hieß
<span class=caps>Albert Kalb</span>, und <span class=wide>nie wieder</span> sprach
<a href="https://example.org/kahn">man davon</a>.
<p>La rivière</p>
<table><tr><td>Eins<td>Zwei<td>Drei<tr><td>Vier<td>Fünf<td>Sechs</table>
<p><img alt="Ein Kahn" src="IMAGE" style="width: 60pt">"""


@cache
def image() -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((60, 40)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


@cache
def typeset() -> Scanned:
    source = "data:image/jpeg;base64," + base64.b64encode(image()).decode()
    html = weasyprint.HTML(string=f"<style>{FONTS}</style>" + SET.replace("IMAGE", source))
    with pikepdf.open(BytesIO(html.write_pdf(pdf_variant="pdf/ua-1"))) as pdf:
        french = pdf.Root.StructTreeRoot.K[0].K[2]
        french.Lang = "fr"
        file = BytesIO()
        pdf.save(file, deterministic_id=True)
    return scan(file.getvalue(), NAME)


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("schräg", Face.ITALIC),
        ("fett", Face.BOLD),
        ("starr", Face.MONOSPACED),
        ("unten", Face.UNDERLINED),
        ("durch", Face.STRUCK),
        ("ten", Face.SUPERIOR),
        ("12", Face.SUPERIOR),
        ("Albert Kalb", Face.SMALL_CAPS),
        ("nie wieder", Face.SPACED),
    ],
)
def test_faces(text: str, face: Face) -> None:
    assert run_of(typeset().pages[0], text).face == face


def test_the_rest_of_the_paragraph_is_plain() -> None:
    runs = [run for line in typeset().pages[0].lines if line.tag == "P" for run in line.runs]
    plain = " ".join(run.text.strip() for run in runs if run.face == Face.PLAIN)
    assert plain == "Das ist , dies , und wie . Am 17 kam er. Er hieß , und sprach . La rivière"


def test_words_are_apart_and_whole() -> None:
    text = " ".join(texts(typeset().pages[0]))
    assert "Am 17ten kam er.12 Er hieß Albert Kalb, und nie wieder sprach man davon." in text


def test_tags_lead_to_elements() -> None:
    page = typeset().pages[0]
    assert typeset().tagged
    assert line_with(page, "Kolumnentitel").tag == "Artifact"
    assert line_with(page, "Der Kahn").tag == "H1"
    paragraph, french = line_with(page, "Das ist"), line_with(page, "rivière")
    assert (paragraph.tag, french.tag) == ("P", "P")
    assert paragraph.element != french.element
    assert [kind for kind, _ in line_with(page, "Fünf").path] == ["Table", "TBody", "TR", "TD"]


def test_cells_are_lines_of_their_own_row_by_row() -> None:
    page = typeset().pages[0]
    cells = [line for line in page.lines if line.tag == "TD"]
    assert [line.text for line in cells] == ["Eins", "Zwei", "Drei", "Vier", "Fünf", "Sechs"]
    assert len({line.baseline for line in cells}) == 2
    assert len({line.element for line in cells}) == 6


def test_languages_links_and_metadata() -> None:
    scanned = typeset()
    assert run_of(scanned.pages[0], "La rivière").language == "fr"
    assert run_of(scanned.pages[0], "schräg").language in ("", "de")
    assert run_of(scanned.pages[0], "man davon").link == "https://example.org/kahn"
    assert scanned.language == "de"
    assert scanned.metadata["title"] == "Der Kahn"
    assert scanned.metadata["author"] == "Ida Wex"
    assert scanned.bookmarks[0].title == "Der Kahn"


def test_a_picture_is_the_file_that_was_put_in() -> None:
    (picture,) = typeset().pages[0].pictures
    assert (picture.suffix, picture.alternative) == ("jpg", "Ein Kahn")
    with Image.open(BytesIO(picture.data)) as found, Image.open(BytesIO(image())) as put:
        assert found.size == put.size
    assert picture.box[2] - picture.box[0] == pytest.approx(60, abs=0.5)


def test_the_same_bytes_give_the_same_pages() -> None:
    data = drawn(lambda page: page.insert_text((40, 50), "Zweimal gelesen"))
    assert scan(data, NAME) == scan(data, NAME)


# -------------------------------------------------------------------------------- order of reading

LEFT = [f"Links steht die Zeile Nummer {n} und" for n in range(8)]
RIGHT = [f"rechts die andere mit der Zahl {n}." for n in range(8)]


def test_columns_are_read_one_after_the_other() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 40), "Eine Überschrift über beide Spalten hinweg gesetzt", fontsize=9)
        for n, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            page.insert_text((20, 70 + 12 * n), left, fontsize=7)
            page.insert_text((155, 70 + 12 * n), right, fontsize=7)
        page.insert_text(
            (40, 190), "Und ein Satz danach, der auch über beide hinwegreicht", fontsize=9
        )

    page = one_page(draw)
    assert texts(page)[1:-1] == LEFT + RIGHT
    assert [line.column for line in page.lines] == [0] + [0] * 8 + [1] * 8 + [0]
    assert [line.number for line in page.lines] == list(range(1, 19))


TABLES = (
    [("Anna", "Köln", "1899"), ("Bert", "Ulm", "1901"), ("Cilly", "Jena", "1912")],
    [
        ("Elbe", "Hafen", "9 Kähne", "Kohle", "Mai 1899", "voll"),
        ("Saale", "Fähre", "2 Nachen", "Salz", "Juni 1900", "leer"),
        ("Havel", "Wehr", "7 Flöße", "Holz", "Juli 1901", "halb"),
    ],
)


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_a_table_are_no_columns(table: list[tuple[str, ...]]) -> None:
    rows = table * 2
    width = 240 / len(rows[0])

    def draw(page: pymupdf.Page) -> None:
        for n, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.insert_text((20 + width * place, 60 + 14 * n), cell, fontsize=6)

    assert texts(one_page(draw)) == [cell for row in rows for cell in row]


def test_narrow_gaps_part_cells_where_rows_nearby_have_wide_ones() -> None:
    rows = [
        [(20, "Am alten Wehr"), (66, "innen"), (86, "oben")],
        [(20, "Mühle"), (70, "21"), (92, "42")],
        [(20, "Bach"), (70, "14"), (92, "28")],
    ]
    title = "Tafel 1. Die Maße der Wehre am Bach"

    def draw(page: pymupdf.Page) -> None:
        page.insert_text((20, 40), title, fontsize=6)
        for n, row in enumerate(rows):
            for x, cell in row:
                page.insert_text((x, 60 + 14 * n), cell, fontsize=6)

    assert texts(one_page(draw)) == [title, *(cell for row in rows for _, cell in row)]


def test_what_stands_beside_the_type_area_comes_last() -> None:
    lines = [f"Hier läuft der Text über die ganze Zeile, Nummer {n:02}" for n in range(14)]

    def draw(page: pymupdf.Page) -> None:
        for n, line in enumerate(lines):
            page.insert_text((20, 60 + 12 * n), line, fontsize=9)
        page.insert_text((262, 84), "Rand", fontsize=7)

    page = one_page(draw)
    assert texts(page) == [*lines, "Rand"]
    assert page.lines[-1].column == 1


def test_an_initial_belongs_to_the_first_of_its_lines() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 84), "E", fontsize=36)
        for n, line in enumerate(("s war einmal ein Müller,", "der hatte drei Söhne.")):
            page.insert_text((66, 65.6 + 13 * n), line, fontsize=10)

    assert texts(one_page(draw)) == ["Es war einmal ein Müller,", "der hatte drei Söhne."]


# ------------------------------------------------------------------------------------------ letters


def test_spaces_come_from_gaps() -> None:
    def draw(page: pymupdf.Page) -> None:
        for x, word in ((40, "Wort"), (63.2, "ohne"), (87.5, "Zwischenraum")):
            page.insert_text((x, 50), word, fontsize=10)

    assert texts(one_page(draw)) == ["Wort ohne Zwischenraum"]


def test_letters_set_apart_by_spaces_are_a_word() -> None:
    page = one_page(
        lambda page: page.insert_text((40, 50), "S p e r r u n g   g i l t", fontsize=10)
    )
    assert texts(page) == ["Sperrung gilt"]
    assert run_of(page, "Sperrung gilt").face == Face.SPACED


def test_printed_twice_is_bold_once() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 50), "doppelt", fontsize=10)
        page.insert_text((40.3, 50), "doppelt", fontsize=10)
        page.insert_text((40, 80), "gleich", fontsize=10)
        page.insert_text((40, 80), "gleich", fontsize=10)
        x = 40.0
        for letter in "einzeln":
            page.insert_text((x, 110), letter, fontsize=10)
            page.insert_text((x, 110), letter, fontsize=10)
            x += pymupdf.get_text_length(letter, fontsize=10)

    page = one_page(draw)
    assert [(line.text, line.runs[0].face) for line in page.lines] == [
        ("doppelt", Face.BOLD),
        ("gleich", Face.PLAIN),
        ("einzeln", Face.PLAIN),
    ]


def test_stroked_letters_are_bold() -> None:
    page = one_page(lambda page: page.insert_text((40, 50), "umrandet", fontsize=10, render_mode=2))
    assert page.lines[0].runs[0].face == Face.BOLD


def test_letters_that_are_made_to_lean_are_italic() -> None:
    def draw(page: pymupdf.Page) -> None:
        lean = pymupdf.Point(40, 50), pymupdf.Matrix(1, 0, 0.25, 1, 0, 0)
        page.insert_text((40, 50), "schief bis zum Ende", fontsize=10, morph=lean)
        page.insert_text((40, 80), "schief bis zum Ende", fontsize=10)

    page = one_page(draw)
    leaning, upright = (line.runs[0] for line in page.lines)
    assert (leaning.face, upright.face) == (Face.ITALIC, Face.PLAIN)
    assert leaning.text == upright.text
    assert leaning.box[2] == pytest.approx(upright.box[2], abs=0.3)


def test_text_under_a_scan_is_read_and_the_scan_is_no_picture() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_image(page.rect, stream=image(), keep_proportion=False)
        page.insert_text((40, 50), "Unsichtbar, aber zu lesen, was hier steht", render_mode=3)

    page = one_page(draw)
    assert texts(page) == ["Unsichtbar, aber zu lesen, was hier steht"]
    assert not page.pictures


def test_letters_off_the_page_are_not_read() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 50), "da")
        page.insert_text((-90, 80), "links")
        page.insert_text((40, 440), "unten")

    assert texts(one_page(draw)) == ["da"]


def test_capitals_of_smaller_type_are_small_capitals() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 50), "M", fontsize=10)
        page.insert_text((48.4, 50), "EIER", fontsize=7.5)

    page = one_page(draw)
    assert texts(page) == ["Meier"]
    assert run_of(page, "eier").face == Face.SMALL_CAPS


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pages_are_turned_until_they_can_be_read(rotation: int) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 60), "Quer gelegt", fontsize=10)
        page.draw_line((40, 70), (140, 70))
        page.set_rotation(rotation)

    page = one_page(draw)
    assert texts(page) == ["Quer gelegt"]
    assert (page.width, page.height) == (300, 400)
    assert page.lines[0].baseline == pytest.approx(60, abs=0.1)
    assert page.rules[0].box == pytest.approx((40, 69.5, 140, 70.5), abs=0.1)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_text_along_another_edge_turns_the_view(rotate: int) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((150, 200), "Landkarte", fontsize=10, rotate=rotate)
        page.draw_circle((150, 200), 30)

    page = one_page(draw)
    assert texts(page) == ["Landkarte"]
    assert (page.width, page.height) == ((300, 400) if rotate == 180 else (400, 300))
    (line,), (picture,) = page.lines, page.pictures
    assert line.box[2] - line.box[0] > 2 * (line.box[3] - line.box[1])
    found = picture.box[0] + 30 - line.box[0], line.baseline - picture.box[1] - 30
    assert found == pytest.approx((0, 0), abs=1.5)


def test_a_line_along_the_edge_is_read_last() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((20, 300), "am Rand", fontsize=7, rotate=90)
        page.insert_text((40, 60), "Im Text steht mehr als dort", fontsize=10)

    assert texts(one_page(draw)) == ["Im Text steht mehr als dort", "am Rand"]


@pytest.mark.parametrize(
    ("char", "text"),
    [
        ("\ufb03", "ffi"),
        ("\ufb05", "ſt"),
        ("\uf735", "5"),
        ("\uf6f1", "r"),
        ("\u2010", "-"),
        ("\uf76d", "m"),
        ("\uf0b7", "•"),
        ("\u200b", ""),
        ("\u00ad", "\u00ad"),
        ("\ue000", "\ufffd"),
    ],
)
def test_characters(char: str, text: str) -> None:
    assert letters_of(char) == text


@pytest.mark.parametrize(
    ("font", "face"),
    [
        ("ABCDEF+MinionPro-It", Face.ITALIC),
        ("Garamond-SemiboldItalic", Face.BOLD | Face.ITALIC),
        ("Kursivschrift", Face.PLAIN),
        ("CMTI10", Face.ITALIC),
        ("CMBX12", Face.BOLD),
        ("CMTT10", Face.MONOSPACED),
        ("CMR10", Face.PLAIN),
        ("TimesSC", Face.SMALL_CAPS),
        ("Bitter-Regular", Face.PLAIN),
    ],
)
def test_names_of_fonts(font: str, face: Face) -> None:
    assert face_of_font(font, 0) == face


# ------------------------------------------------------------------------------------- drawn things


def test_rules_and_underlines() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 50), "Unterstrichen", fontsize=10)
        width = pymupdf.get_text_length("Unterstrichen", fontsize=10)
        page.draw_line((40, 51.5), (40 + width, 51.5), width=0.5)
        page.draw_rect((40, 300, 120, 300.5), color=None, fill=(0, 0, 0))

    page = one_page(draw)
    assert page.lines[0].runs[0].face == Face.UNDERLINED
    assert [rule.box for rule in page.rules] == [(40, 300, 120, 300.5)]


def test_shapes_are_a_picture_and_hold_their_rules() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 50), "Darunter ein Kreis", fontsize=10)
        page.draw_circle((100, 150), 40)
        page.draw_line((60, 150), (140, 150))

    page = one_page(draw)
    (picture,) = page.pictures
    assert picture.suffix == "png"
    assert picture.box == pytest.approx((60, 110, 140, 190), abs=1)
    with Image.open(BytesIO(picture.data)) as png:
        assert png.width == pytest.approx(80 * RESOLUTION / 72, abs=12)
    assert not page.rules


# ------------------------------------------------------------------------ what a PDF says of itself


def test_outline_labels_and_information() -> None:
    with pymupdf.open() as document:
        for n in range(3):
            document.new_page().insert_text((50, 70), f"Blatt {n}")
        document.set_toc([[1, "Anfang", 1], [2, "Mitte", 3]])
        document.set_page_labels([{"startpage": 0, "style": "r", "firstpagenum": 5}])
        document.set_metadata({"title": "Microsoft Word - x.doc", "creationDate": "D:19990203"})
        scanned = scan(document.tobytes(), NAME)
    assert [page.label for page in scanned.pages] == ["v", "vi", "vii"]
    assert [one.title for one in scanned.bookmarks] == ["Anfang", "Mitte"]
    assert scanned.bookmarks[1] == Bookmark(2, "Mitte", 3, scanned.bookmarks[1].top)
    assert scanned.metadata == {"date": "1999-02-03"}
    assert not scanned.tagged


# ------------------------------------------------------------------------------------ hostile files


@cache
def plain() -> bytes:
    return drawn(*[lambda page: page.insert_text((40, 50), "Ein Satz")] * 2)


def changed(change: Callable[[pikepdf.Pdf], object], **how: Any) -> bytes:
    with pikepdf.open(BytesIO(plain())) as pdf:
        change(pdf)
        file = BytesIO()
        pdf.save(file, **how)
        return file.getvalue()


def nothing(pdf: pikepdf.Pdf) -> None:
    """Change nothing."""


@pytest.mark.parametrize("data", [b"", b"Kein PDF", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 5000])
def test_what_is_no_pdf_is_broken(data: bytes) -> None:
    assert refusal(data) == "import-pdf-broken"


def test_a_password_is_asked_for_only_where_nobody_can_read_without() -> None:
    locked = pikepdf.Encryption(user="geheim", owner="geheim")
    assert refusal(changed(nothing, encryption=locked)) == "import-pdf-encrypted"
    forbidding = pikepdf.Encryption(
        user="", owner="geheim", allow=pikepdf.Permissions(extract=False)
    )
    assert texts(scan(changed(nothing, encryption=forbidding), NAME).pages[0]) == ["Ein Satz"]


def test_a_scan_has_no_text() -> None:
    data = drawn(lambda page: page.insert_image(page.rect, stream=image()))
    assert refusal(data) == "import-pdf-no-text"


def test_letters_that_nobody_can_read_are_no_text() -> None:
    def unread(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            font = next(iter(page.Resources.Font.values()))
            font.Encoding = pikepdf.Dictionary(
                Differences=[0, *(pikepdf.Name(f"/g{n}") for n in range(256))]
            )

    assert refusal(changed(unread)) == "import-pdf-no-unicode"


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "PAGES", 1)
    assert refusal(plain()) == "import-pdf-too-many-pages"


def test_a_page_tree_that_goes_round_ends() -> None:
    def loop(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids = pikepdf.Array([pdf.Root.Pages])

    assert refusal(changed(loop)) in ("import-pdf-broken", "import-pdf-no-text")


def test_an_outline_that_goes_round_ends() -> None:
    def loop(pdf: pikepdf.Pdf) -> None:
        entry = pdf.make_indirect(pikepdf.Dictionary(Title="Immer wieder"))
        entry.Next = entry.First = entry
        pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary(First=entry, Last=entry))

    assert texts(scan(changed(loop), NAME).pages[0]) == ["Ein Satz"]


def test_a_structure_tree_that_goes_round_ends() -> None:
    def loop(pdf: pikepdf.Pdf) -> None:
        root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        element = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, P=root))
        element.K = pikepdf.Array([element, element, root])
        root.K = pikepdf.Array([element])
        pdf.Root.StructTreeRoot = root

    scanned = scan(changed(loop), NAME)
    assert (texts(scanned.pages[0]), scanned.tagged) == (["Ein Satz"], False)


def test_a_mended_file_is_read_and_told_of(capfd: pytest.CaptureFixture[str]) -> None:
    with listening() as heard:
        scanned = scan(plain()[: plain().rindex(b"startxref")], NAME)
    assert texts(scanned.pages[1]) == ["Ein Satz"]
    assert [finding.code for finding in heard.findings] == ["import-pdf-repaired"]
    assert capfd.readouterr() == ("", "")


def _crash(data: bytes, name: str, counted: Callable[[int], object]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _shout(data: bytes, name: str, counted: Callable[[int], object]) -> str:
    os.write(1, b"warning: ")
    os.write(2, b"error: ")
    return "read"


def test_what_the_reader_writes_reaches_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert guarded(_shout, b"", NAME) == "read"
    assert capfd.readouterr() == ("", "")


def _sleep(data: bytes, name: str, counted: Callable[[int], object]) -> None:
    time.sleep(60)


def _swell(data: bytes, name: str, counted: Callable[[int], object]) -> None:
    bytearray(1 << 40)


@pytest.mark.parametrize(
    ("reader", "code"),
    [
        (_crash, "import-pdf-broken"),
        (_sleep, "import-pdf-too-slow"),
        (_swell, "import-pdf-too-large"),
    ],
)
def test_what_happens_to_the_reader_happens_in_its_process(reader: Any, code: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ManuscriptError) as caught:
        guarded(reader, b"", NAME, seconds=0.5)
    assert caught.value.findings[0].code == code
    assert time.monotonic() - begun < 10


# --------------------------------------------------------------------------------------- properties

STYLE = Style("Serif", 10.0, Face.PLAIN, 0, 8.0, 2.0, True)


def letters(words: list[str], inner: float, between: float, x: float = 0.0) -> list[Letter]:
    """Letters of 5 pt with gaps between them (pt), without spaces of the PDF's."""
    found: list[Letter] = []
    for word in words:
        for char in word:
            found.append(Letter(char, x, x + 5, 100.0, 95.0, 100.0, STYLE, ()))
            x += 5 + inner
        x += between - inner
    return found


WORDS = st.lists(st.text("abcdeäöü", min_size=2, max_size=9), min_size=1, max_size=8)


@given(WORDS, st.floats(-0.4, 0.5), st.floats(2.0, 6.0))
def test_words_are_told_by_gaps(words: list[str], inner: float, between: float) -> None:
    found = letters(words, inner, between)
    before = spacing(found).before
    text = "".join((" " if b else "") + one.text for one, b in zip(found, before, strict=True))
    assert text.split() == words


@given(
    st.integers(0, 3),
    st.tuples(st.floats(1, 900), st.floats(1, 900)),
    st.tuples(*[st.floats(0, 900)] * 4),
)
def test_a_view_leads_back_to_the_sheet(
    turns: int, sheet: tuple[float, float], corners: tuple[float, float, float, float]
) -> None:
    x0, x1 = sorted(corners[:2])
    y0, y1 = sorted(corners[2:])
    view = View(turns, sheet)
    assert tuple(view.on_sheet(view.box((x0, y0, x1, y1)))) == pytest.approx(
        (x0, y0, x1, y1), abs=0.01
    )


@given(st.integers(4, 30), st.integers(4, 30), st.floats(9, 30), st.floats(0, 9))
def test_columns_of_any_length_are_read_from_the_left(
    left: int, right: int, gutter: float, shift: float
) -> None:
    words = ["hier", "stehen", "gut", "vier", "Worte"]
    one = tuple(letters(words, 0, 3))
    two = tuple(letters(words, 0, 3, one[-1].x1 + gutter))
    rows = [Row(12.0 * n, (Piece(one),)) for n in range(left)]
    for n in range(right):
        base = 12.0 * n + shift
        if shift == 0 and n < left:
            rows[n] = Row(base, (Piece(one), Piece(two)))
        else:
            rows.append(Row(base, (Piece(two),)))
    rows.sort(key=lambda row: row.base)
    found = placed(rows, None, lambda piece: 0)
    assert [line.column for line in found] == [0] * left + [1] * right
