"""Typography on the document: across mark-up, with places, silences and settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conftest import ReadText, codes
from samples import write_sample
from satzspiegel.apply import TOGETHER, apply_typography, fixes, lints, profile_of
from satzspiegel.build import check
from satzspiegel.messages import LANGUAGES, ManuscriptError, render
from satzspiegel.model import Finding, Publication, Span, Text
from satzspiegel.reading import read_publication, read_structure
from satzspiegel.verify.expected import expected
from satzspiegel.walks import all_inlines, plain_text, walk_inlines

N, W = "\u202f", "\u00a0"


def text_of(publication: Publication) -> str:
    """The texts of the first chapter, behind its heading, as they are set."""
    made, _ = apply_typography(publication)
    inlines = all_inlines(made.chapters[0].blocks[1:])
    return "".join(inline.value for inline in inlines if isinstance(inline, Text))


def places(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{f.place} {f.values['rule']} {f.values['words']}" for f in findings]


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('"*Das* war\'s"', "„Das war’s“"),
        ('**"Fett"** und "[Verweis](https://a.de/)"', "„Fett“ und „Verweis“"),
        ('Ein "Wort[^1]" - mehr.\n\n[^1]: Note.', f"Ein „Wort“{W}– mehr."),
        ('"[mot juste]{lang=fr}" und [der "mot"]{lang=fr}', f"„mot juste“ und der «{N}mot{N}»"),
        ("`z.B.` z.B. `S.12`", f" z.{N}B. "),
        ("| \"Erste Zeile\n| und zweite\", 'innen'", "„Erste Zeileund zweite“, ‚innen‘"),
        ('::: {lang=en}\nHe said "no".\n:::', "He said “no”."),
        ("[« mot »]{lang=fr}", f"«{N}mot{N}»"),
    ],
)
def test_a_passage_is_set_as_one(read_text: ReadText, typed: str, set_: str) -> None:
    publication, _ = read_text(typed)
    assert text_of(publication) == set_


def test_code_and_places_stay(read_text: ReadText) -> None:
    publication, _ = read_text("`a - b` und a - b bei S.7.")
    made, _ = apply_typography(publication)
    assert "a - b" in plain_text(tuple(made.chapters[0].blocks[1].children))  # type: ignore[union-attr]
    before = [i.place for i in all_inlines(publication.chapters[0].blocks) if isinstance(i, Text)]
    after = [i.place for i in all_inlines(made.chapters[0].blocks) if isinstance(i, Text)]
    assert before == after


def test_everything_that_readers_see_is_set(read_text: ReadText) -> None:
    body = '# "Kopf" - z.B.[^1]\n\nText.\n\n[^1]: Vgl. S.5.'
    publication, _ = read_text(body, title='Der "Titel"', subtitle="1917-1922")
    made, _ = apply_typography(publication)
    title = f"„Kopf“{W}– z.{N}B."
    assert plain_text(made.chapters[0].title) == title
    assert plain_text(made.contents[0].title) == title
    assert plain_text(made.metadata.title) == "Der „Titel“"
    assert plain_text(made.metadata.subtitle) == "1917–1922"
    assert expected(made).notes[0][2].value == "5."


def test_fixes_have_line_and_column_of_their_words(read_text: ReadText) -> None:
    publication, _ = read_text('Erstens.\n\nHier *steht "S.197" und* M.N. Roy.')
    assert places(fixes(publication, everything=True)) == [
        '01-text.md:3:13 Q1 "S.197"',
        "01-text.md:3:13 N3 „S.197“",
        "01-text.md:3:26 N2 M.N. Roy.",
    ]


def test_only_slips_are_told_unasked(read_text: ReadText) -> None:
    publication, _ = read_text("Vgl. S. 5 und S. 7, aber S.9.")
    assert places(fixes(publication, everything=False)) == ["01-text.md:1:26 N3 S.9."]
    habit, _ = read_text("Vgl. z.B. dies und z.B. das, z.B. jenes.")
    assert not fixes(habit, everything=False)


def test_a_comment_keeps_one_place_as_typed(read_text: ReadText) -> None:
    publication, _ = read_text("Erst z.B. dies, dann z.B. <!-- satzspiegel: ok N1 --> das.")
    assert text_of(publication) == f"Erst z.{N}B. dies, dann z.B. das."


@pytest.mark.parametrize(
    ("settings", "set_"),
    [
        ({}, "„Groß“, 12\u202f000 und z.\u202fB."),
        ({"typography": "de-DE-guillemets"}, "»Groß«, 12\u202f000 und z.\u202fB."),
        ({"typography": "de-CH"}, "«Groß», 12’000 und z.\u202fB."),
        ({"typography": "de-CH", "eszett": "ss"}, "«Gross», 12’000 und z.\u202fB."),
        ({"eszett": "ss"}, "„Groß“, 12\u202f000 und z.\u202fB."),
        ({"rules": {"N1": False, "N7": False}}, "„Groß“, 12 000 und z.B."),
    ],
)
def test_settings_choose(read_text: ReadText, settings: dict[str, Any], set_: str) -> None:
    publication, _ = read_text('"Groß", 12 000 und z.B.', satzspiegel=settings)
    assert text_of(publication) == set_


def test_the_language_chooses_the_profile(read_text: ReadText) -> None:
    for tag, name in (("de-CH", "de-CH"), ("de-LI", "de-CH"), ("de-AT", "de-AT"), ("de", "de-DE")):
        publication, _ = read_text("Text.", lang=tag)
        assert profile_of(publication).name == name


def test_quotation_marks_are_unified_on_request(read_text: ReadText) -> None:
    text = "Er sagte «ja, ‹gewiss›» und »nein«, l’Ordre “so”."
    kept, _ = read_text(text)
    assert text_of(kept) == text
    unified, _ = read_text(text, satzspiegel={"quotes": "unify"})
    assert text_of(unified) == "Er sagte „ja, ‚gewiss‘“ und „nein“, l’Ordre „so“."


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"typography": "de-XX"}, "setting-value"),
        ({"quotes": "maybe"}, "setting-value"),
        ({"rules": {"N77": False}}, "setting-unknown"),
        ({"rules": {"N7": "nie"}}, "setting-type"),
        ({"rules": ["N7"]}, "setting-type"),
        ({"hyphenation": "Ur-instinkt"}, "setting-type"),
    ],
)
def test_wrong_settings_are_named(read_text: ReadText, settings: dict[str, Any], code: str) -> None:
    with pytest.raises(ManuscriptError) as error:
        read_text("Text.", satzspiegel=settings)
    assert codes(error.value.findings) == [code]


def test_hyphens_that_end_no_line_are_held(read_text: ReadText) -> None:
    publication, _ = read_text("Ein 10-jähriger Plan, An- und -ausfuhr, Komintern-Kongress.")
    made, _ = apply_typography(publication)
    held = [
        plain_text(inline.children)
        for inline in walk_inlines(made.chapters[0].blocks[1].children)  # type: ignore[union-attr]
        if isinstance(inline, Span) and TOGETHER in inline.classes
    ]
    assert held == ["10-jähriger", "-ausfuhr,"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Die Info's fehlen.", ["A5 Info's"]),
        ("Eva's Blumenladen und geht's.", []),
        ("So geht‘s nicht.", ["A1 geht‘s"]),
        ("Auf der Strecke Berlin-Moskau.", ["D4 Berlin-Moskau"]),
        ("Baden-Württemberg und Nord-Süd-Achse.", []),
        ("von 1919–1922 und zwischen 5-7 Uhr", ["D10 von 1919–1922", "D10 zwischen 5-7"]),
        ("1919–1922 war, von 1919 bis 1922.", []),
        ("Das Wort- so hieß es.", ["D1 Wort- so"]),
        ("Ein- und Ausfuhr, Eingang oder -ausgang.", []),
        ("Und so weiter….", ["E4 weiter…."]),
        ("Es waren 12.000 und 1.000.000.", ["N7 12.000", "N7 1.000.000"]),
        ("12345 Menschen, 1234567 km und 10115 Berlin, Nr. 54321 m", ["N7 12345", "N7 1234567"]),
        ("Er kam und und ging, die die Welt sahen.", ["W2 und und"]),
        ("Das Ende , ( so ) hieß es,dass es kam.Dann ging er.",
         ["W3 Ende ,", "W3 ( so", "W3 so )", "W3 es,dass", "W3 kam.Dann"]),
        ("[Quoi ? « mot »]{lang=fr} und `a ,b`.", []),
        ("„Eins“ und „zwei“, dann «drei».", ["Q4 «drei»."]),
        ("Er sagte: „Nein und ging.", ["Q5 „Nein"]),
        ("Er sagte: Nein“ und ging.", ["Q5 Nein“"]),
        ("„Ein langes Zitat.\n\n„Es geht weiter.“", []),
        ("„Ein langes Zitat.\n\nEs geht weiter.“", []),
        ('Ein 10"-Rohr und 5\' 10" Länge.', []),
    ],
)  # fmt: skip
def test_remarks(read_text: ReadText, text: str, told: list[str]) -> None:
    publication, _ = read_text(text)
    findings = lints(publication)
    assert [f"{f.values['rule']} {f.values['words']}" for f in findings] == told
    for finding in findings:
        assert all(render(finding, language) for language in LANGUAGES)
        assert finding.place and finding.place.column


def test_a_lint_can_be_switched_off(read_text: ReadText) -> None:
    publication, _ = read_text("Er kam und und ging.", satzspiegel={"rules": {"W2": False}})
    assert not lints(publication)


def test_the_sample_keeps_its_letters(tmp_path: Path) -> None:
    """Typography changes spaces, marks, dashes: no letter, no figure, no call."""
    folder = write_sample(tmp_path / "m")

    def bare(publication: Publication) -> str:
        said = expected(publication)
        words = [*said.words, *(word for note in said.notes for word in note)]
        return "".join(c for word in words for c in word.value if c.isalnum())

    typed, _ = read_structure(folder)
    made, _ = read_publication(folder)
    assert bare(made) == bare(typed)


SLIPS = {
    "A5": "Die Info's fehlen.",
    "D4": "Auf der Strecke Berlin-Moskau.",
    "D10": "Die Jahre von 1919–1922.",
    "E4": "Und so weiter….",
    "F1": "Ein Wort [^1].\n\n[^1]: Note.",
    "F3": "Ein Wort.[^1]\n\n[^1]: Note ohne Punkt",
    "F4": "Ein Wort.[^1]\n\n[^1]: Ebd., S. 5.",
    "N7": "Es waren 1.000.000 Leute.",
    "Q4": "„Eins“ und „zwei“, dann «drei».",
    "Q5": "Er sagte: „Nein und ging.",
    "W2": "Er kam und und ging.",
    "W3": "Das Ende , so hieß es.",
    "Z1": "Sie kamen aus Méxiko-Stadt, er aus Mexiko-Stadt, sie auch aus Mexiko-Stadt.",
}


@pytest.mark.parametrize("rule", SLIPS)
def test_lints_can_be_switched_off(tmp_path: Path, rule: str) -> None:
    def told(switch: str) -> set[str]:
        path = tmp_path / "m.md"
        head = f"---\ntitle: T\nsatzspiegel: {{rules: {{{switch}}}}}\n---\n\n"
        path.write_text(head + SLIPS[rule] + "\n", "utf-8")
        return {finding.values.get("rule", "") for finding in check(path).findings}

    assert rule in told("E1: off")
    assert rule not in told(f"{rule}: off")


@pytest.mark.parametrize(("rule", "word"), [("D7", "-ausfuhr"), ("D8", "10-jährig")])
def test_words_are_not_held_together_with_the_rule_off(
    read_text: ReadText, rule: str, word: str
) -> None:
    for on in (True, False):
        publication, _ = read_text(f"An- und {word} sein.", satzspiegel={"rules": {rule: on}})
        made, _ = apply_typography(publication)
        spans = [i for i in all_inlines(made.chapters[0].blocks) if isinstance(i, Span)]
        assert bool(spans) is on
