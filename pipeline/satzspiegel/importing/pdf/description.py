"""What a PDF says of itself: metadata, outline, page labels (ISO 32000-1, 12.3.3, 12.4.2, 14.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pymupdf
from lxml import etree

from satzspiegel.importing.pages.lines import Bookmark
from satzspiegel.importing.pdf.failures import FAILURES
from satzspiegel.numerals import roman

#: Entries of the information dictionary by the names of our metadata.
INFORMATION = {
    "title": "title",
    "author": "author",
    "subject": "subject",
    "keywords": "keywords",
    "date": "creationDate",
}
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
#: Elements of XMP (ISO 16684-1) by the names of our metadata.
XMP = {
    "title": f"{DUBLIN_CORE}title",
    "author": f"{DUBLIN_CORE}creator",
    "subject": f"{DUBLIN_CORE}description",
    "keywords": f"{DUBLIN_CORE}subject",
    "language": f"{DUBLIN_CORE}language",
    "publisher": f"{DUBLIN_CORE}publisher",
    "rights": f"{DUBLIN_CORE}rights",
}
#: A packet of more bytes is not looked at, nor more bookmarks, nor deeper ones.
PACKET, BOOKMARKS, LEVELS = 1_000_000, 20_000, 20
#: Larger numbers are no roman numerals, and no letters.
ROMAN, LETTERS = 4_000, 260
DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
#: What programs put down as a title where nobody gave one.
NO_TITLE = re.compile(
    r"(microsoft word - |unbenannt|untitled).*|.*\.(docx?|odt|rtf|indd|qxp|tex|dvi|pdf|xml|html?)",
    re.IGNORECASE,
)


def metadata(document: pymupdf.Document) -> dict[str, str]:
    """Title, author (several with semicolons), subject, keywords, language, publisher, rights and
    date (ISO 8601), as far as they are told; XMP before the information dictionary.
    """
    told = document.metadata or {}
    found = {name: " ".join((told.get(key) or "").split()) for name, key in INFORMATION.items()}
    found["date"] = _date(found["date"])
    found |= {name: text for name, text in _from_xmp(document).items() if text}
    if NO_TITLE.fullmatch(found["title"]):
        del found["title"]
    return {name: text for name, text in sorted(found.items()) if text}


def _date(text: str) -> str:
    match = DATE.match(text)
    return "-".join(part for part in match.groups() if part) if match else ""


def _from_xmp(document: pymupdf.Document) -> dict[str, str]:
    try:
        packet = document.get_xml_metadata().encode("utf-8", "replace")
    except FAILURES:
        return {}
    if not packet or len(packet) > PACKET:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(packet, parser)
    except etree.XMLSyntaxError:
        return {}
    if root is None:
        return {}
    return {name: "; ".join(_texts(root, tag)) for name, tag in XMP.items()}


def _texts(root: Any, tag: str) -> list[str]:
    """The entries of an array, or of a text's alternatives the first."""
    element = next(root.iter(tag), None)
    if element is None:
        return []
    entries = [" ".join((entry.text or "").split()) for entry in element.iter(f"{RDF}li")]
    entries = [entry for entry in entries if entry] or [" ".join((element.text or "").split())]
    return entries[:1] if element.find(f"{RDF}Alt") is not None else [e for e in entries if e]


def page_labels(document: pymupdf.Document) -> list[str]:
    """What each page is called (12.4.2); its number where nothing is told."""
    labels = [str(n + 1) for n in range(len(document))]
    try:
        ranges = sorted(document.get_page_labels(), key=lambda one: one["startpage"])
    except FAILURES:
        return labels
    starts = [one["startpage"] for one in ranges] + [len(labels)]
    for one, first, end in zip(ranges, starts, starts[1:], strict=False):
        for page in range(max(first, 0), min(end, len(labels))):
            number = page - first + one.get("firstpagenum", 1)
            label = one.get("prefix", "") + _numeral(number, one.get("style", ""))
            labels[page] = label or labels[page]
    return labels


def _numeral(number: int, style: str) -> str:
    """A number in a style of page labels (table 159); letters go on with AA, BB."""
    match style:
        case "D":
            return str(number)
        case "R" | "r" if 0 < number < ROMAN:
            numeral = roman(number)
            return numeral.upper() if style == "R" else numeral
        case "A" | "a" if 0 < number < LETTERS:
            turns, letter = divmod(number - 1, 26)
            return chr(ord(style) + letter) * (turns + 1)
        case _:
            return ""


def bookmarks(document: pymupdf.Document) -> tuple[Bookmark, ...]:
    """The outline in its order, without what leads out of the document."""
    try:
        entries = document.get_toc(simple=False)
    except FAILURES:
        return ()
    return tuple(_bookmarks(entries[:BOOKMARKS], len(document)))


def _bookmarks(entries: list[Any], pages: int) -> Iterator[Bookmark]:
    for level, title, page, where in entries:
        if not 1 <= page <= pages or not title.strip() or level > LEVELS:
            continue
        point = where.get("to") if isinstance(where, dict) else None
        top = round(float(point.y), 1) if point is not None else None
        yield Bookmark(level, " ".join(title.split()), page, top)
