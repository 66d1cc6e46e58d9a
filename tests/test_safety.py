"""A manuscript is data: what it holds is shown or refused, and neither run, loaded nor followed.

The attacks are seeded here, and the editions read back: by an HTML parser, as XML, and object by
object as PDF.
"""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from lxml import etree, html

import offline
from conftest import ROOT, codes, lines
from samples import png
from satzspiegel.build import build
from satzspiegel.fonts import font_path
from satzspiegel.manuscript.images import load_image
from satzspiegel.manuscript.pandoc import pandoc_program
from satzspiegel.messages import ManuscriptError, SatzspiegelError, StyleError
from satzspiegel.model import Finding, Image, LimitSettings
from satzspiegel.reading import read_publication
from satzspiegel.styles import FaceSettings, load_style

needs_seccomp = pytest.mark.skipif(
    not offline.is_possible(), reason="networks are forbidden by the kernel on Linux alone"
)
WriteFiles = Callable[[dict[str, str | bytes]], Path]

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
SIZE = 'width="120" height="60"'
#: Drawings that try something: what they hold, and what the warning names.
HOSTILE_PARTS = {
    "a script": ("<script>evil()</script>", "<script>"),
    "a script in XHTML": (
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">evil()</h:script>',
        "<script>",
    ),
    "a script in a program's data": (
        '<p:x xmlns:p="urn:p"><h:script xmlns:h="http://www.w3.org/1999/xhtml">evil()</h:script></p:x>',
        "<x>",
    ),
    "an event handler": ('<rect width="5" height="5" onclick="evil()"/>', 'onclick="evil()"'),
    "an event handler in capitals": (
        '<rect width="5" height="5" OnLoad="evil()"/>',
        'OnLoad="evil()"',
    ),
    "a foreign object": ("<foreignObject><b>evil</b></foreignObject>", "<foreignObject>"),
    "a link": ('<a xlink:href="javascript:evil()"><text x="1" y="30">bleibt</text></a>', "<a>"),
    "a link in words": (
        '<text x="1" y="50"><a href="http://evil.example">bleibt</a></text>',
        "<a>",
    ),
    "a remote image": (
        '<image href="http://evil.example/a.png"/>',
        'href="http://evil.example/a.png"',
    ),
    "a drawing in it": (
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        'href="data:image/svg+xml;base64,PHN2Zy8+"',
    ),
    "an image in it that lies": (
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        'href="data:image/png;base64,iVBORw0KGgo="',
    ),
    "a file used": ('<use href="file:///etc/hostname#evil"/>', 'href="file:///etc/hostname#evil"'),
    "a file beside it": ('<use xlink:href="evil.svg#a"/>', 'href="evil.svg#a"'),
    "a base": ('<g xml:base="http://evil.example/"/>', 'base="http://evil.example/"'),
    "an import": ("<style>@import 'http://evil.example/a.css';</style>", "@import"),
    "an import with an escape": ("<style>@\\69mport 'evil.css';</style>", "@import"),
    "a font": (
        "<style>@font-face{font-family:a;src:url(http://evil.example/a)}</style>",
        "@font-face",
    ),
    "an address in a sheet": (
        "<style>.a{fill:url(http://evil.example/a#b)}</style>",
        "fill:url(http://evil.example/a#b)",
    ),
    "an address with an escape": (
        "<style>.a{fill:u\\72l('http://evil.example/')}</style>",
        'fill:url("http://evil.example/")',
    ),
    "an address without url": (
        "<style>.a{mask-image:image-set('http://evil.example/')}</style>",
        'mask-image:image-set("http://evil.example/")',
    ),
    "an address in CDATA": (
        "<style><![CDATA[.a{fill:url(//evil.example)}]]></style>",
        "fill:url(//evil.example)",
    ),
    "an address in an attribute": (
        '<rect width="5" height="5" fill="url(http://evil.example/#a)"/>',
        'fill="url(http://evil.example/#a)"',
    ),
    "an escape in an attribute": (
        '<rect width="5" height="5" fill="u\\72l(//evil.example)"/>',
        'fill="u\\72l(//evil.example)"',
    ),
    "a style attribute": (
        '<rect width="5" height="5" style="fill:red;filter:url(//evil.example)"/>',
        "filter:url(//evil.example)",
    ),
    "a behaviour": (
        '<rect width="5" height="5" style="behavior:url(#evil)"/>',
        "behavior:url(#evil)",
    ),
    "something that moves": ('<animate attributeName="href" to="javascript:evil()"/>', "<animate>"),
    "something that sets": ('<set attributeName="onclick" to="evil()"/>', "<set>"),
    "an instruction": ('<?xml-stylesheet href="http://evil.example/"?>', "<?xml-stylesheet?>"),
    "a frame": ('<iframe src="http://evil.example"/>', "<iframe>"),
    "a form": ("<form action='http://evil.example'/>", "<form>"),
}


