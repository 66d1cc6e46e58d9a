"""Notes: one number and one id each, in reading order; citations make notes like any other."""

from __future__ import annotations

import pytest

from conftest import ReadFiles, ReadText, codes, lines, words_of
from satzspiegel.model import NoteCall, Publication, Text
from satzspiegel.walks import all_inlines


def texts(publication: Publication) -> list[str]:
    """Each note as ``number text``."""
    return [f"{n.number} {words_of(n.blocks)}" for n in publication.notes]


def called(publication: Publication) -> list[str]:
    """The notes that the text calls, in its order."""
    blocks = tuple(block for chapter in publication.chapters for block in chapter.blocks)
    return [i.note for i in all_inlines(blocks) if isinstance(i, NoteCall)]


TWO_FILES = {
    "1.md": "# Eins\n\nText[^1]\n\n[^1]: Note der ersten\n\n# Zwei\n\nText^[inline]",
    "2.md": "Noch in Zwei[^1]\n\n# Drei\n\nText[^2]\n\n[^1]: Note der zweiten\n\n[^2]: letzte",
}


@pytest.mark.parametrize(("setting", "numbers"), [("continuous", "1234"), ("per-chapter", "1121")])
def test_numbers(read_files: ReadFiles, setting: str, numbers: str) -> None:
    yaml = f"satzspiegel: {{notes: {setting}}}"
    publication, findings = read_files({"metadata.yaml": yaml, **TWO_FILES})
    assert not findings
    words = ["Note der ersten", "inline", "Note der zweiten", "letzte"]
    assert texts(publication) == [f"{n} {w}" for n, w in zip(numbers, words, strict=True)]
    assert [n.identifier for n in publication.notes] == ["fn-1", "fn-2", "fn-3", "fn-4"]
    assert [n.call for n in publication.notes] == ["fnref-1", "fnref-2", "fnref-3", "fnref-4"]
    assert [n.label for n in publication.notes] == ["1", "", "1", "2"]
    assert [str(n.place) for n in publication.notes] == [
        "1.md:3:5",
        "1.md:9:5",
        "2.md:1:13",
        "2.md:5:5",
    ]
    assert called(publication) == ["fn-1", "fn-2", "fn-3", "fn-4"]


@pytest.mark.parametrize("caption_first", [True, False])
def test_a_caption_is_read_before_its_table(read_text: ReadText, caption_first: bool) -> None:
    table = "| a[^kopf] |\n|---|\n| b[^zelle] |"
    caption = "Table: Worte[^worte]"
    both = [caption, table] if caption_first else [table, caption]
    notes = "[^zelle]: zelle\n\n[^kopf]: kopf\n\n[^worte]: worte\n\n[^da]: da"
    publication, findings = read_text("\n\n".join(["Text[^da]", *both, notes]))
    assert not findings
    assert texts(publication) == ["1 da", "2 worte", "3 kopf", "4 zelle"]
    assert [note.label for note in publication.notes] == ["da", "worte", "kopf", "zelle"]


def test_a_caption_is_read_after_its_figure(read_files: ReadFiles) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    text = "Text[^1]\n\n![Bild[^2]](b.svg){alt=B}\n\nText[^3]\n\n[^3]: c\n\n[^2]: b\n\n[^1]: a"
    publication, findings = read_files({"1.md": text, "b.svg": svg})
    assert not findings
    assert texts(publication) == ["1 a", "2 b", "3 c"]


def test_places_in_notes_are_those_of_their_definition(read_text: ReadText) -> None:
    publication, _ = read_text("Text[^1]\n\n[^1]: Eins <!-- x --> *zwei*")
    texts = (i for i in all_inlines(publication.notes[0].blocks) if isinstance(i, Text))
    places = [str(text.place) for text in texts if text.place]
    assert places == ["01-text.md:3:7", "01-text.md:3:24"]


# ------------------------------------------------------------------------------------- citations

BIB = """
@book{grafton, author={Grafton, Anthony}, title={Die Fußnote}, address={Berlin}, year={1995}}
@book{illich, author={Illich, Ivan}, title={Im Weinberg}, address={Frankfurt}, year={1991}}
"""
CITING = """\
Eins [@grafton, S. 3]. Zwei [@grafton, S. 4]. Drei[^1] und vier.[^2] Fünf [siehe @illich].

[^1]: Von Hand, ohne Beleg.

[^2]: [@grafton, S. 5], mit Zusatz; und [@grafton, S. 6].
"""


