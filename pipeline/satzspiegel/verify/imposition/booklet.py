"""The booklet read back and compared with the pages it was made from.

Which page stands where is found by folding what the file holds, how far it is moved by measuring;
of what imposes the pages, only the names and sizes of sheets are used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from statistics import median

import pikepdf
from pikepdf import Pdf

from satzspiegel.editions import BOOKLET
from satzspiegel.editions.booklet.sheets import sheet_for
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import BookletSettings, Finding, Severity
from satzspiegel.styles import MM_IN_PT
from satzspiegel.verify.imposition.folded import MOST_CREEP, Folded, Half
from satzspiegel.verify.imposition.imposed import (
    Area,
    area_of,
    content_of,
    drawn_contents,
    painted_areas,
)
from satzspiegel.verify.imposition.lettering import (
    EXACT,
    Lettering,
    Stroke,
    differing_words,
    distances,
    read_pages,
)
from satzspiegel.verify.imposition.same_lines import lines_differ

#: Staples hold no more sheets.
MOST_SHEETS = 20
#: Boxes are written with four decimals of a pt.
WRITTEN = 0.01
MICROMETRES = 1000
#: As MuPDF calls what shows letters.
TEXT = frozenset({"fill-text", "stroke-text"})
BUILD = "/satzspiegelbuild"


def check_booklet(booklet: bytes, pages_pdf: bytes, settings: BookletSettings) -> Iterator[Finding]:
    """What is wrong with a booklet made from ``pages_pdf``, and whether it is too thick.

    Raises what pikepdf and MuPDF raise for a file that is no PDF.
    """
    leaf = settings.paper * settings.volume / MICROMETRES
    folded = _read(booklet, pages_pdf, leaf, letters=False)
    wanted = -(-len(folded.pages) // 4)
    if len(folded.sides) != 2 * wanted:
        values = {"expected": str(wanted), "pages": str(len(folded.pages))}
        yield _error("booklet-sheets", found=f"{len(folded.sides) / 2:g}", **values)
        return
    yield from _too_thick(folded)
    with Pdf.open(BytesIO(booklet)) as made, Pdf.open(BytesIO(pages_pdf)) as source:
        if not _is_as_laid_out(folded, made, source):
            yield from _check_sides(_read(booklet, pages_pdf, leaf, letters=True))
        yield from _check_boxes(made, folded, settings)
        yield from _check_areas(made, source, folded)
        yield from _check_file(made, source)


def _read(booklet: bytes, pages_pdf: bytes, leaf: float, *, letters: bool) -> Folded:
    sides = read_pages(booklet, letters=letters, strokes=True)
    pages = read_pages(pages_pdf, letters=letters, strokes=True)
    return Folded(tuple(sides), tuple(pages), leaf)


def _too_thick(folded: Folded) -> Iterator[Finding]:
    """The warning that so many sheets are better bound otherwise."""
    creep = (folded.sheets - 1) * folded.leaf
    if folded.sheets > MOST_SHEETS or creep > MOST_CREEP:
        values = {"sheets": str(folded.sheets), "creep": f"{creep:.1f}"}
        yield Finding("booklet-thick", Severity.WARNING, None, values)


# --------------------------------------------------------------------------- what is painted


def _is_as_laid_out(folded: Folded, made: Pdf, source: Pdf) -> bool:
    """Whether all is well: the pages' own content, each glyph and stroke of it in its place.

    This takes a third of the time of reading letters, which tell what is wrong where it is not.
    """
    for side, halves in zip(made.pages, folded.halves(), strict=True):
        pages = [source.pages[half.page - 1] for half in halves if half.page <= len(folded.pages)]
        contents = [content_of(page) for page in pages if "/Contents" in page.obj]
        if drawn_contents(side) != contents or any(_check_strokes(folded, *halves)):
            return False
        if any(finding for half in halves for finding in _cut_text(folded, half)):
            return False
    return True


def _check_sides(folded: Folded) -> Iterator[Finding]:
    """Whether all halves have their pages, in their places, with all that they paint."""
    for halves in folded.halves():
        letters = zip(halves, folded.letters(*halves), strict=True)
        findings = [finding for one in letters for finding in _check_letters(folded, *one)]
        # What is besides letters does not agree either where a page is wrong.
        yield from findings or _check_strokes(folded, *halves)
        for half in halves:
            yield from _cut_text(folded, half)


def _check_letters(folded: Folded, half: Half, letters: Lettering) -> Iterator[Finding]:
    page = folded.page(half)
    if letters.text == page.letters.text:
        yield from _moved(half, letters, page.letters)
        return
    texts = (other.letters.text for other in folded.pages)
    found = next((n for n, text in enumerate(texts, start=1) if text == letters.text), 0)
    if found or not letters.text:
        values = {"expected": str(half.page), "found": str(found or "–")}
        yield _error("booklet-order", side=str(half.side + 1), **values)
    elif words := differing_words(page.letters, letters):
        yield lines_differ(BOOKLET.name, half.page, *words)


def _moved(half: Half, letters: Lettering, expected: Lettering) -> Iterator[Finding]:
    """That a page has another size, or how far it is off its place."""
    x, y = distances(letters, expected)
    if not x or max(map(abs, (*x, *y))) <= EXACT:
        return
    if max(x) - min(x) > 2 * EXACT or max(y) - min(y) > 2 * EXACT:
        yield _error("booklet-scaled", page=str(half.page))
        return
    right, down = (f"{median(by) / MM_IN_PT:.2f}" for by in (x, y))
    yield _error("booklet-place", page=str(half.page), right=right, down=down)


def _check_strokes(folded: Folded, left: Half, right: Half) -> Iterator[Finding]:
    """Pictures, rules, letters: all of the left page, then of the right one, then marks."""
    painted = folded.sides[left.side].strokes
    for half in (left, right):
        wanted = folded.page(half).strokes
        if not _same_strokes(wanted, painted[: len(wanted)], *folded.place(half)):
            yield _error("booklet-painting", page=str(half.page), side=str(half.side + 1))
            return
        painted = painted[len(wanted) :]
    if any(_is_inside(stroke, folded) for stroke in painted):
        yield _error("booklet-marks", side=str(left.side + 1))


def _cut_text(folded: Folded, half: Half) -> Iterator[Finding]:
    """Text of a page that is moved over the fold, and clipped there."""
    page, creep = folded.page(half), folded.creep(half)
    seen = (creep, page.width) if half.right else (0.0, page.width - creep)
    for kind, (left, top, right, bottom) in page.strokes:
        on_page = right > 0 and left < page.width and bottom > 0 and top < page.height
        if kind in TEXT and on_page and (left < seen[0] - EXACT or right > seen[1] + EXACT):
            by = f"{creep / MM_IN_PT:.1f}"
            yield _error("booklet-cut", page=str(half.page), creep=by)
            return


def _same_strokes(wanted: Sequence[Stroke], painted: Sequence[Stroke], x: float, y: float) -> bool:
    """Whether the same was painted, so far to the right and so far below."""
    if [kind for kind, _ in wanted] != [kind for kind, _ in painted]:
        return False
    return all(
        abs(edge + by - found) <= EXACT
        for (_, box), (_, other) in zip(wanted, painted, strict=True)
        for edge, found, by in zip(box, other, (x, y, x, y), strict=True)
    )


def _is_inside(stroke: Stroke, folded: Folded) -> bool:
    """Whether something is painted on the trimmed sheet."""
    left, top, right, bottom = stroke[1]
    return left < 2 * folded.width and right > 0 and top < folded.height and bottom > 0


# ----------------------------------------------------------------------------- boxes and clips


def _check_boxes(made: Pdf, folded: Folded, settings: BookletSettings) -> Iterator[Finding]:
    """Whether all sides have the size of the sheet, and the pages in its middle."""
    unit = MM_IN_PT
    try:
        sheet = sheet_for(folded.width / unit, folded.height / unit, settings.sheet)
    except ManuscriptError as error:
        yield from error.findings
        return
    media = Area(0, 0, sheet.width * unit, sheet.height * unit)
    side, foot = media.right / 2 - folded.width, (media.top - folded.height) / 2
    trim = Area(side, foot, media.right - side, media.top - foot)
    for number, page in enumerate(made.pages, start=1):
        as_wanted = area_of(page.mediabox).is_like(media, WRITTEN)
        as_wanted &= area_of(page.trimbox).is_like(trim, WRITTEN)
        if not as_wanted or page.obj.get("/Rotate", 0) != 0:
            yield _error("booklet-sheet-wrong", side=str(number), sheet=sheet.name)


def _check_areas(made: Pdf, source: Pdf, folded: Folded) -> Iterator[Finding]:
    """Whether nothing paints over the fold, and nothing of a page or of its bleed is cut off."""
    for side, halves in zip(made.pages, folded.halves(), strict=True):
        areas, trim = painted_areas(side), area_of(side.trimbox)
        fold = (trim.left + trim.right) / 2
        if any(one.left < fold - WRITTEN and one.right > fold + WRITTEN for one in areas):
            yield _error("booklet-over-fold", side=str(halves[0].side + 1))
        for half in halves:
            if folded.page(half).strokes:
                wanted = _seen(source.pages[half.page - 1], half, folded, area_of(side.mediabox))
                if not any(one.covers(wanted, WRITTEN) for one in areas):
                    yield _error("booklet-clipped", page=str(half.page))


def _seen(page: pikepdf.Page, half: Half, folded: Folded, media: Area) -> Area:
    """What of a page and its bleed has to be seen: all on its side of the fold, and on the sheet.

    From the lower left corner of the sheet.
    """
    fold, middle = media.right / 2, media.top / 2
    x, y = folded.place(half)
    own = area_of(page.trimbox)
    right, up = fold - folded.width + x - own.left, middle + folded.height / 2 - y - own.top
    half_sheet = (
        Area(fold, 0, media.right, media.top) if half.right else Area(0, 0, fold, media.top)
    )
    return area_of(page.bleedbox).moved(right, up).within(half_sheet)


# -------------------------------------------------------------------------------- the file


def _check_file(made: Pdf, source: Pdf) -> Iterator[Finding]:
    """Output intent and build as in the pages; how to print; nothing that is for screens."""
    if _intents(made) != _intents(source):
        yield _error("booklet-intent")
    if made.docinfo.get(BUILD) != source.docinfo.get(BUILD):
        yield _error("edition-mixed", edition=BOOKLET.name)
    wishes = made.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    said = str(wishes.get("/Duplex")), str(wishes.get("/PrintScaling"))
    if said != ("/DuplexFlipShortEdge", "/None"):
        yield _error("booklet-duplex")
    if "/StructTreeRoot" in made.Root or any("/Annots" in page.obj for page in made.pages):
        yield _error("booklet-screen")


def _intents(pdf: Pdf) -> list[tuple[str, str, str]]:
    """Standard, printing condition and profile of each output intent (ISO 32000-1, 14.11.5)."""
    return [
        (
            str(intent.get("/S", "")),
            str(intent.get("/OutputConditionIdentifier", "")),
            _digest(intent.get("/DestOutputProfile")),
        )
        for intent in pdf.Root.get("/OutputIntents", ())
    ]


def _digest(profile: pikepdf.Object | None) -> str:
    return hashlib.sha256(profile.read_bytes()).hexdigest() if profile is not None else ""


def _error(code: str, **values: str) -> Finding:
    return Finding(code, Severity.ERROR, None, values)