def drawing(inside: str, before: str = "", size: str = SIZE) -> str:
    return f'{before}{HEAD}{size}>{inside}<text x="1" y="9">Wort</text></svg>'


def read_image(folder: Path, data: bytes | str, name: str = "bild.svg") -> tuple[str, list[str]]:
    """A cleaned image as text, and its findings in words."""
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    asset, findings = load_image(Image(name, "Alt"), folder, LimitSettings())
    return asset.data.decode("utf-8", "replace"), lines(findings)


def refused(call: Callable[[], object]) -> Finding:
    """The only error of a call."""
    with pytest.raises(SatzspiegelError) as raised:
        call()
    (finding,) = raised.value.findings
    return finding


# -------------------------------------------------------------------------------------- drawings


@pytest.mark.parametrize("name", HOSTILE_PARTS)
def test_a_drawing_loses_what_does_not_draw_and_it_is_named(tmp_path: Path, name: str) -> None:
    inside, named = HOSTILE_PARTS[name]
    made, said = read_image(tmp_path, drawing(inside))
    assert "evil" not in made and "PHN2Zy8" not in made and "iVBOR" not in made
    assert "Wort" in made and ("bleibt" in made) == ("bleibt" in inside)
    assert said == [
        "bild.svg: Warnung: Aus der Zeichnung »bild.svg« wurde entfernt, was nicht zeichnet: "
        f"{named} Sehen Sie nach, ob noch alles zu sehen ist; speichern Sie sie sonst als PNG."
    ]


@pytest.mark.parametrize(
    "inside",
    [
        '<g fill="url(#v)" style="stroke:#123456;opacity:0.5"><rect width="9" height="9"/></g>',
        '<linearGradient id="v"><stop offset="0" stop-color="red"/></linearGradient>',
        '<defs><path id="a" d="M0 0L9 9"/></defs><use xlink:href="#a"/>',
        '<clipPath id="c"><circle r="5"/></clipPath><g clip-path="url(\'#c\')"><rect/></g>',
        '<text font-family="Source Sans 3" aria-label="Wort">a<tspan dy="3">b</tspan></text>',
        '<path transform="rotate(4)" d="M0 0A5 5 0 0 1 9 9Z" stroke-dasharray="1 2"/>',
    ],
)
def test_what_draws_stays_as_it_is(tmp_path: Path, inside: str) -> None:
    made, said = read_image(tmp_path, drawing(inside))
    assert said == []
    given, left = etree.fromstring(drawing(inside).encode()), etree.fromstring(made.encode())
    assert [(e.tag, dict(e.attrib), e.text) for e in left.iter()] == [
        (e.tag, dict(e.attrib), e.text) for e in given.iter()
    ]


def test_rules_and_images_inside_a_drawing_stay(tmp_path: Path) -> None:
    code = base64.b64encode(png(3, 2)).decode()
    rules = ".a, g > .b #c {fill: url(#v); stroke: rgb(1, 2, 3) !important}"
    image = f'<image href="data:image/png;base64,{code}"/>'
    made, said = read_image(tmp_path, drawing(f"<style>{rules}</style>{image}"))
    assert said == [] and code in made
    assert ".a, g &gt; .b #c{fill:url(#v);stroke:rgb(1, 2, 3) !important}" in made


def test_data_of_drawing_programs_go_without_a_word(tmp_path: Path) -> None:
    private = (
        '<p:view xmlns:p="urn:p" p:zoom="2"/><metadata><q>1</q></metadata><!-- a -->'
        '<rect xmlns:p="urn:p" p:label="x" data-name="y" style="-p-x:url(#a);fill:red"/>'
    )
    made, said = read_image(tmp_path, drawing(private, "<!DOCTYPE svg>"))
    assert said == []
    for word in ("view", "metadata", "label", "data-name", "-p-x", "DOCTYPE", "<!--", "urn:p"):
        assert word not in made
    assert 'style="fill:red"' in made


