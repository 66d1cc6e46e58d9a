"""Metadata: numbers and people checked, addresses and claims read, errors at their line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from samples import png
from satzspiegel.manuscript import read_manuscript
from satzspiegel.manuscript.contributors import ROLE_WORDS, WORDS
from satzspiegel.manuscript.standard_numbers import is_doi, is_gnd, is_isbn, is_orcid, isbn_digits
from satzspiegel.messages import ManuscriptError, render
from satzspiegel.model import Contributor, Metadata, Subject

WriteFiles = Callable[[dict[str, str | bytes]], Path]
ISBN = "978-3-86680-192-9"


@pytest.fixture
def read(write_files: WriteFiles) -> Callable[[str], Metadata]:
    """Metadata given as YAML."""

    def metadata(text: str) -> Metadata:
        files: dict[str, str | bytes] = {
            "metadata.yaml": text,
            "1.md": "Text",
            "bilder/umschlag.png": png(20, 30),
            "bilder/umschlag.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 3"/>',
            "bilder/umschlag.txt": "kein Bild",
        }
        return read_manuscript(write_files(files))[0].metadata

    return metadata


@pytest.fixture
def error(read: Callable[[str], Metadata]) -> Callable[[str], list[str]]:
    """What is said of metadata given as YAML."""

    def said(text: str) -> list[str]:
        with pytest.raises(ManuscriptError) as raised:
            read(text)
        return [render(finding, "de") for finding in raised.value.findings]

    return said


Read = Callable[[str], Metadata]
Said = Callable[[str], list[str]]

# ------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    "number",
    [
        "978-3-16-148410-0",
        "9783866801929",
        "3-16-148410-X",
        "979 10 90636 07 1",
        "978‐3‐16‐148410‐0",
    ],
)
def test_isbns(number: str) -> None:
    assert is_isbn(number)
    assert len(isbn_digits(number)) == 13
    assert is_isbn(isbn_digits(number))


@pytest.mark.parametrize(
    "number",
    [
        "978-3-16-148410-1",
        "978-3-16-184410-0",
        "978-3-16-14841-0",
        "977-3-16-148410-3",
        "3-16-148410-0",
        "abc",
        "",
    ],
)
def test_what_is_no_isbn(number: str) -> None:
    assert not is_isbn(number)


def test_every_wrong_digit_of_an_isbn_is_noticed() -> None:
    digits = "9783161484100"
    for place in range(3, 13):
        others = (digits[:place] + d + digits[place + 1 :] for d in "0123456789")
        assert [n for n in others if is_isbn(n)] == [digits]


@pytest.mark.parametrize("number", ["0000-0002-1825-0097", "0000-0002-1694-233X"])
def test_orcids(number: str) -> None:
    assert is_orcid(number)
    for place, sign in enumerate(number):
        if sign.isdecimal():
            other = number[:place] + str((int(sign) + 1) % 10) + number[place + 1 :]
            assert not is_orcid(other)


@pytest.mark.parametrize("number", ["0000000218250097", "0000-0002-1825-009", "0000-0002-1825"])
def test_what_is_no_orcid(number: str) -> None:
    assert not is_orcid(number)


@pytest.mark.parametrize("number", ["118540238", "4079163-4", "1012345678", "11850553X", "2-5"])
def test_gnd_numbers(number: str) -> None:
    assert is_gnd(number)


@pytest.mark.parametrize("number", ["", "Goethe", "0118540238", "118540238-", "4079163-", "12345"])
def test_what_is_no_gnd_number(number: str) -> None:
    assert not is_gnd(number)


def test_dois() -> None:
    assert is_doi("10.5281/zenodo.1234567")
    assert is_doi("10.1000.10/123456")
    assert not any(map(is_doi, ("", "10.5281", "10.5281/", "11.5281/x", "10.1/x", "10.5281/a b")))


@pytest.mark.parametrize(
    "given",
    [
        "isbn: 978-3-16-148410-0",
        "isbn: ISBN 978-3-16-148410-0",
        'isbn: "978-3-16-148410-0"',
        "isbn: urn:isbn:978-3-16-148410-0",
    ],
)
def test_isbn_of_the_book(read: Read, given: str) -> None:
    metadata = read(given)
    assert (metadata.isbn, metadata.ebook_isbn) == ("978-3-16-148410-0", "")


@pytest.mark.parametrize(
    "given",
    [
        f"isbn-ebook: {ISBN}",
        f"identifier: ISBN-13 {ISBN}",
        f"identifier: urn:isbn:{ISBN}",
        f"identifier: [{{scheme: DOI, text: 10.5281/x}}, {{scheme: ISBN-13, text: {ISBN}}}]",
        f"isbn-ebook: {ISBN}\nidentifier: 978-3-16-148410-0",
    ],
)
def test_isbn_of_the_ebook(read: Read, given: str) -> None:
    metadata = read(f"isbn: 978-3-16-148410-0\n{given}")
    assert (metadata.isbn, metadata.ebook_isbn) == ("978-3-16-148410-0", ISBN)


def test_a_number_without_hyphens_is_kept(read: Read) -> None:
    assert read("isbn-ebook: 9783866801929").ebook_isbn == "9783866801929"


@pytest.mark.parametrize(
    "given",
    [
        "doi: 10.5281/zenodo.1_2_3",
        "doi: https://doi.org/10.5281/zenodo.1_2_3",
        "doi: 'doi:10.5281/zenodo.1_2_3'",
        "identifier: {scheme: DOI, text: 10.5281/zenodo.1_2_3}",
    ],
)
def test_doi(read: Read, given: str) -> None:
    assert read(given).doi == "10.5281/zenodo.1_2_3"


@pytest.mark.parametrize(
    ("yaml_text", "expected"),
    [
        (
            "title: T\nisbn: 978-3-16-148410-1",
            "metadata.yaml:2:1: Fehler: Die ISBN »978-3-16-148410-1« unter »isbn« stimmt nicht. "
            "Vergleichen Sie sie Ziffer für Ziffer: Es sind dreizehn, beginnend mit 978 oder 979; "
            "die letzte prüft die anderen.",
        ),
        (
            "isbn: 978-3-16-148410-0\nisbn-ebook: 9783161484100",
            "metadata.yaml:2:1: Fehler: Buch und E-Book haben dieselbe ISBN: »978-3-16-148410-0«. "
            "Jede Form des Werks hat ihre eigene; tragen Sie unter »isbn-ebook« die des E-Books "
            "ein.",
        ),
        (
            "identifier: {scheme: ISBN-13, text: 978-3-16-148410-7}",
            "metadata.yaml:1:1: Fehler: Die ISBN »978-3-16-148410-7« unter »identifier« stimmt "
            "nicht. Vergleichen Sie sie Ziffer für Ziffer: Es sind dreizehn, beginnend mit 978 "
            "oder 979; die letzte prüft die anderen.",
        ),
        (
            "doi: 5281/x",
            "metadata.yaml:1:1: Fehler: Die DOI »5281/x« unter »doi« hat nicht die Form einer DOI. "
            "Schreiben Sie etwa 10.5281/zenodo.1234567, ohne oder mit https://doi.org/ davor.",
        ),
        (
            "author:\n- {name: A, orcid: 0000-0002-1825-0097}\n"
            "- name: B\n  orcid: 0000-0002-1825-0098",
            "metadata.yaml:4:3: Fehler: Die ORCID »0000-0002-1825-0098« stimmt nicht. Vergleichen "
            "Sie sie mit dem Eintrag auf orcid.org: vier Gruppen aus vier Zeichen, etwa "
            "0000-0002-1825-0097.",
        ),
        (
            "author:\n- {name: A, gnd: Goethe}",
            "metadata.yaml:2:13: Fehler: Die GND-Nummer »Goethe« hat keine der Formen, die es "
            "gibt. Schreiben Sie die Nummer aus dem Katalog der Deutschen Nationalbibliothek, "
            "etwa 118540238 oder 4079163-4.",
        ),
        (
            "contributor: {name: A, role: Ilustrator}",
            "metadata.yaml:1:24: Fehler: Die Rolle »Ilustrator« ist nicht bekannt. Meinten Sie "
            "»illustrator«? Die Rollen stehen in docs/manuskript.md unter »Metadaten«.",
        ),
        (
            "url: example.org",
            "metadata.yaml:1:1: Fehler: Unter »url« steht keine Adresse im Netz: »example.org«. "
            "Schreiben Sie sie ganz, mit https:// am Anfang.",
        ),
        (
            "license: frei",
            "metadata.yaml:1:1: Fehler: Unter »license« steht keine Adresse im Netz: »frei«. "
            "Schreiben Sie sie ganz, mit https:// am Anfang.",
        ),
        (
            "accessibility:\n  conforms-to: BITV",
            "metadata.yaml:2:3: Fehler: Unter »accessibility.conforms-to« steht keine Zusage, die "
            "es gibt: »BITV«. Schreiben Sie etwa: EPUB Accessibility 1.1 - WCAG 2.2 Level AA.",
        ),
        (
            "accessibility:\n  certifier: Wir",
            "metadata.yaml:2:3: Fehler: Die Einstellung »accessibility.certifier« gibt es nicht. "
            "Meinten Sie »certified-by«?",
        ),
        (
            "accessibility: ja",
            "metadata.yaml:1:1: Fehler: Der Wert der Einstellung »accessibility« hat die falsche "
            "Form. Erwartet wird: conforms-to: Text.",
        ),
        (
            "subject:\n- {text: Buch, authority: Thema}",
            "metadata.yaml:1:1: Fehler: Der Wert der Einstellung »subject« hat die falsche Form. "
            "Erwartet wird: {text: …, authority: …, term: …}.",
        ),
        (
            "cover-image: bilder/fehlt.png",
            "metadata.yaml:1:1: Fehler: Das Bild »bilder/fehlt.png« gibt es nicht. "
            "Der Pfad gilt ab dem Ordner des Manuskripts.",
        ),
        (
            "title: T\ncover-image: ../umschlag.png",
            "metadata.yaml:2:1: Fehler: Das Bild »../umschlag.png« liegt nicht im Ordner des "
            "Manuskripts. Legen Sie es dort ab.",
        ),
        (
            "cover-image: bilder/umschlag.svg",
            "metadata.yaml:1:1: Fehler: Das Umschlagbild »bilder/umschlag.svg« ist weder PNG noch "
            "JPEG. Speichern Sie es in einem dieser Formate, am besten 1600 mal 2400 Pixel.",
        ),
        (
            "cover-image: bilder/umschlag.txt",
            "metadata.yaml:1:1: Fehler: Das Bild »bilder/umschlag.txt« ist weder PNG noch JPEG "
            "noch SVG. Speichern Sie es in einem dieser Formate.",
        ),
    ],
)
def test_errors(error: Said, yaml_text: str, expected: str) -> None:
    assert error(yaml_text) == [expected]


def test_all_errors_are_named_at_once(error: Said) -> None:
    assert len(error("isbn: 1\nisbn-ebook: 2\ndoi: 3\nurl: 4\nauthor: {name: A, orcid: 5}")) == 5


# -------------------------------------------------------------------------------------- people


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("author: Anna Autorin", Contributor("Anna Autorin")),
        (
            "author: {given: Anna, family: Autorin}",
            Contributor("Anna Autorin", "aut", "Autorin, Anna"),
        ),
        ("author: {name: Anna, sort: X}", Contributor("Anna", "aut", "X")),
        ("creator: {text: Anna, file-as: X, role: author}", Contributor("Anna", "aut", "X")),
        ("editor: {name: Anna}", Contributor("Anna", "edt")),
        ("contributor: Anna", Contributor("Anna", "ctb")),
        ("contributor: {name: Anna, role: Nachwort}", Contributor("Anna", "aft")),
        ("contributor: {name: Anna, role: übersetzerin}", Contributor("Anna", "trl")),
        ("contributor: {name: Anna, role: ill}", Contributor("Anna", "ill")),
        (
            "author:\n  name: A\n  orcid: https://orcid.org/0000-0002-1694-233x\n"
            "  gnd: (DE-588)4079163-4",
            Contributor("A", orcid="0000-0002-1694-233X", gnd="4079163-4"),
        ),
        (
            "author: {name: A, gnd: https://d-nb.info/gnd/118540238, affiliation: Haus}",
            Contributor("A", gnd="118540238"),
        ),
    ],
)
def test_people(read: Read, given: str, expected: Contributor) -> None:
    assert read(given).contributors == (expected,)


def test_people_come_by_their_fields(read: Read) -> None:
    found = read("contributor: C\ntranslator: T\neditor: E\nauthor: [A, B]").contributors
    assert [person.name for person in found] == ["A", "B", "E", "T", "C"]


def test_a_word_names_one_role() -> None:
    assert len(WORDS) == sum(1 + len(words) for words in ROLE_WORDS.values())


# ------------------------------------------------------------------------------------- the rest


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc-by-nc-sa-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://example.org/meine_eigene_lizenz", "https://example.org/meine_eigene_lizenz"),
    ],
)
def test_licenses(read: Read, given: str, expected: str) -> None:
    assert read(f"license: {given}").license == expected


@pytest.mark.parametrize(
    "given", ["WCAG 2.1 aa", "EPUB Accessibility 1.1 - WCAG 2.1 Level AA", "WCAG 2.1 Level AA"]
)
def test_claims_are_worded_as_the_specification_does(read: Read, given: str) -> None:
    claimed = read(f"accessibility: {{conforms-to: {given}, certified-by: Haus}}").accessibility
    assert claimed.conforms_to == "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
    assert claimed.certified_by == "Haus"


def test_series_subjects_and_cover(read: Read) -> None:
    given = {
        "belongs-to-collection": "Die *Reihe*",
        "group-position": 7,
        "subject": ["Buch", {"text": "Satz", "authority": "Thema", "term": "AKL"}],
        "cover-image": "bilder/umschlag.png",
        "cover-alt": "Ein *Grau*",
        "url": "https://example.org/~a/b~c",
    }
    metadata = read(yaml.safe_dump(given, allow_unicode=True))
    assert (metadata.series, metadata.series_number) == ("Die Reihe", "7")
    assert metadata.subjects == (Subject("Buch"), Subject("Satz", "Thema", "AKL"))
    assert (metadata.cover, metadata.cover_alternative) == ("bilder/umschlag.png", "Ein Grau")
    assert metadata.url == "https://example.org/~a/b~c"


def test_a_list_where_text_belongs_is_an_error(error: Said) -> None:
    assert "Erwartet wird: Text." in error("url: [https://example.org]")[0]
