"""The cover for the print shop: its parts, what has room on it, its bar code read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import weasyprint
import zxingcpp
from PIL import Image as Picture

from conftest import ROOT, codes
from satzspiegel.editions.print.cover import MadeCover, blurb_of, make_print_cover
from satzspiegel.editions.print.crowding import overfull
from satzspiegel.editions.print.profiles import Profile, find_profile
from satzspiegel.labels import labels_for
from satzspiegel.manuscript.images import load_image
from satzspiegel.messages import ManuscriptError, StyleError
from satzspiegel.model import (
    Contributor,
    Image,
    LimitSettings,
    Metadata,
    PrintSettings,
    Publication,
    Settings,
    Severity,
    Styled,
    StyleKind,
    Text,
)
from satzspiegel.printing_facts import Matter, PageFacts
from satzspiegel.styles import load_style
from satzspiegel.verify.printing import read_print

BUILD = "0123456789abcdef"
STYLES = ("klassisch", "sachlich")
ISBN = "978-3-16-148410-0"
BLURB = 'Ein Heft zum Prüfen: kurz, aber mit allem, was "vorkommt".\n\nUnd noch ein Absatz.'
PT_IN_MM = 72 / 25.4
Made = Callable[..., MadeCover]


@pytest.fixture(scope="module")
def profile() -> Profile:
    try:
        return find_profile(PrintSettings(), ROOT / "manuscript")
    except ManuscriptError:
        pytest.skip("print covers: no profile of FOGRA39 (make profile)")


@pytest.fixture(scope="module")
def cover(profile: Profile, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Makes a cover, each once; keywords are metadata or settings of ``print``."""
    root = tmp_path_factory.mktemp("manuskript")
    made: dict[str, MadeCover] = {}

    def make(style: str = "klassisch", pages: int = 240, **given: Any) -> MadeCover:
        key = repr((style, pages, given))
        if key not in made:
            own = publication(root, **given)
            made[key] = make_print_cover(own, load_style(style), profile, BUILD, pages)
        return made[key]

    return make


def publication(root: Path = Path(), **given: Any) -> Publication:
    settings = {key: given.pop(key) for key in [*given] if hasattr(PrintSettings, key)}
    metadata = Metadata(
        **{
            "title": (Text("Am"), Text(" "), Styled(StyleKind.EMPHASIS, (Text("Rand"),))),
            "contributors": (Contributor("Anna Beispiel"), Contributor("Bernd Muster", "edt")),
            "publisher": "Verlag am Rand",
            "isbn": ISBN,
            "abstract": BLURB,
            **given,
        }
    )
    return Publication(
        "probe",
        root,
        metadata,
        Settings(print=PrintSettings(**{"binding": "perfect", **settings})),
        labels=labels_for("de"),
    )


def page(made: MadeCover) -> PageFacts:
    (found,) = read_print(made.data).pages
    return found


def words(made: MadeCover) -> str:
    with pymupdf.open(stream=made.data, filetype="pdf") as document:
        return " ".join(document[0].get_text().split())


def spans(made: MadeCover) -> Iterator[dict[str, Any]]:
    """Pieces of text: ``dir`` is their direction, ``size`` that of their type in pt."""
    with pymupdf.open(stream=made.data, filetype="pdf") as document:
        for block in document[0].get_text("dict")["blocks"]:
            for line in block.get("lines", ()):
                yield from ({**span, "dir": line["dir"]} for span in line["spans"])


def picture(made: MadeCover, dpi: int) -> Picture.Image:
    with pymupdf.open(stream=made.data, filetype="pdf") as document:
        data = document[0].get_pixmap(dpi=dpi, alpha=False).tobytes("png")
    return Picture.open(BytesIO(data))


def read(made: MadeCover) -> list[zxingcpp.Barcode]:
    """The bar codes on the lower half of the back."""
    measures = made.measures
    x, y, width, height = measures.back, measures.height / 2, measures.page_width, measures.height
    clip = pymupdf.Rect(x, y, x + width, height) * PT_IN_MM
    with pymupdf.open(stream=made.data, filetype="pdf") as document:
        data = document[0].get_pixmap(dpi=600, alpha=False, clip=clip).tobytes("png")
    return [*zxingcpp.read_barcodes(Picture.open(BytesIO(data)))]


