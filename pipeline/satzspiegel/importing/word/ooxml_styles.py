"""Styles of a DOCX: how paragraphs and runs look when all is added up (ECMA-376, part 1, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from satzspiegel.importing.pages.lines import Face
from satzspiegel.importing.word.source import Look

Element = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Properties that a style switches (17.7.3): in a paragraph's and a character's style they cancel
#: each other out.
TOGGLES = {
    "b": Face.BOLD,
    "i": Face.ITALIC,
    "smallCaps": Face.SMALL_CAPS,
    "caps": Face.SMALL_CAPS,
    "strike": Face.STRUCK,
    "dstrike": Face.STRUCK,
    "vanish": Face.PLAIN,
}
OFF = ("0", "false", "off", "none")
#: Names of character styles for letters as a machine has them.
MONOSPACED = frozenset(
    ["verbatim char", "html code", "html typewriter", "html keyboard", "source text"]
)
#: Styles based on one another beyond this depth are a mistake, or a trap.
CHAIN = 20
#: Twentieths of a point, as Word counts.
TWIP = 20.0


@dataclass(frozen=True)
class RunLook:
    """How letters look. ``toggled`` are the toggle properties that are on."""

    toggled: frozenset[str] = frozenset()
    face: Face = Face.PLAIN
    size: float = 0.0
    language: str = ""

    @property
    def whole_face(self) -> Face:
        """The face with all that is switched on."""
        face = self.face
        for name in self.toggled:
            face |= TOGGLES[name]
        return face

    @property
    def hidden(self) -> bool:
        """Whether the letters are hidden text."""
        return "vanish" in self.toggled


@dataclass(frozen=True)
class Style:
    """One style as it is written."""

    name: str
    parent: str
    kind: str
    paragraph: Element | None
    run: Element | None


@dataclass
class Styles:
    """All styles of a file; ``defaults`` are those of the document."""

    styles: Mapping[str, Style]
    defaults: RunLook = RunLook()
    first: str = ""
    _looks: dict[str, Look] = field(default_factory=dict)

    def chain(self, key: str) -> list[Style]:
        """A style and those that it is based on, the most general first; loops are cut."""
        found: list[Style] = []
        seen: set[str] = set()
        while key in self.styles and key not in seen and len(found) < CHAIN:
            seen.add(key)
            found.append(self.styles[key])
            key = self.styles[key].parent
        return found[::-1]

    def paragraph(self, properties: Element | None) -> Look:
        """The look of a paragraph with these properties (``w:pPr``)."""
        key = value(child(properties, "pStyle")) or self.first
        if key not in self._looks:
            self._looks[key] = self._styled(key)
        return _with(self._looks[key], properties)

    def _styled(self, key: str) -> Look:
        chain = self.chain(key)
        look = Look(style=chain[-1].name if chain else "")
        for style in chain:
            look = _with(look, style.paragraph)
        looks = self.run_of(key)
        named = next((s.name for s in reversed(chain) if _says_something(s.name)), look.style)
        numbered = next((m for s in reversed(chain) if (m := HEADING.match(s.name))), None)
        if numbered and not look.level:
            look = replace(look, level=int(numbered[1]))
        return replace(look, style=named, base=looks.whole_face, size=looks.size)

    def list_of(self, properties: Element | None) -> str:
        """The number of the list that a paragraph is in, by itself or by its style."""
        own = value(child(child(properties, "numPr"), "numId"))
        chain = self.chain(value(child(properties, "pStyle")) or self.first)
        by_style = (value(child(child(s.paragraph, "numPr"), "numId")) for s in reversed(chain))
        return own or next(filter(None, by_style), "")

    def run_of(self, key: str) -> RunLook:
        """How letters look in a paragraph of this style."""
        look = self.defaults
        for style in self.chain(key or self.first):
            look = _run_with(look, style.run)
        return look

    def run(self, paragraph: RunLook, properties: Element | None) -> RunLook:
        """How letters with these properties (``w:rPr``) look in such a paragraph."""
        key = value(child(properties, "rStyle"))
        chain = self.chain(key) if key else []
        own = RunLook(size=paragraph.size, language=paragraph.language, face=paragraph.face)
        for style in chain:
            own = _run_with(own, style.run)
        switched = paragraph.toggled ^ own.toggled
        looks = replace(own, toggled=switched)
        if any(style.name in MONOSPACED for style in chain):
            looks = replace(looks, face=looks.face | Face.MONOSPACED)
        if any(style.name == "hyperlink" for style in chain):
            looks = replace(looks, face=looks.face & ~Face.UNDERLINED)
        return _run_with(looks, properties)


#: Styles for headings: Word's own, and those that people made anew under the name that it shows.
HEADING = re.compile(
    r"(?:heading|überschrift|ueberschrift|titre|título|titolo|kop|rubrik) ?([1-9])(?!\d)"
)
#: Names that people and programs give to styles of their own, and mean something by it.
MEANT = re.compile(
    r"quot|zitat|block text|verse|poem|gedicht|strophe|\bcode\b|legende|überschrift|headline"
)
#: The names of styles that mean something, as Word has them in English in every language.
BUILT_IN = frozenset(
    [
        *(f"heading {level}" for level in range(1, 10)),
        *(f"toc {level}" for level in range(1, 10)),
        "title", "subtitle", "author", "date", "abstract", "abstract title", "quote",
        "intense quote", "block text", "caption", "table caption", "image caption",
        "captioned figure", "definition term", "definition", "toc heading", "source code",
        "html preformatted", "footnote text", "endnote text", "header", "footer", "bibliography",
        "list paragraph",
    ]
)  # fmt: skip


def _says_something(name: str) -> bool:
    return name in BUILT_IN or bool(MEANT.search(name))


def read_styles(root: Element | None) -> Styles:
    """The styles of ``word/styles.xml``."""
    styles: dict[str, Style] = {}
    first = ""
    for element in () if root is None else root.iterfind(f"{W}style"):
        kind, key = element.get(f"{W}type", ""), element.get(f"{W}styleId", "")
        if not key:
            continue
        styles[key] = Style(
            value(child(element, "name")).lower(),
            value(child(element, "basedOn")),
            kind,
            child(element, "pPr"),
            child(element, "rPr"),
        )
        if kind == "paragraph" and element.get(f"{W}default") in ("1", "true"):
            first = first or key
    standard = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return Styles(styles, _run_with(RunLook(size=10.0), standard), first)


def child(element: Element | None, name: str) -> Element | None:
    """A child element of WordprocessingML."""
    return None if element is None else element.find(W + name)


def value(element: Element | None, name: str = "val") -> str:
    """An attribute of an element, or nothing."""
    return "" if element is None else str(element.get(W + name, ""))


def font_of(run: Element) -> str:
    """The font that a run itself asks for."""
    return value(child(child(run, "rPr"), "rFonts"), "ascii")


def _on(element: Element) -> bool:
    return value(element) not in OFF


def _switched(properties: Element) -> Iterator[tuple[str, bool]]:
    for name in TOGGLES:
        element = child(properties, name)
        if element is not None:
            yield name, _on(element)


def _run_with(look: RunLook, properties: Element | None) -> RunLook:
    """Letters with more properties: each given one replaces what was."""
    if properties is None:
        return look
    toggled = set(look.toggled)
    for name, on in _switched(properties):
        (toggled.add if on else toggled.discard)(name)
    size = _number(child(properties, "sz")) / 2 or look.size
    right_to_left = child(properties, "rtl")
    script = "bidi" if right_to_left is not None and _on(right_to_left) else "val"
    language = value(child(properties, "lang"), script) or look.language
    return RunLook(frozenset(toggled), _plain_face(look.face, properties), size, language)


def _plain_face(face: Face, properties: Element) -> Face:
    """Underline and position, which no style switches."""
    under = child(properties, "u")
    if under is not None:
        face = face | Face.UNDERLINED if _on(under) else face & ~Face.UNDERLINED
    position = child(properties, "vertAlign")
    if position is not None:
        face &= ~(Face.SUPERIOR | Face.INFERIOR)
        raised = {"superscript": Face.SUPERIOR, "subscript": Face.INFERIOR}
        face |= raised.get(value(position), Face.PLAIN)
    return face


def _with(look: Look, properties: Element | None) -> Look:
    """A paragraph with more properties."""
    if properties is None:
        return look
    changed: dict[str, Any] = {}
    align = value(child(properties, "jc"))
    if align:
        changed["align"] = {"start": "left", "end": "right", "both": "justify"}.get(align, align)
    outline = child(properties, "outlineLvl")
    if outline is not None:
        level = int(_number(outline))
        changed["level"] = level + 1 if level < 9 else 0
    number = child(child(properties, "numPr"), "numId")
    if number is not None:
        changed["listed"] = value(number) != "0"
    broken = child(properties, "pageBreakBefore")
    if broken is not None:
        changed["new_page"] = _on(broken)
    return replace(look, **changed, **_indents(child(properties, "ind")))


def _indents(indents: Element | None) -> dict[str, Any]:
    """Indents in pt."""
    found: dict[str, Any] = {}
    for side, names in (("left", ("left", "start")), ("right", ("right", "end"))):
        for name in names:
            if value(indents, name):
                found[side] = _number(indents, name) / TWIP
    if value(indents, "firstLine"):
        found["first"] = _number(indents, "firstLine") / TWIP
    if value(indents, "hanging"):
        found["first"] = -_number(indents, "hanging") / TWIP
    return found


def _number(element: Element | None, name: str = "val") -> float:
    """A number of an attribute; what is none is 0."""
    try:
        return float(value(element, name) or 0)
    except ValueError:
        return 0.0
