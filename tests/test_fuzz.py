"""Whatever a manuscript holds, the program says what is wrong, and touches nothing else.

A few of the cases that ``python -m bench.fuzz`` puts through by the thousand. Each condition is
seeded with a fault as well, because a condition that sees nothing would hold always.
"""

from __future__ import annotations

import contextlib
import gc
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz import conditions
from fuzz.cases import SECRET, SECRET_WORDS, Case
from fuzz.conditions import GOOD, Action, judge
from fuzz.corpus import corpus, kept_cases, seeded
from fuzz.grammar import Grammar
from fuzz.hostile import named_cases
from fuzz.metadata import metadata
from fuzz.mutations import mutated
from fuzz.sources import broken_source, imported
from satzspiegel.manuscript.files import METADATA_FILE, SourceFile, find_sources, load_yaml
from satzspiegel.manuscript.note_labels import label_findings
from satzspiegel.manuscript.settings import read_settings
from satzspiegel.manuscript.silences import read_silences
from satzspiegel.manuscript.source import scan
from satzspiegel.messages import SatzspiegelError, render
from satzspiegel.model import Finding, Place, Severity

#: Seeds that go through a whole check, and through a build, in the test suite.
CHECKED, BUILT = range(30), (0, 5)
#: Seeds of broken sources that are imported.
IMPORTED = range(20)
CALLS = (["check"], ["build", "-e", "html"], ["check", "--format", "json"])
PLAIN = Case("plain", {"01-text.md": b"# A\n\nWort.[^1]\n\n[^1]: Note.\n"})
RANDOMS = st.randoms(use_true_random=False)
FAULTS = st.sampled_from([0.0, 0.1, 0.5])
QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="session", autouse=True)
def watching(tmp_path_factory: pytest.TempPathFactory) -> None:
    conditions.install(tmp_path_factory.mktemp("spare"))


@pytest.fixture(autouse=True)
def tidied() -> None:
    """WeasyPrint removes its folders when they are collected: those of other tests not later."""
    gc.collect()


@pytest.fixture
def sandbox(tmp_path: Path) -> Path:
    return tmp_path / "sandkasten"


@pytest.mark.parametrize("seed", CHECKED)
def test_checked(seed: int, sandbox: Path) -> None:
    assert judge(seeded(seed), sandbox) == []


@pytest.mark.parametrize("seed", BUILT)
def test_built(seed: int, sandbox: Path) -> None:
    assert judge(seeded(seed), sandbox, conditions.built) == []


@pytest.mark.parametrize("seed", IMPORTED)
def test_imported(seed: int, sandbox: Path) -> None:
    assert judge(broken_source(seed), sandbox, imported) == []


@pytest.mark.parametrize("case", list(kept_cases()), ids=lambda case: case.name)
def test_what_once_failed(case: Case, sandbox: Path) -> None:
    assert judge(case, sandbox) == []


def test_the_corpus_is_large_and_the_same_each_time() -> None:
    cases = {case.name: case for case in corpus()}
    assert len(cases) >= 650
    assert [seeded(seed).files for seed in range(40)] == [
        next(case.files for case in cases.values() if case.name.startswith(f"seed-{seed}-"))
        for seed in range(40)
    ]
    assert sum(len(data) for case in cases.values() for data in case.files.values()) < 20_000_000


def test_each_named_case_can_be_written(tmp_path: Path) -> None:
    for case in named_cases():
        if not case.heavy:
            path = case.write(tmp_path / case.name)
            assert path.exists() == (case.name != "missing")


# ------------------------------------------------------------------------------ properties


@QUICK
@given(RANDOMS, FAULTS)
def test_labels_and_silences_of_any_text(random: Random, faults: float) -> None:
    """All that reads a text beside Pandoc: whatever the grammar writes, broken or whole."""
    text = Grammar(random, faults).text()
    _scanned(text.encode())
    _scanned(mutated(text.encode(), random))


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _scanned(data)


@QUICK
@given(RANDOMS, FAULTS)
def test_any_metadata_are_read_or_refused(random: Random, faults: float) -> None:
    text = metadata(random, faults)
    _loaded(text)
    _loaded(mutated(text.encode(), random).decode("utf-8", "replace"))


YAML_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)


@QUICK
@given(st.dictionaries(st.text(max_size=12), YAML_VALUES, max_size=4) | YAML_VALUES)
def test_any_settings_are_read_or_refused(value: object) -> None:
    place = Place(METADATA_FILE, 1)
    try:
        read_settings({"satzspiegel": value}, "satzspiegel: …\n", place)
    except SatzspiegelError as error:
        _said(error.findings)


