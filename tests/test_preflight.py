"""The sheet for the print shop: what it says, and that it is one page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from satzspiegel.editions.print.measures import CoverMeasures
from satzspiegel.editions.print.preflight import make_preflight
from satzspiegel.editions.print.sheet_rows import Section, Words, sections, shortened
from satzspiegel.labels import labels_for
from satzspiegel.model import (
    Contributor,
    Metadata,
    PrintSettings,
    Publication,
    Settings,
    Text,
)
from satzspiegel.printing_facts import (
    Box,
    FontFacts,
    ImageFacts,
    IntentFacts,
    Matter,
    PageFacts,
    Paint,
    PrintFacts,
    RecordFacts,
)
from satzspiegel.styles import load_style

BUILD = "0123456789abcdef"
STYLES = ("klassisch", "sachlich")
MEDIA = Box(0, 0, 154, 216)
TRIM = Box(3, 3, 151, 213)
BLACK = Paint(Matter.TEXT, "DeviceCMYK", (0, 0, 0, 1), ("K",), overprint=True)
RED = Paint(Matter.VECTOR, "DeviceCMYK", (0, 1, 1, 0), ("M", "Y"))
COVER = CoverMeasures(148, 210, 6.5, 85)


def sheet(number: int, *paints: Paint, **more: Any) -> PageFacts:
    return PageFacts(number, MEDIA, TRIM, MEDIA, paints, **more)


def facts(**more: Any) -> PrintFacts:
    """Eight pages: 1 to 3 and 5 in black, 5 with red, 6 with an image, 4, 7 and 8 blank."""
    image = ImageFacts(6, 1000, 800, 312.4, "DeviceGray", 8, ("K",))
    pages = (
        *(sheet(n, BLACK) for n in (1, 2, 3)),
        sheet(4),
        sheet(5, BLACK, RED),
        sheet(6, BLACK, images=(image, replace(image, resolution=400)), transparency=("SMask",)),
        sheet(7),
        sheet(8),
    )
    fonts = tuple(FontFacts(name, "Type0", True, True) for name in ("Satz", "Note", "Sans-3,"))
    given = {
        "version": "1.6",
        "pages": pages,
        "fonts": fonts,
        "intents": (IntentFacts("GTS_PDFX", "FOGRA39", profile="ISO Coated v2"),),
        "record": RecordFacts(trapped="False", standard="PDF/X-4"),
        **more,
    }
    return PrintFacts(**given)


def publication(language: str = "de-DE", **given: Any) -> Publication:
    metadata = Metadata(
        **{
            "title": (Text("Die Probe"),),
            "contributors": (Contributor("Anna Beispiel"),),
            "isbn": "978-3-16-148410-0",
            "publisher": "Verlag am Rand",
            "language": language,
            **given,
        }
    )
    settings = Settings(print=PrintSettings(binding="perfect", volume=1.75, flaps=85))
    return Publication("probe", Path(), metadata, settings, labels=labels_for(language))


def rows(found: PrintFacts, language: str = "de-DE", **cover: Any) -> dict[str, dict[str, str]]:
    """The values by heading and name."""
    given = {"cover": COVER, "cover_facts": None, **cover}
    parts: tuple[Section, ...] = sections(publication(language), BUILD, found, **given)
    return {part.heading: {row.name: row.value for row in part.rows} for part in parts}


def block(**more: Any) -> dict[str, str]:
    return rows(facts(**more))["Inhalt"]


# ----------------------------------------------------------------------------------------- words


def test_the_sheet_says_what_is_in_the_file() -> None:
    assert rows(facts()) == {
        "Werk": {
            "ISBN": "978-3-16-148410-0",
            "Verlag": "Verlag am Rand",
            "Fassung": BUILD,
            "Dateien": "Inhalt: probe-print.pdf · Umschlag: probe-cover.pdf",
        },
        "Inhalt": {
            "Endformat": "148 × 210\u202fmm",
            "Beschnitt": "3\u202fmm an allen Seiten",
            "Umfang": "8 Seiten, davon leer: 4, 7–8",
            "Bindung": "Klebebindung",
            "Papier": "100 g/m², Volumen 1,75 cm³/g, Blatt 0,175\u202fmm dick",
            "Druckfarben": "Magenta, Gelb, Schwarz",
            "Farbige Seiten": "Seite 5",
            "Schwarzer Text": "nur Schwarz, überdruckt",
            "Bilder": "2, das gröbste 312 dpi (Seite 6)",
            "Transparenz": "Seite 6",
            "Schriften": "3, alle eingebettet und auf die benutzten Zeichen beschränkt:"
            " Satz, Note, Sans-3",
        },
        "Umschlag": {
            "Offenes Format": "472,5 × 210\u202fmm",
            "Rücken": "6,5\u202fmm",
            "Klappen": "85\u202fmm",
            "Falze": "85 · 233 · 239,5 · 387,5\u202fmm von links",
            "Karton": "250 g/m², Volumen 1 cm³/g, 0,25\u202fmm dick",
        },
        "Datei": {
            "Norm": "PDF/X-4, PDF 1.6",
            "Druckbedingung": "FOGRA39",
            "Profil": "ISO Coated v2",
            "Überfüllung": "nicht in der Datei",
        },
    }


def test_without_a_cover_the_sheet_is_silent_about_it() -> None:
    found = rows(facts(), cover=None)
    assert [*found] == ["Werk", "Inhalt", "Datei"]
    assert found["Werk"]["Dateien"] == "Inhalt: probe-print.pdf"


def test_the_cover_is_described_by_its_own_file() -> None:
    own = PrintFacts("1.6", (sheet(1, BLACK, RED),))
    found = rows(facts(), cover_facts=own)["Umschlag"]
    assert found["Beschnitt"] == "3\u202fmm an allen Seiten"
    assert found["Druckfarben"] == "Magenta, Gelb, Schwarz"
    assert found["Bilder"] == "keine"


def test_a_stitched_cover_has_no_spine() -> None:
    found = rows(facts(), cover=CoverMeasures(148, 210, 0, 0))["Umschlag"]
    assert (found["Rücken"], found["Klappen"]) == ("ohne, ein Falz in der Mitte", "keine")
    assert found["Falze"] == "148\u202fmm von links"


def test_english_books_have_an_english_sheet() -> None:
    found = rows(facts(), "en-GB")
    assert found["Text"]["Bleed"] == "3\u202fmm on all sides"
    assert found["Cover"]["Spine"] == "6.5\u202fmm"


def test_both_languages_have_the_same_words() -> None:
    german, english = (Words(language)._words for language in ("de", "en"))
    assert german.keys() == english.keys()
    assert Words("fr-FR")("sheet") == Words("de-CH")("sheet") != Words("en")("sheet")


# --------------------------------------------------------------------------------- other files


def test_a_file_that_is_wrong_is_shown_as_it_is() -> None:
    odd = replace(sheet(1, replace(BLACK, overprint=False)), bleed=Box(1, 0, 154, 216))
    narrow = replace(sheet(2), trim=Box(3, 3, 150, 213), bleed=None)
    found = block(pages=(odd, narrow))
    assert found["Endformat"] == "148 × 210\u202fmm; 147 × 210\u202fmm"
    assert found["Beschnitt"] == (
        "links 2\u202fmm, unten 3\u202fmm, rechts 3\u202fmm, oben 3\u202fmm"
    )
    assert found["Schwarzer Text"] == "spart aus"
    file = rows(facts(intents=(), record=RecordFacts()))["Datei"]
    assert file == {
        "Norm": "–, PDF 1.6",
        "Druckbedingung": "–",
        "Profil": "–",
        "Überfüllung": "–",
    }


def test_fonts_that_are_not_in_the_file_are_named() -> None:
    missing = FontFacts("Arial", "TrueType", False, False)
    whole = FontFacts("Ganz", "TrueType", True, False)
    fonts = (*facts().fonts, missing, whole)
    assert block(fonts=fonts)["Schriften"] == "nicht eingebettet: Arial; ganz eingebettet: Ganz"


def test_nothing_is_said_to_be_nothing() -> None:
    found = block(pages=(), fonts=())
    assert found["Umfang"] == "0 Seiten"
    assert found["Endformat"] == found["Beschnitt"] == "–"
    assert found["Druckfarben"] == found["Bilder"] == found["Schriften"] == "keine"


def test_spot_colours_have_their_names() -> None:
    gold = Paint(Matter.VECTOR, "Separation", (1,), ("Gold",))
    assert block(pages=(sheet(1, BLACK, gold),))["Druckfarben"] == "Schwarz, Gold"


def test_long_lists_are_summed_up() -> None:
    fonts = tuple(FontFacts(f"Schrift-{n:02}", "Type0", True, True) for n in range(30))
    pages = tuple(sheet(n, *([RED] if n % 2 else [])) for n in range(1, 101))
    found = block(fonts=fonts, pages=pages)
    assert found["Schriften"].startswith("30, alle eingebettet")
    assert found["Schriften"].endswith("Schrift-07 und 22 weitere")
    assert found["Farbige Seiten"].endswith("19, 21, 23, …")
    assert shortened("kurz") == "kurz"
    assert shortened("Wort " * 99).endswith("Wort …") and len(shortened("Wort " * 99)) < 184


# ------------------------------------------------------------------------------------------ page


def made(style: str, own: Publication, found: PrintFacts) -> tuple[pymupdf.Document, bytes]:
    cover = PrintFacts("1.6", (sheet(1, BLACK, RED),))
    data = make_preflight(own, load_style(style), BUILD, found, COVER, cover)
    return pymupdf.open(stream=data, filetype="pdf"), data


@pytest.mark.parametrize("style", STYLES)
def test_it_is_one_page_of_a4_with_every_row(style: str) -> None:
    document, data = made(style, publication(), facts())
    (page,) = document
    assert (page.rect.width, page.rect.height) == pytest.approx((595.28, 841.89), abs=0.1)
    text = " ".join(page.get_text().split())
    assert "Die Probe" in text and "Anna Beispiel" in text
    for part in rows(facts()).values():
        for name, value in part.items():
            assert name in text
            assert " ".join(value.split()) in text
    assert "Rücken 6,5" in text  # the sketch
    assert made(style, publication(), facts())[1] == data


@pytest.mark.parametrize("style", STYLES)
def test_it_stays_one_page_however_much_there_is_to_say(style: str) -> None:
    fonts = tuple(
        FontFacts(f"Eine-sehr-lange-Schrift-mit-Namen-{n:02}", "Type0", n > 12, True)
        for n in range(30)
    )
    pages = tuple(
        replace(
            sheet(n, *([BLACK, RED] if n % 2 else []), transparency=("ca",) if n % 3 else ()),
            trim=Box(3, 3, 100 + n, 213),
        )
        for n in range(1, 1001)
    )
    wordy = publication(
        title=tuple(Text(f"Donaudampfschifffahrtsgesellschaftskapitän{gap}") for gap in " " * 40),
        contributors=tuple(Contributor(f"Anna Beispiel die {n}.") for n in range(40)),
        publisher="Verlag " * 80,
    )
    document, _ = made(style, wordy, facts(fonts=fonts, pages=pages))
    (page,) = document
    margin = pymupdf.Rect(20, 20, page.rect.width - 20, page.rect.height - 20)
    assert all(margin.contains(pymupdf.Rect(word[:4])) for word in page.get_text("words"))
    assert "Überfüllung" in page.get_text()


def test_the_file_names_the_work_and_the_build() -> None:
    document, _ = made("klassisch", publication(), facts())
    assert document.metadata["title"] == "Die Probe"
    assert BUILD in document.get_xml_metadata()
