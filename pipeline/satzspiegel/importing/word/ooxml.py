"""DOCX → paragraphs of pieces, and a skeleton for Pandoc (ECMA-376, part 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from satzspiegel.importing.draft import Change, Options, Spot
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.archive import Archive, packed, refused
from satzspiegel.importing.word.ooxml_package import Package, in_made_contents, lift_boxes
from satzspiegel.importing.word.ooxml_pictures import PictureShelf
from satzspiegel.importing.word.ooxml_runs import CHARACTERS, M, Story, remarks_of
from satzspiegel.importing.word.ooxml_styles import (
    Styles,
    W,
    child,
    font_of,
    read_styles,
    value,
)
from satzspiegel.importing.word.properties import core_properties
from satzspiegel.importing.word.skeleton import marker, note_marker
from satzspiegel.importing.word.source import Look, Paragraph, Piece, Source
from satzspiegel.importing.word.symbols import decoded, symbol

Element = Any

#: Parts that Pandoc needs to read lists and headings.
KEPT = ("[Content_Types].xml", "_rels/.rels")
#: Styles whose paragraphs Pandoc would take away as metadata or as captions; that is ours to do.
TAKEN = frozenset(
    ["title", "subtitle", "author", "date", "abstract", "abstract title", "caption",
     "table caption", "image caption", "captioned figure"]
)  # fmt: skip
HORIZONTAL = "{urn:schemas-microsoft-com:office:office}hr"
#: Text in other files: of another format in the package, or of another document.
ELSEWHERE = (f"{W}altChunk", f"{W}subDoc")
#: Fields that lead to a place (17.16.5).
LEADING = ("REF", "NOTEREF", "PAGEREF", "HYPERLINK")
NOTE_KINDS = ("footnote", "endnote")


@dataclass
class _Reader:
    """Numbers the paragraphs of all parts in their order; each leaves its number behind."""

    package: Package
    styles: Styles
    options: Options
    shelf: PictureShelf
    language: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)
    page: int = 1
    #: Numbers of lists whose bullet is a blank, and of those that number headings.
    blank: frozenset[str] = frozenset()
    outline: frozenset[str] = frozenset()

    def story(self, part: str, targets: frozenset[str], remarks: Mapping[str, str]) -> Story:
        """A reader of the runs of a part."""
        return Story(
            self.styles, self.package.relations(part), remarks, self.shelf.pictures, targets,
            self.options.changes, self.language,
        )  # fmt: skip

    def read(self, root: Element, story: Story, page: int = 0) -> list[int]:
        """Read all paragraphs below an element and put their numbers in their places."""
        lift_boxes(root)
        numbers = []
        carried: list[Piece] = []
        for element in list(root.iter(f"{W}p")):
            number = len(self.paragraphs)
            paragraph = self._paragraph(element, story, number, page or self.page)
            if _merged(element, self.options):
                carried += paragraph.pieces
                paragraph = replace(paragraph, pieces=())
            elif carried:
                paragraph = replace(paragraph, pieces=(*carried, *paragraph.pieces))
                carried = []
            self.paragraphs.append(paragraph)
            numbers.append(number)
            self.page += 0 if page else _pages_in(element)
            _replace_content(element, marker(number), self.styles)
            if paragraph.look.level and not paragraph.look.listed:
                _without_number(element)
        if carried:
            last = self.paragraphs[-1]
            self.paragraphs[-1] = replace(last, pieces=(*last.pieces, *carried))
        self.removed += story.removed
        return numbers

    def _paragraph(self, element: Element, story: Story, number: int, page: int) -> Paragraph:
        properties = child(element, "pPr")
        look = self.styles.paragraph(properties)
        letters = self.styles.run_of(value(child(properties, "pStyle")))
        page = page if self.page > 1 else 0
        spot = Spot(self.package.archive.name, page, number + 1, paragraph=number + 1)
        pieces = [*_anchors_before(element, story), *story.pieces(element, letters, spot)]
        if value(child(child(properties, "numPr"), "numId")) in self.blank:
            look = replace(look, unmarked=True)
        look = self._outlined(look, child(properties, "numPr"), pieces)
        if in_made_contents(element):
            look = replace(look, style="toc heading")
        if any(one.get(HORIZONTAL) for one in element.iter()):
            look = replace(look, rule=True)
        if any(value(b, "type") == "page" for b in element.iter(f"{W}br")):
            look = replace(look, new_page=True)
        return Paragraph(number, tuple(pieces), look, spot.page)

    def _outlined(self, look: Look, number: Element | None, pieces: Sequence[Piece]) -> Look:
        """A bold paragraph with a number of the headings' list is a heading of its level."""
        if look.level or value(child(number, "numId")) not in self.outline:
            return look
        letters = [piece for piece in pieces if piece.text.strip()]
        if not letters or not all(piece.face & Face.BOLD for piece in letters):
            return look
        depth = value(child(number, "ilvl"))
        return replace(look, listed=False, level=int(depth) + 1 if depth in list("012345") else 1)


