"""The tags of PDFs as they are painted, read back from the files.

``golden/probe/tags.txt`` is the tree of the probe as text; ``make update-golden`` accepts changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import page as page_validation
import pikepdf
import pymupdf
import pytest

from conftest import ROOT
from samples import SVG, png, write_sample
from satzspiegel.build import build
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import MadePdf, make_pdf, set_pages
from satzspiegel.editions.pdf.painter import name_images
from satzspiegel.messages import render
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.verify.reading import SOFT_HYPHEN
from satzspiegel.verify.tags.tree import Content, Element, LinkAnnotation, TagTree, read_tags

PROBE = ROOT / "tests" / "golden" / "probe"
SENTENCE = (
    "Die Silbentrennung füllt geduldig Zeile um Zeile, bis West- und Osteuropa beisammen sind. "
)
WORDS = " ".join(SENTENCE.split())
FRENCH = "Une phrase française assez longue pour passer d’une ligne à l’autre sans le savoir"
LINK = "eine lange Reihe von Wörtern, die über das Ende der Zeile hinaus verweisen und noch weiter"
ROWS = "\n".join(f"| Zeile {n} | Wert {n} |" for n in range(1, 41))
LONG = f"""\
---
title: Lange Wege
lang: de-DE
publisher: Verlag am Rand
publisher-place: Mainz
---

# Eins

{SENTENCE * 40}[{FRENCH}]{{lang=fr}} {SENTENCE * 2}Ende.[^lang]

