"""Comments that silence rules: which are read, what they answer for, what they leave behind."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from conftest import FILE, ReadFiles, ReadText, lines, words_of
from satzspiegel.apply import apply_typography
from satzspiegel.manuscript import read_manuscript
from satzspiegel.manuscript.files import SourceFile
from satzspiegel.manuscript.silences import read_silences
from satzspiegel.manuscript.source import scan
from satzspiegel.model import Finding, Note, Place, Severity, Silence
from satzspiegel.silences import REACH, Silences
from satzspiegel.walks import all_inlines, plain_text

OK = "<!-- satzspiegel: ok N3 -->"


def silences(text: str) -> tuple[Silence, ...]:
    return read_silences(scan(SourceFile(FILE, text)))


def read(text: str) -> list[tuple[int, int, tuple[str, ...], bool]]:
    """Line, column, rules and reach of each silence in a text."""
    return [(s.line, s.column, s.rules, s.whole_line) for s in silences(text)]


def at(line: int, column: int) -> Place:
    return Place(FILE, line, column)


def hint(line: int, column: int, rule: str, severity: Severity = Severity.HINT) -> Finding:
    return Finding("typography-fix", severity, at(line, column), {"rule": rule})


def kept(text: str, *findings: Finding) -> list[str]:
    """Rules and columns of the findings that stay, and the codes of what was added."""
    stay = Silences(silences(text)).apply(findings)
    return [
        f"{f.values['rule']} {f.place.column}" if f in findings and f.place else f.code
        for f in stay
    ]


# ------------------------------------------------------------------------------------ reading


@pytest.mark.parametrize(
    ("comment", "rules"),
    [
        ("<!-- satzspiegel: ok N3 -->", ("N3",)),
        ("<!-- satzspiegel: ok N3 D10 -->", ("N3", "D10")),
        ("<!--satzspiegel:ok N3, D10-->", ("N3", "D10")),
        ("<!-- Satzspiegel: OK n3 -->", ("n3",)),
        ("<!-- satzspiegel: ok: N3 -->", ("N3",)),
        ("<!-- satzspiegel: ok -->", ()),
        ("<!-- satzspiegel: ok (so im Zitat) -->", ()),
        ("<!-- satzspiegel: ok N3 (so, im Zitat, S. 3) -->", ("N3",)),
        ("<!-- satzspiegel: ok\n  N3\n-->", ("N3",)),
        ("<!-- satzspiegel: ok image-undescribed -->", ("image-undescribed",)),
    ],
)
def test_what_a_comment_names(comment: str, rules: tuple[str, ...]) -> None:
    assert read(f"Siehe S.12 {comment} da.") == [(1, 12, rules, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Siehe `<!-- satzspiegel: ok N3 -->` da.",
        "```\n<!-- satzspiegel: ok N3 -->\n```",
        "Text\n\n    <!-- satzspiegel: ok N3 -->",
        "Siehe \\<!-- satzspiegel: ok N3 -->",
        "Siehe <!-- satzspiegel: okay N3 --> da",
        "Siehe <!-- satzspiegel: N3 --> da",
        "Siehe <!-- mein satzspiegel: ok N3 --> da",
        "Siehe satzspiegel: ok N3 da",
    ],
)
def test_what_is_no_silence(text: str) -> None:
    assert read(text) == []


def test_a_comment_alone_on_its_line_answers_for_the_next() -> None:
    assert read(f"{OK}\nText") == [(2, 0, ("N3",), True)]
    assert read(f"Text\n\n{OK}\n\n\nText") == [(6, 0, ("N3",), True)]
    assert read(f"Text\n {OK} \nText") == [(3, 0, ("N3",), True)]
    assert read(f"> {OK}\n>\n> Zitat") == [(3, 0, ("N3",), True)]
    assert read(f"{OK}\n<!-- noch\n einer -->\nText") == [(4, 0, ("N3",), True)]
    assert read(f"{OK} <!-- noch einer -->\nText") == [(2, 0, ("N3",), True)]
    assert read(f"Text\n\n{OK}\n\n") == [(0, 0, ("N3",), True)]


def test_a_comment_knows_its_own_place() -> None:
    assert [s.place for s in silences(f"{OK}\nText {OK} so")] == [at(1, 1), at(2, 6)]


def test_a_comment_that_begins_a_line_belongs_to_the_one_above() -> None:
    assert read(f"Siehe S.12\n{OK} da.") == [(1, 11, ("N3",), False)]
    assert kept(f"Siehe S.12\n{OK} da S.13.", hint(1, 7, "N3"), hint(2, 32, "N3")) == ["N3 32"]


def test_comments_inside_notes() -> None:
    text = f"Text[^1] und^[Siehe S.12 {OK}.]\n\n[^1]: Siehe S.12 {OK}.\n\n    {OK}\n\n    S.13"
    assert read(text) == [
        (1, 26, ("N3",), False),
        (3, 18, ("N3",), False),
        (7, 0, ("N3",), True),
    ]


def test_silences_of_a_manuscript(read_files: ReadFiles) -> None:
    publication, _ = read_files(
        {"metadata.yaml": "title: T", "1-a.md": f"S.12 {OK} und", "2-b.md": f"{OK}\n\nText"}
    )
    assert publication.silences == (
        Silence("1-a.md", 1, 6, ("N3",), place=Place("1-a.md", 1, 6)),
        Silence("2-b.md", 3, 0, ("N3",), whole_line=True, place=Place("2-b.md", 1, 1)),
    )


# ------------------------------------------------------------------------------------ answering


def test_inside_a_line_the_last_place_before() -> None:
    text = f"S.12 und S.13 {OK} und S.14"
    places = [hint(1, column, "N3") for column in (1, 10, 50)]
    assert kept(text, *places) == ["N3 1", "N3 50"]
    assert kept(text, *reversed(places)) == ["N3 50", "N3 1"]


def test_each_comment_has_its_own_place() -> None:
    text = f"S.12 {OK} und S.13 {OK} und S.14"
    assert kept(text, hint(1, 1, "N3"), hint(1, 38, "N3"), hint(1, 80, "N3")) == ["N3 80"]


def test_each_rule_that_is_named() -> None:
    text = "von 1919-1922 siehe S.12 <!-- satzspiegel: ok D3 N3 --> da"
    assert kept(text, hint(1, 5, "D3"), hint(1, 21, "N3"), hint(1, 1, "D10")) == ["D10 1"]


def test_several_findings_at_one_place() -> None:
    assert kept(f"S.12 {OK}", hint(1, 1, "N3"), hint(1, 1, "N3")) == []


def test_other_rules_lines_and_files_are_not_meant() -> None:
    others = (
        hint(1, 1, "N4"),
        hint(2, 1, "N3"),
        Finding("typography-fix", Severity.HINT, Place("b.md", 1, 1), {"rule": "N3"}),
        Finding("typography-fix", Severity.HINT, None, {"rule": "N3"}),
    )
    assert Silences(silences(f"S.12 {OK}")).apply(others)[:-1] == others


def test_a_whole_line() -> None:
    text = f"{OK}\nS.12 und S.13"
    findings = [hint(2, 1, "N3"), hint(2, 10, "N3"), hint(2, 1, "N4"), hint(3, 1, "N3")]
    assert kept(text, *findings) == ["N4 1", "N3 1"]


def test_without_ids_only_what_is_near() -> None:
    text = "x" * 60 + " <!-- satzspiegel: ok -->"
    far, near = 62 - REACH - 1, 62 - REACH
    assert kept(text, hint(1, far, "N3"), hint(1, near, "D1"), hint(1, 60, "N4")) == [f"N3 {far}"]
    whole = "<!-- satzspiegel: ok -->\nText"
    assert kept(whole, hint(2, 1, "N3"), hint(2, 900, "D1")) == []


def test_ids_in_any_case_and_codes() -> None:
    assert kept("S.12 <!-- satzspiegel: ok n3 -->", hint(1, 1, "N3")) == []
    assert kept("S.12 <!-- satzspiegel: ok typography-fix -->", hint(1, 1, "N3")) == []


def test_errors_stay() -> None:
    error = hint(1, 1, "N3", Severity.ERROR)
    assert kept(f"S.12 {OK}", error) == ["N3 1", "silence-unused"]
    warning = hint(1, 1, "N3", Severity.WARNING)
    assert kept(f"S.12 {OK}", warning) == []


def test_no_line_behind_the_comment() -> None:
    whole_file = Finding("file-unnumbered", Severity.HINT, Place(FILE))
    answer = Silences(silences("Text\n\n<!-- satzspiegel: ok -->")).apply([whole_file])
    assert [finding.code for finding in answer] == ["file-unnumbered", "silence-unused"]


def test_fixes_that_are_not_made() -> None:
    silencer = Silences(silences(f"S.12 und S.13 {OK} und S.14"))
    fixes = [(at(1, 1), "N3"), (at(1, 10), "N3"), (at(1, 10), "N4"), (at(1, 50), "N3")]
    assert silencer.silenced(fixes) == {1}
    assert silencer.covers(at(1, 1), "N3")
    assert not silencer.covers(at(1, 50), "N3")
    assert not silencer.covers(at(1, 1), "N4")
    assert Silences(()).silenced(fixes) == frozenset()


def test_a_comment_that_keeps_a_fix_away_has_its_use() -> None:
    silencer = Silences(silences(f"S.12 {OK} und"))
    assert [f.code for f in silencer.apply(())] == ["silence-unused"]
    assert silencer.apply((), [(at(1, 1), "N3")]) == ()


def test_hints_about_comments() -> None:
    text = "Ja <!-- satzspiegel: ok N3 D10 --> nein <!-- satzspiegel: ok N33 -->"
    text += " <!-- satzspiegel: ok -->"
    assert lines(Silences(silences(text)).apply(())) == [
        f"{FILE}:1:4: Hinweis: »satzspiegel: ok N3 D10« bringt hier nichts zum Schweigen. "
        "Setzen Sie sie hinter die Stelle, in dieselbe Zeile, oder löschen Sie sie.",
        f"{FILE}:1:41: Hinweis: Die Regel »N33« gibt es nicht. Meinten Sie »N3«?",
        f"{FILE}:1:70: Hinweis: »satzspiegel: ok« bringt hier nichts zum Schweigen. "
        "Setzen Sie sie hinter die Stelle, in dieselbe Zeile, oder löschen Sie sie.",
    ]


def test_a_comment_with_one_id_unknown_still_answers_for_the_others() -> None:
    text = "S.12 <!-- satzspiegel: ok N3 N33 -->"
    assert kept(text, hint(1, 1, "N3")) == ["silence-unknown"]


def test_at_most_one_place_for_each_rule_and_comment() -> None:
    """Whatever stands on a line: a comment silences the nearest place of each rule, no other."""
    chance = random.Random(3)  # noqa: S311
    for _ in range(300):
        columns = sorted(chance.sample(range(1, 200), chance.randint(1, 12)))
        fixes = [(at(1, column), chance.choice(("N3", "N4", "D1"))) for column in columns]
        chance.shuffle(fixes)
        comments = chance.sample(range(1, 210), chance.randint(0, 4))
        marks = [Silence(FILE, 1, column, ("N3", "D1")) for column in comments]
        expected = set()
        for column in comments:
            for rule in ("N3", "D1"):
                before = [p.column for p, r in fixes if r == rule and p.column < column]
                expected |= {(at(1, max(before)), rule)} if before else set()
        assert {fixes[index] for index in Silences(marks).silenced(fixes)} == expected


# --------------------------------------------------------------------------- what comments leave


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"vorn {OK} hinten", "vorn hinten"),
        (f"vorn{OK} hinten", "vorn hinten"),
        (f"vorn {OK}hinten", "vorn hinten"),
        (f"vorn{OK}hinten", "vornhinten"),
        (f"vorn {OK}, hinten", "vorn, hinten"),
        (f"vorn {OK}. Hinten", "vorn. Hinten"),
        (f"vorn {OK} ... hinten", "vorn ... hinten"),
        (f"vorn {OK}... hinten", "vorn ... hinten"),
        (f"vorn {OK}) hinten", "vorn) hinten"),
        (f"vorn {OK} {OK} hinten", "vorn hinten"),
        (f"vorn {OK}\nhinten", "vorn hinten"),
        (f"vorn\n{OK}\nhinten", "vorn hinten"),
        (f"vorn\n{OK} hinten", "vorn hinten"),
        (f"vorn hinten {OK}", "vorn hinten"),
        (f"„vorn{OK}“ hinten", "„vorn“ hinten"),
        (f"*vorn {OK}* hinten", "vorn hinten"),
        (f"vorn {OK} *hinten*", "vorn hinten"),
        (f"- vorn {OK}\n- hinten", "vorn hinten"),
        (f"{OK}\n\nvorn hinten", "vorn hinten"),
        (f"{OK} vorn hinten", "vorn hinten"),
        ("vorn <!-- über\nzwei Zeilen --> hinten", "vorn hinten"),
        ("`vorn <!-- so --> hinten`", "vorn <!-- so --> hinten"),
    ],
)
def test_a_comment_leaves_nothing_behind(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    manuscript, _ = read_manuscript(tmp_path / FILE)
    assert words_of(manuscript.parts[0].blocks) == words


def test_a_comment_before_a_note_call(read_text: ReadText) -> None:
    publication, _ = read_text(f"Siehe S.12 {OK}[^1] da.\n\n[^1]: Ebd. {OK}")
    assert words_of(publication.chapters[0].blocks[1:]) == "Siehe S.12 da."
    note: Note = publication.notes[0]
    assert words_of(note.blocks) == "Ebd."


def test_places_behind_a_comment(read_text: ReadText) -> None:
    _, findings = read_text(f"vorn satzspiegel {OK} N3 [x](#fehlt)")
    assert [str(f.place) for f in findings] == [f"{FILE}:1:54"]


def test_a_comment_answers_for_its_own_cell_alone(read_text: ReadText) -> None:
    text = f"| S.5 | S.6 {OK} |\n|:---|:---|\n\nS.7 ^[Siehe S.8.] S.9 {OK} da."
    publication, _ = apply_typography(read_text(text)[0])
    said = plain_text(tuple(all_inlines(publication.chapters[0].blocks)))
    assert [w in said for w in ("S.\u202f5", "S.6", "S.\u202f7", "S.9")] == [True] * 4
    assert plain_text(tuple(all_inlines(publication.notes[0].blocks))) == "Siehe S.\u202f8."
