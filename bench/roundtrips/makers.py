"""The programs that make a source of a manuscript, each with what it needs."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import typst
from lxml import html

from bench.roundtrips.designs import (
    LATEX,
    PAGE_CSS,
    PREAMBLE_TEX,
    SHEETS,
    TEMPLATE_TYP,
    TYPST,
    write_fonts,
)
from bench.roundtrips.tree import pandoc
from satzspiegel.apply import apply_typography
from satzspiegel.model import Publication
from satzspiegel.reading import read_structure

#: Pictures are written in this kind for a program, by the suffix it gets.
PIXELS_PER_INCH = 150


@dataclass(frozen=True)
class Order:
    """What a maker is given: the manuscript, what our reader made of it, a folder to work in."""

    manuscript: Path
    publication: Publication
    folder: Path


@dataclass(frozen=True)
class Maker:
    """A way to a source. ``holds`` is a key of :data:`~bench.roundtrips.formats.LEFT_OUT`.

    ``typeset`` tells that the text is given with our typography, else as typed.
    """

    name: str
    holds: str
    make: Callable[[Order], Path]
    needs: Callable[[], str] = lambda: ""
    typeset: bool = True


def ordered(manuscript: Path, folder: Path, maker: Maker) -> Order:
    """The publication as the maker is to be given it, with its pictures in the folder."""
    publication, _ = read_structure(manuscript)
    if maker.typeset:
        publication, _ = apply_typography(publication)
    return Order(manuscript, publication, folder)


def _pictures(order: Order, suffix: str) -> None:
    """Each image of the publication as a file of this kind."""
    for asset in order.publication.assets:
        if not asset.media_type.startswith("image/"):
            continue
        path = (order.folder / asset.source).with_suffix(suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        own = Path(asset.source).suffix
        if own == suffix:
            path.write_bytes(asset.data)
            continue
        with pymupdf.open(stream=asset.data, filetype=own[1:]) as drawing:
            if suffix == ".pdf":
                path.write_bytes(drawing.convert_to_pdf())
            else:
                drawing[0].get_pixmap(dpi=PIXELS_PER_INCH).save(path)


def _run(words: list[str], folder: Path) -> None:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _ours(style: str) -> Callable[[Order], Path]:
    def make(order: Order) -> Path:
        words = [sys.executable, "-m", "satzspiegel", "build", str(order.manuscript.resolve())]
        words += ["-e", "pdf", "--style", style, "-o", str(order.folder / style), "--quiet"]
        _run(words, order.folder)
        return next((order.folder / style).glob("*.pdf"))

    return make


def weasyprint(order: Order, css: str = PAGE_CSS) -> Path:
    """Pandoc's HTML and WeasyPrint, the notes by ``float: footnote``."""
    suffix = ".svg" if _all_drawings(order) else ".png"
    _pictures(order, suffix)
    page = pandoc(order.publication, suffix, "html5-smart", order.folder / "page.html", "-s",
                  "-V", "pagetitle=x", "--css", "page.css", "-M", "document-css=false")  # fmt: skip
    write_fonts(order.folder)
    (order.folder / "page.css").write_text(css, "utf-8")
    root = html.parse(str(page), html.HTMLParser(encoding="utf-8")).getroot()
    for style in root.xpath("//style"):
        style.drop_tree()
    _notes_at_calls(root)
    page.write_bytes(html.tostring(root, encoding="utf-8", doctype="<!doctype html>"))
    pdf = order.folder / "weasyprint.pdf"
    _run([sys.executable, "-m", "weasyprint", "-q", str(page), str(pdf)], order.folder)
    return pdf


def _notes_at_calls(root: html.HtmlElement) -> None:
    """Each note as an element at its call, in place of Pandoc's list at the end.

    A paragraph can hold no blocks, so those of the note become spans that are shown as blocks.
    """
    notes = {item.get("id"): item for item in root.xpath("//*[@id='footnotes']//li")}
    for call in root.xpath("//a[@role='doc-noteref']"):
        note = notes[call.get("href")[1:]]
        for back in note.xpath(".//a[@role='doc-backlink']"):
            back.drop_tree()
        for block in note.iterdescendants("p", "div", "blockquote", "ul", "ol", "li"):
            block.set("class", f"{block.get('class', '')} block {block.tag}".strip())
            block.tag = "span"
        note.tag = "span"
        note.attrib.clear()
        note.set("class", "note")
        note.tail = call.tail
        call.getparent().replace(call, note)
    for section in root.xpath("//*[@id='footnotes']"):
        section.drop_tree()


def _all_drawings(order: Order) -> bool:
    images = [a for a in order.publication.assets if a.media_type.startswith("image/")]
    return all(asset.media_type == "image/svg+xml" for asset in images)


def by_typst(order: Order, lines: str = "", tags: bool = True) -> Path:
    """Pandoc's Typst in a template of ours."""
    suffix = ".svg" if _all_drawings(order) else ".png"
    _pictures(order, suffix)
    (order.folder / "template.typ").write_text(
        TEMPLATE_TYP.replace("$body$", f"{lines}\n$body$"), "utf-8"
    )
    source = pandoc(order.publication, suffix, "typst-smart", order.folder / "book.typ", "-s",
                    "--template", str(order.folder / "template.typ"))  # fmt: skip
    pdf = order.folder / "typst.pdf"
    typst.compile(str(source), output=str(pdf), root=str(order.folder), ignore_system_fonts=True,
                  pdf_tags=tags)  # fmt: skip
    return pdf


