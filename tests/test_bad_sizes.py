"""Manuscripts of absurd size are refused with a limit, or read; nothing hangs or overflows."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Pillow

from satzspiegel.build import build, check
from satzspiegel.manuscript import limits, pandoc
from satzspiegel.messages import ManuscriptError, render
from satzspiegel.model import Place

HEAD = "---\ntitle: Probe\nlang: de\n---\n\n"
#: Seconds; the machine may be busy.
AT_ONCE = 20
NESTED, BRACKETS = limits.NESTED, limits.BRACKETS

#: Case → text (it begins in line 6), line, column and code.
TOO_MUCH: dict[str, tuple[Callable[[], str], str]] = {
    "a line of 5 MB": (lambda: "Wort und Satz. " * 340_000, "6:1 paragraph-too-long"),
    "a word of 5 MB behind text": (
        lambda: "Text.\n\n" + "x" * 5_000_000,
        "8:1 paragraph-too-long",
    ),
    "10,000 quotations": (lambda: ">" * 10_000 + " Text.", "6:1 nesting-too-deep"),
    "10,000 quotations with spaces": (lambda: "> " * 10_000 + "Text.", "6:1 nesting-too-deep"),
    "10,000 brackets": (lambda: "[" * 10_000 + "x", f"6:{BRACKETS + 1} brackets-too-many"),
    "10,000 notes in notes": (
        lambda: "^[" * 10_000 + "x" + "]" * 10_000,
        f"6:{2 * (BRACKETS + 1)} brackets-too-many",
    ),
    "1,000 divisions": (
        lambda: "::: a\n\n" * 1000 + "Text.\n\n" + ":::\n\n" * 1000,
        f"{6 + 2 * NESTED}:1 nesting-too-deep",
    ),
    "100 lists": (
        lambda: "".join("  " * i + f"- x{i}\n" for i in range(100)),
        "* nesting-too-deep",
    ),
    "100,000 notes": (
        lambda: "".join(f"Wort.[^{i}]\n\n[^{i}]: Note {i}.\n\n" for i in range(100_000)),
        "80006:6 notes-too-many",
    ),
}
#: What is much, but within the limits.
MUCH = {
    "quotations": "> " * 12 + "Text.",
    "brackets": "[" * BRACKETS + "x" + "]" * BRACKETS,
    "brackets in code": "Der Code `" + "[" * 100 + "`.\n\n    " + "[" * 100,
    "brackets that are text": "\\[" * 100,
    "brackets in many paragraphs": "[ a\n\n" * 100,
    "divisions one after the other": "::: a\n\nText.\n\n:::\n\n" * 100,
    "marks without sense": "*a **b _c " * 200 + "~" * 500 + "^" * 500,
}


#: A small drawing.
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'


def limit(setting: str) -> str:
    return f"satzspiegel:\n  limits: {{{setting}}}"


def write(folder: Path, text: str) -> Path:
    path = folder / "probe.md"
    path.write_text(HEAD + text, "utf-8")
    return path


@pytest.mark.parametrize("case", TOO_MUCH)
def test_too_much_is_said_at_once(case: str, tmp_path: Path) -> None:
    text, expected = TOO_MUCH[case]
    path = write(tmp_path, text())
    begun = time.monotonic()
    with pytest.raises(ManuscriptError) as raised:
        check(path)
    assert time.monotonic() - begun < AT_ONCE
    finding = raised.value.findings[0]
    place = finding.place
    assert place
    at = f"{place.line}:{place.column}" if expected[0] != "*" else "*"
    assert (place.file, f"{at} {finding.code}") == ("probe.md", expected)
    assert place.line > 5
    for language in ("de", "en"):
        assert "\n" not in render(finding, language)


@pytest.mark.parametrize(
    ("setting", "text", "code"),
    [
        ("paragraph: 20", "Ein Absatz von mehr Zeichen.", "paragraph-too-long"),
        ("notes: 1", "Eins.^[A.] Zwei.[^b]\n\n[^b]: B.", ""),
        ("notes: 1", "Eins.[^a] Zwei.[^b]\n\n[^a]: A.\n\n[^b]: B.", "notes-too-many"),
        ("image-megapixels: 1", "![Bild.](bild.png){alt=B}", "image-too-large"),
        ("image-megapixels: 2", "![Bild.](bild.png){alt=B}", ""),
        ("image-megabytes: 1", "![Bild.](schwer.png){alt=B}", "image-too-large"),
        ("image-megabytes: 2", "![Bild.](schwer.png){alt=B}", ""),
        ("drawing-megabytes: 1", "![Bild.](bild.svg){alt=B}", "image-too-large"),
        ("drawing-megabytes: 2", "![Bild.](bild.svg){alt=B}", ""),
        ("paragraph: 10000001", "Text.", "setting-value"),
        ("paragraph: 0", "Text.", "setting-value"),
        ("paragraph: viel", "Text.", "setting-type"),
        ("paragraf: 5", "Text.", "setting-unknown"),
    ],
)
def test_limits_are_settings(setting: str, text: str, code: str, tmp_path: Path) -> None:
    path = write(tmp_path, text)
    path.write_text(path.read_text("utf-8").replace("lang: de", f"lang: de\n{limit(setting)}"))
    Pillow.new("RGB", (1200, 1200)).save(tmp_path / "bild.png")
    picture = (tmp_path / "bild.png").read_bytes()
    (tmp_path / "schwer.png").write_bytes(picture + bytes(1_200_000))
    (tmp_path / "bild.svg").write_text(DRAWING + " " * 1_200_000)
    try:
        codes = {finding.code for finding in check(path).findings}
    except ManuscriptError as error:
        codes = {finding.code for finding in error.findings}
    assert codes == ({code} if code else set())


@pytest.mark.parametrize("case", MUCH)
def test_much_is_read(case: str, tmp_path: Path) -> None:
    assert check(write(tmp_path, MUCH[case])).ok


def test_the_deepest_is_built(tmp_path: Path) -> None:
    """Each quotation and its paragraph count, and what is emphasised in it."""
    path = write(tmp_path, "> " * (NESTED - 3) + "Ein *betontes* Wort.")
    assert build(path, ["html"], output=tmp_path / "out").ok


def test_deep_metadata(tmp_path: Path) -> None:
    path = tmp_path / "probe.md"
    path.write_text("---\ntitle: " + "[" * 5000 + "\n---\n\nText.", "utf-8")
    with pytest.raises(ManuscriptError) as raised:
        check(path)
    assert "\n" not in render(raised.value.findings[0], "de")


def test_pandoc_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(*_: object, timeout: float, **__: object) -> None:
        raise subprocess.TimeoutExpired("pandoc", timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(ManuscriptError) as raised:
        pandoc.parse("Text.", Place("probe.md"))
    assert render(raised.value.findings[0], "de").startswith(
        "probe.md: Fehler: Pandoc ist nach 40 Sekunden nicht fertig. Teilen Sie die Datei"
    )
