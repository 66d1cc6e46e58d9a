"""Small capitals that the fonts of the pages do not have.

WeasyPrint makes none up: where the face lacks them, lower case would stand there. What stands there
instead is the style's choice; here it is noticed, with the place in the manuscript.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import weasyprint

from satzspiegel.editions.markup import PLACE, SMALL_CAPS
from satzspiegel.fonts import Face, has_feature
from satzspiegel.model import Finding, Place, Severity

#: The feature (OpenType).
FEATURE = "smcp"


def lacking_small_caps(
    document: weasyprint.Document, faces: tuple[Face, ...]
) -> tuple[Finding, ...]:
    """A warning for each place whose words are to be small capitals in a face without them."""
    by_name = {(f.family, f.style, f.weight): f for f in faces}
    lacking: dict[tuple[str, str, int], bool] = {}
    found: dict[str, Finding] = {}
    for page in document.pages:
        for element, style in _small_caps(page._page_box, None):
            name = (style["font_family"][0], style["font_style"], style["font_weight"])
            where = element.get(PLACE, "")
            if name not in by_name or where in found:
                continue
            # Asked here, since a face that is asked is made.
            if name not in lacking:
                lacking[name] = not has_feature(by_name[name], FEATURE)
            if lacking[name]:
                found[where] = _finding(element, name, where)
    return tuple(found.values())


def _small_caps(box: Any, parent: Any) -> Iterator[tuple[Any, Any]]:
    """Elements in small capitals, each with the style of the text around it."""
    element = getattr(box, "element", None)
    if element is not None and SMALL_CAPS in element.get("class", "").split():
        yield element, parent
        return
    for child in getattr(box, "children", ()):
        yield from _small_caps(child, box.style)


def _finding(element: Any, face: tuple[str, str, int], where: str) -> Finding:
    words = " ".join("".join(element.itertext()).split())
    family, style, weight = face
    values = {"words": words, "face": f"{family} {weight} {style}"}
    return Finding("small-caps-missing", Severity.WARNING, place_of(where), values)


def place_of(where: str) -> Place | None:
    """A place from ``line:column:file``, as elements bear it."""
    if not where:
        return None
    line, column, file = where.split(":", 2)
    return Place(file, int(line), int(column))
