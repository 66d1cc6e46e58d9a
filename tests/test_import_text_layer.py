"""Bare text layers of invented books, as programs leave them."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from satzspiegel.importing.draft import Draft, Options
from satzspiegel.importing.text_layer import read_text_layer
from satzspiegel.messages import ManuscriptError

#: Sentences of the book, with words that resemble calls: years, quantities, numbers of pages.
SENTENCES = (
    "Der Fährmann von Ahlenau hat keinen Lohn verlangt und doch jeden Abend gezählt, wer kam.",
    "Im Jahr 1848 trug der Fluss das Haus des Müllers fort, und niemand hat es je gesucht.",
    "Wer am Ufer wohnt, lernt früh, dass zwölf Schritte weit sein können und eine Meile nah.",
    "Vom Markt brachte die Wirtin 20 Eier, drei Hühner und die Nachricht vom Tod des Grafen.",
    "Auf den Wiesen standen damals noch Pappeln, unter denen die Fuhrleute ihr Brot aßen.",
    "Der Lehrer schrieb die Namen der Kinder in ein Heft, das später im Archiv gefunden wurde.",
    "Eine Brücke war lange versprochen und ist, wie vieles in dieser Gegend, nie gebaut worden.",
    "Sein Bruder ging nach Amerika, schrieb zweimal und ließ dann nichts mehr von sich hören.",
    "Das Wasser stieg im Frühjahr bis an die dritte Stufe, im Herbst kaum an die erste.",
    "Manche sagen, der alte Kahn liege noch immer unter dem Schlamm bei den Weiden.",
)
MEASURE = 62


def read(layer: str | bytes, language: str = "de-DE") -> Draft:
    """The draft of a layer; its account balances."""
    data = layer.encode() if isinstance(layer, str) else layer
    draft = read_text_layer(data, "buch.txt", Options(language))
    assert unaccounted(draft) == {}
    return draft


def paragraph(first: int, count: int = 5) -> str:
    """So many sentences of the book."""
    return " ".join(SENTENCES[(first + i) % len(SENTENCES)] for i in range(count))


def lines(text: str, indent: str = "") -> str:
    """A text in lines, as they are set."""
    return textwrap.fill(
        text, MEASURE, initial_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def unaccounted(draft: Draft) -> dict[str, int]:
    """Characters of the source that are nowhere, or of the manuscript that come from nowhere."""
    expected = letters("".join(draft.text))
    for change in draft.changes:
        expected.subtract(letters(change.removed))
        expected.update(letters(change.added))
    fields = [str(value) for name, value in draft.metadata.items() if name != "lang"]
    found = letters("".join([*strings(draft.blocks), *fields]))
    found.subtract(expected)
    return {letter: count for letter, count in found.items() if count}


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def strings(tree: Any) -> Iterator[str]:
    """All text of Pandoc's JSON, notes included; marks of doubts and pages have none."""
    if isinstance(tree, list):
        for part in tree:
            yield from strings(part)
    elif isinstance(tree, dict):
        if tree["t"] == "Str":
            yield tree["c"]
        elif tree["t"] == "Space":
            yield " "
        elif tree["t"] in ("Span", "Link", "Header"):
            yield from strings(tree["c"][-1 if tree["t"] != "Link" else 1])
        elif tree["t"] == "OrderedList":
            yield from strings(tree["c"][1])
        elif tree["t"] != "RawInline":
            yield from strings(tree.get("c"))


def plain(draft: Draft) -> list[str]:
    """Each block as text: ``(n: …)`` for notes, ``{17}`` for old pages, ``?`` for doubts."""
    return [f"{block['t']}: {written(block)}" for block in draft.blocks]


def written(tree: Any) -> str:
    if not isinstance(tree, list | dict):
        return ""
    if isinstance(tree, list):
        return "".join(written(part) for part in tree)
    kind = str(tree["t"])
    content: Any = tree.get("c")
    if kind == "Str":
        return str(content)
    if kind == "Note":
        return "(n: " + " / ".join(written(block) for block in content) + ")"
    if kind == "Span":
        return f"{{{content[0][2][0][1]}}}"
    if kind == "Header":
        return written(content[2])
    if kind == "LineBlock":
        return " | ".join(written(line) for line in content)
    if kind == "BulletList":
        return " * ".join(written(item) for item in content)
    if kind == "OrderedList":
        return " # ".join(written(item) for item in content[1])
    if kind in ("Space", "RawInline"):
        return " " if kind == "Space" else "?"
    return written(content)


