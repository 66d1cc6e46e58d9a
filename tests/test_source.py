"""The scanner: which brackets call a note, how far a definition reaches, and where all that is."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from satzspiegel.manuscript.files import SourceFile
from satzspiegel.manuscript.note_labels import label_findings
from satzspiegel.manuscript.pandoc import parse
from satzspiegel.manuscript.source import WORD, Source, scan
from satzspiegel.messages import render
from satzspiegel.model import Place

Json = Any


def source(markdown: str) -> Source:
    return scan(SourceFile("text.md", markdown))


def calls(markdown: str) -> list[str]:
    """Labels called in the text as ``label@line:column``; inline notes have no label."""
    scanned = source(markdown)
    places = ((t.value, scanned.place(t.offset)) for t in scanned.tokens if t.is_call)
    return [f"{label}@{place.line}:{place.column}" for label, place in places]


def notes(markdown: str) -> dict[str, str]:
    """The words of each defined note."""
    return {d.label: " ".join(t.value for t in d.tokens) for d in source(markdown).definitions}


CALLS = [
    ("Ein Wort.[^1] Und[^zwei]", ["1@1:10", "zwei@1:18"]),
    ("Umlaute[^größe]", ["größe@1:8"]),
    ("# Titel[^1]\n\n> Zitat[^2]\n\n- Punkt[^3]", ["1@1:8", "2@3:8", "3@5:8"]),
    ("![Bild[^1]](bild.png)", ["1@1:7"]),
    ("[Verweis[^1]](ziel)", ["1@1:9"]),
    ("[^1] am Anfang", ["1@1:1"]),
    ("Inline^[Text] und[^1]", ["@1:7", "1@1:18"]),
    ("^[ein [Wort] und [noch [eins]]] danach[^1]", ["@1:1", "1@1:39"]),
    ("^[nie geschlossen\n\nAbsatz[^1]", ["1@3:7"]),
    ("^[darin `]` Code] und[^1]", ["@1:1", "1@1:22"]),
]


@pytest.mark.parametrize(("markdown", "expected"), CALLS)
def test_calls(markdown: str, expected: list[str]) -> None:
    assert calls(markdown) == expected


NO_CALLS = [
    r"maskiert \[^1] und \^[nichts]",
    "Code `[^1]` und ``a ` [^1]``",
    "Code über\nZeilen `x\n[^1]`",
    "```\n[^1]\n```",
    "~~~ {.python}\n[^1]\n~~~",
    "````\n```\n[^1]\n````",
    "- Punkt\n\n    ```\n    [^1]\n    ```",
    "Absatz\n\n    [^1]\n\n    [^2]",
    "<!-- [^1]\n\n[^2] -->",
    '![](bild.png){alt="[^1]"}',
    "[Wort](ziel#[^1])",
    "kein Kürzel: [^ 1], [^], [^a b]",
]


@pytest.mark.parametrize("markdown", NO_CALLS)
def test_no_calls(markdown: str) -> None:
    assert calls(markdown) == []


SEEMING_CODE = [
    "Absatz\n    eingerückt fortgesetzt[^1]",
    "- Punkt\n\n    Absatz des Punkts[^1]",
    "1.  Punkt\n\n    Absatz des Punkts[^1]",
    "Begriff\n\n:   Erklärung\n\n    weiter[^1]",
    "unpaarig ` und\n\nnoch ` ein Absatz[^1]",
    "`Code` und[^1]",
]


@pytest.mark.parametrize("markdown", SEEMING_CODE)
def test_calls_in_what_only_looks_like_code(markdown: str) -> None:
    assert len(calls(markdown)) == 1


DEFINITIONS = [
    ("[^1]: Eins.", {"1": "Eins"}),
    ("[^über]: Eins.", {"über": "Eins"}),
    ("[^1]: Eins\nträge fortgesetzt\n\nText", {"1": "Eins träge fortgesetzt"}),
    ("[^1]: Eins\n\n    zweiter Absatz\n\nText", {"1": "Eins zweiter Absatz"}),
    ("[^1]: Eins\n\n\tmit Tabulator\n\nText", {"1": "Eins mit Tabulator"}),
    ("[^1]: Eins\n\n    - Liste\n\n    > Zitat\n\nText", {"1": "Eins Liste Zitat"}),
    ("[^1]: Eins\n\n        Code [^9]\n\nText", {"1": "Eins Code 9"}),
    ("[^1]: Eins\n[^2]: Zwei\n[^3]: Drei", {"1": "Eins", "2": "Zwei", "3": "Drei"}),
    ("[^1]: Eins\n[^2] beginnt einen Absatz", {"1": "Eins"}),
    ("[^1]: Eins\r\n\r\n    zwei\r\n\r\nText".replace("\r", ""), {"1": "Eins zwei"}),
    ("> Zitat[^1]\n>\n> [^1]: Eins\n>\n> Weiter", {"1": "Eins"}),
    ("- Punkt[^1]\n\n    [^1]: Eins\n\n    Weiter", {"1": "Eins"}),
    ("# Titel[^1]\n[^1]: Eins", {"1": "Eins"}),
    ("| a[^1] |\n|---|\n| b |\n[^1]: Eins", {"1": "Eins"}),
    ("```\n[^1]: nein\n```\n[^2]: ja", {"2": "ja"}),
    ("Text\n\n    [^1]: Code", {}),
    ("[^1]: ```\n    [^2]: nein\n    ```", {"1": "2 nein"}),
]


@pytest.mark.parametrize(("markdown", "expected"), DEFINITIONS)
def test_definitions(markdown: str, expected: dict[str, str]) -> None:
    assert notes(markdown) == expected


def test_words_of_addresses_are_set_aside() -> None:
    scanned = source('[Wort](ziel.md#da "Titel"){.klasse} <!-- weg --> Ende\n\n[ref]: http://x.y')
    assert [t.value for t in scanned.tokens if not t.is_aside] == ["Wort", "Ende"]


def test_places_count_characters_from_one() -> None:
    scanned = source("Über\n\nGroße Straße[^1]\n\n[^1]: Maß")
    words = [*scanned.tokens, *scanned.definitions[0].tokens]
    assert [(t.value, str(scanned.place(t.offset))) for t in words] == [
        ("Über", "text.md:1:1"),
        ("Große", "text.md:3:1"),
        ("Straße", "text.md:3:7"),
        ("1", "text.md:3:13"),
        ("Maß", "text.md:5:7"),
    ]


def test_only_line_feeds_end_lines() -> None:
    scanned = source("ein\u2028Wort\x0cnoch[^1]\n\n[^1]: Eins")
    assert calls("ein\u2028Wort\x0cnoch[^1]") == ["1@1:14"]
    assert scanned.place(scanned.definitions[0].offset).line == 3


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Text[^1]\n\n[^1]: Eins", []),
        (
            "Text[^7]",
            [
                "1:5: Fehler: Fußnote [^7] ist nicht definiert. "
                "Ergänzen Sie in derselben Datei eine Zeile »[^7]: …«."
            ],
        ),
        (
            "Text\n\n[^1]: Eins",
            [
                "3:1: Fehler: Fußnote [^1] ist definiert, wird aber nirgends aufgerufen. "
                "Setzen Sie [^1] in den Text, oder löschen Sie die Definition."
            ],
        ),
        (
            "Text[^1]\n\n[^1]:\n\nweiter",
            [
                "3:1: Fehler: Fußnote [^1] ist leer. "
                "Schreiben Sie ihren Text hinter den Doppelpunkt."
            ],
        ),
        (
            "Text^[]",
            [
                "1:5: Fehler: Fußnote [^…] ist leer. "
                "Schreiben Sie ihren Text hinter den Doppelpunkt."
            ],
        ),
        (
            "Text[^1]\n\n[^1]: Eins[^2]\n\n[^2]: Zwei",
            [
                "3:11: Fehler: In einer Fußnote steht der Aufruf einer weiteren, [^2]. "
                "Fußnoten in Fußnoten gibt es nicht; nehmen Sie den Text in die erste auf."
            ],
        ),
        (
            "Text^[eins ^[zwei]]",
            [
                "1:12: Fehler: In einer Fußnote steht der Aufruf einer weiteren, [^…]. "
                "Fußnoten in Fußnoten gibt es nicht; nehmen Sie den Text in die erste auf."
            ],
        ),
        (
            "Text[^1]\n\n[^1]: Eins\n[^1]: Zwei",
            [
                "4:1: Fehler: Fußnote [^1] ist in dieser Datei zweimal definiert. "
                "Geben Sie einer der beiden ein anderes Kürzel."
            ],
        ),
        (
            "Text[^1] und[^1]\n\n[^1]: Eins",
            [
                "1:13: Fehler: Fußnote [^1] wird ein zweites Mal aufgerufen. "
                "Verweisen Sie stattdessen mit [](#fn:1) auf sie."
            ],
        ),
        (
            "Text[^1]\n[^1]: Eins",
            [
                "2:1: Fehler: Vor der Definition von Fußnote [^1] fehlt eine leere Zeile; "
                "so ist sie Text. Fügen Sie eine ein."
            ],
        ),
    ],
)
def test_label_findings(markdown: str, expected: list[str]) -> None:
    found = [render(finding, "de") for finding in label_findings(source(markdown))]
    assert found == [f"text.md:{line}" for line in expected]


# ------------------------------------------------------------------------- what Pandoc says to it

EVERY_LABEL = "\n\n".join(f"[^{label}]: Note" for label in ("1", "2", "3", "zwei", "größe"))


def pandoc_notes(markdown: str) -> list[str]:
    """The words of Pandoc's notes, in order."""
    tree, _ = parse(markdown, Place("text.md"))
    return [" ".join(WORD.findall(" ".join(strings(note)))) for note in note_nodes(tree["blocks"])]


