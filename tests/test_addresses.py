"""Addresses break at their own points, without a hyphen, and stay exact in the text layer."""

from __future__ import annotations

import io
import random
import string

import pymupdf
import pytest

from conftest import ReadText, one_face
from satzspiegel.breaking import BREAK, NO_BREAK, marked, with_address_breaks
from satzspiegel.editions.pdf.painter import Painter, parse
from satzspiegel.hyphenation.addresses import ENDS, address_breaks, find_addresses
from satzspiegel.model import Heading, Text
from satzspiegel.walks import all_inlines, plain_text

LONG = "https://www.example.org/ein/langer-pfad/datei.html?x=1&y=zwei#teil-3"


@pytest.mark.parametrize(
    "address",
    [
        "https://|www|.example|.org/|ein/|langer|-pfad/|datei|.html|?x|=1|&y|=zwei|#teil-3",
        "doi:|10.1000/|182",
        "https://|doi|.org/|10.1017/|S0020859000111150",
        "post@|example|.org",
        "mailto:|redaktion@|example|.org",
        "http://|example|.org/|~user/|a|%20b/|c//d/",
        "www|.example|.org",
        "https://|example|.org/|a|...b",
        "https://|example|.org/|wiki/|Internationale|_(1919)",
        "https://|example|.org/|ein/-/|minus",
        "a.de/b",
        "ab",
        "",
    ],
)
def test_break_points(address: str) -> None:
    text = address.replace("|", "")
    points = address_breaks(text)
    assert "".join("|" * (at in points) + char for at, char in enumerate(text)) == address


def test_rules_hold_for_any_address() -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(3000):
        text = "".join(chance.choices("ab1" + string.punctuation + "ü\u2010\u2011", k=20))
        for at in address_breaks(text):
            assert ENDS <= at <= len(text) - ENDS
            assert text[at - 1] not in "-\u2010\u2011.,;?!#=&%_~+"
            assert not (text[at - 1] == "/" and text[at] == "/")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"(vgl. {LONG}).", [LONG]),
        ("»https://example.org/weg«, dort", ["https://example.org/weg"]),
        ("https://example.org/wiki/KPD_(1919),", ["https://example.org/wiki/KPD_(1919)"]),
        ("doi:10.1000/182; www.example.org!", ["doi:10.1000/182", "www.example.org"]),
        ("10.1353/sor.2016.0001.", ["10.1353/sor.2016.0001"]),
        ("post@example.org, example.org/weg", ["post@example.org", "example.org/weg"]),
        ("z.B. u.a./usw. Leser:innen St.Petersburg und/oder 10.11.1918 @name 10.000/a", []),
    ],
)
def test_addresses_in_text(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_addresses(text)] == found


def test_every_place_where_a_line_might_end_is_marked() -> None:
    shown = marked("https://a-b.org/weg").replace(BREAK, "|").replace(NO_BREAK, "+")
    assert shown == "https+:+/+/|a|-+b|.+org+/|weg"


def test_marks_go_into_addresses_alone(read_text: ReadText) -> None:
    markdown = f"# Zu https://example.org/weg\n\nSiehe <{LONG}>.[^1] Und/oder\n\n[^1]: ({LONG})\n"
    publication, _ = read_text(markdown)
    made = with_address_breaks(publication)
    runs = [made.chapters[0].blocks, made.notes[0].blocks]
    texts = [i.value for run in runs for i in all_inlines(run) if isinstance(i, Text)]
    assert [text for text in texts if BREAK in text] == [marked(LONG)] * 2
    heading = made.chapters[0].blocks[0]
    assert isinstance(heading, Heading)
    assert plain_text(heading.children) == "Zu https://example.org/weg"
    for before, after in zip(publication.chapters, made.chapters, strict=True):
        shown = "".join(plain_text((i,)) for i in all_inlines(after.blocks))
        assert (
            shown.replace(BREAK, "").replace(NO_BREAK, "")[:40]
            == "".join(plain_text((i,)) for i in all_inlines(before.blocks))[:40]
        )


def test_lines_of_pages_end_at_the_points_and_the_text_layer_is_exact(read_text: ReadText) -> None:
    publication, _ = read_text("# Eins\n\nText.\n")
    sheet = (
        "@page { size: 70mm 2000mm; margin: 4mm } html { font: 9pt/11pt Satz; hyphens: auto } "
        ".address { hyphens: manual; overflow-wrap: anywhere }"
    )
    address = marked(LONG).replace("&", "&amp;")
    paragraphs = "".join(
        f'<p>{"Wort " * count}(<span class="address">{address}</span>) und Wort.</p>'
        for count in range(1, 16)
    )
    page = f'<html lang="de"><head><title>.</title></head><body>{paragraphs}</body></html>'
    faces, rule = one_face(page)
    painter = Painter(publication, faces, rule + sheet, "Satz")
    data = painter.write(painter.layout(parse(page)))
    with pymupdf.open(stream=io.BytesIO(data), filetype="pdf") as pdf:
        text = "".join(page.get_text() for page in pdf)
        found = pdf[0].search_for("www.example.org")
    assert not set(text) & {BREAK, NO_BREAK, "\u00ad", "\u2010"}
    assert text.replace("\n", "").count(LONG) == 15
    assert found
    points = {LONG[:at] for at in address_breaks(LONG)}
    starts = [at for at in range(len(text)) if text.startswith("https:", at)]
    ends = {shown.split(")")[0] for at in starts for shown in _heads(text[at:])}
    assert len(ends) > 3
    assert ends <= points


def _heads(text: str) -> list[str]:
    """What of an address stands before each of its line ends."""
    address, _, _ = text.partition(")")
    pieces = address.split("\n")
    return ["".join(pieces[:count]) for count in range(1, len(pieces))]
