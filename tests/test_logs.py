"""What is told while a book is made, and what libraries say, which becomes findings."""

from __future__ import annotations

import ctypes
import io
import logging
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from ebooklib import epub
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image as Pillow

from conftest import ROOT, ReadText, lines, one_face
from satzspiegel.build import build
from satzspiegel.cli import main
from satzspiegel.cli_words import WORDS
from satzspiegel.editions.pdf.painter import Painter, parse
from satzspiegel.logs import (
    LOGGER,
    about,
    listening,
    native_apart,
    own_error_stream,
    stage,
    telling,
)
from satzspiegel.making import _another_process
from satzspiegel.manuscript import read_manuscript
from satzspiegel.model import Asset, Finding, Place, Publication, Severity
from satzspiegel.verify import verify_editions
from satzspiegel.walks import all_images

WriteFiles = Callable[[dict[str, str | bytes]], Path]
PLACE = Place("kapitel.md", 3, 1)
#: An EXIF block whose first entry promises more than the file holds.
BROKEN_EXIF = b"Exif\0\0MM\0*\0\0\0\x08\0\xff\x01\x00\0\x02" + b"\xff" * 8
KLASSISCH = ROOT / "styles" / "klassisch"
SHEET = "@page { size: 90mm 120mm }\n"


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Libraries and their words."""
    assert {finding.code for finding in findings} <= {"library-warning"}
    return [(one.values["library"], one.values["text"]) for one in findings]


@pytest.fixture
def records() -> Iterator[list[logging.LogRecord]]:
    """Everything of ours that is logged, from DEBUG."""
    kept: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = kept.append  # type: ignore[assignment, method-assign]
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.DEBUG)
    yield kept
    LOGGER.removeHandler(handler)
    LOGGER.setLevel(logging.NOTSET)


# --------------------------------------------------------------------------------------- stages


def test_a_stage_begins_and_ends_with_its_time(records: list[logging.LogRecord]) -> None:
    with stage("pages"):
        pass
    with pytest.raises(ValueError, match="so"), stage("pdf"):
        raise ValueError("so")
    assert [(one.levelname, one.getMessage().split(":")[0]) for one in records] == [
        ("DEBUG", "pages begins"),
        ("INFO", "pages"),
        ("DEBUG", "pdf begins"),
        ("INFO", "pdf"),
    ]
    assert 0 <= records[1].seconds < 10  # type: ignore[attr-defined]


def test_lines_of_stages_hold_no_findings() -> None:
    written: list[str] = []
    with telling(written.append, {"pages": "Seiten setzen"}), stage("pages"), listening():
        logging.getLogger("fontTools").warning("so")
    assert [re.sub(r"\d+\.\d\d", "0.00", line).split() for line in written] == [
        ["0.00", "s", "Seiten", "setzen"],
        ["0.00", "s", "total"],
    ]
    assert LOGGER.level == logging.NOTSET
    assert all(isinstance(handler, logging.NullHandler) for handler in LOGGER.handlers)


@pytest.mark.parametrize("language", WORDS)
def test_every_stage_has_its_words(language: str) -> None:
    named = re.compile(r'stage\("(\w+)"\)')
    sources = (ROOT / "pipeline").rglob("*.py")
    stages = {name for path in sources for name in named.findall(path.read_text("utf-8"))}
    assert {"manuscript", "report", "total"} < stages
    assert stages <= WORDS[language].keys()


# ------------------------------------------------------------------------------------ libraries


def _fonttools() -> None:
    """A font made in the first second of its calendar."""
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef"])
    builder.font.recalcBBoxes = False
    builder.font["head"].created = 1
    file = io.BytesIO()
    builder.font.save(file)
    file.seek(0)
    _ = TTFont(file)["head"]


def _ebooklib() -> None:
    """A value of the package that XML cannot hold."""
    book = epub.EpubBook()
    book.add_metadata(epub.NAMESPACES["OPF"], "meta", "\x01", {"property": "probe"})
    epub.EpubWriter("nirgends.epub", book)._write_opf_metadata(etree.Element("package"))


def _pillow() -> None:
    file = io.BytesIO()
    Pillow.new("RGB", (4, 4)).save(file, "JPEG", exif=BROKEN_EXIF)
    Pillow.open(file).getexif()


def _mupdf() -> None:
    """A page whose content stream ends brackets that nobody opened."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((9, 9), "x")
        document.update_stream(page.get_contents()[0], b"BT (x) Tj ]] Q")
        page.get_pixmap()


