"""The manuscript in the PDF: whole, readable, and without what only its authors may see."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import page as page_validation
import pikepdf
import pypandoc
import pytest
import yaml

from samples import write_sample
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.manuscript.pandoc import FORMAT
from satzspiegel.manuscript.public_files import without_yaml_comments
from satzspiegel.model import Attachment, Publication
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style

#: A word that stands in every comment, and nowhere else.
HIDDEN = "Klarname"
EMBED = {"satzspiegel": {"embed-manuscript": True}}
HEAD = f"""\
---
title: Probe  # {HIDDEN}
lang: de
satzspiegel:
  embed-manuscript: true
---

"""
#: Where authors put comments, and what looks like one.
COMMENTED = {
    "in a line": f"Ein Wort <!-- {HIDDEN} --> weiter.",
    "a block": f"Davor.\n\n<!-- {HIDDEN}\n\nzwei Absätze {HIDDEN} -->\n\nDanach.",
    "between two lists": f"- a\n- b\n\n<!-- {HIDDEN} -->\n\n- c",
    "with a fence in it": f"Davor.\n\n<!--\n```\n{HIDDEN}\n-->\n\nDanach.\n\n```\nKode\n```",
    "with an address in it": f"Wort <!-- [{HIDDEN}](x.md) `{HIDDEN}` --> weiter.",
    "in a quotation": f"> Ein Zitat <!-- von\n> {HIDDEN} -->\n> geht weiter.",
    "in a note": f"Wort.[^1]\n\n[^1]: Eine <!-- {HIDDEN} --> Note <!-- von\n    {HIDDEN} -->",
    "in an item": f"1. Ein Punkt\n\n    <!-- {HIDDEN} -->\n\n    geht weiter.",
    "in a table": f"| a <!-- {HIDDEN} --> | b |\n|---|---|\n| 1 | <!-- {HIDDEN} --> |",
    "in a heading": f"## Zwei <!-- {HIDDEN} -->\n\nText.",
    "behind an address": f"Ein [Wort][r].\n\n[r]: http://example.org/ <!-- {HIDDEN} -->",
    "silencing a rule": f"Ein Wort.  <!-- satzspiegel: ok T1 ({HIDDEN}) -->",
    "metadata of a program": f"Davor.\n\n---\nstatus: {HIDDEN}\n---\n\nDanach.",
}


def attachments(text: str, folder: Path) -> tuple[Attachment, ...]:
    path = folder / "probe.md"
    path.write_text(f"{HEAD}# Eins\n\n{text}\n", "utf-8")
    return read_publication(path)[0].attachments


def words_of(text: str) -> object:
    """What Pandoc makes of a text."""
    return pypandoc.convert_text(text, "plain", format=FORMAT)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The sample with comments in it, told to embed itself."""
    folder = write_sample(tmp_path_factory.mktemp("probe"), EMBED)
    metadata = folder / "metadata.yaml"
    metadata.write_text(f"# {HIDDEN}\n{metadata.read_text('utf-8')}", "utf-8")
    first = folder / "01-anfang.md"
    first.write_text(f"{first.read_text('utf-8')}\n<!-- {HIDDEN} -->\n", "utf-8")
    return read_publication(folder)[0]


@pytest.fixture(scope="module")
def data(sample: Publication) -> bytes:
    """Its PDF."""
    return make_pdf(sample, load_style(), "0123456789abcdef", Dump()).data


# ------------------------------------------------------------------------------ what is taken out


@pytest.mark.parametrize("name", COMMENTED)
def test_comments_are_taken_out(name: str, tmp_path: Path) -> None:
    (file,) = attachments(COMMENTED[name], tmp_path)
    text = file.data.decode()
    assert HIDDEN not in text
    # … and nothing else is.
    assert words_of(text) == words_of(f"{HEAD}# Eins\n\n{COMMENTED[name]}\n")
    assert yaml.safe_load(text.split("---\n")[1]) == yaml.safe_load(HEAD.split("---\n")[1])


@pytest.mark.parametrize(
    "text",
    [
        "Kode: `<!-- sichtbar -->` steht da.",
        "```html\n<!-- sichtbar -->\n```",
        "Wort.\n\n    <!-- sichtbar -->",
        "Ein `<!--` beginnt, ein `-->` endet. Das ist sichtbar.",
        "Nie zu: <!-- sichtbar",
    ],
)
def test_what_is_printed_stays(text: str, tmp_path: Path) -> None:
    (file,) = attachments(text, tmp_path)
    assert text in file.data.decode()


YAML = f"""\
# {HIDDEN}
title: "Ein # Titel" # {HIDDEN}

author:
  # {HIDDEN}
  - Anna   # {HIDDEN}
  - 'Bernd # Muster'
date: 2026-01-01
number: 1.10
abstract: |  # {HIDDEN}
  # kein Kommentar

   # auch keiner
# {HIDDEN}
imprint: >-
  a

  b
list: [a, b, # {HIDDEN}
  c]
plain: mehr
  Zeilen
  # {HIDDEN}
url: http://example.org/x#y
labels: {{ note: n }} # {HIDDEN}
# {HIDDEN}"""


