"""Faults seeded into each edition, and verification seeing every one of them.

A fault is made where editions get their content (a publication that lacks a word is made into an
edition and compared with the whole one) or, for links, in the finished file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from satzspiegel.dump import Dump
from satzspiegel.editions import COVER, EDITIONS, EPUB, HTML, PDF, Edition
from satzspiegel.editions.epub import make_epub
from satzspiegel.editions.html import make_html
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.fonts import INSERTED_HYPHEN
from satzspiegel.model import Block, Figure, Inline, NoteCall, Paragraph, Publication, Text
from satzspiegel.reading import read_publication
from satzspiegel.styles import Style, load_style
from satzspiegel.verify import READ, verify_editions
from satzspiegel.walks import map_blocks, rewrite_blocks, rewrite_children

BUILD = "0123456789abcdef"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
MANUSCRIPT = """---
title: Die Probe
author: Niemand
lang: de-DE
---

# Erstes Kapitel[^k] {#erstes}

Ein Absatz mit „Anführung“, einer KPD-Führung[^1] und West- und Mitteleuropa, dazu noch einige
Wörter, damit die Zeilen sich füllen und die Silbentrennung ihre Arbeit tut.[^2] Danach noch
ein Satz.

| Kopf | Zahl |
|------|------|
| Zelle[^3] | 12 |

