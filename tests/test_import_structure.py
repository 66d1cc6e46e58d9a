"""Pages become drafts: what is furniture, text, note, heading, quotation, verse, list, table."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satzspiegel.importing.draft import Draft, Options
from satzspiegel.importing.pages.lines import (
    Bookmark,
    Face,
    Line,
    Page,
    Picture,
    Rule,
    Run,
    Scanned,
)
from satzspiegel.importing.pages.structure import structured

LEFT, RIGHT, TOP, FOOT = 50.0, 350.0, 80.0, 560.0
SIZE, LEADING = 10.0, 13.0
#: The breadth of a letter (em), and letters on a full line of body type.
LETTER, MEASURE = 0.5, 60

PROSE = (
    "Der Müller am Wehr zählte jeden Morgen die Säcke, und jeden Morgen kam er auf eine andere "
    "Zahl. Seine Frau schrieb die Zahlen in ein Heft, das keine Linien hatte. Im Winter lasen "
    "sie das Heft einander vor, und es klang wie ein Kalender aus einem Land ohne Sonntage."
)
MORE = (
    "Die Enkel fanden das Heft auf dem Speicher und hielten es für die Kladde eines Lehrers. "
    "Erst die älteste von ihnen bemerkte, dass keine Zahl zweimal vorkam und dass die Reihe an "
    "einem Dienstag im April einfach aufhörte, mitten in der Woche."
)
LAST = (
    "Im Garten steht heute ein Birnbaum, den niemand gepflanzt haben will. Wer die Leiter holt, "
    "sieht von oben das Wehr, den Weg und das Dach, unter dem das Heft gelegen hat, ohne Linien."
)
ORDINALS = ("Zuerst.", "Danach.", "Später.", "Zuletzt.")


@dataclass
class Press:
    """Sets lines on pages; ``y`` is the next base line."""

    pages: list[Page] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    y: float = TOP

    def line(
        self, *parts: str | tuple[str, Face], x: float = LEFT, size: float = SIZE, **more: Any
    ) -> None:
        """One line of runs, then a leading down; ``right`` stretches it."""
        leading = more.pop("leading", LEADING * size / SIZE)
        right, y = more.pop("right", 0.0), more.pop("y", self.y)
        runs: list[Run] = []
        at = x
        for part in parts:
            text, face = (part, Face.PLAIN) if isinstance(part, str) else part
            end = at + len(text.rstrip()) * LETTER * size
            runs.append(Run(text, (at, y - size, end, y + 2), face, size))
            at += len(text) * LETTER * size
        end = right or runs[-1].box[2]
        box = (x, y - size, end, y + 2)
        self.lines.append(Line(tuple(runs), box, y, len(self.lines) + 1, **more))
        self.y = y + leading

    def prose(self, text: str, x: float = LEFT, indent: float = 12.0, **more: Any) -> None:
        """A justified paragraph."""
        size, right = more.get("size", SIZE), more.pop("right", RIGHT)
        width = int((right - x) / LETTER / size)
        wrapped = textwrap.wrap(text, width, initial_indent="xx" if indent else "")
        for number, part in enumerate(wrapped):
            first, last = number == 0 and indent > 0, number == len(wrapped) - 1
            start = x + indent if first else x
            part = part[2:] if first else part
            self.line(part, x=start, right=0.0 if last else right, **more)

    def note(self, number: str, text: str) -> None:
        """A note of type a fifth smaller, its label superior."""
        size, width = 8.0, int((RIGHT - LEFT) / LETTER / 8.0) - 4
        first, *others = textwrap.wrap(text, width)
        label = (number, Face.SUPERIOR)
        self.line(label, " " + first, size=size, right=RIGHT if others else 0.0)
        for index, part in enumerate(others):
            self.line(part, size=size, right=0.0 if index == len(others) - 1 else RIGHT)

    def foot(self, lines: int) -> None:
        """The rule above notes of so many lines."""
        self.y = FOOT - lines * LEADING * 0.8
        self.rules.append(Rule((LEFT, self.y - 14, LEFT + 80, self.y - 13.5)))

    def turn(self, label: str = "", number: str = "") -> None:
        """The page is full; ``number`` is printed at its foot."""
        if number:
            self.line(number, x=198, y=600.0)
        index = len(self.pages) + 1
        parts = tuple(self.lines), tuple(self.pictures), tuple(self.rules)
        self.pages.append(Page(index, label or str(index), 400, 640, *parts))
        self.lines, self.rules, self.pictures, self.y = [], [], [], TOP

    def draft(self, **more: Any) -> Draft:
        """What the pages become; every letter is accounted for."""
        if self.lines:
            self.turn()
        draft = structured(Scanned("buch.pdf", tuple(self.pages), **more), Options("de"))
        assert unaccounted(draft) == Counter()
        return draft


def unaccounted(draft: Draft) -> Counter[str]:
    """Letters of the source that are nowhere, apart from metadata, and letters from nowhere."""
    balance = letters("".join(draft.text))
    for change in draft.changes:
        balance.subtract(letters(change.removed))
        balance.update(letters(change.added))
    balance.subtract(letters("".join(strings(draft.blocks))))
    for key in ("title", "subtitle", "author", "publisher", "date"):
        told = letters(str(draft.metadata.get(key, "")))
        if told <= +balance:
            balance.subtract(told)
    return Counter({letter: count for letter, count in balance.items() if count})


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def strings(node: Any) -> Iterator[str]:
    """All text of a tree, notes included; alternative texts are no text of the source."""
    if isinstance(node, list):
        for child in node:
            yield from strings(child)
    elif isinstance(node, dict):
        kind = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            yield content
        elif kind in ("Space", "SoftBreak"):
            yield " "
        elif kind in ("Code", "CodeBlock"):
            yield content[1]
        elif kind in ("Link", "Span"):
            yield from strings(content[1])
        elif kind == "Header":
            yield from strings(content[2])
        elif kind not in ("Image", "RawInline", "HorizontalRule") and not kind.startswith("Align"):
            yield from strings(content)


def text(node: Any) -> str:
    """The text of a tree without its notes."""
    return " ".join("".join(strings(without_notes(node))).split())


def without_notes(node: Any) -> Any:
    if isinstance(node, list):
        return [without_notes(child) for child in node if not is_a(child, "Note")]
    if isinstance(node, dict) and "c" in node:
        return {**node, "c": without_notes(node["c"])}
    return node


def is_a(node: Any, kind: str) -> bool:
    return isinstance(node, dict) and node.get("t") == kind


def found(node: Any, kind: str) -> list[Any]:
    """All elements of a kind, in their order."""
    if isinstance(node, list):
        return [one for child in node for one in found(child, kind)]
    if isinstance(node, dict):
        own = [node] if node["t"] == kind else []
        return own + found(node.get("c", []), kind)
    return []


def kinds(draft: Draft) -> list[str]:
    return [block["t"] for block in draft.blocks]


def labels(node: Any) -> list[str]:
    """The old pages that are marked in a tree."""
    return [dict(span["c"][0][2])["n"] for span in found(node, "Span") if span["c"][0][1]]


def reasons(draft: Draft) -> dict[str, str]:
    """What was removed, by its reason."""
    out: dict[str, str] = {}
    for change in draft.changes:
        out[change.reason] = out.get(change.reason, "") + change.removed
    return out


# ------------------------------------------------------------------------------------ paragraphs


def test_paragraphs_begin_with_indents_and_go_on_over_pages() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Und so blieb das Heft am Ende auf der Fensterbank liegen, bis", x=62, right=RIGHT)
    press.turn()
    press.line("es der Wind nahm.")
    press.prose(MORE)
    draft = press.draft()
    assert [text(block) for block in draft.blocks] == [
        PROSE,
        "Und so blieb das Heft am Ende auf der Fensterbank liegen, bis es der Wind nahm.",
        MORE,
    ]
    assert [labels(block) for block in draft.blocks] == [["1"], ["2"], []]


def test_a_word_broken_over_pages_is_whole_behind_the_mark() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Darüber stand mit Bleistift in der Handschrift eines Kin-", x=62, right=RIGHT)
    press.turn()
    press.line("des ein Name.")
    draft = press.draft()
    inlines = draft.blocks[1]["c"]
    mark = next(i for i, one in enumerate(inlines) if is_a(one, "Span"))
    assert inlines[mark + 1] == {"t": "Str", "c": "Kindes"}
    assert reasons(draft)["line-hyphen"] == "-"


def test_paragraphs_without_indents_are_told_by_short_lines_and_space() -> None:
    press = Press()
    press.prose(PROSE, indent=0)
    press.prose(MORE, indent=0)
    press.y += LEADING
    press.prose(PROSE, indent=0)
    assert [text(block) for block in press.draft().blocks] == [PROSE, MORE, PROSE]


# ------------------------------------------------------------------------------------- furniture


def test_running_heads_and_page_numbers_go_and_label_the_pages() -> None:
    press = Press()
    for number in range(4):
        head = "Die Mühle" if number % 2 else "Erstes Kapitel"
        press.line((head, Face.ITALIC), x=60 + 100 * (number % 2), y=40.0, size=8.5)
        press.y = TOP
        press.prose(f"{ORDINALS[number]} {PROSE if number % 2 else MORE}")
        press.turn(number=str(17 + number))
    draft = press.draft()
    assert draft.old_pages == ("17", "18", "19", "20")
    contents = (MORE, PROSE, MORE, PROSE)
    assert [text(block) for block in draft.blocks] == [
        f"{nth} {content}" for nth, content in zip(ORDINALS, contents, strict=True)
    ]
    assert reasons(draft)["page-number"] == "17181920"
    assert labels(draft.blocks) == ["17", "18", "19", "20"]


def test_years_at_the_foot_are_no_page_numbers() -> None:
    press = Press()
    for year in ("1848", "1871", "1918"):
        press.prose(PROSE)
        press.line(year, x=198, y=600.0)
        press.turn()
    draft = press.draft()
    assert "page-number" not in reasons(draft)
    assert "1871" in text(draft.blocks)


# ----------------------------------------------------------------------------------------- notes


def test_notes_are_where_they_are_called() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Der Bach hieß damals noch anders.", ("1", Face.SUPERIOR), " Niemand", x=62)
    press.foot(2)
    press.note("1", "Vgl. den Grundriss von 1850, Blatt 12; er ist verschollen.")
    draft = press.draft()
    inlines = draft.blocks[1]["c"]
    at = next(i for i, one in enumerate(inlines) if is_a(one, "Note"))
    assert inlines[at - 1] == {"t": "Str", "c": "anders."}
    assert inlines[at + 1] == {"t": "Space"}
    assert text(inlines[at]["c"]) == "Vgl. den Grundriss von 1850, Blatt 12; er ist verschollen."
    assert draft.doubts == ()


def test_a_note_runs_over_to_the_next_page() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Hier ruft es.", ("1", Face.SUPERIOR), x=62)
    press.foot(2)
    press.line(("1", Face.SUPERIOR), " Diese Anmerkung ist so lang, dass sie nicht", size=8.0)
    press.lines[-1] = replace(press.lines[-1], box=(*press.lines[-1].box[:2], RIGHT, press.y))
    press.turn()
    press.prose(MORE)
    press.foot(2)
    press.line("auf die Seite passte.", size=8.0)
    draft = press.draft()
    (note,) = found(draft.blocks, "Note")
    assert [text(block) for block in note["c"]] == [
        "Diese Anmerkung ist so lang, dass sie nicht auf die Seite passte."
    ]


def test_notes_numbered_anew_on_each_page() -> None:
    press = Press()
    for page in range(3):
        press.prose(PROSE)
        press.line("Erstens.", ("1", Face.SUPERIOR), " Zweitens.", ("2", Face.SUPERIOR), x=62)
        press.foot(2)
        press.note("1", f"Die erste der Seite {page}.")
        press.note("2", f"Die zweite der Seite {page}.")
        press.turn()
    notes = [text(note["c"]) for note in found(press.draft().blocks, "Note")]
    assert notes == [f"Die {nth} der Seite {p}." for p in range(3) for nth in ("erste", "zweite")]


def test_endnotes_come_from_their_section() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Eins.", ("1", Face.SUPERIOR), " Zwei.", ("2", Face.SUPERIOR), x=62)
    press.prose(MORE)
    press.y += 20
    press.line("Anmerkungen", size=14.0)
    press.y += 10
    press.line("1. Zur Lage der Mühle.", size=8.5)
    press.line("2. Zum Wetter.", size=8.5)
    draft = press.draft()
    assert [text(note["c"]) for note in found(draft.blocks, "Note")] == [
        "Zur Lage der Mühle.",
        "Zum Wetter.",
    ]
    assert reasons(draft)["note-heading"] == "Anmerkungen"


def test_superiors_that_call_nothing_stay() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Der Speicher maß 40 m", ("2", Face.SUPERIOR), " und hatte kein Fenster.", x=62)
    draft = press.draft()
    assert found(draft.blocks, "Note") == []
    assert text(found(draft.blocks, "Superscript")) == "2"


def test_a_note_that_nothing_calls_is_kept_and_doubted() -> None:
    press = Press()
    press.prose(PROSE)
    press.foot(1)
    press.note("1", "Niemand ruft mich.")
    draft = press.draft()
    assert text(found(draft.blocks, "Note")[0]["c"]) == "Niemand ruft mich."
    assert [doubt.code for doubt in draft.doubts] == ["import-note-without-call"]


def test_labels_in_the_margin_belong_to_their_notes() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Hier.", ("1", Face.SUPERIOR), " Dort.", ("2", Face.SUPERIOR), x=62)
    press.foot(2)
    start = press.y
    press.line("Zuerst das Wehr, dann das Rad, dann die Steine, in dieser Folge.", size=8.0)
    press.line("Dann der Bach.", size=8.0)
    press.line("1", x=LEFT - 12, y=start, size=8.0, column=1)
    press.line("2", x=LEFT - 12, y=start + LEADING * 0.8, size=8.0, column=1)
    notes = [text(note["c"]) for note in found(press.draft().blocks, "Note")]
    assert notes[1] == "Dann der Bach."


# -------------------------------------------------------------------------------------- headings


def test_headings_are_ranked_by_their_styles() -> None:
    press = Press()
    for chapter in ("Vom Wehr und seinem Müller", "Vom Rad"):
        press.y += 20
        press.line(chapter, size=16.0)
        press.y += 10
        press.prose(PROSE)
        press.y += 10
        press.line(("Das zweite Heft", Face.BOLD))
        press.y += 6
        press.prose(MORE)
    draft = press.draft()
    heads = [(h["c"][0], text(h["c"][2])) for h in found(draft.blocks, "Header")]
    assert heads == [
        (1, "Vom Wehr und seinem Müller"),
        (2, "Das zweite Heft"),
        (1, "Vom Rad"),
        (2, "Das zweite Heft"),
    ]
    assert found(draft.blocks, "Strong") == []


def test_bookmarks_say_levels() -> None:
    press = Press()
    press.line("Vom Wehr", size=12.0)
    press.y += 10
    press.prose(PROSE)
    press.y += 10
    press.line("Vom Rad", size=12.0)
    press.y += 10
    press.prose(MORE)
    marks = (Bookmark(1, "Vom Wehr", 1), Bookmark(2, "Vom Rad", 1))
    heads = found(press.draft(bookmarks=marks).blocks, "Header")
    assert [head["c"][0] for head in heads] == [1, 2]


def test_tags_lead() -> None:
    press = Press()
    press.line("Nur der Form nach Text", tag="H1", element=1)
    press.prose(PROSE, tag="P", element=2)
    press.line("Groß und doch kein Titel.", size=14.0, tag="P", element=3)
    press.prose(MORE, tag="P", element=4)
    heads = found(press.draft(tagged=True).blocks, "Header")
    assert [text(head["c"][2]) for head in heads] == ["Nur der Form nach Text"]


def test_capitals_become_proper_case() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 12
    press.line("DER MÜLLER UND", size=12.0)
    press.line("SEINE FRAU", size=12.0)
    press.y += 12
    press.prose(MORE)
    draft = press.draft()
    (head,) = found(draft.blocks, "Header")
    assert text(head["c"][2]) == "Der Müller und seine Frau"
    assert reasons(draft)["capitals"] == "DER MÜLLER UND SEINE FRAU"


def test_the_title_page_becomes_metadata() -> None:
    press = Press()
    press.line("Hanna Feldmann", x=150, size=12.0)
    press.y += 30
    press.line("Das Heft ohne Linien", x=100, size=22.0)
    press.y += 20
    press.line(("Eine Erzählung vom Bach", Face.ITALIC), x=120, size=13.0)
    press.turn()
    press.line("Inhalt", size=14.0)
    press.y += 10
    for name, number in (("Vom Wehr", "5"), ("Vom Rad", "9"), ("Vom Bach", "13")):
        press.line(f"{name} {number}")
    press.turn()
    press.line("Vom Wehr", size=14.0)
    press.y += 10
    press.prose(PROSE)
    draft = press.draft()
    assert draft.metadata["title"] == "Das Heft ohne Linien"
    assert draft.metadata["subtitle"] == "Eine Erzählung vom Bach"
    assert draft.metadata["author"] == "Hanna Feldmann"
    assert kinds(draft) == ["Header", "Para"]
    assert reasons(draft)["contents"].startswith("Inhalt")


# ---------------------------------------------------------------------------------------- blocks


def test_quotations_stand_in_from_both_sides() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 6
    press.prose(MORE, x=LEFT + 24, right=RIGHT - 24, indent=0)
    press.y += 6
    press.prose(PROSE, indent=0)
    draft = press.draft()
    assert kinds(draft) == ["Para", "BlockQuote", "Para"]
    assert text(draft.blocks[1]) == MORE


def test_verse_keeps_its_lines_and_stanzas() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 6
    for stanza in (("Das Rad steht still,", "der Bach geht fort,"), ("kein Mehl,", "kein Wort.")):
        for part in stanza:
            press.line((part, Face.ITALIC), x=LEFT + 40)
        press.y += 8
    press.prose(MORE, indent=0)
    draft = press.draft()
    lines = [text(line) for line in draft.blocks[1]["c"]]
    assert lines == ["Das Rad steht still,", "der Bach geht fort,", "", "kein Mehl,", "kein Wort."]
    assert found(draft.blocks, "Emph") == []


def test_lists_by_marks_and_hanging_lines() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 4
    for mark in ("1.", "2.", "3."):
        press.line(f"{mark} ein Sack Roggen, den niemand abgeholt hat, obwohl der", right=RIGHT)
        press.line("Bote zweimal da war.", x=LEFT + 14)
    press.y += 4
    press.prose(MORE, indent=0)
    draft = press.draft()
    assert kinds(draft) == ["Para", "OrderedList", "Para"]
    start, style, _ = draft.blocks[1]["c"][0]
    assert (start, style["t"]) == (1, "Decimal")
    items = [text(item) for item in draft.blocks[1]["c"][1]]
    assert items[0].startswith("ein Sack Roggen") and items[0].endswith("zweimal da war.")
    assert reasons(draft)["list-mark"] == "1.2.3."


def test_dialogue_with_dashes_is_no_list() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("– Kommst du mit?", x=62)
    press.line("– Nein.", x=62)
    press.prose(MORE)
    assert "BulletList" not in kinds(press.draft())


def test_emphasis_over_a_line_end_is_one() -> None:
    press = Press()
    press.line("In der Stube lag noch immer ", ("das Heft ohne", Face.ITALIC), right=RIGHT)
    press.line(("Linien", Face.ITALIC), ", und daneben lag der Bleistift, stumpf und kurz.")
    press.prose(PROSE)
    draft = press.draft()
    assert [text(one) for one in found(draft.blocks, "Emph")] == ["das Heft ohne Linien"]


def test_a_table_by_its_columns() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 10
    press.line(("Tabelle 2 ", Face.ITALIC), "Säcke im Jahr.", size=8.5)
    press.y += 6
    table = (("Korn", "Säcke"), ("Roggen", "12"), ("Weizen", "7"))
    for number, (name, count) in enumerate(table):
        y = press.y
        press.line(name, y=y, size=9.0)
        press.line(count, x=200.0 - len(count) * 4.5, y=y, size=9.0)
        if number == 0:
            press.rules.append(Rule((LEFT, y + 3, RIGHT, y + 3.5)))
            press.y += 4
    press.y += 12
    press.prose(MORE)
    draft = press.draft()
    assert kinds(draft) == ["Para", "Table", "Para"]
    _, caption, columns, head, bodies, _ = draft.blocks[1]["c"]
    assert text(caption[1]) == "Säcke im Jahr."
    assert [column[0]["t"] for column in columns] == ["AlignLeft", "AlignRight"]
    assert [[text(cell[4]) for cell in row[1]] for row in head[1]] == [["Korn", "Säcke"]]
    assert [[text(cell[4]) for cell in row[1]] for row in bodies[0][3]] == [
        ["Roggen", "12"],
        ["Weizen", "7"],
    ]


def test_a_figure_does_not_part_the_paragraph_around_it() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Der Grundriss zeigt das Wehr so, wie es vor dem Umbau stand,", x=62, right=RIGHT)
    top = press.y
    press.line("Wehr", x=200, y=top + 40, size=7.0)
    press.pictures.append(Picture((60, top, 340, top + 100), b"PNG", "png", "Ein Grundriss"))
    press.y = top + 114
    press.line("Abb. 3: Das Wehr im Jahr 1850.", size=8.5)
    press.y += 14
    press.line("und den Garten dahinter.")
    draft = press.draft()
    assert kinds(draft) == ["Para", "Para", "Figure"]
    assert text(draft.blocks[1]).endswith("wie es vor dem Umbau stand, und den Garten dahinter.")
    assert text(draft.blocks[2]["c"][1][1]) == "Das Wehr im Jahr 1850."
    (image,) = found(draft.blocks, "Image")
    assert text(image["c"][1]) == "Ein Grundriss"
    assert reasons(draft)["picture-text"] == "Wehr"
    assert draft.pictures == {"bilder/abbildung-1.png": b"PNG"}


# --------------------------------------------------------------------------------------- anything


@pytest.mark.parametrize("lines", [0, 1])
def test_pages_with_nothing_or_little(lines: int) -> None:
    press = Press()
    for _ in range(lines):
        press.line("7")
    press.turn()
    assert press.draft().old_pages == ("1",)


WORD = st.text("abcdefgäöü", min_size=2, max_size=9)


@given(
    paragraphs=st.lists(st.lists(WORD, min_size=12, max_size=60), min_size=2, max_size=8),
    calls=st.sets(st.integers(0, 7), max_size=4),
    depth=st.integers(8, 24),
)
@settings(max_examples=25, deadline=None)
def test_any_text_with_notes_comes_back(
    paragraphs: Sequence[Sequence[str]], calls: set[int], depth: int
) -> None:
    # No two lines are alike: a line that is repeated at the head of pages is a running head.
    letter = "abcdefgh"
    own = [[word + letter[index] for word in words] for index, words in enumerate(paragraphs)]
    texts = [PROSE, MORE, LAST, *(" ".join(words).capitalize() + "." for words in own)]
    called = sorted(index + 3 for index in calls if index + 3 < len(texts))
    press = Press()
    waiting: list[int] = []
    for index, content in enumerate(texts):
        wrapped = textwrap.wrap(content, MEASURE - 4, initial_indent="xx")
        for number, part in enumerate(wrapped):
            last = number == len(wrapped) - 1
            parts: list[str | tuple[str, Face]] = [part[2:] if number == 0 else part]
            if last and index in called:
                waiting.append(called.index(index) + 1)
                parts.append((str(waiting[-1]), Face.SUPERIOR))
            x = LEFT if number else LEFT + 12
            press.line(*parts, x=x, right=0.0 if last else RIGHT)
            if len(press.lines) >= depth:
                finish(press, waiting)
    finish(press, waiting)
    draft = press.draft()
    assert [text(block) for block in draft.blocks] == texts
    notes = [text(note["c"]) for note in found(draft.blocks, "Note")]
    assert notes == [f"Zur Stelle {number + 1}." for number in range(len(called))]


def finish(press: Press, waiting: list[int]) -> None:
    """End a page with the notes that were called on it."""
    if waiting:
        press.foot(len(waiting))
    for number in waiting:
        press.note(str(number), f"Zur Stelle {number}.")
    waiting.clear()
    if press.lines:
        press.turn()


def test_what_looks_like_notes_alone_is_text() -> None:
    """Such pages are put together or broken; nothing could call the notes."""
    press = Press()
    press.foot(4)
    press.note("1", "Ein Satz, der klein am Fuß der Seite steht.")
    press.note("2", "Ein zweiter, auch klein.")
    said = "".join(strings(press.draft().blocks))
    assert "klein am Fuß" in said and "zweiter" in said


def test_what_a_tagged_file_leaves_out_at_the_edge_is_furniture() -> None:
    press = Press()
    press.prose(PROSE, tag="P", element=1)
    press.turn()
    press.line("Von den Heften")
    press.y += LEADING
    press.prose(MORE, tag="P", element=2)
    draft = press.draft(tagged=True)
    assert "Von den Heften" not in "".join(strings(draft.blocks))
    assert [c.reason for c in draft.changes if "Heften" in c.removed] == ["running-head"]


def test_a_head_with_the_number_of_its_page_is_furniture() -> None:
    """On the page before there was the number alone."""
    press = Press()
    press.line("4", x=198)
    press.prose(PROSE)
    press.turn()
    press.line("5 Von den Heften", x=150)
    press.prose(MORE)
    assert "Von den Heften" not in "".join(strings(press.draft().blocks))