# ---------------------------------------------------------------------------------------- sheet


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "settings",
    [{"binding": "saddle-stitch"}, {}, {"flaps": 85.0, "marks": True}],
    ids=["stitched", "bound", "with flaps and marks"],
)
def test_the_sheet_is_as_large_as_its_parts(
    cover: Made, style: str, settings: dict[str, Any]
) -> None:
    made = cover(style, 120, **settings)
    size = load_style(style).page
    spine = 0 if "binding" in settings else 6.5
    found = page(made)
    assert found.trim and found.bleed
    assert found.trim.width == pytest.approx(
        2 * (size.width + settings.get("flaps", 0)) + spine, abs=0.01
    )
    assert found.trim.height == pytest.approx(size.height, abs=0.01)
    assert found.bleed.edges_around(found.trim) == pytest.approx([3] * 4, abs=0.01)
    assert made.measures.width == pytest.approx(found.trim.width, abs=0.01)
    assert (found.media.width > found.bleed.width + 1) == settings.get("marks", False)


@pytest.mark.parametrize("style", STYLES)
def test_the_ground_fills_the_bleed_and_no_more(cover: Made, style: str) -> None:
    made = cover(style, marks=True)
    found, image = page(made), picture(made, 72)
    assert found.bleed
    white = (255, 255, 255)

    def at(x: float, y: float) -> tuple[int, ...]:
        """The colour at a place, mm from the media's upper left corner."""
        pixel = image.getpixel((round(x * PT_IN_MM), round(y * PT_IN_MM)))
        assert isinstance(pixel, tuple)
        return pixel

    left, top = found.bleed.left, found.media.top - found.bleed.top
    middle = found.media.height / 2 + 20
    assert at(left + 1, middle) == at(left + 10, top + 1) != white
    assert at(left - 1, middle) == at(left + 10, top - 1) == white
    # Nor is it under the line below the bleed.
    assert at(left + 10, found.media.top - found.bleed.bottom + 3) == white


def test_marks_show_where_the_cover_is_folded(cover: Made) -> None:
    made = cover("klassisch", 120, flaps=85.0, marks=True)
    found = page(made)
    assert found.trim and found.bleed
    edge = found.trim.left
    with pymupdf.open(stream=made.data, filetype="pdf") as document:
        lines = [d["rect"] for d in document[0].get_drawings() if d["dashes"] not in (None, "[] 0")]
    marks = [[length / PT_IN_MM for length in line] for line in lines]
    assert sorted({round(left - edge, 1) for left, *_ in marks}) == [85, 233, 239.5, 387.5]
    assert len(marks) == 8
    top, bottom = (found.media.top - y for y in (found.bleed.top, found.bleed.bottom))
    assert all(y1 < top or y0 > bottom for _, y0, _, y1 in marks)


@pytest.mark.parametrize("style", STYLES)
def test_the_file_is_what_the_print_shop_wants(cover: Made, style: str) -> None:
    facts = read_print(cover(style).data)
    assert facts.record.standard == "PDF/X-4"
    assert facts.intent and facts.intent.identifier == "FOGRA39"
    assert "RGB" not in facts.inks
    assert not facts.transparent_pages
    assert all(font.embedded and font.subset for font in facts.fonts)


def test_the_same_cover_has_the_same_bytes(cover: Made, profile: Profile) -> None:
    again = make_print_cover(publication(), load_style(), profile, BUILD, 240)
    assert again.data == cover().data


# ----------------------------------------------------------------------------------------- text


@pytest.mark.parametrize("style", STYLES)
def test_front_spine_and_back_have_their_words(cover: Made, style: str) -> None:
    made = cover(style)
    text = words(made)
    assert made.findings == ()
    assert text.count("Anna Beispiel") == text.count("Am Rand") == 2  # front and spine
    assert "was „vorkommt“." in text  # typography of the text
    assert "Und noch ein Absatz." in text
    assert "Verlag am Rand" in text