def texts(draft: Draft) -> list[str]:
    """The blocks without the marks of pages."""
    return [re.sub(r"\{\w+\}", "", block) for block in plain(draft)]


def notes(draft: Draft) -> list[str]:
    return re.findall(r"\(n: (.*?)\)", " ".join(texts(draft)))


def codes(draft: Draft) -> list[str]:
    return [doubt.code for doubt in draft.doubts]


def reasons(draft: Draft) -> Counter[str]:
    return Counter(change.reason for change in draft.changes)


# ------------------------------------------------------------------------------- notes and calls


def book(numbers: Sequence[Sequence[str]], stuck: str = "{}", zone: str = "{} ") -> str:
    """Pages of two paragraphs, with notes at their feet."""
    pages = []
    for index, labels in enumerate(numbers):
        text = [paragraph(3 * index, 6), paragraph(3 * index + 1, 6)]
        for position, label in enumerate(labels):
            text[position % 2] = text[position % 2].replace(". ", f".{stuck.format(label)}~ ", 1)
        foot = "\n".join(zone.format(label) + f"Siehe Blatt {7 + index}." for label in labels)
        body = "\n\n".join(lines(part.replace("~", "")) for part in text)
        pages.append(f"{body}\n\n{foot}\n")
    return "\f".join(pages)


@pytest.mark.parametrize(
    ("stuck", "zone"),
    [("{}", "{} "), ("{}", "{}. "), ("[{}]", "[{}] "), ("{})", "{}) "), (" {}", "{} ")],
    ids=["stuck", "stop", "brackets", "half-bracket", "behind a space"],
)
def test_notes_at_the_feet_of_pages_come_to_their_calls(stuck: str, zone: str) -> None:
    numbers = [[str(2 * page + 1), str(2 * page + 2)] for page in range(6)]
    draft = read(book(numbers, stuck, zone))
    assert notes(draft) == [f"Siehe Blatt {7 + page}." for page in range(6) for _ in (1, 2)]
    called = re.findall(r"(\S+)\(n: ", " ".join(texts(draft)))
    assert all(word.endswith(".") for word in called)
    assert reasons(draft)["note-number"] == 24


def test_years_and_quantities_are_no_calls() -> None:
    draft = read(book([["1", "2"], ["3", "4"], ["5", "6"]]))
    text = " ".join(texts(draft))
    assert text.count("Im Jahr 1848 trug") == text.count("1848") > 1
    assert text.count("die Wirtin 20 Eier") == text.count("20") > 1
    assert not draft.doubts


def test_a_number_stuck_to_a_year_is_told_from_it() -> None:
    layer = re.sub(r"\.1(?=\s)", ".", book([["1"], ["2"], ["3"]]), count=1)
    draft = read(layer.replace("Im Jahr 1848", "Im Jahr 18481", 1))
    assert "Im Jahr 1848(n: Siehe Blatt 7.)" in " ".join(texts(draft)).replace("?", "")


def test_notes_anew_on_each_page_stay_on_their_pages() -> None:
    draft = read(book([["1", "2", "3"], ["1"], ["1", "2"], ["1", "2"]]))
    assert notes(draft) == [f"Siehe Blatt {7 + page}." for page in (0, 0, 0, 1, 2, 2, 3, 3)]
    parts = re.split(r"\{\d+\}", " ".join(plain(draft)))
    assert [part.count("(n: ") for part in parts] == [0, 3, 1, 2, 2]


def test_a_space_between_call_and_stop_goes() -> None:
    layer = book([["1"], ["2"]]).replace(", und niemand", "3 , und niemand", 1)
    layer = (
        layer.replace("1 Siehe", "1 Siehe", 1).replace(".1 ", ". ", 1).replace("haus3 ,", "haus ,")
    )
    draft = read(layer.replace("3 , und", "1 , und"))
    assert "(n: Siehe Blatt 7.), und" in " ".join(texts(draft))


def test_labels_alone_on_their_lines_begin_notes() -> None:
    labels = [[str(2 * page + 9), str(2 * page + 10)] for page in range(4)]
    assert len(notes(read(book(labels, zone=" {}\n   ")))) == 8


def test_signs_follow_each_other_as_printers_have_them() -> None:
    draft = read(book([["*", "†"], ["‡", "§"], ["¶", "‖"], ["**", "††"]]))
    assert len(notes(draft)) == 8
    assert codes(draft) == []


