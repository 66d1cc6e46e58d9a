"""Pages: what must be true of all, what is chosen where there is a choice, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace

import pytest

from pagination_checker import Checker
from pagination_documents import (
    BOOK,
    LEADING,
    random_document,
    random_mixture,
    small_document,
    small_geometry,
)
from satzspiegel.pagination import (
    Block,
    Document,
    FootNote,
    Geometry,
    NoteDoesNotFit,
    NotePiece,
    Opening,
    Page,
    Pagination,
    Settings,
    Strip,
    Variant,
    paginate,
)

#: Ten lines, with room for a rule of half a line.
TEN = Geometry(height=200, leading=20, rule=10)
LINE = Strip(20)


def text(
    lines: int, calls: Mapping[int, tuple[int, ...]] | None = None, **options: object
) -> Block:
    """A paragraph that calls notes in the given lines."""
    strips = tuple(Strip(20, notes=(calls or {}).get(line, ())) for line in range(lines))
    return Block((Variant(strips),), **options)  # type: ignore[arg-type]


def heading(**options: object) -> Block:
    return Block((Variant((LINE,)),), with_next=True, whole=True, **options)  # type: ignore[arg-type]


def figure(lines: int, **options: object) -> Block:
    return Block((Variant((Strip(20 * lines),)),), whole=True, floats=True, **options)  # type: ignore[arg-type]


def note(lines: int, height: int = 16) -> FootNote:
    return FootNote((height,) * lines)


def pages_of(
    *blocks: Block, notes: tuple[FootNote, ...] = (), geometry: Geometry = TEN
) -> list[Page]:
    """The pages of a document, which are checked."""
    document = Document(blocks, notes)
    pagination = paginate(document, geometry)
    assert not Checker(document, geometry, pagination).faults()
    return list(pagination.pages)


def body(page: Page) -> list[tuple[int, int, int]]:
    """Blocks on a page with their strips."""
    return [(placed.block, placed.first, placed.end) for placed in page.placed]


def reasons(*pages: Page) -> set[str]:
    return {reason.name for page in pages for reason in page.reasons}


# --- Where strips stand -----------------------------------------------------------------------


def test_lines_fill_pages_on_alternating_sides() -> None:
    pages = pages_of(text(25))
    assert [body(page) for page in pages] == [[(0, 0, 10)], [(0, 10, 20)], [(0, 20, 25)]]
    assert [page.recto for page in pages] == [True, False, True]
    assert pages[0].placed[0].tops == tuple(range(0, 200, 20))
    assert [page.white for page in pages] == [0, 0, 100]


def test_space_above_is_dropped_on_top_and_rounded_up_to_the_grid() -> None:
    spaced = Block((Variant((Strip(20, before=25), LINE)),))
    (page,) = pages_of(spaced, spaced)
    assert [placed.tops for placed in page.placed] == [(0, 20), (80, 100)]


def test_what_is_off_the_grid_does_not_take_the_rest_with_it() -> None:
    small = Block((Variant((Strip(13, 4, on_grid=False), Strip(13, on_grid=False))),))
    (page,) = pages_of(text(1), small, text(1))
    assert [placed.tops for placed in page.placed] == [(0,), (24, 37), (60,)]


def test_an_empty_document_has_no_pages() -> None:
    assert paginate(Document(()), TEN) == Pagination((), 0)


def test_a_strip_higher_than_a_page_stands_alone_and_is_named() -> None:
    pages = pages_of(text(2), Block((Variant((Strip(300),)),)), text(2))
    assert [body(page) for page in pages] == [[(0, 0, 2)], [(1, 0, 1)], [(2, 0, 2)]]
    assert pages[1].white == -100
    assert "overfull" in reasons(pages[1])


def test_a_heading_higher_than_a_page_has_no_text_below() -> None:
    high = Block((Variant((Strip(300),)),), with_next=True, whole=True)
    first, _ = pages_of(high, text(2))
    assert {"overfull", "heading"} <= reasons(first)


def test_thousands_of_lines_off_the_grid_are_no_trouble() -> None:
    """Where they begin does not matter to them, so they are stacked once."""
    small = Block((Variant((Strip(13, on_grid=False),) * 3000),))
    assert len(pages_of(small)) == 200


# --- Notes ------------------------------------------------------------------------------------


def test_a_note_stands_on_the_page_of_its_call() -> None:
    first, second = pages_of(text(16, {5: (0,)}), notes=(note(2),))
    assert first.notes == (NotePiece(0, 0, 2),)
    assert body(first) == [(0, 0, 7)]
    assert not second.notes


def test_a_note_that_does_not_fit_goes_on_before_the_notes_of_the_next_page() -> None:
    first, second = pages_of(text(9, {4: (0,), 7: (1,)}), notes=(note(8), note(1)))
    assert first.notes == (NotePiece(0, 0, 5),)
    assert second.notes == (NotePiece(0, 5, 8), NotePiece(1, 0, 1))
    assert "split" in reasons(first)


def test_a_note_may_be_longer_than_pages() -> None:
    pages = pages_of(text(30, {1: (0,)}), notes=(note(30),))
    pieces = [piece for page in pages for piece in page.notes]
    assert len(pieces) > 2
    assert pieces[-1].end == 30


def test_a_line_moves_on_if_its_note_has_no_room() -> None:
    """Nine lines leave 20 for a rule of 10 and a line of 16."""
    first, second = pages_of(text(14, {8: (0,)}), notes=(note(1),))
    assert body(first) == [(0, 0, 8)]
    assert second.notes == (NotePiece(0, 0, 1),)


def test_no_line_of_a_note_is_left_alone() -> None:
    """Eight lines and one of the note would fit the page, seven and three of it do not."""
    pages = pages_of(text(16, {6: (0,)}), notes=(note(3),))
    assert pages[0].notes == (NotePiece(0, 0, 3),)


def test_no_chapter_begins_while_a_note_is_open() -> None:
    pages = pages_of(text(2, {1: (0,)}), text(3, opening=Opening.PAGE), notes=(note(20),))
    assert [bool(page.placed) for page in pages] == [True, False, True]
    assert "no_text" in reasons(pages[1])


@pytest.mark.parametrize(
    ("blocks", "notes", "wrong"),
    [
        ((text(2), Block((Variant((Strip(180, notes=(0,)),)),), name="3:1")), (note(1),), (0, 1)),
        ((text(2, {0: (0, 1)}),), (note(1), note(3, 170)), (1, 0)),
        ((text(2, {0: (0,)}),), (FootNote((16, 195), "7"),), (0, 0)),
        ((Block((Variant((Strip(300, notes=(0,)),)),)),), (note(1),), (0, 0)),
    ],
    ids=["image", "two notes", "high line", "overfull"],
)
def test_a_note_without_room_is_named(
    blocks: tuple[Block, ...], notes: tuple[FootNote, ...], wrong: tuple[int, int]
) -> None:
    with pytest.raises(NoteDoesNotFit) as error:
        paginate(Document(blocks, notes), TEN)
    assert (error.value.note, error.value.block) == wrong
    assert (error.value.note_name, error.value.block_name) == (
        notes[wrong[0]].name,
        blocks[wrong[1]].name,
    )


# --- What is weighed --------------------------------------------------------------------------


def test_neither_widows_nor_orphans() -> None:
    for lines in (3, 4, 5):
        for before in (8, 9):
            pages = pages_of(text(before), text(lines), text(9))
            assert not {"widow", "orphan"} & reasons(*pages)
            assert all(end - first > 1 for page in pages for _, first, end in body(page))


def test_a_heading_keeps_its_text_and_headings_each_other() -> None:
    first, second = pages_of(text(7), heading(), heading(), text(8))
    assert body(first) == [(0, 0, 7)]
    assert body(second)[:2] == [(1, 0, 1), (2, 0, 1)]


def test_no_hyphen_where_the_page_is_turned() -> None:
    strips = tuple(Strip(20, hyphen=line in (9, 19)) for line in range(26))
    first, second, _ = pages_of(Block((Variant(strips),)))
    assert body(first) == [(0, 0, 9)]
    assert body(second) == [(0, 9, 19)]


def test_a_chapter_begins_a_page_or_a_recto() -> None:
    pages = pages_of(text(6), text(6, opening=Opening.PAGE), text(6, opening=Opening.RECTO))
    assert [page.recto for page in pages] == [True, False, True]
    pages = pages_of(text(6), text(6, opening=Opening.RECTO))
    assert [(page.recto, page.blank) for page in pages] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_a_document_may_begin_on_a_verso_or_behind_a_blank_one() -> None:
    verso = replace(TEN, first_recto=False)
    assert [page.recto for page in pages_of(text(12), geometry=verso)] == [False, True]
    pages = pages_of(text(3, opening=Opening.RECTO), geometry=verso)
    assert [(page.recto, page.blank) for page in pages] == [(False, True), (True, False)]


def test_what_must_not_be_split_moves_on_and_is_an_excuse_for_white() -> None:
    pages = pages_of(text(6), text(6, whole=True), text(9))
    assert body(pages[0]) == [(0, 0, 6)]
    assert "white_before_whole" in reasons(pages[0])
    assert "white_over" not in reasons(pages[0])


def test_what_is_too_high_to_be_whole_is_split_and_named() -> None:
    pages = pages_of(text(12, whole=True))
    assert "torn" in reasons(pages[0])


def test_empty_lines_before_headings_fill_a_page() -> None:
    """Seven lines leave three, which a paragraph cannot use that is not split before its fourth."""
    first, _ = pages_of(text(3), heading(stretch=2), text(3), text(4, orphans=4), text(6))
    tops = [top for placed in first.placed for top in placed.tops]
    assert tops == [0, 20, 40, 80, 100, 120, 140]
    assert "added" in reasons(first)


def test_no_empty_line_is_added_on_top_of_a_page() -> None:
    first, _ = pages_of(
        heading(stretch=2), text(2), heading(stretch=2), text(3), text(4, orphans=4), text(6)
    )
    tops = [top for placed in first.placed for top in placed.tops]
    assert tops == [0, 20, 40, 80, 100, 120, 140]


def test_the_cheaper_of_two_variants_is_taken() -> None:
    """Either fills the page, which one line more would."""
    blocks = [Block((Variant((LINE,) * 4), Variant((LINE,) * 5, cost=cost))) for cost in (10, 500)]
    pagination = paginate(Document((*blocks, text(1), text(10))), TEN)
    assert pagination.chosen[:2] == (1, 0)


def test_a_variant_saves_a_widow() -> None:
    lines = (LINE,) * 11
    loose = Block((Variant(lines), Variant((LINE,) * 12, cost=500)))
    pagination = paginate(Document((loose, text(12))), TEN)
    assert pagination.chosen[0] in (0, 1)
    assert not {"widow", "orphan", "white_over"} & reasons(*pagination.pages)


def test_a_dear_variant_is_left() -> None:
    for cost, chosen in ((10, 1), (10**9, 0)):
        block = Block((Variant((LINE,) * 9), Variant((LINE,) * 10, cost=cost)))
        pagination = paginate(Document((block, text(10, opening=Opening.FLOW, whole=True))), TEN)
        assert pagination.chosen[0] == chosen


# --- Tables and floats ------------------------------------------------------------------------


def table(rows: int, *head: int, calls: Mapping[int, tuple[int, ...]] | None = None) -> Block:
    """A table with a head of so high strips, and rows that call notes."""
    heads = tuple(Strip(height) for height in head)
    lines = tuple(Strip(20, notes=(calls or {}).get(row, ())) for row in range(rows))
    return Block((Variant((*heads, *lines)),), head=heads)


def test_the_head_of_a_table_stands_on_each_of_its_pages() -> None:
    first, second, third = pages_of(text(3), table(17, 20))
    assert first.placed[1].head_tops == ()
    assert second.placed[0].head_tops == (0,)
    assert second.placed[0].tops[0] == 20
    assert third.placed[0].head_tops == (0,)


def test_a_head_that_takes_all_room_is_not_repeated() -> None:
    first, second = pages_of(table(3, 190))
    assert body(first) == [(0, 0, 1)]
    assert second.placed[0].head_tops == ()


@pytest.mark.parametrize(("head", "repeated"), [(140, True), (160, False)])
def test_nor_is_one_that_takes_the_room_of_a_note(head: int, repeated: bool) -> None:
    calls = {row: (row,) for row in range(4)}
    pages = pages_of(table(4, head, calls=calls), notes=(note(1),) * 4)
    assert bool(pages[-1].placed[0].head_tops) is repeated


def test_no_head_of_a_table_without_a_row() -> None:
    first, _ = pages_of(text(8), table(6, 20, 20))
    assert body(first) == [(0, 0, 8)]


def test_a_float_moves_so_that_the_page_is_full() -> None:
    first, second = pages_of(text(6), figure(6), text(7))
    assert body(first) == [(0, 0, 6), (2, 0, 4)]
    assert (1, 0, 1) in body(second)
    assert "later" in reasons(first)


def test_no_empty_line_is_added_before_a_float() -> None:
    """The search must not count on lines that make-up could not deal out."""
    held = Block((Variant((Strip(60, before=20),)),), whole=True, floats=True, stretch=1)
    pages = pages_of(text(3), held, text(3), held)
    assert "added" not in reasons(*pages)


def test_floats_stay_in_order_and_in_their_chapter() -> None:
    """The checker sees to both; here there is something to see to."""
    pages = pages_of(text(6), figure(7), figure(2), text(4), text(8, opening=Opening.PAGE), text(4))
    chapter = next(n for n, page in enumerate(pages) if any(p.block == 4 for p in page.placed))
    floats = [
        (n, p.block) for n, page in enumerate(pages) for p in page.placed if p.block in (1, 2)
    ]
    assert [block for _, block in floats] == [1, 2]
    assert all(number < chapter for number, _ in floats)


def test_a_float_that_calls_a_note_stays() -> None:
    held = Block((Variant((Strip(120, notes=(0,)),)),), whole=True, floats=True)
    first, second, _ = pages_of(text(6), held, text(9), notes=(note(1),))
    assert body(first) == [(0, 0, 6)]
    assert body(second)[0] == (1, 0, 1)


# --- What is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "geometry"),
    [
        (Document((Block(()),)), TEN),
        (Document((Block((Variant(()),)),)), TEN),
        (Document((Block((Variant((Strip(0),)),)),)), TEN),
        (Document((Block((Variant((Strip(20, before=-1),)),)),)), TEN),
        (Document((text(3, {0: (1,), 1: (0,)}),), (note(1), note(1))), TEN),
        (Document((text(3),), (note(1),)), TEN),
        (Document((text(3, {0: (0,)}),), (FootNote(()),)), TEN),
        (Document((text(3),)), replace(TEN, leading=0)),
        (Document((text(3),)), replace(TEN, height=10)),
        (Document((text(3),)), replace(TEN, rule=-1)),
        (
            Document((Block((Variant((Strip(20, notes=(0,)),)), Variant((LINE,)))),), (note(1),)),
            TEN,
        ),
    ],
)
def test_what_is_no_document(document: Document, geometry: Geometry) -> None:
    with pytest.raises(ValueError, match=r"\w") as error:
        paginate(document, geometry)
    assert not isinstance(error.value, NoteDoesNotFit)


# --- Random documents -------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(6))
def test_small_documents_keep_every_rule(part: int) -> None:
    for seed in range(part * 50, part * 50 + 50):
        geometry = small_geometry(seed)
        document = small_document(seed, geometry)
        faults = Checker(document, geometry, paginate(document, geometry)).faults()
        assert not faults, (seed, faults)


@pytest.mark.parametrize("seed", range(40))
def test_larger_documents_keep_every_rule(seed: int) -> None:
    document = random_document(seed, random_mixture(seed, 40))
    pagination = paginate(document, BOOK)
    assert not Checker(document, BOOK, pagination).faults()
    # The rest is weighed, but on pages of this size there are always ways without these.
    assert not {"widow", "orphan", "heading"} & reasons(*pagination.pages)


def test_the_same_document_has_the_same_pages() -> None:
    one, other = (random_document(3, random_mixture(3, 40)) for _ in range(2))
    assert paginate(one, BOOK) == paginate(other, BOOK)


def test_reasons_bear_the_names_of_costs() -> None:
    names = {one.name for one in fields(Settings)} | {"variant"}
    for seed in range(20):
        document = random_document(seed, random_mixture(seed, 20))
        assert reasons(*paginate(document, BOOK).pages) <= names


# --- The checker itself -----------------------------------------------------------------------


def swapped(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    return (pages[1], pages[0], *pages[2:])


def without_notes(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    return tuple(replace(page, notes=page.notes[1:]) for page in pages)


def shifted(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    return tuple(
        replace(
            page,
            placed=tuple(
                replace(one, tops=tuple(top + 1 for top in one.tops)) for one in page.placed
            ),
        )
        for page in pages
    )


def late_notes(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    later = [(), *(page.notes for page in pages[:-1])]
    return tuple(replace(page, notes=notes) for page, notes in zip(pages, later, strict=True))


def without_reasons(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    return tuple(replace(page, reasons=page.reasons[1:]) for page in pages)


def whiter(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    return tuple(replace(page, white=page.white + 1) for page in pages)


def turned(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    return tuple(replace(page, recto=not page.recto) for page in pages)


def without_a_piece(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    return (*pages[:-1], replace(pages[-1], placed=pages[-1].placed[1:]))


@pytest.mark.parametrize(
    "tamper",
    [swapped, without_notes, shifted, late_notes, without_reasons, whiter, turned, without_a_piece],
)
def test_the_checker_sees(tamper: Callable[[tuple[Page, ...]], tuple[Page, ...]]) -> None:
    document = random_document(9, random_mixture(8, 40))
    pagination = paginate(document, BOOK)
    tampered = replace(pagination, pages=tamper(pagination.pages))
    assert Checker(document, BOOK, tampered).faults()


def test_leading_of_the_random_documents() -> None:
    assert BOOK.height % LEADING == 0
