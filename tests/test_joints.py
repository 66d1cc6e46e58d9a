"""Joints: where compounds, prefixes and suffixes meet, and where they only seem to."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from bench.joints import break_points, our_joints, read_list, score

from satzspiegel.hyphenation.affixes import LINKED_SUFFIXES, PREFIXES, SUFFIXES
from satzspiegel.hyphenation.joints import Joint, JointKind, joints, misleading
from satzspiegel.hyphenation.lexicon import german_morphemes, parse_lexicon
from satzspiegel.hyphenation.segmentation import NEVER, Morphemes, Stem, mark, read, unmark

SIGNS = {JointKind.COMPOUND: "=", JointKind.PREFIX: "<", JointKind.SUFFIX: ">"}
TEST_LIST = Path(__file__).parent / "data" / "joints.txt"


def marked(word: str) -> str:
    return mark(word, tuple((joint.position, SIGNS[joint.kind]) for joint in joints(word)))


WORDS = [
    "Welt=revolution", "Ge<walt", "Regierungs=ge<walt", "Oktober=revolution",
    "Arbeiter=be<wegung", "Arbeits=lager", "Donau=dampf=schiff=fahrt", "Ur<instinkt",
    "Auf<lage", "un<auf<find>bar", "be<ob<achten", "Ver<bindung", "höf>lich",
    "Frei>heits=kampf", "Zu<sammen<arbeit", "inter<national", "Glück>licher=weise",
    "Straßen=bahn", "Strassen=bahn", "ge<macht", "auf<ge<teilt", "an<zu<bieten", "Öl=lampe",
    "Büch>lein", "Künst>ler",
]  # fmt: skip

SIMPLEX = [
    "Revolution", "Demokratie", "Minister", "Generation", "politischen", "technischen",
    "Zucker", "gegen", "unter", "hinter", "Kinder", "Garten", "Partei", "Element", "Herzen",
    "Becher", "Ende", "Ungarn", "Bettler", "Keller", "Tennis", "Barbar", "Anker", "General",
    "andere", "der", "ja",
]  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_joints_and_their_kinds(word: str) -> None:
    assert marked(unmark(word)[0]) == word


@pytest.mark.parametrize("word", SIMPLEX)
def test_syllables_are_no_joints(word: str) -> None:
    assert joints(word) == ()


def test_precision_and_recall_on_words_marked_by_hand() -> None:
    words = read_list(TEST_LIST)
    assert len(words) >= 300
    found = score(words, our_joints)
    assert (found.precision, found.recall) >= (0.9, 0.9), found
    assert found.recall >= 0.9, found.mistakes
    every = score(words, our_joints, suffixes=True)
    assert min(every.precision, every.recall) >= 0.9, every.mistakes


def test_the_score_sees_what_is_wrong_and_what_is_missed() -> None:
    found = score(["Welt=krieg", "Auf<lage", "Garten", "höf>lich"], lambda word: [3])
    assert (found.right, found.wrong, found.missed) == (1, 1, 1)


# Ligatures ------------------------------------------------------------------------------------

LIGATURES = [
    "Auf|lage", "Kampf|feld", "Stoff|lappen", "auf|fliegen", "höf|lich", "Schiff|fahrt",
    "Kauf|leute", "auf|fällig", "Schaf|fell", "Schlaf|lied", "hilf|los", "kopf|los",
    "Brief|freund", "tief|liegend", "Auf|lauf", "Dorf|leben", "straf|fällig", "Chef|ideologe",
    "begreif|lich", "Sauerstoff|flasche", "Hof|leute", "Wolf|fell", "Golf|lehrer", "auf|finden",
    "fünf|fach", "Stoff|fetzen", "Ruf|linie", "Tief|flug", "auf|forsten", "Kauf|interesse",
    "beruf|lich", "käuf|lich", "treff|lich",
]  # fmt: skip

LIGATED = [
    "offen", "finden", "Affe", "Grafik", "Pfiff", "fliegen", "Waffel", "Koffer", "hoffen",
    "Pflicht", "Konflikt", "Reflex", "Offizier", "Graffiti", "Kartoffel", "Schiffe", "Griffe",
    "effektiv", "Differenz", "öffnen", "Stoffe", "treffen", "Löffel", "Zweifel", "Profil",
    "Zifferblatt", "Tariferhöhung", "Flucht", "Film", "Finanzen", "Affekt", "schaffen",
    "Afrika", "Golf",
]  # fmt: skip


@pytest.mark.parametrize("word", LIGATURES)
def test_a_joint_parts_the_letters_of_a_ligature(word: str) -> None:
    position = word.index("|")
    assert position in our_joints(word.replace("|", ""))


@pytest.mark.parametrize("word", LIGATED)
def test_no_joint_inside_a_ligature(word: str) -> None:
    small = word.lower()
    inside = {i + 1 for i in range(len(small) - 1) if small[i : i + 2] in ("ff", "fi", "fl", "fj")}
    assert inside.isdisjoint(our_joints(word))


# Breaks that mislead --------------------------------------------------------------------------

MISLEADING = [
    "Urin-stinkt", "Spargel-der", "Bluter-guss", "Altbauer-haltung", "Stiefel-tern", "bein-halten",
    "Drucker-zeugnis", "Stau-becken", "Abtei-lung", "Bauer-satz", "Erbe-hörde", "Mieter-höhung",
]  # fmt: skip

#: Those that show themselves beside a joint, whatever the patterns say.
MISLEADING_BY_JOINTS = [
    "Urin-stinkt", "Spargel-der", "Altbauer-haltung", "Stiefel-tern", "bein-halten", "Abtei-lung",
    "Bauer-satz", "Erbe-hörde", "Mieter-höhung",
]  # fmt: skip

PLAIN = [
    "Ur-instinkt", "Spar-gelder", "Blut-erguss", "Stief-eltern", "Welt-revolution",
    "Weltrevo-lution", "Arbeiterbe-wegung", "Regierungsge-walt", "Revo-lution", "Staub-ecken",
    "Druck-erzeugnis", "Kinder-garten", "un-endlich", "gemüt-lich", "An-gelegenheit",
    "Verein-barung", "zuge-lassen", "inter-national", "Ober-fläche", "genom-men",
    "Gesell-schaft", "Verfas-sung", "Bedeu-tung",
]  # fmt: skip


@pytest.mark.parametrize("word", MISLEADING)
def test_misleading_breaks_are_refused_by_patterns_or_joints(word: str) -> None:
    whole, position = word.replace("-", ""), word.index("-")
    assert position not in break_points(whole) or misleading(whole, position)


@pytest.mark.parametrize("word", MISLEADING_BY_JOINTS)
def test_misleading_breaks(word: str) -> None:
    assert misleading(word.replace("-", ""), word.index("-"))


@pytest.mark.parametrize("word", PLAIN)
def test_breaks_that_mislead_no_one(word: str) -> None:
    assert not misleading(word.replace("-", ""), word.index("-"))


def test_few_break_points_are_refused() -> None:
    words = [unmark(word)[0] for word in read_list(TEST_LIST)]
    refused = [(w, i) for w in words for i in break_points(w) if misleading(w, i)]
    assert len(refused) < 0.03 * sum(len(break_points(word)) for word in words), refused


# What comes in --------------------------------------------------------------------------------


def test_capitals_do_not_matter() -> None:
    for word in ("Weltrevolution", "weltrevolution", "WELTREVOLUTION"):
        assert joints(word) == (Joint(4, JointKind.COMPOUND),)


def test_hyphens_part_words_that_are_read_by_themselves() -> None:
    assert our_joints("KPD-Parteitag-Auflage") == [10, 17]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "Welt\u00adkrieg",
        "Welt\u200ckrieg",
        "Weltkrieg.",
        "Welt krieg",
        "U2",
        "Weltkrieg's",
        "İİWeltkrieg",
    ],
)
def test_what_is_no_plain_word_has_no_joints(text: str) -> None:
    assert joints(text) == ()


def test_no_text_makes_an_exception() -> None:
    chance = random.Random(20)  # noqa: S311
    letters = "aefilnrstuäöüßAEFGfi-\u00ad\u200c İſﬁдあ\u0308\ud800\U0001f600."
    for _ in range(3000):
        word = "".join(chance.choice(letters) for _ in range(chance.randrange(25)))
        for joint in joints(word):
            assert 0 < joint.position < len(word)
        misleading(word, chance.randrange(-2, 30))
    for _ in range(2000):
        word = "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(8)))
        assert all(0 < joint.position < len(word) for joint in joints(word))


def test_endless_words() -> None:
    assert joints("Donaudampfschifffahrtsgesellschaft" * 40) == ()


def test_the_same_in_every_process() -> None:
    words = [unmark(word)[0] for word in read_list(TEST_LIST)[:60]]
    code = (
        "import sys; from satzspiegel.hyphenation.joints import joints;"
        "print([[j.position for j in joints(w)] for w in sys.argv[1:]])"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "pipeline"},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == str([our_joints(word) for word in words])


# The path through a word ----------------------------------------------------------------------


def small_lexicon(**stems: Stem) -> Morphemes:
    return Morphemes(stems, PREFIXES, SUFFIXES, LINKED_SUFFIXES)


def test_the_cheapest_path_wins() -> None:
    known = small_lexicon(
        stau=Stem(9, 5, NEVER), staub=Stem(9, 4, NEVER), becken=Stem(6, 9, NEVER),
        ecken=Stem(6, 9, NEVER),
    )  # fmt: skip
    reading = read("staubecken", (4, 5), known)
    assert reading is not None and reading.marks == ((5, "="),)


def test_a_bound_stem_needs_its_prefix() -> None:
    known = small_lexicon(lust=Stem(NEVER, NEVER, 8.0), welt=Stem(9, 5, NEVER))
    bound, free = read("verlust", (3,), known), read("weltlust", (4,), known)
    assert bound is not None and bound.marks == ((3, "<"),) and bound.known
    assert free is not None and free.marks == ()


def test_no_reading_where_nothing_fits() -> None:
    assert read("xq", (), small_lexicon()) is None


def test_lines_of_a_lexicon() -> None:
    known = parse_lexicon("g---  \nhkjw auf<lage straße\n").stems
    assert known["auflage"] == Stem(8.5, 10.0, 9.5, ((3, "<"),), True)
    assert known["strasse"].marks == ()


def test_marks_come_back() -> None:
    for word in read_list(TEST_LIST):
        assert mark(*unmark(word)) == word


def test_the_lexicon_is_small_and_has_a_notice() -> None:
    data = Path("pipeline/satzspiegel/hyphenation/data")
    folder = Path(__file__).parent.parent / data
    assert (folder / "morphemes.txt.gz").stat().st_size < 1_500_000
    assert "igerman98" in (folder / "morphemes.NOTICE").read_text("utf-8")
    assert len(german_morphemes().stems) > 100_000
