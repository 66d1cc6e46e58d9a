"""RTF → paragraphs of pieces, with the tables among them (RTF specification 1.9.1).

Pandoc's reader loses notes and letters of RTF, so this is read whole here.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from satzspiegel.importing.draft import Change, Draft, Json, Options, Spot
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.archive import refused
from satzspiegel.importing.word.assembly import assembled
from satzspiegel.importing.word.ooxml_runs import HYPERLINK
from satzspiegel.importing.word.pictures import Shelf
from satzspiegel.importing.word.properties import rtf_properties
from satzspiegel.importing.word.rtf_tokens import (
    CHARACTERS,
    GROUPS,
    INFO,
    LANGUAGES,
    READ,
    RUNNING,
    SILENT,
    Token,
    tokens,
)
from satzspiegel.importing.word.skeleton import Bones, slot
from satzspiegel.importing.word.source import Look, Paragraph, Picture, Piece, Source

FACES = {
    "b": Face.BOLD, "i": Face.ITALIC, "scaps": Face.SMALL_CAPS, "caps": Face.SMALL_CAPS,
    "strike": Face.STRUCK, "ul": Face.UNDERLINED, "super": Face.SUPERIOR, "sub": Face.INFERIOR,
}  # fmt: skip
ALIGN = {"ql": "left", "qr": "right", "qc": "center", "qj": "justify"}
#: Groups inside one another; Word writes some twenty.
DEEPEST = 400
#: Bytes; a file of Word with pictures may have some tens of megabytes.
LARGEST = 200_000_000
TWIP = 20.0
PLAIN = Look()


@dataclass(frozen=True)
class _State:
    """What a group inherits from the one around it."""

    face: Face = Face.PLAIN
    size: float = 12.0
    hidden: bool = False
    deleted: bool = False
    skip: int = 1
    group: str = ""
    link: str = ""
    language: str = ""


@dataclass
class _Shelf(Shelf):
    files: dict[str, bytes] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    _paths: dict[str, str] = field(default_factory=dict)


@dataclass
class _Story:
    """Paragraphs as they are read: the text, or a note."""

    numbers: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    key: str = ""
    look: Look = PLAIN


@dataclass
class _Reader:
    name: str
    changes: str
    state: _State = _State()
    look: Look = PLAIN
    stack: list[_State] = field(default_factory=list)
    stories: list[_Story] = field(default_factory=lambda: [_Story()])
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    removed: list[Change] = field(default_factory=list)
    shelf: _Shelf = field(default_factory=_Shelf)
    body: list[Json] = field(default_factory=list)
    row: list[list[Json]] = field(default_factory=list)
    cell: list[Json] = field(default_factory=list)
    rows: list[list[list[Json]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    buffers: dict[str, str] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    encoding: str = "cp1252"
    eaten: int = 0
    star: bool = False
    language: str = ""
    info: dict[str, str] = field(default_factory=dict)
    in_table: bool = False

    # ------------------------------------------------------------------------------- tokens

    def read(self, token: Token) -> None:
        """One token."""
        star, self.star = self.star, token.word == "*"
        if token.word == "{":
            self._open()
        elif token.word == "}":
            self._close()
        elif token.text:
            self._bytes(token.text)
        elif token.word and token.word != "*":
            self._word(token.word, token.number, star=star)

    def _open(self) -> None:
        self.stack.append(self.state)
        if len(self.stack) > DEEPEST:
            raise refused("import-word-broken", self.name)

    def _close(self) -> None:
        ended = self.state.group
        before = self.stack.pop() if self.stack else _State()
        self.state = replace(before, skip=self.state.skip)
        if ended == before.group:
            return
        if ended == "footnote":
            self._end_note()
        elif ended == "pict":
            self._picture()
        elif ended == "fldinst":
            match = HYPERLINK.match(self.buffers.pop("fldinst", "").strip())
            link = (match[1] or (f"#{match[2]}" if match[2] else "")) if match else ""
            self.state = replace(self.state, link=link)
        elif ended == "annotation":
            self._annotation()
        elif ended in INFO:
            self.info[ended] = self.buffers.pop(ended, "").strip()
        elif ended in RUNNING:
            self._remove("running-head", self.buffers.pop(ended, ""))

    def _word(self, word: str, number: int | None, *, star: bool) -> None:
        if word == "u" and number is not None:
            self.eaten = self.state.skip
            self._letters(chr(number % 65536) if number % 65536 else "")
        elif word == "uc":
            self.state = replace(self.state, skip=max(0, number or 0))
        elif word == "ansicpg":
            self.encoding = f"cp{number}"
        elif word == "bin":
            raise refused("import-word-broken", self.name)
        elif star and word not in READ:
            self._begin_group("private")
        elif self.state.group == "info" and word in INFO:
            self.state = replace(self.state, group=word)
        elif word in SILENT or word in GROUPS:
            self._begin_group(word)
        elif self.state.group == "stylesheet":
            self._style(word, number)
        elif word in CHARACTERS and word != "par":
            self._letters(CHARACTERS[word])
        elif word in ("par", "sect", "page", "cell", "row", "trowd"):
            self._block(word)
        else:
            self._format(word, number)

    def _begin_group(self, name: str) -> None:
        if self.state.group in SILENT:
            return
        self.state = replace(self.state, group=name)
        if name == "footnote":
            count = sum(1 for story in self.stories) + len(self.notes)
            key = f"note-{count}"
            self.stories[-1].pieces.append(Piece(note=key))
            self.stories.append(_Story(key=key, look=self.look))
            self.state = replace(self.state, face=Face.PLAIN, link="")

    # ------------------------------------------------------------------------------ letters

    def _bytes(self, text: bytes) -> None:
        if self.eaten:
            gone = min(self.eaten, len(text))
            self.eaten, text = self.eaten - gone, text[gone:]
        try:
            self._letters(text.decode(self.encoding, "replace"))
        except LookupError:
            self.encoding = "cp1252"
            self._letters(text.decode("cp1252", "replace"))

    def _letters(self, text: str) -> None:
        group = self.state.group
        if group in ("fldinst", "pict", "annotation", "atnauthor", *RUNNING, *INFO):
            self.buffers[group] = self.buffers.get(group, "") + text
            self.text.append(text if group == "annotation" or group in RUNNING else "")
        elif group not in SILENT and text:
            self.text.append(text)
            if self.state.hidden:
                self._remove("hidden", text)
            elif self.state.deleted and self.changes != "reject":
                self._remove("tracked-change", text)
            else:
                face = self.state.face
                face = face & ~Face.UNDERLINED if self.state.link else face
                known = self.state.language or self.language
                piece = Piece(text, face, self.state.size, known, self.state.link)
                self.stories[-1].pieces.append(piece)

    def _format(self, word: str, number: int | None) -> None:
        on = number != 0
        if word in FACES:
            face = self.state.face | FACES[word] if on else self.state.face & ~FACES[word]
            self.state = replace(self.state, face=face)
        elif word in ("plain", "nosupersub", "ulnone"):
            gone = {"nosupersub": Face.SUPERIOR | Face.INFERIOR, "ulnone": Face.UNDERLINED}
            face = self.state.face & ~gone[word] if word in gone else Face.PLAIN
            self.state = replace(self.state, face=face)
            if word == "plain":
                self.state = replace(
                    self.state, size=12.0, hidden=False, deleted=False, language=""
                )
        elif word in ("v", "deleted"):
            changed: dict[str, Any] = {"hidden" if word == "v" else "deleted": on}
            self.state = replace(self.state, **changed)
        elif word == "lang":
            self.state = replace(self.state, language=LANGUAGES.get(number or 0, ""))
        elif word == "deflang":
            self.language = LANGUAGES.get(number or 0, "")
        elif word == "fs":
            self.state = replace(self.state, size=(number or 24) / 2)
        else:
            self._layout(word, number or 0)

    def _layout(self, word: str, number: int) -> None:
        sides = {"li": "left", "ri": "right", "fi": "first"}
        if word == "pard":
            self.look, self.in_table = Look(), False
        elif word == "intbl":
            self.in_table = True
        elif word in ALIGN:
            self.look = replace(self.look, align=ALIGN[word])
        elif word in sides:
            changed: dict[str, Any] = {sides[word]: number / TWIP}
            self.look = replace(self.look, **changed)
        elif word == "outlinelevel" and number < 9:
            self.look = replace(self.look, level=number + 1)
        elif word == "s" and number in self.levels:
            self.look = replace(self.look, level=self.levels[number])

    def _style(self, word: str, number: int | None) -> None:
        """Heading styles by their outline levels."""
        if word == "s":
            self.buffers["style"] = str(number or 0)
        elif word == "outlinelevel" and number is not None and number < 9:
            self.levels[int(self.buffers.get("style", "0"))] = number + 1

    # ------------------------------------------------------------------------------- blocks

    def _block(self, word: str) -> None:
        if self.state.group in SILENT or self.state.group == "annotation":
            return
        if word == "trowd":
            return
        if word in ("par", "sect", "cell") or (word == "page" and self.stories[-1].pieces):
            self._paragraph()
        if word == "cell":
            self.row.append(self.cell)
            self.cell = []
        elif word == "row":
            self.rows.append(self.row)
            self.row = []

    def _paragraph(self) -> None:
        story = self.stories[-1]
        number = len(self.paragraphs)
        self.text.append("\n")
        self.paragraphs.append(Paragraph(number, tuple(story.pieces), self.look))
        story.pieces = []
        story.numbers.append(number)
        if story.key:
            return
        made = slot(number, self.look.level)
        if self.in_table:
            self.cell.append(made)
        else:
            self._end_table()
            self.body.append(made)

    def _end_table(self) -> None:
        if self.rows:
            self.body.append(_table(self.rows))
            self.rows = []

    def _end_note(self) -> None:
        if len(self.stories) > 1:
            if self.stories[-1].pieces:
                self._paragraph()
            story = self.stories.pop()
            self.notes[story.key] = tuple(story.numbers)
            self.look = story.look

    def _annotation(self) -> None:
        text = self.buffers.pop("annotation", "")
        author = self.buffers.pop("atnauthor", "")
        self._remove("comment", text)
        if text.strip():
            said = f"{author}: {text}" if author else text
            self.stories[-1].pieces.append(Piece(comment=" ".join(said.split())))

    def _picture(self) -> None:
        try:
            content = binascii.unhexlify("".join(self.buffers.pop("pict", "").split()))
        except (binascii.Error, ValueError):
            content = b""
        if path := self.shelf.put(f"picture {len(self.shelf._paths) + 1}", content):
            self.stories[-1].pieces.append(Piece(picture=Picture(path)))

    def _remove(self, reason: str, text: str) -> None:
        if text.strip():
            self.removed.append(Change(reason, Spot(self.name), removed=text))

    def finish(self) -> None:
        """What stood behind the last end of a paragraph."""
        while len(self.stories) > 1:
            self._end_note()
        if self.stories[-1].pieces:
            self._paragraph()
        if self.row or self.cell:
            self.rows.append([*self.row, *([self.cell] if self.cell else [])])
        self._end_table()


def is_rtf(data: bytes) -> bool:
    """Whether data are Rich Text Format."""
    return data.lstrip()[:5] == b"{\\rtf"


def read_rtf(data: bytes, name: str, options: Options) -> Draft:
    """The draft of an RTF. Raises :class:`ManuscriptError` for one that no reader could take."""
    if len(data) > LARGEST:
        raise refused("import-word-bomb", name)
    reader = _Reader(name, options.changes)
    take: Callable[[Token], None] = reader.read
    for token in tokens(data):
        take(token)
    reader.finish()
    if not reader.paragraphs:
        raise refused("import-word-broken", name)
    source = Source(
        name, "rtf", tuple(reader.paragraphs), reader.notes, b"",
        ("".join(reader.text),), rtf_properties(reader.info), reader.language,
        changes=tuple(reader.removed), pictures=reader.shelf.files,
        unread=tuple(reader.shelf.unread),
    )  # fmt: skip
    notes = tuple([slot(n) for n in numbers] for numbers in reader.notes.values())
    return assembled(source, Bones(reader.body, notes), options)


def _table(rows: list[list[list[Json]]]) -> Json:
    """A table of rows of cells; short rows are filled up."""
    width = max(map(len, rows))
    made = [
        [["", [], []], [[["", [], []], {"t": "AlignDefault"}, 1, 1, cell] for cell in row]]
        for row in ([*one, *([[]] * (width - len(one)))] for one in rows)
    ]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width
    empty = [["", [], []], []]
    body = [["", [], []], 0, [], made]
    return {"t": "Table", "c": [["", [], []], [None, []], columns, empty, [body], empty]}
