"""The inks of a file for the print shop: what comes on which plate, and what stays under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from satzspiegel.model import Finding, Severity
from satzspiegel.printing_facts import NO_INK, PROCESS_INKS, Matter, PageFacts, Paint
from satzspiegel.verify.printing.wanted import Wanted

#: A black with other inks under it, from this much black.
ALMOST_BLACK = 0.95
#: A mixture of three inks is grey or black if its red, green and blue differ no more.
NEUTRAL = 0.06
#: Lighter mixtures are a white with a tinge, on a dark ground.
LIGHT = 0.8
#: All inks together: more does not dry.
MOST_INK = 3.0
#: Rounding of colours that a profile divided.
ROUNDING = 0.005
#: Spaces that only seem to be inks: the press may mix their colours anew.
MIXED_ANEW = ("ICCBased CMYK", "ICCBased Gray", "CalGray")
#: Spaces in which transparent colours may be blended without leaving the inks.
BLENDING = ("DeviceCMYK", "DeviceGray")
RGB_CODES = {Matter.TEXT: "print-rgb-text", Matter.IMAGE: "print-rgb-image"}

Pages = Sequence[PageFacts]


def check_plates(pages: Pages, wanted: Wanted) -> Iterator[Finding]:
    """What is wrong with the inks."""
    yield from _foreign_colours(pages, wanted)
    yield from _spot_inks(pages, wanted)
    yield from _black_text(pages, wanted)
    yield from _overprinting(pages, wanted)
    yield from _amounts(pages, wanted)


def _foreign_colours(pages: Pages, wanted: Wanted) -> Iterator[Finding]:
    """Colours that no plate has: RGB and its kin."""
    found: dict[tuple[str, str], list[PageFacts]] = {}
    for page in pages:
        for paint in page.paints:
            if NO_INK in paint.inks or paint.space in MIXED_ANEW:
                code = RGB_CODES.get(paint.matter, "print-rgb-drawing")
                found.setdefault((code, paint.space), []).append(page)
        for space in page.blending:
            if space not in BLENDING:
                found.setdefault(("print-blending", space), []).append(page)
    for code, space in sorted(found):
        yield from wanted.on_pages(code, found[code, space], space=space)


def _spot_inks(pages: Pages, wanted: Wanted) -> Iterator[Finding]:
    """Inks that are not of the process."""
    spots = {ink for page in pages for ink in page.inks()} - {*PROCESS_INKS, NO_INK}
    for ink in sorted(spots):
        those = [page for page in pages if ink in page.inks()]
        yield from wanted.on_pages("print-spot", those, Severity.WARNING, ink=ink)


def _black_text(pages: Pages, wanted: Wanted) -> Iterator[Finding]:
    """Black text of black ink alone, that leaves what is under it; coloured text is named."""
    yield from _each(pages, _text(is_mixed_black), "print-black-mixed", Severity.ERROR, wanted)
    knocking = [page for page in pages if any(map(_text(_knocks_out), page.paints))]
    yield from wanted.on_pages("print-black-knocks-out", knocking)
    if wanted.black_text:
        yield from _each(pages, _text(_is_coloured), "print-text-coloured", Severity.HINT, wanted)


def _text(test: Callable[[Paint], bool]) -> Callable[[Paint], bool]:
    return lambda paint: paint.matter is Matter.TEXT and test(paint)


def _each(
    pages: Pages, test: Callable[[Paint], bool], code: str, severity: Severity, wanted: Wanted
) -> Iterator[Finding]:
    """A finding for each mixture of inks."""
    found: dict[str, list[PageFacts]] = {}
    for page in pages:
        for paint in filter(test, page.paints):
            found.setdefault(_mixture(paint), []).append(page)
    for inks in sorted(found):
        yield from wanted.on_pages(code, found[inks], severity, inks=inks)


def _mixture(paint: Paint) -> str:
    """The inks as a print shop says them: »C 91 M 79 Y 62 K 97«."""
    if len(paint.values) != len(PROCESS_INKS):
        return " ".join(paint.inks)
    pairs = zip(PROCESS_INKS, paint.values, strict=True)
    return " ".join(f"{ink} {100 * value:.0f}" for ink, value in pairs if ink in paint.inks)


def is_mixed_black(paint: Paint) -> bool:
    """Whether a colour is a black or a grey of several inks."""
    if len(paint.values) != len(PROCESS_INKS) or len(paint.inks) < 2 or NO_INK in paint.inks:
        return False
    *colours, black = paint.values
    if black >= ALMOST_BLACK:
        return True
    lights = [(1 - ink) * (1 - black) for ink in colours]
    is_neutral = max(lights) - min(lights) <= NEUTRAL and max(lights) <= LIGHT
    return is_neutral and {"C", "M", "Y"} <= {*paint.inks}


def _knocks_out(paint: Paint) -> bool:
    return paint.is_black and not paint.overprint


def _is_coloured(paint: Paint) -> bool:
    inks = {*paint.inks} - {"K"}
    return bool(inks) and NO_INK not in inks and not is_mixed_black(paint)


def _overprinting(pages: Pages, wanted: Wanted) -> Iterator[Finding]:
    """What vanishes, or changes its colour, over another: only full black may overprint."""
    white, tints = [], []
    for page in pages:
        painted = (paint for paint in page.paints if paint.matter is not Matter.MASK)
        over = [paint for paint in painted if paint.overprint and not paint.is_black]
        if any(paint.is_white for paint in over):
            white.append(page)
        if any(not paint.is_white for paint in over):
            tints.append(page)
    yield from wanted.on_pages("print-white-overprints", white)
    yield from wanted.on_pages("print-tint-overprints", tints, Severity.WARNING)


def _amounts(pages: Pages, wanted: Wanted) -> Iterator[Finding]:
    """Where more ink comes on the paper than dries."""
    most = {
        page.number: max((p.amount for p in page.paints if p.matter is not Matter.MASK), default=0)
        for page in pages
    }
    wet = [page for page in pages if most[page.number] > MOST_INK + ROUNDING]
    amount = f"{100 * max((most[page.number] for page in wet), default=0.0):.0f}"
    yield from wanted.on_pages("print-ink-total", wet, Severity.WARNING, amount=amount)
