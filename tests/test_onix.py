"""The record for the book trade: valid, and with the facts of the EPUB."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import onixcheck
import pytest
from lxml import etree

from samples import png, write_sample
from satzspiegel import build
from satzspiegel.editions.accessibility import Facts
from satzspiegel.editions.epub import examine, make_epub
from satzspiegel.editions.onix import LANGUAGES, ROLES, SCHEMES, make_onix
from satzspiegel.manuscript.contributors import ROLE_WORDS
from satzspiegel.model import Accessibility, Publication
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from test_epub import BARE, BUILD, COVER, RICH, with_marks

NS = {"o": "http://ns.editeur.org/onix/3.0/reference"}
#: An e-book of which nothing good is known.
NOTHING = Facts(
    images=True,
    described=False,
    still=False,
    languages=False,
    roles=False,
    landmarks=False,
    contents=False,
    whole_contents=False,
    structure=False,
    reading_order=False,
    adjustable=False,
    page_marks=False,
    page_list=False,
    notes=False,
)
EVERYTHING = replace(NOTHING, **dict.fromkeys(vars(NOTHING), True))


class Record(io.BytesIO):
    """A file with a name, as the validator wants it."""

    name = "record.onix.xml"


def problems(record: bytes) -> list[str]:
    found = [onixcheck.validate(Record(record), schemas=(kind,)) for kind in ("xsd", "rng")]
    return [message.message for messages in found for message in messages]


def texts(record: bytes, path: str) -> list[str]:
    steps = "/".join(f"o:{step}" for step in path.split("/"))
    return [e.text or "" for e in etree.fromstring(record).iterfind(f".//{steps}", NS)]


def features(record: bytes, kind: str = "09") -> dict[str, str]:
    """Values of a kind of product form feature, with their descriptions."""
    root = etree.fromstring(record)
    found = {}
    for feature in root.iterfind(".//o:ProductFormFeature", NS):
        told = {etree.QName(child).localname: child.text for child in feature}
        if told["ProductFormFeatureType"] == kind:
            described = told.get("ProductFormFeatureDescription", "")
            found[told["ProductFormFeatureValue"]] = described
    return found


def publication_of(folder: Path, metadata: dict[str, Any]) -> Publication:
    return read_publication(write_sample(folder, metadata))[0]


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return with_marks(publication_of(tmp_path_factory.mktemp("onix") / "m", RICH))


@pytest.fixture(scope="module")
def record(rich: Publication) -> bytes:
    epub = make_epub(rich, load_style(), BUILD, COVER)
    return make_onix(rich, examine(epub, rich))


def test_it_is_valid(record: bytes) -> None:
    assert problems(record) == []


def test_the_validator_notices_a_wrong_code(record: bytes) -> None:
    assert problems(record.replace(b"<ProductForm>ED", b"<ProductForm>E1"))
    assert problems(record.replace(b"<NotificationType>03</NotificationType>", b""))


@pytest.mark.parametrize("facts", [NOTHING, EVERYTHING], ids=["nothing", "everything"])
@pytest.mark.parametrize(
    "metadata",
    [
        {**BARE, "isbn-ebook": "3-16-148410-X"},
        {"isbn-ebook": "978-3-86680-192-9", "lang": "de-1996", "date": "2026"},
        {**RICH, "lang": "tlh", "subject": {"text": "x", "authority": "Eigene", "term": "1"}},
        {**RICH, "lang": "pt-BR", "date": "2026-03", "license": None},
    ],
    ids=["bare", "usual", "unknown language", "month"],
)
def test_every_record_is_valid(tmp_path: Path, metadata: dict[str, Any], facts: Facts) -> None:
    assert problems(make_onix(publication_of(tmp_path / "m", metadata), facts)) == []


def test_what_it_says_of_the_product(record: bytes) -> None:
    assert texts(record, "Product/ProductIdentifier/IDValue") == ["9783866801929"] * 2
    assert texts(record, "ProductForm") == ["ED"]
    assert texts(record, "ProductFormDetail") == ["E101", "E200"]
    assert features(record, "15") == {"101F": ""}
    assert texts(record, "RelatedProduct/ProductRelationCode") == ["13"]
    assert texts(record, "RelatedProduct/ProductIdentifier/IDValue") == ["9783161484100"] * 2
    assert texts(record, "RelatedWork/WorkIdentifier/IDValue") == ["10.5281/zenodo.1234567"]
    assert texts(record, "PublishingDate/Date") == ["20260314"]
    assert texts(record, "Publisher/PublisherName") == ["Verlag am Rand"]
    assert texts(record, "CityOfPublication") == ["Mainz"]
    assert texts(record, "EpubLicenseExpressionLink") == [
        "https://creativecommons.org/licenses/by-sa/4.0/"
    ]


def test_what_it_says_of_the_work(record: bytes) -> None:
    assert texts(record, "DescriptiveDetail/TitleDetail/TitleElement/TitleText") == [
        "Die Probe & das Ganze"
    ]
    assert texts(record, "Collection/TitleDetail/TitleElement/TitleText") == ["Kleine Bibliothek"]
    assert texts(record, "PartNumber") == ["12"]
    assert texts(record, "ContributorRole") == ["A01", "A01", "B01", "B06", "A12"]
    assert texts(record, "PersonName")[:2] == ["Anna Beispiel", "Bernd Muster"]
    assert texts(record, "PersonNameInverted") == ["Beispiel, Anna", "Muster, Bernd"]
    assert texts(record, "NameIDType") == ["21", "25"]
    assert texts(record, "NameIdentifier/IDValue") == ["0000000218250097", "118540238"]
    assert texts(record, "LanguageCode") == ["ger"]
    assert texts(record, "CountryCode") == ["DE"]
    assert texts(record, "SubjectSchemeIdentifier") == ["93", "91", "20"]
    assert texts(record, "SubjectCode") == ["AKLB", "4155743-8"]
    assert texts(record, "SubjectHeadingText")[2] == "Buchgeschichte; Probe; Fußnote"
    assert texts(record, "MainSubject") == [""]


def test_accessibility_is_that_of_the_epub(record: bytes) -> None:
    found = features(record)
    summary = found.pop("00")
    assert summary.startswith("Schriftgröße")
    assert summary.endswith("Eigener Satz.")
    # The contents lead to no figure and no table, so 11 is not among them.
    found_out = ["13", "14", "19", "22", "29", "30", "32", "36", "41", "52"]
    assert list(found) == [*found_out, "04", "82", "85", "90", "99"]
    assert found["04"] == "https://example.org/bericht"
    assert (found["90"], found["99"]) == ("Prüfstelle", "a@example.org")
    assert features(record, "12") == {"00": ""}


def test_nothing_is_said_that_is_not_so(rich: Publication) -> None:
    silent = replace(rich, metadata=replace(rich.metadata, accessibility=Accessibility()))
    made = make_onix(silent, NOTHING)
    assert list(features(made)) == ["00"]
    assert list(features(made, "12")) == ["16", "24", "26"]
    assert list(features(make_onix(silent, replace(NOTHING, whole_contents=True)))) == ["00", "11"]


def test_codes_for_all_that_the_manuscript_may_say() -> None:
    assert ROLES.keys() <= ROLE_WORDS.keys()
    assert set(SCHEMES) >= {"thema", "wgs", "ddc", "gnd"}
    assert LANGUAGES["de"] == "ger"


def test_the_record_lies_beside_the_epub(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "heft", RICH, {"01.md": "# Eins\n\nText.^[Note.]\n"})
    (folder / "bilder" / "umschlag.png").write_bytes(png(20, 30))
    result = build(folder, editions=["epub"], output=tmp_path / "aus")
    assert result.ok
    record = (tmp_path / "aus" / "heft.onix.xml").read_bytes()
    assert tmp_path / "aus" / "heft.onix.xml" in result.files
    assert problems(record) == []
    build(folder, editions=["epub"], output=tmp_path / "noch einmal")
    assert (tmp_path / "noch einmal" / "heft.onix.xml").read_bytes() == record


def test_without_an_isbn_there_is_no_record(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "heft", {}, {"01.md": "# Eins\n\nText.^[Note.]\n"})
    build(folder, editions=["epub"], output=tmp_path / "aus")
    assert not (tmp_path / "aus" / "heft.onix.xml").exists()
