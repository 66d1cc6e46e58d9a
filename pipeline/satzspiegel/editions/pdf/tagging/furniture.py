"""What stands on a page and is no content: running heads, folios, what a table repeats, leaders."""

from __future__ import annotations

from typing import Any

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes

from satzspiegel.editions.pdf.tagging.elements import FOOTER, HEADER, LAYOUT, REPEATED, Artifact
from satzspiegel.editions.pdf.tagging.walking import walk


class Furniture:
    """The boxes of a document that are no content, each known by its identity."""

    def __init__(self, pages: list[Page]) -> None:
        self._boxes: dict[int, Artifact] = {}
        heads: set[Any] = set()
        for page in pages:
            self._add(page, heads)

    def artifact(self, box: Any) -> Artifact | None:
        """What a box is, if it is no content."""
        return self._boxes.get(id(box))

    def _add(self, page: Page, heads: set[Any]) -> None:
        """Add a page; ``heads`` are the rows of tables' heads that stand on pages before it."""
        rows: list[Any] = []
        for box in walk(page._page_box):
            if isinstance(box, boxes.MarginBox):
                self._take(box, HEADER if box.at_keyword.startswith("@top") else FOOTER)
            elif box.is_leader:
                self._take(box, LAYOUT)
            elif isinstance(box, boxes.TableRowGroupBox) and box.is_header:
                rows += box.children
        for row in rows:
            if row.element in heads:
                self._take(row, REPEATED)
        heads.update(row.element for row in rows)

    def _take(self, box: Any, artifact: Artifact) -> None:
        for one in walk(box):
            self._boxes[id(one)] = artifact