: Eine Tafel {#tafel}

![Ein Bild](bild.png){#bild alt="Ein Punkt"}

## Zweiter Abschnitt

Siehe [](#bild), [](#tafel), [](#fn:1) und den Rest.[^4]

[^k]: Anmerkung in der Überschrift.
[^1]: Die erste Anmerkung, mit Ortsangabe.
[^2]: Ebd.
[^3]: Anmerkung in der Zelle.
[^4]: Die letzte, mit zwei Absätzen.

    Der zweite Absatz.
"""


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("probe")
    (folder / "bild.png").write_bytes(PNG)
    (folder / "probe.md").write_text(MANUSCRIPT, "utf-8")
    made, findings = read_publication(folder / "probe.md")
    assert findings == ()
    return made


@pytest.fixture(scope="module")
def style() -> Style:
    return load_style()


def make(edition: Edition, publication: Publication, style: Style) -> bytes:
    if edition is PDF:
        return make_pdf(publication, style, BUILD, Dump()).data
    if edition is EPUB:
        return make_epub(publication, style, BUILD, PNG)
    return make_html(publication, style, BUILD)


def codes(
    data: bytes, edition: Edition, publication: Publication, style: Style, folder: Path
) -> set[str]:
    """The codes of what verification finds in a file."""
    path = folder / f"probe{edition.suffix}"
    path.write_bytes(data)
    verification = verify_editions({edition: path}, publication, style, BUILD)
    return {finding.code for finding in verification.findings}


def changed(publication: Publication, old: str, new: str) -> Publication:
    """The publication with a piece of text changed wherever it stands."""

    def rewrite(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(
            replace(i, value=i.value.replace(old, new))
            if isinstance(i, Text)
            else rewrite_children(i, rewrite)
            for i in inlines
        )

    return replace(
        publication,
        chapters=tuple(
            replace(c, blocks=rewrite_blocks(c.blocks, rewrite)) for c in publication.chapters
        ),
        notes=tuple(
            replace(n, blocks=rewrite_blocks(n.blocks, rewrite)) for n in publication.notes
        ),
    )


def without_call(publication: Publication) -> Publication:
    """Note 3 is neither called nor there."""
    lost = publication.notes[2].identifier

    def rewrite(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        kept = (i for i in inlines if not (isinstance(i, NoteCall) and i.note == lost))
        return tuple(rewrite_children(i, rewrite) for i in kept)

    return replace(
        publication,
        chapters=tuple(
            replace(c, blocks=rewrite_blocks(c.blocks, rewrite)) for c in publication.chapters
        ),
    )


def swapped_numbers(publication: Publication) -> Publication:
    first, second, *rest = publication.notes
    swapped = (replace(first, number=second.number), replace(second, number=first.number))
    return replace(publication, notes=(*swapped, *rest))


def swapped_texts(publication: Publication) -> Publication:
    first, second, *rest = publication.notes
    swapped = (replace(first, blocks=second.blocks), replace(second, blocks=first.blocks))
    return replace(publication, notes=(*swapped, *rest))


def without_image(publication: Publication) -> Publication:
    """The figure has its caption, but nothing above it."""

    def empty(block: Block) -> Block:
        return replace(block, blocks=(Paragraph(()),)) if isinstance(block, Figure) else block

    return replace(
        publication,
        chapters=tuple(
            replace(c, blocks=map_blocks(c.blocks, empty)) for c in publication.chapters
        ),
    )


CONTENT_FAULTS: dict[str, tuple[Callable[[Publication], Publication], str]] = {
    "a dropped note": (without_call, "edition-note-missing"),
    "swapped numbers": (swapped_numbers, "edition-note-number"),
    "swapped notes": (swapped_texts, "edition-note-text"),
    "a lost word": (lambda p: changed(p, "einige", ""), "edition-text"),
    "a lost hyphen": (lambda p: changed(p, "KPD-Führung", "KPDFührung"), "edition-text"),
    "a suspended hyphen": (lambda p: changed(p, "West-", "West"), "edition-text"),
    "a lost quotation mark": (lambda p: changed(p, "Anführung“", "Anführung"), "edition-text"),
    "another quotation mark": (lambda p: changed(p, "„", "»"), "edition-text"),
    "a lost comma in a note": (
        lambda p: changed(p, "Anmerkung,", "Anmerkung"),
        "edition-note-text",
    ),
    "a lost paragraph of a note": (
        lambda p: replace(
            p, notes=(*p.notes[:-1], replace(p.notes[-1], blocks=p.notes[-1].blocks[:1]))
        ),
        "edition-note-text",
    ),
    "a lost chapter": (lambda p: replace(p, contents=p.contents[1:]), "edition-headings"),
    "a lost image": (without_image, "edition-image"),
    "another title": (
        lambda p: replace(p, metadata=replace(p.metadata, title=(Text("Probe"),))),
        "edition-title",
    ),
    "another language": (
        lambda p: replace(p, metadata=replace(p.metadata, language="en")),
        "edition-language",
    ),
}


@pytest.mark.parametrize("edition", READ, ids=lambda e: e.name)
def test_a_whole_edition_has_no_findings(
    edition: Edition, publication: Publication, style: Style, tmp_path: Path
) -> None:
    assert codes(make(edition, publication, style), edition, publication, style, tmp_path) == set()


#: Bookmarks come from the headings themselves, not from the contents: see the test below.
IN_THE_CONTENT = [
    pytest.param(fault, edition, id=f"{fault}-{edition.name}")
    for fault in CONTENT_FAULTS
    for edition in READ
    if (fault, edition) != ("a lost chapter", PDF)
]


@pytest.mark.parametrize(("fault", "edition"), IN_THE_CONTENT)
def test_fault_in_the_content_is_seen(
    fault: str, edition: Edition, publication: Publication, style: Style, tmp_path: Path
) -> None:
    seed, code = CONTENT_FAULTS[fault]
    data = make(edition, seed(publication), style)
    assert code in codes(data, edition, publication, style, tmp_path)


def with_archive(data: bytes, change: Callable[[str], str]) -> bytes:
    """An EPUB with its XHTML files changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name.endswith(".xhtml") else text)
    return out.getvalue()


def with_markup(edition: Edition, data: bytes, pattern: str, new: str) -> bytes:
    """An EPUB or HTML with a piece of mark-up changed; it must be there."""
    seen: list[int] = []

    def change(text: str) -> str:
        made, count = re.subn(pattern, new, text)
        seen.append(count)
        return made

    made = with_archive(data, change) if edition is EPUB else change(data.decode()).encode()
    assert sum(seen)
    return made


MARKUP_FAULTS = {
    "a call to the wrong note": (r'(id="fnref-2" href=")#fn-2"', r'\1#fn-3"', "edition-call-link"),
    "a call to nothing": (r'(id="fnref-2" href=")#fn-2"', r'\1#fn-99"', "edition-call-link"),
    "a link back to the wrong call": (r'href="#fnref-2"', 'href="#fnref-3"', "edition-back-link"),
    "a link to nothing": (r'href="([^"]*)#bild"', r'href="\1#bald"', "edition-link"),
    "a note in the contents": (r"(<a href=\"[^\"]*#erstes\">)", r"\g<1>1", "edition-headings"),
    "another build": ("x", "x", "edition-mixed"),
}


@pytest.mark.parametrize("edition", [EPUB, HTML], ids=lambda e: e.name)
@pytest.mark.parametrize("fault", MARKUP_FAULTS)
def test_fault_in_the_markup_is_seen(
    fault: str, edition: Edition, publication: Publication, style: Style, tmp_path: Path
) -> None:
    pattern, new, code = MARKUP_FAULTS[fault]
    if code == "edition-mixed":
        path = tmp_path / f"probe{edition.suffix}"
        path.write_bytes(make(edition, publication, style))
        found = verify_editions({edition: path}, publication, style, "another").findings
        assert [finding.code for finding in found] == [code]
        return
    data = with_markup(edition, make(edition, publication, style), pattern, new)
    assert code in codes(data, edition, publication, style, tmp_path)


def with_destination(data: bytes, old: str, new: str) -> bytes:
    """A PDF in which links to one destination lead to another."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        changed = 0
        for page in pdf:
            for link in page.get_links():
                if link.get("nameddest") == old:
                    pdf.xref_set_key(link["xref"], "Dest", f"({new})")
                    pdf.xref_set_key(link["xref"], "A", "null")
                    changed += 1
        assert changed
        return bytes(pdf.tobytes())


PDF_FAULTS = {
    "a call to the wrong note": ("fn-2", "fn-5", "edition-call-link"),
    "a link back to the wrong call": ("fnref-2", "fnref-4", "edition-back-link"),
    "a link to nothing": ("bild", "bald", "edition-link"),
}


@pytest.mark.parametrize("fault", PDF_FAULTS)
def test_wrong_link_in_the_pdf_is_seen(
    fault: str, publication: Publication, style: Style, tmp_path: Path
) -> None:
    old, new, code = PDF_FAULTS[fault]
    data = with_destination(make(PDF, publication, style), old, new)
    assert code in codes(data, PDF, publication, style, tmp_path)


def test_lost_bookmark_is_seen(publication: Publication, style: Style, tmp_path: Path) -> None:
    with pymupdf.open(stream=make(PDF, publication, style), filetype="pdf") as pdf:
        pdf.set_toc([entry[:3] for entry in pdf.get_toc()][:1])
        data = bytes(pdf.tobytes())
    assert codes(data, PDF, publication, style, tmp_path) == {"edition-headings"}


def test_hard_hyphen_turned_into_an_inserted_one_is_seen(
    publication: Publication, style: Style, tmp_path: Path
) -> None:
    broken = changed(publication, "KPD-", f"KPD{INSERTED_HYPHEN}")
    found = codes(make(PDF, broken, style), PDF, publication, style, tmp_path)
    assert "edition-text" in found


@pytest.mark.parametrize("edition", (*EDITIONS, COVER), ids=lambda e: e.name)
def test_missing_and_broken_files_are_named(
    edition: Edition, publication: Publication, style: Style, tmp_path: Path
) -> None:
    found = verify_editions({edition: tmp_path / "none"}, publication, style, BUILD).findings
    assert [finding.code for finding in found] == ["edition-missing"]
    assert codes(b"%PDF-1.7 or not", edition, publication, style, tmp_path) == {
        "edition-unreadable"
    }
