"""The structure of a publication, read from the document that WeasyPrint is given.

Each element of that document belongs to one structure element, or is no content. The order is that
of the document, wherever its parts are painted; notes are put behind their calls in the end
(:mod:`.tree`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from satzspiegel.editions.pdf.galley import NOTE as NOTE_CLASS
from satzspiegel.editions.pdf.leaves import CALL, HEADINGS
from satzspiegel.editions.pdf.tagging.elements import (
    DOCUMENT,
    FIGURE,
    LAYOUT,
    LINK,
    NOTE,
    TABLE,
    VERSE,
    Attributes,
    Owner,
    StructureElement,
)
from satzspiegel.hyphenation.letters import UNSEEN

#: Classes of the templates: a note's number, an item's marker, the contents, verse.
MARK, MARKER, CONTENTS, VERSE_CLASS = "mark", "marker", "contents", "verse"
ROLES = {
    "section": "Sect",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "code": "Code",
    "caption": "Caption",
    "figcaption": "Caption",
    "table": TABLE,
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
}
#: Classes of ordered lists, and their numbering (ISO 32000-1, table 347).
NUMBERINGS = {
    "decimal": "/Decimal",
    "lower-alpha": "/LowerAlpha",
    "upper-alpha": "/UpperAlpha",
    "lower-roman": "/LowerRoman",
    "upper-roman": "/UpperRoman",
}
#: The dash before items is in no table; this says that they have a bullet and no number.
BULLET = "/Disc"
SCOPES = {"col": "/Column", "row": "/Row"}
SPANS = {"rowspan": "RowSpan", "colspan": "ColSpan"}
LEVEL = re.compile(r"level-(\d)$")
WITHOUT_UNSEEN = dict.fromkeys(map(ord, UNSEEN))


@dataclass(frozen=True)
class Structure:
    """What each element of the document belongs to.

    ``notes`` are the notes by id, ``calls`` the references to them; ``descriptions`` say in words
    where a link leads. ``elements`` are in the order of the document.
    """

    document: StructureElement
    owners: Mapping[Element, Owner]
    notes: Mapping[str, StructureElement]
    calls: Mapping[str, StructureElement]
    descriptions: Mapping[StructureElement, str]
    elements: tuple[StructureElement, ...]

    def owner(self, element: Element | None) -> Owner:
        """What an element of the document belongs to."""
        return self.document if element is None else self.owners.get(element, self.document)


def read_structure(root: Element, labels: Mapping[str, str]) -> Structure:
    """The structure of a document; ``labels`` are the publication's words."""
    reading = _Reading(root, labels)
    for body in root.iter("body"):
        reading.read(body, reading.document)
    return Structure(
        reading.document,
        reading.owners,
        reading.notes,
        reading.calls,
        reading.descriptions,
        tuple(reading.elements),
    )


