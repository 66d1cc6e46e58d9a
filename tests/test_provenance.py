"""The bill of materials: valid, complete, true, and the same for the same build."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from samples import write_sample
from satzspiegel import build
from satzspiegel.build import build_id
from satzspiegel.distributions import distributions
from satzspiegel.fonts import font_path
from satzspiegel.provenance import PROVENANCE, write_provenance
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style

Json = dict[str, Any]
LITTLE = "---\ntitle: Klein\nlang: de\n---\n\n# Eins\n\nEin Satz.[^1]\n\n[^1]: Die Anmerkung.\n"
MADE = {"heft.pdf": b"%PDF", "heft-print.pdf": b"%PDF-X", "heft.epub": b"PK"}
BIBLIOGRAPHY = "@book{illich1991, author = {Illich, Ivan}, title = {Weinberg}, date = {1991}}\n"


def written(manuscript: Path, style: str = "klassisch") -> bytes:
    """The bill of a manuscript whose editions are pretended."""
    publication, _ = read_publication(manuscript)
    house_style = load_style(style)
    identity = build_id(publication, house_style)
    return write_provenance(manuscript, publication, house_style, identity, MADE)


def components(bill: Json) -> Iterator[Json]:
    yield bill["metadata"]["component"]
    yield from bill["metadata"]["component"]["components"]
    yield from bill["components"]


def digest(data: bytes) -> list[Json]:
    return [{"alg": "SHA-256", "content": hashlib.sha256(data).hexdigest()}]


@pytest.fixture(scope="module")
def manuscript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("somewhere") / "heft"
    write_sample(folder, {"bibliography": "quellen.bib", "satzspiegel": {"name": "heft"}})
    (folder / "quellen.bib").write_text(BIBLIOGRAPHY, "utf-8")
    return folder


@pytest.fixture(scope="module")
def data(manuscript: Path) -> bytes:
    return written(manuscript)


@pytest.fixture
def bill(data: bytes) -> Json:
    return dict(json.loads(data))


def test_is_what_the_specification_asks_for(bill: Json) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(json.dumps(bill)) is None
    bill["components"][0]["hashes"][0]["content"] = "none"
    assert validator.validate_str(json.dumps(bill)) is not None


def test_everything_has_a_name_of_its_own_and_is_used(bill: Json) -> None:
    names = [one["bom-ref"] for one in components(bill)]
    assert len(names) == len(set(names))
    edges = {one["ref"]: set(one["dependsOn"]) for one in bill["dependencies"]}
    assert len(edges) == len(bill["dependencies"])
    reached, waiting = set(), {"publication"}
    while waiting:
        reached |= waiting
        waiting = set().union(*(edges.get(one, set()) for one in waiting)) - reached
    editions = {one["bom-ref"] for one in bill["metadata"]["component"]["components"]}
    assert reached | editions == set(names)


def test_every_file_that_went_in_has_its_digest(bill: Json, manuscript: Path) -> None:
    listed = {one["bom-ref"]: one for one in components(bill) if one["type"] == "file"}
    for path in (p for p in manuscript.rglob("*") if p.is_file()):
        name = path.relative_to(manuscript).as_posix()
        assert listed[f"manuscript/{name}"]["hashes"] == digest(path.read_bytes())
    style = load_style("klassisch")
    for face in style.faces:
        font = listed[f"font/{face.package}/{face.file}"]
        assert font["hashes"] == digest(font_path(face).read_bytes())
    settings = listed["style/0/klassisch/style.toml"]
    assert settings["hashes"] == digest((style.folders[0] / "style.toml").read_bytes())
    assert {"hyphenation/hyph-de-1996.dic", "hyphenation/morphemes.txt.gz"} <= set(listed)
    assert "profile/FOGRA39" in listed


def test_editions_have_their_digests(bill: Json) -> None:
    editions = bill["metadata"]["component"]["components"]
    assert {one["name"]: one["hashes"] for one in editions} == {
        name: digest(data) for name, data in MADE.items()
    }


def test_a_style_that_rests_on_another_names_the_files_of_both(manuscript: Path) -> None:
    names = [one["name"] for one in json.loads(written(manuscript, "sachlich"))["components"]]
    assert {"sachlich/style.toml", "klassisch/style.toml"} <= set(names)


def test_programs_and_libraries_have_versions(bill: Json) -> None:
    versions = {one["bom-ref"]: one.get("version", "") for one in bill["components"]}
    for name in ("pandoc", "python", "system/Pango", "system/HarfBuzz", "system/Fontconfig"):
        assert versions[name][0].isdigit() and "." in versions[name]
    # Asked for, asked for by that, and asked for by an extra of that.
    for name in ("weasyprint", "pydyf", "zopfli"):
        assert f"pkg:pypi/{name}@{metadata.version(name)}" in versions
    assert not any(ref.startswith(("pkg:pypi/pytest@", "pkg:pypi/ruff@")) for ref in versions)


def test_nothing_installed_is_nothing_listed() -> None:
    assert distributions("there-is-no-such-thing") == {}


def test_nothing_tells_where_it_was_made(data: bytes, manuscript: Path) -> None:
    for place in (manuscript.parent, Path.home(), Path(__file__).parents[1]):
        assert len(place.parts) == 1 or f"{place}{os.sep}".encode() not in data


def test_what_goes_in_decides_the_serial_number(
    data: bytes, manuscript: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "anders"
    folder.mkdir()
    for path in (p for p in manuscript.rglob("*") if p.is_file()):
        copy = folder / path.relative_to(manuscript)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert written(folder) == written(manuscript)
    with (folder / "bilder" / "skizze.svg").open("a") as image:
        image.write("<!-- another -->")
    number = json.loads(written(folder))["serialNumber"]
    assert number != json.loads(data)["serialNumber"]


def test_the_time_is_that_of_the_work(
    bill: Json, manuscript: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bill["metadata"]["timestamp"] == "2026-03-14T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert json.loads(written(manuscript))["metadata"]["timestamp"] == "1970-01-02T00:00:00Z"


def test_it_comes_and_goes_with_its_build(tmp_path: Path) -> None:
    little = tmp_path / "klein.md"
    little.write_text(LITTLE, "utf-8")
    output = tmp_path / "out"
    made = build(little, ["html"], output=output, provenance=True)
    path = output / f"klein{PROVENANCE.suffix}"
    assert path in made.files
    parts = json.loads(path.read_bytes())["metadata"]["component"]["components"]
    page = (output / "klein.html").read_bytes()
    assert [(one["name"], one["hashes"]) for one in parts] == [("klein.html", digest(page))]
    # A mistake leaves it where it is, with the editions it belongs to; a build without it does not.
    little.write_text(LITTLE.replace("[^1]:", "[^2]:"), "utf-8")
    assert not build(little, ["html"], output=output, provenance=True).ok
    assert path.is_file()
    little.write_text(LITTLE, "utf-8")
    build(little, ["html"], output=output)
    assert not path.exists()