def tile(attributes: str, around: str = "") -> str:
    """A square filled with a pattern."""
    return (
        f'<pattern id="p" {attributes}><rect width="1" height="1"/></pattern>'
        f'<g {around}><rect width="99" height="50" fill="url(#p)"/></g>'
    )


USER = 'patternUnits="userSpaceOnUse"'


@pytest.mark.parametrize(
    ("attributes", "around"),
    [
        (f'width="0.001" height="5" {USER}', ""),
        (f'width="5" height="1e-6" {USER}', ""),
        (f'width="0.0001%" height="5" {USER}', ""),
        ('width="0.0001" height="0.5"', ""),
        (f'width="5" height="5" {USER} patternTransform="scale(0.001)"', ""),
        (f'width="5" height="5" {USER} patternTransform="matrix(.001 0 0 .001 0 0)"', ""),
        (f'width="5" height="5" {USER}', 'transform="scale(0.001)"'),
        (f'width="5" height="5" {USER}', 'style="transform:scale(0.001)"'),
        (f'width="5" height="5" {USER} style="width:0.001px"', ""),
        (f'width="5" height="5" {USER}', 'transform="scale(0)"'),
    ],
)
def test_a_pattern_too_fine_is_refused(tmp_path: Path, attributes: str, around: str) -> None:
    svg = drawing(tile(attributes, around))
    assert refused(lambda: read_image(tmp_path, svg)).code == "drawing-too-large"


@pytest.mark.parametrize(
    "attributes",
    [f'width="1" height="2" {USER}', 'width="0.01" height="0.02"', 'width="5%" height="5%"', ""],
)
def test_ordinary_patterns_stay(tmp_path: Path, attributes: str) -> None:
    assert (
        read_image(tmp_path, drawing(tile(attributes, 'transform="scale(2) rotate(3)"')))[1] == []
    )


ENTITIES = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
LAUGHS = f'<!DOCTYPE svg [<!ENTITY a "lol">{ENTITIES}]>'


def tenfold(part: str, use: str, sheet: str = "") -> str:
    """Nine steps, each using the one before ten times."""
    first = f'<{part} id="u0"><rect width="1" height="1"/></{part}>'
    steps = (f'<{part} id="u{i + 1}">{use.format(i) * 10}</{part}>' for i in range(9))
    rules = "".join(sheet.format(i) for i in range(10))
    return f"<style>{rules}</style>{first}{''.join(steps)}{use.format(9)}"


@pytest.mark.parametrize(
    "svg",
    [
        drawing("<text>&j;</text>", LAUGHS),
        drawing('<text class="&j;"/>', LAUGHS),
        drawing(tenfold("g", '<use href="#u{}"/>')),
        drawing(tenfold("pattern", '<rect width="1" height="1" fill="url(#u{})"/>')),
        drawing(tenfold("mask", '<g style="mask:url(&quot;#u{}&quot;)"><rect/></g>')),
        drawing(
            tenfold(
                "pattern", '<rect width="5" height="5" class="c{}"/>', ".c{0}{{fill:url(#u{0})}}"
            )
        ),
        drawing(tenfold("g", '<g><use href="#u{}"/></g>').replace("* 10", "")),
        drawing('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
        drawing("<g>" * 100 + "</g>" * 100),
        drawing("<g>" * 5000 + "</g>" * 5000),
        drawing("".join(f'<g id="d{i}"><use href="#d{i + 1}"/></g>' for i in range(200))),
    ],
)
def test_a_drawing_too_heavy_is_refused_at_once(tmp_path: Path, svg: str) -> None:
    begun = time.monotonic()
    assert refused(lambda: read_image(tmp_path, svg)).code == "drawing-too-large"
    assert time.monotonic() - begun < 2


def test_an_entity_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("geheim")
    outside = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{(tmp_path / "geheim.txt").as_uri()}">]>'
    made, said = read_image(tmp_path, drawing("<text>&x;</text>", outside))
    assert "geheim" not in made and "Wort" in made
    assert "&x;" in said[0]


@pytest.mark.parametrize("size", ['width="1e999" height="9"', 'width="1e-9" height="1e-9"'])
def test_a_drawing_without_a_usable_size(tmp_path: Path, size: str) -> None:
    assert refused(lambda: read_image(tmp_path, drawing("", size=size))).code == "drawing-size"


# --------------------------------------------------------------------------------- images of pixels


def as_jpeg() -> bytes:
    from io import BytesIO

    from PIL import Image as Pillow

    file = BytesIO()
    Pillow.effect_noise((64, 64), 50).save(file, "JPEG")
    return file.getvalue()


PNG, JPEG = png(64, 64), as_jpeg()


def sized(data: bytes, width: int, height: int) -> bytes:
    """A PNG or JPEG whose header names another size."""
    import struct
    import zlib

    if data.startswith(b"\xff\xd8"):
        at = data.index(b"\xff\xc0") + 5
        return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]
    head = data[12:16] + struct.pack(">II", width, height) + data[24:29]
    return data[:12] + head + struct.pack(">I", zlib.crc32(head)) + data[33:]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (sized(PNG, 2_000_000, 2_000_000), "image-too-large"),
        (sized(PNG, 60_000, 60_000), "image-too-large"),
        (sized(JPEG, 65_000, 65_000), "image-too-large"),
        (PNG[:-40], "image-broken"),
        (PNG[:40] + bytes(len(PNG) - 40), "image-broken"),
        (JPEG[: len(JPEG) // 2], "image-broken"),
        (JPEG + b"\xff\xda" * 200, "image-broken"),
    ],
)
def test_images_that_lie_or_fill_the_memory(tmp_path: Path, data: bytes, code: str) -> None:
    begun = time.monotonic()
    finding = refused(lambda: read_image(tmp_path, data, "bild.png"))
    assert (finding.code, str(finding.place)) == (code, "bild.png")
    assert time.monotonic() - begun < 2


