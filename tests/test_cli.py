"""The command line: exit codes, what it says, and never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from satzspiegel import cli
from satzspiegel.build import Result
from satzspiegel.messages.explain import explain
from satzspiegel.model import Finding, Place, Severity
from satzspiegel.verify.validators import Validation, ValidatorMissingError
from satzspiegel.version import VERSION

#: Exit code, standard output, standard error.
Answer = tuple[int, str, str]
Satzspiegel = Callable[..., Answer]


@pytest.fixture
def satzspiegel(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Satzspiegel:
    """Calls the program in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["satzspiegel", *arguments])
        try:
            cli.main()
            code: object = 0
        except SystemExit as exit_:
            code = exit_.code or 0
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert isinstance(code, int)
        return code, out, err

    return call


def write(text: str, name: str = "essay.md") -> None:
    Path(name).write_text(text, "utf-8")


def test_check_of_a_good_manuscript(satzspiegel: Satzspiegel) -> None:
    write("# Titel\n\nText")
    assert satzspiegel("check", "essay.md") == (0, "essay: ohne Fehler\n", "")
    assert satzspiegel("check", "-q", "essay.md") == (0, "", "")


def test_check_with_findings(satzspiegel: Satzspiegel) -> None:
    write("# Titel\n\n### Text[^1]\n\n![Bild](b.png)")
    code, out, err = satzspiegel("check", "essay.md")
    assert code == 1
    assert out == "essay: 2 Fehler, 2 Warnungen\n"
    assert err.splitlines() == [
        "essay.md:3:9: Fehler: Fußnote [^1] ist nicht definiert. "
        "Ergänzen Sie in derselben Datei eine Zeile »[^1]: …«.",
        "essay.md:5:9: Warnung: Das Bild »b.png« hat keinen Alternativtext. "
        'Ergänzen Sie ihn: ![Bildunterschrift](b.png){alt="Was zu sehen ist"}.',
        "essay.md:5:9: Fehler: Das Bild »b.png« gibt es nicht. "
        "Der Pfad gilt ab dem Ordner des Manuskripts.",
        "essay.md:3:5: Warnung: Auf eine Überschrift der Stufe 1 folgt eine der Stufe 3. "
        "Überspringen Sie keine Stufe.",
    ]


def test_warnings_alone_are_no_failure(satzspiegel: Satzspiegel) -> None:
    write("# Titel\n\n### Tief")
    assert satzspiegel("check", "essay.md")[:2] == (0, "essay: 1 Warnung\n")


