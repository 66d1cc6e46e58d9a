"""What a template must keep, because editions and their verification are made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from satzspiegel.glyphs import INSERTED_HYPHEN

Context = Mapping[str, Any]
BUILD_ID = """<meta name="satzspiegel-build" content="{{ build_id }}"/>"""


@dataclass(frozen=True)
class Part:
    """A part: its path (XPath, elements by their local names), and how it is written.

    There must be as many as ``count`` says of what the template is given.
    """

    path: str
    shown: str
    count: Callable[[Context], int] = lambda _: 1


def _of_class(tag: str, name: str) -> str:
    return f"{tag}[contains(concat(' ', @class, ' '), ' {name} ')]"


def _notes(context: Context) -> int:
    return len(context["notes"])


def _notes_of_chapters(context: Context) -> int:
    return sum(len(notes) for _, notes in context["notes"])


CHAPTERS = Part(
    "//main//" + _of_class("section", "chapter"),
    '<main>, <section class="chapter">',
    lambda context: len(context["chapters"]),
)
CONTENTS = Part("//nav[@role='doc-toc']", '<nav role="doc-toc">')
MAIN_HEADING = Part("//h1", "<h1>")
PARTS = {
    "page.html.jinja": (
        Part("/html/body/main[@id='text']", '<main id="text">'),
        CHAPTERS,
        Part(
            "/html/body/" + _of_class("section", "notes") + "/" + _of_class("div[@id]", "note"),
            '<section class="notes">, <div class="note" id="{{ identifier }}">',
            _notes,
        ),
    ),
    "web.html.jinja": (
        Part("/html/head/meta[@name='satzspiegel-build']", BUILD_ID),
        CONTENTS,
        CHAPTERS,
        MAIN_HEADING,
        Part("//*[@role='doc-footnote']", "{{ note }}", _notes_of_chapters),
    ),
    "print-cover.html.jinja": (
        Part("//*[@id='blurb']", '<div id="blurb">', lambda context: bool(context["blurb"])),
        Part("//*[@id='spine-text']", '<div id="spine-text">'),
    ),
    "epub-chapter.xhtml.jinja": (
        Part("//" + _of_class("section", "chapter"), '<section class="chapter">'),
        Part("//*[@role='doc-footnote']", "{{ note }}", _notes),
    ),
    "epub-nav.xhtml.jinja": (CONTENTS, MAIN_HEADING),
    "epub-title.xhtml.jinja": (MAIN_HEADING,),
    "epub-imprint.xhtml.jinja": (MAIN_HEADING,),
}
#: A sheet of the pages has to name the hyphen that line breaking puts in.
HYPHEN = 'hyphenate-character: "{{ inserted_hyphen }}"'
SHEET = "page.css.jinja"


def missing_parts(name: str, root: Any | None, text: str, context: Context) -> Iterator[str]:
    """What the text of a template lacks, as it would be written there.

    ``root`` is the text as elements (lxml), None of a style sheet.
    """
    if name == SHEET and INSERTED_HYPHEN not in text:
        yield HYPHEN
    parts = PARTS.get(name, ())
    if root is None or not parts:
        return
    for element in root.iter("{*}*"):
        element.tag = element.tag.rpartition("}")[2]
    for part in parts:
        if len(root.xpath(part.path)) < part.count(context):
            yield part.shown
