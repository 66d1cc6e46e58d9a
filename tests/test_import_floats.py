"""Tables, figures and notes of pages that are set in less usual ways."""

from __future__ import annotations

from dataclasses import replace

import pytest

from satzspiegel.importing.draft import Draft, Json
from satzspiegel.importing.pages.lines import Face, Picture, Rule, Run
from test_import_structure import (
    LAST,
    LEADING,
    LEFT,
    MORE,
    PROSE,
    RIGHT,
    Press,
    found,
    kinds,
    reasons,
    text,
    without_notes,
)

HEAD = ("Jahr", "Säcke", "Mehl")
COLUMNS = (LEFT, 150.0, 250.0)


def superior(number: str) -> Run:
    """A call behind the last line."""
    return Run(number, (RIGHT, 0, RIGHT, 0), Face.SUPERIOR, 10.0)


def table_row(press: Press, cells: tuple[str, ...], **more: int) -> None:
    """Cells beside each other."""
    y = press.y
    for x, cell in zip(COLUMNS, cells, strict=True):
        if cell:
            press.line(cell, x=x, y=y, size=9.0, **more)
    press.y = y + LEADING


def ruled(press: Press) -> None:
    """A rule below the row just set."""
    press.rules.append(Rule((LEFT, press.y - 9, RIGHT, press.y - 8.5)))
    press.y += 3


def cells(draft: Draft) -> tuple[list[list[str]], list[list[str]]]:
    """The heads and the rows of the one table."""
    (table,) = found(draft.blocks, "Table")
    _, _, _, head, bodies, _ = table["c"]
    return rows_of(head[1]), rows_of(bodies[0][3])


def rows_of(lines: list[Json]) -> list[list[str]]:
    return [[text(cell[4]) for cell in line[1]] for line in lines]


# ---------------------------------------------------------------------------------------- tables


@pytest.mark.parametrize("again", [True, False])
def test_a_table_goes_on_over_the_page(again: bool) -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 10
    table_row(press, HEAD)
    ruled(press)
    for year in range(1871, 1874):
        table_row(press, (str(year), "12", "7"))
    press.turn()
    if again:
        table_row(press, HEAD)
        ruled(press)
    for year in range(1874, 1876):
        table_row(press, (str(year), "13", "8"))
    press.y += 20
    press.prose(MORE)
    draft = press.draft()
    heads, rows = cells(draft)
    assert heads == [list(HEAD)]
    assert [row[0] for row in rows] == ["1871", "1872", "1873", "1874", "1875"]
    assert reasons(draft).get("table-head", "") == ("JahrSäckeMehl" if again else "")


def test_two_tables_on_two_pages_stay_two() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 10
    for head in (HEAD, ("Monat", "Tage", "Nächte")):
        table_row(press, head)
        ruled(press)
        table_row(press, ("1871", "12", "7"))
        table_row(press, ("1872", "13", "8"))
        press.turn()
    assert len(found(press.draft().blocks, "Table")) == 2


def test_columns_are_kept_where_figures_stand_under_wide_heads() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 10
    y = press.y
    for x, cell in ((LEFT, "Sorte"), (158.0, "innen"), (205.0, "oben")):
        press.line(cell, x=x, y=y, size=9.0)
    press.y = y + LEADING
    for kind, first, second in (("Korn", "21", "42"), ("Spelz", "14", "28")):
        y = press.y
        for x, cell in ((LEFT, kind), (147.0, first), (196.0, second)):
            press.line(cell, x=x, y=y, size=9.0)
        press.y = y + LEADING
    press.y += 12
    press.prose(MORE)
    heads, rows = cells(press.draft())
    assert heads == [["Sorte", "innen", "oben"]]
    assert rows == [["Korn", "21", "42"], ["Spelz", "14", "28"]]


def test_cells_below_wide_ones_of_both_neighbours() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 10
    for first, x, second in (
        ("ein langer Name am Bach", 200.0, "7"),
        ("Korn", 105.0, "ein langes Wort im Buch"),
        ("Spelz", 120.0, "dort"),
    ):
        y = press.y
        press.line(first, y=y, size=9.0)
        press.line(second, x=x, y=y, size=9.0)
        press.y = y + LEADING
    press.y += 12
    press.prose(MORE)
    _, rows = cells(press.draft())
    assert rows[2] == ["Spelz", "dort"]


