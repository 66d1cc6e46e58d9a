"""Faults seeded into files for the print shop, and the check seeing every one of them.

The files are made as a build makes them; a fault is put into the finished file.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from PIL import Image, ImageCms

from conftest import ROOT, codes, lines
from print_samples import form, image, separation
from satzspiegel.build import build_id
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import SetPages, set_pages
from satzspiegel.editions.print import make_print
from satzspiegel.editions.print.cover import make_print_cover
from satzspiegel.editions.print.measures import cover_measures
from satzspiegel.editions.print.profiles import Profile, find_profile
from satzspiegel.messages import ManuscriptError
from satzspiegel.model import Finding, PrintSettings, Publication
from satzspiegel.printing_facts import Matter, PrintFacts
from satzspiegel.reading import read_publication
from satzspiegel.styles import MM_IN_PT, Style, load_style
from satzspiegel.typesetting import with_capitals
from satzspiegel.verify.printing import check_cover, check_print, read_print

MANUSCRIPT = """---
title: Die Probe
author: Niemand
lang: de-DE
---

# Ein Kapitel

Ein Absatz mit einer Note[^1] und einigen Wörtern, damit die Zeilen sich füllen und die
Silbentrennung ihre Arbeit tut. Danach noch ein Satz mit *betonten* Wörtern.

| Kopf | Zahl |
|------|------|
| Zelle | 12 |

: Eine Tafel

![Eine Zeichnung](zeichnung.svg){alt="Ein Rechteck mit Verlauf"}

# Noch eins

![Ein Foto](foto.png){alt="Rauschen" width=40%}

Und der Schluss.

[^1]: Die Anmerkung am Fuß der Seite.
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">
<defs><linearGradient id="g"><stop offset="0" stop-color="#c00"/>
<stop offset="1" stop-color="#06c"/></linearGradient></defs>
<rect x="5" y="5" width="190" height="90" fill="url(#g)" stroke="#000" stroke-width="1"/>
<circle cx="60" cy="50" r="20" fill="#fc0" opacity=".5"/>
<text x="100" y="60" font-size="12">Wort</text></svg>"""


@dataclass(frozen=True)
class Sample:
    """A file as it was made, and what it was made from."""

    data: bytes
    publication: Publication
    style: Style
    profile: Profile
    build_id: str
    pages: SetPages

    def findings(self, data: bytes) -> list[Finding]:
        """What the check says of a file."""
        facts = read_print(data)
        name = self.profile.name
        return list(check_print(facts, self.publication, self.style, name, self.build_id))


def made(manuscript: Path, style: str) -> Sample:
    """The pages of a manuscript; the test is skipped where no profile is."""
    try:
        profile = find_profile(PrintSettings(), ROOT)
    except ManuscriptError as missing:
        pytest.skip(f"no file for the print shop is made: {lines(missing.findings, 'en')[0]}")
    publication, _ = read_publication(manuscript, Dump())
    house_style = load_style(style)
    publication = with_capitals(publication, house_style)
    identity = build_id(publication, house_style)
    pages = set_pages(publication, house_style, identity, Dump())
    data = make_print(pages, publication, house_style, profile, identity).data
    return Sample(data, publication, house_style, profile, identity, pages)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A small manuscript with all that has colours."""
    folder = tmp_path_factory.mktemp("manuskript")
    (folder / "probe.md").write_text(MANUSCRIPT, "utf-8")
    (folder / "zeichnung.svg").write_text(DRAWING, "utf-8")
    Image.effect_mandelbrot((600, 400), (-2, -1, 1, 1), 60).convert("RGB").save(folder / "foto.png")
    return made(folder / "probe.md", "klassisch")


def test_a_clean_file(sample: Sample) -> None:
    facts = read_print(sample.data)
    assert sample.findings(sample.data) == []
    # And there was something to find.
    assert facts.inks == ("C", "M", "Y", "K")
    assert all(page.inks(Matter.TEXT) in [("K",), ()] for page in facts.pages)
    assert any(page.transparency for page in facts.pages)
    assert facts.images
    assert any(p.matter is Matter.SHADING for page in facts.pages for p in page.paints)