def nodes(tree: Json) -> Iterator[Json]:
    """Every node but those of images, where Pandoc repeats the caption."""
    if isinstance(tree, dict):
        if tree.get("t") == "Image":
            return
        yield tree
    for child in (
        tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    ):
        yield from nodes(child)


def note_nodes(tree: Json) -> list[Json]:
    return [node["c"] for node in nodes(tree) if node.get("t") == "Note"]


def strings(tree: Json) -> Iterator[str]:
    for node in nodes(tree):
        if node.get("t") == "Str":
            yield node["c"]
        elif node.get("t") in ("Code", "CodeBlock"):
            yield node["c"][1]


def test_pandoc_counts_the_same_calls() -> None:
    """The oracle: where the scanner sees a call, Pandoc has a note, and nowhere else."""
    texts = [m for m, _ in CALLS] + NO_CALLS + SEEMING_CODE
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(pandoc_notes, [f"{text}\n\n{EVERY_LABEL}" for text in texts]))
    differing = [t for t, n in zip(texts, found, strict=True) if len(n) != len(calls(t))]
    assert not differing


def test_pandoc_reads_the_same_definitions() -> None:
    texts = [f"{''.join(f'[^{label}]' for label in e)}\n\n{m}" for m, e in DEFINITIONS if e]
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(pandoc_notes, texts))
    for text, noted in zip(texts, found, strict=True):
        assert set(noted) == set(notes(text).values()), text
