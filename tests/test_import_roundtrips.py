"""Manuscripts go out through every maker that is there, and come in again.

``python -m bench.roundtrips`` does the same with larger ones, and in more designs.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from bench.roundtrips.align import NOWHERE, letters_found
from bench.roundtrips.compare import Comparison, compared
from bench.roundtrips.flow import Flow, Work, laid_out
from bench.roundtrips.formats import LEFT_OUT
from bench.roundtrips.makers import MAKERS
from bench.roundtrips.trip import travel
from hypothesis import given
from hypothesis import strategies as st

import samples
from satzspiegel.reading import read_structure

PLAIN = """\
---
title: Vom Zählen der Schafe
author: Ida Muster
lang: de
---

# Auf der Weide

Am Morgen zählt der Hirt *leise* seine Schafe.[^1] Es sind [zwölf]{.smallcaps}, wie immer, oder
**elf**, wenn der Hund dazwischen läuft; E = mc^2^ hilft hier nicht.[^2]

Ein zweiter Absatz steht da.

## Am Abend

> Wer zählt, schläft.

- Das erste
- Das zweite
    - mit Zubehör

| Die Schafe
| sind müde

| Tag | Schafe |
|-----|--------|
| Mo  | 12 |

: Eine Zählung

[Ein Ort](https://example.org/weide) und ein [last word]{lang=en}.

[^1]: Mit dem *Daumen* am Zaun.
[^2]: Siehe dort.
"""


def _work(text: str, folder: Path) -> Work:
    path = folder / "schafe.md"
    path.write_text(text, "utf-8")
    return laid_out(read_structure(path)[0])


def _wrong(result: Comparison) -> set[str]:
    return {difference.feature for difference in result.differences}


def test_a_work_is_what_it_is(tmp_path: Path) -> None:
    work = _work(PLAIN, tmp_path)
    result = compared(work, work)
    assert result.differences == []
    assert {score.share for score in result.scores.values()} == {1.0}
    named = {"call", "em", "strong", "small-caps", "sup", "quotation", "verse", "item", "cell"}
    assert named | {"heading", "link", "language", "caption", "notes"} <= result.scores.keys()


@pytest.mark.parametrize(
    ("was", "became", "feature"),
    [
        ("dazwischen", "dazwichen", "text: letters"),
        ("dazwischen läuft", "dazwischenläuft", "text: spaces"),
        ("Zaun.", "Zäune.", "notes: letters"),
        ("Schafe.[^1] Es", "Schafe[^1]. Es", "call"),
        ("Schafe.[^1] Es", "Schafe. Es[^1]", "call"),
        ("nicht.[^2]", "nicht.", "notes"),
        ("Mit dem *Daumen* am Zaun.", "Siehe", "notes: letters"),
        ("## Am Abend", "# Am Abend", "heading"),
        ("## Am Abend", "**Am Abend**", "heading"),
        ("nicht.[^2]\n\nEin", "nicht.[^2] Ein", "paragraph"),
        ("*leise*", "leise", "em"),
        ("*leise*", "**leise**", "strong"),
        ("*leise*", "*leis*e", "em"),
        ("am Zaun", "am *Zaun*", "em"),
        ("**elf**", "*elf*", "strong"),
        ("[zwölf]{.smallcaps}", "zwölf", "small-caps"),
        ("mc^2^", "mc2", "sup"),
        ("> Wer", "Wer", "quotation"),
        ("- Das zweite\n    - mit", "- Das zweite\n- mit", "item"),
        ("- Das erste\n- Das zweite\n    -", "1. Das erste\n2. Das zweite\n    -", "item"),
        ("| Die Schafe\n| sind", "| Die Schafe sind", "verse"),
        ("| Mo  | 12 |", "| 12  | Mo |", "cell"),
        (": Eine Zählung", "", "caption"),
        ("org/weide", "org/weiden", "link"),
        ("{lang=en}", "{lang=fr}", "language"),
        ("author: Ida", "author: Eda", "metadata"),
    ],
)
def test_a_fault_is_seen(was: str, became: str, feature: str, tmp_path: Path) -> None:
    assert was in PLAIN
    whole, hurt = _work(PLAIN, tmp_path), _work(PLAIN.replace(was, became), tmp_path)
    result = compared(whole, hurt)
    assert feature in _wrong(result)
    assert result.scores.get(feature.replace("spaces", "words"), _LOST).share < 1


_LOST = type("Lost", (), {"share": 0.0})()


def test_what_a_format_cannot_hold_is_not_counted(tmp_path: Path) -> None:
    whole, hurt = _work(PLAIN, tmp_path), _work(PLAIN.replace("# ", "## "), tmp_path)
    assert _wrong(compared(whole, hurt)) == {"heading"}
    assert _wrong(compared(whole, hurt, ["levels"])) == set()
    plain = _work(PLAIN.replace("*", ""), tmp_path)
    assert _wrong(compared(whole, plain, ["em", "strong"])) == set()


words = st.lists(st.text("abcd", min_size=1, max_size=4), max_size=40)


def _flow(words: list[str]) -> Flow:
    spaces, at = set(), 0
    for word in words:
        spaces.add(at)
        at += len(word)
    return Flow("text", "".join(words), frozenset(spaces), ())


@given(words, words)
def test_letters_are_found_in_order(one: list[str], other: list[str]) -> None:
    ours, theirs = _flow(one), _flow(other)
    found = letters_found(ours, theirs)
    placed = [(n, at) for n, at in enumerate(found) if at != NOWHERE]
    assert all(ours.letters[n] == theirs.letters[at] for n, at in placed)
    assert all(a < b for (_, a), (_, b) in pairwise(placed))


@given(st.lists(st.text("abcd", min_size=1, max_size=4), max_size=40, unique=True), st.data())
def test_what_is_there_is_found(one: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.integers(0, max(0, len(one) - 1)), max_size=3))
    left = [word for n, word in enumerate(one) if n not in gone]
    found = letters_found(_flow(left), _flow(one))
    assert NOWHERE not in found


# ------------------------------------------------------------------------------- there and back

TEXTS = Path(__file__).parent.parent / "bench" / "roundtrips" / "texts"
#: What has to come back of a manuscript full of numbers that are no notes, by maker.
WHOLE = ("notes", "notes: words", "call", "heading", "em", "metadata")


def _gone(name: str, manuscript: Path, folder: Path, direct: bool = True) -> Comparison:
    maker = MAKERS[name]
    if reason := maker.needs():
        pytest.skip(reason)
    return travel(manuscript, maker, folder, direct=direct).comparison


@pytest.mark.parametrize("name", ["klassisch", "sachlich", "typst", "weasyprint", "lualatex"])
def test_a_pdf_comes_back(name: str, tmp_path: Path) -> None:
    result = _gone(name, TEXTS / "zahlen.md", tmp_path)
    lost = {
        feature: result.scores[feature] for feature in WHOLE if result.scores[feature].share < 1
    }
    assert lost == {}
    assert result.scores["text: letters"].share == 1


@pytest.mark.parametrize("name", ["docx", "odt"])
@pytest.mark.parametrize("text", ["zahlen", "englisch", "franzoesisch"])
def test_a_word_file_comes_back_whole(name: str, text: str, tmp_path: Path) -> None:
    assert _gone(name, TEXTS / f"{text}.md", tmp_path).differences == []


def test_everything_a_word_file_can_hold_comes_back(tmp_path: Path) -> None:
    manuscript = samples.write_sample(tmp_path / "probe")
    text = manuscript / "01-anfang.md"
    # Pandoc gives a note that is called within a foreign span the language of the span.
    within, behind = "[mot juste[^fremd]]{lang=fr}", "[mot juste]{lang=fr}[^fremd]"
    assert within in text.read_text("utf-8")
    text.write_text(text.read_text("utf-8").replace(within, behind), "utf-8")
    folder = tmp_path / "docx"
    folder.mkdir()
    assert _gone("docx", manuscript, folder).differences == []


def test_the_command_writes_what_was_read(tmp_path: Path) -> None:
    assert _gone("docx", TEXTS / "zahlen.md", tmp_path, direct=False).differences == []


def test_what_is_left_out_has_a_reason() -> None:
    assert {maker.holds for maker in MAKERS.values()} <= LEFT_OUT.keys()
    for features in LEFT_OUT.values():
        assert all(len(reason) > 20 for reason in features.values())
