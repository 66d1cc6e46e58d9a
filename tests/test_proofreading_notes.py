"""F1, F3 and F4: calls, ends and antecedents of notes; what is wrong, and what must be left."""

from __future__ import annotations

import random

import pytest

from conftest import ReadFiles, ReadText, codes, lines
from satzspiegel.model import Finding, Severity
from satzspiegel.proofreading import proofread
from satzspiegel.proofreading.citations import cites, sources

KUEHN = "Kühn, Michael: La Typographie en France Basse, Paris 1980, S. 86."
NESSEL = "Nessel, Günter S.: Die Handpressen alt, Köln 1959, S. 57 f."


def findings_in(read_text: ReadText, text: str, **metadata: object) -> tuple[Finding, ...]:
    publication, _ = read_text(text, **metadata)
    return proofread(publication)


def with_notes(*notes: str) -> str:
    """A text that calls these notes in their order."""
    calls = " ".join(f"Satz {n}.[^{n}]" for n in range(1, len(notes) + 1))
    return "\n\n".join([calls, *(f"[^{n}]: {note}" for n, note in enumerate(notes, 1))])


# ------------------------------------------------------------------------------- F1: where calls go


@pytest.mark.parametrize(
    ("text", "code", "place", "words", "instead"),
    [
        ("Das steht fest [^1].", "call-after-space", "1:11", "fest [^1]", "fest[^1]"),
        ("Das *steht fest.* [^1] Ja.", "call-after-space", "1:12", "fest. [^1]", "fest.[^1]"),
        ("Das (hier) ^[Ja.] steht.", "call-after-space", "1:6", "(hier) ^[…]", "(hier)^[…]"),
        ("Das steht fest.[^1].", "call-between-stops", "1:11", "fest.[^1].", "fest.[^1]"),
        ("Komintern-Führung.[^1]Auch er", "call-without-space", "1:1",
         "Komintern-Führung.[^1]Auch", "Komintern-Führung.[^1] Auch"),
        ("„Ja.“[^1]Nein.", "call-without-space", "1:1", "„Ja.“[^1]Nein.", "„Ja.“[^1] Nein."),
    ],
)  # fmt: skip
def test_a_call_out_of_place(
    read_text: ReadText, text: str, code: str, place: str, words: str, instead: str
) -> None:
    note = "\n\n[^1]: Ja." if "[^1]" in text else ""
    (finding,) = findings_in(read_text, text + note)
    assert finding.code == code
    assert (finding.values["words"], finding.values["instead"]) == (words, instead)
    shift = words[0] in "(„"  # a place is that of the first letter
    line, column = place.split(":")
    known = (f"01-text.md:{line}:{column}", f"01-text.md:{line}:{int(column) - shift}")
    assert str(finding.place) in known


@pytest.mark.parametrize(
    "text",
    [
        "Ein Wort[^1].",
        "Ein Satz.[^1]",
        "Ein Satz.[^1] Noch einer.",
        "Er schrieb „Was tun?“[^1].",
        "In Was tun?[^1].",
        "Ein Wort[^1], ein Wort,[^1] und (Räte[^1]) folgen.",
        "Ein Wort[^1] [^1] mit zwei Noten.",
        "Ein Wort[^1], [^1] mit zwei Noten.",
        "[^1] Am Anfang.",
        "Ein Wort[^1]-Strich und usw.[^1], und so fort …[^1]",
        "Ein Fragment …[^1].",
        "| a | b |\n|---|---|\n| 44 %[^1] | 3 |",
    ],
)
def test_a_call_in_place(read_text: ReadText, text: str) -> None:
    assert not findings_in(read_text, f"{text}\n\n[^1]: Ja.")


# -------------------------------------------------------------------------- F3: how notes end


