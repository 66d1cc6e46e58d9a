"""The validators of PDFs: what they say of what we make and of broken files, and how they come."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import stat
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest
from pikepdf import Name, Pdf

from samples import write_sample
from satzspiegel.dump import Dump
from satzspiegel.editions import PDF
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.messages import LANGUAGES, render
from satzspiegel.model import Place, Severity
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style
from satzspiegel.verify import validators
from satzspiegel.verify.validators import (
    VALIDATORS,
    Message,
    Validation,
    ValidatorFailedError,
    ValidatorMissingError,
    findings_of,
    programs,
    validate,
)
from satzspiegel.verify.validators.pdf import claimed_part, profiles
from satzspiegel.verify.validators.themes import PDF_THEMES
from validators import or_skip

TOOL = Path(__file__).parents[1] / "tools" / "prerequisites.py"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as PDF."""
    return made(tmp_path_factory.mktemp("pdf"), embed=False)


def made(folder: Path, *, embed: bool) -> Path:
    """The sample as PDF, with the manuscript in it or without."""
    settings = {"satzspiegel": {"embed-manuscript": embed}}
    publication, _ = read_publication(write_sample(folder / "probe", settings))
    path = folder / "probe.pdf"
    path.write_bytes(make_pdf(publication, load_style(), "0123456789abcdef", Dump()).data)
    return path


def spoilt(whole: Path, target: Path, seed: Callable[[Pdf], None]) -> Path:
    with pikepdf.open(whole) as pdf:
        seed(pdf)
        pdf.save(target, fix_metadata_version=False)
    return target


def without_ids(pdf: Pdf) -> None:
    seen = 0
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Note":
            del thing.ID
            seen += 1
    assert seen > 1


def without_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def codes(messages: list[Message]) -> set[str]:
    said = findings_of([Validation("x", "1", "pdf", "probe.pdf", tuple(messages))])
    return {finding.code for finding in said}


# ----------------------------------------------------------------------------- what they find


def test_page_validation_finds_nothing_in_what_we_make(whole: Path) -> None:
    assert validators.page_validation(whole) == []


def test_verapdf_finds_nothing_in_what_we_make(whole: Path) -> None:
    assert or_skip(lambda: validators.verapdf(whole)) == []


def test_nothing_is_found_with_the_manuscript_in_it(tmp_path: Path) -> None:
    path = made(tmp_path, embed=True)
    assert profiles(path) == ("ua1", "3a")
    assert validators.page_validation(path) == []
    assert or_skip(lambda: validators.verapdf(path)) == []


@pytest.mark.parametrize(
    ("seed", "rules", "code"),
    [
        (without_ids, {"PDFUA1-NOTE-ID-001"}, "validated-tags"),
        (without_intent, {"PDFA2A-DEVICE-GRAY-001", "PDFA2A-DEVICE-RGB-001"}, "validated-colour"),
    ],
    ids=["ids", "intent"],
)
def test_page_validation_on_a_fault(
    seed: Callable[[Pdf], None], rules: set[str], code: str, whole: Path, tmp_path: Path
) -> None:
    messages = validators.page_validation(spoilt(whole, tmp_path / "a.pdf", seed))
    assert {one.rule for one in messages} & rules
    assert codes(messages) == {code}
    assert {one.place for one in messages} == {Place("a.pdf")}
    assert {one.severity for one in messages} == {Severity.ERROR}


def test_verapdf_on_faults(whole: Path, tmp_path: Path) -> None:
    def seed(pdf: Pdf) -> None:
        without_ids(pdf)
        without_intent(pdf)

    broken = spoilt(whole, tmp_path / "a.pdf", seed)
    messages = or_skip(lambda: validators.verapdf(broken))
    rules = {one.rule: one.count for one in messages}
    assert rules["ua1-7.9-1"] > 1
    assert any(rule.startswith("2a-6.2.4.3-") for rule in rules)
    assert codes(messages) == {"validated-tags", "validated-colour"}


def test_a_file_that_is_none_is_broken_once(tmp_path: Path) -> None:
    path = tmp_path / "kein.pdf"
    path.write_bytes(b"%PDF-1.7 oder nicht")
    (message,) = validators.page_validation(path)
    assert codes([message]) == {"validated-broken"}
    (other,) = or_skip(lambda: validators.verapdf(path))
    assert codes([other]) == {"validated-broken"}


def test_what_a_file_claims_is_what_is_asked(tmp_path: Path) -> None:
    files = {}
    for name, packet in {
        "none": None,
        "two": b"<pdfaid:part>2</pdfaid:part>",
        "three": b"<rdf:Description pdfaid:part='3'/>",
    }.items():
        files[name] = tmp_path / f"{name}.pdf"
        with Pdf.new() as pdf:
            pdf.add_blank_page()
            if packet:
                pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
            pdf.save(files[name], fix_metadata_version=False)
    assert [claimed_part(path) for path in files.values()] == ["", "2", "3"]
    assert [profiles(path)[1] for path in files.values()] == ["2a", "2a", "3a"]


