"""The file for the print shop: PDF/X-4, its boxes, its bleed, its marks, its pages."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pymupdf
import pytest

from print_pages import BUILD, SIZE, facts, laid_out, painted, printed, profile
from satzspiegel.editions.pdf.identity import file_identifier
from satzspiegel.editions.print import PAGES_TOGETHER, padded
from satzspiegel.editions.print.marks import SLUG
from satzspiegel.verify.printing import read_print

MM = 72 / 25.4


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def pixels(data: bytes, number: int = 0) -> pymupdf.Pixmap:
    """A page of 10 pixels a mm, grey."""
    with pymupdf.open(stream=data, filetype="pdf") as file:
        return file[number].get_pixmap(dpi=254, colorspace=pymupdf.csGRAY)


# ---------------------------------------------------------------------------------- conformance


def test_the_file_says_what_it_is_for() -> None:
    found = read_print(painted("<p>Wort</p>").data)
    assert found.version == "1.6"
    assert found.intent is not None
    assert found.intent.identifier == "FOGRA39"
    assert found.intent.registry == "http://www.color.org"
    assert found.intent.profile == profile().description
    assert (found.intent.profile_space, found.intent.profile_class) == ("CMYK", "prtr")
    assert found.record.standard == "PDF/X-4"
    assert found.record.trapped == "False"
    assert found.record.build_id == BUILD
    assert not found.record.differing
    assert not found.record.missing
    assert found.identified
    assert all(font.embedded and font.subset for font in found.fonts)


def test_nothing_is_for_the_screen() -> None:
    body = '<h1 id="a">Kopf</h1><p><a href="#a">Wort</a> <a href="https://example.org">x</a></p>'
    data = painted(body).data
    found = read_print(data)
    assert not found.scripts
    assert not found.forbidden
    assert not found.encrypted
    assert not found.form
    with opened(data) as pdf:
        assert pdf.docinfo["/Trapped"] == "/False"
        assert bytes(pdf.trailer["/ID"][0]) == file_identifier(BUILD, "probe")
        assert {"/Outlines", "/Names", "/Dests", "/AcroForm", "/StructTreeRoot"}.isdisjoint(
            pdf.Root.keys()
        )
        assert "/Annots" not in pdf.pages[0]


def test_the_same_pages_make_the_same_bytes() -> None:
    assert painted("<p>Wort</p>").data == painted("<p>Wort</p>").data


def test_each_page_has_the_resources_that_it_uses() -> None:
    body = '<p style="break-after: page">Wort</p><p style="opacity: .5">Wort</p>'
    with opened(painted(body).data) as pdf:
        first, second = pdf.pages
        assert not first.Resources.XObject.keys()
        assert len(second.Resources.XObject.keys()) == 1
        assert "/Group" not in first
        assert second.Group.CS == "/DeviceCMYK"
        assert not any("lab" in str(key) for o in pdf.objects for key in keys(o))


def keys(item: pikepdf.Object) -> list[str]:
    return list(item.keys()) if isinstance(item, pikepdf.Dictionary) else []


# ---------------------------------------------------------------------------------------- boxes


def test_the_bleed_is_3_mm_all_round() -> None:
    (page,) = facts("<p>Wort</p>").pages
    assert page.trim is not None
    assert page.bleed is not None
    assert (page.trim.width, page.trim.height) == pytest.approx((100, 150), abs=1e-5)
    assert page.bleed.edges_around(page.trim) == pytest.approx((3, 3, 3, 3), abs=1e-5)
    assert page.media.edges_around(page.bleed) == pytest.approx((0, 0, 0, 0), abs=1e-5)
    assert (page.media.left, page.media.bottom) == (0, 0)


def test_pages_of_other_sizes_keep_them() -> None:
    css = "@page wide { size: 200mm 80mm } .wide { page: wide }"
    found = facts('<p>Wort</p><p class="wide">Wort</p>', css)
    widths = [page.trim.width for page in found.pages if page.trim]
    assert widths == pytest.approx([100, 200], abs=1e-5)


@pytest.mark.parametrize("where", ["@page", "html"])
def test_a_coloured_ground_goes_on_into_the_bleed(where: str) -> None:
    css = f"@page {{ margin: 0 }} {where} {{ background: #777 }}"
    found = pixels(painted("<p>Wort</p>", css).data)
    assert found.width == 1060
    for x, y in ((2, 2), (1057, 2), (2, 1557), (1057, 1557), (500, 2), (2, 700)):
        assert found.pixel(x, y)[0] < 200


def test_a_ground_inside_the_margins_does_not_bleed() -> None:
    found = pixels(painted("<p>Wort</p>", "html { background: #777 }").data)
    assert found.pixel(530, 780)[0] < 200
    assert found.pixel(2, 780)[0] == 255
    assert found.pixel(80, 780)[0] == 255


def test_the_bleed_is_not_in_the_pages_themselves() -> None:
    document, painter, work = laid_out("<p>Wort</p>", "@page { background: #777 }")
    before = painter.write(document)
    printed(document, painter, work)
    assert painter.write(document) == before


# ---------------------------------------------------------------------------------------- marks


def test_marks_stand_outside_the_bleed_in_every_ink() -> None:
    data = painted("", "", marks=True).data
    (page,) = read_print(data).pages
    assert page.bleed is not None
    assert page.media.edges_around(page.bleed) == pytest.approx((SLUG - 3,) * 4, abs=1e-5)
    with opened(data) as pdf:
        (space,) = pdf.pages[0].Resources.ColorSpace.values()
        assert list(space)[:3] == ["/Separation", "/All", "/DeviceCMYK"]
    found = pixels(data)
    edge, far = round((SLUG - 3) * 10), round((SLUG + 3) * 10)
    inside = [
        found.pixel(x, y)[0]
        for x in range(edge + 1, found.width - edge - 1, 3)
        for y in range(edge + 1, found.height - edge - 1, 3)
    ]
    assert set(inside) == {255}
    trim = round(SLUG * 10)
    for x, y in ((far - 90, trim), (trim, far - 90), (found.width - trim, far - 90)):
        around = [found.pixel(x + a, y + b)[0] for a in (-1, 0, 1) for b in (-1, 0, 1)]
        assert min(around) < 150


def test_the_line_below_says_which_page_it_is() -> None:
    data = painted('<p style="break-after: page">a</p><p>b</p>', "", marks=True).data
    with pymupdf.open(stream=data, filetype="pdf") as file:
        texts = [" ".join(page.get_text().split()) for page in file]
    assert [text.endswith(f"{n}/2 · 100 × 150 mm") for n, text in enumerate(texts, 1)] == [True] * 2
    assert all("Probe & Druck" in text for text in texts)


def test_the_line_below_has_no_margin_boxes_of_the_style() -> None:
    css = '@page { @top-center { content: "Kolumnentitel" } @bottom-left { content: "9" } }'
    data = painted("<p>a</p>", css, marks=True).data
    with pymupdf.open(stream=data, filetype="pdf") as file:
        assert file[0].get_text().count("Kolumnentitel") == 1


# ---------------------------------------------------------------------------------------- pages


@pytest.mark.parametrize(("pad_to", "pages"), [(1, 1), (2, 2), (4, 4), (8, 8)])
def test_blank_pages_fill_up_at_the_end(pad_to: int, pages: int) -> None:
    data = painted("<p>Wort</p>", SIZE, pad_to=pad_to).data
    found = read_print(data)
    assert len(found.pages) == pages
    assert found.blank_pages == tuple(range(2, pages + 1))
    assert {page.trim for page in found.pages} == {found.pages[0].trim}


@pytest.mark.parametrize("binding", PAGES_TOGETHER)
@pytest.mark.parametrize("pages", [1, 2, 7, 8, 33])
def test_bindings_want_whole_sheets(binding: str, pages: int) -> None:
    count = padded(pages, binding)
    assert count >= pages
    assert count - pages < PAGES_TOGETHER[binding]
    assert count % {"saddle-stitch": 4, "perfect": 2, "sewn": 8}[binding] == 0
