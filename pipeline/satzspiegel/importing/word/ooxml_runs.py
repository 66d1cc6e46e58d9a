"""The text of a DOCX's paragraphs as pieces (ECMA-376, part 1, 17.3 and 17.16)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from satzspiegel.importing.draft import Change, Spot
from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.ooxml_styles import RunLook, Styles, W, child, font_of, value
from satzspiegel.importing.word.remarks import signed, tracked
from satzspiegel.importing.word.source import Picture, Piece
from satzspiegel.importing.word.symbols import decoded, symbol

Element = Any

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: Elements that only stand around others.
AROUND = frozenset(
    f"{W}{name}" for name in ("smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo")
)
INSERTED = frozenset([f"{W}ins", f"{W}moveTo"])
ON = ("1", "true", "on")
DELETED = frozenset([f"{W}del", f"{W}moveFrom"])
HYPERLINK = re.compile(r'HYPERLINK\s+(?:"([^"]*)")?(?:.*?\\l\s+"([^"]*)")?', re.DOTALL)
REFERENCE = re.compile(r"(?:REF|NOTEREF)\s+(\S+).*\\h|PAGEREF\s+(\S+)", re.DOTALL)
#: Switches of REF that ask for a number that Word counts (17.16.5.51).
COUNTED = re.compile(r"REF\s+\S+.*\\[nrw]", re.DOTALL)
#: Fields whose text is made anew by every edition, and why it is not taken.
MADE = {"TOC": "contents", "PAGE": "page-number", "NUMPAGES": "page-number", "INDEX": "contents"}
#: Elements of a run that are a character.
CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011",
              "softHyphen": "\u00ad"}  # fmt: skip


@dataclass
class OpenField:
    """A field whose end has not been read yet; its result is text, its instruction is not."""

    instruction: str = ""
    result: bool = False

    @property
    def name(self) -> str:
        """What kind of field it is."""
        return (self.instruction.split() or [""])[0].upper()

    @property
    def link(self) -> str:
        """Where the field leads, or nothing."""
        if match := HYPERLINK.match(self.instruction.strip()):
            return match[1] or (f"#{match[2]}" if match[2] else "")
        match = REFERENCE.match(self.instruction.strip())
        return f"#{match[1] or match[2]}" if match else ""

    @property
    def refers(self) -> str:
        """To what of the old layout its result refers: a page, a number, or nothing."""
        if self.name == "PAGEREF":
            return "page"
        return "number" if COUNTED.match(self.instruction.strip()) else ""


@dataclass(frozen=True)
class Frame:
    """What is known of letters from the elements around them."""

    look: RunLook
    link: str = ""
    change: str = ""
    author: str = ""


@dataclass
class Story:
    """Reads the runs of one part. ``relations`` are that part's; what is removed is collected.

    Fields may begin in one paragraph and end in another, so a part is read in its order.
    """

    styles: Styles
    relations: Mapping[str, tuple[str, str, bool]]
    remarks: Mapping[str, str]
    picture: Callable[[Element, Mapping[str, tuple[str, str, bool]]], Iterator[Picture]]
    targets: frozenset[str]
    changes: Literal["accept", "reject", "comments"]
    language: str
    prefix: str = ""
    removed: list[Change] = field(default_factory=list)
    fields: list[OpenField] = field(default_factory=list)

    def pieces(self, paragraph: Element, look: RunLook, spot: Spot) -> list[Piece]:
        """The pieces of a paragraph."""
        self._spot = spot
        return list(self._children(paragraph, Frame(look)))

    def _children(self, element: Element, frame: Frame) -> Iterator[Piece]:
        for one in element:
            yield from self._element(one, frame)

    def _element(self, one: Element, frame: Frame) -> Iterator[Piece]:
        tag = one.tag
        if tag == f"{W}r":
            looks = self.styles.run(frame.look, child(one, "rPr"))
            yield from self._run(one, replace(frame, look=looks))
        elif tag == f"{W}hyperlink":
            target = self._target(one)
            made = list(self._children(one, replace(frame, link=target)))
            yield from made or ([Piece(link=target)] if target else [])
        elif tag in INSERTED or tag in DELETED:
            yield from self._change(one, frame)
        elif tag == f"{W}fldSimple":
            self.fields.append(OpenField(value(one, "instr"), result=True))
            yield from self._children(one, frame)
            self.fields.pop()
        elif tag == f"{W}bookmarkStart" and value(one, "name") in self.targets:
            yield Piece(anchor=value(one, "name"))
        elif tag in AROUND:
            yield from self._children(one, frame)
        elif tag in (f"{M}oMath", f"{M}oMathPara"):
            text = "".join(t.text or "" for t in one.iter(f"{M}t"))
            yield from self._text(text, frame, formula=True)

    def _target(self, link: Element) -> str:
        _, target, outside = self.relations.get(link.get(f"{R}id", ""), ("", "", False))
        anchor = value(link, "anchor")
        if outside and target:
            return f"{target}#{anchor}" if anchor else target
        return f"#{anchor}" if anchor else ""

    def _change(self, one: Element, frame: Frame) -> Iterator[Piece]:
        """What was inserted or deleted while changes were tracked (17.13.5)."""
        kind = "inserted" if one.tag in INSERTED else "deleted"
        inside = replace(frame, change=kind, author=value(one, "author"))
        made = list(self._children(one, inside))
        gone = kind == ("inserted" if self.changes == "reject" else "deleted")
        text = "".join(piece.text for piece in made)
        if self.changes == "comments" and text.strip():
            yield Piece(comment=tracked(kind, text, value(one, "author"), self.language))
        if not gone:
            yield from made
        elif text.strip():
            self._remove("tracked-change", text)

    def _run(self, run: Element, frame: Frame) -> Iterator[Piece]:
        if any(value(one, "customMarkFollows") in ON for one in run):
            yield from self._marked_call(run)
            return
        for one in run:
            name = one.tag.rpartition("}")[2] if one.tag.startswith(W) else ""
            if name in ("t", "delText"):
                yield from self._text(decoded(one.text or "", font_of(run)), frame)
            elif name in CHARACTERS:
                yield from self._text(CHARACTERS[name], frame)
            elif name == "br":
                if value(one, "type") not in ("page", "column"):
                    yield from self._text("\n", frame)
            elif name == "sym":
                yield from self._text(symbol(value(one, "font"), value(one, "char")), frame)
            elif name in ("footnoteReference", "endnoteReference"):
                yield from self._call(name, one)
            elif name == "commentReference":
                yield from self._remark(value(one, "id"))
            elif name in ("fldChar", "instrText"):
                self._field(one, name)
            elif name == "ruby":
                yield from self._ruby(one, frame)
            elif name in ("drawing", "pict", "object"):
                yield from (Piece(picture=p) for p in self.picture(one, self.relations))

    def _ruby(self, one: Element, frame: Frame) -> Iterator[Piece]:
        """The annotated letters, and the annotation behind them (17.3.3.25)."""
        for part in (child(one, "rubyBase"), child(one, "rt")):
            yield from () if part is None else self._children(part, frame)

    def _marked_call(self, run: Element) -> Iterator[Piece]:
        """A call with a mark that was typed, such as an asterisk (17.11.14); ours are counted."""
        for one in run:
            name = one.tag.rpartition("}")[2]
            if name in ("footnoteReference", "endnoteReference"):
                yield from self._call(name, one)
            elif name == "t":
                self._remove("note-number", one.text or "")
            elif name == "sym":
                self._remove("note-number", symbol(value(one, "font"), value(one, "char")))

    def _call(self, name: str, one: Element) -> Iterator[Piece]:
        yield Piece(note=f"{name.removesuffix('Reference')}-{value(one, 'id')}")

    def _remark(self, key: str) -> Iterator[Piece]:
        if text := self.remarks.get(key):
            yield Piece(comment=text)

    def _field(self, one: Element, name: str) -> None:
        """Complex fields (17.16.18): begin, instruction, separate, result, end."""
        if name == "instrText":
            if self.fields and not self.fields[-1].result:
                self.fields[-1].instruction += one.text or ""
            return
        kind = value(one, "fldCharType")
        if kind == "begin":
            self.fields.append(OpenField())
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _text(self, text: str, frame: Frame, *, formula: bool = False) -> Iterator[Piece]:
        made = next((MADE[f.name] for f in self.fields if f.name in MADE), "")
        if frame.look.hidden or any(not field.result for field in self.fields):
            self._remove("hidden", text)
        elif made:
            self._remove(made, text)
        elif text:
            link = next((f.link for f in reversed(self.fields) if f.link), "") or frame.link
            face = frame.look.whole_face
            if link:
                face &= ~Face.UNDERLINED
            refers = next((f.refers for f in reversed(self.fields) if f.refers), "")
            yield Piece(
                text, face, frame.look.size, frame.look.language, link,
                formula=formula, refers=refers,
            )  # fmt: skip

    def _remove(self, reason: str, text: str) -> None:
        if text.strip():
            self.removed.append(Change(reason, self._spot, removed=text))


def remarks_of(root: Element | None) -> dict[str, str]:
    """The comments of ``word/comments.xml`` by their identifiers, with their authors."""
    found: dict[str, str] = {}
    for comment in () if root is None else root.iterfind(f"{W}comment"):
        text = " ".join(
            "".join(t.text or "" for t in p.iter(f"{W}t")) for p in comment.iter(f"{W}p")
        )
        found[value(comment, "id")] = signed(text, value(comment, "author"))
    return found