def test_the_setting_goes_before_the_abstract() -> None:
    assert blurb_of(publication(blurb="Vorn.\n\nHinten\nweiter.")) == ["Vorn.", "Hinten weiter."]
    assert blurb_of(publication()) == [
        "Ein Heft zum Prüfen: kurz, aber mit allem, was „vorkommt“.",
        "Und noch ein Absatz.",
    ]
    assert blurb_of(publication(abstract="")) == []


@pytest.mark.parametrize("style", STYLES)
def test_a_cover_may_have_no_text_on_its_back(cover: Made, style: str) -> None:
    made = cover(style, abstract="", isbn="", publisher="")
    assert made.findings == ()
    assert "ISBN" not in words(made) and "Ein Heft" not in words(made)


@pytest.mark.parametrize("style", STYLES)
def test_the_spine_reads_from_bottom_to_top(cover: Made, style: str) -> None:
    made = cover(style)
    turned = [span for span in spans(made) if span["dir"][1] < -0.99]
    assert "".join(span["text"] for span in turned).split() == ["Anna", "BeispielAm", "Rand"]
    (size,) = {round(span["size"], 1) for span in turned}
    assert size == pytest.approx((12.5 - 3.5) * PT_IN_MM / 1.15, abs=14) and size == 14.0
    left = (made.measures.spine_edge + 3) * PT_IN_MM
    for span in turned:
        assert left < span["bbox"][0] < span["bbox"][2] < left + made.measures.spine * PT_IN_MM


@pytest.mark.parametrize(
    ("pages", "given", "expected"),
    [
        (48, {}, ["cover-spine-narrow"]),
        (120, {}, []),
        (48, {"binding": "saddle-stitch"}, []),
        (140, {"title": (Text("Titel " * 60),)}, ["cover-spine-long"]),
    ],
)
def test_what_the_spine_has_no_room_for_is_said(
    cover: Made, pages: int, given: dict[str, Any], expected: list[str]
) -> None:
    made = cover("klassisch", pages, **given)
    assert [code for code in codes(made.findings) if "spine" in code] == expected
    turned = any(span["dir"][1] < -0.99 for span in spans(made))
    assert turned == (not expected and "binding" not in given)


@pytest.mark.parametrize("style", STYLES)
def test_a_long_title_stands_on_a_wide_spine_in_lines(cover: Made, style: str) -> None:
    title = "Verhandlungen über die Grundlagen einer Geschichte der wissenschaftlichen Fußnote"
    made = cover(style, 600, title=(Text(title),), abstract="")
    turned = [span for span in spans(made) if span["dir"][1] < -0.99]
    assert "".join(span["text"] for span in turned).count("Fußnote") == 1
    assert len({round(span["origin"][0]) for span in turned}) > 1


# ---------------------------------------------------------------------------------------- room


def blurb_size(made: MadeCover) -> float:
    """The size of the blurb's type, pt."""
    return float(next(span["size"] for span in spans(made) if "Satz" in span["text"]))


@pytest.mark.parametrize("style", STYLES)
def test_a_long_blurb_is_set_smaller_and_then_reported(cover: Made, style: str) -> None:
    sentence = "Satz um Satz wird dieser Text länger und länger, bis er kaum noch Platz hat. "
    short, long, endless = (cover(style, blurb=sentence * n) for n in (1, 20, 60))
    assert short.findings == long.findings == ()
    assert blurb_size(short) >= blurb_size(long) >= 8
    assert blurb_size(short) > blurb_size(endless)
    assert words(long).count("länger und länger") == 20
    (finding,) = endless.findings
    assert (finding.code, finding.severity) == ("cover-blurb-long", Severity.WARNING)
    assert blurb_size(endless) == pytest.approx(8, abs=0.45)


@pytest.mark.parametrize(
    ("top", "crowded"), [(10, False), (60, True), (80, True)], ids=["room", "wide", "lost"]
)
def test_text_that_is_lost_below_the_page_is_missed(top: int, crowded: bool) -> None:
    """At 80 mm only the first line is there, and stands inside its element."""
    sheet = "@page { size: 100mm; margin: 0 } * { margin: 0 } p { line-height: 15mm }"
    place = f"position: absolute; top: {top}mm; height: 30mm"
    lines = "<p>eins</p><p>zwei</p>" + "<p>drei</p>" * (top == 60)
    page = f'<style>{sheet}</style><div id="text" style="{place}">{lines}</div>'
    document = weasyprint.HTML(string=page).render()
    assert overfull(document, "text") == crowded
    assert not overfull(document, "other")


