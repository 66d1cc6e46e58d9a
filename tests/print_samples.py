"""Files for the print shop made by hand: a page, its content, and what a test puts into it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream

from satzspiegel.printing_facts import PageFacts
from satzspiegel.verify.printing import read_print

#: pt; round the trim of 300 × 400 lie a bleed of 10 and white of 20.
TRIM = (30, 30, 330, 430)
BLEED = (20, 20, 340, 440)
MEDIA = (0, 0, 360, 460)
#: Widths of the letters of the font F, in thousandths.
WIDTH = 500

Change = Callable[[Pdf, Dictionary], None]


def file_of(*contents: str, change: Change | None = None) -> bytes:
    """A file with a page for each content; its font is F, ``change`` gets its last page.

    There are the graphics states ``over`` (black overprints), ``zero`` (overprint in mode 0) and
    ``half`` (half transparent), the colour spaces ``Gold`` and ``Schwarz`` (Separation), ``Tafel``
    (Indexed over RGB) and ``Profil`` (ICCBased, four components).
    """
    with Pdf.new() as pdf:
        resources = pdf.make_indirect(_resources(pdf))
        for content in contents:
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array(MEDIA),
                TrimBox=Array(TRIM),
                BleedBox=Array(BLEED),
                Resources=resources,
                Contents=Stream(pdf, content.encode("latin-1")),
            )
            pdf.pages.append(Page(pdf.make_indirect(page)))
        if change is not None:
            change(pdf, pdf.pages[-1].obj)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def page_of(content: str, change: Change | None = None) -> PageFacts:
    """What is read of a page with this content."""
    (page,) = read_print(file_of(content, change=change)).pages
    return page


def _resources(pdf: Pdf) -> Dictionary:
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/ABCDEF+Probe"),
        FirstChar=0,
        Widths=Array([WIDTH] * 256),
    )
    states = {
        "over": Dictionary(op=True, OP=True, OPM=1),
        "zero": Dictionary(op=True, OP=True, OPM=0),
        "half": Dictionary(ca=0.5),
    }
    return Dictionary(
        Font=Dictionary(F=pdf.make_indirect(font)),
        ExtGState=Dictionary({f"/{name}": state for name, state in states.items()}),
        ColorSpace=Dictionary(
            Gold=separation("Gold"),
            Schwarz=separation("Black"),
            Tafel=Array([Name.Indexed, Name.DeviceRGB, 1, b"\x00\x00\x00\xff\xff\xff"]),
            Profil=Array([Name.ICCBased, Stream(pdf, b"", N=4, Alternate=Name.DeviceCMYK)]),
        ),
        XObject=Dictionary(),
        Pattern=Dictionary(),
        Shading=Dictionary(),
    )


def separation(ink: str) -> Array:
    """A Separation space of an ink."""
    tint = Dictionary(
        FunctionType=2,
        Domain=Array([0, 1]),
        C0=Array([0, 0, 0, 0]),
        C1=Array([0, 0, 0, 1]),
        N=1,
    )
    return Array([Name.Separation, Name(f"/{ink}"), Name.DeviceCMYK, tint])


def image(pdf: Pdf, samples: bytes, space: Name, **entries: object) -> Stream:
    """An image of one row; the number of samples is three or four a pixel, by its space."""
    size = {Name.DeviceGray: 1, Name.DeviceRGB: 3, Name.DeviceCMYK: 4}[space]
    values = {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": len(samples) // size,
        "Height": 1,
        "BitsPerComponent": 8,
        "ColorSpace": space,
    }
    return Stream(pdf, samples, **{**values, **entries})


def form(pdf: Pdf, content: str, **entries: object) -> Stream:
    """A form XObject as large as the page."""
    values = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array(MEDIA)}
    return Stream(pdf, content.encode(), **{**values, **entries})