def test_marks_outside_the_bleed_are_no_fault(sample: Sample) -> None:
    settings = replace(sample.publication.settings, print=PrintSettings(marks=True))
    publication = replace(sample.publication, settings=settings)
    made_anew = make_print(sample.pages, publication, sample.style, sample.profile, sample.build_id)
    assert sample.findings(made_anew.data) == []
    with_marks, without_marks = (
        [(page.inks(), page.blank) for page in read_print(data).pages]
        for data in (made_anew.data, sample.data)
    )
    assert with_marks == without_marks


@pytest.mark.parametrize("style", ["klassisch", "sachlich"])
def test_the_manuscript_that_ships_is_clean(style: str) -> None:
    shipped = made(ROOT / "manuscript", style)
    assert lines(shipped.findings(shipped.data)) == []


# --------------------------------------------------------------------------------------- faults

Fault = Callable[[Pdf], None]
#: The page of the faults: the first with running text.
PAGE = 2


def text_page(pdf: Pdf) -> Object:
    return next(p.obj for p in pdf.pages if b"TJ" in content(p.obj) and b"W*" in content(p.obj))


def content(page: Object) -> bytes:
    return page.Contents.read_bytes() if "/Contents" in page else b""


def replaced(old: bytes, new: bytes) -> Fault:
    """The colour, or what else, of the first text of a page."""

    def seed(pdf: Pdf) -> None:
        page = text_page(pdf)
        now = content(page)
        assert old in now
        at = now.index(b"BT")
        start = now.rindex(old, 0, at)
        page.Contents = Stream(pdf, now[:start] + new + now[start + len(old) :])

    return seed


def appended(painted: str, **resources: Callable[[Pdf], Object]) -> Fault:
    """More on a page, with resources: ``XObject=…`` as X."""

    def seed(pdf: Pdf) -> None:
        page = text_page(pdf)
        page.Contents = Stream(pdf, b"q\n" + content(page) + b"\nQ\n" + painted.encode())
        for category, make in resources.items():
            entries = page.Resources.get(f"/{category}", Dictionary())
            entries["/X"] = make(pdf)
            page.Resources[f"/{category}"] = entries

    return seed


def boxed(key: str, outset: float) -> Fault:
    """A box of a page so many mm around the trim."""

    def seed(pdf: Pdf) -> None:
        page = text_page(pdf)
        left, bottom, right, top = (float(v) for v in page.TrimBox)
        by = outset * MM_IN_PT
        page[key] = Array([left - by, bottom - by, right + by, top + by])

    return seed


def without(find: Callable[[Pdf], Object], key: str) -> Fault:
    def seed(pdf: Pdf) -> None:
        del find(pdf)[key]

    return seed


def put(find: Callable[[Pdf], Object], key: str, value: object) -> Fault:
    def seed(pdf: Pdf) -> None:
        find(pdf)[key] = value

    return seed


def root(pdf: Pdf) -> Object:
    return pdf.Root


def information(pdf: Pdf) -> Object:
    return pdf.docinfo


def intent(pdf: Pdf) -> Object:
    return pdf.Root.OutputIntents[0]


def descriptor(pdf: Pdf) -> Object:
    fonts = text_page(pdf).Resources.Font
    return next(iter(fonts.values())).DescendantFonts[0].FontDescriptor


def states(pdf: Pdf) -> list[Object]:
    return [s for p in pdf.pages for s in p.obj.Resources.get("/ExtGState", {}).values()]


def in_xmp(old: bytes, new: bytes) -> Fault:
    def seed(pdf: Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        changed = re.sub(old, new, packet, flags=re.DOTALL)
        assert changed != packet
        pdf.Root.Metadata.write(changed)

    return seed


def no_overprint(pdf: Pdf) -> None:
    for state in states(pdf):
        if "/op" in state:
            state["/op"] = False


def screen_profile(pdf: Pdf) -> None:
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    intent(pdf).DestOutputProfile = Stream(pdf, data, N=3)


def link(pdf: Pdf) -> None:
    page = text_page(pdf)
    place = Array([100, 100, 200, 110])
    page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=place)])


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def bookmark_to_the_web(pdf: Pdf) -> None:
    entry = Dictionary(Title="Netz", A=Dictionary(S=Name.URI, URI="https://example.org"))
    pdf.Root.Outlines = Dictionary(First=pdf.make_indirect(entry))


