"""Structure: chapters, contents, captions, the bibliography, images."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow

from conftest import ReadFiles, ReadText, codes, lines
from samples import png
from satzspiegel.manuscript.images import load_image
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import (
    Asset,
    Entry,
    Figure,
    Heading,
    Image,
    LimitSettings,
    Publication,
    Table,
)
from satzspiegel.reading import read_publication
from satzspiegel.walks import plain_text, walk_blocks

WriteFiles = Callable[[dict[str, str | bytes]], Path]


def chapters(publication: Publication) -> list[str]:
    """Each chapter as ``#id title (blocks)``."""
    return [
        f"#{c.identifier} {plain_text(c.title)} ({len(c.blocks) - 1})" for c in publication.chapters
    ]


def outline(entries: Sequence[Entry], indent: str = "") -> list[str]:
    """The contents, a line an entry."""
    out = []
    for entry in entries:
        out.append(f"{indent}{plain_text(entry.title)}")
        out += outline(entry.children, indent + "  ")
    return out


def test_chapters_begin_at_headings_of_level_one(read_files: ReadFiles) -> None:
    publication, findings = read_files({"1.md": "# A\n\na\n\n## B\n\n# C", "2.md": "c\n\n# D"})
    assert not findings
    assert chapters(publication) == ["#a A (2)", "#c C (1)", "#d D (0)"]


def test_text_before_the_first_heading_is_headed_by_the_title(read_text: ReadText) -> None:
    publication, _ = read_text("Vorweg\n\n# A", title="Der *Titel*")
    assert chapters(publication) == ["#text-1 Der Titel (1)", "#a A (0)"]
    heading = publication.chapters[0].blocks[0]
    assert isinstance(heading, Heading)
    assert heading.generated
    assert outline(publication.contents) == ["Der Titel", "A"]


CONTENTS = """\
# A[^1]

## A 1

### A 1 a

#### zu tief

## A 2 {.unlisted}

## A 3

# B

> ## Im Zitat

[^1]: Note

    ## Überschrift in einer Note
"""


def test_contents(read_text: ReadText) -> None:
    publication, _ = read_text(CONTENTS)
    assert outline(publication.contents) == ["A", "  A 1", "    A 1 a", "  A 3", "B", "  Im Zitat"]


SKIPPED = (
    "01-text.md:3:5: Warnung: Auf eine Überschrift der Stufe 1 folgt eine der Stufe 3. "
    "Überspringen Sie keine Stufe."
)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# A\n\n### B", [SKIPPED]),
        ("Text\n\n### B", [SKIPPED]),
        ("## Unter dem Titel\n\n### B\n\n## C\n\n# D", []),
    ],
)
def test_skipped_levels(read_text: ReadText, markdown: str, expected: list[str]) -> None:
    assert lines(read_text(markdown)[1]) == expected


def test_labels_count_what_has_a_caption(read_files: ReadFiles) -> None:
    table = "| a |\n|---|\n| b |"
    text = f"{table}\n\n{table}\n\n: Eins\n\n![Bild](b.svg){{alt=A}}\n\n{table}\n\n: Zwei {{#z}}"
    yaml = "satzspiegel: {labels: {table: Tafel}}"
    publication, _ = read_files({"metadata.yaml": yaml, "1.md": text, "b.svg": SVG})
    blocks = publication.chapters[0].blocks
    labelled = [b for b in walk_blocks(blocks) if isinstance(b, Table | Figure)]
    assert [(b.identifier, b.label) for b in labelled] == [
        ("", ""),
        ("tab-1", "Tafel\u00a01"),
        ("fig-1", "Abbildung\u00a01"),
        ("z", "Tafel\u00a02"),
    ]


# ---------------------------------------------------------------------------------- bibliography

BOOK = "@book{a, author={Anna Autorin}, title={Titel}, address={Ort}, year={2000}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\nText [@a].", ["text a", "bibliography bibliography"]),
        ("Text [@a].\n\n# Quellen\n\n::: {#refs}\n:::", ["text text-1", "bibliography quellen"]),
        ("# A\n\nText [@a].\n\n## Quellen\n\n::: {#refs}\n:::", ["text a"]),
        ("::: {#refs}\n:::\n\n# A\n\nText [@a].", ["bibliography bibliography", "text a"]),
        ("# A\n\nText", ["text a"]),
    ],
)
def test_bibliography(read_files: ReadFiles, text: str, expected: list[str]) -> None:
    yaml = "title: T\nbibliography: b.bib"
    publication, findings = read_files({"metadata.yaml": yaml, "1.md": text, "b.bib": BOOK})
    assert not findings
    assert [f"{c.kind} {c.identifier}" for c in publication.chapters] == expected


@pytest.mark.parametrize(("language", "expected"), [("de", "Literatur"), ("en", "Works cited")])
def test_heading_of_the_bibliography(read_files: ReadFiles, language: str, expected: str) -> None:
    yaml = f"lang: {language}\nbibliography: b.bib"
    publication, _ = read_files({"metadata.yaml": yaml, "1.md": "[@a] [](#refs)", "b.bib": BOOK})
    assert plain_text(publication.chapters[-1].title) == expected


# ---------------------------------------------------------------------------------------- images

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="10mm"/>'
PNG = png(30, 20)


def image(folder: Path, data: bytes | str, name: str = "bild") -> Asset:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    asset, _ = load_image(Image(name, "Alt"), folder, LimitSettings())
    return asset


