"""The text of a structure tree as one hears it: passages in their order, notes, contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from satzspiegel.verify.reading import call_sign
from satzspiegel.verify.tags.outlines import Node, Piece, cell_detail, code_detail
from satzspiegel.verify.tags.tree import Content, Element, Kid, TagTree

#: Elements that only group others, or that say nothing about what is in them.
GROUPING = "Document Part Art Sect Div NonStruct Private Index THead TBody TFoot LBody"
TRANSPARENT = frozenset(GROUPING.split())
#: Elements that hold text, not blocks.
HEADINGS = frozenset(["H", "H1", "H2", "H3", "H4", "H5", "H6"])
PASSAGES = HEADINGS | {"P"}
#: Attributes of cells that span several columns or rows.
SPANS = ("ColSpan", "RowSpan")
#: A numbering that says as much as none (ISO 32000-1, table 347).
UNNUMBERED = frozenset(["None", "Disc", "Circle", "Square"])
ORNAMENT = "*"


@dataclass(frozen=True)
class TaggedNote:
    """A Note: its element, its Lbl, the Reference right before it, and what it says.

    ``call`` is None where something else is read between the call and the note; but a heading is
    read to its end before its notes.
    """

    element: Element
    label: Element | None
    call: Element | None
    nodes: tuple[Node, ...]

    @property
    def number(self) -> str:
        """The text of its Lbl."""
        return self.label.text().strip() if self.label else ""


@dataclass(frozen=True)
class TagReading:
    """The passages of a tree, front matter and all; its notes; the entries of its contents."""

    nodes: tuple[Node, ...]
    notes: tuple[TaggedNote, ...]
    calls: tuple[Element, ...]
    entries: tuple[Element, ...]

    def from_page(self, page: int) -> tuple[Node, ...]:
        """What is read from the first passage on that begins on a page, counted from 0."""
        for at, node in enumerate(self.nodes):
            if node.page >= page:
                return self.nodes[at:]
        return ()


def read_text(tree: TagTree, note_names: frozenset[str]) -> TagReading:
    """The text of a tree. A call is a Reference with a link to a destination of a note."""
    reader = _Reader(note_names)
    nodes = reader.blocks(tree.elements, tree.language)
    entries = tuple(element for element in tree.walk() if element.role == "TOCI")
    return TagReading(nodes, tuple(reader.notes), tuple(reader.calls), entries)


@dataclass
class _Run:
    """What is being gathered: blocks, and the text of the passage that is not yet ended."""

    role: str
    nodes: list[Node] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    page: int = -1
    codes: int = 0

    def add(self, text: str, language: str, page: int) -> None:
        self.page = page if self.page < 0 else self.page
        self.pieces.append(Piece(text, language))

    def end(self) -> None:
        """End the passage; one without words is none, an ornament neither."""
        detail = code_detail(self.codes)
        passage = Node(self.role, pieces=tuple(self.pieces), detail=detail, page=self.page)
        if any(word != ORNAMENT for word in passage.words):
            self.nodes.append(passage)
        self.pieces, self.page, self.codes = [], -1, 0


class _Reader:
    def __init__(self, note_names: frozenset[str]) -> None:
        self.notes: list[TaggedNote] = []
        self.calls: list[Element] = []
        self._note_names = note_names
        #: The call that was read last, if nothing was read since; of a heading, which is not
        #: interrupted, all of them.
        self._called: list[Element] = []
        #: The mark of the note that is being read.
        self._mark: Element | None = None

    def blocks(self, kids: Iterable[Kid], language: str, role: str = "P") -> tuple[Node, ...]:
        """The nodes of kids; text between them is passages of the role."""
        run = _Run(role)
        self._gather(kids, language, run)
        run.end()
        return tuple(run.nodes)

    def _gather(self, kids: Iterable[Kid], language: str, run: _Run) -> None:
        for kid in kids:
            if isinstance(kid, Content):
                self._hear(kid.text, language, kid.page, run)
            elif isinstance(kid, Element):
                self._element(kid, kid.language or language, run)

    def _hear(self, text: str, language: str, page: int, run: _Run) -> None:
        if text.strip() and run.role not in HEADINGS:
            self._called = []
        run.add(text, language, page)

    def _element(self, element: Element, language: str, run: _Run) -> None:
        page = first_page(element)
        if element.role == "TOC" or element is self._mark:
            return
        if element.role == "Note":
            self._note(element, language)
        elif element.role == "Figure":
            run.nodes.append(Node("Figure", detail=element.alternative, page=page))
            captions = [kid for kid in element.children if kid.role == "Caption"]
            run.nodes.extend(self.blocks(captions, language))
        elif self._is_call(element):
            run.add(call_sign(element.text().strip()), "", page)
            self.calls.append(element)
            self._called = [*(self._called if run.role in HEADINGS else ()), element]
        elif element.actual is not None:
            self._hear(element.actual, language, page, run)
        elif element.is_inline and not (element.role == "Lbl" and run.role == "LI"):
            run.codes += element.role == "Code"
            self._gather(element.kids, language, run)
        else:
            run.end()
            run.nodes.extend(self._block(element, language, page))

    def _block(self, element: Element, language: str, page: int) -> Iterator[Node]:
        role = element.role
        if role in TRANSPARENT:
            yield from self.blocks(element.kids, language)
        elif role in PASSAGES or role == "Lbl":
            yield from self.blocks(element.kids, language, role)
        else:
            inside = self.blocks(element.kids, language, "LI" if role == "LI" else "P")
            yield Node(role, inside, detail=_detail(element), page=page)

    def _is_call(self, element: Element) -> bool:
        names = {link.name for link in element.links()}
        return element.role == "Reference" and bool(names & self._note_names)

    def _note(self, element: Element, language: str) -> None:
        label = next((one for one in element.walk() if one.role == "Lbl"), None)
        call, left = next(iter(self._called), None), self._called[1:]
        outer_mark, self._mark = self._mark, label
        nodes = self.blocks(element.kids, language)
        self._mark, self._called = outer_mark, left
        self.notes.append(TaggedNote(element, label, call, nodes))


def first_page(element: Element) -> int:
    """The page on which an element begins, counted from 0; -1 without content."""
    return next((content.page for content in element.contents()), -1)


def _detail(element: Element) -> str:
    if element.role in ("TH", "TD"):
        columns, rows = (int(element.attributes.get(name, "1")) for name in SPANS)
        return cell_detail(element.attributes.get("Scope", ""), columns, rows)
    value = element.attributes.get("ListNumbering", "") if element.role == "L" else ""
    return "" if value in UNNUMBERED else value