def trapping_not_told(pdf: Pdf) -> None:
    del information(pdf)["/Trapped"]
    in_xmp(rb"<pdf:Trapped>\w+</pdf:Trapped>", b"")(pdf)


def whole_font(pdf: Pdf) -> None:
    fonts = text_page(pdf).Resources.Font
    font = next(iter(fonts.values()))
    font.BaseFont = font.DescendantFonts[0].BaseFont = Name(f"/{str(font.BaseFont)[8:]}")


def one_page_less(pdf: Pdf) -> None:
    del pdf.pages[-1]


def many_pixels(count: int) -> Callable[[Pdf], Stream]:
    """A grey image of one row, painted two inches wide and little high."""
    return lambda pdf: image(pdf, bytes(range(250)) * (count // 250), Name.DeviceGray)


def group_in(space: Name) -> Callable[[Pdf], Stream]:
    group = Dictionary(S=Name.Transparency, CS=space)
    return lambda pdf: form(pdf, "0 0 0 1 k 100 100 9 9 re f", Group=group)


def shading_in_rgb(pdf: Pdf) -> Dictionary:
    red, blue = Array([1, 0, 0]), Array([0, 0, 1])
    ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=red, C1=blue, N=1)
    ends = Array([0, 0, 1, 1])
    return Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=ends, Function=ramp)


def image_in_rgb(pdf: Pdf) -> Stream:
    return image(pdf, bytes(1800), Name.DeviceRGB)


def calibrated(pdf: Pdf) -> Array:
    return Array([Name.CalRGB, Dictionary(WhitePoint=Array([1, 1, 1]))])


def gold(pdf: Pdf) -> Array:
    return separation("Gold")


def transfer(pdf: Pdf) -> None:
    states(pdf)[0]["/TR"] = Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]))


def font_left_out(pdf: Pdf) -> None:
    found = descriptor(pdf)
    for key in [key for key in found.keys() if key.startswith("/FontFile")]:  # noqa: SIM118
        del found[key]


BLACK = b"0 0 0 1 k"
OVER = {"ExtGState": lambda pdf: Dictionary(op=True, OP=True, OPM=1)}
AREA = "100 100 50 50 re f"
WORD = "BT /X 10 Tf {} 300 Td <0001000200030004> Tj ET"
#: The font of a page, under a name that is known.
FONT = {"Font": lambda pdf: next(iter(text_page(pdf).Resources.Font.values()))}
IMAGE = "q 144 0 0 .2 100 300 cm /X Do Q"

CALIBRATED = {"ColorSpace": calibrated, **FONT}

