"""Files for the print shop read back: which inks, where, over what."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from print_samples import Change, file_of, form, image, page_of
from satzspiegel.printing_facts import Matter, PageFacts
from satzspiegel.verify.printing import read_print
from satzspiegel.verify.printing.plates import is_mixed_black
from satzspiegel.verify.printing.tokens import operations
from satzspiegel.verify.printing.wanted import page_ranges

TEXT = "BT /F 10 Tf 100 200 Td (Wort) Tj ET"
AREA = "100 100 50 50 re f"
MM = 72 / 25.4


# -------------------------------------------------------------------------------------- content


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"0 0 0 1 k", [(b"k", [b"0", b"0", b"0", b"1"])]),
        (b"1 0 0 rg% 0 g\n0 g", [(b"rg", [b"1", b"0", b"0"]), (b"g", [b"0"])]),
        (b"(a (k) \\) b)Tj", [(b"Tj", [b"(a (k) \\) b)"])]),
        (b"[(]) -3 <0f>]TJ f*", [(b"TJ", [b"[(]) -3 <0f>]"]), (b"f*", [])]),
        (b"/P<</A[<</B 1>>]/C(k)>>BDC", [(b"BDC", [b"/P", b"<</A[<</B 1>>]/C(k)>>"])]),
        (b"BI /W 1 ID 1 0 0 rg EI Q", [(b"BI", [b"<< /W 1>>", b"1 0 0 rg"]), (b"Q", [])]),
    ],
)
def test_operations(content: bytes, expected: list[tuple[bytes, list[bytes]]]) -> None:
    assert list(operations(content)) == expected


@pytest.mark.parametrize("content", [b"(no end", b"[1 2", b"1 0 0 } rg"])
def test_broken_content_is_no_empty_content(content: bytes) -> None:
    with pytest.raises(ValueError, match="no content stream"):
        list(operations(content))


@pytest.mark.parametrize(
    "content", ["Q", "/F2 10 Tf", "BT (x) Tj ET", "/No Do", "/No cs", "1 0 re f"]
)
def test_what_does_not_exist_is_not_passed_over(content: str) -> None:
    with pytest.raises((ValueError, LookupError)):
        page_of(content)


# ----------------------------------------------------------------------------------------- inks


def paints(page: PageFacts) -> set[tuple[str, str, str]]:
    """Matter, space and inks of the paints of a page."""
    return {(paint.matter.value, paint.space, " ".join(paint.inks)) for paint in page.paints}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"0 0 0 1 k {TEXT}", ("text", "DeviceCMYK", "K")),
        (f"0.7 0.6 0 1 k {TEXT}", ("text", "DeviceCMYK", "C M K")),
        (f"0 0 0 0 k {TEXT}", ("text", "DeviceCMYK", "")),
        (f"0 g {TEXT}", ("text", "DeviceGray", "K")),
        (f"1 g {AREA}", ("vector", "DeviceGray", "")),
        (f"0.996 g {AREA}", ("vector", "DeviceGray", "K")),
        (f"0.999 g {AREA}", ("vector", "DeviceGray", "")),
        (f"1 1 1 rg {AREA}", ("vector", "DeviceRGB", "RGB")),
        (TEXT, ("text", "DeviceGray", "K")),
        (f"/Gold cs 0.5 scn {AREA}", ("vector", "Separation Gold", "Gold")),
        (f"/Gold cs 0 scn {AREA}", ("vector", "Separation Gold", "")),
        (f"/Schwarz cs {AREA}", ("vector", "Separation Black", "K")),
        (f"/Tafel cs 1 sc {AREA}", ("vector", "Indexed DeviceRGB", "RGB")),
        (f"/Profil cs 1 0 0 0 sc {AREA}", ("vector", "ICCBased CMYK", "C")),
        (f"/DeviceCMYK cs {AREA}", ("vector", "DeviceCMYK", "K")),
        ("1 0 0 0 K 0 1 0 0 k 100 100 m 200 200 l S", ("vector", "DeviceCMYK", "C")),
        ("BT 1 0 0 0 K 1 Tr /F 10 Tf 100 200 Td (x) Tj ET", ("text", "DeviceCMYK", "C")),
        ("BT 100 200 Td 12 TL /F 9 Tf 0 1 0 0 k (x) ' ET", ("text", "DeviceCMYK", "M")),
        (f"q 1 0 0 0 k Q {AREA}", ("vector", "DeviceGray", "K")),
    ],
)
def test_paints(content: str, expected: tuple[str, str, str]) -> None:
    assert paints(page_of(content)) == {expected}


@pytest.mark.parametrize(
    "content",
    [
        f"3 Tr {TEXT}",
        f"7 Tr {TEXT}",
        "100 100 50 50 re n",
        # Marks of the print shop stand outside the bleed.
        "BT /F 6 Tf 30 5 Td (Bogen 1) Tj ET",
        "0 30 m 20 30 l S",
        "30 0 m 30 20 l S",
        "400 400 9 9 re f",
        "0 0 5 5 re W n 100 100 50 50 re f",
    ],
)
def test_what_is_not_to_be_seen_has_no_ink(content: str) -> None:
    page = page_of(f"1 0 0 rg 1 0 0 RG {content}")
    assert page.blank
    assert not page.paints


def with_resource(category: str, name: str, make: object) -> Change:
    """Puts a resource on the page: ``make(pdf)``."""

    def change(pdf: Pdf, page: Dictionary) -> None:
        page.Resources[category][f"/{name}"] = pdf.make_indirect(make(pdf))  # type: ignore[operator]

    return change


def test_a_form_is_read_where_it_is_painted() -> None:
    inner = with_resource("/XObject", "X", lambda pdf: form(pdf, "0 1 0 0 k 0 0 9 9 re f"))
    assert page_of("q 1 0 0 1 100 100 cm /X Do Q", inner).inks() == ("M",)
    assert page_of("q 1 0 0 1 900 100 cm /X Do Q", inner).inks() == ()


def test_a_form_is_cut_at_its_box() -> None:
    small = Array([0, 0, 50, 50])
    inner = with_resource("/XObject", "X", lambda pdf: form(pdf, f"0 g {AREA}", BBox=small))
    assert page_of("/X Do", inner).blank


def test_a_form_has_the_colours_of_what_paints_it_and_gives_none_back() -> None:
    inner = with_resource("/XObject", "X", lambda pdf: form(pdf, "100 100 9 9 re f 1 0 0 0 k"))
    assert page_of(f"0 0 1 0 k /X Do {AREA}", inner).inks() == ("Y",)


def test_forms_without_end_are_refused() -> None:
    def change(pdf: Pdf, page: Dictionary) -> None:
        endless = pdf.make_indirect(form(pdf, "/X Do"))
        endless.Resources = Dictionary(XObject=Dictionary(X=endless))
        page.Resources.XObject["/X"] = endless

    with pytest.raises(ValueError, match="without end"):
        page_of("/X Do", change)


def tiling(pdf: Pdf, content: str, kind: int) -> Stream:
    values = {"PatternType": 1, "PaintType": kind, "TilingType": 1, "XStep": 9, "YStep": 9}
    return Stream(pdf, content.encode(), **values, BBox=Array([0, 0, 9, 9]))


def test_a_pattern_has_its_own_colours() -> None:
    change = with_resource("/Pattern", "P", lambda pdf: tiling(pdf, "0 1 0 0 k 0 0 1 1 re f", 1))
    assert page_of(f"/Pattern cs /P scn {AREA}", change).inks() == ("M",)
    assert page_of("/Pattern cs /P scn 0 0 5 5 re f", change).inks() == ()


def test_a_pattern_without_colours_has_those_of_the_page() -> None:
    def change(pdf: Pdf, page: Dictionary) -> None:
        page.Resources.ColorSpace["/Muster"] = Array([Name.Pattern, Name.DeviceCMYK])
        page.Resources.Pattern["/P"] = tiling(pdf, "0 0 1 1 re f", 2)

    assert page_of(f"/Muster cs 0 0 1 0 /P scn {AREA}", change).inks() == ("Y",)


def shading(pdf: Pdf, space: Name, *ends: Sequence[float]) -> Dictionary:
    ramp = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array(ends[0]), C1=Array(ends[1]), N=1
    )
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=Array([0, 0, 1, 1]), Function=ramp)


def test_a_shading_has_the_inks_of_its_ends() -> None:
    ends = [1, 0, 0, 0], [0, 0, 0, 0.5]
    change = with_resource("/Shading", "S", lambda pdf: shading(pdf, Name.DeviceCMYK, *ends))
    page = page_of("100 100 9 9 re W n /S sh", change)
    assert page.inks(Matter.SHADING) == ("C", "K")


def test_a_shading_as_a_pattern() -> None:
    def pattern(pdf: Pdf) -> Dictionary:
        return Dictionary(PatternType=2, Shading=shading(pdf, Name.DeviceRGB, [1, 0, 0], [0, 0, 1]))

    page = page_of(f"/Pattern cs /P scn {AREA}", with_resource("/Pattern", "P", pattern))
    assert paints(page) == {("shading", "DeviceRGB", "RGB")}


def test_letters_that_bring_their_colours() -> None:
    def font(pdf: Pdf) -> Dictionary:
        letter = Stream(pdf, b"500 0 d0 1 0 0 rg 0 0 300 300 re f")
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(a=letter),
            FirstChar=97,
            Widths=Array([500]),
        )

    page = page_of("BT /T 10 Tf 100 200 Td (a) Tj ET", with_resource("/Font", "T", font))
    assert paints(page) == {("vector", "DeviceRGB", "RGB")}


# ------------------------------------------------------------------------------------ overprint


@pytest.mark.parametrize(
    ("content", "overprints"),
    [
        (f"/over gs 0 0 0 1 k {TEXT}", True),
        (f"0 0 0 1 k {TEXT}", False),
        # In mode 0 inks of value 0 knock out, too; grey always does.
        (f"/zero gs 0 0 0 1 k {TEXT}", False),
        (f"/over gs 0 g {TEXT}", False),
        (f"/zero gs /Schwarz cs {TEXT}", True),
        (f"q /over gs Q 0 0 0 1 k {TEXT}", False),
    ],
)
def test_overprint(content: str, overprints: bool) -> None:
    (paint,) = page_of(content).paints
    assert paint.is_black
    assert paint.overprint is overprints


@pytest.mark.parametrize(
    ("inks", "is_mixed"),
    [
        ("0 0 0 1", False),
        (".9 .8 .6 .97", True),
        (".5 .48 .5 .1", True),
        ("0 1 .8 0", False),
        # A brown and a dark blue are colours; a tinge on a dark ground is a white.
        (".3 .7 .9 .3", False),
        ("1 .8 .2 .2", False),
        (".06 .05 .08 0", False),
    ],
)
def test_a_black_of_several_inks(inks: str, is_mixed: bool) -> None:
    (paint,) = page_of(f"{inks} k {TEXT}").paints
    assert is_mixed_black(paint) is is_mixed


# --------------------------------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("content", "distance"),
    [
        # From the left; from the right, four letters of half the size wide; from below.
        ("BT /F 10 Tf 40 200 Td (Wort) Tj ET", 10),
        ("BT /F 10 Tf 290 200 Td (Wort) Tj ET", 20),
        ("BT /F 10 Tf 290 200 Td [(Wo) -1000 (rt)] TJ ET", 10),
        ("BT /F 10 Tf 290 200 Td 2.5 Tc (Wort) Tj ET", 10),
        ("BT /F 10 Tf 290 200 Td 150 Tz (Wort) Tj ET", 10),
        ("BT /F 10 Tf 150 42 Td (Wort) Tj ET", 10),
        ("BT /F 5 Tf 2 0 0 2 150 42 Tm (Wort) Tj ET", 10),
        ("BT /F 10 Tf 150 200 Td (Wort) Tj 170 0 Td (Wort) Tj ET", -10),
        ("1 0 0 -1 0 460 cm BT /F 10 Tf 1 0 0 -1 150 418 Tm (Wort) Tj ET", 10),
    ],
)
def test_distance_of_text_from_the_trim(content: str, distance: float) -> None:
    found = page_of(content).text_to_trim
    assert found is not None
    assert found * MM == pytest.approx(distance)


@pytest.mark.parametrize(
    ("content", "width"),
    [
        ("0.2 w 100 100 m 200 100 l S", 0.2),
        ("0.5 0 0 0.5 0 0 cm 0.2 w 100 100 m 200 100 l S", 0.1),
        ("100 100 50 .3 re f", 0.3),
        # A border is an area that a path cuts out.
        ("100 100 50 .4 re W n 90 90 80 80 re f", 0.4),
        ("100 100 m 150 100 l S", 1),
        (f"{TEXT} 1 g 100 100 50 .1 re f", None),
        ("100 100 .5 .1 re f", None),
    ],
)
def test_the_thinnest_line(content: str, width: float | None) -> None:
    assert page_of(content).thinnest == (None if width is None else pytest.approx(width))


# --------------------------------------------------------------------------------------- images


@pytest.mark.parametrize(
    ("samples", "space", "inks"),
    [
        (bytes([0, 0, 0, 9] * 4), "DeviceCMYK", ("K",)),
        (bytes([9, 0, 3, 0] + [0, 0, 0, 0] * 3), "DeviceCMYK", ("C", "Y")),
        (bytes(16), "DeviceCMYK", ()),
        (bytes([255, 254, 255, 255]), "DeviceGray", ("K",)),
        (bytes([255] * 4), "DeviceGray", ()),
        (bytes([255] * 12), "DeviceRGB", ("RGB",)),
    ],
)
def test_the_inks_of_an_image(samples: bytes, space: str, inks: tuple[str, ...]) -> None:
    change = with_resource("/XObject", "I", lambda pdf: image(pdf, samples, Name(f"/{space}")))
    page = page_of("q 72 0 0 36 100 100 cm /I Do Q", change)
    (found,) = page.images
    assert (found.width, found.height, found.inks, found.space) == (4, 1, inks, space)
    assert found.resolution == 2
    assert page.inks(Matter.IMAGE) == inks


def test_an_image_whose_values_are_turned_round() -> None:
    turned = Array([1, 0] * 4)
    change = with_resource(
        "/XObject",
        "I",
        lambda pdf: image(pdf, bytes([255, 255, 255, 0]), Name.DeviceCMYK, Decode=turned),
    )
    assert page_of("q 72 0 0 36 100 100 cm /I Do Q", change).inks() == ("K",)


@pytest.mark.parametrize(
    ("colour", "inks"), [((0, 0, 0, 200), ("K",)), ((2, 0, 90, 0), ("Y",)), ((0, 0, 0, 0), ())]
)
def test_the_inks_of_a_photograph(colour: tuple[int, ...], inks: tuple[str, ...]) -> None:
    # Photoshop's manner, and Pillow's: the values in the file are turned round.
    packed = BytesIO()
    Image.new("CMYK", (8, 1), colour).save(packed, "JPEG", quality=95)

    def photograph(pdf: Pdf) -> Stream:
        values = image(pdf, bytes(32), Name.DeviceCMYK, Decode=Array([1, 0] * 4))
        values.write(packed.getvalue(), filter=Name.DCTDecode)
        return values

    change = with_resource("/XObject", "I", photograph)
    assert page_of("q 72 0 0 36 100 100 cm /I Do Q", change).inks() == inks


def test_an_image_in_the_content() -> None:
    page = page_of("q 72 0 0 72 100 100 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI Q")
    assert paints(page) == {("image", "DeviceRGB", "RGB")}
    assert page.images[0].resolution == 1


# --------------------------------------------------------------------------------- transparency


def test_what_is_transparent() -> None:
    assert page_of(f"/half gs {AREA}").transparency == ("ca 0.5",)
    assert page_of(AREA).transparency == ()


def test_a_soft_mask_leaves_no_ink_of_its_own() -> None:
    def change(pdf: Pdf, page: Dictionary) -> None:
        group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
        mask = pdf.make_indirect(form(pdf, f"1 0 0 rg {AREA}", Group=group))
        values = Dictionary(S=Name.Luminosity, G=mask)
        page.Resources.ExtGState["/masked"] = Dictionary(SMask=values, BM=Name.Multiply)

    page = page_of(f"/masked gs 0 0 0 1 k {AREA}", change)
    assert page.transparency == ("Multiply", "SMask")
    assert page.inks() == ("K",)
    assert ("mask", "DeviceRGB", "RGB") in paints(page)


def test_the_space_of_a_group() -> None:
    def change(pdf: Pdf, page: Dictionary) -> None:
        group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        page.Resources.XObject["/X"] = pdf.make_indirect(form(pdf, AREA, Group=group))

    page = page_of("/X Do", change)
    assert page.transparency == ("Group",)
    assert page.blending == ("DeviceRGB",)


# ------------------------------------------------------------------------------------- the file


def test_boxes_are_measured_from_the_page() -> None:
    def change(pdf: Pdf, page: Dictionary) -> None:
        page.MediaBox = Array([-10, -20, 360, 460])

    page = page_of("", change)
    assert page.trim is not None
    assert page.bleed is not None
    assert (page.trim.left * MM, page.trim.bottom * MM) == pytest.approx((40, 50))
    assert page.bleed.edges_around(page.trim) == pytest.approx([10 / MM] * 4)


def test_a_page_that_is_turned() -> None:
    def change(pdf: Pdf, page: Dictionary) -> None:
        page.Rotate = 90

    trim = page_of("", change).trim
    assert trim is not None
    assert (trim.width * MM, trim.height * MM) == pytest.approx((400, 300))


@pytest.mark.parametrize(
    ("place", "kinds"), [([100, 100, 120, 110], ("Link",)), ([0, 0, 9, 9], ())]
)
def test_annotations_within_the_bleed(place: list[int], kinds: tuple[str, ...]) -> None:
    def change(pdf: Pdf, page: Dictionary) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(place))
        page.Annots = Array([pdf.make_indirect(link)])

    assert page_of("", change).annotations == kinds


def test_blank_pages_and_coloured_ones_are_counted() -> None:
    facts = read_print(file_of(f"0 0 0 1 k {TEXT}", f"0 0 0 0 k {AREA}", f"0 1 0 0 k {AREA}"))
    assert facts.blank_pages == (2,)
    assert facts.coloured_pages == (3,)
    assert facts.inks == ("M", "K")


def test_actions_and_what_else_is_forbidden() -> None:
    def change(pdf: Pdf, page: Dictionary) -> None:
        script = Dictionary(S=Name.JavaScript, JS="1")
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
        page.Resources.ExtGState["/over"]["/TR"] = Name.Identity
        page.Resources.ExtGState["/zero"]["/TR2"] = Dictionary(FunctionType=2)
        page.ArtBox = page.TrimBox

    facts = read_print(file_of("", change=change))
    assert facts.scripts == ("JavaScript",)
    assert facts.forbidden == ("ArtBox", "TR2")


def test_what_is_no_pdf_is_unreadable() -> None:
    with pytest.raises(ValueError, match=r"^unable to find trailer"):
        read_print(b"no PDF")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([3], "3"), ([1, 2], "1–2"), ([1, 3, 4, 5, 9], "1, 3–5, 9"), ([], "")],
)
def test_page_ranges(numbers: list[int], said: str) -> None:
    assert page_ranges(numbers) == said
