"""What pages only suggest: heads of sections, lines of a title, terms, stanzas, margins, doubts."""

from __future__ import annotations

import textwrap
import time

import pytest

from satzspiegel.importing.draft import Draft
from satzspiegel.importing.pages.blocks import blocks
from satzspiegel.importing.pages.lines import Bookmark, Face, Line, Run
from satzspiegel.importing.pages.looks import Paragraph
from satzspiegel.importing.pages.type_area import Body, Row
from test_import_structure import (
    LAST,
    LEADING,
    LEFT,
    MORE,
    PROSE,
    RIGHT,
    SIZE,
    Press,
    found,
    kinds,
    reasons,
    text,
)

SECTIONS = ("Vom Wehr", "Das Heft", "Der Birnbaum", "Im Winter", "Die Säcke")
STANZAS = (
    ("Am Wehr geht still", "ein Rad im Kreis,", "das keiner will"),
    ("zur selben Zeit", "verriet es mir da", "im Stillen einer"),
    ("und keiner weiß", "den Weg zurück."),
)
TERMS = (("Wehr", MORE), ("Leiter", LAST))


def pages_of_prose() -> list[str]:
    """As many texts as there are sections, no two with the same lines."""
    sentences = f"{PROSE} {MORE} {LAST}".replace(". ", ".|").split("|")
    return [" ".join([*sentences[n:], *sentences[:n]]) for n in range(len(SECTIONS))]


def ragged(press: Press, prose: str) -> None:
    """A paragraph that is not justified, and white space below it."""
    for line in textwrap.wrap(prose, 55):
        press.line(line)
    press.y += LEADING


def codes(draft: Draft) -> list[str]:
    return [doubt.code for doubt in draft.doubts]


def headings(draft: Draft) -> list[tuple[int, str]]:
    return [(head["c"][0], text(head)) for head in found(draft.blocks, "Header")]


def middle(words: str, size: float = SIZE) -> float:
    """Where words begin that stand in the middle of the measure."""
    return LEFT + (RIGHT - LEFT - len(words) * size / 2) / 2


# ----------------------------------------------------------------------------------- furniture


def test_heads_that_change_with_the_sections_are_no_text() -> None:
    press, prose = Press(), pages_of_prose()
    for head, own in zip(SECTIONS, prose, strict=True):
        press.line((head, Face.ITALIC), y=50.0)
        press.y = 80.0
        press.prose(own)
        press.turn()
    draft = press.draft()
    assert [text(block) for block in draft.blocks] == prose
    assert reasons(draft)["running-head"] == "".join(SECTIONS)


def test_first_lines_of_pages_are_text_if_nothing_parts_them_from_it() -> None:
    press = Press()
    for head, own in zip(SECTIONS, pages_of_prose(), strict=True):
        press.line(head + ".", x=62)
        press.prose(own)
        press.prose(own[::-1].capitalize())
        press.turn()
    draft = press.draft()
    assert [text(block) for block in draft.blocks[::3]] == [head + "." for head in SECTIONS]


def test_a_head_larger_than_the_text_goes_if_it_is_on_every_page() -> None:
    press, prose = Press(), pages_of_prose()
    for own in prose:
        press.line("Mühlen am Bach", y=50.0, size=12.0)
        press.y = 80.0
        press.prose(own)
        press.turn()
    assert [text(block) for block in press.draft().blocks] == prose


# --------------------------------------------------------------------------------------- title


def title_page(press: Press) -> None:
    press.line("Das Heft ohne Linien", x=middle("Das Heft ohne Linien", 16.0), size=16.0)
    press.y += 6
    for line in ("Eine Mühle und ihre Zahlen", "Berta Kornblum"):
        press.line((line, Face.BOLD), x=middle(line))


def test_the_author_whom_the_file_names_is_parted_from_the_subtitle() -> None:
    press = Press()
    title_page(press)
    press.turn()
    press.prose(PROSE)
    press.prose(MORE)
    metadata = press.draft(metadata={"author": "Berta Kornblum", "title": "Dokument1"}).metadata
    assert metadata["title"] == "Das Heft ohne Linien"
    assert metadata["subtitle"] == "Eine Mühle und ihre Zahlen"
    assert metadata["author"] == "Berta Kornblum"


