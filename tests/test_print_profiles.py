"""Profiles: where they are looked for, which are refused, and the tool that fetches one."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PIL import ImageCms

from conftest import ROOT, lines
from print_pages import profile
from satzspiegel.editions.print import profiles
from satzspiegel.editions.print.profiles import CONDITIONS, Profile, find_profile
from satzspiegel.messages import LANGUAGES, ManuscriptError
from satzspiegel.model import PrintSettings


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of the system."""
    folder = tmp_path / "system"
    folder.mkdir()
    monkeypatch.setattr(profiles, "system_folders", lambda: iter([folder]))
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a manuscript."""
    folder = tmp_path / "manuskript"
    folder.mkdir()
    return folder


def described(text: str) -> bytes:
    """A profile that calls itself otherwise."""
    data, own = profile().data, profile().description
    assert len(text) <= len(own)
    return data.replace(own.encode(), text.ljust(len(own)).encode())


def found(name: str, root: Path) -> Profile:
    return find_profile(PrintSettings(profile=name), root)


def refused(name: str, root: Path) -> str:
    """The code of the finding for which a profile is refused; every language can say it."""
    with pytest.raises(ManuscriptError) as error:
        found(name, root)
    (finding,) = error.value.findings
    for language in LANGUAGES:
        assert all(str(value) in lines([finding], language)[0] for value in finding.values.values())
    return finding.code


# --------------------------------------------------------------------------------------- search


def test_a_known_condition_is_found_on_the_system(system: Path, root: Path) -> None:
    (system / "deep").mkdir()
    (system / "deep" / CONDITIONS["FOGRA39"].files[0]).write_bytes(profile().data)
    assert found("FOGRA39", root) == profile()


def test_a_file_may_have_any_name(system: Path, root: Path) -> None:
    (system / "profil.ICM").write_bytes(profile().data)
    assert found("FOGRA39", root).data == profile().data


def test_what_a_profile_says_counts_not_its_name(system: Path, root: Path) -> None:
    (system / CONDITIONS["FOGRA51"].files[0]).write_bytes(profile().data)
    assert refused("FOGRA51", root) == "profile-missing"


def test_the_best_file_wins_then_the_manuscript(system: Path, root: Path) -> None:
    best, *_, last = CONDITIONS["FOGRA39"].files
    (root / last).write_bytes(described("FOGRA39 last"))
    (system / best).write_bytes(described("FOGRA39 best"))
    assert found("FOGRA39", root).description == "FOGRA39 best"
    (root / best).write_bytes(described("FOGRA39 mine"))
    assert found("FOGRA39", root).description == "FOGRA39 mine"


def test_a_broken_file_is_passed_over(system: Path, root: Path) -> None:
    best, second, *_ = CONDITIONS["FOGRA39"].files
    (system / best).write_bytes(profile().data[:400])
    (system / second).write_bytes(profile().data)
    assert found("FOGRA39", root) == profile()


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_missing_profile_is_an_error_that_says_where_to_get_it(
    name: str, system: Path, root: Path
) -> None:
    assert refused(name, root) == "profile-missing"


# ------------------------------------------------------------------------------------ own files


@pytest.mark.parametrize(
    ("description", "name"),
    [("Zeitung FOGRA47", "FOGRA47"), ("PSO Coated v3", "FOGRA51"), ("CGATS TR006", "CGATS TR006")],
)
def test_an_own_profile_names_its_condition(
    description: str, name: str, system: Path, root: Path
) -> None:
    (root / "eigen.icc").write_bytes(described(description))
    assert found("eigen.icc", root).name == name


def test_a_profile_without_a_registered_condition_is_refused(system: Path, root: Path) -> None:
    (root / "eigen.icc").write_bytes(described("Meine Maschine").replace(b"FOGRA", b"XXXXX"))
    assert refused("eigen.icc", root) == "profile-unnamed"


def test_a_profile_of_a_screen_is_refused(system: Path, root: Path) -> None:
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (root / "eigen.icc").write_bytes(screen)
    assert refused("eigen.icc", root) == "profile-not-output"


@pytest.mark.parametrize("name", ["../eigen.icc", "FOGRA38", "/etc/passwd", "eigen.txt"])
def test_what_is_no_profile_of_the_manuscript_is_refused(
    name: str, system: Path, root: Path
) -> None:
    (root.parent / "eigen.icc").write_bytes(b"")
    assert refused(name, root) == "profile-unknown"


def test_a_missing_file_is_told(system: Path, root: Path) -> None:
    assert refused("eigen.icc", root) == "profile-missing-file"


# ----------------------------------------------------------------------------------------- tool


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The tool that fetches a profile, on a system without one, into a folder of the test."""
    path = ROOT / "tools" / "prerequisites.py"
    specification = importlib.util.spec_from_file_location("prerequisites", path)
    assert specification is not None
    assert specification.loader is not None
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "PROFILES", tmp_path / "fetched")
    monkeypatch.setattr(module, "PROFILE_FOLDERS", (tmp_path / "fetched",))
    yield module


def test_the_tool_knows_the_files_and_the_folders(tool: ModuleType) -> None:
    assert CONDITIONS["FOGRA39"].files == tool.FOGRA39
    text = (ROOT / "docs" / "druck.md").read_text("utf-8")
    assert all(name in text for condition in CONDITIONS.values() for name in condition.files)


def test_the_tool_puts_a_profile_where_it_is_found(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(tool.PDFBOX_PROFILE, b"profile")
    data = archive.getvalue()
    monkeypatch.setattr(tool, "PDFBOX_SHA256", hashlib.sha256(data).hexdigest())
    monkeypatch.setattr(tool.urllib.request, "urlopen", lambda *_, **__: io.BytesIO(data))
    assert tool.main(["profile"]) == 0
    assert (tmp_path / "fetched" / tool.FOGRA39[0]).read_bytes() == b"profile"
    monkeypatch.setattr(tool.urllib.request, "urlopen", None)
    assert tool.main(["profile"]) == 0  # it is there, and not fetched again


@pytest.mark.parametrize("answer", [b"something else", OSError("no net")])
def test_the_tool_never_fails_a_build(
    answer: bytes | OSError,
    tool: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fetch(*_: object, **__: object) -> io.BytesIO:
        if isinstance(answer, OSError):
            raise answer
        return io.BytesIO(answer)

    monkeypatch.setattr(tool.urllib.request, "urlopen", fetch)
    assert tool.main(["profile"]) == 0
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "fetched").exists()