def test_both_are_asked_about_the_pdf(whole: Path) -> None:
    asked = [one for one in VALIDATORS if one.edition is PDF]
    said = validate({PDF: whole}, "de", asked)
    assert [one.validator for one in said] == ["page-validation", "veraPDF"]
    assert said[0].state == "fine"
    assert said[0].version
    assert said[1].state in ("fine", "missing")
    assert bool(said[1].version) == (said[1].state == "fine")


# ------------------------------------------------------------------------------ what they mean


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("PDFUA1-FIGURE-ALTERNATIVE-TEXT-001 ua1-7.3-1", "validated-alternative-text"),
        ("PDFUA1-HEADING-NESTING-001 ua1-7.4.2-1 ua1-7.4.4-1", "validated-headings"),
        ("PDFUA1-TABLE-HEADERS-SCOPE-001 PDFUA1-TR-KIDS-001 ua1-7.5-1", "validated-table"),
        ("PDFUA1-THEAD-KIDS-001 PDFUA1-TBODY-PARENT-001 PDFUA1-TFOOT-KIDS-001", "validated-table"),
        ("PDFUA1-TD-PARENT-001 PDFUA1-TH-PARENT-001", "validated-table"),
        ("PDFUA1-TEXT-LANGUAGE-001 PDFA2A-LANG-001 2a-6.7.4-1", "validated-language"),
        ("PDFUA1-METADATA-LANGUAGE-001", "validated-language"),
        ("PDFUA1-METADATA-TITLE-001 ua1-7.1-9 ua1-7.1-10", "validated-title"),
        ("PDFUA1-ID-PART-001 PDFA2A-ID-SCHEMA-001 PDFA3A-INFO-TITLE-001", "validated-pdf-metadata"),
        ("PDFA2A-XMP-ENCODING-001 ua1-5-1 ua1-7.1-8 3a-6.6.4-1", "validated-pdf-metadata"),
        ("PDFUA1-FONT-EMBEDDING-001 PDFA2A-CID-SUBSET-CIDSET-001 ua1-7.21.4.1-1", "validated-font"),
        ("PDFA2A-UNICODE-MAPPING-001 2a-6.2.11.7.2-1 PDFUA1-NOTDEF-GLYPH-001", "validated-font"),
        ("PDFA3A-EMBEDDED-FILE-MIME-001 3a-6.8-3 ua1-7.11-1", "validated-attachment"),
        ("PDFA2A-ACTION-TYPE-001 2a-6.5.1-1 2a-6.4.1-1", "validated-actions"),
        ("PDFA2A-CATALOG-ADDITIONAL-ACTIONS-001", "validated-actions"),
        ("PDFUA1-LINK-CONTENTS-001 PDFA2A-ANNOTATION-FLAGS-001", "validated-annotation"),
        ("ua1-7.18.5-2 2a-6.3.2-1 PDFUA1-PAGE-TABS-001", "validated-annotation"),
        ("PDFA2A-DEVICE-RGB-001 PDFA2A-OUTPUTINTENT-001 2a-6.2.4.3-2", "validated-colour"),
        ("PDFA2A-TRANSPARENCY-GROUP-CS-001 2a-6.2.10-2 2a-6.2.3-1", "validated-colour"),
        ("PDFUA1-NOTE-ID-001 PDFUA1-LI-KIDS-001 PDFUA1-TOC-KIDS-001 ua1-7.9-1", "validated-tags"),
        ("PDFUA1-CONTENT-TAGGING-001 PDFA2A-STRUCT-TREE-ROOT-001 ua1-7.1-3", "validated-tags"),
        ("PDFA2A-TRAILER-ID-001 2a-6.1.3-1 PDFA2A-IMAGE-INTERPOLATE-001", "validated-file"),
        ("PARSE", "validated-broken"),
    ],
)
def test_what_rules_mean(rules: str, code: str) -> None:
    for rule in rules.split():
        told = Message("x", rule, Severity.ERROR, Place("a.pdf"), "x")
        assert codes([told]) == {code}, rule


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TR element contains a child other than TH or TD", "validated-table"),
        ("Natural language for text can't be determined", "validated-language"),
        ("LI element contains a child other than Lbl or LBody", "validated-tags"),
    ],
)
def test_what_one_clause_means_by_its_words(text: str, code: str) -> None:
    told = Message("veraPDF", "ua1-7.2-10", Severity.ERROR, Place("a.pdf"), text)
    assert codes([told]) == {code}


