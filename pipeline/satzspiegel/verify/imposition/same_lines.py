"""The editions of the PDF family have the same lines on the same pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from satzspiegel.model import Finding, Severity
from satzspiegel.verify.imposition.lettering import (
    Lettering,
    ShownPage,
    differing_words,
    read_pages,
)

BLANK = ShownPage(0, 0, Lettering())


def check_same_lines(pdf: bytes, other: bytes, edition: str = "print") -> Iterator[Finding]:
    """Whether each page of an edition has the characters of the PDF's page, each in its place.

    Places are compared from the corner of the trim, to .05 pt; what stands outside the trim does
    not count. Pages that only one of the two has must be blank, as those are that fill the last
    sheet. The booklet's pages stand elsewhere: :mod:`.booklet` compares them with those it
    was made from.
    """
    pages = zip_longest(read_pages(pdf), read_pages(other), fillvalue=BLANK)
    for number, (page, other_page) in enumerate(pages, start=1):
        words = differing_words(page.on_trim(), other_page.on_trim())
        if words:
            yield lines_differ(edition, number, *words)


def lines_differ(edition: str, page: int, expected: str, found: str) -> Finding:
    """The finding ``lines-differ``, with the first words that differ."""
    values = {"edition": edition, "page": str(page), "expected": expected, "found": found}
    return Finding("lines-differ", Severity.ERROR, None, values)
