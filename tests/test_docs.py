"""The documents say what the code does: codes, settings, keys, commands, links, examples."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from samples import SVG
from satzspiegel import build
from satzspiegel.cli import cli
from satzspiegel.editions import EDITIONS
from satzspiegel.editions.pdf.limits import KINDS, keys_of
from satzspiegel.labels import label_names
from satzspiegel.linebreak import Costs
from satzspiegel.linebreak import Settings as LineSettings
from satzspiegel.manuscript import metadata as metadata_module
from satzspiegel.manuscript.settings import TABLES, setting_names
from satzspiegel.model import Settings
from satzspiegel.pagination import Settings as PageSettings
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MESSAGES = ROOT / "pipeline" / "satzspiegel" / "messages" / "de.toml"
STYLE = ROOT / "styles" / "klassisch" / "style.toml"
DOCUMENTS = (*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md")))
#: Fields that Pandoc reads for us.
CITATION_FIELDS = ("bibliography", "references", "csl", "nocite", "satzspiegel")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: Links and images of Markdown, and the attributes of the HTML in it.
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
FIELD = re.compile(r"fields\.(?!report)\w+\(\"([a-z-]+)\"")
BIBLIOGRAPHY = """\
@book{illich1991,
  author = {Illich, Ivan}, title = {Im Weinberg des Textes}, date = {1991}, location = {Frankfurt}
}
@book{grafton1995,
  author = {Grafton, Anthony}, title = {Die tragischen Ursprünge}, date = {1995}
}
"""


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def prose(document: Path) -> str:
    """A document without its examples."""
    return FENCE.sub("", document.read_text("utf-8"))


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    words = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return words.replace(" ", "-")


def anchors(document: Path) -> set[str]:
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE)}


def keys(table: dict[str, Any]) -> Iterator[str]:
    """The keys of a table and of the tables in it, each with its table's name in front."""
    for key, value in table.items():
        inner = value[0] if isinstance(value, list) and isinstance(value[0], dict) else value
        yield key
        if isinstance(inner, dict):
            yield from (f"{key}.{name}" for name in inner)


def examples() -> list[str]:
    return [body for kind, body in FENCE.findall(text("docs/manuskript.md")) if kind == "markdown"]


# -------------------------------------------------------------------------------- what is named


@pytest.mark.parametrize("code", tomllib.loads(MESSAGES.read_text("utf-8")))
def test_every_finding_is_explained(code: str) -> None:
    assert code in anchors(DOCS / "meldungen.md")


def test_findings_are_quoted_as_they_are() -> None:
    explained = text("docs/meldungen.md")
    for texts in tomllib.loads(MESSAGES.read_text("utf-8")).values():
        for said in texts.values():
            assert said.replace("{{", "{").replace("}}", "}") in explained


def test_no_finding_is_explained_that_does_not_exist() -> None:
    explained = re.findall(r"^### (.+)$", text("docs/meldungen.md"), re.MULTILINE)
    assert sorted(explained) == sorted(tomllib.loads(MESSAGES.read_text("utf-8")))


@pytest.mark.parametrize("name", setting_names(Settings))
def test_every_setting_is_explained(name: str) -> None:
    assert f"| `{name}` |" in text("docs/manuskript.md")


@pytest.mark.parametrize(
    ("table", "name"), [(table, n) for table, one in TABLES.items() for n in setting_names(one)]
)
def test_every_setting_of_a_table_is_explained(table: str, name: str) -> None:
    document = "docs/manuskript.md" if table == "limits" else "docs/druck.md"
    assert f"| `{name}` |" in text(document)


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            *FIELD.findall(inspect.getsource(metadata_module)),
            *(key for key, _ in metadata_module.ROLES),
            *CITATION_FIELDS,
        }
    ),
)
def test_every_metadata_field_is_explained(name: str) -> None:
    assert f"| `{name}` |" in text("docs/manuskript.md")


@pytest.mark.parametrize("name", [*keys(tomllib.loads(STYLE.read_text("utf-8"))), "extends"])
def test_every_key_of_a_style_is_explained(name: str) -> None:
    assert f"`{name}`" in text("docs/stile.md") or f"`[{name}]`" in text("docs/stile.md")


@pytest.mark.parametrize("name", label_names())
def test_every_label_is_explained(name: str) -> None:
    assert f"`{name}`" in text("docs/stile.md")


@pytest.mark.parametrize("path", sorted(STYLE.parent.glob("*.jinja")), ids=lambda p: p.name)
def test_every_template_is_explained(path: Path) -> None:
    assert f"`{path.name}`" in text("docs/stile.md")


def test_every_command_and_option_is_mentioned() -> None:
    documents = "\n".join(document.read_text("utf-8") for document in DOCUMENTS)
    for name, command in cli.commands.items():
        assert f"satzspiegel {name}" in documents
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert any(option in documents for option in parameter.opts)


@pytest.mark.parametrize("document", ["README.md", "README.de.md"])
def test_every_edition_is_in_the_readme(document: str) -> None:
    for edition in EDITIONS:
        assert f"NAME{edition.suffix}" in text(document)


def test_every_target_of_the_makefile_is_mentioned() -> None:
    documents = text("README.md") + text("docs/architecture.md")
    for target in re.findall(r"^([a-z-]+):.*## ", text("Makefile"), re.MULTILINE):
        assert f"make {target}" in documents or target == "build"


# --------------------------------------------------------------------------------------- links


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    without_code = re.sub(r"`[^`\n]+`", "", prose(document))
    for found in LINK.finditer(without_code):
        target = found[1] or found[2]
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = document.parent / name if name else document
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), target


# ------------------------------------------------------------------------------------ examples


@pytest.mark.parametrize("example", examples(), ids=lambda body: slug(body.splitlines()[-1])[:30])
def test_every_example_of_a_manuscript_is_read_without_findings(
    example: str, tmp_path: Path
) -> None:
    (tmp_path / "bilder").mkdir()
    (tmp_path / "bilder" / "skizze.svg").write_text(SVG, "utf-8")
    (tmp_path / "literatur.bib").write_text(BIBLIOGRAPHY, "utf-8")
    (tmp_path / "beispiel.md").write_text(example, "utf-8")
    _, findings = read_publication(tmp_path / "beispiel.md")
    assert findings == ()


def test_the_style_of_the_guide_makes_every_edition(tmp_path: Path) -> None:
    guide = re.search(r"^## Ein eigener Stil$.*?^## ", text("docs/stile.md"), re.M | re.S)
    assert guide
    for kind, body in FENCE.findall(guide[0]):
        if kind in ("toml", "jinja"):
            (tmp_path / body.splitlines()[0].strip("{}# ")).write_text(body, "utf-8")
    (tmp_path / "probe.md").write_text("---\ntitle: Probe\n---\n# Eins\n\nText.^[Note.]\n", "utf-8")
    result = build(tmp_path / "probe.md", style=str(tmp_path), output=tmp_path / "output")
    assert result.findings == ()
    assert load_style(str(tmp_path)).page.width == 125


@pytest.mark.parametrize(
    "name", sorted({*keys_of(Costs), *keys_of(LineSettings), *keys_of(PageSettings), *KINDS})
)
def test_every_cost_is_explained(name: str) -> None:
    assert f"`{name}`" in text("docs/stile.md")