FAULTS: dict[str, tuple[str, Fault]] = {
    "text in RGB": ("print-rgb-text", replaced(BLACK, b"0 0 0 rg")),
    "text in CalRGB": (
        "print-rgb-text",
        appended(f"/X cs 0 0 0 sc {WORD.format(99)}", **CALIBRATED),
    ),
    "four-colour black": ("print-black-mixed", replaced(BLACK, b".75 .68 .67 .9 k")),
    "rich black": ("print-black-mixed", replaced(BLACK, b".6 0 0 1 k")),
    "grey of three inks": ("print-black-mixed", replaced(BLACK, b".5 .48 .5 .1 k")),
    "text in colour": ("print-text-coloured", replaced(BLACK, b"0 1 .8 0 k")),
    "black text knocks out": ("print-black-knocks-out", no_overprint),
    "black text in grey": ("print-black-knocks-out", replaced(BLACK, b"0 g")),
    "white overprints": ("print-white-overprints", appended(f"/X gs 0 0 0 0 k {AREA}", **OVER)),
    "a tint overprints": ("print-tint-overprints", appended(f"/X gs 0 0 0 .3 k {AREA}", **OVER)),
    "an area in RGB": ("print-rgb-drawing", appended(f"1 0 0 rg {AREA}")),
    "a line in RGB": ("print-rgb-drawing", appended("0 0 1 RG 100 100 m 200 200 l S")),
    "a shading in RGB": (
        "print-rgb-drawing",
        appended("100 100 9 9 re W n /X sh", Shading=shading_in_rgb),
    ),
    "an image in RGB": ("print-rgb-image", appended(IMAGE, XObject=image_in_rgb)),
    "a group in RGB": ("print-blending", appended("/X Do", XObject=group_in(Name.DeviceRGB))),
    "a spot colour": ("print-spot", appended(f"/X cs 1 sc {AREA}", ColorSpace=gold)),
    "too much ink": ("print-ink-total", appended(f".9 .8 .8 .8 k {AREA}")),
    "a coarse image": ("print-image-coarse", appended(IMAGE, XObject=many_pixels(500))),
    "a very coarse image": ("print-image-too-coarse", appended(IMAGE, XObject=many_pixels(250))),
    "a hairline": ("print-hairline", appended("0 0 0 1 K .1 w 100 100 m 200 200 l S")),
    "a thin area": ("print-hairline", appended("0 0 0 1 k 100 100 90 .1 re f")),
    "text over the edge": ("print-text-cut", appended(f"0 0 0 1 k {WORD.format(5)}", **FONT)),
    "text at the edge": ("print-text-near-trim", appended(f"0 0 0 1 k {WORD.format(15)}", **FONT)),
    "another trim": ("print-trim", boxed("/TrimBox", -0.1)),
    "no trim": ("print-trim", without(text_page, "/TrimBox")),
    "a page that is turned": ("print-trim", put(text_page, "/Rotate", 90)),
    "a bleed of 2 mm": ("print-bleed", boxed("/BleedBox", 2)),
    "no bleed": ("print-bleed", without(text_page, "/BleedBox")),
    "a page without room for the bleed": ("print-media", boxed("/MediaBox", 1)),
    "a link": ("print-annotation", link),
    "a page less": ("print-page-count", one_page_less),
    "another condition": ("print-intent", put(intent, "/OutputConditionIdentifier", "FOGRA52")),
    "a condition without a name": ("print-intent", without(intent, "/OutputConditionIdentifier")),
    "no condition": ("print-intent", without(root, "/OutputIntents")),
    "an intent for another standard": ("print-intent", put(intent, "/S", Name.GTS_PDFA1)),
    "no profile": ("print-profile", without(intent, "/DestOutputProfile")),
    "the profile of a screen": ("print-profile", screen_profile),
    "trapping not told": ("print-trapped", trapping_not_told),
    "trapping unknown": ("print-trapped", put(information, "/Trapped", Name.Unknown)),
    "no XMP": ("print-standard", without(root, "/Metadata")),
    "no version in XMP": ("print-standard", in_xmp(rb"PDF/X-4", b"")),
    "another version in XMP": ("print-standard", in_xmp(rb"PDF/X-4", b"PDF/X-3:2002")),
    "no date in XMP": ("print-record-missing", in_xmp(rb"xmp:ModifyDate", b"xmp:Modified")),
    "another date in XMP": (
        "print-record-differs",
        in_xmp(rb"(CreateDate\W+)\d{4}", rb"\g<1>1871"),
    ),
    "another title in XMP": ("print-record-differs", in_xmp(b"Probe", b"Klage")),
    "another title": ("edition-title", put(information, "/Title", "Der Ernst")),
    "another build": ("edition-mixed", put(information, "/satzspiegelbuild", "0")),
    "a script": ("print-script", script),
    "a bookmark to the web": ("print-script", bookmark_to_the_web),
    "a form": ("print-form", put(root, "/AcroForm", Dictionary(Fields=Array()))),
    "a transfer function": ("print-forbidden", transfer),
    "a font that is not there": ("print-font-missing", font_left_out),
    "a whole font": ("print-font-whole", whole_font),
}


def seeded(data: bytes, fault: Fault, **options: Any) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        fault(pdf)
        out = BytesIO()
        pdf.save(out, fix_metadata_version=False, **options)
    return out.getvalue()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noticed(sample: Sample, fault: str) -> None:
    code, seed = FAULTS[fault]
    findings = sample.findings(seeded(sample.data, seed))
    assert code in codes(findings)
    for language in ("de", "en"):
        assert lines(findings, language)


