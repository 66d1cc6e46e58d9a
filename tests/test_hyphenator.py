"""What a publication adds to the patterns: exceptions, minima, joints; and the pages obey."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import pymupdf
import pytest
from weasyprint.text import line_break

from conftest import ReadText, one_face
from satzspiegel.breaking import hyphenator_for
from satzspiegel.editions.pdf.painter import Painter, parse
from satzspiegel.hyphenation import Break, BreakKind, Hyphenator, Minima, penalty
from satzspiegel.hyphenation.joints import Joint, JointKind
from satzspiegel.model import Publication
from satzspiegel.styles import load_style

NO_MINIMA = Minima(1, 1, 1)


def broken(word: str, *exceptions: str, language: str = "de-DE") -> str:
    return Hyphenator(exceptions).hyphenated(word, "|", language)


@pytest.mark.parametrize(
    ("entry", "word", "expected"),
    [
        ("Revolu-tion", "Revolution", "Revolu|tion"),
        ("revolu-tion", "Revolution", "Revolu|tion"),
        ("revolu-tion", "REVOLUTION", "REVOLU|TION"),
        ("Revolu-tion", "revolution", "re|vo|lu|tion"),
        ("Revolu-tion", "Revolutions", "Re|vo|lu|ti|ons"),
        ("Revolu\u00adtion", "»Revolution«,", "»Revolu|tion«,"),
        ("Revolution", "Revolution", "Revolution"),
        ("Revolution", "Revolutionen", "Revolutionen"),
        ("Revolution", "Revolutions-Revolution", "Revolutions-Revolution"),
        ("Revolution", "Revolutionär", "Re|vo|lu|tio|när"),
        ("Magón", "Magóns", "Magóns"),
        ("Ricardo Flores Magón", "Flores’", "Flores’"),
        ("Ricardo Flores Magón", "Ricardos", "Ricardos"),
        ("Mago\u0301n", "Mag\u00f3n", "Mag\u00f3n"),
        ("Revolution", "Auf\u200clagen", "Auf\u200c|la|gen"),
        ("Auflagen", "Auf\u200clagen", "Auf\u200clagen"),
        ("Magons Ma-gons", "Magons", "Ma|gons"),
    ],
)
def test_exceptions(entry: str, word: str, expected: str) -> None:
    assert broken(word, entry) == expected


def test_a_form_that_is_listed_weighs_more_than_a_name() -> None:
    assert broken("Magons", "Magon", "Ma-gons") == broken("Magons", "Ma-gons", "Magon") == "Ma|gons"


def test_exceptions_hold_in_every_language_with_patterns() -> None:
    assert broken("revolución", "revolución", language="es") == "revolución"
    assert broken("l’avenir", "aven-ir", language="fr") == "l’avenir"  # three letters behind
    assert broken("gubernatio", "guber-natio", language="la") == "gubernatio"


def test_minima_hold_for_each_part_and_for_exceptions() -> None:
    assert Hyphenator().hyphenated("Obstbäume-Ofen", "|") == "Obst|bäume-Ofen"
    assert (
        Hyphenator(minima=Minima(5, 4, 5)).hyphenated("Weltrevolution", "|") == "Welt|re|vo|lution"
    )
    assert Hyphenator(minima=Minima(15, 2, 2)).hyphenated("Weltrevolution", "|") == "Weltrevolution"
    assert Hyphenator(["W-elt-e-n"], Minima(2, 2, 2)).hyphenated("Welten", "|") == "Welt|en"


@pytest.mark.parametrize(
    "word",
    [
        "EKKI", "KPdSU", "GmbH", "SDAPR", "z.B.", "u.s.w.", "1920er", "Nr.7", "A4-Blätter",
        "https://example.org/revolution", "redaktion@revolution.org", "doi:10.1000/revolution",
        "www.revolution.org", "revolution.org", "@revolution", "#revolution", "revolution_2",
        "und/oder", "C:\\revolution", "x²-Revolution", "revolution%20", "",
    ],
)  # fmt: skip
def test_never_broken(word: str) -> None:
    assert Hyphenator(minima=NO_MINIMA).breaks(word) == ()


def test_long_words_in_capitals_are_words() -> None:
    assert broken("DEUTSCHLAND") == "DEUTSCH|LAND"


def test_soft_hyphens_of_the_author_are_the_only_breaks() -> None:
    assert broken("Weltre\u00advolution") == "Weltre|volution"
    assert Hyphenator().breaks("Weltre\u00advolution") == (Break(7, BreakKind.SYLLABLE),)
    assert broken("\u00adWeltkrieg\u00ad") == "Welt|krieg"


def test_foreign_words_in_german_text_are_left_alone_where_it_shows() -> None:
    assert broken("without") == "without"  # wi-t-hout by the patterns


# ------------------------------------------------------------------------------------- joints


@dataclass(frozen=True)
class FakeJoints:
    """One joint in every word, and one break that misleads."""

    joint: Joint
    misleads: int = 0

    def joints(self, word: str) -> tuple[Joint, ...]:
        return (self.joint,)

    def misleading(self, word: str, position: int) -> bool:
        return position == self.misleads


@pytest.mark.parametrize("kind", list(JointKind))
def test_kinds_of_breaks_come_from_the_joints(kind: Enum) -> None:
    hyphenator = Hyphenator(joints=FakeJoints(Joint(4, JointKind(kind.value)), misleads=6))
    breaks = hyphenator.breaks("Welt\u200crevolution")
    # Re|vo misleads; the break lies behind what has no width.
    assert breaks == (
        Break(5, BreakKind[kind.name]),
        Break(9, BreakKind.SYLLABLE),
        Break(11, BreakKind.SYLLABLE),
    )


def test_joints_are_asked_for_german_only() -> None:
    hyphenator = Hyphenator(joints=FakeJoints(Joint(2, JointKind.COMPOUND), misleads=4))
    kinds = {one.kind for one in hyphenator.breaks("revolución", "es")}
    assert kinds == {BreakKind.SYLLABLE}
    assert 4 in {one.position for one in hyphenator.breaks("revolución", "es")}


def test_breaks_at_joints_cost_less() -> None:
    kinds = {one.position: one.kind for one in Hyphenator().breaks("Weltrevolution")}
    assert (kinds[4], kinds[6]) == (BreakKind.COMPOUND, BreakKind.SYLLABLE)
    prefix = {one.position: one.kind for one in Hyphenator().breaks("Auflagen")}
    assert prefix[3] == BreakKind.PREFIX
    costs = [penalty(kind) for kind in BreakKind]
    assert costs == sorted(set(costs))


# -------------------------------------------------------------------------------------- pages


@pytest.fixture
def publication(read_text: ReadText) -> Publication:
    return read_text("# Eins\n\nText.\n", lang="de")[0]


SHEET = (
    "@page { size: 30mm 900mm; margin: 2mm } html { font: 9pt/11pt Satz; hyphens: auto; "
    "hyphenate-character: '-'; hyphenate-limit-chars: 5 2 3 } h1, .no { hyphens: manual }"
)


@pytest.fixture
def lines(publication: Publication) -> Callable[..., str]:
    """The lines of mark-up set in a very narrow measure, joined with »/«."""

    def lines(markup: str, hyphenator: Hyphenator) -> str:
        faces, rule = one_face(markup)
        painter = Painter(publication, faces, rule + SHEET, "Satz", hyphenator)
        page = f'<html lang="de"><head><title>.</title></head><body>{markup}</body></html>'
        data = painter.write(painter.layout(parse(page)))
        with pymupdf.open(stream=io.BytesIO(data), filetype="pdf") as pdf:
            return "/".join("".join(page.get_text() for page in pdf).split("\n"))

    return lines


def test_pages_break_words_where_the_hyphenator_says(lines: Callable[..., str]) -> None:
    word = "<p>Revolutionsversammlungsredner</p>"
    assert "Revolutions-/" in lines(word, Hyphenator())
    assert "Revolu-/" in lines(word, Hyphenator(["Revolu-tionsversammlungs-redner"]))
    assert "-/" not in lines(word, Hyphenator(["Revolutionsversammlungsredner"]))


def test_the_exceptions_of_one_publication_are_not_those_of_the_next(
    lines: Callable[..., str],
) -> None:
    pyphen = line_break.pyphen
    word = "<p>Revolutionsversammlungsredner</p>"
    first = lines(word, Hyphenator())
    lines(word, Hyphenator(["Revolutionsversammlungsredner"]))
    assert lines(word, Hyphenator()) == first
    assert line_break.pyphen is pyphen


def test_words_on_pages_break_as_in_the_language_around_them(lines: Callable[..., str]) -> None:
    word = "desarrollosdesarrollos"
    spanish = lines(f'<p>Wort <em lang="es">{word}</em></p>', Hyphenator())
    latin = lines(f'<p>Wort <em lang="la">{word}</em></p>', Hyphenator())
    assert "rro-/" in spanish or "sa-/" in spanish
    assert "rr-/" not in spanish
    assert "-/" not in latin


def test_minima_and_manual_hyphenation_on_pages(lines: Callable[..., str]) -> None:
    words = "Abendstunden Abendstunden Abendstunden"
    assert "-/" in lines(f"<p>{words}</p>", Hyphenator())
    assert "-/" not in lines(f"<p>{words}</p>", Hyphenator(minima=Minima(word=13)))
    assert "-/" not in lines(f"<h1>{words}</h1>", Hyphenator())


def test_a_sign_without_width_in_a_word_does_not_keep_it_from_breaking(
    lines: Callable[..., str],
) -> None:
    for word in ("Auf\u200clagen", "Auf\u200clage\u200cn"):
        shown = lines(f"<p>Wo Wo {word}</p>", Hyphenator(["Auf-lagen"]))
        assert "Auf-/lagen" in shown


def test_exceptions_and_minima_come_from_style_and_publication(publication: Publication) -> None:
    settings = replace(publication.settings, hyphenation=("Revolu-tion",))
    publication = replace(publication, settings=settings)
    style = load_style()
    made = style.settings["hyphenation"] | {"word": 6, "after": 4, "exceptions": ["Magónisten"]}
    style = replace(style, settings=style.settings | {"hyphenation": made})
    hyphenator = hyphenator_for(publication, style)
    assert hyphenator.minima == Minima(6, 2, 4)
    assert hyphenator.hyphenated("Revolution", "|") == "Revolu|tion"
    assert hyphenator.hyphenated("Magónisten", "|") == "Magónisten"


def test_a_style_that_says_nothing_of_hyphenation(publication: Publication) -> None:
    style = load_style()
    bare = {key: table for key, table in style.settings.items() if key != "hyphenation"}
    assert hyphenator_for(publication, replace(style, settings=bare)).minima == Minima()


def test_headings_and_addresses_of_the_style_have_no_inserted_hyphens() -> None:
    style = load_style()
    sheet, _, _ = style.templates.loader.get_source(style.templates, "page.css.jinja")  # type: ignore[union-attr]
    for selector in ("h1, h2, h3, h4, h5, h6", ".title-page", ".contents", "code, pre", ".address"):
        rules = [line for line in sheet.splitlines() if line.startswith(f"{selector} {{")]
        assert any("hyphens: manual" in rule for rule in rules), selector
