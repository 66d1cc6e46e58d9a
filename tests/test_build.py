"""Whole builds: the shipped manuscript, the last good set, other folders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from satzspiegel import build, verify
from satzspiegel.editions import COVER, EDITIONS, PREFLIGHT
from satzspiegel.messages import SatzspiegelError
from satzspiegel.styles import style_names
from validators import ace, axe, epubcheck, nu_checker

SHIPPED = Path(__file__).parents[1] / "manuscript"
SUFFIXES = (
    *(one.suffix for one in (*EDITIONS, COVER, PREFLIGHT)),
    "-report.json",
    "-report.html",
)
MARKS = "satzspiegel: {print: {marks: true, binding: perfect, flaps: 60}}"
LITTLE = "---\ntitle: Klein\nlang: de\n---\n\n# Eins\n\nEin Satz.[^1]\n\n[^1]: Die Anmerkung.\n"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped manuscript, built."""
    output = tmp_path_factory.mktemp("shipped")
    result = build(SHIPPED, output=output)
    assert result.findings == ()
    return output


@pytest.fixture
def little(tmp_path: Path) -> Path:
    path = tmp_path / "klein.md"
    path.write_text(LITTLE, "utf-8")
    return path


def test_shipped_manuscript_is_whole_in_every_edition(shipped: Path) -> None:
    assert sorted(p.name for p in shipped.iterdir()) == sorted(f"manuscript{s}" for s in SUFFIXES)
    report = json.loads((shipped / "manuscript-report.json").read_text("utf-8"))
    assert report["findings"] == []
    counts = {
        (e["notes"], e["calls"], e["links to notes"], e["links back"])
        for e in report["editions"].values()
        if "notes" in e
    }
    assert counts == {(44, 44, 44, 44)}
    assert report["editions"]["pdf"]["notes on their call's page"] == 44


def test_shipped_manuscript_is_as_long_as_promised(shipped: Path) -> None:
    report = json.loads((shipped / "manuscript-report.json").read_text("utf-8"))
    assert report["editions"]["html"]["words"] >= 5000
    assert report["editions"]["html"]["notes"] >= 30


def test_shipped_manuscript_is_valid(shipped: Path) -> None:
    assert nu_checker([shipped / "manuscript.html"]) == []
    assert epubcheck([shipped / "manuscript.epub"]) == []
    assert axe(shipped / "manuscript.html") == []
    assert ace(shipped / "manuscript.epub") == []


def test_verify_reads_the_finished_set(shipped: Path) -> None:
    assert verify(SHIPPED, output=shipped, validators=False).findings == ()


def test_verify_notices_a_set_of_two_builds(little: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    build(little, output=output)
    little.write_text(LITTLE.replace("Ein Satz", "Zwei Sätze"), "utf-8")
    build(little, ["html"], output=output)
    codes = {finding.code for finding in verify(little, output=output, validators=False).findings}
    assert {"edition-mixed", "edition-text"} <= codes


def test_error_in_the_manuscript_leaves_the_last_good_set(little: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    build(little, output=output)
    before = {path.name: path.read_bytes() for path in output.iterdir()}
    little.write_text(LITTLE.replace("[^1]:", "[^2]:"), "utf-8")
    result = build(little, output=output)
    assert not result.ok and result.files == ()
    assert {path.name: path.read_bytes() for path in output.iterdir()} == before


def test_output_that_cannot_be_written_is_named(little: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(SatzspiegelError) as caught:
        build(little, output=tmp_path / "file")
    assert [finding.code for finding in caught.value.findings] == ["output-unwritable"]


def test_a_record_without_its_number_goes(little: Path, tmp_path: Path) -> None:
    text = little.read_text("utf-8")
    little.write_text(text.replace("lang:", "isbn-ebook: 978-3-16-148410-0\nlang:", 1), "utf-8")
    build(little, ["epub"], output=tmp_path)
    record = tmp_path / "klein.onix.xml"
    assert record.is_file()
    little.write_text(text, "utf-8")
    build(little, ["html"], output=tmp_path)
    assert record.is_file()
    build(little, ["epub"], output=tmp_path)
    assert not record.exists()


def test_verify_keeps_what_only_the_build_knows(little: Path, tmp_path: Path) -> None:
    little.write_text(
        LITTLE.replace("Ein Satz", f"Ein Wort und {'x' * 36} {'x' * 36}, noch eines"), "utf-8"
    )
    build(little, ["pdf"], output=tmp_path)
    report, page = (tmp_path / f"klein-report.{suffix}" for suffix in ("json", "html"))
    layout = json.loads(report.read_text("utf-8"))["layout"]
    assert layout["findings"]
    with_pictures = page.read_bytes()
    assert b"mark-1" in with_pictures
    verify(little, output=tmp_path, validators=False)
    assert json.loads(report.read_text("utf-8"))["layout"] == layout
    assert page.read_bytes() == with_pictures
    # Of another build it says nothing.
    report.write_text(json.dumps({"build": "another", "layout": layout}), "utf-8")
    verify(little, output=tmp_path, validators=False)
    assert "layout" not in json.loads(report.read_text("utf-8"))
    assert b"mark-1" not in page.read_bytes()


def test_single_editions_alone(little: Path, tmp_path: Path) -> None:
    for edition in ("pdf", "epub", "html"):
        result = build(little, [edition], output=tmp_path / edition)
        assert [p.name for p in result.files] == [
            f"klein.{edition}",
            "klein-report.json",
            "klein-report.html",
        ]


def test_nothing_is_left_in_the_temporary_folder(little: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    command = [sys.executable, "-m", "satzspiegel", "build", str(little), "-o", str(tmp_path / "o")]
    environment = {**os.environ, "TMPDIR": str(folder)}
    for editions in ([], ["-e", "epub", "-e", "html"]):
        done = [*command, *editions]
        subprocess.run(done, check=True, env=environment, capture_output=True)
        assert list(folder.iterdir()) == []


def test_dump_writes_what_a_stage_produced(little: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "satzspiegel", "build", str(little), "-o", str(tmp_path / "o")]
    subprocess.run(
        [*command, "--dump", "notes", "--dump", "pages", "-e", "pdf"],
        check=True,
        capture_output=True,
    )
    assert "value='Anmerkung.'" in (tmp_path / "o" / "dump" / "notes.txt").read_text("utf-8")
    assert "fnref-1" in (tmp_path / "o" / "dump" / "pages.html").read_text("utf-8")


def test_notes_in_headings_stay_out_of_bookmarks_and_running_heads(shipped: Path) -> None:
    with pymupdf.open(shipped / "manuscript.pdf") as pdf:
        titles = [title for _, title, _ in pdf.get_toc()]
        assert "Die zweite Stimme" in titles
        page = pdf[titles.index("Die zweite Stimme") and pdf.get_toc()[3][2]]
        head = page.get_text(clip=(0, 0, page.rect.width, 55)).strip()
    assert head and not any(character.isdigit() for character in head)


@pytest.mark.parametrize("style", style_names())
def test_print_files_with_marks_have_fonts_of_the_style_alone(style: str, tmp_path: Path) -> None:
    """The line beside the trim has signs of its own."""
    path = tmp_path / "klein.md"
    path.write_text(LITTLE.replace("lang: de", f"lang: de\n{MARKS}"), "utf-8")
    result = build(path, ["print"], style, tmp_path / "out")
    assert [finding.code for finding in result.findings] == ["cover-spine-narrow"]
    assert not (tmp_path / "out" / "klein.pdf").exists()