def test_images_that_tell_the_truth(tmp_path: Path) -> None:
    for data in (PNG, JPEG, sized(PNG, 64, 64)):
        assert read_image(tmp_path, data)[1] == []


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "bild.png")
    finding = refused(lambda: load_image(Image("bild.png", "Alt"), tmp_path, LimitSettings()))
    assert finding.code == "image-missing"


# ------------------------------------------------------------------------- files outside the folder

TEXT = "# Eins\n\nText.\n"


def manuscript(folder: Path, text: str = TEXT, **metadata: object) -> Path:
    """A manuscript in a folder, beside which lies what it must not read."""
    inside = folder / "manuskript"
    inside.mkdir()
    fields = {key.replace("_", "-"): value for key, value in metadata.items()}
    (inside / "metadata.yaml").write_text(yaml.safe_dump({"title": "T"} | fields), "utf-8")
    (inside / "1.md").write_text(text, "utf-8")
    for name in ("geheim.bib", "geheim.csl", "geheim.md", "geheim.icc"):
        (folder / name).write_text("@book{geheim, title={Geheim}}", "utf-8")
    (folder / "geheim.png").write_bytes(PNG)
    (folder / "stil").mkdir()
    (folder / "stil" / "style.toml").write_text('extends = "klassisch"', "utf-8")
    return inside


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ({"bibliography": "../geheim.bib"}, "file-outside"),
        ({"bibliography": "/etc/hostname"}, "file-outside"),
        ({"bibliography": "link/geheim.bib"}, "file-outside"),
        ({"bibliography": "file:///etc/hostname"}, "bibliography-missing"),
        ({"bibliography": "https://evil.example/a.bib"}, "bibliography-missing"),
        ({"bibliography": "1.md", "csl": "../geheim.csl"}, "file-outside"),
        ({"bibliography": "1.md", "csl": "https://evil.example/a.csl"}, "csl-missing"),
        ({"cover-image": "../geheim.png"}, "image-outside"),
        ({"cover-image": "link/geheim.png"}, "image-outside"),
        ({"cover-image": "file:///etc/hostname"}, "image-outside"),
        ({"satzspiegel": {"style": "../stil"}}, "file-outside"),
        ({"satzspiegel": {"style": "link/stil"}}, "file-outside"),
        ({"satzspiegel": {"style": "eigen"}}, "file-outside"),
        ({"satzspiegel": {"style": "erbe"}}, "file-outside"),
        ({"satzspiegel": {"print": {"profile": "../geheim.icc"}}}, "profile-unknown"),
        ({"satzspiegel": {"print": {"profile": "link/geheim.icc"}}}, "profile-unknown"),
        ({"satzspiegel": {"name": "../../evil"}}, "setting-value"),
    ],
)
def test_metadata_name_no_file_outside(tmp_path: Path, metadata: dict[str, Any], code: str) -> None:
    folder = manuscript(tmp_path, **metadata)
    (folder / "link").symlink_to(tmp_path)
    for name, extends in (("eigen", "klassisch"), ("erbe", "../stil")):
        (folder / name).mkdir()
        (folder / name / "style.toml").write_text(f'extends = "{extends}"', "utf-8")
    (folder / "eigen" / "web.css.jinja").symlink_to(tmp_path / "geheim.md")
    edition = ["print"] if "print" in str(metadata) else ["html"]

    def made() -> None:
        result = build(folder, edition, output=tmp_path / "out")
        if errors := [one for one in result.findings if one.severity == "error"]:
            raise ManuscriptError(*errors)

    assert refused(made).code == code
    assert not list(tmp_path.rglob("*.pdf")) and not list(tmp_path.rglob("manuskript.html"))


