"""Messages: the same in both languages, each used, each in the language of the author."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from satzspiegel.labels import labels_for
from satzspiegel.messages import SatzspiegelError, render, speaker
from satzspiegel.model import Finding, Place, Severity

PACKAGE = Path(__file__).parent.parent / "pipeline" / "satzspiegel"
Texts = dict[str, dict[str, str]]


def texts(language: str) -> Texts:
    return tomllib.loads((PACKAGE / "messages" / f"{language}.toml").read_text("utf-8"))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def syntax_trees() -> list[ast.Module]:
    return [ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]


def codes_given(trees: list[ast.Module]) -> Iterator[str]:
    """Constants given as ``code``: to Finding, or to a function with a parameter of that name."""
    functions = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    position = {"Finding": 0}
    for function in functions:
        names = [argument.arg for argument in function.args.args if argument.arg != "self"]
        if "code" in names:
            position[function.name] = names.index("code")
    for call in (n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        for argument in call.args[position.get(name, len(call.args)) :][:1]:
            for node in ast.walk(argument):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_both_languages_have_the_same_codes() -> None:
    assert list(texts("de")) == list(texts("en"))


@pytest.mark.parametrize("code", texts("de"))
def test_both_languages_have_the_same_placeholders(code: str) -> None:
    german, english = texts("de")[code], texts("en")[code]
    assert german.keys() == english.keys() <= {"message", "advice"}
    both = [placeholders(" ".join(entry.values())) for entry in (german, english)]
    assert both[0] == both[1]


def test_every_code_given_is_defined() -> None:
    given = set(codes_given(syntax_trees()))
    assert len(given) > 30
    assert given <= texts("de").keys()


def test_every_code_defined_is_used() -> None:
    constants = {
        node.value
        for tree in syntax_trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert texts("de").keys() <= constants


def test_labels_are_the_same_in_both_languages() -> None:
    assert labels_for("de").keys() == labels_for("en").keys()
    assert labels_for("fr-FR") == labels_for("de")
    assert labels_for("en-GB", {"figure": "Plate"})["figure"] == "Plate"
    with pytest.raises(SatzspiegelError):
        labels_for("de", {"figur": "Bild"})


@pytest.mark.parametrize(
    ("place", "language", "expected"),
    [
        (Place("a.md", 3, 7), "de", "a.md:3:7: Fehler: Die Datei lässt sich nicht lesen: {x}. "
                                    "Prüfen Sie die Rechte der Datei."),
        (Place("a.md", 3), "en", "a.md:3: error: The file cannot be read: {x}. "
                                 "Check the permissions of the file."),
        (Place("a.md"), "en", "a.md: error: The file cannot be read: {x}. "
                              "Check the permissions of the file."),
        (None, "en", "error: The file cannot be read: {x}. Check the permissions of the file."),
    ],
)  # fmt: skip
def test_rendering(place: Place | None, language: str, expected: str) -> None:
    finding = Finding("file-unreadable", Severity.ERROR, place, {"reason": "{x}"})
    assert render(finding, language) == expected


@pytest.mark.parametrize(
    ("code", "values", "part", "kept"),
    [
        ("cover-spine-narrow", {"spine": "2.4", "least": "6"}, "2,4 mm", "2.4 mm"),
        ("print-trim", {"found": "148.10 × 210.00", "expected": "148 × 210"}, "148,10 ×", "148.10"),
        ("print-version", {"found": "1.7"}, "PDF-Version 1.7", "PDF version 1.7"),
    ],
)
def test_lengths_have_a_comma_in_german(
    code: str, values: dict[str, str], part: str, kept: str
) -> None:
    finding = Finding(code, Severity.ERROR, None, {"edition": "print", "page": "1", **values})
    assert part in render(finding, "de")
    assert kept in render(finding, "en")


def test_rendering_without_advice() -> None:
    finding = Finding("pandoc-warning", Severity.WARNING, None, {"text": "so"})
    assert render(finding, "de") == "Warnung: Pandoc meldet: so."


@pytest.mark.parametrize(
    ("locale", "manuscript", "expected"),
    [
        ({"LANG": "en_GB.UTF-8"}, "de-DE", "en"),
        ({"LANG": "de_AT"}, "en", "de"),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "en_GB.UTF-8"}, "", "de"),
        ({"LC_MESSAGES": "en_US", "LANG": "de_DE"}, "", "en"),
        ({"LC_ALL": "C", "LANG": "en_GB"}, "de", "de"),
        ({"LANG": "fr_FR"}, "en-GB", "en"),
        ({"LANG": "fr_FR"}, "fr", "de"),
        ({"LC_ALL": "", "LANG": ""}, "en", "en"),
        ({}, "", "de"),
    ],
)
def test_speaker(
    monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], manuscript: str, expected: str
) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in locale.items():
        monkeypatch.setenv(variable, value)
    assert speaker(manuscript) == expected
