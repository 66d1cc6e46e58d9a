"""What can be wrong with a manuscript, each said in one line with its place, in both languages."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from samples import png
from satzspiegel import cli

#: Exit code, standard output, standard error.
Answer = tuple[int, str, str]
Satzspiegel = Callable[..., Answer]

LOCALES = {
    "de_DE.UTF-8": {"error": "Fehler", "warning": "Warnung"},
    "en_GB.UTF-8": {"error": "error", "warning": "warning"},
}
#: Before the text of a case that gives no metadata; the text begins in line 6.
HEAD = "---\ntitle: Probe\nlang: de\n---\n\n"
#: Case → text, or bytes of the whole file, and what is found: severity, place and code.
CASES: dict[str, tuple[str | bytes, list[str]]] = {
    # Files and characters.
    "no text": ("", ["error  manuscript-empty"]),
    "Latin-1": ("Grüße".encode("latin-1"), ["error 1:3 not-utf8"]),
    "UTF-16": ("Grüße".encode("utf-16"), ["error 1:1 not-utf8"]),
    "NUL": ("Ein \0 Zeichen.", ["error 6:5 character-refused"]),
    "a terminal's escape": ("Ein \x1b[2J Zeichen.", ["error 6:5 character-refused"]),
    "a line feed of a word processor": ("Eins\x0bzwei.", ["error 6:5 character-refused"]),
    "a control of Windows-1252": ("Er\x96sie.", ["error 6:3 character-refused"]),
    "a noncharacter": ("Ein \U0001ffff.", ["error 6:5 character-refused"]),
    "several controls": (
        "Ein\x07.\n\nZwei\x08.",
        ["error 6:4 character-refused", "error 8:5 character-refused"],
    ),
    "a control by its number": ("Text.\n\nEin &#7;.", ["error 8:5 character-refused"]),
    "a control in the metadata": (
        b'---\ntitle: "T\\x07"\n---\n\nText.',
        ["error 2:10 character-refused"],
    ),
    "controls in code by their numbers": ("Text `&#7;` und \\\\u0007.", []),
    "byte order mark": (b"\xef\xbb\xbf" + f"{HEAD}Ein[^x].".encode(), ["error 6:4 note-undefined"]),
    "mixed line ends": (
        HEAD.replace("\n", "\r\n").encode() + b"Eins.\r\rZwei.\n\r\nDrei[^x].\r\n",
        ["error 10:5 note-undefined"],
    ),
    "a soft hyphen, joiners, a byte order mark inside": ("Wort\u00adteil, \u200bx\ufeffy.", []),
    # What pages cannot show.
    "Hebrew": ("Das Wort שלום hier.", ["warning 6:10 right-to-left"]),
    "Arabic in a note": (
        "Wort.[^1]\n\n[^1]: Siehe سلام.",
        ["warning 8:13 right-to-left"],
    ),
    "signs that turn the direction": ("Das \u202eWort\u202c.", ["warning 6:5 right-to-left"]),
    "emoji": ("Ein 😀 und noch ein 😀.", ["warning 6:5 glyph-missing"]),
    "mathematical letters": ("Die Menge 𝒜.", ["warning 6:11 glyph-missing"]),
    "Chinese": (
        "Ein 漢字, dann 漢 und 文.",
        ["warning 6:5 glyph-missing", "warning 6:20 glyph-missing"],
    ),
    "emoji in code": ("Text.\n\n    x = 😀\n", ["warning 8:9 glyph-missing"]),
    "emoji in the title": (
        "---\ntitle: Ein 😀\n---\n\nText.".encode(),
        ["warning 2:12 glyph-missing"],
    ),
    "emoji in a name": (
        "---\ntitle: Ein\nauthor: [Ada, Bo 😀]\n---\n\nText.".encode(),
        ["warning 3:18 glyph-missing"],
    ),
    "accents as signs of their own": ("Cafe\u0301 und a\u0308.", []),
    "an accent that no font has": ("Ein α\u0314.", ["warning 6:6 glyph-missing"]),
    "a variant of a sign": ("Ein §\ufe0e.", []),
    # Metadata and settings.
    "broken YAML": (b"---\ntitle: a: b\n---\n\nText.", ["error 2:9 yaml-broken"]),
    "YAML without fields": (b"---\n- a\n---\n\nText.", ["error 2: yaml-no-mapping"]),
    "a date that is none": (b"---\ndate: 2026-02-30\n---\n\nText.", ["error 2: yaml-broken"]),
    "unknown setting": (
        b"---\nsatzspiegel:\n  stlye: x\n---\n\nText.",
        ["error 3:3 setting-unknown"],
    ),
    "wrong type of a setting": (
        b"---\nsatzspiegel:\n  style: [1]\n---\n\nText.",
        ["error 3:3 setting-type"],
    ),
    "wrong type of a field": (b"---\ntitle: {a: b}\n---\n\nText.", ["error 2:1 setting-type"]),
    "unknown style": (
        b"---\nsatzspiegel:\n  style: barock\n---\n\nText.",
        ["error 3:3 style-missing"],
    ),
    # Notes.
    "note undefined": ("Wort[^1].", ["error 6:5 note-undefined"]),
    "note unused": ("Wort.\n\n[^1]: Note.", ["error 8:1 note-unused"]),
    "note defined twice": (
        "Wort.[^1]\n\n[^1]: Eins.\n\n[^1]: Zwei.",
        ["error 10:1 note-defined-twice"],
    ),
    "note called twice": ("Wort.[^1] Wort.[^1]\n\n[^1]: Note.", ["error 6:16 note-called-twice"]),
    "note empty": ("Wort.[^1]\n\n[^1]:\n", ["error 8:1 note-empty"]),
    "note inside itself": ("Wort.[^1]\n\n[^1]: Siehe[^1].", ["error 8:12 note-in-note"]),
    # Images.
    "image missing": ('![](fehlt.png){alt="x"}', ["error 6:5 image-missing"]),
    "image of a lying type": ('![](luege.png){alt="x"}', ["error 6:5 image-type"]),
    "image undescribed": ("Text.\n\n![](bild.png)", ["warning 8:5 image-undescribed"]),
    # Structure.
    "link to nothing": ("Siehe [dort](#nirgends).", ["error 6:15 link-broken"]),
    "cross-reference to nothing": ("Siehe [](#fn:7).", ["error 6:11 link-broken"]),
    "duplicate ids": ("# A {#x}\n\nText.\n\n# B {#x}\n\nText.", ["error 10:3 id-twice"]),
    "heading levels that skip": ("# A\n\nText.\n\n### B\n\nText.", ["warning 10:5 heading-skips"]),
}


@pytest.fixture
def satzspiegel(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Satzspiegel:
    """Calls the program in a folder with two images, one of them none."""
    monkeypatch.chdir(tmp_path)
    Path("bild.png").write_bytes(png(8, 8))
    Path("luege.png").write_text("Kein Bild.")

    def call(*arguments: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["satzspiegel", *arguments])
        try:
            cli.main()
            code: object = 0
        except SystemExit as ended:
            code = ended.code or 0
        out, err = capsys.readouterr()
        assert isinstance(code, int)
        return code, out, err

    return call


def write(text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else (HEAD + text).encode()
    Path("probe.md").write_bytes(data)


def found(out: str) -> list[str]:
    """Severity, line, column and code of each finding."""
    kinds = []
    for one in json.loads(out)["findings"]:
        place = f"{one['line']}:{one['column'] or ''}" if one["line"] else ""
        kinds.append(f"{one['severity']} {place} {one['code']}")
    return kinds


@pytest.mark.parametrize("case", CASES)
def test_each_is_found_at_its_place(case: str, satzspiegel: Satzspiegel) -> None:
    text, expected = CASES[case]
    write(text)
    code, out, _ = satzspiegel("check", "--format", "json", "probe.md")
    assert found(out) == expected
    assert code == (1 if any(one.startswith("error") for one in expected) else 0)


@pytest.mark.parametrize("case", CASES)
def test_each_is_one_line_in_both_languages(
    case: str, satzspiegel: Satzspiegel, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, expected = CASES[case]
    write(text)
    for locale, words in LOCALES.items():
        monkeypatch.setenv("LC_ALL", locale)
        lines = satzspiegel("check", "-q", "probe.md")[2].splitlines()
        for line, (severity, place, _) in zip(lines, (e.split(" ") for e in expected), strict=True):
            at = f"probe.md:{place.rstrip(':')}: " if place else ""
            assert line.startswith(at)
            assert f"{words[severity]}: " in line
            assert line.replace("\u202f", " ").isprintable()


@pytest.mark.parametrize(
    "case", [case for case, (_, kinds) in CASES.items() if any("error" in kind for kind in kinds)]
)
def test_an_error_builds_nothing(case: str, satzspiegel: Satzspiegel) -> None:
    write(CASES[case][0])
    code, out, err = satzspiegel("build", "-q", "-e", "html", "probe.md")
    assert (code, out) == (1, "")
    assert "Traceback" not in err
    assert not Path("output").exists()


@pytest.mark.parametrize("case", ["Hebrew", "emoji", "signs that turn the direction"])
def test_what_pages_cannot_show_fails_pages_alone(case: str, satzspiegel: Satzspiegel) -> None:
    text, expected = CASES[case]
    write(text)
    code, _, err = satzspiegel("build", "-q", "-e", "pdf", "probe.md")
    assert (code, Path("output").exists()) == (1, False)
    assert len(err.splitlines()) == len(expected) + 1  # and that the last set stays
    assert satzspiegel("build", "-q", "-e", "html", "probe.md")[0] == 0


def test_a_character_is_named(satzspiegel: Satzspiegel) -> None:
    write("Ein 😀.")
    assert satzspiegel("check", "-q", "probe.md")[2] == (
        "probe.md:6:5: Warnung: Keine Schrift des Stils hat U+1F600 GRINNING FACE, hier in »😀.«. "
        "Schreiben Sie es anders, oder ergänzen Sie den Stil um eine Schrift, die es hat.\n"
    )


# -------------------------------------------------------------------------------- files and folders


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["check", "fehlt"], "fehlt: Fehler: Das Manuskript gibt es nicht."),
        (["check", "leer"], "leer: Fehler: Der Ordner enthält keine nummerierte Markdown-Datei."),
        (["check", "a" * 300], f"{'a' * 300}: Fehler: "),
        (["build", "-q", "probe.md", "-o", "bild.png"], "bild.png: Fehler: In den Ausgabeordner"),
        (["build", "-q", "probe.md", "-o", "bild.png/x"], "bild.png/x: Fehler: In den Ausgabe"),
    ],
)
def test_where_nothing_can_be_read_or_written(
    arguments: list[str], expected: str, satzspiegel: Satzspiegel
) -> None:
    write("Text.")
    Path("leer").mkdir()
    code, _, err = satzspiegel(*arguments, *(["-e", "html"] if "build" in arguments else []))
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith(expected)
    assert Path("bild.png").read_bytes() == png(8, 8)


@pytest.mark.parametrize("folder", [False, True])
def test_a_file_that_may_not_be_read(
    folder: bool, satzspiegel: Satzspiegel, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("heft").mkdir()
    Path("heft/01.md").write_text("Text.")

    def refuse(path: Path, *_: object) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir" if folder else "read_bytes", refuse)
    code, _, err = satzspiegel("check", "-q", "heft")
    assert (code, err.count("\n")) == (1, 1)
    name = "heft" if folder else "01.md"
    assert err.startswith(f"{name}: Fehler: Die Datei lässt sich nicht lesen: Permission denied.")


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "No space left on device"), (errno.EACCES, "Permission denied")],
)
@pytest.mark.parametrize("step", ["write", "move"])
def test_a_disk_that_takes_no_more(
    number: int,
    reason: str,
    step: str,
    satzspiegel: Satzspiegel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Full, or a file that another program holds open, as Windows has it."""
    write("Text.")
    assert satzspiegel("build", "-q", "-e", "html", "probe.md")[0] == 0
    before = Path("output/probe.html").read_bytes()
    write("Anderer Text.")

    def fail(*_: object) -> None:
        raise OSError(number, reason)

    target = "pathlib.Path.write_bytes" if step == "write" else "satzspiegel.moves.os.replace"
    monkeypatch.setattr(target, fail)
    code, _, err = satzspiegel("build", "-q", "-e", "html", "probe.md")
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith(
        f"output: Fehler: In den Ausgabeordner lässt sich nicht schreiben: {reason}"
    )
    assert Path("output/probe.html").read_bytes() == before


def test_a_file_that_is_being_read_is_replaced(satzspiegel: Satzspiegel) -> None:
    write("Text.")
    satzspiegel("build", "-q", "-e", "html", "probe.md")
    with Path("output/probe.html").open("rb") as reading:
        write("Anderer Text.")
        assert satzspiegel("build", "-q", "-e", "html", "probe.md")[0] == 0
        assert b"Anderer Text." not in reading.read()
    assert b"Anderer Text." in Path("output/probe.html").read_bytes()
