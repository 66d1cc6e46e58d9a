"""The command line: exit codes, what it says, and never a traceback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from satzspiegel import cli
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
    def fail(manuscript: Path) -> None:
        raise error

    monkeypatch.setattr(cli, "check", fail)
    code, out, err = satzspiegel("check", "essay.md")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(("essay.md: Fehler: Permission denied.", "Fehler: kein Platz."))


def test_a_new_manuscript_is_accepted(satzspiegel: Satzspiegel) -> None:
    code, out, err = satzspiegel("new", "heft/eins")
    assert (code, err) == (0, "")
    assert out == "heft/eins angelegt. Weiter mit: satzspiegel build heft/eins\n"
    assert sorted(path.name for path in Path("heft/eins").iterdir()) == [
        "01-kapitel.md",
        "metadata.yaml",
    ]
    assert satzspiegel("check", "heft/eins") == (0, "eins: ohne Fehler\n", "")


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