def test_findings_are_plain_in_both_languages() -> None:
    for code in {theme.code for theme in PDF_THEMES}:
        rule = next(theme for theme in PDF_THEMES if theme.code == code).rules.split()[0]
        told = Message("veraPDF", rule.replace("*", "1"), Severity.ERROR, Place("a.pdf"), "x.")
        (finding,) = findings_of([Validation("veraPDF", "1", "pdf", "a.pdf", (told,))])
        said = [render(finding, language) for language in LANGUAGES]
        assert said[0] != said[1]
        assert all(one.startswith("a.pdf: ") and "veraPDF" in one for one in said)


# --------------------------------------------------------------------- missing, broken, fetched


@pytest.fixture
def fake_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Puts a Java in the place of the real one that prints an answer; veraPDF seems to be there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(programs, "VERAPDF_PATH", TOOL)

    def answering(said: object) -> None:
        path = folder / "java"
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\ncat <<'END'\n{json.dumps(said)}\nEND\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return answering


def test_a_missing_verapdf_is_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch, whole: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "VERAPDF_PATH", tmp_path / "kein.jar")
    with pytest.raises(ValidatorMissingError) as missing:
        validators.verapdf(whole)
    assert missing.value.missing == "Java, veraPDF"
    install, fetch = missing.value.command.split(" && ")
    assert install == "sudo apt install default-jre-headless"
    assert fetch.startswith("curl -fsSL --create-dirs -o ")
    assert fetch.endswith(f" {programs.VERAPDF_ADDRESS}")


def test_verapdf_that_breaks_says_why(fake_java: Callable[[object], None], whole: Path) -> None:
    trouble = {"type": "VALIDATE", "exceptionMessage": "Zu wenig Speicher"}
    fake_java({"report": {"jobs": [{"taskException": trouble}]}})
    with pytest.raises(ValidatorFailedError, match="Zu wenig Speicher"):
        validators.verapdf(whole)


def test_verapdf_s_answer_is_read(fake_java: Callable[[object], None], whole: Path) -> None:
    rule = {"clause": "7.9", "testNumber": 2, "description": "lang", "failedChecks": 3}
    told = {**rule, "checks": [{"errorMessage": "kurz"}]}
    result = {"details": {"ruleSummaries": [rule, told]}}
    fake_java({"report": {"jobs": [{"validationResult": [result]}]}})
    found = validators.verapdf(whole)
    assert [(one.rule, one.text, one.count) for one in found] == [
        ("ua1-7.9-2", "lang", 3),
        ("ua1-7.9-2", "kurz", 3),
        ("2a-7.9-2", "lang", 3),
        ("2a-7.9-2", "kurz", 3),
    ]


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool that fetches veraPDF, from a folder of ours and into one."""
    spec = importlib.util.spec_from_file_location("prerequisites", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.delenv("SATZSPIEGEL_VERAPDF", raising=False)
    return module


def offer(tool: ModuleType, folder: Path, data: bytes) -> Path:
    """Let the tool find a file of these bytes at its address; where it will put it."""
    (folder / "angeboten.jar").write_bytes(data)
    target: Path = folder / "share" / "vera.jar"
    tool.VERAPDF_ADDRESS = (folder / "angeboten.jar").as_uri()  # type: ignore[attr-defined]
    tool.VERAPDF = target  # type: ignore[attr-defined]
    return target


def test_the_tool_fetches_the_release_that_is_asked(tool: ModuleType) -> None:
    assert tool.VERAPDF_ADDRESS == programs.VERAPDF_ADDRESS
    assert tool.VERAPDF_NAME == programs.VERAPDF_NAME
    assert tool.VERAPDF.parts[-4:-1] == (".venv", "share", "verapdf")


def test_verapdf_is_kept_if_it_is_the_file_it_was(tool: ModuleType, tmp_path: Path) -> None:
    target = offer(tool, tmp_path, b"PK")
    tool.VERAPDF_SHA256 = hashlib.sha256(b"PK").hexdigest()  # type: ignore[attr-defined]
    tool.fetch_verapdf()
    assert target.read_bytes() == b"PK"
    assert tool.is_there("verapdf")
    (tmp_path / "angeboten.jar").unlink()
    tool.fetch_verapdf()  # it is there: nothing is asked


def test_another_file_is_not_kept(tool: ModuleType, tmp_path: Path) -> None:
    target = offer(tool, tmp_path, b"PK anders")
    with pytest.raises(tool.MissingError, match="not the file it was"):
        tool.fetch_verapdf()
    assert not target.parent.exists()
    assert not tool.is_there("verapdf")


def test_no_web_is_said(tool: ModuleType, tmp_path: Path) -> None:
    offer(tool, tmp_path, b"")
    (tmp_path / "angeboten.jar").unlink()
    with pytest.raises(tool.MissingError, match="cannot be fetched"):
        tool.fetch_verapdf()