def test_stars_and_daggers_are_calls() -> None:
    draft = read(book([["*", "**"], ["*"], ["*", "**"]]))
    assert len(notes(draft)) == 5
    assert "*" not in "".join(texts(draft))


def test_raised_digits_are_calls() -> None:
    draft = read(book([["¹", "²"], ["³"], ["⁴"]]))
    assert len(notes(draft)) == 4


def test_gathered_notes_come_to_their_calls_across_pages() -> None:
    text = [paragraph(n, 7).replace(". ", f".{n + 1} ", 1) for n in range(8)]
    pages = ["\n\n".join(map(lines, text[n : n + 2])) for n in range(0, 8, 2)]
    listed = "\n".join(f"{n + 1}. Protokoll vom {n + 3}. Mai, Blatt {n + 40}." for n in range(8))
    draft = read("\f".join([*pages, f"Anmerkungen\n\n{listed}\n"]))
    assert notes(draft) == [f"Protokoll vom {n + 3}. Mai, Blatt {n + 40}." for n in range(8)]
    assert reasons(draft)["notes-heading"] == 1


def test_notes_of_chapters_that_begin_anew_are_told_apart() -> None:
    chapters = []
    for chapter in range(3):
        text = [paragraph(chapter + n, 6).replace(". ", f".{n + 1} ", 1) for n in range(4)]
        listed = "\n".join(f"{n + 1} Heft {chapter}, Blatt {n}." for n in range(4))
        body = "\n\n".join(map(lines, text))
        chapters.append(f"KAPITEL {'ABC'[chapter]}HORN\n\n{body}\n\nAnmerkungen\n{listed}\n")
    draft = read("Am anderen Ufer\n\n" + "\n".join(chapters))
    assert notes(draft) == [f"Heft {c}, Blatt {n}." for c in range(3) for n in range(4)]
    for chapter, part in enumerate(" ".join(texts(draft)).split("Header: ")[1:]):
        assert part.count(f"(n: Heft {chapter},") == 4


def test_a_note_runs_over_to_the_next_foot() -> None:
    layer = book([["1"], ["2"]])
    layer = layer.replace(
        "1 Siehe Blatt 7.", "1 Siehe die Akten des Amtes in Ahlenau und auch die der"
    )
    layer = layer.replace("2 Siehe", "Gemeinde, soweit erhalten.\n2 Siehe")
    draft = read(layer)
    assert "der {2}Gemeinde" in plain(draft)[0] + plain(draft)[1]
    assert notes(draft)[0] == (
        "Siehe die Akten des Amtes in Ahlenau und auch die der Gemeinde, soweit erhalten."
    )


def test_a_note_has_paragraphs_and_white_space_inside() -> None:
    long = lines(paragraph(4, 4)) + "\n" + lines(paragraph(2, 3))
    layer = book([["1"], ["2"]]).replace("Siehe Blatt 7.", long.replace("\n", "\n\n", 1))
    assert notes(read(layer))[0] == f"{paragraph(4, 4)} / {paragraph(2, 3)}"


def test_a_note_without_call_is_kept_and_doubted() -> None:
    draft = read(book([["1", "2"], ["3"]]).replace(".2 ", ". "))
    assert len(notes(draft)) == 3
    assert codes(draft) == ["import-note-without-call"]


def test_a_call_without_note_is_kept_and_doubted() -> None:
    layer = book([["1", "2"], ["3"], ["4"]]).replace("3 Siehe Blatt 8.", "")
    draft = read(layer)
    assert len(notes(draft)) == 3
    assert codes(draft) == ["import-call-without-note"]
    assert ".3?" in "".join(texts(draft))


# ------------------------------------------------------------------------------------- pages


def paged(heads: Sequence[str], feet: Sequence[str]) -> str:
    pages = []
    for n, (head, foot) in enumerate(zip(heads, feet, strict=True)):
        body = "\n\n".join(lines(paragraph(2 * n + k, 6)) for k in range(3))
        pages.append("\n\n".join(part for part in (head, body, foot) if part))
    return "\f".join(pages)


def test_running_heads_and_page_numbers_are_taken_away() -> None:
    heads = [f"{n} Der Fährmann" if n % 2 else f"Am anderen Ufer {n}" for n in range(31, 39)]
    draft = read(paged(heads, [""] * 8))
    assert draft.old_pages == tuple(map(str, range(31, 39)))
    assert reasons(draft) == {"running-head": 8}
    assert not any("Am anderen Ufer" in text for text in texts(draft))