FINDINGS = (
    Finding(
        "typography-fix",
        Severity.HINT,
        Place("essay.md", 3, 7),
        {"rule": "N3", "words": "S.12", "instead": "S.\u202f12"},
    ),
    Finding("heading-skips", Severity.WARNING, Place("essay.md", 5), {"before": "1", "level": "3"}),
    Finding("pandoc-warning", Severity.WARNING, None, {"text": "100 %: so,\nso"}),
)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A check that finds :data:`FINDINGS`; what it was asked about fixes."""
    asked: list[bool] = []

    def check(manuscript: Path, fixes: bool = False) -> Result:
        asked.append(fixes)
        return Result("essay", "de", findings=FINDINGS)

    monkeypatch.setattr(cli, "check", check)
    return asked


def test_hints_and_rules_in_lines(satzspiegel: Satzspiegel, found: list[bool]) -> None:
    code, out, err = satzspiegel("check", "--fixes", "essay.md")
    assert (code, out, found) == (0, "essay: 2 Warnungen, 1 Hinweis\n", [True])
    assert err.splitlines()[0] == (
        "essay.md:3:7: Hinweis: »S.12« wird als »S.·12« gesetzt. "
        "Soll es bleiben, schreiben Sie <!-- satzspiegel: ok N3 --> dahinter. [N3]"
    )


def test_warnings_fail_when_strict(
    satzspiegel: Satzspiegel, monkeypatch: pytest.MonkeyPatch, found: list[bool]
) -> None:
    assert satzspiegel("check", "essay.md")[0] == 0
    assert satzspiegel("check", "--strict", "essay.md")[0] == 1
    assert found == [False, False]
    only_hint = Result("essay", "de", findings=FINDINGS[:1])
    monkeypatch.setattr(cli, "check", lambda manuscript, fixes: only_hint)
    assert satzspiegel("check", "--strict", "essay.md")[0] == 0


def test_findings_as_json(satzspiegel: Satzspiegel, found: list[bool]) -> None:
    code, out, err = satzspiegel("check", "--format", "json", "heft/essay.md")
    assert (code, err) == (0, "")
    document = json.loads(out)
    findings = document.pop("findings")
    assert document == {
        "manuscript": "essay",
        "folder": "heft",
        "counts": {"error": 0, "warning": 2, "hint": 1},
    }
    assert findings[0] == {
        "file": "essay.md",
        "line": 3,
        "column": 7,
        "severity": "hint",
        "code": "typography-fix",
        "rule": "N3",
        "words": "S.12",
        "instead": "S.\u202f12",
        "message": "»S.12« wird als »S.·12« gesetzt.",
        "advice": "Soll es bleiben, schreiben Sie <!-- satzspiegel: ok N3 --> dahinter.",
    }
    nothing = ("column", "rule", "words", "instead")
    assert [findings[1][key] for key in nothing] == [None] * 4
    assert [findings[2][key] for key in ("file", "line", "advice")] == [None] * 3


def test_findings_as_annotations(satzspiegel: Satzspiegel, found: list[bool]) -> None:
    Path("heft,1").mkdir()
    write("Text", "heft,1/essay.md")
    code, out, err = satzspiegel("check", "--format", "ci", "heft,1")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "::notice file=heft%2C1/essay.md,line=3,col=7,title=N3::»S.12« wird als »S.·12« gesetzt. "
        "Soll es bleiben, schreiben Sie <!-- satzspiegel: ok N3 --> dahinter.",
        "::warning file=heft%2C1/essay.md,line=5,title=heading-skips::Auf eine Überschrift der "
        "Stufe 1 folgt eine der Stufe 3. Überspringen Sie keine Stufe.",
        "::warning title=pandoc-warning::Pandoc meldet: 100 %25: so, so.",
    ]


@pytest.mark.parametrize("form", ["json", "ci"])
def test_machines_are_told_of_a_manuscript_with_errors(satzspiegel: Satzspiegel, form: str) -> None:
    code, out, err = satzspiegel("check", "--format", form, "fehlt.md")
    assert (code, err) == (1, "")
    if form == "json":
        document = json.loads(out)
        assert document["counts"]["error"] == 1
        assert document["findings"][0]["code"] == "manuscript-missing"
    else:
        assert out.startswith("::error file=fehlt.md,title=manuscript-missing::Das Manuskript")


def test_nothing_found_is_a_document_too(satzspiegel: Satzspiegel) -> None:
    write("# Titel\n\nText")
    code, out, _ = satzspiegel("check", "-q", "--format", "json", "essay.md")
    assert code == 0
    assert json.loads(out)["findings"] == []
    assert satzspiegel("check", "--format", "ci", "essay.md") == (0, "", "")


def test_explaining_instead_of_checking(satzspiegel: Satzspiegel) -> None:
    code, out, err = satzspiegel("check", "--explain", "n3", "--explain", "note-empty", "fehlt.md")
    assert (code, err) == (0, "")
    assert out == f"{explain('N3', 'de')}\n\n{explain('note-empty', 'de')}\n"
    assert "→ Siehe S.·12 und Bd.·3." in out


def test_lines_are_no_emoji(satzspiegel: Satzspiegel) -> None:
    write("\n" * 99 + "Text[^1]")
    assert satzspiegel("check", "essay.md")[2].startswith(
        "essay.md:100:5: Fehler: Fußnote [^1] ist"
    )


@pytest.mark.parametrize(
    ("locale", "manuscript", "expected"),
    [
        ("en_GB.UTF-8", "de", "essay.md:5:2: error: Note [^1] is not defined."),
        ("de_DE.UTF-8", "en", "essay.md:5:2: Fehler: Fußnote [^1] ist nicht definiert."),
        ("C.UTF-8", "en", "essay.md:5:2: error: Note [^1] is not defined."),
        ("C.UTF-8", "de", "essay.md:5:2: Fehler: Fußnote [^1] ist nicht definiert."),
    ],
)
def test_languages(
    satzspiegel: Satzspiegel,
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    manuscript: str,
    expected: str,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    write(f"---\nlang: {manuscript}\n---\n\nx[^1]")
    assert satzspiegel("check", "essay.md")[2].startswith(expected)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["check"], "manuscript: Fehler: Das Manuskript gibt es nicht."),
        (["build", "fehlt.md"], "fehlt.md: Fehler: Das Manuskript gibt es nicht."),
        (["verify", "fehlt"], "fehlt: Fehler: Das Manuskript gibt es nicht."),
    ],
)
def test_exit_code_of_a_manuscript_with_errors(
    satzspiegel: Satzspiegel, arguments: list[str], expected: str
) -> None:
    code, out, err = satzspiegel(*arguments)
    assert (code, out) == (1, "")
    assert expected in err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["unfug"], "No such command 'unfug'"),
        (["check", "--unfug"], "No such option"),
        (["check", "a.md", "b.md"], "unexpected extra argument"),
        (["new"], "Missing argument 'FOLDER'"),
        (["build", "essay.md", "-e", "pfd"], "Die Ausgabe »pfd« gibt es nicht. Möglich: pdf"),
        (["check", "--explain", "N33"], "Weder Regel noch Meldung heißt »N33«. Meinten Sie »N3«?"),
        (["check", "--explain", "N3", "--explain", "Z9"], "Weder Regel noch Meldung heißt »Z9«."),
        (["check", "--format", "xml"], "Invalid value for '--format'"),
    ],
)
def test_exit_code_of_a_wrong_call(
    satzspiegel: Satzspiegel, arguments: list[str], expected: str
) -> None:
    write("Text")
    code, _, err = satzspiegel(*arguments)
    assert code == 2
    assert expected in err


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied", "essay.md"), OSError("kein Platz")]
)
def test_errors_of_the_system_are_one_line(
    satzspiegel: Satzspiegel, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def fail(manuscript: Path, fixes: bool = False) -> None:
        raise error

    monkeypatch.setattr(cli, "check", fail)
    code, out, err = satzspiegel("check", "essay.md")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(("essay.md: Fehler: Permission denied.", "Fehler: kein Platz."))


@pytest.mark.parametrize("missing", [False, True])
def test_verify_tells_who_validated(
    satzspiegel: Satzspiegel, monkeypatch: pytest.MonkeyPatch, missing: bool
) -> None:
    write("---\ntitle: Klein\n---\n\n# Eins\n\nText")
    assert satzspiegel("build", "essay.md", "-e", "html", "-q")[0] == 0
    problem = ValidatorMissingError("axe", "Node.js", "sudo apt install nodejs")
    said = Validation("axe", "4.14.1", "html", "essay.html", problem=problem if missing else None)
    module = sys.modules["satzspiegel.build"]  # the name in the package is a function
    all_of_them = module.VALIDATORS
    monkeypatch.setattr(
        module, "validate", lambda _, language, asked: (said,) if asked is all_of_them else ()
    )
    code, out, err = satzspiegel("verify", "essay.md")
    assert code == 0
    result = "nicht geprüft: nicht installiert" if missing else "keine Fehler"
    assert f"\naxe 4.14.1: {result}\n" in out
    hint = "Hinweis: Nicht geprüft mit axe, denn es fehlt: Node.js. Installieren Sie es"
    assert (hint in err) == missing
    assert "fremde Prüfer fragen …" in err
    code, out, err = satzspiegel("verify", "essay.md", "--no-validators")
    assert (code, "axe" in out, "Prüfer" in err) == (0, False, False)


def test_a_new_manuscript_is_accepted(satzspiegel: Satzspiegel) -> None:
    code, out, err = satzspiegel("new", "heft/eins")
    assert (code, err) == (0, "")
    assert out == "heft/eins angelegt. Weiter mit: satzspiegel build heft/eins\n"
    assert sorted(path.name for path in Path("heft/eins").iterdir()) == [
        "01-kapitel.md",
        "metadata.yaml",
    ]
    assert satzspiegel("check", "heft/eins") == (0, "eins: ohne Fehler\n", "")
    code, out, _ = satzspiegel("build", "heft/eins")
    assert (code, out.splitlines()[-1]) == (0, "eins: ohne Fehler")


@pytest.mark.parametrize("existing", ["ordner/datei", "ordner"])
def test_new_overwrites_nothing(satzspiegel: Satzspiegel, existing: str) -> None:
    path = Path(existing)
    path.parent.mkdir(exist_ok=True)
    path.write_text("meins")
    code, _, err = satzspiegel("new", "ordner")
    assert code == 2
    assert err == (
        "ordner: Fehler: Den Ordner gibt es schon, und er ist nicht leer. Nennen Sie einen neuen.\n"
    )
    assert path.read_text() == "meins"


def test_new_in_an_empty_folder(satzspiegel: Satzspiegel) -> None:
    Path("leer").mkdir()
    assert satzspiegel("new", "leer")[0] == 0


def test_module_says_its_version() -> None:
    command = [sys.executable, "-m", "satzspiegel", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"satzspiegel, version {VERSION}\n"
