"""Ids are unique in the publication; links find them from any file."""

from __future__ import annotations

import pytest

from conftest import ReadFiles, ReadText, codes, lines
from satzspiegel.identifiers import portable
from satzspiegel.model import Inline, Link, Publication
from satzspiegel.walks import all_inlines, plain_text


def links(publication: Publication) -> list[str]:
    """Every link as ``words → target``, those of the text first."""
    blocks = tuple(block for chapter in publication.chapters for block in chapter.blocks)
    inlines: list[Inline] = list(all_inlines(blocks))
    for note in publication.notes:
        inlines += all_inlines(note.blocks)
    return [f"{plain_text(i.children)} → {i.target}" for i in inlines if isinstance(i, Link)]


def identifiers(publication: Publication) -> list[str]:
    return [chapter.identifier for chapter in publication.chapters]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("über-uns", "ueber-uns"),
        ("Öl_Straße", "Oel-Strasse"),
        ("SSW", "SSW"),
        ("café", "cafe"),
        ("1-kapitel", "id-1-kapitel"),
        ("漢字", "id"),
        ("a.b", "a.b"),
        ("-x-", "x"),
    ],
)
def test_ids_hold_letters_that_every_reader_knows(typed: str, expected: str) -> None:
    assert portable(typed) == expected


def test_the_same_id_in_two_files(read_files: ReadFiles) -> None:
    publication, findings = read_files(
        {
            "1.md": "# Anfang {#da}\n\n[](#da) [](2.md#da) [](2.md) [](./2.md)",
            "2.md": "# Ende {#da}\n\n[](#da) [](1.md#da) [](#nur)\n\n# Nur {#nur}",
        }
    )
    assert not findings
    assert identifiers(publication) == ["da", "id-2-da", "nur"]
    assert links(publication) == [
        "„Anfang“ → #da",
        "„Ende“ → #id-2-da",
        "„Ende“ → #id-2-da",
        "„Ende“ → #id-2-da",
        "„Ende“ → #id-2-da",
        "„Anfang“ → #da",
        "„Nur“ → #nur",
    ]


@pytest.mark.parametrize(
    "reserved", ["fn-1", "text", "tab-2", "contents", "notes", "refs", "title"]
)
def test_ids_that_editions_give_themselves(read_text: ReadText, reserved: str) -> None:
    publication, findings = read_text(f"# Kapitel {{#{reserved}}}\n\n[](#{reserved})")
    assert not findings
    assert identifiers(publication) == [f"id-01-text-{reserved}"]
    assert links(publication) == [f"„Kapitel“ → #id-01-text-{reserved}"]


@pytest.mark.parametrize("name", ["fig1.md", "text-1.md", "fn-2.md"])
def test_reserved_ids_in_a_file_that_is_named_like_one(read_files: ReadFiles, name: str) -> None:
    publication, _ = read_files(
        {f"1-{name}": "# A {#fn-1}\n\n# Ä {#ä}\n\n# Ae {#ae}\n\n# B {#id-ae}"}
    )
    assert len(set(identifiers(publication))) == 4


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# Kapitel *eins*[^1] {#k}\n\n[](#k)\n\n[^1]: n", ["„Kapitel eins“ → #k"]),
        ("# Über\n\n[](#über) [Über]", ["„Über“ → #ueber", "Über → #ueber"]),
        ("# Über\n\n[](#%C3%BCber)", ["„Über“ → #ueber"]),
        ("| a |\n|---|\n\n: Tafel {#t}\n\n[](#t) [dort](#t)", ["Tabelle\u00a01 → #t", "dort → #t"]),
        ("Text[^n] [](#fn:n)\n\n[^n]: Note", ["Anmerkung\u00a01 → #fn-1"]),
        ("Text[^n] mehr[^m]\n\n[^n]: siehe [](#fn:m)\n\n[^m]: Note", ["Anmerkung\u00a02 → #fn-2"]),
        ("# K {#k}\n\nText^[siehe [](#k)]", ["„K“ → #k"]),
        ("[Wort]{#w} [](#w)", ["Wort → #w"]),
        ("[W](https://x.y/a?b#c) <a@b.de>", ["W → https://x.y/a?b#c", "a@b.de → mailto:a@b.de"]),
        ("x [](https://x.y)", ["https://x.y → https://x.y"]),
    ],
)  # fmt: skip
def test_links(read_text: ReadText, markdown: str, expected: list[str]) -> None:
    publication, findings = read_text(markdown)
    assert not findings
    assert links(publication) == expected


def test_cross_reference_to_a_figure(read_files: ReadFiles) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    text = "![Eins](b.svg){alt=A}\n\n![Zwei](b.svg){#zwei alt=B}\n\nsiehe [](#zwei)"
    publication, findings = read_files({"1.md": text, "b.svg": svg})
    assert not findings
    assert links(publication) == ["Abbildung\u00a02 → #zwei"]


@pytest.mark.parametrize(
    ("link", "column", "target", "nearest"),
    [
        ("[x](#anfnag)", 8, "#anfnag", "#anfang"),
        ("[](#fn:2)", 7, "#fn:2", "#fn:1"),
        ("[x](2.md#ende1)", 7, "2.md#ende1", "2.md#ende"),
        ("[x](3.md)", 7, "3.md", "4.md"),
        ("[x](#doppelt)", 8, "#doppelt", "4.md#doppelt"),
        ("[x](bild.pdf)", 7, "bild.pdf", "4.md"),
    ],
)
def test_broken_links(
    read_files: ReadFiles, link: str, column: int, target: str, nearest: str
) -> None:
    _, findings = read_files(
        {
            "1.md": f"# A {{#anfang}}\n\nx {link}[^1]\n\n[^1]: n",
            "2.md": "# E {#ende}\n\n## D {#doppelt}",
            "4.md": "# Mehr {#doppelt}",
        }
    )
    assert lines(findings) == [
        f"1.md:3:{column}: Fehler: Der Verweis »{target}« führt nirgendwohin. "
        f"Meinten Sie »{nearest}«?"
    ]


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"]
)
def test_links_run_and_open_nothing(read_text: ReadText, target: str) -> None:
    _, findings = read_text(f"[x]({target})")
    assert codes(findings) == ["link-scheme"]


def test_a_link_without_words_to_a_place_without_words(read_text: ReadText) -> None:
    _, findings = read_text("::: {#da}\nText\n:::\n\n[](#da)")
    assert codes(findings) == ["link-wordless"]


@pytest.mark.parametrize(
    ("markdown", "place"),
    [
        ("# A {#x}\n\n# B {#x}", "01-text.md:3:3"),
        ("# A {#x}\n\nein [Wort]{#x}", "01-text.md:3:6"),
        ("# A {#x}\n\n::: {#x}\nText\n:::", "01-text.md:4:1"),
    ],
)
def test_the_same_id_twice_in_a_file(read_text: ReadText, markdown: str, place: str) -> None:
    _, findings = read_text(markdown)
    assert lines(findings) == [
        f"{place}: Fehler: Die Kennung »x« kommt in dieser Datei zweimal vor. "
        "Geben Sie einer der beiden Stellen eine andere."
    ]


def test_a_note_in_a_heading_leaves_no_trace_in_its_id(read_text: ReadText) -> None:
    text = "# Die zweite Stimme[^k]\n\nSiehe [](#die-zweite-stimme).\n\n[^k]: Eine Anmerkung.\n"
    publication, findings = read_text(text)
    assert findings == ()
    assert publication.chapters[0].identifier == "die-zweite-stimme"
