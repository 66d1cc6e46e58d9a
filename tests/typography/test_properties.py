"""What holds for every text: random ones, from the pieces that rules look for."""

from __future__ import annotations

import random
import re
import sys

import pytest

from satzspiegel.model import Run
from satzspiegel.typography import apply_text
from satzspiegel.typography.guards import guarded
from satzspiegel.typography.lints import UNMATCHED, remarks
from satzspiegel.typography.profiles import FOREIGN, PROFILES
from satzspiegel.typography.rules import set_text

TEXTS = 600
PIECES = (
    "Lenin", "der", "Kongress", "am", "Wort", "'s", "'68er", "z.B.", "z. B.", "M.N.", "Roy",
    "S.197", "S. 23-25", "ff.", "Bd.", "III", "§", "5", "12", "1919-1922", "1 000 000", "10km",
    "50%", "20%ig", "7.", "November", "6.", "3 x 4 cm", "-5 °C", "5,- €", "...", "....", "[...]",
    "-", "--", "—", "–", '"', "'", "„", "“", "»", "«", "‚", "‘", "(", ")", ",", ".", ";", "!", "?",
    ":", "Straße", "ẞ", "10-jährig", "KPD-Führung", "und -ausfuhr", "https://a.de/b--c...",
    "a@b.de", "978-3-16-148410-0", "2017-11-07", "5' 10\"", "\u00a0", "\u202f", "  ", "\n", "Dr.",
    "u.a.", "v. Chr.", "1917", "€ 50", "rock 'n' roll", "l'homme", "Hans'", "🙂", "e\u0301", "İ",
    "ß", "O'Connor", "Mio.", "7. 11. 1917",
)  # fmt: skip
SPACES_AND_MARKS = re.compile(r"[\s\u00a0\u202f\"'`´„“”‚‘’»«›‹.…,–—−x×-]+")


def texts(seed: int) -> list[str]:
    """Texts of random pieces, with and without spaces between them."""
    chance = random.Random(seed)  # noqa: S311
    return [
        "".join(
            chance.choice(PIECES) + chance.choice((" ", " ", " ", ""))
            for _ in range(chance.randint(1, 14))
        )
        for _ in range(TEXTS)
    ]


def letters(text: str) -> str:
    """A text without spaces, quotation marks, points and dashes."""
    return SPACES_AND_MARKS.sub("", text)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("markdown", [False, True])
def test_applying_twice_changes_nothing(profile: str, markdown: bool) -> None:
    for text in texts(7):
        once = apply_text(text, profile, markdown)
        assert apply_text(once, profile, markdown) == once, repr(text)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("markdown", [False, True])
def test_letters_and_figures_never_change(profile: str, markdown: bool) -> None:
    for text in texts(11):
        assert letters(apply_text(text, profile, markdown)) == letters(text), repr(text)


def test_what_is_guarded_stays() -> None:
    for text in texts(13):
        made = apply_text(text)
        for start, end in guarded(text):
            assert text[start:end] in made, repr(text)


def test_protected_runs_stay() -> None:
    chance = random.Random(17)  # noqa: S311
    profile = PROFILES["de-DE"]
    for text in texts(17):
        runs = [Run(piece, protected=chance.random() < 0.4) for piece in text.split(" ")]
        made, _ = set_text(runs, profile)
        for run, result in zip(runs, made, strict=True):
            assert not run.protected or run.text == result, repr(text)


def test_other_languages_get_none_of_the_german_rules() -> None:
    typed = "z.B. S.197 - 1919-1922 ... 50% 7. November M.N. Roy"
    for language in (*FOREIGN, "tlh", "x-klingon"):
        made, _ = set_text([Run(typed, language)], PROFILES["de-DE"])
        assert made == [typed], language


def test_german_words_in_another_language_have_their_marks() -> None:
    runs = [Run("He says ", "en"), Run('"Wort"', "de"), Run(' and "no".', "en")]
    made, _ = set_text(runs, PROFILES["de-DE"])
    assert made == ["He says ", "„Wort“", " and “no”."]
    assert UNMATCHED not in {remark.code for remark in remarks(runs, PROFILES["de-DE"])}


def test_runs_are_set_like_the_text_they_make_up() -> None:
    chance = random.Random(19)  # noqa: S311
    profile = PROFILES["de-DE"]
    for text in texts(19):
        cuts = sorted(chance.randrange(len(text) + 1) for _ in range(4))
        ends = [*cuts, len(text)]
        runs = [Run(text[a:b]) for a, b in zip([0, *cuts], ends, strict=True)]
        whole, _ = set_text([Run(text)], profile)
        assert "".join(set_text(runs, profile)[0]) == whole[0], repr(text)


def test_every_rule_can_be_switched_off() -> None:
    """With a rule off, no change is made in its name."""
    for name in ("de-DE", "de-CH"):
        for text in texts(23)[:300]:
            _, changes = set_text([Run(text)], PROFILES[name])
            for rule in {change.rule for change in changes}:
                _, rest = set_text([Run(text)], PROFILES[name].without(rule))
                assert rule not in {change.rule for change in rest}


def test_no_exception_on_any_unicode() -> None:
    chance = random.Random(29)  # noqa: S311
    for _ in range(3000):
        text = "".join(
            chr(chance.choice((chance.randrange(0x20, 0x3000), chance.randrange(sys.maxunicode))))
            + chance.choice(("", "", "\"'-. ", "1 000", "…"))
            for _ in range(chance.randint(0, 12))
        )
        for markdown in (False, True):
            once = apply_text(text, markdown=markdown)
            assert apply_text(once, markdown=markdown) == once, ascii(text)
        remarks([Run(text)], PROFILES["de-DE"])
