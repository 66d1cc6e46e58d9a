"""The tag tree before anything is painted: what elements become, and what is put where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from satzspiegel.editions.pdf.painter import parse
from satzspiegel.editions.pdf.tagging.elements import LAYOUT, StructureElement
from satzspiegel.editions.pdf.tagging.marking import Content
from satzspiegel.editions.pdf.tagging.structure import Structure, read_structure
from satzspiegel.editions.pdf.tagging.tree import Annotation, Tagged, arranged

LABELS = {"note": "Anmerkung", "back-to-text": "Zurück zum Text von Anmerkung"}


def document(body: str) -> Element:
    return parse(f'<html lang="de"><head/><body>{body}</body></html>')


def structure(body: str) -> Structure:
    return read_structure(document(body), LABELS)


def outline(body: str) -> str:
    """The elements in the body, those inside in brackets: ``L(LI(Lbl LBody))``."""
    found = structure(body)
    inside: dict[StructureElement | None, list[StructureElement]] = {}
    for element in found.elements:
        inside.setdefault(element.parent, []).append(element)

    def told(element: StructureElement) -> str:
        language = f":{element.language}" if element.language else ""
        children = " ".join(map(told, inside.get(element, ())))
        return f"{element.role}{language}" + (f"({children})" if children else "")

    return " ".join(map(told, inside.get(found.document, ())))


CALL = '<a class="call" id="fnref-{0}" href="#fn-{0}">{0}</a>'
NOTE = '<div class="note" id="fn-{0}"><p><a class="mark" href="#fnref-{0}">{0}</a> Text.</p></div>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Mark-up without a meaning of its own is not tagged.
        ("<main><div><p>ein <em>Wort</em> und <sup>3</sup></p></div></main>", "P"),
        ("<section><h1>A</h1><p>b</p></section>", "Sect(H1 P)"),
        # Words in a division of a template are read all the same.
        ("<section><div>Worte</div></section>", "Sect(P)"),
        (
            '<p>ein <span lang="fr">mot <span lang="de">Wort</span></span></p>',
            "P(Span:fr(Span:de))",
        ),
        ('<p>ein <span lang="de">Wort</span></p>', "P"),
        ('<div lang="en"><p>one</p><p lang="en">two</p></div>', "Div:en(P P)"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "BlockQuote(P P)"),
        ('<div class="verse"><p>a</p><p>b</p></div>', "Verse(P P)"),
        ("<pre><code>a\nb</code></pre><p><code>c</code></p>", "P(Code) P(Code)"),
        # Lists: a paragraph alone in its item is the item's body.
        (
            '<ul><li><p><span class="marker">– </span>a</p></li></ul>',
            "L(LI(Lbl LBody))",
        ),
        (
            '<ol><li><p><span class="marker">1. </span>a</p><ul><li><p>b</p></li></ul></li></ol>',
            "L(LI(Lbl LBody(P L(LI(LBody)))))",
        ),
        (
            "<dl><dt>a</dt><dd><p>b</p></dd><dd><p>c</p></dd><dt>d</dt><dd><p>e</p></dd></dl>",
            "L(LI(Lbl LBody(P P)) LI(Lbl LBody))",
        ),
        # Tables: so is one alone in its cell.
        (
            "<table><caption>t</caption><thead><tr><th><p>a</p></th></tr></thead>"
            "<tbody><tr><td><p>b</p></td></tr><tr><td><p>c</p><p>d</p></td></tr></tbody></table>",
            "Table(Caption THead(TR(TH)) TBody(TR(TD) TR(TD(P P))))",
        ),
        # A figure's caption is beside the image, an image alone needs nothing around it.
        (
            '<figure><p><img alt="x"/></p><figcaption>c</figcaption></figure>',
            "Div(Figure Caption)",
        ),
        ('<figure><p><img alt="x"/></p></figure>', "Figure"),
        ('<p>ein <img alt="x"/> Bild</p>', "P(Figure)"),
        ('<p>Schmuck <img alt=""/><hr/></p>', "P"),
        # Deeper entries of the contents are inside the one above them.
        (
            '<nav class="contents"><h2>Inhalt</h2><p class="level-1"><a href="#a">A</a></p>'
            '<p class="level-2"><a href="#b">B</a></p><p class="level-2"><a href="#c">C</a></p>'
            '<p class="level-1"><a href="#d">D</a></p></nav>',
            "H1 TOC(TOCI(Reference(Link) TOC(TOCI(Reference(Link)) TOCI(Reference(Link))))"
            " TOCI(Reference(Link)))",
        ),
        (
            f"<p>Text{CALL.format(1)}</p>{NOTE.format(1)}",
            "P(Reference(Link)) Note(Lbl(Link) P)",
        ),
        # A note that begins with a quotation has no empty paragraph before it.
        (
            f'<p>Text{CALL.format(1)}</p><div class="note" id="fn-1"><p><a class="mark"'
            ' href="#fnref-1">1</a> </p><blockquote><p>a</p></blockquote></div>',
            "P(Reference(Link)) Note(Lbl(Link) BlockQuote(P))",
        ),
    ],
)
def test_elements_become_structure_elements(body: str, expected: str) -> None:
    assert outline(body) == expected


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("1 2 3", "1 2 3"),
        ("1 3 3 2 3", "1 2 2 2 3"),
        ("2 1 4 6 2 1", "1 1 2 3 2 1"),
    ],
)
def test_headings_have_no_gaps(given: str, made: str) -> None:
    body = "".join(f"<h{level}>x</h{level}>" for level in given.split())
    assert outline(body) == " ".join(f"H{level}" for level in made.split())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<p>a{CALL.format(7)}</p>", ["Anmerkung 7"]),
        (NOTE.format(7), ["Zurück zum Text von Anmerkung 7"]),
        (f'<p>{CALL.format(7)}, siehe <a href="#fn-7">dort</a></p>', ["Anmerkung 7"] * 2),
        ('<p><a href="#ende">Vom \u200bEnde</a></p>', ["Vom Ende"]),
        (
            '<p><a class="external" href="https://example.org/a">eine\n Seite</a></p>',
            ["eine Seite (https://example.org/a)"],
        ),
        (
            '<p><a href="https://example.org/a">https://\u200bexample.org/a</a></p>',
            ["https://example.org/a"],
        ),
        ('<p><a href="mailto:a@b.de">a@b.de</a></p>', ["mailto:a@b.de"]),
        ('<p><a href="https://example.org/"><img alt="x"/></a></p>', ["https://example.org/"]),
    ],
)
def test_links_say_where_they_lead(body: str, expected: list[str]) -> None:
    assert list(structure(body).descriptions.values()) == expected


def test_tables_say_what_their_cells_are() -> None:
    found = structure(
        '<table><tr><th scope="col" colspan="2">a</th></tr>'
        '<tr><th scope="row" rowspan="3">b</th><td>c</td></tr></table>'
    )
    cells = [dict(one.attributes) for one in found.elements if one.role in ("TH", "TD")]
    assert cells == [
        {"O": "/Table", "Scope": "/Column", "ColSpan": 2},
        {"O": "/Table", "Scope": "/Row", "RowSpan": 3},
        {},
    ]


@pytest.mark.parametrize(
    ("tag", "numbering"),
    [
        ('ol class="lower-roman"', "/LowerRoman"),
        ('ol class="decimal"', "/Decimal"),
        ("ul", "/Disc"),
    ],
)
def test_lists_say_how_they_are_numbered(tag: str, numbering: str) -> None:
    found = structure(f"<{tag}><li><p>a</p></li></{tag.split()[0]}>")
    assert found.elements[1].attributes == {"O": "/List", "ListNumbering": numbering}


def test_an_image_without_words_is_an_artifact() -> None:
    root = document('<p><img alt=" "/><img alt="ein Punkt"/></p><hr/>')
    found = read_structure(root, LABELS)
    owners = [found.owner(element) for element in (*root.iter("img"), *root.iter("hr"))]
    assert owners[0] is LAYOUT
    assert owners[2] is LAYOUT
    assert isinstance(owners[1], StructureElement)
    assert owners[1].alternative == "ein Punkt"


# ------------------------------------------------------------------------------ the tree


class Painting:
    """Paints words, each given with its element, and says what comes of it."""

    def __init__(self, body: str) -> None:
        self.structure = structure(body)
        self.contents: list[tuple[StructureElement, Content]] = []

    def paint(self, role: str, number: int = 0, page: int = 0) -> Painting:
        """Something of the nth element of a role."""
        found = [one for one in self.structure.elements if one.role == role]
        self.contents.append((found[number], Content(page, len(self.contents))))
        return self

    def tree(self, *links: tuple[StructureElement, Annotation]) -> str:
        return " ".join(told(arranged(self.structure, self.contents, links)))


def told(tagged: Tagged) -> Iterator[str]:
    """``P(0 Span:fr(1))``: elements and the numbers of what was painted."""
    language = f":{tagged.language}" if tagged.language else ""
    parts: list[str] = []
    for kid in tagged.kids:
        match kid:
            case Tagged():
                parts += told(kid)
            case Content():
                parts.append(str(kid.number))
            case Annotation():
                parts.append("link")
    yield f"{tagged.element.role}{language}({' '.join(parts)})"


def test_parts_of_a_paragraph_on_two_pages_are_one() -> None:
    painting = Painting("<p>a</p><p>b</p>").paint("P").paint("P", page=1).paint("P", 1, page=1)
    assert painting.tree() == "Document:de(P(0 1) P(2))"


def test_a_float_is_read_where_it_stands_in_the_text() -> None:
    body = '<section><p>a</p><figure><p><img alt="x"/></p></figure><p>b</p></section>'
    painting = Painting(body).paint("P").paint("P", 1).paint("Figure", page=1)
    assert painting.tree() == "Document:de(Sect(P(0) Figure(2) P(1)))"


def test_what_is_not_painted_has_no_element() -> None:
    painting = Painting("<section><p>a</p></section><ul><li><p>b</p></li></ul>").paint("P")
    assert painting.tree() == "Document:de(Sect(P(0)))"


def test_an_empty_cell_is_a_cell() -> None:
    body = "<table><tr><td><p>a</p></td><td></td></tr><tr><td/></tr></table>"
    other = "<table><tr><td/></tr></table>"
    painting = Painting(body + other).paint("TD")
    assert painting.tree() == "Document:de(Table(TR(TD(0) TD()) TR(TD())))"


NOTES = NOTE.format(1) + NOTE.format(2)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            f"<p>a{CALL.format(1)}b{CALL.format(2)}</p>",
            "P(0 Reference(Link(1)) Note(Lbl(Link(2)) P(3)) 4 Reference(Link(5)) Note(P(6)))",
        ),
        # In the list of headings a note would be heard as part of the title.
        (
            f"<h1>a{CALL.format(1)}b{CALL.format(2)}</h1>",
            "H1(0 Reference(Link(1)) 4 Reference(Link(5))) Note(Lbl(Link(2)) P(3)) Note(P(6))",
        ),
        # A note called in another language is in its own.
        (
            f'<p lang="en">a{CALL.format(1)}b{CALL.format(2)}</p>',
            "P:en(0 Reference(Link(1)) Note:de(Lbl(Link(2)) P(3))"
            " 4 Reference(Link(5)) Note:de(P(6)))",
        ),
    ],
)
def test_notes_are_read_behind_their_calls(body: str, expected: str) -> None:
    role = "H1" if "<h1>" in body else "P"
    notes = 0 if role == "H1" else 1
    painting = Painting(body + NOTES).paint(role).paint("Link").paint("Link", 2)
    painting.paint("P", notes).paint(role).paint("Link", 1).paint("P", notes + 1)
    assert painting.tree() == f"Document:de({expected})"


def test_an_annotation_follows_the_words_of_its_link() -> None:
    painting = Painting('<p><a href="#a">a</a></p>').paint("Link").paint("Link")
    (link,) = (one for one in painting.structure.elements if one.role == "Link")
    nothing: Any = None
    links = [(link, Annotation(0, nothing)), (link, Annotation(1, nothing))]
    assert painting.tree(*links) == "Document:de(P(Link(0 1 link link)))"
