"""EPUB and HTML read back: their elements, not the code that wrote them."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from satzspiegel.verify.fragments import Element, fragments, own_text
from satzspiegel.verify.marked_pages import marked_pages, marks_in_note, page_label
from satzspiegel.verify.reading import CallReading, NoteReading, Reading, line

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Page:
    """A file of the edition: its name and its root element, without namespace."""

    name: str
    root: Element


def read_html(data: bytes) -> Reading:
    """The web page."""
    page = Page("", _parse(data))
    root = page.root
    return _reading(
        [page],
        running=[_one(root, "//main")],
        headings=_contents(root.xpath("//nav[@role='doc-toc']")[0]),
        title=root.xpath("string(//head/title)"),
        language=root.get("lang", ""),
        build_id=root.xpath("string(//meta[@name='satzspiegel-build']/@content)"),
    )


def read_epub(data: bytes) -> Reading:
    """The EPUB: package, navigation and the documents of its spine."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"), PARSER)
        package_name = container.find(f".//{CONTAINER}rootfile").get("full-path")
        package = etree.fromstring(archive.read(package_name), PARSER)
        folder = posixpath.dirname(package_name)
        names = _spine(package)
        pages = [Page(name, _parse(archive.read(posixpath.join(folder, name)))) for name in names]
        files = {posixpath.relpath(name, folder or ".") for name in archive.namelist()}
    nav = next(page for page in pages if page.root.xpath("//nav[@role='doc-toc']"))
    chapters = [
        section
        for page in pages
        for section in page.root.xpath("//section[contains(@class, 'chapter')]")
    ]
    return _reading(
        pages,
        running=chapters,
        headings=_contents(nav.root.xpath("//nav[@role='doc-toc']")[0]),
        title=package.findtext(f".//{DC}title", ""),
        language=package.findtext(f".//{DC}language", ""),
        build_id=package.xpath("string(//*[@name='satzspiegel-build']/@content)"),
        files=files,
    )


def _parse(data: bytes) -> Element:
    root = etree.fromstring(data, PARSER)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(XHTML)
    return root


def _one(root: Element, path: str) -> Element:
    found: list[Element] = root.xpath(path)
    return found[0]


def _spine(package: Element) -> list[str]:
    hrefs = {i.get("id"): unquote(i.get("href", "")) for i in package.iter(f"{OPF}item")}
    return [hrefs[i.get("idref")] for i in package.iter(f"{OPF}itemref")]


def _contents(nav: Element) -> tuple[str, ...]:
    return tuple(line("".join(a.itertext())) for a in nav.iter("a"))


def _reading(
    pages: list[Page],
    running: list[Element],
    headings: tuple[str, ...],
    title: str,
    language: str,
    build_id: str,
    files: set[str] | None = None,
) -> Reading:
    targets = _Targets(pages, files or set())
    calls = [a for root in running for a in root.iter("a") if a.get("role") == "doc-noteref"]
    notes = [
        aside for page in pages for aside in page.root.iter() if aside.get("role") == "doc-footnote"
    ]
    marks = [_mark(note) for note in notes]
    images = [i for root in (*running, *notes) for i in root.iter("img")]
    return Reading(
        text=" ".join(_text(root) for root in running),
        calls=tuple(
            CallReading(
                own_text(call), lands=index < len(notes) and targets.of(call) is notes[index]
            )
            for index, call in enumerate(calls)
        ),
        notes=tuple(
            NoteReading(
                own_text(mark) if mark is not None else "",
                _text(note),
                lands=mark is not None and index < len(calls) and targets.of(mark) is calls[index],
            )
            for index, (note, mark) in enumerate(zip(notes, marks, strict=True))
        ),
        headings=headings,
        images=len(images),
        title=title,
        language=language,
        build_id=build_id,
        broken_links=tuple(targets.broken()),
        printed=tuple(marked_pages([page.root for page in pages])),
        in_notes=tuple(mark for note in notes for mark in marks_in_note(note)),
        page_list=tuple(_page_list(pages, targets)),
    )


def _page_list(pages: list[Page], targets: _Targets) -> Iterator[str]:
    """The pages that lists of pages lead to, where it is the mark with that label."""
    for page in pages:
        for nav in page.root.xpath("//nav[@role='doc-pagelist']"):
            for link in nav.iter("a"):
                found = targets.of(link)
                if found is not None and page_label(found) == own_text(link):
                    yield own_text(link)


def _mark(note: Element) -> Element | None:
    found = [a for a in note.iter("a") if a.get("role") == "doc-backlink"]
    return found[0] if found else None


def _text(root: Element) -> str:
    """The words of an element: calls as signs, back links and notes inside left out."""

    def instead(element: Element) -> str | None:
        role = element.get("role", "")
        inner_note = role == "doc-footnote" and element is not root
        return "" if role == "doc-backlink" or inner_note else None

    return "".join(fragments(root, instead))


class _Targets:
    """Where links lead."""

    def __init__(self, pages: list[Page], files: set[str]) -> None:
        self._pages = pages
        self._files = files
        self._names = {page.root: page.name for page in pages}
        self._ids = {
            (page.name, element.get("id")): element
            for page in pages
            for element in page.root.iter()
            if element.get("id")
        }

    def of(self, link: Element) -> Element | None:
        """The element that a link leads to."""
        name = self._names[link.getroottree().getroot()]
        return self._resolve(link.get("href", ""), name)

    def _resolve(self, href: str, name: str) -> Element | None:
        path, _, fragment = href.partition("#")
        if path:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        return self._ids.get((name, unquote(fragment)))

    def broken(self) -> Iterator[str]:
        """Addresses inside the edition that lead to nothing."""
        for page in self._pages:
            for element in page.root.iter("a", "img", "link"):
                href = element.get("href") or element.get("src") or ""
                if ":" in href.split("#")[0] or not href:
                    continue
                found = self._resolve(href, page.name) is not None
                whole = "#" not in href and posixpath.normpath(href) in self._files
                if not (found or whole):
                    yield href
