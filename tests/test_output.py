"""Files appear together in the end, or nothing changes; what a stage produced can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import FILE, ReadText, codes
from satzspiegel.build import REPORTS, _put_in_place
from satzspiegel.dump import Dump
from satzspiegel.editions import PDF, PRINT
from satzspiegel.messages import SatzspiegelError
from satzspiegel.output import Staging


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def visible(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.glob("[!.]*")}


def test_files_are_moved_into_place_in_the_end(tmp_path: Path) -> None:
    output = tmp_path / "neu" / "output"
    with Staging(output, "heft") as staging:
        staging.write(".pdf", b"pdf")
        staging.write(".html", b"html")
        assert not list(output.glob("[!.]*"))
        assert staging.path(".pdf").read_bytes() == b"pdf"
        assert staging.commit([".pdf", ".html"]) == (output / "heft.pdf", output / "heft.html")
    assert content(output) == {"heft.pdf": "pdf", "heft.html": "html"}


def test_an_interrupted_build_leaves_the_last_good_set(tmp_path: Path) -> None:
    (tmp_path / "heft.pdf").write_text("alt")
    with pytest.raises(KeyboardInterrupt), Staging(tmp_path, "heft") as staging:
        staging.write(".pdf", b"neu")
        raise KeyboardInterrupt
    assert content(tmp_path) == {"heft.pdf": "alt"}


def test_output_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("eine Datei")
    with pytest.raises(SatzspiegelError) as error, Staging(tmp_path / "output", "heft"):
        pass
    assert (tmp_path / "output").read_text() == "eine Datei"
    assert codes(error.value.findings) == ["output-unwritable"]


def test_what_is_gone_is_removed_with_the_rest(tmp_path: Path) -> None:
    (tmp_path / "heft.onix.xml").write_text("alt")
    (tmp_path / "heft-print.pdf").write_text("alt")
    with Staging(tmp_path, "heft") as staging:
        staging.write(".epub", b"neu")
        staging.commit([".epub"], [".onix.xml", "-cover.pdf"])
    assert content(tmp_path) == {"heft.epub": "neu", "heft-print.pdf": "alt"}


def test_editions_that_are_not_made_any_more_go(tmp_path: Path) -> None:
    old = ("heft.pdf", "heft-print.pdf", "heft-cover.pdf", "heft-preflight.pdf", "heft.epub")
    for name in old:
        (tmp_path / name).write_text("alt")
    with Staging(tmp_path, "heft") as staging:
        for suffix in (PDF.suffix, *REPORTS):
            staging.write(suffix, b"neu")
        _put_in_place(staging, (PDF, PRINT), complete=False)
        assert {name: text for name, text in visible(tmp_path).items() if text == "alt"} == (
            dict.fromkeys(old, "alt")
        )
    with Staging(tmp_path, "heft") as staging:
        for suffix in (PDF.suffix, *REPORTS):
            staging.write(suffix, b"neu")
        _put_in_place(staging, (PDF, PRINT), complete=True)
    reports = {f"heft{suffix}": "neu" for suffix in REPORTS}
    assert content(tmp_path) == {"heft.pdf": "neu", "heft.epub": "alt"} | reports


def test_dump_of_the_stages_asked_for(tmp_path: Path, read_text: ReadText) -> None:
    publication, _ = read_text("Text[^1]\n\n[^1]: Note")
    dump = Dump(("structure", "pages"), tmp_path / "dump")
    dump.write("notes", publication.notes)
    dump.write("structure", publication)
    dump.write("pages", "<p>Seite</p>")
    written = content(tmp_path / "dump")
    assert sorted(written) == ["pages.html", "structure.txt"]
    assert f"'{FILE}'" in written["structure.txt"]