def test_a_running_head_above_its_own_heading_is_taken_away() -> None:
    heads = ["Am Ufer\n\nAm Ufer", *["Am Ufer"] * 3, "Im Eis\n\nIm Eis", *["Im Eis"] * 3]
    draft = read(paged(heads, [""] * 8))
    assert draft.metadata["title"] == "Am Ufer"
    assert [text for text in texts(draft) if "Header" in text] == ["Header: Im Eis"]
    assert reasons(draft)["running-head"] == 8


def test_page_numbers_count_in_roman_and_arabic() -> None:
    feet = ["v", "vi", "vii", "", "2", "3", "– 4 –", "5"]
    draft = read(paged([""] * 8, feet))
    assert draft.old_pages == ("v", "vi", "vii", "1", "2", "3", "4", "5")
    assert reasons(draft) == {"page-number": 7}


def test_pages_without_numbers_are_counted() -> None:
    assert read(paged([""] * 3, [""] * 3)).old_pages == ("1", "2", "3")


def test_pages_are_told_by_the_space_that_a_form_feed_left() -> None:
    text = lines(" ".join(paragraph(n, 10) for n in range(12))).split("\n")
    begins = list(range(30, len(text), 30))
    for begin in begins:
        text[begin] = " " + text[begin]
    draft = read("\n".join(text))
    assert draft.old_pages == tuple(str(n + 1) for n in range(len(begins) + 1))
    assert plain(draft)[0].count("{") == len(draft.old_pages)


def test_a_text_without_pages_has_no_marks_of_pages() -> None:
    draft = read(lines(paragraph(0, 9)))
    assert draft.old_pages == ()
    assert "{" not in plain(draft)[0]


def test_a_paragraph_and_a_word_go_on_over_a_page_and_its_notes() -> None:
    before = lines(paragraph(1, 6)).rsplit("\n", 1)[0] + "\nund am Ende sprach nur noch der Fähr-"
    after = "mann, und die anderen schwiegen. " + paragraph(3, 3)
    layer = before.replace(". ", ".1 ", 1) + "\n\n1 Siehe Blatt 9.\n\f" + lines(after) + "\n"
    draft = read(layer)
    assert len(draft.blocks) == 1
    assert "noch der {2}Fährmann, und" in plain(draft)[0]
    assert reasons(draft)["line-hyphen"] == 1


def test_the_table_of_contents_is_taken_away() -> None:
    entries = "".join(f"{name} ........ {n}\n" for n, name in enumerate(("Ufer", "Kahn", "Eis"), 3))
    layer = f"Inhalt\n\n{entries}\f" + paged([""] * 3, ["3", "4", "5"])
    draft = read(layer)
    assert reasons(draft)["contents"] == 4
    assert not any("Kahn ...." in text for text in texts(draft))


# ------------------------------------------------------------------------ paragraphs and headings


def test_paragraphs_end_where_there_was_room_for_a_word() -> None:
    text = [paragraph(n, 3 + n % 4) for n in range(20)]
    draft = read("\n".join(map(lines, text)))
    whole = [part for part in text if MEASURE - len(lines(part).split("\n")[-1]) > 15]
    found = {block.removeprefix("Para: ") for block in texts(draft)}
    assert len(found & set(text)) >= 0.6 * len(whole)
    assert sum(part in " ".join(found) for part in text) == 20


def test_paragraphs_with_indents_are_told_apart() -> None:
    text = [paragraph(n, 4 + n % 3) for n in range(20)]
    draft = read("\n".join(lines(part, "   ") for part in text))
    assert [block.removeprefix("Para: ") for block in texts(draft)] == text


def test_white_space_between_all_lines_is_no_paragraph() -> None:
    text = "\n".join(lines(paragraph(n, 5), "  ") for n in range(6)).replace("\n", "\n\n")
    draft = read(text)
    assert len(draft.blocks) == 6


def test_a_paragraph_on_one_line_each() -> None:
    draft = read("\n".join(paragraph(n, 5) for n in range(5)))
    assert [block.removeprefix("Para: ") for block in texts(draft)] == [
        paragraph(n, 5) for n in range(5)
    ]


TITLE = "MARTHA VON AHLEN\n\nDER FÄHRMANN UND\nSEINE TOCHTER\nEINE GESCHICHTE VOM FLUSS\n\n"


