"""WeasyPrint alone: Pandoc's HTML, ``hyphens: auto``, ``float: footnote``."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from lxml import html

from bench.typesetting.document import written
from bench.typesetting.job import Command, Job, filled


class PlainWeasyPrint:
    """WeasyPrint with a style sheet of a few rules."""

    name = "WeasyPrint"

    def missing(self) -> str:
        return ""

    def version(self) -> str:
        return metadata.version("weasyprint")

    def prepare(self, job: Job, folder: Path) -> Command:
        root = html.fromstring(f"<div>{written(job.publication, 'html')}</div>")
        notes_at_calls(root)
        sheet = filled("page.css", job)
        body = html.tostring(root, encoding="unicode")
        head = f"<meta charset=utf-8><title>{job.publication.name}</title><style>{sheet}</style>"
        page = folder / "page.html"
        page.write_text(f"<!doctype html><html lang=de>{head}<body>{body}", "utf-8")
        pdf = folder / "page.pdf"
        base = str(job.publication.root.resolve()) + "/"
        words = [sys.executable, "-m", "weasyprint", "-q", "-u", base, str(page), str(pdf)]
        return Command(words, folder, pdf)


def notes_at_calls(root: html.HtmlElement) -> None:
    """Each note as an element at its call, in place of Pandoc's list at the end."""
    notes = {item.get("id"): item for item in root.xpath("//*[@id='footnotes']//li")}
    for call in root.xpath("//a[@role='doc-noteref']"):
        note = html.Element("span", {"class": "note"})
        _fill(note, notes[call.get("href")[1:]])
        note.tail = call.tail
        call.getparent().replace(call, note)
    for section in root.xpath("//*[@id='footnotes']"):
        section.drop_tree()


def _fill(note: html.HtmlElement, item: html.HtmlElement) -> None:
    """The paragraphs of a note, one behind the other with breaks between them."""
    for back in item.xpath(".//a[@role='doc-backlink']"):
        back.drop_tree()
    for number, paragraph in enumerate(item):
        if number:
            note.append(html.Element("br"))
        paragraph.tag = "span"
        paragraph.tail = None
        note.append(paragraph)