def test_cells_of_several_lines() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 10
    table_row(press, ("Jahr-", "Säcke", "Mehl"))
    table_row(press, ("gang", "", ""))
    ruled(press)
    for year in ("1871", "1872"):
        table_row(press, (year, "zwölf vom", "sieben"))
        table_row(press, ("", "Nachbarn", ""))
    press.y += 12
    press.prose(MORE)
    heads, rows = cells(press.draft())
    assert heads == [["Jahrgang", "Säcke", "Mehl"]]
    assert rows == [[year, "zwölf vom Nachbarn", "sieben"] for year in ("1871", "1872")]


def test_a_grid_of_rules_tells_the_rows() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 10
    for name in ("Roggen", "Weizen", "Gerste"):
        table_row(press, (f"{name} vom", "zwölf", "sieben"))
        table_row(press, ("eigenen Feld", "Säcke", "Pfund"))
        ruled(press)
    for x in (LEFT - 4, 145.0, RIGHT):
        press.rules.append(Rule((x, press.y - 90, x + 0.5, press.y)))
    press.y += 12
    press.prose(MORE)
    heads, rows = cells(press.draft())
    assert [row[0] for row in (*heads, *rows)] == [
        f"{name} vom eigenen Feld" for name in ("Roggen", "Weizen", "Gerste")
    ]


def test_cells_of_a_tagged_table_come_in_turns() -> None:
    press = Press()
    press.prose(PROSE, tag="P", element=1)
    for row in range(2):
        y = press.y
        for part in range(2):
            for column in range(2):
                kind = "TH" if row == 0 else "TD"
                cell = 10 * (row + 2) + column
                path = (("Table", 5), ("TR", row + 6), (kind, cell))
                word = f"z{row}s{column}t{part}"
                x = COLUMNS[column]
                press.line(word, x=x, y=y + part * 11, tag=kind, element=cell, path=path, size=9.0)
        press.y = y + 26
    press.prose(MORE, tag="P", element=50)
    heads, rows = cells(press.draft(tagged=True))
    assert heads == [["z0s0t0 z0s0t1", "z0s1t0 z0s1t1"]]
    assert rows == [["z1s0t0 z1s0t1", "z1s1t0 z1s1t1"]]


# --------------------------------------------------------------------------------------- figures


def test_marks_beside_a_drawing_belong_to_it_but_no_line_of_text() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Der Grundriss zeigt, wie das Wehr vor dem Umbau einmal stand,", x=62, right=RIGHT)
    press.line("damals.")
    top = press.y - 12
    press.pictures.append(Picture((80, top, 300, top + 100), b"PNG", "png"))
    press.line("1/9", x=308, y=top + 40, size=8.0)
    press.line("2/9", x=180, y=top + 108, size=8.0)
    press.y = top + 140
    press.prose(MORE)
    draft = press.draft()
    assert reasons(draft)["picture-text"] == "1/92/9"
    assert text(draft.blocks[1]).endswith("einmal stand, damals.")


def test_a_caption_at_the_head_of_a_page_is_no_text() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Der Grundriss zeigt das Wehr so, wie es vor dem Umbau stand,", x=62, right=RIGHT)
    press.turn()
    press.pictures.append(Picture((60, TOP_OF_PICTURE, 340, 200), b"PNG", "png"))
    press.y = 216
    press.line("Abbildung 1: Das Wehr mit dem alten Rad, dem Steg und der", right=RIGHT)
    press.line("Bank, die niemand mehr kennt.", x=LEFT + 50)
    press.y += 20
    press.line("und den Garten dahinter.")
    press.prose(MORE)
    draft = press.draft()
    assert kinds(draft) == ["Para", "Para", "Figure", "Para"]
    assert text(draft.blocks[1]).endswith("vor dem Umbau stand, und den Garten dahinter.")
    assert text(draft.blocks[2]["c"][1][1]).endswith("und der Bank, die niemand mehr kennt.")


TOP_OF_PICTURE = 74.0


