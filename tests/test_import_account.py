"""The account: every letter of a source is in the manuscript or listed, and in its order."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satzspiegel.importing import tree
from satzspiegel.importing.account import Account, account
from satzspiegel.importing.alignment import Passage, Span, align, folded
from satzspiegel.importing.draft import Change, Draft, Spot

Json = Any

FIRST = (
    "Der Setzer blieb bis zum Abend am Kasten, denn die Korrek-",
    "tur war am Morgen gekommen und niemand hatte sie gelesen.1",
    "Erst als die Lampe flackerte, ging er hinunter in den Hof,2 wo",
)
NOTES = ("1 So erzählt es die Chronik der Druckerei.", "2 Der Hof lag hinter dem alten Speicher.")
SECOND = ("die Fuhrwerke standen und der Kutscher auf seine Bogen wartete.",)
PAGES = (
    "\n".join(["DER SETZER", *FIRST, *NOTES, "17"]),
    "\n".join(["Der Setzer", *SECOND, "18"]),
)


def draft() -> Draft:
    one = tree.note([tree.paragraph(tree.words("So erzählt es die Chronik der Druckerei."))])
    two = tree.note([tree.paragraph(tree.words("Der Hof lag hinter dem alten Speicher."))])
    text = (
        "Der Setzer blieb bis zum Abend am Kasten, denn die Korrektur war am Morgen gekommen und "
        "niemand hatte sie gelesen."
    )
    rest = "Erst als die Lampe flackerte, ging er hinunter in den Hof,"
    end = "wo die Fuhrwerke standen und der Kutscher auf seine Bogen wartete."
    return Draft(
        blocks=[
            tree.paragraph([*tree.words(text), one]),
            tree.paragraph([*tree.words(rest), two, *tree.words(f" {end}")]),
        ],
        metadata={"title": "Der Setzer", "keywords": ["Druckerei"]},
        text=PAGES,
        changes=(
            Change("line-hyphen", Spot("a.txt", 1), removed="-"),
            Change("capitals", Spot("a.txt", 1), removed="DER SETZER", added="Der Setzer"),
            *(Change("note-number", Spot("a.txt", 1), removed=n) for n in ("1", "1", "2", "2")),
            Change("page-number", Spot("a.txt", 1), removed="17"),
            Change("page-number", Spot("a.txt", 2), removed="18"),
            Change("running-head", Spot("a.txt", 2), removed="Der Setzer"),
        ),
    )


def accounted(blocks: list[Json] | None = None, given: Draft | None = None) -> Account:
    source = given or draft()
    return account(source, {"01.md": source.blocks if blocks is None else blocks}, source.metadata)


def test_what_is_accounted_for() -> None:
    made = accounted()
    assert made.balanced
    assert (made.lost, made.gained, made.displaced) == ((), (), ())
    assert made.source - made.removed + made.added == made.manuscript + made.metadata
    assert made.metadata == len("DerSetzer")


def words(blocks: list[Json], old: str, new: str) -> None:
    """Replace a ``Str`` everywhere; no text at all removes it."""

    def look(node: Json) -> None:
        if isinstance(node, list):
            for child in list(node):
                if child == {"t": "Str", "c": old} and not new:
                    node.remove(child)
                elif child == {"t": "Str", "c": old}:
                    node[node.index(child) : node.index(child) + 1] = tree.words(new)
                look(child)
        elif isinstance(node, dict):
            look(node.get("c"))

    look(blocks)


def without_note(blocks: list[Json]) -> None:
    blocks[0]["c"] = [one for one in blocks[0]["c"] if one["t"] != "Note"]


def moved_between_notes(blocks: list[Json]) -> None:
    words(blocks, "Chronik", "")
    words(blocks, "Speicher.", "Chronik Speicher.")


def swapped_notes(blocks: list[Json]) -> None:
    one = next(i for i in blocks[0]["c"] if i["t"] == "Note")
    two = next(i for i in blocks[1]["c"] if i["t"] == "Note")
    one["c"], two["c"] = two["c"], one["c"]


FAULTS: dict[str, tuple[Callable[[list[Json]], None], bool]] = {
    "a lost letter": (lambda b: words(b, "Lampe", "Lamp"), False),
    "a lost note": (without_note, False),
    "a doubled word": (lambda b: words(b, "Kutscher", "Kutscher Kutscher"), False),
    "a changed letter": (lambda b: words(b, "Abend", "Abcnd"), False),
    "a word in another note": (moved_between_notes, True),
    "notes exchanged": (swapped_notes, True),
    "paragraphs exchanged": (lambda b: b.reverse(), True),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name: str) -> None:
    spoil, balanced = FAULTS[name]
    blocks = copy.deepcopy(draft().blocks)
    spoil(blocks)
    assert blocks != draft().blocks
    made = accounted(blocks)
    assert made.balanced is balanced
    assert bool(made.displaced) is balanced


def test_a_lost_note_is_quoted_with_its_page() -> None:
    blocks = copy.deepcopy(draft().blocks)
    without_note(blocks)
    made = accounted(blocks)
    assert made.lost == (Span(folded("So erzählt es die Chronik der Druckerei."), 1),)
    assert sum(made.missing.values()) == len(made.lost[0].text)


def test_a_change_that_did_not_happen_is_found() -> None:
    source = draft()
    wrong = Change("running-head", Spot("a.txt", 2), removed="Kutscher")
    changed = Draft(source.blocks, source.metadata, source.text, changes=(*source.changes, wrong))
    made = accounted(given=changed)
    assert not made.balanced
    assert made.surplus["K"] == 1


def test_words_of_metadata_count_only_where_the_source_has_them() -> None:
    source = draft()
    told = {**source.metadata, "author": "Anna Beispiel", "abstract": "xyz"}
    made = account(source, {"01.md": source.blocks}, told)
    assert made.balanced
    assert made.metadata == len("DerSetzer")


@given(st.lists(st.text("abcdeß ", min_size=20, max_size=90), min_size=1, max_size=8), st.data())
@settings(max_examples=60, deadline=None)
def test_passages_of_any_letters_are_found(texts: list[str], data: st.DataObject) -> None:
    """Hyphens at any place and page numbers between them hide nothing."""
    pages = []
    for number, text in enumerate(texts):
        at = data.draw(st.integers(0, len(text)))
        pages.append(f"{text[:at]}-{text[at:]} {number}7")
    found = align(pages, [Passage(text, "a.md") for text in texts])
    # The same few letters may be taken from elsewhere; none is lost and gained for nothing.
    lost = sum(len(span.text) for span in found.lost)
    gained = sum(len(span.text) for span in found.gained)
    marks = sum(len(f"-{number}7") for number, _ in enumerate(texts))
    assert lost - gained == marks


def test_texts_of_nothing_in_common_are_given_up() -> None:
    page = "".join(chr(0x4E00 + n % 5000) for n in range(200_000))
    passages = [Passage(chr(0x3041 + n % 80) * 400, "a.md") for n in range(3_000)]
    found = align([page], passages)
    assert not found.complete
    assert sum(len(span.text) for span in found.gained) == 3_000 * 400


def test_pages_are_those_of_each_source() -> None:
    source = draft()
    again = [
        Change(c.reason, Spot("b.txt", c.spot.page), c.removed, c.added) for c in source.changes
    ]
    blocks = copy.deepcopy(source.blocks)
    words(blocks, "Kutscher", "")
    both = Draft(
        [*source.blocks, *blocks],
        source.metadata,
        (*source.text, *source.text),
        changes=(
            *source.changes,
            *again,
            Change("capitals", Spot("b.txt", 1), removed="Der Setzer"),
        ),
    )
    trees = {"01.md": source.blocks, "02.md": blocks}
    made = account(both, trees, source.metadata, [("a.txt", 2), ("b.txt", 2)])
    assert made.lost == (Span("kutscher", 2, source="b.txt"),)
    assert "".join(sorted(made.missing)) == "".join(sorted(set("Kutscher")))
