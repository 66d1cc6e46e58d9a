"""Z1: the same name or term in two spellings, and what only looks like it."""

from __future__ import annotations

import pytest

from conftest import ReadFiles, ReadText, lines
from satzspiegel.model import Finding, Severity
from satzspiegel.proofreading import proofread


def spellings(read_text: ReadText, text: str, **metadata: object) -> list[Finding]:
    publication, _ = read_text(text, **metadata)
    return [f for f in proofread(publication) if f.values["rule"] == "Z1"]


def reported(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(f.values["words"], f.values["instead"]) for f in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mexiko liegt fern. In Mexiko-Stadt und Méxiko-Stadt.", ("Méxiko-Stadt", "Mexiko-Stadt")),
        ("Mit Trotzki, ohne Trotzki. Aber Trotzky kam.", ("Trotzky", "Trotzki")),
        ("Die Phantasie und die Phantasie. Doch Fantasien.", ("Fantasien", "Phantasien")),
        ("Alte Fotografien, die Fotografie, Photographie.", ("Photographie", "Fotografie")),
        ("José ging, José kam, Jose blieb.", ("Jose", "José")),
        ("Gegen Magon und Magón schrieb niemand.", ("Magon", "Magón")),
        ("Die Oktoberrevolution, Oktober-Revolution.", ("Oktober-Revolution", "Oktoberrevolution")),
        ("Der Kongreß nach den Kongressen und dem Kongress.", ("Kongreß", "Kongress")),
        ("Er weiß, daß er geht, dass er kommt, dass es regnet.", ("daß", "dass")),
        ("Der Weg durch Rußland, nach Russland.", ("Rußland", "Russland")),
        ("Die Strasse und die Straße.", ("Strasse", "Straße")),
        ("Das Potential, ein Potenzial, kein Potenzial.", ("Potential", "Potenzial")),
        ("Er ist aufwendig, aufwändiger und aufwendigst.", ("aufwändiger", "aufwendiger")),
        ("Es war sozialdemokratisch und sozial-demokratisch.",
         ("sozial-demokratisch", "sozialdemokratisch")),
        ("Bei Bertrand Russell las er. Später las Bertrand Russel.", ("Russel", "Russell")),
        ("Sinowjew kam, Sinowjew ging, Sinowjew blieb. Dann Sinovjew.", ("Sinovjew", "Sinowjew")),
        ("Die Volksfront-Regierung folgte auf Volksfrontregierungen im Süden.",
         ("Volksfrontregierungen", "Volksfront-Regierungen")),
        ("Ein Text[^1] über Córdoba, Córdoba.\n\n[^1]: Zur Reform von Cordoba.",
         ("Cordoba", "Córdoba")),
    ],
)  # fmt: skip
def test_two_spellings(read_text: ReadText, text: str, expected: tuple[str, str]) -> None:
    assert reported(spellings(read_text, text)) == [expected]


def test_the_rarer_is_reported_once_with_the_other(read_text: ReadText) -> None:
    text = "Trotzki sprach.\n\nSie hörten »Ja« von Trotzkis Leuten.\n\nTrotzky und Trotzky[^1].\n\n"
    (finding,) = spellings(read_text, text + "[^1]: Trotzki.")
    assert finding.code == "spelling-varies"
    assert finding.severity is Severity.HINT
    assert str(finding.place) == "01-text.md:5:1"
    assert lines([finding])[0].startswith(
        "01-text.md:5:1: Hinweis: »Trotzky« (2-mal) steht neben »Trotzki« "
        "(3-mal, zuerst 01-text.md:1:1). Schreiben Sie überall dasselbe, etwa »Trotzki«."
    )


def test_the_column_is_that_of_the_word(read_text: ReadText) -> None:
    text = "Russland, Russland.\n\nEs war (in Rußland) kalt."
    (finding,) = spellings(read_text, text)
    assert str(finding.place) == "01-text.md:3:12"


