"""What the tests share: manuscripts made from strings, golden files, and loud skips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml

from satzspiegel.editions.pdf.painter import font_url
from satzspiegel.fonts import Face, faces_for
from satzspiegel.messages import LANGUAGES, render
from satzspiegel.model import Block, Finding, Publication
from satzspiegel.reading import read_structure
from satzspiegel.styles import load_style
from satzspiegel.walks import own_inlines, plain_text, walk_blocks

ROOT = Path(__file__).parent.parent
#: The file of :func:`read_text`.
FILE = "01-text.md"

Reading = tuple[Publication, tuple[Finding, ...]]
ReadText = Callable[..., Reading]
ReadFiles = Callable[[dict[str, str]], Reading]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was not checked is said last and loudest."""
    skipped: Sequence[pytest.TestReport] = terminalreporter.stats.get("skipped", [])
    reasons = sorted({str(report.longrepr[2]) for report in skipped if report.longrepr})  # type: ignore[index]
    if reasons:
        terminalreporter.section("NOT CHECKED", sep="!", red=True, bold=True)
        for reason in reasons:
            terminalreporter.line(reason.removeprefix("Skipped: "), red=True)


def one_face(text: str) -> tuple[tuple[Face, ...], str]:
    """A face of the pages with the characters of a text, and the rule that names it »Satz«.

    Painters know no others: without one there is nothing to paint with.
    """
    faces = faces_for("pdf", [text], load_style())[:1]
    return faces, f'@font-face {{ font-family: "Satz"; src: url({font_url(0)}) }}\n'


@pytest.fixture(autouse=True)
def neutral_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """No locale that Satzspiegel knows: it speaks the manuscript's language, else German."""
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture
def write_files(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Path]:
    """Writes the files of a manuscript and returns its folder."""

    def write(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "manuskript"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.fixture
def read_files(write_files: Callable[[dict[str, str]], Path]) -> ReadFiles:
    """Reads a manuscript given as files: manuscript → notes → structure."""

    def read(files: dict[str, str]) -> Reading:
        publication, findings = read_structure(write_files(files))
        for language in LANGUAGES:  # every finding can be said in every language
            for finding in findings:
                assert render(finding, language)
        return publication, findings

    return read


@pytest.fixture
def read_text(read_files: ReadFiles) -> ReadText:
    """Reads one Markdown text, with metadata fields as keywords (hyphens as underscores)."""

    def read(markdown: str, **metadata: object) -> Reading:
        fields = {key.replace("_", "-"): value for key, value in metadata.items()}
        text = yaml.safe_dump({"title": "Der Titel"} | fields, allow_unicode=True)
        return read_files({"metadata.yaml": text, FILE: markdown})

    return read


def lines(findings: Sequence[Finding], language: str = "de") -> list[str]:
    """Findings as the editor reads them."""
    return [render(finding, language) for finding in findings]


def words_of(blocks: Sequence[Block]) -> str:
    """The words of blocks, without those of notes."""
    return " ".join(filter(None, (plain_text(own_inlines(b)) for b in walk_blocks(tuple(blocks)))))


def codes(findings: Sequence[Finding]) -> list[str]:
    """The findings' codes alone."""
    return [finding.code for finding in findings]
