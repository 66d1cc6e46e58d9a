"""What the print shop's sheet says: facts of finished files and settings, in words.

Lists are summed up, so that their length is bounded: pages as ranges, of fonts the first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from satzspiegel.editions import COVER, PRINT
from satzspiegel.editions.print.ean import written_isbn
from satzspiegel.editions.print.measures import CoverMeasures
from satzspiegel.editions.print.spine import board_thickness, leaf_thickness
from satzspiegel.model import PrintSettings, Publication
from satzspiegel.printing_facts import Box, FontFacts, PageFacts, PrintFacts
from satzspiegel.walks import plain_text

WORDS = "preflight_words.toml"
LANGUAGES = ("de", "en")
INKS = {"C": "cyan", "M": "magenta", "Y": "yellow", "K": "black"}
#: At most so many ranges of pages, names of fonts and letters of a title.
MOST_RANGES, MOST_FONTS, MOST_LETTERS = 12, 8, 180
NARROW = "\u202f"


@dataclass(frozen=True)
class Row:
    """A line of the form: what it is about, and what there is to say."""

    name: str
    value: str


@dataclass(frozen=True)
class Section:
    """A part of the form."""

    heading: str
    rows: tuple[Row, ...]


class Words:
    """The words of the sheet in a language, and how it writes numbers."""

    def __init__(self, language: str) -> None:
        primary = language.split("-")[0]
        self._words = _shipped()[primary if primary in LANGUAGES else "de"]

    def __call__(self, name: str, **values: str) -> str:
        """A word or a phrase with its values."""
        return self._words[name].format(**values)

    def number(self, value: float, decimals: int = 2) -> str:
        """A number without noughts at its end."""
        written = f"{value:.{decimals}f}"
        written = written.rstrip("0").rstrip(".") if "." in written else written
        return written.replace(".", self("decimal"))

    def mm(self, length: float, decimals: int = 2) -> str:
        """A length."""
        return f"{self.number(length, decimals)}{NARROW}mm"

    def size(self, width: float, height: float) -> str:
        """Width and height."""
        return f"{self.number(width)} × {self.mm(height)}"

    def pages(self, numbers: Sequence[int]) -> str:
        """Pages as ranges: 1–3, 7."""
        ranges = [*_ranges(numbers)]
        more = ", …" if len(ranges) > MOST_RANGES else ""
        return ", ".join(ranges[:MOST_RANGES]) + more

    def on_pages(self, numbers: Sequence[int]) -> str:
        """On which pages something is, if it is on any."""
        if not numbers:
            return self("none")
        return self("on-page" if len(numbers) == 1 else "on-pages", pages=self.pages(numbers))


@cache
def _shipped() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath(WORDS).read_text("utf-8"))


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    for first in (n for n in numbers if n - 1 not in numbers):
        last = first
        while last + 1 in numbers:
            last += 1
        yield f"{first}" if first == last else f"{first}–{last}"


def sections(
    publication: Publication,
    build_id: str,
    facts: PrintFacts,
    cover: CoverMeasures | None,
    cover_facts: PrintFacts | None,
) -> tuple[Section, ...]:
    """The form, part by part; what is not known is left out."""
    words = Words(publication.metadata.language)
    settings = publication.settings.print
    parts = [
        ("work", _work(publication, cover, build_id, words)),
        ("block", _block(facts, settings, words)),
        ("standard", _file(facts, words)),
    ]
    if cover is not None:
        parts.insert(2, ("cover", _cover(cover, cover_facts, settings, words)))
    return tuple(Section(words(name), tuple(rows)) for name, rows in parts)


def _work(
    publication: Publication, cover: CoverMeasures | None, build_id: str, words: Words
) -> Iterator[Row]:
    metadata = publication.metadata
    if metadata.isbn:
        yield Row(words("isbn"), written_isbn(metadata.isbn))
    if metadata.publisher:
        yield Row(words("publisher"), shortened(metadata.publisher))
    yield Row(words("build"), build_id)
    files = [words("text-file", file=f"{publication.name}{PRINT.suffix}")]
    if cover is not None:
        files.append(words("cover-file", file=f"{publication.name}{COVER.suffix}"))
    yield Row(words("files"), " · ".join(files))


def _block(facts: PrintFacts, settings: PrintSettings, words: Words) -> Iterator[Row]:
    """The pages: their sizes, what they are printed on and with, how they are bound."""
    count = words("page-count", count=str(len(facts.pages)))
    blank = words("blank", pages=words.pages(facts.blank_pages))
    yield Row(words("trim"), _trims(facts.pages, words))
    yield Row(words("bleed"), _bleeds(facts.pages, words))
    yield Row(words("pages"), f"{count}, {blank}" if facts.blank_pages else count)
    yield Row(words("binding"), words(settings.binding))
    yield Row(
        words("paper"),
        words(
            "paper-text",
            weight=words.number(settings.paper),
            volume=words.number(settings.volume),
            thickness=words.mm(leaf_thickness(settings), 3),
        ),
    )
    yield from _content(facts, words)


def _content(facts: PrintFacts, words: Words) -> Iterator[Row]:
    """What is on the pages."""
    yield Row(words("colours"), _inks(facts.inks, words))
    yield Row(words("coloured"), words.on_pages(facts.coloured_pages))
    overprints = "overprints" if facts.black_overprints else "knocks-out"
    yield Row(words("black-text"), words(overprints))
    yield Row(words("images"), _images(facts, words))
    yield Row(words("transparency"), words.on_pages(facts.transparent_pages))
    yield Row(words("fonts"), "; ".join(_fonts(facts.fonts, words)))


def _cover(
    cover: CoverMeasures, facts: PrintFacts | None, settings: PrintSettings, words: Words
) -> Iterator[Row]:
    """The cover: its measures, its board, and what is printed on it."""
    yield Row(words("flat"), words.size(cover.width, cover.height))
    if facts is not None:
        yield Row(words("bleed"), _bleeds(facts.pages, words))
    yield Row(words("spine"), words.mm(cover.spine) if cover.spine else words("no-spine"))
    yield Row(words("flaps"), words.mm(cover.flaps) if cover.flaps else words("none"))
    folds = " · ".join(words.number(fold) for fold in cover.folds)
    yield Row(words("folds"), words("from-left", lengths=f"{folds}{NARROW}mm"))
    yield Row(
        words("board"),
        words(
            "board-text",
            weight=words.number(settings.cover_paper),
            volume=words.number(settings.cover_volume),
            thickness=words.mm(board_thickness(settings), 3),
        ),
    )
    if facts is not None:
        yield Row(words("colours"), _inks(facts.inks, words))
        yield Row(words("images"), _images(facts, words))


def _file(facts: PrintFacts, words: Words) -> Iterator[Row]:
    intent, unknown = facts.intent, words("unknown")
    standard = facts.record.standard or unknown
    trapped = facts.record.trapped.lower()
    yield Row(words("norm"), words("norm-text", standard=standard, version=facts.version))
    yield Row(words("intent"), intent.identifier if intent else unknown)
    yield Row(words("profile"), (intent.profile if intent else "") or unknown)
    known = trapped in ("true", "false")
    yield Row(words("trapped"), words(f"trapped-{trapped}") if known else unknown)


def _trims(pages: Sequence[PageFacts], words: Words) -> str:
    """The sizes of the pages, of which there should be one."""
    sizes = dict.fromkeys(words.size(p.trim.width, p.trim.height) for p in pages if p.trim)
    return _few(sizes, words) or words("unknown")


def _bleeds(pages: Sequence[PageFacts], words: Words) -> str:
    boxes = ((p.trim, p.bleed) for p in pages)
    found = dict.fromkeys(_bleed(trim, bleed, words) for trim, bleed in boxes if trim and bleed)
    return _few(found, words) or words("unknown")


def _bleed(trim: Box, bleed: Box, words: Words) -> str:
    left, bottom, right, top = (words.mm(edge) for edge in bleed.edges_around(trim))
    if len({left, bottom, right, top}) == 1:
        return words("all-round", length=left)
    return words("edges", left=left, bottom=bottom, right=right, top=top)


def _few(values: Iterable[str], words: Words) -> str:
    """Some values of many."""
    every = [*values]
    more = [words("more", count=str(len(every) - 2))] if len(every) > 2 else []
    return "; ".join(every[:2] + more)


def _inks(inks: Iterable[str], words: Words) -> str:
    """Process inks by their names, spot colours as the file calls them."""
    return ", ".join(words(INKS[ink]) if ink in INKS else ink for ink in inks) or words("none")


def _images(facts: PrintFacts, words: Words) -> str:
    coarsest = facts.coarsest
    if coarsest is None:
        return words("none")
    return words(
        "image-count",
        count=str(len(facts.images)),
        resolution=words.number(coarsest.resolution, 0),
        page=str(coarsest.page),
    )


def _fonts(fonts: Sequence[FontFacts], words: Words) -> Iterator[str]:
    """How many there are, what is wrong with any, and the names of some."""
    missing = [font.name for font in fonts if not font.embedded]
    whole = [font.name for font in fonts if font.embedded and not font.subset]
    if missing:
        yield words("not-embedded", fonts=_names(missing, words))
    if whole:
        yield words("whole", fonts=_names(whole, words))
    if not (missing or whole):
        named = _names((font.name for font in fonts), words)
        yield f"{words('embedded', count=str(len(fonts)))}: {named}" if fonts else words("none")


def _names(names: Iterable[str], words: Words) -> str:
    # WeasyPrint closes the name of a family that ends in a figure with a comma.
    every = [*dict.fromkeys(name.rstrip(",") for name in names)]
    left = len(every) - MOST_FONTS
    more = [words("more", count=str(left))] if left > 0 else []
    return " ".join([", ".join(every[:MOST_FONTS]), *more])


def shortened(text: str) -> str:
    """A text of bounded length, whole words of it."""
    if len(text) <= MOST_LETTERS:
        return text
    return text[:MOST_LETTERS].rsplit(" ", 1)[0] + " …"


def heading(publication: Publication) -> str:
    """The title, and the subtitle behind it."""
    metadata = publication.metadata
    titles = (plain_text(part) for part in (metadata.title, metadata.subtitle) if part)
    return shortened(". ".join(titles))