@pytest.mark.parametrize("style", STYLES)
def test_a_front_without_room_is_reported(cover: Made, style: str) -> None:
    long = (Text("Ein Titel, der immer weiter geht und gar kein Ende findet, "),)
    assert codes(cover(style, 48, title=long * 2, binding="saddle-stitch").findings) == []
    found = cover(style, 48, title=long * 9, subtitle=long * 9, binding="saddle-stitch")
    assert codes(found.findings) == ["cover-title-long"]


# ------------------------------------------------------------------------------------- bar code


@pytest.mark.parametrize(
    ("style", "isbn"),
    [("klassisch", ISBN), ("klassisch", "3-16-148410-X"), ("sachlich", "979-10-90636-07-1")],
)
def test_a_reader_reads_the_number(cover: Made, style: str, isbn: str) -> None:
    made = cover(style, isbn=isbn)
    (code,) = read(made)
    assert code.format == zxingcpp.BarcodeFormat.EAN13
    expected = "9791090636071" if isbn.startswith("979") else ISBN.replace("-", "")
    assert code.text == expected
    written = "979-10-90636-07-1" if isbn.startswith("979") else ISBN
    assert f"ISBN {written}" in words(made)
    assert expected in "".join(words(made).split())


@pytest.mark.parametrize("style", STYLES)
def test_the_bars_are_black_ink_on_white_as_wide_as_modules(cover: Made, style: str) -> None:
    made = cover(style)
    with pymupdf.open(stream=made.data, filetype="pdf") as document:
        drawings = [d for d in document[0].get_drawings() if d["type"] == "f"]
    module = 0.33 * PT_IN_MM
    bars = [d for d in drawings if 20 < d["rect"].height / PT_IN_MM < 25 and
            d["rect"].width < 5 * module]  # fmt: skip
    assert len(bars) == 30
    for bar in bars:
        assert len(bar["items"]) == 1
        width = bar["rect"].width / module
        assert width == pytest.approx(round(width), abs=0.01)
    ground = next(d for d in reversed(drawings) if d["rect"].contains(bars[0]["rect"]) and
                  d not in bars)  # fmt: skip
    quiet_left = bars[0]["rect"].x0 - ground["rect"].x0
    quiet_right = ground["rect"].x1 - bars[-1]["rect"].x1
    assert quiet_left >= 11 * module - 0.01 and quiet_right >= 7 * module - 0.01
    assert ground["fill"] == (1.0, 1.0, 1.0)
    paints = page(made).paints
    assert any(p.is_black and p.matter is Matter.VECTOR and p.overprint for p in paints)
    black = [p for p in paints if p.matter is Matter.VECTOR and "K" in p.inks and p.amount > 2.8]
    assert black == []


def test_a_narrow_book_has_a_smaller_bar_code(
    cover: Made, tmp_path: Path, profile: Profile
) -> None:
    (tmp_path / "style.toml").write_text(
        'extends = "klassisch"\npage = { width = 110, inner = 12, outer = 12 }\n', "utf-8"
    )
    made = cover(str(tmp_path))
    (code,) = read(made)
    assert code.text == ISBN.replace("-", "")
    position = code.position
    width = (position.top_right.x - position.top_left.x) / 600 * 25.4
    assert width == pytest.approx(95 * 0.264, abs=0.4)


# ------------------------------------------------------------------------------------- own cover


def with_picture(root: Path, size: tuple[int, int]) -> Publication:
    """A publication whose cover is a picture of this many pixels."""
    Picture.new("RGB", size, (200, 30, 40)).save(root / "umschlag.png")
    asset, _ = load_image(Image("umschlag.png", ""), root, LimitSettings())
    return replace(publication(root, cover="umschlag.png", isbn=""), assets=(asset,))