def _scanned(data: bytes) -> None:
    """What the reader beside Pandoc makes of bytes: findings that can be said, in the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.md"
        path.write_bytes(data)
        try:
            sources = find_sources(path)
            load_yaml(sources.metadata, sources.metadata_place)
        except SatzspiegelError as error:
            _said(error.findings)
            return
    for file in sources.files:
        source = scan(file)
        read_silences(source)
        findings = list(label_findings(source))
        _said(findings)
        lines = file.text.split("\n")
        assert all(1 <= f.place.line <= len(lines) for f in findings if f.place)


def _loaded(text: str) -> None:
    place = Place(METADATA_FILE, 1)
    try:
        read_settings(load_yaml(text, place), text, place)
    except SatzspiegelError as error:
        _said(error.findings)


def _said(findings: Iterable[Finding]) -> None:
    for finding in findings:
        assert "\n" not in render(finding, "de") + render(finding, "en")


# ------------------------------------------------------------------------- seeded faults


def _raising(manuscript: Path, output: Path) -> Iterable[Finding]:
    raise KeyError("x")


def _writing_outside(manuscript: Path, output: Path) -> Iterable[Finding]:
    (output.parent / "fremd.txt").write_text("x")
    return ()


def _removing_outside(manuscript: Path, output: Path) -> Iterable[Finding]:
    (manuscript / "01-text.md").unlink()
    return ()


def _removing_a_folder(manuscript: Path, output: Path) -> Iterable[Finding]:
    shutil.rmtree(manuscript)
    return ()


def _calling_out(manuscript: Path, output: Path) -> Iterable[Finding]:
    with contextlib.suppress(Exception):  # hides what went wrong, as a careless library would
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    return ()


def _opening_the_secret(manuscript: Path, output: Path) -> Iterable[Finding]:
    (manuscript / ".." / f"{SECRET}.md").read_text()
    return ()


def _copying_the_secret(manuscript: Path, output: Path) -> Iterable[Finding]:
    (output / "neu.html").write_text(SECRET_WORDS)
    return ()


def _failing(manuscript: Path, output: Path, name: str = GOOD[0]) -> Iterable[Finding]:
    (output / name).write_text("halb")
    return (Finding("manuscript-empty", Severity.ERROR),)


def _leaving_behind(manuscript: Path, output: Path) -> Iterable[Finding]:
    return _failing(manuscript, output, "halb.pdf")


def _naming_nothing(manuscript: Path, output: Path) -> Iterable[Finding]:
    return (Finding("gibt-es-nicht", Severity.HINT),)


def _placing_outside(manuscript: Path, output: Path) -> Iterable[Finding]:
    return (Finding("manuscript-empty", Severity.HINT, Place("01-text.md", 3, 99)),)


SEEDED: dict[Action, str] = {
    _raising: "KeyError",
    _writing_outside: "written outside the output",
    _removing_outside: "os.remove outside the output",
    _removing_a_folder: "os.remove outside the output",
    _calling_out: "network",
    _opening_the_secret: f"opened: {SECRET}.md",
    _copying_the_secret: "secret in neu.html",
    _failing: "last good set touched",
    _leaving_behind: "left behind: ausgabe/halb.pdf",
    _naming_nothing: "KeyError: 'gibt-es-nicht'",
    _placing_outside: "place outside the file",
}


@pytest.mark.parametrize("action", SEEDED, ids=lambda action: action.__name__)
def test_a_seeded_fault_is_seen(action: Action, sandbox: Path) -> None:
    assert SEEDED[action] in "\n".join(judge(PLAIN, sandbox, action))


def test_what_reads_and_writes_where_it_may_has_no_fault(sandbox: Path) -> None:
    def action(manuscript: Path, output: Path) -> Iterable[Finding]:
        (output / GOOD[0]).write_bytes((manuscript / "01-text.md").read_bytes())
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a").write_text("b")
        return ()

    assert judge(PLAIN, sandbox, action) == []


# --------------------------------------------------------------------- what fuzzing showed


def test_a_finding_is_one_line_whatever_it_quotes() -> None:
    values = {"key": "a\nb\x1b[2J\u202ec\u2028d\ud800", "label": "x\ty"}
    finding = Finding("citation-unknown", Severity.ERROR, Place("a\nb.md", 1), values)
    said = render(finding, "de")
    assert said.startswith("a b.md:1: ")
    assert "a b␛[2J\ufffdc d\ufffd" in said
    assert said.isprintable()


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_the_command_line_has_no_traceback(words: list[str], sandbox: Path) -> None:
    text = "# [b]A[/]\n\nWort ^[a ^[b].] \ufffc.^[c.]\n"
    given = Case("x", {"01-text.md": text.encode()}).write(sandbox)
    command = [sys.executable, "-m", "satzspiegel", *words, str(given)]
    if words[0] == "build":
        command += ["-o", str(sandbox / "ausgabe")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 1
    assert "note-in-note" in done.stdout or "01-text.md:3:10: Fehler:" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_source_file_is_scanned_whatever_stands_for_a_call() -> None:
    assert (
        list(label_findings(scan(SourceFile("a.md", "A \ufffc[^1].\n\n[^1]: B \ufffc.\n")))) == []
    )
