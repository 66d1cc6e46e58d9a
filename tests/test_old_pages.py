"""Marks of a first edition's pages: where they stand, that nothing else changes, what is wrong."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from conftest import ReadText, codes, lines
from satzspiegel.build import build, check, verify
from satzspiegel.dump import Dump
from satzspiegel.editions import EPUB, HTML, PDF, Edition
from satzspiegel.editions.epub import make_epub
from satzspiegel.editions.markup import MarkupWriter
from satzspiegel.editions.reflow import write_call
from satzspiegel.making import make_editions
from satzspiegel.manuscript.old_pages import settle_old_pages, unmarked
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import (
    Finding,
    Inline,
    LineBreak,
    OldPage,
    Paragraph,
    Part,
    Publication,
    Styled,
    StyleKind,
    Text,
    Verse,
)
from satzspiegel.old_pages import with_old_pages, without_old_pages
from satzspiegel.page_marks import page_marks
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.verify.markup import read_epub, read_html
from satzspiegel.verify.old_pages import compare_old_pages

#: In the texts here ⟦7⟧ is a mark, so that the same text can be read without.
MARK = re.compile(r"⟦(\w+\*?)⟧")


def marked(text: str) -> str:
    return MARK.sub(r"[]{.old-page n=\1}", text)


def bare(text: str) -> str:
    """The text as it would have been typed without marks."""
    text = re.sub(rf"^(?:{MARK.pattern})+\n\n?", "", text, flags=re.MULTILINE)
    return MARK.sub("", re.sub(rf"(?<![^\s*]){MARK.pattern} ", "", text))


def shown(publication: Publication) -> str:
    """The chapters as mark-up, with ``⟦7⟧`` for marks."""
    publication = with_old_pages(publication)
    writer = MarkupWriter(
        "html",
        publication,
        load_style(),
        call=lambda note: write_call(note, publication.labels, "#", epub=False),
        href=lambda identifier: f"#{identifier}",
        asset_url=lambda asset: asset.name,
    )
    made = "".join(writer.blocks(chapter.blocks) for chapter in publication.chapters)
    made = re.sub(r'<span class="page-mark"[^>]* data-page="([^"]+)"></span>', r"⟦\1⟧", made)
    return re.sub(r"(<\w+)(?: [^>]*?)?(/?>)", r"\1\2", made)


# ------------------------------------------------------------------------------- where they stand

#: Without a heading of its own a text has the title.
HEAD = "# K\n\n"
PLACES = [
    ("⟦7⟧Eins zwei.", "<p>⟦7⟧Eins zwei.</p>"),
    ("Eins ⟦7⟧zwei.", "<p>Eins ⟦7⟧zwei.</p>"),
    ("Eins⟦7⟧ zwei.", "<p>Eins⟦7⟧ zwei.</p>"),
    # No space twice, none at an edge.
    ("Eins ⟦7⟧ ⟦8⟧ zwei.", "<p>Eins ⟦7⟧⟦8⟧zwei.</p>"),
    ("⟦7⟧ Eins zwei. ⟦8⟧", "<p>⟦7⟧Eins zwei.⟦8⟧</p>"),
    ("Eins\n⟦7⟧\nzwei.", "<p>Eins ⟦7⟧zwei.</p>"),
    ("Eins *⟦7⟧ zwei.*", "<p>Eins <em>⟦7⟧zwei.</em></p>"),
    # A word stays whole.
    ("Eins zw⟦7⟧ei.", "<p>Eins ⟦7⟧zwei.</p>"),
    ("Eins „zw⟦7⟧ei“-⟦8⟧drei.", "<p>Eins ⟦7⟧⟦8⟧„zwei“-drei.</p>"),
    ("*Fuß*⟦7⟧note.", "<p><em>Fuß</em>⟦7⟧note.</p>"),
    # A mark alone belongs to what follows.
    ("⟦7⟧\n\n## Zwei\n\nDrei", "⟦7⟧<h2>Zwei</h2>\n<p>Drei</p>"),
    ("## ⟦7⟧ Zwei\n\nDrei", "⟦7⟧<h2>Zwei</h2>"),
    ("## Zwei ⟦7⟧drei", "<h2>Zwei ⟦7⟧drei</h2>"),
    ("Eins\n\n⟦7⟧\n\n⟦8⟧\n\nZwei", "<p>Eins</p>\n<p>⟦7⟧⟦8⟧Zwei</p>"),
    ("Eins\n\n⟦7⟧\n\n* * *\n\nZwei", "<hr/>\n<p>⟦7⟧Zwei</p>"),
    ("Eins\n\n⟦7⟧", "<p>Eins</p>\n<p>⟦7⟧</p>"),
    ("Eins\n\n⟦7⟧\n\n    code\n", "<p>Eins</p>\n<pre><code>⟦7⟧code</code></pre>"),
    # In blocks of every kind.
    ("> Eins\n>\n> ⟦7⟧\n\nZwei", "<blockquote><p>Eins</p></blockquote>\n<p>⟦7⟧Zwei</p>"),
    ("| Eins\n| ⟦7⟧zwei", "<p>Eins</p><p>⟦7⟧zwei</p>"),
    ("- Eins\n- ⟦7⟧zwei", "<li><p>⟦7⟧zwei</p></li>"),
    ("Eins\n: ⟦7⟧Zwei", "<dd><p>⟦7⟧Zwei</p></dd>"),
    ("⟦7⟧\n\nEins\n: Zwei", "<dt>⟦7⟧Eins</dt>"),
    ("| a | b |\n|---|---|\n| c | ⟦7⟧d |", "<td><p>⟦7⟧d</p></td>"),
    ("⟦7⟧\n\n| a | b |\n|---|---|\n| c | d |", "<th><p>⟦7⟧a</p></th>"),
    (
        "⟦7⟧\n\n| a | b |\n|---|---|\n| c | d |\n\n: Tafel",
        "<caption>⟦7⟧<span>Tabelle\u00a01</span> Tafel</caption>",
    ),
    ("[mot ⟦7⟧juste]{lang=fr}", "<span>mot ⟦7⟧juste</span>"),
    ("[Worte](https://a.de) ⟦7*⟧hier", "<a>Worte</a> ⟦7*⟧hier"),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_before_the_word_and_otherwise_as_if_never(
    read_text: ReadText, text: str, expected: str
) -> None:
    publication, findings = read_text(HEAD + marked(text))
    assert findings == ()
    assert expected in shown(publication)
    plain, _ = read_text(HEAD + bare(text).rstrip())
    assert shown(without_old_pages(publication)) == shown(plain)


FIGURE = '![Die *Unterschrift*.](bild.svg){#abb width=60% alt="Ein Bild"}'


@pytest.mark.parametrize("between", ["", " ", "\n", "\n\n"])
def test_before_a_figure(tmp_path: Path, between: str) -> None:
    """Pandoc makes a figure only of an image that is alone in its paragraph."""
    publications = []
    for name, text in (("mit", f"⟦7⟧{between}{FIGURE}"), ("ohne", FIGURE)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "bild.svg").write_text(DRAWING, "utf-8")
        (folder / "text.md").write_text(HEAD + marked(text), "utf-8")
        publication, findings = read_publication(folder / "text.md")
        assert findings == ()
        publications.append(publication)
    made, plain = publications
    assert "<figure><p>⟦7⟧<img/></p><figcaption>" in shown(made)
    assert shown(without_old_pages(made)) == shown(plain)


def test_a_mark_goes_on_into_the_next_file(tmp_path: Path) -> None:
    (tmp_path / "01.md").write_text(marked("# Eins\n\nText.\n\n⟦7⟧\n"), "utf-8")
    (tmp_path / "02.md").write_text("# Zwei\n\nText.\n", "utf-8")
    publication, _ = read_publication(tmp_path)
    assert "<p>Text.</p>⟦7⟧<h1>Zwei</h1>" in shown(publication)


def test_contents_and_cross_references_have_no_mark(read_text: ReadText) -> None:
    publication, _ = read_text(marked("# Eins ⟦7⟧zwei {#eins}\n\nSiehe [](#eins)."))
    assert "Siehe <a>„Eins zwei“</a>." in shown(publication)
    (entry,) = publication.contents
    assert [type(inline) for inline in entry.title] == [Text] * 3


# ------------------------------------------------------------------------------------ as if never

WORDS = ["Wort", "(so)", "„Satz“", "Ende."]
PLAIN = st.lists(st.sampled_from([*WORDS, "*", "\n"]), min_size=1, max_size=7)


def typed(pieces: list[str], draw: Callable[[], str]) -> tuple[Inline, ...]:
    """Words with spaces between them; ``draw`` gives what is typed inside and between words."""
    made: list[Inline] = []
    for piece, following in zip(pieces, [*pieces[1:], "\n"], strict=True):
        match piece:
            case "\n":
                made += [LineBreak()]
            case "*":
                made += [Styled(StyleKind.EMPHASIS, (*MARKS[draw()], Text("kursiv")))]
            case _ if marks := MARKS[draw()]:
                made += [Text(piece[:2]), *marks[:1], Text(piece[2:])]
            case _:
                made += [Text(piece)]
        before, behind = (MARKS[draw()] for _ in range(2))
        if "\n" not in (piece, following):
            made += [*before, Text(" "), *behind, *([Text(" ")] if behind else [])]
        elif behind and piece == "\n":
            made += [*behind, *([Text(" ")] if following != "\n" else [])]
        elif behind:
            made += [*before, Text(" "), *behind]
    return tuple(made)


MARKS: dict[str, tuple[Inline, ...]] = {
    "": (),
    "one": (OldPage("7"),),
    "spaced": (OldPage("7"), Text(" "), OldPage("8")),
}


@settings(max_examples=150, deadline=None)
@given(PLAIN, st.data(), st.booleans())
def test_whatever_is_marked(pieces: list[str], data: st.DataObject, verse: bool) -> None:
    def block(inlines: tuple[Inline, ...]) -> Verse | Paragraph:
        return Verse((inlines,)) if verse else Paragraph(inlines)

    drawn = typed(pieces, lambda: data.draw(st.sampled_from(sorted(MARKS))))
    plain = Part("a.md", (block(typed(pieces, lambda: "")),))
    (settled,) = settle_old_pages((Part("a.md", (block(drawn),)),))
    assert unmarked(settled.blocks) == plain.blocks
    count = sum(isinstance(i, OldPage) for i in flat(drawn))
    (kept,) = settled.blocks
    children = kept.lines[0] if isinstance(kept, Verse) else getattr(kept, "children", ())
    assert sum(isinstance(i, OldPage) for i in flat(children)) == count


def flat(inlines: tuple[Inline, ...]) -> list[Inline]:
    return [i for one in inlines for i in (one, *flat(getattr(one, "children", ())))]


# -------------------------------------------------------------------------------- in the editions

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="280" height="120"><path d="M0 0h9"/></svg>'
)
SENTENCES = " ".join(f"Kolumnentitel{n} und Schusterjungen{n}." for n in range(30))
MANUSCRIPT = f"""\
⟦xii⟧

