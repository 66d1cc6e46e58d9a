"""What the letters of a PDF are: spaces, accents, ligatures, faces, hyphens, labels of drawings."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pikepdf
import pymupdf
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st

from satzspiegel.importing.pages.lines import Face, Line, Page, Run
from satzspiegel.importing.pdf import read
from satzspiegel.importing.pdf.accents import with_accents
from satzspiegel.importing.pdf.columns import Placed, placed
from satzspiegel.importing.pdf.description import page_labels
from satzspiegel.importing.pdf.descriptors import described_faces
from satzspiegel.importing.pdf.faces import face_of_font
from satzspiegel.importing.pdf.hyphens import with_hyphens
from satzspiegel.importing.pdf.letters import Letter, Style, lettering
from satzspiegel.importing.pdf.lines import Marks, line_of
from satzspiegel.importing.pdf.pieces import Piece, Row, rows
from satzspiegel.importing.pdf.spaces import least_space, spacing
from satzspiegel.importing.pdf.styles import usual_sizes
from satzspiegel.importing.pdf.tags import Tags

SERIF = Path(str(resources.files("fontpkg_source_serif_4"))) / "files"
STYLE = Style("Serif", 10.0, Face.PLAIN, 0, 8.0, 2.0, 1)
Draw = Callable[[pymupdf.Page], object]


def drawn(draw: Draw) -> bytes:
    with pymupdf.open() as document:
        draw(document.new_page(width=300, height=400))
        return bytes(document.tobytes(no_new_id=True))


def page_of(data: bytes) -> Page:
    return read(data, "alt.pdf", lambda pages: None)[0].pages[0]


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def letter(text: str, x: float, *, width: float = 5.0, base: float = 100.0) -> Letter:
    return Letter(text, x, x + width, base, base - 5, base, STYLE, ())


def in_a_row(text: str, gaps: dict[int, float]) -> list[Letter]:
    """Letters of 5 pt; the gaps (pt) stand before those numbered."""
    found: list[Letter] = []
    x = 0.0
    for n, char in enumerate(text):
        x += gaps.get(n, 0.0)
        found.append(letter(char, x))
        x += 5
    return found


def set_text(letters: list[Letter], narrow: float) -> str:
    before = spacing(letters, narrow).before
    return "".join((" " if b else "") + one.text for one, b in zip(letters, before, strict=True))


# ------------------------------------------------------------------------------------------- spaces


@given(st.floats(0.0, 0.7), st.floats(1.25, 1.7), st.floats(2.2, 5.0))
def test_thin_spaces_are_spaces_and_kerning_is_none(kern: float, thin: float, wide: float) -> None:
    line = in_a_row("sieheObenBlatt", {3: kern, 5: wide, 9: thin, 11: kern})
    narrow = least_space([line] * 20)
    assert set_text(line, narrow) == "siehe Oben Blatt"


def test_many_tight_gaps_move_the_limit_up() -> None:
    """Letters of a scan stand apart by anything up to 1/8 of the size."""
    tight = [in_a_row("dasgehtan", dict.fromkeys((2, 5, 8), gap)) for gap in (0.9, 1.0, 1.1, 1.2)]
    wide = in_a_row("dasgehtan", {3: 2.5, 7: 2.5})
    assert least_space(tight * 20 + [wide] * 20) > 0.13


def test_a_stop_or_a_figure_makes_less_room_a_space() -> None:
    line = in_a_row("S.17zBxy", {2: 1.3, 6: 1.3})
    assert set_text(line, 0.14) == "S. 17zBxy"


def test_dots_are_one_mark() -> None:
    line = in_a_row("und...so", {4: 1.7, 5: 1.7, 6: 3.0})
    assert set_text(line, 0.14) == "und... so"


@pytest.mark.parametrize("text", ["il y a un", "wo ist A 4 je", "das i st u nd"])
def test_short_words_are_not_letters_set_apart(text: str) -> None:
    gaps, letters = {}, text.replace(" ", "")
    place = 0
    for word in text.split():
        gaps[place] = 3.0
        place += len(word)
    assert set_text(in_a_row(letters, gaps), 0.14) == text


# ------------------------------------------------------------------------------- accents, ligatures


@pytest.mark.parametrize(
    ("accent", "plain", "whole"),
    [("¨", "u", "ü"), ("\u0308", "A", "Ä"), ("´", "e", "é"), ("ˆ", "ı", "î"), ("¸", "c", "ç")],
)
@pytest.mark.parametrize("first", [True, False])
def test_accents_join_the_letters_below(accent: str, plain: str, whole: str, first: bool) -> None:
    pair = [letter(accent, 10.3, base=98.0), letter(plain, 10.0)]
    found = with_accents([letter("f", 5.0), *(pair if first else pair[::-1]), letter("r", 15.0)])
    assert [one.text for one in found] == ["f", whole, "r"]


def test_accents_beside_letters_stay() -> None:
    found = with_accents(
        [letter("a", 0), letter("´", 5), letter("b", 10), letter("¨", 10, base=80)]
    )
    assert [one.text for one in found] == ["a", "´", "b", "¨"]


class AsMuPDFSays:
    """A page with »Stoff zu«, as MuPDF reads it from a Type 1 font whose glyph »ff« is mapped to
    two letters (9.10.3): in its lines the second has a width, which reaches into the next word.
    """

    rotation, number, rect = 0, 0, pymupdf.Rect(0, 0, 300, 400)

    def get_text(self, kind: str, flags: int) -> dict[str, Any]:
        edges = [(40, 45), (45, 49), (49, 54), (54, 61), (61, 64), (63.5, 68), (68, 73)]
        chars = [
            {"c": char, "origin": (x0, 50.0), "bbox": (x0, 42.0, x1, 52.0)}
            for char, (x0, x1) in zip("Stoffzu", edges, strict=True)
        ]
        span = {"font": "CMR10", "size": 10.0, "flags": 0, "color": 0, "char_flags": 16}
        line = {"dir": (1, 0), "spans": [span | {"ascender": 0.8, "descender": -0.2}]}
        line["spans"][0]["chars"] = chars  # type: ignore[index]
        return {"blocks": [{"lines": [line]}]}

    def get_texttrace(self) -> list[dict[str, Any]]:
        return [{"chars": [(102, 7, (54.0, 50.0), ()), (102, -1, (54.0, 50.0), ())]}]

    def get_fonts(self) -> list[tuple[Any, ...]]:
        return [(1, "pfa", "Type1", "ABCDEF+CMR10", "F1", "")]

    def read_contents(self) -> bytes:
        return b""


def test_the_parts_of_a_ligature_leave_the_space_behind_it() -> None:
    found = lettering(cast(pymupdf.Page, AsMuPDFSays())).level
    assert set_text(found, 0.14) == "Stoff zu"


def test_a_part_of_a_ligature_is_no_letter_printed_twice() -> None:
    line = [letter("f", 40, width=6), letter("t", 46, width=0), letter("t", 46), letter("e", 51)]
    (row,) = rows(line)
    assert "".join(one.text for piece in row.pieces for one in piece.letters) == "ftte"


# -------------------------------------------------------------------------------- rows and columns


def test_letters_shifted_within_a_word_are_in_its_line() -> None:
    logo = (("L", 0, 10, 0), ("A", -3.0, 7, -2), ("T", -1.2, 9.9, 0), ("E", -1.6, 10, 2.1))

    def draw(page: pymupdf.Page) -> None:
        page.insert_text((20, 50), "Gesetzt mit ", fontsize=9.9)
        x = 20 + pymupdf.get_text_length("Gesetzt mit ", fontsize=9.9)
        for char, shift, size, down in logo:
            font = "tiro" if char == "E" else "helv"
            page.insert_text((x + shift, 50 + down), char, fontname=font, fontsize=size)
            x += shift + pymupdf.get_text_length(char, fontsize=size)
        page.insert_text((x - 1.2, 50), "X, wie man sieht", fontsize=9.9)

    (line,) = page_of(drawn(draw)).lines
    assert line.text == "Gesetzt mit LATEX, wie man sieht"
    assert all(run.face == Face.PLAIN for run in line.runs)


def test_a_giant_quotation_mark_takes_no_lines_to_itself() -> None:
    said = [f"Hier wird in Zeile {n} angeführt" for n in range(3)]

    def draw(page: pymupdf.Page) -> None:
        page.insert_text((20, 60), '"', fontsize=60)
        for n, line in enumerate(said):
            page.insert_text((60, 60 + 16 * n), line, fontsize=9)

    lines = page_of(drawn(draw)).lines
    assert [line.text.removeprefix('" ') for line in lines] == said
    assert all(Face.SUPERIOR not in run.face for line in lines for run in line.runs)


@given(st.integers(12, 20), st.integers(12, 20))
def test_columns_of_lists_are_columns(left: int, right: int) -> None:
    """Each column has a list with a gap in every row; few base lines are common."""

    def entry(x: float) -> tuple[Letter, ...]:
        words = in_a_row("vierWorteinderZeile", {4: 3.0, 9: 3.0, 11: 3.0, 14: 3.0})
        return tuple(one._replace(x0=one.x0 + x, x1=one.x1 + x) for one in words)

    lines = [Row(12.0 * n, (Piece(entry(0)[:4]), Piece(entry(15)[4:]))) for n in range(left)]
    lines += [
        Row(12.0 * n + 6, (Piece(entry(150)[:4]), Piece(entry(165)[4:]))) for n in range(right)
    ]
    found = placed(sorted(lines, key=lambda row: row.base), None, lambda piece: 0)
    columns = [line.column for line in found]
    assert sorted(columns) == columns
    assert len({line.base for line in found if line.column == 0}) == left


def test_tagged_cells_are_lines_of_their_own_without_a_gap() -> None:
    pieces = tuple(Piece(tuple(in_a_row("Zelle", {0: 30.0 * n}))) for n in range(3))
    cells = dict(zip(pieces, (1, 1, 2), strict=True))
    found = placed([Row(100.0, pieces)], None, lambda piece: cells[piece])
    assert [len(line.pieces) for line in found] == [2, 1]


# -------------------------------------------------------------------------------------------- faces

SET = """<html lang=de><style>@page { size: 300pt 200pt; margin: 20pt }
@font-face { font-family: S; src: url(FONT) }
body { font: 12pt S } .old { font-variant-numeric: oldstyle-nums }
.sub { font-variant-position: sub }</style>
<p>Im Jahr <span class=old>1943579</span> war H<span class=sub>25</span>O gefroren."""


def test_figures_that_go_below_the_base_line() -> None:
    """Those of old style do so too, but are taller than inferiors."""
    old = letter("3", 0)._replace(top=95.6, bottom=102.2)
    low = letter("5", 5)._replace(top=97.0, bottom=101.4)
    line = Placed((Piece((old, low)),), 100.0, 0)
    found, _ = line_of(line, 1, Marks((), (), {}, 0.14), Tags())
    assert [run.face for run in found.runs] == [Face.PLAIN, Face.INFERIOR]


def test_old_style_figures_are_no_inferiors() -> None:
    html = SET.replace("FONT", (SERIF / "SourceSerif4[opsz,wght].ttf").as_uri())
    (line,) = page_of(weasyprint.HTML(string=html).write_pdf()).lines
    inferior = [run.text for run in line.runs if Face.INFERIOR in run.face]
    assert (line.text, inferior) == ("Im Jahr 1943579 war H25O gefroren.", ["25"])


@pytest.mark.parametrize(
    ("font", "flags", "face"),
    [
        ("CMSY10", 2, Face.PLAIN),
        ("CMEX10", 2, Face.PLAIN),
        ("CMMI10", 2, Face.ITALIC),
        ("NimbusRomNo9L-Regu-Slant_167", 0, Face.ITALIC),
        ("NimbusMonL-Regu", 0, Face.MONOSPACED),
    ],
)
def test_names_of_fonts(font: str, flags: int, face: Face) -> None:
    assert face_of_font(font, flags) == face


def with_descriptor(name: str, **values: float) -> pikepdf.Dictionary:
    """A font with these values in its descriptor."""
    descriptor = pikepdf.Dictionary({"/FontName": pikepdf.Name(f"/ABCDEF+{name}")})
    for key, value in values.items():
        descriptor[f"/{key}"] = value
    return pikepdf.Dictionary(Type=pikepdf.Name.Font, FontDescriptor=descriptor)


def test_descriptors_tell_faces() -> None:
    with pikepdf.new() as pdf:
        for one in (
            with_descriptor("Alpha", ItalicAngle=-12),
            with_descriptor("Beta", Flags=262144 + 4),
            with_descriptor("Gamma", FontWeight=700, Flags=64),
            with_descriptor("Delta", ItalicAngle=0, FontWeight=400, Flags=34, StemV=80),
            with_descriptor("Delta-Medi", StemV=140),
            with_descriptor("Epsilon", StemV=140, ItalicAngle=-90),
            with_descriptor("CMSY10", ItalicAngle=-14),
        ):
            pdf.make_indirect(one)
        faces = described_faces(pdf)
    assert faces == {
        "Alpha": Face.ITALIC,
        "Beta": Face.BOLD,
        "Gamma": Face.ITALIC | Face.BOLD,
        "Delta-Medi": Face.BOLD,
    }


def test_a_font_that_only_its_descriptor_calls_italic() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_font("F0", fontfile=str(SERIF / "SourceSerif4[opsz,wght].ttf"))
        page.insert_text((40, 50), "Schräg gesetzt", fontname="F0", fontsize=10)

    data = drawn(draw)
    with pikepdf.open(BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
                one.ItalicAngle = -11
        file = BytesIO()
        pdf.save(file)
    plain, italic = (page_of(one).lines[0].runs[0].face for one in (data, file.getvalue()))
    assert (plain, italic) == (Face.PLAIN, Face.ITALIC)


def test_sizes_that_are_one() -> None:
    counts = {9.9: 40, 10.0: 60, 10.1: 3, 11.0: 9, 8.0: 20}
    found = [
        letter("a", 0)._replace(style=STYLE._replace(size=size))
        for size, count in counts.items()
        for _ in range(count)
    ]
    assert usual_sizes(found) == {("Serif", 9.9): 10.0, ("Serif", 10.1): 10.0}


def test_letters_without_unicode_are_read_from_the_font_itself() -> None:
    """No ToUnicode map and codes that mean nothing: the font's own table of characters tells."""

    def draw(page: pymupdf.Page) -> None:
        page.insert_font("F0", fontfile=str(SERIF / "SourceSerif4[opsz,wght].ttf"))
        page.insert_text((40, 50), "Öde Gefilde", fontname="F0", fontsize=10)
        page.insert_text((40, 70), "Und dies ist immer zu lesen, was auch geschieht.", fontsize=10)

    with pikepdf.open(BytesIO(drawn(draw))) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            if font.Subtype == "/Type0":
                del font.ToUnicode
                font.DescendantFonts[0].CIDSystemInfo.Ordering = pikepdf.String("Identity")
        file = BytesIO()
        pdf.save(file)
    assert texts(page_of(file.getvalue()))[0] == "Öde Gefilde"