class _Reading:
    """One walk through the document."""

    def __init__(self, root: Element, labels: Mapping[str, str]) -> None:
        self._labels = labels
        #: The numbers of the notes, by the addresses that links to them have.
        self._numbers = {
            link.get("href", ""): words(link) for link in root.iter("a") if _is(link, CALL)
        }
        self.elements: list[StructureElement] = []
        self.owners: dict[Element, Owner] = {}
        self.notes: dict[str, StructureElement] = {}
        self.calls: dict[str, StructureElement] = {}
        self.descriptions: dict[StructureElement, str] = {}
        #: The levels of the headings that the next one may stand below.
        self._levels: list[str] = []
        self.document = self._new(DOCUMENT, None, root)
        self._readers: dict[str, Callable[[Element, StructureElement], Owner]] = {
            "a": self._link,
            "img": self._image,
            "hr": lambda *_: LAYOUT,
            "ul": self._list,
            "ol": self._list,
            "li": self._item,
            "dl": self._definitions,
            "td": self._cell,
            "th": self._cell,
            "figure": self._figure,
            "nav": self._contents,
            **dict.fromkeys(ROLES, self._plain),
            **dict.fromkeys(HEADINGS, self._heading),
        }

    def read(self, element: Element, parent: Owner) -> None:
        """Give an element its owner, unless it has one, and then all that is inside it."""
        if element not in self.owners:
            self.owners[element] = parent
            if isinstance(parent, StructureElement):
                reader = self._readers.get(element.tag, self._grouped)
                self.owners[element] = reader(element, parent)
        self._read_inside(element)

    def _read_inside(self, element: Element) -> None:
        for child in element:
            self.read(child, self.owners[element])

    def _new(
        self,
        role: str,
        parent: StructureElement | None,
        element: Element,
        *,
        alternative: str = "",
        identifier: str = "",
        attributes: Attributes | None = None,
    ) -> StructureElement:
        """A structure element; its language is told where it is not its parent's."""
        language = element.get("lang", "")
        language = "" if parent and language == parent.speaks else language
        made = StructureElement(
            role, parent, len(self.elements), language, alternative, identifier, attributes or {}
        )
        self.elements.append(made)
        return made

    def _plain(self, element: Element, parent: StructureElement) -> StructureElement:
        return self._new(ROLES[element.tag], parent, element)

    def _heading(self, element: Element, parent: StructureElement) -> StructureElement:
        """A heading, no more than one level below the one above it (ISO 14289-1, 7.4.2)."""
        self._levels = [*(level for level in self._levels if level < element.tag), element.tag]
        return self._new(f"H{len(self._levels)}", parent, element)

    def _grouped(self, element: Element, parent: StructureElement) -> StructureElement:
        """An element that is tagged only where it is a note, verse or of another language."""
        if _is(element, NOTE_CLASS):
            return self._note(element)
        if _is(element, VERSE_CLASS):
            return self._new(VERSE, parent, element)
        is_block = element.tag == "div"
        if element.get("lang", parent.speaks) != parent.speaks:
            return self._new("Div" if is_block else "Span", parent, element)
        return self._new("P", parent, element) if is_block and _has_text(element) else parent

    # -------------------------------------------------------------------------- notes, links

    def _note(self, element: Element) -> StructureElement:
        """A note, and its label with the link back, which stand in its first paragraph."""
        identifier = element.get("id", "")
        note = self._new(NOTE, self.document, element, identifier=identifier)
        self.notes[identifier] = note
        mark = next((link for link in element.iter("a") if _is(link, MARK)), None)
        if mark is not None:
            label = self._new("Lbl", note, mark)
            back = f"{self._labels['back-to-text']} {words(mark)}"
            self.owners[mark] = self._described_link(mark, label, back)
            for paragraph in element.iterfind("p"):
                if list(paragraph) == [mark] and not _has_text(paragraph):
                    self.owners[paragraph] = label
        return note

    def _link(self, element: Element, parent: StructureElement) -> StructureElement:
        if _is(element, CALL):
            parent = self._new("Reference", parent, element)
            self.calls[element.get("href", "")[1:]] = parent
        return self._described_link(element, parent, self._description(element))

    def _description(self, link: Element) -> str:
        """Where a link leads, in words (ISO 14289-1, 7.18.5)."""
        target, text = link.get("href", ""), words(link)
        if target in self._numbers:
            return f"{self._labels['note']} {self._numbers[target]}"
        if not text or target in (text, f"mailto:{text}"):
            return target
        return text if target.startswith("#") else f"{text} ({target})"

    def _described_link(
        self, element: Element, parent: StructureElement, description: str
    ) -> StructureElement:
        link = self._new(LINK, parent, element)
        self.descriptions[link] = description
        return link

    # ------------------------------------------------------------------------------- figures

    def _image(self, element: Element, parent: StructureElement) -> Owner:
        """An image; one that its author gave no words is decoration."""
        words_for_it = element.get("alt", "").strip()
        if not words_for_it:
            return LAYOUT
        layout = {"O": "/Layout"}
        return self._new(FIGURE, parent, element, alternative=words_for_it, attributes=layout)

    def _figure(self, element: Element, parent: StructureElement) -> StructureElement:
        """Images and their caption beside each other.

        Readers say an image's words in place of all that is inside it, of the caption too.
        """
        has_caption = element.find("figcaption") is not None
        group = self._new("Div", parent, element) if has_caption else parent
        for paragraph in element.iterfind("p"):
            if not _has_text(paragraph) and all(child.tag == "img" for child in paragraph):
                self.owners[paragraph] = group
        return group

    # --------------------------------------------------------------------------------- lists

    def _list(self, element: Element, parent: StructureElement) -> StructureElement:
        names = element.get("class", "").split()
        numbering = next((NUMBERINGS[name] for name in names if name in NUMBERINGS), BULLET)
        attributes = {"O": "/List", "ListNumbering": numbering}
        return self._new("L", parent, element, attributes=attributes)

    def _item(self, element: Element, parent: StructureElement) -> StructureElement:
        """The body of an item; before it its marker, which stands in its first paragraph."""
        item = self._new("LI", parent, element)
        for span in element.iterfind("./p/span"):
            if _is(span, MARKER):
                self.owners[span] = self._new("Lbl", item, span)
        return self._holding(element, self._new("LBody", item, element))

    def _definitions(self, element: Element, parent: StructureElement) -> StructureElement:
        """A list that has terms for labels."""
        made = self._new("L", parent, element)
        for term, bodies in _entries(element):
            item = self._new("LI", made, element)
            self.owners[term] = self._new("Lbl", item, term)
            self._read_inside(term)
            body = self._new("LBody", item, element)
            for one in bodies:
                self.owners[one] = self._holding(one, body) if len(bodies) == 1 else body
                self._read_inside(one)
        return made

    def _holding(self, element: Element, owner: StructureElement) -> StructureElement:
        """The owner, which needs no paragraph in it where it holds only one."""
        if len(element) == 1 and element[0].tag == "p":
            self.owners[element[0]] = owner
        return owner

    # ---------------------------------------------------------------------- tables, contents

    def _cell(self, element: Element, parent: StructureElement) -> StructureElement:
        attributes: dict[str, str | int] = {}
        if element.tag == "th":
            attributes["Scope"] = SCOPES.get(element.get("scope", ""), SCOPES["col"])
        for name, key in SPANS.items():
            if (count := int(element.get(name, "1"))) > 1:
                attributes[key] = count
        if attributes:
            attributes = {"O": "/Table", **attributes}
        cell = self._new(element.tag.upper(), parent, element, attributes=attributes)
        return self._holding(element, cell)

    def _contents(self, element: Element, parent: StructureElement) -> StructureElement:
        """The contents, those of deeper levels inside the entry above them; then what holds them.

        Their heading stands before them.
        """
        #: Level, list and last entry, from the outside in.
        open_: list[tuple[int, StructureElement, StructureElement]] = []
        for child in element if _is(element, CONTENTS) else ():
            level = _level(child)
            if not level:
                self.read(child, parent)
                continue
            while open_ and open_[-1][0] > level:
                open_.pop()
            if open_ and open_[-1][0] == level:
                _, contents, _ = open_.pop()
            else:
                contents = self._new("TOC", open_[-1][2] if open_ else parent, element)
            entry = self._new("TOCI", contents, child)
            open_.append((level, contents, entry))
            self.owners[child] = self._new("Reference", entry, child)
            self._read_inside(child)
        return parent


def _level(element: Element) -> int:
    """The level of an entry of the contents; 0 of what is none."""
    found = LEVEL.search(element.get("class", ""))
    return int(found[1]) if found else 0


def _entries(definitions: Element) -> list[tuple[Element, list[Element]]]:
    """Each term with what is said of it."""
    entries: list[tuple[Element, list[Element]]] = []
    for child in definitions:
        if child.tag == "dt":
            entries.append((child, []))
        elif entries:
            entries[-1][1].append(child)
    return entries


def _has_text(element: Element) -> bool:
    """Whether an element has words outside its children."""
    return any((text or "").strip() for text in (element.text, *(c.tail for c in element)))


def _is(element: Element, name: str) -> bool:
    """Whether an element is of a class."""
    return name in element.get("class", "").split()


def words(element: Element) -> str:
    """The words of an element, without what only tells lines where to end."""
    return " ".join("".join(element.itertext()).translate(WITHOUT_UNSEEN).split())
