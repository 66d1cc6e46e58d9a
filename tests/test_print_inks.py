"""Colours for the press: black alone for greys, the profile for all else, overprint for black."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pymupdf
import pytest
from PIL import Image, ImageCms
from weasyprint.svg.utils import color as parse_color

from print_pages import drawing, laid_out, page, painted, printed, profile
from satzspiegel.editions.print.inks import BLACK, Inks
from satzspiegel.printing_facts import Matter

Ink = tuple[float, float, float, float]


@cache
def inks() -> Inks:
    return Inks(profile())


def lightness(ink: Ink) -> float:
    """How light an ink looks on the paper (L*, the paper's being 100)."""
    press = ImageCms.ImageCmsProfile(BytesIO(profile().data))
    lab = ImageCms.createProfile("LAB")
    relative = ImageCms.Intent.RELATIVE_COLORIMETRIC
    look = ImageCms.buildTransform(press, lab, "CMYK", "LAB", relative)
    pixel = Image.new("CMYK", (1, 1), tuple(round(255 * value) for value in ink))
    return float(look.apply(pixel).tobytes()[0]) / 2.55


# ---------------------------------------------------------------------------------------- inks


@pytest.mark.parametrize("colour", ["black", "#000", "hsl(0 0% 0%)", "lab(0 0 0)", "oklch(0 0 0)"])
def test_black_is_black_ink_alone(colour: str) -> None:
    assert inks().of(parse_color(colour)) == BLACK


def test_white_has_no_ink() -> None:
    assert inks().of(parse_color("white")) == (0, 0, 0, 0)


@pytest.mark.parametrize("grey", [20, 64, 128, 200, 240])
def test_a_grey_is_black_ink_alone_and_as_light_as_on_the_screen(grey: int) -> None:
    ink = inks().of(parse_color(f"rgb({grey} {grey} {grey})"))
    assert ink[:3] == (0, 0, 0)
    assert 0 < ink[3] < 1
    # The profile's own division cannot be darker than four inks; black alone ends earlier.
    divided = inks().divided((grey / 255,) * 3)
    assert lightness(ink) == pytest.approx(lightness(divided), abs=12 * (1 - grey / 255) + 1.5)


def test_lighter_greys_have_less_ink() -> None:
    ladder = [inks().of(parse_color(f"rgb({g} {g} {g})"))[3] for g in range(0, 256, 5)]
    assert ladder == sorted(ladder, reverse=True)
    assert len(set(ladder)) == len(ladder)


def test_a_colour_is_divided_by_the_profile() -> None:
    cyan, magenta, yellow, black = inks().of(parse_color("#e00000"))
    assert magenta > 0.8
    assert yellow > 0.8
    assert cyan < 0.3
    assert black < 0.3


@pytest.mark.parametrize("colour", ["lab(39.6 59 29)", "color(srgb .7 .1 .2)", "hwb(350 10% 30%)"])
def test_colours_of_other_spaces_are_the_same(colour: str) -> None:
    expected = inks().of(parse_color("rgb(70% 10% 20%)"))
    assert inks().of(parse_color(colour)) == pytest.approx(expected, abs=0.05)


def test_inks_that_a_style_gives_stay() -> None:
    assert inks().of(parse_color("device-cmyk(0.1 0.2 0.3 0.4)")) == (0.1, 0.2, 0.3, 0.4)


@pytest.mark.parametrize("colour", ["#111", "#101018", "device-cmyk(0.6 0.5 0.5 1)"])
def test_a_black_of_several_inks_is_black_in_a_text(colour: str) -> None:
    assert inks().of_text(parse_color(colour)) == BLACK


@pytest.mark.parametrize("colour", ["#a00", "#000080", "#fff"])
def test_a_coloured_text_keeps_its_colour(colour: str) -> None:
    assert inks().of_text(parse_color(colour)) == inks().of(parse_color(colour))


# --------------------------------------------------------------------------------------- pages


def test_text_is_black_alone_and_overprints() -> None:
    (paint,) = (p for p in page("<p>Wort</p>").paints if p.matter is Matter.TEXT)
    assert paint.space == "DeviceCMYK"
    assert paint.values == BLACK
    assert paint.overprint


def test_no_text_has_a_black_of_several_inks() -> None:
    (paint,) = (p for p in page('<p style="color: #0c0c10">Wort</p>').paints)
    assert paint.is_black


@pytest.mark.parametrize("colour", ["white", "#999", "#c00"])
def test_only_full_black_overprints(colour: str) -> None:
    body = f'<p>schwarz <b style="color: {colour}">anders</b> schwarz</p>'
    overprints = {p.is_black: p.overprint for p in page(body).paints}
    assert overprints == {True: True, False: False}


def test_a_tint_behind_black_knocks_out() -> None:
    body = '<p style="background: #fed">Wort</p><p style="background: white">Wort</p>'
    areas = [p for p in page(body).paints if p.matter is Matter.VECTOR]
    assert len(areas) == 2
    assert not any(paint.overprint for paint in areas)


def test_a_black_rule_overprints() -> None:
    (rule,) = page("<hr/>", "hr { border: none; border-top: 1pt solid #000 }").paints
    assert rule.is_black
    assert rule.overprint


def test_each_black_shape_overprints() -> None:
    shapes = "".join(f'<rect x="{x}" width="9" height="9"/>' for x in (0, 20, 40))
    paints = page('<img src="asset:zeichnung"/>', "", drawing(shapes)).paints
    assert {(paint.is_black, paint.overprint) for paint in paints} == {(True, True)}


DRAWINGS = {
    "gradient": '<linearGradient id="g"><stop offset="0" stop-color="#c00"/><stop offset="1" '
    'stop-color="#00c"/></linearGradient><rect width="60" height="60" fill="url(#g)"/>',
    "radial": '<radialGradient id="g"><stop offset="0" stop-color="#ff0"/><stop offset="1" '
    'stop-color="#080" stop-opacity="0"/></radialGradient>'
    '<rect width="60" height="60" fill="url(#g)"/>',
    "pattern": '<pattern id="g" width=".2" height=".2"><circle cx="6" cy="6" r="5" fill="#a03"/>'
    '</pattern><rect width="60" height="60" fill="url(#g)"/>',
    "mask": '<mask id="m" maskUnits="userSpaceOnUse" x="0" y="0" width="60" height="60">'
    '<rect width="60" height="30" fill="#f00"/></mask>'
    '<rect width="60" height="60" fill="#063" mask="url(#m)"/>',
    "opacity": '<rect width="60" height="60" fill="#063" opacity=".5"/>',
    "text": '<text y="30" fill="#c00" stroke="#00c">Wort</text>',
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_nothing_in_a_drawing_is_for_the_screen(name: str) -> None:
    found = page('<img src="asset:zeichnung"/>', "", drawing(DRAWINGS[name]))
    assert "RGB" not in found.inks(*Matter)
    assert set(found.inks()) & {"C", "M", "Y"}
    assert {paint.space for paint in found.paints} <= {"DeviceCMYK", "DeviceGray", "Pattern"}
    assert set(found.blending) <= {"DeviceCMYK", "DeviceGray"}


AREA = 'width="60" height="60"'


def colours_of(data: bytes) -> list[tuple[int, ...]]:
    """The colours across the drawing of a page, as a screen shows them, CSS pixel by pixel."""
    with pymupdf.open(stream=data, filetype="pdf") as file:
        pixels = file[0].get_pixmap(dpi=96)
    edge = round(13 / 25.4 * 96)
    return [pixels.pixel(edge + x, edge + 30) for x in range(60)]


@pytest.mark.parametrize("ends", [("#e00000", "#0000e0"), ("#000000", "#e0e000")])
def test_a_gradient_has_the_inks_of_each_colour_on_its_way(ends: tuple[str, str]) -> None:
    stops = "".join(f'<stop offset="{n}" stop-color="{end}"/>' for n, end in enumerate(ends))
    gradient = f'<linearGradient id="g">{stops}</linearGradient>'
    first, last = ([int(end[at : at + 2], 16) for at in (1, 3, 5)] for end in ends)
    middle = [round((a + b) / 2) for a, b in zip(first, last, strict=True)]
    plain = 'fill="rgb({} {} {})"'.format(*middle)
    shown = [
        colours_of(painted('<img src="asset:zeichnung"/>', "", drawing(art)).data)[30]
        for art in (f'{gradient}<rect {AREA} fill="url(#g)"/>', f"<rect {AREA} {plain}/>")
    ]
    assert shown[0] == pytest.approx(shown[1], abs=6)


def test_a_mask_is_grey_and_lets_through_as_much_as_on_the_screen() -> None:
    content = (
        f'<mask id="m" maskUnits="userSpaceOnUse" x="0" y="0" {AREA}>'
        f'<rect {AREA} fill="#bbb"/></mask><rect {AREA} fill="#48a" mask="url(#m)"/>'
    )
    body = '<img src="asset:zeichnung"/>'
    found = page(body, "", drawing(content))
    assert {p.space for p in found.paints if p.matter is Matter.MASK} == {"DeviceGray"}
    document, painter, _ = laid_out(body, "@page { margin: 13mm }", drawing(content))
    shown, printed = painter.write(document), painted(body, "", drawing(content)).data
    assert colours_of(printed)[30] == pytest.approx(colours_of(shown)[30], abs=20)


def test_painting_leaves_drawings_as_they_were() -> None:
    art = drawing(DRAWINGS["pattern"] + DRAWINGS["mask"])
    document, painter, work = laid_out('<img src="asset:zeichnung"/>', "", art)

    def paint() -> bytes:
        return printed(document, painter, work).data

    first = paint()
    painter.write(document)
    assert paint() == first