@pytest.mark.parametrize(
    "source",
    [
        "../geheim.png",
        "%2e%2e/geheim.png",
        "/etc/hostname",
        "link/geheim.png",
        "file:///etc/hostname",
        "FILE:/etc/hostname",
        "http://evil.example/a.png",
        "//evil.example/a.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_images_come_from_inside_the_folder(tmp_path: Path, source: str) -> None:
    folder = manuscript(tmp_path, f"# Eins\n\n![Bild]({source}){{alt=x}}\n")
    (folder / "link").symlink_to(tmp_path)
    _, findings = read_publication(folder)
    (error,) = [one for one in findings if one.severity == "error"]
    assert error.code in ("image-outside", "image-missing")
    assert error.place is not None and (error.place.file, error.place.line) == ("1.md", 3)


@pytest.mark.parametrize("name", ["2.md", "metadata.yaml"])
def test_a_file_of_the_manuscript_is_no_link_to_another(tmp_path: Path, name: str) -> None:
    folder = manuscript(tmp_path)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(tmp_path / "geheim.md")
    assert refused(lambda: read_publication(folder)).code == "file-outside"


@pytest.mark.parametrize(
    "target",
    [
        "javascript:evil()",
        "JaVaScRiPt:evil()",
        "java%73cript:evil()",
        "java&#115;cript:evil()",
        "&#106;avascript:evil()",
        "<java\tscript:evil()>",
        "< javascript:evil()>",
        "java&Tab;script:evil()",
        "java&NewLine;script:evil()",
        "vbscript:evil()",
        "data:text/html,x",
        "file:///etc/hostname",
        "blob:https://evil.example/1",
        "//evil.example/",
        "\\\\\\\\evil.example",
    ],
)
def test_links_lead_to_the_web_or_into_the_text(tmp_path: Path, target: str) -> None:
    _, findings = read_publication(manuscript(tmp_path, f"# Eins\n\nEin [Wort]({target}).\n"))
    assert [f.code for f in findings if f.severity == "error"] in (
        ["link-scheme"],
        ["link-broken"],
    )


# --------------------------------------------------------------------------------------------- YAML

PAIRS = list(pairwise("abcdefgh"))
STEPS = "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n" for a, b in PAIRS)
MERGED = "".join(f"{b}: &{b}\n  <<: [{', '.join([f'*{a}'] * 10)}]\n" for a, b in PAIRS)


@pytest.mark.parametrize(
    ("metadata", "text", "code"),
    [
        (f"a: &a [x]\n{STEPS}", TEXT, "yaml-too-large"),
        (f"a: &a\n  x: y\n{MERGED}", TEXT, "yaml-too-large"),
        ("a: &a [*a]\n", TEXT, "yaml-too-large"),
        (f"a: {'[' * 100_000}{']' * 100_000}\n", TEXT, "yaml-too-large"),
        ("", f"# Eins\n\n---\na: &a [x]\n{STEPS}---\n", "yaml-too-large"),
        ("", "> " + f"---\na: &a [x]\n{STEPS}---".replace("\n", "\n> "), "yaml-too-large"),
        ("title: !!python/object/apply:os.system ['touch evil']\n", TEXT, "yaml-broken"),
        ("title: !!python/name:os.system\n", TEXT, "yaml-broken"),
    ],
)
def test_yaml_neither_grows_nor_runs(
    write_files: WriteFiles, metadata: str, text: str, code: str
) -> None:
    begun = time.monotonic()
    folder = write_files({"metadata.yaml": metadata, "1.md": text})
    assert refused(lambda: read_publication(folder)).code == code
    assert time.monotonic() - begun < 5
    assert not Path("evil").exists()


def test_a_few_references_are_no_harm(write_files: WriteFiles) -> None:
    yaml = "title: &t Der Titel\nsubtitle: *t\n"
    text = "# Eins & zwei\n\n---\n\nEin *Wort*, ein &Wort, *Wort*.\n\n---\n"
    publication, findings = read_publication(write_files({"metadata.yaml": yaml, "1.md": text}))
    assert codes(findings) == [] and publication.metadata.subtitle


# ---------------------------------------------------------------------------------------- templates


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ labels.__init__.__globals__ }}",
        "{{ ('{0.__class__}').format(labels) }}",
        "{{ style.folders[0].joinpath('geheim.txt').read_text() }}",
        "{{ m.style.folders[0].joinpath('geheim.txt').read_text() }}",
        "{{ m.style.templates.compile_templates('/tmp') }}",
        "{{ m.publication.settings.labels.update({}) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 999999999 }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% include '../../../etc/hostname' %}",
        "{% include '/etc/hostname' %}",
    ],
)
def test_a_template_sees_what_it_is_given_and_nothing_else(tmp_path: Path, template: str) -> None:
    folder = manuscript(tmp_path, satzspiegel={"style": "eigen"})
    (folder / "eigen").mkdir()
    (folder / "eigen" / "style.toml").write_text('extends = "klassisch"', "utf-8")
    (folder / "eigen" / "geheim.txt").write_text("geheim", "utf-8")
    macro = f"{{% macro paragraph(block) %}}<p>{template}</p>{{% endmacro %}}"
    (folder / "eigen" / "blocks.jinja").write_text(macro, "utf-8")
    begun = time.monotonic()
    finding = refused(lambda: build(folder, ["html"], output=tmp_path / "out"))
    assert finding.code == "style-template"
    assert finding.place is not None and finding.place.file.endswith("blocks.jinja")
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("package", ["antigravity", "os", "fontpkg_gibt_es_nicht", "../evil"])
def test_a_face_runs_no_package(package: str) -> None:
    sys.modules.pop("antigravity", None)
    face = FaceSettings("A", "normal", 400, package, "a.ttf", {}, ("pdf",))
    with pytest.raises(StyleError):
        font_path(face)
    assert "antigravity" not in sys.modules