def test_dates_in_the_middle_below_a_title_are_no_headings() -> None:
    press = Press()
    title_page(press)
    press.y += 10
    press.line("Fassung vom 3. Mai", x=middle("Fassung vom 3. Mai", 13.0), size=13.0)
    for head in ("Vom Wehr", "Das Heft"):
        press.y += 14
        press.line((head, Face.BOLD), size=13.0)
        press.prose(PROSE, indent=0)
        press.prose(MORE)
    draft = press.draft(metadata={"author": "Berta Kornblum"})
    assert headings(draft) == [(1, "Vom Wehr"), (1, "Das Heft")]


# ------------------------------------------------------------------------------------ headings


def test_a_bookmark_with_the_call_of_its_heading_names_it() -> None:
    press = Press()
    press.prose(LAST)
    press.y += LEADING
    press.line(("Das Heft", Face.BOLD), ("1", Face.BOLD | Face.SUPERIOR))
    press.prose(PROSE, indent=0)
    press.prose(MORE)
    press.foot(1)
    press.note("1", "So nannte es die Müllerin.")
    draft = press.draft(bookmarks=(Bookmark(2, "Das Heft1", 1), Bookmark(1, "Vorn", 1)))
    assert headings(draft) == [(1, "Das Heft")]
    assert codes(draft) == []


def test_a_line_in_italics_above_upright_text_is_a_doubted_heading() -> None:
    press = Press()
    ragged(press, PROSE)
    press.line(("Die Zahlen der Frau", Face.ITALIC))
    ragged(press, MORE)
    ragged(press, LAST)
    draft = press.draft()
    assert headings(draft) == [(1, "Die Zahlen der Frau")]
    assert codes(draft) == ["import-heading"]
    assert draft.doubts[0].values["chosen"] == "Die Zahlen der Frau"


def test_headings_with_many_sisters_are_not_doubted() -> None:
    press = Press()
    for head in SECTIONS:
        press.y += LEADING
        press.line((head, Face.BOLD))
        press.prose(PROSE, indent=0)
        press.prose(MORE)
    draft = press.draft()
    assert headings(draft) == [(1, head) for head in SECTIONS]
    assert codes(draft) == []


def test_terms_above_indented_explanations_are_no_headings() -> None:
    press = Press()
    press.prose(PROSE)
    for term, explanation in TERMS:
        press.y += 6
        press.line((term, Face.BOLD))
        press.y += 6
        press.prose(explanation, x=LEFT + 24, indent=0)
    press.y += 6
    press.prose(PROSE)
    draft = press.draft()
    assert kinds(draft) == ["Para", "DefinitionList", "Para"]
    assert [text(term) for term, _ in draft.blocks[1]["c"]] == ["Wehr", "Leiter"]


# --------------------------------------------------------------------- verse, quotations, lists


@pytest.mark.parametrize("edge", [LEFT, LEFT + 24])
def test_short_stanzas_belong_to_the_verse_beside_them(edge: float) -> None:
    press = Press()
    press.prose(PROSE)
    press.y += LEADING
    for stanza in STANZAS:
        for line in stanza:
            press.line(line, x=edge)
        press.y += LEADING
    press.prose(MORE)
    draft = press.draft()
    assert kinds(draft) == ["Para", "LineBlock", "Para"]
    assert [text(line) for line in draft.blocks[1]["c"]] == [
        *STANZAS[0],
        "",
        *STANZAS[1],
        "",
        *STANZAS[2],
    ]


def test_a_quotation_ends_before_the_first_line_of_a_paragraph() -> None:
    press = Press()
    press.prose(PROSE)
    press.prose(LAST)
    press.prose(PROSE)
    press.prose(MORE, x=LEFT + 24, right=RIGHT - 24, indent=0)
    press.prose(LAST)
    draft = press.draft()
    assert kinds(draft) == ["Para", "Para", "Para", "BlockQuote", "Para"]
    assert [text(block) for block in draft.blocks] == [PROSE, LAST, PROSE, MORE, LAST]


