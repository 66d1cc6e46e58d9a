"""What a file for the print shop is to be, and findings about what it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from satzspiegel.model import Finding, Publication, Severity
from satzspiegel.printing_facts import PageFacts
from satzspiegel.styles import PageGeometry
from satzspiegel.walks import plain_text

#: Pages that a binding takes at a time.
PAGES_TOGETHER = {"saddle-stitch": 4, "perfect": 2, "sewn": 8}


@dataclass(frozen=True)
class Wanted:
    """What was asked for: the trimmed size in mm, the printing condition by its registry name."""

    edition: str
    width: float
    height: float
    condition: str
    title: str
    build_id: str
    #: Of how many the number of pages is a multiple.
    together: int = 1
    #: Whether text is expected to be black.
    black_text: bool = True

    def finding(self, code: str, severity: Severity = Severity.ERROR, **values: str) -> Finding:
        """A finding about the file."""
        return Finding(code, severity, None, {"edition": self.edition, **values})

    def on_pages(
        self,
        code: str,
        pages: Iterable[PageFacts],
        severity: Severity = Severity.ERROR,
        **values: str,
    ) -> Iterator[Finding]:
        """A finding that names its pages, if there are any."""
        numbers = sorted({page.number for page in pages})
        if numbers:
            yield self.finding(code, severity, page=page_ranges(numbers), **values)


def wanted_print(
    publication: Publication, page: PageGeometry, condition: str, build_id: str
) -> Wanted:
    """The pages of a publication."""
    title = plain_text(publication.metadata.title)
    together = PAGES_TOGETHER[publication.settings.print.binding]
    return Wanted("print", page.width, page.height, condition, title, build_id, together)


def wanted_cover(
    publication: Publication, width: float, height: float, condition: str, build_id: str
) -> Wanted:
    """The cover of a publication, laid flat: width and height in mm, flaps included."""
    title = plain_text(publication.metadata.title)
    return Wanted("cover", width, height, condition, title, build_id, black_text=False)


def page_ranges(numbers: Iterable[int]) -> str:
    """Numbers that rise, runs of them joined: »3, 7–9«."""
    # Within a run number and position rise alike.
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    out = []
    for _, run in runs:
        found = [number for _, number in run]
        out.append(str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}")
    return ", ".join(out)
