"""Validators made by others: found or missed, asked, timed, and put into an editor's words."""

from __future__ import annotations

import json
import os
import re
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from samples import write_sample
from satzspiegel import build
from satzspiegel.editions import EPUB, HTML, PDF
from satzspiegel.messages import LANGUAGES, render
from satzspiegel.model import Finding, Place, Severity
from satzspiegel.verify import validators
from satzspiegel.verify.validators import (
    Message,
    Validation,
    Validator,
    ValidatorFailedError,
    ValidatorMissingError,
    findings_of,
    programs,
    running,
    validate,
)
from satzspiegel.verify.validators.anchors import without_anchors
from satzspiegel.verify.validators.findings import THEMES, TOLD
from validators import or_skip

PACKAGES = Path(__file__).parents[1] / "tools" / "validators"
Edit = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as e-book and web page."""
    folder = tmp_path_factory.mktemp("validators")
    result = build(write_sample(folder / "probe"), ["epub", "html"], output=folder / "out")
    assert result.ok
    return folder / "out"


@pytest.fixture(scope="module")
def book(output: Path) -> Path:
    return output / "probe.epub"


@pytest.fixture(scope="module")
def page(output: Path) -> Path:
    return output / "probe.html"


def spoilt_book(book: Path, target: Path, edits: dict[str, Edit]) -> Path:
    """A copy of an EPUB in which one file for each pattern of names is edited."""
    left = dict(edits)
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(target, "w") as copy:
        for info in source.infolist():
            data = source.read(info)
            for pattern in [p for p in left if re.search(p, info.filename)]:
                edited = left[pattern](data)
                if edited != data:
                    data = edited
                    del left[pattern]
            copy.writestr(info, data)
    assert not left
    return target


def replaced(old: str, new: str) -> Edit:
    return lambda data: re.sub(old.encode(), new.encode(), data, count=1)


def spoilt_page(page: Path, target: Path, *edits: tuple[str, str]) -> Path:
    text = page.read_text("utf-8")
    for old, new in edits:
        edited = text.replace(old, new, 1)
        assert edited != text
        text = edited
    target.write_text(text, "utf-8")
    return target


def rules(messages: list[Message]) -> set[str]:
    return {message.rule for message in messages}


def codes(validator: str, messages: list[Message]) -> set[str]:
    told = findings_of([Validation(validator, "1", "epub", "probe.epub", tuple(messages))])
    return {finding.code for finding in told}


# ------------------------------------------------------------------------------ seeded faults


def test_epubcheck_finds_only_usages_in_what_we_make(book: Path) -> None:
    messages = or_skip(lambda: validators.epubcheck(book, usages=True))
    assert rules(messages) == {"CSS-028"}
    assert {message.severity for message in messages} == {Severity.HINT}


def test_epubcheck_on_a_broken_id(book: Path, tmp_path: Path) -> None:
    link = replaced(r'(role="doc-noteref"[^>]*href="#|href="#)([^"]+)', r"\1nirgends-\2")
    broken = spoilt_book(book, tmp_path / "bruch.epub", {r"(?!nav)\w+-\d+\.xhtml$": link})
    messages = or_skip(lambda: validators.epubcheck(broken))
    assert rules(messages) == {"RSC-012"}
    assert codes("EPUBCheck", messages) == {"validated-link"}
    (place,) = {message.place for message in messages}
    assert re.fullmatch(r"bruch\.epub/EPUB/[\w-]+\.xhtml", place.file)
    assert place.line > 0
    assert messages[0].severity is Severity.ERROR
    assert messages[0].text == "Fragmentbezeichner ist nicht angegeben."


def test_epubcheck_on_an_id_that_stands_twice(book: Path, tmp_path: Path) -> None:
    ids = replaced(r"<section ", '<section id="zweimal"><i id="zweimal"></i></section><section ')
    broken = spoilt_book(book, tmp_path / "bruch.epub", {r"\w+-\d+\.xhtml$": ids})
    messages = or_skip(lambda: validators.epubcheck(broken, language="en"))
    assert rules(messages) == {"RSC-005"}
    assert "validated-id" in codes("EPUBCheck", messages)
    assert messages[0].text.startswith("Error while parsing")


def test_epubcheck_on_what_is_no_book(tmp_path: Path) -> None:
    (tmp_path / "kein.epub").write_bytes(b"kein Buch")
    messages = or_skip(lambda: validators.epubcheck(tmp_path / "kein.epub"))
    assert codes("EPUBCheck", messages) == {"validated-broken"}
    assert {message.place.file for message in messages} == {"kein.epub"}


def test_ace_on_pages_without_source_and_images_without_words(book: Path, tmp_path: Path) -> None:
    names = zipfile.ZipFile(book).namelist()
    first = next(name for name in names if re.search(r"-\d+\.xhtml$", name))
    mark = '<span epub:type="pagebreak" role="doc-pagebreak" id="page-9" aria-label="9"></span>'
    link = f'<li><a href="{Path(first).name}#page-9">9</a></li>'
    pages = f'<nav epub:type="page-list" aria-label="Seiten"><ol>{link}</ol></nav>'
    edits = {
        f"{re.escape(first)}$": replaced(r"(<p[^>]*>)", rf"\1{mark}"),
        r"nav\.xhtml$": replaced("</body>", f"{pages}</body>"),
        r"-\d+\.xhtml$": replaced(r'(<img[^>]*?) alt="[^"]+"', r"\1"),
    }
    messages = or_skip(lambda: validators.ace(spoilt_book(book, tmp_path / "a.epub", edits)))
    assert {"epub-pagesource", "image-alt"} <= rules(messages)
    assert {"validated-page-source", "validated-alternative-text"} <= codes("Ace", messages)
    (image,) = (message for message in messages if message.rule == "image-alt")
    assert image.severity is Severity.ERROR
    assert image.place.file.startswith("a.epub/")
    assert "<img" in image.text
    assert "\n" not in image.text


def test_axe_looks_by_day_and_by_night(page: Path, tmp_path: Path) -> None:
    pale = "@media (prefers-color-scheme: dark) { main p { color: #333; background: #222 } }"
    broken = spoilt_page(
        page, tmp_path / "b.html", ("</style>", f"{pale}</style>"), ('<html lang="de-DE"', "<html")
    )
    messages = or_skip(lambda: validators.axe(broken))
    views = {m.rule: re.findall(r"\(((?:\d+ px, \w+(?:; )?)+)\): <", m.text) for m in messages}
    assert views == {
        "color-contrast": ["390 px, dunkel"],
        "html-has-lang": ["1600 px, hell; 390 px, dunkel"],
    }
    assert len(messages) == 2
    assert codes("axe", messages) == {"validated-contrast", "validated-language"}
    contrast = next(message for message in messages if message.rule == "color-contrast")
    assert contrast.count > 5
    assert "Farbkontrast" in contrast.text


def test_the_nu_checker_on_faults_in_html_and_css(page: Path, tmp_path: Path) -> None:
    broken = spoilt_page(
        page,
        tmp_path / "mit leer.html",
        ("</style>", "\nmain { colour: red }\n</style>"),
        ("</main>", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="/></main>'),
    )
    messages = or_skip(lambda: validators.nu_html_checker(page, broken))
    assert rules(messages) == {"CSS", "HTML"}
    assert {message.place.file for message in messages} == {"mit leer.html"}
    told = codes("Nu HTML Checker", messages)
    assert told == {"validated-style-sheet", "validated-alternative-text"}
    style = next(message for message in messages if message.rule == "CSS")
    lines = broken.read_text("utf-8").splitlines()
    assert lines[style.place.line - 1] == "main { colour: red }"


# ------------------------------------------------------------------------------------ anchors

RIGHT = """\
@supports (top: anchor(--a top)) {
 .c { anchor-name: --c; anchor-scope: --c }
 .c:hover { anchor-name: var(--at), --hot; color: red }
 .n { position: absolute; position-anchor: --c; top: anchor(--c top) }
 .n { top: max(anchor(var(--c) top), calc(anchor(bottom --n, -1.5em) + .6rem)); left: anchor(50%) }
}
"""
WRONG = (
    ".a { top: max(anchor(--c top), nonsense) }",
    ".b { top: anchor(--c sideways) }",
    ".c { top: anchor(--c top) 3px 4px }",
    ".d { top: anchr(--c top) }",
    ".e { anchor-nam: --c }",
    ".f { width: anchor-size(--c width) }",
    ".g { anchor-name: c }",
    ".h { x-anchor-name: --c }",
)


def test_anchors_are_taken_out_and_nothing_moves() -> None:
    page = f"<style>\n{RIGHT}</style>\n<p style='anchor-name: --z'>anchor(--z top)</p>"
    plain = without_anchors(page)
    assert [len(line) for line in plain.splitlines()] == [len(line) for line in page.splitlines()]
    style, _, text = plain.partition("</style>")
    assert "anchor" not in style
    assert style.count("0px") == 5
    assert "color: red }" in style
    assert text.split() == ["<p", "style='", "'>anchor(--z", "top)</p>"]


@pytest.mark.parametrize("rule", WRONG)
def test_what_is_no_anchor_stays(rule: str) -> None:
    kept = without_anchors(f"<style>{rule}</style>")
    if "anchor(--c top)" in rule:
        rule = rule.replace("anchor(--c top)", "0px            ")
    assert kept == f"<style>{rule}</style>"


def test_the_nu_checker_sees_all_but_anchors(tmp_path: Path) -> None:
    page = tmp_path / "anker.html"
    head = '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>x</title><style>'
    body = '</style></head><body><p style="anchor-name: --z">x</p></body></html>'
    page.write_text("\n".join([head, RIGHT.strip(), *WRONG, body]), "utf-8")
    messages = or_skip(lambda: validators.nu_html_checker(page))
    first = 2 + len(RIGHT.splitlines())
    assert [m.place.line for m in messages] == list(range(first, first + len(WRONG)))


# ------------------------------------------------------- programs that are missing, hang or crash


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts shell scripts in the place of all programs there are."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def write(name: str, script: str) -> None:
        path = folder / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return write


#: They tell their version and then do what the case is about.
JAVA = '[ "$1" = -version ] && exit 0'
NODE = '[ "$1" = --version ] && echo v18.19.0 && exit 0'


def test_what_is_missing_is_named_with_the_command(
    fake: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch, book: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(programs, "NODE_MODULES", tmp_path)
    with pytest.raises(ValidatorMissingError) as ace:
        validators.ace(book)
    assert ace.value.missing == "Node.js ≥ 18, Chromium, @daisy/ace-core"
    share = f"npm install --ignore-scripts --prefix {programs.SHARE}"
    assert ace.value.command == (
        f"sudo apt install nodejs npm chromium && {share} "
        "@daisy/ace-core@1.4.6 @daisy/ace-axe-runner-puppeteer@1.4.6"
    )
    with pytest.raises(
        ValidatorMissingError, match=r"EPUBCheck: Java .sudo apt install default-jre"
    ):
        validators.epubcheck(book)
    with pytest.raises(ValidatorMissingError, match=r"Java, vnu.jar"):
        validators.nu_html_checker(book)


def test_a_java_that_is_none_and_an_old_node_are_missing(
    fake: Callable[[str, str], None], book: Path
) -> None:
    fake("java", "exit 1")
    fake("node", "echo v16.20.2")
    with pytest.raises(ValidatorMissingError, match="Java"):
        validators.epubcheck(book)
    with pytest.raises(ValidatorMissingError, match=r"Node\.js"):
        validators.node()
    fake("nodejs", NODE)
    with pytest.raises(ValidatorMissingError, match=r"Node\.js"):  # the first on the path counts
        validators.node()


def test_a_validator_that_hangs_is_ended(fake: Callable[[str, str], None], book: Path) -> None:
    fake("java", f"{JAVA}\nexec sleep 60")
    start = time.monotonic()
    with pytest.raises(ValidatorFailedError) as hung:
        validators.epubcheck(book, limit=0.4)
    assert time.monotonic() - start < 5
    assert (hung.value.reason, hung.value.limit) == ("", 0.4)


def test_a_validator_that_will_not_end_is_killed(
    fake: Callable[[str, str], None], book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(running, "GRACE", 0.3)
    script = (
        f"echo $$ > '{tmp_path}/id'; trap '' TERM; for i in 1 2 3 4 5 6 7 8 9; do sleep 1; done"
    )
    fake("java", f"{JAVA}\n{script}")
    start = time.monotonic()
    with pytest.raises(ValidatorFailedError):
        validators.epubcheck(book, limit=1)
    assert time.monotonic() - start < 5
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "id").read_text()), 0)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo one >&2; echo 'two: three' >&2; exit 3", "two: three"),
        ("echo 'no JSON'; exit 0", "no JSON"),
        ("echo '[1]'", "[1]"),
        ("exit 1", "no answer"),
        ("kill -9 $$", "no answer"),
    ],
)
def test_a_validator_that_crashes_gives_its_last_words(
    fake: Callable[[str, str], None], book: Path, script: str, reason: str
) -> None:
    fake("java", f"{JAVA}\n{script}")
    with pytest.raises(ValidatorFailedError) as crash:
        validators.epubcheck(book, limit=5)
    assert crash.value.reason == reason


def test_epubcheck_s_answer_is_read(fake: Callable[[str, str], None], book: Path) -> None:
    places = [{"path": "EPUB/a.xhtml", "line": 7, "column": -1}, {"path": "EPUB/b.xhtml"}]
    said = [
        {"ID": "RSC-012", "severity": "WARNING", "message": "x", "locations": places},
        {"ID": "INF-001", "severity": "INFO", "message": "y", "locations": []},
    ]
    fake("java", f"{JAVA}\ncat <<'END'\n{json.dumps({'messages': said})}\nEND")
    place = Place("probe.epub/EPUB/a.xhtml", 7, 0)
    told = Message("EPUBCheck", "RSC-012", Severity.WARNING, place, "x", 2)
    assert validators.epubcheck(book) == [told]
    remark = Message("EPUBCheck", "INF-001", Severity.HINT, Place("probe.epub"), "y", 1)
    assert validators.epubcheck(book, usages=True) == [told, remark]


def test_what_a_validator_leaves_behind_goes_with_it(tmp_path: Path) -> None:
    script = 'echo x > "$TMPDIR/profile"; printf \'{"here": "%s"}\' "$TMPDIR"'
    answered = running.answer("fake", ["/bin/sh", "-c", script], 5)
    assert not Path(answered["here"]).exists()
    with pytest.raises(ValidatorFailedError):
        running.answer("fake", [tmp_path / "nirgends"], 5)


def test_a_real_script_that_breaks_says_why(book: Path, tmp_path: Path) -> None:
    missing = tmp_path / "fehlt.html"
    with pytest.raises(ValidatorFailedError, match="ERR_FILE_NOT_FOUND"):
        or_skip(lambda: validators.axe(missing))


# ----------------------------------------------------------------------------- all of them


def message(rule: str = "X-1", text: str = "Wort.", severity: Severity = Severity.ERROR) -> Message:
    return Message("EPUBCheck", rule, severity, Place("a.epub/b.xhtml", 3, 4), text)


def test_each_is_asked_about_its_own_edition(book: Path, page: Path) -> None:
    asked: list[tuple[str, str]] = []

    def found(path: Path, language: str) -> list[Message]:
        asked.append((path.name, language))
        return [message()]

    def missing(path: Path, language: str) -> list[Message]:
        raise ValidatorMissingError("Zwei", "Java", "apt")

    def failed(path: Path, language: str) -> list[Message]:
        raise ValidatorFailedError("Drei", "", 9)

    asking = [
        Validator("Eins", EPUB, found, lambda: "1.0"),
        Validator("Zwei", HTML, missing, lambda: ""),
        Validator("Drei", HTML, failed, lambda: "3.0"),
        Validator("Vier", PDF, found, lambda: "4.0"),
        Validator("Fünf", EPUB, lambda path, language: [], lambda: "5.0"),
    ]
    said = validate({EPUB: book, HTML: page}, "de", asking)
    assert asked == [("probe.epub", "de")]
    assert [(one.validator, one.version, one.edition, one.state) for one in said] == [
        ("Eins", "1.0", "epub", "found"),
        ("Zwei", "", "html", "missing"),
        ("Drei", "3.0", "html", "failed"),
        ("Fünf", "5.0", "epub", "fine"),
    ]
    told = findings_of(said)
    assert [(finding.code, finding.severity) for finding in told] == [
        ("validated-other", Severity.ERROR),
        ("validator-missing", Severity.HINT),
        ("validator-slow", Severity.WARNING),
    ]


@pytest.mark.parametrize(
    ("rule", "text", "code"),
    [
        ("RSC-005", 'Error while parsing file: Duplicate ID "a"', "validated-id"),
        ("RSC-005", 'element "img" missing required attribute "alt"', "validated-alternative-text"),
        ("RSC-005", 'element "b" not allowed here', "validated-markup"),
        ("RSC-007w", "x", "validated-link"),
        ("RSC-016", "x", "validated-broken"),
        ("PKG-006", "x", "validated-broken"),
        ("OPF-066", "x", "validated-page-source"),
        ("OPF-085", "x", "validated-package"),
        ("NAV-003", "x", "validated-page-list"),
        ("NAV-011", "x", "validated-contents"),
        ("CSS-008", "x", "validated-style-sheet"),
        ("metadata-accessmode", "x", "validated-metadata"),
        ("epub-lang", "x", "validated-language"),
        ("epub-toc-order", "x", "validated-contents"),
        ("heading-order", "x", "validated-headings"),
        ("landmark-unique", "x", "validated-roles"),
        ("listitem", "x", "validated-roles"),
        ("scrollable-region-focusable", "x", "validated-operation"),
        ("HTML", "Duplicate ID “x”.", "validated-id"),
        (
            "HTML",
            "Consider adding a “lang” attribute to the “html” start tag",
            "validated-language",
        ),
        ("HTML", "End tag “p” implied, but there were open elements.", "validated-markup"),
        ("X-999", "x", "validated-other"),
    ],
)
def test_what_rules_mean(rule: str, text: str, code: str) -> None:
    assert codes("EPUBCheck", [message(rule, text)]) == {code}


def test_findings_are_plain_in_both_languages() -> None:
    told = message("RSC-012", "Fragmentbezeichner\n ist {nicht} angegeben.")
    one = Validation("EPUBCheck", "5", "epub", "a.epub", (told,))
    (finding,) = findings_of([one])
    assert render(finding, "de") == (
        "a.epub/b.xhtml:3:4: Fehler: Ein Link führt ins Leere. EPUBCheck RSC-012: "
        "Fragmentbezeichner ist {nicht} angegeben. Prüfen Sie, wohin er zeigen soll: im "
        "Manuskript, oder in der Vorlage, aus der er kommt."
    )
    assert "A link leads nowhere. EPUBCheck RSC-012: Fragment" in render(finding, "en")
    for theme in THEMES:
        both = [render(Finding(theme.code, Severity.ERROR, None, finding.values), language)
                for language in LANGUAGES]  # fmt: skip
        assert both[0] != both[1]
        assert all("EPUBCheck RSC-012" in said for said in both)


def test_how_often_is_said() -> None:
    often = Message("axe", "image-alt", Severity.ERROR, Place("a.html"), "x", 12)
    (finding,) = findings_of([Validation("axe", "4", "html", "a.html", (often,))])
    assert "axe image-alt, 12 ×: x." in render(finding, "de")
    assert str(often) == "error image-alt a.html: x (12 ×)"


def test_of_many_alike_some_are_told() -> None:
    many = [message("CSS-008", severity=Severity.WARNING)] * (TOLD + 3)
    told = findings_of([Validation("EPUBCheck", "5", "epub", "a.epub", (*many, message()))])
    assert [f.code for f in told].count("validated-style-sheet") == TOLD
    (more,) = (finding for finding in told if finding.code == "validated-more")
    assert (more.values["count"], more.severity) == ("3", Severity.WARNING)
    assert told[-1].code == "validated-other"


def test_failures_are_told_in_words() -> None:
    crash = ValidatorFailedError("Ace", "Error: no.", 9)
    hung = ValidatorFailedError("axe", "", 180)
    missing = ValidatorMissingError("Ace", "Java", "sudo apt install java")
    told = [
        render(finding, "de")
        for problem in (crash, hung, missing)
        for finding in findings_of([Validation("x", "", "epub", "a.epub", problem=problem)])
    ]
    assert told[0].startswith("a.epub: Warnung: Ace ist ohne Ergebnis abgebrochen: Error: no. ")
    assert "a.epub: Warnung: axe war nach 180 Sekunden nicht fertig" in told[1]
    assert told[2] == (
        "Hinweis: Nicht geprüft mit Ace, denn es fehlt: Java. "
        "Installieren Sie es, etwa mit: sudo apt install java"
    )


# ------------------------------------------------------------------------------- npm packages


def test_releases_are_those_the_tests_install() -> None:
    wanted = json.loads((PACKAGES / "package.json").read_bytes())["dependencies"]
    assert programs.RELEASES.items() <= wanted.items()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_the_lock_file_knows_every_package_by_its_checksum_and_no_registry() -> None:
    text = (PACKAGES / "package-lock.json").read_text("utf-8")
    lock = json.loads(text)
    assert (
        lock["packages"][""]["dependencies"]
        == json.loads((PACKAGES / "package.json").read_bytes())["dependencies"]
    )
    for name, package in lock["packages"].items():
        assert not name or package["integrity"].startswith("sha512-"), name
        # A tag such as »latest« is looked up again at each installation.
        assert "latest" not in package.get("dependencies", {}).values(), name
    assert '"resolved"' not in text
