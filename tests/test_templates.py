"""Templates of a style: every block and macro can be overridden, and what is wrong is one line."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, ReadText, lines
from satzspiegel import cli
from satzspiegel.dump import Dump
from satzspiegel.editions import COVER, EPUB, HTML, PDF, Edition
from satzspiegel.editions.epub import make_epub
from satzspiegel.editions.html import make_html
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.editions.print.cover import make_print_cover
from satzspiegel.editions.print.profiles import Profile
from satzspiegel.messages import StyleError, render
from satzspiegel.model import Publication
from satzspiegel.styles import load_style
from satzspiegel.template_parts import PARTS, SHEET

KLASSISCH = ROOT / "styles" / "klassisch"
BUILD = "0123456789abcdef"
MANUSCRIPT = """\
# Erstes {#eins}

Text mit einer Anmerkung.[^1]

> Ein Zitat.

| Kopf | Zahl |
|------|------|
| Zelle | 12 |

: Eine Tafel

[^1]: Die Anmerkung.
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
#: Written anew by every template that extends this one.
REPLACED = "epub-base.xhtml.jinja", "body"
BLOCK = re.compile(r"{% block (\w+) %}")
MACRO = re.compile(r"{% macro (\w+)\(")
WriteStyle = Callable[..., Path]


@pytest.fixture
def write_style(tmp_path: Path) -> WriteStyle:
    """Writes a style and returns its folder; ``_`` in the names of files is ``.``."""

    def write(name: str = "eigen", extends: str = "klassisch", **files: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "style.toml").write_text(f'extends = "{extends}"\n', "utf-8")
        for key, text in files.items():
            (folder / f"{key.replace('_', '.')}.jinja").write_text(text, "utf-8")
        return folder

    return write


@pytest.fixture
def publication(read_text: ReadText) -> Publication:
    made, findings = read_text(MANUSCRIPT)
    assert findings == ()
    return made


def page_of(folder: Path, publication: Publication) -> str:
    """The web page in the style of a folder."""
    return make_html(publication, load_style(str(folder)), BUILD).decode()


def made(edition: Edition, folder: Path, publication: Publication) -> bytes:
    style = load_style(str(folder))
    if edition is PDF:
        return make_pdf(publication, style, BUILD, Dump()).data
    if edition is COVER:  # its templates are looked at before a profile is needed
        return make_print_cover(publication, style, Profile("", "", b""), BUILD, 4).data
    if edition is EPUB:
        return make_epub(publication, style, BUILD, PNG)
    return make_html(publication, style, BUILD)


def said(folder: Path, publication: Publication, edition: Edition = HTML) -> str:
    """The one line that is said of a style."""
    with pytest.raises(StyleError) as caught:
        made(edition, folder, publication)
    (line,) = lines(caught.value.findings)
    return line


# --------------------------------------------------------------------------------------- macros


def test_a_style_has_only_the_macros_it_changes(
    write_style: WriteStyle, publication: Publication
) -> None:
    macro = """
{% macro quotation(block) -%}
<div class="zitat">{{ base.quotation(block) }}</div>
{%- endmacro %}
"""
    page = page_of(write_style(blocks=macro), publication)
    assert re.search(r'<div class="zitat"><blockquote><p>Ein Zitat\.</p></blockquote></div>', page)
    assert "<caption>" in page


def test_a_macro_is_changed_for_the_macros_that_call_it(
    write_style: WriteStyle, publication: Publication
) -> None:
    macro = "{% macro cell(cell) -%}<td>{{ m.blocks(cell.blocks) }}!</td>{%- endmacro %}"
    page = page_of(write_style(blocks=macro), publication)
    assert re.findall(r"<td><p[^>]*>(\w+)</p>!</td>", page) == ["Kopf", "Zahl", "Zelle", "12"]


