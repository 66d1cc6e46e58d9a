"""What of the family is made where something is missing, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from satzspiegel import build, verify
from satzspiegel.editions.print import profiles
from satzspiegel.model import Severity

TEXT = "---\ntitle: Klein\nlang: de\n{settings}---\n\n# Eins\n\nEin Satz.[^1]\n\n[^1]: Anmerkung.\n"
NO_PROFILE = "satzspiegel: {print: {profile: FOGRA51}}\n"
SMALL_SHEET = "satzspiegel: {booklet: {sheet: A4}}\n"


def written(folder: Path, settings: str) -> Path:
    path = folder / "klein.md"
    path.write_text(TEXT.format(settings=settings), "utf-8")
    return path


@pytest.fixture
def _without_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "system_folders", lambda: iter(()))


@pytest.mark.usefixtures("_without_profiles")
def test_without_a_profile_everything_else_is_built(tmp_path: Path) -> None:
    result = build(written(tmp_path, NO_PROFILE), output=tmp_path / "out")
    assert [(f.code, f.severity) for f in result.findings] == [
        ("profile-missing", Severity.WARNING)
    ]
    names = {path.name for path in result.files}
    assert {"klein.pdf", "klein-booklet.pdf", "klein.epub", "klein.html"} <= names
    assert not any("print" in name or "cover" in name for name in names)
    # The booklet is made from the PDF, and has its intent.
    with pikepdf.open(tmp_path / "out" / "klein-booklet.pdf") as booklet:
        assert [str(one.S) for one in booklet.Root.OutputIntents] == ["/GTS_PDFA1"]
    assert verify(tmp_path / "klein.md", output=tmp_path / "out", validators=False).ok


@pytest.mark.usefixtures("_without_profiles")
def test_a_print_edition_that_was_asked_for_has_to_be_made(tmp_path: Path) -> None:
    result = build(written(tmp_path, NO_PROFILE), ["print", "pdf"], output=tmp_path / "out")
    assert [(f.code, f.severity) for f in result.findings] == [("profile-missing", Severity.ERROR)]
    assert not (tmp_path / "out" / "klein.pdf").exists()


@pytest.mark.parametrize(
    ("editions", "severity"), [((), Severity.WARNING), (("booklet",), Severity.ERROR)]
)
def test_pages_too_large_for_the_sheet(
    editions: tuple[str, ...], severity: Severity, tmp_path: Path
) -> None:
    path = written(tmp_path, SMALL_SHEET)
    result = build(path, editions, "sachlich", tmp_path / "out")
    found = [(f.code, f.severity) for f in result.findings]
    assert found == [("booklet-sheet-small", severity)]
    assert not (tmp_path / "out" / "klein-booklet.pdf").exists()
    assert (tmp_path / "out" / "klein-print.pdf").exists() == (not editions)


def test_a_print_file_of_another_build_is_named(tmp_path: Path) -> None:
    path, out = written(tmp_path, ""), tmp_path / "out"
    assert build(path, output=out).ok
    path.write_text(path.read_text("utf-8").replace("Ein Satz", "Zwei Sätze"), "utf-8")
    assert build(path, ["pdf", "epub", "html"], output=out).ok
    found = verify(path, output=out, validators=False).findings
    codes = {(finding.code, finding.values.get("edition")) for finding in found}
    assert {("edition-mixed", "print"), ("lines-differ", "print")} <= codes


def test_shapes_without_size_are_missed_nowhere(tmp_path: Path) -> None:
    shapes = '<rect width="2" height="2"/><rect/><path d="M 0 0"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">{shapes}</svg>'
    (tmp_path / "a.svg").write_text(drawing, "utf-8")
    path = written(tmp_path, "")
    path.write_text(path.read_text("utf-8") + '\n![](a.svg){alt="A" width=2cm}\n', "utf-8")
    assert build(path, output=tmp_path / "out").findings == ()