def jpeg() -> bytes:
    """A progressive JPEG, an application segment first."""
    file = BytesIO()
    Pillow.new("L", (30, 20)).save(file, "JPEG", progressive=True)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type", "size"),
    [
        (PNG, "image/png", (30, 20)),
        (jpeg(), "image/jpeg", (30, 20)),
        (SVG, "image/svg+xml", (75.6, 37.8)),
        (SVG.replace('"20mm"', '"100%" viewBox="0 0 40 -5"'), "image/svg+xml", (300, 150)),
        (SVG.replace('"20mm"', '"100%" viewBox="0,0,4e1,.5"'), "image/svg+xml", (40, 0.5)),
        (SVG.replace('"20mm"', '"1.2.3"'), "image/svg+xml", (300, 150)),
    ],
)
def test_type_and_size_come_from_the_bytes(
    tmp_path: Path, data: bytes | str, media_type: str, size: tuple[float, float]
) -> None:
    asset = image(tmp_path, data, "lügt.gif")
    assert asset.media_type == media_type
    assert (asset.width, asset.height) == pytest.approx(size, abs=0.05)


def test_images_are_named_by_their_content(tmp_path: Path) -> None:
    one, same, other = (
        image(tmp_path, SVG, "Ä bild.svg"),
        image(tmp_path, SVG, "Ö bild.png"),
        image(tmp_path, SVG.replace("20mm", "21mm"), "Ä bild.svg"),
    )
    assert one.name == same.name != other.name
    assert one.name.startswith("images/bild-")
    assert one.name.endswith(".svg")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("../geheim.svg", "image-outside"),
        ("a/../../geheim.svg", "image-outside"),
        ("/etc/hostname", "image-outside"),
        ("https://example.org/a.png", "image-outside"),
        ("verweis.svg", "image-outside"),
        ("fehlt.svg", "image-missing"),
        (".", "image-missing"),
    ],
)
def test_images_that_are_not_read(tmp_path: Path, source: str, code: str) -> None:
    folder = tmp_path / "manuskript"
    folder.mkdir()
    (tmp_path / "geheim.svg").write_text(SVG)
    (folder / "verweis.svg").symlink_to(tmp_path / "geheim.svg")
    with pytest.raises(ManuscriptError) as error:
        load_image(Image(source, "Alt"), folder, LimitSettings())
    assert codes(error.value.findings) == [code]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "image-type"),
        (b"GIF89a", "image-type"),
        (b"%PDF-1.7", "image-type"),
        ("<p><svg/></p>", "image-type"),
        (PNG[:20], "image-broken"),
        (PNG[:16] + bytes(8) + PNG[24:], "image-broken"),
        (b"\xff\xd8\xff", "image-broken"),
        ("<html><svg></html>", "image-broken"),
    ],
)
def test_no_image(tmp_path: Path, data: bytes | str, code: str) -> None:
    with pytest.raises(ManuscriptError) as error:
        image(tmp_path, data)
    assert codes(error.value.findings) == [code]


EVIL = """<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY file SYSTEM "file:///etc/hostname">]>
<?xml-stylesheet href="http://evil.example/a.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
     width="1" height="1" onload="evil()">
  <style>@import url(http://evil.example/b.css); .a { fill: url(#good); stroke: red }
         .b { background: url( "http://evil.example/c.png" ) }</style>
  <script>evil()</script><foreignObject><iframe/></foreignObject>
  <animateTransform attributeName="x"/><set onend="evil()"/>
  <a xlink:href="javascript:evil()" href="http://evil.example">
  <text>Wort<!-- evil --> bleibt</text></a>
  <image href="http://evil.example/d.png"/><use xlink:href="#good"/>
  <rect style="fill:url(http://evil.example)" fill="url(#good)"/>
  <text>&file;</text>
</svg>"""


def test_drawings_run_and_load_nothing(tmp_path: Path) -> None:
    svg = image(tmp_path, EVIL).data.decode()
    for word in ("evil", "script", "DOCTYPE", "ENTITY", "@import", "iframe", "animate", "file"):
        assert word not in svg
    for word in ("Wort bleibt", 'href="#good"', 'fill="url(#good)"', "stroke:red"):
        assert word in svg


def test_images_of_a_publication(write_files: WriteFiles) -> None:
    text = (
        "![Eins](bild%20eins.svg)\n\n![Zwei](./bild.png){alt=Etwas}\n\n"
        "Text ![](bild.png) und[^1]\n\n[^1]: ![Drei](bild.png) ![](fehlt.png){alt=x}"
    )
    files: dict[str, str | bytes] = {"1.md": text, "bild eins.svg": SVG, "bild.png": PNG}
    publication, findings = read_publication(write_files(files))
    assert [asset.source for asset in publication.assets] == ["bild eins.svg", "bild.png"]
    assert lines(findings) == [
        "1.md:1:9: Warnung: Das Bild »bild eins.svg« hat keinen Alternativtext. "
        'Ergänzen Sie ihn: ![Bildunterschrift](bild eins.svg){alt="Was zu sehen ist"}.',
        "1.md:5:10: Warnung: Das Bild »bild.png« hat keinen Alternativtext. "
        'Ergänzen Sie ihn: ![Bildunterschrift](bild.png){alt="Was zu sehen ist"}.',
        "1.md:7:29: Fehler: Das Bild »fehlt.png« gibt es nicht. "
        "Der Pfad gilt ab dem Ordner des Manuskripts.",
    ]
