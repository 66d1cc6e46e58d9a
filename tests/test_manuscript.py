"""Files, metadata and settings: what is read, and what is said when it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ReadFiles, codes, lines
from satzspiegel.manuscript import read_manuscript
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Contributor, Manuscript, Place
from satzspiegel.walks import plain_text

WriteFiles = Callable[[dict[str, str | bytes]], Path]


def error_lines(path: Path) -> list[str]:
    """What is said about a manuscript that cannot be read."""
    with pytest.raises(ManuscriptError) as error:
        read_manuscript(path)
    return lines(error.value.findings)


def single_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "essay.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def words_of(manuscript: Manuscript) -> list[str]:
    return [plain_text(b.children) for p in manuscript.parts for b in p.blocks]  # type: ignore[union-attr]


# ----------------------------------------------------------------------------------------- files


def test_single_file_with_front_matter(tmp_path: Path) -> None:
    path = single_file(tmp_path, "---\ntitle: Ein Titel\n---\n\nDer Text.\n")
    manuscript, findings = read_manuscript(path)
    assert not findings
    assert manuscript.name == "essay"
    assert plain_text(manuscript.metadata.title) == "Ein Titel"
    assert manuscript.parts[0].file == "essay.md"
    paragraph = manuscript.parts[0].blocks[0]
    assert paragraph.children[0].place == Place("essay.md", 5, 1)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["Nur Text.", "---\n---\nNur Text.", "\ufeffNur Text."])
def test_single_file_without_metadata_is_titled_by_its_name(tmp_path: Path, text: str) -> None:
    manuscript, findings = read_manuscript(single_file(tmp_path, text))
    assert not findings
    assert plain_text(manuscript.metadata.title) == "essay"
    assert words_of(manuscript) == ["Nur Text."]


def test_rule_at_the_beginning_is_no_front_matter(tmp_path: Path) -> None:
    manuscript, findings = read_manuscript(single_file(tmp_path, "---\n\nText\n\n---\n\nText\n"))
    assert not findings
    assert [type(block).__name__ for block in manuscript.parts[0].blocks] == [
        "Ornament",
        "Paragraph",
        "Ornament",
        "Paragraph",
    ]


def test_folder_in_the_order_of_numbers(write_files: WriteFiles) -> None:
    files: dict[str, str | bytes] = {f"{n}-x.md": f"Datei {n}" for n in (10, 9, 2, 1)}
    folder = write_files(files | {"metadata.yaml": "title: T", "notizen.md": "ungezählt"})
    manuscript, findings = read_manuscript(folder)
    assert codes(findings) == ["file-unnumbered"]
    assert words_of(manuscript) == ["Datei 1", "Datei 2", "Datei 9", "Datei 10"]
    assert manuscript.name == "manuskript"


def test_carriage_returns_and_byte_order_marks_vanish(write_files: WriteFiles) -> None:
    folder = write_files(
        {
            "metadata.yaml": b"\xef\xbb\xbftitle: T\r\nlang: de\r\n",
            "1.md": b"\xef\xbb\xbf# Eins\r\n\r\nText[^1]\r\n\r\n[^1]: Note\r\n",
        }
    )
    manuscript, findings = read_manuscript(folder)
    assert not findings
    assert manuscript.metadata.language == "de"
    heading = manuscript.parts[0].blocks[0]
    assert heading.place == Place("1.md", 1, 3)  # type: ignore[union-attr]


def test_metadata_file_may_begin_and_end_as_a_yaml_document(write_files: WriteFiles) -> None:
    manuscript, _ = read_manuscript(
        write_files({"metadata.yaml": "---\ntitle: T\n...\n", "1.md": "x"})
    )
    assert plain_text(manuscript.metadata.title) == "T"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "nirgends",
            "Das Manuskript gibt es nicht. "
            "Nennen Sie eine .md-Datei oder einen Ordner mit nummerierten .md-Dateien.",
        ),
        (
            "leer",
            "Der Ordner enthält keine nummerierte Markdown-Datei. "
            "Benennen Sie die Dateien in ihrer Folge, etwa 01-vorwort.md.",
        ),
    ],
)
def test_nothing_to_read(tmp_path: Path, name: str, expected: str) -> None:
    (tmp_path / "leer").mkdir()
    assert error_lines(tmp_path / name) == [f"{tmp_path / name}: Fehler: {expected}"]


@pytest.mark.parametrize("text", ["", "\n\n", "---\ntitle: T\n---\n", "<!-- später -->", "***"])
def test_manuscript_without_text(tmp_path: Path, text: str) -> None:
    _, findings = read_manuscript(single_file(tmp_path, text))
    assert lines(findings) == [
        "essay.md: Fehler: Das Manuskript enthält keinen Text. "
        "Schreiben Sie wenigstens einen Absatz."
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_not_utf8(tmp_path: Path, mark: bytes) -> None:
    path = single_file(tmp_path, mark + "Über\nGrüße und ".encode() + "Maß".encode("latin-1"))
    assert error_lines(path) == [
        "essay.md:2:13: Fehler: Die Datei ist nicht in UTF-8 gespeichert. "
        "Speichern Sie sie im Editor mit der Kodierung UTF-8."
    ]


def test_metadata_in_the_middle_are_an_error(write_files: WriteFiles) -> None:
    folder = write_files({"1.md": "Text\n\n---\nkey: value\n---\n\nText"})
    _, findings = read_manuscript(folder)
    assert lines(findings) == [
        "1.md: Fehler: Mitten in den Dateien stehen Metadaten: key. "
        "Schreiben Sie sie in metadata.yaml, bei einer einzelnen Datei an deren Anfang."
    ]


def test_percent_signs_at_the_beginning_are_text(tmp_path: Path) -> None:
    manuscript, _ = read_manuscript(single_file(tmp_path, "% kein Titel\n\nText"))
    assert words_of(manuscript) == ["% kein Titel", "Text"]


def test_open_division_is_a_warning(tmp_path: Path) -> None:
    _, findings = read_manuscript(single_file(tmp_path, "Text\n\n::: epigraph\nMotto"))
    assert lines(findings) == [
        "essay.md:3:1: Warnung: Die hier mit ::: begonnene Umgebung wird nirgends geschlossen. "
        "Setzen Sie an ihr Ende eine Zeile mit :::."
    ]


@pytest.mark.parametrize("change", ["metadata", "text", "bibliography"])
def test_fingerprint_follows_what_goes_in(write_files: WriteFiles, change: str) -> None:
    entry = "@book{a, author={Anna Autorin}, title={Titel}, year={2000}}"
    files: dict[str, str | bytes] = {
        "metadata.yaml": "title: T\nbibliography: a.bib",
        "1.md": "Text [@a].",
        "a.bib": entry,
    }
    changed: dict[str, dict[str, str | bytes]] = {
        "metadata": {"metadata.yaml": "title: U\nbibliography: a.bib"},
        "text": {"1.md": "Texte [@a]."},
        "bibliography": {"a.bib": entry.replace("Titel", "Anderer")},
    }
    prints = [read_manuscript(write_files(files))[0].fingerprint for _ in range(2)]
    prints.append(read_manuscript(write_files(files | changed[change]))[0].fingerprint)
    assert prints[0] == prints[1] != prints[2]


# -------------------------------------------------------------------------------------- metadata


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        (
            "title: T\nsubtitle: a: b",
            "metadata.yaml:2:12: Fehler: Die Metadaten sind kein gültiges YAML: "
            "mapping values are not allowed here. "
            "Setzen Sie Werte mit Doppelpunkt oder Sonderzeichen in Anführungszeichen.",
        ),
        (
            "- nur\n- Liste",
            "metadata.yaml:1: Fehler: Die Metadaten müssen aus Zeilen der Form »Name: Wert« "
            "bestehen. Siehe docs/manuskript.md, »Metadaten«.",
        ),
        (
            "title: T\nlang: de_DE",
            "metadata.yaml:2:1: Fehler: Die Sprache »de_DE« ist keine Sprachangabe. "
            "Schreiben Sie etwa lang: de-DE.",
        ),
        (
            "title: [a, b]",
            "metadata.yaml:1:1: Fehler: Der Wert der Einstellung »title« hat die falsche Form. "
            "Erwartet wird: Text.",
        ),
        (
            "author:\n- nom: Anna",
            "metadata.yaml:1:1: Fehler: Der Wert der Einstellung »author« hat die falsche Form. "
            "Erwartet wird: Text.",
        ),
        (
            'title: "Titel^[Note]"',
            "metadata.yaml:1:1: Fehler: In den Metadaten, unter »title«, steht eine Fußnote. "
            "Rufen Sie sie im Text auf.",
        ),
        (
            "title: T\nsatzspiegel: klassisch",
            "metadata.yaml:2:1: Fehler: Unter »satzspiegel« stehen keine Einstellungen der Form "
            "»Name: Wert«. Siehe docs/manuskript.md, »Einstellungen«.",
        ),
        (
            "style: x\nsatzspiegel:\n  name: n\n  styl: klassisch",
            "metadata.yaml:4:3: Fehler: Die Einstellung »styl« gibt es nicht. Meinten Sie »style«?",
        ),
        (
            "style: x\nsatzspiegel:\n  style: 7",
            "metadata.yaml:3:3: Fehler: Der Wert der Einstellung »style« hat die falsche Form. "
            "Erwartet wird: Text.",
        ),
        (
            "satzspiegel:\n  notes: kapitel",
            "metadata.yaml:2:3: Fehler: Der Wert der Einstellung »notes« ist nicht möglich. "
            "Möglich: continuous, per-chapter.",
        ),
        (
            "satzspiegel:\n  notes: [kapitel]",
            "metadata.yaml:2:3: Fehler: Der Wert der Einstellung »notes« hat die falsche Form. "
            "Erwartet wird: Text.",
        ),
        (
            "satzspiegel:\n  name: ../anderswo",
            "metadata.yaml:2:3: Fehler: Der Wert der Einstellung »name« ist nicht möglich. "
            "Möglich: a–z, 0–9, -.",
        ),
        (
            "satzspiegel:\n  labels: Inhalt",
            "metadata.yaml:2:3: Fehler: Der Wert der Einstellung »labels« hat die falsche Form. "
            "Erwartet wird: Name: Text.",
        ),
        (
            "satzspiegel:\n  labels:\n    figur: Bild",
            "metadata.yaml:3:5: Fehler: Die Einstellung »labels.figur« gibt es nicht. "
            "Meinten Sie »figure«?",
        ),
        (
            "satzspiegel:\n  labels:\n    figure: 1",
            "metadata.yaml:3:5: Fehler: Der Wert der Einstellung »labels.figure« hat die falsche "
            "Form. Erwartet wird: Text.",
        ),
        (
            "bibliography: fehlt.bib",
            "metadata.yaml:1:1: Fehler: Die Literaturdatei »fehlt.bib« gibt es nicht. "
            "Der Pfad gilt ab dem Ordner des Manuskripts.",
        ),
        (
            "title: T\nbibliography: ../b.bib",
            "metadata.yaml:2:1: Fehler: Die Datei »../b.bib« liegt nicht im Ordner des "
            "Manuskripts. Legen Sie sie dort ab.",
        ),
        (
            "bibliography: 1.md\ncsl: fehlt",
            "metadata.yaml:2:1: Fehler: Den Zitierstil »fehlt« gibt es nicht. "
            "Mitgeliefert: autor-jahr, fussnoten; sonst eine .csl-Datei im Ordner des Manuskripts.",
        ),
        (
            "bibliography: 1.md\ncsl: /etc/passwd",
            "metadata.yaml:2:1: Fehler: Die Datei »/etc/passwd« liegt nicht im Ordner des "
            "Manuskripts. Legen Sie sie dort ab.",
        ),
    ],
)
def test_wrong_metadata(write_files: WriteFiles, yaml: str, expected: str) -> None:
    assert error_lines(write_files({"metadata.yaml": yaml, "1.md": "Text"})) == [expected]


def test_lines_of_front_matter_are_those_of_the_file(tmp_path: Path) -> None:
    path = single_file(tmp_path, "---\ntitle: T\nsatzspiegel:\n  stil: x\n---\nText")
    assert error_lines(path) == [
        "essay.md:4:3: Fehler: Die Einstellung »stil« gibt es nicht. Meinten Sie »style«?"
    ]


def test_every_wrong_setting_is_named(write_files: WriteFiles) -> None:
    yaml = "satzspiegel:\n  stil: x\n  notes: y\n  labels: {a: b}"
    assert len(error_lines(write_files({"metadata.yaml": yaml, "1.md": "Text"}))) == 3


METADATA = """
title: 1984
subtitle: "Ein *schöner* Untertitel"
author: [Anna Autorin, {name: Bernd Beispiel}]
editor: Cora
translator: [{text: Dirk}]
lang: de-AT
date: 2026-01-31
publisher: Verlag
publisher-place: Wien
rights: CC BY 4.0
abstract: |
  Erster Absatz.

  - Punkt
