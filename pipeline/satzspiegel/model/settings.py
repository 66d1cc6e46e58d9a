"""Our own settings."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Whose pages are marked and listed where there are none.
PRINTED, FIRST_EDITION = "printed", "first-edition"


@dataclass(frozen=True)
class PrintSettings:
    """What the print shop prints on and how it binds: mm, g/m², cm³/g."""

    #: The registry name of a printing condition (FOGRA39), or the file of an ICC profile.
    profile: str = "FOGRA39"
    marks: bool = False
    binding: str = "saddle-stitch"
    #: Of a paper: its weight, and its volume, which times the weight is its thickness in µm.
    paper: float = 100.0
    volume: float = 1.0
    cover_paper: float = 250.0
    cover_volume: float = 1.0
    #: Width of the cover's flaps; 0 without.
    flaps: float = 0.0
    #: Text on the back of the cover; empty: the abstract.
    blurb: str = ""


@dataclass(frozen=True)
class BookletSettings:
    """What an office printer prints on: the sheet's name (A4), g/m², cm³/g."""

    #: Empty: the smallest that holds two pages.
    sheet: str = ""
    paper: float = 80.0
    volume: float = 1.25


@dataclass(frozen=True)
class LimitSettings:
    """How much a manuscript may hold: more than any book has, and so little that nothing hangs."""

    #: Characters between two empty lines. Novels without a break have some 700,000.
    paragraph: int = 1_000_000
    #: Calls of notes in one file. The largest commentaries count below 10,000.
    notes: int = 20_000
    #: Millions of pixels of an image: A3 at 400 dpi has 31, A4 at 600 dpi 35. Decoded, each million
    #: takes 3 MB, several times over.
    image_megapixels: int = 60
    #: MB (2^20 bytes) of a file: a photograph of the most pixels as PNG, and of a drawing.
    image_megabytes: int = 200
    drawing_megabytes: int = 10


@dataclass(frozen=True)
class Settings:
    """Our own settings, the key ``satzspiegel`` in the metadata."""

    name: str = ""
    style: str = ""
    notes: str = "continuous"
    responsible: str = ""
    imprint: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    #: Profile of micro-typography; empty: by the language.
    typography: str = ""
    #: Rules switched off (or on, where they are off by themselves), by id.
    rules: dict[str, bool] = field(default_factory=dict)
    #: What happens to quotation marks of another family than the profile's: keep or unify.
    quotes: str = "keep"
    #: Swiss profile: keep ß, or write ss.
    eszett: str = "keep"
    #: Words with their only breaks (Ur-instinkt), or without any (names).
    hyphenation: tuple[str, ...] = ()
    #: Numbers of the pages before the text: roman, or arabic and counted on; empty: the style's.
    front_numbers: str = ""
    #: Whose pages are marked and listed: printed (those of the PDF) or first-edition.
    page_list: str = PRINTED
    #: What the first edition is: its words (»Berlin: Verlag 1987«) or its ISBN.
    first_edition: str = ""
    #: Whether the PDF carries the manuscript: PDF/A-3a instead of PDF/A-2a.
    embed_manuscript: bool = False
    print: PrintSettings = PrintSettings()
    booklet: BookletSettings = BookletSettings()
    limits: LimitSettings = LimitSettings()