def nothing(pdf: Pdf) -> None:
    """No fault."""


def test_without_a_fault_the_file_stays_clean(sample: Sample) -> None:
    assert sample.findings(seeded(sample.data, nothing)) == []


@pytest.mark.parametrize("user", ["", "geheim"])
def test_encryption_is_noticed(sample: Sample, user: str) -> None:
    locked = pikepdf.Encryption(owner="geheim", user=user)
    data = seeded(sample.data, nothing, encryption=locked)
    assert "print-encrypted" in codes(sample.findings(data))


def test_a_newer_version_is_noticed(sample: Sample) -> None:
    data = seeded(sample.data, nothing, force_version="1.7")
    assert codes(sample.findings(data)) == ["print-version"]


def test_a_missing_identifier_is_noticed(sample: Sample) -> None:
    data = seeded(sample.data, nothing, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    before, _, trailer = data.rpartition(b"trailer")
    assert b"/ID" in trailer
    (found,) = sample.findings(before + b"trailer" + trailer.replace(b"/ID", b"/XD"))
    assert (found.code, found.values["found"]) == ("print-record-missing", "ID")


def test_a_finding_names_file_and_page(sample: Sample) -> None:
    (found,) = sample.findings(seeded(sample.data, boxed("/TrimBox", -0.1)))[:1]
    with pikepdf.open(BytesIO(sample.data)) as pdf:
        page = next(n for n, p in enumerate(pdf.pages, 1) if p.obj == text_page(pdf))
    assert lines([found])[0].startswith(f"Fehler: print, Seite {page}: Das Endformat ist 147,80 ×")


# ---------------------------------------------------------------------------------------- cover


@pytest.fixture(scope="module")
def cover(sample: Sample) -> bytes:
    return make_print_cover(
        sample.publication, sample.style, sample.profile, sample.build_id, pages=8
    ).data


def cover_findings(sample: Sample, data: bytes) -> list[Finding]:
    settings = sample.publication.settings.print
    measures = cover_measures(8, sample.style.page, settings)
    size = measures.width, measures.height
    name, identity = sample.profile.name, sample.build_id
    return list(check_cover(read_print(data), sample.publication, size, name, identity))


def test_a_clean_cover(sample: Sample, cover: bytes) -> None:
    assert lines(cover_findings(sample, cover)) == []


def test_a_cover_of_another_size(sample: Sample, cover: bytes) -> None:
    def seed(pdf: Pdf) -> None:
        left, bottom, right, top = (float(v) for v in pdf.pages[0].TrimBox)
        pdf.pages[0].TrimBox = Array([left, bottom, right + 1, top])

    found = cover_findings(sample, seeded(cover, seed))
    assert codes(found) == ["print-trim", "print-bleed"]


# ------------------------------------------------------------------------------------ inkcov


def ink_coverage(data: bytes, path: Path) -> list[set[str]]:
    """The inks of each page as Ghostscript rasters them."""
    if shutil.which("gs") is None:
        pytest.skip("inks are not compared with Ghostscript's: gs is not installed")
    path.write_bytes(data)
    command = ["gs", "-q", "-dSAFER", "-o", "-", "-sDEVICE=inkcov", "-dUseBleedBox", str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = re.findall(r"^ *([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) CMYK OK$", said, re.MULTILINE)
    return [{ink for ink, part in zip("CMYK", row, strict=True) if float(part)} for row in rows]


def test_inks_are_those_that_ghostscript_finds(sample: Sample, tmp_path: Path) -> None:
    facts: PrintFacts = read_print(sample.data)
    found = [set(page.inks()) for page in facts.pages]
    assert found == ink_coverage(sample.data, tmp_path / "print.pdf")
    assert {"C", "M", "Y", "K"} in found
    assert {"K"} in found


def test_every_finding_has_its_fault() -> None:
    seen = {code for code, _ in FAULTS.values()} | {"print-encrypted", "print-version"}
    messages = ROOT / "pipeline" / "satzspiegel" / "messages" / "de.toml"
    known = tomllib.loads(messages.read_text("utf-8"))
    assert {code for code in known if code.startswith("print-")} == {
        code for code in seen if code.startswith("print-")
    }
