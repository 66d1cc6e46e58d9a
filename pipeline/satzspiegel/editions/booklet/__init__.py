"""The booklet: pages imposed in pairs on sheets that an office printer prints on both sides.

The pages are those of the print edition, painted from their own content streams as form XObjects
(ISO 32000-1, 8.10) of a copy of its file: fonts and images are in it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from satzspiegel.editions import BOOKLET
from satzspiegel.editions.booklet.imposition import Side, creep, leaf_thickness, sides
from satzspiegel.editions.booklet.marks import marks
from satzspiegel.editions.booklet.placing import Box, Placing, placed_left, placed_right
from satzspiegel.editions.booklet.sheets import sheet_for
from satzspiegel.editions.pdf.identity import file_identifier
from satzspiegel.editions.pdf.xmp import xmp_packet
from satzspiegel.model import BookletSettings, Publication
from satzspiegel.styles import MM_IN_PT

#: Marks keep off the trim by as much, also where the pages have no bleed.
BLEED = 3 * MM_IN_PT
#: What of the print edition's catalogue (ISO 32000-1, 7.7.2) holds for sheets, too: not what leads
#: to pages, nor the tags.
KEPT = ("/Type", "/Pages", "/OutputIntents", "/OCProperties", "/Lang")
#: The first version that knows how sheets are turned over.
VERSION = "1.7"


@dataclass(frozen=True)
class _Leaf:
    """A page: its boxes in pt, and what paints it; None for a blank one."""

    trim: Box
    bleed: Box
    form: Stream | None
    group: pikepdf.Object | None


@dataclass(frozen=True)
class _Paper:
    """What all sheets share: sheet, trimmed sheet and bleed in pt, thickness of a leaf in mm."""

    sheet: Box
    trim: Box
    bleed: float
    leaf: float


def make_booklet(pages_pdf: bytes, publication: Publication, build_id: str) -> bytes:
    """The pages of a PDF on sheets, to be printed on both sides, folded and stapled.

    ``pages_pdf`` is the print edition, or the PDF where that is not made; what is for reading on
    screen is left out. Raises :class:`~satzspiegel.messages.ManuscriptError`
    (``booklet-sheet-small``) if two pages have no room on the sheet.
    """
    with Pdf.open(BytesIO(pages_pdf)) as pdf:
        leaves = [_leaf(pdf, page) for page in pdf.pages]
        paper = _paper(leaves, publication.settings.booklet)
        sheets = [_printed(pdf, side, leaves, paper) for side in sides(len(leaves))]
        del pdf.pages[:]
        for sheet in sheets:
            pdf.pages.append(pikepdf.Page(sheet))
        _describe(pdf, publication, build_id)
        return _written(pdf, build_id)


def _paper(leaves: list[_Leaf], settings: BookletSettings) -> _Paper:
    """The sheet for the largest of the pages."""
    width = max(leaf.trim.width for leaf in leaves)
    height = max(leaf.trim.height for leaf in leaves)
    sheet = sheet_for(width / MM_IN_PT, height / MM_IN_PT, settings.sheet)
    box = Box(0, 0, sheet.width * MM_IN_PT, sheet.height * MM_IN_PT)
    side, foot = (box.width - 2 * width) / 2, (box.height - height) / 2
    trim = Box(side, foot, side + 2 * width, foot + height)
    thickness = leaf_thickness(settings.paper, settings.volume)
    bleed = max(leaf.trim.bottom - leaf.bleed.bottom for leaf in leaves)
    return _Paper(box, trim, bleed, thickness)


# ------------------------------------------------------------------------------------ pages


def _leaf(pdf: Pdf, page: pikepdf.Page) -> _Leaf:
    bleed = _box(page.bleedbox).within(_box(page.mediabox))
    group = page.obj.get("/Group")
    return _Leaf(_box(page.trimbox), bleed, _form(pdf, page), group)


def _box(array: pikepdf.Object) -> Box:
    left, bottom, right, top = (float(number) for number in array)
    return Box(left, bottom, right, top)


def _form(pdf: Pdf, page: pikepdf.Page) -> Stream | None:
    """The page's content as a form XObject, still without the box to which it is clipped."""
    contents = page.obj.get("/Contents")
    if contents is None:
        return None
    if isinstance(contents, Stream):
        form = Stream(pdf, contents.read_raw_bytes())
        for key in ("/Filter", "/DecodeParms"):
            if key in contents:
                form[key] = contents[key]
    else:
        form = Stream(pdf, b"\n".join(part.read_bytes() for part in contents))
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.Resources = page.obj.get("/Resources", Dictionary())
    return form


# ------------------------------------------------------------------------------------ sheets


def _printed(pdf: Pdf, side: Side, leaves: list[_Leaf], paper: _Paper) -> Dictionary:
    """One side of a sheet, as a page of the booklet."""
    content, forms, groups = b"", Dictionary(), []
    for number, leaf, placing in _on(side, leaves, paper):
        if leaf.form is None:
            continue
        name = f"/Page{number}"
        leaf.form.BBox = _array(placing.clip)
        forms[name] = leaf.form
        content += f"q 1 0 0 1 {placing.x:.4f} {placing.y:.4f} cm {name} Do Q\n".encode()
        groups += [leaf.group] if leaf.group is not None else []
    content += marks(paper.trim, max(paper.bleed, BLEED), paper.sheet)
    sheet = Dictionary(
        Type=Name.Page,
        MediaBox=_array(paper.sheet),
        BleedBox=_array(paper.trim.grown(paper.bleed).within(paper.sheet)),
        TrimBox=_array(paper.trim),
        Resources=Dictionary(XObject=forms),
        Contents=Stream(pdf, content),
    )
    if groups:
        # Both pages blend their colours in the same space, and never with each other.
        sheet.Group = groups[0]
    return pdf.make_indirect(sheet)


def _on(side: Side, leaves: list[_Leaf], paper: _Paper) -> Iterator[tuple[int, _Leaf, Placing]]:
    """The pages of a side that are not blank: number, page and where it lies."""
    moved = creep(side.sheet, paper.leaf) * MM_IN_PT
    for number, place in ((side.left, placed_left), (side.right, placed_right)):
        if number is not None:
            leaf = leaves[number - 1]
            yield number, leaf, place(leaf.trim, leaf.bleed, paper.sheet, moved)


def _array(box: Box) -> Array:
    edges = (box.left, box.bottom, box.right, box.top)
    return Array([round(edge, 4) for edge in edges])


# ------------------------------------------------------------------------------------ the file


def _describe(pdf: Pdf, publication: Publication, build_id: str) -> None:
    """Metadata, and how the file wants to be printed (ISO 32000-1, table 150)."""
    for key in set(pdf.Root.keys()) - set(KEPT):
        del pdf.Root[key]
    # Sheets keep to no standard for pages.
    if "/GTS_PDFXVersion" in pdf.docinfo:
        del pdf.docinfo["/GTS_PDFXVersion"]
    pdf.Root.Lang = String(publication.metadata.language)
    pdf.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None")
    )
    packet = Stream(pdf, xmp_packet(publication, build_id, ()))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = packet


def _written(pdf: Pdf, build_id: str) -> bytes:
    """The file. Of its identifiers the first is the build's, the second follows from the bytes."""
    identifier = String(file_identifier(build_id, BOOKLET.name))
    pdf.trailer.ID = Array([identifier, identifier])
    out = BytesIO()
    pdf.save(
        out,
        min_version=VERSION,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()
