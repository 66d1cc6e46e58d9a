"""Pictures and tables with their captions."""

from __future__ import annotations

import re
from dataclasses import replace

from satzspiegel.importing import tree
from satzspiegel.importing.draft import Json
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.desk import Desk, common_face, next_slot
from satzspiegel.importing.word.inlines import image
from satzspiegel.importing.word.passages import without_start
from satzspiegel.importing.word.skeleton import is_slot, slots
from satzspiegel.importing.word.source import Paragraph, Picture, Piece

#: Names of styles for captions: Word's, Pandoc's, LibreOffice's.
STYLES = re.compile(
    r"caption|beschriftung|legende|bildunterschrift|^(?:figure|table|illustration|drawing"
    r"|abbildung|tabelle)$"
)
HOLDER = "captioned figure"
#: Labels that editions make themselves, with what divides them from the words.
LABEL = re.compile(
    r"\s*(?P<kind>Abbildung|Abb\.|Bild|Figure|Fig\.|Figur|Tafel|Tabelle|Tab\.|Table|Illustration)"
    r"[\s\u00a0]*(?:\d+(?:[.\-]\d+)*|[IVXL]+)[a-z]?(?:\s*[.:–—|-]\s*|\s+|$)"
)
TABLES = ("Tabelle", "Tab.", "Table", "Tafel")


def with_captions(desk: Desk, blocks: list[Json]) -> list[Json]:
    """Pictures that stand alone as figures, and tables, each with its caption."""
    out: list[Json] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        following = next_slot(blocks, index + 1)
        before = out[-1] if out and is_slot(out[-1]) else None
        if is_slot(block) and (picture := _captioned_picture(desk.paragraph(block))):
            words = replace(desk.paragraph(block), pieces=_without_pictures(desk.paragraph(block)))
            out.append(_figure(picture, *_words(desk, words)))
        elif is_slot(block) and (picture := lone_picture(desk.paragraph(block))):
            own, _ = taken_anchor(desk.paragraph(block).pieces)
            caption, anchor, used = _caption(desk, before, following, table=False)
            index += 1 if used == "below" else 0
            if used == "above":
                out.pop()
            out.append(_figure(picture, caption, own or anchor))
        elif block["t"] == "Table":
            caption, anchor, used = _caption(desk, before, following, table=True)
            index += 1 if used == "below" else 0
            if used == "above":
                out.pop()
            out.append(_titled(desk, block, caption, anchor))
        else:
            out.append(block)
        index += 1
    return out


def lone_picture(paragraph: Paragraph) -> Picture | None:
    """The picture of a paragraph that has nothing else."""
    pictures = [piece.picture for piece in paragraph.pieces if piece.picture]
    others = any(piece.note or piece.text.strip() for piece in paragraph.pieces)
    return pictures[0] if len(pictures) == 1 and not others else None


def _captioned_picture(paragraph: Paragraph) -> Picture | None:
    """The picture of a paragraph that otherwise has a caption alone, as frames have it."""
    pictures = [piece.picture for piece in paragraph.pieces if piece.picture]
    return pictures[0] if len(pictures) == 1 and LABEL.match(paragraph.text) else None


def _without_pictures(paragraph: Paragraph) -> tuple[Piece, ...]:
    return tuple(piece for piece in paragraph.pieces if not piece.picture)


def _caption(
    desk: Desk, before: Json | None, following: Json | None, *, table: bool
) -> tuple[list[Json], str, str]:
    """The inlines of a caption, its anchor, and where it stood: above, below or nowhere."""
    order = (("above", before), ("below", following))
    for where, block in order if table else order[::-1]:
        if block is not None and _is_caption(desk.paragraph(block), table=table):
            return *_words(desk, desk.paragraph(block)), where
    return [], "", ""


def _is_caption(paragraph: Paragraph, *, table: bool) -> bool:
    style = paragraph.look.style
    match = LABEL.match(paragraph.text)
    labelled = match is not None and (match["kind"] in TABLES) == table
    if style == HOLDER or not paragraph.text.strip():
        return False
    if STYLES.search(style):
        other = "table" if not table else "image"
        return labelled or (match is None and other not in style)
    return labelled and len(paragraph.text) < 400


def _words(desk: Desk, paragraph: Paragraph) -> tuple[list[Json], str]:
    """A caption without its label, which editions make, and its anchor."""
    match = LABEL.match(paragraph.text)
    if match:
        desk.change("caption-label", paragraph, removed=match[0])
        paragraph = replace(paragraph, pieces=tuple(without_start(paragraph.pieces, match.end())))
    anchor, pieces = taken_anchor(paragraph.pieces)
    return desk.inlines(replace(paragraph, pieces=pieces)), anchor


def taken_anchor(pieces: tuple[Piece, ...]) -> tuple[str, tuple[Piece, ...]]:
    """The first anchor among pieces, which becomes that of the whole block, and the others."""
    found = next((piece for piece in pieces if piece.anchor), None)
    if found is None:
        return "", pieces
    return found.anchor, tuple(piece for piece in pieces if piece is not found)


def _figure(picture: Picture, caption: list[Json], anchor: str = "") -> Json:
    """A ``Figure``; a picture without a caption stays in a paragraph."""
    if not caption:
        return tree.paragraph([image(picture)])
    body = [{"t": "Plain", "c": [image(picture)]}]
    return {
        "t": "Figure",
        "c": [tree.attributes(anchor), [None, [{"t": "Plain", "c": caption}]], body],
    }


def _titled(desk: Desk, table: Json, caption: list[Json], anchor: str) -> Json:
    """A table with its caption. Only tables whose cells have much to say keep their widths."""
    _, old, columns, *rest = _with_head(desk, table["c"])
    made = [None, [{"t": "Plain", "c": caption}]] if caption else old
    if all(len(cell) <= 1 for cell in _cells(rest)):
        columns = [[align, {"t": "ColWidthDefault"}] for align, _ in columns]
    return {"t": "Table", "c": [tree.attributes(anchor), made, columns, *rest]}


def _with_head(desk: Desk, content: Json) -> Json:
    """A table whose first row is bold throughout has that row as its head."""
    *before, head, bodies, foot = content
    rows = bodies[0][3] if bodies else []
    if head[1] or len(rows) < 2 or not all(_is_bold(desk, cell[4]) for cell in rows[0][1]):
        return content
    for number in slots([cell[4] for cell in rows[0][1]]):
        paragraph = desk.paragraphs[number]
        plain = [replace(p, face=p.face & ~Face.BOLD) for p in paragraph.pieces]
        desk.replace(number, plain)
    body = [*bodies[0][:3], rows[1:]]
    return [*before, [head[0], [rows[0]]], [body, *bodies[1:]], foot]


def _is_bold(desk: Desk, cell: list[Json]) -> bool:
    faces = [common_face(desk.paragraphs[number]) for number in slots(cell)]
    return bool(faces) and all(face & Face.BOLD for face in faces)


def _cells(parts: list[Json]) -> list[list[Json]]:
    """The blocks of each cell of a table's head, bodies and foot."""
    head, bodies, foot = parts
    rows = [*head[1], *foot[1], *(row for body in bodies for row in (*body[2], *body[3]))]
    return [cell[4] for row in rows for cell in row[1]]