@pytest.mark.parametrize(
    "text",
    [
        # Inflection.
        "Lenin, Lenins, dem Kongress, des Kongresses, die Kongresse, auf Kongressen.",
        "Der Bolschewik und die Bolschewiki, ein Trotzkist unter Trotzkisten.",
        "Die Mutter und die Mütter, der Bruder und die Brüder.",
        "Er läßt grüßen.",
        # Different words.
        "Der Graf zeichnet einen Graph, die Masse hat Maße, in der Buße fährt kein Busse.",
        "Das Kapitel über das Kapital, die Partei der Parteien, Bauern auf Mauern.",
        "Die Rose und der Rosé, die Wetter und der Vetter.",
        "Im Druckerzeugnis, dem Druck-Erzeugnis ähnlich, steht nichts.".replace(
            "Druckerzeugnis", "Drucker-Zeugnis"),
        # Different people.
        "Richard Strauss und Franz Josef Strauß; José Maria Rojas und María Pérez.",
        "Sie lasen Anna Meier und Karl Meyer, Stefan Heym und Stephan Hermlin.",
        "Peter Weiss sah, dass der Schnee weiß war; Weiss wusste es.",
        # Quoted, cited, in verse.
        "Russland war groß. Er schrieb: „Rußland ist groß.“",
        "Russland war groß. Er schrieb: «Rußland ist groß», und sie: \"Rußland!\"",
        "Russland war groß.\n\n> Rußland ist groß.\n\n| Rußland,\n| Rußland!",
        "In Russland[^1].\n\n[^1]: Wolf, Anna: Das alte Rußland. Eine Reise, Berlin 1930, S. 3.",
        "Über Typografie[^1].\n\n[^1]: Jan Tschichold: Die neue Typographie, Berlin 1928.",
        # Another language, italics, code, addresses.
        "In Mexiko. Der [Perú]{lang=es} und Peru, *Perú* und `Perú`.",
        "In Bogota sprach er vom Diario de Bogotá und der Universidad Nacional de Bogotá.",
        "Peru, Peru. Siehe www.perú.example/Perú und <https://example.org/Perú>.",
        # Divisions and plays on words.
        "Die Staub-ecken, die als Staubecken gemeint waren, und bein-halten für beinhalten.",
        "Eine Revision ist eine Re-Vision, Verantwortung eine Ver-Antwortung.",
        # Nothing to compare with.
        "Welt- und Kolonialpolitik, Weltpolitik, KPD-Führung und Führung.",
        "KOMINTERN und Komintern.",
    ],
)  # fmt: skip
def test_no_two_spellings(read_text: ReadText, text: str) -> None:
    assert reported(spellings(read_text, text)) == []


def test_only_in_german_publications(read_text: ReadText) -> None:
    text = "Mexiko liegt fern. In Mexiko-Stadt und Méxiko-Stadt."
    assert spellings(read_text, text, lang="de-AT")
    assert not spellings(read_text, text, lang="en-GB")


def test_swiss_spelling_has_no_sharp_s(read_text: ReadText) -> None:
    text = "Die Strasse und die Straße."
    assert reported(spellings(read_text, text, lang="de-CH")) == [("Straße", "Strasse")]


def test_across_files_in_reading_order(read_files: ReadFiles) -> None:
    files = {"2.md": "Magon und Beltran.", "10.md": "Beltrán, Beltrán. Magón, Magón."}
    publication, _ = read_files(files)
    findings = list(proofread(publication))
    assert reported(findings) == [("Magon", "Magón"), ("Beltran", "Beltrán")]
    assert [str(f.place) for f in findings] == ["2.md:1:1", "2.md:1:11"]


def test_the_works_cited_are_not_the_authors_words(read_files: ReadFiles) -> None:
    bib = "@book{a, author={Wolf, Anna}, title={Rußland}, address={Berlin}, year={1930}}"
    yaml = "title: T\nbibliography: b.bib\ncsl: autor-jahr"
    files = {"metadata.yaml": yaml, "1.md": "Russland [@a, S. 3].", "b.bib": bib}
    publication, _ = read_files(files)
    assert not proofread(publication)
