"""What a finished PDF says of itself as a whole: catalog, metadata, destinations, fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from lxml import etree

from satzspiegel.verify.tags.tree import destination_name

#: The name of a font of which only some characters are embedded (ISO 32000-1, 9.6.4).
SUBSET = re.compile(r"[A-Z]{6}\+")
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
#: What a link may do; all else acts by itself or on the reader's machine (12.6.4).
HARMLESS = frozenset(["/URI", "/GoTo"])
#: Namespaces of XMP (ISO 16684-1, 8).
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PREFIXES = {
    "{http://purl.org/dc/elements/1.1/}": "dc:",
    "{http://ns.adobe.com/xap/1.0/}": "xmp:",
    "{http://ns.adobe.com/pdf/1.3/}": "pdf:",
    "{http://www.aiim.org/pdfa/ns/id/}": "pdfaid:",
    "{http://www.aiim.org/pdfua/ns/id/}": "pdfuaid:",
}
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
#: Bookmarks within bookmarks are read so deep, and so many.
DEEPEST, MOST = 12, 20_000


@dataclass(frozen=True)
class Destination:
    """Where a link leads: a page from 0, -1 for none of this file; a point in pt from below."""

    page: int
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline; ``level`` from 1."""

    title: str
    level: int
    destination: Destination


@dataclass(frozen=True)
class Font:
    """A font of the pages, and what it has."""

    name: str
    embedded: bool
    subset: bool
    unicode: bool


@dataclass(frozen=True)
class OutputIntent:
    """An output intent: its kind, the name of its colour space, whether it has the profile."""

    kind: str
    name: str
    profile: bool


@dataclass(frozen=True)
class Catalog:
    """A PDF as a whole.

    ``information`` are the entries of the document information dictionary, ``metadata`` those of
    XMP, several values of one with ``; `` between them. ``actions`` are what the file would do by
    itself, ``broken`` what leads to no page.
    """

    labels: tuple[str, ...] = ()
    language: str = ""
    marked: bool = False
    suspects: bool = False
    shows_title: bool = False
    destinations: dict[str, Destination] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    information: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    fonts: tuple[Font, ...] = ()
    actions: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    intents: tuple[OutputIntent, ...] = ()

    def label(self, page: int) -> str:
        """The label of a page, counted from 0; a dash for one that there is not."""
        return self.labels[page] if 0 <= page < len(self.labels) else "–"


def read_catalog(pdf: pikepdf.Pdf) -> Catalog:
    """What a PDF says of itself."""
    root: Any = pdf.Root
    places = _Places(pdf)
    bookmarks = tuple(_bookmarks(root.get("/Outlines", {}).get("/First"), 1, places))
    mark_info: Any = root.get("/MarkInfo", {})
    preferences: Any = root.get("/ViewerPreferences", {})
    return Catalog(
        labels=tuple(page.label for page in pdf.pages),
        language=str(root.get("/Lang", "")),
        marked=bool(mark_info.get("/Marked", False)),
        suspects=bool(mark_info.get("/Suspects", False)),
        shows_title=bool(preferences.get("/DisplayDocTitle", False)),
        destinations=places.named,
        broken=tuple(dict.fromkeys([*places.broken_names(), *_broken_links(pdf, places)])),
        bookmarks=bookmarks,
        information={str(key)[1:]: str(value) for key, value in dict(_information(pdf)).items()},
        metadata=_metadata(root),
        fonts=tuple(_fonts(pdf)),
        actions=tuple(_actions(pdf)),
        attachments=tuple(_named(root, "/EmbeddedFiles")),
        intents=tuple(_intent(one) for one in root.get("/OutputIntents", ())),
    )


