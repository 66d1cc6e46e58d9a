"""What the steps of building a draft share: the paragraphs, the running text, the accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from satzspiegel.importing.draft import Change, Doubt, Json, Spot
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.inlines import Setting, inlines
from satzspiegel.importing.word.skeleton import is_slot
from satzspiegel.importing.word.source import Look, Paragraph, Piece, Source
from satzspiegel.importing.words import Vocabulary

#: From this probability on a decision is not shown as a doubt.
SURE = 0.95


@dataclass(frozen=True)
class Running:
    """How running text looks: most letters have this size (pt), this indent, this alignment."""

    size: float = 0.0
    left: float = 0.0
    align: str = ""
    bold: bool = False


@dataclass
class Desk:
    """The paragraphs as they are worked on; doubts and changes as they come up."""

    source: Source
    language: str
    vocabulary: Vocabulary
    paragraphs: dict[int, Paragraph]
    running: Running
    doubts: list[Doubt] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    #: The blocks of notes by their keys, once they are made.
    notes: dict[str, list[Json]] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    #: Metadata that stand in the text itself.
    metadata: dict[str, object] = field(default_factory=dict)

    def paragraph(self, block: Json) -> Paragraph:
        """The paragraph of a slot."""
        return self.paragraphs[block["c"][0]]

    def spot(self, paragraph: Paragraph) -> Spot:
        """Where a paragraph stands: its page, if known, and its number in the file.

        The text of a DOCX has a line for each paragraph.
        """
        number = paragraph.number + 1 if paragraph.number < len(self.source.paragraphs) else 0
        line = number if self.source.form == "docx" else 0
        return Spot(self.source.file, paragraph.page, line, paragraph=number)

    def change(self, reason: str, paragraph: Paragraph, removed: str = "", added: str = "") -> None:
        """Enter a change into the account."""
        if removed.strip() or added.strip():
            self.changes.append(Change(reason, self.spot(paragraph), removed, added))

    def doubt(
        self, code: str, paragraph: Paragraph, probability: float, values: Mapping[str, str]
    ) -> list[Piece]:
        """The mark of a doubt; nothing for what is sure."""
        if probability >= SURE:
            return []
        self.doubts.append(Doubt(code, self.spot(paragraph), probability, dict(values)))
        return [Piece(doubt=len(self.doubts) - 1)]

    def append(self, number: int, pieces: Iterable[Piece]) -> None:
        """Pieces at the end of a paragraph."""
        paragraph = self.paragraphs[number]
        self.paragraphs[number] = replace(paragraph, pieces=(*paragraph.pieces, *pieces))

    def replace(self, number: int, pieces: Iterable[Piece]) -> None:
        """Other pieces for a paragraph."""
        self.paragraphs[number] = replace(self.paragraphs[number], pieces=tuple(pieces))

    def inlines(self, paragraph: Paragraph, base: Face | None = None) -> list[Json]:
        """The inlines of a paragraph; ``base`` is the face that goes without saying."""
        plain = paragraph.look.base if base is None else base
        return inlines(paragraph.pieces, Setting(plain, self.language, self._note))

    def _note(self, key: str) -> list[Json]:
        """The blocks of a note. One that is called again is there again, and that is listed."""
        blocks = self.notes.get(key, [])
        if blocks and key in self.called:
            added = strings(blocks)
            self.changes.append(Change("repeated-note", Spot(self.source.file), added=added))
        self.called.add(key)
        return blocks


def strings(node: Json) -> str:
    """All letters of a tree."""
    if isinstance(node, list):
        return "".join(map(strings, node))
    if not isinstance(node, dict) or node["t"] in ("RawInline", "Image"):
        return ""
    content = node.get("c", "")
    if node["t"] == "Str":
        return str(content)
    return str(content[1]) if node["t"] in ("Code", "CodeBlock") else strings(content)


def is_empty(paragraph: Paragraph) -> bool:
    """Whether there is nothing in a paragraph but spaces."""
    return not paragraph.look.rule and all(
        piece.is_thing and not (piece.picture or piece.note or piece.comment)
        if piece.is_thing
        else not piece.text.strip()
        for piece in paragraph.pieces
    )


def letters_of(paragraph: Paragraph) -> list[Piece]:
    """The pieces that have letters to be seen."""
    return [piece for piece in paragraph.pieces if piece.text.strip()]


def common_face(paragraph: Paragraph) -> Face:
    """What all letters of a paragraph have; a call of a note is no letter."""
    faces = [piece.face for piece in letters_of(paragraph)]
    common = faces[0] if faces else Face.PLAIN
    for face in faces:
        common &= face
    return common


def size_of(paragraph: Paragraph) -> float:
    """The size (pt) that most letters of a paragraph have."""
    sizes: Counter[float] = Counter()
    for piece in letters_of(paragraph):
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else paragraph.look.size


def running_text(paragraphs: Iterable[Paragraph]) -> Running:
    """How most of the text looks."""
    weights: Counter[tuple[float, float, str, bool]] = Counter()
    for paragraph in paragraphs:
        look = paragraph.look
        if look.level or look.listed:
            continue
        bold = bool(common_face(paragraph) & Face.BOLD)
        weights[size_of(paragraph), look.left, look.align, bold] += len(paragraph.text.strip())
    return Running(*max(weights, key=lambda key: weights[key])) if weights else Running()


def map_slots(blocks: list[Json], change: Callable[[list[Json]], list[Json]]) -> list[Json]:
    """Change each list of blocks that has slots: that of the text, of items and of cells."""
    return change([_inside(block, change) for block in blocks])


def _inside(block: Json, change: Callable[[list[Json]], list[Json]]) -> Json:
    kind, content = block["t"], block.get("c")
    if kind == "BulletList":
        return {"t": kind, "c": [map_slots(item, change) for item in content]}
    if kind == "OrderedList":
        items = [map_slots(item, change) for item in content[1]]
        return {"t": kind, "c": [content[0], items]}
    if kind == "BlockQuote":
        return {"t": kind, "c": map_slots(content, change)}
    if kind == "DefinitionList":
        entries = [[term, [map_slots(body, change) for body in bodies]] for term, bodies in content]
        return {"t": kind, "c": entries}
    return _table(content, change) if kind == "Table" else block


def _table(content: Json, change: Callable[[list[Json]], list[Json]]) -> Json:
    def row(one: Json) -> Json:
        return [one[0], [[*cell[:4], map_slots(cell[4], change)] for cell in one[1]]]

    attributes, caption, columns, head, bodies, foot = content
    parts = [[part[0], [row(one) for one in part[1]]] for part in (head, foot)]
    made = [[b[0], b[1], [row(r) for r in b[2]], [row(r) for r in b[3]]] for b in bodies]
    return {"t": "Table", "c": [attributes, caption, columns, parts[0], made, parts[1]]}


def next_slot(blocks: list[Json], index: int) -> Json | None:
    """The block at an index if it is a slot."""
    return blocks[index] if 0 <= index < len(blocks) and is_slot(blocks[index]) else None


def look_of(desk: Desk, block: Json) -> Look:
    """The look of a slot's paragraph."""
    return desk.paragraph(block).look