def test_a_face_is_a_file_of_its_package() -> None:
    face = load_style().faces[0]
    path = font_path(face)
    assert path.is_file()
    with pytest.raises(StyleError):
        font_path(FaceSettings("A", "normal", 400, face.package, "../__init__.py", {}, ("pdf",)))


# ------------------------------------------------------------------------------- all editions read

#: Where attributes and text could be left, if something were not escaped.
BREAK_OUT = '"><script>evil()</script><img src=x onerror=evil()><a href=javascript:evil()>'
HOSTILE_TEXT = f"""\
# Eins {{onclick="evil()" style="background:url(http://evil.example/a)" #eins}}

Ein Anfang.[^1] Ein [Wort]{{onclick="evil()" style="x:url(//evil.example)" .a"b lang=en}} und ein
[Verweis](https://example.org/ "\\" onclick=\\"evil()"){{target=_top onclick="evil()"}}
auf `<script>evil()</script>`, \\<script>evil()\\</script>.

::: {{.kasten onmouseover="evil()" style="behavior:url(#evil)"}}
\\<iframe src="http://evil.example/"\\>
:::

![Bild \\<b onclick="evil()"\\>](bild.svg "x\\" onload=\\"evil()"){{alt='{BREAK_OUT}' \
onload="evil()" style="background:url(http://evil.example/)"}}

    <form action="http://evil.example/"><input type="text"></form>

[^1]: \\<object data="file:///etc/hostname"\\> {{{{ ''.__class__ }}}}
"""
#: The same, so that Markdown takes it for words.
WORDS = BREAK_OUT.replace("<", "\\<")
HOSTILE_FIELDS = {
    "title": "Titel \\<script>evil()\\</script>",
    "subtitle": 'x" onload="evil()',
    "author": [f"Anna {WORDS}"],
    "publisher": WORDS,
    "rights": WORDS,
    "abstract": "\\<iframe src='http://evil.example/'\\>",
    "keywords": [WORDS],
    "date": "2026-01-01",
    "lang": "de",
    "satzspiegel": {"imprint": WORDS, "responsible": WORDS, "embed-manuscript": False},
}
HOSTILE_SVG = drawing("".join(inside for inside, _ in HOSTILE_PARTS.values()))
#: Elements that run, ask or show what is elsewhere; JSON-LD is a script that is never run.
FORBIDDEN = re.compile(
    "form|input|button|select|textarea|iframe|frame|frameset|object|embed|applet|base|audio|video|"
    "source|track|portal|foreignobject|animate|set|handler"
)
#: Attributes that are fetched without being asked.
FETCHED = frozenset({"src", "srcset", "poster", "data", "background", "action", "formaction"})
SCHEMES = ("http:", "https:", "mailto:", "tel:", "doi:", "urn:")
CSS_LOADS = re.compile(r"url\(\s*(?![\"']?(?:data:|#|fonts/|\.\./fonts/))|@import", re.IGNORECASE)


