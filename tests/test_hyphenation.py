"""Words are broken where their language breaks them: the patterns, language by language."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from satzspiegel.hyphenation import Hyphenator, Minima
from satzspiegel.hyphenation.languages import GERMAN, patterns_for
from satzspiegel.hyphenation.letters import parts
from satzspiegel.hyphenation.patterns import Patterns, lower

TWO = Minima(word=4, before=2, after=2)
HYPHENATOR = Hyphenator(minima=TWO)
COMPOUNDS = [
    line
    for line in (Path(__file__).parent / "data" / "hyphenation.txt").read_text("utf-8").split("\n")
    if line and not line.startswith("#")
]

#: The languages of foreign titles; at least two letters on either side, in English three behind.
FRENCH = """
ré-vo-lu-tion com-mu-nisme ou-vrier jour-nal his-toire mon-tagne gou-ver-ne-ment li-ber-té
éga-li-té fra-ter-ni-té so-cia-liste ma-nus-crit pa-role en-fant ques-tion bi-blio-thèque
phi-lo-so-phie pro-lé-ta-riat na-tio-nal in-ter-na-tio-nal syn-di-cat cham-pagne té-lé-phone
par-ti-cu-lier tra-vail tra-vailleur guerre se-maine chan-son Mar-seille Pa-ris fran-çais
ré-pu-blique ci-toyen mé-moire lettre pen-sée peuple ma-ni-feste ca-pi-tal l’hu-ma-ni-té
l’ave-nir d’au-jourd’hui avant-garde pou-voir lutte
"""
ENGLISH = """
rev-o-lu-tion gov-ern-ment po-lit-i-cal his-tory uni-ver-sity de-vel-op-ment work-ers
com-mu-nism so-cial-ist free-dom in-ter-na-tional cap-i-tal la-bor move-ment pa-per num-ber
wa-ter sis-ter moun-tain win-ter sum-mer let-ter let-ters pub-lish-ing cen-tury coun-try
or-ga-ni-za-tion ques-tion re-pub-lic cit-i-zen ex-am-ple com-puter prob-lem through world
strength book wind-mill hand-book sun-set class-room news-pa-per ta-ble un-der-stand-ing
"""
SPANISH = """
re-vo-lu-ción par-ti-do co-mu-nis-ta re-ge-ne-ra-ción Ma-gón de-sa-rro-llo fe-rro-ca-rril
cons-ti-tu-ción ins-truc-ción ex-ce-len-te li-ber-tad tie-rra obre-ro cam-pe-sino tra-ba-ja-dor
his-to-ria gue-rra pue-blo Mé-xi-co ma-ni-fies-to pe-rió-di-co na-cio-nal li-bro pa-la-bra
ca-ba-llo ca-lle mu-jer hom-bre ni-ño se-ñor ciu-dad trans-por-te som-bre-ro go-bierno
an-ti-guo len-gua agua puer-ta ma-ña-na es-cue-la pro-ble-ma San-tia-go
"""
ITALIAN = """
ri-vo-lu-zio-ne par-ti-to co-mu-ni-sta in-ter-na-zio-na-le co-sti-tu-zio-ne que-stio-ne
svi-lup-po re-si-sten-za aspet-ta-re pa-sta fer-ro ac-qua bi-ci-clet-ta sto-ria guer-ra po-po-lo
la-vo-ra-to-re cit-tà li-bro pa-ro-la fa-mi-glia ca-val-lo don-na uo-mo bam-bi-no mae-stro
scuo-la pro-ble-ma gior-na-le re-pub-bli-ca li-ber-tà mon-ta-gna ma-dre fra-tel-lo so-rel-la
te-a-tro qua-der-no fi-ne-stra stra-da al-be-ro dell’ope-ra l’ami-co
"""


@pytest.mark.parametrize("word", COMPOUNDS)
def test_no_false_break_in_german_compounds(word: str) -> None:
    assert _points(HYPHENATOR.hyphenated(word.replace("-", ""), "-")) <= _points(word)


def test_nearly_every_break_of_german_compounds_is_found() -> None:
    right = sum(word.count("-") for word in COMPOUNDS)
    found = sum(HYPHENATOR.hyphenated(w.replace("-", ""), "-").count("-") for w in COMPOUNDS)
    assert len(set(COMPOUNDS)) >= 250
    assert found / right >= 0.98


def _points(word: str) -> set[int]:
    """The places of the hyphens, by the letters before them."""
    pieces = word.split("-")
    return {len("".join(pieces[:count])) for count in range(1, len(pieces))}


@pytest.mark.parametrize(
    ("language", "word"),
    [
        *(("fr", word) for word in FRENCH.split()),
        *(("en-US", word) for word in ENGLISH.split()),
        *(("es", word) for word in SPANISH.split()),
        *(("it-IT", word) for word in ITALIAN.split()),
    ],
)
def test_foreign_words_break_as_in_their_language(language: str, word: str) -> None:
    hard = "avant-garde"
    whole = word if word == hard else word.replace("-", "")
    patterns = patterns_for(language)
    assert patterns
    points = patterns.points(whole)
    assert "".join("-" * (i in points) + c for i, c in enumerate(whole)) == word


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("de-CH", "Stras-se"),
        ("de-AT", "Fens-ter"),
        ("en-GB", "polit-ical"),
        ("pt-PT", "re-vo-lu-ção"),
        ("nl", "let-ter-gre-pen"),
        ("pl", "re-wo-lu-cja"),
        ("cs", "děl-nic-ký"),
        ("ru", "ра-бо-чий"),
        ("sr-Latn", "re-vo-lu-ci-ja"),
        ("hr", "ko-mu-nis-tič-ki"),
        ("ca", "re-vo-lu-ció"),
        # A word that is spelt in another way when broken is not broken there: geïnte-…, ösz-sze.
        ("nl", "geïn-te-res-seerd"),
        ("hu", "össze"),
        ("hu", "asszonnyal"),
        ("ca", "col·le-gi"),
    ],
)
def test_other_languages_and_words_that_change(language: str, word: str) -> None:
    assert HYPHENATOR.hyphenated(word.replace("-", ""), "-", language) == word


@pytest.mark.parametrize("language", ["la", "grc", "und", "", "xx", "de-", "th", "hi-IN"])
def test_languages_without_patterns_have_no_breaks(language: str) -> None:
    known = language == "de-"
    assert HYPHENATOR.knows(language) == known
    assert bool(HYPHENATOR.breaks("Revolutionen", language)) == known


def test_the_highest_level_wins_and_decides(tmp_path: Path) -> None:
    # Liang's own example (STAN-CS-83-977): hy-phen-ation.
    levels = "hy3ph\nhe2n\nhena4\nhen5at\n1na\nn2at\n1tio\n2io\no2n\n"
    assert _patterns(tmp_path, levels).points("hyphenation") == (2, 6)


def test_what_a_pattern_file_says_besides_patterns(tmp_path: Path) -> None:
    head = "% a comment\nLEFTHYPHENMIN 3\nRIGHTHYPHENMIN 4\nCOMPOUNDLEFTHYPHENMIN 2\n1x\n"
    patterns = _patterns(tmp_path, f"{head}NOHYPHEN -,'\nNEXTLEVEL\na1b\n^^e91q\n")
    assert (patterns.before, patterns.after) == (3, 4)
    # x1 stood before NEXTLEVEL; the minima of the file hold.
    assert patterns.points("abaabxxxéqbbbab") == (4, 9)
    assert patterns.points("abaabxxxéqbbbab", before=5, after=7) == ()


def test_a_break_that_changes_the_spelling_is_none(tmp_path: Path) -> None:
    assert _patterns(tmp_path, "c1k\nt1t\nc3k/k=k,1,2\n").points("backattack") == (6,)
    # The highest level decides whether the spelling changes, and of two equal ones that which does.
    assert _patterns(tmp_path, "c5ke\nc3k/k=k,1,2\n").points("backen") == (3,)
    assert _patterns(tmp_path, "a1c\nc3k\nc3ke/k=k,1,2\n").points("backen") == (2,)


def _patterns(folder: Path, lines: str) -> Patterns:
    (folder / "hyph.dic").write_text("UTF-8\n" + lines, "utf-8")
    return Patterns(folder / "hyph.dic")


def test_encodings_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "hyph.dic").write_bytes(b"ISO8859-2\r\na1\xe8\r\n")
    assert Patterns(tmp_path / "hyph.dic").points("baača") == (3,)


def test_letters_keep_their_number_in_lower_case() -> None:
    assert lower("İSTANBUL") == "istanbul"
    assert lower("STRAẞE") == "straße"
    assert all(len(lower(chr(code))) == 1 for code in range(0x20000))


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("u\u0308berra\u0308umen", "u\u0308ber|ra\u0308u|men"),
        ("Auf\u200clage", "Auf\u200c|la|ge"),
        ("Auf\u2060la\u200dge", "Auf\u2060|la\u200d|ge"),
        ("Schneeﬂocke", "Schnee|ﬂo|cke"),
        ("Kaﬀeetasse", "Kaﬀee|tas|se"),  # Kaf-fee would part the character ﬀ
        ("KPD-Führung", "KPD-Füh|rung"),
        ("Leser*innen", "Le|ser*in|nen"),
        ("Arbeiter:innen", "Ar|bei|ter:in|nen"),
        ("(Vor-)Arbeiten", "(Vor-)Ar|bei|ten"),
        ("»Welt’«", "»Welt’«"),
        ("»Fußnoten«,", "»Fuß|no|ten«,"),
        ("STRAẞEN", "STRA|ẞEN"),
        ("мо\u0301ре", "мо\u0301ре"),
    ],
)
def test_characters_that_are_no_letters(word: str, broken: str) -> None:
    assert HYPHENATOR.hyphenated(word, "|") == broken


def test_on_any_unicode_breaks_lie_between_letters() -> None:
    chance = random.Random(3)  # noqa: S311
    alphabet = [c for code in range(0x3000) if (c := chr(code)).isprintable()]
    for _ in range(4000):
        letters = "".join(
            chance.choices(alphabet, k=3) + chance.choices("Welßäuo\u0308\u200c-’.", k=9)
        )
        word = "".join(chance.sample(letters, len(letters)))
        positions = [one.position for one in HYPHENATOR.breaks(word, chance.choice(["de", "fr"]))]
        assert positions == sorted(set(positions))
        for position in positions:
            assert word[position].isalpha()
            assert not unicodedata.combining(word[position])
        for part in parts(word):
            assert len(part.offsets) == len(part.letters)


def test_breaks_are_among_those_of_the_patterns() -> None:
    patterns, words = Patterns(GERMAN), [word.replace("-", "") for word in COMPOUNDS]
    for word in [*words, *map(str.lower, words), *map(str.upper, words)]:
        positions = {one.position for one in HYPHENATOR.breaks(word)}
        assert positions <= set(patterns.points(word))


@pytest.mark.parametrize(
    ("word", "misleading"),
    [
        ("Urinstinkt", "Urin-stinkt"),
        ("Spargelder", "Spargel-der"),
        ("Bluterguss", "Bluter-guss"),
        ("Altbauerhaltung", "Altbauer-haltung"),
        ("Stiefeltern", "Stiefel-tern"),
        ("Talentwässerung", "Talent-wässerung"),
        ("Gehörnerven", "Gehörner-ven"),
        ("Autorennen", "Autoren-nen"),
        ("Musikerleben", "Musiker-leben"),
        ("Analphabet", "Anal-phabet"),
        ("beinhalten", "bein-halten"),
        ("Staubecken", "Stau-becken"),
        ("Staubecken", "Staub-ecken"),
        ("Wachstube", "Wachs-tube"),
        ("Wachstube", "Wach-stube"),
        ("Druckerzeugnis", "Drucker-zeugnis"),
        ("Zwergelstern", "Zwergel-stern"),
        ("Sprecherziehung", "Sprecher-ziehung"),
        ("Texterkennung", "Texter-kennung"),
        ("Erblasser", "Er-blasser"),
        ("antifaschistisch", "antifa-schistisch"),
    ],
)
def test_misleading_breaks_are_refused(word: str, misleading: str) -> None:
    assert misleading.replace("-", "") == word
    positions = {one.position for one in HYPHENATOR.breaks(word)}
    assert misleading.index("-") not in positions


def test_some_misleading_breaks_are_right_by_the_patterns() -> None:
    refused = {"Versendung": 6, "genommen": 5, "antifaschistisch": 6, "Nachschlagewerk": 9}
    patterns = Patterns(GERMAN)
    assert all(point in patterns.points(word) for word, point in refused.items())