def test_a_figure_that_floated_away_stands_before_the_next_note() -> None:
    press = Press()
    press.prose(PROSE)
    press.prose(MORE)
    press.lines[-1] = replace(press.lines[-1], runs=(*press.lines[-1].runs, superior("1")))
    press.prose(LAST)
    press.lines[-1] = replace(press.lines[-1], runs=(*press.lines[-1].runs, superior("3")))
    press.foot(3)
    for number in "123":
        press.note(number, f"Zur Stelle {number}.")
    press.turn()
    press.prose("Erst hier ist Platz für das Bild. " + MORE)
    press.pictures.append(Picture((60, press.y, 340, press.y + 100), b"PNG", "png"))
    press.y += 114
    press.line("Abb. 1: Das Wehr.", ("2", Face.SUPERIOR), size=8.5)
    draft = press.draft()
    assert kinds(draft) == ["Para", "Para", "Figure", "Para", "Para"]
    assert text(draft.blocks[3]) == LAST
    notes = [text(note["c"]) for note in found(draft.blocks, "Note")]
    assert notes == [f"Zur Stelle {number}." for number in "123"]


# ----------------------------------------------------------------------------------------- notes


@pytest.mark.parametrize("signs", [("*", "**", "***"), ("∗", "†", "‡"), ("‖", "¶", "§§")])
def test_notes_with_signs_begin_anew_on_each_page(signs: tuple[str, ...]) -> None:
    press = Press()
    for page in range(2):
        press.prose(PROSE)
        for sign in signs:
            press.line("Hier ruft es.", (sign, Face.SUPERIOR), x=62)
        press.foot(3)
        for index, sign in enumerate(signs):
            press.note(sign.replace("∗", "*"), f"Die Stelle {index} der Seite {page}.")
        press.turn()
    draft = press.draft()
    notes = [text(note["c"]) for note in found(draft.blocks, "Note")]
    assert notes == [
        f"Die Stelle {index} der Seite {page}." for page in (0, 1) for index in range(3)
    ]
    assert not any(sign in text(draft.blocks) for sign in signs)


def test_a_number_at_the_beginning_of_a_line_is_no_note() -> None:
    press = Press()
    press.prose(PROSE)
    for number in ("1", "2", "4", "5"):
        press.line("Hier ruft es.", (number, Face.SUPERIOR), x=62)
    press.foot(6)
    for number, words in (
        ("1.", "Zum Wehr."),
        ("2.", "Zum Rad, das seit dem Umbau still steht, wie es schon das Jahr davor"),
        ("4.", "Zum Bach, so breit wie der Weg, der neben ihm lief, und wohl um"),
        ("5", "Ellen tiefer."),
        ("5.", "Zum Weg."),
    ):
        press.line(f"{number} {words}", size=8.0, right=RIGHT if len(words) > 30 else 0.0)
    notes = [text(note["c"]) for note in found(press.draft().blocks, "Note")]
    assert [note[:8] for note in notes] == ["Zum Wehr", "Zum Rad,", "Zum Bach", "Zum Weg."]
    assert notes[2].endswith("und wohl um 5 Ellen tiefer.")


def test_notes_that_stand_in_a_wrong_order_come_in_theirs() -> None:
    press = Press()
    press.prose(PROSE)
    for number in "1234":
        press.line("Hier ruft es.", (number, Face.SUPERIOR), x=62)
    press.foot(4)
    for number in "1324":
        press.line(f"{number}. Zur Stelle {number}.", size=8.0)
    notes = [text(note["c"]) for note in found(press.draft().blocks, "Note")]
    assert notes == [f"Zur Stelle {number}." for number in "1234"]


def test_a_call_that_a_line_end_has_cut_off_calls() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Der Bach hieß vor dem Umbau noch anders, sagte der Nachbar.", x=62, right=RIGHT)
    press.line("1", size=5.0, y=press.y - 4)
    press.y += 4
    press.prose(MORE)
    press.foot(1)
    press.note("1", "Vgl. den Grundriss.")
    draft = press.draft()
    assert [text(without_notes(block)) for block in draft.blocks][1:] == [
        "Der Bach hieß vor dem Umbau noch anders, sagte der Nachbar.",
        MORE,
    ]
    assert text(found(draft.blocks[1], "Note")[0]["c"]) == "Vgl. den Grundriss."