def faults(root: Any) -> Iterator[str]:
    """What runs, asks or loads in a document."""
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname.lower()
        if FORBIDDEN.fullmatch(tag):
            yield f"<{tag}>"
        if tag == "script" and element.get("type") != "application/ld+json":
            yield "<script>"
        if tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            yield "refresh"
        if tag == "style" and CSS_LOADS.search(element.text or ""):
            yield "style"
        for key, value in element.attrib.items():
            yield from _attribute_faults(tag, etree.QName(key).localname.lower(), value.strip())


def _attribute_faults(tag: str, name: str, value: str) -> Iterator[str]:
    scheme = ":" in value.split("/")[0]
    elsewhere = scheme or value.startswith("//")
    if (
        name.startswith("on")
        or (name == "style" and CSS_LOADS.search(value))
        or (name in FETCHED and elsewhere and not value.startswith("data:image/"))
        or (name == "href" and scheme and not _may_lead(tag, value))
    ):
        yield f"<{tag} {name}={value}>"


def _may_lead(tag: str, value: str) -> bool:
    """Whether a link, or what belongs to a page, may have this address."""
    if tag in ("a", "area"):
        return value.lower().startswith(SCHEMES)
    return tag in ("link", "image", "use") and value.startswith("data:")


def web_faults(data: bytes) -> list[str]:
    """Those of a web page, and of the drawings in it."""
    root = html.fromstring(data)
    found = list(faults(root))
    for source in root.xpath("//img/@src"):
        if source.startswith("data:image/svg"):
            found += faults(etree.fromstring(base64.b64decode(source.partition(",")[2])))
    return found