def test_author_title_and_subtitle_are_apart() -> None:
    metadata = read(TITLE + lines(paragraph(0, 8))).metadata
    assert metadata["author"] == "Martha von Ahlen"
    assert metadata["title"] == "Der Fährmann und seine Tochter"
    assert metadata["subtitle"] == "Eine Geschichte vom Fluss"


def test_place_and_date_are_no_title() -> None:
    layer = f"Am anderen Ufer\n\nAhlenau, im Mai 1931\n\n{lines(paragraph(0, 8))}"
    metadata = read(layer).metadata
    assert metadata["title"] == "Am anderen Ufer"
    assert metadata["date"] == "Ahlenau, im Mai 1931"


def test_headings_have_levels_by_their_kinds() -> None:
    parts = ["Die Brücken", *("ERSTES UFER", "Der Kahn", "Das Eis", "ZWEITES UFER", "Die Weiden")]
    layer = "\n\n".join(f"{part}\n\n{lines(paragraph(n, 7))}" for n, part in enumerate(parts))
    draft = read(layer)
    headings = [
        (b["c"][0], written(b["c"][2]).strip("?")) for b in draft.blocks if b["t"] == "Header"
    ]
    assert [level for level, _ in headings] == [1, 2, 2, 1, 2]
    assert [text.lower() for _, text in headings] == [part.lower() for part in parts[1:]]
    assert not any(text.isupper() for _, text in headings)
    assert reasons(draft)["capitals"] == 2


def test_a_heading_without_white_space_is_found_and_doubted() -> None:
    layer = lines(paragraph(0, 10)) + "\nDie Weiden\n" + lines(paragraph(3, 10))
    draft = read(layer)
    assert [block["t"] for block in draft.blocks] == ["Para", "Header", "Para"]
    assert codes(draft) == ["import-heading"]


def test_numbered_headings_have_the_level_of_their_number() -> None:
    parts = ("1 Das Ufer", "1.1 Der Kahn", "1.2 Das Eis", "2 Die Brücke", "2.1 Der Zoll")
    layer = "\n\n".join(f"{part}\n\n{lines(paragraph(n, 7))}" for n, part in enumerate(parts))
    levels = [block["c"][0] for block in read(layer).blocks if block["t"] == "Header"]
    assert levels == [1, 2, 2, 1, 2]


def test_lists_quotations_verse_and_separators() -> None:
    quotation = textwrap.indent(lines(paragraph(4, 3)), "    ")
    verse = "Der Kahn geht leer\nvom Ufer her,\nder Fluss geht weiter\nund hat keinen Reiter."
    layer = "\n\n".join(
        (
            lines(paragraph(0, 8)),
            quotation,
            lines(paragraph(1, 8)),
            verse,
            lines(paragraph(2, 8)),
            "* * *",
            lines(paragraph(3, 8)),
            "• ein Ruder\n• ein Seil, das lang\ngenug ist\n• ein Licht",
            lines(paragraph(5, 8)),
            "1. Holz\n2. Teer\n3. Werg",
            lines(paragraph(6, 8)),
        )
    )
    draft = read(layer)
    kinds = [block["t"] for block in draft.blocks if block["t"] != "Para"]
    assert kinds == ["BlockQuote", "LineBlock", "HorizontalRule", "BulletList", "OrderedList"]
    assert " | ".join(verse.split("\n")) in texts(draft)[3]
    assert "BulletList: ein Ruder * ein Seil, das lang genug ist * ein Licht" in texts(draft)
    assert "OrderedList: Holz # Teer # Werg" in texts(draft)


def test_lines_in_columns_stay_lines() -> None:
    table = "Jahr     Fahrten    Lohn\n1846     310        keiner\n1847     288        keiner"
    draft = read("\n\n".join((lines(paragraph(0, 8)), table, lines(paragraph(1, 8)))))
    assert texts(draft)[1].count(" | ") == 2
    assert codes(draft) == ["import-columns"]


# ------------------------------------------------------------------------- words and characters


def test_hyphens_at_line_ends_are_decided() -> None:
    layer = (
        lines(paragraph(0, 9)) + "\nDie Fuhr-\nleute und die Fluss-\nund Seefahrer trafen sich.\n"
    )
    text = " ".join(texts(read(layer)))
    assert "Die Fuhrleute und die Fluss- und Seefahrer trafen sich." in text


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_told(encoding: str, line_end: str) -> None:
    text = lines(paragraph(0, 10))
    expected = read(text)
    found = read(text.replace("\n", line_end).encode(encoding))
    assert (found.blocks, found.text) == (expected.blocks, expected.text)