def test_macros_lie_in_as_many_layers_as_there_are_styles(
    write_style: WriteStyle, publication: Publication
) -> None:
    macro = "{{% macro quotation(block) -%}}{0}{{{{ base.quotation(block) }}}}{0}{{%- endmacro %}}"
    lower = write_style("unten", blocks=macro.format("1"))
    upper = write_style("oben", extends=str(lower), blocks=macro.format("2"))
    assert re.search(r"21<blockquote>.*</blockquote>12", page_of(upper, publication))


# ---------------------------------------------------------------------------------------- blocks


def templates_with_blocks() -> dict[str, list[str]]:
    """The templates of klassisch and their blocks."""
    return {
        path.name: BLOCK.findall(path.read_text("utf-8"))
        for path in sorted(KLASSISCH.glob("*.jinja"))
        if path.name != "blocks.jinja"
    }


def mark(template: str, block: str) -> str:
    """What an overridden block says of itself."""
    words = f"{template} {block}"
    return f"/* {words} */" if ".css" in template else f"<!-- {words} -->"


@pytest.fixture(scope="module")
def overridden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A style that overrides every block of every template by itself and a mark."""
    folder = tmp_path_factory.mktemp("ueberall")
    (folder / "style.toml").write_text('extends = "klassisch"\n', "utf-8")
    for name, blocks in templates_with_blocks().items():
        text = f'{{% extends "{name}" %}}\n'
        for block in blocks:
            text += f"{{% block {block} %}}{mark(name, block)}{{{{ super() }}}}{{% endblock %}}\n"
        (folder / name).write_text(text, "utf-8")
    return folder


def test_every_template_has_blocks() -> None:
    assert [name for name, blocks in templates_with_blocks().items() if not blocks] == []


def test_every_block_of_the_reflowing_editions_can_be_overridden(
    overridden: Path, publication: Publication, tmp_path: Path
) -> None:
    path = tmp_path / "probe.epub"
    path.write_bytes(made(EPUB, overridden, publication))
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.endswith(("html", "css"))]
        text = "".join(archive.read(name).decode() for name in names)
    text += made(HTML, overridden, publication).decode()
    for name, blocks in templates_with_blocks().items():
        if name.startswith(("epub", "web")):
            lost = [block for block in blocks if mark(name, block) not in text]
            assert [block for block in lost if (name, block) != REPLACED] == [], name


def test_every_block_of_the_pages_can_be_overridden(
    overridden: Path, publication: Publication
) -> None:
    style = load_style(str(overridden))
    context: dict[str, Any] = {"settings": style.settings, "faces": (), "page": style.page}
    sheet = style.templates.get_template("page.css.jinja")
    written = sheet.render(**context, inserted_hyphen="\ue0ad", front_counter="decimal")
    written += style.templates.get_template("cover.css.jinja").render(**context)
    dump: dict[str, str] = {}

    class Kept(Dump):
        def write(self, stage: str, value: object) -> None:
            dump[stage] = str(value)

    pdf = make_pdf(publication, style, BUILD, Kept())
    assert pdf.findings == ()
    written += dump["pages"]
    for name in ("page.css.jinja", "cover.css.jinja", "page.html.jinja"):
        blocks = templates_with_blocks()[name]
        assert [block for block in blocks if mark(name, block) not in written] == [], name


def test_blocks_that_change_nothing_leave_the_pages_as_they_are(
    overridden: Path, publication: Publication
) -> None:
    assert made(PDF, overridden, publication) == made(PDF, KLASSISCH, publication)


def test_a_template_of_its_own_name_is_that_of_the_styles_below(
    write_style: WriteStyle, publication: Publication
) -> None:
    sheet = '{{% extends "{0}" %}}{{% block own %}}{{{{ super() }}}}/* {1} */{{% endblock %}}'
    lower = write_style("unten", web_css=sheet.format("web.css.jinja", "unten"))
    upper = write_style("oben", str(lower), web_css=sheet.format("web.css.jinja", "oben"))
    third = write_style("dritter", str(upper), web_css=sheet.format("klassisch/web.css.jinja", "3"))
    assert "/* unten *//* oben */" in page_of(upper, publication)
    page = page_of(third, publication)
    assert "/* 3 */" in page and "oben" not in page


# ---------------------------------------------------------------------------------------- errors

HEAD = '{% extends "web.html.jinja" %}\n'
ERRORS = {
    "an undefined name": (
        {"web_html": HEAD + "{% block imprint %}\n{{ nirgends }}\n{% endblock %}"},
        "web.html.jinja:3: ",
        "'nirgends' is undefined",
    ),
    "a name that a value lacks": (
        {"web_html": HEAD + "{% block imprint %}{{ publication.kapitel }}{% endblock %}"},
        "web.html.jinja:2: ",
        "has no attribute 'kapitel'",
    ),
    "broken Jinja": (
        {"web_html": HEAD + "{% block imprint %}\n\n{% if %}\n{% endblock %}"},
        "web.html.jinja:4: ",
        "Expected an expression",
    ),
    "a template that does not exist": (
        {"web_css": '\n{% extends "klasisch/web.css.jinja" %}'},
        "web.css.jinja:2: ",
        "klasisch/web.css.jinja",
    ),
    "a calculation with words": (
        {"web_css": '{% extends "web.css.jinja" %}\n{% block own %}{{ 1.5 * "x" }}{% endblock %}'},
        "web.css.jinja:2: ",
        "can't multiply sequence",
    ),
    "an undefined name in a macro": (
        {"blocks": "\n{% macro quotation(block) %}\n{{ block.nichts }}{% endmacro %}"},
        "blocks.jinja:3: ",
        "has no attribute 'nichts'",
    ),
    "a macro that calls itself": (
        {"blocks": "{% macro quotation(block) %}{{ blocks.quotation(block) }}{% endmacro %}"},
        "blocks.jinja:1: ",
        "recursion",
    ),
    "a macro without the one below": (
        {"blocks": "{% macro motto(block) %}{{ base.motto(block) }}{% endmacro %}\n"
                   "{% macro quotation(block) %}{{ blocks.motto(block) }}{% endmacro %}"},
        "blocks.jinja: ",
        "{% macro motto(…) %}",
    ),
    "an element not closed by a macro": (
        {"blocks": "{% macro quotation(block) %}<blockquote>{{ m.blocks(block.blocks) }}"
                   "{% endmacro %}"},
        "blocks.jinja: ",
        "mismatch",
    ),
    "an element not closed by a template": (
        {"web_html": HEAD + "{% block imprint %}<footer><p>Ende</footer>{% endblock %}"},
        "web.html.jinja: ",
        "<p>Ende</footer>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_in_a_template_is_one_line(
    name: str, write_style: WriteStyle, publication: Publication
) -> None:
    files, place, words = ERRORS[name]
    line = said(write_style(**files), publication)
    assert place in line and words in line and "\n" not in line


def test_a_template_that_no_style_has_is_named(
    write_style: WriteStyle, publication: Publication
) -> None:
    folder = write_style()
    (folder / "style.toml").write_text((KLASSISCH / "style.toml").read_text("utf-8"), "utf-8")
    (folder / "blocks.jinja").write_text((KLASSISCH / "blocks.jinja").read_text("utf-8"), "utf-8")
    assert "»web.html.jinja«" in said(folder, publication)


def test_an_error_of_ours_is_not_laid_on_the_style(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise KeyError("ours")

    monkeypatch.setattr("satzspiegel.editions.markup.MarkupWriter.attributes", broken)
    with pytest.raises(KeyError, match="ours"):
        page_of(KLASSISCH, publication)


def test_the_command_says_it_in_one_line_also_from_another_process(
    write_style: WriteStyle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = write_style()
    body = "{% block body %}<body>{{ x }}</body>{% endblock %}"
    text = '{% extends "epub-base.xhtml.jinja" %}\n' + body
    (folder / "epub-imprint.xhtml.jinja").write_text(text, "utf-8")
    (tmp_path / "probe.md").write_text("---\ntitle: Probe\n---\n# Eins\n\nText.\n", "utf-8")
    call = ["build", str(tmp_path / "probe.md"), "--style", str(folder), "-o", str(tmp_path / "o")]
    monkeypatch.setattr(sys, "argv", ["satzspiegel", *call])
    with pytest.raises(SystemExit) as left:
        cli.main()
    said = capsys.readouterr().err
    assert left.value.code == 1 and "Traceback" not in said
    (line,) = [one for one in said.splitlines() if "Fehler" in one]
    assert "epub-imprint.xhtml.jinja:2: " in line and "'x' is undefined" in line


# -------------------------------------------------------------------------- what has to be there

#: Templates, what is taken out of them, and what is said to be missing.
MISSING = [
    (PDF, "page.html", 'id="text" ', "", '<main id="text">'),
    (PDF, "page.html", '<section class="chapter', '<section class="teil', 'class="chapter"'),
    (PDF, "page.html", '<div class="note"', '<div class="fussnote"', 'class="note"'),
    (PDF, "page.html", '<section class="notes">', '<section class="fuss">', 'class="notes"'),
    (PDF, "page.css", "hyphenate-character", "x", "hyphenate-character"),
    (HTML, "web.html", 'name="satzspiegel-build"', 'name="x"', "satzspiegel-build"),
    (HTML, "web.html", 'role="doc-toc"', "", 'role="doc-toc"'),
    (HTML, "web.html", '<section class="chapter"', "<section", 'class="chapter"'),
    (HTML, "web.html", "{{ note }}", "", "{{ note }}"),
    (HTML, "web.html", "h1>", "p>", "<h1>"),
    (EPUB, "epub-chapter.xhtml", 'class="chapter"', "", 'class="chapter"'),
    (EPUB, "epub-chapter.xhtml", "{{ note }}", "", "{{ note }}"),
    (EPUB, "epub-nav.xhtml", 'role="doc-toc"', "", 'role="doc-toc"'),
    (EPUB, "epub-title.xhtml", "h1>", "p>", "<h1>"),
    (EPUB, "epub-imprint.xhtml", "h1", "h2", "<h1>"),
    (COVER, "print-cover.html", 'id="spine-text"', "", '<div id="spine-text">'),
]


@pytest.mark.parametrize(("edition", "name", "old", "new", "part"), MISSING)
def test_what_verification_needs_is_missed(
    edition: Edition, name: str, old: str, new: str, part: str,
    write_style: WriteStyle, publication: Publication,
) -> None:  # fmt: skip
    text = (KLASSISCH / f"{name}.jinja").read_text("utf-8")
    assert old in text
    line = {"hyphenate-character": r"hyphenate-character: .*"}.get(old)
    changed = re.sub(line, "", text) if line else text.replace(old, new)
    folder = write_style(**{name: changed})
    (folder / f"{name}.jinja").write_text(changed, "utf-8")
    assert part in (words := said(folder, publication, edition)) and f"{name}.jinja: " in words


def test_every_part_is_missed_somewhere() -> None:
    assert set(PARTS) | {SHEET} == {f"{name}.jinja" for _, name, *_ in MISSING}


# ---------------------------------------------------------------------------------- documentation


def test_every_block_and_macro_is_explained() -> None:
    explained = (ROOT / "docs" / "stile.md").read_text("utf-8")
    names = {block for blocks in templates_with_blocks().values() for block in blocks}
    names |= set(MACRO.findall((KLASSISCH / "blocks.jinja").read_text("utf-8")))
    templates = (path.read_text("utf-8") for path in KLASSISCH.glob("*.jinja"))
    calls = {call for text in templates for call in re.findall(r"\bm\.\w+", text)}
    assert sorted(call for call in calls if f"`{call}(" not in explained) == []
    assert sorted(name for name in names if f"`{name}`" not in explained) == []


def test_findings_can_be_said_in_every_language(
    write_style: WriteStyle, publication: Publication
) -> None:
    folder = write_style(web_html=HEAD + "{% block imprint %}{{ x }}{% endblock %}")
    with pytest.raises(StyleError) as caught:
        page_of(folder, publication)
    assert "cannot be used" in render(caught.value.findings[0], "en")