# Vom Anfang

⟦xiii⟧{SENTENCES} Fuß⟦1⟧note.[^1] {SENTENCES} ⟦2⟧ {SENTENCES}

⟦3⟧

## Zweites

⟦4⟧{FIGURE}

⟦5⟧

| Name | Zahl |
|------|------|
| Anton | ⟦6⟧12 |

: Eine Tafel.

| Ein Vers und
| ⟦7⟧noch einer

> {SENTENCES} ⟦8⟧{SENTENCES}

1. Eins
2. ⟦9⟧Ur-⟦10⟧instinkt - so

Danach:

⟦11⟧

    Quelltext

# Schluss

⟦12⟧ Nach 3 ⟦13⟧ km z. ⟦14⟧B. Ende.[^2]

[^1]: Eine Note, die {SENTENCES} ⟦2⟧ weitergeht.

[^2]: Ebd.
"""
FIELDS = """\
---
title: Die alten Seiten
author: Niemand
lang: de
satzspiegel: {page-list: first-edition, first-edition: "Mainz: Verlag am Rand 1987"}
---

"""
LABELS = ["xii", "xiii", *map(str, range(1, 15))]
PRINTED = FIELDS.replace("page-list: first-edition, ", "")


def read(folder: Path, text: str, fields: str = FIELDS) -> Publication:
    folder.mkdir()
    (folder / "bild.svg").write_text(DRAWING, "utf-8")
    (folder / "buch.md").write_text(fields + text, "utf-8")
    publication, findings = read_publication(folder / "buch.md")
    assert findings == ()
    return publication


def made(publication: Publication, *wanted: Edition) -> dict[Edition, bytes]:
    style = load_style()
    return make_editions(wanted, publication, style, "build", lambda _: None, Dump()).files


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return read(tmp_path_factory.mktemp("mit") / "m", marked(MANUSCRIPT))


@pytest.fixture(scope="module")
def editions(publication: Publication) -> dict[Edition, bytes]:
    return made(publication, EPUB, HTML)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[Edition, bytes]:
    """The same text without marks; its pages are those of the PDF."""
    folder = tmp_path_factory.mktemp("ohne") / "m"
    return made(read(folder, bare(MANUSCRIPT), PRINTED), PDF, EPUB, HTML)


def test_no_line_and_no_letter_is_set_otherwise(
    publication: Publication, plain: dict[Edition, bytes]
) -> None:
    printed = replace(publication.settings, page_list="printed")
    assert made(replace(publication, settings=printed), PDF, EPUB, HTML) == plain


def test_the_words_are_the_same(
    editions: dict[Edition, bytes], plain: dict[Edition, bytes]
) -> None:
    for edition, read_back in ((HTML, read_html), (EPUB, read_epub)):
        with_marks, without = read_back(editions[edition]), read_back(plain[edition])
        assert with_marks.text == without.text
        assert with_marks.notes == without.notes
        assert with_marks.headings == without.headings


def test_marks_and_list_in_the_web_page(editions: dict[Edition, bytes]) -> None:
    page = etree.fromstring(editions[HTML], etree.HTMLParser())
    summary = page.xpath("string(//details/summary)")
    assert summary == "Seiten der Erstausgabe (Mainz: Verlag am Rand 1987)"
    links = page.xpath("//nav[@role='doc-pagelist']//a")
    assert [link.text for link in links] == LABELS
    for link in links:
        (mark,) = page.xpath("//*[@id=$id]", id=link.get("href")[1:])
        assert (mark.get("role"), mark.get("title")) == ("doc-pagebreak", f"Seite {link.text}")
    (noted,) = page.xpath("//aside//*[@class='page-mark']")
    assert (noted.get("id"), noted.get("role"), noted.tail) == ("page-2-note", None, "weitergeht.")


def opened(data: bytes) -> tuple[Any, Any]:
    """Package and navigation of an EPUB."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = {Path(name).name: name for name in archive.namelist()}
        found = (archive.read(names[name]) for name in ("content.opf", "nav.xhtml"))
        package, nav = map(etree.fromstring, found)
        return package, nav