def epub_faults(path: Path) -> list[str]:
    """Those of all files of an e-book."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith((".xhtml", ".svg")):
                found += [f"{name}: {fault}" for fault in faults(etree.fromstring(data))]
            elif name.endswith((".opf", ".ncx", ".xml")):
                etree.fromstring(data)
            elif name.endswith(".css") and CSS_LOADS.search(data.decode()):
                found.append(f"{name}: url")
            elif name.endswith((".js", ".html")):
                found.append(name)
    return found


#: What a PDF could run, open or ask for (ISO 32000-1, 12.6.4, 12.7, 7.11.4).
PDF_ACTIONS = re.compile(
    "/(JavaScript|JS|Launch|AA|SubmitForm|ImportData|ResetForm|AcroForm|XFA|RichMedia|GoToR|GoToE|"
    "Rendition|Movie|Sound|EmbeddedFiles|3D|Hide|Named|EF)"
)


def pdf_faults(path: Path) -> list[str]:
    """The keys and actions of a PDF that do anything but show and link."""
    found: list[str] = []
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                continue
            found += [str(key) for key in thing if PDF_ACTIONS.fullmatch(str(key))]
            found += [str(thing.S)] if PDF_ACTIONS.fullmatch(str(thing.get("/S"))) else []
            if thing.get("/S") == "/URI" and not str(thing.URI).startswith(SCHEMES):
                found.append(str(thing.URI))
    return found


@pytest.mark.parametrize(
    "fault",
    [
        "<script>evil()</script>",
        '<p onclick="evil()">x</p>',
        '<a href=" JavaScript:evil()">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<img src="http://evil.example/">',
        '<img src="//evil.example/">',
        '<link rel="stylesheet" href="http://evil.example/">',
        "<style>@import 'a';</style>",
        '<p style="background: url(http://evil.example/)">x</p>',
        '<meta http-equiv="Refresh" content="0">',
        "<form></form>",
        '<svg><use href="http://evil.example/#a"></use></svg>',
        '<img src="data:image/svg+xml;base64,'
        + base64.b64encode(drawing("<script/>").encode()).decode()
        + '">',
    ],
)
def test_the_reader_of_pages_sees_faults(fault: str, tmp_path: Path) -> None:
    page = f"<html><head><title>T</title></head><body><p>Wort</p>{fault}</body></html>"
    assert web_faults(page.encode())
    with zipfile.ZipFile(tmp_path / "a.epub", "w") as archive:
        as_xml = etree.tostring(html.fromstring(page), encoding="unicode")
        archive.writestr("a.xhtml", as_xml)
    if "base64" not in fault:
        assert epub_faults(tmp_path / "a.epub")


@pytest.mark.parametrize(
    "entry",
    [
        "/OpenAction << /S /JavaScript /JS (evil()) >>",
        "/AA << /WC << /S /URI /URI (javascript:evil()) >> >>",
        "/OpenAction << /S /Launch /F (evil) >>",
        "/AcroForm << /Fields [] >>",
        "/Names << /EmbeddedFiles << /Names [] >> >>",
    ],
)
def test_the_reader_of_pdf_sees_faults(entry: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for seeded in (False, True):
        pdf = pikepdf.new()
        pdf.add_blank_page()
        for key, value in pikepdf.Object.parse(f"<< {entry} >>".encode()).items():
            if seeded:
                pdf.Root[key] = pdf.make_indirect(value)
        pdf.save(path)
        assert bool(pdf_faults(path)) is seeded


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All editions of a manuscript that tries everything at once."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "m").mkdir()
    (folder / "m" / "metadata.yaml").write_text(yaml.safe_dump(HOSTILE_FIELDS), "utf-8")
    (folder / "m" / "1.md").write_text(HOSTILE_TEXT, "utf-8")
    (folder / "m" / "bild.svg").write_text(HOSTILE_SVG, "utf-8")
    if offline.is_possible():
        done = without_network("build", str(folder / "m"), "-o", str(folder / "out"))
        assert done.returncode == 0, done.stderr
    else:
        build(folder / "m", output=folder / "out")
    report = json.loads((folder / "out" / "m-report.json").read_bytes())
    # What was cleaned is said once; nothing else is, WeasyPrint's complaints included.
    assert [finding["id"] for finding in report["findings"]] == ["image-cleaned"]
    return folder / "out"


def without_network(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a process that ends, as do its children, when it reaches for a network."""
    command = [sys.executable, str(ROOT / "tests" / "offline.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@needs_seccomp
def test_a_check_reaches_for_no_network(hostile: Path) -> None:
    done = without_network("check", str(hostile.parent / "m"))
    assert done.returncode == 0, done.stderr


@needs_seccomp
@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "socket.getaddrinfo('evil.example', 80)",
        "sys.exit(subprocess.call([sys.executable, '-c', 'import socket; socket.socket()']))",
    ],
)
def test_reaching_for_a_network_would_be_seen(attempt: str) -> None:
    code = f"import socket, subprocess, sys; sys.path[:0] = [{str(ROOT / 'tests')!r}]\n"
    code += f"import offline; offline.forbid_networks(); {attempt}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode in (-signal.SIGSYS, 256 - signal.SIGSYS)


@needs_seccomp
def test_pandoc_reaching_for_a_network_would_be_seen() -> None:
    program, _ = pandoc_program()
    code = f"import os, sys; sys.path[:0] = [{str(ROOT / 'tests')!r}]; import offline\n"
    code += f"offline.forbid_networks(); os.execv({str(program)!r}, sys.argv[1:])"
    call = [sys.executable, "-c", code, "pandoc", "http://127.0.0.1:9/"]
    assert subprocess.run(call, capture_output=True, check=False).returncode == -signal.SIGSYS


def test_no_edition_runs_loads_or_asks(hostile: Path) -> None:
    files = [path for path in hostile.rglob("*") if path.is_file()]
    kinds = {path.suffix for path in files}
    assert {".pdf", ".epub", ".html"} <= kinds
    found = {path.name: _file_faults(path) for path in files}
    assert {name: faults for name, faults in found.items() if faults} == {}


def _file_faults(path: Path) -> list[str]:
    if path.suffix == ".pdf":
        return pdf_faults(path)
    if path.suffix == ".epub":
        return epub_faults(path)
    found = web_faults(path.read_bytes()) if path.suffix == ".html" else []
    # What the report lets its reader tick is its own.
    return [one for one in found if one != "<input>"] if "-report" in path.name else found


def test_what_was_tried_is_shown_as_words(hostile: Path) -> None:
    root = html.fromstring((hostile / "m.html").read_bytes())
    words = root.text_content()
    assert "<script>evil()</script>" in words and "<iframe src=" in words
    assert root.xpath("//img/@alt")[0] == BREAK_OUT