@pytest.mark.parametrize(
    ("note", "column", "words", "instead"),
    [
        (f"{KUEHN[:-1]}", 69, "86", "86."),
        ("Ebenso der Autor (im Jahr 1921)", 33, "1921)", "1921)."),
        ("Siehe oben,", 13, "oben,", "oben."),
        ("Ein *Titel*", 12, "Titel", "Titel."),
        ("Ein „Wort“", 12, "„Wort“", "„Wort“."),
        ("Anfang.\n\n    Ende", 5, "Ende", "Ende."),
        ("https://example.org/a sagt mehr", 34, "mehr", "mehr."),
    ],
)
def test_a_note_without_stop(
    read_text: ReadText, note: str, column: int, words: str, instead: str
) -> None:
    (finding,) = findings_in(read_text, with_notes(note))
    assert finding.code == "note-without-stop"
    assert finding.severity is Severity.WARNING
    assert (finding.values["words"], finding.values["instead"]) == (words, instead)
    assert finding.place is not None
    first_letter = column if words[0].isalnum() else column - 1
    assert finding.place.column in (column, first_letter)


@pytest.mark.parametrize(
    "note",
    [
        KUEHN,
        "Wirklich?",
        "Wirklich!",
        "Und so fort …",
        "Er schrieb: „Es ist gut.“",
        "Er schrieb: «Es ist gut.»",
        "Er schrieb es (siehe oben.)",
        "Er schrieb es (www.example.org/a).",
        "Zu finden unter: https://example.org/a/b",
        "Zu finden unter: <https://example.org/a/b>",
        "DOI: 10.1000/182",
        "*Es ist gut.*",
        "Worte:\n\n    - eins\n    - zwei",
        "Worte:\n\n    > Zitat ohne Punkt",
    ],
)
def test_a_note_with_its_end(read_text: ReadText, note: str) -> None:
    assert not findings_in(read_text, with_notes(note))


def test_a_cross_reference_needs_its_stop(read_text: ReadText) -> None:
    text = "# Eins {#eins}\n\nText[^1]\n\n[^1]: Siehe [](#eins)"
    (finding,) = findings_in(read_text, text)
    assert finding.code == "note-without-stop"
    assert str(finding.place) == "01-text.md:5:7"


def test_notes_of_the_citation_style_are_not_the_authors(read_files: ReadFiles) -> None:
    bib = "@book{a, author={Wolf, Anna}, title={Ein Buch}, address={Berlin}, year={1930}}"
    yaml = "title: T\nbibliography: b.bib"
    text = "Eins [@a]. Zwei [@a, S. 4]. Drei[^1] und vier [@a].\n\n[^1]: Nur so."
    publication, _ = read_files({"metadata.yaml": yaml, "1.md": text, "b.bib": bib})
    assert not proofread(publication)


# ------------------------------------------------------------------------------- F4: antecedents


@pytest.mark.parametrize(
    ("notes", "code", "place", "words"),
    [
        (["Ebd., S. 3."], "ebd-without-note", "3:7", "Ebd."),
        ([f"{KUEHN[:-1]}; {NESSEL}", "Ebd., S. 9."], "ebd-several-sources", "5:7", "Ebd."),
        ([f"{KUEHN} {NESSEL}", "Ebenda, S. 9."], "ebd-several-sources", "5:7", "Ebenda"),
        ([f"{KUEHN} Anders {NESSEL}", "Vgl. ebd."], "ebd-several-sources", "5:12", "ebd."),
        (["Kühn 1980, S. 3; Nessel 1959, S. 5.", "Ebd., S. 4."],
         "ebd-several-sources", "5:7", "Ebd."),
        (["Kühn, Druckerei, S. 3; Nessel, Handpressen, S. 5.", "Ebd."],
         "ebd-several-sources", "5:7", "Ebd."),
        (["Kühn: Druckerei, S. 3; vgl. auch Nessel: Handpressen, S. 5.", "Siehe ebd."],
         "ebd-several-sources", "5:13", "ebd."),
        ([KUEHN, f"Ebd., S. 3; {NESSEL}", "Ebd., S. 60."], "ebd-several-sources", "7:7", "Ebd."),
        ([KUEHN, "Hervorhebung durch den Verfasser.", "Ebd., S. 9."],
         "ebd-no-source", "7:7", "Ebd."),
        ([KUEHN, "Der Setzer nahm das später wieder zurück.", "Ebd."],
         "ebd-no-source", "7:7", "Ebd."),
        ([KUEHN, "Silberhorn, a. a. O., S. 4."], "aao-without-antecedent", "5:7",
         "Silberhorn, a. a. O."),
        ([KUEHN, "A. a. O., S. 4."], "aao-without-name", "5:7", "A. a. O."),
        (["Ders.: Schriften, Berlin 1990."], "ders-without-author", "3:7", "Ders."),
        (["Hervorhebung im Original.", "Dies.: Schriften, Berlin 1990."],
         "ders-without-author", "5:7", "Dies."),
    ],
)  # fmt: skip
def test_an_antecedent_is_missing(
    read_text: ReadText, notes: list[str], code: str, place: str, words: str
) -> None:
    (finding,) = findings_in(read_text, with_notes(*notes))
    assert (finding.code, finding.values["rule"]) == (code, "F4")
    assert (str(finding.place), finding.values["words"]) == (f"01-text.md:{place}", words)


