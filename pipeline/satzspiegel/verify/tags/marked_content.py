"""What a page's content stream shows, by marked-content sequence (ISO 32000-1, 14.6).

The text is that of the codes shown, in their order: spaces are characters or they are not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from satzspiegel.verify.tags.unicode_maps import FontCodes, font_codes

#: What paints something without text: paths, shadings, images.
PAINTING = "f F f* B B* b b* S s sh INLINE IMAGE"
SHOWING = "Tj TJ ' \""
OPERATORS = f"q Q Tf gs Do BMC BDC EMC {SHOWING} {PAINTING} BI EI"
ARTIFACT = "Artifact"
#: Subtypes of artifacts (ISO 32000-1, table 330).
RUNNING = frozenset(["/Header", "/Footer"])
#: The number of a sequence that belongs to no structure element.
NO_MCID = -1
#: Forms within forms are read so deep.
DEEPEST = 12


@dataclass(frozen=True)
class Artifact:
    """A sequence that is no content: its text, and whether it is a running head or foot."""

    text: str
    is_running: bool = False


@dataclass(frozen=True)
class PageContent:
    """What a page shows.

    ``texts`` are those of its marked content, by number; ``outside`` is text in no sequence, and
    ``painted_outside`` how often something else was painted there.
    """

    texts: dict[int, str]
    artifacts: tuple[Artifact, ...] = ()
    outside: str = ""
    painted_outside: int = 0


@dataclass
class Fonts:
    """The fonts of a document, each read once."""

    _known: dict[tuple[int, int], FontCodes] = field(default_factory=dict)

    def codes(self, font: Any) -> FontCodes:
        """How the codes of a font dictionary are read."""
        key = font.objgen
        if key == (0, 0):
            return font_codes(font)
        if key not in self._known:
            self._known[key] = font_codes(font)
        return self._known[key]


def page_content(page: pikepdf.Page, fonts: Fonts) -> PageContent:
    """What a page shows; a form that it uses is part of it."""
    reader = _Reader(fonts)
    reader.read(page, page.obj.get("/Resources", pikepdf.Dictionary()))
    return PageContent(
        {number: "".join(pieces) for number, pieces in reader.texts.items()},
        tuple(Artifact("".join(one.pieces), one.is_running) for one in reader.artifacts),
        "".join(reader.outside),
        reader.painted_outside,
    )


@dataclass
class _Sequence:
    """A sequence that is open; ``pieces`` is where its text goes."""

    pieces: list[str]
    #: Text that stands for what is shown inside (14.9.4).
    actual: str | None = None
    outside: bool = False
    is_running: bool = False


class _Reader:
    """Goes through content streams and remembers what is shown where."""

    def __init__(self, fonts: Fonts) -> None:
        self.texts: dict[int, list[str]] = {}
        self.artifacts: list[_Sequence] = []
        self.outside: list[str] = []
        self.painted_outside = 0
        self._fonts = fonts
        self._font: FontCodes | None = None
        self._saved: list[FontCodes | None] = []
        self._open = [_Sequence(self.outside, outside=True)]
        self._depth = 0
        self._do: dict[str, Callable[[Any, Any], None]] = {
            "q": lambda operands, resources: self._saved.append(self._font),
            "Q": self._restore,
            "Tf": self._set_font,
            "gs": self._set_state,
            "Do": self._use,
            "BMC": self._begin,
            "BDC": self._begin,
            "EMC": self._end,
            **dict.fromkeys(SHOWING.split(), self._show),
            **dict.fromkeys([*PAINTING.split(), "INLINE IMAGE"], self._paint),
        }

    def read(self, stream: Any, resources: Any) -> None:
        """Go through a content stream."""
        opened = len(self._open)
        for instruction in pikepdf.parse_content_stream(stream, operators=OPERATORS):
            do = self._do.get(str(instruction.operator))
            if do:
                do(instruction.operands, resources)
        del self._open[opened:]

    def _restore(self, operands: Any, resources: Any) -> None:
        self._font = self._saved.pop() if self._saved else None

    def _set_font(self, operands: Any, resources: Any) -> None:
        font = resources.get("/Font", {}).get(str(operands[0]))
        self._font = self._fonts.codes(font) if font is not None else None

    def _set_state(self, operands: Any, resources: Any) -> None:
        """A font may be set by a graphics state too (8.4.5)."""
        state = resources.get("/ExtGState", {}).get(str(operands[0]))
        if state is not None and "/Font" in state:
            self._font = self._fonts.codes(state.Font[0])

    def _begin(self, operands: Any, resources: Any) -> None:
        tag, properties = str(operands[0])[1:], operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            properties = resources.get("/Properties", {}).get(str(properties))
        known = properties if properties is not None else {}
        outer = self._open[-1]
        actual = str(known["/ActualText"]) if "/ActualText" in known else None
        if tag == ARTIFACT:
            one = _Sequence([], actual, is_running=known.get("/Subtype") in RUNNING)
            self.artifacts.append(one)
        elif "/MCID" in known:
            one = _Sequence(self.texts.setdefault(int(known["/MCID"]), []), actual)
        else:
            one = _Sequence(outer.pieces, actual, outer.outside)
        if actual is not None:
            one.pieces.append(actual)
        elif outer.actual is not None:
            one.actual = outer.actual
        self._open.append(one)

    def _end(self, operands: Any, resources: Any) -> None:
        if len(self._open) > 1:
            self._open.pop()

    def _show(self, operands: Any, resources: Any) -> None:
        here = self._open[-1]
        if here.actual is None and self._font is not None:
            here.pieces.extend(map(self._font.text, _strings(operands)))

    def _paint(self, operands: Any, resources: Any) -> None:
        self.painted_outside += self._open[-1].outside

    def _use(self, operands: Any, resources: Any) -> None:
        """An image is painted, a form is read where it is used."""
        form = resources.get("/XObject", {}).get(str(operands[0]))
        if form is None or form.get("/Subtype") != "/Form":
            self._paint(operands, resources)
        elif self._depth < DEEPEST:
            self._depth += 1
            self._saved.append(self._font)
            self.read(form, form.get("/Resources", resources))
            self._restore(operands, resources)
            self._depth -= 1


def _strings(operands: Any) -> Iterator[bytes]:
    """The strings that an operator shows: one at its end, or those of an array."""
    shown = operands[-1] if len(operands) else ()
    if isinstance(shown, pikepdf.String):
        yield bytes(shown)
        return
    for one in shown:
        if isinstance(one, pikepdf.String):
            yield bytes(one)