def cite(read_files: ReadFiles, csl: str, text: str = CITING) -> Publication:
    yaml = f"bibliography: buch.bib\ncsl: {csl}"
    publication, findings = read_files({"metadata.yaml": yaml, "1.md": text, "buch.bib": BIB})
    assert not findings
    return publication


def test_citations_make_notes_among_the_others(read_files: ReadFiles) -> None:
    publication = cite(read_files, "fussnoten")
    words = [text.split(" ", 1) for text in texts(publication)]
    assert [number for number, _ in words] == ["1", "2", "3", "4", "5"]
    assert words[0][1] == "Grafton, Anthony: Die Fußnote, Berlin 1995, S.\u202f3."
    assert words[1][1] == "Ebd., S.\u202f4."
    assert words[2][1] == "Von Hand, ohne Beleg."
    assert "Illich" in words[4][1]
    assert called(publication) == ["fn-1", "fn-2", "fn-3", "fn-4", "fn-5"]
    assert str(publication.notes[1].place).startswith("1.md:1:")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("[@grafton, S. 5], vgl. [@grafton, S. 6].", "Ebd., S.\u202f5, vgl. (ebd., S.\u202f6)."),
        ("[@grafton, S. 5] und mehr.", "Ebd., S.\u202f5 und mehr."),
        ("[@grafton, S. 5 f.], und mehr.", "Ebd., S.\u202f5 f., und mehr."),
        ("[@grafton].", "Grafton: Die Fußnote."),
        ("[@grafton, S. 5].", "Ebd., S.\u202f5."),
        ("Vgl. [@grafton, S. 5].", "Vgl. (ebd., S.\u202f5)."),
    ],
)
def test_a_citation_begins_the_sentence_of_a_note(
    read_files: ReadFiles, note: str, expected: str
) -> None:
    text = f"Eins [@grafton, S. 3]. Zwei.[^2]\n\n[^2]: {note}"
    assert texts(cite(read_files, "fussnoten", text))[1] == f"2 {expected}"


def test_author_date_makes_no_notes(read_files: ReadFiles) -> None:
    publication = cite(read_files, "autor-jahr", "Eins [@grafton, S. 3]. Zwei [@illich].")
    assert not publication.notes
    text = words_of(publication.chapters[0].blocks)
    assert "Grafton 1995" in text
    assert publication.chapters[-1].kind == "bibliography"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Text [@fehlt].", "1.md:1:8"),
        ("`@fehlt` und @fehlt2 [@grafton; @fehlt, S. 3].", "1.md:1:34"),
        ("Text[^1]\n\n[^1]: [siehe @fehlt].", "1.md:3:15"),
    ],
)
def test_unknown_citation(read_files: ReadFiles, text: str, place: str) -> None:
    yaml = "bibliography: buch.bib"
    _, findings = read_files({"metadata.yaml": yaml, "1.md": text, "buch.bib": BIB})
    assert (
        f"{place}: Fehler: Die Quelle »@fehlt« steht nicht in der Literaturdatei. "
        "Ergänzen Sie sie dort, oder berichtigen Sie den Schlüssel."
    ) in lines(findings)


def test_unknown_citation_in_the_metadata(read_files: ReadFiles) -> None:
    yaml = "title: T\nbibliography: buch.bib\ncsl: autor-jahr\nabstract: Mehr bei @fehlt"
    _, findings = read_files({"metadata.yaml": yaml, "1.md": "Text", "buch.bib": BIB})
    assert "citation-unknown" in codes(findings)
    assert str(findings[0].place) == "metadata.yaml:4:1"


def test_bibliography_in_the_metadata(read_files: ReadFiles) -> None:
    yaml = "references:\n- {id: a, type: book, title: Titel, author: [{family: Autorin}]}"
    publication, findings = read_files({"metadata.yaml": yaml, "1.md": "Text [@a]."})
    assert not findings
    assert "Autorin" in texts(publication)[0]
