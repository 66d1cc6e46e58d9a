"""The same lines in all files of the family: differences seeded into pages are noticed."""

from __future__ import annotations

import pymupdf
import pytest

from printed_pages import MILLIMETRE, numbered, printed_pages
from satzspiegel.verify.imposition.same_lines import check_same_lines

Words = list[tuple[float, float, str]]

WORDS: Words = [(60, 80, "Ein Satz"), (60, 93, "und noch einer"), (60, 106, "am Ende")]


def pages_of(*pages: Words, shift: float = 0.0) -> bytes:
    """A PDF with words at places, all of it moved, as on a page with room for marks."""
    with pymupdf.open() as document:
        for words in pages:
            page = document.new_page(width=420 + 2 * shift, height=595 + 2 * shift)
            for x, y, text in words:
                page.insert_text((x + shift, y + shift), text, fontsize=10)
            if shift:
                box = f"[{shift} {shift} {420 + shift} {595 + shift}]"
                document.xref_set_key(page.xref, "TrimBox", box)
        return bytes(document.tobytes())


def test_same_pages_at_another_place_of_the_media() -> None:
    pdf, print_ = pages_of(WORDS, WORDS), pages_of(WORDS, WORDS, shift=34.02)
    assert not list(check_same_lines(pdf, print_))


def test_order_of_painting_does_not_matter() -> None:
    assert not list(check_same_lines(pages_of(WORDS), pages_of(WORDS[::-1])))


def test_spaces_leave_no_ink() -> None:
    spaced = [(x, y, f"{text} ") for x, y, text in WORDS]
    assert not list(check_same_lines(pages_of(spaced), pages_of(WORDS)))


def test_blank_pages_may_fill_the_last_sheet() -> None:
    assert not list(check_same_lines(pages_of(WORDS), pages_of(WORDS, [], [])))


def test_what_stands_beside_the_page_does_not_count() -> None:
    texts = numbered(3)
    assert not list(check_same_lines(printed_pages(texts), printed_pages(texts, marks=True)))


@pytest.mark.parametrize(
    ("other", "expected", "found"),
    [
        ([*WORDS[:2], (60, 106, "am Anfang")], "Ende", "Anfang"),
        ([*WORDS[:2], (60.2, 106, "am Ende")], "am Ende", "am Ende"),
        ([*WORDS[:2], (60, 106.2, "am Ende")], "am Ende", "am Ende"),
        (WORDS[:2], "am Ende", ""),
        ([*WORDS, (60, 119, "zu viel")], "", "zu viel"),
        ([], "Ein Satz", ""),
    ],
)
def test_lines_that_differ(other: Words, expected: str, found: str) -> None:
    (finding,) = check_same_lines(pages_of(WORDS, WORDS), pages_of(WORDS, other))
    assert finding.code == "lines-differ"
    values = {"edition": "print", "page": "2", "expected": expected, "found": found}
    assert finding.values == values


def test_too_few_pages() -> None:
    (finding,) = check_same_lines(pages_of(WORDS, WORDS), pages_of(WORDS))
    assert finding.values["page"] == "2"


def test_a_tenth_of_a_point_is_seen_and_a_hundredth_is_not() -> None:
    def moved(by: float) -> bytes:
        return pages_of([(x + by, y, text) for x, y, text in WORDS])

    assert not list(check_same_lines(moved(0), moved(0.01)))
    assert list(check_same_lines(moved(0), moved(0.1)))


def test_trim_is_found_by_its_box() -> None:
    """Pages that differ only in where the trim lies on the media have no line in its place."""
    moved = [(x + MILLIMETRE, y, text) for x, y, text in WORDS]
    (finding,) = check_same_lines(pages_of(WORDS), pages_of(moved, shift=34.02))
    assert finding.code == "lines-differ"