# ------------------------------------------------------------------------------------------ hyphens


def page_with(*lines: str) -> Page:
    box = (0.0, 0.0, 1.0, 1.0)
    made = (Line((Run(text, box),), box, 1.0, n) for n, text in enumerate(lines, start=1))
    return Page(1, "1", 100, 100, tuple(made))


def test_soft_hyphens_at_line_ends_stay() -> None:
    page = page_with("Was\u00ad", "ser und Wein\u00ad", "berg")
    assert with_hyphens([page]) == (page,)


def test_a_font_that_calls_its_hyphen_soft() -> None:
    (page,) = with_hyphens([page_with("Nord\u00adSüd und Was\u00ad", "ser, Ost\u00adWest")])
    assert texts(page) == ["Nord-Süd und Was-", "ser, Ost-West"]


def test_one_soft_hyphen_within_a_line_leaves_many_at_ends() -> None:
    (page,) = with_hyphens([page_with(*["Was\u00ad"] * 11, "Nord\u00adSüd, Wes\u00ad")])
    assert texts(page) == ["Was\u00ad"] * 11 + ["Nord-Süd, Wes\u00ad"]


# ------------------------------------------------------------------------------- drawings and pages


def test_labels_beside_a_drawing_are_part_of_it() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.draw_circle((100, 150), 40)
        page.insert_text((146, 152), "2/9", fontsize=9)
        page.insert_text((40, 212), "Darunter steht die Unterschrift", fontsize=9)
        page.insert_text((230, 122), "fern", fontsize=9)

    (picture,) = page_of(drawn(draw)).pictures
    assert picture.box == pytest.approx((60, 110, 159, 190), abs=2)


def test_page_labels() -> None:
    with pymupdf.open() as document:
        for _ in range(32):
            document.new_page()
        document.set_page_labels(
            [
                {"startpage": 0, "style": "R", "firstpagenum": 4},
                {"startpage": 2, "prefix": "A-", "style": "D"},
                {"startpage": 4, "style": "a", "firstpagenum": 26},
                {"startpage": 6, "prefix": "Karte"},
            ]
        )
        labels = page_labels(document)
        assert labels[:7] == ["IV", "V", "A-1", "A-2", "z", "aa", "Karte"]
        assert all(one == two for one, two in pairwise(labels[6:]))


def test_pages_without_labels_have_their_numbers() -> None:
    with pymupdf.open() as document:
        document.new_page()
        document.new_page()
        assert page_labels(document) == ["1", "2"]
