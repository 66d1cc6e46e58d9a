"""Structure elements as they are known before anything is painted (ISO 32000-1, 14.7.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

DOCUMENT, NOTE, LINK, FIGURE, VERSE = "Document", "Note", "Link", "Figure", "Verse"
HEADINGS = frozenset(["H1", "H2", "H3", "H4", "H5", "H6"])
#: What a table has to have wherever it stands, also without content.
TABLE, PARTS_OF_TABLES = "Table", frozenset(["TR", "TH", "TD"])
#: Types that are not in the standard, and what stands in for them (14.7.3).
ROLE_MAP = {VERSE: "Div"}

#: An attribute object in PDF's own terms (14.7.5).
Attributes = Mapping[str, str | int]


@dataclass(frozen=True, eq=False)
class StructureElement:
    """An element of the tree; ``place`` is its place in the order of the document.

    ``language`` is its own, empty where it speaks as its parent.
    """

    role: str
    parent: StructureElement | None
    place: int
    language: str = ""
    alternative: str = ""
    identifier: str = ""
    attributes: Attributes = field(default_factory=dict)

    @property
    def speaks(self) -> str:
        """The language of its text, its own or inherited."""
        return self.language or (self.parent.speaks if self.parent else "")

    def ancestors(self) -> Iterator[StructureElement]:
        """The elements around it, from the inside out."""
        if self.parent is not None:
            yield self.parent
            yield from self.parent.ancestors()


@dataclass(frozen=True)
class Artifact:
    """What is painted and is no content, with its properties (14.8.2.2)."""

    properties: str


#: Rules, borders, ornaments, the dots of the contents.
LAYOUT = Artifact("/Type /Layout")
#: What a table repeats on its next page.
REPEATED = Artifact("/Type /Pagination")
HEADER = Artifact("/Type /Pagination /Subtype /Header")
FOOTER = Artifact("/Type /Pagination /Subtype /Footer")

#: What painted text or an image belongs to.
Owner = StructureElement | Artifact
