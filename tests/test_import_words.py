"""Words of old lines: whole again, in proper case, and honest about what is a guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satzspiegel.hyphenation.languages import patterns_for
from satzspiegel.importing.words import Joined, Vocabulary, join, proper_case
from satzspiegel.importing.words.german import DATA, Spelling, spelling

ROOT = Path(__file__).parent.parent
EMPTY = Vocabulary.of([], "de")
#: The document for most of the examples.
TEXT = """
Die Werft-Leitung sprach mit den LeserInnen der Zeitung. Im Süden lag Altenwerder, und in
Altenwerder wohnten die Netzflicker. Die Rote Flotte kam; mit der Roten Flotte kam der Lärm.
Von den hamburgischen Linken sprach keiner, von rot-weißen Fahnen viele. Das EKWM tagte.
Sie wollten am Deich snaken und wieder snaken. Das Flicken dauerte, das Flicken war mühsam.
Die Boote gehören McKrabbe.
Der Landrat fuhr am Abend auf der Straße nach Hause, und die Straße war leer.
"""
DOCUMENT = Vocabulary.of(TEXT.splitlines(), "de")
OLD = Vocabulary.of(["Er sagte, daß er muß, und das Schiff mußte warten."], "de")


def whole(left: str, right: str, vocabulary: Vocabulary = DOCUMENT) -> str:
    return join(left, right, vocabulary).text


# ------------------------------------------------------------------------------------ vocabulary


def test_halves_at_line_ends_are_no_words() -> None:
    words = Vocabulary.of(["Der Netz-", "flicker kam am Don-", "nerstag spät"], "de").whole
    assert words == {"der": 1, "kam": 1, "am": 1, "spät": 1}


def test_case_counts_inside_sentences_only() -> None:
    vocabulary = Vocabulary.of(["Morgen kommt er. Heute nicht: »Nie«, am Morgen."], "de")
    assert dict(vocabulary.forms) == {"kommt": 1, "er": 1, "nicht": 1, "am": 1, "Morgen": 1}
    assert set(vocabulary.initial) == {"Morgen", "Heute", "Nie"}


def test_lines_in_capitals_say_nothing_of_case() -> None:
    assert not Vocabulary.of(["DER WEG NACH SÜDEN"], "de").whole


@pytest.mark.parametrize(
    ("word", "least", "most"),
    [
        ("Altenwerder", 1.0, 1.0),  # the document's
        ("Altenwerders", 0.9, 0.99),  # a form of it
        ("Wasserturm", 0.9, 0.99),  # made of morphemes
        ("liberté", 0.9, 0.95),  # foreign
        ("Werft-Wasserturm", 0.9, 0.99),
        ("ttelsch", 0.0, 0.1),
        ("4711", 0.0, 0.0),
        ("", 0.0, 0.0),
    ],
)
def test_how_well_a_word_is_known(word: str, least: float, most: float) -> None:
    assert least <= DOCUMENT.knows(word) <= most


# -------------------------------------------------------------------------------------- line ends

WHOLE = [
    # Inserted.
    ("am Netz-", "flickertor", "am Netzflickertor"),
    ("(Gemeinde-", "verwaltung).", "(Gemeindeverwaltung)."),
    ("»Netz-", "flicker«, sagt er", "»Netzflicker«, sagt er"),
    ("die Musik-", "kritik", "die Musikkritik"),
    ("der Makkaroni-", "topf", "der Makkaronitopf"),
    ("Ak-", "kord", "Akkord"),
    ("Alten-", "werder", "Altenwerder"),
    ("das Wissen-", "schaftliche", "das Wissenschaftliche"),
    ("klein-", "bürgerlich", "kleinbürgerlich"),
    ("den-", "noch", "dennoch"),
    ("Kür-", "bis", "Kürbis"),
    ("Grim-", "melshausen-Preis", "Grimmelshausen-Preis"),
    ("Ost-West-Gefäl-", "le", "Ost-West-Gefälle"),
    ("Grimm’-", "sche", "Grimm’sche"),
    ("der A-", "bend", "der Abend"),
    ("die Leser-", "Innen", "die LeserInnen"),
    ("bei Mc-", "Krabbe", "bei McKrabbe"),
    ("WERFTAR-", "BEITER", "WERFTARBEITER"),
    ("Vor\u00ad", "ort", "Vorort"),
    ("Vor\u00ac", "ort", "Vorort"),
    ("Vor\u2010", "ort", "Vorort"),
    ("der Vor-", "ort12 lag", "der Vorort12 lag"),
    ("la situa-", "tion de la ville", "la situation de la ville"),
    ("of the manu-", "script and its history", "of the manuscript and its history"),
    ("Werft lei-", "tung", "Werft leitung"),
    # The word's own.
    ("die Werft-", "Leitung", "die Werft-Leitung"),
    ("die Ost-West-", "Grenze", "die Ost-West-Grenze"),
    ("WERFT-", "LEITUNG", "WERFT-LEITUNG"),
    ("die EKWM-", "nahe Presse", "die EKWM-nahe Presse"),
    ("EKWM-/SKB-", "Führung", "EKWM-/SKB-Führung"),
    ("rot-", "weißen", "rot-weißen"),
    ("lyrisch-", "dramatische", "lyrisch-dramatische"),
    ("deutsch-", "dänischer", "deutsch-dänischer"),
    ("wirtschaftlich-", "technischen", "wirtschaftlich-technischen"),
    ("Meier-", "Lüdenau", "Meier-Lüdenau"),
    ("von 1871-", "1914", "von 1871-1914"),
    ("der 15-", "jährige", "der 15-jährige"),
    ("Jahrgang-", "68er", "Jahrgang-68er"),
    ("die 1920er-", "Jahre", "die 1920er-Jahre"),
    ("2018-04-", "01", "2018-04-01"),
    ("die x-", "beliebige", "die x-beliebige"),
    ("ein E-", "Werk", "ein E-Werk"),
    ("Anti-", "»Wilhelminismus«", "Anti-»Wilhelminismus«"),
    ("„Morgen“-", "Redaktion", "„Morgen“-Redaktion"),
    ("unter www.netz.example/a-", "b/c", "unter www.netz.example/a-b/c"),
    ("Vor\u2011", "ort", "Vor\u2011ort"),
    ("c’est peut-", "être la ville de", "c’est peut-être la ville de"),
    # The hyphen of a part that is left out, and dashes: with a space.
    ("Ober-", "und Unterland", "Ober- und Unterland"),
    ("(Zu-", "oder Abfluss)", "(Zu- oder Abfluss)"),
    ("drei-", "bis viermal", "drei- bis viermal"),
    ("„Ober-“", "und „Unterland“", "„Ober-“ und „Unterland“"),
    ("Ober-,", "Mittel- und Unterland", "Ober-, Mittel- und Unterland"),
    ("Netzhandel und -", "herstellung", "Netzhandel und -herstellung"),
    ("er kam -", "sie nicht", "er kam - sie nicht"),
    ("er kam \u2013", "sie nicht", "er kam \u2013 sie nicht"),
    ("1871\u2013", "1914", "1871\u20131914"),
    # No hyphen at all.
    ("er kam", "spät", "er kam spät"),
]


@pytest.mark.parametrize(("left", "right", "text"), WHOLE)
def test_lines_become_one_text(left: str, right: str, text: str) -> None:
    assert whole(left, right) == text


OLD_SPELLINGS = [
    ("die Zuk-", "kertüte", "die Zuckertüte", "k-", "c"),
    ("DER BÄK-", "KER", "DER BÄCKER", "K-", "C"),
    ("ein Herr Wek-", "kerling", "ein Herr Weckerling", "k-", "c"),
    ("die Schiff-", "fahrt", "die Schiffahrt", "f-", ""),
    ("das Bett-", "tuch", "das Bettuch", "t-", ""),
    ("die Schiff-", "fracht", "die Schifffracht", "-", ""),
    ("der Musik-", "kenner", "der Musikkenner", "-", ""),
]


@pytest.mark.parametrize(("left", "right", "text", "removed", "added"), OLD_SPELLINGS)
def test_spellings_of_broken_words_before_1996(
    left: str, right: str, text: str, removed: str, added: str
) -> None:
    joined = join(left, right, OLD)
    assert (joined.text, joined.removed, joined.added) == (text, removed, added)


def test_three_consonants_stay_in_the_new_orthography() -> None:
    assert whole("die Schiff-", "fahrt") == "die Schifffahrt"
    assert whole("die Schiff-", "fahrt", Vocabulary.of(["mit der Schiffahrt"], "de")) == (
        "die Schiffahrt"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er kam nach Torf-Moor und nach Torf-Moor zurück", "TORF-MOOR"),
        ("Er kam nach Torfmoor und nach Torfmoor zurück", "TORFMOOR"),
    ],
)
def test_the_document_decides(text: str, expected: str) -> None:
    assert whole("TORF-", "MOOR", Vocabulary.of([text], "de")) == expected


def test_what_is_chosen_and_what_else_it_might_be() -> None:
    joined = join("im Ost-West-Gefäl-", "le,", DOCUMENT)
    assert joined.probability > 0.99
    assert replace(joined, probability=1.0) == Joined(
        text="im Ost-West-Gefälle,",
        hyphen_kept=False,
        probability=1.0,
        other="Ost-West-Gefäl-le",
        reason="lexicon",
        word="Ost-West-Gefälle",
        removed="-",
    )


def test_the_habit_of_the_document_decides() -> None:
    habit = "eine nicht-ländliche, nicht-adlige, nicht-zünftige Gegend"
    assert whole("nicht-", "bäuerlich", Vocabulary.of([habit], "de")) == "nicht-bäuerlich"
    assert whole("nicht-", "bäuerlich") == "nichtbäuerlich"


def test_a_break_that_patterns_allow_is_rather_an_inserted_one() -> None:
    allowed, not_allowed = join("Krum-", "menkoog", DOCUMENT), join("Kr-", "ummenkoog", DOCUMENT)
    assert allowed.text == not_allowed.text == "Krummenkoog"
    assert allowed.probability > not_allowed.probability


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("die liberal-", "konservative Mehrheit"),  # spelt either way
        ("der A-", "bend"),
        ("das Wort Volks-3", "front"),
        ("Netzhandel und -", "herstellung"),
    ],
)
def test_guesses_are_doubted(left: str, right: str) -> None:
    assert 0.5 < join(left, right, DOCUMENT).probability < 0.95


# Text set in narrow columns: what the patterns break, and where hyphens are, is known.


def columns(paragraph: str, width: int) -> Iterator[tuple[str, str]]:
    """Lines, and how each goes on: »« behind an inserted hyphen, »-« behind one of the word's own,
    a space behind any other."""
    line = ""
    for word in paragraph.split():
        rest = word
        while len(line) + len(rest) + 1 > width:
            point = _break(rest, width - len(line) - 2)
            if point and rest[point - 1] == "-":
                yield f"{line} {rest[:point]}".strip(), "-"
            elif point:
                yield f"{line} {rest[:point]}-".strip(), ""
            elif line:
                yield line, " "
            else:
                break
            line, rest = "", rest[point:]
        line = f"{line} {rest}".strip()
    yield line, " "


def _break(word: str, room: int) -> int:
    patterns = patterns_for("de")
    assert patterns is not None
    hyphens = [match.end() for match in re.finditer(r"(?<=\w)-(?=\w)", word)]
    return max((p for p in (*patterns.points(word), *hyphens) if p <= room), default=0)


def manuscript() -> list[str]:
    text = "\n\n".join(path.read_text("utf-8") for path in sorted(ROOT.glob("manuscript/0*.md")))
    # What shows broken words on purpose is no text to break.
    paragraphs = [p for p in text.split("\n\n") if not re.search(r"\w-\w+-\w|stinkt|Zu-?cker", p)]
    plain = (re.sub(r"\{[^}]*\}|\([^)]*\)|[^\w\s.,;:!?»«\-–’]", "", p) for p in paragraphs)
    return [" ".join(p.split()) for p in plain if len(p) > 200]


@pytest.mark.parametrize("width", [34, 46])
def test_the_manuscript_in_narrow_columns(width: int) -> None:
    paragraphs = [list(columns(paragraph, width)) for paragraph in manuscript()]
    vocabulary = Vocabulary.of([line for lines in paragraphs for line, _ in lines], "de")
    outcomes: Counter[str] = Counter()
    for lines in paragraphs:
        for (line, goes_on), (following, _) in pairwise(lines):
            if goes_on == " ":
                continue
            joined = join(line, following, vocabulary)
            expected = (line if goes_on else line[:-1]) + following
            outcomes["right" if joined.text == expected else "wrong"] += 1
            outcomes["doubted"] += joined.probability < 0.95
    assert outcomes["right"] > 150
    assert outcomes["wrong"] <= 1
    assert outcomes["doubted"] <= 3


LETTERS = st.text("abeknstuüßABKS’-.,»«(1 \u00ad\u2010", max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    LETTERS, st.sampled_from("-\u00ad\u2010\u2011\u00ac"), st.sampled_from(["", "“", "12"]), LETTERS
)
def test_every_character_is_accounted_for(left: str, hyphen: str, behind: str, right: str) -> None:
    joined = join(left + hyphen + behind, right, DOCUMENT)
    before = Counter(re.sub(r"\s", "", left + hyphen + behind + right))
    after = Counter(re.sub(r"\s", "", joined.text))
    assert before + Counter(joined.added) == after + Counter(joined.removed)
    assert 0.5 <= joined.probability <= 1
    assert joined.hyphen_kept == (not joined.removed)


@pytest.mark.parametrize(
    "left", ["x" * 200_000 + " y-", "-" * 200_000, "ab-" * 60_000, "/" * 200_000]
)
def test_endless_words_take_no_time(left: str) -> None:
    before = process_time()
    join(left, left[::-1], Vocabulary.of([left, left], "de"))
    proper_case(left.upper(), DOCUMENT)
    assert process_time() - before < 2


# --------------------------------------------------------------------------------------- capitals

HEADINGS = [
    "Der lange Weg nach Süden",
    "Was tun?",
    "Wie alles begann: Ein Rückblick",
    "Masten, Segel, Taue",
    "Die Anfänge der SPD",
    "Friedrich II. und Ludwig XVI.",
    "Das 19. Jahrhundert und die Fischerei",
    "1. Vom Bau der Schiffe",
    "Dr. Brandts Reise",
    "Ein G8-Treffen im Hafen",
    "Deutsch-dänische Grenzen",
    "NATO-Doppelbeschluss",
    "US-amerikanische Fischer",
    "Die Grimm’schen Märchen",
    "Von d’Artagnan bis Dumas",
    "Fische usw. am Kai",
    "Plan E und Plan A",
    "Unter www.hafen.example",
    "Am Deich snaken",
    "Netze nicht flicken",
    "Die alten und neuen Häuser",
    "Die Weiße Rose",  # a name that everybody spells so
    "Die Rote Flotte im Hafen",  # the document's name
    "Altenwerder",
    "Das EKWM tagt",
    "Am Rande der Gesellschaft",
    "Das Neue und das Alte",
    "Im Allgemeinen",
    "Alte und neue Häuser",
    "Die hamburgische Linke",
    "Der Staat und die Armen",
    "Die beiden anderen",
    "Am besten gar nicht",
    "Alles Gute",
    "Beim Lesen der Karten",
    "Lesen und Schreiben",
    "Den Hafen sehen, ohne zu reden",
    "Das Sein und das Nichts",
    "Das große Schweigen",
    "Leben am Fluss",
    "Große Straßen",
    "Grüße aus Preußen",
    "Der Fluss und die Massen",
    "»Die Netzflicker« von Altenwerder",
    "Überhaupt kein Wasser",
    "Verzeichniseinträge",
    "La situation de la ville",
    "Der Fall Dreyfus",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_headings_in_proper_case(heading: str) -> None:
    assert proper_case(heading.upper(), DOCUMENT).text == heading


def test_a_heading_that_the_document_explains_is_not_doubted() -> None:
    cased = proper_case("ALTENWERDER UND DIE NETZFLICKER", DOCUMENT)
    assert cased.text == "Altenwerder und die Netzflicker"
    assert cased.probability > 0.95
    assert cased.doubtful == ()


@pytest.mark.parametrize(
    ("heading", "doubtful"),
    [("MASSE UND GEWICHTE", "Masse"), ("DRUCKEN UND BINDEN", "Binden"), ("ARM UND REICH", "reich")],
)
def test_words_that_may_be_spelt_in_two_ways_are_doubted(heading: str, doubtful: str) -> None:
    cased = proper_case(heading, EMPTY)
    assert cased.probability < 0.95
    assert doubtful.lower() in map(str.lower, cased.doubtful)


def test_eszett_as_the_document_has_it() -> None:
    swiss = Vocabulary.of(
        [" ".join(f"wort{'abcdefghij'[i % 10] * (i // 10)}" for i in range(9000))], "de-CH"
    )
    measures = Vocabulary.of(["nach den Maßen der Maße und dem Maße"], "de")
    assert proper_case("DIE STRASSE", swiss).text == "Die Strasse"
    assert proper_case("DIE MASSE", measures).text == "Die Maße"
    assert proper_case("DIE MASSE", Vocabulary.of(["Maße gibt es."], "de")).text == "Die Maße"
    assert proper_case("KONGRESS UND AUSSTELLUNG", OLD).text == "Kongreß und Ausstellung"


def test_text_that_is_no_heading_in_capitals_stays() -> None:
    for text in ("Der Weg nach Süden", "1914", "", "der Weg der SPD", "LANG " * 500):
        assert proper_case(text, DOCUMENT) == (proper_case(text, EMPTY))
        assert proper_case(text, DOCUMENT).text == text


@settings(max_examples=150, deadline=None)
@given(st.text("ABEKLNORSTUÜßẞ’-.:,»«() 12\n", max_size=40))
def test_letters_stay_but_for_case_and_eszett(text: str) -> None:
    cased = proper_case(text, DOCUMENT)
    assert cased.text.casefold() == text.casefold()
    assert 0 < cased.probability <= 1


# ------------------------------------------------------------------------------------------- data


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Hafen", Spelling.CAPITAL),
        ("Hafenpromenade", Spelling.CAPITAL),
        ("Einheitsschule", Spelling.CAPITAL),
        ("Unverträglichkeiten", Spelling.CAPITAL),
        ("STRASSE", Spelling.CAPITAL),
        ("Überhaupt", Spelling.SMALL),
        ("hafennahe", Spelling.SMALL),
        ("Leben", Spelling.EITHER),
        ("Qwrtzkl", Spelling.UNKNOWN),
    ],
)
def test_how_words_are_spelt(word: str, expected: Spelling) -> None:
    assert spelling(word) is expected


def test_the_lists_are_small_and_say_where_they_come_from() -> None:
    sizes = {path.name: path.stat().st_size for path in DATA.iterdir()}
    assert set(sizes) == {"nouns.txt.gz", "foreign.txt.gz", "words.NOTICE"}
    assert sum(sizes.values()) < 500_000
    notice = (DATA / "words.NOTICE").read_text("utf-8")
    assert all(source in notice for source in ("igerman98", "wordfreq"))
