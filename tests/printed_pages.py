"""Small PDFs like those of the print edition: boxes, bleed, an output intent, a line or two."""

from __future__ import annotations

from io import BytesIO

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream, String
from PIL import ImageCms

MILLIMETRE = 72 / 25.4
BLEED = 3 * MILLIMETRE
A5 = (148.0, 210.0)
BUILD = "0123456789abcdef"


def printed_pages(
    texts: list[str],
    size: tuple[float, float] = A5,
    *,
    pictures: bool = False,
    marks: bool = False,
) -> bytes:
    """A file with a page for each text; a page without text is blank.

    ``pictures`` puts a grey picture on all of each page and its bleed, ``marks`` a line of text
    and a stroke beside the page, as print shops want them. ``size`` is the trim in mm.
    """
    with Pdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=FONT))
        picture = _picture(pdf)
        for text in texts:
            _add_page(pdf, text, size, font, picture if pictures else None, marks)
        pdf.Root.OutputIntents = Array([_intent(pdf)])
        pdf.Root.Lang = String("de-DE")
        pdf.docinfo["/Title"] = "Ein Heft"
        pdf.docinfo["/satzspiegelbuild"] = BUILD
        pdf.docinfo["/GTS_PDFXVersion"] = "PDF/X-4"
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


FONT = Name("/Helvetica")


def numbered(count: int) -> list[str]:
    """The texts of so many pages."""
    return [f"Das ist die Seite {number} von {count}" for number in range(1, count + 1)]


def _add_page(
    pdf: Pdf,
    text: str,
    size: tuple[float, float],
    font: Dictionary,
    picture: Stream | None,
    marks: bool,
) -> None:
    edge = 12 * MILLIMETRE if marks else BLEED
    width, height = (length * MILLIMETRE for length in size)
    content = ""
    if picture is not None and text:
        around = (width + 2 * BLEED, height + 2 * BLEED, edge - BLEED, edge - BLEED)
        content += "q {:.4f} 0 0 {:.4f} {:.4f} {:.4f} cm /Im Do Q ".format(*around)
    if text:
        content += f"BT /F 10 Tf {edge + 50:.4f} {edge + height - 80:.4f} Td ({text}) Tj ET "
        content += f"{edge + 50:.4f} {edge + 60:.4f} 80 .5 re f "
    if marks:
        content += f"BT /F 6 Tf {edge + 5:.4f} 4 Td (Blatt fuer die Druckerei) Tj ET "
        content += f"{edge + width + 15:.4f} {edge:.4f} m {edge + width + 30:.4f} {edge:.4f} l S"
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, width + 2 * edge, height + 2 * edge]),
        TrimBox=Array([edge, edge, edge + width, edge + height]),
        BleedBox=Array([edge - BLEED, edge - BLEED, edge + width + BLEED, edge + height + BLEED]),
        Resources=Dictionary(Font=Dictionary(F=font)),
        Contents=Stream(pdf, content.encode()),
    )
    if picture is not None:
        page.Resources.XObject = Dictionary(Im=picture)
    pdf.pages.append(Page(pdf.make_indirect(page)))


def _picture(pdf: Pdf) -> Stream:
    """One grey pixel."""
    picture = Stream(pdf, b"\x80")
    picture.Type, picture.Subtype, picture.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    picture.Width, picture.Height, picture.BitsPerComponent = 1, 1, 8
    return picture


def _intent(pdf: Pdf) -> Dictionary:
    profile = Stream(pdf, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile.N = 3
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name("/GTS_PDFX"),
        OutputConditionIdentifier=String("FOGRA39"),
        DestOutputProfile=profile,
    )