def read_docx(archive: Archive, options: Options) -> Source:
    """A DOCX as a source. Raises :class:`ManuscriptError` for what is none, or is broken."""
    package = Package(archive)
    root = package.tree(package.main) if package.main else None
    body = None if root is None else root.find(f"{W}body")
    if root is None or body is None:
        raise refused("import-word-unknown", archive.name)
    styles = read_styles(_related_tree(package, "styles"))
    comments = _related_tree(package, "comments")
    language = options.language or styles.defaults.language
    shelf = PictureShelf(package)
    reader = _Reader(package, styles, options, shelf, language)
    reader.blank = _blank_lists(_related_tree(package, "numbering"))
    reader.outline = frozenset(_outline_lists(root, styles))
    texts = _texts(package, root, comments)
    _drop_deleted_rows(root, options, reader)
    notes = _note_elements(package)
    targets = _targets([root, *(e for _, _, e in notes)], styles)
    reader.read(root, reader.story(package.main, targets, remarks_of(comments)))
    numbers = _read_notes(reader, notes, body, targets)
    shelf.unread += [one.tag.removeprefix(W) for one in root.iter(*ELSEWHERE)]
    running = tuple(_running_heads(package))
    return Source(
        archive.name, "docx", tuple(reader.paragraphs), numbers,
        _skeleton(package, root), texts, core_properties(package),
        styles.defaults.language,
        (*reader.removed, *_comment_changes(comments, archive.name), *running),
        shelf.files, tuple(shelf.unread),
    )  # fmt: skip


def _blank_lists(numbering: Element | None) -> frozenset[str]:
    """The lists (17.9.15) whose first level has a bullet that cannot be seen."""
    if numbering is None:
        return frozenset()
    blank = {
        value(abstract, "abstractNumId")
        for abstract in numbering.iterfind(f"{W}abstractNum")
        if (level := child(abstract, "lvl")) is not None
        and value(child(level, "numFmt")) == "bullet"
        and not value(child(level, "lvlText")).strip()
    }
    lists = numbering.iterfind(f"{W}num")
    return frozenset(
        value(one, "numId") for one in lists if value(child(one, "abstractNumId")) in blank
    )


def _outline_lists(root: Element, styles: Styles) -> Iterator[str]:
    """The lists (17.9.15) that number headings, by paragraph or by style."""
    for properties in root.iter(f"{W}pPr"):
        number = styles.list_of(properties) if styles.paragraph(properties).level else ""
        if number and number != "0":
            yield number


def _related_tree(package: Package, kind: str) -> Element | None:
    for name in package.related(package.main, kind):
        return package.tree(name)
    return None


# ----------------------------------------------------------------------------------------- notes


def _note_elements(package: Package) -> list[tuple[str, str, Element]]:
    """Key, part and element of each footnote and endnote (17.11); separators are none.

    Identifiers should be unique; where one comes again, nothing calls that note.
    """
    found: list[tuple[str, str, Element]] = []
    keys: set[str] = set()
    for kind in NOTE_KINDS:
        for part in package.related(package.main, f"{kind}s"):
            root = package.tree(part)
            for note in () if root is None else root.iterfind(f"{W}{kind}"):
                if value(note, "type") in ("", "normal"):
                    key = f"{kind}-{value(note, 'id')}"
                    found.append((f"{key}-{len(found)}" if key in keys else key, part, note))
                    keys.add(key)
    return found


def _read_notes(
    reader: _Reader,
    notes: Sequence[tuple[str, str, Element]],
    body: Element,
    targets: frozenset[str],
) -> dict[str, tuple[int, ...]]:
    """Read the notes; their blocks stand behind the text in the skeleton.

    Pandoc reads no lists in notes, but it does in the text.
    """
    numbers: dict[str, tuple[int, ...]] = {}
    for index, (key, part, note) in enumerate(notes):
        story = reader.story(part, targets, {})
        numbers[key] = tuple(reader.read(note, story, page=reader.page))
        body.append(_marked_paragraph(note_marker(index)))
        for element in list(note):
            body.append(element)
    return numbers


# -------------------------------------------------------------------------------------- skeleton


def _replace_content(paragraph: Element, mark: str, styles: Styles) -> None:
    """The number of a paragraph in place of all that is in it. Indents are ours to read."""
    properties = child(paragraph, "pPr")
    for element in list(paragraph):
        if element is not properties:
            paragraph.remove(element)
    if properties is not None:
        style = child(properties, "pStyle")
        if style is not None and styles.paragraph(properties).style in TAKEN:
            properties.remove(style)
        for name in ("ind", "rPr", "sectPr", "pPrChange", "framePr"):
            element = child(properties, name)
            if element is not None:
                properties.remove(element)
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}t").text = mark


def _without_number(paragraph: Element) -> None:
    """A heading is no item of a list, whatever numbers it."""
    properties = child(paragraph, "pPr")
    number = child(properties, "numPr")
    if properties is not None and number is not None:
        properties.remove(number)


def _marked_paragraph(mark: str) -> Element:
    paragraph = etree.Element(f"{W}p")
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}t").text = mark
    return paragraph


