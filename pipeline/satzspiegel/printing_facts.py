"""What a file for the print shop holds, as read back from it.

Boxes and distances are mm, widths of lines pt, resolutions pixels per inch. Inks are called C, M, Y
and K, spot colours by their names; »RGB« stands for any colour that is not yet divided into inks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PROCESS_INKS = ("C", "M", "Y", "K")
#: Stands among the inks for colours that a printing press does not have: RGB, Lab and the like.
NO_INK = "RGB"
#: A colour counts as full ink, or as none, this near to it: half a step of eight bits.
NEAR = 1 / 512


class Matter(StrEnum):
    """What was painted; a mask leaves no ink of its own."""

    TEXT = "text"
    VECTOR = "vector"
    IMAGE = "image"
    SHADING = "shading"
    MASK = "mask"


@dataclass(frozen=True)
class Box:
    """A rectangle in mm, measured from the lower left corner of the MediaBox."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Its width in mm."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height in mm."""
        return self.top - self.bottom

    def edges_around(self, other: Box) -> tuple[float, float, float, float]:
        """How far it stands out of another: left, bottom, right, top; negative where inside."""
        return (
            other.left - self.left,
            other.bottom - self.bottom,
            self.right - other.right,
            self.top - other.top,
        )


@dataclass(frozen=True, order=True)
class Paint:
    """A colour that a page is painted with.

    ``values`` are 0 to 1, one for each component of ``space``, and empty for images and shadings.
    ``inks`` are those that come on the paper; ``overprint`` tells that what lies under them stays.
    """

    matter: Matter
    space: str
    values: tuple[float, ...]
    inks: tuple[str, ...]
    overprint: bool = False

    @property
    def is_black(self) -> bool:
        """Full black ink, and no other."""
        return self.inks == ("K",) and bool(self.values) and self.amount >= 1 - NEAR

    @property
    def is_white(self) -> bool:
        """A colour without ink: the paper's, where it knocks out what lies under it."""
        return bool(self.values) and not self.inks

    @property
    def amount(self) -> float:
        """All inks together: 1 is 100 %; 0 where it is not known, as of images and of RGB."""
        if not self.values or NO_INK in self.inks:
            return 0.0
        if self.space.endswith("Gray"):
            return 1 - self.values[0]
        # One value may stand for several inks: Separation All.
        return self.values[0] * len(self.inks) if len(self.values) == 1 else sum(self.values)


@dataclass(frozen=True)
class ImageFacts:
    """An image where it is painted: pixels, and pixels per inch in its coarser direction."""

    page: int
    width: int
    height: int
    resolution: float
    space: str
    bits: int
    inks: tuple[str, ...] = ()
    #: Painted through a mask with shades.
    soft_mask: bool = False


@dataclass(frozen=True, order=True)
class FontFacts:
    """A font without the tag of its subset: »Source-Serif-4«, and »Type0«, »Type1«, »Type3« …"""

    name: str
    kind: str
    embedded: bool
    subset: bool


@dataclass(frozen=True)
class PageFacts:
    """A page; ``number`` counts from 1. What lies outside the BleedBox is not looked at."""

    number: int
    media: Box
    trim: Box | None
    bleed: Box | None
    paints: tuple[Paint, ...] = ()
    images: tuple[ImageFacts, ...] = ()
    #: What is transparent: »SMask«, »ca 0.5«, »Multiply«, »Group«.
    transparency: tuple[str, ...] = ()
    #: Colour spaces in which the page and its groups are blended; none: the output intent's.
    blending: tuple[str, ...] = ()
    #: The kinds of annotations that touch the BleedBox.
    annotations: tuple[str, ...] = ()
    #: The thinnest line in pt.
    thinnest: float | None = None
    #: From the letter nearest to the trim in mm; negative where it is cut.
    text_to_trim: float | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is painted on it."""
        return not any(paint.inks for paint in self.paints)

    def inks(self, *matters: Matter) -> tuple[str, ...]:
        """The inks of text, vectors, images …, or of everything; process inks come first."""
        wanted = matters or tuple(m for m in Matter if m is not Matter.MASK)
        return in_order(ink for p in self.paints if p.matter in wanted for ink in p.inks)

    @property
    def coloured(self) -> bool:
        """Whether an ink other than black is on it."""
        return bool(set(self.inks()) - {"K"})


@dataclass(frozen=True)
class IntentFacts:
    """An output intent (ISO 32000-1, 14.11.5): what the colours were made for."""

    subtype: str
    #: Its name in the registry: »FOGRA39«.
    identifier: str = ""
    registry: str = ""
    information: str = ""
    #: Of the profile in it: what it calls itself, and its colour space (»CMYK«); empty without.
    profile: str = ""
    profile_space: str = ""
    profile_class: str = ""


@dataclass(frozen=True)
class RecordFacts:
    """What the file says of itself: in the document information and, in XMP, once more."""

    title: str = ""
    build_id: str = ""
    #: »True«, »False«, »Unknown«, or empty.
    trapped: str = ""
    #: »PDF/X-4«, from the XMP.
    standard: str = ""
    #: Names of entries whose two values differ: »Title«.
    differing: tuple[str, ...] = ()
    #: What XMP has to say and does not: »xmp:CreateDate«.
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintFacts:
    """A file for the print shop."""

    #: The version of PDF: »1.6«.
    version: str
    pages: tuple[PageFacts, ...] = ()
    fonts: tuple[FontFacts, ...] = ()
    intents: tuple[IntentFacts, ...] = ()
    record: RecordFacts = RecordFacts()
    identified: bool = False
    encrypted: bool = False
    form: bool = False
    #: Scripts and actions: »JavaScript«, »OpenAction«.
    scripts: tuple[str, ...] = ()
    #: What PDF/X-4 forbids else: »TR«, »PS«, »OPI« …
    forbidden: tuple[str, ...] = ()

    @property
    def intent(self) -> IntentFacts | None:
        """The output intent for PDF/X."""
        return next((i for i in self.intents if i.subtype == "GTS_PDFX"), None)

    @property
    def images(self) -> tuple[ImageFacts, ...]:
        """All images, as often as they are painted."""
        return tuple(image for page in self.pages for image in page.images)

    @property
    def inks(self) -> tuple[str, ...]:
        """All inks of the file."""
        return in_order(ink for page in self.pages for ink in page.inks())

    @property
    def blank_pages(self) -> tuple[int, ...]:
        """The numbers of pages on which nothing is painted."""
        return tuple(page.number for page in self.pages if page.blank)

    @property
    def coloured_pages(self) -> tuple[int, ...]:
        """The numbers of pages with another ink than black."""
        return tuple(page.number for page in self.pages if page.coloured)

    @property
    def transparent_pages(self) -> tuple[int, ...]:
        """The numbers of pages with transparency."""
        return tuple(page.number for page in self.pages if page.transparency)

    @property
    def black_overprints(self) -> bool:
        """Whether all black text overprints."""
        text = (p for page in self.pages for p in page.paints if p.matter is Matter.TEXT)
        return all(paint.overprint for paint in text if paint.is_black)

    @property
    def coarsest(self) -> ImageFacts | None:
        """The image with the fewest pixels an inch."""
        return min(self.images, key=lambda image: image.resolution, default=None)


def in_order(inks: Iterable[str]) -> tuple[str, ...]:
    """Each ink once: those of the process first, then the others by their names."""
    found = set(inks)
    return (*(ink for ink in PROCESS_INKS if ink in found), *sorted(found - set(PROCESS_INKS)))