class _Places:
    """The destinations of a file, and where they are."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        names = _named(pdf.Root, "/Dests")
        self.named = {name: self.of(target) for name, target in names.items()}

    def of(self, target: Any) -> Destination:
        """Where a destination leads: a name, an array, or a dictionary with one (12.3.2)."""
        if name := destination_name(target):
            return self.named.get(name, Destination(-1))
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        if not isinstance(target, pikepdf.Array) or not len(target):
            return Destination(-1)
        page = self._numbers.get(getattr(target[0], "objgen", (0, 0)), -1)
        if len(target) < 4 or target[1] != "/XYZ" or None in (target[2], target[3]):
            return Destination(page)
        return Destination(page, (float(target[2]), float(target[3])))

    def broken_names(self) -> list[str]:
        """Named destinations that are on no page."""
        return [name for name, destination in self.named.items() if destination.page < 0]


def _named(root: Any, tree: str) -> dict[str, Any]:
    """The entries of a name tree of the catalog."""
    found = root.get("/Names", {}).get(tree)
    return dict(pikepdf.NameTree(found)) if found is not None else {}


def _target(thing: Any) -> Any:
    """Where an annotation or a bookmark leads; None for an action that leads out of the file."""
    action = thing.get("/A", pikepdf.Dictionary())
    return thing.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)


def _broken_links(pdf: pikepdf.Pdf, places: _Places) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", ()):
            target = _target(annotation)
            if target is not None and places.of(target).page < 0:
                yield destination_name(target) or f"({number})"


def _bookmarks(item: Any, level: int, places: _Places) -> Iterator[Bookmark]:
    for _ in range(MOST):
        if item is None or level > DEEPEST:
            return
        title = " ".join(str(item.get("/Title", "")).split())
        yield Bookmark(title, level, places.of(_target(item)))
        yield from _bookmarks(item.get("/First"), level + 1, places)
        item = item.get("/Next")


def _information(pdf: pikepdf.Pdf) -> Any:
    return pdf.trailer.get("/Info", pikepdf.Dictionary())


def _metadata(root: Any) -> dict[str, str]:
    """The properties of XMP in the namespaces of :data:`PREFIXES`; none where it is no XML."""
    stream = root.get("/Metadata")
    try:
        packet = etree.fromstring(stream.read_bytes(), PARSER)
    except (AttributeError, pikepdf.PdfError, etree.LxmlError, ValueError):
        return {}
    found: dict[str, str] = {}
    for description in packet.iter(f"{RDF}Description"):
        for name, value in description.attrib.items():
            found[_prefixed(name)] = value
        for one in description:
            if isinstance(one.tag, str):
                found.setdefault(_prefixed(one.tag), _property(one))
    return {name: value for name, value in found.items() if ":" in name and "{" not in name}


def _property(element: Any) -> str:
    """The value of a property; of alternatives the default, of several all."""
    items = element.findall(f"{RDF}Alt/{RDF}li")[:1] or element.findall(f"*/{RDF}li")
    return "; ".join("".join(one.itertext()).strip() for one in items or [element])


def _prefixed(name: str) -> str:
    space, _, local = name.rpartition("}")
    return PREFIXES.get(f"{space}}}", f"{space}}}") + local


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Font]:
    """The fonts of all pages and of the forms that they use, each once."""
    seen: set[tuple[int, int]] = set()
    waiting = [page.obj for page in pdf.pages]
    while waiting:
        resources: Any = waiting.pop().get("/Resources", {})
        for font in dict(resources.get("/Font", {})).values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield _font(font)
        for form in dict(resources.get("/XObject", {})).values():
            if form.get("/Subtype") == "/Form" and form.objgen not in seen:
                seen.add(form.objgen)
                waiting.append(form)


def _font(font: Any) -> Font:
    descendants = font.get("/DescendantFonts", [font])
    descriptor = descendants[0].get("/FontDescriptor", {})
    name = str(font.get("/BaseFont", "/"))[1:]
    embedded = font.get("/Subtype") == "/Type3" or any(one in descriptor for one in FONT_FILES)
    return Font(SUBSET.sub("", name), embedded, bool(SUBSET.match(name)), "/ToUnicode" in font)


def _actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Scripts, and whatever else the file would do when it is opened, turned or clicked at."""
    root = pdf.Root
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        yield _kind(opening)
    yield from ("JavaScript" for _ in _named(root, "/JavaScript"))
    for thing in (root, *(page.obj for page in pdf.pages)):
        if "/AA" in thing:
            yield "AA"
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            action = annotation.get("/A")
            if "/AA" in annotation:
                yield "AA"
            if action is not None and (action.get("/S") not in HARMLESS or "/Next" in action):
                yield _kind(action)


def _kind(action: Any) -> str:
    return str(action.get("/S", "/?"))[1:]


def _intent(intent: Any) -> OutputIntent:
    return OutputIntent(
        str(intent.get("/S", "/"))[1:],
        str(intent.get("/OutputConditionIdentifier", "")),
        "/DestOutputProfile" in intent,
    )