def test_ligatures_and_soft_hyphens_are_taken_apart() -> None:
    layer = lines("Das Schiﬀ des Großﬁschers hat ein Wappen\u00adbild. " + paragraph(0, 6))
    draft = read(layer)
    assert texts(draft)[0].startswith("Para: Das Schiff des Großfischers hat ein Wappenbild.")
    assert reasons(draft)["ligature"] == 2
    assert reasons(draft)["invisible"] == 1


def test_the_long_s_and_no_break_spaces_stay() -> None:
    text = read("Die ſchöne Wieſe am 3.\u00a0Ufer. " + paragraph(0, 2)).blocks
    assert "Die ſchöne Wieſe am 3.\u00a0Ufer." in written(text)


def test_addresses_that_are_listed_again_mend_those_that_are_broken() -> None:
    layer = book([["1"], ["2"]]).replace(
        "Siehe Blatt 7.", "Siehe www.ahlenau.example/alte-\nakten/blatt-7.html, Bild 3."
    )
    layer += "\nhttp://www.ahlenau.example/alte-akten/blatt-7.html\n"
    draft = read(layer)
    assert notes(draft)[0] == "Siehe www.ahlenau.example/alte-akten/blatt-7.html, Bild 3."
    assert reasons(draft)["repeated-link"] == 1
    assert not draft.doubts


def test_a_broken_address_that_nothing_mends_is_doubted() -> None:
    layer = book([["1"], ["2"]]).replace(
        "Siehe Blatt 7.", "Siehe www.ahlenau.example/alte-\nakten/blatt-7.html, Bild 3."
    )
    assert codes(read(layer)) == ["import-address"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (paragraph(0, 3), "de-DE"),
        ("The river was not to be crossed by this road and that is what he was told.", "en-GB"),
        (
            "Le passeur dit que la rive est loin et que les eaux sont hautes pour une barque.",
            "fr-FR",
        ),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert read(text, "").metadata["lang"] == language


# ------------------------------------------------------------------------------------ bad layers


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import-empty"),
        (b" \n\f\n", "import-empty"),
        (bytes(range(256)) * 20, "import-no-text"),
        (b"\0" * 5000, "import-no-text"),
        (b"Ufer " * 400_000, "import-text-too-long"),
        (b"a" * 50_000_000, "import-text-too-long"),
        (b"a\f" * 30_000, "import-text-too-long"),
    ],
    ids=["empty", "blank", "binary", "zeros", "long line", "long", "pages"],
)
def test_what_is_no_layer_is_refused_in_one_line(data: bytes, code: str) -> None:
    with pytest.raises(ManuscriptError) as caught:
        read_text_layer(data, "buch.txt", Options())
    assert [finding.code for finding in caught.value.findings] == [code]


PIECES = (
    *SENTENCES,
    *(
        "1 ",
        "2. ",
        "*",
        "12",
        "(3)",
        "[4]",
        "- ",
        "• ",
        "\n",
        "\n\n",
        "\f",
        " ",
        "KAHN ",
        "§",
        "1848",
    ),
    *("Anmerkungen\n", "Inhalt\n", "www.a.example/b-", "ﬁ", "\u00ad", "\u200b", "* * *\n", "iv\n"),
    *("wort-\n", "\tx", "»Ja.«3", "\n 5 Ebd.\n", "    eins   zwei   drei\n", "Die Weiden\n"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join).filter(str.strip))
@example("1848\n\n1848")
def test_every_character_is_accounted_for(layer: str) -> None:
    draft = read(layer)
    assert draft == read(layer)
    doubts = " ".join(plain(draft)).count("?")
    assert doubts == len(draft.doubts)
    marks = re.findall(r"\{([^}]*)\}", re.sub(r"\(n: [^)]*\)", "", " ".join(plain(draft))))
    assert marks == list(draft.old_pages)


# ------------------------------------------------------------------ pages without form feeds


def fed(layer: str, number: int = 11, feet: str = "") -> str:
    """A layer without its form feeds; ``feet`` prints the pages' numbers, from ``number``."""
    pages = layer.split("\f")
    printed = [f"\n{feet.format(number + page)}\n" if feet else "" for page in range(len(pages))]
    return "".join(page + foot for page, foot in zip(pages, printed, strict=True))


