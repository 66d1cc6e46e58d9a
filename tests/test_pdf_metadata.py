"""What the PDF says of itself, and what the archive asks of it."""

from __future__ import annotations

import datetime
import io
import time
import zlib
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pydyf
import pytest
from lxml import etree
from PIL import Image, ImageCms

from samples import png, write_sample
from satzspiegel.dump import Dump
from satzspiegel.editions.pdf import make_pdf
from satzspiegel.editions.pdf.device_colours import without_device_cmyk
from satzspiegel.editions.pdf.identity import document_date, file_identifier
from satzspiegel.editions.pdf.stream_ends import clear_stream_ends
from satzspiegel.editions.pdf.xmp import xmp_packet
from satzspiegel.editions.pdf.xmp_schemas import NAMESPACES
from satzspiegel.model import Publication
from satzspiegel.reading import read_publication
from satzspiegel.styles import load_style

BUILD = "0123456789abcdef"
RICH = {
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "doi": "10.1234/beispiel.5",
    "url": "https://example.org/probe",
    "belongs-to-collection": "Reihe am Rand",
    "group-position": "7",
    "subject": [{"text": "Typografie", "authority": "gnd", "term": "4117291-6"}],
}
#: What PDF/A-2 describes itself, as far as we use it (ISO 19005-2, 6.6.2.3.1).
PREDEFINED = {"dc", "xmp", "xmpMM", "xmpRights", "pdf", "pdfaid", "pdfaExtension"}
SMALL = {"01-eins.md": "# Eins\n\nWort.[^1]\n\n[^1]: Note.\n"}


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The sample with everything that metadata can say."""
    return read_publication(write_sample(tmp_path_factory.mktemp("probe"), RICH))[0]


@pytest.fixture(scope="module")
def data(publication: Publication) -> bytes:
    """Its PDF."""
    return made(publication)


@pytest.fixture
def small(tmp_path: Path) -> Publication:
    """One sentence and its note, and no date."""
    return read_publication(write_sample(tmp_path / "klein", {"date": None}, SMALL))[0]


def made(publication: Publication, build: str = BUILD) -> bytes:
    return make_pdf(publication, load_style(), build, Dump()).data


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def packet(publication: Publication, *standards: str) -> etree._Element:
    return etree.fromstring(xmp_packet(publication, BUILD, standards))


def values(root: etree._Element, name: str) -> list[str]:
    """The values of a property, in their order, each language once."""
    (found,) = root.iterfind(f".//rdf:Description/{name}", NAMESPACES)
    items = found.findall(".//rdf:li", NAMESPACES) or [found]
    return list(dict.fromkeys(item.text for item in items))


# ------------------------------------------------------------------------------------------ XMP


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dc:title", ["Die Probe & das Ganze"]),
        ("dc:creator", ["Anna Beispiel", "Bernd Muster"]),
        ("dc:contributor", ["Clara Vorlage", "Dora Zweitfassung"]),
        ("dc:description", ["Ein Heft zum Prüfen: kurz, aber mit allen Sorten Text & Note."]),
        ("dc:subject", ["Probe", "Fußnote", "Typografie"]),
        ("dc:language", ["de-DE"]),
        ("dc:publisher", ["Verlag am Rand"]),
        ("dc:rights", ["© 2026 Verlag am Rand"]),
        ("dc:date", ["2026-03-14"]),
        ("dc:identifier", ["doi:10.1234/beispiel.5"]),
        ("dc:source", ["urn:isbn:9783161484100"]),
        ("prism:isbn", ["978-3-16-148410-0"]),
        ("prism:doi", ["10.1234/beispiel.5"]),
        ("prism:url", ["https://example.org/probe"]),
        ("pdf:Keywords", ["Probe, Fußnote"]),
        ("xmpRights:Marked", ["True"]),
        ("xmpRights:WebStatement", ["https://creativecommons.org/licenses/by/4.0/"]),
        ("xmp:CreateDate", ["2026-03-14T00:00:00Z"]),
        ("xmp:ModifyDate", ["2026-03-14T00:00:00Z"]),
        ("satzspiegel:Subtitle", ["Ein Heft mit allem, was vorkommt"]),
        ("satzspiegel:PublisherPlace", ["Mainz"]),
        ("satzspiegel:Series", ["Reihe am Rand"]),
        ("satzspiegel:SeriesNumber", ["7"]),
        ("satzspiegel:Build", [BUILD]),
        ("pdfuaid:part", ["1"]),
        ("pdfaid:part", ["2"]),
        ("pdfaid:conformance", ["A"]),
    ],
)
def test_the_packet_has_the_metadata(
    publication: Publication, name: str, expected: list[str]
) -> None:
    assert values(packet(publication, "pdfua-1", "pdfa-2a"), name) == expected


def test_titles_have_their_language_and_a_default(publication: Publication) -> None:
    items = packet(publication).findall(".//dc:title//rdf:li", NAMESPACES)
    languages = [item.get("{http://www.w3.org/XML/1998/namespace}lang") for item in items]
    assert languages == ["x-default", "de-DE"]


def test_the_printed_book_is_its_isbn(publication: Publication) -> None:
    printed = packet(publication, "pdfx-4")
    assert values(printed, "dc:identifier") == ["urn:isbn:9783161484100"]
    assert values(printed, "pdfxid:GTS_PDFXVersion") == ["PDF/X-4"]
    assert values(printed, "pdf:Trapped") == ["False"]
    assert printed.find(".//dc:source", NAMESPACES) is None
    assert printed.find(".//pdfaid:part", NAMESPACES) is None


def test_what_is_not_said_is_left_out(small: Publication) -> None:
    root = packet(small, "pdfua-1", "pdfa-2a")
    assert root.find(".//dc:date", NAMESPACES) is None
    assert root.find(".//xmpRights:WebStatement", NAMESPACES) is None
    assert not [one for one in root.iter() if len(one) == 0 and not (one.text or "").strip()]


@pytest.mark.parametrize(
    ("license", "marked"),
    [("CC-BY-4.0", "True"), ("https://creativecommons.org/publicdomain/zero/1.0/", "False")],
)
def test_a_work_in_the_public_domain_is_not_marked(
    license: str, marked: str, tmp_path: Path
) -> None:
    folder = write_sample(tmp_path / "frei", {"license": license, "rights": None}, SMALL)
    publication, _ = read_publication(folder)
    assert values(packet(publication), "xmpRights:Marked") == [marked]


def test_every_property_that_the_archive_does_not_know_is_described(
    publication: Publication,
) -> None:
    root = packet(publication, "pdfua-1", "pdfa-2a")
    (about,) = root.iterfind(".//rdf:RDF/rdf:Description", NAMESPACES)
    prefixes = {uri: prefix for prefix, uri in NAMESPACES.items()}
    used = {(prefixes[etree.QName(one).namespace], etree.QName(one).localname) for one in about}
    described = set()
    for schema in about.iterfind("pdfaExtension:schemas/rdf:Bag/rdf:li", NAMESPACES):
        prefix = schema.findtext("pdfaSchema:prefix", namespaces=NAMESPACES)
        uri = schema.findtext("pdfaSchema:namespaceURI", namespaces=NAMESPACES)
        assert NAMESPACES[str(prefix)] == uri
        names = schema.iterfind(".//pdfaProperty:name", NAMESPACES)
        described |= {(prefix, name.text) for name in names}
    assert {one for one in used if one[0] not in PREDEFINED} <= described


def test_an_unknown_standard_is_not_claimed(publication: Publication) -> None:
    with pytest.raises(KeyError):
        xmp_packet(publication, BUILD, ("pdfa-1b",))


# ------------------------------------------------------------------------------------- the file


def test_the_old_form_agrees_with_the_packet(data: bytes) -> None:
    pdf = opened(data)
    information = {name: str(value) for name, value in pdf.docinfo.items()}
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        said = {
            "/Title": xmp["dc:title"],
            "/Author": "; ".join(xmp["dc:creator"]),
            "/Subject": xmp["dc:description"],
            "/Keywords": xmp["pdf:Keywords"],
            "/Creator": xmp["xmp:CreatorTool"],
            "/Producer": xmp["pdf:Producer"],
            "/satzspiegelbuild": xmp[f"{{{NAMESPACES['satzspiegel']}}}Build"],
        }
        dates = {"/CreationDate": xmp["xmp:CreateDate"], "/ModDate": xmp["xmp:ModifyDate"]}
    digits = {name: "".join(c for c in date if c.isdigit()) for name, date in dates.items()}
    said |= {name: f"D:{date}Z" for name, date in digits.items()}
    assert information == said


def test_the_packet_can_be_read_without_unpacking(data: bytes) -> None:
    assert data.count(b"<?xpacket begin=") == 1
    assert "/Filter" not in opened(data).Root.Metadata


def test_the_catalogue(data: bytes) -> None:
    pdf = opened(data)
    assert pdf.pdf_version == "1.7" and not pdf.is_encrypted
    assert str(pdf.Root.Lang) == "de-DE"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
    assert len(pdf.Root.Outlines) > 0


def test_colours_are_meant_as_srgb(data: bytes) -> None:
    pdf = opened(data)
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    profile = intent.DestOutputProfile
    read = ImageCms.ImageCmsProfile(io.BytesIO(profile.read_bytes()))
    assert profile.N == 3 and read.profile.xcolor_space.strip() == "RGB"


def test_annotations_are_printed(data: bytes) -> None:
    pdf = opened(data)
    annotations = [one for page in pdf.pages for one in page.get("/Annots", ())]
    assert annotations
    assert {int(one.F) for one in annotations} == {4}


def test_images_are_not_smoothed(data: bytes) -> None:
    pdf = opened(data)
    images = [one for one in pdf.objects if _is_image(one)]
    assert images
    assert not any(bool(one.get("/Interpolate", False)) for one in images)


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_the_pdf_is_valid(data: bytes, profile: str) -> None:
    report = page_validation.validate_pdf_bytes(data, profile=profile)
    assert [str(failure) for failure in report.failures] == []


def test_the_validator_is_awake(data: bytes) -> None:
    pdf = opened(data)
    del pdf.Root.OutputIntents
    broken = io.BytesIO()
    pdf.save(broken, static_id=True)
    assert page_validation.validate_pdf_bytes(broken.getvalue(), profile="2a").failures


# ------------------------------------------------------------------------------ the same bytes


@pytest.mark.parametrize(
    ("epoch", "date", "expected"),
    [
        ("86400", "2026-03-14", datetime.datetime(1970, 1, 2, tzinfo=datetime.UTC)),
        ("", "2026-03-14", datetime.datetime(2026, 3, 14, tzinfo=datetime.UTC)),
        ("", "2026", datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)),
        ("", "im Frühjahr", datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)),
    ],
)
def test_the_date_is_not_the_clock_s(
    epoch: str, date: str, expected: datetime.datetime, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    publication, _ = read_publication(write_sample(tmp_path / "datiert", {"date": date}, SMALL))
    assert document_date(publication) == expected


def test_time_zones_change_nothing(small: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    files = []
    for zone in ("UTC", "Pacific/Auckland"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        files.append(made(small))
    monkeypatch.delenv("TZ")
    time.tzset()
    assert files[0] == files[1]
    pdf = opened(files[0])
    assert str(pdf.docinfo["/ModDate"]) == "D:20231114221320Z"


def test_identifiers_follow_from_the_build(small: Publication) -> None:
    pdf, other = (opened(made(small, build)) for build in (BUILD, "f" * 16))
    assert bytes(pdf.trailer.ID[0]) == file_identifier(BUILD, "pdf")
    assert bytes(other.trailer.ID[0]) == file_identifier("f" * 16, "pdf")
    assert file_identifier(BUILD, "pdf") != file_identifier("f" * 16, "pdf")
    assert file_identifier(BUILD, "pdf") != file_identifier(BUILD, "print")
    assert len(file_identifier(BUILD, "pdf")) == 16


def test_instances_differ_and_the_document_is_one(publication: Publication) -> None:
    read, printed = packet(publication, "pdfa-2a"), packet(publication, "pdfx-4")
    assert values(read, "xmpMM:DocumentID") == values(printed, "xmpMM:DocumentID")
    assert values(read, "xmpMM:InstanceID") != values(printed, "xmpMM:InstanceID")


# --------------------------------------------------------------------------- images, streams


def _is_image(one: Any) -> bool:
    return isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"


def _inked(profile: bytes | None) -> pydyf.PDF:
    """A PDF with an image in four inks."""
    written = io.BytesIO()
    Image.new("CMYK", (4, 4), (0, 255, 255, 0)).save(written, "JPEG", icc_profile=profile)
    extra = {"ColorSpace": "/DeviceCMYK", "Decode": pydyf.Array((1, 0) * 4)}
    pdf = pydyf.PDF()
    pdf.add_object(pydyf.Stream([written.getvalue()], pydyf.Dictionary(extra)))
    without_device_cmyk(pdf)
    return pdf


def test_inks_without_a_profile_become_red_green_and_blue() -> None:
    image = next(one for one in _inked(None).objects if isinstance(one, pydyf.Stream))
    assert image.extra["ColorSpace"] == "/DeviceRGB" and "Decode" not in image.extra
    with Image.open(io.BytesIO(b"".join(image.stream))) as opened_image:
        red, green, blue = opened_image.convert("RGB").getpixel((1, 1))  # type: ignore[misc]
    assert red > 200 and green < 60 and blue < 60


def test_inks_keep_their_own_profile() -> None:
    profile = b"\0" * 16 + b"CMYK" + b"\0" * 108
    image, tied = (one for one in _inked(profile).objects if isinstance(one, pydyf.Stream))
    assert image.extra["ColorSpace"] == ["/ICCBased", tied.reference]
    assert tied.stream == [profile] and tied.extra["N"] == 4
    assert "Decode" in image.extra


@pytest.mark.parametrize("name", ["grau.png", "inken.jpg"])
def test_images_of_a_manuscript_are_valid_in_the_archive(name: str, tmp_path: Path) -> None:
    text = f'# Eins\n\nWort.\n\n![Bild.](bilder/{name}){{alt="Ein Bild"}}\n'
    folder = write_sample(tmp_path / "bild", {"cover": None}, {"01-eins.md": text})
    (folder / "bilder" / "grau.png").write_bytes(png(4, 4))
    Image.new("CMYK", (4, 4), (0, 255, 255, 0)).save(folder / "bilder" / "inken.jpg")
    report = page_validation.validate_pdf_bytes(made(read_publication(folder)[0]), profile="2a")
    assert [str(failure) for failure in report.failures] == []


def _ending_in_a_return() -> bytes:
    """Content whose checksum, with which compressed data end, ends in a carriage return."""
    contents = (b"%" + b"a" * number for number in range(256))
    return next(one for one in contents if zlib.adler32(one) & 0xFF == 0x0D)


@pytest.mark.parametrize("compress", [True, False])
def test_the_end_of_a_stream_is_clear(compress: bool) -> None:
    content = _ending_in_a_return() if compress else b"% return\r"
    pdf = pydyf.PDF()
    stream = pydyf.Stream([content], {"Length1": 7}, compress=compress)
    pdf.add_object(stream)
    pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Contents": stream.reference}))
    before, after = io.BytesIO(), io.BytesIO()
    pdf.write(before)
    with clear_stream_ends():
        pdf.write(after)
    assert b"\r\nendstream" in before.getvalue()
    assert b"\r\nendstream" not in after.getvalue()
    read = opened(after.getvalue())
    (written,) = (one for one in read.objects if isinstance(one, pikepdf.Stream))
    assert written.read_bytes().rstrip(b"\n") == content.rstrip(b"\n")
    assert written.Length1 == 7
    # pikepdf would mend a wrong length.
    head, _, behind = after.getvalue().partition(b">>\nstream\n")
    length = int(head.rpartition(b"/Length ")[2])
    assert behind[length:].startswith(b"\nendstream")
