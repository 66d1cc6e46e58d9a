"""Images for the press: inks by the profile, greys as black alone, and enough pixels."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from PIL import Image, ImageCms

from conftest import lines
from print_pages import drawing, facts, page, painted, picture, profile, publication
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import set_pages
from satzspiegel.editions.print import make_print, padded
from satzspiegel.editions.print.findings import print_findings
from satzspiegel.editions.print.images import Plates, divided
from satzspiegel.editions.print.inks import Inks
from satzspiegel.model import Asset, Severity
from satzspiegel.reading import read_structure
from satzspiegel.styles import load_style

#: A red that both screen and press have.
RED = (170, 60, 60)
SHOWN = '<img src="asset:bild" style="width: 1in"/>'


def plates(image: Image.Image, kind: str = "PNG", **options: Any) -> Plates:
    return divided(picture(image, kind=kind, **options).data, Inks(profile()))


def shown(asset: Asset) -> tuple[int, ...]:
    """The colour in the middle of an image of one inch, as a screen shows the printed page."""
    with pymupdf.open(stream=painted(SHOWN, "", asset).data, filetype="pdf") as file:
        pixels = file[0].get_pixmap(dpi=96)
    edge = round(13 / 25.4 * 96)
    return tuple(pixels.pixel(edge + 48, edge + 48))


def content_of(body: str, asset: Asset) -> bytes:
    """The content stream of a page."""
    with pikepdf.open(BytesIO(painted(body, "", asset).data)) as pdf:
        return bytes(pdf.pages[0].Contents.read_bytes())


# --------------------------------------------------------------------------------------- colour


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photograph_is_divided_and_looks_as_before(kind: str) -> None:
    art = picture(Image.new("RGB", (300, 300), RED), kind=kind)
    (image,) = page(SHOWN, "", art).images
    assert (image.space, image.bits, set(image.inks)) == ("DeviceCMYK", 8, {"C", "M", "Y", "K"})
    assert shown(art) == pytest.approx(RED, abs=14)


def test_the_profile_in_an_image_counts() -> None:
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A screen whose red is green, and whose green is red.
    swapped = data.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")
    image = Image.new("RGB", (4, 4), RED)
    own = plates(image, icc_profile=data).picture.tobytes()
    assert own == plates(image).picture.tobytes()
    assert plates(image, icc_profile=swapped).picture.tobytes() != own


def test_a_profile_that_is_none_is_passed_over() -> None:
    image = Image.new("RGB", (4, 4), RED)
    assert plates(image, icc_profile=b"none").picture.tobytes() == plates(image).picture.tobytes()


def test_inks_of_an_image_stay() -> None:
    inks = Image.new("CMYK", (300, 300), (10, 200, 150, 20))
    (image,) = page(SHOWN, "", picture(inks, kind="JPEG")).images
    assert image.space == "DeviceCMYK"
    kept = plates(inks, "JPEG").picture.getpixel((150, 150))
    assert kept == pytest.approx((10, 200, 150, 20), abs=3)


def test_inks_of_another_press_are_divided_anew() -> None:
    inks = Image.new("CMYK", (4, 4), (0, 0, 0, 255))
    # The same press under another name.
    name = profile().description.encode()
    other = profile().data.replace(name, b"x" * len(name))
    same = plates(inks, "JPEG", icc_profile=profile().data).picture
    assert same.getpixel((0, 0)) == (0, 0, 0, 255)
    assert plates(inks, "JPEG", icc_profile=other).picture.getpixel((0, 0)) != (0, 0, 0, 255)


def test_an_image_beside_black_text_knocks_out() -> None:
    content = content_of(f"<p>Wort {SHOWN}</p>", picture(Image.new("L", (300, 300), 90)))
    assert re.search(rb"/o10 gs\s.*TJ", content, re.DOTALL)
    assert re.search(rb"/o00 gs\s+/i\w+ Do", content)


# ----------------------------------------------------------------------------------------- grey


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_grey_image_is_black_ink_alone(mode: str, kind: str) -> None:
    grey = Image.linear_gradient("L").resize((300, 300)).convert(mode)
    (image,) = page(SHOWN, "", picture(grey, kind=kind)).images
    assert (image.space, image.inks) == ("DeviceGray", ("K",))


def test_a_grey_in_an_image_has_the_ink_of_a_grey_in_a_text() -> None:
    grey = plates(Image.new("L", (2, 2), 128)).picture.tobytes()[0]
    ink = Inks(profile()).of_rgb((128 / 255,) * 3)
    assert 1 - grey / 255 == pytest.approx(ink[3], abs=0.003)


def test_black_and_white_stay_black_and_white() -> None:
    made = plates(Image.linear_gradient("L").resize((300, 300))).picture
    assert made.getextrema() == (0, 255)
    lines_only = Image.new("1", (300, 300), 1)
    lines_only.paste(0, (0, 0, 150, 300))
    (image,) = page(SHOWN, "", picture(lines_only)).images
    assert (image.space, image.bits) == ("DeviceGray", 1)


def test_a_grey_of_16_bits_keeps_its_steps() -> None:
    deep = Image.linear_gradient("L").convert("I").point(lambda value: value * 257)
    eight = plates(Image.linear_gradient("L")).picture
    assert plates(deep.convert("I;16")).picture.tobytes() == eight.tobytes()


# -------------------------------------------------------------------------------------- opacity


def test_opacity_stays_as_a_mask_and_is_told() -> None:
    clear = Image.new("RGBA", (300, 300), (*RED, 128))
    body = f'<p style="break-after: page">Wort</p>{SHOWN}'
    found = facts(body, "", picture(clear))
    assert found.transparent_pages == (2,)
    (image,) = found.images
    assert image.soft_mask
    printed = painted(body, "", picture(clear))
    (finding,) = print_findings(printed, publication())
    assert (finding.code, finding.severity) == ("transparency-used", Severity.HINT)
    assert finding.values == {"pages": "2"}


def test_an_image_that_is_opaque_all_over_has_no_mask() -> None:
    solid = Image.new("RGBA", (300, 300), (*RED, 255))
    printed = painted(SHOWN, "", picture(solid))
    assert not printed.transparent
    assert plates(solid).opacity is None


def test_a_turned_photograph_stands_upright() -> None:
    image = Image.new("RGB", (200, 100), RED)
    exif = image.getexif()
    exif[274] = 6
    assert plates(image, "JPEG", exif=exif).picture.size == (100, 200)


# ----------------------------------------------------------------------------------- resolution


@pytest.mark.parametrize(
    ("pixels", "codes"),
    [(300, []), (299, ["image-coarse"]), (200, ["image-coarse"]), (199, ["image-too-coarse"])],
)
def test_too_few_pixels_are_told(pixels: int, codes: list[str]) -> None:
    art = picture(Image.new("L", (pixels, pixels), 90))
    findings = list(print_findings(painted(SHOWN, "", art), publication(art)))
    assert [finding.code for finding in findings] == codes
    assert all(finding.values["resolution"] == str(pixels) for finding in findings)
    assert all(finding.values["wanted"] == "300 × 300" for finding in findings)


@pytest.mark.parametrize(
    "around",
    ["opacity: .5", "transform: scale(2); transform-origin: 0 0; width: 1in"],
)
def test_the_size_on_the_paper_counts(around: str) -> None:
    art = picture(Image.new("L", (300, 300), 90))
    body = f'<div style="{around}">{SHOWN}</div>'
    printed = painted(body, "", art)
    expected = 72 * (2 if "scale" in around else 1)
    (placed,) = printed.images
    assert placed.size == pytest.approx((expected, expected), abs=0.01)
    (read,) = facts(body, "", art).images
    assert read.resolution == pytest.approx(300 * 72 / expected, abs=0.1)


def test_an_image_in_a_drawing_is_told_by_the_drawing() -> None:
    file = picture(Image.new("L", (10, 10), 90)).data
    data = base64.b64encode(file).decode()
    art = drawing(f'<image width="60" height="60" href="data:image/png;base64,{data}"/>')
    printed = painted('<img src="asset:zeichnung"/>', "", art)
    (finding,) = print_findings(printed, publication(art))
    assert finding.values["source"] == "zeichnung.svg"


def test_the_editor_learns_where_the_image_stands(
    write_files: Callable[[dict[str, str | bytes]], Path],
) -> None:
    coarse = picture(Image.new("L", (100, 100), 90)).data
    text = "# Eins\n\nText.\n\n![Ein Bild](grob.png){width=100%}\n\n![Fein](grob.png){width=5mm}\n"
    folder = write_files({"01-text.md": text, "grob.png": coarse})
    work, _ = read_structure(folder)
    style = load_style()
    pages = set_pages(work, style, "build", Dump())
    made = make_print(pages, work, style, profile(), "build")
    (finding,) = made.findings
    assert (finding.code, finding.severity) == ("image-too-coarse", Severity.ERROR)
    assert str(finding.place) == "01-text.md:5:13"
    assert "grob.png" in lines([finding])[0]
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert len(pdf.pages) == padded(len(pages.document.pages), "saddle-stitch")
    # What was painted for the press is not seen by the PDF, nor the other way round.
    pages.paint()
    assert make_print(pages, work, style, profile(), "build").data == made.data