def test_code_with_aligned_comments_is_no_table() -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 10
    for word in ("mahle", "siebe", "wiege"):
        y = press.y
        press.line((f"{word}(korn)", Face.MONOSPACED), y=y)
        press.line((f"# {word} es", Face.MONOSPACED), x=200.0, y=y)
        press.y = y + LEADING
    press.y += 12
    press.prose(MORE)
    draft = press.draft()
    (code,) = found(draft.blocks, "CodeBlock")
    lines = code["c"][1].split("\n")
    assert [line.split() for line in lines] == [
        [f"{word}(korn)", "#", word, "es"] for word in ("mahle", "siebe", "wiege")
    ]
    assert len({line.index("#") for line in lines}) == 1


def test_lines_that_are_loosely_set_are_no_table() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Wer oben vom Speicher hinunterrief, hörte nur den Bach und", x=62, right=RIGHT)
    for left, right in (("das Rad und", "einen Vogel, der"), ("immer nur", "dasselbe sang,")):
        y = press.y
        press.line(left, x=LEFT, y=y)
        press.line(right, x=240.0, y=y, right=RIGHT)
        press.y = y + LEADING
    press.line("bis es Abend wurde.")
    press.prose(MORE)
    draft = press.draft()
    assert kinds(draft) == ["Para", "Para", "Para"]
    assert text(draft.blocks[1]).endswith(
        "das Rad und einen Vogel, der immer nur dasselbe sang, bis es Abend wurde."
    )


@pytest.mark.parametrize(("rows", "rule", "doubts"), [(2, False, 1), (6, False, 0), (2, True, 0)])
def test_a_table_of_few_rows_without_rules_is_doubted(rows: int, rule: bool, doubts: int) -> None:
    press = Press()
    press.prose(PROSE)
    press.y += 10
    for number in range(rows):
        table_row(press, ("Roggen", "zwölf", f"Sack {number}"))
        if rule and number == 0:
            ruled(press)
    press.y += 12
    press.prose(MORE)
    draft = press.draft()
    assert len(found(draft.blocks, "Table")) == 1
    assert [doubt.code for doubt in draft.doubts] == ["import-table"] * doubts


def test_a_call_in_the_title_leaves_the_metadata() -> None:
    press = Press()
    press.line("Das Heft ohne Linien", x=100, size=22.0)
    press.y += 20
    press.line("Hanna Feldmann", ("*", Face.SUPERIOR), x=150, size=12.0)
    press.y += 40
    press.prose(PROSE)
    press.prose(MORE)
    press.foot(1)
    press.note("*", "Dem Müller zum Dank.")
    draft = press.draft(metadata={"author": "Hanna Feldmann"})
    assert draft.metadata["author"] == "Hanna Feldmann"
    assert [text(note["c"]) for note in found(draft.blocks, "Note")] == ["Dem Müller zum Dank."]
    assert [doubt.code for doubt in draft.doubts] == ["import-note-without-call"]


def test_code_is_no_body_type() -> None:
    press = Press()
    press.prose(PROSE, size=11.0)
    press.y += 8
    for number in range(60):
        press.line((f"mahle(korn, {number}) und siebe(mehl, {number})", Face.MONOSPACED), size=8.0)
    press.y += 8
    press.prose(MORE, size=11.0)
    draft = press.draft()
    assert found(draft.blocks, "Header") == []
    assert kinds(draft) == ["Para", "CodeBlock", "Para"]


def test_square_metres_call_no_note() -> None:
    press = Press()
    press.prose(PROSE)
    press.line("Eins.", ("1", Face.SUPERIOR), x=62)
    press.line("Der Speicher maß 40 m", ("2", Face.SUPERIOR), " und war leer.", x=62)
    press.line("Zwei.", ("2", Face.SUPERIOR), x=62)
    press.prose(MORE)
    press.foot(2)
    press.note("1", "Zur Stelle 1.")
    press.note("2", "Zur Stelle 2.")
    draft = press.draft()
    assert text(found(draft.blocks, "Superscript")) == "2"
    assert "Speicher maß 40 m2 und war leer." in text(draft.blocks)
    assert draft.doubts == ()