@pytest.mark.parametrize(
    ("library", "call", "words"),
    [
        ("fontTools", _fonttools, "timestamp seems very low"),
        ("EbookLib", _ebooklib, "Could not create metadata"),
        ("PIL", _pillow, "Corrupt EXIF data"),
        ("MuPDF", _mupdf, "MuPDF error: "),
    ],
)
def test_what_libraries_say_is_a_finding(
    library: str, call: Callable[[], None], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with listening() as heard:
        call()
        call()
    assert any(one == library and words in text for one, text in said(heard.findings))
    assert len(set(said(heard.findings))) == len(heard.findings)
    assert capfd.readouterr() == ("", "")
    for language in ("de", "en"):
        assert all(words in line for line in lines(heard.findings[-1:], language))


def test_only_warnings_and_errors_are_findings(records: list[logging.LogRecord]) -> None:
    logging.getLogger("fremd").setLevel(logging.DEBUG)
    with listening() as heard:
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            logging.getLogger("fremd").log(level, "Stufe %d.", level)
    assert said(heard.findings) == [("fremd", "Stufe 30"), ("fremd", "Stufe 40")]
    assert [one.finding for one in records] == [*heard.findings]  # type: ignore[attr-defined]


def test_findings_do_not_hang_on_levels() -> None:
    LOGGER.setLevel(logging.CRITICAL)
    try:
        with listening() as heard:
            logging.getLogger("fremd").warning("so")
    finally:
        LOGGER.setLevel(logging.NOTSET)
    assert said(heard.findings) == [("fremd", "so")]


def test_handlers_of_the_program_hear_us_but_no_library(caplog: pytest.LogCaptureFixture) -> None:
    before = logging.getLogger().handlers
    with caplog.at_level(logging.INFO), listening(), stage("pages"):
        logging.getLogger("fremd").warning("so")
    assert {record.name for record in caplog.records} == {"satzspiegel", "satzspiegel.libraries"}
    assert logging.getLogger().handlers is before


def test_warnings_about_data_are_findings_those_about_the_program_are_not() -> None:
    with listening() as heard:
        warnings.warn("Daten", UserWarning, stacklevel=1)
        with pytest.raises(DeprecationWarning):  # the tests make errors of them
            warnings.warn("veraltet", DeprecationWarning, stacklevel=1)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("veraltet", DeprecationWarning, stacklevel=1)
    assert said(heard.findings) == [("test_logs", "Daten")]
    with pytest.raises(UserWarning):  # afterwards all is as it was
        warnings.warn("Daten", UserWarning, stacklevel=1)


def test_an_image_being_read_is_the_place_and_told_once() -> None:
    with listening() as heard:
        _pillow()
        with about(PLACE):
            _pillow()
            logging.getLogger("fontTools").warning("nicht vom Bild")
        _pillow()
    places = {(one.values["library"], one.place) for one in heard.findings}
    assert places == {("PIL", PLACE), ("fontTools", None)}


def _elsewhere(text: str) -> int:
    with stage("epub"):
        logging.getLogger("fontTools").warning(text)
        warnings.warn(text, UserWarning, stacklevel=1)
        os.write(2, b"Fontconfig warning: hier wie dort\n")
    return os.getpid()


def test_what_another_process_tells_is_told_here(
    records: list[logging.LogRecord], capfd: pytest.CaptureFixture[str]
) -> None:
    with native_apart(), listening() as heard, _another_process() as begin:
        assert begin(_elsewhere, "so")() != os.getpid()
    assert said(heard.findings) == [
        ("fontTools", "so"),
        ("test_logs", "so"),
        ("Fontconfig", "Fontconfig warning: hier wie dort"),
    ]
    assert [one.levelname for one in records] == ["DEBUG", "WARNING", "WARNING", "INFO", "WARNING"]
    assert capfd.readouterr() == ("", "")


# --------------------------------------------------------------------------------- error stream


def test_libraries_in_c_are_heard_and_varying_numbers_left_out() -> None:
    library = ctypes.CDLL(None)
    with native_apart(), listening() as heard:
        for number in (41, 42):
            said_in_c = f"\n(process:{number}): Pango-WARNING **: 12:00:0{number % 10}.5: so\n"
            library.write(2, said_in_c.encode(), len(said_in_c))
    assert said(heard.findings) == [("Pango", "Pango-WARNING **: so")]


def test_the_error_stream_stays_ours() -> None:
    program = (
        "import os, sys\n"
        "from satzspiegel.logs import listening, own_error_stream\n"
        "with own_error_stream(), listening() as heard:\n"
        "    os.write(2, b'fremd\\n')\n"
        "    print('eigen', file=sys.stderr)\n"
        "    print(*[one.values['text'] for one in heard.findings])\n"
        "os.write(2, b'danach\\n')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("fremd\n", "eigen\ndanach\n")


def test_without_an_error_stream_all_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with own_error_stream(), listening() as heard:
        assert sys.stderr is None
    assert not heard.findings


# -------------------------------------------------------------------------------- WeasyPrint


def painted(publication: Publication, body: str) -> tuple[Finding, ...]:
    """What WeasyPrint complains about in a page, as whoever listens to the build hears it."""
    faces, rule = one_face(body)
    sheet = f'{rule} html {{ font: 9pt/11pt "Satz" }}\n'
    page = parse(f'<html lang="de"><head><title>.</title></head><body>{body}</body></html>')
    with listening() as heard:
        painter = Painter(publication, faces, sheet, faces[0].family, folders=(KLASSISCH,))
        for _ in range(2):  # as for the PDF and for the print shop
            painter.write(painter.layout(page))
    assert painter.findings == heard.findings
    return heard.findings


def test_an_image_that_weasyprint_cannot_paint_has_its_place(read_text: ReadText) -> None:
    publication, _ = read_text("# Eins\n\nEin Bild: ![Das Bild](bild.svg)\n")
    (place,) = (image.place for image in all_images(c.blocks for c in publication.chapters))
    endless = '<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><use href="#a"/></g></svg>'
    asset = Asset("bild.svg", "images/bild.svg", "image/svg+xml", endless.encode(), 9, 9)
    broken = replace(publication, assets=(asset,))
    found = painted(broken, '<p><img src="asset:images/bild.svg" alt="."/></p>')
    assert [(one.code, one.severity, one.place) for one in found] == [
        ("image-unpainted", Severity.ERROR, place)
    ]
    assert place and place.line == 3
    assert "asset:" not in found[0].values["reason"]


def test_a_character_without_a_glyph_has_its_place(read_text: ReadText) -> None:
    publication, _ = read_text("# Eins\n\nEin Zeichen: \U0001f648.\n")
    found = painted(publication, "<p>\U0001f648</p>")
    assert [(one.code, one.place and one.place.line) for one in found] == [("painter-warning", 3)]


def test_an_id_of_the_text_has_its_place(read_text: ReadText) -> None:
    publication, _ = read_text("# Eins {#eins}\n\nText.\n")
    found = painted(publication, '<p id="eins">a</p><p id="eins">b</p>')
    assert [one.place and one.place.line for one in found] == [1]
    assert "Anchor defined twice" in found[0].values["text"]


@pytest.mark.parametrize(
    ("template", "sheet", "expected"),
    [
        ("{# x #}\n.a { farbe: rot }\n", ".a { farbe: rot }\n", [2]),
        ("\n.a { width: {{ measure }}xx }\n", ".a { width: 12xx }\n", [2]),
        # Of two lines that may have become this one, the one that says more of it.
        ("{{ a }} { farbe: rot }\n.a { farbe: rot }\n", ".a { farbe: rot }\n", [2]),
        # The same line twice: what stands before it tells them apart.
        (
            ".a {\n  farbe: rot\n}\n.b {\n  farbe: rot\n}\n",
            ".b {\n  farbe: rot\n}\n",
            [5],
        ),
        ("{{ alles }}\n", ".a { farbe: rot }\n", []),
    ],
)
def test_css_of_a_style_has_its_line(
    template: str, sheet: str, expected: list[int], read_text: ReadText, tmp_path: Path
) -> None:
    publication, _ = read_text("Text.\n")
    folder = tmp_path / "stil"
    folder.mkdir()
    (folder / "page.css.jinja").write_text(template, "utf-8")
    painter = Painter(publication, (), SHEET + sheet, "serif", folders=(folder, KLASSISCH))
    (found,) = painter.findings
    assert found.code == "painter-warning"
    known = [found.place] if found.place else []
    assert known == [Place("stil/page.css.jinja", line) for line in expected]
    assert bool(re.search(r"at \d+:\d+", found.values["text"])) is not bool(expected)


# -------------------------------------------------------------------------------- whole builds


AWKWARD = """\
# Eins

Ein Satz mit einer Note.[^a]

![Ein Bild](exif.jpg){alt="Was zu sehen ist" width=5mm}

[^a]: Die Note.
"""


def _awkward(write_files: WriteFiles) -> Path:
    picture = io.BytesIO()
    Pillow.new("RGB", (400, 400), "red").save(picture, "JPEG", exif=BROKEN_EXIF)
    own = '{% extends "klassisch/page.css.jinja" %}\n{% block own %}\n.note { farbe: rot }\n'
    return write_files(
        {
            "metadata.yaml": "title: Probe\nlang: de-DE\nsatzspiegel:\n  style: stil\n",
            "01.md": AWKWARD,
            "exif.jpg": picture.getvalue(),
            "stil/style.toml": 'extends = "klassisch"\n',
            "stil/page.css.jinja": own + "{% endblock %}\n",
        }
    )


def test_a_whole_build_of_an_awkward_manuscript(write_files: WriteFiles, tmp_path: Path) -> None:
    manuscript = _awkward(write_files)
    # A system without its settings of fonts lets Fontconfig write to the error stream.
    environment = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "keine"), "LC_ALL": "C"}
    words = [sys.executable, "-W", "error", "-m", "satzspiegel", "build", str(manuscript)]
    asked = ["-o", str(tmp_path / "aus"), "-e", "pdf", "-e", "html", "--verbose"]
    done = subprocess.run([*words, *asked], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    told = done.stderr.splitlines()
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", done.stderr)
    stages = [line for line in told if re.match(r" *\d+\.\d\d s  ", line)]
    german = WORDS["de"]
    assert {line.split("s  ", 1)[1] for line in stages} == {
        german[name]
        for name in ("manuscript", "notes", "structure", "typography", "pages", "pdf", "html")
    } | {german[name] for name in ("verify", "validators", "report", "total")}
    assert stages[-1].endswith("insgesamt")
    findings = [re.sub(r"(?<=Fontconfig error: ).*", "…", one) for one in told if one not in stages]
    assert sorted(findings) == [
        "01.md:5:13: Warnung: PIL meldet: Corrupt EXIF data. "
        "Expecting to read 12 bytes but only got 0.",
        "01.md:5:13: Warnung: PIL meldet: Tag data larger than file. Skipping tag 256.",
        "Warnung: Fontconfig meldet: Fontconfig error: …",
        "stil/page.css.jinja:3: Warnung: WeasyPrint meldet: "
        "Ignored `farbe: rot `, unknown property.",
    ]
    assert "Zeichnung" not in done.stdout


def test_the_command_line_hears_the_error_stream(
    write_files: WriteFiles, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def read(manuscript: Path) -> Any:
        os.write(2, b"Fontconfig warning: so\n")
        return read_manuscript(manuscript)

    monkeypatch.setattr(sys.modules["satzspiegel.reading"], "read_manuscript", read)
    folder = write_files({"metadata.yaml": "title: Probe\n", "01.md": "# Eins\n\nText.\n"})
    monkeypatch.setattr(sys, "argv", ["satzspiegel", "check", str(folder), "-q"])
    with pytest.raises(SystemExit):
        main()
    assert capfd.readouterr().err == "Warnung: Fontconfig meldet: Fontconfig warning: so.\n"


def test_what_is_heard_of_finished_files_is_in_the_result(
    write_files: WriteFiles, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def verified(*files: Any) -> Any:
        logging.getLogger("fremd").warning("so")
        return verify_editions(*files)

    monkeypatch.setattr(sys.modules["satzspiegel.build"], "verify_editions", verified)
    folder = write_files({"metadata.yaml": "title: Probe\n", "01.md": "# Eins\n\nText.\n"})
    done = build(folder, ["html"], output=tmp_path / "aus")
    assert said(done.findings) == [("fremd", "so")]
    assert '"library": "fremd"' in (tmp_path / "aus" / "manuskript-report.json").read_text()


def test_quiet_says_nothing_but_findings(write_files: WriteFiles) -> None:
    manuscript = _awkward(write_files)
    words = [sys.executable, "-m", "satzspiegel", "check", str(manuscript), "-q", "-v"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert not done.stdout
    assert done.stderr and all(": Warnung: PIL" in one for one in done.stderr.splitlines())
