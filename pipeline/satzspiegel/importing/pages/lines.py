"""Lines of a printed page. Lengths are in pt from the upper left corner of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Flag, auto

from satzspiegel.importing.draft import Box


class Face(Flag):
    """What distinguishes letters from those of running text."""

    PLAIN = 0
    ITALIC = auto()
    BOLD = auto()
    SMALL_CAPS = auto()
    SUPERIOR = auto()
    INFERIOR = auto()
    UNDERLINED = auto()
    STRUCK = auto()
    MONOSPACED = auto()
    #: Letters set apart, the emphasis of blackletter times; the text has no spaces between them.
    SPACED = auto()


@dataclass(frozen=True)
class Run:
    """Letters of one face and size beside each other; spaces between words are part of the text.

    ``size`` is that of the type in pt, also of superiors. ``link`` is a URL, or ``#page=N``.
    ``colour`` is sRGB as 0xRRGGBB. ``language`` is a BCP 47 tag where a tagged PDF has one.
    """

    text: str
    box: Box
    face: Face = Face.PLAIN
    size: float = 0.0
    font: str = ""
    colour: int = 0
    link: str = ""
    language: str = ""


@dataclass(frozen=True)
class Line:
    """Runs on one base line, in one column. ``number`` counts from 1 in the page, as it is read.

    ``column`` counts from 0. ``tag`` is the structure element of a tagged PDF around the line
    (``H1``, ``P``, ``Note``, ``Artifact`` …), with ``element`` telling one from the next. ``path``
    are the same for all elements from the outermost to this one, as far as they are known.
    """

    runs: tuple[Run, ...]
    box: Box
    baseline: float
    number: int
    column: int = 0
    tag: str = ""
    element: int = 0
    path: tuple[tuple[str, int], ...] = ()

    @property
    def text(self) -> str:
        """All its letters."""
        return "".join(run.text for run in self.runs)

    @property
    def size(self) -> float:
        """The size that most of its letters have (pt)."""
        weights: dict[float, int] = {}
        for run in self.runs:
            weights[run.size] = weights.get(run.size, 0) + len(run.text.strip())
        return max(weights, key=lambda size: weights[size], default=0.0)


@dataclass(frozen=True)
class Picture:
    """An image on the page: its file as it is in the PDF, or a cut-out of the page (PNG)."""

    box: Box
    data: bytes
    suffix: str
    alternative: str = ""


@dataclass(frozen=True)
class Rule:
    """A straight line that is drawn, horizontal or vertical."""

    box: Box


@dataclass(frozen=True)
class Page:
    """One page. ``label`` is its number as printed or as the PDF's page labels have it."""

    number: int
    label: str
    width: float
    height: float
    lines: tuple[Line, ...]
    pictures: tuple[Picture, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: ``level`` from 1, ``page`` from 1, ``top`` in pt or None."""

    level: int
    title: str
    page: int
    top: float | None = None


@dataclass(frozen=True)
class Scanned:
    """A whole PDF as lines; ``metadata`` are title, author … as the file tells them.

    ``tagged`` means that the tags of its lines are those of a structure tree that can be used.
    """

    file: str
    pages: tuple[Page, ...]
    bookmarks: tuple[Bookmark, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    language: str = ""
    tagged: bool = False