@pytest.mark.parametrize(
    "notes",
    [
        [KUEHN, "Ebd., S. 90."],
        [KUEHN, "Ebd.", "Ebd., S. 91.", "Vgl. ebd., S. 92."],
        [f"Zitiert nach {KUEHN} Übersetzung dieses Zitats durch den Autor.", "Ebd., S. 25."],
        [f"{KUEHN[:-1]}; S. 90.", "Ebd., S. 91."],
        [f"{KUEHN[:-1]}; vgl. ebd., S. 90.", "Ebd., S. 91."],
        [
            "Hartmann, Silvia: Fraktur oder Antiqua. Der Streit von 1881 bis 1941, Kiel 1998.",
            "Ebd.",
        ],
        ["Marx, Karl: Kapital, in: Engels, Friedrich (Hrsg.): Werke, Berlin 1990, S. 3.", "Ebd."],
        ["Marx, Karl: Kapital, zit. nach Kühn, Michael: Druckerei, Paris 1980, S. 3.", "Ebd."],
        ["Rabe an Reimer, 12.03.1825, zitiert nach Winkler: Buchwesen, S. 39.", "Ebd., S. 40."],
        ["Illich, Weinberg, S. 3; Kapitel 5, S. 9.", "Ebd., S. 10."],
        ["Kühn: Druckerei, S. 3; Kühn: Druckerei, S. 9.", "Ebd., S. 10."],
        ["Interview mit Anna Wolf.", "Ebd."],
        ["Bundesarchiv, NS 6/334.", "Ebd."],
        ["*Das Kapital*.", "Ebd."],
        ["Marx, Kapital.", "Ebd."],
        ["Vgl. die Regel.", "Ebd."],
        ["Das war 1921.", "Ebd."],
        [f"Hervorhebung im Original.\n\n    {KUEHN}", "Ebd., S. 9."],
        ["Er lebte ebenda bis zum Tode.", "Das Wort „ebd.“ heißt: ebenda."],
        [KUEHN, NESSEL, "Kühn, a. a. O., S. 4."],
        [KUEHN, NESSEL, "Vgl. Kühn, Druckerei, a. a. O., S. 4; Nessel, a.a.O., S. 5."],
        [f"{KUEHN} Dagegen a. a. O., S. 90."],
        [KUEHN, "Silberhorn (wie Anm. 1), a. a. O., S. 4."],
        [KUEHN, "Ders.: Schriften, Paris 1990."],
        [KUEHN, "Ähnlich ders.: Schriften, Paris 1990."],
        ["So auch dies. Und das."],
    ],
)
def test_an_antecedent_is_there(read_text: ReadText, notes: list[str]) -> None:
    assert not codes(findings_in(read_text, with_notes(*notes)))


