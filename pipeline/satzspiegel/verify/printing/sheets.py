"""The pages of a file for the print shop: boxes, edges, thin lines, coarse images."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from satzspiegel.model import Finding, Severity
from satzspiegel.printing_facts import PageFacts
from satzspiegel.verify.printing.wanted import Wanted

#: mm; boxes have to be exact to a hundredth of it.
BLEED = 3.0
EXACT = 0.01
#: mm: a knife is not more exact than this, so text keeps away from the trim.
SAFE = 5.0
#: pt: what a plate can still hold.
THINNEST = 0.25
#: Pixels an inch: an image looks sharp; its pixels are not yet seen.
SHARP, LEAST = 300, 200
#: An image that is so little below counts as if it were not: sizes are rounded.
TOLERANCE = 0.5


def check_sheets(pages: Sequence[PageFacts], wanted: Wanted) -> Iterator[Finding]:
    """What is wrong with the pages, apart from their inks."""
    yield from _boxes(pages, wanted)
    yield from _annotations(pages, wanted)
    yield from _edges(pages, wanted)
    yield from _lines(pages, wanted)
    yield from _images(pages, wanted)


def _boxes(pages: Sequence[PageFacts], wanted: Wanted) -> Iterator[Finding]:
    """Trimmed size, bleed around it, and all of it on the page."""
    expected = f"{wanted.width:g} × {wanted.height:g}"
    yield from _grouped(
        "print-trim", pages, lambda page: _wrong_trim(page, wanted), wanted, expected=expected
    )
    yield from _grouped("print-bleed", pages, _wrong_bleed, wanted, expected=f"{BLEED:g}")
    yield from wanted.on_pages("print-media", [page for page in pages if _is_cut(page)])


def _grouped(
    code: str,
    pages: Sequence[PageFacts],
    wrong: Callable[[PageFacts], str],
    wanted: Wanted,
    expected: str = "",
) -> Iterator[Finding]:
    """Pages that are wrong in the same way together."""
    found: dict[str, list[PageFacts]] = {}
    for page in pages:
        if what := wrong(page):
            found.setdefault(what, []).append(page)
    for what, those in found.items():
        yield from wanted.on_pages(code, those, found=what, expected=expected)


def _wrong_trim(page: PageFacts, wanted: Wanted) -> str:
    """The trimmed size, if it is not the one that was asked for."""
    if page.trim is None:
        return "–"
    width, height = page.trim.width, page.trim.height
    if abs(width - wanted.width) <= EXACT and abs(height - wanted.height) <= EXACT:
        return ""
    return f"{width:.2f} × {height:.2f}"


def _wrong_bleed(page: PageFacts) -> str:
    """How far the bleed goes on each side, if it is not as far as it should."""
    if page.bleed is None or page.trim is None:
        return "–"
    edges = page.bleed.edges_around(page.trim)
    if all(abs(edge - BLEED) <= EXACT for edge in edges):
        return ""
    return " / ".join(f"{edge:.2f}" for edge in edges)


def _is_cut(page: PageFacts) -> bool:
    """Whether the page itself ends within the bleed."""
    inner = page.bleed or page.trim
    return inner is not None and min(page.media.edges_around(inner)) < -EXACT


def _annotations(pages: Sequence[PageFacts], wanted: Wanted) -> Iterator[Finding]:
    """Links, comments and the like on what will be printed."""
    yield from _grouped(
        "print-annotation", pages, lambda p: ", ".join(sorted(set(p.annotations))), wanted
    )


def _edges(pages: Sequence[PageFacts], wanted: Wanted) -> Iterator[Finding]:
    """Text that the knife cuts, or may cut."""
    near = [(p, p.text_to_trim) for p in pages if p.text_to_trim is not None]
    yield from wanted.on_pages("print-text-cut", [page for page, mm in near if mm < 0])
    close = [(page, mm) for page, mm in near if 0 <= mm < SAFE - EXACT]
    distance = f"{min((mm for _, mm in close), default=0.0):.1f}"
    yield from wanted.on_pages(
        "print-text-near-trim", [page for page, _ in close], Severity.WARNING, distance=distance
    )


def _lines(pages: Sequence[PageFacts], wanted: Wanted) -> Iterator[Finding]:
    """Lines that may break up."""
    thin = [(p, p.thinnest) for p in pages if p.thinnest is not None and p.thinnest < THINNEST]
    width = f"{min((pt for _, pt in thin), default=0.0):.2f}"
    yield from wanted.on_pages(
        "print-hairline", [page for page, _ in thin], Severity.WARNING, width=width
    )


def _images(pages: Sequence[PageFacts], wanted: Wanted) -> Iterator[Finding]:
    """Images with too few pixels where they stand."""
    for page in pages:
        for image in page.images:
            if image.resolution >= SHARP - TOLERANCE:
                continue
            is_refused = image.resolution < LEAST - TOLERANCE
            yield wanted.finding(
                "print-image-too-coarse" if is_refused else "print-image-coarse",
                Severity.ERROR if is_refused else Severity.WARNING,
                page=str(page.number),
                resolution=str(round(image.resolution)),
                pixels=f"{image.width} × {image.height}",
            )