def by_lualatex(order: Order, options: tuple[str, ...] = (), lines: str = "") -> Path:
    """Pandoc's LaTeX with its own template: KOMA-Script, babel, fontspec, microtype."""
    _pictures(order, ".pdf")
    (order.folder / "preamble.tex").write_text(f"{PREAMBLE_TEX}{lines}\n", "utf-8")
    options = options or ("-V", "documentclass=scrartcl", "-V", "fontsize=11pt")
    source = pandoc(order.publication, ".pdf", "latex-smart", order.folder / "lualatex.tex", "-s",
                    "-H", str(order.folder / "preamble.tex"), *options)  # fmt: skip
    words = ["lualatex", "--interaction=nonstopmode", "--halt-on-error", source.name]
    for _ in range(2 if "--toc" in options else 1):
        _run(words, order.folder)
    return source.with_suffix(".pdf")


def _sheet(css: str) -> Callable[[Order], Path]:
    return lambda order: weasyprint(order, PAGE_CSS + css)


def _typst(lines: str, tags: bool) -> Callable[[Order], Path]:
    return lambda order: by_typst(order, lines, tags)


def _lualatex(options: tuple[str, ...], lines: str) -> Callable[[Order], Path]:
    return lambda order: by_lualatex(order, options, lines)


def _office(suffix: str) -> Callable[[Order], Path]:
    def make(order: Order) -> Path:
        _pictures(order, ".png")
        return pandoc(order.publication, ".png", suffix, order.folder / f"word.{suffix}", "-s")

    return make


def _libreoffice(made: str, suffix: str) -> Callable[[Order], Path]:
    """Pandoc's file opened by LibreOffice and saved as another."""

    def make(order: Order) -> Path:
        source = _office(made)(order)
        out = order.folder / "office"
        _run(["soffice", "--headless", "--convert-to", suffix, "--outdir", str(out), str(source)],
             order.folder)  # fmt: skip
        return out / f"word.{suffix}"

    return make


def _layer(maker: Callable[[Order], Path], *options: str) -> Callable[[Order], Path]:
    """What pdftotext makes of a PDF."""

    def make(order: Order) -> Path:
        pdf = maker(order)
        text = order.folder / "layer.txt"
        _run(["pdftotext", *options, "-enc", "UTF-8", str(pdf), str(text)], order.folder)
        return text

    return make


def _mupdf_layer(order: Order) -> Path:
    """What MuPDF makes of our PDF, its pages parted by form feeds."""
    text = order.folder / "layer.txt"
    with pymupdf.open(_ours("klassisch")(order)) as pdf:
        text.write_text("\f".join(page.get_text(sort=True) for page in pdf), "utf-8")
    return text


def _program(name: str, package: str) -> Callable[[], str]:
    return lambda: "" if shutil.which(name) else f"{name} is missing: apt-get install {package}"


def _module(name: str) -> Callable[[], str]:
    return lambda: "" if importlib.util.find_spec(name) else f"pip install {name}"


_LUALATEX = _program("lualatex", "texlive-luatex texlive-latex-recommended texlive-lang-german")
_OFFICE = _program("soffice", "libreoffice-writer-nogui")
_POPPLER = _program("pdftotext", "poppler-utils")

MAKERS = {
    maker.name: maker
    for maker in (
        Maker("klassisch", "tagged", _ours("klassisch")),
        Maker("sachlich", "tagged", _ours("sachlich")),
        Maker("weasyprint", "pdf", weasyprint),
        Maker("typst", "typst", by_typst, _module("typst")),
        Maker("lualatex", "pdf", by_lualatex, _LUALATEX),
        Maker("docx", "word", _office("docx"), typeset=False),
        Maker("odt", "odt", _office("odt"), typeset=False),
        Maker("rtf", "rtf", _office("rtf"), typeset=False),
        Maker("office-docx", "word", _libreoffice("odt", "docx"), _OFFICE, typeset=False),
        Maker("office-odt", "word", _libreoffice("docx", "odt"), _OFFICE, typeset=False),
        Maker("office-pdf", "pdf", _libreoffice("docx", "pdf"), _OFFICE, typeset=False),
        Maker("layer", "layer", _layer(_ours("klassisch")), _POPPLER),
        Maker("layer-layout", "layer", _layer(_ours("klassisch"), "-layout"), _POPPLER),
        Maker("layer-mupdf", "layer", _mupdf_layer),
        Maker("layer-lualatex", "layer", _layer(by_lualatex), _LUALATEX),
        *(Maker(name, "pdf", _sheet(css)) for name, css in SHEETS.items()),
        *(
            Maker(name, "typst" if tags else "pdf", _typst(lines, tags), _module("typst"))
            for name, (lines, tags) in TYPST.items()
        ),
        *(
            Maker(name, "pdf", _lualatex(options, lines), _LUALATEX)
            for name, (options, lines) in LATEX.items()
        ),
    )
}