![Ein hohes Bild.](bilder/hoch.svg){{#hoch alt="Ein Rechteck"}}

Davor ![Punkt](bilder/punkt.png){{alt="ein Punkt" width=4%}} und dahinter [{LINK}](https://example.org/a).

{SENTENCE * 5}

Siehe <https://example.org/ein/langer/weg/durch/viele/ordner/der/nirgends/ein/leerzeichen/hat.html>.

| Kopf[^kopf] | Wert |
|:------------|-----:|
{ROWS}

: Vierzig Zeilen

```
erste Zeile
   zweite Zeile
```

[^lang]: {SENTENCE * 60}

    Zweiter Absatz.
[^kopf]: Im Kopf.
"""


def made(path: Path, style: str = "") -> MadePdf:
    publication, findings = read_publication(path)
    assert findings == ()
    return make_pdf(publication, load_style(style), "build", Dump())


def tree_of(data: bytes) -> TagTree:
    with pikepdf.open(BytesIO(data)) as pdf:
        return read_tags(pdf)


@pytest.fixture(scope="module")
def long_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Paragraphs, a note, a link and a table over several lines and pages."""
    folder = tmp_path_factory.mktemp("lang")
    (folder / "bilder").mkdir()
    (folder / "bilder" / "punkt.png").write_bytes(png(8, 8))
    svg = SVG.replace('viewBox="0 0 300 200"', 'viewBox="0 0 300 300"')
    (folder / "bilder" / "hoch.svg").write_text(svg, "utf-8")
    (folder / "lang.md").write_text(LONG, "utf-8")
    return made(folder / "lang.md").data


@pytest.fixture(scope="module")
def long(long_pdf: bytes) -> TagTree:
    return tree_of(long_pdf)


def elements(tree: TagTree, role: str) -> list[Element]:
    return [one for one in tree.walk() if one.role == role]


def read(element: Element) -> str:
    """The text as a reader gets it: inserted hyphens gone, spaces as they are."""
    return element.text().replace(SOFT_HYPHEN, "").strip()


def without_notes(element: Element) -> str:
    """What a reader gets of an element itself and of a language in it."""
    texts = []
    for kid in element.kids:
        if isinstance(kid, Content):
            texts.append(kid.text)
        elif isinstance(kid, Element) and kid.role == "Span":
            texts.append(kid.text())
    return "".join(texts).replace(SOFT_HYPHEN, "")


def pages_of(element: Element) -> list[int]:
    return list(dict.fromkeys(content.page for content in element.contents()))


def links_of(element: Element) -> list[LinkAnnotation]:
    return [kid for kid in element.kids if isinstance(kid, LinkAnnotation)]


# -------------------------------------------------------------------------- the whole tree


def told(element: Element, depth: int = 0) -> Iterator[str]:
    """An element a line: what it is and says of itself, then what is inside it."""
    said = [element.role, element.language, element.identifier, *_attributes(element)]
    yield "  " * depth + " ".join(filter(None, said))
    for kid in element.kids:
        match kid:
            case Element():
                yield from told(kid, depth + 1)
            case Content() if kid.text:
                yield "  " * (depth + 1) + f"»{kid.text.replace(SOFT_HYPHEN, '·')}«"
            case LinkAnnotation():
                yield "  " * (depth + 1) + f"→ {kid.name or kid.address}: {kid.contents}"


def _attributes(element: Element) -> Iterator[str]:
    for name in sorted(element.attributes.keys() - {"O", "BBox"}):
        yield f"{name}={element.attributes[name]}"


def test_the_tree_is_as_reviewed(update_golden: bool) -> None:
    tree = tree_of(made(PROBE / "probe.md").data)
    found = "\n".join(line for element in tree.elements for line in told(element)) + "\n"
    if update_golden:
        (PROBE / "tags.txt").write_text(found, "utf-8")
    assert found == (PROBE / "tags.txt").read_text("utf-8")


@pytest.mark.parametrize("style", ["klassisch", "sachlich"])
def test_structure_conforms_to_pdf_ua(style: str, tmp_path: Path) -> None:
    data = made(write_sample(tmp_path / "m"), style).data
    report = page_validation.validate_pdf_bytes(data, profile="ua1")
    assert [(one.rule_id, one.message) for one in report.failures] == []


def test_everything_painted_is_in_the_tree_or_an_artifact(long: TagTree) -> None:
    assert not any(page.painted_outside or page.outside.strip() for page in long.pages)
    assert (long.unclaimed, long.contested, long.loose_links, long.strayed) == ((), (), (), ())


def test_paintings_of_the_same_pages_leave_each_other_alone(tmp_path: Path) -> None:
    # The bold face has no space but the one that only readers of the text see.
    text = "---\ntitle: Fett\nlang: de\n---\n\n# Eins\n\nHier **Fettes**\\\nund da.\n"
    (tmp_path / "fett.md").write_text(text, "utf-8")
    publication, _ = read_publication(tmp_path / "fett.md")
    pages, others = (set_pages(publication, load_style(), "build", Dump()) for _ in range(2))
    tagged = pages.paint().data
    plain = pages.painter.write(pages.document)
    name_images(others.document)
    assert others.painter.write(others.document) == plain
    assert others.paint().data == tagged


# ------------------------------------------------------------------- over lines and pages


def test_a_paragraph_over_pages_is_one(long: TagTree) -> None:
    paragraph = next(one for one in elements(long, "P") if FRENCH in read(one))
    text = without_notes(paragraph)
    assert len(pages_of(paragraph)) > 1
    assert text.startswith(f"{WORDS} {WORDS}")
    assert text.count(WORDS) == 42


def test_words_at_line_ends_are_apart_and_whole(long: TagTree) -> None:
    texts = map(without_notes, elements(long, "P"))
    sentences = [text for text in texts if "Silbentrennung" in text]
    assert len(sentences) == 3
    for text in sentences:
        rest = text.replace(WORDS, "").replace(FRENCH, "")
        assert re.fullmatch(r" *(Ende\.)? *", rest), rest


def test_a_line_end_of_the_author_parts_words(long: TagTree) -> None:
    assert "Verlag am Rand Mainz" in map(read, elements(long, "P"))


def test_an_address_over_lines_has_no_space(long: TagTree) -> None:
    address = next(one for one in elements(long, "P") if read(one).startswith("Siehe"))
    assert re.fullmatch(r"Siehe https://\S+hat\.html\.", read(address))
    (link,) = address.children
    assert len(links_of(link)) > 1


def test_a_link_over_lines_is_one_with_several_annotations(long: TagTree) -> None:
    link = next(one for one in elements(long, "Link") if "Reihe" in read(one))
    assert read(link) == LINK
    assert len(links_of(link)) > 1
    assert {one.contents for one in links_of(link)} == {f"{LINK} (https://example.org/a)"}


def test_another_language_is_one_span(long: TagTree) -> None:
    (span,) = elements(long, "Span")
    assert (span.language, read(span)) == ("fr", FRENCH)


def test_lines_of_code_are_apart(long: TagTree) -> None:
    (code,) = elements(long, "Code")
    assert read(code) == "erste Zeile    zweite Zeile"


def test_entries_of_the_contents_and_their_pages_are_apart(long: TagTree) -> None:
    (entry,) = elements(long, "TOCI")
    assert re.fullmatch(r"Eins \d", read(entry))


def test_a_note_over_pages_is_one_behind_its_call(long: TagTree) -> None:
    note = next(one for one in elements(long, "Note") if one.identifier == "fn-1")
    parent = next(one for one in long.walk() if note in one.children)
    before = parent.children[parent.children.index(note) - 1]
    assert (before.role, read(before)) == ("Reference", "1")
    assert [child.role for child in note.children] == ["Lbl", "P", "P"]
    assert len(pages_of(note)) > 1
    assert read(note.children[1]).count(WORDS) == 60


def test_notes_are_found_by_their_identifiers(long_pdf: bytes) -> None:
    with pikepdf.open(BytesIO(long_pdf)) as pdf:
        tree = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
        assert {name: (str(one.S), str(one.ID)) for name, one in tree.items()} == {
            "fn-1": ("/Note", "fn-1"),
            "fn-2": ("/Note", "fn-2"),
        }


def test_a_picture_is_read_where_it_stands(long: TagTree) -> None:
    paragraph = next(one for one in elements(long, "P") if read(one).startswith("Davor"))
    (figure,) = (one for one in paragraph.children if one.role == "Figure")
    at = paragraph.kids.index(figure)
    before, behind = paragraph.kids[at - 1], paragraph.kids[at + 1]
    assert isinstance(before, Content)
    assert isinstance(behind, Content)
    assert (before.text.strip(), behind.text.strip()) == ("Davor", "und dahinter")


def test_a_figure_says_where_it_stands(long: TagTree, long_pdf: bytes) -> None:
    figure = next(one for one in elements(long, "Figure") if one.alternative == "ein Punkt")
    (number,) = pages_of(figure)
    with pymupdf.open(stream=long_pdf, filetype="pdf") as pdf:
        (image,) = pdf[number].get_image_info()
        left, top, right, bottom = image["bbox"]
        height = pdf[number].rect.height
    told_ = [float(value) for value in figure.attributes["BBox"].split()]
    assert told_ == pytest.approx([left, height - bottom, right, height - top], abs=0.01)


def test_the_head_of_a_table_is_read_once(long: TagTree) -> None:
    (table,) = elements(long, "Table")
    assert len(pages_of(table)) > 1
    assert [child.role for child in table.children] == ["Caption", "THead", "TBody"]
    assert len(table.children[1].children) == 1
    assert len(table.children[2].children) == 40
    heads = [one for page in long.pages for one in page.artifacts if "Kopf" in one.text]
    assert len(heads) == len(pages_of(table)) - 1
    # Its call is a link where it stands first only.
    calls = [one for one in table.links() if one.contents == "Anmerkung 2"]
    assert len(calls) == 1


def test_running_heads_and_folios_are_artifacts(long: TagTree) -> None:
    folios = map(str, range(1, len(long.pages) - 3))
    running = {one.text for page in long.pages for one in page.artifacts if one.is_running}
    assert running == {"Lange Wege", "Eins", "iii", *folios}


def test_only_another_language_needs_a_span(long: TagTree) -> None:
    assert all(span.language for span in elements(long, "Span"))


# ------------------------------------------------------------------------------- findings


@pytest.mark.parametrize("image", ["![](punkt.png)", "![Ein Punkt](punkt.png)"])
def test_an_image_without_alternative_text_is_an_error(image: str, tmp_path: Path) -> None:
    (tmp_path / "punkt.png").write_bytes(png(8, 8))
    text = f"---\ntitle: Bild\nlang: de\n---\n\n# Eins\n\nVor dem Bild.\n\n{image}\n"
    (tmp_path / "bild.md").write_text(text, "utf-8")
    publication, _ = read_publication(tmp_path / "bild.md")
    findings = make_pdf(publication, load_style(), "build", Dump()).findings
    (told_,) = [render(one, "de") for one in findings]
    assert told_.startswith("bild.md:10:")
    assert "Fehler: Das Bild »punkt.png« hat keinen Alternativtext." in told_


def test_what_other_editions_may_lack_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "punkt.png").write_bytes(png(64, 64))
    text = "---\ntitle: Bild\nlang: de\n---\n\n# Eins\n\nVor ![](punkt.png){width=4mm}."
    (tmp_path / "bild.md").write_text(text, "utf-8")
    result = build(tmp_path / "bild.md", ["pdf", "html"], output=tmp_path)
    told = [(one.code, one.severity.value) for one in result.findings]
    assert told == [("image-undescribed", "error")]
    (tmp_path / "bild.md").write_text(text.replace("4mm", '4mm alt=""'), "utf-8")
    assert build(tmp_path / "bild.md", output=tmp_path).findings == ()
