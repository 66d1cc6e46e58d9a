"""The peer: the same text through Pandoc's HTML and WeasyPrint alone, notes at the foot.

Run as ``python -m bench.plain PAGE.html OUT.pdf`` in a process of its own; :func:`write_page` makes
the page beforehand, so that only WeasyPrint is measured.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypandoc
from lxml import html

from satzspiegel.fonts import font_path
from satzspiegel.manuscript.files import find_sources
from satzspiegel.styles import load_style

SHEET = """
@font-face {{ font-family: Plain; src: url({font}) }}
@page {{ size: {page.width}mm {page.height}mm;
  margin: {page.top}mm {page.outer}mm {page.bottom}mm {page.inner}mm;
  @footnote {{ padding-bottom: .05pt }} }}
html {{ font: {size}pt/{page.leading}pt Plain; hyphens: auto }}
p {{ margin: 0; text-align: justify }}
.note {{ float: footnote; footnote-policy: line }}
"""


def write_page(manuscript: Path, page: Path) -> None:
    """The manuscript as one HTML page, each note a footnote at its call."""
    text = "\n\n".join(file.text for file in find_sources(manuscript).files)
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "html5", "--wrap=none"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    root = html.fromstring(f"<div>{done.stdout.decode()}</div>")
    _notes_to_calls(root)
    style = load_style()
    sheet = SHEET.format(
        font=font_path(style.faces[0]).as_uri(),
        page=style.page,
        size=style.settings["type"]["size"],
    )
    body = html.tostring(root, encoding="unicode")
    head = f"<meta charset=utf-8><title>Plain</title><style>{sheet}</style>"
    page.write_text(f"<!doctype html><html lang=de>{head}<body>{body}", "utf-8")


def _notes_to_calls(root: html.HtmlElement) -> None:
    notes = {item.get("id"): item for item in root.xpath("//*[@id='footnotes']//li")}
    for call in root.xpath("//a[@role='doc-noteref']"):
        note = html.Element("span", {"class": "note"})
        note.text = notes[call.get("href")[1:]].text_content().strip(" \n↩︎")
        note.tail = call.tail
        call.getparent().replace(call, note)
    for section in root.xpath("//*[@id='footnotes']"):
        section.drop_tree()


if __name__ == "__main__":
    import weasyprint

    weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2])