def test_chapters_that_count_for_themselves(read_files: ReadFiles) -> None:
    text = "# {}\n\nText[^1]\n\n[^1]: {}"
    files = {"1.md": text.format("Eins", KUEHN), "2.md": text.format("Zwei", "Ebd., S. 9.")}
    through, _ = read_files(files | {"metadata.yaml": "title: T"})
    assert not proofread(through)
    yaml = "title: T\nsatzspiegel: {notes: per-chapter}"
    alone, _ = read_files(files | {"metadata.yaml": yaml})
    assert codes(proofread(alone)) == ["ebd-without-note"]


def test_a_name_cited_in_the_text_or_listed_is_an_antecedent(read_files: ReadFiles) -> None:
    text = "Text[^1]\n\n[^1]: Wolf, a. a. O., S. 4."
    cited, _ = read_files({"1.md": f"So steht es bei Anna (Wolf, Buch, S. 3). {text}"})
    assert not proofread(cited)
    bib = "@book{a, author={Wolf, Anna}, title={Ein Buch}, address={Berlin}, year={1930}}"
    yaml = "title: T\nbibliography: b.bib\ncsl: autor-jahr\nnocite: '@*'"
    listed, _ = read_files({"metadata.yaml": yaml, "1.md": text, "b.bib": bib})
    assert not proofread(listed)


def test_ebd_behind_what_citeproc_made(read_files: ReadFiles) -> None:
    bib = "".join(
        f"@book{{{key}, author={{{name}}}, title={{Ein Buch}}, address={{Ulm}}, year={{1930}}}}\n"
        for key, name in (("a", "Wolf, Anna"), ("b", "Kant, Ida"))
    )
    yaml = "title: T\nbibliography: b.bib"
    text = "Eins {}. Zwei[^1].\n\n[^1]: Ebd., S. 9."
    files = {"metadata.yaml": yaml, "b.bib": bib}
    one, _ = read_files(files | {"1.md": text.format("[@a, S. 3; siehe auch @b]")})
    assert codes(proofread(one)) == ["ebd-several-sources"]
    two, _ = read_files(files | {"1.md": text.format("[@b] und [@a, S. 3]")})
    assert not proofread(two)


def test_what_the_editor_reads(read_text: ReadText) -> None:
    findings = findings_in(read_text, with_notes(f"{KUEHN} {NESSEL}", "Ebd., S. 9."))
    assert lines(findings)[0].startswith(
        "01-text.md:5:7: Warnung: »Ebd.« ist nicht eindeutig: Die Anmerkung davor nennt 2 Quellen."
    )


# ----------------------------------------------------------------------------- hand-made citations


@pytest.mark.parametrize(
    ("note", "count"),
    [
        (KUEHN, 1),
        ("Wagner, Daniela/Perez Molina, Rosa: La Internacional: Tropiezos, Wien 2006, S. 3.", 1),
        ("Zum Ganzen siehe Michael Kühn: Druckerei, Paris 1980; Anna Wolf: Buch, Wien 1990.", 2),
        ("Kühn: Druckerei, S. 3. Original: „…“, S. 9.", 1),
        ("Kritik, in: Wolf, Anna: Werke, Ulm 1990, S. 3.", 0),
        ("Ein Satz über Paris.", 0),
    ],
)
def test_counting_sources(note: str, count: int) -> None:
    assert sources(note) == count


def test_any_text_can_be_read() -> None:
    """No exception, and no time lost, whatever a note says."""
    chance = random.Random(3)  # noqa: S311
    alphabet = [
        "Ab",
        "-",
        " ",
        ".",
        ",",
        ":",
        ";",
        "/",
        "und",
        "von",
        "S. 3",
        "1990",
        "„",
        "“",
        "É",
    ]
    for _ in range(300):
        note = "".join(chance.choice(alphabet) for _ in range(chance.randrange(120)))
        assert sources(note) >= 0
        assert cites(note) in (True, False)
    assert sources("-".join(["Ab"] * 400) + " ; " + " ".join(["Ab und"] * 200) + ", S. 3") <= 2


def test_a_note_without_words(read_text: ReadText) -> None:
    assert not findings_in(read_text, "Ein Wort.^[] Noch eins.^[Ja.]")