def told(package: Any, name: str) -> list[str]:
    path = f"//*[local-name()='{name}' or @property='{name}']/text()"
    return [str(text) for text in package.xpath(path)]


def test_marks_list_and_source_in_the_e_book(editions: dict[Edition, bytes]) -> None:
    package, nav = opened(editions[EPUB])
    assert told(package, "pageBreakSource") == told(package, "source") == [
        "Mainz: Verlag am Rand 1987"
    ]  # fmt: skip
    assert told(package, "source-of") == ["pagination"]
    assert {"pageBreakMarkers", "pageNavigation"} <= set(
        told(package, "schema:accessibilityFeature")
    )
    assert "Die Seiten der Erstausgabe sind markiert" in "".join(
        told(package, "schema:accessibilitySummary")
    )
    (pages,) = nav.xpath("//*[@role='doc-pagelist']")
    assert pages.xpath(".//*[local-name()='a']/text()") == LABELS


@pytest.mark.parametrize(
    ("printed", "first", "sources", "paged"),
    [
        ("", "", ["Die alten Seiten (Erstausgabe)"], "Die alten Seiten (Erstausgabe)"),
        ("978-3-16-148410-0", "Mainz 1987", ["urn:isbn:9783161484100", "Mainz 1987"], "Mainz 1987"),
        ("", "3-16-148410-X", ["urn:isbn:9783161484100"], "urn:isbn:9783161484100"),
        (
            "978-3-16-148410-0",
            "978-3-16-148410-0",
            ["urn:isbn:9783161484100"],
            "urn:isbn:9783161484100",
        ),
    ],
)
def test_whose_pages_they_are(
    publication: Publication, printed: str, first: str, sources: list[str], paged: str
) -> None:
    own = replace(publication.settings, first_edition=first)
    metadata = replace(publication.metadata, isbn=printed)
    changed = with_old_pages(replace(publication, settings=own, metadata=metadata))
    package, _ = opened(make_epub(changed, load_style(), "build", b""))
    assert told(package, "source") == sources
    assert told(package, "pageBreakSource") == [paged]
    (refined,) = package.xpath("//*[@property='source-of']/@refines")
    (source,) = package.xpath("//*[@id=$id]/text()", id=refined[1:])
    assert source == paged