@pytest.mark.parametrize("end", ["", "\n", f"\n  # {HIDDEN}\n"])
def test_comments_of_the_metadata_are_taken_out(end: str) -> None:
    without = without_yaml_comments(YAML + end)
    assert HIDDEN not in without
    assert yaml.safe_load(without) == yaml.safe_load(YAML)
    assert [line for line in without.splitlines() if line.strip()] == [
        line.partition(f"# {HIDDEN}")[0].rstrip()
        for line in YAML.splitlines()
        if line.partition(f"# {HIDDEN}")[0].strip()
    ]


@pytest.mark.parametrize("text", ["", f"# {HIDDEN}\n"])
def test_metadata_that_say_nothing_stay_empty(text: str) -> None:
    assert without_yaml_comments(text) == ""


def test_comments_inside_the_metadata_are_taken_out(tmp_path: Path) -> None:
    path = write_sample(
        tmp_path / "probe", {**EMBED, "abstract": f"Kurz <!-- {HIDDEN} --> gesagt."}
    )
    files = {file.name: file.data.decode() for file in read_publication(path)[0].attachments}
    assert HIDDEN not in files["metadata.yaml"]
    assert "gesagt" in files["metadata.yaml"]


# ---------------------------------------------------------------------------------- what is there


def test_nothing_is_attached_unasked(tmp_path: Path) -> None:
    publication, _ = read_publication(write_sample(tmp_path / "probe"))
    assert publication.attachments == ()
    pdf = pikepdf.open(io.BytesIO(make_pdf(publication, load_style(), "build", Dump()).data))
    assert "/AF" not in pdf.Root and len(pdf.attachments) == 0
    assert "/EmbeddedFiles" not in pdf.Root.Names
    with pdf.open_metadata() as xmp:
        assert xmp.pdfa_status == "2A"


def test_from_what_is_attached_the_same_can_be_made(sample: Publication, tmp_path: Path) -> None:
    folder = write_sample(tmp_path / sample.name, EMBED, {})
    for file in sample.attachments:
        (folder / file.name).write_bytes(file.data)
    again, _ = read_publication(folder)
    again = replace(again, root=sample.root, fingerprint=sample.fingerprint)
    assert replace(again, attachments=()) == replace(sample, attachments=())
    assert again.attachments == sample.attachments


def test_a_single_file_keeps_its_front_matter(tmp_path: Path) -> None:
    (file,) = attachments("Wort.", tmp_path)
    (tmp_path / "probe.md").write_bytes(file.data)
    publication, _ = read_publication(tmp_path / "probe.md")
    assert file.name == "probe.md" and file.media_type == "text/markdown"
    assert file.data.decode().startswith("---\ntitle: Probe\nlang: de\n")
    assert publication.attachments == (file,)


def test_files_are_attached_as_the_source(data: bytes, sample: Publication) -> None:
    pdf = pikepdf.open(io.BytesIO(data))
    attached = {}
    for name, specification in pdf.attachments.items():
        file = specification.get_file()
        attached[name] = Attachment(name, file.mime_type, file.read_bytes())
        assert specification.relationship == "/Source"
        assert specification.description == f"Manuskript: {name}"
        assert specification.filename == name
        assert file.md5 == hashlib.md5(file.read_bytes(), usedforsecurity=False).digest()
        assert str(file.mod_date) == str(file.creation_date) == "2026-03-14 00:00:00+00:00"
    assert attached == {file.name: file for file in sample.attachments}
    assert list(attached) == ["01-anfang.md", "02-ende.md", "metadata.yaml"]
    assert {one.objgen for one in pdf.Root.AF} == {a.obj.objgen for a in pdf.attachments.values()}


def test_the_tree_of_names_is_in_order(sample: Publication) -> None:
    names = ("zwei.md", "02-ä.md", "02-b.md", "Ω.md", "10-a.md")
    files = tuple(Attachment(name, "text/markdown", b"Wort.\n") for name in names)
    changed = replace(sample, attachments=files)
    made = make_pdf(changed, load_style(), "0123456789abcdef", Dump()).data
    pdf = pikepdf.open(io.BytesIO(made))
    keys = [bytes(name) for name in list(pdf.Root.Names.EmbeddedFiles.Names)[::2]]
    assert keys == sorted(keys) and len(keys) == len(names)
    assert set(pdf.attachments) == set(names)


def test_the_pdf_is_valid(data: bytes) -> None:
    for profile in ("3a", "ua1"):
        report = page_validation.validate_pdf_bytes(data, profile=profile)
        assert [str(failure) for failure in report.failures] == []
    with pikepdf.open(io.BytesIO(data)).open_metadata() as xmp:
        assert xmp.pdfa_status == "3A"


def test_files_in_it_need_the_third_part(sample: Publication) -> None:
    """The validator sees what the setting is for."""
    settings = replace(sample.settings, embed_manuscript=False)
    made = make_pdf(replace(sample, settings=settings), load_style(), "build", Dump()).data
    assert page_validation.validate_pdf_bytes(made, profile="2a").failures