@pytest.mark.parametrize(
    ("width", "code"),
    [(1790, ""), (1500, "image-coarse"), (1100, "image-too-coarse")],
)
def test_a_picture_fills_the_front_if_it_is_fine_enough(
    width: int, code: str, tmp_path: Path, profile: Profile
) -> None:
    own = with_picture(tmp_path, (width, round(width * 1.5)))
    made = make_print_cover(own, load_style(), profile, BUILD, 48)
    assert codes(made.findings) == ["cover-spine-narrow", *([code] if code else [])]
    (image,) = page(made).images
    assert image.resolution == pytest.approx(width / 151 * 25.4, rel=0.01)
    # To the upper edge of the bleed, and no wider than the front and its bleed.
    view = picture(made, 72)
    front = made.measures.front + 3

    def at(x: float) -> Any:
        return view.getpixel((round(x * PT_IN_MM), 2))

    assert at(front + 1) == at(front + 147) == at(front + 150) != at(front - 2)
    assert "Rand" not in words(made).replace("Verlag am Rand", "")


def test_a_picture_goes_round_the_fold_of_a_flap(tmp_path: Path, profile: Profile) -> None:
    own = with_picture(tmp_path, (1800, 2600))
    settings = replace(own.settings.print, flaps=80.0)
    own = replace(own, settings=replace(own.settings, print=settings))
    made = make_print_cover(own, load_style(), profile, BUILD, 48)
    view, fold = picture(made, 72), made.measures.front_flap + 3

    def at(x: float) -> Any:
        return view.getpixel((round(x * PT_IN_MM), 100))

    assert at(fold - 5) == at(fold + 2) != at(fold + 4)


# ---------------------------------------------------------------------------------------- styles


def style_with(folder: Path, **templates: str) -> str:
    """A style with templates of its own; ``_`` in their names is ``.``."""
    (folder / "style.toml").write_text('extends = "klassisch"\n', "utf-8")
    for name, text in templates.items():
        path = folder / f"print-cover.{name}.jinja"
        path.write_text(text, "utf-8")
    return str(folder)


def test_a_style_can_write_on_the_flaps(cover: Made, tmp_path: Path) -> None:
    style = style_with(
        tmp_path,
        html='{% extends "print-cover.html.jinja" %}{% block flaps %}'
        '<p class="flap">Klappentext</p>{% endblock %}',
        css='{% extends "print-cover.css.jinja" %}{% block ground %}#00ff00{% endblock %}'
        "{% block own %}.flap { position: absolute; top: 20mm;"
        " left: {{ cover.front_flap + 10 }}mm }{% endblock %}",
    )
    made = cover(style, flaps=80.0)
    (flap,) = [span for span in spans(made) if span["text"] == "Klappentext"]
    assert flap["bbox"][0] / PT_IN_MM == pytest.approx(made.measures.front_flap + 10 + 3, abs=0.5)
    red, green, blue = picture(made, 40).getpixel((2, 2))  # type: ignore[misc]
    assert green > red and green > blue


@pytest.mark.parametrize(
    ("kind", "block"),
    [
        (kind, block)
        for kind in ("html", "css")
        for block in re.findall(
            r"{% block (\w+) %}",
            (ROOT / "styles" / "klassisch" / f"print-cover.{kind}.jinja").read_text("utf-8"),
        )
    ],
)
def test_every_block_can_be_overridden(cover: Made, tmp_path: Path, kind: str, block: str) -> None:
    base = f'{{% extends "print-cover.{kind}.jinja" %}}'
    own = f"{base}{{% block {block} %}}{{{{ nowhere }}}}{{% endblock %}}"
    with pytest.raises(StyleError, match="nowhere"):
        cover(style_with(tmp_path, **{kind: own}))


def test_a_cover_without_place_for_the_blurb_is_refused(cover: Made, tmp_path: Path) -> None:
    style = style_with(
        tmp_path,
        html='{% extends "print-cover.html.jinja" %}{% block back %}{% endblock %}',
    )
    with pytest.raises(StyleError) as caught:
        cover(style)
    (finding,) = caught.value.findings
    assert (finding.code, finding.values["part"]) == ("style-part-missing", '<div id="blurb">')
    assert cover(style, abstract="").findings == ()
