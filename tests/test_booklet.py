"""The booklet: made, read back, and every seeded fault noticed."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from printed_pages import A5, BUILD, MILLIMETRE, numbered, printed_pages
from samples import write_sample
from satzspiegel.dump import Dump
from satzspiegel.editions.booklet import make_booklet
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.messages import ManuscriptError, render
from satzspiegel.model import BookletSettings, Metadata, Publication, Settings, Severity, Text
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.verify.imposition.booklet import check_booklet

OTHER = (170.0, 240.0)


def publication(booklet: BookletSettings | None = None) -> Publication:
    metadata = Metadata(title=(Text("Ein Heft"),), language="de-CH", date="2026-03-14")
    return Publication("heft", Path(), metadata, Settings(booklet=booklet or BookletSettings()))


def booklet_of(pages: bytes, settings: BookletSettings | None = None) -> bytes:
    return make_booklet(pages, publication(settings), BUILD)


def codes(booklet: bytes, pages: bytes, settings: BookletSettings | None = None) -> list[str]:
    """The codes of what is found; all findings can be said."""
    findings = list(check_booklet(booklet, pages, settings or BookletSettings()))
    for finding in findings:
        assert render(finding, "de")
        assert render(finding, "en")
    return [finding.code for finding in findings]


# --------------------------------------------------------------------------------- as it should be


def test_booklet_of_a_real_manuscript(tmp_path: Path) -> None:
    """Tagged, with links, tables and pictures; made from the PDF, as without a profile."""
    real, _ = read_publication(write_sample(tmp_path / "probe"))
    pages = make_pdf(real, load_style(), BUILD, Dump()).data
    booklet = make_booklet(pages, real, BUILD)
    assert codes(booklet, pages) == []
    assert len(booklet) < len(pages)


@pytest.mark.parametrize("size", [A5, OTHER])
@pytest.mark.parametrize("count", [1, 4, 5, 12, 64])
def test_nothing_is_wrong(count: int, size: tuple[float, float]) -> None:
    pages = printed_pages(numbered(count), size, pictures=True)
    assert codes(booklet_of(pages), pages) == []


def test_marks_beside_the_pages_are_left_out() -> None:
    pages = printed_pages(numbered(6), marks=True, pictures=True)
    booklet = booklet_of(pages)
    assert codes(booklet, pages) == []
    with pymupdf.open(stream=booklet) as made:
        pixels = made[0].get_pixmap(dpi=72)
        greys = {pixels.pixel(pixels.width - 1, y) for y in range(pixels.height)}
    assert greys == {(128, 128, 128)}


def test_words_stand_where_an_office_expects_them() -> None:
    pages = printed_pages(numbered(8))
    with pymupdf.open(stream=booklet_of(pages)) as made:
        assert [tuple(round(x / MILLIMETRE) for x in page.rect[2:]) for page in made] == [
            (297, 210)
        ] * 4
        found = [
            [(word[4], word[0]) for word in page.get_text("words") if word[4].isdecimal()][::2]
            for page in made
        ]
    numbers = [[number for number, _ in side] for side in found]
    assert numbers == [["8", "1"], ["2", "7"], ["6", "3"], ["4", "5"]]
    # The second sheet's pages are moved towards each other, by a leaf each.
    outer, inner = found[1], found[3]
    assert inner[0][1] - outer[0][1] == pytest.approx(0.1 * MILLIMETRE, abs=0.01)
    assert outer[1][1] - inner[1][1] == pytest.approx(0.1 * MILLIMETRE, abs=0.01)


def test_thicker_paper_moves_further() -> None:
    pages = printed_pages(numbered(8))
    settings = BookletSettings(paper=120, volume=1.5)
    booklet = booklet_of(pages, settings)
    assert codes(booklet, pages, settings) == []
    assert codes(booklet, pages) == ["booklet-place"] * 4


def test_nothing_is_painted_on_the_neighbour() -> None:
    """A page without words lies beside one that is grey up to its bleed."""
    pages = printed_pages(numbered(5), OTHER, pictures=True)
    with pymupdf.open(stream=booklet_of(pages)) as made:
        pixels = made[0].get_pixmap(dpi=144)
    fold, middle = pixels.width // 2, pixels.height // 2
    assert pixels.pixel(fold + 1, middle) == (128, 128, 128)
    assert pixels.pixel(fold - 2, middle) == (255, 255, 255)


def test_bleed_is_kept_where_the_sheet_has_room() -> None:
    pages = printed_pages(numbered(4), OTHER, pictures=True)
    with pymupdf.open(stream=booklet_of(pages)) as made:
        pixels = made[0].get_pixmap(dpi=254)
        assert made[0].bleedbox.width == pytest.approx(346 * MILLIMETRE, abs=0.01)
    grey = [x for x in range(pixels.width) if pixels.pixel(x, pixels.height // 2) == (128,) * 3]
    # Ten pixels a millimetre: two pages and 3 mm on either side.
    assert len(grey) == pytest.approx(10 * (2 * 170 + 2 * 3), abs=2)


def test_pages_of_different_sizes() -> None:
    small, large = printed_pages(numbered(3)), printed_pages(numbered(3), OTHER)
    with Pdf.open(BytesIO(small)) as pdf, Pdf.open(BytesIO(large)) as other:
        pdf.pages.extend(other.pages)
        out = BytesIO()
        pdf.save(out)
    assert codes(booklet_of(out.getvalue()), out.getvalue()) == []


def test_content_in_several_streams() -> None:
    pages = altered(printed_pages(numbered(4)), split_content)
    assert codes(booklet_of(pages), pages) == []


def split_content(pdf: Pdf) -> None:
    for page in pdf.pages:
        head, _, tail = page.obj.Contents.read_bytes().partition(b"BT")
        page.obj.Contents = Array([Stream(pdf, head), Stream(pdf, b"BT" + tail)])


def test_same_bytes() -> None:
    pages = printed_pages(numbered(6), pictures=True)
    before = booklet_of(pages)
    time.sleep(1.1)  # the clock of an identifier counts seconds
    assert booklet_of(pages) == before


def test_hardly_larger_than_its_pages() -> None:
    pages = printed_pages(numbered(64), pictures=True)
    assert len(booklet_of(pages)) < 1.2 * len(pages)


def test_tags_links_and_destinations_are_dropped() -> None:
    def add(pdf: Pdf) -> None:
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([])))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
        pdf.pages[0].obj.Annots = Array([link])

    pages = altered(printed_pages(numbered(4)), add)
    booklet = booklet_of(pages)
    assert codes(booklet, pages) == []
    with Pdf.open(BytesIO(booklet)) as made:
        assert not {"/StructTreeRoot", "/MarkInfo", "/Names"} & set(made.Root.keys())
        assert all("/Annots" not in page.obj for page in made.pages)


def test_colours_are_blended_in_the_space_of_the_pages() -> None:
    def add(pdf: Pdf) -> None:
        pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)

    pages = altered(printed_pages(numbered(4)), add)
    with Pdf.open(BytesIO(booklet_of(pages))) as made:
        assert str(made.pages[0].obj.Group.CS) == "/DeviceCMYK"
        assert "/Group" not in made.pages[1].obj


def test_what_the_file_says_of_itself() -> None:
    with Pdf.open(BytesIO(booklet_of(printed_pages(numbered(4))))) as made:
        assert str(made.docinfo["/Title"]) == "Ein Heft"
        assert "/GTS_PDFXVersion" not in made.docinfo
        assert b"Ein Heft" in made.Root.Metadata.read_bytes()
        assert BUILD.encode() in made.Root.Metadata.read_bytes()
        assert b"PDF/X-4" not in made.Root.Metadata.read_bytes()
        assert str(made.Root.Lang) == "de-CH"
        assert made.pdf_version == "1.7"


def test_pages_without_room() -> None:
    with pytest.raises(ManuscriptError) as raised:
        booklet_of(printed_pages(numbered(4), OTHER), BookletSettings(sheet="A4"))
    assert [finding.code for finding in raised.value.findings] == ["booklet-sheet-small"]
    assert "340 × 240 mm" in render(raised.value.findings[0], "de")


def test_settings_changed_after_the_booklet_was_made() -> None:
    pages = printed_pages(numbered(4), OTHER)
    booklet = booklet_of(pages)
    assert codes(booklet, pages, BookletSettings(sheet="A4")) == ["booklet-sheet-small"]
    wrong = codes(booklet, pages, BookletSettings(sheet="SRA3"))
    assert wrong == ["booklet-sheet-wrong"] * 2


@pytest.mark.parametrize(
    ("count", "paper", "thick"),
    [(80, 80, False), (84, 80, True), (32, 300, False), (40, 300, True), (60, 180, True)],
)
def test_booklets_that_are_too_thick(count: int, paper: float, thick: bool) -> None:
    pages = printed_pages(numbered(count))
    settings = BookletSettings(paper=paper)
    findings = list(check_booklet(booklet_of(pages, settings), pages, settings))
    assert [finding.code for finding in findings] == ["booklet-thick"] * thick
    assert all(finding.severity is Severity.WARNING for finding in findings)


def test_text_in_the_fold() -> None:
    """Text 2 mm from the fold bears a creep of so much; on the innermost sheet is page 5, and 7."""

    def move(pdf: Pdf) -> None:
        for page in pdf.pages[::2]:
            content = page.obj.Contents.read_bytes()
            page.obj.Contents = Stream(
                pdf, b"1 0 0 1 %.4f 0 cm %s" % (2 * MILLIMETRE - 50, content)
            )

    pages = altered(printed_pages(numbered(12)), move)
    for paper, wrong in ((300, []), (400, ["5", "7"])):
        settings = BookletSettings(paper=paper, volume=2.6)
        findings = list(check_booklet(booklet_of(pages, settings), pages, settings))
        assert [finding.code for finding in findings] == ["booklet-cut"] * len(wrong)
        assert [finding.values["page"] for finding in findings] == wrong


# ----------------------------------------------------------------------------------- seeded faults


def altered(pdf: bytes, fault: Callable[[Pdf], None]) -> bytes:
    """A PDF with something changed."""
    with Pdf.open(BytesIO(pdf)) as opened:
        fault(opened)
        out = BytesIO()
        opened.save(out)
    return out.getvalue()


def wrong_order(pdf: Pdf) -> None:
    first, second = pdf.pages[0].obj, pdf.pages[2].obj
    first.Contents, second.Contents = second.Contents, first.Contents
    first.Resources, second.Resources = second.Resources, first.Resources


def blank_half(pdf: Pdf) -> None:
    write(pdf, 1, *drawn(pdf, 1)[1:])


def wrong_creep(pdf: Pdf) -> None:
    """Moved away from the fold."""
    left, *others = drawn(pdf, 2)
    by = 0.1 * MILLIMETRE
    write(pdf, 2, b"q 1 0 0 1 %.4f 0 cm %s Q" % (-by, left), *others)


def scaled(pdf: Pdf) -> None:
    left, *others = drawn(pdf, 0)
    write(pdf, 0, b"q .99 0 0 .99 0 0 cm %s Q" % left, *others)


def over_the_fold(pdf: Pdf) -> None:
    """The bleed is not clipped."""
    for form in pdf.pages[0].obj.Resources.XObject.values():
        left, bottom, right, top = (float(edge) for edge in form.BBox)
        form.BBox = Array([left - 8, bottom, right + 8, top])


def cut_off(pdf: Pdf) -> None:
    """Of the bleed, nothing is kept."""
    for form in pdf.pages[0].obj.Resources.XObject.values():
        left, bottom, right, top = (float(edge) for edge in form.BBox)
        form.BBox = Array([left, bottom + 8, right, top - 8])


def without_picture(pdf: Pdf) -> None:
    form = pdf.pages[0].obj.Resources.XObject["/Page1"]
    form.write(form.read_bytes().replace(b"/Im Do", b""))


def other_word(pdf: Pdf) -> None:
    form = pdf.pages[0].obj.Resources.XObject["/Page1"]
    form.write(form.read_bytes().replace(b"(Das ist", b"(Das isst"))


def stamped(pdf: Pdf) -> None:
    write(pdf, 3, *drawn(pdf, 3), b"600 300 m 650 300 l S")


def without_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def other_profile(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.write(b"another profile")


def without_duplex(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences.Duplex


def shrunk_to_fit(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.PrintScaling = Name.AppDefault


def with_link(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))])


def other_build(pdf: Pdf) -> None:
    pdf.docinfo["/satzspiegelbuild"] = String("f" * 16)


def missing_sheet(pdf: Pdf) -> None:
    del pdf.pages[2:4]


def wrong_sheet(pdf: Pdf) -> None:
    pdf.pages[1].obj.MediaBox = Array([0, 0, 1200, 842])


def turned(pdf: Pdf) -> None:
    pdf.pages[1].obj.Rotate = 180


def drawn(pdf: Pdf, side: int) -> list[bytes]:
    """The operators of a side, those of each page in one."""
    return [line for line in pdf.pages[side].obj.Contents.read_bytes().splitlines() if line]


def write(pdf: Pdf, side: int, *lines: bytes) -> None:
    pdf.pages[side].obj.Contents = Stream(pdf, b"\n".join(lines))


FAULTS: dict[Callable[[Pdf], None], set[str]] = {
    wrong_order: {"booklet-order", "booklet-clipped"},
    blank_half: {"booklet-order", "booklet-clipped"},
    wrong_creep: {"booklet-place", "booklet-clipped"},
    scaled: {"booklet-scaled", "booklet-clipped"},
    over_the_fold: {"booklet-over-fold"},
    cut_off: {"booklet-clipped"},
    without_picture: {"booklet-painting"},
    other_word: {"lines-differ"},
    stamped: {"booklet-marks"},
    without_intent: {"booklet-intent"},
    other_profile: {"booklet-intent"},
    without_duplex: {"booklet-duplex"},
    shrunk_to_fit: {"booklet-duplex"},
    with_link: {"booklet-screen"},
    other_build: {"edition-mixed"},
    missing_sheet: {"booklet-sheets"},
    wrong_sheet: {"booklet-sheet-wrong", "booklet-clipped"},
    turned: {"booklet-sheet-wrong"},
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_seeded_faults_are_noticed(fault: Callable[[Pdf], None]) -> None:
    pages = printed_pages(numbered(8), OTHER, pictures=True)
    booklet = booklet_of(pages)
    # Saved again and unchanged it is as it should be.
    assert codes(altered(booklet, lambda pdf: None), pages) == []
    assert set(codes(altered(booklet, fault), pages)) == FAULTS[fault]