FOUR_PAGES = [["1", "2"], ["3"], ["4", "5"], ["6", "7"]]


def test_pages_are_told_by_their_numbers() -> None:
    draft = read(fed(book(FOUR_PAGES), feet="– {} –"))
    assert draft.old_pages == ("11", "12", "13", "14")
    assert [len(re.findall(r"\(n: ", part)) for part in marked(draft)] == [0, 2, 1, 2, 2]
    assert notes(draft) == notes(read(book(FOUR_PAGES)))


def test_page_numbers_at_the_head_begin_pages() -> None:
    pages = book(FOUR_PAGES).split("\f")
    heads = [f"{page + 11}   Am anderen Ufer\n\n{text}\n" for page, text in enumerate(pages)]
    draft = read("".join([pages[0], *heads[1:]]))
    assert "Am anderen" not in " ".join(texts(draft))
    assert plain(draft) == plain(read("\f".join([pages[0], *heads[1:]])))
    assert [len(re.findall(r"\(n: ", part)) for part in marked(draft)] == [0, 2, 1, 2, 2]


def test_pages_without_numbers_are_told_by_their_notes() -> None:
    draft = read(fed(book(FOUR_PAGES)))
    whole = read(book(FOUR_PAGES))
    assert draft.old_pages == ()
    assert notes(draft) == notes(whole)
    assert texts(draft) == texts(whole)


def test_a_sentence_goes_on_below_the_notes_of_its_page() -> None:
    text = lines(paragraph(0, 14).replace(". ", ".1 ", 1).replace("Grafen. ", "Grafen.2 ", 1))
    rows = text.split("\n")
    cut = next(n for n in range(8, len(rows)) if rows[n][0].islower() and ".2" not in rows[n])
    later = [row.replace(".2", ".") for row in rows[cut:]]
    called = re.sub(r"\. ", ".2 ", "\n".join(later), count=1)
    first = "\n".join(row.replace(".2", ".") for row in rows[:cut])
    layer = f"{first}\n1 Siehe Blatt 7.\n{called}\n\n{lines(paragraph(3, 9))}\n2 Siehe Blatt 8.\n"
    draft = read(layer)
    assert notes(draft) == ["Siehe Blatt 7.", "Siehe Blatt 8."]
    assert len(draft.blocks) == 2


def marked(draft: Draft) -> list[str]:
    """The text of each old page; first what stands above all of them."""
    return re.split(r"\{\d+\}", " ".join(plain(draft)))


@pytest.mark.parametrize("rule", ["_" * 18, "— — — —", "-" * 9])
def test_rules_above_notes_are_taken_away(rule: str) -> None:
    pages = book([["1", "2"], ["3"], ["4"]]).split("\f")
    ruled = [re.sub(r"\n\n(?=\d Siehe)", f"\n{rule}\n", page, count=1) for page in pages]
    draft = read("\f".join(ruled))
    assert {block["t"] for block in draft.blocks} == {"Para"}
    assert reasons(draft)["separator"] == 3
    assert notes(draft) == notes(read("\f".join(pages)))


def test_below_a_rule_a_note_runs_over() -> None:
    pages = book([["1"], ["2"]]).replace("Blatt 7.", "Blatt 7, wo es heißt, dass").split("\f")
    ruled = [
        page.replace("\n\n1 ", "\n____\n1 ").replace("\n\n2 ", "\n____\n~\n2 ") for page in pages
    ]
    draft = read("\f".join(ruled).replace("~", "Namen nicht zählten."))
    assert notes(draft)[0].endswith("wo es heißt, dass Namen nicht zählten.")


@pytest.mark.parametrize(
    ("stuck", "zone"), [(" {}", "{} "), (" ({})", "({}) "), (" [{}]", "[{}] "), ("{})", "{}) ")]
)
def test_notes_are_called_directly_behind_the_word(stuck: str, zone: str) -> None:
    draft = read(book([["1", "2"], ["3", "4"], ["5", "6"]], stuck, zone))
    text = " ".join(texts(draft))
    assert len(re.findall(r"\w\.\(n: Siehe Blatt \d\.\)(?!\))", text)) == 6


# ---------------------------------------------------------------------------- columns


