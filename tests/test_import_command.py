"""``satzspiegel import``: sources recognised, a manuscript that builds, reports, clear refusals."""

from __future__ import annotations

import ast
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import yaml
from lxml import html

from satzspiegel import cli
from satzspiegel import import_sources as import_sources_module
from satzspiegel.build import check
from satzspiegel.import_sources import Imported, import_sources
from satzspiegel.importing.recognize import Kind, recognize
from satzspiegel.importing.report_page import words_of
from satzspiegel.importing.sources import load_sources
from satzspiegel.manuscript.pandoc import pandoc_program
from satzspiegel.messages import LANGUAGES, ManuscriptError, SatzspiegelError, render
from satzspiegel.new_folder import PREFIX, new_folder

PACKAGE = Path(__file__).parents[1] / "pipeline" / "satzspiegel"
Answer = tuple[int, str, str]
Satzspiegel = Callable[..., Answer]

LAYER = """\
ANNA BEISPIEL

DER LANGE ABEND

Der Setzer blieb bis zum Abend am Kasten, denn die Korrek-
tur war am Morgen gekommen und niemand hatte sie gelesen.1
Erst als die Lampe flackerte, ging er hinunter in den Hof,
wo die Fuhrwerke standen und der Kutscher auf seine Bogen
wartete, die noch feucht auf den Leinen hingen.

Am anderen Tag kam der Verleger selbst und fragte nach dem
Grund der Verspätung.2 Man zeigte ihm die leeren Kästen.

1 So erzählt es die Chronik der Druckerei im ersten Band.
2 Ebd., im zweiten Band.
\f
Der Verleger schwieg lange und ging dann zum Fenster, von
dem aus man den ganzen Hof sehen konnte.3 Niemand sprach,
bis die Glocke vom Turm herüberschlug.

3 Der Turm wurde später abgetragen.
"""


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


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("layer")
    (folder / "abend.txt").write_text(LAYER, "utf-8")
    return import_sources([folder / "abend.txt"], folder / "abend")


