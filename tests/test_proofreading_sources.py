"""Z2: sources that nothing cites, and what ``nocite`` names; the order of all findings."""

from __future__ import annotations

import pytest

from conftest import ReadFiles, codes, lines
from satzspiegel.model import Severity
from satzspiegel.proofreading import proofread

BIB = """\
% Two that are cited, one that is not, one that belongs to another.
@string{b = "Berlin"}
@book{wolf, author={Wolf, Anna}, title={Ein Buch}, address={Berlin}, year={1930}}

  @Book {kant:1990,
  author={Kant, Ida}, title={Noch eins}, address={Berlin}, year={1990}}
@incollection{teil, author={Meier, Eva}, title={Teil}, crossref={band}, pages={3}}
@collection{band, editor={Rot, Udo}, title={Band}, address={Berlin}, year={1991}}
"""
JSON = """[{"id": "wolf", "type": "book", "title": "Ein Buch"},
 {"id": "kant:1990", "type": "book", "title": "Noch eins"}]"""
YAML = """references:
- id: wolf
  type: book
  title: Ein Buch
- type: book
  id: 'kant:1990'
  title: Noch eins
"""
ALL = "Eins [@wolf, S. 3].[^1]\n\n[^1]: Siehe @kant:1990 und [@teil].\n"


def uncited(read_files: ReadFiles, text: str, yaml: str = "", **files: str) -> list[str]:
    """Where what is not cited stands, and its key."""
    given = {name.replace("_", "."): content for name, content in files.items()} or {"b.bib": BIB}
    names = ", ".join(given)
    metadata = f"title: T\nbibliography: [{names}]\n{yaml}"
    publication, _ = read_files({"metadata.yaml": metadata, "1.md": text, **given})
    found = [f for f in proofread(publication) if f.code == "source-uncited"]
    assert all(f.severity is Severity.HINT and f.values["rule"] == "Z2" for f in found)
    return [f"{f.place} {f.values['words']}" for f in found]


def test_what_is_not_cited(read_files: ReadFiles) -> None:
    text = "Eins [@wolf, S. 3], `@kant:1990`. <!-- @kant:1990 -->"
    assert uncited(read_files, text) == ["b.bib:5:10 kant:1990", "b.bib:7:15 teil"]


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_other_bibliographies(read_files: ReadFiles, suffix: str) -> None:
    given = {"json": {"b_json": JSON}, "yaml": {"b_yaml": YAML}}[suffix]
    place = {"json": "b.json:2:10", "yaml": "b.yaml:6:7"}[suffix]
    assert uncited(read_files, "Eins [@wolf].", **given) == [f"{place} kant:1990"]


def test_references_in_the_metadata(read_files: ReadFiles) -> None:
    publication, _ = read_files({"metadata.yaml": f"title: T\n{YAML}", "1.md": "Eins [@wolf]."})
    (finding,) = proofread(publication)
    assert lines([finding])[0].startswith(
        "metadata.yaml:7:7: Hinweis: Die Quelle »@kant:1990« wird nirgends zitiert."
    )


@pytest.mark.parametrize(
    ("text", "yaml"),
    [
        (ALL, ""),  # the volume of a chapter that is cited
        ("Eins [@wolf].", "nocite: '@*'"),
        ("Eins [@wolf].", "nocite: '@kant:1990, @teil'"),
        ("Eins.", "nocite: |\n  @wolf, @kant:1990,\n  @teil"),
        ("Eins [@wolf].", "csl: autor-jahr\nabstract: Siehe @kant:1990 und @teil."),
        ("# Kopf [@wolf]\n\n| a |\n|---|\n| [@kant:1990] |\n\nTable: Hier [@teil].", ""),
    ],
)
def test_what_is_cited(read_files: ReadFiles, text: str, yaml: str) -> None:
    assert not uncited(read_files, text, yaml)


def test_no_bibliography(read_files: ReadFiles) -> None:
    publication, _ = read_files({"metadata.yaml": "title: T", "1.md": "Eins \\@wolf."})
    assert publication.uncited == ()


@pytest.mark.parametrize(
    ("nocite", "unknown"),
    [("'@fehlt, @wolf, @nie'", ["@fehlt", "@nie"]), ("'@*'", []), ("'@wolf'", [])],
)
def test_unknown_keys_in_nocite(read_files: ReadFiles, nocite: str, unknown: list[str]) -> None:
    yaml = f"title: T\nbibliography: b.bib\nnocite: {nocite}"
    _, findings = read_files({"metadata.yaml": yaml, "1.md": ALL, "b.bib": BIB})
    assert codes(findings) == ["nocite-unknown"] * len(unknown)
    assert [f.values["words"] for f in findings] == unknown
    assert all(str(f.place) == "metadata.yaml:3:1" for f in findings)


def test_all_in_reading_order(read_files: ReadFiles) -> None:
    files = {
        "metadata.yaml": "title: T\nbibliography: a.bib",
        "a.bib": "@book{wolf, title={Ein Buch}, year={1930}}",
        "2.md": "Russland [^1] und Russland.\n\n[^1]: Aus Rußland",
        "10.md": "Satz.[^1].\n\n[^1]: Ebd.",
    }
    publication, _ = read_files(files)
    findings = proofread(publication)
    assert [(f.code, str(f.place)) for f in findings] == [
        ("call-after-space", "2.md:1:1"),
        ("note-without-stop", "2.md:3:11"),
        ("spelling-varies", "2.md:3:11"),
        ("call-between-stops", "10.md:1:1"),
        ("source-uncited", "a.bib:1:7"),
    ]
    assert all(f.severity is not Severity.ERROR for f in findings)
    assert all({"rule", "words", "instead"} <= f.values.keys() for f in findings)