def _skeleton(package: Package, root: Element) -> bytes:
    main = package.main
    folder, _, file = main.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    wanted = [*KEPT, relations]
    for kind in ("styles", "numbering", "settings"):
        wanted += package.related(main, kind)
    parts = {name: package.content(name) for name in wanted}
    parts[main] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return packed({name: content for name, content in parts.items() if content})


def _anchors_before(element: Element, story: Story) -> Iterator[Piece]:
    """Places that begin between two paragraphs belong to the second."""
    before = element.getprevious()
    while before is not None and before.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        if value(before, "name") in story.targets:
            yield Piece(anchor=value(before, "name"))
        before = before.getprevious()


def _is_entry(link: Element, styles: Styles) -> bool:
    """Whether a link is in contents that a program made."""
    around = next(iter(link.iterancestors(f"{W}p")), None)
    style = styles.paragraph(child(around, "pPr")).style
    return style.startswith("toc ") or in_made_contents(link)


def _targets(roots: Sequence[Element], styles: Styles) -> frozenset[str]:
    """The names of places that links lead to."""
    found: set[str] = set()
    for root in roots:
        links = (link for link in root.iter(f"{W}hyperlink") if not _is_entry(link, styles))
        found.update(value(link, "anchor") for link in links)
        for text in root.iter(f"{W}instrText"):
            if _is_entry(text, styles):
                continue
            words = (text.text or "").replace('"', " ").split()
            found.update(words if words and words[0] in LEADING else ())
    return frozenset(found - {""})


def _merged(paragraph: Element, options: Options) -> bool:
    """Whether the next paragraph goes on in this one: its end was deleted, or it is an initial."""
    frame = child(child(paragraph, "pPr"), "framePr")
    if value(frame, "dropCap") in ("drop", "margin"):
        return True
    marks = child(child(paragraph, "pPr"), "rPr")
    gone = "ins" if options.changes == "reject" else "del"
    return child(marks, gone) is not None


def _drop_deleted_rows(root: Element, options: Options, reader: _Reader) -> None:
    """Rows of tables that were deleted (or inserted, and that is rejected)."""
    gone = "ins" if options.changes == "reject" else "del"
    for row in list(root.iter(f"{W}tr")):
        if child(child(row, "trPr"), gone) is not None:
            text = "".join(_letters(row))
            spot = Spot(reader.package.archive.name)
            reader.removed.append(Change("tracked-change", spot, removed=text))
            row.getparent().remove(row)


# --------------------------------------------------------------------------------------- account


def _pages_in(paragraph: Element) -> int:
    """How many pages begin in a paragraph, by the last layout of it."""
    return sum(1 for _ in paragraph.iter(f"{W}lastRenderedPageBreak"))


def _letters(root: Element) -> Iterator[str]:
    """Every letter below an element that a reader can see, whatever stands around it."""
    for element in root.iter():
        tag = element.tag
        if tag in (f"{W}t", f"{W}delText"):
            run = element.getparent()
            yield decoded(element.text or "", font_of(run))
        elif tag == f"{M}t":
            yield element.text or ""
        elif tag == f"{W}sym":
            yield symbol(value(element, "font"), value(element, "char"))
        elif tag in (f"{W}p", f"{W}br", f"{W}tab"):
            yield "\n" if tag != f"{W}tab" else "\t"
        elif tag in (f"{W}noBreakHyphen", f"{W}softHyphen"):
            yield CHARACTERS[tag.removeprefix(W)]


def _texts(package: Package, root: Element, comments: Element | None) -> tuple[str, ...]:
    """The text page by page, then notes, comments, running heads and feet.

    Each paragraph is a line, so that the number of the one is that of the other.
    """
    pages = [""]
    copy = deepcopy(root)
    lift_boxes(copy)
    for paragraph in copy.iter(f"{W}p"):
        pages[-1] += _line(paragraph)
        pages += [""] * _pages_in(paragraph)
    notes = [note for _, _, note in _note_elements(package)]
    for note in notes:
        lift_boxes(note)
    rest = "".join(_line(paragraph) for note in notes for paragraph in note.iter(f"{W}p"))
    if comments is not None:
        rest += "".join(_letters(comments))
    rest += "".join(change.removed for change in _running_heads(package))
    return (*(page.removesuffix("\n") for page in pages[:-1]), pages[-1] + rest)


def _line(paragraph: Element) -> str:
    """The letters of a paragraph as one line."""
    return " ".join("".join(_letters(paragraph)).split()) + "\n"


def _comment_changes(comments: Element | None, name: str) -> Iterator[Change]:
    for comment in () if comments is None else comments.iterfind(f"{W}comment"):
        if text := "".join(_letters(comment)).strip():
            yield Change("comment", Spot(name), removed=text)


def _running_heads(package: Package) -> Iterator[Change]:
    for kind in ("header", "footer"):
        for part in sorted(package.related(package.main, kind)):
            root = package.tree(part)
            text = "" if root is None else "".join(_letters(root)).strip()
            if text:
                yield Change("running-head", Spot(package.archive.name), removed=text)