def report_of(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((folder / "import-report.json").read_text("utf-8"))
    return made


def chapter(folder: Path) -> str:
    (path,) = folder.glob("[0-9]*.md")
    return path.read_text("utf-8")


# ---------------------------------------------------------------------------------------- a layer


def test_a_text_layer_becomes_a_manuscript(imported: Imported) -> None:
    text = chapter(imported.folder)
    assert (
        "denn die Korrektur war am Morgen gekommen und niemand hatte sie gelesen.[^1] Erst" in text
    )
    assert "\n[^3]: Der Turm wurde später abgetragen.\n" in text
    metadata = yaml.safe_load((imported.folder / "metadata.yaml").read_text("utf-8"))
    assert (metadata["title"], metadata["author"]) == ("Der lange Abend", "Anna Beispiel")
    assert imported.figures["notes"] == 3


def test_it_builds_at_once(imported: Imported) -> None:
    assert check(imported.folder).ok


def test_its_account_balances(imported: Imported) -> None:
    account = report_of(imported.folder)["account"]
    assert account["balanced"]
    assert (account["missing"], account["surplus"]) == ({}, {})
    assert account["source"] == len("".join(LAYER.split()))


def test_the_same_source_gives_the_same_bytes(imported: Imported, tmp_path: Path) -> None:
    (tmp_path / "abend.txt").write_text(LAYER, "utf-8")
    again = import_sources([tmp_path / "abend.txt"], tmp_path / "anderswo")
    names = sorted(path.name for path in imported.folder.iterdir())
    assert names == sorted(path.name for path in again.folder.iterdir())
    for name in names:
        assert (imported.folder / name).read_bytes() == (again.folder / name).read_bytes()


@pytest.mark.parametrize("name", ["import-report.html", "import-review.html"])
def test_pages_need_nothing_from_outside(imported: Imported, name: str) -> None:
    page = (imported.folder / name).read_bytes()
    root = html.fromstring(page)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    addresses = [str(one) for one in root.xpath("//@href | //@src")]
    assert addresses
    for address in addresses:
        file, _, anchor = address.partition("#")
        assert re.fullmatch(r"import-(?:report|review)\.html|data:image/png;.*|", file)
        assert file or anchor in ids
    assert not re.search(rb"https?:|url\(|@import|<built-in|object at 0x", page)


def test_the_review_has_both_sides_of_each_page(imported: Imported) -> None:
    root = html.fromstring((imported.folder / "import-review.html").read_bytes())
    first, second = root.xpath("//section[contains(@class, 'spread')]")
    lines = ["".join(line.itertext()) for line in first.xpath(".//ol[@class='layer']/li/span[2]")]
    assert "Der Setzer blieb bis zum Abend am Kasten, denn die Korrek-" in lines
    assert "denn die Korrektur war" in first.xpath("string(.//div[@class='text'])")
    assert "Der Verleger schwieg" in second.xpath("string(.//div[@class='text'])")
    assert "Turm wurde" in second.xpath("string(.//ol[@class='notes'])")


# ------------------------------------------------------------------------------------ the command


def test_the_command_tells_what_it_did(satzspiegel: Satzspiegel) -> None:
    Path("abend.txt").write_text(LAYER, "utf-8")
    code, out, _ = satzspiegel("import", "abend.txt")
    assert code == 0
    assert out.splitlines()[0] == "abend/metadata.yaml"
    assert "1 Kapiteldatei, 3 Anmerkungen\n" in out
    assert "Weiter mit: satzspiegel build abend" in out
    assert satzspiegel("check", "abend")[0] == 0
    code, out, _ = satzspiegel("import", "-q", "abend.txt", "-o", "zwei", "--lang", "de-AT")
    assert (code, out) == (0, "")
    assert yaml.safe_load(Path("zwei/metadata.yaml").read_text("utf-8"))["lang"] == "de-AT"


def test_a_folder_with_something_in_it_stays(satzspiegel: Satzspiegel) -> None:
    Path("abend.txt").write_text(LAYER, "utf-8")
    Path("abend").mkdir()
    Path("abend/notiz.txt").write_text("bleibt", "utf-8")
    code, _, err = satzspiegel("import", "abend.txt")
    assert code == 2
    assert err.startswith("abend: Fehler:")
    assert [path.name for path in Path("abend").iterdir()] == ["notiz.txt"]


def test_several_sources_are_chapters(satzspiegel: Satzspiegel) -> None:
    other = LAYER.replace("LANGE ABEND", "HOF").replace("ANNA BEISPIEL", "BERND MUSTER")
    Path("eins.txt").write_text(LAYER, "utf-8")
    Path("zwei.txt").write_text(other, "utf-8")
    code, _, err = satzspiegel("import", "eins.txt", "zwei.txt", "-o", "buch")
    assert code == 0, err
    names = sorted(path.name for path in Path("buch").glob("*.md"))
    assert names == ["01-der-lange-abend.md", "02-der-hof.md"]
    second = Path("buch", names[1]).read_text("utf-8")
    assert Path("buch", names[0]).read_text("utf-8").startswith("# Der lange Abend\n\n[]")
    assert second.startswith("# Der Hof\n\nBernd Muster\n\n[]")
    assert '{.old-page n="2/1"}' in second
    assert report_of(Path("buch"))["account"]["balanced"]


# ------------------------------------------------------------------------------------- other kinds


def test_a_pdf_is_shown_page_by_page(tmp_path: Path) -> None:
    document = pymupdf.open()
    for text in ("Der erste Satz steht auf der ersten Seite.", "Der zweite steht auf der zweiten."):
        document.new_page(width=300, height=400).insert_text((40, 60), text, fontsize=9)
    (tmp_path / "a.pdf").write_bytes(document.tobytes())
    made = import_sources([tmp_path / "a.pdf"], tmp_path / "a")
    root = html.fromstring((made.folder / "import-review.html").read_bytes())
    assert len(root.xpath("//img[starts-with(@src, 'data:image/png')][@loading='lazy']")) == 2
    assert "Der erste Satz steht auf der ersten Seite." in chapter(made.folder)


def docx(markdown: str) -> bytes:
    import subprocess

    program, _ = pandoc_program()
    command = [str(program), "-f", "markdown", "-t", "docx", "-o", "-"]
    return subprocess.run(command, input=markdown.encode(), capture_output=True, check=True).stdout


def test_a_word_file_is_imported(tmp_path: Path) -> None:
    text = "# Der Hof\n\nEin *feuchter* Bogen.[^1]\n\n[^1]: Mit **Nachdruck**.\n"
    (tmp_path / "hof.bin").write_bytes(docx(text))
    made = import_sources([tmp_path / "hof.bin"], tmp_path / "hof")
    assert "Ein *feuchter* Bogen.[^1]" in chapter(made.folder)
    assert "[^1]: Mit **Nachdruck**." in chapter(made.folder)
    assert report_of(made.folder)["account"]["balanced"]


def archive(**entries: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/"), content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\n%PDF-1.7\n", Kind.PDF),
        (archive(word__document="x"), Kind.WORD),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), Kind.WORD),
        (b"{\\rtf1 x}", Kind.WORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.WORD),
        (b'<?xml version="1.0"?>\n<office:document xmlns:office="x">', Kind.WORD),
        ("Text".encode("utf-16"), Kind.TEXT_LAYER),
        (b"Nur Text, auch mit <html> darin", Kind.TEXT_LAYER),
    ],
)
def test_kinds_are_told_by_their_bytes(data: bytes, kind: Kind) -> None:
    assert recognize(data, "irgendwas.xyz") is kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"  \n", "import-empty"),
        (b"<!DOCTYPE html><html>", "import-html"),
        (b"\xef\xbb\xbf<!-- x --><html>", "import-html"),
        (archive(mimetype="application/epub+zip"), "import-epub"),
        (b"\x89PNG\r\n\x1a\n", "import-image"),
        (archive(xl__workbook="x"), "import-archive"),
        (b"PK\x03\x04 kaputt", "import-archive-broken"),
    ],
)
def test_other_kinds_are_refused_in_a_line(data: bytes, code: str) -> None:
    with pytest.raises(SatzspiegelError) as raised:
        recognize(data, "a.docx")
    (finding,) = raised.value.findings
    assert finding.code == code
    assert all("\n" not in render(finding, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("name", "exit_code"), [("fehlt.docx", 2), (".", 2), ("leer.txt", 1), ("kaputt.pdf", 1)]
)
def test_bad_sources_leave_nothing(satzspiegel: Satzspiegel, name: str, exit_code: int) -> None:
    Path("leer.txt").touch()
    Path("kaputt.pdf").write_bytes(b"%PDF-1.7\nnichts")
    before = sorted(Path().iterdir())
    code, out, err = satzspiegel("import", name, "-q", "-o", "neu")
    assert (code, out) == (exit_code, "")
    assert len(err.splitlines()) == 1
    assert sorted(Path().iterdir()) == before


def test_a_source_without_words_is_refused(tmp_path: Path) -> None:
    """Its pages may have numbers, which are taken away."""
    source = tmp_path / "leer.pdf"
    with pymupdf.open() as pdf:
        for number in (1, 2, 3):
            pdf.new_page().insert_text((300, 800), str(number))
        pdf.save(source)
    with pytest.raises(ManuscriptError) as raised:
        import_sources([source], tmp_path / "neu")
    assert [finding.code for finding in raised.value.findings] == ["import-empty"]
    assert not (tmp_path / "neu").exists()


def test_what_fails_halfway_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SatzspiegelError), new_folder(tmp_path / "neu") as folder:
        (folder / "a.md").write_text("a", "utf-8")
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / f"{PREFIX}1").mkdir()  # of a run that was killed
    with new_folder(tmp_path / "neu") as folder:
        (folder / "a.md").write_text("a", "utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["neu"]
    assert [path.name for path in (tmp_path / "neu").iterdir()] == ["a.md"]


def bomb() -> bytes:
    """A Word file of some kilobytes that is half a gigabyte."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        with made.open("word/document.xml", "w", force_zip64=True) as entry:
            for _ in range(512):
                entry.write(b" " * 2**20)
    return data.getvalue()


def encrypted() -> bytes:
    with pymupdf.open() as document:
        document.new_page().insert_text((40, 60), "geheim")
        made: bytes = document.tobytes(
            encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="a", user_pw="b"
        )
    return made


def looping() -> bytes:
    """A PDF whose tree of pages is its own child."""
    root = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj"
    pages = b"2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>endobj"
    return b"\n".join([b"%PDF-1.4", root, pages, b"trailer<</Root 1 0 R>>", b""])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bomb, "import-word-bomb"),
        (encrypted, "import-pdf-encrypted"),
        (looping, "import-pdf-"),
        (lambda: docx("Ein Bogen.\n")[:-60], "import-"),
        (lambda: b"PK\x05\x06" + bytes(18), "import-"),
    ],
    ids=["bomb", "encrypted", "loop", "cut-off", "empty-archive"],
)
def test_a_hostile_source_is_one_line(
    satzspiegel: Satzspiegel, data: Callable[[], bytes], code: str
) -> None:
    Path("quelle.docx").write_bytes(data())
    exit_code, out, err = satzspiegel("import", "quelle.docx", "-q", "-o", "neu")
    assert (exit_code, out) == (1, "")
    (line,) = err.splitlines()
    assert line.startswith("quelle.docx: Fehler: ")
    assert [path.name for path in Path().iterdir()] == ["quelle.docx"]
    with pytest.raises(SatzspiegelError) as raised:
        import_sources(["quelle.docx"], "neu")
    assert all(finding.code.startswith(code) for finding in raised.value.findings)


def test_a_source_named_twice_is_refused(satzspiegel: Satzspiegel) -> None:
    Path("abend.txt").write_text(LAYER, "utf-8")
    Path("selbst.txt").symlink_to("abend.txt")
    code, _, err = satzspiegel("import", "abend.txt", "selbst.txt")
    assert (code, err.startswith("selbst.txt: Fehler: ")) == (2, True)
    assert not Path("abend").exists()


def test_sources_of_one_name_are_told_apart(tmp_path: Path) -> None:
    paths = [tmp_path / one for one in ("a/x/t.txt", "b/x/t.txt", "c/t.txt", "c/u.txt")]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Wort", "utf-8")
    names = [source.name for source in load_sources(paths)]
    assert names == [str(paths[0]), str(paths[1]), "c/t.txt", "u.txt"]


def test_a_source_called_as_the_folder_stays(satzspiegel: Satzspiegel) -> None:
    Path("abend").write_text(LAYER, "utf-8")
    code, _, err = satzspiegel("import", "abend")
    assert (code, len(err.splitlines())) == (2, 1)
    assert Path("abend").read_text("utf-8") == LAYER


@pytest.mark.parametrize("output", ["abend.txt/neu", "abend.txt"])
def test_no_folder_is_made_of_a_file(satzspiegel: Satzspiegel, output: str) -> None:
    Path("abend.txt").write_text(LAYER, "utf-8")
    code, _, err = satzspiegel("import", "-q", "abend.txt", "-o", output)
    assert code in (1, 2)
    assert (err.startswith(f"{output}: Fehler: "), len(err.splitlines())) == (True, 1)
    assert [path.name for path in Path().iterdir()] == ["abend.txt"]


@pytest.mark.parametrize(
    ("error", "exit_code", "lines"),
    [(OSError(28, "No space left on device"), 1, 1), (KeyboardInterrupt(), 130, 0)],
)
def test_a_full_disk_and_an_interruption_leave_nothing(
    satzspiegel: Satzspiegel,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    exit_code: int,
    lines: int,
) -> None:
    def fail(*arguments: object) -> None:
        raise error

    Path("abend.txt").write_text(LAYER, "utf-8")
    monkeypatch.setattr(import_sources_module, "_reports", fail)
    code, out, err = satzspiegel("import", "-q", "abend.txt")
    assert (code, out, len(err.strip().splitlines())) == (exit_code, "", lines)
    assert [path.name for path in Path().iterdir()] == ["abend.txt"]


def test_a_source_that_cannot_be_read_is_named(
    satzspiegel: Satzspiegel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    Path("abend.txt").write_text(LAYER, "utf-8")
    monkeypatch.setattr(Path, "read_bytes", fail)
    code, _, err = satzspiegel("import", "-q", "abend.txt")
    assert (code, err.startswith("abend.txt: Fehler: ")) == (1, True)


# ----------------------------------------------------------------------------- words of the report


def reasons_given() -> Iterator[str]:
    """Constants given as ``reason``: to Change, or to a function with a parameter of that name."""
    paths = (PACKAGE / "importing").rglob("*.py")
    # Words give their own reasons, for joining or not.
    trees = [ast.parse(path.read_text("utf-8")) for path in paths if path.parent.name != "words"]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    position = {"Change": 0}
    for function in (node for node in nodes if isinstance(node, ast.FunctionDef)):
        names = [argument.arg for argument in function.args.args if argument.arg != "self"]
        if "reason" in names:
            position[function.name] = names.index("reason")
    for call in (node for node in nodes if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        given = call.args[position[name] :][:1] if name in position else []
        named = [k.value for k in call.keywords if k.arg == "reason" and name in position]
        for node in (inner for one in (*given, *named) for inner in ast.walk(one)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language: str) -> None:
    given = {reason for reason in reasons_given() if re.fullmatch(r"[a-z]+(-[a-z]+)*", reason)}
    assert {"line-hyphen", "note-number", "running-head"} <= given
    assert given <= words_of(language)["reasons"].keys()


def test_both_languages_have_the_same_words() -> None:
    german, english = (words_of(language) for language in LANGUAGES)
    assert german.keys() == english.keys()
    for key, value in german.items():
        if isinstance(value, dict):
            assert value.keys() == english[key].keys()