ODD = ["[7]", "2/17", "Tafel 3", "Ä", "17", "17", "VIII", "viii", "7*", "_"]


def test_pages_may_have_any_name(tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    words = " ".join(f'[]{{.old-page n="{label}"}}Wort{n}' for n, label in enumerate(ODD))
    path.write_text(FIELDS + words + ".\n", "utf-8")
    result = build(path, ["epub", "html"], output=tmp_path / "out")
    assert set(codes(result.findings)) == {"old-page-doubled"}
    page = (tmp_path / "out" / "text.html").read_bytes()
    assert [mark.label for mark in read_html(page).printed] == [
        label.replace(" ", "\u00a0") for label in ODD
    ]
    ids = re.findall(r'class="page-mark" id="([^"]+)"', page.decode())
    assert len(set(ids)) == len(ODD)
    assert all(re.fullmatch(r"page-\d[\w.-]*|page-[ivxlcdm]+", one, re.ASCII) for one in ids)
    with zipfile.ZipFile(tmp_path / "out" / "text.epub") as archive:
        ncx = etree.fromstring(archive.read("EPUB/toc.ncx"))
    names = [str(name) for name in ncx.xpath("//*[local-name()='pageTarget']/@id")]
    assert len(set(names)) == len(ODD)
    assert all(re.fullmatch(r"[\w.-]+", name, re.ASCII) for name in names)
    assert ncx.xpath("//*[local-name()='pageTarget']/@value") == ["17"]


# ---------------------------------------------------------------------------------- verification


def judged(publication: Publication, page: bytes) -> list[str]:
    found = compare_old_pages(publication, read_html(page), "html")
    return [finding.code for finding in found]


def test_every_mark_is_found_before_its_word(
    publication: Publication, editions: dict[Edition, bytes]
) -> None:
    assert judged(publication, editions[HTML]) == []
    assert list(compare_old_pages(publication, read_epub(editions[EPUB]), "epub")) == []
    assert [mark.label for mark in page_marks(with_old_pages(publication))] == LABELS


@pytest.mark.parametrize(
    ("pattern", "new", "expected"),
    [
        (r'(<span [^>]*id="page-2"[^>]*></span>)(\w+ )', r"\2\1", "page-mark-wrong"),
        (r'(\w+\. )(<span [^>]*id="page-8"[^>]*></span>)', r"\2\1", "page-mark-wrong"),
        (r'(\w+\. )(<span [^>]*id="page-2-note"[^>]*></span>)', r"\2\1", "page-mark-wrong"),
        (r'(<span [^>]*id="page-13"[^>]*></span>)(.{,9})(<span [^>]*></span>)', r"\2\1\3",
         "page-mark-wrong"),
        (r'(<li><p[^>]*>)(Eins.*?)(<span [^>]*id="page-9"[^>]*></span>)', r"\1\3\2",
         "page-mark-wrong"),
        (r'<span [^>]*id="page-12"[^>]*></span>', "", "page-mark-missing"),
        (r'<span [^>]*id="page-2-note"[^>]*></span>', "", "page-mark-missing"),
        (r'(<span [^>]*id="page-12"[^>]*></span>)', r"\1\1", "page-mark-missing"),
        (r'(id="page-12"[^>]*title="Seite )12', r"\g<1>13", "page-mark-missing"),
        (r'href="#page-12"', 'href="#page-13"', "page-list-wrong"),
        (r'<li[^>]*><a href="#page-12">12</a></li>', "", "page-list-wrong"),
    ],
)  # fmt: skip
def test_faults_are_seen(
    publication: Publication,
    editions: dict[Edition, bytes],
    pattern: str,
    new: str,
    expected: str,
) -> None:
    broken, count = re.subn(pattern, new, editions[HTML].decode(), count=1)
    assert count == 1
    assert expected in judged(publication, broken.encode())


def test_verification_looks_at_the_marks(tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_text(FIELDS + marked("Eins ⟦7⟧zwei."), "utf-8")
    out = tmp_path / "out"
    assert build(path, ["epub", "html"], output=out).findings == ()
    page = (out / "text.html").read_text("utf-8")
    broken, count = re.subn(r"Eins (<span [^>]*></span>)", r"\1Eins ", page)
    assert count == 1
    (out / "text.html").write_text(broken, "utf-8")
    (finding,) = verify(path, output=out, validators=False).findings
    assert (finding.code, finding.values["edition"]) == ("page-mark-wrong", "html")


# -------------------------------------------------------------------------------------- findings


def found(read_text: ReadText, text: str, **given: str) -> list[Finding]:
    fields = {key.replace("_", "-"): value for key, value in given.items()}
    _, findings = read_text(HEAD + text, satzspiegel=fields)
    return list(findings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("⟦7⟧a ⟦8⟧b", []),
        ("⟦xii⟧a ⟦1⟧b ⟦2⟧c ⟦2a⟧d ⟦3⟧e ⟦I⟧f", []),
        ("⟦7*⟧a ⟦3⟧b ⟦A1⟧c", []),
        ("a[]{.old-page}", ["old-page-label"]),
        ('a[]{.old-page n=""}', ["old-page-label"]),
        ('a[]{.old-page n="' + 41 * "7" + '"}', ["old-page-label"]),
        ('a[]{.old-page n="Tafel 7"} b', []),
        ("a[7]{.old-page n=7}", ["old-page-text"]),
        ("⟦7⟧a ⟦7⟧b", ["old-page-doubled"]),
        ("⟦7⟧a ⟦6⟧b", ["old-page-order"]),
        ("⟦7b⟧a ⟦7a⟧b", ["old-page-order"]),
        ("⟦xii⟧a ⟦ix⟧b", ["old-page-order"]),
        ("⟦7⟧a ⟦9⟧b", ["old-page-skipped"]),
        ("⟦7⟧a ⟦9⟧b[^1]\n\n[^1]: N. ⟦8⟧c", ["old-page-in-note"]),
        ("⟦7⟧a ⟦8⟧b[^1]\n\n[^1]: N. ⟦8⟧c", []),
        ("⟦7⟧a ⟦8⟧b[^1] c[^2]\n\n[^1]: N. ⟦8⟧c\n\n[^2]: ⟦8⟧c", ["old-page-doubled"]),
    ],
)
def test_marks_that_cannot_be_pages(read_text: ReadText, text: str, expected: list[str]) -> None:
    assert codes(found(read_text, marked(text))) == expected


def test_a_list_without_marks_is_named(read_text: ReadText) -> None:
    assert codes(found(read_text, "a", page_list="first-edition")) == ["old-pages-missing"]


def test_places_and_words(read_text: ReadText) -> None:
    findings = found(read_text, marked("Eins ⟦7⟧zwei\n\nDrei ⟦6⟧vier"))
    assert lines(findings) == [
        "01-text.md:5:21: Warnung: Auf die alte Seite 7 folgt Seite 6. "
        "Prüfen Sie die Zahlen und ihre Folge."
    ]


def test_none_in_metadata(read_text: ReadText) -> None:
    with pytest.raises(ManuscriptError) as raised:
        read_text("a", title=marked("⟦7⟧Titel"))
    assert codes(raised.value.findings) == ["metadata-old-page"]


def test_a_comment_silences_a_page_that_was_empty(tmp_path: Path) -> None:
    ok = "<!-- satzspiegel: ok old-page-skipped -->\n"
    for comment, expected in (("", ["old-page-skipped"]), (ok, [])):
        path = tmp_path / "text.md"
        path.write_text(marked(f"# Eins\n\n⟦7⟧Zwei.\n\n{comment}⟦9⟧Drei.\n"), "utf-8")
        assert codes(check(path).findings) == expected