def beside(left: str, right: str, width: int) -> str:
    """Two columns as a program sets them side by side."""
    first, second = left.split("\n"), right.split("\n")
    length = max(len(first), len(second))
    first += [""] * (length - len(first))
    second += [""] * (length - len(second))
    pairs = zip(first, second, strict=True)
    return "\n".join(f"{a:{width}}{b}".rstrip() for a, b in pairs)


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = (textwrap.fill(paragraph(first, 6), 40) for first in (0, 6))
    layer = "\f".join(["Am anderen Ufer\n\n" + beside(left, right, 46)] * 1)
    draft = read(layer)
    text = " ".join(texts(draft))
    assert paragraph(0, 6) in text
    assert text.index(SENTENCES[5]) < text.index(SENTENCES[6])
    assert "import-two-columns" in codes(draft)
    assert "import-two-columns" not in codes(read(left + "\n" + right))


def test_lines_over_the_whole_width_part_columns() -> None:
    columns = [textwrap.fill(paragraph(first, 4), 40) for first in (0, 4, 2, 6)]
    across = "Eine Zeile, die über die ganze Breite der beiden Spalten läuft, wie ein Kopf es tut."
    upper, lower = beside(columns[0], columns[1], 46), beside(columns[2], columns[3], 46)
    text = " ".join(texts(read(f"{upper}\n\n{across}\n\n{lower}")))
    places = [text.index(SENTENCES[n]) for n in (0, 4)]
    assert places[0] < places[1] < text.index("Eine Zeile, die")
    assert text.rindex(SENTENCES[3]) > text.index("Eine Zeile, die")


# ---------------------------------------------------------------------------- title pages


def test_publishers_are_no_subtitle() -> None:
    layer = f"IDA KRÄHWINKEL\n\nAM ANDEREN UFER\n\nVerlag der Brücke\n\n{lines(paragraph(0, 8))}"
    draft = read(layer)
    assert draft.metadata["title"] == "Am anderen Ufer"
    assert draft.metadata["author"] == "Ida Krähwinkel"
    assert "subtitle" not in draft.metadata
    assert "Verlag der Brücke" in " ".join(texts(draft))


def test_years_in_a_title_in_capitals_belong_to_it() -> None:
    title = "DER FÄHRMANN VON AHLENAU\nEINE RECHNUNG ÜBER DAS WASSER,\n1848–1871"
    chapters = "\n\n".join(f"DAS {n}. HOCHWASSER\n\n{lines(paragraph(n, 6))}" for n in (1, 2))
    draft = read(f"IDA KRÄHWINKEL\n\n{title}\n\n{chapters}")
    assert "1848–1871" in str(draft.metadata["subtitle"])
    assert [block["t"] for block in draft.blocks].count("Header") == 2


@pytest.mark.parametrize("sign", ["=", "¬", "⸗"])
def test_old_signs_at_line_ends_are_hyphens(sign: str) -> None:
    draft = read(lines(paragraph(0, 9)) + f"\nUnd der Fähr{sign}\nmann zählte die Leute am Ufer.")
    assert "der Fährmann zählte" in " ".join(texts(draft))
    assert reasons(draft)["line-hyphen"]


def test_a_given_name_tells_an_author_whose_name_is_a_word() -> None:
    draft = read(f"EMMA STEIN\n\nAM ANDEREN UFER\n\n{lines(paragraph(0, 8))}")
    assert draft.metadata["author"] == "Emma Stein"


def test_more_white_above_a_heading_makes_it_higher() -> None:
    parts = [f"{gap}{name}\n\n{lines(paragraph(n, 5))}" for n, (gap, name) in enumerate(WHITE)]
    draft = read(lines(paragraph(2, 5)) + "".join(parts))
    assert [b["c"][0] for b in draft.blocks if b["t"] == "Header"] == [1, 2, 2, 1]


WHITE = (
    ("\n\n\n\n", "Vom Wasser"),
    ("\n\n", "Der Kahn"),
    ("\n\n", "Die Stange"),
    ("\n\n\n\n", "Vom Land"),
)


def test_a_running_head_that_is_part_of_the_title_is_no_heading() -> None:
    pages = [lines(paragraph(n, 9)) for n in range(5)]
    layer = "\f".join(
        [
            f"Der Fährmann\nvon Ahlenau\n\n{pages[0]}",
            *(f"Der Fährmann von\n\n{page}" for page in pages[1:]),
        ]
    )
    draft = read(layer)
    assert not [block for block in draft.blocks if block["t"] == "Header"]
    assert reasons(draft)["running-head"] == 4