def test_entries_of_one_line_are_paragraphs_and_no_quotation() -> None:
    entries = [f"Kornblum, Berta: Das Rad am Bach, Teil {n}, Neustadt 19{n}4." for n in range(1, 5)]
    press = Press()
    press.prose(PROSE)
    press.prose(MORE)
    press.prose(PROSE)
    for entry in entries:
        press.line(entry, x=62)
    press.prose(LAST)
    assert [text(b) for b in press.draft().blocks] == [PROSE, MORE, PROSE, *entries, LAST]


def test_what_most_of_the_text_would_be_is_no_quotation() -> None:
    press = Press()
    for label in ("Wehr.", "Heft.", "Rad."):
        press.line(label)
        press.y += LEADING
        press.prose(PROSE, x=LEFT + 40, indent=0)
        press.y += LEADING
        press.prose(MORE, x=LEFT + 40, indent=0)
        press.y += LEADING
    assert kinds(press.draft()) == ["Para"] * 9


def test_numbered_items_of_a_line_each_are_a_list() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 4
    for number, item in enumerate(("die Wiesen", "den Bach", "das Rad"), 1):
        press.line(f"{number}. {item}")
    press.y += 4
    press.prose(MORE)
    draft = press.draft()
    assert kinds(draft) == ["Para", "OrderedList", "Para"]
    assert [text(item) for item in draft.blocks[1]["c"][1]] == ["die Wiesen", "den Bach", "das Rad"]


def test_long_runs_of_marks_that_are_no_list_are_walked_once() -> None:
    body = Body(SIZE, LEADING)

    def row(number: int) -> Row:
        box = (LEFT, 0.0, RIGHT, SIZE)
        run = Run(f"{number}. und so fort", box, size=SIZE)
        return Row(Line((run,), box, SIZE, number), 0, LEFT, RIGHT)

    numbers = [*range(2, 1000)] * 8
    started = time.process_time()
    made = blocks([Paragraph((row(number),)) for number in numbers], {}, body)
    assert time.process_time() - started < 2.0
    assert {block.kind for block in made} == {"text"}


# ----------------------------------------------------------------------------- margin, letters


def test_words_in_the_margin_come_behind_the_paragraph_beside_them() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("vgl. Heft", x=5, y=TOP_OF_SECOND, size=8.0)
    press.prose(MORE)
    press.prose(LAST)
    draft = press.draft()
    assert [text(block) for block in draft.blocks] == [PROSE, "vgl. Heft", MORE, LAST]
    assert kinds(draft) == ["Para"] * 4


#: The base line of the second line of a page's first paragraph.
TOP_OF_SECOND = 80.0 + LEADING


def test_letters_set_apart_are_emphasis() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Es war ", ("niemals", Face.SPACED), " dieselbe Zahl.", x=62)
    press.prose(MORE)
    assert [text(one) for one in found(press.draft().blocks, "Emph")] == ["niemals"]


def test_hyphens_of_their_own_code_become_those_of_keyboards() -> None:
    press = Press()
    press.prose(PROSE)
    press.line(
        "Am Mühl\u2010Wehr stand mit Bleistift in der Schrift eines Kin\u2010", x=62, right=RIGHT
    )
    press.line("des ein Name.")
    draft = press.draft()
    expected = "Am Mühl-Wehr stand mit Bleistift in der Schrift eines Kindes ein Name."
    assert text(draft.blocks[1]) == expected
    assert reasons(draft)["hyphen"] == "\u2010\u2010"


def test_a_note_all_in_bold_is_not_emphasized() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Am Ende stand ein Name", ("1", Face.SUPERIOR), " im Heft.", x=62)
    press.foot(1)
    bold = Face.BOLD
    press.line(("1", bold | Face.SUPERIOR), (" Er ist verwischt.", bold), size=8.0)
    note = found(press.draft().blocks, "Note")
    assert [text(one["c"]) for one in note] == ["Er ist verwischt."]
    assert not found(note, "Strong")


def test_labels_that_hang_out_above_their_text_stay_there() -> None:
    press = Press()
    press.prose(PROSE, x=LEFT + 60)
    press.y += 2 * LEADING
    press.line("das Wehr")
    press.prose(MORE, x=LEFT + 60)
    assert [text(block) for block in press.draft().blocks] == [PROSE, "das Wehr", MORE]