keywords: [eins, zwei]
satzspiegel:
  name: heft
  notes: per-chapter
  labels: {figure: Bild}
"""


def test_metadata_and_settings(write_files: WriteFiles) -> None:
    manuscript, findings = read_manuscript(write_files({"metadata.yaml": METADATA, "1.md": "Text"}))
    metadata, settings = manuscript.metadata, manuscript.settings
    assert not findings
    assert plain_text(metadata.title) == "1984"
    assert plain_text(metadata.subtitle) == "Ein schöner Untertitel"
    assert metadata.contributors == (
        Contributor("Anna Autorin"),
        Contributor("Bernd Beispiel"),
        Contributor("Cora", "edt"),
        Contributor("Dirk", "trl"),
    )
    assert (metadata.language, metadata.date) == ("de-AT", "2026-01-31")
    assert (metadata.publisher, metadata.place, metadata.rights) == ("Verlag", "Wien", "CC BY 4.0")
    assert metadata.abstract == "Erster Absatz. Punkt"
    assert metadata.keywords == ("eins", "zwei")
    assert manuscript.name == "heft"
    assert (settings.notes, settings.labels) == ("per-chapter", {"figure": "Bild"})


@pytest.mark.parametrize("given", ["2026-01-31", "12.5", "'1e3'", "Ein Titel", "'Ein: Titel'"])
def test_title_stays_as_typed(write_files: WriteFiles, given: str) -> None:
    manuscript, _ = read_manuscript(write_files({"metadata.yaml": f"title: {given}", "1.md": "x"}))
    assert plain_text(manuscript.metadata.title) == given.strip("'")


def test_what_metadata_cannot_hold_is_found(write_files: WriteFiles) -> None:
    _, findings = read_manuscript(write_files({"metadata.yaml": "title: $a^2$ x", "1.md": "x"}))
    assert codes(findings) == ["math"]
    assert findings[0].place == Place("metadata.yaml", 1, 1)


def test_a_file_without_a_number_is_mentioned(read_files: ReadFiles) -> None:
    publication, findings = read_files(
        {"1-a.md": "# Eins\n\nText.\n", "nachwort.md": "Vergessen.\n"}
    )
    assert len(publication.chapters) == 1
    assert lines(findings) == [
        "nachwort.md: Hinweis: Die Datei beginnt mit keiner Nummer und gehört darum nicht zum "
        "Text. Soll sie dazugehören, geben Sie ihr eine Nummer, etwa 07-nachwort.md."
    ]
