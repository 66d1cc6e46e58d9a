"""The pictures of the README, made anew: ``.venv/bin/python docs/bilder.py``.

Builds the shipped manuscript and draws spreads of its PDF, each page found by what is on it, and
the web page where Chromium is installed. Uses Pillow, which comes with WeasyPrint.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import pymupdf
from lxml import html
from PIL import Image, ImageOps

from satzspiegel import build
from satzspiegel.import_sources import import_sources
from satzspiegel.importing.report import REVIEW

ROOT = Path(__file__).parents[1]
PICTURES = Path(__file__).parent / "bilder"
RESOLUTION = 80
COLOURS, REVIEW_COLOURS = 16, 32
GROUND, GAP = "#d8d6d0", 10
WINDOW = (1600, 1500)
#: The width of its picture, in pixels.
SHOWN = 1000
#: The book whose cover is shown; the ISBN is the one that the standard gives as an example.
BOOK = """
isbn: 978-3-16-148410-0
satzspiegel:
  name: buch
  print: {binding: perfect, volume: 2.2}
"""
COVER_RESOLUTION, SHEET_RESOLUTION = 70, 55
#: The side of the booklet's sheet that is shown.
INNER = 5
NOTE = re.compile(r"fn-\d+")


def main() -> None:
    """Draw every picture."""
    with tempfile.TemporaryDirectory() as name:
        output = Path(name)
        with pymupdf.open(built(output)) as pdf:
            names = pages_of(pdf)
            draw(pdf, "titel-inhalt", [0, 2])
            draw(pdf, "anmerkungen", [*spread(full_page(names))])
            draw(pdf, "lange-anmerkung", long_note(names))
            draw(pdf, "abbildung-tafel", sorted({names["abb-satzspiegel"], names["tab-teilungen"]}))
            page = full_page(names)
        review(output / "manuscript.pdf", page)
        screenshot(output / "manuscript.html", PICTURES / "webseite.png")
        with pymupdf.open(built(output, "sachlich", "pdf")) as pdf:
            names = pages_of(pdf)
            draw(pdf, "sachlich", [0, names["kapitel-raender"], names["tab-teilungen"]])
        print_files(output)
    total = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    print(f"{total / 1024:.0f} KB")


def built(output: Path, style: str = "", *editions: str) -> Path:
    """The PDF of the manuscript in a style, with the other editions beside it."""
    result = build(ROOT / "manuscript", editions, style, output)
    if not result.ok:
        raise SystemExit(f"the manuscript does not build: {result.findings}")
    return output / "manuscript.pdf"


def print_files(output: Path) -> None:
    """The cover of the essay as a glued book with an ISBN; the sheets that go with the pages."""
    folder = shutil.copytree(ROOT / "manuscript", output / "buch")
    metadata = folder / "metadata.yaml"
    metadata.write_text(metadata.read_text("utf-8") + BOOK, "utf-8")
    result = build(folder, ["print", "booklet"], output=output)
    if not result.ok:
        raise SystemExit(f"the book does not build: {result.findings}")
    with pymupdf.open(output / "buch-cover.pdf") as cover:
        draw(cover, "umschlag", [0], COVER_RESOLUTION)
    with (
        pymupdf.open(output / "buch-preflight.pdf") as sheet,
        pymupdf.open(output / "buch-booklet.pdf") as booklet,
    ):
        sheet.insert_pdf(booklet, from_page=INNER, to_page=INNER)
        draw(sheet, "druck", [0, 1], SHEET_RESOLUTION)


def pages_of(pdf: pymupdf.Document) -> dict[str, int]:
    """The pages of what has a name."""
    return {key: place["page"] for key, place in pdf.resolve_names().items()}


def full_page(names: dict[str, int]) -> int:
    """The page on which most notes begin."""
    counts = Counter(page for name, page in names.items() if NOTE.fullmatch(name))
    return counts.most_common(1)[0][0]


def long_note(names: dict[str, int]) -> list[int]:
    """The pages of the note in most pieces."""
    pieces = Counter(name.split(".")[0] for name in names if re.fullmatch(r"fn-\d+\.\d+", name))
    note = pieces.most_common(1)[0][0]
    return sorted({page for name, page in names.items() if name.split(".")[0] == note})


def spread(page: int) -> tuple[int, int]:
    """The two pages that face each other: a verso, an even number in print, and its recto."""
    verso = page if page % 2 else page - 1
    return verso, verso + 1


def draw(pdf: pymupdf.Document, name: str, pages: list[int], resolution: int = RESOLUTION) -> None:
    """Pages side by side."""
    images = [page_image(pdf[number], resolution) for number in pages]
    width = sum(image.width for image in images) + GAP * (len(images) + 1)
    sheet = Image.new("RGB", (width, max(image.height for image in images) + 2 * GAP), GROUND)
    left = GAP
    for image in images:
        sheet.paste(image, (left, GAP))
        left += image.width + GAP
    save(sheet, PICTURES / f"{name}.png")


def page_image(page: pymupdf.Page, resolution: int) -> Image.Image:
    """A page as an image, trimmed."""
    page.set_cropbox(page.trimbox)
    pixmap = page.get_pixmap(dpi=resolution)
    return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)


def screenshot(page: Path, target: Path, colours: int = COLOURS) -> None:
    """A web page as Chromium shows it, from its title on."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is missing: the picture of the web page is left as it is")
        return
    size = "{},{}".format(*WINDOW)
    subprocess.run(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--window-size={size}", f"--screenshot={target}", page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    with Image.open(target) as image:
        height = round(image.height * SHOWN / image.width)
        smaller = image.convert("RGB").resize((SHOWN, height))
        save(ImageOps.expand(smaller, 1, GROUND), target, colours)


def review(pdf: Path, page: int) -> None:
    """The review page of an import of our own PDF, without all pages but one."""
    made = import_sources([pdf], pdf.parent / "durchsicht")
    root = html.fromstring((made.folder / REVIEW).read_bytes())
    for number, spread in enumerate(root.xpath("//section")):
        if number != page:
            spread.drop_tree()
    shown = made.folder / "seite.html"
    shown.write_bytes(html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>"))
    screenshot(shown, PICTURES / "durchsicht.png", REVIEW_COLOURS)


def save(image: Image.Image, target: Path, colours: int = COLOURS) -> None:
    """Few colours are enough for black type."""
    image.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
